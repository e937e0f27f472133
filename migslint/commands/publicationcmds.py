"""Publications (`commands/publicationcmds.c`, `catalog/pg_publication.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.catalog import namespace as ns
from migslint.catalog.depend import remove
from migslint.catalog.errors import (
    PgError,
    Unknown,
    duplicate_object,
    undefined_column,
    undefined_object,
    undefined_schema,
)
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.objects import (
    Attribute,
    CatalogObject,
    Event,
    Namespace,
    Operator,
    Proc,
    Publication,
    PublicationRel,
    Relation,
    Type,
)
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.defelem import conflicting, elements, get_boolean, get_string

if TYPE_CHECKING:
    from migslint.syntax.nodes import AlterPublicationStmt, CreatePublicationStmt, DefElem

ACTIONS = ("insert", "update", "delete", "truncate")

Table = tuple[Relation, dict[str, Any]]
"""A relation of a publication with its PublicationTable node."""


def create_publication(session: Session, node: CreatePublicationStmt) -> None:
    """`CreatePublication`."""
    name, catalog = node["pubname"], session.catalog
    existing = ns.find_shared(session, "publication", name)
    if existing is not None:
        raise duplicate_object("publication", name, obj=existing)
    options = _options(session, elements(node.get("options")))
    publication = Publication(name=name, owner=session.role, all_tables=node.get("for_all_tables", False), **options)
    catalog.add_shared("publication", publication)
    catalog.settle("publication", "", name)
    tables, schemas = _objects(session, node.get("pubobjects", []))
    _add(session, publication, tables, schemas, bool(schemas))


def alter_publication(session: Session, node: AlterPublicationStmt) -> None:
    """`AlterPublication`."""
    name = node["pubname"]
    publication = ns.find_shared(session, "publication", name)
    if not isinstance(publication, Publication):
        raise undefined_object("publication", name)
    if "options" in node:
        options = _options(session, elements(node["options"]))
        _check_root(publication, options.get("via_root", publication.via_root))
        for field, value in options.items():
            session.journal.set(publication, field, value)
        session.catalog.event(publication, "altered")
        return
    objects = node.get("pubobjects", [])
    if publication.all_tables:
        _check_not_all_tables(publication, objects)
    action = node.get("action", "AP_AddObjects")
    journal = session.journal
    if action == "AP_DropObjects":
        _drop(session, publication, objects)
    else:
        tables, schemas = _objects(session, objects)
        if action == "AP_SetObjects":
            journal.save(publication.schemas)
            for member in list(publication.relations.values()):
                remove(session.catalog, member)
            publication.schemas.clear()
            journal.set(publication, "unknown", publication.unknown - {"table"})
        has_schemas = bool(schemas) or any(publication.schemas.values())
        if schemas and any(t.columns for t in publication.relations.values()):
            raise _invalid(
                f'cannot add schema to publication "{name}"',
                "Schemas cannot be added if any tables that specify a column list are already part of the publication.",
                publication,
            )
        _add(session, publication, tables, schemas, has_schemas)
    session.catalog.event(publication, "altered")


def _check_not_all_tables(publication: Publication, objects: list[Any]) -> None:
    what = "Tables"
    for item in objects:
        if item["PublicationObjSpec"]["pubobjtype"] != "PUBLICATIONOBJ_TABLE":
            what = "Schemas"
            break
    raise PgError(
        "55000",
        f'publication "{publication.name}" is defined as FOR ALL TABLES',
        detail=f"{what} cannot be added to or dropped from FOR ALL TABLES publications.",
        reason="definition",
        kind="publication",
        name=publication.name,
        obj=publication,
    )


def _check_root(publication: Publication, via_root: bool) -> None:
    """`AlterPublicationOptions`: rows and columns of a partitioned table are chosen at its root only."""
    if via_root:
        return
    for rel, chosen in publication.relations.items():
        for part, what in ((chosen.where, "WHERE clause"), (chosen.columns, "column list")):
            if rel.relkind == "p" and part:
                raise _invalid(
                    f'cannot set parameter "publish_via_partition_root" to false for publication "{publication.name}"',
                    f'The publication contains a {what} for partitioned table "{rel.name}", which is not allowed when '
                    '"publish_via_partition_root" is false.',
                    publication,
                )


def _options(session: Session, options: list[DefElem]) -> dict[str, Any]:
    """`parse_publication_options`: the fields of `Publication` that are set."""
    out: dict[str, Any] = {}
    seen: set[str] = set()
    for option in options:
        name = option["defname"]
        if name not in ("publish", "publish_via_partition_root", "publish_generated_columns") or (
            name == "publish_generated_columns" and session.version < 18
        ):
            raise PgError("42601", f'unrecognized publication parameter: "{name}"', reason="definition")
        if name in seen:
            raise conflicting(option)
        seen.add(name)
        if name == "publish_via_partition_root":
            out["via_root"] = get_boolean(option)
        elif name == "publish":
            text = get_string(option)
            words = [w.strip() for w in text.split(",")] if text.strip() else []
            if any(not w for w in words):
                raise PgError("42601", 'invalid list syntax in parameter "publish"', reason="definition")
            for word in words:
                if word.lower() not in ACTIONS:
                    raise PgError(
                        "42601",
                        f'unrecognized value for publication option "publish": "{word.lower()}"'
                        if session.version >= 15
                        else f'unrecognized "publish" value: "{word.lower()}"',
                        reason="definition",
                    )
            out["actions"] = tuple(word.lower() for word in words)
        elif name == "publish_generated_columns":
            value = get_string(option) if "arg" in option else "stored"
            if value.lower() not in ("stored", "none"):
                raise PgError(
                    "42601",
                    f'invalid value for publication parameter "{name}": "{value}"',
                    detail='Valid values are "none" and "stored".',
                    reason="definition",
                )
    return out


def _objects(session: Session, nodes: list[Any]) -> tuple[list[Table], list[Namespace]]:
    """`ObjectsInPublicationToOids`, `OpenTableList`."""
    schemas: list[Namespace] = []
    specs: list[Any] = []
    for item in nodes:
        spec = item["PublicationObjSpec"]
        kind = spec["pubobjtype"]
        if kind == "PUBLICATIONOBJ_TABLE":
            specs.append(spec["pubtable"])
            continue
        if kind == "PUBLICATIONOBJ_TABLES_IN_SCHEMA":
            if spec["name"] == "pg_temp":
                raise undefined_schema("pg_temp", spec.get("location", 0))
            space = ns.namespace(session, spec["name"], spec.get("location", 0))
        else:
            names = session.search_path
            found = [s for n in names if (s := session.catalog.namespaces.get(n)) is not None]
            if not found:
                raise PgError(
                    "3F000", "no schema has been selected for CURRENT_SCHEMA", reason="missing", kind="schema"
                )
            space = found[0]
        if space not in schemas:
            schemas.append(space)
    tables: dict[Relation, dict[str, Any]] = {}
    for table in specs:
        rel = lookup.open_relation(session, table["relation"])
        old = tables.get(rel)
        if old is None:
            tables[rel] = table
            continue
        for field, what in (("whereClause", "WHERE clauses"), ("columns", "column lists")):
            if table.get(field) or old.get(field):
                raise PgError(
                    "42710",
                    f'conflicting or redundant {what} for table "{rel.name}"',
                    reason="definition",
                    kind="publication",
                    obj=rel,
                )
    return list(tables.items()), schemas


def _add(
    session: Session, publication: Publication, tables: list[Table], schemas: list[Namespace], has_schemas: bool
) -> None:
    """`PublicationAddTables`, `PublicationAddSchemas`, after the checks of WHERE and of column lists."""
    filters: dict[Relation, tuple[CatalogObject, ...]] = {}
    for rel, table in tables:
        if not table.get("whereClause"):
            continue
        if rel.relkind == "p" and not publication.via_root:
            raise _invalid(
                f'cannot use publication WHERE clause for relation "{rel.name}"',
                "WHERE clause cannot be used for a partitioned table when publish_via_partition_root is false.",
                publication,
            )
        filters[rel] = _where(session, rel, table["whereClause"])
    for rel, table in tables:
        if table.get("columns") and has_schemas:
            raise _invalid(
                f'cannot use column list for relation "{rel.namespace.name}.{rel.name}" '
                f'in publication "{publication.name}"',
                "Column lists cannot be specified in publications containing FOR TABLES IN SCHEMA elements.",
                publication,
            )
    for rel, table in tables:
        if table.get("columns") and rel.relkind == "p" and not publication.via_root:
            raise _invalid(
                f'cannot use column list for relation "{rel.namespace.name}.{rel.name}" '
                f'in publication "{publication.name}"',
                "Column lists cannot be specified for partitioned tables when publish_via_partition_root is false.",
                publication,
            )
    for rel, table in tables:
        if rel in publication.relations:
            raise _member("relation", rel, publication)
        _check_relation(session, rel, table)
        columns = _columns(rel, lookup.strings(table.get("columns", [])))
        if "table" in publication.unknown:
            raise Unknown(publication.name)
        member = PublicationRel(
            name=publication.name,
            publication=publication,
            relation=rel,
            columns=columns,
            where=table.get("whereClause"),
            life=[Event("created", session.catalog.place)],
        )
        session.journal.put(publication.relations, rel, member)
        session.catalog.depend(member, rel, "a")
        session.catalog.depend(member, publication, "a")
        for obj in (*columns, *filters.get(rel, ())):
            session.catalog.depend(member, obj)
    for space in schemas:
        if publication.schemas.get(space):
            raise _member("schema", space, publication)
        if space.name == "pg_catalog" or space.name.startswith("pg_toast"):
            raise _invalid(
                f'cannot add schema "{space.name}" to publication', _UNSUPPORTED.format("system schemas"), space
            )
        if space.name.startswith("pg_temp"):
            raise _invalid(
                f'cannot add schema "{space.name}" to publication', "Temporary schemas cannot be replicated.", space
            )
        session.journal.put(publication.schemas, space, True)


_UNSUPPORTED = "This operation is not supported for {}."


def _invalid(message: str, detail: str, obj: Any) -> PgError:
    return PgError("22023", message, detail=detail, reason="definition", kind="publication", name=obj.name, obj=obj)


def _member(kind: str, obj: Relation | Namespace, publication: Publication) -> PgError:
    return PgError(
        "42710",
        f'{kind} "{obj.name}" is already member of publication "{publication.name}"',
        reason="exists",
        kind="publication member",
        name=obj.name,
        within=publication.name,
        obj=publication,
    )


def _check_relation(session: Session, rel: Relation, table: Any) -> None:
    """`check_publication_add_relation`."""
    detail = ""
    if rel.relkind not in "rp":
        if session.version < 15:
            raise _invalid(f'"{rel.name}" is not a table', "Only tables can be added to publications.", rel)
        detail = lookup.relkind_not_supported(rel.relkind)
    elif rel.builtin and rel.namespace.name == "pg_catalog":
        if session.version < 15:
            raise _invalid(f'"{rel.name}" is a system table', "System tables cannot be added to publications.", rel)
        detail = _UNSUPPORTED.format("system tables")
    elif rel.persistence != "p":
        if session.version < 15:
            message = f'table "{rel.name}" cannot be replicated'
            raise _invalid(message, "Temporary and unlogged relations cannot be replicated.", rel)
        detail = _UNSUPPORTED.format("temporary tables" if rel.persistence == "t" else "unlogged tables")
    if detail:
        error = _invalid(f'cannot add relation "{rel.name}" to publication', detail, rel)
        error.location = table["relation"].get("location", 0)
        raise error


def _columns(rel: Relation, names: list[str]) -> list[Attribute]:
    """`pub_collist_validate`."""
    seen: list[Attribute] = []
    for name in names:
        if name in SYSTEM_COLUMNS:
            raise PgError(
                "42P10", f'cannot use system column "{name}" in publication column list', reason="definition", name=name
            )
        attribute = lookup.find_attribute(rel, name)
        if attribute is None:
            raise undefined_column(name, rel.name, None, rel)
        if attribute.generated == "v":
            raise PgError(
                "42P10",
                f'cannot use virtual generated column "{name}" in publication column list',
                reason="definition",
                name=name,
            )
        if attribute in seen:
            raise PgError(
                "42710", f'duplicate column "{name}" in publication column list', reason="definition", name=name
            )
        seen.append(attribute)
    return seen


def _where(session: Session, rel: Relation, node: Any) -> tuple[CatalogObject, ...]:
    """`TransformPubWhereClauses`, `check_simple_rowfilter_expr`."""

    def refuse(detail: str) -> PgError:
        return PgError(
            "0A000",
            "invalid publication WHERE expression",
            detail=detail,
            reason="unsupported",
            kind="publication",
            name=rel.name,
        )

    tags = _tags(node)
    if "SubLink" in tags:
        raise refuse(
            "Only columns, constants, built-in operators, built-in data types, built-in collations, "
            "and immutable built-in functions are allowed."
        )
    cooked = api.cook(session, node, "publication_where", [(rel.name, rel)], session.catalog.builtin("bool"))
    if any(name in SYSTEM_COLUMNS and name not in rel.attributes for name in tags.get("ColumnRef", ())):
        raise refuse("System columns are not allowed.")
    if any(isinstance(o, Operator) for o in cooked.depends):
        raise refuse("User-defined operators are not allowed.")
    if any(isinstance(o, Type) or (isinstance(o, Attribute) and not o.type.builtin) for o in cooked.depends):
        raise refuse("User-defined types are not allowed.")
    for name in tags.get("CollateClause", ()):
        collation = ns.find_other(session, "collation", None, name)
        if collation is not None and not collation.builtin:
            raise refuse("User-defined collations are not allowed.")
    if cooked.volatility != "i" or any(isinstance(o, Proc) for o in cooked.depends):
        raise refuse("User-defined or built-in mutable functions are not allowed.")
    return cooked.depends


def _tags(node: Any) -> dict[str, list[str]]:
    """The kinds of node in an expression, with the last name of each column reference and collation."""
    found: dict[str, list[str]] = {}
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            for tag, body in item.items():
                if tag[:1].isupper() and isinstance(body, dict):
                    names = body.get("fields") or body.get("collname") or [{}]
                    found.setdefault(tag, []).append(names[-1].get("String", {}).get("sval", ""))
                stack.append(body)
    return found


def _drop(session: Session, publication: Publication, nodes: list[Any]) -> None:
    """`PublicationDropTables`, `PublicationDropSchemas`."""
    tables, schemas = _objects(session, nodes)
    for rel, table in tables:
        if table.get("columns"):
            raise PgError("42601", "column list must not be specified in ALTER PUBLICATION ... DROP", reason="syntax")
        if rel not in publication.relations:
            if "table" in publication.unknown:
                raise Unknown(publication.name)
            raise PgError(
                "42704",
                f'relation "{rel.name}" is not part of the publication',
                reason="missing",
                kind="publication member",
                name=rel.name,
                within=publication.name,
                obj=publication,
            )
        if table.get("whereClause"):
            raise PgError(
                "42601", "cannot use a WHERE clause when removing a table from a publication", reason="syntax"
            )
        remove(session.catalog, publication.relations[rel])
    for space in schemas:
        if space not in publication.schemas:
            if "table" in publication.unknown:
                raise Unknown(publication.name)
            raise PgError(
                "42704",
                f'tables from schema "{space.name}" are not part of the publication',
                reason="missing",
                kind="publication member",
                name=space.name,
                within=publication.name,
                obj=publication,
            )
        session.journal.drop(publication.schemas, space)
