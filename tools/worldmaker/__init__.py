"""The parts of tools/make_worlds.py: reading catalogs, reading facts, merging versions, writing files."""
