"""CREATE and ALTER COLLATION, CREATE CONVERSION (`commands/collationcmds.c`, `commands/conversioncmds.c`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import CatalogObject, Namespace, SimpleNamespaced, is_pinned
from migslint.catalog.session import Session
from migslint.commands import defelem, guc
from migslint.commands.lookup import qualified, strings
from migslint.commands.lookupfunc import lookup_func_name
from migslint.commands.objectaddress import get_namespaced

if TYPE_CHECKING:
    from migslint.syntax.nodes import AlterCollationStmt, CreateConversionStmt, DefElem, DefineStmt

_ATTRIBUTES = ("from", "locale", "lc_collate", "lc_ctype", "provider", "deterministic", "rules", "version")
_FOR_ENCODING = ' for encoding "UTF8"'
_BUILTIN_LOCALES = ("C", "C.UTF-8", "C.UTF8", "PG_UNICODE_FAST")


def _refuse(message: str, sqlstate: str = "42P17", detail: str | None = None) -> PgError:
    return PgError(sqlstate, message, detail=detail, reason="definition", kind="collation")


def define_collation(session: Session, node: DefineStmt) -> None:
    """`DefineCollation`."""
    schema, name = qualified(node["defnames"])
    namespace = ns.creation_namespace(session, schema)
    options: dict[str, DefElem] = {}
    for element in defelem.elements(node.get("definition")):
        key = element["defname"]
        if key not in _ATTRIBUTES or (key == "rules" and session.version < 16):
            raise PgError(
                "42601",
                f'collation attribute "{key}" not recognized',
                location=element.get("location", 0),
                reason="syntax",
            )
        if key in options and session.version >= 15:
            raise defelem.conflicting(element)
        options[key] = element
    if "locale" in options and ("lc_collate" in options or "lc_ctype" in options):
        raise _refuse(
            "conflicting or redundant options",
            "42601",
            "LOCALE cannot be specified together with LC_COLLATE or LC_CTYPE." if session.version >= 15 else None,
        )
    if "from" in options:
        if len(options) > 1:
            raise _refuse(
                "conflicting or redundant options",
                "42601",
                "FROM cannot be specified together with any other options." if session.version >= 15 else None,
            )
        details = _copied(session, options["from"])
    else:
        details = _details(session, options)
    _create(session, namespace, name, details, bool(node.get("if_not_exists")))


def _copied(session: Session, element: DefElem) -> dict[str, Any]:
    names = [{"String": {"sval": n}} for n in defelem.get_names(element)]
    source = get_namespaced(session, "OBJECT_COLLATION", names)
    assert isinstance(source, SimpleNamespaced)
    if source.builtin and source.name == "default":
        raise _refuse('collation "default" cannot be copied')
    return dict(source.details)


def _details(session: Session, options: dict[str, DefElem]) -> dict[str, Any]:
    values = {key: defelem.get_string(options[key]) for key in options if key not in ("deterministic", "from")}
    deterministic = defelem.get_boolean(options["deterministic"]) if "deterministic" in options else True
    provider = values.get("provider", "libc").lower()
    if provider not in ("icu", "libc") and not (provider == "builtin" and session.version >= 17):
        raise _refuse(f"unrecognized collation provider: {values['provider']}")
    encoding = ""
    if provider == "libc":
        for key in ("lc_collate", "lc_ctype"):
            if key not in values and "locale" not in values:
                raise _refuse(f'parameter "{key}" must be specified')
            _check_libc(values.get("locale", values.get(key, "")))
        encoding = "UTF8"
    elif "locale" not in values and not (session.version < 15 and "lc_collate" in values and "lc_ctype" in values):
        missing = "locale" if session.version >= 15 else "lc_collate" if "lc_collate" not in values else "lc_ctype"
        raise _refuse(f'parameter "{missing}" must be specified')
    elif provider == "builtin":
        locale = values["locale"]
        if locale not in _BUILTIN_LOCALES or (locale == "PG_UNICODE_FAST" and session.version < 18):
            raise _refuse(f'invalid locale name "{locale}" for builtin provider', "42809")
        encoding = "" if locale == "C" else "UTF8"
    elif session.version >= 16:
        _standard_form(session, values["locale"])
    if not deterministic and provider != "icu":
        raise _refuse("nondeterministic collations not supported with this provider", "0A000")
    if "rules" in values and provider != "icu":
        raise _refuse("ICU rules cannot be specified unless locale provider is ICU")
    return {"provider": provider, "encoding": encoding, "deterministic": deterministic}


def _check_libc(locale: str) -> None:
    """A name that no operating system has; which of the others a server has cannot be known."""
    if not re.fullmatch(r"|C|POSIX|C\..*|[A-Za-z]{2,3}(_[A-Z]{2})?([.@].*)?|[a-z]{4,}", locale):
        raise PgError(
            "22023",
            f'could not create locale "{locale}": No such file or directory',
            detail=f'The operating system could not find any locale data for the locale name "{locale}".',
            reason="value",
            kind="collation",
        )


def _standard_form(session: Session, locale: str) -> None:
    """`icu_language_tag`, where it is plain how it goes."""
    standard = "und" if not locale else locale.replace("_", "-") if re.fullmatch("[a-z]{2,3}_[A-Z]{2}", locale) else ""
    if standard:
        session.notice(f'using standard form "{standard}" for ICU locale "{locale}"')


def _create(session: Session, namespace: Namespace, name: str, details: dict[str, Any], if_not_exists: bool) -> None:
    """`CollationCreate`."""
    catalog = session.catalog
    old = catalog.other(namespace, "collation", name)
    if old is None and catalog.doubtful("collation", namespace.name, name):
        raise Unknown(name)
    if old is not None:
        encoded = details.get("encoding") and getattr(old, "details", {}).get("encoding")
        shown = f'collation "{name}"{_FOR_ENCODING if encoded else ""} already exists'
        if not if_not_exists:
            raise PgError("42710", shown, reason="exists", kind="collation", name=name, obj=old)
        session.notice(f"{shown}, skipping", sqlstate="42710", reason="skip", kind="collation", name=name, obj=old)
        return
    made = SimpleNamespaced(name=name, namespace=namespace, kind="collation", details=details, owner=session.role)
    catalog.add_other(namespace, "collation", made)
    catalog.depend(made, namespace)


def alter_collation(session: Session, node: AlterCollationStmt) -> None:
    """`AlterCollation`: REFRESH VERSION."""
    found = get_namespaced(session, "OBJECT_COLLATION", node["collname"])
    assert found is not None
    if found.builtin and found.name == "default":
        raise PgError(
            "XX000",
            "cannot refresh version of default collation",
            hint="Use ALTER DATABASE ... REFRESH COLLATION VERSION instead.",
            reason="unsupported",
            kind="collation",
        )
    session.notice("version has not changed")


def create_conversion(session: Session, node: CreateConversionStmt) -> None:
    """`CreateConversionCommand`."""
    schema, name = qualified(node["conversion_name"])
    namespace = ns.creation_namespace(session, schema)
    encodings: list[str] = []
    for key, what in (("for_encoding_name", "source"), ("to_encoding_name", "destination")):
        given: str = node.get(key, "")  # type: ignore[assignment]
        if not guc.is_encoding(given):
            raise PgError(
                "42704", f'{what} encoding "{given}" does not exist', reason="missing", kind="encoding", name=given
            )
        encodings.append("".join(c for c in given.lower() if c.isalnum()))
    if "sqlascii" in encodings:
        raise _refuse('encoding conversion to or from "SQL_ASCII" is not supported')
    builtin = session.catalog.builtin_type
    types = (
        builtin("int4"),
        builtin("int4"),
        builtin("cstring"),
        builtin("internal"),
        builtin("int4"),
        builtin("bool"),
    )
    proc = lookup_func_name(session, node["func_name"], types)
    assert proc is not None
    if proc.rettype is not builtin("int4"):
        shown = ".".join(strings(node["func_name"]))
        raise _refuse(f"encoding conversion function {shown} must return type integer")
    _store_conversion(session, namespace, name, encodings, bool(node.get("def")), proc)


def _store_conversion(
    session: Session, namespace: Namespace, name: str, encodings: list[str], default: bool, proc: CatalogObject
) -> None:
    """`ConversionCreate`."""
    catalog = session.catalog
    old = catalog.other(namespace, "conversion", name)
    if old is not None:
        raise PgError(
            "42710", f'conversion "{name}" already exists', reason="exists", kind="conversion", name=name, obj=old
        )
    if default:
        for (kind, _), other in namespace.others.items():
            details = getattr(other, "details", {})
            if kind == "conversion" and details.get("default") and details.get("encodings") == encodings:
                source, target = (e.upper() for e in encodings)
                raise PgError(
                    "42710",
                    f"default conversion for {source} to {target} already exists",
                    reason="exists",
                    kind="conversion",
                    name=name,
                    obj=other,
                )
    made = SimpleNamespaced(
        name=name,
        namespace=namespace,
        kind="conversion",
        details={"encodings": encodings, "default": default},
        owner=session.role,
    )
    catalog.add_other(namespace, "conversion", made)
    catalog.depend(made, namespace)
    if not is_pinned(proc):
        catalog.depend(made, proc)
