"""TypeName nodes to types (`parser/parse_type.c`) and modifiers to numbers (the typmodin functions)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, undefined_column, undefined_type
from migslint.catalog.objects import Type, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type

if TYPE_CHECKING:
    from migslint.syntax.nodes import TypeName

_MAX_LENGTH = 10 * 1024 * 1024


def names_of(nodes: list[Any]) -> list[str]:
    """The strings of a list of String nodes."""
    return [n["String"].get("sval", "") for n in nodes]


def typename_text(typename: TypeName) -> str:
    """`TypeNameToString`: as written, for messages."""
    text = ".".join(names_of(typename.get("names", [])))
    if typename.get("pct_type"):
        text += "%TYPE"
    return text + "[]" if typename.get("arrayBounds") else text


def find_typename(session: Session, typename: TypeName) -> TypeRef | None:
    """`LookupTypeName`: None if there is no such type (a shell type is returned); Unknown if that cannot be said."""
    names = names_of(typename["names"])
    location = typename.get("location", 0)
    if typename.get("pct_type"):
        return _percent_type(session, typename, names, location)
    schema = names[-2] if len(names) > 1 else None
    if len(names) == 3 and names[0] != "postgres":
        raise PgError(
            "0A000",
            f"cross-database references are not implemented: {'.'.join(names)}",
            location=location,
            reason="unsupported",
        )
    if len(names) > 3:
        raise PgError(
            "42601",
            f"improper qualified name (too many dotted names): {'.'.join(names)}",
            location=location,
            reason="syntax",
        )
    type = ns.find_type(session, schema, names[-1], location)
    if type is None:
        return None
    if typename.get("arrayBounds"):
        if type.array is None:
            return None
        return TypeRef(type.array, typmod_of(session, typename, type))
    return TypeRef(type, typmod_of(session, typename, type))


def lookup_typename(session: Session, typename: TypeName) -> TypeRef:
    """`typenameTypeIdAndMod`: PgError 42704 if there is none or only a shell."""
    found = find_typename(session, typename)
    location = typename.get("location", 0)
    if found is None:
        error = undefined_type(typename_text(typename), location)
        error.name = names_of(typename["names"])[-1]
        raise error
    if not found.type.defined:
        raise PgError(
            "42704",
            f'type "{typename_text(typename)}" is only a shell',
            location=location,
            reason="missing",
            kind="type",
            name=found.type.name,
        )
    return found


def _percent_type(session: Session, typename: TypeName, names: list[str], location: int) -> TypeRef | None:
    """`LookupTypeNameExtended`: schema.table.column%TYPE."""
    if len(names) == 1:
        raise PgError(
            "42601",
            f"improper %TYPE reference (too few dotted names): {names[0]}",
            location=location,
            reason="syntax",
        )
    if len(names) > 4:
        raise PgError(
            "42601",
            f"improper %TYPE reference (too many dotted names): {'.'.join(names)}",
            location=location,
            reason="syntax",
        )
    if len(names) == 4 and names[0] != "postgres":
        raise PgError(
            "0A000",
            f'cross-database references are not implemented: "{".".join(names[:3])}"',
            location=location,
            reason="unsupported",
        )
    schema = names[-3] if len(names) > 2 else None
    relation = ns.relation(session, schema, names[-2], location)
    attribute = relation.attributes.get(names[-1])
    if attribute is None:
        if "column" in relation.unknown:
            raise Unknown(names[-1])
        raise undefined_column(names[-1], relation.name, location, relation)
    type = attribute.type
    if typename.get("arrayBounds"):
        if type.array is None:
            return None
        type = type.array
    session.notice(f"type reference {typename_text(typename)} converted to {format_type(session, type)}")
    return TypeRef(type)


def typmod_of(session: Session, typename: TypeName, type: Type) -> int | tuple[str, ...]:
    """`typenameTypeMod`: the modifier, -1 if none is given."""
    mods = typename.get("typmods")
    if not mods:
        # 0 is not printed in JSON: an absent typemod is 0, which the grammar never makes
        typemod = typename.get("typemod", 0)
        return typemod if typemod else -1
    location = typename.get("location", 0)
    if not type.defined:
        raise PgError(
            "42601",
            f'type modifier cannot be specified for shell type "{typename_text(typename)}"',
            location=location,
            reason="syntax",
        )
    if not type.takes_typmod:
        raise PgError(
            "42601",
            f'type modifier is not allowed for type "{typename_text(typename)}"',
            location=location,
            reason="type",
        )
    words: list[str] = []
    for mod in mods:
        word = _modifier_word(mod)
        if word is None:
            raise PgError(
                "42601",
                "type modifiers must be simple constants or identifiers",
                location=location,
                reason="syntax",
            )
        words.append(word)
    if not (type.builtin and type.namespace.name == "pg_catalog"):
        return tuple(words)
    return _typmodin(type.name, words, location)


def _modifier_word(mod: Any) -> str | None:
    if "A_Const" in mod:
        const = mod["A_Const"]
        if "ival" in const:
            return str(const["ival"].get("ival", 0))
        if "fval" in const:
            return str(const["fval"].get("fval", ""))
        if "sval" in const:
            return str(const["sval"].get("sval", ""))
    elif "ColumnRef" in mod:
        fields = mod["ColumnRef"]["fields"]
        if len(fields) == 1 and "String" in fields[0]:
            return str(fields[0]["String"].get("sval", ""))
    return None


def _typmodin(name: str, words: list[str], location: int) -> int | tuple[str, ...]:
    """varchartypmodin, numerictypmodin, timestamptypmodin, intervaltypmodin, bittypmodin."""
    try:
        values = [int(w) for w in words]
    except ValueError:
        bad = next(w for w in words if not w.lstrip("-").isdigit())
        raise PgError(
            "22P02",
            f'invalid input syntax for type integer: "{bad}"',
            location=location,
            reason="value",
        ) from None

    def refuse(message: str) -> PgError:
        return PgError("22023", message, location=location, reason="type")

    if name in ("varchar", "bpchar"):
        shown = "varchar" if name == "varchar" else "char"
        if len(values) != 1:
            raise refuse("invalid type modifier")
        if values[0] < 1:
            raise refuse(f"length for type {shown} must be at least 1")
        if values[0] > _MAX_LENGTH:
            raise refuse(f"length for type {shown} cannot exceed {_MAX_LENGTH}")
        return values[0] + 4
    if name == "numeric":
        if len(values) > 2:
            raise refuse("invalid NUMERIC type modifier")
        precision, scale = values[0], values[1] if len(values) > 1 else 0
        if not 1 <= precision <= 1000:
            raise refuse(f"NUMERIC precision {precision} must be between 1 and 1000")
        if not -1000 <= scale <= 1000:
            raise refuse(f"NUMERIC scale {scale} must be between -1000 and 1000")
        return ((precision << 16) | (scale & 0x7FF)) + 4
    if name in ("bit", "varbit"):
        shown = "bit" if name == "bit" else "varbit"
        if len(values) != 1:
            raise refuse("invalid type modifier")
        if values[0] < 1:
            raise refuse(f"length for type {shown} must be at least 1")
        return values[0]
    if name == "interval":
        fields = values[0]
        if len(values) == 1:
            return (fields << 16) | 0xFFFF if fields != 0x7FFF else -1
        return (fields << 16) | min(values[1], 6)
    if len(values) != 1:
        raise refuse("invalid type modifier")
    if values[0] < 0:
        shown = name.upper().replace("TZ", "")
        zone = " WITH TIME ZONE" if name.endswith("tz") else ""
        raise refuse(f"{shown}({values[0]}){zone} precision must not be negative")
    return min(values[0], 6)
