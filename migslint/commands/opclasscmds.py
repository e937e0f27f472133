"""CREATE OPERATOR CLASS, CREATE and ALTER OPERATOR FAMILY (`commands/opclasscmds.c`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from migslint.analyze.parse_type import lookup_typename, typename_text
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Namespace, OpClass, Operator, Proc, SimpleNamespaced, Type, is_pinned
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands.lookup import as_typename, qualified
from migslint.commands.lookupfunc import lookup_func_with_args, lookup_oper_name, lookup_oper_with_args
from migslint.commands.objectaddress import get_opclass, get_shared
from migslint.commands.opclass import type_text
from migslint.worlds.records import AmopRecord, AmprocRecord, OpfamilyRecord

if TYPE_CHECKING:
    from migslint.syntax.nodes import AlterOpFamilyStmt, CreateOpClassStmt, CreateOpFamilyStmt

_OPERATOR, _FUNCTION, _STORAGE = 1, 2, 3
#: strategies of an operator class, 0 for any number; support functions; the one of these that parses options
_METHODS = {
    "btree": (5, 6, 5),
    "hash": (1, 3, 3),
    "gist": (0, 12, 10),
    "gin": (0, 7, 7),
    "spgist": (0, 6, 6),
    "brin": (0, 15, 5),
}
_ANY = 32767
_WITH_STORAGE = ("gist", "gin", "spgist", "brin")
_WITH_ORDERING = ("gist", "spgist")


def _refuse(message: str, sqlstate: str = "42P17", hint: str | None = None) -> PgError:
    return PgError(sqlstate, message, hint=hint, reason="definition", kind="operator class")


class _Member(msgspec.Struct, eq=False):
    """A member to be: operator or support function `number` for two types."""

    is_func: bool
    number: int
    left: Type
    right: Type
    name: str
    purpose: str = "s"
    obj: Operator | Proc | None = None


class _Method(msgspec.Struct, frozen=True):
    """What an access method takes; of those that extensions bring nothing is known."""

    name: str
    strategies: int
    supports: int
    options: int
    known: bool


def _method(session: Session, name: str) -> _Method:
    get_shared(session, "OBJECT_ACCESS_METHOD", name)
    if name not in _METHODS:
        return _Method(name, _ANY, _ANY, 0, False)
    strategies, supports, options = _METHODS[name]
    if session.version < 18 and name in ("btree", "gist"):
        supports -= 1
    return _Method(name, strategies or _ANY, supports, options, True)


def define_opclass(session: Session, node: CreateOpClassStmt) -> None:
    """`DefineOpClass`."""
    schema, name = qualified(node["opclassname"])
    namespace = ns.creation_namespace(session, schema)
    method = _method(session, node["amname"])
    type = lookup_typename(session, node["datatype"]).type
    catalog = session.catalog
    if "opfamilyname" in node:
        family = get_opclass(session, "OBJECT_OPFAMILY", method.name, node["opfamilyname"])
    else:
        family = catalog.other(namespace, "operator family", f"{method.name} {name}")
        if family is None:
            family = _create_family(session, namespace, name, method.name)
    assert isinstance(family, SimpleNamespaced)
    members: list[_Member] = []
    storage: Type | None = None
    for item in node.get("items", []):
        body = item["CreateOpClassItem"]
        if body["itemtype"] == _STORAGE:
            if storage is not None:
                raise _refuse("storage type specified more than once")
            storage = lookup_typename(session, body["storedtype"]).type
        else:
            _add(session, members, _member(session, body, method, type))
    if storage is not None and storage is not type and method.name not in _WITH_STORAGE and method.known:
        raise _refuse(f'storage type cannot be different from data type for access method "{method.name}"')
    _check_new(session, node, namespace, name, method.name, type)
    opclass = OpClass(
        name=name,
        namespace=namespace,
        method=method.name,
        intype=type,
        default=bool(node.get("isDefault")),
        keytype=storage if storage is not type else None,
        family=f"{family.namespace.name}.{family.name}",
        owner=session.role,
    )
    _store_members(session, family, members, opclass)
    catalog.add_other(namespace, "operator class", opclass, f"{method.name} {name}")
    catalog.depend(opclass, namespace)
    catalog.depend(opclass, family, "a")
    for on in (type, storage):
        if on is not None and not is_pinned(on):
            catalog.depend(opclass, on)


def _check_new(
    session: Session, node: CreateOpClassStmt, namespace: Namespace, name: str, method: str, type: Type
) -> None:
    old = session.catalog.other(namespace, "operator class", f"{method} {name}")
    if old is not None:
        raise PgError(
            "42710",
            f'operator class "{name}" for access method "{method}" already exists',
            reason="exists",
            kind="operator class",
            name=name,
            obj=old,
        )
    if session.catalog.doubtful("operator class", namespace.name, name):
        raise Unknown(name)
    if not node.get("isDefault"):
        return
    for other in session.catalog.opclasses(method):
        if other.default and other.intype is type:
            shown = typename_text(node["datatype"])
            raise PgError(
                "42710",
                f'could not make operator class "{name}" be default for type {shown}',
                detail=f'Operator class "{other.name}" already is the default.',
                reason="exists",
                kind="operator class",
                name=name,
                obj=other,
            )


def _item_types(session: Session, nodes: list[Any]) -> tuple[Type, Type]:
    """`processTypesSpec`."""
    types = [lookup_typename(session, as_typename(n)).type for n in nodes]
    if len(types) > 2:
        raise PgError("42601", "one or two argument types must be specified", reason="syntax")
    return types[0], types[-1]


def _check_number(body: Any, method: _Method) -> bool:
    """The number of an item; whether it is a function's."""
    is_func = bool(body["itemtype"] == _FUNCTION)
    number, most = body.get("number", 0), method.supports if is_func else method.strategies
    if not 0 < number <= most:
        what = "function" if is_func else "operator"
        raise _refuse(f"invalid {what} number {number}, must be between 1 and {most}")
    return is_func


def _member(session: Session, body: Any, method: _Method, type: Type | None) -> _Member:
    is_func = _check_number(body, method)
    if is_func:
        return _function(session, body, method, type)
    if body["name"].get("objargs"):
        operator = lookup_oper_with_args(session, body["name"])
    elif type is not None:
        operator = lookup_oper_name(session, body["name"]["objname"], type, type)
    else:
        raise PgError("42601", "operator argument types must be specified in ALTER OPERATOR FAMILY", reason="syntax")
    assert operator is not None
    purpose = "s"
    if "order_family" in body:
        get_opclass(session, "OBJECT_OPFAMILY", "btree", body["order_family"])
        purpose = "o"
    if operator.left is None:
        raise _refuse("index operators must be binary")
    if purpose == "o":
        if method.known and method.name not in _WITH_ORDERING:
            raise _refuse(f'access method "{method.name}" does not support ordering operators')
    elif operator.result is not session.catalog.builtin_type("bool"):
        raise _refuse("index search operators must return boolean")
    return _Member(False, body["number"], operator.left, operator.right, operator.name, purpose, operator)


def _function(session: Session, body: Any, method: _Method, type: Type | None) -> _Member:
    """`assignProcTypes`."""
    proc = lookup_func_with_args(session, "OBJECT_FUNCTION", body["name"])
    assert proc is not None
    left = right = None
    if body.get("class_args"):
        left, right = _item_types(session, body["class_args"])
    number = body["number"]
    if number == method.options:
        _check_options_function(session, proc, left, right, type)
    elif method.name == "btree":
        left, right = _check_btree(session, proc, number, left, right)
    elif method.name == "hash":
        left, right = _check_hash(session, proc, number, left, right)
    left, right = left or type, right or type
    if left is None or right is None:
        raise _refuse("associated data types must be specified for index support function")
    if method.name == "btree" and number in (4, 6) and left is not right:
        what = f"{_ordering(session)} equal image" if number == 4 else "btree skip support"
        raise _refuse(f"{what} functions must not be cross-type")
    return _Member(True, number, left, right, proc.name, "s", proc)


def _check_options_function(
    session: Session, proc: Proc, left: Type | None, right: Type | None, type: Type | None
) -> None:
    if type is not None:
        if (left or type) is not type or (right or type) is not type:
            raise _refuse(
                "associated data types for operator class options parsing functions must match opclass input type"
            )
    elif left is not right:
        raise _refuse("left and right associated data types for operator class options parsing functions must match")
    builtin = session.catalog.builtin_type
    if proc.rettype is not builtin("void") or proc.argtypes != (builtin("internal"),):
        raise _refuse(
            "invalid operator class options parsing function",
            hint="Valid signature of operator class options parsing function is (internal) RETURNS void.",
        )


def _ordering(session: Session) -> str:
    """What the server calls the functions of ordering access methods."""
    return "ordering" if session.version >= 18 else "btree"


def _check_btree(
    session: Session, proc: Proc, number: int, left: Type | None, right: Type | None
) -> tuple[Type | None, Type | None]:
    builtin, types = session.catalog.builtin_type, proc.argtypes
    ordering = _ordering(session)
    if number == 1:
        if len(types) != 2:
            raise _refuse(f"{ordering} comparison functions must have two arguments")
        if proc.rettype is not builtin("int4"):
            raise _refuse(f"{ordering} comparison functions must return integer")
        return left or types[0], right or types[1]
    if number in (2, 6):
        what = f"{ordering} sort" if number == 2 else "btree skip"
        if types != (builtin("internal"),):
            raise _refuse(f'{what} support functions must accept type "internal"')
        if proc.rettype is not builtin("void"):
            raise _refuse(f"{what} support functions must return void")
    elif number == 3:
        if len(types) != 5:
            raise _refuse(f"{ordering} in_range functions must have five arguments")
        if proc.rettype is not builtin("bool"):
            raise _refuse(f"{ordering} in_range functions must return boolean")
        return left or types[0], right or types[2]
    elif number == 4:
        if len(types) != 1:
            raise _refuse(f"{ordering} equal image functions must have one argument")
        if proc.rettype is not builtin("bool"):
            raise _refuse(f"{ordering} equal image functions must return boolean")
    return left, right


def _check_hash(
    session: Session, proc: Proc, number: int, left: Type | None, right: Type | None
) -> tuple[Type | None, Type | None]:
    builtin, types = session.catalog.builtin_type, proc.argtypes
    for wanted, count, words, result, shown in (
        (1, 1, "one argument", "int4", "integer"),
        (2, 2, "two arguments", "int8", "bigint"),
    ):
        if number == wanted:
            if len(types) != count:
                raise _refuse(f"hash function {number} must have {words}")
            if proc.rettype is not builtin(result):
                raise _refuse(f"hash function {number} must return {shown}")
            return left or types[0], right or types[0]
    return left, right


def _add(session: Session, members: list[_Member], member: _Member) -> None:
    """`addFamilyMember`."""
    for other in members:
        if (
            other.is_func == member.is_func
            and other.number == member.number
            and other.left is member.left
            and other.right is member.right
        ):
            what = "function" if member.is_func else "operator"
            types = f"{format_type(session, member.left)},{format_type(session, member.right)}"
            raise _refuse(f"{what} number {member.number} for ({types}) appears more than once")
    members.append(member)


def _create_family(session: Session, namespace: Namespace, name: str, method: str) -> SimpleNamespaced:
    """`CreateOpFamily`."""
    family = SimpleNamespaced(
        name=name,
        namespace=namespace,
        kind="operator family",
        details={"method": method, "record": OpfamilyRecord([], [])},
        owner=session.role,
    )
    session.catalog.add_other(namespace, "operator family", family, f"{method} {name}")
    session.catalog.depend(family, namespace)
    return family


def define_opfamily(session: Session, node: CreateOpFamilyStmt) -> None:
    """`DefineOpFamily`."""
    schema, name = qualified(node["opfamilyname"])
    namespace = ns.creation_namespace(session, schema)
    method = _method(session, node["amname"]).name
    old = session.catalog.other(namespace, "operator family", f"{method} {name}")
    if old is not None:
        raise PgError(
            "42710",
            f'operator family "{name}" for access method "{method}" already exists',
            reason="exists",
            kind="operator family",
            name=name,
            obj=old,
        )
    if session.catalog.doubtful("operator family", namespace.name, name):
        raise Unknown(name)
    _create_family(session, namespace, name, method)


def _record(family: SimpleNamespaced) -> OpfamilyRecord:
    record = family.details.get("record")
    return record if isinstance(record, OpfamilyRecord) else OpfamilyRecord([], [])


def _find(records: Sequence[AmopRecord] | Sequence[AmprocRecord], member: _Member) -> Any:
    left, right = type_text(member.left), type_text(member.right)
    for record in records:
        number = record.strategy if isinstance(record, AmopRecord) else record.number
        if number == member.number and record.left == left and record.right == right:
            return record
    return None


def _shown(session: Session, member: _Member, family: SimpleNamespaced, problem: str) -> str:
    what = "function" if member.is_func else "operator"
    types = f"{format_type(session, member.left)},{format_type(session, member.right)}"
    return f'{what} {member.number}({types}) {problem} in operator family "{family.name}"'


def _store_members(
    session: Session, family: SimpleNamespaced, members: list[_Member], owner: OpClass | None = None
) -> None:
    """`storeOperators`, `storeProcedures`: 42710 for a member that the family has."""
    old = _record(family)
    operators, functions = list(old.operators), list(old.functions)
    for member in members:
        if _find(functions if member.is_func else operators, member) is not None:
            raise PgError(
                "42710",
                _shown(session, member, family, "already exists"),
                reason="exists",
                kind="operator family",
                name=family.name,
                obj=family,
            )
        left, right = type_text(member.left), type_text(member.right)
        if member.is_func:
            functions.append(AmprocRecord(left, right, member.number, member.name))
        else:
            operators.append(AmopRecord(left, right, member.number, member.name, member.purpose))
        if member.obj is not None and not is_pinned(member.obj):
            session.catalog.depend(owner or family, member.obj)
    record = msgspec.structs.replace(old, operators=operators, functions=functions)
    session.journal.put(family.details, "record", record)


def alter_opfamily(session: Session, node: AlterOpFamilyStmt) -> None:
    """`AlterOpFamily`."""
    method = _method(session, node["amname"])
    family = get_opclass(session, "OBJECT_OPFAMILY", method.name, node["opfamilyname"])
    assert isinstance(family, SimpleNamespaced)
    if not node.get("isDrop"):
        members: list[_Member] = []
        for item in node.get("items", []):
            body = item["CreateOpClassItem"]
            if body["itemtype"] == _STORAGE:
                raise PgError("42601", "STORAGE cannot be specified in ALTER OPERATOR FAMILY", reason="syntax")
            _add(session, members, _member(session, body, method, None))
        _store_members(session, family, members)
    else:
        _drop_members(session, family, method, node.get("items", []))
    session.catalog.event(family, "altered")


def _drop_members(session: Session, family: SimpleNamespaced, method: _Method, items: list[Any]) -> None:
    """`AlterOpFamilyDrop`."""
    members: list[_Member] = []
    for item in items:
        body = item["CreateOpClassItem"]
        is_func = _check_number(body, method)
        left, right = _item_types(session, body["class_args"])
        _add(session, members, _Member(is_func, body["number"], left, right, ""))
    old = _record(family)
    operators, functions = list(old.operators), list(old.functions)
    for member in members:
        records: list[Any] = functions if member.is_func else operators
        found = _find(records, member)
        if found is None:
            raise PgError(
                "42704",
                _shown(session, member, family, "does not exist"),
                reason="missing",
                kind="operator family",
                name=family.name,
                obj=family,
            )
        records.remove(found)
    record = msgspec.structs.replace(old, operators=operators, functions=functions)
    session.journal.put(family.details, "record", record)
