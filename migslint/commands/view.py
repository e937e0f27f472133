"""Views (`commands/view.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.analyze.types import UNSURE_REF
from migslint.catalog import heap
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Attribute, Namespace, Relation, Type, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import format_ref
from migslint.commands import lookup
from migslint.commands.defelem import elements
from migslint.commands.dml import scans_temporary
from migslint.commands.reloptions import heap_options

if TYPE_CHECKING:
    from migslint.syntax.nodes import ViewStmt


def define_view(session: Session, node: ViewStmt) -> None:
    """`DefineView`."""
    query = node["query"]
    if "intoClause" in query.get("SelectStmt", {}):
        raise _refuse("0A000", "views must not contain SELECT INTO", node)
    info = api.query(session, query, planned=False)
    if has_modifying_cte(query):
        raise _refuse("0A000", "views must not contain data-modifying statements in WITH", node)
    options = elements(node.get("options"))
    checked = node.get("withCheckOption", "NO_CHECK_OPTION") != "NO_CHECK_OPTION"
    if checked or any(o["defname"] == "check_option" for o in options):
        from migslint.analyze.updatable import reason_not_updatable

        hint = reason_not_updatable(session, query)
        if hint:
            raise PgError(
                "0A000",
                "WITH CHECK OPTION is supported only on automatically updatable views",
                hint=hint,
                reason="unsupported",
                kind="view",
                name=node["view"]["relname"],
            )
    columns = named_columns(info.columns, node.get("aliases"), "CREATE VIEW specifies more column names than columns")
    target = node["view"]
    if target.get("relpersistence") == "u":
        raise _refuse("42601", "views cannot be unlogged because they do not have storage", node)
    persistence = target.get("relpersistence", "p")
    if persistence == "p" and scans_temporary(query, info):
        session.notice(f'view "{target["relname"]}" will be a temporary view', reason="temporary", kind="view")
        persistence = "t"
    namespace = _namespace(session, node, persistence)
    stored = heap_options(session, "v", options)
    existing = session.catalog.relation(namespace, target["relname"]) if node.get("replace") else None
    if existing is not None and "self" not in existing.unknown:
        view = existing
        _replace(session, view, columns, target.get("location", 0))
    else:
        view = _create(session, namespace, node, columns, persistence)
    session.journal.set(view, "query", query)
    if checked:
        stored["check_option"] = node["withCheckOption"].removesuffix("_CHECK_OPTION").lower()
    session.journal.set(view, "options", stored)
    for obj in info.depends:
        session.catalog.depend(view, obj)


def named_columns(
    columns: list[api.Column] | None, aliases: list[Any] | None, too_many: str
) -> list[api.Column] | None:
    """The columns of a query under the names of a column list; PgError 42601 `too_many`; None: not to be known."""
    names = lookup.strings(aliases or [])
    if columns is None:
        return None
    if len(names) > len(columns):
        raise PgError("42601", too_many, reason="definition")
    return [api.Column(names[i] if i < len(names) else c.name, c.type, c.collation) for i, c in enumerate(columns)]


def _collation(type: Type, name: str) -> str:
    """The bare name of a column's collation."""
    return name.rpartition(".")[2] or ("C" if type.name == "name" else "default")


def check_collations(columns: list[api.Column], what: str) -> None:
    """42P22: columns for which the query derives no collation."""
    for column in columns:
        if column.collation == "?" and column.type.type.collatable:
            raise PgError(
                "42P22",
                f'could not determine which collation to use for {what} column "{column.name}"',
                hint="Use the COLLATE clause to set the collation explicitly.",
                reason="type",
                kind="column",
                name=column.name,
            )


def add_column(session: Session, relation: Relation, column: api.Column) -> None:
    """A column of a relation made by a query, with the collation that the query derives."""
    attribute = heap.add_attribute(session, relation, column.name, column.type)
    if column.collation not in ("", "?"):
        attribute.collation = column.collation
        heap.depend_on_collation(session, attribute)


def check_columns(session: Session, columns: list[api.Column], relkind: str, location: int | None) -> None:
    """`MergeAttributes`, `CheckAttributeNamesTypes`: no name twice, no system column, no pseudo-type."""
    names = [column.name for column in columns]
    for i, column in enumerate(columns):
        if column.name in names[i + 1 :]:
            raise PgError(
                "42701",
                f'column "{column.name}" specified more than once',
                location=location,
                reason="definition",
                kind="column",
                name=column.name,
            )
    for column in columns:
        heap.check_column_name(column.name, relkind, location)
        heap.check_attribute_type(session, column.name, column.type.type, location)


def has_modifying_cte(query: Any) -> bool:
    """Whether a top-level WITH holds INSERT, UPDATE, DELETE or MERGE."""
    body = next(iter(query.values()))
    for cte in body.get("withClause", {}).get("ctes", ()):
        if "SelectStmt" not in cte["CommonTableExpr"]["ctequery"]:
            return True
    return False


def _refuse(sqlstate: str, message: str, node: ViewStmt) -> PgError:
    return PgError(
        sqlstate,
        message,
        reason="unsupported" if sqlstate == "0A000" else "definition",
        kind="view",
        name=node["view"]["relname"],
    )


def _namespace(session: Session, node: ViewStmt, persistence: str) -> Namespace:
    target: Any = {**node["view"], "relpersistence": persistence}
    return lookup.creation_namespace(session, target)


def _create(
    session: Session, namespace: Namespace, node: ViewStmt, columns: list[api.Column] | None, persistence: str
) -> Relation:
    """`DefineVirtualRelation` of a view that is not there yet."""
    target = node["view"]
    location = target.get("location", 0)
    if columns is not None:
        check_columns(session, columns, "v", location)
        check_collations(columns, "view")
    persistence = "t" if namespace is session.temp else persistence
    view = heap.create_relation(session, namespace, target["relname"], "v", location, persistence)
    if columns is None:
        session.catalog.obscure(view, "column")
        columns = [api.Column(n, UNSURE_REF) for n in lookup.strings(node.get("aliases", []))]
    for column in columns:
        add_column(session, view, column)
    return view


def _replace(session: Session, view: Relation, columns: list[api.Column] | None, location: int) -> None:
    """`DefineVirtualRelation` with OR REPLACE; `checkViewColumns`."""
    catalog, journal = session.catalog, session.journal
    if view.relkind != "v":
        raise lookup.not_a(view, "a view", location)
    if columns is None:
        catalog.obscure(view, "column")
    else:
        check_columns(session, columns, "v", location)
        if "column" not in view.unknown:
            _check_view_columns(session, view, columns, location)
        else:
            journal.set(view, "unknown", view.unknown - {"column"})
            journal.save(view.attributes)
            view.attributes.clear()
            journal.set(view, "last_number", 0)
        check_collations(columns, "view")
        for column in columns[len(view.attributes) :]:
            add_column(session, view, column)
    for on in list(view.references):
        if on is not view.namespace:
            catalog.undepend(view, on)
    catalog.event(view, "altered", "replaced")


def _check_view_columns(session: Session, view: Relation, columns: list[api.Column], location: int) -> None:
    old = list(view.attributes.values())

    def refuse(message: str, attribute: Attribute, hint: str | None = None) -> PgError:
        return PgError(
            "42P16",
            message,
            hint=hint,
            location=location,
            reason="definition",
            kind="view",
            name=view.name,
            obj=view,
        )

    if len(columns) < len(old):
        raise refuse("cannot drop columns from view", old[len(columns)])
    for attribute, column in zip(old, columns, strict=False):
        if attribute.name != column.name:
            raise refuse(
                f'cannot change name of view column "{attribute.name}" to "{column.name}"',
                attribute,
                "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.",
            )
        before = TypeRef(attribute.type, attribute.typmod)
        if before == column.type or api.is_unsure(before.type) or api.is_unsure(column.type.type):
            one, two = _collation(attribute.type, attribute.collation), _collation(attribute.type, column.collation)
            if before == column.type and one != two and column.collation != "?":
                message = f'cannot change collation of view column "{attribute.name}" from "{one}" to "{two}"'
                raise refuse(message, attribute)
            continue
        raise refuse(
            f'cannot change data type of view column "{attribute.name}" '
            f"from {format_ref(session, before)} to {format_ref(session, column.type)}",
            attribute,
        )
