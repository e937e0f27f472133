"""information_schema: routines, parameters, triggers, domains (`information_schema.sql`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import FunctionBody, Proc
from migslint.executor.relations import Made
from migslint.executor.relations.found import (
    Hints,
    doubts,
    maybe_relations,
    part,
    procs,
    spaces,
    sure,
    texts,
    types,
    yes_no,
)
from migslint.executor.relations.schema_columns import data_type, numbers
from migslint.executor.relations.schema_tables import listed, shown, visible
from migslint.executor.ruleutils import trigger_definition
from migslint.executor.scope import MANY, MAYBE
from migslint.executor.values import SOMETHING, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run


def _routines(run: Run, hints: Hints, schema: str, names: list[str] | None) -> Iterator[Proc]:
    where = spaces(run, hints, name_column=schema)
    if names is None:
        where = [s for s in where if s.name != "pg_catalog"]
    yield from procs(run, names, where)


def routines(run: Run, hints: Hints) -> Iterator[Made]:
    """Functions and procedures, aggregates and window functions among them."""
    for proc in _routines(run, hints, "routine_schema", texts(hints, "routine_name")):
        body = proc.body
        text = body.text if isinstance(body, FunctionBody) else None
        procedure = proc.kind == "p"
        row: dict[str, Value] = {
            "specific_schema": proc.namespace.name,
            "specific_name": SOMETHING,
            "routine_catalog": SOMETHING,
            "routine_schema": proc.namespace.name,
            "routine_name": proc.name,
            "routine_type": "PROCEDURE" if procedure else "FUNCTION" if proc.kind == "f" else None,
            "data_type": None if procedure else data_type(run, proc.rettype),
            "type_udt_schema": None if procedure else proc.rettype.namespace.name,
            "type_udt_name": None if procedure else proc.rettype.name,
            "routine_body": "SQL" if proc.language == "sql" else "EXTERNAL",
            "routine_definition": text if text is not None else SOMETHING,
            "external_language": proc.language.upper(),
            "is_deterministic": yes_no(proc.volatility == "i"),
            "is_null_call": yes_no(proc.strict) if proc.kind == "f" else SOMETHING,
            "security_type": "DEFINER" if proc.security_definer else "INVOKER",
        }
        yield row, min(sure(proc), shown(run, proc))
    if texts(hints, "routine_name") is None:
        yield {"routine_schema": "pg_catalog", "specific_schema": "pg_catalog"}, MANY
    for schema, name, _ in doubts(run, "function"):
        yield {"routine_schema": schema, "specific_schema": schema, "routine_name": name}, MANY


def parameters(run: Run, hints: Hints) -> Iterator[Made]:
    """The arguments of routines; specific_name has the routine's oid in it, so that it is only maybe the same."""
    modes = {"i": "IN", "o": "OUT", "b": "INOUT", "v": "IN", "t": "OUT"}
    for proc in _routines(run, hints, "specific_schema", None):
        for number, argument in enumerate(proc.args, 1):
            row: dict[str, Value] = {
                "specific_schema": proc.namespace.name,
                "specific_name": SOMETHING,
                "ordinal_position": number,
                "parameter_mode": modes[argument.mode],
                "parameter_name": argument.name or None,
                "data_type": data_type(run, argument.type),
                "udt_schema": argument.type.namespace.name,
                "udt_name": argument.type.name,
            }
            yield row, min(sure(proc), shown(run, proc))
    yield {"specific_schema": "pg_catalog"}, MANY
    for schema, _, _ in doubts(run, "function"):
        yield {"specific_schema": schema}, MANY


def triggers(run: Run, hints: Hints) -> Iterator[Made]:
    """A row for each event of a trigger, but for TRUNCATE."""
    names = texts(hints, "trigger_name")
    loose: Hints = {}
    for column, own in (("event_object_schema", "table_schema"), ("event_object_table", "table_name")):
        if column in hints:
            loose[own] = hints[column]
    if "trigger_schema" in hints:
        loose["table_schema"] = hints["trigger_schema"]
    rels = listed(run, loose, "table_schema", "table_name", "rpvf")
    for rel in rels:
        for trigger in rel.triggers.values():
            if names is not None and trigger.name not in names:
                continue
            events: list[Value] = [e for e in ("INSERT", "DELETE", "UPDATE") if e in trigger.events]
            statement = trigger_definition(run.session, trigger, False)
            if isinstance(statement, str):
                statement = statement[statement.index("EXECUTE FUNCTION") :]
            for event in events if not trigger.builtin else [SOMETHING]:
                timing = trigger.timing.upper()
                row: dict[str, Value] = {
                    "trigger_schema": rel.namespace.name,
                    "trigger_name": trigger.name,
                    "event_manipulation": event,
                    "event_object_schema": rel.namespace.name,
                    "event_object_table": rel.name,
                    "action_statement": statement,
                    "action_condition": SOMETHING if trigger.when is not None else None,
                    "action_orientation": "ROW" if trigger.row else "STATEMENT",
                    "action_timing": "INSTEAD OF" if timing.startswith("INSTEAD") else timing,
                    "action_reference_old_table": trigger.old_table or None,
                    "action_reference_new_table": trigger.new_table or None,
                    "action_reference_old_row": None,
                    "action_reference_new_row": None,
                    "created": None,
                }
                certainty = min(visible(run, rel), part(rel, "trigger", trigger))
                if trigger.builtin:
                    kept = ("trigger_schema", "trigger_name", "event_object_schema", "event_object_table")
                    row, certainty = {k: row[k] for k in kept}, MANY if certainty == MAYBE else certainty
                yield row, certainty
        if "trigger" in rel.unknown:
            schema = rel.namespace.name
            yield {"trigger_schema": schema, "event_object_schema": schema, "event_object_table": rel.name}, MANY
    yield from maybe_relations(run, "event_object_schema", "event_object_table")


def domains(run: Run, hints: Hints) -> Iterator[Made]:
    """Domains."""
    for type in types(run, texts(hints, "domain_name"), spaces(run, hints, name_column="domain_schema")):
        if type.typtype != "d" or type.base is None:
            continue
        base = type.base
        row: dict[str, Value] = {
            "domain_schema": type.namespace.name,
            "domain_name": type.name,
            "data_type": data_type(run, base.type),
            **numbers(base.type, base.typmod),
            "domain_default": SOMETHING if type.has_default else None,
            "udt_schema": base.type.namespace.name,
            "udt_name": base.type.name,
        }
        yield row, min(sure(type), shown(run, type))
    for schema, name, _ in doubts(run, "type"):
        yield {"domain_schema": schema, "domain_name": name}, MANY
