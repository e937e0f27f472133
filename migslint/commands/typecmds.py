"""CREATE TYPE and ALTER TYPE (`commands/typecmds.c`): enums, composite, range, base and shell types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze.parse_type import lookup_typename
from migslint.catalog import heap
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Argument, Namespace, Proc, Type, TypeRef, is_pinned
from migslint.catalog.pg_enum import add_label, check_labels, rename_label
from migslint.catalog.pg_proc import Definition, procedure_create
from migslint.catalog.pg_type import check_new_type, multirange_type_name, shell_make, type_create
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type
from migslint.commands import defelem, opclass
from migslint.commands.lookup import creation_namespace, qualified, strings
from migslint.commands.lookupfunc import find_func_name, lookup_func_name, undefined_function
from migslint.commands.parse_utilcmd import column_collation, lookup_collation

if TYPE_CHECKING:
    from migslint.syntax.nodes import (
        AlterEnumStmt,
        AlterTypeStmt,
        CompositeTypeStmt,
        CreateEnumStmt,
        CreateRangeStmt,
        DefElem,
        DefineStmt,
        TypeName,
    )


_NO_OPCLASS = (
    "You must specify an operator class for the range type " + "or define a default operator class for the subtype."
)


def _new_type(session: Session, names: list[Any]) -> tuple[Namespace, str, Type | None]:
    """The schema and name of a new type, and the shell that it fills."""
    schema, name = qualified(names)
    namespace = ns.creation_namespace(session, schema)
    return namespace, name, check_new_type(session, namespace, name)


def define_enum(session: Session, node: CreateEnumStmt) -> None:
    """`DefineEnum`."""
    namespace, name, _ = _new_type(session, node["typeName"])
    labels = strings(node.get("vals", []))
    check_labels(labels)
    type_create(session, namespace, name, "e", category="E", labels=labels, made_in=session.transaction)


def alter_enum(session: Session, node: AlterEnumStmt) -> None:
    """`AlterEnum`."""
    type = typename_of(session, node["typeName"])
    if type.typtype != "e":
        raise PgError(
            "42809",
            f"{format_type(session, type)} is not an enum",
            reason="kind",
            kind="type",
            name=type.name,
            obj=type,
        )
    if "oldVal" in node:
        rename_label(session, type, node["oldVal"], node.get("newVal", ""))
        return
    add_label(
        session,
        type,
        node.get("newVal", ""),
        node.get("newValNeighbor"),
        bool(node.get("newValIsAfter")),
        bool(node.get("skipIfNewValExists")),
    )


def typename_of(session: Session, names: list[Any]) -> Type:
    """`typenameTypeId(makeTypeNameFromNameList())`: no shell."""
    typename: Any = {"names": names, "typemod": -1, "location": -1}
    try:
        type = lookup_typename(session, typename).type
    except PgError as error:
        error.location = None
        raise
    if type.typtype == "?":
        raise Unknown(type.name)
    return type


def define_composite(session: Session, node: CompositeTypeStmt) -> None:
    """`DefineCompositeType`."""
    var = node["typevar"]
    namespace = creation_namespace(session, var)
    name = var["relname"]
    location = var.get("location", 0)
    if check_new_type(session, namespace, name) is not None:
        raise heap.duplicate_type(name, location, session.catalog.type(namespace, name))
    columns = [(c["ColumnDef"], _column_type(session, c["ColumnDef"])) for c in node.get("coldeflist", [])]
    seen: set[str] = set()
    for column, ref in columns:
        colname, at = column["colname"], column.get("location", 0)
        if column["typeName"].get("setof"):
            raise PgError(
                "42P16", f'column "{colname}" cannot be declared SETOF', location=at, reason="type", kind="column"
            )
        if colname in seen:
            raise PgError(
                "42701",
                f'column "{colname}" specified more than once',
                location=at,
                reason="exists",
                kind="column",
                name=colname,
                within=name,
            )
        seen.add(colname)
        if ref is not None:
            heap.check_attribute_type(session, colname, ref.type, at)
    relation = heap.create_relation(session, namespace, name, "c", location)
    for column, ref in columns:
        if ref is None:
            session.catalog.obscure(relation, "column")
            continue
        attribute = heap.add_attribute(session, relation, column["colname"], ref)
        if "collClause" in column:
            attribute.collation = column_collation(session, column["collClause"], ref)
            heap.depend_on_collation(session, attribute)


def _column_type(session: Session, column: Any) -> TypeRef | None:
    """The type of an attribute; None where it cannot be known."""
    try:
        ref = lookup_typename(session, column["typeName"])
    except Unknown:
        return None
    if "collClause" in column:
        column_collation(session, column["collClause"], ref)
    return ref


def define_range(session: Session, node: CreateRangeStmt) -> None:
    """`DefineRange`."""
    namespace, name, shell = _new_type(session, node["typeName"])
    options: dict[str, DefElem] = {}
    for element in defelem.elements(node.get("params")):
        key = element["defname"]
        if key in options:
            raise defelem.conflicting(element)
        if key not in (
            "subtype",
            "subtype_opclass",
            "collation",
            "canonical",
            "subtype_diff",
            "multirange_type_name",
        ):
            raise _not_recognized(element)
        options[key] = element
    if "subtype" not in options:
        raise PgError("42601", 'type attribute "subtype" is required', reason="syntax")
    subtype = _type_argument(session, options["subtype"])
    _check_subtype(session, options, subtype)
    catalog = session.catalog
    if "canonical" in options:
        if shell is None:
            raise PgError(
                "42P17",
                "cannot specify a canonical function without a pre-created shell type",
                hint="Create the type as a shell type, then create its canonicalization function, "
                "then do a full CREATE TYPE.",
                reason="definition",
            )
        _support_function(session, options["canonical"], (shell,), shell, "range canonical function")
    if "subtype_diff" in options:
        result = catalog.builtin_type("float8")
        _support_function(session, options["subtype_diff"], (subtype, subtype), result, "range subtype diff function")
    multi_namespace, multi_name = namespace, multirange_type_name(name)
    if "multirange_type_name" in options:
        schema, multi_name = _split(defelem.get_names(options["multirange_type_name"]))
        multi_namespace = ns.creation_namespace(session, schema)
    type = type_create(session, namespace, name, "r", category="R", subtype=subtype)
    if not is_pinned(subtype):
        catalog.depend(type, subtype)
    multirange = _multirange(session, type, multi_namespace, multi_name, "multirange_type_name" in options)
    session.journal.set(type, "multirange", multirange)
    _constructors(session, type, multirange, subtype)


def _check_subtype(session: Session, options: dict[str, DefElem], subtype: Type) -> None:
    if subtype.typtype == "p":
        raise PgError("42804", f"range subtype cannot be {format_type(session, subtype)}", reason="type")
    names = defelem.get_names(options["subtype_opclass"]) if "subtype_opclass" in options else []
    try:
        opclass.resolve(session, names, subtype, "btree")
    except PgError as error:
        if not names:
            error.hint = _NO_OPCLASS
        raise
    if "collation" in options:
        if not subtype.collatable:
            raise PgError(
                "42809", "range collation specified but subtype does not support collation", reason="definition"
            )
        lookup_collation(session, defelem.get_names(options["collation"]), None)


def _split(names: list[str]) -> tuple[str | None, str]:
    return (names[-2] if len(names) > 1 else None), names[-1]


def _type_argument(session: Session, element: DefElem) -> Type:
    """`typenameTypeId(defGetTypeName())`."""
    typename = type_name(element)
    try:
        return lookup_typename(session, typename).type
    except PgError as error:
        error.location = element.get("location", 0)
        raise


def type_name(element: DefElem) -> TypeName:
    """`defGetTypeName`."""
    arg: Any = element.get("arg")
    if arg and "TypeName" in arg:
        return arg["TypeName"]  # type: ignore[no-any-return]
    if arg and "String" in arg:
        return {"names": [arg], "typemod": -1, "location": -1}
    raise PgError(
        "42601",
        f"{element['defname']} requires a parameter"
        if not arg
        else f"argument of {element['defname']} must be a type name",
        location=element.get("location", 0),
        reason="syntax",
    )


def _support_function(session: Session, element: DefElem, types: tuple[Type, ...], result: Type, what: str) -> Proc:
    """`findRangeCanonicalFunction`, `findRangeSubtypeDiffFunction`."""
    names = defelem.get_names(element)
    nodes = [{"String": {"sval": n}} for n in names]
    proc = lookup_func_name(session, nodes, types)
    assert proc is not None
    shown = f"{'.'.join(names)}({', '.join(format_type(session, t) for t in types)})"
    if proc.rettype is not result:
        if what == "range canonical function":
            raise PgError("42P17", f"{what} {shown} must return range type", reason="type", kind="function")
        raise PgError(
            "42P17", f"{what} {shown} must return type {format_type(session, result)}", reason="type", kind="function"
        )
    if proc.volatility != "i":
        raise PgError("42P17", f"{what} {shown} must be immutable", reason="definition", kind="function")
    return proc


def _multirange(session: Session, range: Type, namespace: Namespace, name: str, chosen: bool) -> Type:
    """The multirange type of a range."""
    if session.catalog.type(namespace, name) is range:
        raise PgError(
            "23505",
            'duplicate key value violates unique constraint "pg_type_typname_nsp_index"',
            reason="exists",
            kind="type",
            name=name,
        )
    try:
        check_new_type(session, namespace, name)
    except PgError as error:
        if not chosen:
            error.detail = f'Failed while creating a multirange type for type "{range.name}".'
            error.hint = 'You can manually specify a multirange type name using the "multirange_type_name" attribute.'
        raise
    type = type_create(session, namespace, name, "m", category="R", range=range)
    session.catalog.depend(type, range, "i")
    return type


def _constructors(session: Session, range: Type, multirange: Type, subtype: Type) -> None:
    """`makeRangeConstructors`, `makeMultirangeConstructors`."""
    text = session.catalog.builtin_type("text")
    array = range.array
    assert array is not None
    signatures: list[tuple[Type, list[Argument]]] = [
        (range, [Argument("", "i", subtype), Argument("", "i", subtype)]),
        (range, [Argument("", "i", subtype), Argument("", "i", subtype), Argument("", "i", text)]),
        (multirange, []),
        (multirange, [Argument("", "i", range)]),
        (multirange, [Argument("", "v", array)]),
    ]
    for result, args in signatures:
        proc = procedure_create(
            session,
            Definition(
                name=result.name,
                namespace=result.namespace,
                kind="f",
                args=args,
                rettype=result,
                language="internal",
                volatility="i",
                strict=result is multirange,
            ),
            replace=False,
        )
        session.catalog.undepend(proc, result)
        session.catalog.depend(proc, result, "i")


def _not_recognized(element: DefElem) -> PgError:
    return PgError(
        "42601",
        f'type attribute "{element["defname"]}" not recognized',
        location=element.get("location", 0),
        reason="syntax",
    )


_BASE_ATTRIBUTES = frozenset(
    (
        "like",
        "internallength",
        "input",
        "output",
        "receive",
        "send",
        "typmod_in",
        "typmod_out",
        "analyze",
        "analyse",
        "subscript",
        "category",
        "preferred",
        "delimiter",
        "element",
        "default",
        "passedbyvalue",
        "alignment",
        "storage",
        "collatable",
    )
)
_ALIGNMENTS = ("double", "float8", "int4", "int2", "char")
_STORAGES = ("plain", "external", "extended", "main")


def define_base(session: Session, node: DefineStmt) -> None:
    """`DefineType`: a shell, or a base type that fills one."""
    namespace, name, shell = _new_type(session, node["defnames"])
    if "definition" not in node:
        if shell is not None:
            raise heap.duplicate_type(name, None, shell)
        shell_make(session, namespace, name)
        return
    if shell is None:
        raise PgError(
            "42710",
            f'type "{name}" does not exist',
            hint="Create the type as a shell type, then create its I/O functions, then do a full CREATE TYPE.",
            reason="missing",
            kind="type",
            name=name,
        )
    options: dict[str, DefElem] = {}
    for element in defelem.elements(node["definition"]):
        key = element["defname"]
        if key not in _BASE_ATTRIBUTES:
            error = _not_recognized(element)
            session.notice(error.message, sqlstate="42601", severity="WARNING", location=error.location)
            continue
        key = "analyze" if key == "analyse" else key
        if key in options:
            raise defelem.conflicting(element)
        options[key] = element
    fields = _base_fields(session, options)
    procs = _io_functions(session, options, shell)
    type_create(session, namespace, name, "b", **fields)
    for proc in procs:
        if not is_pinned(proc):
            session.catalog.depend(shell, proc)


def _base_fields(session: Session, options: dict[str, DefElem]) -> dict[str, Any]:
    fields: dict[str, Any] = {"takes_typmod": "typmod_in" in options}
    if "like" in options:
        _type_argument(session, options["like"])
    if "category" in options:
        category = defelem.get_string(options["category"])
        if not category or not " " <= category[0] <= "~":
            raise PgError("22023", f'invalid type category "{category}": must be simple ASCII', reason="value")
        fields["category"] = category[0]
    if "preferred" in options:
        fields["preferred"] = defelem.get_boolean(options["preferred"])
    if "collatable" in options:
        fields["collatable"] = defelem.get_boolean(options["collatable"])
    if "element" in options:
        element = _type_argument(session, options["element"])
        if element.typtype == "p":
            raise PgError("42804", f"array element type cannot be {format_type(session, element)}", reason="type")
        fields["element"] = element
    for key, allowed in (("alignment", _ALIGNMENTS), ("storage", _STORAGES)):
        if key in options:
            value = defelem.get_string(options[key])
            if value.lower().removeprefix("pg_catalog.") not in allowed:
                raise PgError("22023", f'{key} "{value}" not recognized', reason="value")
    for key in ("input", "output"):
        if key not in options:
            raise PgError("42P17", f"type {key} function must be specified", reason="definition")
    if "typmod_out" in options and "typmod_in" not in options:
        raise PgError(
            "42P17",
            "type modifier output function is useless without a type modifier input function",
            reason="definition",
        )
    return fields


def _io_functions(session: Session, options: dict[str, DefElem], type: Type) -> list[Proc]:
    """`findTypeInputFunction`, `findTypeOutputFunction` and their like."""
    builtin = session.catalog.builtin_type
    cstring, oid, int4 = builtin("cstring"), builtin("oid"), builtin("int4")
    internal, bytea = builtin("internal"), builtin("bytea")
    wanted: list[tuple[str, list[tuple[Type, ...]], Type, str]] = [
        ("input", [(cstring,), (cstring, oid, int4)], type, "type input function"),
        ("output", [(type,)], cstring, "type output function"),
        ("receive", [(internal,), (internal, oid, int4)], type, "type receive function"),
        ("send", [(type,)], bytea, "type send function"),
        ("typmod_in", [(builtin("_cstring"),)], int4, "typmod_in function"),
        ("typmod_out", [(int4,)], cstring, "typmod_out function"),
        ("analyze", [(internal,)], builtin("bool"), "type analyze function"),
        ("subscript", [(internal,)], internal, "type subscripting function"),
    ]
    found: list[Proc] = []
    for key, signatures, result, what in wanted:
        if key not in options:
            continue
        names = defelem.get_names(options[key])
        matches = [p for s in signatures if (p := find_func_name(session, names, s)) is not None]
        if not matches:
            raise undefined_function(session, names, signatures[0], options[key].get("location", 0))
        if len(matches) > 1:
            raise PgError(
                "42725", f"{what} {'.'.join(names)} has multiple matches", reason="ambiguous", kind="function"
            )
        if matches[0].rettype is not result:
            raise PgError(
                "42P17",
                f"{what} {'.'.join(names)} must return type {format_type(session, result)}",
                reason="type",
                kind="function",
                name=names[-1],
            )
        if matches[0].volatility == "v":
            session.notice(f"{what} {'.'.join(names)} should not be volatile", sqlstate="42P17", severity="WARNING")
        found.append(matches[0])
    return found


def _check_storage(type: Type, storage: str) -> None:
    if storage not in _STORAGES:
        raise PgError("22023", f'storage "{storage}" not recognized', reason="value")
    if storage != "plain" and type.typtype == "e":
        raise PgError("42P17", "fixed-size types must have storage PLAIN", reason="definition", kind="type")
    if storage == "plain" and (type.typtype in "crm" or type.is_array):
        raise PgError("42P17", "cannot change type's storage to PLAIN", reason="definition", kind="type")


def alter_type(session: Session, node: AlterTypeStmt) -> None:
    """`AlterType`: ALTER TYPE … SET (attributes)."""
    type = typename_of(session, node["typeName"])
    base = base_type(type)
    allowed = ("storage", "receive", "send", "typmod_in", "typmod_out", "analyze", "subscript")
    for element in defelem.elements(node.get("options")):
        if element["defname"] not in allowed:
            if element["defname"] in _BASE_ATTRIBUTES:
                raise PgError(
                    "42601",
                    f'type attribute "{element["defname"]}" cannot be changed',
                    location=element.get("location", 0),
                    reason="unsupported",
                )
            raise _not_recognized(element)
        if element["defname"] == "storage":
            _check_storage(base, defelem.get_string(element).lower())
    if type.typtype != "b" or type.is_array:
        raise PgError(
            "42809",
            f"{format_type(session, type)} is not a base type",
            reason="kind",
            kind="type",
            name=type.name,
            obj=type,
        )
    options = {e["defname"]: e for e in defelem.elements(node.get("options")) if not _is_none(e)}
    for proc in _io_functions(session, options, type):
        if not is_pinned(proc):
            session.catalog.depend(type, proc)
    session.catalog.event(type, "altered")


def _is_none(element: DefElem) -> bool:
    arg: Any = element.get("arg")
    return arg is None or arg == {"String": {"sval": "none"}}
