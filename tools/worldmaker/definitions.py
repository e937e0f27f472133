"""Columns and targets of constraints, indexes and triggers, read from the definitions that the server prints."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from migslint.syntax import library
from migslint.worlds.records import ConstraintRecord, IndexRecord, TriggerRecord
from migslint.worlds.texts import quote


def parsed(sql: str) -> Any:
    """The body of the one statement of a text."""
    tree = library.parse(sql.encode())
    if isinstance(tree, library.Failure):
        raise ValueError(f"{sql}: {tree}")
    ((_, node),) = msgspec.json.decode(tree)["stmts"][0]["stmt"].items()
    return node


def mentioned(node: Any) -> list[str]:
    """The columns that an expression mentions, in order."""
    found: dict[str, None] = {}
    if isinstance(node, dict):
        if "ColumnRef" in node:
            found[node["ColumnRef"]["fields"][-1]["String"]["sval"]] = None
        else:
            found |= dict.fromkeys(name for value in node.values() for name in mentioned(value))
    elif isinstance(node, list):
        found |= dict.fromkeys(name for value in node for name in mentioned(value))
    return list(found)


def strings(nodes: Any) -> list[str]:
    """A list of names."""
    return [n["String"]["sval"] for n in nodes or []]


def unmarked(definition: str) -> str:
    """The definition with the marks of schemas made into names that parse."""
    return re.sub(r"@extschema(:\w+)?@", "_extschema_", definition)


def constraint(name: str, type: str, definition: str) -> ConstraintRecord:
    """pg_constraint from pg_get_constraintdef."""
    node = parsed(f"ALTER TABLE t ADD {unmarked(definition)}")["cmds"][0]["AlterTableCmd"]["def"]["Constraint"]
    record = ConstraintRecord(name, type, definition)
    if type == "f":
        record.columns = strings(node["fk_attrs"])
        table = node["pktable"]
        schema = table.get("schemaname", "").replace("_extschema_", "@extschema@")
        record.foreign_relation = ".".join(filter(None, (schema, quote(table["relname"]))))
        record.foreign_columns = strings(node["pk_attrs"])
    elif type == "c":
        record.columns = mentioned(node["raw_expr"])
    else:
        record.columns = strings(node.get("keys"))
    return record


def index(definition: str, constraints: set[str], primary: set[str]) -> IndexRecord:
    """pg_index from pg_get_indexdef; `constraints` are the names of those that own an index."""
    node = parsed(unmarked(definition))
    params = node["indexParams"]
    included = node.get("indexIncludingParams", [])
    return IndexRecord(
        node["idxname"], definition, node["accessMethod"],
        [p["IndexElem"].get("name", "") for p in params], bool(node.get("unique")), node["idxname"] in primary,
        "whereClause" in node, [p["IndexElem"]["name"] for p in included],
        node["idxname"] in constraints,
    )  # fmt: skip


def trigger(name: str, function: str, definition: str) -> TriggerRecord:
    """pg_trigger from pg_get_triggerdef."""
    node = parsed(unmarked(definition))
    return TriggerRecord(name, function, definition, strings(node.get("columns")), bool(node.get("isconstraint")))
