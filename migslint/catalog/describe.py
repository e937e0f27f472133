"""Objects in the server's words (`catalog/objectaddress.c, getObjectDescription`)."""

from __future__ import annotations

from migslint.catalog.namespace import (
    operator_is_visible,
    proc_is_visible,
    quote_identifier,
    quote_qualified,
    relation_is_visible,
)
from migslint.catalog.objects import (
    AttrDefault,
    Attribute,
    Cast,
    CatalogObject,
    Constraint,
    EventTrigger,
    Extension,
    ForeignServer,
    Namespace,
    Namespaced,
    OpClass,
    Operator,
    Policy,
    Proc,
    Publication,
    PublicationRel,
    Relation,
    Role,
    Rule,
    Simple,
    SimpleNamespaced,
    StatisticsObject,
    Trigger,
    Type,
    UserMapping,
)
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type

RELKIND = {
    "r": "table",
    "p": "table",
    "v": "view",
    "m": "materialized view",
    "i": "index",
    "I": "index",
    "S": "sequence",
    "c": "composite type",
    "f": "foreign table",
    "t": "toast table",
}


def relation_name(session: Session, rel: Relation) -> str:
    """The quoted name, qualified where the bare one would not find it."""
    if relation_is_visible(session, rel):
        return quote_identifier(rel.name)
    return quote_qualified(rel.namespace.name, rel.name)


def format_procedure(session: Session, proc: Proc) -> str:
    """`regproc.c, format_procedure`: name(types) without blanks after the commas."""
    args = ",".join(format_type(session, t) for t in proc.argtypes)
    name = quote_identifier(proc.name)
    if not proc_is_visible(session, proc):
        name = quote_qualified(proc.namespace.name, proc.name)
    return f"{name}({args})"


def format_operator(session: Session, op: Operator) -> str:
    """`regproc.c, format_operator`."""
    left = format_type(session, op.left) if op.left else "NONE"
    name = op.name if operator_is_visible(session, op) else f"{quote_identifier(op.namespace.name)}.{op.name}"
    return f"{name}({left},{format_type(session, op.right)})"


def _qualified(session: Session, obj: Namespaced) -> str:
    from migslint.catalog.namespace import path

    if obj.namespace in path(session):
        return quote_identifier(obj.name)
    return quote_qualified(obj.namespace.name, obj.name)


def describe(session: Session, obj: CatalogObject) -> str:
    """The object with its kind: "column a of table t", "policy p on table t", "function f(integer)".

    As in the server only the names of what may be qualified are quoted.
    """
    if isinstance(obj, Relation):
        return f"{RELKIND[obj.relkind]} {relation_name(session, obj)}"
    if isinstance(obj, Attribute):
        return f"column {obj.name} of {describe(session, obj.relation)}"
    if isinstance(obj, AttrDefault):
        return f"default value for {describe(session, obj.attribute)}"
    if isinstance(obj, Constraint):
        if obj.relation is not None:
            return f"constraint {obj.name} on {describe(session, obj.relation)}"
        return f"constraint {obj.name}"
    if isinstance(obj, (Trigger, Policy, Rule)):
        kind = {Trigger: "trigger", Policy: "policy", Rule: "rule"}[type(obj)]
        return f"{kind} {obj.name} on {describe(session, obj.relation)}"
    if isinstance(obj, Type):
        return f"type {format_type(session, obj)}"
    if isinstance(obj, Proc):
        return f"function {format_procedure(session, obj)}"
    if isinstance(obj, Operator):
        return f"operator {format_operator(session, obj)}"
    if isinstance(obj, OpClass):
        return f"operator class {_qualified(session, obj)} for access method {obj.method}"
    if isinstance(obj, Cast):
        return f"cast from {format_type(session, obj.source)} to {format_type(session, obj.target)}"
    if isinstance(obj, Namespace):
        return f"schema {obj.name}"
    if isinstance(obj, PublicationRel):
        return f"publication of {describe(session, obj.relation)} in publication {obj.publication.name}"
    if isinstance(obj, UserMapping):
        return f"user mapping for {obj.name} on server {obj.server.name}"
    if isinstance(obj, StatisticsObject):
        return f"statistics object {_qualified(session, obj)}"
    if isinstance(obj, SimpleNamespaced):
        return f"{obj.kind} {_qualified(session, obj)}"
    if isinstance(obj, Simple) and obj.kind == "default privileges":
        return f"{obj.kind} {obj.name}"
    named = {
        Extension: "extension",
        Role: "role",
        Publication: "publication",
        EventTrigger: "event trigger",
        ForeignServer: "server",
    }
    kind = obj.kind if isinstance(obj, Simple) else named.get(type(obj), "object")
    return f"{kind} {obj.name}"
