"""The rules: what is worth telling of a replay.

One file a rule, named by its code and name (`md02_duplicate_policy.py`); its docstring is its page.  A module has

- `claims(error, step) -> bool` for a rule that speaks of a refusal: each refusal is told by the first rule of its
  phase, in the order of the codes, that claims it; or
- `findings(step) -> Iterator[Finding]` for one that speaks of accepted steps; or
- `folder(folder) -> Iterator[Finding]` for one that speaks of the files and not of their statements; or
- `state(replay) -> Iterator[Finding]` for one that speaks of what the last file leaves behind, each with its `step`;

as FAMILIES says of its family, and may set SEVERITY ("error" unless it does), PHASE ("apply") and FIXABLE.  A rule of
phase "rerun" is asked about the steps of second runs and about no others; beside `claims` it may have
`advice(error, step) -> str | None`, one way out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from migslint.diagnostic import Phase, Related, Severity
from migslint.source import Source, Span

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.folder import Folder
    from migslint.replay.run import Replay
    from migslint.replay.step import Step


class Finding(msgspec.Struct, eq=False):
    """What a rule that speaks of no refusal has to say, and where."""

    source: Source
    span: Span
    message: str
    detail: str | None = None
    hint: str | None = None
    advice: str | None = None
    related: tuple[Related, ...] = ()
    step: Any = None


class Rule(msgspec.Struct, eq=False, frozen=True):
    """A rule as the registry has it; `docs` is its page in Markdown, `summary` the page's first line."""

    code: str
    name: str
    summary: str
    docs: str
    severity: Severity
    phase: Phase
    fixable: bool
    claims: Callable[[PgError, Step], bool] | None = None
    findings: Callable[[Step], Iterator[Finding]] | None = None
    folder: Callable[[Folder], Iterator[Finding]] | None = None
    advice: Callable[[PgError, Step], str | None] | None = None
    state: Callable[[Replay], Iterator[Finding]] | None = None

    @property
    def family(self) -> str:
        """The two letters of the code."""
        return self.code[:2]


#: the phase of a family's rules and what they have beside their words, so that only those are imported that are asked
FAMILIES = {
    "MC": ("call", ("claims",)),
    "MD": ("apply", ("claims",)),
    "MH": ("history", ("folder",)),
    "MI": ("rerun", ("claims", "findings")),
    "MR": ("apply", ("claims",)),
    "MS": ("apply", ("findings", "state")),
    "MX": ("apply", ("claims",)),
}

_modules: dict[str, str] = {}
_rules: dict[str, Rule] = {}


def codes() -> list[str]:
    """The codes of all rules, in order."""
    if not _modules:
        import os

        for file in sorted(os.listdir(os.path.dirname(__file__))):
            module = file.partition(".")[0]
            if module[:1] not in ("_", ".") and module[2:4].isdigit():
                _modules[module[:4].upper()] = module
    return list(_modules)


def rule(code: str) -> Rule:
    """The rule with a code; its module is imported when it is first asked for."""
    found = _rules.get(code)
    if found is None:
        from importlib import import_module

        name = _modules[code]
        module: Any = import_module(f"{__name__}.{name}")
        docs = (module.__doc__ or "").strip()
        found = _rules[code] = Rule(
            code,
            name[5:].replace("_", "-"),
            docs.partition("\n")[0],
            docs,
            getattr(module, "SEVERITY", "error"),
            getattr(module, "PHASE", "apply"),
            getattr(module, "FIXABLE", False),
            getattr(module, "claims", None),
            getattr(module, "findings", None),
            getattr(module, "folder", None),
            getattr(module, "advice", None),
            getattr(module, "state", None),
        )
    return found


def rules_with(hook: str, phase: str) -> Iterator[Rule]:
    """The rules of a phase that have `claims`, `findings`, `folder` or `state`, in the order of the codes."""
    for code in codes():
        of_family, hooks = FAMILIES[code[:2]]
        if of_family == phase and hook in hooks and getattr(rule(code), hook) is not None:
            yield rule(code)


def claimant(error: PgError, step: Step) -> Rule:
    """The rule that tells of a refusal: the first of the step's phase that claims it."""
    return next(r for r in rules_with("claims", step.phase) if r.claims is not None and r.claims(error, step))


def all_rules() -> list[Rule]:
    """Every rule, in the order of the codes."""
    return [rule(code) for code in codes()]
