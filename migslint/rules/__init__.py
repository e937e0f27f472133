"""The rules: what is worth telling of a replay.

One file a rule, named by its code and name (`md02_duplicate_policy.py`); its docstring is its page.  A module has

- `claims(error, step) -> bool` for a rule that speaks of a refusal: each refusal is told by the first rule of its
  phase, in the order of the codes, that claims it; or
- `findings(step) -> Iterator[Finding]` for one that speaks of accepted steps; or
- `folder(folder) -> Iterator[Finding]` for one that speaks of the files and not of their statements;

and may set SEVERITY ("error" unless it does), PHASE ("apply") and FIXABLE.  A rule of phase "rerun" is asked about the
steps of second runs and about no others; beside `claims` it may have `advice(error, step) -> str | None`, one way out.
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

    @property
    def family(self) -> str:
        """The two letters of the code."""
        return self.code[:2]


_rules: list[Rule] = []


def all_rules() -> list[Rule]:
    """Every rule, in the order of the codes."""
    if not _rules:
        import os
        from importlib import import_module

        names = {f.partition(".")[0] for f in os.listdir(os.path.dirname(__file__))}
        for name in sorted(names):
            if name[:1] in ("_", ".") or not name[2:4].isdigit():
                continue
            module: Any = import_module(f"{__name__}.{name}")
            docs = (module.__doc__ or "").strip()
            _rules.append(
                Rule(
                    name[:4].upper(),
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
                )
            )
    return _rules
