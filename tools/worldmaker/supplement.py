"""What the facts do not say of some extensions: types' physical properties, operators' functions, operator classes.

One file of `supplements` for an extension, a line for an object, types by their bare names:

    type NAME [length=N] [byval] [align=C] [storage=C] [typmod]
    cast SOURCE | TARGET | FUNCTION or binary
    operator NAME | LEFT | RIGHT | FUNCTION [commutator=OP] [negator=OP] [hashes] [merges]
    am NAME HANDLER [order] [unique] [multi_col] [exclude] [include]
    option METHOD NAME TYPE [MINIMUM MAXIMUM]
    class METHOD [*]NAME TYPE [family=F] [key=T] | STRATEGY OPERATOR[/o] [(LEFT, RIGHT)] ; …

`*` marks a default class, `/o` an ordering operator.  Names and signatures are those of the extensions' public
installation scripts.
"""

from __future__ import annotations

from pathlib import Path

DIRECTORY = Path(__file__).resolve().parent / "supplements"


class Supplement:
    """The lines of one extension, by what they are about; all empty without a file."""

    def __init__(self, extension: str) -> None:
        self.types: dict[str, dict[str, str]] = {}
        self.casts: dict[tuple[str, str], str] = {}
        self.operators: dict[tuple[str, str, str], tuple[str, dict[str, str]]] = {}
        self.methods: dict[str, tuple[str, set[str]]] = {}
        self.options: list[list[str]] = []
        self.classes: list[tuple[str, str, bool, str, dict[str, str], list[tuple[int, str, bool, list[str]]]]] = []
        path = DIRECTORY / f"{extension}.txt"
        for line in path.read_text().splitlines() if path.exists() else []:
            kind, rest = line.split(" ", 1)
            getattr(self, "_" + kind)(rest)

    def _type(self, rest: str) -> None:
        name, *attributes = rest.split()
        self.types[name] = dict(a.partition("=")[::2] for a in attributes)

    def _cast(self, rest: str) -> None:
        source, target, function = (part.strip() for part in rest.split(" | "))
        self.casts[source, target] = function

    def _operator(self, rest: str) -> None:
        name, left, right, tail = _columns(rest)
        function, *attributes = tail.split()
        self.operators[name, left, right] = function, dict(a.partition("=")[::2] for a in attributes)

    def _am(self, rest: str) -> None:
        name, handler, *flags = rest.split()
        self.methods[name] = handler, set(flags)

    def _option(self, rest: str) -> None:
        self.options.append(rest.split())

    def _class(self, rest: str) -> None:
        head, _, tail = rest.partition(" |")
        method, name, words = (*head.split(" ", 2),)
        attributes: dict[str, str] = {}
        for key in ("key", "family"):
            before, found, after = words.partition(f" {key}=")
            if found:
                words, attributes[key] = before, after
        operators = []
        for item in filter(None, (i.strip() for i in tail.split(" ; "))):
            number, operator, *types = item.split(" ", 2)
            sides = types[0].strip("()").split(", ") if types else []
            operators.append((int(number), operator.removesuffix("/o"), operator.endswith("/o"), sides))
        self.classes.append((method, name.lstrip("*"), name.startswith("*"), words, attributes, operators))


def _columns(rest: str) -> tuple[str, str, str, str]:
    """NAME | LEFT | RIGHT | the rest: the name may be or contain a bar itself."""
    name, _, rest = rest.partition(" ")
    left, right, tail = rest.removeprefix("|").split(" | ", 2)
    return name, left.strip(), right.strip(), tail.strip()
