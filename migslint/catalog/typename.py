"""Types as text (`utils/adt/format_type.c`) and modifiers as numbers (the typmodin functions)."""

from __future__ import annotations

from migslint.catalog.namespace import quote_identifier, quote_qualified, type_is_visible
from migslint.catalog.objects import Type, TypeRef
from migslint.catalog.session import Session

#: internal name -> SQL name, where format_type has one
SQL_NAMES = {
    "bit": "bit",
    "bool": "boolean",
    "bpchar": "character",
    "float4": "real",
    "float8": "double precision",
    "int2": "smallint",
    "json": "json",
    "int4": "integer",
    "int8": "bigint",
    "interval": "interval",
    "numeric": "numeric",
    "time": "time without time zone",
    "timetz": "time with time zone",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "varbit": "bit varying",
    "varchar": "character varying",
}

_INTERVAL_FIELDS = {
    1 << 2: " year",
    1 << 1: " month",
    1 << 3: " day",
    1 << 10: " hour",
    1 << 11: " minute",
    1 << 12: " second",
    (1 << 2) | (1 << 1): " year to month",
    (1 << 3) | (1 << 10): " day to hour",
    (1 << 3) | (1 << 10) | (1 << 11): " day to minute",
    (1 << 3) | (1 << 10) | (1 << 11) | (1 << 12): " day to second",
    (1 << 10) | (1 << 11): " hour to minute",
    (1 << 10) | (1 << 11) | (1 << 12): " hour to second",
    (1 << 11) | (1 << 12): " minute to second",
    0x7FFF: "",
}


def typmod_text(name: str, typmod: int) -> str:
    """The parenthesised modifier as the type's typmodout function prints it."""
    if name in ("varchar", "bpchar"):
        return f"({typmod - 4})"
    if name == "numeric":
        scale = (typmod - 4) & 0x7FF
        return f"({(typmod - 4) >> 16 & 0xFFFF},{(scale ^ 1024) - 1024})"
    if name == "interval":
        fields = _INTERVAL_FIELDS.get((typmod >> 16) & 0x7FFF, "")
        precision = typmod & 0xFFFF
        return fields + (f"({precision})" if precision != 0xFFFF else "")
    return f"({typmod})"


def format_type(session: Session, type: Type, typmod: int | tuple[str, ...] = -1, with_typmod: bool = False) -> str:
    """`format_type_be`, or `format_type_with_typemod` when `with_typmod`."""
    if type.is_array and type.element is not None and type.category == "A":
        return format_type(session, type.element, typmod, with_typmod) + "[]"
    if type.builtin and type.namespace.name == "pg_catalog":
        name = SQL_NAMES.get(type.name)
        if name is not None:
            if type.name == "bit" and not (with_typmod and typmod == -1) and typmod == -1:
                return name
            if type.name == "bpchar" and with_typmod and typmod == -1:
                return "bpchar"
            if type.name == "bit" and with_typmod and typmod == -1:
                return '"bit"'
            if isinstance(typmod, int) and typmod >= 0 and with_typmod:
                text = typmod_text(type.name, typmod)
                if type.name in ("time", "timetz", "timestamp", "timestamptz"):
                    head, _, tail = name.partition(" ")
                    return f"{head}{text} {tail}"
                return name + text
            return name
        if type.name == "char":
            return '"char"'
        if type.name == "_record":
            return "record[]"
    shown = (
        quote_identifier(type.name)
        if type_is_visible(session, type)
        else quote_qualified(type.namespace.name, type.name)
    )
    if with_typmod and typmod != -1:
        shown += f"({','.join(typmod)})" if isinstance(typmod, tuple) else typmod_text(type.name, typmod)
    return shown


def format_ref(session: Session, ref: TypeRef) -> str:
    """`format_type_with_typemod`."""
    return format_type(session, ref.type, ref.typmod, with_typmod=True)


def base_type(type: Type) -> Type:
    """`getBaseType`: through domains to what is underneath."""
    while type.typtype == "d" and type.base is not None:
        type = type.base.type
    return type


def base_ref(ref: TypeRef) -> TypeRef:
    """`getBaseTypeAndTypmod`."""
    while ref.type.typtype == "d" and ref.type.base is not None:
        ref = ref.type.base
    return ref
