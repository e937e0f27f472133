"""RENAME COLUMN and RENAME ATTRIBUTE (`commands/tablecmds.c, renameatt`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.objects import AttrDefault, Attribute, CatalogObject, Constraint, Relation, Trigger
from migslint.catalog.session import Session
from migslint.commands import lookup

if TYPE_CHECKING:
    from migslint.syntax.nodes import RenameStmt


def rename_column(session: Session, node: RenameStmt) -> None:
    """`renameatt`."""
    from migslint.commands.rename import find_target

    rel = find_target(session, node)
    if rel is None:
        return
    location = node["relation"].get("location", 0)
    check_rename_attribute(session, rel, False, location)
    change = _Change(session, node["subname"], node["newname"], node.get("behavior") == "DROP_CASCADE", location)
    change.run(rel, node["relation"].get("inh", False), False, 0)


def check_rename_attribute(session: Session, rel: Relation, recursing: bool, location: int | None) -> None:
    """`renameatt_check`."""
    if rel.of_type is not None and not recursing:
        error = lookup.not_a(rel, "", location)
        error.message = "cannot rename column of typed table"
        raise error
    if rel.relkind not in "rvmciIfp":
        if session.version < 15:
            raise lookup.not_a(
                rel, "a table, view, materialized view, composite type, index, or foreign table", location
            )
        error = lookup.not_a(rel, "", location, lookup.relkind_not_supported(rel.relkind))
        error.message = f'cannot rename columns of relation "{rel.name}"'
        raise error
    lookup.check_not_system(rel, location)


def find_all_inheritors(rel: Relation) -> list[tuple[Relation, int]]:
    """`find_all_inheritors` without the relation itself: each with the number of its parents within the tree."""
    parents: dict[Relation, int] = {}
    queue = [rel]
    for at in queue:
        for child in at.children:
            if child not in parents:
                queue.append(child)
            parents[child] = parents.get(child, 0) + 1
    return list(parents.items())


def index_columns(rel: Relation) -> list[str]:
    """The names of an index's columns: those that the table's had then; Unknown where they have changed since."""
    keys = rel.index.keys if rel.index is not None else []
    names = [key.name for key in keys if key is not None and all(e.kind != "renamed" for e in key.life)]
    if "column" in rel.unknown or len(names) < len(keys):
        raise Unknown(rel.name)
    return names


class _Change:
    """One column name for another, throughout a tree of tables."""

    def __init__(self, session: Session, old: str, new: str, cascade: bool, location: int | None) -> None:
        self.session = session
        self.old = old
        self.new = new
        self.cascade = cascade
        self.location = location

    def run(self, rel: Relation, recurse: bool, recursing: bool, expected_parents: int) -> None:
        """`renameatt_internal`."""
        check_rename_attribute(self.session, rel, recursing, self.location)
        if recurse:
            for child, parents in find_all_inheritors(rel):
                self.run(child, False, True, parents)
        elif not expected_parents and rel.children:
            raise self.error("42P16", f'inherited column "{self.old}" must be renamed in child tables too', rel)
        if rel.relkind == "c":
            for table in self.typed_tables(rel):
                self.run(table, True, True, 0)
        if rel.index is not None:
            self.rename_index_column(rel)
            return
        attribute = rel.attributes.get(self.old)
        if attribute is None:
            raise self.missing(rel)
        if "self" in attribute.unknown:
            raise Unknown(self.old)
        if attribute.inhcount > expected_parents:
            raise self.error("42P16", f'cannot rename inherited column "{self.old}"', rel)
        self.check_new_name(rel)
        self.rename(attribute)

    def rename_index_column(self, rel: Relation) -> None:
        """The columns of an index bear names of their own, which nothing asks for."""
        names = index_columns(rel)
        if self.old not in names:
            raise self.missing(rel)
        if self.new in names:
            raise self.error("42701", f'column "{self.new}" of relation "{rel.name}" already exists', rel, "exists")
        self.session.catalog.obscure(rel, "column")
        self.session.catalog.event(rel, "altered")

    def typed_tables(self, rel: Relation) -> list[Relation]:
        """`find_typed_table_dependencies`."""
        type = rel.rowtype
        tables = [o for o in type.dependents if isinstance(o, Relation) and o.of_type is type] if type else []
        if tables and not self.cascade:
            error = self.error(
                "2BP01", f'cannot alter type "{rel.name}" because it is the type of a typed table', rel, "dependents"
            )
            error.hint = "Use ALTER ... CASCADE to alter the typed tables too."
            raise error
        return tables

    def missing(self, rel: Relation) -> Exception:
        """What is told of a column that is not among those of the relation."""
        if "column" in rel.unknown:
            return Unknown(self.old)
        if self.old in SYSTEM_COLUMNS and rel.relkind not in "vciI":
            return self.error("0A000", f'cannot rename system column "{self.old}"', rel, "unsupported")
        return self.error("42703", f'column "{self.old}" does not exist', rel, "missing")

    def check_new_name(self, rel: Relation) -> None:
        """`check_for_column_name_collision`."""
        new = self.new
        existing: CatalogObject | None = rel.attributes.get(new)
        if existing is not None:
            message = f'column "{new}" of relation "{rel.name}" already exists'
        elif new in SYSTEM_COLUMNS and rel.relkind not in "vc":
            message = f'column name "{new}" conflicts with a system column name'
        elif "column" in rel.unknown:
            raise Unknown(new)
        else:
            return
        error = self.error("42701", message, rel, "exists")
        error.name, error.obj = new, existing or rel
        raise error

    def error(self, sqlstate: str, message: str, rel: Relation, reason: Any = "definition") -> PgError:
        """An error about the column."""
        return PgError(
            sqlstate,
            message,
            location=self.location,
            reason=reason,
            kind="column",
            name=self.old,
            within=rel.name,
            obj=rel,
        )

    def rename(self, attribute: Attribute) -> None:
        """The change itself."""
        from migslint.commands.rename import rename_key

        journal, rel = self.session.journal, attribute.relation
        rename_key(journal, rel.attributes, self.old, self.new)
        journal.set(attribute, "name", self.new)
        if attribute.default is not None:
            journal.set(attribute.default, "name", self.new)
        for dependent in attribute.dependents:
            self.rename_in(dependent, rel)
        self.session.catalog.event(attribute, "renamed", self.old)

    def rename_in(self, obj: CatalogObject, rel: Relation) -> None:
        """An expression over one relation says the new name from here on, for the server keeps numbers there."""
        journal = self.session.journal
        if isinstance(obj, (Constraint, AttrDefault)):
            if obj.expression is not None:
                journal.set(obj, "expression", self.tree(obj.expression, rel.name))
        elif isinstance(obj, Trigger):
            if obj.when is not None and obj.relation is rel:
                journal.set(obj, "when", self.tree(obj.when, "old", "new"))
        elif isinstance(obj, Relation) and obj.index is not None:
            info = obj.index
            journal.set(info, "expressions", [self.tree(e, rel.name) for e in info.expressions])
            if info.predicate is not None:
                journal.set(info, "predicate", self.tree(info.predicate, rel.name))

    def tree(self, node: Any, *qualifiers: str) -> Any:
        """A copy of a parse tree in which the column bears its new name."""
        if isinstance(node, list):
            return [self.tree(item, *qualifiers) for item in node]
        if not isinstance(node, dict):
            return node
        if "ColumnRef" in node:
            fields = node["ColumnRef"]["fields"]
            names = [f.get("String", {}).get("sval") for f in fields]
            if names == [self.old] or (len(names) > 1 and names[-1] == self.old and names[-2] in qualifiers):
                fields = [*fields[:-1], {"String": {"sval": self.new}}]
                return {"ColumnRef": {**node["ColumnRef"], "fields": fields}}
            return node
        return {key: self.tree(value, *qualifiers) for key, value in node.items()}
