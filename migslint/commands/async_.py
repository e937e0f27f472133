"""LISTEN, NOTIFY, UNLISTEN (`commands/async.c`), and the commands that touch no catalog: LOAD, CHECKPOINT."""

from __future__ import annotations

from typing import Any

from migslint.catalog.errors import PgError
from migslint.catalog.session import Session

LONGEST_PAYLOAD = 7999
"""Bytes: NOTIFY_PAYLOAD_MAX_LENGTH less one."""


def notify(session: Session, node: Any) -> None:
    """`Async_Notify`; for the others there is nothing to say."""
    if len(node.get("payload", "").encode("utf-8", "surrogatepass")) > LONGEST_PAYLOAD:
        raise PgError("22023", "payload string too long", reason="value")
