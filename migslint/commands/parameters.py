"""The parameters of a routine (`commands/functioncmds.c, interpret_function_parameter_list`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from migslint.analyze import api
from migslint.analyze.parse_type import find_typename, typename_text
from migslint.analyze.types import UNSURE
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Argument, CatalogObject, Type, TypeRef
from migslint.catalog.session import Session

if TYPE_CHECKING:
    from migslint.syntax.nodes import FunctionParameter, TypeName

_MODES = {
    "FUNC_PARAM_DEFAULT": "i",
    "FUNC_PARAM_IN": "i",
    "FUNC_PARAM_OUT": "o",
    "FUNC_PARAM_INOUT": "b",
    "FUNC_PARAM_VARIADIC": "v",
    "FUNC_PARAM_TABLE": "t",
}

_ANY_ARRAY = ("anyarray", "anycompatiblearray", "any")


class Parameters(msgspec.Struct, eq=False):
    """The outcome: all arguments, the types of the defaults, what these depend on, and what OUT arguments ask of the
    result type (None: nothing).
    """

    args: list[Argument] = []
    defaults: list[Type] = []
    depends: list[CatalogObject] = []
    result: Type | None = None


def _refuse(message: str, node: FunctionParameter) -> PgError:
    return PgError("42P13", message, location=node.get("location", 0), kind="parameter", name=node.get("name", ""))


def interpret_parameters(session: Session, nodes: list[Any] | None, language: str, kind: str) -> Parameters:
    """Check and look up a parameter list; `kind` is function, procedure or aggregate.

    A type that cannot be known is UNSURE.
    """
    out = Parameters([], [], [], None)
    variadic = False
    parameters: list[FunctionParameter] = [n["FunctionParameter"] for n in nodes or ()]
    for i, node in enumerate(parameters):
        mode = _MODES[node["mode"]]
        typename = node["argType"]
        type = parameter_type(session, typename, language, kind)
        if typename.get("setof"):
            raise _refuse(f"{kind}s cannot accept set arguments", node)
        is_input = mode in "ibv"
        if is_input and variadic:
            raise _refuse("VARIADIC parameter must be the last input parameter", node)
        if mode in "obt":
            if kind == "procedure":
                if variadic:
                    raise _refuse("VARIADIC parameter must be the last parameter", node)
                out.result = session.catalog.builtin_type("record")
            elif out.result is None:
                out.result = type
            else:
                out.result = session.catalog.builtin_type("record")
        if mode == "v":
            variadic = True
            if type is not UNSURE and not type.is_array and not (type.builtin and type.name in _ANY_ARRAY):
                raise _refuse("VARIADIC parameter must be an array", node)
        name = node.get("name", "")
        if name:
            _check_name(name, mode, parameters[:i], node)
        default = node.get("defexpr")
        if default is not None:
            if not is_input:
                raise _refuse("only input parameters can have default values", node)
            want = TypeRef(type) if type.typtype != "p" else None
            cooked = api.cook(session, default, "function_default", want=want)
            out.defaults.append(type if want is not None and cooked.certain else cooked.type.type)
            out.depends.extend(cooked.depends)
        elif out.defaults:
            if is_input:
                raise _refuse("input parameters after one with a default value must also have defaults", node)
            if kind == "procedure":
                raise _refuse("procedure OUT parameters cannot appear after one with a default value", node)
        out.args.append(Argument(name, mode, type, default is not None))
    return out


def _check_name(name: str, mode: str, before: list[FunctionParameter], node: FunctionParameter) -> None:
    for other in before:
        if other.get("name") != name:
            continue
        earlier = _MODES[other["mode"]]
        if (mode in "iv" and earlier in "ot") or (earlier in "iv" and mode in "ot"):
            continue
        raise _refuse(f'parameter name "{name}" used more than once', node)


def parameter_type(session: Session, typename: TypeName, language: str, kind: str) -> Type:
    """The type of a parameter; a shell will do for languages other than SQL."""
    location = typename.get("location", 0)
    try:
        found = find_typename(session, typename)
    except Unknown:
        return UNSURE
    text = typename_text(typename)
    if found is None:
        raise PgError(
            "42704",
            f"type {text} does not exist",
            location=location,
            reason="missing",
            kind="type",
            name=typename["names"][-1]["String"].get("sval", ""),
        )
    if not found.type.defined:
        if kind == "aggregate" or language == "sql":
            what = "aggregate" if kind == "aggregate" else "SQL function"
            raise PgError("42P13", f"{what} cannot accept shell type {text}", location=location, reason="type")
        session.notice(f"argument type {text} is only a shell", sqlstate="42809")
    return found.type
