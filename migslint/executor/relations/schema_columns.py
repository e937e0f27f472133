"""information_schema.columns (`information_schema.sql`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Attribute, Type, TypeRef
from migslint.catalog.typename import base_ref, format_type
from migslint.executor.fragments import of_expression
from migslint.executor.relations import Made
from migslint.executor.relations.found import Hints, maybe_relations, part, texts, yes_no
from migslint.executor.relations.schema_tables import listed, visible
from migslint.executor.scope import MANY
from migslint.executor.values import SOMETHING, UNKNOWN, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run

#: numeric_precision of the binary numbers
_BITS = {"int2": 16, "int4": 32, "int8": 64, "float4": 24, "float8": 53}
_TIMES = ("time", "timetz", "timestamp", "timestamptz")


def columns(run: Run, hints: Hints) -> Iterator[Made]:
    """The columns of tables, views and foreign tables."""
    names = texts(hints, "column_name")
    for rel in listed(run, hints, "table_schema", "table_name", "rpvf"):
        certainty = visible(run, rel)
        for attribute in rel.attributes.values():
            if names is None or attribute.name in names:
                yield _row(run, attribute), min(certainty, part(rel, "column", attribute))
        if "column" in rel.unknown:
            yield {"table_schema": rel.namespace.name, "table_name": rel.name, "column_name": SOMETHING}, MANY
    yield from maybe_relations(run, "table_schema", "table_name")


def data_type(run: Run, type: Type) -> Value:
    """What the standard calls a type: its name if it is the server's, else ARRAY or USER-DEFINED."""
    if type.typtype == "?":
        return SOMETHING
    if type.is_array:
        return "ARRAY"
    if type.namespace.name == "pg_catalog":
        return format_type(run.session, type)
    return "USER-DEFINED"


def numbers(type: Type, typmod: int | tuple[str, ...]) -> dict[str, Value]:
    """`_pg_char_max_length`, `_pg_numeric_precision` and their kin."""
    row: dict[str, Value] = {
        "character_maximum_length": None,
        "character_octet_length": None,
        "numeric_precision": None,
        "numeric_precision_radix": None,
        "numeric_scale": None,
        "datetime_precision": None,
        "interval_type": None,
        "interval_precision": None,
    }
    if not type.builtin or type.namespace.name != "pg_catalog" or not isinstance(typmod, int):
        return row if type.typtype in "cemr" else dict.fromkeys(row, UNKNOWN)
    name = type.name
    if name in ("varchar", "bpchar"):
        row["character_maximum_length"] = typmod - 4 if typmod != -1 else None
        row["character_octet_length"] = SOMETHING
    elif name == "text":
        row["character_octet_length"] = 1 << 30
    elif name in ("bit", "varbit"):
        row["character_maximum_length"] = typmod if typmod != -1 else None
    elif name in _BITS:
        row["numeric_precision"], row["numeric_precision_radix"] = _BITS[name], 2
        row["numeric_scale"] = 0 if name.startswith("int") else None
    elif name == "numeric":
        row["numeric_precision_radix"] = 10
        if typmod != -1:
            row["numeric_precision"] = (typmod - 4) >> 16 & 0xFFFF
            row["numeric_scale"] = (typmod - 4) & 0xFFFF if (typmod - 4) & 0x400 == 0 else SOMETHING
    elif name == "date":
        row["datetime_precision"] = 0
    elif name in _TIMES:
        row["datetime_precision"] = typmod if typmod >= 0 else 6
    elif name == "interval":
        row["datetime_precision"] = 6 if typmod < 0 or typmod & 0xFFFF == 0xFFFF else typmod & 0xFFFF
        row["interval_type"] = None if typmod < 0 else UNKNOWN
    if name in ("varchar", "text"):
        row["character_octet_length"] = SOMETHING if name == "varchar" else 1 << 30
    return row


def _row(run: Run, attribute: Attribute) -> dict[str, Value]:
    rel, type = attribute.relation, attribute.type
    domain = type.typtype == "d"
    base = base_ref(TypeRef(type, attribute.typmod)) if domain else TypeRef(type, attribute.typmod)
    # the views look at the type right under a domain only
    under = type.base if domain and type.base is not None else base
    generated = attribute.generated
    expression: Value = None
    if attribute.default is not None:
        tree = attribute.default.expression
        expression = SOMETHING if tree is None else of_expression(run.session, tree, rel)
    sequence: dict[str, Value] = dict.fromkeys(
        ("identity_start", "identity_increment", "identity_maximum", "identity_minimum"),
        SOMETHING if attribute.identity else None,
    )
    row: dict[str, Value] = {
        "table_catalog": SOMETHING,
        "table_schema": rel.namespace.name,
        "table_name": rel.name,
        "column_name": attribute.name,
        "ordinal_position": attribute.number,
        "column_default": expression if not generated else None,
        "is_nullable": yes_no(not (attribute.notnull or (domain and type.notnull))),
        "data_type": data_type(run, under.type),
        **numbers(under.type, under.typmod),
        "character_set_catalog": None,
        "character_set_schema": None,
        "character_set_name": None,
        "domain_catalog": SOMETHING if domain else None,
        "domain_schema": type.namespace.name if domain else None,
        "domain_name": type.name if domain else None,
        "udt_catalog": SOMETHING,
        "udt_schema": under.type.namespace.name,
        "udt_name": under.type.name,
        "scope_catalog": None,
        "scope_schema": None,
        "scope_name": None,
        "maximum_cardinality": None,
        "dtd_identifier": str(attribute.number),
        "is_self_referencing": "NO",
        "is_identity": yes_no(bool(attribute.identity)),
        "identity_generation": {"a": "ALWAYS", "d": "BY DEFAULT"}.get(attribute.identity),
        **sequence,
        "identity_cycle": "NO" if not attribute.identity else SOMETHING,
        "is_generated": "ALWAYS" if generated else "NEVER",
        "generation_expression": expression if generated else None,
        "is_updatable": "YES" if rel.relkind in "rp" else SOMETHING,
    }
    if not attribute.collation:
        row |= {"collation_catalog": None, "collation_schema": None, "collation_name": None}
    if under.type.builtin and under.type.name == "name":
        for column in ("collation_catalog", "collation_schema", "collation_name"):
            row[column] = SOMETHING
    if "notnull" in rel.unknown:
        row["is_nullable"] = SOMETHING
    if "column" in rel.unknown or type.typtype == "?":
        for column in row:
            if column not in ("table_catalog", "table_schema", "table_name", "column_name", "ordinal_position"):
                row[column] = UNKNOWN
    return row
