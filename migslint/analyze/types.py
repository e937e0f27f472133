"""Types as parse analysis sees them: categories, pseudo-types, and the type that cannot be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from migslint.catalog.objects import Attribute, Namespace, Type, TypeRef
from migslint.catalog.pg_proc import is_polymorphic as is_polymorphic
from migslint.catalog.typename import base_type

if TYPE_CHECKING:
    from migslint.analyze.parse_collate import Collation

#: A type that cannot be known: whatever touches it is silent.
UNSURE = Type(name="?", namespace=Namespace(name="?"), typtype="?", category="?")
UNSURE_REF = TypeRef(UNSURE)


class Expr(msgspec.Struct, eq=False):
    """An analysed expression.

    `literal` is the text of a constant of type unknown (None: no such constant; `null` for NULL).  `column` is set
    for a plain column reference, `fields` for a row constructor, `names` for the columns of an anonymous record.
    `location` is that of `exprLocation`: the leftmost token.  `collation` None: that of the type.  `whole` is the
    name of the table of which it is a whole row, `out_name` that of the single OUT parameter of a function.
    """

    type: Type
    typmod: int | tuple[str, ...] = -1
    location: int | None = None
    literal: str | None = None
    null: bool = False
    column: RangeColumn | None = None
    fields: list[Expr] | None = None
    retset: bool = False
    names: list[tuple[str, Type]] | None = None
    parameter: bool = False
    constant: bool = False
    volatility: str = "i"
    out_name: str = ""
    whole: str = ""
    collation: Collation | None = None


class RangeColumn(msgspec.Struct, eq=False):
    """A column that a range table entry offers; `attribute` where it is a column of a relation.

    `origin` is the column that a join passes on, `names` the fields of an anonymous record; `collation` is named as in
    `parse_collate.derived`.  `location` is the place of the expression in a target list.
    """

    name: str
    type: Type
    typmod: int | tuple[str, ...] = -1
    attribute: Attribute | None = None
    origin: RangeColumn | None = None
    names: list[tuple[str, Type]] | None = None
    collation: str = ""
    location: int | None = None


def leftmost(location: int | None, *exprs: Expr | None) -> int | None:
    """`leftmostLoc`: of a token and the first of the arguments that has a place."""
    first = next((e.location for e in exprs if e is not None and e.location is not None), None)
    if location is None or location < 0 or (first is not None and 0 <= first < location):
        return first
    return location


def is_unknown(type: Type) -> bool:
    """The pseudo-type unknown of literals."""
    return type.typtype == "p" and type.name == "unknown"


def category(type: Type) -> str:
    """`TypeCategory`."""
    return type.category


def element_of(type: Type) -> Type | None:
    """`get_base_element_type`: the element of an array or of a domain over one."""
    base = base_type(type)
    return base.element if base.is_array else None


def is_composite(type: Type) -> bool:
    """Whether the type has named fields that can be selected."""
    return base_type(type).typtype == "c"


def is_record(type: Type) -> bool:
    """The pseudo-type record."""
    return type.typtype == "p" and type.name == "record"
