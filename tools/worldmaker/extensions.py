"""Extensions: control files and objects, from the servers that offer them and from the facts."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path
from typing import Any

import psycopg

from migslint.worlds import records as r

from .catalogs import Reader
from .facts import APPROXIMATE, Facts, FactsReader, add_options, load
from .snapshot import Snapshot
from .supplement import Supplement

# A server on which shared/oracle/supabase_db.py has run offers stubs.
CONTROL = """
select a.name, a.default_version, array(select v.version from pg_available_extension_versions v where v.name = a.name),
    c.relocatable, coalesce(c.schema, ''), coalesce(c.requires, '{}'), c.trusted, c.superuser
from pg_available_extensions a
    join pg_available_extension_versions c on c.name = a.name and c.version = a.default_version
where a.comment is null or position('stub by supabase_db.py' in a.comment) = 0
order by 1
"""
#: procedural languages that want an interpreter which the servers at hand lack -> (trusted, functions' prefix)
LANGUAGES = {"plperl": (True, "plperl"), "plperlu": (False, "plperlu"), "plpython3u": (False, "plpython3")}


def natural(version: str) -> list[Any]:
    """A key that puts 1.10 behind 1.9."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", version) if part]


def controls(connection: psycopg.Connection[Any]) -> dict[str, r.ExtensionRecord]:
    """The control files that a server has."""
    found: dict[str, r.ExtensionRecord] = {}
    for name, default, versions, relocatable, schema, requires, trusted, superuser in connection.execute(CONTROL):
        found[name] = r.ExtensionRecord(
            default, sorted(versions, key=natural), relocatable, schema, requires, trusted, superuser, "", ["postgres"]
        )  # fmt: skip
    return found


def read(connection: psycopg.Connection[Any], name: str, known: dict[str, r.ExtensionRecord]) -> Snapshot | None:
    """The objects of one extension, which is created in a schema of its own and undone; None where that fails."""
    if not {*known[name].requires} <= {*known}:
        return None
    connection.execute("begin")
    try:
        create(connection, name, known, "@extschema@")
        snapshot = Reader(connection, name).read()
    except psycopg.Error:
        return None
    finally:
        connection.execute("rollback")
    for mark in ("@extschema@", *(f"@extschema:{other}@" for other in known[name].requires)):
        snapshot = snapshot.replaced(f'"{mark}"', mark)
    add_options(snapshot, Supplement(name))
    return snapshot


def create(connection: psycopg.Connection[Any], name: str, known: dict[str, r.ExtensionRecord], schema: str) -> None:
    """CREATE EXTENSION with what it requires, each in the schema that has its mark for a name."""
    if connection.execute("select 1 from pg_extension where extname = %s", (name,)).fetchone():
        return
    for other in known[name].requires:
        create(connection, other, known, f"@extschema:{other}@")
    where: Any = "" if known[name].schema else f' schema "{schema}"'
    if where:
        connection.execute(f'create schema "{schema}"')
    connection.execute(f'create extension "{name}"{where}')


def language(name: str) -> Snapshot:
    """A procedural language and its three functions."""
    trusted, prefix = LANGUAGES[name]
    snapshot = Snapshot()
    functions: list[Any] = [f"{prefix}_{end}" for end in ("call_handler", "inline_handler", "validator")]
    for function, args, result in zip(
        functions, ([], ["internal"], ["oid"]), ("language_handler", "void", "void"), strict=True
    ):
        record = r.FunctionRecord(args, result, "f", False, "v", bool(args), "c")
        snapshot.add("functions", "pg_catalog", function, record)
    snapshot.add("languages", "", name, r.LanguageRecord(trusted, *functions))
    return snapshot


def from_facts(directory: Path, base: Any, but: Container[str]) -> dict[str, Snapshot]:
    """The objects of all extensions that the facts have, but for some."""
    platform: Facts = load(directory, "supabase-platform")
    extra: dict[str, Facts] = load(directory, "extensions")
    offered = {a["name"]: a for a in platform["available_extensions"]}
    facts = {e["name"]: platform for e in platform["extensions"]} | extra
    found: dict[str, Snapshot] = {}
    for name in sorted(name for name in facts if name not in but):
        wanted = offered.get(name, {}).get("requires") or []
        required = {other: facts[other] for other in wanted if other in extra}
        found[name] = FactsReader(facts[name], name, required, base).read()
    return found


def offered(directory: Path) -> dict[str, r.ExtensionRecord]:
    """The control files of the platform supabase."""
    return {
        a["name"]: r.ExtensionRecord(
            a["default_version"], [], bool(a["relocatable"]), a["schema"] or "", a["requires"] or [],
            modelled="approximate" if a["name"] in APPROXIMATE else "signatures", platforms=["supabase"],
        )
        for a in load(directory, "supabase-platform")["available_extensions"]
    }  # fmt: skip
