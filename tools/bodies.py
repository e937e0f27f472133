"""Hold the checks of function bodies against plpgsql_check on a real PostgreSQL.

    python tools/bodies.py record --corpora DIR --dsn DSN --out TRUTH [--template baseline] [NAME …]
    python tools/bodies.py compare --corpora DIR --out TRUTH [--show N] [NAME …]

`record` runs each folder of DIR (those of ../shared/corpora.tsv if none is named) on a database of its own, as
`oracle/oracle.py` does, and asks `plpgsql_check_function_tb` (a function that triggers fire, once for each of their
tables) and `fmgr_sql_validator` after the last file; TRUTH/NAME.json is a list of {"function", "relation", "language",
"errors": [{"sqlstate", "message", "detail", "line"}]}.  The server must have the extension plpgsql_check (Debian:
postgresql-15-plpgsql-check).  `compare` checks the same folders with migslint and prints, for each, how many errors are
foretold and what was false.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

_FUNCTIONS = """
select p.oid, p.oid::regprocedure::text, l.lanname, p.prorettype::regtype::text, p.proconfig,
    n.nspname, p.proname, (select coalesce(array_agg(format_type(t, null) order by o), '{}')
        from unnest(p.proargtypes) with ordinality a (t, o))
from pg_proc p join pg_language l on l.oid = p.prolang join pg_namespace n on n.oid = p.pronamespace
where l.lanname in ('plpgsql', 'sql') and p.oid::bigint > %s and p.prosqlbody is null
    and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass
        and d.deptype = 'e')
order by p.oid
"""
_TRIGGERS = """
select distinct on (t.tgrelid, tgoldtable, tgnewtable) t.tgrelid, t.tgrelid::regclass::text, tgoldtable, tgnewtable
from pg_trigger t
where tgfoid = %s and not tgisinternal and tgparentid = 0
"""
_CHECK = """
select lineno, sqlstate, message, detail from {}.plpgsql_check_function_tb(
    funcoid := %s::oid::regprocedure, relid := %s::oid::regclass, fatal_errors := false, without_warnings := true,
    oldtable := %s::name, newtable := %s::name)
where level = 'error'
"""


def corpora() -> dict[str, str]:
    """Name -> platform."""
    rows = (SHARED / "corpora.tsv").read_text().splitlines()[1:]
    return {row.split("\t")[0]: row.split("\t")[3] for row in rows}


def _oracle() -> Any:
    spec = importlib.util.spec_from_file_location("oracle", SHARED / "oracle" / "oracle.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _run_folder(oracle: Any, conn: Any, folder: Path, supabase: bool) -> None:
    """Run all files, each statement in its savepoint."""
    cur = conn.cursor()
    for path in oracle.files_of(str(folder), supabase):
        raw = (folder / path).read_bytes().decode("utf-8", "replace")
        text = oracle.up_part(raw.replace("\x00", "").lstrip("\ufeff"))
        alone = bool(oracle.NO_TRANSACTION.search(text)) or oracle.no_transaction_file(str(folder), path)
        cur.execute("begin; savepoint s")
        for _, sql in oracle.split(text):
            oracle.run(cur, sql, conn, alone)
        cur.execute("commit")
        cur.execute("reset all")
        cur.execute("set statement_timeout='60s'; set client_min_messages=error")


def _ask(conn: Any, first: int) -> list[dict[str, Any]]:
    """What the server says of all functions that are younger than the OID `first`."""
    import psycopg

    conn.execute("create schema if not exists plpgsql_check")
    conn.execute("create extension if not exists plpgsql_check schema plpgsql_check")
    place = "select extnamespace::regnamespace::text from pg_extension where extname = 'plpgsql_check'"
    check = _CHECK.format(*conn.execute(place).fetchone())
    out: list[dict[str, Any]] = []
    for oid, shown, language, result, config, schema, name, types in conn.execute(_FUNCTIONS, (first,)).fetchall():
        places: list[tuple[int, str | None, str | None, str | None]] = [(0, None, None, None)]
        if result == "trigger":
            places = conn.execute(_TRIGGERS, (oid,)).fetchall()
        for relid, relation, old, new in places:
            errors: list[dict[str, Any]] = []
            try:
                if language == "plpgsql":
                    rows = conn.execute(check, (oid, relid, old, new)).fetchall()
                    errors = [{"line": r[0], "sqlstate": r[1], "message": r[2], "detail": r[3]} for r in rows]
                else:
                    with conn.transaction(force_rollback=True):
                        for setting in config or ():
                            key, _, value = setting.partition("=")
                            conn.execute("select pg_catalog.set_config(%s, %s, true)", (key, value))
                        conn.execute("select pg_catalog.fmgr_sql_validator(%s)", (oid,))
            except psycopg.Error as error:
                errors = [
                    {
                        "line": None,
                        "sqlstate": error.sqlstate,
                        "message": error.diag.message_primary,
                        "detail": error.diag.message_detail,
                    }
                ]
            signature = f"{schema}.{name}({', '.join(types)})"
            out.append(
                {"function": signature, "relation": relation, "language": language, "shown": shown, "errors": errors}
            )
    return out


def record(args: argparse.Namespace) -> None:
    """Ask the server."""
    import psycopg

    oracle = _oracle()
    args.out.mkdir(parents=True, exist_ok=True)
    for name in args.names:
        supabase = corpora().get(name, args.platform) == "supabase"
        database = f"{args.prefix}_{name}_{os.getpid()}"
        admin = psycopg.connect(args.dsn, autocommit=True)
        roles = {r for (r,) in admin.execute("select rolname from pg_roles")}
        admin.execute(f"create database {database}" + (f" template {args.template}" if supabase else ""))
        conn = psycopg.connect(args.dsn, dbname=database, autocommit=True, prepare_threshold=None)
        try:
            conn.execute("set statement_timeout='60s'; set client_min_messages=error")
            (first,) = conn.execute("select coalesce(max(oid::bigint), 0) from pg_proc").fetchone() or (0,)
            _run_folder(oracle, conn, args.corpora / name, supabase)
            conn.close()  # a session keeps what it has compiled
            conn = psycopg.connect(args.dsn, dbname=database, autocommit=True, prepare_threshold=None)
            found = _ask(conn, first)
        finally:
            conn.close()
            if args.keep:
                print(database)
            else:
                admin.execute(f"drop database {database} with (force)")
                for (role,) in admin.execute("select rolname from pg_roles").fetchall():
                    if role not in roles:
                        try:
                            admin.execute(f'drop role "{role}"')
                        except psycopg.Error:
                            pass
        (args.out / f"{name}.json").write_text(json.dumps(found, indent=0))
        states = Counter(e["sqlstate"] for f in found for e in f["errors"])
        print(name, len(found), "functions", sum(1 for f in found if f["errors"]), "with errors", states.most_common())


def _found(args: argparse.Namespace, name: str) -> list[Any]:
    """What migslint says of the bodies of a folder."""
    from migslint.engine import Request, begin
    from migslint.folder import open_folder
    from migslint.plpgsql.check.run import check_bodies
    from migslint.replay.run import Replay

    supabase = "supabase" if corpora().get(name, args.platform) == "supabase" else None
    request = Request(path=str(args.corpora / name), platform=supabase, layout=supabase, pg_version=args.pg_version)
    folder = open_folder(str(args.corpora / name), layout=supabase, platform=supabase)
    replay = Replay(begin(folder, request), psql=folder.layout.psql, placeholders=folder.layout.placeholders)
    replay.migrations(folder.migrations, None, one_transaction=folder.layout.one_transaction)
    return check_bodies(replay.session)


def compare(args: argparse.Namespace) -> None:
    """Hold the answers of the server against those of migslint."""
    total: Counter[str] = Counter()
    for name in args.names:
        truth: Counter[tuple[str, str, str]] = Counter()
        functions = json.loads((args.out / f"{name}.json").read_text())
        seen = {
            (f["function"], e["line"], e["sqlstate"], e["message"]): f["function"].partition("(")[0]
            for f in functions
            for e in f["errors"]
        }
        for (_, _, state, message), function in seen.items():
            truth[function, state, message] += 1
        ours: Counter[tuple[str, str, str]] = Counter()
        for call in _found(args, name):
            ours[f"{call.proc.namespace.name}.{call.proc.name}", call.error.sqlstate, call.error.message] += 1
        missed, alarms = truth - ours, ours - truth
        figures = Counter(
            functions=len({f["function"] for f in functions}),
            errors=truth.total(),
            foretold=(truth & ours).total(),
            alarms=alarms.total(),
        )
        total += figures
        print(f"{name:10}", "  ".join(f"{v:4} {k}" for k, v in figures.items()))
        for word, what in (("missed", missed), ("false", alarms)):
            for (function, state, message), count in list(what.items())[: args.show]:
                print(f"    {word} {count} {function}: {state} {message}")
    print(dict(total))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("record", "compare"))
    parser.add_argument("names", nargs="*")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--dsn")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--template", default="baseline")
    parser.add_argument("--prefix", default="bodies")
    parser.add_argument("--keep", action="store_true", help="do not drop the databases")
    parser.add_argument("--platform", default="postgres", help="of folders that ../shared/corpora.tsv does not name")
    parser.add_argument("--pg-version", type=int, default=15)
    parser.add_argument("--show", type=int, default=20)
    args = parser.parse_intermixed_args()
    args.names = args.names or list(corpora())
    (record if args.action == "record" else compare)(args)


if __name__ == "__main__":
    main()
