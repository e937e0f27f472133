"""Definitions as the server writes them (`utils/adt/ruleutils.c`), where no expression is in them.

An expression is printed by the server from its analysed tree, which the catalog does not keep: a definition that has
one is not known, but for its not being NULL.
"""

from __future__ import annotations

from migslint.catalog.describe import relation_name
from migslint.catalog.namespace import quote_identifier, quote_qualified
from migslint.catalog.objects import Argument, Attribute, Constraint, Proc, Relation
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.executor.fn_format import quote_literal
from migslint.executor.values import SOMETHING, Value

_ACTIONS = {"c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT", "r": "RESTRICT"}


def _columns(columns: list[Attribute]) -> str:
    return ", ".join(quote_identifier(a.name) for a in columns)


def index_definition(session: Session, rel: Relation) -> Value:
    """`pg_get_indexdef`."""
    info = rel.index
    if info is None:
        return None
    if rel.builtin or info.predicate is not None or None in info.keys or len(info.nulls_first) < info.width:
        return SOMETHING
    if rel.unknown or "column" in info.table.unknown:
        return SOMETHING
    parts: list[str] = []
    for i, key in enumerate(info.keys[: info.width]):
        assert key is not None
        if info.opclasses[i : i + 1] != [""] or info.collations[i : i + 1] not in ([""], [key.collation]):
            return SOMETHING
        shown = quote_identifier(key.name)
        if info.method == "btree":
            if info.descending[i]:
                shown += " DESC" + ("" if info.nulls_first[i] else " NULLS LAST")
            elif info.nulls_first[i]:
                shown += " NULLS FIRST"
        parts.append(shown)
    schema = info.table.namespace.name
    table = quote_qualified("pg_temp" if schema.startswith("pg_temp_") else schema, info.table.name)
    text = "CREATE {}INDEX {} ON {}{} USING {} ({})".format(
        "UNIQUE " if info.unique else "",
        quote_identifier(rel.name),
        "ONLY " if rel.relkind == "I" and not rel.parents else "",
        table,
        quote_identifier(info.method),
        ", ".join(parts),
    )
    included = [k for k in info.keys[info.width :] if k is not None]
    if included:
        text += f" INCLUDE ({_columns(included)})"
    if info.nulls_not_distinct:
        text += " NULLS NOT DISTINCT"
    if rel.options:
        text += f" WITH ({_options(rel.options)})"
    return text


def _options(options: dict[str, str]) -> str:
    """`get_reloptions`."""
    return ", ".join(
        f"{quote_identifier(k)}={v if quote_identifier(v) == v else quote_literal(v)}" for k, v in options.items()
    )


def constraint_definition(session: Session, constraint: Constraint) -> Value:
    """`pg_get_constraintdef`."""
    kind, rel = constraint.contype, constraint.relation
    if constraint.builtin or constraint.unknown or (rel is not None and rel.unknown & {"self", "column"}):
        return SOMETHING
    if kind == "f":
        text = _foreign_key(session, constraint)
    elif kind in "pu":
        text = _key(constraint)
    elif kind == "n":
        text = "NOT NULL"
        if constraint.relation is not None:
            if not constraint.columns:
                return SOMETHING
            text += f" {quote_identifier(constraint.columns[0].name)}"
            if constraint.no_inherit:
                text += " NO INHERIT"
    else:
        return SOMETHING
    if text is None:
        return SOMETHING
    if constraint.deferrable:
        text += " DEFERRABLE"
    if constraint.deferred:
        text += " INITIALLY DEFERRED"
    if not constraint.enforced:
        text += " NOT ENFORCED"
    elif not constraint.validated:
        text += " NOT VALID"
    return text


def _foreign_key(session: Session, constraint: Constraint) -> str | None:
    target = constraint.ref_relation
    if target is None:
        return None
    text = f"FOREIGN KEY ({_columns(constraint.columns)}) REFERENCES {relation_name(session, target)}"
    text += f"({_columns(constraint.ref_columns)})"
    if constraint.match == "f":
        text += " MATCH FULL"
    if constraint.on_update != "a":
        text += f" ON UPDATE {_ACTIONS[constraint.on_update]}"
    if constraint.on_delete != "a":
        text += f" ON DELETE {_ACTIONS[constraint.on_delete]}"
    return text


def _key(constraint: Constraint) -> str | None:
    index = constraint.index
    if index is None or index.index is None or index.index.exclusion:
        return None
    text = "PRIMARY KEY" if constraint.contype == "p" else "UNIQUE"
    if index.index.nulls_not_distinct:
        text += " NULLS NOT DISTINCT"
    text += f" ({_columns(constraint.columns)})"
    included = [k for k in index.index.keys[index.index.width :] if k is not None]
    if included:
        text += f" INCLUDE ({_columns(included)})"
    if index.options:
        text += f" WITH ({_options(index.options)})"
    return text


def arguments(session: Session, proc: Proc, with_defaults: bool) -> Value:
    """`pg_get_function_arguments`, `pg_get_function_identity_arguments`."""
    if proc.unknown or (with_defaults and proc.ndefaults) or (proc.kind == "a" and proc.aggkind != "n"):
        return SOMETHING
    args = proc.args or [Argument("", "i", t) for t in proc.argtypes]
    mode = "IN " if proc.kind == "p" else ""
    return ", ".join(_argument(session, a, mode) for a in args if a.mode != "t")


def _argument(session: Session, argument: Argument, plain: str = "") -> str:
    mode = {"i": plain, "o": "OUT ", "b": "INOUT ", "v": "VARIADIC ", "t": ""}[argument.mode]
    name = f"{quote_identifier(argument.name)} " if argument.name else ""
    return f"{mode}{name}{format_type(session, argument.type)}"


def result(session: Session, proc: Proc) -> Value:
    """`pg_get_function_result`: NULL for a procedure."""
    if proc.kind == "p":
        return None
    if proc.unknown or proc.rettype.typtype == "?":
        return SOMETHING
    table = [a for a in proc.args if a.mode == "t"]
    if table:
        return f"TABLE({', '.join(_argument(session, a) for a in table)})"
    return ("SETOF " if proc.retset else "") + format_type(session, proc.rettype)
