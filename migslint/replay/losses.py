"""What never comes to be: IF NOT EXISTS that is skipped over an object with another definition.

The statement is run without these words in a schema of its own, the object that it makes is held against the one that
is there, and all is undone by the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.namespace import quote_identifier
from migslint.catalog.objects import Attribute, Constraint, Namespace, Relation
from migslint.commands.equal import same_tree
from migslint.commands.utility import execute
from migslint.replay.step import Loss

if TYPE_CHECKING:
    from migslint.catalog.session import Notice, Session
    from migslint.syntax.statements import Statement

#: the schema in which it is tried; no file can name it
SCHEMA = "migslint\x01scratch"
NAME = "migslint\x01new"


def losses(session: Session, statement: Statement, notices: tuple[Notice, ...]) -> tuple[Loss, ...]:
    """What a statement that was skipped, as a whole or in parts, would have made otherwise."""
    run = RUNS.get(statement.tag)
    if run is None:
        return ()
    found = []
    for notice in notices:
        old = notice.obj
        if notice.reason != "skip" or old is None or old.unknown or old.builtin:
            continue
        parts = tuple(tried(session, run, statement.node, old))
        if parts:
            found.append(Loss(old, parts, notice.location))
    return tuple(found)


def tried(session: Session, run: Callable[[Session, Any, Any], Iterator[str]], node: Any, old: Any) -> list[str]:
    """The differences, with nothing of the trial left."""
    catalog, journal = session.catalog, session.journal
    mark, notices, place = journal.mark(), session.notices, catalog.place
    session.notices = []
    try:
        catalog.add_namespace(Namespace(name=SCHEMA))
        return list(run(session, node, old))
    except (PgError, Unknown):
        return []
    finally:
        journal.rollback(mark)
        session._path_key = None
        session.notices, catalog.place = notices, place


def made(session: Session, name: str) -> Relation | None:
    return session.catalog.namespaces[SCHEMA].relations.get(name)


def _table(session: Session, node: Any, old: Any) -> Iterator[str]:
    """CREATE TABLE: columns of another kind, and constraints; the columns that are missing are MS01's."""
    if not isinstance(old, Relation):
        return
    var = node["relation"]
    execute(session, "CreateStmt", {**node, "if_not_exists": False, "relation": {**var, "schemaname": SCHEMA}})
    new = made(session, var["relname"])
    if new is None:
        return
    if old.relkind != new.relkind:
        kinds = {"v": "a view", "m": "a materialized view", "i": "an index", "S": "a sequence", "f": "a foreign table"}
        kinds |= {"r": "a table that is not partitioned", "p": "a partitioned table"}
        yield f"it is {kinds.get(old.relkind, 'something else')}"
        return
    for attribute in new.attributes.values():
        there = old.attributes.get(attribute.name)
        if there is not None:
            yield from (f"{quote_identifier(there.name)} {what}" for what in column_differs(session, attribute, there))
    if "constraint" in old.unknown or "index" in old.unknown:
        return
    for constraint in new.constraints.values():
        yield from _constraint_is_lost(constraint, old)


def column_differs(session: Session, new: Attribute, old: Attribute) -> Iterator[str]:
    """In what the column that is there falls short of the one that was meant."""
    if new.unknown or old.unknown or "?" in (new.type.typtype, old.type.typtype):
        return
    if (new.type, new.typmod) != (old.type, old.typmod):
        from migslint.catalog.typename import format_type

        shown = [format_type(session, a.type, a.typmod, True) for a in (old, new)]
        yield f"is {shown[0]}, not {shown[1]}"
        return
    if new.notnull and not old.notnull:
        yield "may be NULL"
    if new.identity and not old.identity:
        yield "is no identity column"
    elif new.default is not None and old.default is None and not old.identity:
        yield "has no default"


def _constraint_is_lost(new: Constraint, old: Relation) -> Iterator[str]:
    columns = [a.name for a in new.columns]
    if any(c not in old.attributes for c in columns) or new.contype == "n":
        return
    shown = ", ".join(map(quote_identifier, columns))
    if new.contype == "p":
        if not any(c.contype == "p" for c in old.constraints.values()):
            yield f"it has no primary key ({shown})"
    elif new.contype == "u":
        keys = [i.index for i in old.indexes.values() if i.index is not None and i.index.unique]
        if not any({k.name for k in info.keys[: info.width] if k is not None} == set(columns) for info in keys):
            yield f"it has no unique key ({shown})"
    elif new.contype == "f":
        there = [c for c in old.constraints.values() if c.contype == "f"]
        if not any([a.name for a in c.columns] == columns for c in there):
            target = new.ref_relation.name if new.ref_relation is not None else ""
            yield f"({shown}) does not refer to {quote_identifier(target)}"
    elif new.contype == "c":
        there = [c for c in old.constraints.values() if c.contype == "c"]
        if not any(same_tree(c.expression, new.expression) or c.name == new.name for c in there):
            yield f"it has no check {quote_identifier(new.name)}"


def _index(session: Session, node: Any, old: Any) -> Iterator[str]:
    """CREATE INDEX."""
    if not isinstance(old, Relation):
        return
    if old.index is None:
        yield "it is no index"
        return
    var = node["relation"]
    execute(session, "IndexStmt", {**node, "if_not_exists": False, "concurrent": False, "idxname": NAME})
    spaces = session.catalog.namespaces.values()
    new = next((n.relations[NAME] for n in spaces if NAME in n.relations), None)
    if new is None or new.index is None:
        return
    if new.index.table is not old.index.table:
        yield f"it is on {quote_identifier(old.index.table.name)}, not on {quote_identifier(var['relname'])}"
    elif not same_index(new, old):
        yield "it is another one on the same table"


def same_index(one: Relation, other: Relation) -> bool:
    """Whether two indexes are the same but for their names and for what storage knows of them."""
    a, b = one.index, other.index
    if a is None or b is None or a.table is not b.table:
        return False
    for field in ("method", "unique", "nulls_not_distinct", "exclusion", "width"):
        if getattr(a, field) != getattr(b, field):
            return False
    if len(a.keys) != len(b.keys) or any(x is not y for x, y in zip(a.keys, b.keys)):
        return False
    for field in ("opclasses", "collations", "operators", "descending"):
        mine, others = getattr(a, field), getattr(b, field)
        if mine != others and (any(mine) or any(others)):
            return False
    return same_tree(a.predicate, b.predicate) and same_tree(a.expressions, b.expressions)


def _sequence(session: Session, node: Any, old: Any) -> Iterator[str]:
    """CREATE SEQUENCE."""
    if not isinstance(old, Relation):
        return
    if old.sequence is None:
        yield "it is no sequence"
        return
    var = node["sequence"]
    options = [o for o in node.get("options", ()) if o["DefElem"]["defname"] != "owned_by"]
    execute(
        session,
        "CreateSeqStmt",
        {**node, "if_not_exists": False, "sequence": {**var, "schemaname": SCHEMA}, "options": options},
    )
    new = made(session, var["relname"])
    if new is None or new.sequence is None:
        return
    said = {o["DefElem"]["defname"] for o in options}
    for option, field in (
        ("start", "start"),
        ("increment", "increment"),
        ("minvalue", "minimum"),
        ("maxvalue", "maximum"),
    ):
        wanted, there = getattr(new.sequence, field), getattr(old.sequence, field)
        if option in said and wanted != there:
            yield f"{option} is {there}, not {wanted}"


def _query(session: Session, node: Any, old: Any) -> Iterator[str]:
    """CREATE TABLE AS, CREATE MATERIALIZED VIEW: the columns."""
    if not isinstance(old, Relation):
        return
    into = node["into"]
    var = {**into["rel"], "schemaname": SCHEMA}
    execute(session, "CreateTableAsStmt", {**node, "if_not_exists": False, "into": {**into, "rel": var}})
    new = made(session, var["relname"])
    if new is None:
        return
    if old.relkind != new.relkind:
        yield "it is something else"
        return
    missing = [quote_identifier(a) for a in new.attributes if a not in old.attributes]
    if missing:
        yield f"it has no {', '.join(missing)}"
    for attribute in new.attributes.values():
        there = old.attributes.get(attribute.name)
        if there is not None:
            yield from (f"{quote_identifier(there.name)} {what}" for what in column_differs(session, attribute, there))


def _column(session: Session, node: Any, old: Any) -> Iterator[str]:
    """ALTER TABLE … ADD COLUMN."""
    if not isinstance(old, Attribute):
        return
    for item in node.get("cmds", ()):
        command = item["AlterTableCmd"]
        definition = command.get("def", {}).get("ColumnDef", {})
        if command.get("subtype", "AT_AddColumn") != "AT_AddColumn" or definition.get("colname") != old.name:
            continue
        var = {"relname": NAME, "schemaname": SCHEMA, "inh": True, "relpersistence": "p"}
        elements = [{"ColumnDef": definition}]
        execute(session, "CreateStmt", {"relation": var, "tableElts": elements, "oncommit": "ONCOMMIT_NOOP"})
        new = made(session, NAME)
        if new is None:
            return
        yield from (f"it {what}" for what in column_differs(session, new.attributes[old.name], old))
        if not old.relation.unknown:
            for constraint in new.constraints.values():
                if constraint.contype in "uf":
                    yield from _constraint_is_lost(constraint, old.relation)


RUNS: dict[str, Callable[[Session, Any, Any], Iterator[str]]] = {
    "CreateStmt": _table,
    "IndexStmt": _index,
    "CreateSeqStmt": _sequence,
    "CreateTableAsStmt": _query,
    "AlterTableStmt": _column,
}
