"""Extended statistics (`commands/statscmds.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.names import make_object_name, name_addition
from migslint.catalog.objects import CatalogObject, Namespace, Relation, StatisticsObject, Type
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import lookup
from migslint.commands.opclass import default_opclass

if TYPE_CHECKING:
    from migslint.syntax.nodes import AlterStatsStmt, CreateStatsStmt

_KINDS = ("ndistinct", "dependencies", "mcv")
_KIND = "statistics object"


def create_statistics(session: Session, node: CreateStatsStmt) -> None:
    """`transformStatsStmt`, `CreateStatistics`."""
    catalog = session.catalog
    sources = node.get("relations", [])
    if "RangeVar" not in sources[0]:
        raise _unsupported("CREATE STATISTICS only supports relation names in the FROM clause")
    rel = lookup.relation(session, sources[0]["RangeVar"])
    columns: list[str] = []
    expressions: list[Any] = []
    words: list[str] = []
    cooked: list[api.Cooked] = []
    entry = [(sources[0]["RangeVar"].get("alias", {}).get("aliasname", rel.name), rel)]
    for item in node.get("exprs", []):
        element: Any = item["StatsElem"]
        found = api.cook(session, element["expr"], "stats_expression", entry) if element.get("expr") else None
        name = element.get("name") or _plain_column(element.get("expr"))
        words.append(name or "expr")
        if name:
            columns.append(name)
        elif found is not None:
            cooked.append(found)
            expressions.append(element["expr"])
    if len(sources) != 1:
        raise _unsupported("only a single relation is allowed in CREATE STATISTICS")
    location = sources[0]["RangeVar"].get("location", 0)
    if rel.relkind not in "rmfp":
        raise _wrong_relation(session, rel, location)
    lookup.check_not_system(rel, location)
    schema, name = lookup.qualified(node["defnames"]) if "defnames" in node else (None, "")
    if name:
        space = ns.creation_namespace(session, schema)
    else:
        space = rel.namespace
        name = _choose_name(session, space, rel.name, name_addition(words))
    existing = catalog.other(space, _KIND, name)
    if existing is not None:
        if "self" in existing.unknown:
            raise Unknown(name)
        message = f'statistics object "{name}" already exists'
        if not node.get("if_not_exists"):
            raise PgError("42710", message, reason="exists", kind=_KIND, name=name, obj=existing)
        session.notice(f"{message}, skipping", sqlstate="42710", reason="skip", kind=_KIND, name=name, obj=existing)
        return
    _check_count(columns, expressions)
    depends: list[CatalogObject] = []
    for column in columns:
        attribute = _column(session, rel, column)
        if attribute is not None:
            depends.append(attribute)
    for found in cooked:
        if len(columns) + len(expressions) > 1 and not _sortable(session, found.type.type):
            raise _unsupported(
                "expression cannot be used in multivariate statistics because its type "
                f"{format_type(session, found.type.type)} has no default btree operator class"
            )
        depends += found.depends
    kinds = tuple(lookup.strings(node.get("stat_types", [])))
    _check_kinds(columns, expressions, kinds)
    statistics = StatisticsObject(name=name, namespace=space, relation=rel, kinds=kinds, owner=session.role)
    catalog.add_other(space, _KIND, statistics)
    catalog.depend(statistics, space)
    for obj in depends:
        catalog.depend(statistics, obj, "a")
    if not columns:
        catalog.depend(statistics, rel, "a")


def _plain_column(expression: Any) -> str:
    """A column in parentheses is a column."""
    fields: Any = expression.get("ColumnRef", {}).get("fields", ()) if expression else ()
    return fields[0]["String"].get("sval", "") if len(fields) == 1 and "String" in fields[0] else ""


def _wrong_relation(session: Session, rel: Relation, location: int) -> PgError:
    if session.version < 15:
        return PgError(
            "42809",
            f'relation "{rel.name}" is not a table, foreign table, or materialized view',
            location=location,
            reason="kind",
            kind="relation",
            name=rel.name,
            obj=rel,
        )
    return PgError(
        "42809",
        f'cannot define statistics for relation "{rel.name}"',
        detail=lookup.relkind_not_supported(rel.relkind),
        location=location,
        reason="kind",
        kind="relation",
        name=rel.name,
        obj=rel,
    )


def _choose_name(session: Session, space: Namespace, table: str, addition: str) -> str:
    """`ChooseExtendedStatisticName`."""
    n = 0
    while True:
        name = make_object_name(table, addition, f"stat{n or ''}")
        if session.catalog.other(space, _KIND, name) is None:
            return name
        n += 1


def _check_count(columns: list[str], expressions: list[Any]) -> None:
    if len(columns) + len(expressions) > 8:
        raise PgError("54011", "cannot have more than 8 columns in statistics", reason="definition", kind=_KIND)


def _column(session: Session, rel: Relation, name: str) -> CatalogObject | None:
    if name in SYSTEM_COLUMNS or (name == rel.name and name not in rel.attributes):
        raise _unsupported("statistics creation on system columns is not supported")
    attribute = rel.attributes.get(name)
    if attribute is None:
        if "column" in rel.unknown:
            return None
        raise PgError(
            "42703",
            f'column "{name}" does not exist',
            reason="missing",
            kind="column",
            name=name,
            within=rel.name,
            obj=rel,
        )
    if attribute.generated == "v":
        raise _unsupported("statistics creation on virtual generated columns is not supported")
    if not _sortable(session, attribute.type):
        raise _unsupported(
            f'column "{name}" cannot be used in statistics because its type '
            f"{format_type(session, attribute.type)} has no default btree operator class"
        )
    return attribute


def _sortable(session: Session, type: Type) -> bool:
    if api.is_unsure(type) or session.catalog.doubtful("operator class", "", "btree"):
        return True
    return default_opclass(session, type, "btree") is not None


def _check_kinds(columns: list[str], expressions: list[Any], kinds: tuple[str, ...]) -> None:
    def refuse(message: str, sqlstate: str = "42601") -> PgError:
        return PgError(sqlstate, message, reason="definition", kind=_KIND)

    single = len(expressions) == 1 and not columns
    if single and kinds:
        message = "when building statistics on a single expression, statistics kinds may not be specified"
        raise _unsupported(message)
    for kind in kinds:
        if kind not in _KINDS:
            raise refuse(f'unrecognized statistics kind "{kind}"')
    if len(columns) + len(expressions) < 2 and not single:
        raise refuse("extended statistics require at least 2 columns", "42P17")
    if len(set(columns)) < len(columns):
        raise refuse("duplicate column name in statistics definition", "42701")
    bare = [_without_locations(e) for e in expressions]
    if any(e in bare[:i] for i, e in enumerate(bare)):
        raise refuse("duplicate expression in statistics definition", "42701")


def _without_locations(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_locations(n) for n in node]
    if isinstance(node, dict):
        return {k: _without_locations(v) for k, v in node.items() if k != "location"}
    return node


def _unsupported(message: str) -> PgError:
    return PgError("0A000", message, reason="unsupported", kind=_KIND)


def alter_statistics(session: Session, node: AlterStatsStmt) -> None:
    """`AlterStatistics`: SET STATISTICS."""
    value: Any = node.get("stxstattarget", {})
    target = value.get("Integer", {}).get("ival", 0) if value else -1
    if target < -1:
        raise PgError("22023", f"statistics target {target} is too low", reason="value", kind=_KIND)
    if target > 10000:
        session.notice("lowering statistics target to 10000", sqlstate="22023", severity="WARNING")
    schema, name = lookup.qualified(node["defnames"])
    if node.get("missing_ok") and lookup.schema_is_missing(session, schema):
        found = None
    else:
        found = ns.find_other(session, _KIND, schema, name)
    if found is None:
        message = f'statistics object "{".".join(lookup.strings(node["defnames"]))}" does not exist'
        if not node.get("missing_ok"):
            raise PgError("42704", message, reason="missing", kind=_KIND, name=name)
        session.notice(f"{message}, skipping", reason="skip", kind=_KIND, name=name)
        return
    session.catalog.event(found, "altered")
