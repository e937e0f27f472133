"""pg_depend and pg_description, as far as the catalog in memory keeps them, pg_operator and pg_cast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import (
    AttrDefault,
    Attribute,
    CatalogObject,
    Constraint,
    Extension,
    Namespace,
    Operator,
    Policy,
    Proc,
    Relation,
    Rule,
    Trigger,
    Type,
)
from migslint.executor.relations import Made
from migslint.executor.relations.found import (
    Hints,
    doubts,
    names_in,
    oid,
    relations,
    shared,
    spaces,
    sure,
    texts,
    types,
)
from migslint.executor.scope import MANY, MAYBE
from migslint.executor.values import OTHER, SOMETHING, Oid, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run

_CLASSES: tuple[tuple[type[CatalogObject], str], ...] = (
    (Relation, "pg_class"),
    (Attribute, "pg_class"),
    (Type, "pg_type"),
    (Proc, "pg_proc"),
    (Constraint, "pg_constraint"),
    (AttrDefault, "pg_attrdef"),
    (Trigger, "pg_trigger"),
    (Policy, "pg_policy"),
    (Rule, "pg_rewrite"),
    (Namespace, "pg_namespace"),
    (Extension, "pg_extension"),
    (Operator, "pg_operator"),
)


def _address(run: Run, obj: CatalogObject) -> tuple[Value, Value, int]:
    """The class, object and column number of an object."""
    name = next((n for kind, n in _CLASSES if isinstance(obj, kind)), "")
    catalog = run.session.catalog
    found = catalog.relation(catalog.namespaces["pg_catalog"], name) if name else None
    number = obj.number if isinstance(obj, Attribute) else 0
    return oid(found) if found else SOMETHING, oid(obj.relation if isinstance(obj, Attribute) else obj), number


def pg_depend(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_depend.h`: a comparison with an object that the catalog keeps finds what it knows of it.

    Sequences that belong to a column and members of extensions are known for certain, all else only maybe.
    """
    for columns, others in ((("objid",), True), (("refobjid",), False)):
        values = hints.get(columns[0])
        if values is None or not all(isinstance(v, Oid) and v.obj is not None for v in values):
            continue
        for value in values:
            obj = value.obj
            todo = [obj, *(obj.attributes.values() if isinstance(obj, Relation) else ())]
            for item in todo:
                for other, kind in (item.references if others else item.dependents).items():
                    pair = (item, other) if others else (other, item)
                    yield _row(run, *pair, kind), sure(*pair)
        yield {columns[0]: SOMETHING}, MANY
        return
    for rel in relations(run, None, spaces(run, {})):
        if rel.sequence is not None and rel.sequence.owner is not None:
            owner = rel.sequence.owner
            yield _row(run, rel, owner, "i" if rel.sequence.identity else "a"), sure(rel, owner.relation)
    yield {}, MANY


def _row(run: Run, obj: CatalogObject, on: CatalogObject, kind: str) -> dict[str, Value]:
    classid, objid, objsubid = _address(run, obj)
    refclassid, refobjid, refobjsubid = _address(run, on)
    return {
        "classid": classid,
        "objid": objid,
        "objsubid": objsubid,
        "refclassid": refclassid,
        "refobjid": refobjid,
        "refobjsubid": refobjsubid,
        "deptype": kind,
    }


def pg_description(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_description.h`: the comments of relations, columns, types and functions of the folder."""
    commented: list[CatalogObject] = []
    for rel in relations(run, None, spaces(run, {})):
        commented += [rel, *rel.attributes.values(), *rel.constraints.values(), *rel.policies.values()]
        commented += [*rel.triggers.values(), *rel.rules.values()]
    commented += types(run, None, spaces(run, {}))
    commented += [p for space in spaces(run, {}) for found in space.procs.values() for p in found]
    commented += [*spaces(run, {}), *shared(run, "extension", None)]
    for obj in commented:
        if obj.comment is not None:
            classid, objid, objsubid = _address(run, obj)
            row: dict[str, Value] = {
                "classoid": classid,
                "objoid": objid,
                "objsubid": objsubid,
                "description": obj.comment,
            }
            owner = getattr(obj, "relation", None) or obj
            yield row, MAYBE if "comment" in owner.unknown else sure(obj, owner)
    for obj in commented:
        if "comment" in obj.unknown:
            yield {"objoid": oid(obj)}, MANY
    # what the server brings has comments, too
    builtin = any(isinstance(v, Oid) and v.obj is not None and v.obj.builtin for v in hints.get("objoid", ()))
    yield {"objoid": SOMETHING if builtin else OTHER}, MANY


def pg_operator(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_operator.h`."""
    catalog = run.session.catalog
    names = texts(hints, "oprname")
    for space in spaces(run, hints, "oprnamespace"):
        listed = names if names is not None else list(space.operators)
        if names is None and space.name not in ("pg_catalog", "information_schema"):
            listed = names_in(run, "operator", space, space.operators)
        for name in listed:
            for operator in catalog.operators(space, name):
                row: dict[str, Value] = {
                    "oid": oid(operator),
                    "oprname": name,
                    "oprnamespace": oid(space),
                    "oprkind": "l" if operator.left is None else "b",
                    "oprleft": oid(operator.left),
                    "oprright": oid(operator.right),
                    "oprresult": oid(operator.result),
                }
                yield row, sure(operator)
        if names is None and space.name == "pg_catalog":
            yield {"oprnamespace": oid(space)}, MANY
    for _, name, found in doubts(run, "operator"):
        yield {"oprname": name, "oprnamespace": oid(found) if found else SOMETHING}, MANY


def pg_cast(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_cast.h`: a comparison with both types finds the cast."""
    sources, targets = hints.get("castsource"), hints.get("casttarget")
    if sources is not None and targets is not None:
        for source in sources:
            for target in targets:
                one, two = getattr(source, "obj", None), getattr(target, "obj", None)
                if not isinstance(one, Type) or not isinstance(two, Type):
                    yield {}, MANY
                    continue
                found = run.session.catalog.cast(one, two)
                if found is not None:
                    row: dict[str, Value] = {
                        "castsource": source,
                        "casttarget": target,
                        "castcontext": found.context,
                        "castmethod": found.method,
                    }
                    yield row, sure(found)
        return
    yield {"oid": OTHER, "castfunc": SOMETHING}, MANY
