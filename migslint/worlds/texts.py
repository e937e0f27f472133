"""Reading back the texts by which records name types, functions and operators."""

from __future__ import annotations

#: what format_type says -> typname, where the two differ
TYPE_TEXTS = {
    "bigint": "int8",
    "bit varying": "varbit",
    "boolean": "bool",
    "character": "bpchar",
    "character varying": "varchar",
    "double precision": "float8",
    "integer": "int4",
    "real": "float4",
    "smallint": "int2",
    "time with time zone": "timetz",
    "time without time zone": "time",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
}


def split_name(text: str) -> tuple[str, str]:
    """(schema, name) of a function's, operator's, relation's or type's text; pg_catalog where it has no schema."""
    if not text.startswith('"'):
        if "." not in text or not (text[0].isalpha() or text[0] == "_"):
            return "pg_catalog", _unquote(text)
        schema, _, name = text.partition(".")
        return schema, _unquote(name)
    end = _quote_end(text)
    if text[end : end + 1] != ".":
        return "pg_catalog", _unquote(text)
    return _unquote(text[:end]), _unquote(text[end + 1 :])


def split_type(text: str) -> tuple[str, str, str]:
    """(schema, typname, modifier) of a type's text.

    The modifier is what stands in the parentheses, or the fields of an interval; "" without one.  An array has its
    typname as PostgreSQL makes it when nothing is in the way ("_text").
    """
    array = text.endswith("[]")
    if array:
        text = text[:-2]
    modifier = ""
    at = text.find("(", text.rfind('"') + 1)
    if at > 0:
        end = text.index(")", at)
        modifier = text[at + 1 : end]
        text = text[:at] + text[end + 1 :]
    if text.startswith("interval "):
        modifier = text[9:] + (f"({modifier})" if modifier else "")
        text = "interval"
    name = TYPE_TEXTS.get(text)
    schema, name = ("pg_catalog", name) if name is not None else split_name(text)
    return schema, array_name(name) if array else name, modifier


def array_name(name: str) -> str:
    """`makeArrayTypeName` when nothing is in the way: an underscore in front, cut to 63 bytes."""
    data = ("_" + name).encode()
    return data[:63].decode("utf-8", "ignore") if len(data) > 63 else "_" + name


def quote(name: str) -> str:
    """quote_ident without the list of keywords."""
    if name.isascii() and name.isidentifier() and name == name.lower():
        return name
    return '"' + name.replace('"', '""') + '"'


def _quote_end(text: str) -> int:
    """The index after the quoted identifier at the start of a text."""
    at = 1
    while True:
        at = text.index('"', at) + 1
        if text[at : at + 1] != '"':
            return at
        at += 1


def _unquote(text: str) -> str:
    return text[1:-1].replace('""', '"') if text.startswith('"') and len(text) > 1 else text
