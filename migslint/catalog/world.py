"""What the catalog asks of the world it starts from: objects by name, made when first asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from migslint.catalog.catalog import Catalog
    from migslint.catalog.objects import Cast, CatalogObject, Namespace, OpClass, Operator, Proc, Relation, Type


class World(Protocol):
    """A layer of built-in objects; each method makes fresh catalog objects, or says that there is none."""

    def offers(self, kind: str, namespace: str) -> bool:
        """Whether this layer has any "relation", "type", "proc" or "operator" in a schema, or any "cast"."""

    def relation(self, catalog: Catalog, namespace: Namespace, name: str) -> Relation | None:
        """The relation of that name (also the relation of a table's row type)."""

    def type(self, catalog: Catalog, namespace: Namespace, name: str) -> Type | None:
        """The type of that name."""

    def procs(self, catalog: Catalog, namespace: Namespace, name: str) -> list[Proc]:
        """All routines of that name."""

    def operators(self, catalog: Catalog, namespace: Namespace, name: str) -> list[Operator]:
        """All operators of that name."""

    def other(self, catalog: Catalog, namespace: Namespace, kind: str, name: str) -> CatalogObject | None:
        """Collations, conversions, operator classes and families (by "METHOD NAME"), text search objects."""

    def opclasses(self, catalog: Catalog, method: str) -> list[OpClass]:
        """All operator classes of an access method ("btree")."""

    def shared(self, catalog: Catalog, kind: str, name: str) -> CatalogObject | None:
        """Objects without a schema: roles, languages, access methods, tablespaces, databases …"""

    def cast(self, catalog: Catalog, source: Type, target: Type) -> Cast | None:
        """The cast between two types of this world."""

    def relation_names(self, namespace: Namespace) -> Iterable[str]:
        """The names of all relations in a schema of this world."""

    def names(self, kind: str, namespace: str) -> Iterable[str]:
        """The names of all objects of a kind ("relation", "type", "proc", "operator", "collation"; without a schema,
        `namespace` "": "role", "language", "setting" …); some may be those of another version only."""
