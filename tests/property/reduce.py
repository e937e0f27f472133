"""Make a disagreement small: drop statements of the schema and words of the statement while the two still differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tests.property.sides import Answer, ReplaySide, ServerSide

_WORD = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$\$|\w+|\s+|[-+*/<>=~!@#%^&|`?]+|.")
_BUDGET = 600


class Reducer:
    """Asks both sides again and again; `wrong` says in what two answers differ."""

    def __init__(self, server: ServerSide, replay: ReplaySide, wrong: Callable[[Answer, Answer], list[str]]) -> None:
        self.server = server
        self.replay = replay
        self.wrong = wrong

    def reduce(
        self, schema: Sequence[str], sql: str, theirs: Answer, ours: Answer
    ) -> tuple[list[str], str, Answer, Answer]:
        """The smallest found that differs in the same way: in the same fields, with the same SQLSTATEs."""
        wanted = _signature(self.wrong(theirs, ours), theirs, ours)
        kept, best = list(schema), (theirs, ours)
        again = self._try(kept, [sql], wanted)
        if again is None:
            return kept, f"-- not so when it is asked alone\n{sql}", theirs, ours
        for at in range(len(kept) - 1, -1, -1):
            fewer = kept[:at] + kept[at + 1 :]
            again = self._try(fewer, [sql], wanted)
            if again is not None:
                kept, best = fewer, (again[1], again[2])
        sql, best = self._shorter(kept, sql, wanted, best)
        for i in range(len(kept)):
            kept[i] = self._shorter_schema(kept, i, sql, wanted)
        for at in range(len(kept) - 1, -1, -1):
            fewer = kept[:at] + kept[at + 1 :]
            again = self._try(fewer, [sql], wanted)
            if again is not None:
                kept, best = fewer, (again[1], again[2])
        return kept, sql, *best

    def _try(self, schema: Sequence[str], candidates: list[str], wanted: object) -> tuple[int, Answer, Answer] | None:
        """The first of the candidates that differs in the wanted way."""
        theirs = self.server.ask(schema, candidates)[1]
        ours = self.replay.ask(schema, candidates)[1]
        for i, (a, b) in enumerate(zip(theirs, ours, strict=True)):
            if _signature(self.wrong(a, b), a, b) == wanted:
                return i, a, b
        return None

    def _shorter(
        self, schema: Sequence[str], sql: str, wanted: object, best: tuple[Answer, Answer]
    ) -> tuple[str, tuple[Answer, Answer]]:
        """Without as many words as can be left out, longest runs first."""
        words = _WORD.findall(sql)
        spent = 0
        size = len(words)
        while size >= 1 and spent < _BUDGET:
            found = None
            candidates = _without(words, size)
            for at in range(0, len(candidates), 50):
                texts = ["".join(c) for c in candidates[at : at + 50]]
                spent += len(texts)
                found = self._try(schema, texts, wanted)
                if found is not None:
                    words = candidates[at + found[0]]
                    best = (found[1], found[2])
                    break
            if found is None:
                size = size * 2 // 3 if size > 1 else 0
            else:
                size = min(size, len(words))
        return "".join(words), best

    def _shorter_schema(self, schema: list[str], at: int, sql: str, wanted: object) -> str:
        """One statement of the schema without items between commas."""
        text = schema[at]
        parts = text.split(", ")
        i = len(parts) - 1
        while i > 0 and len(parts) > 1:
            tail = ")" if i == len(parts) - 1 and parts[i].endswith(")") else ""
            fewer = ", ".join(parts[:i] + parts[i + 1 :]) + tail
            if self._try([*schema[:at], fewer, *schema[at + 1 :]], [sql], wanted) is not None:
                parts = fewer.split(", ")
            i -= 1
        return ", ".join(parts)


def _without(words: list[str], size: int) -> list[list[str]]:
    """The words without a run of at most `size` of them, parentheses kept in pairs."""
    out = []
    for start in range(len(words)):
        for end in range(start + size, start + max(size * 2 // 3, 0), -1):
            run = words[start:end]
            if end <= len(words) and not words[start].isspace() and _balanced(run):
                out.append(words[:start] + words[end:])
                break
    if size <= 2:
        for start, word in enumerate(words):
            if word in "([":
                end = _closing(words, start)
                if end:
                    out.append(words[:start] + words[start + 1 : end] + words[end + 1 :])
    return out


def _balanced(run: list[str]) -> bool:
    depth = 0
    for word in run:
        depth += (word in "([") - (word in ")]")
        if depth < 0:
            return False
    return depth == 0


def _closing(words: list[str], start: int) -> int:
    depth = 0
    for i in range(start, len(words)):
        depth += (words[i] in "([") - (words[i] in ")]")
        if depth == 0:
            return i
    return 0


def _signature(wrong: list[str], theirs: Answer, ours: Answer) -> object:
    said = [(a.outcome.sqlstate, _shape(a.outcome.message or "")) for a in (theirs, ours)]
    return tuple(wrong), *said


def _shape(message: str) -> str:
    """The first words of a message, up to the first name."""
    return re.split(r"[\"(]|\b(?:type|types|function|operator|column)\b", message)[0]
