"""Bodies of SQL functions (`catalog/pg_proc.c, fmgr_sql_validator`; executor/functions.c, check_sql_fn_retval)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from migslint.analyze import api
from migslint.analyze.parse_coerce import can_coerce
from migslint.analyze.types import UNSURE
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import CatalogObject, FunctionBody, Proc, Type, TypeRef
from migslint.catalog.pg_proc import Definition, is_polymorphic, result_columns
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type
from migslint.commands.prosrc import transpose
from migslint.source import Source
from migslint.syntax.statements import parse

_QUERIES = ("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt")

_TAGS = {
    "CreateStmt": "CREATE TABLE",
    "CreateTableAsStmt": "CREATE TABLE AS",
    "TruncateStmt": "TRUNCATE TABLE",
    "ViewStmt": "CREATE VIEW",
    "IndexStmt": "CREATE INDEX",
    "CreateSeqStmt": "CREATE SEQUENCE",
    "CreateSchemaStmt": "CREATE SCHEMA",
    "CreateFunctionStmt": "CREATE FUNCTION",
    "CreateTrigStmt": "CREATE TRIGGER",
    "CreatePolicyStmt": "CREATE POLICY",
    "AlterTableStmt": "ALTER TABLE",
    "GrantStmt": "GRANT",
    "CallStmt": "CALL",
    "CopyStmt": "COPY",
    "DoStmt": "DO",
    "ExecuteStmt": "EXECUTE",
    "ExplainStmt": "EXPLAIN",
    "LockStmt": "LOCK TABLE",
    "NotifyStmt": "NOTIFY",
    "ListenStmt": "LISTEN",
    "RefreshMatViewStmt": "REFRESH MATERIALIZED VIEW",
    "VariableSetStmt": "SET",
    "VariableShowStmt": "SHOW",
    "VacuumStmt": "VACUUM",
    "DeclareCursorStmt": "DECLARE CURSOR",
    "PrepareStmt": "PREPARE",
    "CommentStmt": "COMMENT",
}
_DROPS = {"MATVIEW": "MATERIALIZED VIEW", "FOREIGN_TABLE": "FOREIGN TABLE", "TABCONSTRAINT": "CONSTRAINT"}


def validate_sql(session: Session, proc: Proc) -> None:
    """`fmgr_sql_validator`: PgError 42P13 for types that SQL functions do not take, or what its body is refused for."""
    if proc.rettype.typtype == "p" and proc.rettype.name not in ("record", "void") and not is_polymorphic(proc.rettype):
        raise PgError(
            "42P13",
            f"SQL functions cannot return type {format_type(session, proc.rettype)}",
            reason="type",
            kind="function",
            name=proc.name,
        )
    polymorphic = False
    for type in proc.argtypes:
        if type.typtype == "p":
            if not is_polymorphic(type):
                raise PgError(
                    "42P13",
                    f"SQL functions cannot have arguments of type {format_type(session, type)}",
                    reason="type",
                    kind="function",
                    name=proc.name,
                )
            polymorphic = True
    if session.setting("check_function_bodies") in ("off", "false", "no", "0"):
        return
    body = proc.body
    if isinstance(body, FunctionBody):
        with_settings(session, proc, lambda: check_sql_body(session, proc, body, polymorphic))


def with_settings(session: Session, proc: Proc, check: Any) -> None:
    """Run a check under the SET clauses of the routine."""
    before = {name: session.settings.get(name) for name in proc.settings}
    for name, value in proc.settings.items():
        session.set(name, value)
    try:
        check()
    finally:
        for name, old in before.items():
            if old is not None:
                session.set(name, old)
            else:
                session.journal.drop(session.settings, name)


def check_sql_body(
    session: Session, proc: Proc, body: FunctionBody, polymorphic: bool = False, within: bool = False
) -> None:
    """Parse the text, analyse its statements and hold the last one against the result type.

    With polymorphic arguments the text is only parsed, as in the server.  An error's location is that in the statement,
    that of AS where there is none, or a byte of the text where `within` asks for it.
    """
    try:
        if body.text is None:
            statements = _atomic_statements(body.tree)
        else:
            statements = [(s.tag, s.node) for s in _parsed(body.text)]
        if polymorphic:
            return
        parameters = body_parameters(proc)
        last: list[api.Column] | None = None
        returns: bool | None = False
        for tag, node in statements:
            info = _analyse(session, proc, tag, node, parameters)
            if tag not in _QUERIES:
                returns = None if tag == "" else False
            else:
                returns = tag == "SelectStmt" or bool(node.get("returningClause") or node.get("returningList"))
                last = info.columns if info is not None else None
        if returns is not None:
            _check_result(session, proc, last, returns)
    except Unknown:
        return
    except PgError as error:
        if body.text is not None and not within:
            location = error.location
            if location is not None:
                location = transpose(body.place, body.text, location)
            error.location = body.location if location is None else location
        raise


def _parsed(text: str) -> Any:
    for statement in parse(Source("", text)):
        problem = statement.error
        if problem is not None:
            location = len(text[: problem.start].encode("utf-8", "surrogatepass"))
            raise PgError(problem.sqlstate, problem.message, hint=problem.hint, location=location, reason="syntax")
        if statement.opaque:
            raise Unknown("nested too deeply")
        yield statement


def _atomic_statements(tree: Any) -> list[tuple[str, Any]]:
    """The statements of BEGIN ATOMIC; RETURN is a SELECT without a FROM."""
    out: list[tuple[str, Any]] = []
    items = tree["List"]["items"][0].get("List", {}).get("items", []) if "List" in tree else [tree]
    for item in items:
        for tag, node in item.items():
            if tag == "ReturnStmt":
                out.append(("SelectStmt", {"targetList": [{"ResTarget": {"val": node["returnval"]}}]}))
            else:
                out.append((tag, node))
    return out


def body_parameters(proc: Proc | Definition) -> list[api.Parameter]:
    """The parameters that the body of an SQL function may name."""
    return [api.Parameter(a.name, TypeRef(a.type)) for a in proc.args if a.mode in "ibv"]


def _analyse(
    session: Session, proc: Proc, tag: str, node: Any, parameters: Sequence[api.Parameter]
) -> api.QueryInfo | None:
    """`parse_analyze`: queries, and the utility statements that hold one."""
    if tag in _QUERIES:
        return api.query(session, {tag: node}, parameters, proc.name, planned=False)
    if tag in ("CreateTableAsStmt", "ExplainStmt", "DeclareCursorStmt") and next(iter(node["query"])) in _QUERIES:
        api.query(session, node["query"], parameters, proc.name, planned=False)
    elif tag == "CallStmt":
        _call(session, node, parameters, proc.name)
    return None


def _call(session: Session, node: Any, parameters: Sequence[api.Parameter], function: str) -> None:
    """`transformCallStmt`."""
    from migslint.analyze.parse_call import function_call
    from migslint.analyze.state import Scope

    scope = Scope(session)
    scope.parameters = [(p.name, p.type) for p in parameters]
    scope.function = function
    scope.kind = "call_argument"
    result = function_call(scope, node["funccall"], procedure=True)
    if result.type.typtype == "p" and result.type.name == "record":
        raise PgError(
            "0A000",
            "calling procedures with output arguments is not supported in SQL functions",
            reason="unsupported",
        )


def check_atomic_body(session: Session, new: Definition, tree: Any) -> tuple[CatalogObject, ...]:
    """`interpret_AS_clause` for BEGIN ATOMIC and RETURN: the statements are analysed at once, and depended on."""
    if any(is_polymorphic(a.type) for a in new.inputs):
        raise PgError(
            "42P13",
            "SQL function with unquoted function body cannot have polymorphic arguments",
            reason="type",
            kind="function",
            name=new.name,
        )
    parameters = body_parameters(new)
    depends: list[CatalogObject] = []
    for tag, node in _atomic_statements(tree):
        if tag not in _QUERIES:
            shown = _command_tag(tag, node)
            raise PgError(
                "0A000",
                f"{shown} is not yet supported in unquoted SQL function body",
                reason="unsupported",
            )
        depends.extend(api.query(session, {tag: node}, parameters, new.name, planned=False).depends)
    return tuple(depends)


def _command_tag(tag: str, node: Any) -> str:
    """`CreateCommandTag`, for what may stand in a body."""
    if tag == "DropStmt":
        kind = node["removeType"].removeprefix("OBJECT_")
        return f"DROP {_DROPS.get(kind, kind.replace('_', ' '))}"
    found = _TAGS.get(tag)
    if found is None:
        raise Unknown(tag)
    return found


def _check_result(session: Session, proc: Proc, columns: list[api.Column] | None, returns: bool) -> None:
    """`check_sql_fn_retval`."""
    rettype = proc.rettype
    if rettype.typtype == "?" or (rettype.builtin and rettype.name == "void"):
        return

    def refuse(detail: str) -> PgError:
        return PgError(
            "42P13",
            f"return type mismatch in function declared to return {format_type(session, rettype)}",
            detail=detail,
            reason="type",
            kind="function",
            name=proc.name,
        )

    if not returns:
        kinds = "INSERT/UPDATE/DELETE/MERGE" if session.version >= 17 else "INSERT/UPDATE/DELETE"
        raise refuse(f"Function's final statement must be SELECT or {kinds} RETURNING.")
    if columns is None:
        return
    is_record = rettype.builtin and rettype.name == "record"
    if rettype.typtype in "bderm":
        if len(columns) != 1:
            raise refuse("Final statement must return exactly one column.")
        if not _fits(session, columns[0].type.type, rettype):
            raise refuse(f"Actual return type is {format_type(session, columns[0].type.type)}.")
        return
    if rettype.typtype != "c" and not is_record:
        raise PgError(
            "42P13",
            f"return type {format_type(session, rettype)} is not supported for SQL functions",
            reason="type",
            kind="function",
            name=proc.name,
        )
    if len(columns) == 1 and proc.kind != "p" and _fits(session, columns[0].type.type, rettype):
        return
    wanted = _row(proc)
    if wanted is None:
        return
    for i, column in enumerate(columns):
        if i >= len(wanted):
            raise refuse("Final statement returns too many columns.")
        given = column.type.type
        if not _fits(session, given, wanted[i]):
            raise refuse(
                f"Final statement returns {format_type(session, given)} instead of "
                f"{format_type(session, wanted[i])} at column {i + 1}."
            )
    if len(columns) < len(wanted):
        raise refuse("Final statement returns too few columns.")


def _row(proc: Proc) -> list[Type] | None:
    """The columns of the declared row, None if it has no shape (or not one that is known)."""
    relation = proc.rettype.relation
    if proc.rettype.typtype == "c":
        if relation is None or relation.unknown:
            return None
        return [a.type for a in sorted(relation.attributes.values(), key=lambda a: a.number)]
    out = result_columns(proc.args, proc.kind)
    return [type for _, type in out] if out is not None else None


def _fits(session: Session, given: Type, wanted: Type) -> bool:
    """`coerce_fn_result_column`: by assignment."""
    if given is wanted or UNSURE in (given, wanted) or "?" in (base_type(given).typtype, base_type(wanted).typtype):
        return True
    return can_coerce(session, [given], [wanted], "a")
