"""Reading ../shared/facts (names and signatures of extensions' and the platform's objects) into Snapshots."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from migslint.worlds import records as r
from migslint.worlds.texts import array_name

from .definitions import constraint, index, trigger
from .snapshot import Snapshot
from .supplement import Supplement

Object = dict[str, Any]
Facts = dict[str, list[Object]]

NAME = r'(?:"(?:[^"]|"")+"|\w+)'
#: in which schema the facts have extensions that were not told where to go
HOME = "extensions"
#: extensions of which the facts have public signatures only, not a server's catalog
APPROXIMATE = {"pg_cron", "pg_jsonschema", "pg_stat_monitor", "pg_tle", "timescaledb", "wrappers"}
ROLE_FLAGS = ("bypassrls", "createdb", "createrole", "login", "replication")


def load(directory: Path, name: str) -> Any:
    """One file of the facts."""
    with gzip.open(directory / f"{name}.json.gz", "rt") as file:
        return json.load(file)


class FactsReader:
    """Makes records of the objects of `facts` that belong to one extension, or (None) to the platform itself.

    `required` are the facts of the extensions that this one requires, by name: facts list their objects as well.
    `base` finds the type of PostgreSQL itself under a domain.
    """

    def __init__(
        self,
        facts: Facts,
        extension: str | None,
        required: dict[str, Facts],
        base: Callable[[str], r.TypeRecord | None],
    ) -> None:
        self.facts = facts
        self.extension = extension
        self.required = required
        self.base = base
        self.extra = Supplement(extension or "")
        self.snapshot = Snapshot()
        self.marks: dict[str, str] = {}
        if extension is not None:  # the name of a function is also that of a type: the type is meant
            for kind in ("functions", "views", "tables", "types"):
                for other, theirs in required.items():
                    self.marks |= {o["name"]: f"@extschema:{other}@" for o in theirs.get(kind, [])}
                self.marks |= {o["name"]: "@extschema@" for o in self.own(kind)}

    def own(self, kind: str) -> list[Object]:
        """Objects of a kind that say whose they are."""
        return [o for o in self.facts.get(kind, []) if o.get("extension") == self.extension]

    def rest(self, kind: str) -> list[Object]:
        """Objects of a kind that do not say it: those that no required extension has."""
        if self.extension is None:
            return []
        theirs = [o for facts in self.required.values() for o in facts.get(kind, [])]
        return [o for o in self.facts.get(kind, []) if o not in theirs]

    def text(self, text: str | None) -> str:
        """A text of the facts with the schema of the extension as a mark."""
        if not text or self.extension is None:
            return text or ""
        pattern = rf"\b{HOME}\.({NAME})"
        return re.sub(pattern, lambda m: f"{self.marks.get(m[1].strip(chr(34)), '@extschema@')}.{m[1]}", text)

    def schema(self, name: str) -> str:
        """A schema of the facts, as a key."""
        return "@extschema@" if self.extension is not None and name == HOME else name

    def read(self) -> Snapshot:
        """Everything."""
        for t in self.own("types"):
            self.type(t)
        for f in self.own("functions"):
            self.snapshot.add("functions", self.schema(f["schema"]), f["name"], self.function(f))
        for t in self.own("tables") + self.own("views"):
            self.snapshot.add("relations", self.schema(t["schema"]), t["name"], self.relation(t))
        self.sequences()
        for o in self.rest("operators"):
            self.snapshot.add("operators", self.schema(o["schema"]), o["name"], self.operator(o))
        for c in self.rest("casts"):
            self.cast(c)
        self.indexing()
        for s in self.own("schemas"):
            self.snapshot.add("schemas", "", s["name"], r.SchemaRecord(s["owner"], s["acl"] or ""))
        for e in self.own("event_triggers"):
            function = self.text(e["function"]).removesuffix("()")
            record = r.EventTriggerRecord(e["event"], function, e["tags"] or [], e["enabled"])
            self.snapshot.add("event_triggers", "", e["name"], record)
        return self.snapshot

    # --- types ---

    def type(self, t: Object) -> None:
        """A type and its array type."""
        ns, name, kind = self.schema(t["schema"]), t["name"], t["kind"]
        text = f"{self.text(t['schema'] + '.' + quoted(name))}"
        record = r.TypeRecord(text, typtype=kind, array=array_name(name), owner=t.get("owner") or "")
        if kind == "b":
            extra = self.extra.types.get(name, {})
            record.length = int(extra.get("length", -1))
            record.byval = "byval" in extra
            record.align = extra.get("align", "i")
            record.storage = extra.get("storage", "p")
            inputs = {f"{name}_typmod_in", f"{name}typmodin", f"{name}_in_typmod"}
            record.typmod = "typmod" in extra or any(f["name"] in inputs for f in self.own("functions"))
        elif kind == "e":
            record.category, record.length, record.byval, record.storage, record.labels = "E", 4, True, "p", t["labels"]
        elif kind == "d":
            record.base = self.text(t["base"])
            base = self.base(record.base)
            if base is None:
                raise ValueError(f"domain {name} is over {record.base}")
            for field in ("category", "length", "byval", "align", "storage", "collation", "subscript", "element"):
                setattr(record, field, getattr(base, field))
        elif kind == "c":
            record.category, record.align = "C", "d"
            record.columns = [r.ColumnRecord(a["name"], self.text(a["type"])) for a in t["attributes"] or []]
        self.snapshot.add("types", ns, name, record)
        align = "d" if record.align == "d" else "i"
        array = r.TypeRecord(
            text + "[]", category="A", element=text, subscript="array_subscript_handler", align=align,
            typmod=record.typmod, collation=record.collation, owner=record.owner,
        )  # fmt: skip
        self.snapshot.add("types", ns, record.array, array)

    # --- functions ---

    def function(self, f: Object) -> r.FunctionRecord:
        """A function, from its identity arguments and its result as the server prints them."""
        types = [self.text(t) for t in f["argtypes"]]
        modes, names = f["argmodes"] or [], f["argnames"] or []
        result = f["rettype"] or "void"
        record = r.FunctionRecord(
            types, "", f["kind"], f["retset"], f["volatility"], f["strict"], f["language"], names=names,
            modes="".join(modes), defaults=["NULL"] * f["ndefaults"], security_definer=f["security_definer"],
            owner=f["owner"] if self.extension is None else "",
        )  # fmt: skip
        if f["kind"] == "a":
            record.aggregate_kind = "n"
        if modes:
            pieces = list(split(f["identity_args"]))
            table = list(split(result[6:-1])) if result.startswith("TABLE(") else []
            texts = []
            for mode, name, piece in zip(modes, names or [""] * len(modes), pieces + table, strict=True):
                word = {"o": "OUT ", "b": "INOUT ", "v": "VARIADIC ", "i": "IN "}.get(mode, "")
                texts.append(self.text(piece.removeprefix(word).removeprefix(quoted(name) + " " if name else "")))
            record.all_args = texts
            outputs = [t for m, t in zip(modes, texts, strict=True) if m in "obt"]
            if [t for m, t in zip(modes, texts, strict=True) if m in "ibv"] != types:
                raise ValueError(f"function {f['name']}: {texts} is not {types}")
            if table:
                result = outputs[0] if len(outputs) == 1 else "record"
            if "v" in modes:
                last = types[modes.index("v") if "o" not in modes else -1]
                record.variadic = {"anyarray": "anyelement", "anycompatiblearray": "anycompatible"}.get(
                    last, last.removesuffix("[]")
                )
        record.result = self.text(result.removeprefix("SETOF "))
        if not any(record.names):
            record.names = []
        return record

    # --- relations ---

    def columns(self, t: Object) -> list[r.ColumnRecord]:
        """The columns of a table or view."""
        return [
            r.ColumnRecord(
                c["name"], self.text(c["type"]), c["notnull"], self.text(c["generated"] or c["default"]),
                c["identity"] or "", "s" if c["generated"] else "",
            )
            for c in t["columns"] or []
        ]  # fmt: skip

    def relation(self, t: Object) -> r.RelationRecord:
        """A table or view with what hangs on it."""
        record = r.RelationRecord(t["kind"], self.columns(t), owner=t["owner"] if self.extension is None else "")
        here = (t["schema"], t["name"])
        record.constraints = [constraint(k["name"], k["type"], self.text(k["def"])) for k in t.get("constraints") or []]
        names = {c.name for c in record.constraints if c.type in "pux"}
        primary = {c.name for c in record.constraints if c.type == "p"}
        record.indexes = [index(self.text(i), names, primary) for i in t.get("indexes") or []]
        record.row_security, record.force_row_security = bool(t.get("rls")), bool(t.get("force_rls"))
        record.triggers = [
            trigger(x["name"], self.text(x["function"]).removesuffix("()"), self.text(x["def"]))
            for x in self.facts.get("triggers", [])
            if (x["schema"], x["table"]) == here
        ]
        record.policies = [
            r.PolicyRecord(
                p["name"],
                p["cmd"],
                p["permissive"] == "PERMISSIVE",
                p["roles"],
                self.text(p["qual"]),
                self.text(p["with_check"]),
            )
            for p in self.facts.get("policies", [])
            if (p["schema"], p["table"]) == here
        ]
        if t["kind"] == "p":  # the facts do not say the key: the last column of the primary key
            record.partition_key = f"RANGE ({next(c for c in record.constraints if c.type == 'p').columns[-1]})"
        return record

    def sequences(self) -> None:
        """Sequences do not say whose they are: of the table that uses one, or else of the functions in its schema."""
        users: dict[tuple[str, str], tuple[str, str, bool, str | None]] = {}
        for t in self.facts.get("tables", []):
            table = f"{t['schema']}.{quoted(t['name'])}"
            for c in t["columns"] or []:
                found = re.match(r"nextval\('([^']+)'", c["default"] or "")
                if found:
                    schema, _, name = found[1].rpartition(".")
                    users[schema or t["schema"], name.strip('"')] = table, c["name"], False, t["extension"]
                if c["identity"]:
                    users[t["schema"], f"{t['name']}_{c['name']}_seq"] = table, c["name"], True, t["extension"]
        homes = {f["schema"]: f["extension"] for f in self.facts.get("functions", [])}
        for s in self.facts.get("sequences", []):
            table, column, identity, owner = users.get(
                (s["schema"], s["name"]), ("", "", False, homes.get(s["schema"]))
            )
            if owner == self.extension:
                kind = "bigint"
                record = r.RelationRecord("S", sequence=r.SequenceRecord(kind, self.text(table), column, identity))
                self.snapshot.add("relations", self.schema(s["schema"]), s["name"], record)

    # --- operators, casts, indexing ---

    def bare(self, text: str | None) -> str:
        """A type's text without the schema of extensions, as the supplement has it."""
        return "" if text in (None, "-") else (text or "").removeprefix(f"{HOME}.")

    def operator(self, o: Object) -> r.OperatorRecord:
        """An operator with what the supplement adds."""
        left, right = self.bare(o["left"]), self.bare(o["right"])
        function, attributes = self.extra.operators.get((o["name"], left, right), ("", {}))
        record = r.OperatorRecord(
            self.text("" if o["left"] == "-" else o["left"]), self.text(o["right"]), self.text(o["result"])
        )
        record.function = f"@extschema@.{function}" if function else ""
        commutator, negator = attributes.get("commutator", ""), attributes.get("negator", "")
        if self.is_own(commutator, right, left):
            record.commutator = f"@extschema@.{commutator}"
        if self.is_own(negator, left, right):
            record.negator = f"@extschema@.{negator}"
        record.hashes, record.merges = "hashes" in attributes, "merges" in attributes
        return record

    def is_own(self, name: str, left: str, right: str) -> bool:
        """Whether the extension has such an operator."""
        sides = (name, left, right)
        return any((o["name"], self.bare(o["left"]), self.bare(o["right"])) == sides for o in self.rest("operators"))

    def cast(self, c: Object) -> None:
        """A cast with its function from the supplement."""
        record = r.CastRecord(self.text(c["target"]), c["context"])
        function = self.extra.casts.get((self.bare(c["source"]), self.bare(c["target"])))
        if function == "binary":
            record.method = "b"
        elif function is not None:
            record.function = f"@extschema@.{function}"
        self.snapshot.add("casts", "", self.text(c["source"]), record)

    def placed(self, bare: str) -> str:
        """A type of the supplement as a record names it."""
        element = bare.removesuffix("[]")
        known = self.marks.get(element)
        return f"{known}.{bare}" if known and any(element == t["name"] for t in self.all_types()) else bare

    def all_types(self) -> list[Object]:
        """The types of the extension and of those that it requires."""
        return self.own("types") + [t for facts in self.required.values() for t in facts.get("types", [])]

    def indexing(self) -> None:
        """Access methods, their storage parameters and operator classes, from the supplement."""
        for name, (handler, flags) in self.extra.methods.items():
            can: list[Any] = [flag in flags for flag in ("order", "unique", "multi_col", "exclude", "include")]
            self.snapshot.add("access_methods", "", name, r.AccessMethodRecord("i", f"@extschema@.{handler}", *can))
        add_options(self.snapshot, self.extra)
        for method, name, default, type_, attributes, operators in self.extra.classes:
            family = attributes.get("family", name)
            text = self.placed(type_)
            record = r.OpclassRecord(
                name, text, default, f"@extschema@.{family}", self.placed(attributes.get("key", ""))
            )
            record.namespace = "@extschema@"
            self.snapshot.add("opclasses", "", method, record)
            rows = []
            for number, operator, ordering, sides in operators:
                left, right = sides or (type_, type_)
                text = f"@extschema@.{operator}" if self.is_own(operator, left, right) else operator
                rows.append(r.AmopRecord(self.placed(left), self.placed(right), number, text, "o" if ordering else "s"))
            self.snapshot.add("opfamilies", method, family, r.OpfamilyRecord(rows, [], "@extschema@"))


def add_options(snapshot: Snapshot, extra: Supplement) -> None:
    """Storage parameters of an extension's access methods."""
    for method, name, kind, *bounds in extra.options:
        detail = 'Valid values are between "{}" and "{}".'.format(*bounds) if bounds else ""
        snapshot.add("reloptions", method, name, r.ReloptionRecord(kind, detail))


#: keywords among the facts' names that quote_ident quotes
RESERVED = {"all", "array", "default", "end", "limit", "only", "order", "position", "precision", "time", "timestamp"}
RESERVED |= {"row", "table", "to", "user", "values", "interval", "left", "right", "out", "char", "between", "column"}


def quoted(name: str) -> str:
    """quote_ident for the names that the facts have."""
    plain = re.fullmatch(r"[a-z_][a-z0-9_]*", name) and name not in RESERVED
    return name if plain else '"' + name.replace('"', '""') + '"'


def split(text: str) -> Iterator[str]:
    """The parts of a list between commas that stand in no quotes or parentheses."""
    for part in re.findall(r'(?:[^,"(]|"(?:[^"]|"")*"|\([^)]*\))+', text):
        yield part.strip()


def platform_cluster(facts: Facts, snapshot: Snapshot) -> None:
    """Roles with their settings, settings of the database, publications and installed extensions of the platform.

    Roles whose names begin with pg_ are PostgreSQL's own, settings with a dot in the name nobody's.
    """
    for role in facts["roles"]:
        if role["name"].startswith("pg_"):
            continue
        attributes = [flag for flag in ROLE_FLAGS if role[flag]] + ["superuser"] * role["super"]
        config = [setting(c) for c in role["config"] or []]
        snapshot.add("roles", "", role["name"], r.RoleRecord(sorted(attributes), role["member_of"] or [], config))
    for s in facts["settings"]:
        if s["role"] == "*":
            snapshot.add(
                "database", "", "", r.DatabaseRecord([setting(c) for c in s["config"] if "." not in c.split("=")[0]])
            )
    for p in facts["publications"]:
        snapshot.add("publications", "", p["name"], r.PublicationRecord(p["all_tables"], p["tables"], p["owner"]))
    for e in facts["extensions"]:
        snapshot.add("installed", "", e["name"], r.InstalledRecord(e["schema"], e["version"], e["owner"]))


def setting(config: str) -> str:
    """An entry of setconfig; the facts escape the dollar of "$user"."""
    return config.replace("\\$", "$")
