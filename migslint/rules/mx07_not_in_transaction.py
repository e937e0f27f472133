"""The statement may not run in this transaction, or not outside of one.

## What it does
Tells of a statement that PostgreSQL refuses with 25001 because it is in a transaction block (CREATE INDEX CONCURRENTLY,
VACUUM, CREATE DATABASE, ALTER SYSTEM …), with 25P01 because it is in none (SAVEPOINT, DECLARE), or with 55P04 because
it uses a label that the same transaction has added to an enum.

## Why
Most tools run each file in one transaction, and some all files in a single one; migslint goes by the layout of the
folder (`migslint files`). A file that is sent as one message of several statements is a transaction, too.

## What to do
Put the statement into a file of its own, and a label into a file before the first that uses it. Mark the file as your
tool has it: `-- +goose NO TRANSACTION`, `-- no-transaction` (sqlx), `-- migrate:up transaction:false` (dbmate),
`-- atlas:txmode none`, `run_in_transaction = false` in metadata.toml (Diesel). The Supabase CLI has no such mark: there
the statement has to be the first of its file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migslint.catalog.errors import PgError
    from migslint.replay.step import Step


def claims(error: PgError, step: Step) -> bool:
    return error.reason == "transaction"
