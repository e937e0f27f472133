"""Prove the fixes on a real server: each public folder before and after `migslint check --fix --unsafe-fixes`.

    python tools/prove_fixes.py --corpora DIR --dsn DSN [--template baseline] [NAME …]

DIR is as for tools/measure.py.  The folder is copied and fixed (rules MI: what the first run is refused is left as it
is, so that both texts are to leave the same database).  Both are run on the PostgreSQL at DSN with the functions of
`oracle/oracle.py`: statement by statement, each file a second time in a savepoint.  Printed for each folder: statements
that only the fixed text is refused (must be 0), refusals of the second run before and after, and whether `pg_dump
--schema-only` after the first run says the same of both.  Needs psycopg, postgast and a
pg_dump of the version of the server.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import psycopg.sql

from tools.measure import SHARED, corpora


def oracle() -> ModuleType:
    """oracle/oracle.py as a module."""
    spec = importlib.util.spec_from_file_location("oracle", SHARED / "oracle" / "oracle.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Server:
    """A PostgreSQL; `version` is its major version."""

    def __init__(self, dsn: str, template: str, pg_dump: str) -> None:
        self.dsn, self.template, self.pg_dump = dsn, template, pg_dump
        self.oracle = oracle()
        with psycopg.connect(dsn) as connection:
            self.version = connection.info.server_version // 10000

    def run(self, folder: Path, supabase: bool) -> tuple[Counter[Any], Counter[Any], list[str]]:
        """(refusals of the first run, of the second run of what the first accepted, the schema's dump)."""
        name = f"prove_{os.getpid()}"
        admin = psycopg.connect(self.dsn, autocommit=True)
        roles = {role for (role,) in admin.execute("SELECT rolname FROM pg_roles")}
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {self.template if supabase else 'template0'}".encode())
        try:
            first, second = self._files(name, folder, supabase)
            return first, second, self._dump(name)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            for (role,) in admin.execute("SELECT rolname FROM pg_roles").fetchall():
                if role not in roles:
                    admin.execute(psycopg.sql.SQL("DROP ROLE {}").format(psycopg.sql.Identifier(role)))
            admin.close()

    def _files(self, name: str, folder: Path, supabase: bool) -> tuple[Counter[Any], Counter[Any]]:
        oracle = self.oracle
        settings = "SET statement_timeout = '60s'; SET client_min_messages = error"
        first: Counter[Any] = Counter()
        second: Counter[Any] = Counter()
        with psycopg.connect(self.dsn, dbname=name, autocommit=True) as connection:
            connection.prepare_threshold = None
            cursor = connection.cursor()
            cursor.execute(settings)
            for path in oracle.files_of(folder, supabase):
                text = (folder / path).read_bytes().decode("utf-8", "replace").replace("\0", "").lstrip("\ufeff")
                text = oracle.up_part(text)
                statements = [s for _, s in oracle.split(text)]
                alone = bool(oracle.NO_TRANSACTION.search(text)) or oracle.no_transaction_file(folder, path)
                cursor.execute("BEGIN; SAVEPOINT s")
                refused = set()
                for i, statement in enumerate(statements):
                    state, message = oracle.run(cursor, statement, connection, alone)[:2]
                    if state not in (None, "TXCTL"):
                        first[path, state, message] += 1
                        refused.add(i)
                cursor.execute("COMMIT")
                if not alone:
                    cursor.execute(f"RESET ALL; {settings}")
                    cursor.execute("BEGIN; SAVEPOINT s")
                    for i, statement in enumerate(statements):
                        state, message = oracle.run(cursor, statement, connection, alone)[:2]
                        if state not in (None, "TXCTL") and i not in refused:
                            second[path, state, message] += 1
                    cursor.execute("ROLLBACK")
                cursor.execute(f"RESET ALL; {settings}")
        return first, second

    def _dump(self, name: str) -> list[str]:
        command = [self.pg_dump, "--schema-only", "--dbname", f"{self.dsn} dbname={name}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return [line for line in done.stdout.splitlines() if not re.match(r"\\(un)?restrict ", line)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--dsn", required=True)
    parser.add_argument("--template", default="baseline", help="the database with the Supabase platform")
    parser.add_argument("--pg-dump", default="pg_dump")
    parser.add_argument("--show", type=int, default=0, help="refusals to show for each folder")
    parser.add_argument("names", nargs="*", default=list(corpora()))
    args = parser.parse_args()
    server = Server(args.dsn, args.template, args.pg_dump)
    bad = 0
    for name in args.names:
        supabase = corpora()[name] == "supabase"
        with tempfile.TemporaryDirectory() as tmp:
            copy = Path(tmp) / "migrations"
            shutil.copytree((args.corpora / name).resolve(), copy, symlinks=False)
            before = server.run(copy, supabase)
            command = [sys.executable, "-m", "migslint", "check", str(copy), "--fix", "--unsafe-fixes", "--fix-applied"]
            command += ["--select", "MI", "--rerun", "all", "--pg-version", str(server.version), "--format", "json"]
            if supabase:
                command += ["--platform", "supabase", "--layout", "supabase"]
            start = time.perf_counter()
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            seconds = time.perf_counter() - start
            if done.returncode not in (0, 1):
                print(f"{name}: {done.stderr}")
                bad += 1
                continue
            after = server.run(copy, supabase)
        new = after[0] - before[0]
        twice, left = before[1].total(), after[1].total()
        fallen = 100 * (twice - left) / twice if twice else 100
        same = "same" if before[2] == after[2] else "DIFFERENT"
        print(
            f"{name:10} {new.total():3} new refusals  second run {twice:4} -> {left:4} ({fallen:5.1f} % fewer)  "
            f"dump {same}  {seconds:6.1f} s  {done.stderr.strip()}",
            flush=True,
        )
        bad += bool(new) or before[2] != after[2]
        for kind, found in (("NEW", new), ("LEFT", after[1])):
            for (path, state, message), _ in list(found.items())[: args.show]:
                print(f"  {kind} {path} {state} {message}")
        if before[2] != after[2] and args.show:
            import difflib

            print(*list(difflib.unified_diff(before[2], after[2], lineterm="", n=1))[:40], sep="\n  ")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
