"""CREATE and ALTER FUNCTION and PROCEDURE, CALL, DO (`commands/functioncmds.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from migslint.analyze.parse_type import find_typename, typename_text
from migslint.analyze.types import UNSURE
from migslint.catalog import heap
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, undefined_type
from migslint.catalog.objects import FunctionBody, Proc, Type
from migslint.catalog.pg_proc import Definition, procedure_create
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type
from migslint.commands import defelem
from migslint.commands.lookup import find_type, qualified, strings
from migslint.commands.lookupfunc import lookup_func_name, lookup_func_with_args, undefined_function
from migslint.commands.objectaddress import transform_key
from migslint.commands.parameters import Parameters, interpret_parameters

if TYPE_CHECKING:
    from migslint.syntax.nodes import (
        AlterFunctionStmt,
        CallStmt,
        CreateFunctionStmt,
        DefElem,
        DoStmt,
        TypeName,
    )

_PROCEDURE_ATTRIBUTES = ("security", "set")
_ATTRIBUTES = ("volatility", "strict", "leakproof", "cost", "rows", "support", "parallel", *_PROCEDURE_ATTRIBUTES)


class _Options(msgspec.Struct, eq=False):
    """The options of a routine by name; SET may come more than once."""

    items: dict[str, DefElem] = {}
    settings: list[Any] = []

    def flag(self, name: str) -> bool:
        """A Boolean option."""
        node = self.items.get(name)
        return node is not None and defelem.get_boolean(node)


def create_function(session: Session, node: CreateFunctionStmt) -> None:
    """`CreateFunction`."""
    is_procedure = bool(node.get("is_procedure"))
    schema, name = qualified(node["funcname"])
    namespace = ns.creation_namespace(session, schema)
    options = _options(node.get("options"), is_procedure)
    body = node.get("sql_body")
    language = _language(session, options, body)
    _check_transforms(session, options, language)
    kind = "procedure" if is_procedure else "function"
    parameters = interpret_parameters(session, node.get("parameters"), language, kind)
    rettype, retset = _result(session, node, parameters, language)
    function_body = _interpret_as(session, options, body, language)
    if "rows" in options.items and not retset:
        raise PgError("22023", "ROWS is not applicable when function does not return a set", reason="definition")
    new = Definition(
        name=name,
        namespace=namespace,
        kind="p" if is_procedure else "w" if options.flag("window") else "f",
        args=parameters.args,
        rettype=rettype,
        retset=retset,
        language=language,
        volatility=_volatility(options),
        strict=options.flag("strict"),
        security_definer=options.flag("security"),
        body=function_body,
        settings=_settings(session, {}, options.settings),
        defaults=tuple(parameters.defaults),
        depends=tuple(parameters.depends),
    )
    if any(a.type is UNSURE for a in new.inputs):
        session.catalog.doubt("function", namespace.name, name)
        return
    if body is not None:
        from migslint.commands.sqlbody import check_atomic_body

        new.depends = (*new.depends, *check_atomic_body(session, new, body))
    proc = procedure_create(session, new, bool(node.get("replace")))
    validate(session, proc)


def validate(session: Session, proc: Proc) -> None:
    """The language's validator (`OidFunctionCall1(languageValidator)`)."""
    if proc.language == "sql":
        from migslint.commands.sqlbody import validate_sql

        validate_sql(session, proc)
    elif proc.language == "plpgsql":
        from migslint.commands.plpgsqlbody import validate_plpgsql

        validate_plpgsql(session, proc)
    elif proc.language == "internal" and isinstance(proc.body, FunctionBody):
        _validate_internal(session, proc, proc.body.text or proc.name)


def _validate_internal(session: Session, proc: Proc, symbol: str) -> None:
    """`fmgr_internal_validator`; a C function may have another name than the SQL functions that it serves."""
    if not session.catalog.procs(session.catalog.namespaces["pg_catalog"], symbol):
        raise Unknown(symbol)


def _options(nodes: list[Any] | None, is_procedure: bool) -> _Options:
    """`compute_function_attributes`, `compute_common_attribute`."""
    out = _Options({}, [])
    for node in defelem.elements(nodes):
        name = node["defname"]
        if name == "set":
            out.settings.append(node["arg"]["VariableSetStmt"])
            continue
        if is_procedure and (name == "window" or (name in _ATTRIBUTES and name not in _PROCEDURE_ATTRIBUTES)):
            if name == "window" and name in out.items:
                raise defelem.conflicting(node)
            raise PgError(
                "42P13",
                "invalid attribute in procedure definition",
                location=node.get("location", 0),
                reason="definition",
            )
        if name in out.items:
            raise defelem.conflicting(node)
        out.items[name] = node
    return out


def _volatility(options: _Options) -> str:
    node = options.items.get("volatility")
    return defelem.get_string(node)[0] if node is not None else "v"


def _check_attributes(session: Session, options: _Options) -> None:
    """COST, ROWS, SUPPORT and PARALLEL."""
    for name in ("cost", "rows"):
        node = options.items.get(name)
        if node is not None and defelem.get_numeric(node) <= 0:
            raise PgError("22023", f"{name.upper()} must be positive", location=node.get("location", 0))
    node = options.items.get("support")
    if node is not None:
        _check_support(session, node)
    node = options.items.get("parallel")
    if node is not None and defelem.get_string(node) not in ("safe", "unsafe", "restricted"):
        raise PgError(
            "42601",
            'parameter "parallel" must be SAFE, RESTRICTED, or UNSAFE',
            location=node.get("location", 0),
            reason="syntax",
        )


def _check_support(session: Session, node: DefElem) -> None:
    """`interpret_func_support`."""
    internal = session.catalog.builtin_type("internal")
    arg: Any = node["arg"]
    items = arg["List"]["items"]
    proc = lookup_func_name(session, items, (internal,), missing_ok=True)
    names = strings(items)
    if proc is None:
        raise undefined_function(session, names, (internal,), node.get("location", 0))
    if proc.rettype is not internal:
        raise PgError(
            "42P17", f"support function {'.'.join(names)} must return type internal", location=node.get("location", 0)
        )


def _language(session: Session, options: _Options, body: Any) -> str:
    node = options.items.get("language")
    _check_attributes(session, options)
    if node is None:
        if body is None:
            raise PgError("42P13", "no language specified", reason="definition", kind="language")
        return "sql"
    return find_language(session, defelem.get_string(node), node.get("location", 0))


def find_language(session: Session, name: str, location: int | None = None) -> str:
    """The language, or PgError 42704 with the hint of CREATE EXTENSION."""
    if ns.find_shared(session, "language", name) is None:
        from migslint.worlds.store import open_extensions

        known = open_extensions(session.version).extension(name) is not None
        raise PgError(
            "42704",
            f'language "{name}" does not exist',
            hint="Use CREATE EXTENSION to load the language into the database." if known else None,
            location=location,
            reason="missing",
            kind="language",
            name=name,
        )
    return name


def _check_transforms(session: Session, options: _Options, language: str) -> None:
    node = options.items.get("transform")
    arg: Any = node.get("arg") if node is not None else None
    for item in arg["List"]["items"] if arg else ():
        type = find_type(session, item["TypeName"], missing_ok=False)
        assert type is not None
        base = base_type(type)
        if ns.find_shared(session, "transform", transform_key(session, base, language)) is None:
            raise PgError(
                "42704",
                f'transform for type {format_type(session, base)} language "{language}" does not exist',
                location=item["TypeName"].get("location", 0),
                reason="missing",
                kind="transform",
                name=base.name,
            )


def _result(session: Session, node: CreateFunctionStmt, parameters: Parameters, language: str) -> tuple[Type, bool]:
    """The result type: RETURNS, or what the OUT arguments make."""
    required = parameters.result
    if node.get("is_procedure"):
        return required or session.catalog.builtin_type("void"), False
    returns = node.get("returnType")
    if returns is None:
        if required is None:
            raise PgError("42P13", "function result type must be specified", reason="definition")
        return required, False
    rettype = _return_type(session, returns, language)
    retset = bool(returns.get("setof"))
    tables = [a.type for a in parameters.args if a.mode == "t"]
    if len(tables) == 1 and required is not None:
        return required, True
    if required is not None and rettype is not required and UNSURE not in (rettype, required):
        raise PgError(
            "42P13",
            f"function result type must be {format_type(session, required)} because of OUT parameters",
            location=returns.get("location", 0),
            reason="type",
        )
    return rettype, retset


def _return_type(session: Session, typename: TypeName, language: str) -> Type:
    """`compute_return_type`: C functions may return a type that is not there yet."""
    try:
        found = find_typename(session, typename)
    except Unknown:
        return UNSURE
    location = typename.get("location", 0)
    text = typename_text(typename)
    if found is not None:
        if not found.type.defined:
            if language == "sql":
                raise PgError(
                    "42P13", f"SQL function cannot return shell type {text}", location=location, reason="type"
                )
            session.notice(f"return type {text} is only a shell", sqlstate="42809")
        return found.type
    if language not in ("internal", "c"):
        raise undefined_type(text, location)
    if typename.get("typmods"):
        raise PgError(
            "42601",
            f'type modifier cannot be specified for shell type "{text}"',
            location=location,
            reason="syntax",
        )
    session.notice(f'type "{text}" is not yet defined', sqlstate="42704")
    schema, name = qualified(typename["names"])
    return make_shell(session, ns.creation_namespace(session, schema), name)


def make_shell(session: Session, namespace: Any, name: str) -> Type:
    """`TypeShellMake`."""
    type = heap.create_type(session, namespace, name, "p", category="P", array=False)
    type.defined = False
    return type


def _interpret_as(session: Session, options: _Options, body: Any, language: str) -> FunctionBody:
    """`interpret_AS_clause`."""
    node = options.items.get("as")
    place = session.catalog.place
    if node is None:
        if body is None:
            raise PgError("42P13", "no function body specified", reason="definition")
        if language != "sql":
            raise PgError(
                "42P13", "inline SQL function body only valid for language SQL", reason="definition", kind="language"
            )
        return FunctionBody(None, body, None, place)
    location = node.get("location", 0)
    if body is not None:
        raise PgError("42P13", "duplicate function body specified", location=location, reason="definition")
    arg: Any = node["arg"]
    items = strings(arg["List"]["items"])
    if len(items) != 1 and language != "c":
        raise PgError(
            "42P13", f'only one AS item needed for language "{language}"', location=location, reason="definition"
        )
    return FunctionBody(items[0], None, location, place)


def _settings(session: Session, old: dict[str, str], nodes: list[Any]) -> dict[str, str]:
    """`update_proconfig_value`."""
    from migslint.commands.variable import check_stored, flatten

    settings = dict(old)
    for node in nodes:
        kind, name = node["kind"], node.get("name", "").lower()
        if kind == "VAR_RESET_ALL":
            settings.clear()
            continue
        check_stored(session, node)
        if kind == "VAR_SET_VALUE":
            settings[name] = flatten(session, name, node.get("args", []))
        elif kind == "VAR_SET_CURRENT":
            settings[name] = session.settings.get(name, "")
        else:
            settings.pop(name, None)
    return settings


def alter_function(session: Session, node: AlterFunctionStmt) -> None:
    """`AlterFunction`."""
    proc = lookup_func_with_args(session, node["objtype"], node["func"])
    assert proc is not None
    if proc.kind == "a":
        raise PgError(
            "42809",
            f'"{".".join(strings(node["func"]["objname"]))}" is an aggregate function',
            reason="kind",
            kind="function",
            name=proc.name,
            obj=proc,
        )
    options = _options(node.get("actions"), proc.kind == "p")
    for name in ("cost", "rows"):
        item = options.items.get(name)
        if item is not None and defelem.get_numeric(item) <= 0:
            raise PgError("22023", f"{name.upper()} must be positive", location=item.get("location", 0))
        if item is not None and name == "rows" and not proc.retset:
            raise PgError("22023", "ROWS is not applicable when function does not return a set")
    _check_attributes(session, options)
    journal = session.journal
    if "volatility" in options.items:
        journal.set(proc, "volatility", _volatility(options))
    if "strict" in options.items:
        journal.set(proc, "strict", options.flag("strict"))
    if "security" in options.items:
        journal.set(proc, "security_definer", options.flag("security"))
    if options.settings:
        journal.set(proc, "settings", _settings(session, proc.settings, options.settings))
    session.catalog.event(proc, "altered")


def call(session: Session, node: CallStmt) -> None:
    """`transformCallStmt`: the procedure must be there and take the arguments."""
    from migslint.analyze import api

    api.call(session, node)


def do(session: Session, node: DoStmt) -> None:
    """`ExecuteDoStmt`: code and a language that runs it; what the code does is for a later room."""
    seen: dict[str, DefElem] = {}
    for option in defelem.elements(node.get("args")):
        if option["defname"] in seen:
            raise defelem.conflicting(option)
        seen[option["defname"]] = option
    if "as" not in seen:
        raise PgError("42601", "no inline code specified", reason="syntax")
    item = seen.get("language")
    language = defelem.get_string(item) if item is not None else "plpgsql"
    find_language(session, language, item.get("location", 0) if item is not None else None)
    if language in ("sql", "c", "internal"):
        raise PgError(
            "0A000",
            f'language "{language}" does not support inline code execution',
            reason="unsupported",
            kind="language",
            name=language,
        )
    if language == "plpgsql":
        from migslint.commands.plpgsqlbody import check_plpgsql_block

        arg: Any = seen["as"]["arg"]
        check_plpgsql_block(session, arg["String"].get("sval", ""), seen["as"].get("location", 0))
