"""What a statement is there to make and to remove, by kind and bare name: for finding the root of a later refusal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: (kind as in PgError.kind, bare name, bare name of the table it belongs to or "")
Name = tuple[str, str, str]

_RELATIONS = frozenset(
    ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE")
)
_MEMBERS = {
    "OBJECT_POLICY": "policy",
    "OBJECT_TRIGGER": "trigger",
    "OBJECT_RULE": "rule",
    "OBJECT_TABCONSTRAINT": "constraint",
}
_ROUTINES = frozenset(("OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE"))
_BY_KEY = {
    "CreateSchemaStmt": ("schema", "schemaname"),
    "CreateRoleStmt": ("role", "role"),
    "CreateExtensionStmt": ("extension", "extname"),
    "CreatePublicationStmt": ("publication", "pubname"),
    "CreateForeignServerStmt": ("server", "servername"),
    "CreateEventTrigStmt": ("event trigger", "trigname"),
}


def _last(names: Any) -> str:
    return str(names[-1]["String"].get("sval", "")) if names and "String" in names[-1] else ""


def makes(tag: str, node: Any) -> Iterator[Name]:
    """The names that a statement would bring into being."""
    if tag in ("CreateStmt", "CreateForeignTableStmt"):
        base = node.get("base", node)
        yield from _table(base)
    elif tag == "ViewStmt":
        yield "relation", node["view"]["relname"], ""
        yield "type", node["view"]["relname"], ""
    elif tag == "CreateTableAsStmt":
        yield "relation", node["into"]["rel"]["relname"], ""
    elif tag == "CreateSeqStmt":
        yield "relation", node["sequence"]["relname"], ""
    elif tag == "IndexStmt":
        yield "relation", node.get("idxname", ""), ""
        yield "index", node.get("idxname", ""), ""
    elif tag == "AlterTableStmt":
        table = node["relation"]["relname"]
        for item in node.get("cmds", ()):
            command = item["AlterTableCmd"]
            kind = command.get("subtype", "AT_AddColumn")
            definition = command.get("def", {})
            if kind == "AT_AddColumn" and "ColumnDef" in definition:
                yield "column", definition["ColumnDef"].get("colname", ""), table
            elif kind == "AT_AddConstraint" and "Constraint" in definition:
                yield "constraint", definition["Constraint"].get("conname", ""), table
                yield "unique constraint", "", table
    elif tag == "CreatePolicyStmt":
        yield "policy", node["policy_name"], node["table"]["relname"]
    elif tag == "CreateTrigStmt":
        yield "trigger", node["trigname"], node["relation"]["relname"]
    elif tag == "RuleStmt":
        yield "rule", node["rulename"], node["relation"]["relname"]
    elif tag == "CreateFunctionStmt":
        yield "function", _last(node["funcname"]), ""
    elif tag in ("CreateEnumStmt", "CreateRangeStmt"):
        yield "type", _last(node["typeName"]), ""
    elif tag == "CreateDomainStmt":
        yield "type", _last(node["domainname"]), ""
    elif tag == "CompositeTypeStmt":
        yield "type", node["typevar"]["relname"], ""
    elif tag == "AlterEnumStmt" and "newVal" in node:
        yield "enum label", node["newVal"], _last(node["typeName"])
    elif tag == "DefineStmt":
        kind = {"OBJECT_AGGREGATE": "function", "OBJECT_TYPE": "type", "OBJECT_OPERATOR": "operator"}.get(
            node.get("kind", ""), "object"
        )
        yield kind, _last(node.get("defnames")), ""
    elif tag in _BY_KEY:
        kind, key = _BY_KEY[tag]
        yield kind, node.get(key, ""), ""
        if tag == "CreateExtensionStmt":
            yield "extension objects", "", ""
    elif tag == "RenameStmt":
        yield from _renamed(node, node.get("newname", ""))


def _table(node: Any) -> Iterator[Name]:
    name = node["relation"]["relname"]
    yield "relation", name, ""
    yield "type", name, ""
    for column in table_columns(node):
        yield "column", column, name
        yield "relation", f"{name}_{column}_seq", ""


def table_columns(node: Any) -> list[str]:
    """The columns that a CREATE TABLE spells out."""
    return [e["ColumnDef"].get("colname", "") for e in node.get("tableElts", ()) if "ColumnDef" in e]


def _renamed(node: Any, name: str) -> Iterator[Name]:
    kind = node.get("renameType", "")
    table = node.get("relation", {}).get("relname", "")
    if kind in _RELATIONS:
        yield "relation", name, ""
    elif kind in ("OBJECT_COLUMN", "OBJECT_ATTRIBUTE"):
        yield "column", name, table
    elif kind in _MEMBERS:
        yield _MEMBERS[kind], name, table
    elif kind in _ROUTINES:
        yield "function", name, ""
    elif kind in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        yield "type", name, ""
    elif kind == "OBJECT_SCHEMA":
        yield "schema", name, ""


def removes(tag: str, node: Any) -> Iterator[Name]:
    """The names that a statement would take away."""
    if tag == "RenameStmt":
        yield from _renamed(node, node.get("subname") or node.get("relation", {}).get("relname", ""))
    elif tag == "AlterTableStmt":
        table = node["relation"]["relname"]
        for item in node.get("cmds", ()):
            command = item["AlterTableCmd"]
            kind = command.get("subtype", "AT_AddColumn")
            if kind == "AT_DropColumn":
                yield "column", command.get("name", ""), table
            elif kind == "AT_DropConstraint":
                yield "constraint", command.get("name", ""), table
    elif tag == "DropStmt":
        kind = node.get("removeType", "")
        for item in node.get("objects", ()):
            words = item.get("List", {}).get("items", ())
            if kind in _RELATIONS:
                yield "relation", _last(words), ""
            elif kind in _MEMBERS:
                yield _MEMBERS[kind], _last(words), _last(words[:-1])
            elif kind in _ROUTINES:
                yield "function", _last(item.get("ObjectWithArgs", {}).get("objname")), ""
            elif kind in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
                yield "type", _last(item.get("TypeName", {}).get("names")), ""
            elif kind == "OBJECT_SCHEMA":
                yield "schema", item.get("String", {}).get("sval", ""), ""
