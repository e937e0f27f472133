"""The catalog after a case, as one plain dict that both sides can make.

Only what the case itself has made is in it: objects of initdb, of toast and members of extensions are left out.  Names
are written raw (no quotes), schema and object joined by a dot; the session's temporary schema is `pg_temp` whatever its
number.  A *type* is `format_type` text as it reads with an empty search_path: schema-qualified and quoted unless in
pg_catalog or pg_temp, with its typmod (`character varying(20)`, `public.mood[]`, `"MyType"` in pg_temp).  Lists are
sorted unless an order is named.  Every section is there, empty or not; None stands where there is nothing.

    schemas          [name]  every schema but pg_* and information_schema; `public` too while it is there
    relations        {"schema.name": {
                        kind         "table" "partitioned table" "view" "materialized view" "foreign table"
                                     "composite type" "sequence"   (indexes: see below)
                        persistence  "p" permanent, "u" unlogged, "t" temporary
                        columns      [[name, type, not null, has default, identity, generated, collation, inherited,
                                     local]] in attnum order without dropped ones; identity "" "a" always "d" by
                                     default; generated "" "s" stored "v" virtual; has default is true for generated
                                     columns too; collation is a raw qualified name where it is not the type's own,
                                     else None; inherited: attinhcount > 0; local: attislocal.  [] for sequences
                        parents      ["schema.name"] in inheritance order (partitions: their parent)
                        partition    None, or [strategy "range" "list" "hash", [column or None for an expression]]
                        default_partition  true for the DEFAULT partition
                        of           the type of a typed table, else None
                        rls          [enabled, forced]
                        replica      replica identity: "d" "n" "f" "i"
                        options      ["key=value"] (reloptions; views: security_invoker=true …)
                        populated    false for WITH NO DATA
                     }}
    constraints      {"schema.table.name" or, of a domain, "schema.domain.name": {
                        type         "check" "foreign key" "not null" "primary key" "unique" "exclude" "trigger"
                        columns      [column] in key order, None for a constraint without (CHECKs: sorted)
                        references   None, or ["schema.table", [column], match "s" "f" "p", on update, on delete]
                                     with actions "a" no action, "r" restrict, "c" cascade, "n" null, "d" default
                        deferrable   [deferrable, initially deferred]
                        validated    convalidated
                        enforced     conenforced
                        no_inherit   connoinherit
                        inherited    coninhcount > 0
                        local        conislocal
                     }}
                     NOT NULL constraints are constraints (PostgreSQL 18); constraint triggers have none.
    indexes          {"schema.name": {
                        table        "schema.table"
                        columns      [column or None for an expression], key columns in order
                        include      [column]
                        unique, primary, partial, valid, nulls_not_distinct   booleans
                        method       "btree" …
                        clustered    booleans: CLUSTER ON;  replica: REPLICA IDENTITY USING INDEX
                        parent       the partitioned index that it is attached to, else None
                     }}
    sequences        {"schema.name": {type, start, increment, min, max, cache, cycle,
                        owned_by "schema.table.column" or None, identity: it belongs to an identity column}}
    policies         {"schema.table.name": {command "*" "r" "a" "w" "d", permissive, roles [name or "public"],
                        using, check: booleans}}
    triggers         {"schema.table.name": {function "schema.name", level "row" "statement", timing "before" "after"
                        "instead of", events [insert, delete, update, truncate], columns [UPDATE OF, sorted], when:
                        boolean, constraint: boolean, deferrable [a, b], enabled "O" "D" "R" "A", old, new: transition
                        table names, parent: boolean, a partition's copy}}
    rules            {"schema.table.name": {event "select" "update" "insert" "delete", instead, where: boolean,
                        enabled}} without the _RETURN rules of views
    enums            {"schema.name": [label] in order}
    domains          {"schema.name": {base: type, not_null, default: boolean, collation}}
    ranges           {"schema.name": {subtype, multirange "schema.name", collation, canonical, subdiff: booleans}}
    types            {"schema.name": "base" or "shell"} what CREATE TYPE with an input function, or without, made
    functions        {"schema.name(argument types)": {kind "f" "p" "a" "w", arguments: as
                        pg_get_function_identity_arguments has them (names and modes, no defaults), result: as
                        pg_get_function_result (None for procedures without OUT), defaults: number, set: boolean,
                        language, volatile "v" "s" "i", strict, security_definer, leakproof, parallel "u" "r" "s",
                        variadic: type or None, config ["search_path=…"]}}
                     argument types: those of the input arguments, comma and blank between
    aggregates       {"schema.name(argument types)": {transition "schema.name", final "schema.name" or None, state: type,
                        kind "n" "o" "h", direct: number}} with functions of pg_catalog raw, too
    operators        {"schema.name(left,right)": {function, result: type, commutator, negator "schema.name" or None,
                        hashes, merges}} "-" for a missing left operand
    casts            {"source -> target": {function "schema.name" or None, context "i" "a" "e", method "f" "i" "b"}}
    collations       {"schema.name": {provider, deterministic}}
    conversions      ["schema.name"]
    opclasses        {"schema.name USING method": {type, default, family "schema.name", key type or None}}
    opfamilies       ["schema.name USING method"]
    access_methods   {name: [type "i" "t", handler "schema.name"]}
    text_search      {"configurations" "dictionaries" "parsers" "templates": ["schema.name"]}
    statistics       {"schema.name": {table, kinds [char], columns [name], expressions: number}}
    event_triggers   {name: {event, function, enabled, tags}}
    extensions       {name: schema}
    publications     {name: {all, publish [insert, update, delete, truncate], via_root, generated "n" "s",
                        tables {"schema.table": [columns or None, row filter: boolean]}, schemas}}
    subscriptions    {name: {enabled, slot, publications}}
    fdws             {name: [handler or None, validator or None]}
    servers          {name: [wrapper, type, version]}
    user_mappings    {"server": [role or "public"]}
    foreign_tables   {"schema.name": server}
    languages        [name]
    transforms       ["type language"]
    roles            {name: [superuser, inherit, createrole, createdb, login, replication, bypassrls, limit]}
    members          ["role < member"]
    comments         {"type identity": text} as pg_identify_object has both: "table column public.t.a",
                        "table constraint c on public.t", "function public.f(integer)", "policy p on public.t"
"""

from __future__ import annotations

import json
import re
from typing import Any


def _member(catalog: str, oid: str) -> str:
    return f"not exists (select from ext where ext.classid = '{catalog}'::regclass and ext.objid = {oid})"


def _own(catalog: str, alias: str) -> str:
    return f"{alias}.oid >= 16384 and {_member(catalog, alias + '.oid')}"


_PROC = (
    "(select pn.nspname || '.' || pp.proname from pg_proc pp"
    " join pg_namespace pn on pn.oid = pp.pronamespace where pp.oid = {0})"
)
_REL = (
    "(select rn.nspname || '.' || rc.relname from pg_class rc"
    " join pg_namespace rn on rn.oid = rc.relnamespace where rc.oid = {0})"
)
_OPER = (
    "(select pn.nspname || '.' || po.oprname from pg_operator po"
    " join pg_namespace pn on pn.oid = po.oprnamespace where po.oid = {0})"
)
_COLL = (
    "(select qn.nspname || '.' || q.collname from pg_collation q"
    " join pg_namespace qn on qn.oid = q.collnamespace where q.oid = {0})"
)
_COLUMNS = (
    "(select coalesce(json_agg(ca.attname order by kk.ord), '[]') from unnest({1}) with ordinality kk(num, ord)"
    " left join pg_attribute ca on ca.attrelid = {0} and ca.attnum = kk.num and kk.num <> 0)"
)
_SORTED = (
    "(select coalesce(json_agg(sa.attname order by sa.attname), '[]') from pg_attribute sa"
    " where sa.attrelid = {0} and sa.attnum = any ({1}))"
)
_ARGS = "n.nspname || '.' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')'"


def _named(catalog: str, prefix: str) -> str:
    """A sorted list of the qualified names in one catalog."""
    return (
        f"select json_agg(n.nspname || '.' || x.{prefix}name order by n.nspname || '.' || x.{prefix}name) from {catalog} x"
        f" join pg_namespace n on n.oid = x.{prefix}namespace where {_own(catalog, 'x')}"
    )


_SECTIONS: dict[str, tuple[str, str]] = {
    "schemas": (
        "[]",
        "select json_agg(nspname order by nspname) from pg_namespace n where nspname !~ '^pg_'"
        f" and nspname <> 'information_schema' and {_member('pg_namespace', 'n.oid')}",
    ),
    "relations": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || c.relname, json_build_object(
          'kind', case c.relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view'
                  when 'm' then 'materialized view' when 'f' then 'foreign table' when 'c' then 'composite type'
                  when 'S' then 'sequence' else c.relkind::text end,
          'persistence', c.relpersistence,
          'columns', case when c.relkind = 'S' then '[]' else coalesce((select json_agg(json_build_array(
               a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.atthasdef, a.attidentity, a.attgenerated,
               case when a.attcollation <> t.typcollation then {_COLL.format("a.attcollation")} end,
               a.attinhcount > 0, a.attislocal) order by a.attnum)
             from pg_attribute a join pg_type t on t.oid = a.atttypid
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]') end,
          'parents', coalesce((select json_agg({_REL.format("i.inhparent")} order by i.inhseqno)
             from pg_inherits i where i.inhrelid = c.oid), '[]'),
          'partition', (select json_build_array(
               case p.partstrat when 'r' then 'range' when 'l' then 'list' else 'hash' end,
               {_COLUMNS.format("c.oid", "p.partattrs::int2[]")}) from pg_partitioned_table p where p.partrelid = c.oid),
          'default_partition', exists (select from pg_partitioned_table p where p.partdefid = c.oid),
          'of', case when c.reloftype <> 0 then format_type(c.reloftype, null) end,
          'rls', json_build_array(c.relrowsecurity, c.relforcerowsecurity),
          'replica', c.relreplident,
          'options', coalesce((select json_agg(o order by o) from unnest(c.reloptions) o), '[]'),
          'populated', c.relispopulated))
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r','p','v','m','f','c','S') and n.nspname !~ '^pg_toast' and {_own("pg_class", "c")}""",
    ),
    "constraints": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || coalesce(c.relname, t.typname) || '.' || k.conname, json_build_object(
          'type', case k.contype when 'c' then 'check' when 'f' then 'foreign key' when 'n' then 'not null'
                  when 'p' then 'primary key' when 'u' then 'unique' when 'x' then 'exclude' else 'trigger' end,
          'columns', case when k.contype = 'c' then {_SORTED.format("k.conrelid", "k.conkey")}
                          else {_COLUMNS.format("k.conrelid", "k.conkey")} end,
          'references', case when k.confrelid <> 0 then json_build_array({_REL.format("k.confrelid")},
               {_COLUMNS.format("k.confrelid", "k.confkey")}, k.confmatchtype, k.confupdtype, k.confdeltype) end,
          'deferrable', json_build_array(k.condeferrable, k.condeferred),
          'validated', k.convalidated, 'enforced', k.conenforced, 'no_inherit', k.connoinherit,
          'inherited', k.coninhcount > 0, 'local', k.conislocal))
        from pg_constraint k left join pg_class c on c.oid = k.conrelid left join pg_type t on t.oid = k.contypid
        join pg_namespace n on n.oid = coalesce(c.relnamespace, t.typnamespace)
        where k.contype <> 't' and k.oid >= 16384
          and case when c.oid is null then {_member("pg_type", "t.oid")} else {_member("pg_class", "c.oid")} end""",
    ),
    "indexes": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || c.relname, json_build_object(
          'table', {_REL.format("i.indrelid")},
          'columns', {_COLUMNS.format("i.indrelid", "(i.indkey::int2[])[0:i.indnkeyatts - 1]")},
          'include', {_COLUMNS.format("i.indrelid", "(i.indkey::int2[])[i.indnkeyatts:]")},
          'unique', i.indisunique, 'primary', i.indisprimary, 'partial', i.indpred is not null, 'valid', i.indisvalid,
          'nulls_not_distinct', i.indnullsnotdistinct, 'method', am.amname, 'clustered', i.indisclustered,
          'replica', i.indisreplident,
          'parent', (select {_REL.format("h.inhparent")} from pg_inherits h where h.inhrelid = c.oid)))
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_index i on i.indexrelid = c.oid
        join pg_am am on am.oid = c.relam
        where n.nspname !~ '^pg_toast' and c.oid >= 16384 and {_member("pg_class", "i.indrelid")}""",
    ),
    "sequences": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || c.relname, json_build_object(
          'type', format_type(s.seqtypid, null), 'start', s.seqstart, 'increment', s.seqincrement, 'min', s.seqmin,
          'max', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle,
          'owned_by', (select {_REL.format("d.refobjid")} || '.' || a.attname from pg_depend d
             join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
             where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
               and d.deptype in ('a', 'i')),
          'identity', exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
               and d.refclassid = 'pg_class'::regclass and d.deptype = 'i')))
        from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
        where {_own("pg_class", "c")}""",
    ),
    "policies": (
        "{}",
        f"""
        select json_object_agg({_REL.format("p.polrelid")} || '.' || p.polname, json_build_object(
          'command', p.polcmd, 'permissive', p.polpermissive,
          'roles', (select json_agg(coalesce(r.rolname, 'public') order by coalesce(r.rolname, 'public'))
             from unnest(p.polroles) u(o) left join pg_roles r on r.oid = u.o),
          'using', p.polqual is not null, 'check', p.polwithcheck is not null))
        from pg_policy p where {_own("pg_policy", "p")}""",
    ),
    "triggers": (
        "{}",
        f"""
        select json_object_agg({_REL.format("t.tgrelid")} || '.' || t.tgname, json_build_object(
          'function', {_PROC.format("t.tgfoid")},
          'level', case when t.tgtype & 1 <> 0 then 'row' else 'statement' end,
          'timing', case when t.tgtype & 64 <> 0 then 'instead of' when t.tgtype & 2 <> 0 then 'before' else 'after' end,
          'events', json_build_array(t.tgtype & 4 <> 0, t.tgtype & 8 <> 0, t.tgtype & 16 <> 0, t.tgtype & 32 <> 0),
          'columns', {_SORTED.format("t.tgrelid", "t.tgattr::int2[]")},
          'when', t.tgqual is not null, 'constraint', t.tgconstraint <> 0,
          'deferrable', json_build_array(t.tgdeferrable, t.tginitdeferred), 'enabled', t.tgenabled,
          'old', t.tgoldtable, 'new', t.tgnewtable, 'parent', t.tgparentid <> 0))
        from pg_trigger t where not t.tgisinternal and {_own("pg_trigger", "t")}""",
    ),
    "rules": (
        "{}",
        f"""
        select json_object_agg({_REL.format("r.ev_class")} || '.' || r.rulename, json_build_object(
          'event', case r.ev_type when '1' then 'select' when '2' then 'update' when '3' then 'insert' else 'delete' end,
          'instead', r.is_instead, 'where', r.ev_qual::text <> '<>', 'enabled', r.ev_enabled))
        from pg_rewrite r where r.rulename <> '_RETURN' and {_own("pg_rewrite", "r")}""",
    ),
    "enums": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || t.typname, coalesce((select json_agg(e.enumlabel
             order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid), '[]'))
        from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where t.typtype = 'e' and {_own("pg_type", "t")}""",
    ),
    "domains": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || t.typname, json_build_object(
          'base', format_type(t.typbasetype, t.typtypmod), 'not_null', t.typnotnull,
          'default', t.typdefault is not null,
          'collation', case when t.typcollation <> b.typcollation then {_COLL.format("t.typcollation")} end))
        from pg_type t join pg_type b on b.oid = t.typbasetype join pg_namespace n on n.oid = t.typnamespace
        where t.typtype = 'd' and {_own("pg_type", "t")}""",
    ),
    "ranges": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || t.typname, json_build_object(
          'subtype', format_type(r.rngsubtype, null),
          'multirange', (select mn.nspname || '.' || m.typname from pg_type m join pg_namespace mn
             on mn.oid = m.typnamespace where m.oid = r.rngmultitypid),
          'collation', {_COLL.format("nullif(r.rngcollation, 100)")},
          'canonical', r.rngcanonical <> 0, 'subdiff', r.rngsubdiff <> 0))
        from pg_range r join pg_type t on t.oid = r.rngtypid join pg_namespace n on n.oid = t.typnamespace
        where {_own("pg_type", "t")}""",
    ),
    "types": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || t.typname, case when t.typisdefined then 'base' else 'shell' end)
        from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where (t.typtype = 'b' and t.typsubscript <> 'array_subscript_handler'::regproc or not t.typisdefined)
          and {_own("pg_type", "t")}""",
    ),
    "functions": (
        "{}",
        f"""
        select json_object_agg({_ARGS}, json_build_object(
          'kind', p.prokind, 'arguments', pg_get_function_identity_arguments(p.oid),
          'result', pg_get_function_result(p.oid), 'defaults', p.pronargdefaults, 'set', p.proretset,
          'language', l.lanname, 'volatile', p.provolatile, 'strict', p.proisstrict,
          'security_definer', p.prosecdef, 'leakproof', p.proleakproof, 'parallel', p.proparallel,
          'variadic', case when p.provariadic <> 0 then format_type(p.provariadic, null) end,
          'config', coalesce((select json_agg(o order by o) from unnest(p.proconfig) o), '[]')))
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
        where {_own("pg_proc", "p")}
          and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid
                          and d.deptype = 'i')""",
    ),
    "aggregates": (
        "{}",
        f"""
        select json_object_agg({_ARGS}, json_build_object(
          'transition', {_PROC.format("g.aggtransfn")}, 'final', {_PROC.format("g.aggfinalfn")},
          'state', format_type(g.aggtranstype, null), 'kind', g.aggkind, 'direct', g.aggnumdirectargs))
        from pg_aggregate g join pg_proc p on p.oid = g.aggfnoid join pg_namespace n on n.oid = p.pronamespace
        where {_own("pg_proc", "p")}""",
    ),
    "operators": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || o.oprname || '(' || case when o.oprleft = 0 then '-'
             else format_type(o.oprleft, null) end || ',' || format_type(o.oprright, null) || ')', json_build_object(
          'function', {_PROC.format("o.oprcode")},
          'result', case when o.oprresult <> 0 then format_type(o.oprresult, null) end,
          'commutator', {_OPER.format("o.oprcom")}, 'negator', {_OPER.format("o.oprnegate")},
          'hashes', o.oprcanhash, 'merges', o.oprcanmerge))
        from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where {_own("pg_operator", "o")}""",
    ),
    "casts": (
        "{}",
        f"""
        select json_object_agg(format_type(c.castsource, null) || ' -> ' || format_type(c.casttarget, null),
          json_build_object('function', {_PROC.format("c.castfunc")}, 'context', c.castcontext, 'method', c.castmethod))
        from pg_cast c where {_own("pg_cast", "c")} and not exists (select from pg_depend d
          where d.classid = 'pg_cast'::regclass and d.objid = c.oid and d.deptype = 'i')""",
    ),
    "collations": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || c.collname, json_build_object(
          'provider', c.collprovider, 'deterministic', c.collisdeterministic))
        from pg_collation c join pg_namespace n on n.oid = c.collnamespace where {_own("pg_collation", "c")}""",
    ),
    "conversions": ("[]", _named("pg_conversion", "con")),
    "opclasses": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || o.opcname || ' USING ' || m.amname, json_build_object(
          'type', format_type(o.opcintype, null), 'default', o.opcdefault,
          'family', (select fn.nspname || '.' || f.opfname from pg_opfamily f join pg_namespace fn
             on fn.oid = f.opfnamespace where f.oid = o.opcfamily),
          'key', case when o.opckeytype <> 0 then format_type(o.opckeytype, null) end))
        from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace join pg_am m on m.oid = o.opcmethod
        where {_own("pg_opclass", "o")}""",
    ),
    "opfamilies": (
        "[]",
        "select json_agg(x.name order by x.name) from (select n.nspname || '.' || o.opfname || ' USING ' || m.amname"
        " from pg_opfamily o join pg_namespace n on n.oid = o.opfnamespace join pg_am m on m.oid = o.opfmethod"
        f" where {_own('pg_opfamily', 'o')}) x(name)",
    ),
    "access_methods": (
        "{}",
        f"select json_object_agg(a.amname, json_build_array(a.amtype, {_PROC.format('a.amhandler')}))"
        f" from pg_am a where {_own('pg_am', 'a')}",
    ),
    "text_search": (
        "{}",
        "select json_build_object("
        + ", ".join(
            f"'{name}', coalesce(({_named(catalog, prefix)}), '[]')"
            for name, catalog, prefix in (
                ("configurations", "pg_ts_config", "cfg"),
                ("dictionaries", "pg_ts_dict", "dict"),
                ("parsers", "pg_ts_parser", "prs"),
                ("templates", "pg_ts_template", "tmpl"),
            )
        )
        + ")",
    ),
    "statistics": (
        "{}",
        f"""
        select json_object_agg(n.nspname || '.' || s.stxname, json_build_object(
          'table', {_REL.format("s.stxrelid")},
          'kinds', (select json_agg(k order by k) from unnest(s.stxkind) k),
          'columns', {_SORTED.format("s.stxrelid", "s.stxkeys::int2[]")},
          'expressions', coalesce(array_length(pg_get_statisticsobjdef_expressions(s.oid), 1), 0)))
        from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where {_own("pg_statistic_ext", "s")}""",
    ),
    "event_triggers": (
        "{}",
        f"""
        select json_object_agg(e.evtname, json_build_object('event', e.evtevent, 'function', {_PROC.format("e.evtfoid")},
          'enabled', e.evtenabled, 'tags', (select json_agg(g order by g) from unnest(e.evttags) g)))
        from pg_event_trigger e where {_own("pg_event_trigger", "e")}""",
    ),
    "extensions": (
        "{}",
        "select json_object_agg(e.extname, n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace"
        " where e.oid >= 16384",
    ),
    "publications": (
        "{}",
        f"""
        select json_object_agg(p.pubname, json_build_object('all', p.puballtables,
          'publish', json_build_array(p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate),
          'via_root', p.pubviaroot, 'generated', p.pubgencols,
          'tables', coalesce((select json_object_agg({_REL.format("r.prrelid")}, json_build_array(
             case when r.prattrs is not null then {_SORTED.format("r.prrelid", "r.prattrs::int2[]")} end,
             r.prqual is not null)) from pg_publication_rel r where r.prpubid = p.oid), '{{}}'),
          'schemas', coalesce((select json_agg(n.nspname order by n.nspname) from pg_publication_namespace m
             join pg_namespace n on n.oid = m.pnnspid where m.pnpubid = p.oid), '[]')))
        from pg_publication p where {_own("pg_publication", "p")}""",
    ),
    "subscriptions": (
        "{}",
        f"""
        select json_object_agg(s.subname, json_build_object('enabled', s.subenabled, 'slot', s.subslotname,
          'publications', (select json_agg(x order by x) from unnest(s.subpublications) x)))
        from pg_subscription s where s.subdbid = (select oid from pg_database where datname = current_database())
          and {_own("pg_subscription", "s")}""",
    ),
    "fdws": (
        "{}",
        f"select json_object_agg(f.fdwname, json_build_array({_PROC.format('f.fdwhandler')},"
        f" {_PROC.format('f.fdwvalidator')})) from pg_foreign_data_wrapper f"
        f" where {_own('pg_foreign_data_wrapper', 'f')}",
    ),
    "servers": (
        "{}",
        "select json_object_agg(s.srvname, json_build_array(f.fdwname, s.srvtype, s.srvversion))"
        " from pg_foreign_server s join pg_foreign_data_wrapper f on f.oid = s.srvfdw"
        f" where {_own('pg_foreign_server', 's')}",
    ),
    "user_mappings": (
        "{}",
        "select json_object_agg(s.srvname, (select json_agg(m.usename order by m.usename) from pg_user_mappings m"
        " where m.srvid = s.oid)) from pg_foreign_server s"
        " where exists (select from pg_user_mappings m where m.srvid = s.oid)",
    ),
    "foreign_tables": (
        "{}",
        f"select json_object_agg({_REL.format('t.ftrelid')}, s.srvname) from pg_foreign_table t"
        " join pg_foreign_server s on s.oid = t.ftserver where t.ftrelid >= 16384",
    ),
    "languages": (
        "[]",
        f"select json_agg(l.lanname order by l.lanname) from pg_language l where {_own('pg_language', 'l')}",
    ),
    "transforms": (
        "[]",
        "select json_agg(x.name order by x.name) from (select format_type(t.trftype, null) || ' ' || l.lanname"
        " from pg_transform t join pg_language l on l.oid = t.trflang"
        f" where {_own('pg_transform', 't')}) x(name)",
    ),
    "roles": (
        "{}",
        "select json_object_agg(rolname, json_build_array(rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,"
        " rolreplication, rolbypassrls, rolconnlimit)) from pg_roles where oid >= 16384",
    ),
    "members": (
        "[]",
        "select json_agg(distinct r.rolname || ' < ' || m.rolname order by r.rolname || ' < ' || m.rolname)"
        " from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member"
        " where a.oid >= 16384",
    ),
    "comments": (
        "{}",
        """
        select json_object_agg(i.type || ' ' || i.identity, d.description)
        from (select classoid, objoid, objsubid, description from pg_description
                where objoid >= 16384 or classoid = 'pg_namespace'::regclass and objoid = 2200
                  and description <> 'standard public schema'
              union all select classoid, objoid, 0, description from pg_shdescription
                where objoid >= 16384 and classoid <> 'pg_database'::regclass) d,
          pg_identify_object(d.classoid, d.objoid, d.objsubid) i
        where not exists (select from ext where ext.classid = d.classoid and ext.objid = d.objoid)
          and d.classoid <> 'pg_extension'::regclass and i.identity is not null""",
    ),
}

#: one row, one column: the whole snapshot as JSON text
QUERY = (
    "with ext as materialized (select classid, objid from pg_catalog.pg_depend where deptype = 'e')\nselect json_build_object("
    + ",\n".join(f"'{name}', coalesce(({sql}), '{empty}'::json)" for name, (empty, sql) in _SECTIONS.items())
    + ")::text"
)

_TEMP = re.compile(r"\bpg_temp_\d+\b")


def empty() -> dict[str, Any]:
    """A snapshot of nothing, with every section."""
    out: dict[str, Any] = {name: json.loads(nothing) for name, (nothing, _) in _SECTIONS.items()}
    out["text_search"] = {"configurations": [], "dictionaries": [], "parsers": [], "templates": []}
    return out


def decode(text: str) -> dict[str, Any]:
    """The snapshot of the answer to `QUERY`."""
    return dict(json.loads(_TEMP.sub("pg_temp", text)))


def differences(server: Any, ours: Any, path: str = "") -> list[str]:
    """Lines that say where two snapshots differ: `-` is the server's, `+` ours."""
    if server == ours:
        return []
    if isinstance(server, dict) and isinstance(ours, dict):
        out: list[str] = []
        for key in sorted({**server, **ours}):
            where = f"{path}{'' if not path else ' / '}{key}"
            if key not in ours:
                out.append(f"- {where}: {_show(server[key])}")
            elif key not in server:
                out.append(f"+ {where}: {_show(ours[key])}")
            else:
                out.extend(differences(server[key], ours[key], where))
        return out
    if isinstance(server, list) and isinstance(ours, list) and len(server) == len(ours) and _nested(server):
        out = []
        for i, (theirs, mine) in enumerate(zip(server, ours, strict=True)):
            label = theirs[0] if isinstance(theirs, list) and theirs and theirs[0] == mine[0] else i
            if theirs != mine:
                out += [f"- {path} / {label}: {_show(theirs)}", f"+ {path} / {label}: {_show(mine)}"]
        return out
    return [f"- {path}: {_show(server)}", f"+ {path}: {_show(ours)}"]


def _nested(value: list[Any]) -> bool:
    return any(isinstance(element, list) for element in value)


def _show(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
