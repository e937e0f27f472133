"""Which kind of statement is refused when its file is run again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from migslint.catalog.namespace import quote_identifier, quote_qualified

if TYPE_CHECKING:
    from migslint.replay.step import Harm, Step
    from migslint.source import Span

_MAKES = {
    "CreateStmt": "table",
    "CreateForeignTableStmt": "table",
    "SelectStmt": "table",  # SELECT INTO
    "ViewStmt": "view",
    "CreateEnumStmt": "type",
    "CompositeTypeStmt": "type",
    "CreateRangeStmt": "type",
    "CreateDomainStmt": "type",
    "CreateFunctionStmt": "function",
    "CreateOpClassStmt": "operator",
    "CreateOpFamilyStmt": "operator",
    "AlterOpFamilyStmt": "operator",
    "CreateCastStmt": "operator",
    "CreateFdwStmt": "server",
    "CreateForeignServerStmt": "server",
    "CreateUserMappingStmt": "server",
    "ImportForeignSchemaStmt": "server",
}
_DEFINES = {"OBJECT_AGGREGATE": "function", "OBJECT_TYPE": "type", "OBJECT_OPERATOR": "operator"}
_DROPS = {
    "OBJECT_TABLE": "relation",
    "OBJECT_VIEW": "relation",
    "OBJECT_MATVIEW": "relation",
    "OBJECT_INDEX": "relation",
    "OBJECT_SEQUENCE": "relation",
    "OBJECT_FOREIGN_TABLE": "relation",
    "OBJECT_POLICY": "part",
    "OBJECT_TRIGGER": "part",
    "OBJECT_RULE": "part",
    "OBJECT_FUNCTION": "function",
    "OBJECT_PROCEDURE": "function",
    "OBJECT_ROUTINE": "function",
    "OBJECT_AGGREGATE": "function",
    "OBJECT_TYPE": "type",
    "OBJECT_DOMAIN": "type",
}


def makes(step: Step, kind: str) -> bool:
    """Whether the statement creates a "table", "view", "type", "function", "operator" (and its like) or "server"."""
    tag, node = step.statement.tag, step.statement.node
    if tag == "CreateTableAsStmt":
        return kind == ("view" if node.get("objtype") == "OBJECT_MATVIEW" else "table")
    if tag == "DefineStmt":
        return kind == _DEFINES.get(node["kind"])
    return kind == _MAKES.get(tag)


def drops(step: Step, kind: str) -> bool:
    """Whether the statement drops a "relation", a "part" of one, a "function", a "type" or something "other"."""
    tag = step.statement.tag
    if tag == "DropStmt":
        return kind == _DROPS.get(step.statement.node["removeType"], "other")
    return kind == "other" and tag.startswith("Drop")


def alters_table(step: Step) -> bool:
    """ALTER TABLE and its like for views, indexes, sequences and composite types."""
    return step.statement.tag == "AlterTableStmt"


def does(step: Step, subtype: str, name: str) -> bool:
    """Whether an ALTER TABLE has an action of this kind (AT_…) on a name."""
    if not alters_table(step):
        return False
    commands = [c["AlterTableCmd"] for c in step.statement.node.get("cmds", ())]
    return any(c.get("subtype", "AT_AddColumn") == subtype and c.get("name") == name for c in commands)


def relation_name(var: Any) -> str:
    """A RangeVar as one writes it."""
    name = var["relname"]
    return quote_qualified(var["schemaname"], name) if "schemaname" in var else quote_identifier(name)


def harmed(step: Step, *kinds: str) -> Iterator[tuple[Harm, Span]]:
    """What the second run does to rows, of these kinds, with the name of the relation or column in the statement."""
    statement = step.statement
    for harm in step.harms:
        if harm.kind in kinds:
            var = statement.node.get("relation") or {}
            span = statement.place_name(var["location"]) if "location" in var else None
            word = harm.column or harm.name.rpartition(".")[2]
            if span is None or (harm.column and harm.kind != "doubled"):
                span = statement.find(word, var.get("location", 0)) or span
            yield harm, span or statement.span
