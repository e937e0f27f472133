"""Publications: pg_publication, what belongs to them, and pg_publication_tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Publication, PublicationRel, Relation
from migslint.executor.relations import Made
from migslint.executor.relations.found import Hints, doubts, oid, owner_of, relations, shared, spaces, sure, texts
from migslint.executor.scope import MANY, MAYBE
from migslint.executor.values import OTHER, SOMETHING, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run


def pg_publication(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_publication.h`."""
    for publication in shared(run, "publication", texts(hints, "pubname")):
        row: dict[str, Value] = {
            "oid": oid(publication),
            "pubname": publication.name,
            "pubowner": owner_of(run, publication),
            "puballtables": publication.all_tables,
            "pubviaroot": publication.via_root,
            **{f"pub{action}": action in publication.actions for action in ("insert", "update", "delete", "truncate")},
        }
        if publication.builtin:
            row = {k: row[k] for k in ("oid", "pubname", "puballtables")}
        yield row, sure(publication)
    for _, name, _ in doubts(run, "publication"):
        yield {"oid": OTHER, "pubname": name}, MANY


def _members(publication: Publication) -> Iterator[tuple[PublicationRel, int]]:
    for member in publication.relations.values():
        yield member, MAYBE if "table" in publication.unknown else sure(publication, member, member.relation)


def pg_publication_rel(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_publication_rel.h`."""
    for publication in shared(run, "publication", None):
        for member, certainty in _members(publication):
            row: dict[str, Value] = {
                "oid": oid(member),
                "prpubid": oid(publication),
                "prrelid": oid(member.relation),
                "prqual": SOMETHING if member.where is not None else None,
            }
            yield row, certainty
        if "table" in publication.unknown:
            yield {"prpubid": oid(publication)}, MANY
    for _ in doubts(run, "publication"):
        yield {"prpubid": SOMETHING}, MANY


def pg_publication_namespace(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_publication_namespace.h`."""
    for publication in shared(run, "publication", None):
        for space in publication.schemas:
            row: dict[str, Value] = {"pnpubid": oid(publication), "pnnspid": oid(space)}
            yield row, MAYBE if "table" in publication.unknown else sure(publication)
        if "table" in publication.unknown:
            yield {"pnpubid": oid(publication)}, MANY
    for _ in doubts(run, "publication"):
        yield {"pnpubid": SOMETHING}, MANY


def _published(run: Run, publication: Publication) -> dict[Relation, int]:
    """`pg_get_publication_tables`: the tables themselves, of a partitioned one its leaves or (via root) itself."""
    chosen: dict[Relation, int] = {member.relation: certainty for member, certainty in _members(publication)}
    where = list(publication.schemas)
    if publication.all_tables:
        where = [s for s in spaces(run, {}) if s.name not in ("pg_catalog", "information_schema", "pg_toast")]
    for rel in relations(run, None, where):
        if rel.relkind in "rp" and rel.persistence == "p":
            chosen.setdefault(rel, MAYBE if "table" in publication.unknown else sure(publication, rel))
    out: dict[Relation, int] = {}
    for rel, certainty in chosen.items():
        if publication.via_root:
            ancestor = rel
            while ancestor.is_partition and ancestor.parents:
                ancestor = ancestor.parents[0]
                if ancestor in chosen:
                    break
            else:
                out[rel] = max(out.get(rel, 0), certainty)
            continue
        for leaf in _leaves(rel):
            out[leaf] = max(out.get(leaf, 0), certainty)
    return out


def _leaves(rel: Relation) -> Iterator[Relation]:
    if rel.relkind != "p":
        yield rel
    else:
        for child in rel.children:
            yield from _leaves(child)


def pg_publication_tables(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`."""
    for publication in shared(run, "publication", texts(hints, "pubname")):
        for rel, certainty in _published(run, publication).items():
            row: dict[str, Value] = {
                "pubname": publication.name,
                "schemaname": rel.namespace.name,
                "tablename": rel.name,
            }
            yield row, certainty
        if "table" in publication.unknown:
            yield {"pubname": publication.name}, MANY
        elif publication.all_tables or publication.schemas:
            for schema, name, _ in doubts(run, "relation"):
                yield {"pubname": publication.name, "schemaname": schema, "tablename": name}, MANY
    for _, name, _ in doubts(run, "publication"):
        yield {"pubname": name}, MANY
