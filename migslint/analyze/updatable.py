"""Which views are automatically updatable (`rewrite/rewriteHandler.c`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.objects import Attribute, Relation
from migslint.catalog.session import Session

_SINGLE = "Views that do not select from a single table or view are not automatically updatable."


def reason_not_updatable(session: Session, query: Any) -> str | None:
    """`view_query_is_auto_updatable`: the sentence that says why a view of this query is not; None if it is."""
    select = query.get("SelectStmt")
    if select is None or "valuesLists" in select:
        return _SINGLE
    for what, fields in (
        ("containing DISTINCT", ("distinctClause",)),
        ("containing GROUP BY", ("groupClause",)),
        ("containing HAVING", ("havingClause",)),
        ("containing UNION, INTERSECT, or EXCEPT", ("larg",)),
        ("containing WITH", ("withClause",)),
        ("containing LIMIT or OFFSET", ("limitOffset", "limitCount")),
    ):
        if any(f in select for f in fields):
            return f"Views {what} are not automatically updatable."
    targets = [t["ResTarget"].get("val", {}) for t in select.get("targetList", ())]
    kinds = {kind for target in targets for kind in _call_kinds(session, target)}
    for kind, what in (("a", "aggregate"), ("w", "window"), ("s", "set-returning")):
        if kind in kinds:
            return f"Views that return {what} functions are not automatically updatable."
    sources = select.get("fromClause", ())
    if len(sources) != 1:
        return _SINGLE
    source = sources[0]
    if "RangeTableSample" in source:
        return "Views containing TABLESAMPLE are not automatically updatable."
    if "RangeVar" not in source:
        return _SINGLE
    var = source["RangeVar"]
    rel = ns.find_relation(session, var.get("schemaname"), var["relname"])
    if rel is None or "column" in rel.unknown:
        return None
    if rel.relkind not in "rfvp":
        return _SINGLE
    for target in targets:
        fields = target.get("ColumnRef", {}).get("fields", ())
        if fields and ("A_Star" in fields[-1] or fields[-1].get("String", {}).get("sval") in rel.attributes):
            return None
    return "Views that have no updatable columns are not automatically updatable."


#: command -> (verb, gerund) of the messages
_VERBS = {
    "INSERT": ("insert into", "inserting into"),
    "UPDATE": ("update", "updating"),
    "DELETE": ("delete from", "deleting from"),
}


def check_modify(
    session: Session,
    view: Relation,
    command: str,
    columns: list[str],
    merge: bool = False,
    given: Collection[str] = (),
    override: str = "",
) -> None:
    """`rewriteTargetView`: PgError 55000 for a view that a command cannot change, 0A000 for a column of one.

    `columns` are those that INSERT or UPDATE assign to, by name; those that are `given` a value may not end in a column
    that makes its own (428C9), which `override` may allow.
    """
    while view.relkind == "v" and view.query is not None and not view.builtin:
        if "trigger" in view.unknown or "rule" in view.unknown:
            return
        if any(t.timing == "INSTEAD OF" and command in t.events for t in view.triggers.values()):
            return
        rules = [r for r in view.rules.values() if r.instead and r.event == command.lower()]
        if any(r.where is None for r in rules):
            return
        reason = reason_not_updatable(session, view.query)
        if rules:
            reason = "Views with conditional DO INSTEAD rules are not automatically updatable."
        if reason:
            verb, gerund = _VERBS[command]
            how = f"an INSTEAD OF {command} trigger or an unconditional ON {command} DO INSTEAD rule"
            if merge:
                gerund, how = f"{gerund} the view using MERGE", f"an INSTEAD OF {command} trigger"
            else:
                gerund = f"{gerund} the view"
            raise PgError(
                "55000",
                f'cannot {verb} view "{view.name}"',
                detail=reason,
                hint=f"To enable {gerund}, provide {how}.",
                reason="definition",
                kind="view",
                name=view.name,
                obj=view,
            )
        if command == "INSERT" and not merge:
            own = [a.name for a in view.attributes.values() if a.default is not None]
            columns = list(dict.fromkeys([*columns, *own]))
            given = {*given, *own}
        select = view.query["SelectStmt"]
        targets = [t["ResTarget"].get("val", {}) for t in select.get("targetList", ())]
        var = select["fromClause"][0].get("RangeVar")
        base = ns.find_relation(session, var.get("schemaname"), var["relname"]) if var is not None else None
        if base is None or "column" in base.unknown or "column" in view.unknown:
            return
        if any(_is_star(t) for t in targets):
            if len(targets) > 1 or [*view.attributes] != [*base.attributes][: len(view.attributes)]:
                given = ()  # which column is which is not known
        else:
            names = list(view.attributes)
            mapped: list[str] = []
            for column in dict.fromkeys(columns):
                at = names.index(column) if column in names else len(targets)
                fields = targets[at].get("ColumnRef", {}).get("fields", ()) if at < len(targets) else ()
                word = fields[-1].get("String", {}).get("sval", "") if fields else ""
                if word not in base.attributes:
                    raise _not_a_column(view, column, command, merge, bool(word in SYSTEM_COLUMNS))
                mapped.append(word)
            for word in mapped:
                if mapped.count(word) > 1:
                    raise PgError(
                        "42601",
                        f'multiple assignments to same column "{word}"',
                        reason="definition",
                        kind="column",
                        name=word,
                        within=base.name,
                    )
            given = [word for column, word in zip(dict.fromkeys(columns), mapped) if column in given]
            columns = mapped
        view = base
    for attribute in view.attributes.values():
        if attribute.name in given and not (attribute.identity and override and not attribute.generated):
            _check_given(attribute, command)


def _check_given(attribute: Attribute, command: str) -> None:
    """`rewriteTargetListIU`: PgError 428C9 for a value for a column that makes its own."""
    if not attribute.generated and attribute.identity != "a":
        return
    name = attribute.name
    what = "a generated column" if attribute.generated else "an identity column defined as GENERATED ALWAYS"
    insert = command == "INSERT"
    raise PgError(
        "428C9",
        f'cannot insert a non-DEFAULT value into column "{name}"'
        if insert
        else f'column "{name}" can only be updated to DEFAULT',
        detail=f'Column "{name}" is {what}.',
        hint="Use OVERRIDING SYSTEM VALUE to override." if insert and not attribute.generated else None,
        reason="definition",
        kind="column",
        name=name,
        obj=attribute,
    )


def _is_star(target: Any) -> bool:
    fields = target.get("ColumnRef", {}).get("fields", ())
    return bool(fields) and "A_Star" in fields[-1]


def _not_a_column(view: Relation, column: str, command: str, merge: bool, system: bool) -> PgError:
    verb = "merge into" if merge else _VERBS[command][0]
    return PgError(
        "0A000",
        f'cannot {verb} column "{column}" of view "{view.name}"',
        detail="View columns that refer to system columns are not updatable."
        if system
        else "View columns that are not columns of their base relation are not updatable.",
        reason="unsupported",
        kind="column",
        name=column,
        within=view.name,
        obj=view,
    )


def _call_kinds(session: Session, node: Any) -> Iterator[str]:
    """a, w or s for each aggregate, window or set-returning call of an expression, subqueries left out."""
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            if "SubLink" in item:
                continue
            if "FuncCall" in item:
                yield from _call_kind(session, item["FuncCall"])
            stack.extend(item.values())


def _call_kind(session: Session, call: Any) -> Iterator[str]:
    if "over" in call:
        yield "w"
        return
    names = [n["String"].get("sval", "") for n in call["funcname"]]
    for proc in ns.find_procs(session, names[-2] if len(names) > 1 else None, names[-1]):
        if proc.kind in "aw":
            yield proc.kind
        elif proc.retset:
            yield "s"
