"""pg_trigger, pg_policy, pg_rewrite, and the views over them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Constraint, Policy, Relation, Trigger
from migslint.executor.fragments import of_expression
from migslint.executor.relations import Made
from migslint.executor.relations.found import (
    ZERO,
    Hints,
    maybe_relations,
    objects,
    oid,
    part,
    relations,
    spaces,
    sure,
    texts,
)
from migslint.executor.scope import MANY
from migslint.executor.values import OTHER, SOMETHING, UNKNOWN, Value, Vector

if TYPE_CHECKING:
    from migslint.executor.run import Run

_EVENTS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
_TIMINGS = {"BEFORE": 2, "AFTER": 0, "INSTEAD OF": 64, "INSTEAD": 64}
_COMMANDS = {"all": "*", "select": "r", "insert": "a", "update": "w", "delete": "d"}


def pg_trigger(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_trigger.h`, the internal triggers of constraints among them."""
    names = texts(hints, "tgname")
    only = objects(hints, "tgrelid", Relation)
    for rel in relations(run, None, spaces(run, {}), only):
        for trigger in rel.triggers.values():
            if names is None or trigger.name in names:
                yield _trigger(trigger), part(rel, "trigger", trigger)
        if names is None:
            yield from _internal(rel)
        if "trigger" in rel.unknown and rel.relkind in "rpvf":
            yield {"oid": OTHER, "tgrelid": oid(rel)}, MANY
    yield from maybe_relations(run, "", "", "tgrelid")


def _trigger(trigger: Trigger) -> dict[str, Value]:
    type = int(trigger.row) | _TIMINGS.get(trigger.timing.upper(), 0) | sum(_EVENTS[e] for e in trigger.events)
    row: dict[str, Value] = {
        "oid": oid(trigger),
        "tgrelid": oid(trigger.relation),
        "tgparentid": oid(trigger.parent),
        "tgname": trigger.name,
        "tgfoid": oid(trigger.proc) if trigger.proc is not None else SOMETHING,
        "tgtype": type,
        "tgenabled": trigger.enabled,
        "tgisinternal": False,
        "tgdeferrable": trigger.deferrable,
        "tginitdeferred": trigger.deferred,
        "tgattr": Vector([a.number for a in trigger.columns]),
        "tgqual": SOMETHING if trigger.when is not None else None,
        "tgoldtable": trigger.old_table or None,
        "tgnewtable": trigger.new_table or None,
    }
    if trigger.builtin:
        return {k: row[k] for k in ("oid", "tgrelid", "tgname", "tgisinternal")}
    if not trigger.constraint:
        row["tgconstraint"] = row["tgconstrrelid"] = row["tgconstrindid"] = ZERO
    return row


def _internal(rel: Relation) -> Iterator[Made]:
    """`CreateFKCheckTrigger`, `createForeignKeyActionTriggers`: of their names only the beginning is known."""
    for constraint in rel.constraints.values():
        if constraint.contype == "f" and constraint.enforced and rel.relkind != "p":
            for _ in range(2):
                yield _internal_row(rel, constraint, "RI_ConstraintTrigger_c_0"), sure(rel, constraint)
        elif constraint.contype in "pux" and constraint.deferrable:
            start = {"p": "PK", "u": "Unique", "x": "RI"}[constraint.contype]
            yield _internal_row(rel, constraint, f"{start}_ConstraintTrigger_0"), sure(rel, constraint)
    dependents = dict.fromkeys([*rel.dependents, *(d for a in rel.attributes.values() for d in a.dependents)])
    for obj in dependents:
        if isinstance(obj, Constraint) and obj.contype == "f" and obj.ref_relation is rel and obj.enforced:
            for _ in range(2):
                yield _internal_row(rel, obj, "RI_ConstraintTrigger_a_0"), sure(rel, obj)


def _internal_row(rel: Relation, constraint: Constraint, name: str) -> dict[str, Value]:
    return {
        "tgrelid": oid(rel),
        "tgname": name,
        "tgisinternal": True,
        "tgenabled": "O",
        "tgconstraint": oid(constraint),
        "tgqual": None,
    }


def _policies(run: Run, hints: Hints, rels: list[Relation], names: list[str] | None) -> Iterator[tuple[Policy, int]]:
    for rel in rels:
        for policy in rel.policies.values():
            if names is None or policy.name in names:
                yield policy, part(rel, "policy", policy)


def pg_policy(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_policy.h`."""
    only = objects(hints, "polrelid", Relation)
    rels = relations(run, None, spaces(run, {}), only)
    catalog = run.session.catalog
    for policy, certainty in _policies(run, hints, rels, texts(hints, "polname")):
        roles = [catalog.global_object("role", name) for name in policy.roles if name != "public"]
        row: dict[str, Value] = {
            "oid": oid(policy),
            "polname": policy.name,
            "polrelid": oid(policy.relation),
            "polcmd": _COMMANDS[policy.command],
            "polpermissive": policy.permissive,
            "polroles": [ZERO] if not roles else SOMETHING if None in roles else [oid(r) for r in roles],
            **_expressions(run, policy, "polqual", "polwithcheck"),
        }
        yield row, certainty
    for rel in rels:
        if "policy" in rel.unknown:
            yield {"oid": OTHER, "polrelid": oid(rel)}, MANY
    yield from maybe_relations(run, "", "", "polrelid")


def _expressions(run: Run, policy: Policy, qual: str, check: str) -> dict[str, Value]:
    """The two expressions: that there is one is known, and parts of its text; of the platform's not even that."""
    if policy.builtin:
        return {qual: UNKNOWN, check: UNKNOWN}
    rel = policy.relation
    if any(event.kind == "renamed" for a in rel.attributes.values() for event in a.life):
        # the tree has the old names
        return {
            qual: SOMETHING if policy.using is not None else None,
            check: SOMETHING if policy.check is not None else None,
        }
    return {
        qual: of_expression(run.session, policy.using, rel),
        check: of_expression(run.session, policy.check, rel),
    }


def pg_policies(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`."""
    rels = relations(run, texts(hints, "tablename"), spaces(run, hints, name_column="schemaname"))
    for policy, certainty in _policies(run, hints, rels, texts(hints, "policyname")):
        rel = policy.relation
        row: dict[str, Value] = {
            "schemaname": rel.namespace.name,
            "tablename": rel.name,
            "policyname": policy.name,
            "permissive": "PERMISSIVE" if policy.permissive else "RESTRICTIVE",
            "roles": [r for r in policy.roles if r != "public"] or ["public"],
            "cmd": policy.command.upper(),
            **_expressions(run, policy, "qual", "with_check"),
        }
        if len(policy.roles) > 1:
            row["roles"] = SOMETHING  # in the order of their oids
        yield row, certainty
    for rel in rels:
        if "policy" in rel.unknown:
            yield {"schemaname": rel.namespace.name, "tablename": rel.name, "policyname": SOMETHING}, MANY
    yield from maybe_relations(run, "schemaname", "tablename")


def _rules(run: Run, rels: list[Relation], schema: str, table: str, name: str) -> Iterator[Made]:
    for rel in rels:
        for rule in rel.rules.values():
            row: dict[str, Value] = {schema: rel.namespace.name, table: rel.name, name: rule.name}
            yield row, part(rel, "rule", rule)
        if "rule" in rel.unknown:
            yield {schema: rel.namespace.name, table: rel.name}, MANY


def pg_rules(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`: without those that make views."""
    rels = relations(run, texts(hints, "tablename"), spaces(run, hints, name_column="schemaname"))
    yield from _rules(run, rels, "schemaname", "tablename", "rulename")
    yield from maybe_relations(run, "schemaname", "tablename")


def pg_rewrite(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_rewrite.h`."""
    only = objects(hints, "ev_class", Relation)
    events = {"select": "1", "update": "2", "insert": "3", "delete": "4"}
    for rel in relations(run, None, spaces(run, {}), only):
        if rel.relkind in "vm":
            row: dict[str, Value] = {"rulename": "_RETURN", "ev_class": oid(rel), "ev_type": "1", "is_instead": True}
            yield row, sure(rel)
        for rule in rel.rules.values():
            made: dict[str, Value] = {
                "oid": oid(rule),
                "rulename": rule.name,
                "ev_class": oid(rel),
                "ev_type": events.get(rule.event, SOMETHING),
                "ev_enabled": rule.enabled,
                "is_instead": rule.instead,
            }
            yield made, part(rel, "rule", rule)
        if "rule" in rel.unknown:
            yield {"ev_class": oid(rel)}, MANY
    yield from maybe_relations(run, "", "", "ev_class")
