"""Name lookup along search_path (`catalog/namespace.c`).

Every lookup has three answers: the object, None (absent for certain), or `Unknown` raised.
"""

from __future__ import annotations

from migslint.catalog.errors import PgError, Unknown, undefined_relation, undefined_schema
from migslint.catalog.objects import CatalogObject, Namespace, Operator, Proc, Relation, Type
from migslint.catalog.session import Session


def get_namespace(
    session: Session, name: str, location: int | None = None, missing_ok: bool = False
) -> Namespace | None:
    """`get_namespace_oid`: the schema, None if absent and `missing_ok`, PgError 3F000 otherwise."""
    if name == "pg_temp":
        return temp_namespace(session)
    found = session.catalog.namespaces.get(name)
    if found is not None:
        return found
    if session.catalog.doubtful("schema", "", name) or name.startswith(("pg_temp_", "pg_toast_temp_")):
        raise Unknown(f"schema {name}")
    if missing_ok:
        return None
    raise undefined_schema(name, location)


def namespace(session: Session, name: str, location: int | None = None) -> Namespace:
    """`LookupExplicitNamespace`."""
    found = get_namespace(session, name, location)
    assert found is not None
    return found


def temp_namespace(session: Session) -> Namespace:
    """`AccessTempTableNamespace`: pg_temp of this session, made when first used."""
    if session.temp is None:
        session.temp = Namespace(name="pg_temp_3", builtin=True)
        session.catalog.namespaces["pg_temp_3"] = session.temp
    return session.temp


def path(session: Session) -> list[Namespace]:
    """`recomputeNamespacePath`: the schemas to look bare names up in, pg_temp and pg_catalog included."""
    namespaces = session.catalog.namespaces
    key = (session.settings["search_path"], session.role, len(namespaces), session.temp)
    if session._path_key == key:
        return session._path
    found: list[Namespace] = []
    names = session.search_path
    if session.temp is not None and "pg_temp" not in names:
        found.append(session.temp)
    if "pg_catalog" not in names:
        found.append(namespaces["pg_catalog"])
    for name in names:
        if name == "pg_temp":
            if session.temp is not None:
                found.append(session.temp)
        elif (ns := namespaces.get(name)) is not None and ns not in found:
            found.append(ns)
    session._path_key, session._path = key, found
    return found


def path_in_doubt(session: Session) -> bool:
    """Whether a schema named in search_path may be there or not."""
    catalog = session.catalog
    if not catalog.doubts:
        return False
    return any(name not in catalog.namespaces and catalog.doubtful("schema", "", name) for name in session.search_path)


def creation_namespace(session: Session, schema: str | None, location: int | None = None) -> Namespace:
    """`QualifiedNameGetCreationNamespace`."""
    if schema:
        return namespace(session, schema, location)
    for name in session.search_path:
        if name == "pg_temp":
            return temp_namespace(session)
        found = session.catalog.namespaces.get(name)
        if found is not None:
            return found
        if session.catalog.doubtful("schema", "", name):
            raise Unknown(f"schema {name}")
    raise PgError(
        "3F000", "no schema has been selected to create in", location=location, reason="missing", kind="schema"
    )


def _absent(session: Session, kind: str, name: str, spaces: list[Namespace]) -> None:
    """Raise Unknown if an object that was not found may be there after all."""
    catalog = session.catalog
    if catalog.doubts and (any(catalog.doubtful(kind, ns.name, name) for ns in spaces) or path_in_doubt(session)):
        raise Unknown(f"{kind} {name}")
    if kind == "relation" and ((spaces and spaces[0].name == "pg_toast") or _names_catalog_index(name)):
        raise Unknown(f"{kind} {name}")


def _names_catalog_index(name: str) -> bool:
    """Whether a name may be that of an index of a system catalog: they are not in the worlds."""
    return name.startswith("pg_") and name.endswith("_index")


def _certain(obj: CatalogObject) -> None:
    if "self" in obj.unknown:
        raise Unknown(obj.name)


def find_relation(session: Session, schema: str | None, name: str, location: int | None = None) -> Relation | None:
    """`RelnameGetRelid`, `RangeVarGetRelidExtended` with missing_ok; a schema that is absent is absence too."""
    catalog = session.catalog
    if schema:
        ns = get_namespace(session, schema, location, missing_ok=True)
        if ns is None:
            return None
        spaces = [ns]
    else:
        spaces = path(session)
    for ns in spaces:
        found = catalog.relation(ns, name)
        if found is not None:
            return found
    _absent(session, "relation", name, spaces)
    return None


def relation(session: Session, schema: str | None, name: str, location: int | None = None) -> Relation:
    """`RangeVarGetRelidExtended`: PgError 42P01 if absent, Unknown if it may not be there."""
    found = find_relation(session, schema, name, location)
    if found is None:
        raise undefined_relation(name, schema, location)
    if found.unknown:
        _certain(found)
    return found


def find_type(session: Session, schema: str | None, name: str, location: int | None = None) -> Type | None:
    """`TypenameGetTypid`: pg_type by name; the schema must exist."""
    catalog = session.catalog
    spaces = [namespace(session, schema, location)] if schema else path(session)
    for ns in spaces:
        found = catalog.type(ns, name)
        if found is not None:
            _certain(found)
            return found
    _absent(session, "type", name, spaces)
    return None


def find_procs(session: Session, schema: str | None, name: str, location: int | None = None) -> list[Proc]:
    """`FuncnameGetCandidates` by name only: those of an earlier schema hide later ones of the same arguments.

    Temporary ones must be qualified.
    """
    catalog = session.catalog
    if schema:
        return catalog.procs(namespace(session, schema, location), name)
    found: list[Proc] = []
    for ns in path(session):
        if ns is session.temp:
            continue
        procs = catalog.procs(ns, name)
        if not found:
            found = procs
        elif procs:
            seen = {p.argtypes for p in found}
            found = [*found, *(p for p in procs if p.argtypes not in seen)]
    return found


def procs_in_doubt(session: Session, schema: str | None, name: str) -> bool:
    """Whether there may be routines of that name that the catalog does not have, or not those that it has."""
    catalog = session.catalog
    if not catalog.doubts:
        return False
    names = [schema] if schema else [ns.name for ns in path(session)]
    return any(catalog.doubtful("function", ns, name) for ns in names) or (not schema and path_in_doubt(session))


def find_operators(session: Session, schema: str | None, name: str, location: int | None = None) -> list[Operator]:
    """`OpernameGetCandidates`."""
    catalog = session.catalog
    if schema:
        return catalog.operators(namespace(session, schema, location), name)
    lists = [o for ns in path(session) if ns is not session.temp and (o := catalog.operators(ns, name))]
    if len(lists) < 2:
        return lists[0] if lists else []
    known = catalog.operators_on_path.get(name)
    if known is not None and len(known[0]) == len(lists) and all(a is b for a, b in zip(known[0], lists)):
        return known[1]
    found: list[Operator] = []
    for operators in lists:
        seen = {(o.left, o.right) for o in found}
        found += [o for o in operators if (o.left, o.right) not in seen]
    catalog.operators_on_path[name] = lists, found
    return found


def find_other(
    session: Session, kind: str, schema: str | None, name: str, location: int | None = None
) -> CatalogObject | None:
    """Collations, operator classes, text search objects … by kind; temporary ones must be qualified."""
    spaces = [namespace(session, schema, location)] if schema else [s for s in path(session) if s is not session.temp]
    for ns in spaces:
        found = session.catalog.other(ns, kind, name)
        if found is not None:
            _certain(found)
            return found
    _absent(session, kind, name, spaces)
    return None


def find_shared(session: Session, kind: str, name: str) -> CatalogObject | None:
    """Roles, extensions, languages, servers … by kind.

    The database that the migrations run in may bear any name, so that none is ever missing.
    """
    found = session.catalog.global_object(kind, name)
    if found is not None:
        _certain(found)
    elif kind == "database" or session.catalog.doubtful(kind, "", name):
        raise Unknown(f"{kind} {name}")
    return found


def relation_is_visible(session: Session, rel: Relation) -> bool:
    """`RelationIsVisible`: whether the bare name finds it."""
    for ns in path(session):
        if ns is rel.namespace:
            return True
        if rel.name in ns.relations:
            return False
    return False


def type_is_visible(session: Session, type: Type) -> bool:
    """`TypeIsVisible`."""
    for ns in path(session):
        if ns is type.namespace:
            return True
        if session.catalog.type(ns, type.name) is not None:
            return False
    return False


def proc_is_visible(session: Session, proc: Proc) -> bool:
    """`FunctionIsVisible`."""
    for ns in path(session):
        if ns is proc.namespace:
            return True
        if any(p.argtypes == proc.argtypes for p in session.catalog.procs(ns, proc.name)):
            return False
    return False


def operator_is_visible(session: Session, op: Operator) -> bool:
    """`OperatorIsVisible`."""
    for ns in path(session):
        if ns is op.namespace:
            return True
        if any(o.left is op.left and o.right is op.right for o in session.catalog.operators(ns, op.name)):
            return False
    return False


def quote_identifier(name: str) -> str:
    """`ruleutils.c, quote_identifier`: quoted where it must be (reserved words included)."""
    if name and (name[0].islower() or name[0] == "_") and name.isascii():
        if all(c.islower() or c.isdigit() or c == "_" for c in name) and name not in _reserved():
            return name
    return '"' + name.replace('"', '""') + '"'


def quote_qualified(schema: str, name: str) -> str:
    """`quote_qualified_identifier`."""
    return f"{quote_identifier(schema)}.{quote_identifier(name)}"


_RESERVED: frozenset[str] | None = None


def _reserved() -> frozenset[str]:
    """The keywords of kwlist.h that are not UNRESERVED_KEYWORD."""
    global _RESERVED
    if _RESERVED is None:
        _RESERVED = frozenset(
            [
                "all",
                "analyse",
                "analyze",
                "and",
                "any",
                "array",
                "as",
                "asc",
                "asymmetric",
                "authorization",
                "between",
                "bigint",
                "binary",
                "bit",
                "boolean",
                "both",
                "case",
                "cast",
                "char",
                "character",
                "check",
                "coalesce",
                "collate",
                "collation",
                "column",
                "concurrently",
                "constraint",
                "create",
                "cross",
                "current_catalog",
                "current_date",
                "current_role",
                "current_schema",
                "current_time",
                "current_timestamp",
                "current_user",
                "dec",
                "decimal",
                "default",
                "deferrable",
                "desc",
                "distinct",
                "do",
                "else",
                "end",
                "except",
                "exists",
                "extract",
                "false",
                "fetch",
                "float",
                "for",
                "foreign",
                "freeze",
                "from",
                "full",
                "grant",
                "greatest",
                "group",
                "grouping",
                "having",
                "ilike",
                "in",
                "initially",
                "inner",
                "inout",
                "int",
                "integer",
                "intersect",
                "interval",
                "into",
                "is",
                "isnull",
                "join",
                "json",
                "json_array",
                "json_arrayagg",
                "json_exists",
                "json_object",
                "json_objectagg",
                "json_query",
                "json_scalar",
                "json_serialize",
                "json_table",
                "json_value",
                "lateral",
                "leading",
                "least",
                "left",
                "like",
                "limit",
                "localtime",
                "localtimestamp",
                "merge_action",
                "national",
                "natural",
                "nchar",
                "none",
                "normalize",
                "not",
                "notnull",
                "null",
                "nullif",
                "numeric",
                "offset",
                "on",
                "only",
                "or",
                "order",
                "out",
                "outer",
                "overlaps",
                "overlay",
                "placing",
                "position",
                "precision",
                "primary",
                "real",
                "references",
                "returning",
                "right",
                "row",
                "select",
                "session_user",
                "setof",
                "similar",
                "smallint",
                "some",
                "substring",
                "symmetric",
                "system_user",
                "table",
                "tablesample",
                "then",
                "time",
                "timestamp",
                "to",
                "trailing",
                "treat",
                "trim",
                "true",
                "union",
                "unique",
                "user",
                "using",
                "values",
                "varchar",
                "variadic",
                "verbose",
                "when",
                "where",
                "window",
                "with",
                "xmlattributes",
                "xmlconcat",
                "xmlelement",
                "xmlexists",
                "xmlforest",
                "xmlnamespaces",
                "xmlparse",
                "xmlpi",
                "xmlroot",
                "xmlserialize",
                "xmltable",
            ]
        )
    return _RESERVED


def split_name(text: str) -> list[str] | None:
    """`varlena.c, textToQualifiedNameList`: the names of a dotted name, folded; None if it is malformed."""
    names: list[str] = []
    at, end = 0, len(text)
    while True:
        while at < end and text[at].isspace():
            at += 1
        if at >= end:
            return None
        if text[at] == '"':
            close = at + 1
            word = ""
            while True:
                stop = text.find('"', close)
                if stop < 0:
                    return None
                word += text[close:stop]
                if text[stop + 1 : stop + 2] != '"':
                    break
                word += '"'
                close = stop + 2
            names.append(word)
            at = stop + 1
        else:
            start = at
            while at < end and text[at] != "." and not text[at].isspace():
                at += 1
            if at == start:
                return None
            names.append(text[start:at].lower())
        while at < end and text[at].isspace():
            at += 1
        if at >= end:
            return names
        if text[at] != ".":
            return None
        at += 1
