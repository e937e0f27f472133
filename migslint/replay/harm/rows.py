"""INSERT a second time: refused by a key, passed over by ON CONFLICT, or the rows are doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError
from migslint.catalog.namespace import quote_identifier
from migslint.catalog.objects import IndexInfo, Relation
from migslint.replay.harm.changes import added, columns_of, reads
from migslint.replay.harm.file import File
from migslint.replay.harm.values import Again, again, by_default
from migslint.replay.step import Harm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from migslint.catalog.session import Session

_Row = dict[str, Any]

#: a unique key held against the row that is there: it is the same, it is another, nobody knows
_SAME, _OTHER, _UNKNOWN = "same", "other", "unknown"


def insert(session: Session, node: Any, relation: Relation | None, file: File) -> tuple[Harm, ...]:
    """See `harms`; `relation` is the table, None where it is not the first run's."""
    if relation is None or relation.rules or _may_interfere(relation) or file.takes_rows(relation):
        return ()
    clause = node.get("onConflictClause")
    rows = list(_rows(session, node, relation, file))
    if not rows:
        return ()
    keys = [(index, [_compare(index, row) for row, _ in rows]) for index in _unique_indexes(relation)]
    arbiters = None if clause is None else _arbiters(clause, [index for index, _ in keys])
    meets = doubles = False
    for i in range(len(rows)):
        answers = {index: found[i] for index, found in keys}
        watched = [a for index, a in answers.items() if arbiters is not None and (not arbiters or index in arbiters)]
        if _SAME in watched:
            meets = True
        elif _SAME in answers.values():
            if _UNKNOWN in watched or relation.relkind == "p":
                return ()
            _refuse(relation, answers, rows[i][1], file)
            return ()
        elif _UNKNOWN in answers.values():
            return ()
        else:
            doubles = True
    if doubles:
        return (Harm("doubled", relation.name, _fresh(relation, rows[0][0])),)
    if meets and clause is not None and clause.get("action") == "ONCONFLICT_UPDATE":
        return tuple(added(session, clause, relation, relation.name, file))
    return ()


def _may_interfere(relation: Relation) -> bool:
    """Whether a trigger sees the row before it is stored."""
    return any(
        t.timing != "AFTER" and "INSERT" in t.events and t.enabled != "D" for t in relation.triggers.values()
    ) or any(_may_interfere(parent) for parent in relation.parents)


def _rows(session: Session, node: Any, relation: Relation, file: File) -> Iterator[tuple[dict[str, Again], _Row]]:
    """What each row that is added gives for each column, and its expressions; nothing where the rows are not known."""
    named = [c["ResTarget"] for c in node.get("cols", ())]
    if any(c.get("indirection") for c in named):
        return
    columns = [c["name"] for c in named] or list(relation.attributes)
    rest: dict[str, Again] = {name: by_default(session, a) for name, a in relation.attributes.items()}
    if "selectStmt" not in node:
        yield rest, {}
        return
    select = node["selectStmt"]["SelectStmt"]
    if "valuesLists" in select:
        for values in select["valuesLists"]:
            row = dict(zip(columns, values["List"].get("items", ())))
            yield rest | {c: _value(session, v, rest[c]) for c, v in row.items()}, row
        return
    if "larg" in select or ("whereClause" in select and "fromClause" not in select):
        return
    if reads(select, {relation.name, *file.changed()}):  # rows that are there already, or no longer, may be left out
        return
    targets = [t["ResTarget"]["val"] for t in select.get("targetList", ())]
    if any(name == "*" for name, _ in columns_of(targets)):
        return
    row = dict(zip(columns, targets))
    yield rest | {c: _value(session, v, rest[c]) for c, v in row.items()}, row


def _value(session: Session, node: Any, default: Again) -> Again:
    return default if "SetToDefault" in node else again(session, node)


def _unique_indexes(relation: Relation) -> Iterator[Relation]:
    """What refuses a row that is there already: unique indexes and exclusion constraints, those of partitions too."""
    for index in relation.indexes.values():
        if index.index is not None and (index.index.unique or index.index.exclusion):
            yield index
    for child in relation.children:
        if child.is_partition:
            yield from _unique_indexes(child)


def _compare(index: Relation, row: dict[str, Again]) -> str:
    """A row held against the same row of the first run, as one key sees them."""
    info = index.index
    assert info is not None
    found = [row.get(k.name, "unknown") if k is not None else "unknown" for k in info.keys[: info.width]]
    if any(f in ("fresh", "later") for f in found) or ("null" in found and not info.nulls_not_distinct):
        return _OTHER if not info.exclusion else _UNKNOWN
    if "unknown" in found or info.predicate is not None or info.exclusion or not info.immediate:
        return _UNKNOWN
    return _SAME if info.valid and "self" not in index.unknown else _UNKNOWN


def _arbiters(clause: Any, indexes: list[Relation]) -> list[Relation]:
    """`infer_arbiter_indexes`: the keys that ON CONFLICT watches; [] for all of them."""
    infer = clause.get("infer")
    if infer is None:
        return []
    if "conname" in infer:
        return [i for i in indexes if i.name == infer["conname"]]
    wanted = {e["IndexElem"].get("name") for e in infer.get("indexElems", ())}
    return [
        i
        for i in indexes
        if i.index is not None and {k.name if k is not None else None for k in i.index.keys[: i.index.width]} == wanted
    ]


def _refuse(relation: Relation, answers: dict[Relation, str], row: _Row, file: File) -> None:
    """`_bt_check_unique`, unless the row of the first run may have been changed since."""
    index = next(i for i, a in answers.items() if a == _SAME)
    assert index.index is not None
    keys = {k.name for k in index.index.keys if k is not None}
    if keys & file.assigned(relation.name):
        return
    raise PgError(
        "23505",
        f'duplicate key value violates unique constraint "{index.name}"',
        detail=_detail(index.index, row),
        reason="exists",
        kind="row",
        name="",
        within=relation.name,
        obj=index,
    )


def _detail(info: IndexInfo, row: _Row) -> str | None:
    """`BuildIndexValueDescription`, for whole numbers and texts, which are written as they are stored."""
    words = []
    for key in info.keys[: info.width]:
        const = row.get(key.name, {}).get("A_Const", {}) if key is not None else {}
        if key is not None and key.type.name in ("text", "varchar") and "sval" in const:
            words.append(const["sval"].get("sval", ""))
        elif key is not None and key.type.name in ("int2", "int4", "int8") and "ival" in const:
            words.append(str(const["ival"].get("ival", 0)))
        else:
            return None
    names = ", ".join(quote_identifier(k.name) for k in info.keys[: info.width] if k is not None)
    return f"Key ({names})=({', '.join(words)}) already exists."


def _fresh(relation: Relation, row: dict[str, Again]) -> str:
    """The column of the primary key that is another one each time, "" without one."""
    for index in relation.indexes.values():
        if index.index is not None and index.index.primary:
            names = [k.name for k in index.index.keys[: index.index.width] if k is not None]
            return next((n for n in names if row.get(n) in ("fresh", "later")), "")
    return ""
