"""Regular expressions that are compiled when they are first used: a run needs few of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, AnyStr

if TYPE_CHECKING:
    from re import Pattern

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Later:
    """Takes over the methods of the compiled expression when one of them is asked for."""

    def __init__(self, text: str | bytes) -> None:
        self.pattern = text

    def __getattr__(self, name: str) -> Any:
        import re

        compiled = re.compile(self.pattern)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(text: AnyStr) -> Pattern[AnyStr]:
    """`re.compile` for later; flags stand in the expression, as in `(?is)`."""
    return _Later(text)  # type: ignore[return-value]
