"""The test server itself."""

from __future__ import annotations

import psycopg


def test_is_postgresql_18_and_empty(database18: str) -> None:
    with psycopg.connect(database18) as connection:
        version = connection.info.server_version
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert version // 10000 == 18
    assert tables == (0,)
