"""RAISE and ASSERT (`pl_exec.c`, exec_stmt_raise and exec_stmt_assert)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError, Unknown
from migslint.executor import api as executor
from migslint.executor.values import UNKNOWN, Value
from migslint.plpgsql.conditions import sqlstate_of

if TYPE_CHECKING:
    from migslint.plpgsql.execute import Executor
    from migslint.plpgsql.variables import Frame

#: elog.h
_SENT = {17: ("INFO", "00000"), 18: ("NOTICE", "00000"), 19: ("WARNING", "01000")}
_ERROR = 21

_OPTIONS = ("ERRCODE", "MESSAGE", "DETAIL", "HINT", "COLUMN", "CONSTRAINT", "DATATYPE", "TABLE", "SCHEMA")

#: stands in a message for what is not known
_UNKNOWN_PART = "…"


def raise_statement(sql: Executor, frame: Frame, body: dict[str, Any]) -> None:
    """`exec_stmt_raise`: a notice is sent, an error raised."""
    level = body.get("elog_level", _ERROR)
    condition = body.get("condname")
    options = [o["PLpgSQL_raise_option"] for o in body.get("options", ())]
    if condition is None and "message" not in body and not options:
        if frame.error is None:
            raise PgError(
                "0Z002", "RAISE without parameters cannot be used outside an exception handler", reason="definition"
            )
        if not frame.error.sqlstate:
            raise Unknown("the error that is raised again")
        raise frame.error
    said: dict[str, str] = {}
    state = None if condition is None else _state(condition)
    if condition is not None:
        said["MESSAGE"] = condition
    if "message" in body:
        said["MESSAGE"] = _formatted(sql, body["message"], body.get("params", ()))
    explicit = {"MESSAGE"} if "message" in body else set()
    if condition is not None:
        explicit.add("ERRCODE")
    for option in options:
        name = _OPTIONS[option.get("opt_type", 0)]
        value, _ = sql.evaluate(option["expr"]["PLpgSQL_expr"]["query"])
        if value is None:
            raise PgError("22004", "RAISE statement option cannot be null", reason="value")
        text = _text(sql, value)
        if name in explicit:
            raise PgError("42601", f"RAISE option already specified: {name}", reason="syntax")
        explicit.add(name)
        if name != "ERRCODE":
            said[name] = _UNKNOWN_PART if text is None else text
        elif text is None:
            raise Unknown("ERRCODE")
        else:
            state = _state(text)
            said.setdefault("MESSAGE", text)
    if level < _ERROR:
        sent = _SENT.get(level)
        if sent is not None:
            message = said.get("MESSAGE", state or sent[1])
            sql.session.notice(
                message,
                sqlstate=state or sent[1],
                severity=sent[0],
                reason="raise",
                detail=said.get("DETAIL"),
                hint=said.get("HINT"),
            )
        return
    state = state or "P0001"
    raise PgError(
        state,
        said.get("MESSAGE", state),
        detail=said.get("DETAIL"),
        hint=said.get("HINT"),
        reason="raised",
    )


def _state(name: str) -> str:
    """`plpgsql_recognize_err_condition`."""
    found = sqlstate_of(name)
    if found is None:
        raise PgError(
            "42704", f'unrecognized exception condition "{name}"', reason="missing", kind="condition", name=name
        )
    return found


def _text(sql: Executor, value: Value) -> str | None:
    """The text of a value, None where it is not known."""
    text = executor.output(value, sql.session)
    return text if isinstance(text, str) else None


def _formatted(sql: Executor, message: str, params: Any) -> str:
    """The message with each `%` replaced; `%%` is one of them."""
    out: list[str] = []
    values = iter(params)
    i = 0
    while i < len(message):
        char = message[i]
        if char != "%":
            out.append(char)
        elif message[i + 1 : i + 2] == "%":
            out.append("%")
            i += 1
        else:
            item = next(values, None)
            if item is not None:
                value, _ = sql.evaluate(item["PLpgSQL_expr"]["query"])
                text = None if value is UNKNOWN else "<NULL>" if value is None else _text(sql, value)
                if text is None:
                    sql.run.vague = True
                out.append(_UNKNOWN_PART if text is None else text)
        i += 1
    return "".join(out)


def assertion_failed(sql: Executor, body: dict[str, Any]) -> PgError:
    """`exec_stmt_assert`: P0004."""
    message = "assertion failed"
    if "message" in body:
        value, _ = sql.evaluate(body["message"]["PLpgSQL_expr"]["query"])
        if value is not None:
            message = _text(sql, value) or _UNKNOWN_PART
    return PgError("P0004", message, reason="raised")
