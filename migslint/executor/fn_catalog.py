"""Functions that describe objects: pg_get_constraintdef and its kin, comments (`utils/adt/ruleutils.c`, `catalog/`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from migslint.catalog.catalog import Catalog
from migslint.catalog.objects import CatalogObject, Constraint, Proc, Relation, Role, Trigger
from migslint.executor import ruleutils
from migslint.executor.values import SOMETHING, UNKNOWN, Oid, Unknowable, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run


def _of(value: Value, kind: type[CatalogObject]) -> Any:
    """The object that an oid stands for, if it is of that kind."""
    return value.obj if isinstance(value, Oid) and isinstance(value.obj, kind) else None


def _constraint(run: Run, args: list[Value]) -> Value:
    found = _of(args[0], Constraint)
    return ruleutils.constraint_definition(run.session, found) if found is not None else UNKNOWN


def _index(run: Run, args: list[Value]) -> Value:
    found = _of(args[0], Relation)
    if found is None or len(args) > 1:
        return UNKNOWN
    return ruleutils.index_definition(run.session, found)


def _trigger(run: Run, args: list[Value]) -> Value:
    found = _of(args[0], Trigger)
    return ruleutils.trigger_definition(run.session, found, len(args) > 1) if found is not None else SOMETHING


def _function(run: Run, args: list[Value]) -> Value:
    found = _of(args[0], Proc)
    return ruleutils.function_definition(run.session, found) if found is not None else SOMETHING


def _expression(run: Run, args: list[Value]) -> Value:
    """`pg_get_expr`: an expression of the catalogs is its own text here, as far as it is known."""
    return args[0] if args[0] is None or isinstance(args[0], Unknowable) else SOMETHING


def _arguments(with_defaults: bool) -> Callable[[Run, list[Value]], Value]:
    def run_it(run: Run, args: list[Value]) -> Value:
        found = _of(args[0], Proc)
        return ruleutils.arguments(run.session, found, with_defaults) if found is not None else UNKNOWN

    return run_it


def _result(run: Run, args: list[Value]) -> Value:
    found = _of(args[0], Proc)
    return ruleutils.result(run.session, found) if found is not None else UNKNOWN


def _user_by_id(run: Run, args: list[Value]) -> Value:
    found = _of(args[0], Role)
    return found.name if found is not None else SOMETHING


def _comment(obj: CatalogObject | None) -> Value:
    """What COMMENT ON has said; of what the platform has, nobody knows."""
    if obj is None or "comment" in obj.unknown or "comment" in getattr(obj, "relation", obj).unknown:
        return UNKNOWN
    return obj.comment if obj.comment is not None or not obj.builtin else UNKNOWN


def _obj_description(run: Run, args: list[Value]) -> Value:
    if not isinstance(args[0], Oid) or args[0].obj is None:
        return UNKNOWN
    return _comment(args[0].obj)


def _col_description(run: Run, args: list[Value]) -> Value:
    rel, number = _of(args[0], Relation), args[1]
    if rel is None or "column" in rel.unknown:
        return UNKNOWN
    found = next((a for a in rel.attributes.values() if a.number == number), None)
    return _comment(found) if found is not None else None


def _serial_sequence(run: Run, args: list[Value]) -> Value:
    """`pg_get_serial_sequence`: the sequence that a column owns."""
    from migslint.catalog.errors import PgError
    from migslint.catalog.namespace import quote_qualified
    from migslint.executor.regproc import reg_in

    rel, name = reg_in(run.session, "regclass", args[0]), args[1]
    if not isinstance(rel, Relation) or rel.unknown:
        return UNKNOWN
    attribute = rel.attributes.get(name)
    if attribute is None:
        raise PgError(
            "42703",
            f'column "{name}" of relation "{rel.name}" does not exist',
            reason="missing",
            kind="column",
            name=name,
            within=rel.name,
            obj=rel,
        )
    if rel.builtin:
        return UNKNOWN
    for dependent in attribute.dependents:
        if isinstance(dependent, Relation) and dependent.sequence is not None:
            if dependent.sequence.owner is attribute:
                return quote_qualified(dependent.namespace.name, dependent.name)
    return None


#: privilege functions whose answer for a superuser is always true
_PRIVILEGES = (
    *("has_table_privilege", "has_schema_privilege", "has_column_privilege", "has_any_column_privilege"),
    *("has_function_privilege", "has_sequence_privilege", "has_type_privilege", "has_language_privilege"),
    *("has_database_privilege", "pg_has_role", "has_server_privilege", "has_foreign_data_wrapper_privilege"),
)
#: how many arguments they have besides the role
_PRIVILEGE_ARGS = {"has_column_privilege": 3}


def _privilege(name: str) -> Callable[[Run, list[Value]], Value]:
    """`aclchk.c, pg_class_aclmask_ext`: a superuser may do everything, to what there is; of others nothing is known."""

    def run_it(run: Run, args: list[Value]) -> Value:
        catalog = run.session.catalog
        needed = _PRIVILEGE_ARGS.get(name, 2)
        who = run.session.role if len(args) == needed else _role_name(catalog, args[0])
        role = catalog.global_object("role", who) if isinstance(who, str) and who != "public" else None
        if not isinstance(role, Role) or not role.superuser or role.unknown:
            return SOMETHING
        thing = args[-needed]
        kind = {
            "has_table_privilege": "regclass",
            "has_sequence_privilege": "regclass",
            "has_schema_privilege": "regnamespace",
        }.get(name)
        if kind is None:
            return SOMETHING
        if isinstance(thing, str):
            from migslint.executor.regproc import reg_in

            found = reg_in(run.session, kind, thing if kind == "regclass" else _quoted(thing))
            return True if isinstance(found, CatalogObject) else SOMETHING
        return True if isinstance(thing, Oid) and thing.obj is not None else SOMETHING

    return run_it


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _role_name(catalog: Catalog, value: Value) -> str | None:
    if isinstance(value, Oid):
        return value.obj.name if isinstance(value.obj, Role) else None
    return value if isinstance(value, str) else None


STRICT: dict[str, Callable[[Any, list[Value]], Value]] = {
    "pg_get_constraintdef": _constraint,
    "pg_get_indexdef": _index,
    "pg_get_triggerdef": _trigger,
    "pg_get_functiondef": _function,
    "pg_get_function_arguments": _arguments(True),
    "pg_get_function_identity_arguments": _arguments(False),
    "pg_get_function_result": _result,
    "pg_get_userbyid": _user_by_id,
    "obj_description": _obj_description,
    "col_description": _col_description,
    "pg_get_serial_sequence": _serial_sequence,
    **{name: _privilege(name) for name in _PRIVILEGES},
}
LENIENT: dict[str, Callable[[Any, list[Value]], Value]] = {"pg_get_expr": _expression}
