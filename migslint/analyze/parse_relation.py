"""Range table entries, and column references resolved in them (`parser/parse_relation.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze.parse_collate import implicit
from migslint.analyze.state import CommonTable, RangeEntry, Scope
from migslint.analyze.types import UNSURE, Expr, RangeColumn
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, undefined_relation
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.objects import Attribute, Relation
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type

if TYPE_CHECKING:
    from migslint.syntax.nodes import RangeVar

MAX_FUZZY_DISTANCE = 3


def open_table(scope: Scope, node: RangeVar) -> Relation | None:
    """`parserOpenTable`: PgError 42P01 if it is not there, None if that cannot be said."""
    schema, name, location = node.get("schemaname"), node["relname"], node.get("location", 0)
    if scope.variables is not None and not schema:
        transition = scope.variables.table(name)
        if transition is not None:
            return transition
    try:
        found = ns.find_relation(scope.session, schema, name, location)
    except Unknown:
        scope.unsure[0] = True
        return None
    if found is None:
        error = undefined_relation(name, schema, location)
        if not schema and _is_future_cte(scope, name):
            error.detail = (
                f'There is a WITH item named "{name}", but it cannot be referenced from this part of the query.'
            )
            error.hint = "Use WITH RECURSIVE, or re-order the WITH items to remove forward references."
        raise error
    if "self" in found.unknown:
        scope.unsure[0] = True
    return found


def _is_future_cte(scope: Scope, name: str) -> bool:
    """`isFutureCTE`."""
    level: Scope | None = scope
    while level is not None:
        if name in level.future_ctes:
            return True
        level = level.parent
    return False


def cannot_open(session: Session, relation: Relation, location: int | None) -> PgError:
    """`table_openrv`: 42809 for an index or a composite type, in the words of the version."""
    what = {"c": "composite types", "i": "indexes", "I": "partitioned indexes"}[relation.relkind]
    old = session.version < 16
    return PgError(
        "42809",
        f'"{relation.name}" is {"a composite type" if relation.relkind == "c" else "an index"}'
        if old
        else f'cannot open relation "{relation.name}"',
        detail=None if old else f"This operation is not supported for {what}.",
        location=location,
        reason="kind",
        kind="relation",
        name=relation.name,
        obj=relation,
    )


def columns_of(relation: Relation) -> list[RangeColumn]:
    """The columns that a relation offers."""
    return [RangeColumn(a.name, a.type, a.typmod, a, collation=a.collation) for a in relation.attributes.values()]


def relation_entry(scope: Scope, relation: Relation, alias: str, aliased: bool) -> RangeEntry:
    """`addRangeTableEntryForRelation`."""
    scope.depend(relation)
    entry = RangeEntry(
        alias,
        "relation",
        columns_of(relation),
        relation=relation,
        aliased=aliased,
        unsure="column" in relation.unknown or "self" in relation.unknown,
        row=relation.rowtype,
    )
    scope.entries.append(entry)
    return entry


_NO_SYSTEM_COLUMN = {
    "check_constraint": 'system column "{}" reference in check constraint is invalid',
    "generated_column": 'cannot use system column "{}" in column generation expression',
    "merge_when": 'cannot use system column "{}" in MERGE WHEN condition',
}


def apply_aliases(entry: RangeEntry, names: list[str], location: int | None) -> None:
    """`buildRelationAliases`: PgError 42P10 when there are more aliases than columns."""
    if entry.unsure:
        return
    if len(names) > len(entry.columns):
        raise PgError(
            "42P10",
            f"{_shown(entry)} {len(entry.columns)} columns available but {len(names)} columns specified",
            location=location,
            reason="definition",
        )
    for i, name in enumerate(names):
        old = entry.columns[i]
        entry.columns[i] = RangeColumn(name, old.type, old.typmod, old.attribute, old, old.names, old.collation)
    entry.index = {}


def _has_system_column(relation: Relation | None, name: str) -> bool:
    return relation is not None and name in SYSTEM_COLUMNS and relation.relkind not in "vc"


def _shown(entry: RangeEntry) -> str:
    if entry.kind == "values":
        return f'VALUES lists "{entry.name}" have'
    if entry.kind == "tablefunc":
        return f"{entry.table_function} function has"
    return f'{"join expression" if entry.kind == "join" else "table"} "{entry.name}" has'


def scan_columns(
    scope: Scope, entry: RangeEntry, name: str, location: int | None, system: bool = True
) -> RangeColumn | None:
    """`scanNSItemForColumn`, `system` columns included; PgError 42702 if the entry has the name twice."""
    try:
        found = entry.find(name)
    except LookupError:
        raise PgError(
            "42702",
            f'column reference "{name}" is ambiguous',
            location=location,
            reason="ambiguous",
            kind="column",
            name=name,
        ) from None
    if found is None and system and entry.system_columns and _has_system_column(entry.relation, name):
        if scope.kind in _NO_SYSTEM_COLUMN and name != "tableoid":
            raise PgError("42P10", _NO_SYSTEM_COLUMN[scope.kind].format(name), location=location, reason="definition")
        return RangeColumn(name, scope.type(SYSTEM_COLUMNS[name]))
    return found


def variable(scope: Scope, owner: Scope, entry: RangeEntry, column: RangeColumn, location: int | None) -> Expr:
    """`markVarForSelectPriv` and the Var itself: notes what the statement depends on."""
    attribute = column.attribute
    if attribute is not None:
        scope.depend(attribute)
    scope.trace.append(("var", owner.depth, location))
    collation = implicit(column.type, column.collation, location)
    return Expr(column.type, column.typmod, location, column=column, names=column.names, collation=collation)


def _check_lateral(scope: Scope, entry: RangeEntry, location: int | None, column: bool) -> None:
    """`check_lateral_ref_ok`; `column`: reached by a bare column's name, for which a join stands before its tables."""
    if entry.lateral_only and not entry.lateral_ok:
        name = "unnamed_join" if column and entry.joined else entry.name
        target = entry is scope.target
        raise PgError(
            "42P10",
            f'invalid reference to FROM-clause entry for table "{name}"',
            detail=None if target else "The combining JOIN type must be INNER or LEFT for a LATERAL reference.",
            hint=f'There is an entry for table "{name}", but it cannot be referenced from this part of the query.'
            if target
            else None,
            location=location,
            reason="definition",
        )


def find_column(scope: Scope, name: str, location: int | None) -> Expr | None:
    """`colNameToVar`: an unqualified column in this and the outer levels; None if there is none."""
    level: Scope | None = scope
    while level is not None:
        result: Expr | None = None
        unsure = False
        for entry in level.namespace:
            if not entry.columns_visible or (entry.lateral_only and not level.lateral_active):
                continue
            column = scan_columns(scope, entry, name, location, not entry.joined)
            if column is None:
                unsure |= entry.unsure
                continue
            if result is not None:
                raise PgError(
                    "42702",
                    f'column reference "{name}" is ambiguous',
                    location=location,
                    reason="ambiguous",
                    kind="column",
                    name=name,
                )
            _check_lateral(level, entry, location, True)
            result = variable(scope, level, entry, column, location)
        if result is not None:
            return result
        if unsure:
            return scope.unknowable(location)
        level = level.parent
    return None


def find_entry(scope: Scope, schema: str | None, name: str, location: int | None) -> tuple[Scope, RangeEntry] | None:
    """`refnameNamespaceItem`: a table by the name it has in this query."""
    relation: Relation | None = None
    if schema is not None:
        try:
            relation = ns.find_relation(scope.session, schema, name, location)
        except Unknown:
            relation = None
        if relation is None:
            return None
    level: Scope | None = scope
    while level is not None:
        result: RangeEntry | None = None
        for entry in level.namespace:
            if not entry.relation_visible or (entry.lateral_only and not level.lateral_active):
                continue
            if schema is None:
                if entry.name != name:
                    continue
            elif entry.relation is not relation or entry.aliased:
                continue
            if result is not None:
                raise PgError("42P09", f'table reference "{name}" is ambiguous', location=location, reason="ambiguous")
            _check_lateral(level, entry, location, False)
            result = entry
        if result is not None:
            return level, result
        level = level.parent
    return None


def any_unsure(scope: Scope) -> bool:
    """Whether some visible table's columns are not all known."""
    level: Scope | None = scope
    while level is not None:
        if any(e.unsure for e in level.namespace):
            return True
        level = level.parent
    return False


# --- errors with their hints ---


def levenshtein(a: str, b: str, limit: int) -> int:
    """`varstr_levenshtein_less_equal` with unit costs; anything above `limit` comes as limit + 1."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x != y)))
        previous = current
    return min(previous[-1], limit + 1)


class _Fuzzy:
    """`FuzzyAttrMatchState`."""

    __slots__ = ("distance", "exact1", "exact2", "first", "second")

    def __init__(self) -> None:
        self.distance = MAX_FUZZY_DISTANCE + 1
        self.first: tuple[RangeEntry, str] | None = None
        self.second: tuple[RangeEntry, str] | None = None
        self.exact1: RangeEntry | None = None
        self.exact2: RangeEntry | None = None

    def update(self, penalty: int, entry: RangeEntry, actual: str, match: str) -> None:
        """`updateFuzzyAttrMatchState`."""
        if penalty > self.distance:
            return
        distance = levenshtein(actual, match, self.distance + 1 - penalty)
        if distance > len(match.encode()) // 2:
            return
        distance += penalty
        if distance < self.distance:
            self.distance = distance
            self.first, self.second = (entry, actual), None
        elif distance == self.distance:
            if self.second is not None:
                self.first = self.second = None
                self.distance = distance - 1
            elif self.first is not None:
                self.second = (entry, actual)


def _search_column(scope: Scope, alias: str | None, name: str) -> _Fuzzy:
    """`searchRangeTableForCol`."""
    state = _Fuzzy()
    level: Scope | None = scope
    while level is not None:
        for entry in level.entries:
            if entry.kind == "join":
                continue
            penalty = levenshtein(alias, entry.name, MAX_FUZZY_DISTANCE + 1) if alias is not None else 0
            found = False
            for column in entry.columns:
                found |= column.name == name
                state.update(penalty, entry, column.name, name)
            if not found and entry.system_columns and _has_system_column(entry.relation, name):
                found = True
            if found and penalty == 0:
                if state.exact1 is None:
                    state.exact1 = entry
                elif state.exact2 is None:
                    state.exact2 = entry
        level = level.parent
    return state


def missing_column(scope: Scope, relname: str | None, name: str, location: int | None) -> PgError:
    """`errorMissingColumn`: 42703 with the server's hint."""
    message = f"column {relname}.{name} does not exist" if relname else f'column "{name}" does not exist'
    state = _search_column(scope, relname, name)
    detail = hint = None
    modern = scope.session.version >= 16
    if state.exact1 is not None:
        if modern:
            if state.exact2 is not None:
                detail = (
                    f'There are columns named "{name}", but they are in tables that cannot be referenced from this '
                    "part of the query."
                )
                if relname is None:
                    hint = "Try using a table-qualified name."
            else:
                detail = (
                    f'There is a column named "{name}" in table "{state.exact1.name}", but it cannot be referenced '
                    "from this part of the query."
                )
                if _visible_if_lateral(scope, state.exact1):
                    hint = "To reference that column, you must mark this subquery with LATERAL."
                elif relname is None and _visible_if_qualified(scope, state.exact1):
                    hint = "To reference that column, you must use a table-qualified name."
        else:
            hint = (
                f'There is a column named "{name}" in table "{state.exact1.name}", but it cannot be referenced from '
                "this part of the query."
            )
    elif state.first is not None:
        first, second = state.first, state.second
        if second is None:
            hint = f'Perhaps you meant to reference the column "{first[0].name}.{first[1]}".'
        else:
            hint = (
                f'Perhaps you meant to reference the column "{first[0].name}.{first[1]}" or the column '
                f'"{second[0].name}.{second[1]}".'
            )
    owner: Relation | None = None
    for entry in scope.entries:
        if entry.relation is not None and (relname is None or entry.name == relname):
            owner = entry.relation
            break
    return PgError(
        "42703",
        message,
        detail=detail,
        hint=hint,
        location=location,
        reason="missing",
        kind="column",
        name=name,
        within=owner.name if owner is not None else relname or "",
        obj=owner,
    )


def _visible_if_lateral(scope: Scope, entry: RangeEntry) -> bool:
    """`rte_visible_if_lateral`."""
    level: Scope | None = None if scope.lateral_active else scope
    while level is not None:
        for item in level.namespace:
            if item is entry:
                return item.lateral_only and item.lateral_ok
        level = level.parent
    return False


def _visible_if_qualified(scope: Scope, entry: RangeEntry) -> bool:
    level: Scope | None = scope
    while level is not None:
        if entry in level.namespace:
            return entry.relation_visible
        level = level.parent
    return False


def _is_reached(scope: Scope, entry: RangeEntry) -> bool:
    """Whether the entry's own name finds it."""
    try:
        found = find_entry(scope, None, entry.name, None)
    except PgError:
        return False
    return found is not None and found[1] is entry


def missing_entry(scope: Scope, schema: str | None, name: str, location: int | None) -> PgError:
    """`errorMissingRTE`: 42P01."""
    found: RangeEntry | None = None
    relation: Relation | None = None
    try:
        relation = ns.find_relation(scope.session, schema, name, location)
    except (PgError, Unknown):
        relation = None
    level: Scope | None = scope
    while level is not None and found is None:
        for entry in level.entries:
            if (relation is not None and entry.relation is relation) or entry.name == name:
                found = entry
                break
        level = level.parent
    detail = hint = None
    if found is None:
        message = f'missing FROM-clause entry for table "{name}"'
    else:
        message = f'invalid reference to FROM-clause entry for table "{name}"'
        if found.aliased and found.name != name and found.relation is relation and _is_reached(scope, found):
            hint = f'Perhaps you meant to reference the table alias "{found.name}".'
        elif scope.session.version >= 16:
            detail = (
                f'There is an entry for table "{found.name}", but it cannot be referenced from this part of the query.'
            )
            if _visible_if_lateral(scope, found):
                hint = "To reference that table, you must mark this subquery with LATERAL."
        else:
            hint = (
                f'There is an entry for table "{found.name}", but it cannot be referenced from this part of the query.'
            )
    return PgError(
        "42P01",
        message,
        detail=detail,
        hint=hint,
        location=location,
        reason="missing",
        kind="range entry",
        name=name,
        within=schema or "",
    )


# --- whole rows ---


def whole_row(scope: Scope, owner: Scope, entry: RangeEntry, location: int | None) -> Expr:
    """`transformWholeRowRef`."""
    scope.trace.append(("var", owner.depth, location))
    if entry.relation is not None and entry.relation.rowtype is not None:
        for column in entry.columns:
            if column.attribute is not None:
                scope.depend(column.attribute)
        return Expr(entry.relation.rowtype, -1, location, whole=entry.name)
    if entry.unsure:
        return scope.unknowable(location)
    if entry.scalar is not None:
        return Expr(entry.scalar, -1, location)
    names = [(c.name, c.type) for c in entry.columns]
    return Expr(entry.row or scope.type("record"), -1, location, names=names, whole=entry.name)


def field_of(scope: Scope, base: Expr, name: str) -> tuple[Attribute | None, Expr] | None:
    """A field of a composite value; None if the type has no such field (or no fields)."""
    if base.type is UNSURE:
        return None, scope.unknowable(base.location)
    if base.names is not None:
        for column, type in base.names:
            if column == name:
                return None, Expr(type, -1, base.location)
        return None
    relation = base_type(base.type).relation
    if relation is None:
        return None
    attribute = relation.attributes.get(name)
    if attribute is None:
        if "column" in relation.unknown:
            return None, scope.unknowable(base.location)
        if name in SYSTEM_COLUMNS and relation.relkind in "rpmft" and base.column is None:
            return None, Expr(scope.type(SYSTEM_COLUMNS[name]), -1, base.location)
        return None
    scope.depend(attribute)
    collation = implicit(attribute.type, attribute.collation, base.location)
    return attribute, Expr(attribute.type, attribute.typmod, base.location, collation=collation)


def find_cte(scope: Scope, name: str) -> CommonTable | None:
    """`scanNameSpaceForCTE`."""
    level: Scope | None = scope
    while level is not None:
        found = level.ctes.get(name)
        if found is not None:
            return found
        level = level.parent
    return None


def strings(nodes: list[Any]) -> list[str]:
    """The strings of String nodes."""
    return [n["String"].get("sval", "") for n in nodes if "String" in n]
