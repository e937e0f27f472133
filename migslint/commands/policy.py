"""Row level security policies (`commands/policy.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import CatalogObject, Event, Policy, Relation
from migslint.catalog.session import Session
from migslint.commands import lookup

if TYPE_CHECKING:
    from migslint.syntax.nodes import AlterPolicyStmt, CreatePolicyStmt, RangeVar


def create_policy(session: Session, node: CreatePolicyStmt) -> None:
    """`CreatePolicy`."""
    command, name = node["cmd_name"], node["policy_name"]
    if command in ("select", "delete") and "with_check" in node:
        raise PgError("42601", "WITH CHECK cannot be applied to SELECT or DELETE", reason="syntax")
    if command == "insert" and "qual" in node:
        raise PgError("42601", "only WITH CHECK expression allowed for INSERT", reason="syntax")
    roles = _roles(session, node.get("roles", []))
    rel = _table(session, node["table"])
    using, depends = _condition(session, rel, node.get("qual"))
    check, more = _condition(session, rel, node.get("with_check"))
    if name in rel.policies:
        raise PgError(
            "42710",
            f'policy "{name}" for table "{rel.name}" already exists',
            reason="exists",
            kind="policy",
            name=name,
            within=rel.name,
            obj=rel.policies[name],
        )
    policy = Policy(
        name=name,
        relation=rel,
        command=command,
        permissive=node.get("permissive", False),
        roles=roles,
        using=using,
        check=check,
        life=[Event("created", session.catalog.place)],
    )
    session.journal.put(rel.policies, name, policy)
    _depend(session, policy, [*depends, *more])


def alter_policy(session: Session, node: AlterPolicyStmt) -> None:
    """`AlterPolicy`."""
    name = node["policy_name"]
    roles = _roles(session, node["roles"]) if "roles" in node else None
    rel = _table(session, node["table"])
    using, depends = _condition(session, rel, node.get("qual"))
    check, more = _condition(session, rel, node.get("with_check"))
    policy = find_policy(rel, name)
    if policy is None:
        raise undefined_policy(rel, name)
    if policy.command in ("select", "delete") and "with_check" in node:
        raise PgError("42601", "only USING expression allowed for SELECT, DELETE", reason="syntax")
    if policy.command == "insert" and "qual" in node:
        raise PgError("42601", "only WITH CHECK expression allowed for INSERT", reason="syntax")
    journal = session.journal
    if roles is not None:
        journal.set(policy, "roles", roles)
    if using is None and policy.using is not None:
        using, depends = _again(session, policy, policy.using)
    if check is None and policy.check is not None:
        check, more = _again(session, policy, policy.check)
    journal.set(policy, "using", using)
    journal.set(policy, "check", check)
    session.catalog.forget_references(policy)
    _depend(session, policy, [*depends, *more])
    session.catalog.event(policy, "altered")


def find_policy(rel: Relation, name: str) -> Policy | None:
    """`get_relation_policy_oid`: None if absent, Unknown if it may be there."""
    found = rel.policies.get(name)
    if (found is None and "policy" in rel.unknown) or (found is not None and "self" in found.unknown):
        raise Unknown(name)
    return found


def undefined_policy(rel: Relation, name: str) -> PgError:
    """42704 policy "p" for table "t" does not exist."""
    return PgError(
        "42704",
        f'policy "{name}" for table "{rel.name}" does not exist',
        reason="missing",
        kind="policy",
        name=name,
        within=rel.name,
        obj=rel,
    )


def _table(session: Session, node: RangeVar) -> Relation:
    """`RangeVarCallbackForPolicy`."""
    rel = lookup.relation(session, node)
    lookup.check_not_system(rel, node.get("location", 0))
    if rel.relkind not in "rp":
        raise lookup.not_a(rel, "a table", node.get("location", 0))
    return rel


def _roles(session: Session, specs: list[Any]) -> tuple[str, ...]:
    """`policy_role_list_to_array`; () for PUBLIC."""
    names: list[str] = []
    for spec in specs:
        name = lookup.rolespec(session, spec["RoleSpec"])
        if name is None:
            if len(specs) != 1:
                session.notice(
                    "ignoring specified roles other than PUBLIC",
                    sqlstate="22023",
                    severity="WARNING",
                    reason="value",
                    hint="All roles are members of the PUBLIC role.",
                )
            return ()
        names.append(name)
    return tuple(names)


def _condition(session: Session, rel: Relation, node: Any) -> tuple[Any, tuple[CatalogObject, ...]]:
    if not node:
        return None, ()
    cooked = api.cook(session, node, "policy", [(rel.name, rel)], session.catalog.builtin("bool"))
    return node, cooked.depends


def _again(session: Session, policy: Policy, node: Any) -> tuple[Any, tuple[CatalogObject, ...]]:
    """A condition that stays; where its text has been overtaken by a RENAME, all that the policy depends on."""
    try:
        return _condition(session, policy.relation, node)
    except (PgError, Unknown):
        return node, tuple(policy.references)


def _depend(session: Session, policy: Policy, objects: list[CatalogObject]) -> None:
    catalog = session.catalog
    catalog.depend(policy, policy.relation, "a")
    for obj in objects:
        catalog.depend(policy, obj)
