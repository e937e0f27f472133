"""CREATE and ALTER OPERATOR (`commands/operatorcmds.c`, `catalog/pg_operator.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze.parse_type import lookup_typename
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Namespace, Operator, Proc, Type, is_pinned
from migslint.catalog.session import Session
from migslint.commands import defelem
from migslint.commands.lookup import qualified
from migslint.commands.lookupfunc import (
    find_func_name,
    find_operator,
    lookup_oper_with_args,
    oper_signature,
    undefined_function,
)
from migslint.commands.typecmds import type_name

if TYPE_CHECKING:
    from migslint.syntax.nodes import AlterOperatorStmt, DefElem, DefineStmt

_KNOWN = ("leftarg", "rightarg", "commutator", "negator", "restrict", "join", "hashes", "merges")
_OWN_NEGATOR = ("operator cannot be its own negator", "operator cannot be its own negator or sort operator")
_SORTING = ("sort1", "sort2", "ltcmp", "gtcmp")


def _refuse(message: str, detail: str | None = None) -> PgError:
    return PgError("42P13", message, detail=detail, reason="definition", kind="operator")


def _operand(session: Session, element: DefElem) -> Type:
    typename = type_name(element)
    if typename.get("setof"):
        raise _refuse("SETOF type not allowed for operator argument")
    return lookup_typename(session, typename).type


def define_operator(session: Session, node: DefineStmt) -> None:
    """`DefineOperator`."""
    schema, name = qualified(node["defnames"])
    namespace = ns.creation_namespace(session, schema)
    options: dict[str, DefElem] = {}
    for element in defelem.elements(node.get("definition")):
        key = element["defname"]
        if key in ("function", "procedure"):
            options["function"] = element
        elif key in _KNOWN:
            options[key] = element
        elif key in _SORTING:
            options["merges"] = {"defname": "merges"}
        else:
            session.notice(
                f'operator attribute "{key}" not recognized',
                sqlstate="42601",
                severity="WARNING",
                location=element.get("location", 0),
            )
    for key in ("leftarg", "rightarg"):
        if key in options and type_name(options[key]).get("setof"):
            raise _refuse("SETOF type not allowed for operator argument")
    if "function" not in options:
        raise _refuse("operator function must be specified")
    left = _operand(session, options["leftarg"]) if "leftarg" in options else None
    right = _operand(session, options["rightarg"]) if "rightarg" in options else None
    if right is None:
        if left is None:
            raise _refuse("operator argument types must be specified")
        raise _refuse("operator right argument type must be specified", "Postfix operators are not supported.")
    types = (left, right) if left is not None else (right,)
    names = defelem.get_names(options["function"])
    proc = find_func_name(session, names, types)
    if proc is None:
        raise undefined_function(session, names, types, options["function"].get("location", 0))
    _estimators(session, options)
    _validate(session, options, left, proc.rettype)
    _create(session, namespace, name, left, right, proc, options)


def _estimators(session: Session, options: dict[str, DefElem]) -> None:
    """`ValidateRestrictionEstimator`, `ValidateJoinEstimator`."""
    builtin = session.catalog.builtin_type
    internal, oid = builtin("internal"), builtin("oid")
    result = builtin("float8")
    for key, what, signatures in (
        ("restrict", "restriction", [(internal, oid, internal, builtin("int4"))]),
        (
            "join",
            "join",
            [(internal, oid, internal, builtin("int2"), internal), (internal, oid, internal, builtin("int2"))],
        ),
    ):
        element = options.get(key)
        if element is None or not element.get("arg") or _is_none(element):
            continue
        names = defelem.get_names(element)
        found = [p for s in signatures if (p := find_func_name(session, names, s)) is not None]
        shown = ".".join(names)
        if not found:
            raise undefined_function(session, names, signatures[0], element.get("location", 0))
        if len(found) > 1:
            raise PgError("42725", f"{what} estimator function {shown} has multiple matches", reason="ambiguous")
        if found[0].rettype is not result:
            raise PgError(
                "42P17", f"{what} estimator function {shown} must return type double precision", reason="type"
            )


def _is_none(element: DefElem) -> bool:
    arg: Any = element.get("arg")
    return arg is None or arg == {"String": {"sval": "none"}}


def _wants(options: dict[str, DefElem], key: str) -> bool:
    element = options.get(key)
    if element is None:
        return False
    return defelem.get_boolean(element) if key in ("hashes", "merges") else not _is_none(element)


def _validate(session: Session, options: dict[str, DefElem], left: Type | None, result: Type) -> None:
    """`OperatorValidateParams`."""
    if left is None:
        for key, text in (
            ("commutator", "have commutators"),
            ("join", "have join selectivity"),
            ("merges", "merge join"),
            ("hashes", "hash"),
        ):
            if _wants(options, key):
                raise _refuse(f"only binary operators can {text}")
    if result is not session.catalog.builtin_type("bool"):
        for key, text in (
            ("negator", "have negators"),
            ("restrict", "have restriction selectivity"),
            ("join", "have join selectivity"),
            ("merges", "merge join"),
            ("hashes", "hash"),
        ):
            if _wants(options, key):
                raise _refuse(f"only boolean operators can {text}")


def _same(operator: Operator, left: Type | None, right: Type) -> bool:
    return operator.left is left and operator.right is right


def _create(
    session: Session,
    namespace: Namespace,
    name: str,
    left: Type | None,
    right: Type,
    proc: Proc,
    options: dict[str, DefElem],
) -> None:
    """`OperatorCreate`; a shell that another operator made is filled."""
    catalog, journal = session.catalog, session.journal
    if catalog.doubtful("operator", namespace.name, name):
        raise Unknown(name)
    operator = next((o for o in catalog.operators(namespace, name) if _same(o, left, right)), None)
    if operator is not None and operator.result is not None:
        raise PgError(
            "42723", f"operator {name} already exists", reason="exists", kind="operator", name=name, obj=operator
        )
    links: dict[str, str] = {}
    for key in ("commutator", "negator"):
        if key in options:
            other = _other(session, options[key], key, namespace, name, left, right)
            links[key] = other.name if other is not None else name
            if other is operator and other is not None and key == "negator":
                raise _refuse(_OWN_NEGATOR[session.version < 17])
            if other is not None and other is not operator:
                _link(session, other, key, name)
    fields: dict[str, Any] = {
        "result": proc.rettype,
        "proc": proc.name,
        "merges": _wants(options, "merges"),
        "hashes": _wants(options, "hashes"),
        **links,
    }
    if operator is None:
        operator = Operator(name=name, namespace=namespace, left=left, right=right, result=None, owner=session.role)
        catalog.add_operator(operator)
        catalog.depend(operator, namespace)
    else:
        catalog.event(operator, "altered")
    for field, value in fields.items():
        journal.set(operator, field, value)
    for on in (left, right, proc.rettype, proc):
        if on is not None and not is_pinned(on):
            catalog.depend(operator, on)


def _other(
    session: Session,
    element: DefElem,
    key: str,
    namespace: Namespace,
    name: str,
    left: Type | None,
    right: Type,
) -> Operator | None:
    """`get_other_operator`: the commutator or negator, a shell where there is none; None for the operator itself."""
    names = defelem.get_names(element)
    schema = names[-2] if len(names) > 1 else None
    a, b = (right, left or right) if key == "commutator" else (left, right)
    found = find_operator(session, schema, names[-1], a, b)
    if found is not None:
        return found
    space = ns.creation_namespace(session, schema)
    if space is namespace and names[-1] == name and a is left and b is right:
        if key == "negator":
            raise _refuse(_OWN_NEGATOR[session.version < 17])
        return None
    shell = Operator(name=names[-1], namespace=space, left=a, right=b, result=None, owner=session.role)
    session.catalog.add_operator(shell)
    session.catalog.depend(shell, space)
    return shell


def _link(session: Session, other: Operator, key: str, name: str) -> None:
    """`OperatorUpd`: the other way round; from 18 on an operator has one commutator and one negator for good."""
    old = getattr(other, key)
    if old and old != name and session.version >= 18:
        raise _refuse(f"{key} operator {other.name} is already the {key} of operator {old}")
    session.journal.set(other, key, name)


def alter_operator(session: Session, node: AlterOperatorStmt) -> None:
    """`AlterOperator`."""
    operator = lookup_oper_with_args(session, node["opername"])
    assert operator is not None
    options: dict[str, DefElem] = {}
    newer = ("commutator", "negator", "merges", "hashes")
    for element in defelem.elements(node.get("options")):
        key = element["defname"]
        if element.get("arg") and key not in ("merges", "hashes"):
            defelem.get_names(element)
        fixed = ("leftarg", "rightarg", "function", "procedure", *(() if session.version >= 17 else newer))
        if key in fixed or key not in _KNOWN:
            problem = "cannot be changed" if key in fixed else "not recognized"
            raise PgError(
                "42601",
                f'operator attribute "{key}" {problem}',
                location=element.get("location", 0),
                reason="definition",
                kind="operator",
            )
        options[key] = element
    _estimators(session, options)
    links: dict[str, Operator] = {
        key: _reference(session, operator, options[key], key) for key in ("commutator", "negator") if key in options
    }
    if operator.result is None:
        raise Unknown(operator.name)
    _validate(session, options, operator.left, operator.result)
    for key in newer:
        if key in options:
            other = links.get(key)
            _set_once(session, operator, key, other.name if other is not None else _wants(options, key))
            if other is not None and other is not operator:
                _link(session, other, key, operator.name)
    session.catalog.event(operator, "altered")


def _reference(session: Session, operator: Operator, element: DefElem, key: str) -> Operator:
    """`ValidateOperatorReference`."""
    names = defelem.get_names(element)
    left, right = operator.left, operator.right
    if key == "commutator" and left is not None:
        left, right = right, left
    found = find_operator(session, names[-2] if len(names) > 1 else None, names[-1], left, right)
    if found is None or found.result is None:
        state = "does not exist" if found is None else "is only a shell"
        raise PgError(
            "42883",
            f"operator {state}: {oper_signature(session, names, left, right)}",
            reason="missing",
            kind="operator",
            name=names[-1],
        )
    if found is operator and key == "negator":
        raise _refuse("operator cannot be its own negator")
    return found


def _set_once(session: Session, operator: Operator, key: str, value: str | bool) -> None:
    old = getattr(operator, key)
    if old and old != value:
        raise _refuse(f'operator attribute "{key}" cannot be changed if it has already been set')
    session.journal.set(operator, key, value)
