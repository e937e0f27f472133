"""The values of SQL expressions, and the two that stand for what cannot be known.

NULL is None; booleans, integers, numeric (Decimal), double precision (float) and text (str) are Python's; an array is a
list.  What has no Python type of its own is one of the classes below.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from migslint.catalog.objects import CatalogObject, Type

Value = Any


class Unknowable:
    """UNKNOWN, SOMETHING or OTHER; neither is true nor false, so that a test for truth is a mistake."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name

    def __bool__(self) -> bool:
        raise TypeError(f"{self._name} is neither true nor false")


#: a value that cannot be known
UNKNOWN = Unknowable("UNKNOWN")

#: a value that cannot be known, but for its not being NULL; it never leaves this room
SOMETHING = Unknowable("SOMETHING")

#: the oid of an object that is none of those that the catalog knows
OTHER = Unknowable("OTHER")


class Bounded(Unknowable):
    """A number, or its text, of which only bounds are known (`high` None: none above)."""

    __slots__ = ("high", "low")

    def __init__(self, low: int, high: int | None = None) -> None:
        super().__init__("BOUNDED")
        self.low = low
        self.high = high


def known(value: Value) -> bool:
    """Whether a value is known; of an array or a row, whether all of it is."""
    if isinstance(value, Unknowable):
        return False
    if isinstance(value, list):
        return all(map(known, value))
    return all(map(known, value.values)) if isinstance(value, Row) else True


class Row:
    """A composite value: the names and values of its fields, in order."""

    __slots__ = ("names", "values")

    def __init__(self, names: list[str], values: tuple[Value, ...] | list[Value]) -> None:
        self.names = names
        self.values = tuple(values)

    def __repr__(self) -> str:
        return f"Row({dict(zip(self.names, self.values))})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.values == other.values

    def __hash__(self) -> int:
        return hash(self.values)


class Oid:
    """A value of type oid or of one of its aliases (`kind`: "oid", "regclass", "regtype" …): the object it stands for.

    `number` is the number where there is no object: 0, or one of which the catalog knows no object.
    """

    __slots__ = ("kind", "number", "obj")

    def __init__(self, kind: str, obj: CatalogObject | None, number: int = 0) -> None:
        self.kind = kind
        self.obj = obj
        self.number = number

    def __repr__(self) -> str:
        return f"Oid({self.kind}, {self.obj or self.number})"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Oid) and self.obj is other.obj and (self.obj is not None or self.number == other.number)
        )

    def __hash__(self) -> int:
        return hash(self.number) if self.obj is None else id(self.obj)

    def value(self) -> int | None:
        """The number as far as it is the same on every server."""
        if self.obj is None:
            return self.number
        number = getattr(self.obj, "oid", 0)
        return number if self.obj.builtin and 0 < number < 16384 else None


class Typed(str):
    """A value of a type that is kept as its text: an enum's label, a date, a uuid … as it is printed."""

    type: Type

    def __new__(cls, text: str, type: Type) -> Typed:
        made = super().__new__(cls, text)
        made.type = type
        return made


class Json:
    """A value of type json or jsonb (`binary`): `value` as Python's json reads it, `text` as a json keeps it."""

    __slots__ = ("binary", "text", "value")

    def __init__(self, value: Any, binary: bool, text: str | None = None) -> None:
        self.value = value
        self.binary = binary
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Json) and self.value == other.value

    def __hash__(self) -> int:
        return hash(repr(self.value))


class Vector(list[Value]):
    """An int2vector or oidvector: an array that counts from 0 and is printed without braces."""


def number_text(value: int | float | Decimal) -> str:
    """`int4out`, `numeric_out`, `float8out`."""
    if isinstance(value, float):
        if value != value:
            return "NaN"
        if value in (float("inf"), float("-inf")):
            return "Infinity" if value > 0 else "-Infinity"
        text = repr(value)
        if text.endswith(".0"):
            return text[:-2]
        return text
    if isinstance(value, Decimal):
        if value.is_nan():
            return "NaN"
        return format(value, "f")
    return str(value)


class _NotAVariable:
    """The type of NOT_A_VARIABLE."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_A_VARIABLE"


#: what an environment answers for a name that is none of its variables
NOT_A_VARIABLE = _NotAVariable()
