"""The names that a person writes, read as the server reads identifiers, and their nearest kin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

#: how many names are proposed for one that is not known
PROPOSALS = 3


def readings(text: str) -> list[tuple[str, ...]]:
    """What a written name may mean: as it stands, and cut at the dots outside of quotes, with and without its case.

    `public.Users` may be ("public.Users",), ("public", "users") and ("public", "Users"); the arguments of a function
    count for nothing.
    """
    text = text.strip()
    out: list[tuple[str, ...]] = []
    for name in (text, text[: text.index("(")].rstrip() if text.endswith(")") and "(" in text[1:] else text):
        for reading in ((name,), tuple(_parts(name, True)), tuple(_parts(name, False))):
            if reading not in out and all(reading):
                out.append(reading)
    return out


def _parts(text: str, fold: bool) -> Iterator[str]:
    """`varlena.c, textToQualifiedNameList`; blanks may stand inside a word."""
    at = 0
    while True:
        if text[at : at + 1] == '"' and text.find('"', at + 1) > 0:
            name, at = "", at + 1
            while at < len(text):
                if text[at] == '"':
                    if text[at + 1 : at + 2] != '"':
                        break
                    at += 1
                name += text[at]
                at += 1
            dot = text.find(".", at + 1)
            yield name
        else:
            dot = text.find(".", at)
            word = (text[at:] if dot < 0 else text[at:dot]).strip()
            yield word.lower() if fold else word
        if dot < 0:
            return
        at = dot + 1


def nearest(name: str, known: Iterable[str], likeness: float = 0.7) -> list[str]:
    """The known names that are most like one, the most like first; `likeness` (0 to 1) is the least that counts."""
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(candidate.casefold(), candidate)
    return [folded[near] for near in get_close_matches(name.casefold(), folded, PROPOSALS, likeness)]
