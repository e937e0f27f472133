"""Rules (`rewrite/rewriteDefine.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.catalog.errors import PgError, Unknown, undefined_relation
from migslint.catalog.objects import CatalogObject, Event, Relation, Rule
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import lookup

if TYPE_CHECKING:
    from migslint.syntax.nodes import RuleStmt

_EVENTS = {"CMD_SELECT": "select", "CMD_UPDATE": "update", "CMD_INSERT": "insert", "CMD_DELETE": "delete"}


def define_rule(session: Session, node: RuleStmt) -> None:
    """`transformRuleStmt`, `DefineQueryRewrite`.

    Of the actions only the relations are looked up: OLD and NEW stand beside them in a range table of their own.
    """
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
    for action in node.get("actions", []):
        depends += _action(session, action, "whereClause" in node, name)
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
        catalog.event(rule, "altered", "replaced")
    else:
        rule = Rule(name=name, relation=rel, event=event, instead=node.get("instead", False))
        rule.life.append(Event("created", catalog.place))
        session.journal.put(rel.rules, name, rule)
    catalog.depend(rule, rel, "a")
    for obj in depends:
        catalog.depend(rule, obj)


def _action(session: Session, action: Any, conditional: bool, name: str) -> list[CatalogObject]:
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
        return []
    if conditional and "returningList" in body:
        raise PgError(
            "0A000",
            "RETURNING lists are not supported in conditional rules",
            reason="unsupported",
            kind="rule",
            name=name,
        )
    out: list[CatalogObject] = []
    if "relation" in body and tag != "SelectStmt":
        out.append(_relation(session, body["relation"]))
    ctes: set[str] = set()
    stack = [body]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            if "CommonTableExpr" in item:
                ctes.add(item["CommonTableExpr"]["ctename"])
            var = item.get("RangeVar")
            if var is None:
                stack.extend(item.values())
            elif "schemaname" in var or var["relname"] not in ctes | {"old", "new"}:
                out.append(_relation(session, var))
    return out


def _relation(session: Session, var: Any) -> Relation:
    """`parserOpenTable`: a missing schema is a missing relation."""
    found = lookup.find_relation(session, var)
    if found is None:
        raise undefined_relation(var["relname"], var.get("schemaname"), var.get("location", 0))
    return found


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
    info = api.query(session, actions[0])
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


def _check_target_list(session: Session, rel: Relation, columns: list[api.Column], name: str, location: int) -> None:
    """`checkRuleResultList`."""
    what = "SELECT rule's target"
    for i, column in enumerate(columns):
        if i >= len(rel.attributes):
            raise _refuse("42P17", f"{what} list has too many entries", name, rel, location)
        attribute = list(rel.attributes.values())[i]
        if column.name != attribute.name:
            message = f'{what} entry {i + 1} has different column name from column "{attribute.name}"'
            detail = f'SELECT target entry is named "{column.name}".'
            raise _refuse("42P17", message, name, rel, location, detail)
        found = column.type.type
        if found is not attribute.type and not api.is_unsure(found) and not api.is_unsure(attribute.type):
            message = f'{what} entry {i + 1} has different type from column "{attribute.name}"'
            detail = (
                f"SELECT target entry has type {format_type(session, found)}, "
                f"but column has type {format_type(session, attribute.type)}."
            )
            raise _refuse("42P17", message, name, rel, location, detail)
    if len(columns) < len(rel.attributes):
        raise _refuse("42P17", f"{what} list has too few entries", name, rel, location)


def _refuse(
    sqlstate: str,
    message: str,
    name: str,
    rel: Relation,
    location: int,
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
