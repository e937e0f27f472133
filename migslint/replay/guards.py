"""What never comes to be: a statement that the guard of a DO block has skipped over an object with another definition.

The statement is tried as those of IF NOT EXISTS are (`losses`).  A guard is often followed by the statements that bring
the object up to date, so only that is told which is still missing after the last file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from migslint.catalog.namespace import quote_identifier
from migslint.catalog.objects import Attribute, Constraint, Namespaced, Policy, Relation, Type
from migslint.catalog.typename import format_ref
from migslint.commands.equal import same_tree
from migslint.commands.utility import execute
from migslint.replay.losses import NAME, RUNS, SCHEMA, column_differs, made, tried
from migslint.replay.step import Loss
from migslint.syntax.tree import walk

if TYPE_CHECKING:
    from migslint.catalog.session import Session, Skip
    from migslint.replay.step import Step

_Run = Callable[["Session", Any, Any], Iterator[str]]

_KINDS = {"e": "an enum", "c": "a composite type", "d": "a domain", "r": "a range", "b": "a base type"}
_ACTIONS = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}


def guarded(session: Session, skip: Skip) -> Loss | None:
    """In what the object that is there falls short of the statement that was skipped; None if in nothing."""
    run = _RUNS.get(skip.tag)
    obj = skip.obj
    if run is None or skip.span is None or obj.unknown or obj.builtin or obj.name != skip.name or not _is_there(obj):
        return None

    def in_its_path(session: Session, node: Any, old: Any) -> Iterator[str]:
        session.set("search_path", skip.path)
        return run(session, node, old)

    parts = tuple(tried(session, in_its_path, skip.node, obj))
    return Loss(obj, parts, span=skip.span) if parts else None


def settle(session: Session, found: list[tuple[Step, Skip, Loss]]) -> None:
    """After the last file: of the losses of the steps those stay that no statement has mended."""
    kept: dict[int, list[Loss]] = {id(step): [] for step, _, _ in found}
    for step, skip, loss in found:
        last = guarded(session, skip)
        parts = () if last is None else tuple(p for p in last.parts if p in loss.parts)
        if parts:
            kept[id(step)].append(Loss(loss.obj, parts, span=loss.span))
    for step, _, _ in found:
        step.losses = tuple(kept[id(step)])


def _is_there(obj: Any) -> bool:
    """Whether an object has not been dropped since."""
    if isinstance(obj, (Attribute, Policy, Constraint)):
        if obj.relation is None or obj.relation.unknown or not _is_there(obj.relation):
            return False
        relation = obj.relation
        objects: Any = relation.policies if isinstance(obj, Policy) else relation.constraints
        return (relation.attributes if isinstance(obj, Attribute) else objects).get(obj.name) is obj
    if not isinstance(obj, Namespaced):
        return False
    space = obj.namespace
    return (space.types if isinstance(obj, Type) else space.relations).get(obj.name) is obj


def _table(session: Session, node: Any, old: Any) -> Iterator[str]:
    """CREATE TABLE, with the columns that are missing."""
    yield from RUNS["CreateStmt"](session, node, old)
    new = made(session, node["relation"]["relname"])
    if new is not None and isinstance(old, Relation) and old.relkind == new.relkind:
        yield from _missing("column", [a for a in new.attributes if a not in old.attributes])


def _missing(what: str, names: list[str]) -> Iterator[str]:
    if names:
        shown = names[:5] + ([f"{len(names) - 5} more"] if len(names) > 5 else [])
        yield f"it has no {what}{'s' if len(names) > 1 else ''} {', '.join(shown)}"


def _type(session: Session, node: Any, old: Any) -> Iterator[str]:
    """CREATE TYPE … AS ENUM, AS RANGE, AS (…) and CREATE DOMAIN."""
    if not isinstance(old, Type):
        return
    field = "domainname" if "domainname" in node else "typeName" if "typeName" in node else ""
    if field:
        name = node[field][-1]["String"]["sval"]
        node = {**node, field: [{"String": {"sval": SCHEMA}}, node[field][-1]]}
    else:
        name = node["typevar"]["relname"]
        node = {**node, "typevar": {**node["typevar"], "schemaname": SCHEMA}}
    tag = {"domainname": "CreateDomainStmt", "": "CompositeTypeStmt"}.get(field)
    execute(session, tag or ("CreateRangeStmt" if "params" in node else "CreateEnumStmt"), node)
    new = session.catalog.namespaces[SCHEMA].types.get(name)
    if new is None or new.unknown or "?" in (new.typtype, old.typtype):
        return
    there = old.relation
    if new.typtype != old.typtype:
        if old.typtype in _KINDS:
            is_table = there is not None and there.relkind != "c"
            yield f"it is {'the row type of a relation' if is_table else _KINDS[old.typtype]}"
    elif new.typtype == "e":
        yield from _missing("label", [_quoted(label) for label in new.labels if label not in old.labels])
    elif new.typtype == "r":
        if new.subtype is not old.subtype and new.subtype is not None and old.subtype is not None:
            yield f"it is a range of {old.subtype.name}, not of {new.subtype.name}"
    elif new.typtype == "d":
        yield from _domain(session, new, old)
    elif new.relation is not None and there is not None and not there.unknown and not new.relation.unknown:
        if there.relkind != "c":
            yield "it is the row type of a relation"
            return
        yield from _missing(
            "attribute", [quote_identifier(a) for a in new.relation.attributes if a not in there.attributes]
        )
        for attribute in new.relation.attributes.values():
            same = there.attributes.get(attribute.name)
            if same is not None:
                yield from (
                    f"{quote_identifier(same.name)} {what}" for what in column_differs(session, attribute, same)
                )


def _quoted(label: str) -> str:
    return "'" + label.replace("'", "''") + "'"


def _domain(session: Session, new: Type, old: Type) -> Iterator[str]:
    if new.base is None or old.base is None or "?" in (new.base.type.typtype, old.base.type.typtype):
        return
    if (new.base.type, new.base.typmod) != (old.base.type, old.base.typmod):
        yield f"it is over {format_ref(session, old.base)}, not {format_ref(session, new.base)}"
        return
    if new.notnull and not old.notnull:
        yield "it may be NULL"
    if new.has_default and not old.has_default:
        yield "it has no default"
    there = [c for c in old.constraints.values() if c.contype == "c"]
    for check in new.constraints.values():
        if check.contype == "c" and all(_differ(check.expression, c.expression) for c in there):
            yield f"it has no such check {quote_identifier(check.name)}"


def _policy(session: Session, node: Any, old: Any) -> Iterator[str]:
    """CREATE POLICY."""
    if not isinstance(old, Policy):
        return
    execute(session, "CreatePolicyStmt", {**node, "policy_name": NAME})
    new = old.relation.policies.get(NAME)
    if new is None:
        return
    if new.command != old.command:
        yield f"it is for {old.command.upper()}, not for {new.command.upper()}"
    if new.permissive != old.permissive:
        yield f"it is {'permissive' if old.permissive else 'restrictive'}"
    if set(new.roles) != set(old.roles):
        shown = [", ".join(p.roles) or "public" for p in (old, new)]
        yield f"it is to {shown[0]}, not to {shown[1]}"
    for word, mine, others in (("USING", new.using, old.using), ("WITH CHECK", new.check, old.check)):
        if (mine is None) != (others is None) or (mine is not None and _differ(mine, others)):
            yield f"it has another {word}" if others is not None else f"it has no {word}"


def _alter(session: Session, node: Any, old: Any) -> Iterator[str]:
    """ADD COLUMN, and ADD CONSTRAINT of a foreign key."""
    if isinstance(old, Attribute):
        yield from RUNS["AlterTableStmt"](session, node, old)
        return
    if not isinstance(old, Constraint) or old.relation is None:
        return
    for item in node.get("cmds", ()):
        command = item["AlterTableCmd"]
        definition = command.get("def", {}).get("Constraint", {})
        if command.get("subtype") != "AT_AddConstraint" or definition.get("conname") != old.name:
            continue
        if definition["contype"] != "CONSTR_FOREIGN":
            continue
        renamed = {**command, "def": {"Constraint": {**definition, "conname": NAME}}}
        execute(session, "AlterTableStmt", {**node, "cmds": [{"AlterTableCmd": renamed}]})
        new = old.relation.constraints.get(NAME)
        if new is not None:
            yield from _foreign_key(new, old)


def _foreign_key(new: Constraint, old: Constraint) -> Iterator[str]:
    if old.contype != "f":
        yield "it is no foreign key"
        return
    pairs = [set(zip((a.name for a in c.columns), (a.name for a in c.ref_columns))) for c in (new, old)]
    if new.ref_relation is not old.ref_relation:
        if new.ref_relation is not None and old.ref_relation is not None:
            shown = [quote_identifier(r.name) for r in (old.ref_relation, new.ref_relation)]
            yield f"it refers to {shown[0]}, not to {shown[1]}"
    elif pairs[0] != pairs[1]:
        yield "it is about other columns"
    for word, mine, others in (("DELETE", new.on_delete, old.on_delete), ("UPDATE", new.on_update, old.on_update)):
        if mine != others:
            yield f"it is ON {word} {_ACTIONS[others]}, not {_ACTIONS[mine]}"


def _differ(one: Any, other: Any) -> bool:
    """Whether two expressions differ for certain: what a dump of the same would spell otherwise may be the same."""
    return one is not None and other is not None and not same_tree(one, other) and _is_plain(one) and _is_plain(other)


def _is_plain(expression: Any) -> bool:
    """Whether an expression would come out of a dump as it is written."""
    for tag, body in walk(expression):
        if tag not in _PLAIN or body.get("kind", "AEXPR_OP") != "AEXPR_OP":
            return False
        if tag == "ColumnRef" and len(body["fields"]) > 1:
            return False
    return True


_PLAIN = frozenset(("A_Expr", "A_Const", "BoolExpr", "ColumnRef", "FuncCall", "List", "NullTest", "String"))

_RUNS: dict[str, _Run] = {
    "CreateStmt": _table,
    "IndexStmt": RUNS["IndexStmt"],
    "CreateSeqStmt": RUNS["CreateSeqStmt"],
    "AlterTableStmt": _alter,
    "CreatePolicyStmt": _policy,
    "CreateEnumStmt": _type,
    "CompositeTypeStmt": _type,
    "CreateDomainStmt": _type,
    "CreateRangeStmt": _type,
}
