"""The queries that read a server's catalogs; `:mine` is the condition that the object is in the scope of the reader.

Every session has an empty search_path, so that format_type and pg_get_* print schemas.
"""

from __future__ import annotations


def named(catalog: str, prefix: str, oid: str) -> str:
    """The schema-qualified, quoted text of a row of a catalog, without pg_catalog; '' for 0."""
    return (
        "coalesce((select case when n.nspname = 'pg_catalog' then '' else quote_ident(n.nspname) || '.' end"
        f" || {f'x.{prefix}name' if catalog == 'pg_operator' else f'quote_ident(x.{prefix}name)'}"
        f" from {catalog} x join pg_namespace n on n.oid = x.{prefix}namespace where x.oid = {oid}::oid), '')"
    )


def function(oid: str) -> str:
    """The text of a function."""
    return named("pg_proc", "pro", oid)


def operator(oid: str) -> str:
    """The text of an operator."""
    return named("pg_operator", "opr", oid)


def type_(oid: str) -> str:
    """The text of a type, '' for 0."""
    return f"case when {oid} = 0 then '' else format_type({oid}, null) end"


def types(oids: str) -> str:
    """The texts of the types of a vector."""
    return f"array(select format_type(t, null) from unnest({oids}) with ordinality u(t, i) order by i)"


def columns(numbers: str, relation: str) -> str:
    """The names of the columns of a relation with the numbers of a vector, '' for an expression."""
    return (
        f"array(select coalesce(a.attname, '') from unnest({numbers}) with ordinality k(n, i)"
        f" left join pg_attribute a on a.attrelid = {relation} and a.attnum = k.n and k.n <> 0 order by k.i)"
    )


TYPES = f"""
with own as (
    select t.oid from pg_type t where :mine
), wanted as (
    select oid from own
    union select t.typarray from own join pg_type t using (oid)
    union select r.rngmultitypid from own join pg_range r on r.rngtypid = own.oid
    union select m.typarray from own
        join pg_range r on r.rngtypid = own.oid join pg_type m on m.oid = r.rngmultitypid
)
select n.nspname, t.typname, t.typrelid, t.oid, format_type(t.oid, null), t.oid, t.typtype, t.typcategory,
    t.typispreferred, {type_("t.typelem")}, case t.typsubscript when 0 then '' else t.typsubscript::text end,
    coalesce((select a.typname from pg_type a where a.oid = t.typarray), ''),
    t.typlen, t.typbyval, t.typalign, t.typstorage, t.typmodin <> 0,
    coalesce((select collname from pg_collation c where c.oid = t.typcollation), ''),
    case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) else '' end, t.typnotnull,
    case when t.typtype = 'd' then coalesce(t.typdefault, '') else '' end, '{{}}'::text[],
    array(select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder),
    coalesce((select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid), ''),
    coalesce((select format_type(r.rngmultitypid, null) from pg_range r where r.rngtypid = t.oid), ''),
    coalesce((select format_type(r.rngtypid, null) from pg_range r where r.rngmultitypid = t.oid), '')
from wanted join pg_type t using (oid) join pg_namespace n on n.oid = t.typnamespace
    left join pg_class c on c.oid = t.typrelid
    left join pg_type el on el.typarray = t.oid and el.oid = t.typelem
    left join pg_class ec on ec.oid = el.typrelid
where coalesce(c.relkind, 'c') = 'c' and coalesce(ec.relkind, 'c') = 'c'
order by 1, 2
"""

COLUMNS = """
select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    coalesce(pg_get_expr(d.adbin, d.adrelid), ''), a.attidentity, a.attgenerated,
    case when a.attcollation <> t.typcollation
        then (select collname from pg_collation where oid = a.attcollation) else '' end
from pg_attribute a join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = %(oid)s and a.attnum > 0 and not a.attisdropped
order by a.attnum
"""

# NOT NULL constraints of system catalogs (18) say nothing that the columns do not say.
CONSTRAINTS = f"""
select conname, contype, pg_get_constraintdef(oid), {columns("conkey", "conrelid")},
    case when confrelid = 0 then '' else confrelid::regclass::text end, {columns("confkey", "confrelid")}
from pg_constraint
where %(oid)s in (conrelid, contypid) and not (contype = 'n' and conrelid > 0 and conrelid < 16384)
order by conname
"""

FUNCTIONS = f"""
select n.nspname, p.proname, {types("p.proargtypes")}, format_type(p.prorettype, null), p.prokind, p.proretset,
    p.provolatile, p.proisstrict, l.lanname, p.oid, coalesce(p.proargnames, '{{}}'),
    coalesce(array_to_string(p.proargmodes, ''), ''), {types("p.proallargtypes")},
    array(select d from generate_series(1, coalesce(cardinality(p.proallargtypes), p.pronargs)) i,
        pg_get_function_arg_default(p.oid, i) d where d is not null order by i),
    {type_("p.provariadic")}, p.prosecdef,
    coalesce(a.aggkind::text, ''), coalesce(a.aggnumdirectargs, 0), coalesce({type_("a.aggtranstype")}, '')
from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    left join pg_aggregate a on a.aggfnoid = p.oid
where :mine
order by 1, 2, 3, p.oid
"""

OPERATORS = f"""
select n.nspname, o.oprname, {type_("o.oprleft")}, {type_("o.oprright")}, {type_("o.oprresult")},
    {function("o.oprcode")}, {operator("o.oprcom")}, {operator("o.oprnegate")}, o.oprcanmerge, o.oprcanhash, o.oid
from pg_operator o join pg_namespace n on n.oid = o.oprnamespace
where o.oprcode <> 0 and :mine
order by 1, 2, 3, 4
"""

CASTS = f"""
select format_type(c.castsource, null), format_type(c.casttarget, null), c.castcontext, c.castmethod,
    {function("c.castfunc")}
from pg_cast c
where :mine
order by 1, 2
"""

RELATIONS = """
select n.nspname, c.relname, c.oid, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
    coalesce(pg_get_partkeydef(c.oid), ''),
    coalesce((select s.srvname from pg_foreign_table f join pg_foreign_server s on s.oid = f.ftserver
        where f.ftrelid = c.oid), '')
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'v', 'm', 'S', 'f', 'p') and :mine
order by 1, 2
"""

INDEXES = f"""
select c.relname, pg_get_indexdef(c.oid), m.amname, ({columns("i.indkey", "i.indrelid")})[:i.indnkeyatts],
    i.indisunique, i.indisprimary, i.indpred is not null,
    ({columns("i.indkey", "i.indrelid")})[i.indnkeyatts + 1:],
    exists (select 1 from pg_constraint where conindid = c.oid and conrelid = i.indrelid)
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
where i.indrelid = %(oid)s
order by 1
"""

TRIGGERS = f"""
select t.tgname, {function("t.tgfoid")}, pg_get_triggerdef(t.oid), {columns("t.tgattr", "t.tgrelid")},
    t.tgconstraint <> 0
from pg_trigger t
where t.tgrelid = %(oid)s and not t.tgisinternal
order by 1
"""

POLICIES = """
select p.polname,
    case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE'
        else 'ALL' end,
    p.polpermissive, array(select case r when 0 then 'public' else pg_get_userbyid(r) end from unnest(p.polroles) r),
    coalesce(pg_get_expr(p.polqual, p.polrelid), ''), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
from pg_policy p
where p.polrelid = %(oid)s
order by 1
"""

SEQUENCE = """
select format_type(s.seqtypid, null), coalesce(d.refobjid::regclass::text, ''), coalesce(a.attname, ''),
    coalesce(d.deptype = 'i', false)
from pg_sequence s left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.seqrelid
        and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and d.refobjsubid > 0
    left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
where s.seqrelid = %(oid)s
"""

ACCESS_METHODS = f"""
select a.amname, a.amtype, {function("a.amhandler")},
    {
    ", ".join(
        f"coalesce(pg_indexam_has_property(a.oid, 'can_{p}'), false)"
        for p in ("order", "unique", "multi_col", "exclude", "include")
    )
}
from pg_am a
where :mine
order by 1
"""

OPCLASSES = f"""
select m.amname, c.opcname, format_type(c.opcintype, null), c.opcdefault,
    {named("pg_opfamily", "opf", "c.opcfamily")}, {type_("c.opckeytype")}, n.nspname
from pg_opclass c join pg_am m on m.oid = c.opcmethod join pg_namespace n on n.oid = c.opcnamespace
where :mine
order by 1, 7, 2, 3
"""

OPFAMILIES = """
select m.amname, f.opfname, n.nspname, f.oid
from pg_opfamily f join pg_am m on m.oid = f.opfmethod join pg_namespace n on n.oid = f.opfnamespace
where :mine
order by 1, 2
"""

AMOPS = f"""
select format_type(amoplefttype, null), format_type(amoprighttype, null), amopstrategy, {operator("amopopr")},
    amoppurpose
from pg_amop
where amopfamily = %(oid)s
order by 1, 2, 3, 4
"""

AMPROCS = f"""
select format_type(amproclefttype, null), format_type(amprocrighttype, null), amprocnum, {function("amproc")}
from pg_amproc
where amprocfamily = %(oid)s
order by 1, 2, 3
"""

# Those that initdb takes from the operating system are another machine's.
COLLATIONS = """
select n.nspname, c.collname, c.collprovider,
    case c.collencoding when -1 then '' else pg_encoding_to_char(c.collencoding) end, c.collisdeterministic
from pg_collation c join pg_namespace n on n.oid = c.collnamespace
where (c.collprovider <> 'c' or c.oid < 12000) and :mine
order by 1, 2, 4
"""

CONVERSIONS = """
select n.nspname, c.conname, pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.condefault
from pg_conversion c join pg_namespace n on n.oid = c.connamespace
where :mine
order by 1, 2
"""

LANGUAGES = f"""
select l.lanname, l.lanpltrusted, {function("l.lanplcallfoid")}, {function("l.laninline")},
    {function("l.lanvalidator")}
from pg_language l
where :mine
order by 1
"""

TEXT_SEARCH = {
    "ts_configs": f"""
select n.nspname, c.cfgname, {named("pg_ts_parser", "prs", "c.cfgparser")}, '{{}}'::text[]
from pg_ts_config c join pg_namespace n on n.oid = c.cfgnamespace where :mine order by 1, 2
""",
    "ts_dicts": f"""
select n.nspname, d.dictname, {named("pg_ts_template", "tmpl", "d.dicttemplate")}, '{{}}'::text[]
from pg_ts_dict d join pg_namespace n on n.oid = d.dictnamespace where :mine order by 1, 2
""",
    "ts_parsers": """
select n.nspname, p.prsname, '', array(select t.alias from ts_token_type(p.oid) t order by t.tokid)
from pg_ts_parser p join pg_namespace n on n.oid = p.prsnamespace where :mine order by 1, 2
""",
    "ts_templates": """
select n.nspname, t.tmplname, '', '{}'::text[]
from pg_ts_template t join pg_namespace n on n.oid = t.tmplnamespace where :mine order by 1, 2
""",
}

FOREIGN_DATA_WRAPPERS = f"""
select w.fdwname, {function("w.fdwhandler")}, {function("w.fdwvalidator")}
from pg_foreign_data_wrapper w
where :mine
order by 1
"""

TRANSFORMS = f"""
select format_type(t.trftype, null), l.lanname, {function("t.trffromsql")}, {function("t.trftosql")}
from pg_transform t join pg_language l on l.oid = t.trflang
where :mine
order by 1, 2
"""

SCHEMAS = """
select n.nspname from pg_namespace n where :mine order by 1
"""

EVENT_TRIGGERS = f"""
select e.evtname, e.evtevent, {function("e.evtfoid")}, coalesce(e.evttags, '{{}}'), e.evtenabled
from pg_event_trigger e
where :mine
order by 1
"""

ROLES = """
select r.rolname,
    array(select u.k from (values ('superuser', r.rolsuper), ('createrole', r.rolcreaterole),
        ('createdb', r.rolcreatedb), ('login', r.rolcanlogin), ('replication', r.rolreplication),
        ('bypassrls', r.rolbypassrls)) u(k, v) where u.v order by u.k),
    array(select g.rolname from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid order by 1)
from pg_roles r
where r.oid < 16384
order by 1
"""

SETTINGS = """
select name, vartype, context, coalesce(boot_val, ''), coalesce(unit, ''), coalesce(min_val, ''), coalesce(max_val, ''),
    coalesce(enumvals, '{}')
from pg_settings
where name not like '%.%'
order by 1
"""

ENCODINGS = """
select pg_encoding_to_char(i) from generate_series(0, 60) i where pg_encoding_to_char(i) <> '' order by 1
"""

# What others made on the server has later identifiers.
DATABASES = """
select datname from pg_database where oid < 16384 order by 1
"""

TABLESPACES = """
select spcname from pg_tablespace where oid < 16384 order by 1
"""

INITIAL_SCHEMAS = """
select nspname, pg_get_userbyid(nspowner) from pg_namespace where oid < 16384 order by 1
"""

INSTALLED = """
select e.extname, n.nspname, e.extversion, pg_get_userbyid(e.extowner)
from pg_extension e join pg_namespace n on n.oid = e.extnamespace
where e.oid < 16384
order by 1
"""
