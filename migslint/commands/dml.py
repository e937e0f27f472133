"""SELECT, INSERT, UPDATE, DELETE and MERGE: analysed; what they do to rows is not the replay's."""

from __future__ import annotations

from typing import Any

from migslint.analyze import api
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import ForeignServer, Relation, Simple
from migslint.catalog.session import Session


def select(session: Session, node: Any) -> None:
    """`analyze.c, transformSelectStmt`; SELECT INTO is CREATE TABLE AS (`transformOptionalSelectInto`)."""
    from migslint.commands.createas import leftmost, select_into

    if "intoClause" in leftmost(node):
        select_into(session, node)
        return
    _run(session, {"SelectStmt": node})
    if "fromClause" not in node and "whereClause" not in node and "targetList" in node:
        from migslint.commands.variable import run_functions

        run_functions(session, node)


def insert(session: Session, node: Any) -> None:
    """`analyze.c, transformInsertStmt`."""
    _run(session, {"InsertStmt": node})


def update(session: Session, node: Any) -> None:
    """`analyze.c, transformUpdateStmt`."""
    _run(session, {"UpdateStmt": node})


def delete(session: Session, node: Any) -> None:
    """`analyze.c, transformDeleteStmt`."""
    _run(session, {"DeleteStmt": node})


def merge(session: Session, node: Any) -> None:
    """`parse_merge.c, transformMergeStmt`."""
    _run(session, {"MergeStmt": node})


def _run(session: Session, query: Any) -> None:
    check_execution(session, query, api.query(session, query))


def check_execution(session: Session, query: Any, info: api.QueryInfo) -> None:
    """What the executor refuses as it starts, whatever the rows."""
    body = next(iter(query.values()))
    cursor = body.get("whereClause", {}).get("CurrentOfExpr")
    if cursor is not None and "cursor_name" in cursor:
        from migslint.commands.portalcmds import check_open

        check_open(session, cursor["cursor_name"])
    check_populated(session, query, info)
    if "role" in session.settings or "session_authorization" in session.settings:
        from migslint.commands.rowsecurity import check_recursion

        check_recursion(session, query)
    for foreign in [o for o in info.depends if isinstance(o, Relation) and o.relkind == "f"]:
        _check_handler(session, query, foreign)
    if "lockingClause" in body:
        _check_locked(body, info)
    if any(key[0] == "publication" for key in session.catalog.shared):
        from migslint.commands.replident import check_statement

        check_statement(session, query)


def _check_handler(session: Session, query: Any, foreign: Relation) -> None:
    """`foreign.c, GetFdwRoutineByServerId`: PgError 55000 for a wrapper that can read nothing."""
    server = session.catalog.shared.get(("server", foreign.server))
    name = server.wrapper if isinstance(server, ForeignServer) else ""
    wrapper = session.catalog.shared.get(("foreign-data wrapper", name))
    record = wrapper.record if isinstance(wrapper, Simple) else None
    if isinstance(record, dict) and not record.get("handler") and scanned(query, [foreign]):
        raise PgError(
            "55000",
            f'foreign-data wrapper "{name}" has no handler',
            reason="definition",
            kind="foreign-data wrapper",
            name=name,
            obj=wrapper,
        )


def _check_locked(select: Any, info: api.QueryInfo) -> None:
    """`execMain.c, CheckValidRowMarkRel`, for the tables of the query itself."""
    relations = {o.name: o for o in info.depends if isinstance(o, Relation) and o.relkind in "Sm"}
    if not relations:
        return
    for item in select["lockingClause"]:
        named = {r["RangeVar"]["relname"] for r in item["LockingClause"].get("lockedRels", ())}
        for source in select.get("fromClause", ()):
            var = source.get("RangeVar", {})
            found = relations.get(var.get("relname", ""))
            if found is not None and (not named or var.get("alias", {}).get("aliasname", found.name) in named):
                what = "sequence" if found.relkind == "S" else "materialized view"
                raise PgError(
                    "42809",
                    f'cannot lock rows in {what} "{found.name}"',
                    reason="kind",
                    kind=what,
                    name=found.name,
                    obj=found,
                )


def scanned(query: Any, candidates: list[Relation]) -> list[Relation]:
    """Those of the relations that a query reads, and does not only name in a constant of type regclass."""
    if not candidates:
        return []
    names: set[str] = set()
    stack = [query]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            relname = item.get("relname")
            if isinstance(relname, str):
                names.add(relname)
            stack.extend(v for v in item.values() if isinstance(v, (dict, list)))
    return [relation for relation in candidates if relation.name in names]


def check_populated(session: Session, query: Any, info: api.QueryInfo) -> None:
    """`execUtils.c, ExecOpenScanRelation`: PgError 55000 for a materialized view without data."""
    empty = [o for o in info.depends if isinstance(o, Relation) and o.relkind == "m" and not o.populated]
    for obj in scanned(query, empty):
        raise PgError(
            "55000",
            f'materialized view "{obj.name}" has not been populated',
            hint="Use the REFRESH MATERIALIZED VIEW command.",
            reason="definition",
            kind="materialized view",
            name=obj.name,
            obj=obj,
        )


def scans_temporary(query: Any, info: api.QueryInfo) -> bool:
    """Whether a query reads a temporary relation (`isQueryUsingTempRelation`)."""
    return bool(scanned(query, [o for o in info.depends if isinstance(o, Relation) and o.persistence == "t"]))


def triggered(session: Session, tag: str, node: Any) -> list[Relation]:
    """The tables with triggers that a modifying statement names; none where it is not known which are meant."""
    named = [r["RangeVar"] for r in node["relations"]] if tag == "TruncateStmt" else [node["relation"]]
    out = []
    for var in named:
        try:
            relation = ns.relation(session, var.get("schemaname"), var["relname"])
        except (PgError, Unknown):
            return []
        if relation.triggers:
            out.append(relation)
    return out
