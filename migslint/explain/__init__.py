"""An error that a server has raised, in the words of the folder."""
