"""What became of the files over time: version control."""
