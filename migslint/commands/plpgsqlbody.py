"""Bodies of PL/pgSQL functions as the validator compiles them (`src/pl/plpgsql`: pl_handler.c, pl_comp.c, pl_gram.y).

Grammar, labels, variables and RETURN are libpg_query's compiler's business.  It has no catalog, so the types that the
body declares are looked up here, and the compiler is given others in their place that behave alike.  The expressions
and statements inside are only parsed, as by the server.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from migslint.analyze.parse_type import lookup_typename
from migslint.analyze.types import UNSURE
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, undefined_column, undefined_relation
from migslint.catalog.objects import Argument, FunctionBody, Proc, Relation, Type
from migslint.catalog.pg_proc import is_polymorphic
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type
from migslint.commands.sqlbody import with_settings
from migslint.lazy import pattern
from migslint.syntax import library
from migslint.syntax.declarations import Declaration, declarations
from migslint.syntax.names import value
from migslint.syntax.plpgsql import compile_text

#: the compiler's messages that are to be believed, with their SQLSTATE where it is not 42601
_SPECIAL = (
    ("variable ", " is declared CONSTANT", "22005"),
    ("variable ", " must have a default value, since it's declared NOT NULL", "22004"),
    ("unrecognized exception condition ", "", "42704"),
    ('variable "', '" does not exist', "42704"),
    ("RETURN cannot have a parameter in function", "", "42804"),
    ("RETURN cannot have a parameter in a procedure", "", "42601"),
    ("RETURN NEXT cannot have a parameter", "", "42804"),
    ("cannot use RETURN ", "", "42804"),
)
_BELIEVED = (
    "there is no label ",
    "block label ",
    "end label ",
    "EXIT cannot ",
    "CONTINUE cannot ",
    "too few parameters specified for RAISE",
    "too many parameters specified for RAISE",
    "integer FOR loop must",
    "cursor FOR loop must",
    "cannot specify REVERSE",
    "loop variable of ",
    "not enough arguments for cursor",
    "too many arguments for cursor",
    "value for parameter ",
    "cursor ",
    "missing ",
    "diagnostics item ",
    "invalid type name ",
)
#: those that hang on the types of variables
_TYPED = (
    " is not a known variable",
    " is not a scalar variable",
    "record variable cannot be part of multiple-item INTO",
)

#: types that need no looking up
_PLAIN = frozenset(
    (
        "bigint",
        "boolean",
        "bool",
        "bytea",
        "date",
        "int",
        "integer",
        "interval",
        "json",
        "jsonb",
        "name",
        "numeric",
        "record",
        "smallint",
        "text",
        "text[]",
        "timestamp",
        "timestamp with time zone",
        "timestamptz",
        "uuid",
        "uuid[]",
        "varchar",
    )
)

_WORD = r'\s*(?:"(?:[^"]|"")+"|[^\W\d][\w$]*)\s*'
_NAME = pattern(rf"{_WORD}(?:\.{_WORD})*")

#: stands in for a type that is refused: the compiler stops there, if at nothing before it
_STOP = "setof migslint_stop"

_SYSTEM_VARIABLES = frozenset(("found", "sqlstate", "sqlerrm", "new", "old"))


class _Compiler(msgspec.Struct, eq=False):
    """What is known while a body is read: variables so far with the stand-ins of their types."""

    session: Session
    variables: dict[str, str]
    function: str
    parameters: frozenset[str] = frozenset()
    certain: bool = True


def validate_plpgsql(session: Session, proc: Proc) -> None:
    """`plpgsql_validator`."""
    result = proc.rettype
    if result.typtype == "p" and not is_polymorphic(result):
        if result.name not in ("trigger", "event_trigger", "record", "void"):
            raise _unsupported(session, "return", result, proc)
    for argument in proc.args:
        type = argument.type
        if type.typtype == "p" and not is_polymorphic(type) and type.name != "record":
            raise _unsupported(session, "accept", type, proc)
    if session.setting("check_function_bodies") in ("off", "false", "no", "0"):
        return
    body = proc.body
    if isinstance(body, FunctionBody) and body.text is not None:
        with_settings(session, proc, lambda: check_plpgsql_body(session, proc, body))


def _unsupported(session: Session, verb: str, type: Type, proc: Proc) -> PgError:
    return PgError(
        "0A000",
        f"PL/pgSQL functions cannot {verb} type {format_type(session, type)}",
        reason="type",
        kind="function",
        name=proc.name,
    )


def check_plpgsql_body(session: Session, proc: Proc, body: FunctionBody) -> dict[str, Any] | None:
    """`plpgsql_compile`: the tree of the body (PLpgSQL_function), None where the compiler cannot tell.

    PgError for what it refuses, pointing at AS.
    """
    if proc.rettype.builtin and proc.rettype.name in ("trigger", "event_trigger") and proc.argtypes:
        kind = "trigger" if proc.rettype.name == "trigger" else "event trigger"
        raise PgError(
            "42P13",
            f"{kind} functions cannot have declared arguments",
            hint="The arguments of the trigger can be accessed through TG_NARGS and TG_ARGV instead."
            if kind == "trigger"
            else None,
            reason="definition",
            kind="function",
            name=proc.name,
        )
    compiler = _Compiler(session, {}, proc.name)
    arguments: list[str] = []
    for i, argument in enumerate(proc.args, 1):
        stand_in = _stand_in(compiler, argument.type)
        if argument.name:
            if argument.name in compiler.variables:
                raise PgError(
                    "42P13", f'parameter name "{argument.name}" used more than once', kind="function", name=proc.name
                )
            compiler.variables[argument.name] = stand_in
        compiler.variables[f"${i}"] = stand_in
        arguments.append(_argument(argument, stand_in))
    compiler.parameters = frozenset(compiler.variables)
    head = f"CREATE {'PROCEDURE' if proc.kind == 'p' else 'FUNCTION'} f({', '.join(arguments)})"
    return _compile(compiler, head + _returns(compiler, proc), body.text or "", body.location)


def check_plpgsql_block(session: Session, text: str, location: int | None) -> dict[str, Any] | None:
    """`plpgsql_compile_inline`: the same for a DO block."""
    return _compile(_Compiler(session, {}, "inline_code_block"), "CREATE FUNCTION f() RETURNS void", text, location)


def _argument(argument: Argument, stand_in: str) -> str:
    mode = {"i": "", "o": "OUT ", "b": "INOUT ", "v": "", "t": "OUT "}[argument.mode]
    name = argument.name.replace('"', '""')
    return f'{mode}"{name}" {stand_in}' if name else mode + stand_in


def _returns(compiler: _Compiler, proc: Proc) -> str:
    if proc.kind == "p":
        return ""
    out = any(a.mode in "obt" for a in proc.args)
    if out and not proc.retset:
        return ""
    result = proc.rettype
    if result.builtin and result.name in ("void", "trigger", "event_trigger", "record"):
        shown = result.name
    elif out:
        shown = next(_stand_in(compiler, a.type) for a in proc.args if a.mode in "obt")
    else:
        shown = _stand_in(compiler, result)
    return f" RETURNS {'SETOF ' if proc.retset else ''}{shown}"


def _stand_in(compiler: _Compiler, type: Type) -> str:
    """A type that the compiler knows and treats as it would treat this one."""
    if type is UNSURE:
        compiler.certain = False
        return "record"
    base = base_type(type)
    if base.is_array or (base.builtin and base.name in ("anyarray", "anycompatiblearray")):
        return "text[]"
    if base.typtype == "c" or (base.builtin and base.name == "record"):
        return "record"
    if type.builtin and type.name in ("refcursor", "bool", "int4"):
        return type.name
    return "text"


def _compile(compiler: _Compiler, head: str, text: str, location: int | None) -> dict[str, Any] | None:
    body = text.encode("utf-8", "replace")
    found = declarations(body)
    refusal: PgError | None = None
    parts: list[bytes] = []
    at = 0
    for declaration in found:
        try:
            stand_in = _declared(
                compiler, declaration, body[declaration.start : declaration.end].decode("utf-8", "replace")
            )
        except Unknown:
            compiler.certain = False
            stand_in = "record"
        except PgError as error:
            error.location = location
            stand_in = "record" if refusal is not None else _STOP
            refusal = refusal or error
        if stand_in is None:
            compiler.variables[value(declaration.name)] = body[declaration.start : declaration.end].decode(
                "utf-8", "replace"
            )
            continue
        compiler.variables[value(declaration.name)] = stand_in
        lines = body.count(b"\n", declaration.start, declaration.end)
        parts += [body[at : declaration.start], stand_in.encode(), b"\n" * lines]
        at = declaration.end
    parts.append(body[at:])
    tag = "$migslint$"
    compiled = compile_text(
        f"{head} LANGUAGE plpgsql AS {tag}".encode("utf-8", "replace") + b"".join(parts) + tag.encode()
    )
    if isinstance(compiled, library.Failure) and (refusal is None or _STOP not in compiled.message):
        problem = _believed(compiled, compiler.certain)
        if problem is not None:
            problem.location = location
            raise problem
    if refusal is not None:
        raise refusal
    return compiled[0]["PLpgSQL_function"] if isinstance(compiled, list) else None


def _believed(failure: library.Failure, certain: bool) -> PgError | None:
    """The error, None where the compiler may err for want of a catalog."""
    message = failure.message
    state = None
    if message.endswith("at end of input") or ' at or near "' in message or message.startswith(_BELIEVED):
        state = "42601"
    elif any(t in message for t in _TYPED):
        state = "42601" if certain else None
    else:
        for start, end, special in _SPECIAL:
            if message.startswith(start) and message.endswith(end):
                state = special
    if state is None:
        return None
    hint = "Use RETURN NEXT or RETURN QUERY." if message.endswith("in function returning set") else None
    return PgError(state, message, hint=hint, reason="syntax", kind="function")


def _declared(compiler: _Compiler, declaration: Declaration, text: str) -> str | None:
    """The stand-in of a declared type (`read_datatype`); None to leave the text as it is."""
    lowered = text.lower()
    if "%" in text:
        words, _, suffix = lowered.rpartition("%")
        names = ns.split_name(text[: len(words)]) if _NAME.fullmatch(words) else None
        suffix, array = suffix.strip(), ""
        if suffix.endswith("]") or suffix.split()[-1:] == ["array"]:
            suffix, array = re.split(r"[\[ ]", suffix, maxsplit=1)[0], "[]"
        if names is None or suffix not in ("type", "rowtype"):
            return None
        try:
            found = _percent_row(compiler, names) if suffix == "rowtype" else _percent_type(compiler, names)
        except PgError:
            if suffix == "type" and compiler.session.version < 17:
                raise PgError("42601", 'syntax error at or near "%"', reason="syntax", kind="function") from None
            raise
        return "text[]" if array and found is not None else found
    if lowered in _PLAIN:
        return None
    parsed = library.parse(f"SELECT NULL::{text}".encode("utf-8", "replace"))
    if isinstance(parsed, library.Failure):
        return None
    tree: Any = msgspec.json.decode(parsed)
    if len(tree["stmts"]) != 1:
        return None
    select = tree["stmts"][0]["stmt"]["SelectStmt"]
    targets = select.get("targetList", [])
    cast = targets[0]["ResTarget"].get("val", {}).get("TypeCast") if len(targets) == 1 else None
    if cast is None or "A_Const" not in cast["arg"] or "name" in targets[0]["ResTarget"] or len(select) > 3:
        return None
    ref = lookup_typename(compiler.session, cast["typeName"])
    type = ref.type
    if type.typtype == "p" and not (type.builtin and type.name == "record"):
        raise PgError(
            "0A000",
            f'variable "{value(declaration.name)}" has pseudo-type {format_type(compiler.session, type)}',
            reason="type",
            kind="type",
            name=type.name,
        )
    return None if _known(type) else _stand_in(compiler, type)


def _known(type: Type) -> bool:
    """Whether libpg_query's compiler has the type itself."""
    element = type.element if type.is_array and type.element is not None else type
    return element.builtin and element.namespace.name == "pg_catalog" and element.typtype == "b"


def find_relation(session: Session, names: Sequence[str]) -> Relation:
    """`RangeVarGetRelid`, with the schema's absence told first."""
    schema = names[-2] if len(names) > 1 else None
    if schema is not None:
        ns.namespace(session, schema)
    found = ns.find_relation(session, schema, names[-1])
    if found is None:
        raise undefined_relation(names[-1], schema)
    if "self" in found.unknown:
        raise Unknown(found.name)
    return found


def _percent_row(compiler: _Compiler, names: list[str]) -> str:
    """`plpgsql_parse_wordrowtype`, `plpgsql_parse_cwordrowtype`."""
    rel = find_relation(compiler.session, names)
    if rel.rowtype is None:
        raise PgError(
            "42809",
            f'relation "{".".join(names)}" does not have a composite type',
            reason="kind",
            kind="relation",
            name=rel.name,
            obj=rel,
        )
    return "record"


def _percent_type(compiler: _Compiler, names: list[str]) -> str | None:
    """`plpgsql_parse_wordtype`, `plpgsql_parse_cwordtype`: of a variable, or of a column."""
    variable = compiler.variables.get(names[0])
    if len(names) == 1:
        if variable is not None:
            return variable
        if names[0] in _SYSTEM_VARIABLES or names[0].startswith("tg_"):
            return "text"
        raise PgError(
            "42704", f'variable "{names[0]}" does not exist', reason="missing", kind="variable", name=names[0]
        )
    if len(names) == 2 and names[0] == compiler.function and names[1] in compiler.parameters:
        return compiler.variables[names[1]]
    if variable is not None and variable == "record" and len(names) == 2 and compiler.certain:
        # a field of a record variable, or a column of a relation that bears the same name
        if ns.find_relation(compiler.session, None, names[0]) is None:
            compiler.certain = False
            return "text"
    rel = find_relation(compiler.session, names[:-1])
    attribute = rel.attributes.get(names[-1])
    if attribute is None:
        if "column" in rel.unknown:
            raise Unknown(names[-1])
        raise undefined_column(names[-1], rel.name, None, rel)
    return _stand_in(compiler, attribute.type)
