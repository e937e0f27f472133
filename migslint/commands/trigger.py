"""Triggers (`commands/trigger.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.catalog.depend import remove
from migslint.catalog.errors import PgError, Unknown, undefined_column
from migslint.catalog.objects import Attribute, CatalogObject, Constraint, Event, Relation, Trigger
from migslint.catalog.session import Session
from migslint.commands import lookup

if TYPE_CHECKING:
    from migslint.syntax.nodes import CreateTrigStmt

BEFORE, INSTEAD = 2, 64
EVENTS = {4: "INSERT", 8: "DELETE", 16: "UPDATE", 32: "TRUNCATE"}


def create_trigger(session: Session, node: CreateTrigStmt) -> None:
    """`CreateTrigger`, `CreateTriggerFiringOn`."""
    rel = lookup.open_relation(session, node["relation"])
    location = node["relation"].get("location", 0)
    events = tuple(name for bit, name in EVENTS.items() if node.get("events", 0) & bit)
    timing, row = node.get("timing", 0), node.get("row", False)
    _check_relation(session, node, rel, events, location)
    lookup.check_not_system(rel, location)
    other = lookup.relation(session, node["constrrel"]) if "constrrel" in node else None
    if row and "TRUNCATE" in events:
        raise _unsupported("TRUNCATE FOR EACH ROW triggers are not supported")
    if timing == INSTEAD:
        if not row:
            raise _unsupported("INSTEAD OF triggers must be FOR EACH ROW")
        if "whenClause" in node:
            raise _unsupported("INSTEAD OF triggers cannot have WHEN conditions")
        if "columns" in node:
            raise _unsupported("INSTEAD OF triggers cannot have column lists")
    old_table, new_table = _transition_tables(session, node, rel, events, location)
    depends: tuple[CatalogObject, ...] = ()
    if "whenClause" in node:
        depends = _when(session, node, rel, events)
    proc = lookup.trigger_function(session, node["funcname"])
    trigger = Trigger(
        name=node["trigname"],
        relation=rel,
        proc=proc,
        args=tuple(lookup.strings(node.get("args", ()))),
        timing={BEFORE: "BEFORE", INSTEAD: "INSTEAD OF"}.get(timing, "AFTER"),
        events=events,
        row=row,
        when=node.get("whenClause"),
        constraint=node.get("isconstraint", False),
        deferrable=node.get("deferrable", False),
        deferred=node.get("initdeferred", False),
        old_table=old_table,
        new_table=new_table,
    )
    _store(session, node, trigger, other, depends, None)


def _store(
    session: Session,
    node: CreateTrigStmt,
    trigger: Trigger,
    other: Relation | None,
    depends: tuple[CatalogObject, ...],
    parent: Trigger | None,
) -> None:
    """The part of `CreateTriggerFiringOn` that each partition goes through again."""
    catalog, journal, rel = session.catalog, session.journal, trigger.relation
    existing = rel.triggers.get(trigger.name)
    if existing is not None:
        _check_existing(session, node, existing, parent)
    if trigger.constraint:
        if trigger.name in rel.constraints:
            raise PgError(
                "23505",
                'duplicate key value violates unique constraint "pg_constraint_conrelid_contypid_conname_index"',
                reason="exists",
                kind="constraint",
                name=trigger.name,
                within=rel.name,
                obj=rel.constraints[trigger.name],
            )
    for item in lookup.strings(node.get("columns", [])):
        column = rel.attributes.get(item)
        if column is None:
            if "column" in rel.unknown:
                continue
            raise undefined_column(item, rel.name, None, rel)
        if column in trigger.columns:
            raise PgError(
                "42701", f'column "{item}" specified more than once', reason="definition", kind="column", name=item
            )
        trigger.columns.append(column)
    if existing is not None:
        _replace(session, existing, trigger)
        trigger = existing
    else:
        trigger.life.append(Event("created", catalog.place))
        journal.put(rel.triggers, trigger.name, trigger)
    catalog.depend(trigger, rel, "a" if parent is None else "S")
    if trigger.proc is not None:
        catalog.depend(trigger, trigger.proc)
    if other is not None:
        catalog.depend(trigger, other, "a")
    for obj in (*trigger.columns, *depends):
        catalog.depend(trigger, obj)
    if parent is not None:
        journal.set(trigger, "parent", parent)
        catalog.depend(trigger, parent, "P")
    if trigger.constraint and existing is None:
        _add_constraint(session, trigger)
    if rel.relkind == "p" and trigger.row:
        for partition in rel.children:
            _check_relation(session, node, partition, trigger.events, None)
            _store(session, node, _copy(trigger, partition), other, _translate(depends, rel, partition), trigger)


def clone_row_triggers(session: Session, parent: Relation, partition: Relation) -> None:
    """`tablecmds.c, CloneRowTriggersToPartition`: a new partition gets the row triggers of its parent."""
    for trigger in list(parent.triggers.values()):
        if not trigger.row:
            continue
        depends = tuple(o for o in trigger.references if isinstance(o, Attribute) and o not in trigger.columns)
        node: Any = {"trigname": trigger.name, "columns": [{"String": {"sval": c.name}} for c in trigger.columns]}
        _store(session, node, _copy(trigger, partition), None, _translate(depends, parent, partition), trigger)
    if "trigger" in parent.unknown:
        session.catalog.obscure(partition, "trigger")


def drop_cloned_triggers(session: Session, partition: Relation) -> None:
    """`tablecmds.c, DropClonedTriggersFromPartition`: a partition on its own again loses its parent's triggers."""
    stack: list[CatalogObject] = [t for t in partition.triggers.values() if t.parent is not None]
    while stack:
        trigger = stack.pop()
        stack += [part for part, deptype in trigger.dependents.items() if deptype == "P"]
        if isinstance(trigger, Trigger) and trigger.constraint:
            remove(session.catalog, trigger.relation.constraints[trigger.name])
        remove(session.catalog, trigger)


def _copy(trigger: Trigger, partition: Relation) -> Trigger:
    return Trigger(
        name=trigger.name,
        relation=partition,
        proc=trigger.proc,
        args=trigger.args,
        timing=trigger.timing,
        events=trigger.events,
        row=True,
        when=trigger.when,
        constraint=trigger.constraint,
        deferrable=trigger.deferrable,
        deferred=trigger.deferred,
        enabled=trigger.enabled,
    )


def _translate(depends: tuple[CatalogObject, ...], parent: Relation, partition: Relation) -> tuple[CatalogObject, ...]:
    """`map_partition_varattnos`: the columns of the parent as the partition has them."""
    out: list[CatalogObject] = []
    for obj in depends:
        if isinstance(obj, Attribute) and obj.relation is parent:
            column = partition.attributes.get(obj.name)
            if column is not None:
                out.append(column)
        else:
            out.append(partition if obj is parent else obj)
    return tuple(out)


def _check_existing(session: Session, node: CreateTrigStmt, existing: Trigger, parent: Trigger | None) -> None:
    rel = existing.relation

    def refuse(what: str) -> PgError:
        return PgError(
            "42710",
            f'trigger "{existing.name}" for relation "{rel.name}" {what}',
            reason="exists",
            kind="trigger",
            name=existing.name,
            within=rel.name,
            obj=existing,
        )

    if not node.get("replace"):
        raise refuse("already exists")
    if existing.parent is not None and parent is None:
        raise refuse("is an internal trigger" if session.version < 15 else "is an internal or a child trigger")
    if existing.constraint:
        raise refuse("is a constraint trigger")


def _replace(session: Session, existing: Trigger, trigger: Trigger) -> None:
    journal = session.journal
    session.catalog.forget_references(existing)
    for field in ("proc", "timing", "events", "row", "columns", "when", "enabled", "old_table", "new_table"):
        journal.set(existing, field, getattr(trigger, field))
    session.catalog.event(existing, "altered", "replaced")


def _add_constraint(session: Session, trigger: Trigger) -> None:
    constraint = Constraint(
        name=trigger.name,
        relation=trigger.relation,
        contype="t",
        deferrable=trigger.deferrable,
        deferred=trigger.deferred,
        life=[Event("created", session.catalog.place)],
    )
    session.catalog.add_constraint(constraint)
    session.catalog.depend(constraint, trigger.relation, "a")
    session.catalog.depend(constraint, trigger, "i")


def _unsupported(message: str, hint: str | None = None) -> PgError:
    return PgError("0A000", message, hint=hint, reason="unsupported", kind="trigger")


def _wrong(rel: Relation, message: str, detail: str, location: int | None, sqlstate: str = "42809") -> PgError:
    return PgError(
        sqlstate, message, detail=detail, location=location, reason="kind", kind="relation", name=rel.name, obj=rel
    )


def _check_relation(
    session: Session, node: CreateTrigStmt, rel: Relation, events: tuple[str, ...], location: int | None
) -> None:
    timing, row, kind = node.get("timing", 0), node.get("row", False), rel.relkind
    if kind in "rp":
        if timing == INSTEAD:
            raise _wrong(rel, f'"{rel.name}" is a table', "Tables cannot have INSTEAD OF triggers.", location)
        if kind == "p" and row and "transitionRels" in node:
            detail = "ROW triggers with transition tables are not supported on partitioned tables."
            raise _wrong(rel, f'"{rel.name}" is a partitioned table', detail, location, "0A000")
    elif kind == "v":
        if timing != INSTEAD and row:
            detail = "Views cannot have row-level BEFORE or AFTER triggers."
            raise _wrong(rel, f'"{rel.name}" is a view', detail, location)
        if "TRUNCATE" in events:
            raise _wrong(rel, f'"{rel.name}" is a view', "Views cannot have TRUNCATE triggers.", location)
    elif kind == "f":
        shown = f'"{rel.name}" is a foreign table'
        if timing == INSTEAD:
            raise _wrong(rel, shown, "Foreign tables cannot have INSTEAD OF triggers.", location)
        if node.get("isconstraint"):
            raise _wrong(rel, shown, "Foreign tables cannot have constraint triggers.", location)
    elif session.version < 15:
        raise lookup.not_a(rel, "a table or view", location)
    else:
        detail = lookup.relkind_not_supported(kind)
        raise _wrong(rel, f'relation "{rel.name}" cannot have triggers', detail, location)


def _transition_tables(
    session: Session, node: CreateTrigStmt, rel: Relation, events: tuple[str, ...], location: int
) -> tuple[str, str]:
    """The checks on REFERENCING; (name of OLD TABLE or "", name of NEW TABLE or "")."""
    old = new = ""

    def invalid(message: str) -> PgError:
        return PgError("42P17", message, reason="definition", kind="trigger", name=node["trigname"])

    for item in node.get("transitionRels", []):
        transition: Any = item["TriggerTransition"]
        if not transition.get("isTable"):
            raise _unsupported(
                "ROW variable naming in the REFERENCING clause is not supported",
                "Use OLD TABLE or NEW TABLE for naming transition tables.",
            )
        for kind, what, many in (("f", "a foreign table", "foreign tables"), ("v", "a view", "views")):
            if rel.relkind == kind:
                detail = f"Triggers on {many} cannot have transition tables."
                raise _wrong(rel, f'"{rel.name}" is {what}', detail, location)
        if node.get("row") and rel.parents:
            where = "partitions" if rel.is_partition else "inheritance children"
            raise _unsupported(f"ROW triggers with transition tables are not supported on {where}")
        if node.get("timing", 0):
            raise invalid("transition table name can only be specified for an AFTER trigger")
        if "TRUNCATE" in events:
            raise _unsupported("TRUNCATE triggers with transition tables are not supported")
        if len(events) > 1:
            raise _unsupported("transition tables cannot be specified for triggers with more than one event")
        if "columns" in node:
            raise _unsupported("transition tables cannot be specified for triggers with column lists")
        if transition.get("isNew"):
            if "INSERT" not in events and "UPDATE" not in events:
                raise invalid("NEW TABLE can only be specified for an INSERT or UPDATE trigger")
            if new:
                raise invalid("NEW TABLE cannot be specified multiple times")
            new = transition["name"]
        else:
            if "DELETE" not in events and "UPDATE" not in events:
                raise invalid("OLD TABLE can only be specified for a DELETE or UPDATE trigger")
            if old:
                raise invalid("OLD TABLE cannot be specified multiple times")
            old = transition["name"]
    if old and old == new:
        raise invalid("OLD TABLE name and NEW TABLE name cannot be the same")
    return old, new


def _when(session: Session, node: CreateTrigStmt, rel: Relation, events: tuple[str, ...]) -> tuple[CatalogObject, ...]:
    """The WHEN clause, and which of OLD and NEW it may name."""
    clause = node["whenClause"]
    boolean = session.catalog.builtin("bool")
    cooked = api.cook(session, clause, "trigger_when", [("old", rel), ("new", rel)], boolean)
    for reference in _references(clause):
        fields, location = reference["fields"], reference.get("location", 0)
        side = fields[0].get("String", {}).get("sval")
        if side not in ("old", "new"):
            continue
        column = fields[1].get("String", {}).get("sval") if len(fields) > 1 else None
        problem, sqlstate, detail = _forbidden(node, rel, events, side, column)
        if problem:
            raise PgError(
                sqlstate,
                problem,
                detail=detail,
                location=location,
                reason="unsupported" if sqlstate == "0A000" else "definition",
                kind="trigger",
                name=node["trigname"],
            )
    return cooked.depends


def _forbidden(
    node: CreateTrigStmt, rel: Relation, events: tuple[str, ...], side: str, column: str | None
) -> tuple[str, str, str | None]:
    """(message or "", SQLSTATE, DETAIL) for OLD or NEW in a WHEN clause; `column` is None for the whole row."""
    if not node.get("row"):
        return "statement trigger's WHEN condition cannot reference column values", "42P17", None
    if side == "old":
        if "INSERT" in events:
            return "INSERT trigger's WHEN condition cannot reference OLD values", "42P17", None
        return "", "", None
    if "DELETE" in events:
        return "DELETE trigger's WHEN condition cannot reference NEW values", "42P17", None
    if node.get("timing", 0) != BEFORE:
        return "", "", None
    found = rel.attributes.get(column) if column is not None else None
    if column is not None and found is None:
        if "column" in rel.unknown:
            return "", "", None
        return "BEFORE trigger's WHEN condition cannot reference NEW system columns", "0A000", None
    message = "BEFORE trigger's WHEN condition cannot reference NEW generated columns"
    if found is not None and found.generated:
        return message, "42P17", f'Column "{column}" is a generated column.'
    if column is None and any(a.generated for a in rel.attributes.values()):
        return message, "42P17", "A whole-row reference is used and the table contains generated columns."
    return "", "", None


def _references(node: Any) -> list[Any]:
    """The ColumnRef nodes of an expression, from left to right."""
    out: list[Any] = []
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            if "ColumnRef" in item:
                out.append(item["ColumnRef"])
            else:
                stack.extend(reversed(list(item.values())))
    return out


def find_trigger(rel: Relation, name: str) -> Trigger | None:
    """`get_trigger_oid`: None if absent, Unknown if it may be there."""
    found = rel.triggers.get(name)
    if (found is None and "trigger" in rel.unknown) or (found is not None and "self" in found.unknown):
        raise Unknown(name)
    return found


def undefined_trigger(rel: Relation, name: str) -> PgError:
    """42704 trigger "x" for table "t" does not exist."""
    return PgError(
        "42704",
        f'trigger "{name}" for table "{rel.name}" does not exist',
        reason="missing",
        kind="trigger",
        name=name,
        within=rel.name,
        obj=rel,
    )
