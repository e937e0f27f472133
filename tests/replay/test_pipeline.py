"""What may run where in a file that its tool sends as one pipeline (the Supabase CLI): seen on servers 14 to 18."""

from __future__ import annotations

import pytest

from migslint.engine import Request, check

INDEX = "CREATE INDEX CONCURRENTLY ON t (a);"
PIPELINE = "CREATE INDEX CONCURRENTLY cannot be executed within a pipeline"
BLOCK = "CREATE INDEX CONCURRENTLY cannot run inside a transaction block"


@pytest.mark.parametrize(
    ("text", "before_18", "since_18"),
    [
        (INDEX, [], []),
        (f"-- alone\n{INDEX}", [], []),
        (f"{INDEX} SELECT 1;", [], []),
        (f"SELECT 1; {INDEX}", [PIPELINE], [BLOCK]),
        (f"{INDEX} {INDEX}", [PIPELINE], [BLOCK]),
        (f"{INDEX} SELECT 1; {INDEX}", [PIPELINE], [BLOCK]),
        (f"SELECT 1; COMMIT; {INDEX}", [], []),
        (f"SELECT 1; ROLLBACK; {INDEX}", [], []),
        (f"SELECT 1; COMMIT; {INDEX} {INDEX}", [PIPELINE], [BLOCK]),
        (f"SELECT 1; COMMIT; SELECT 1; {INDEX}", [PIPELINE], [BLOCK]),
        (f"BEGIN; SELECT 1; COMMIT; {INDEX}", [], []),
        (f"BEGIN; {INDEX}", [BLOCK], [BLOCK]),
        (f"SELECT 1; BEGIN; {INDEX}", [BLOCK], [BLOCK]),
        (f"BEGIN; SELECT 1; COMMIT AND CHAIN; {INDEX}", [BLOCK], [BLOCK]),
        ("DROP INDEX CONCURRENTLY i;", [], []),
        ("VACUUM;", [], []),
    ],
)
@pytest.mark.parametrize("version", [14, 17, 18])
def test_what_runs_alone(tmp_path, text: str, before_18: list[str], since_18: list[str], version: int) -> None:
    folder = tmp_path / "supabase" / "migrations"
    folder.mkdir(parents=True)
    (folder / "1_a.sql").write_text("CREATE TABLE t (a int); CREATE INDEX i ON t (a);")
    (folder / "2_b.sql").write_text(text)
    (folder / "3_c.sql").write_text(INDEX)
    report = check(Request(str(tmp_path), pg_version=version, platform="supabase"))
    assert report.folder.layout.name == "supabase"
    assert [d.message for d in report.diagnostics if d.sqlstate] == (before_18 if version < 18 else since_18)
