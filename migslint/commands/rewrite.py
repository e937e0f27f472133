"""Rules (`rewrite/rewriteDefine.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import CatalogObject, Event, Relation, Rule
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import lookup
from migslint.syntax.tree import string, walk

if TYPE_CHECKING:
    from migslint.syntax.nodes import RuleStmt

_EVENTS = {"CMD_SELECT": "select", "CMD_UPDATE": "update", "CMD_INSERT": "insert", "CMD_DELETE": "delete"}


def define_rule(session: Session, node: RuleStmt) -> None:
    """`transformRuleStmt`, `DefineQueryRewrite`."""
    catalog = session.catalog
    name, location = node["rulename"], node["relation"].get("location", 0)
    event = _EVENTS[node["event"]]
    rel = lookup.open_relation(session, node["relation"])
    if rel.relkind == "m":
        raise _refuse("0A000", "rules on materialized views are not supported", name, rel, location)
    depends: list[CatalogObject] = []
    if "whereClause" in node:
        sides = [("old", rel)] if event in ("select", "delete") else [("new", rel)] if event == "insert" else []
        sides = sides or [("old", rel), ("new", rel)]
        cooked = api.cook(session, node["whereClause"], "where", sides, catalog.builtin("bool"))
        depends += cooked.depends
    infos: list[tuple[str, Any, api.QueryInfo]] = []
    for action in node.get("actions", []):
        info = _action(session, action, "whereClause" in node, name, rel, event)
        if info is not None:
            infos.append(info)
            depends += info[2].depends
    if rel.relkind not in "rmvp":
        if session.version < 15:
            raise lookup.not_a(rel, "a table or view", location)
        detail = lookup.relkind_not_supported(rel.relkind)
        raise _refuse("42809", f'relation "{rel.name}" cannot have rules', name, rel, location, detail)
    lookup.check_not_system(rel, location)
    if event == "select":
        _check_select_rule(session, node, rel, location)
        return
    if name == "_RETURN":
        raise _refuse("42P17", f'non-view rule for "{rel.name}" must not be named "_RETURN"', name, rel, location)
    _check_returning(session, node, rel, infos)
    bodies = [body for action in node.get("actions", ()) for body in action.values()]
    returns = any("returningClause" in body or "returningList" in body for body in bodies)
    existing = rel.rules.get(name)
    if existing is None and "rule" in rel.unknown:
        raise Unknown(name)
    if existing is not None:
        if not node.get("replace"):
            raise PgError(
                "42710",
                f'rule "{name}" for relation "{rel.name}" already exists',
                reason="exists",
                kind="rule",
                name=name,
                within=rel.name,
                obj=existing,
            )
        rule = existing
        catalog.forget_references(rule)
        session.journal.set(rule, "event", event)
        session.journal.set(rule, "instead", node.get("instead", False))
        session.journal.set(rule, "where", node.get("whereClause"))
        session.journal.set(rule, "actions", node.get("actions", []))
        session.journal.set(rule, "returning", returns)
        catalog.event(rule, "altered", "replaced")
    else:
        rule = Rule(
            name=name,
            relation=rel,
            event=event,
            instead=node.get("instead", False),
            where=node.get("whereClause"),
            actions=node.get("actions", []),
            returning=returns,
        )
        rule.life.append(Event("created", catalog.place))
        session.journal.put(rel.rules, name, rule)
    catalog.depend(rule, rel, "a")
    for obj in depends:
        if obj is not rel:
            catalog.depend(rule, obj)


def _action(
    session: Session, action: Any, conditional: bool, name: str, rel: Relation, event: str
) -> tuple[str, Any, api.QueryInfo] | None:
    """One action of `transformRuleStmt`: analysed with OLD and NEW beside it; None for NOTIFY."""
    ((tag, body),) = action.items()
    if tag not in ("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt"):
        if conditional:
            raise PgError(
                "42P17",
                "rules with WHERE conditions can only have SELECT, INSERT, UPDATE, or DELETE actions",
                reason="definition",
                kind="rule",
                name=name,
            )
        return None
    info = api.query(session, action, relations=[("old", rel), ("new", rel)], planned=False)
    used = _sides(body)
    for side, events in (("old", ("insert",)), ("new", ("select", "delete"))):
        if side in used and event in (*events, "select"):
            raise _refuse("42P17", f"ON {event.upper()} rule cannot use {side.upper()}", name, rel, None)
    for side in _sides(body.get("withClause", {})):
        raise _refuse("0A000", f"cannot refer to {side.upper()} within WITH query", name, rel, None)
    return tag, body, info


def _sides(node: Any) -> list[str]:
    """Whether an expression names OLD or NEW."""
    words = {string(body["fields"][0]) for tag, body in walk(node) if tag == "ColumnRef"}
    return sorted(words & {"old", "new"}, reverse=True)


def _check_returning(
    session: Session, node: RuleStmt, rel: Relation, infos: list[tuple[str, Any, api.QueryInfo]]
) -> None:
    """The RETURNING lists of `DefineQueryRewrite`: at most one, as the relation's columns are."""
    name, seen = node["rulename"], False
    for tag, body, info in infos:
        if tag == "SelectStmt" or not (body.get("returningList") or body.get("returningClause")):
            continue
        if seen:
            raise _refuse("0A000", "cannot have multiple RETURNING lists in a rule", name, rel, None)
        seen = True
        if "whereClause" in node:
            raise _refuse("0A000", "RETURNING lists are not supported in conditional rules", name, rel, None)
        if not node.get("instead"):
            raise _refuse("0A000", "RETURNING lists are not supported in non-INSTEAD rules", name, rel, None)
        if info.columns is not None and "column" not in rel.unknown:
            _check_target_list(session, rel, info.columns, name, None, "RETURNING list")


def _check_select_rule(session: Session, node: RuleStmt, rel: Relation, location: int) -> None:
    """ON SELECT: only the rule that a view has already can be told again."""
    name, actions = node["rulename"], node.get("actions", [])
    if rel.relkind not in "vm" and session.version >= 16:
        message = f'relation "{rel.name}" cannot have ON SELECT rules'
        raise _refuse("42809", message, name, rel, location, lookup.relkind_not_supported(rel.relkind))
    if len(actions) > 1:
        raise _refuse("0A000", "multiple actions for rules on SELECT are not implemented", name, rel, location)
    if not actions or "SelectStmt" not in actions[0] or not node.get("instead"):
        raise _refuse("0A000", "rules on SELECT must have action INSTEAD SELECT", name, rel, location)
    if "whereClause" in node:
        raise _refuse("0A000", "event qualifications are not implemented for rules on SELECT", name, rel, location)
    info = api.query(session, actions[0], planned=False)
    if info.columns is not None and "column" not in rel.unknown:
        _check_target_list(session, rel, info.columns, name, location)
    if rel.relkind == "v" and not node.get("replace"):
        raise _refuse("55000", f'"{rel.name}" is already a view', name, rel, location)
    if name != "_RETURN":
        raise _refuse("42P17", f'view rule for "{rel.name}" must be named "_RETURN"', name, rel, location)
    if rel.relkind != "v":
        raise Unknown(rel.name)
    session.journal.set(rel, "query", actions[0])
    for on in list(rel.references):
        if on is not rel.namespace:
            session.catalog.undepend(rel, on)
    for obj in info.depends:
        session.catalog.depend(rel, obj)
    session.catalog.event(rel, "altered")


def _check_target_list(
    session: Session,
    rel: Relation,
    columns: list[api.Column],
    name: str,
    location: int | None,
    what: str = "SELECT rule's target list",
) -> None:
    """`checkRuleResultList`; the names count in a SELECT rule only."""
    selecting = what != "RETURNING list"
    entry = "SELECT rule's target entry" if selecting else "RETURNING list's entry"
    item = "SELECT target entry" if selecting else "RETURNING list entry"
    for i, column in enumerate(columns):
        if i >= len(rel.attributes):
            raise _refuse("42P17", f"{what} has too many entries", name, rel, location)
        attribute = list(rel.attributes.values())[i]
        if selecting and column.name != attribute.name:
            message = f'{entry} {i + 1} has different column name from column "{attribute.name}"'
            raise _refuse("42P17", message, name, rel, location, f'{item} is named "{column.name}".')
        found = column.type.type
        if found is not attribute.type and not api.is_unsure(found) and not api.is_unsure(attribute.type):
            message = f'{entry} {i + 1} has different type from column "{attribute.name}"'
            detail = (
                f"{item} has type {format_type(session, found)}, "
                f"but column has type {format_type(session, attribute.type)}."
            )
            raise _refuse("42P17", message, name, rel, location, detail)
    if len(columns) < len(rel.attributes):
        raise _refuse("42P17", f"{what} has too few entries", name, rel, location)


def _refuse(
    sqlstate: str,
    message: str,
    name: str,
    rel: Relation,
    location: int | None,
    detail: str | None = None,
) -> PgError:
    return PgError(
        sqlstate,
        message,
        detail=detail,
        location=location,
        reason="unsupported" if sqlstate == "0A000" else "definition",
        kind="rule",
        name=name,
        obj=rel,
    )
