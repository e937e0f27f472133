"""Definitions as the server writes them (`utils/adt/ruleutils.c`), where no expression is in them.

An expression is printed by the server from its analysed tree, which the catalog does not keep: a definition that has
one is not known, but for its not being NULL.
"""

from __future__ import annotations

from typing import Any

from migslint.catalog.describe import relation_name
from migslint.catalog.namespace import proc_is_visible, quote_identifier, quote_qualified
from migslint.catalog.objects import Argument, Attribute, Constraint, FunctionBody, IndexInfo, Proc, Relation, Trigger
from migslint.catalog.session import Session, split_identifiers
from migslint.catalog.typename import format_type
from migslint.executor.fn_format import quote_literal
from migslint.executor.fragments import Fragments, of_expression
from migslint.executor.values import SOMETHING, Value

_ACTIONS = {"c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT", "r": "RESTRICT"}


def _columns(columns: list[Attribute]) -> str:
    return ", ".join(quote_identifier(a.name) for a in columns)


def index_definition(session: Session, rel: Relation) -> Value:
    """`pg_get_indexdef`."""
    info = rel.index
    if info is None:
        return None
    if rel.builtin or len(info.nulls_first) < info.width or rel.unknown or "column" in info.table.unknown:
        return SOMETHING
    if info.predicate is not None or None in info.keys:
        names = [quote_identifier(k.name) for k in info.keys if k is not None]
        rest = [*rel.options, *rel.options.values(), *info.opclasses, *info.collations, "include", "nulls not distinct"]
        made = of_expression(session, [*info.expressions, info.predicate or {}], info.table, _head(rel, info), *names)
        if not isinstance(made, Fragments) or made.possible is None:
            return SOMETHING
        return Fragments(made.certain, [*made.possible, *rest])
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
    text = f"{_head(rel, info)}{', '.join(parts)})"
    included = [k for k in info.keys[info.width :] if k is not None]
    if included:
        text += f" INCLUDE ({_columns(included)})"
    if info.nulls_not_distinct:
        text += " NULLS NOT DISTINCT"
    if rel.options:
        text += f" WITH ({_options(rel.options)})"
    return text


def _head(rel: Relation, info: IndexInfo) -> str:
    """The definition of an index up to its columns."""
    schema = info.table.namespace.name
    table = quote_qualified("pg_temp" if schema.startswith("pg_temp_") else schema, info.table.name)
    only = "ONLY " if rel.relkind == "I" and not rel.parents else ""
    unique = "UNIQUE " if info.unique else ""
    name, method = quote_identifier(rel.name), quote_identifier(info.method)
    return f"CREATE {unique}INDEX {name} ON {only}{table} USING {method} ("


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
    elif kind == "c":
        made = of_expression(session, constraint.expression, rel, "CHECK (")
        if isinstance(made, Fragments) and made.possible is not None:
            made = Fragments(made.certain, [*made.possible, "no inherit not valid enforced"])
        return SOMETHING if made is None else made
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
    key = constraint.index.index if constraint.index is not None else None
    if target is None or key is None or key.exclusion:
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


def trigger_definition(session: Session, trigger: Trigger, pretty: bool) -> Value:
    """`pg_get_triggerdef`."""
    rel, proc = trigger.relation, trigger.proc
    if trigger.builtin or trigger.unknown or trigger.constraint or proc is None or rel.unknown:
        return SOMETHING
    events = [e for e in ("INSERT", "DELETE", "UPDATE", "TRUNCATE") if e in trigger.events]
    shown = " OR ".join(
        f"UPDATE OF {_columns(trigger.columns)}" if e == "UPDATE" and trigger.columns else e for e in events
    )
    table = relation_name(session, rel) if pretty else quote_qualified(rel.namespace.name, rel.name)
    timing = "INSTEAD OF" if trigger.timing.upper().startswith("INSTEAD") else trigger.timing.upper()
    text = f"CREATE TRIGGER {quote_identifier(trigger.name)} {timing} {shown} ON {table} "
    if trigger.old_table or trigger.new_table:
        text += "REFERENCING "
        if trigger.old_table:
            text += f"OLD TABLE AS {quote_identifier(trigger.old_table)} "
        if trigger.new_table:
            text += f"NEW TABLE AS {quote_identifier(trigger.new_table)} "
    text += f"FOR EACH {'ROW' if trigger.row else 'STATEMENT'} "
    name = quote_identifier(proc.name)
    if not proc_is_visible(session, proc):
        name = quote_qualified(proc.namespace.name, proc.name)
    call = f"EXECUTE FUNCTION {name}({', '.join(map(quote_literal, trigger.args))})"
    if trigger.when is not None:
        return of_expression(session, trigger.when, rel, text, call)
    return text + call


def _created(proc: Proc) -> Any:
    """The CREATE FUNCTION that made a routine as it is; None where something else has had a hand in it."""
    from migslint.syntax.statements import parse

    for event in reversed(proc.life):
        if event.kind not in ("created", "altered") or event.place is None:
            return None
        for statement in parse(event.place.source, event.place.span):
            if statement.error is None and statement.tag == "CreateFunctionStmt":
                return statement.node
        return None
    return None


def function_definition(session: Session, proc: Proc) -> Value:
    """`pg_get_functiondef`: of a routine with defaults only parts are known."""
    body = proc.body
    if proc.builtin or proc.unknown or not isinstance(body, FunctionBody) or body.text is None or proc.kind == "a":
        return SOMETHING
    node = _created(proc) if proc.language in ("plpgsql", "sql") else None
    if proc.ndefaults or node is None:
        return Fragments([body.text, proc.name], None)
    options = {o["DefElem"]["defname"]: o["DefElem"].get("arg", {}) for o in node.get("options", ())}
    if options.keys() & {"transform", "support", "window"}:
        return Fragments([body.text, proc.name], None)
    kind = "PROCEDURE" if proc.kind == "p" else "FUNCTION"
    name = quote_qualified(proc.namespace.name, proc.name)
    text = f"CREATE OR REPLACE {kind} {name}({arguments(session, proc, True)})\n"
    if proc.kind != "p":
        text += f" RETURNS {result(session, proc)}\n"
    text += f" LANGUAGE {quote_identifier(proc.language)}\n"
    flags = _flags(proc, options)
    if flags:
        text += f" {' '.join(flags)}\n"
    for setting, value in proc.settings.items():
        shown = ", ".join(map(quote_literal, split_identifiers(value))) if setting == "search_path" else None
        text += f" SET {quote_identifier(setting)} TO {quote_literal(value) if shown is None else shown}\n"
    tag = f"${kind.lower()}"
    while tag in body.text:
        tag += "x"
    return f"{text}AS {tag}${body.text}{tag}$\n"


def _flags(proc: Proc, options: dict[str, Any]) -> list[str]:
    flags = [{"i": "IMMUTABLE", "s": "STABLE"}.get(proc.volatility, "")]
    parallel = options.get("parallel", {}).get("String", {}).get("sval", "unsafe").lower()
    flags.append({"safe": "PARALLEL SAFE", "restricted": "PARALLEL RESTRICTED"}.get(parallel, ""))
    flags.append("STRICT" if proc.strict else "")
    flags.append("SECURITY DEFINER" if proc.security_definer else "")
    flags.append("LEAKPROOF" if options.get("leakproof", {}).get("Boolean", {}).get("boolval") else "")
    for name, default in (("cost", 100), ("rows", 1000)):
        number = options.get(name)
        if number is not None:
            value = number["Integer"].get("ival", 0) if "Integer" in number else number["Float"]["fval"]
            if value != default:
                flags.append(f"{name.upper()} {value}")
    return [f for f in flags if f]
