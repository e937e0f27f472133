"""CREATE and ALTER DOMAIN (`commands/typecmds.c`, DefineDomain to AlterDomainValidateConstraint)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.analyze.parse_type import lookup_typename, typename_text
from migslint.analyze.types import UNSURE, UNSURE_REF
from migslint.catalog import heap
from migslint.catalog import namespace as ns
from migslint.catalog.depend import remove
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.names import choose_constraint_name
from migslint.catalog.objects import Attribute, CatalogObject, Constraint, Event, Type, TypeRef, is_pinned
from migslint.catalog.pg_type import check_new_type, type_create
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands.lookup import qualified, strings
from migslint.commands.parse_utilcmd import column_collation
from migslint.commands.typecmds import typename_of

if TYPE_CHECKING:
    from migslint.syntax.nodes import AlterDomainStmt, CreateDomainStmt

_IMPOSSIBLE = {
    "CONSTR_UNIQUE": "unique",
    "CONSTR_PRIMARY": "primary key",
    "CONSTR_EXCLUSION": "exclusion",
    "CONSTR_FOREIGN": "foreign key",
}
_UNSUPPORTED = {
    "CONSTR_ATTR_DEFERRABLE": ("0A000", "specifying constraint deferrability not supported for domains"),
    "CONSTR_ATTR_NOT_DEFERRABLE": ("0A000", "specifying constraint deferrability not supported for domains"),
    "CONSTR_ATTR_DEFERRED": ("0A000", "specifying constraint deferrability not supported for domains"),
    "CONSTR_ATTR_IMMEDIATE": ("0A000", "specifying constraint deferrability not supported for domains"),
    "CONSTR_GENERATED": ("0A000", "specifying GENERATED not supported for domains"),
    "CONSTR_IDENTITY": ("0A000", "specifying GENERATED not supported for domains"),
    "CONSTR_ATTR_ENFORCED": ("42P17", "specifying constraint enforceability not supported for domains"),
    "CONSTR_ATTR_NOT_ENFORCED": ("42P17", "specifying constraint enforceability not supported for domains"),
}
#: the numbers of ConstrType, which servers before 18 show
_SUBTYPES = {"CONSTR_IDENTITY": 3, "CONSTR_GENERATED": 4}


def define_domain(session: Session, node: CreateDomainStmt) -> None:
    """`DefineDomain`."""
    schema, name = qualified(node["domainname"])
    namespace = ns.creation_namespace(session, schema)
    shell = check_new_type(session, namespace, name)
    if shell is not None:
        raise heap.duplicate_type(name, None, shell)
    try:
        base = lookup_typename(session, node["typeName"])
    except Unknown:
        base = UNSURE_REF
    if base.type.typtype not in "bcderm?":
        raise PgError(
            "42804",
            f'"{typename_text(node["typeName"])}" is not a valid base type for a domain',
            location=node["typeName"].get("location", 0),
            reason="type",
            kind="type",
            name=base.type.name,
        )
    collation = ""
    if "collClause" in node:
        try:
            collation = column_collation(session, node["collClause"], base)
        except PgError as error:
            error.location = node["typeName"].get("location", 0)
            raise
    constraints = [c["Constraint"] for c in node.get("constraints", [])]
    default, depends = _column_constraints(session, name, base, constraints)
    notnull = any(c["contype"] == "CONSTR_NOTNULL" for c in constraints)
    domain = type_create(
        session,
        namespace,
        name,
        "d",
        category=base.type.category,
        base=base,
        notnull=notnull,
        has_default=default,
        collatable=base.type.collatable,
        collation=collation,
    )
    catalog = session.catalog
    for on in (base.type, *depends):
        if on is not UNSURE and not is_pinned(on):
            catalog.depend(domain, on)
    for constraint in constraints:
        if constraint["contype"] == "CONSTR_CHECK":
            add_check(session, domain, constraint)
        elif constraint["contype"] == "CONSTR_NOTNULL":
            _add_not_null(session, domain, constraint.get("conname"))


def _refuse(constraint: Any, message: str, sqlstate: str = "42601") -> PgError:
    return PgError(sqlstate, message, location=constraint.get("location", 0), reason="definition", kind="constraint")


def _check_kind(session: Session, constraint: Any) -> None:
    """What no domain can have."""
    contype = constraint["contype"]
    if session.version < 18 and contype in _SUBTYPES:
        raise _refuse(constraint, f"unrecognized constraint subtype: {_SUBTYPES[contype]}", "XX000")
    if contype in _IMPOSSIBLE:
        raise _refuse(constraint, f"{_IMPOSSIBLE[contype]} constraints not possible for domains")
    if contype in _UNSUPPORTED:
        sqlstate, message = _UNSUPPORTED[contype]
        raise _refuse(constraint, message, sqlstate)
    if contype in ("CONSTR_CHECK", "CONSTR_NOTNULL") and constraint.get("is_no_inherit"):
        kind = "check" if contype == "CONSTR_CHECK" else "not-null"
        raise _refuse(constraint, f"{kind} constraints for domains cannot be marked NO INHERIT", "42P17")


def _column_constraints(
    session: Session, name: str, base: TypeRef, constraints: list[Any]
) -> tuple[bool, tuple[CatalogObject, ...]]:
    """DEFAULT and NULL; whether there is a default, and what it depends on."""
    default = False
    depends: tuple[CatalogObject, ...] = ()
    nullable: bool | None = None
    for constraint in constraints:
        contype = constraint["contype"]
        _check_kind(session, constraint)
        if contype == "CONSTR_DEFAULT":
            if default:
                raise _refuse(constraint, "multiple default expressions")
            default = True
            depends = api.cook(session, constraint["raw_expr"], "column_default", want=base, column=name).depends
        elif contype in ("CONSTR_NOTNULL", "CONSTR_NULL"):
            wants = contype == "CONSTR_NULL"
            if nullable is not None and nullable != wants:
                raise _refuse(constraint, "conflicting NULL/NOT NULL constraints")
            if nullable is False and session.version >= 18:
                raise _refuse(constraint, "redundant NOT NULL constraint definition", "42P17")
            nullable = wants
    return default, depends


def _check_free(domain: Type, name: str) -> None:
    if name in domain.constraints:
        raise PgError(
            "42710",
            f'constraint "{name}" for domain "{domain.name}" already exists',
            reason="exists",
            kind="constraint",
            name=name,
            within=domain.name,
            obj=domain.constraints[name],
        )


def _store(session: Session, domain: Type, constraint: Constraint) -> None:
    constraint.life.append(Event("created", session.catalog.place))
    session.catalog.add_constraint(constraint)
    session.catalog.depend(constraint, domain, "a")


def add_check(session: Session, domain: Type, node: Any) -> None:
    """`domainAddCheckConstraint`."""
    name = node.get("conname")
    if name:
        _check_free(domain, name)
    else:
        name = choose_constraint_name(session.catalog, domain.namespace, domain.name, None, "check")
    assert domain.base is not None
    cooked = api.cook(session, node["raw_expr"], "domain_check", want=domain.base)
    constraint = Constraint(
        name=name,
        domain=domain,
        contype="c",
        expression=node["raw_expr"],
        validated=not node.get("skip_validation"),
    )
    _store(session, domain, constraint)
    for on in cooked.depends:
        session.catalog.depend(constraint, on)


def _add_not_null(session: Session, domain: Type, name: str | None) -> None:
    """`domainAddNotNullConstraint`: a constraint of its own from 17 on."""
    if session.version < 17:
        return
    if name:
        _check_free(domain, name)
    else:
        name = choose_constraint_name(session.catalog, domain.namespace, domain.name, None, "not_null")
    _store(session, domain, Constraint(name=name, domain=domain, contype="n"))


def alter_domain(session: Session, node: AlterDomainStmt) -> None:
    """ALTER DOMAIN: subtype T default, N drop and O set not null, C add, X drop, V validate constraint."""
    domain = typename_of(session, node["typeName"])
    if domain.typtype != "d":
        raise PgError(
            "42809",
            f"{format_type(session, domain)} is not a domain",
            reason="kind",
            kind="type",
            name=domain.name,
            obj=domain,
        )
    subtype = node["subtype"]
    text = ".".join(strings(node["typeName"]))
    if subtype == "T":
        _alter_default(session, domain, node.get("def"))
    elif subtype in "NO":
        _alter_not_null(session, domain, subtype == "O")
    elif subtype == "C":
        definition: Any = node["def"]
        _add_constraint(session, domain, definition["Constraint"])
    elif subtype == "X":
        _drop_constraint(session, domain, text, node)
    else:
        constraint = domain.constraints.get(node["name"])
        if constraint is None:
            raise _no_constraint(domain, text, node["name"])
        if constraint.contype != "c":
            raise PgError(
                "42809",
                f'constraint "{node["name"]}" of domain "{text}" is not a check constraint',
                reason="kind",
                kind="constraint",
                name=node["name"],
                obj=constraint,
            )
        if not constraint.validated:
            _check_uses(session, domain)
        session.journal.set(constraint, "validated", True)
    session.catalog.event(domain, "altered")


def _alter_default(session: Session, domain: Type, expression: Any) -> None:
    """`AlterDomainDefault`."""
    assert domain.base is not None
    if expression is not None:
        cooked = api.cook(session, expression, "column_default", want=domain.base, column=domain.name)
        for on in cooked.depends:
            session.catalog.depend(domain, on)
    session.journal.set(domain, "has_default", expression is not None)


def _check_uses(session: Session, domain: Type) -> None:
    """`get_rels_with_domain`: PgError 0A000 where a column stores the domain inside of an array, a row or a range."""
    for user in list(domain.dependents):
        if isinstance(user, Type) and user.typtype == "d":
            _check_uses(session, user)
        elif isinstance(user, Type):
            _check_container(session, domain, user, {domain})
        elif isinstance(user, Attribute) and user.relation.relkind == "c" and user.relation.rowtype is not None:
            _check_container(session, domain, user.relation.rowtype, {domain})


def _check_container(session: Session, domain: Type, type: Type, seen: set[Type]) -> None:
    """`find_composite_type_dependencies`."""
    if type in seen:
        return
    seen.add(type)
    for user in list(type.dependents):
        if isinstance(user, Type):
            _check_container(session, domain, user, seen)
        elif isinstance(user, Attribute):
            rel = user.relation
            if rel.relkind in "rmp":
                shown = format_type(session, domain)
                raise PgError(
                    "0A000",
                    f'cannot alter type "{shown}" because column "{rel.name}.{user.name}" uses it',
                    reason="dependents",
                    kind="column",
                    name=user.name,
                    within=rel.name,
                    obj=user,
                )
            if rel.rowtype is not None and rel.relkind == "c":
                _check_container(session, domain, rel.rowtype, seen)


def _alter_not_null(session: Session, domain: Type, notnull: bool) -> None:
    """`AlterDomainNotNull`."""
    if domain.notnull == notnull:
        return
    if notnull:
        _check_uses(session, domain)
    session.journal.set(domain, "notnull", notnull)
    if notnull:
        _add_not_null(session, domain, None)
        return
    for constraint in list(domain.constraints.values()):
        if constraint.contype == "n":
            remove(session.catalog, constraint)


def _add_constraint(session: Session, domain: Type, node: Any) -> None:
    """`AlterDomainAddConstraint`."""
    _check_kind(session, node)
    if node["contype"] == "CONSTR_CHECK":
        add_check(session, domain, node)
        if not node.get("skip_validation"):
            _check_uses(session, domain)
    elif node["contype"] == "CONSTR_NOTNULL" and not domain.notnull:
        _check_uses(session, domain)
        _add_not_null(session, domain, node.get("conname"))
        session.journal.set(domain, "notnull", True)


def _no_constraint(domain: Type, text: str, name: str) -> PgError:
    if "constraint" in domain.unknown:
        raise Unknown(name)
    return PgError(
        "42704",
        f'constraint "{name}" of domain "{text}" does not exist',
        reason="missing",
        kind="constraint",
        name=name,
        within=domain.name,
        obj=domain,
    )


def _drop_constraint(session: Session, domain: Type, text: str, node: AlterDomainStmt) -> None:
    """`AlterDomainDropConstraint`."""
    name = node["name"]
    constraint = domain.constraints.get(name)
    if constraint is None:
        error = _no_constraint(domain, text, name)
        if not node.get("missing_ok"):
            raise error
        session.notice(f"{error.message}, skipping", reason="skip", kind="constraint", name=name)
        return
    if constraint.contype == "n":
        session.journal.set(domain, "notnull", False)
    remove(session.catalog, constraint)
