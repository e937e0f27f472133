"""Names that PostgreSQL makes up (`commands/indexcmds.c`, `catalog/pg_constraint.c`, `catalog/pg_type.c`).

Lengths are bytes of UTF-8, as in the server.
"""

from __future__ import annotations

from collections.abc import Iterable

from migslint.catalog.catalog import Catalog
from migslint.catalog.objects import Namespace, Relation, Type

NAMEDATALEN = 64


def clip(text: str, limit: int) -> str:
    """`pg_mbcliplen`: at most `limit` bytes, whole characters only."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) <= limit:
        return text
    return data[:limit].decode("utf-8", "ignore")


def make_object_name(name1: str, name2: str | None, label: str | None) -> str:
    """`makeObjectName`: name1_name2_label cut to 63 bytes, the longer of the first two first."""
    overhead = (1 + len(label) if label else 0) + (1 if name2 is not None else 0)
    room = NAMEDATALEN - 1 - overhead
    size1, size2 = len(name1.encode()), len(name2.encode()) if name2 is not None else 0
    while size1 + size2 > room:
        if size1 > size2:
            size1 -= 1
        else:
            size2 -= 1
    parts = [clip(name1, size1)]
    if name2 is not None:
        parts.append(clip(name2, size2))
    if label:
        parts.append(label)
    return "_".join(parts)


def constraint_name_taken(catalog: Catalog, namespace: Namespace, name: str) -> bool:
    """Whether any constraint of the schema bears the name (`ChooseConstraintName` looks at the whole schema)."""
    if name not in catalog.constraint_names:
        return False
    for relation in namespace.relations.values():
        if relation.constraints and name in relation.constraints:
            return True
    return any(name in type.constraints for type in namespace.types.values() if type.constraints)


def choose_relation_name(
    catalog: Catalog, namespace: Namespace, name1: str, name2: str | None, label: str, constraint: bool = False
) -> str:
    """`ChooseRelationName`: the first of label, label1, label2 … that no relation (and no constraint) bears."""
    tried = label
    n = 0
    while True:
        name = make_object_name(name1, name2, tried)
        if catalog.relation(namespace, name) is None and not (
            constraint and constraint_name_taken(catalog, namespace, name)
        ):
            return name
        n += 1
        tried = f"{label}{n}"


def choose_constraint_name(
    catalog: Catalog, namespace: Namespace, name1: str, name2: str | None, label: str, others: Iterable[str] = ()
) -> str:
    """`ChooseConstraintName`: as above, over the constraints of the schema and the names chosen in this statement."""
    taken = set(others)
    tried = label
    n = 0
    while True:
        name = make_object_name(name1, name2, tried)
        if name not in taken and not constraint_name_taken(catalog, namespace, name):
            return name
        n += 1
        tried = f"{label}{n}"


def name_addition(columns: Iterable[str]) -> str:
    """`ChooseIndexNameAddition`, `ChooseForeignKeyConstraintNameAddition`: column names joined, cut at 63 bytes."""
    joined = ""
    for column in columns:
        joined = f"{joined}_{column}" if joined else column
        if len(joined.encode()) >= NAMEDATALEN:
            break
    return joined


def array_type_name(catalog: Catalog, namespace: Namespace, name: str) -> str:
    """`makeArrayTypeName`: _name, with more underscores or a number while that is taken."""
    n = 0
    while True:
        made = make_object_name("", name, str(n) if n else None)
        if catalog.type(namespace, made) is None:
            return made
        n += 1


def move_array_type(catalog: Catalog, type: Type) -> bool:
    """`moveArrayTypeName`: an automatically made array type gives way to a new type of its name."""
    if not (type.is_array and type.element is not None and type.element.array is type):
        return False
    rename_type(catalog, type, array_type_name(catalog, type.namespace, type.name))
    return True


def rename_type(catalog: Catalog, type: Type, name: str) -> None:
    """`RenameTypeInternal`, without the array type."""
    journal = catalog.journal
    if type.namespace.types.get(type.name) is type:
        journal.drop(type.namespace.types, type.name)
    journal.set(type, "name", name)
    journal.put(type.namespace.types, name, type)


def rename_relation(catalog: Catalog, relation: Relation, name: str) -> None:
    """`RenameRelationInternal`: the relation, its row type and their array type."""
    journal = catalog.journal
    journal.drop(relation.namespace.relations, relation.name)
    if relation.index is not None and relation.index.table.indexes.get(relation.name) is relation:
        indexes = relation.index.table.indexes
        journal.save(indexes)
        items = [(name if r is relation else n, r) for n, r in indexes.items()]
        indexes.clear()
        indexes.update(items)
    journal.set(relation, "name", name)
    journal.put(relation.namespace.relations, name, relation)
    if relation.rowtype is not None and relation.rowtype.name in relation.rowtype.namespace.types:
        rename_type(catalog, relation.rowtype, name)
        if relation.rowtype.array is not None:
            rename_type(catalog, relation.rowtype.array, array_type_name(catalog, relation.namespace, name))
