"""Reading the catalogs of a real server into a Snapshot."""

from __future__ import annotations

from typing import Any

import psycopg

from migslint.worlds.records import (
    AccessMethodRecord,
    AmopRecord,
    AmprocRecord,
    CastRecord,
    ColumnRecord,
    ConstraintRecord,
    FunctionRecord,
    IndexRecord,
    OpclassRecord,
    OperatorRecord,
    OpfamilyRecord,
    PolicyRecord,
    RelationRecord,
    SequenceRecord,
    TriggerRecord,
    TypeRecord,
)

from .snapshot import Snapshot

Row = tuple[Any, ...]
#: object identifiers below are the same on every server (FirstGenbkiObjectId)
FIXED_OID = 10000

# Texts as a session with an empty search_path sees them.
OPERATOR = (
    "(select case when o.oid is null then '' else case when n.nspname = 'pg_catalog' then '' else quote_ident(n.nspname) || '.' end"
    " || o.oprname end from (select {0}::oid as wanted) w left join pg_operator o on o.oid = w.wanted"
    " left join pg_namespace n on n.oid = o.oprnamespace)"
)
FUNCTION = (
    "coalesce((select case when n.nspname = 'pg_catalog' then '' else quote_ident(n.nspname) || '.' end || quote_ident(p.proname)"
    " from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.oid = {0}::oid), '')"
)
TYPE = "case when {0}::oid = 0 then '' else format_type({0}, null) end"


class Reader:
    """Reads from one connection what belongs to PostgreSQL itself (`extension` None) or to one extension."""

    def __init__(self, connection: psycopg.Connection[Row], extension: str | None = None) -> None:
        self.connection = connection
        self.extension = extension
        self.snapshot = Snapshot()
        self.version: int = connection.info.server_version // 10000

    def rows(self, sql: str, **parameters: Any) -> list[Row]:
        """All rows of a query."""
        return self.connection.execute(sql, parameters or None).fetchall()  # type: ignore[call-overload, no-any-return]

    def mine(self, catalog: str, oid: str, namespace: str | None = None) -> str:
        """The condition that an object is in the scope of this reader."""
        depend = (
            f"exists (select 1 from pg_depend d where d.classid = '{catalog}'::regclass and d.objid = {oid}"
            " and d.deptype = 'e' and d.refclassid = 'pg_extension'::regclass"
        )
        if self.extension is None:
            own = (
                f"{namespace} in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"
                if namespace
                else "true"
            )
            return f"({own} and not {depend}))"
        name = self.extension.replace("'", "''")
        return f"({depend} and d.refobjid = (select oid from pg_extension where extname = '{name}')))"

    def read(self) -> Snapshot:
        """Everything."""
        self.types()
        self.functions()
        self.operators()
        self.casts()
        self.relations()
        self.indexing()
        return self.snapshot

    def types(self) -> None:
        """pg_type without row types of relations and their arrays; they follow from the relations."""
        typmod = "t.typmodin <> 0"
        for row in self.rows(f"""
            with own as (
                select t.oid from pg_type t where {self.mine("pg_type", "t.oid", "t.typnamespace")}
            ), wanted as (
                select oid from own
                union select t.typarray from own join pg_type t using (oid)
                union select r.rngmultitypid from own join pg_range r on r.rngtypid = own.oid
                union select m.typarray from own join pg_range r on r.rngtypid = own.oid join pg_type m on m.oid = r.rngmultitypid
            )
            select n.nspname, t.typname, t.oid, format_type(t.oid, null), t.typtype, t.typcategory, t.typispreferred,
                {TYPE.format("t.typelem")}, case t.typsubscript when 0 then '' else t.typsubscript::text end,
                coalesce((select a.typname from pg_type a where a.oid = t.typarray), ''),
                t.typlen, t.typbyval, t.typalign, t.typstorage, {typmod},
                coalesce((select collname from pg_collation c where c.oid = t.typcollation), ''),
                case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) else '' end, t.typnotnull,
                coalesce(t.typdefault, ''),
                array(select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder),
                coalesce((select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid), ''),
                coalesce((select format_type(r.rngmultitypid, null) from pg_range r where r.rngtypid = t.oid), ''),
                coalesce((select format_type(r.rngtypid, null) from pg_range r where r.rngmultitypid = t.oid), ''),
                t.typrelid
            from wanted join pg_type t using (oid) join pg_namespace n on n.oid = t.typnamespace
            left join pg_class c on c.oid = t.typrelid left join pg_type el on el.typarray = t.oid and el.oid = t.typelem
            left join pg_class ec on ec.oid = el.typrelid
            where coalesce(c.relkind, 'c') = 'c' and coalesce(ec.relkind, 'c') = 'c'
            order by 1, 2"""):
            (ns, name, oid, text, typtype, category, preferred, element, subscript, array, length, byval, align, storage,
             modifier, collation, base, notnull, default, labels, subtype, multirange, range_, relid) = row  # fmt: skip
            self.snapshot.add("types", ns, name, TypeRecord(
                text, fixed(oid), typtype, category, preferred, element, subscript, array,
                length, byval, align, storage, modifier, collation, base, notnull, default if typtype == "d" else "",
                self.constraints("contypid", oid) if typtype == "d" else [], labels, subtype, multirange, range_,
                self.columns(relid) if relid else []))  # fmt: skip

    def columns(self, relation: int) -> list[ColumnRecord]:
        """pg_attribute of one relation, in order."""
        return [ColumnRecord(*row) for row in self.rows("""
            select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, coalesce(pg_get_expr(d.adbin, d.adrelid), ''),
                a.attidentity, a.attgenerated,
                case when a.attcollation <> t.typcollation then (select collname from pg_collation where oid = a.attcollation) else '' end
            from pg_attribute a join pg_type t on t.oid = a.atttypid
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid = %(relation)s and a.attnum > 0 and not a.attisdropped order by a.attnum""", relation=relation)]  # fmt: skip

    def constraints(self, column: str, owner: int) -> list[ConstraintRecord]:
        """pg_constraint of one table (`column` conrelid) or domain (contypid)."""
        names = "array(select a.attname from unnest({0}) with ordinality k(n, i) join pg_attribute a on a.attrelid = {1} and a.attnum = k.n order by k.i)"
        return [ConstraintRecord(*row) for row in self.rows(f"""
            select conname, contype, pg_get_constraintdef(oid), {names.format("conkey", "conrelid")},
                case when confrelid = 0 then '' else confrelid::regclass::text end, {names.format("confkey", "confrelid")}
            from pg_constraint where {column} = %(owner)s and not (contype = 'n' and {column} < 16384)
            order by conname""", owner=owner)]  # fmt: skip

    def functions(self) -> None:
        """pg_proc and pg_aggregate."""
        for row in self.rows(f"""
            select n.nspname, p.proname, array(select format_type(t, null) from unnest(p.proargtypes) with ordinality u(t, i) order by i),
                format_type(p.prorettype, null), p.prokind, p.proretset, p.provolatile, p.proisstrict, l.lanname, p.oid,
                coalesce(p.proargnames, '{{}}'), coalesce(array_to_string(p.proargmodes, ''), ''),
                array(select format_type(t, null) from unnest(p.proallargtypes) with ordinality u(t, i) order by i),
                array(select d from generate_series(1, coalesce(cardinality(p.proallargtypes), p.pronargs)) i,
                    pg_get_function_arg_default(p.oid, i) d where d is not null order by i),
                {TYPE.format("p.provariadic")}, p.prosecdef,
                coalesce(a.aggkind::text, ''), coalesce(a.aggnumdirectargs, 0), coalesce({TYPE.format("a.aggtranstype")}, '')
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
            left join pg_aggregate a on a.aggfnoid = p.oid
            where {self.mine("pg_proc", "p.oid", "p.pronamespace")} order by 1, 2, 3, p.oid"""):
            ns, name, *values = row
            record = FunctionRecord(*values)
            record.oid = fixed(record.oid)
            if not any(record.names):
                record.names = []
            self.snapshot.add("functions", ns, name, record)

    def operators(self) -> None:
        """pg_operator, without shells."""
        for ns, name, *values in self.rows(f"""
            select n.nspname, o.oprname, {TYPE.format("o.oprleft")}, {TYPE.format("o.oprright")}, {TYPE.format("o.oprresult")},
                {FUNCTION.format("o.oprcode")}, {OPERATOR.format("o.oprcom")}, {OPERATOR.format("o.oprnegate")},
                o.oprcanmerge, o.oprcanhash, o.oid
            from pg_operator o join pg_namespace n on n.oid = o.oprnamespace
            where o.oprcode <> 0 and {self.mine("pg_operator", "o.oid", "o.oprnamespace")} order by 1, 2, 3, 4"""):
            record = OperatorRecord(*values)
            record.oid = fixed(record.oid)
            self.snapshot.add("operators", ns, name, record)

    def casts(self) -> None:
        """pg_cast, filed by the source type's text."""
        own = self.mine("pg_cast", "c.oid") + (" and c.oid < 16384" if self.extension is None else "")
        for source, *values in self.rows(f"""
            select format_type(c.castsource, null), format_type(c.casttarget, null), c.castcontext, c.castmethod, {FUNCTION.format("c.castfunc")}
            from pg_cast c where {own} order by 1, 2"""):
            self.snapshot.add("casts", "", source, CastRecord(*values))

    def relations(self) -> None:
        """pg_class: tables, views, sequences with columns, constraints, indexes, triggers and policies."""
        for ns, name, oid, kind, rls, force, key, server in self.rows(f"""
            select n.nspname, c.relname, c.oid, c.relkind, c.relrowsecurity, c.relforcerowsecurity, coalesce(pg_get_partkeydef(c.oid), ''),
                coalesce((select s.srvname from pg_foreign_table f join pg_foreign_server s on s.oid = f.ftserver where f.ftrelid = c.oid), '')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'v', 'm', 'S', 'f', 'p') and {self.mine("pg_class", "c.oid", "c.relnamespace")} order by 1, 2"""):
            table = kind in "rp"
            record = RelationRecord(
                kind, self.columns(oid), self.constraints("conrelid", oid) if table else [],
                self.indexes(oid) if self.extension is not None else [], self.triggers(oid), self.policies(oid),
                rls, force, "", key, self.sequence(oid) if kind == "S" else None, server, True, fixed(oid))  # fmt: skip
            self.snapshot.add("relations", ns, name, record)

    def indexes(self, relation: int) -> list[IndexRecord]:
        """pg_index of one relation."""
        key = "array(select coalesce(a.attname, '') from unnest(i.indkey) with ordinality k(n, o) left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.n and k.n <> 0 where {0} order by k.o)"
        return [IndexRecord(*row) for row in self.rows(f"""
            select c.relname, pg_get_indexdef(c.oid), m.amname, {key.format("k.o <= i.indnkeyatts")}, i.indisunique, i.indisprimary,
                i.indpred is not null, {key.format("k.o > i.indnkeyatts")},
                exists (select 1 from pg_constraint where conindid = c.oid and conrelid = i.indrelid)
            from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
            where i.indrelid = %(relation)s order by 1""", relation=relation)]  # fmt: skip

    def triggers(self, relation: int) -> list[TriggerRecord]:
        """pg_trigger of one relation, without internal ones."""
        return [TriggerRecord(*row) for row in self.rows(f"""
            select t.tgname, {FUNCTION.format("t.tgfoid")}, pg_get_triggerdef(t.oid),
                array(select a.attname from unnest(t.tgattr) with ordinality k(n, i) join pg_attribute a on a.attrelid = t.tgrelid and a.attnum = k.n order by k.i),
                t.tgconstraint <> 0
            from pg_trigger t where t.tgrelid = %(relation)s and not t.tgisinternal order by 1""", relation=relation)]  # fmt: skip

    def policies(self, relation: int) -> list[PolicyRecord]:
        """pg_policy of one relation."""
        return [PolicyRecord(*row) for row in self.rows("""
            select p.policyname, p.cmd, p.permissive = 'PERMISSIVE', p.roles::text[], coalesce(p.qual, ''), coalesce(p.with_check, '')
            from pg_policies p where format('%%I.%%I', p.schemaname, p.tablename)::regclass = %(relation)s order by 1""", relation=relation)]  # fmt: skip

    def sequence(self, relation: int) -> SequenceRecord:
        """pg_sequence with the owner of the sequence."""
        rows = self.rows("""
            select format_type(s.seqtypid, null), coalesce(d.refobjid::regclass::text, ''), coalesce(a.attname, ''), coalesce(d.deptype = 'i', false)
            from pg_sequence s left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.seqrelid
                and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and d.refobjsubid > 0
            left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            where s.seqrelid = %(relation)s""", relation=relation)  # fmt: skip
        return SequenceRecord(*rows[0])

    def indexing(self) -> None:
        """pg_am, pg_opclass, pg_opfamily, pg_amop and pg_amproc."""
        can = ", ".join(
            f"coalesce(pg_indexam_has_property(a.oid, 'can_{p}'), false)"
            for p in ("order", "unique", "multi_col", "exclude", "include")
        )
        for name, *values in self.rows(
            f"select a.amname, a.amtype, {FUNCTION.format('a.amhandler')}, {can} from pg_am a where {self.mine('pg_am', 'a.oid')} order by 1"
        ):
            self.snapshot.add("access_methods", "", name, AccessMethodRecord(*values))
        family_text = "case when fn.nspname = 'pg_catalog' then '' else quote_ident(fn.nspname) || '.' end || quote_ident(f.opfname)"
        for am, *values in self.rows(f"""
            select m.amname, c.opcname, format_type(c.opcintype, null), c.opcdefault, {family_text}, {TYPE.format("c.opckeytype")}, n.nspname
            from pg_opclass c join pg_am m on m.oid = c.opcmethod join pg_namespace n on n.oid = c.opcnamespace
            join pg_opfamily f on f.oid = c.opcfamily join pg_namespace fn on fn.oid = f.opfnamespace
            where {self.mine("pg_opclass", "c.oid", "c.opcnamespace")} order by 1, 7, 2"""):
            self.snapshot.add("opclasses", "", am, OpclassRecord(*values))
        for am, name, ns, oid in self.rows(f"""
            select m.amname, f.opfname, n.nspname, f.oid from pg_opfamily f join pg_am m on m.oid = f.opfmethod join pg_namespace n on n.oid = f.opfnamespace
            where {self.mine("pg_opfamily", "f.oid", "f.opfnamespace")} order by 1, 2"""):
            self.snapshot.add("opfamilies", am, name, OpfamilyRecord(
                [AmopRecord(*r) for r in self.rows(f"""
                    select format_type(amoplefttype, null), format_type(amoprighttype, null), amopstrategy, {OPERATOR.format("amopopr")}, amoppurpose
                    from pg_amop where amopfamily = %(oid)s order by 1, 2, 3""", oid=oid)],
                [AmprocRecord(*r) for r in self.rows(f"""
                    select format_type(amproclefttype, null), format_type(amprocrighttype, null), amprocnum, {FUNCTION.format("amproc")}
                    from pg_amproc where amprocfamily = %(oid)s order by 1, 2, 3""", oid=oid)],
                ns))  # fmt: skip


def fixed(oid: int) -> int:
    """An object identifier that is the same on every server, else 0."""
    return oid if oid < FIXED_OID else 0
