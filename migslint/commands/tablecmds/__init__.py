"""Tables (`commands/tablecmds.c`), one module for each of the things that file does."""

from __future__ import annotations

from typing import Any

from migslint.catalog.session import Session


def create_table(session: Session, node: Any) -> None:
    """CREATE TABLE."""
    from migslint.commands.tablecmds import define

    define.create_table(session, node)


def create_foreign_table(session: Session, node: Any) -> None:
    """CREATE FOREIGN TABLE."""
    from migslint.commands.tablecmds import define

    define.create_foreign_table(session, node)


def alter_table(session: Session, node: Any) -> None:
    """ALTER TABLE, and the forms of ALTER INDEX, VIEW, SEQUENCE, TYPE … that are the same statement."""
    from migslint.commands.tablecmds import alter

    alter.alter_table(session, node)


def alter_table_move_all(session: Session, node: Any) -> None:
    """ALTER TABLE ALL IN TABLESPACE."""
    from migslint.commands.tablecmds import misc

    misc.move_all(session, node)


def truncate(session: Session, node: Any) -> None:
    """TRUNCATE."""
    from migslint.commands.tablecmds.truncate import truncate as do

    do(session, node)
