"""Fixes: text edits that make a statement safe to run, and the proof that they do.

`candidates` knows which edits could help a refused statement, `prove` runs the edited file on the replay and keeps the
edits that hold, `edits` puts them into the text.
"""
