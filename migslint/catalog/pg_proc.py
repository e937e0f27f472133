"""Making routines (`catalog/pg_proc.c, ProcedureCreate`); the caller has looked up the types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from migslint.catalog.depend import discard
from migslint.catalog.describe import format_procedure
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Argument, CatalogObject, Namespace, Proc, Type, is_pinned
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type

FUNC_MAX_ARGS = 100

#: the families of polymorphic types, in the order in which the server's DETAIL lists them
FAMILY1 = ("anyelement", "anyarray", "anynonarray", "anyenum", "anyrange", "anymultirange")
FAMILY2 = (
    "anycompatible",
    "anycompatiblearray",
    "anycompatiblenonarray",
    "anycompatiblerange",
    "anycompatiblemultirange",
)

_KINDS = {"a": "an aggregate function", "f": "a function", "p": "a procedure", "w": "a window function"}


class Definition(msgspec.Struct, eq=False, kw_only=True):
    """What a CREATE FUNCTION, PROCEDURE or AGGREGATE says of the routine, with its types looked up.

    `args` are all arguments in order, `defaults` the types of the default expressions; `depends` what it depends on
    besides its types.
    """

    name: str
    namespace: Namespace
    kind: str
    args: list[Argument]
    rettype: Type
    retset: bool = False
    language: str
    volatility: str = "v"
    strict: bool = False
    security_definer: bool = False
    body: Any = None
    settings: dict[str, str] = {}
    defaults: tuple[Type, ...] = ()
    depends: tuple[CatalogObject, ...] = ()
    aggkind: str = "n"
    direct_args: int = 0

    @property
    def inputs(self) -> list[Argument]:
        """The arguments of the signature."""
        return [a for a in self.args if a.mode in "ibv"]


def is_polymorphic(type: Type) -> bool:
    """`IsPolymorphicType`."""
    return type.builtin and type.typtype == "p" and (type.name in FAMILY1 or type.name in FAMILY2)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])}, or {names[-1]}" if len(names) > 2 else " or ".join(names)


def polymorphic_problem(session: Session, result: Type, inputs: Sequence[Type]) -> str | None:
    """`check_valid_polymorphic_signature`: a DETAIL, None if the result can be deduced from the inputs."""
    if not is_polymorphic(result):
        return None
    if result.name in ("anyrange", "anymultirange"):
        wanted: Sequence[str] = ("anyrange", "anymultirange")
    elif result.name in ("anycompatiblerange", "anycompatiblemultirange"):
        wanted = ("anycompatiblerange", "anycompatiblemultirange")
    else:
        wanted = FAMILY1 if result.name in FAMILY1 else FAMILY2
    if any(t.builtin and t.name in wanted for t in inputs):
        return None
    return f"A result of type {format_type(session, result)} requires at least one input of type {_listed(wanted)}."


def internal_problem(result: Type, inputs: Sequence[Type]) -> str | None:
    """`check_valid_internal_signature`."""
    if not _is_internal(result) or any(_is_internal(t) for t in inputs):
        return None
    return "A result of type internal requires at least one input of type internal."


def _is_internal(type: Type) -> bool:
    return type.builtin and type.typtype == "p" and type.name == "internal"


def check_result_types(session: Session, new: Definition) -> None:
    """The checks of ProcedureCreate on the result and the OUT arguments: PgError 42P13."""
    inputs = [a.type for a in new.inputs]
    if len(inputs) > FUNC_MAX_ARGS:
        raise PgError("54023", f"functions cannot have more than {FUNC_MAX_ARGS} arguments")
    for result in [new.rettype, *(a.type for a in new.args if a.mode in "obt")]:
        detail = polymorphic_problem(session, result, inputs)
        if detail is not None:
            raise PgError("42P13", "cannot determine result data type", detail=detail, reason="type", name=new.name)
        detail = internal_problem(result, inputs)
        if detail is not None:
            raise PgError("42P13", 'unsafe use of pseudo-type "internal"', detail=detail, reason="type", name=new.name)


def procedure_create(session: Session, new: Definition, replace: bool) -> Proc:
    """`ProcedureCreate` without the validator.

    42723 if the routine is there and not `replace`; 42809 and 42P13 where it cannot be replaced by this one.  If there
    may be one, there certainly is afterwards.
    """
    check_result_types(session, new)
    catalog = session.catalog
    inputs = new.inputs
    argtypes = tuple(a.type for a in inputs)
    old = next((p for p in catalog.procs(new.namespace, new.name) if p.argtypes == argtypes), None)
    if old is not None and "self" in old.unknown:
        discard(catalog, old)
        old = None
    if old is not None:
        _check_replace(session, old, new, replace)
        proc = old
        for on, deptype in list(old.references.items()):
            if deptype != "e":
                catalog.undepend(old, on)
    else:
        proc = Proc(name=new.name, namespace=new.namespace, rettype=new.rettype, owner=session.role)
    _fill(session, proc, new, argtypes, fresh=old is None)
    if old is None:
        catalog.add_proc(proc)
    else:
        catalog.event(proc, "altered")
    catalog.depend(proc, new.namespace)
    language = catalog.global_object("language", new.language)
    depends = (new.rettype, *(a.type for a in new.args), *new.depends)
    for on in depends if language is None else (language, *depends):
        if not is_pinned(on):
            catalog.depend(proc, on)
    return proc


def _fill(session: Session, proc: Proc, new: Definition, argtypes: tuple[Type, ...], fresh: bool) -> None:
    values: dict[str, Any] = {
        "kind": new.kind,
        "args": new.args,
        "argtypes": argtypes,
        "ndefaults": len(new.defaults),
        "default_types": new.defaults,
        "variadic": next((_variadic_element(session, a.type) for a in new.args if a.mode == "v"), None),
        "rettype": new.rettype,
        "retset": new.retset,
        "language": new.language,
        "volatility": new.volatility,
        "strict": new.strict,
        "security_definer": new.security_definer,
        "body": new.body,
        "settings": new.settings,
        "aggkind": new.aggkind,
        "direct_args": new.direct_args,
    }
    for field, value in values.items():
        if fresh:
            setattr(proc, field, value)
        else:
            session.journal.set(proc, field, value)


def _variadic_element(session: Session, type: Type) -> Type:
    """pg_proc.provariadic."""
    if type.builtin and type.name in ("anyarray", "anycompatiblearray"):
        return session.catalog.builtin_type(type.name.replace("array", "") if "compat" in type.name else "anyelement")
    return type.element or type


def result_columns(args: Sequence[Argument], kind: str) -> list[tuple[str, Type]] | None:
    """`build_function_result_tupdesc_d`: names and types of a row made of OUT arguments, None without such a row."""
    out = [a for a in args if a.mode in "obt"]
    if not out or (len(out) == 1 and kind != "p"):
        return None
    return [(a.name or f"column{i}", a.type) for i, a in enumerate(out, 1)]


def _check_replace(session: Session, old: Proc, new: Definition, replace: bool) -> None:
    if not replace:
        raise PgError(
            "42723",
            f'function "{new.name}" already exists with same argument types',
            reason="exists",
            kind="function",
            name=new.name,
            obj=old,
        )
    if old.kind != new.kind:
        raise PgError(
            "42809",
            "cannot change routine kind",
            detail=f'"{new.name}" is {_KINDS[old.kind]}.',
            reason="kind",
            kind="function",
            name=new.name,
            obj=old,
        )
    if old.unknown or "?" in (old.rettype.typtype, new.rettype.typtype):
        return
    command = {"p": "DROP PROCEDURE", "a": "DROP AGGREGATE"}.get(new.kind, "DROP FUNCTION")

    def refuse(message: str, detail: str | None = None) -> PgError:
        return PgError(
            "42P13",
            message,
            detail=detail,
            hint=f"Use {command} {format_procedure(session, old)} first.",
            reason="definition",
            kind="function",
            name=new.name,
            obj=old,
        )

    if old.rettype is not new.rettype or old.retset != new.retset:
        if new.kind == "p":
            raise refuse("cannot change whether a procedure has output parameters")
        raise refuse("cannot change return type of existing function")
    if new.rettype.builtin and new.rettype.name == "record":
        if result_columns(old.args, old.kind) != result_columns(new.args, new.kind):
            raise refuse(
                "cannot change return type of existing function", "Row type defined by OUT parameters is different."
            )
    names = [a.name for a in new.inputs]
    for i, argument in enumerate(a for a in old.args if a.mode in "ibv"):
        if argument.name and (i >= len(names) or names[i] != argument.name):
            raise refuse(f'cannot change name of input parameter "{argument.name}"')
    if len(new.defaults) < old.ndefaults:
        raise refuse("cannot remove parameter defaults from existing function")
    if old.default_types:
        for was, now in zip(reversed(old.default_types), reversed(new.defaults), strict=False):
            if was is not now and "?" not in (was.typtype, now.typtype):
                raise refuse("cannot change data type of existing parameter default value")


def find_exact(session: Session, namespace: Namespace, name: str, argtypes: tuple[Type, ...]) -> Proc | None:
    """`SearchSysCache3(PROCNAMEARGSNSP)`: the routine of that schema, name and signature."""
    return next((p for p in session.catalog.procs(namespace, name) if p.argtypes == argtypes), None)


def check_new_name(session: Session, namespace: Namespace, name: str, argtypes: tuple[Type, ...]) -> None:
    """`IsThereFunctionInNamespace`: 42723 for RENAME and SET SCHEMA."""
    if session.catalog.doubtful("function", namespace.name, name):
        raise Unknown(name)
    old = find_exact(session, namespace, name, argtypes)
    if old is not None:
        shown = f"{name}({', '.join(format_type(session, t) for t in argtypes)})"
        raise PgError(
            "42723",
            f'function {shown} already exists in schema "{namespace.name}"',
            reason="exists",
            kind="function",
            name=name,
            obj=old,
        )
