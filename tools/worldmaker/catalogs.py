"""Reading the catalogs of a real server into a Snapshot."""

from __future__ import annotations

from typing import Any

import msgspec
import psycopg

from migslint.worlds import records as r

from . import queries as q
from .snapshot import Snapshot

#: object identifiers below are the same on every server (FirstGenbkiObjectId)
FIXED_OID = 10000


class Reader:
    """Reads from one connection what belongs to PostgreSQL itself (`extension` None) or to one extension."""

    def __init__(self, connection: psycopg.Connection[Any], extension: str | None = None) -> None:
        self.connection = connection
        self.extension = extension
        self.snapshot = Snapshot()
        self.version: int = connection.info.server_version // 10000

    def rows(self, sql: str, mine: str = "", oid: int = 0) -> list[tuple[Any, ...]]:
        """All rows of a query of `queries`."""
        text: Any = sql.replace(":mine", mine)
        return self.connection.execute(text, {"oid": oid} if oid else None).fetchall()

    def mine(self, catalog: str, oid: str, namespace: str | None = None) -> str:
        """The condition that an object is in the scope of this reader."""
        member = (
            f"exists (select 1 from pg_depend dep where dep.classid = '{catalog}'::regclass and dep.objid = {oid}"
            " and dep.deptype = 'e' and dep.refclassid = 'pg_extension'::regclass"
        )
        if self.extension is not None:
            return f"{member} and dep.refobjid = (select oid from pg_extension where extname = '{self.extension}'))"
        own = (
            f"{oid} < 16384"
            if namespace is None
            else f"{namespace}::regnamespace::text in ('pg_catalog', 'information_schema')"
        )
        return f"({own} and not {member}))"

    def filed(self, kind: str, record: type[msgspec.Struct], sql: str, mine: str) -> None:
        """File the rows (schema, name, fields …) of a query."""
        for namespace, name, *values in self.rows(sql, mine):
            self.snapshot.add(kind, namespace, name, record(*values))

    def filed_shared(self, kind: str, record: type[msgspec.Struct], sql: str, mine: str = "") -> None:
        """File the rows (name, fields …) of a query for objects without a schema."""
        for name, *values in self.rows(sql, mine):
            self.snapshot.add(kind, "", name, record(*values))

    def read(self) -> Snapshot:
        """Everything that PostgreSQL itself and extensions may have."""
        self.types()
        self.functions()
        self.operators()
        self.filed_shared("casts", r.CastRecord, q.CASTS, self.mine("pg_cast", "c.oid"))
        self.relations()
        self.indexing()
        self.filed("collations", r.CollationRecord, q.COLLATIONS, self.mine("pg_collation", "c.oid", "c.collnamespace"))
        self.filed(
            "conversions", r.ConversionRecord, q.CONVERSIONS, self.mine("pg_conversion", "c.oid", "c.connamespace")
        )
        self.filed_shared("languages", r.LanguageRecord, q.LANGUAGES, self.mine("pg_language", "l.oid"))
        for kind, alias, column in (
            ("ts_configs", "c.oid", "c.cfgnamespace"),
            ("ts_dicts", "d.oid", "d.dictnamespace"),
            ("ts_parsers", "p.oid", "p.prsnamespace"),
            ("ts_templates", "t.oid", "t.tmplnamespace"),
        ):
            scope = self.mine("pg_" + kind[:-1], alias, column)
            self.filed(kind, r.TextSearchRecord, q.TEXT_SEARCH[kind], scope)
        if self.extension is not None:
            fdws = self.mine("pg_foreign_data_wrapper", "w.oid")
            self.filed_shared("foreign_data_wrappers", r.ForeignDataWrapperRecord, q.FOREIGN_DATA_WRAPPERS, fdws)
            self.filed_shared("transforms", r.TransformRecord, q.TRANSFORMS, self.mine("pg_transform", "t.oid"))
            self.filed_shared("schemas", r.SchemaRecord, q.SCHEMAS, self.mine("pg_namespace", "n.oid"))
            triggers = self.mine("pg_event_trigger", "e.oid")
            self.filed_shared("event_triggers", r.EventTriggerRecord, q.EVENT_TRIGGERS, triggers)
        return self.snapshot

    def types(self) -> None:
        """pg_type without row types of relations and their arrays; they follow from the relations."""
        for ns, name, relation, oid, *values in self.rows(q.TYPES, self.mine("pg_type", "t.oid", "t.typnamespace")):
            record = r.TypeRecord(*values)
            record.oid = fixed(oid)
            record.constraints = self.parts(r.ConstraintRecord, q.CONSTRAINTS, oid) if record.typtype == "d" else []
            record.columns = self.parts(r.ColumnRecord, q.COLUMNS, relation) if relation else []
            self.snapshot.add("types", ns, name, record)

    def parts(self, record: Any, sql: str, oid: int) -> list[Any]:
        """The records that hang on one object."""
        return [record(*row) for row in self.rows(sql, oid=oid)]

    def functions(self) -> None:
        """pg_proc and pg_aggregate."""
        for ns, name, *values in self.rows(q.FUNCTIONS, self.mine("pg_proc", "p.oid", "p.pronamespace")):
            record = r.FunctionRecord(*values)
            record.oid = fixed(record.oid)
            if not any(record.names):
                record.names = []
            self.snapshot.add("functions", ns, name, record)

    def operators(self) -> None:
        """pg_operator, without shells."""
        for ns, name, *values in self.rows(q.OPERATORS, self.mine("pg_operator", "o.oid", "o.oprnamespace")):
            record = r.OperatorRecord(*values)
            record.oid = fixed(record.oid)
            self.snapshot.add("operators", ns, name, record)

    def relations(self) -> None:
        """pg_class: tables, views, sequences with columns, constraints, indexes, triggers and policies.

        Indexes of PostgreSQL's own tables are left out.
        """
        scope = self.mine("pg_class", "c.oid", "c.relnamespace")
        for ns, name, oid, kind, row_security, forced, key, server in self.rows(q.RELATIONS, scope):
            record = r.RelationRecord(
                kind,
                self.parts(r.ColumnRecord, q.COLUMNS, oid) if kind != "S" else [],
                self.parts(r.ConstraintRecord, q.CONSTRAINTS, oid),
                self.parts(r.IndexRecord, q.INDEXES, oid) if self.extension is not None else [],
                self.parts(r.TriggerRecord, q.TRIGGERS, oid),
                self.parts(r.PolicyRecord, q.POLICIES, oid),
                row_security,
                forced,
                partition_key=key,
                server=server,
                oid=fixed(oid),
            )
            if kind == "S":
                record.sequence = self.parts(r.SequenceRecord, q.SEQUENCE, oid)[0]
            self.snapshot.add("relations", ns, name, record)

    def indexing(self) -> None:
        """pg_am, pg_opclass, pg_opfamily, pg_amop and pg_amproc."""
        self.filed_shared("access_methods", r.AccessMethodRecord, q.ACCESS_METHODS, self.mine("pg_am", "a.oid"))
        classes = self.mine("pg_opclass", "c.oid", "c.opcnamespace")
        self.filed_shared("opclasses", r.OpclassRecord, q.OPCLASSES, classes)
        for am, name, ns, oid in self.rows(q.OPFAMILIES, self.mine("pg_opfamily", "f.oid", "f.opfnamespace")):
            operators = self.parts(r.AmopRecord, q.AMOPS, oid)
            functions = self.parts(r.AmprocRecord, q.AMPROCS, oid)
            self.snapshot.add("opfamilies", am, name, r.OpfamilyRecord(operators, functions, ns))

    def cluster(self) -> None:
        """What initdb makes and the program knows: roles, databases, schemas, settings, encodings."""
        for name, attributes, member_of in self.rows(q.ROLES):
            self.snapshot.add("roles", "", name, r.RoleRecord(attributes, member_of))
        for name, *values in self.rows(q.SETTINGS):
            record = r.SettingRecord(*values)
            if record.context in ("internal", "postmaster", "sighup"):
                record.boot = ""
            if record.context == "internal":
                record.minimum = record.maximum = ""
            if name != name.lower():
                record.name = name
            self.snapshot.add("settings", "", name.lower(), record)
        for kind, sql in (("encodings", q.ENCODINGS), ("databases", q.DATABASES), ("tablespaces", q.TABLESPACES)):
            for (name,) in self.rows(sql):
                self.snapshot.add(kind, "", name, r.NameRecord())
        for name, owner in self.rows(q.INITIAL_SCHEMAS):
            self.snapshot.add("schemas", "", name, r.SchemaRecord(owner))
        for name, *values in self.rows(q.INSTALLED):
            self.snapshot.add("installed", "", name, r.InstalledRecord(*values))


def fixed(oid: int) -> int:
    """An object identifier that is the same on every server, else 0."""
    return oid if oid < FIXED_OID else 0
