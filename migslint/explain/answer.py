"""Which statement raises an error, and why: by the refusals of the replay, else by the names in the message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from migslint.catalog.errors import PgError
from migslint.diagnostic import Diagnostic, Related
from migslint.explain.fits import Fit, fits
from migslint.explain.message import Said
from migslint.history.life import Life, Lives, kind
from migslint.history.names import nearest
from migslint.judge import by_file, told
from migslint.replay.cause import find_causes
from migslint.replay.run import Replay
from migslint.replay.step import Step
from migslint.source import Place

Reason = Literal[
    "late",  # what is missing is made by a later statement
    "hidden",  # by a statement that IF NOT EXISTS skips
    "follows",  # by a statement that is refused itself
    "dropped",
    "renamed",
    "misspelt",
    "never",  # nothing in the folder makes it
    "exists",
    "other",
]

_WORDS: dict[str, str] = {
    "late": "it comes too early: what it needs is made only later",
    "hidden": "what it needs was not made: IF NOT EXISTS has skipped the statement over what was there",
    "follows": "what it needs was not made: the statement that would have made it fails itself",
    "dropped": "what it needs was dropped before",
    "renamed": "what it needs was renamed before",
    "misspelt": "there is no such name, but one that is much like it",
    "never": "no statement of the folder makes what it needs",
    "exists": "what it makes is there already",
    "other": "",
}
_WHEN = {
    "apply": "",
    "rerun": "not when the file runs for the first time, but when it is run again: ",
    "call": "not when the function is created, but when it is called: ",
}

_PHASES = tuple(_WHEN)

_QUOTED = r'"((?:[^"]|"")+)"'
#: what a message speaks of: a member and what it belongs to, or a name; the groups are (member, owner) or (name,)
_SUBJECTS = (
    rf"column {_QUOTED} of relation {_QUOTED}",
    rf"(?:policy|trigger|rule|constraint) {_QUOTED} (?:for|of|on) (?:table|relation) {_QUOTED}",
    r"(?:function|procedure|aggregate|routine) ([\w.$\"]+)\(",
    r"column ([\w.$]+) ",
    rf"\b[a-z]+ {_QUOTED}",
)


class Raised(msgspec.Struct, eq=False):
    """A statement that raises the error; `near` are names that are there and much like a missing one."""

    step: Step
    diagnostic: Diagnostic
    reason: Reason
    near: list[str]

    @property
    def why(self) -> str:
        """The reason in words, "" where the server's own say it all."""
        return _WHEN[self.step.phase] + _WORDS[self.reason]

    @property
    def line(self) -> int:
        """The 1-based line on which the statement begins."""
        statement = self.step.statement
        return statement.source.position(statement.span.start)[0]


class Answer(msgspec.Struct, eq=False):
    """What the folder has to say of an error.

    `raised` are the statements that raise it, in the order of the folder; where there is none, `fits` are those that
    may, for what cannot be known here, `lives` those of what the message names, and where these are none, `nearest` are
    names that are like it.
    """

    said: Said
    raised: list[Raised]
    lives: list[Life] = []
    nearest: list[str] = []
    fits: list[Fit] = []

    @property
    def found(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.raised or self.lives or self.fits)


class Explainer:
    """Answers out of one run."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay
        self.lives = Lives(replay)
        find_causes([*replay.steps, *replay.calls])
        for steps in by_file(replay.reruns):
            find_causes(steps)
        self._by_message: dict[str, list[Step]] = {}
        for step in (*replay.steps, *replay.calls, *replay.reruns):
            error = step.refusal
            if error is not None and (step.first is None or step.first.accepted):
                for key in {_key(error.message), _loose(error.message)}:
                    self._by_message.setdefault(key, []).append(step)

    def answer(self, said: Said) -> Answer:
        """What the folder has to say of an error."""
        raised = self._raising(said)
        return Answer(said, raised) if raised else self._spoken_of(said)

    def _raising(self, said: Said) -> list[Raised]:
        """The statements that raise an error: in the first run, when called, when run again."""
        keys = [key(reading) for key in (_key, _loose) for reading in said.readings]
        steps = next((self._by_message[key] for key in keys if key in self._by_message), [])
        steps = self._narrowed(sorted(steps, key=lambda s: _PHASES.index(s.phase)), said)
        return [self._raised(s, d) for s, d in zip(steps, told(self.replay, steps))]

    def _spoken_of(self, said: Said) -> Answer:
        """What the names in a message have been through, for one that no statement raises."""
        likely = fits(self.replay.steps, self.lives, said)
        near: list[str] = []
        for name in _subjects(said):
            lives = [life for life in self.lives.named(name) if life.moments]
            if lives:
                return Answer(said, [], lives, fits=likely)
            near += [n for n in self.lives.near(name) if n not in near]
        return Answer(said, [], [], near[:3], likely)

    def _narrowed(self, steps: list[Step], said: Said) -> list[Step]:
        """Those that also fit the SQLSTATE, the file, the line and the text that were given, as far as any does."""
        if said.sqlstate is not None:
            steps = [s for s in steps if s.refusal and s.refusal.sqlstate == said.sqlstate] or steps
        if said.detail is not None:
            wanted = _key(said.detail)
            steps = [s for s in steps if s.refusal and _key(s.refusal.detail or "") == wanted] or steps
        if len(steps) > 1:
            # the file that was named last
            at = {id(s): said.before.rfind(s.migration.relpath.rpartition("/")[2]) for s in steps}
            last = max(at.values())
            if last >= 0:
                steps = [s for s in steps if at[id(s)] == last]
        if said.line is not None:
            line = said.line
            steps = [s for s in steps if _lines(s)[0] <= line <= _lines(s)[1]] or steps
        if said.statement is not None:
            text = _key(said.statement).rstrip("; ")
            steps = [s for s in steps if _key(s.statement.text).startswith(text[:200])] or steps
        if said.fragment is not None:
            piece = _key(said.fragment)
            steps = [s for s in steps if piece in _key(s.statement.text)] or steps
        return steps

    def _raised(self, step: Step, diagnostic: Diagnostic) -> Raised:
        error = step.refusal
        assert error is not None
        reason = self._reason(step, error, diagnostic)
        near: list[str] = []
        if reason == "never":
            near = self._alike(error, step)
            if near:
                reason = "misspelt"
        return Raised(step, diagnostic, reason, near)

    def _reason(self, step: Step, error: PgError, diagnostic: Diagnostic) -> Reason:
        if error.reason == "exists":
            return "exists"
        if error.reason != "missing":
            return "other"
        for related in diagnostic.related:
            for words, reason in _RELATED.items():
                if related.message.startswith(words):
                    return reason
        cause = step.cause
        if cause is None:
            return "never"
        while cause.refusal is not None and cause.cause is not None:
            cause = cause.cause
        first = cause.refusal
        if first is None:
            skipped = cause.statement
            place = Place(skipped.source, skipped.span, skipped.base)
            diagnostic.related += (Related(place, "skipped here"),)
            return "hidden"
        diagnostic.cause = told(self.replay, [cause])[0]
        same = first.reason == "missing" and (first.kind, first.name) == (error.kind, error.name)
        return "never" if same else "follows"

    def _alike(self, error: PgError, step: Step) -> list[str]:
        """Names of the same kind that are there at the end and are much like a missing one."""
        name = error.name
        if len(name) < 4:
            return []
        known: dict[str, str] = {}
        for life in self.lives.all():
            if life.obj is not None and life.state == "there" and not life.obj.builtin:
                if _same_kind(error.kind, kind(life.obj)):
                    known.setdefault(life.obj.name, life.name)
        return [known[n] for n in nearest(name, known, 0.85) if n != name]


#: how the words of a related place begin -> what they say of a missing name
_RELATED: dict[str, Reason] = {"created only later": "late", "dropped": "dropped", "renamed": "renamed"}

_ALIKE = {
    "relation": ("table", "view", "materialized view", "foreign table", "sequence", "index"),
    "table": ("table", "view", "materialized view", "foreign table"),
    "type": ("type", "domain"),
    "function": ("function", "procedure", "aggregate"),
}


def _same_kind(wanted: str, is_one: str) -> bool:
    return is_one in _ALIKE.get(wanted, (wanted,))


def _key(message: str) -> str:
    """A message for comparing: its first line, blanks as one."""
    return " ".join(message.strip().partition("\n")[0].split())


def _loose(message: str) -> str:
    """As `_key`, whatever the kind of quotes and without the schema that most names are in."""
    bare = re.sub(r"[“”«»„`'\"]", "", _key(message))
    return "~" + re.sub(r"\bpublic\.", "", bare).casefold().rstrip(".")


def _lines(step: Step) -> tuple[int, int]:
    position, span = step.statement.source.position, step.statement.span
    return position(span.start)[0], position(span.end)[0]


def _subjects(said: Said) -> Iterator[str]:
    """The names that a message speaks of, the most telling first."""
    for pattern in _SUBJECTS:
        for reading in said.readings[:4]:
            for found in re.finditer(pattern, reading):
                names = [g.replace('""', '"') for g in found.groups()]
                yield ".".join(names[::-1])
                if len(names) == 1 and "." in names[0]:
                    yield names[0].rpartition(".")[2]  # what stands before the dot may be an alias
