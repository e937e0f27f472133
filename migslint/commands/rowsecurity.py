"""Policies that a statement brings in (`rewrite/rowsecurity.c`, `rewriteHandler.c, fireRIRrules`): do they end?

Policies whose subqueries read, directly or through others and through views, the table that they guard, are refused
when anyone reads the table to whom they apply.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Policy, Relation, Role
from migslint.catalog.session import Session
from migslint.syntax.tree import walk

_COMMANDS = {"InsertStmt": "insert", "UpdateStmt": "update", "DeleteStmt": "delete", "MergeStmt": "update"}


def check_recursion(session: Session, query: Any) -> None:
    """PgError 42P17 where the policies for the current role need themselves."""
    if not bypasses(session, session.role):
        _expand(session, query, session.role, [])


def bypasses(session: Session, name: str) -> bool:
    """Whether no policy is for a role: it is a superuser, has BYPASSRLS, or nothing certain is known of it."""
    role = session.catalog.shared.get(("role", name))
    return not isinstance(role, Role) or role.superuser or role.bypass_rls or bool(role.unknown)


def _expand(session: Session, query: Any, user: str, active: list[Relation]) -> None:
    for tag, body in walk(query):
        if tag in _COMMANDS:
            target = body.get("relation", {})
            for relation in _named(session, target):
                _guard(session, relation, _COMMANDS[tag], user, active)
        elif tag == "RangeVar":
            for relation in _named(session, body):
                if relation.relkind == "v" and relation.query is not None:
                    owner = user if relation.options.get("security_invoker") in ("true", "on", "1") else relation.owner
                    if relation not in active and not bypasses(session, owner):
                        _expand(session, relation.query, owner, active)
                else:
                    _guard(session, relation, "select", user, active)


def _named(session: Session, var: Any) -> Iterator[Relation]:
    try:
        found = ns.find_relation(session, var.get("schemaname"), var.get("relname", ""))
    except (PgError, Unknown):
        return
    if found is not None and not found.unknown:
        yield found


def _guard(session: Session, relation: Relation, command: str, user: str, active: list[Relation]) -> None:
    """`get_row_security_policies`, and the subqueries of what it gives."""
    if not relation.row_security or bypasses(session, user):
        return
    if user == relation.owner and not relation.force_row_security:
        return
    texts = [
        text
        for policy in relation.policies.values()
        if policy.command in ("all", command) and _applies(session, policy, user)
        for text in (policy.using, policy.check if command in ("insert", "update") else None)
        if text is not None and any(tag == "SubLink" for tag, _ in walk(text))
    ]
    if texts and relation in active:
        raise PgError(
            "42P17",
            f'infinite recursion detected in policy for relation "{relation.name}"',
            reason="definition",
            kind="policy",
            within=relation.name,
            obj=relation,
        )
    for text in texts:
        for tag, body in walk(text):
            if tag == "SubLink":
                _expand(session, body["subselect"], user, [*active, relation])


def _applies(session: Session, policy: Policy, user: str) -> bool:
    """`check_role_for_policy`."""
    if policy.unknown:
        return False
    if not policy.roles or "public" in policy.roles or user in policy.roles:
        return True
    roles = [session.catalog.shared.get(("role", name)) for name in policy.roles]
    return any(isinstance(role, Role) and user in role.members for role in roles)
