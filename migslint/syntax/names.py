"""Identifiers and strings as they are spelt, and what they mean."""

from __future__ import annotations


def value(word: str) -> str:
    """What a token means as a name or as a string: folded, or without its quotes.

    Identifiers fold as PostgreSQL folds them in a UTF-8 database: ASCII letters only.  Escapes (E'…', U&'…') are
    left as they are.
    """
    if word.startswith('"'):
        return word[1:-1].replace('""', '"')
    if word.startswith("'"):
        return word[1:-1].replace("''", "'")
    if word.startswith("$"):
        tag = word[: word.find("$", 1) + 1]
        return word[len(tag) : -len(tag)] if tag else word
    return fold(word)


def fold(word: str) -> str:
    """An identifier without quotes in lower case: ASCII letters only, as downcase_identifier of a UTF-8 database."""
    return word.lower() if word.isascii() else "".join(c.lower() if c.isascii() else c for c in word)


def word_set(text: str) -> frozenset[str]:
    """The words of a text with commas between them."""
    return frozenset(text.split(","))
