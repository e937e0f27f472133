"""CREATE and ALTER TEXT SEARCH … (`commands/tsearchcmds.c`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import CatalogObject, Namespace, Proc, SimpleNamespaced, Type, is_pinned
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import defelem
from migslint.commands.lookup import qualified, strings
from migslint.commands.lookupfunc import lookup_func_name
from migslint.commands.objectaddress import get_namespaced

if TYPE_CHECKING:
    from migslint.syntax.nodes import AlterTSConfigurationStmt, AlterTSDictionaryStmt, DefElem, DefineStmt

_INDEXES = {
    "text search configuration": "pg_ts_config_cfgname_index",
    "text search dictionary": "pg_ts_dict_dictname_index",
    "text search parser": "pg_ts_parser_prsname_index",
    "text search template": "pg_ts_template_tmplname_index",
}

#: the token types of the default parser, and those that the configurations of initdb do not map
_TOKENS = (
    "asciiword",
    "word",
    "numword",
    "email",
    "url",
    "host",
    "sfloat",
    "version",
    "hword_numpart",
    "hword_part",
    "hword_asciipart",
    "blank",
    "tag",
    "protocol",
    "numhword",
    "asciihword",
    "hword",
    "url_path",
    "file",
    "float",
    "int",
    "uint",
    "entity",
)
_UNMAPPED = ("blank", "tag", "protocol", "entity")

#: methods: parameter -> argument types, result
_PARSER = {
    "start": (("internal", "int4"), "internal"),
    "gettoken": (("internal", "internal", "internal"), "internal"),
    "end": (("internal",), "void"),
    "headline": (("internal", "internal", "tsquery"), "internal"),
    "lextypes": (("internal",), "internal"),
}
_TEMPLATE = {
    "init": (("internal",), "internal"),
    "lexize": (("internal", "internal", "internal", "internal"), "internal"),
}
#: built-in templates: the options that their init functions take, and how another one is told
_OPTIONS = {
    "simple": (("stopwords", "accept"), 'unrecognized simple dictionary parameter: "{}"'),
    "snowball": (("language", "stopwords"), 'unrecognized Snowball parameter: "{}"'),
    "synonym": (("synonyms", "casesensitive"), 'unrecognized synonym parameter: "{}"'),
    "ispell": (("dictfile", "afffile", "stopwords"), 'unrecognized Ispell parameter: "{}"'),
    "thesaurus": (("dictfile", "dictionary"), 'unrecognized Thesaurus parameter: "{}"'),
}
_REQUIRED = {
    "snowball": (("language", "missing Language parameter"),),
    "synonym": (("synonyms", "missing Synonyms parameter"),),
    "ispell": (("afffile", "missing AffFile parameter"), ("dictfile", "missing DictFile parameter")),
    "thesaurus": (("dictfile", "missing DictFile parameter"), ("dictionary", "missing Dictionary parameter")),
}


def _not_recognized(kind: str, element: DefElem) -> PgError:
    return PgError(
        "42601",
        f'{kind} parameter "{element["defname"]}" not recognized',
        location=element.get("location", 0),
        reason="syntax",
    )


def _required(message: str) -> PgError:
    return PgError("42P17", message, reason="definition")


def _new(session: Session, node: DefineStmt) -> tuple[Namespace, str]:
    schema, name = qualified(node["defnames"])
    return ns.creation_namespace(session, schema), name


def _store(
    session: Session, kind: str, namespace: Namespace, name: str, details: dict[str, Any], depends: list[Any]
) -> None:
    catalog = session.catalog
    old = catalog.other(namespace, kind, name)
    if old is None and catalog.doubtful(kind, namespace.name, name):
        raise Unknown(name)
    if old is not None:
        raise PgError(
            "23505",
            f'duplicate key value violates unique constraint "{_INDEXES[kind]}"',
            reason="exists",
            kind=kind,
            name=name,
            obj=old,
        )
    made = SimpleNamespaced(name=name, namespace=namespace, kind=kind, details=details, owner=session.role)
    catalog.add_other(namespace, kind, made)
    catalog.depend(made, namespace)
    for on in depends:
        if not is_pinned(on):
            catalog.depend(made, on)


def _named(session: Session, objtype: str, names: list[str]) -> SimpleNamespaced:
    found = get_namespaced(session, objtype, [{"String": {"sval": n}} for n in names])
    assert isinstance(found, SimpleNamespaced)
    return found


def _method(session: Session, element: DefElem, signature: tuple[tuple[str, ...], str]) -> Proc:
    """`get_ts_parser_func`, `get_ts_template_func`."""
    builtin = session.catalog.builtin_type
    types: tuple[Type, ...] = tuple(builtin(t) for t in signature[0])
    names = defelem.get_names(element)
    proc = lookup_func_name(session, [{"String": {"sval": n}} for n in names], types)
    assert proc is not None
    result = builtin(signature[1])
    if proc.rettype is not result:
        shown = f"{'.'.join(names)}({', '.join(format_type(session, t) for t in types)})"
        raise _required(f"function {shown} should return type {format_type(session, result)}")
    return proc


def _methods(
    session: Session, node: DefineStmt, kind: str, known: dict[str, tuple[tuple[str, ...], str]]
) -> dict[str, Proc]:
    found: dict[str, Proc] = {}
    for element in defelem.elements(node.get("definition")):
        signature = known.get(element["defname"])
        if signature is None:
            raise _not_recognized(kind, element)
        found[element["defname"]] = _method(session, element, signature)
    return found


def define_parser(session: Session, node: DefineStmt) -> None:
    """`DefineTSParser`."""
    namespace, name = _new(session, node)
    found = _methods(session, node, "text search parser", _PARSER)
    for key in ("start", "gettoken", "end", "lextypes"):
        if key not in found:
            raise _required(f"text search parser {key} method is required")
    _store(session, "text search parser", namespace, name, {"of": "", "tokens": []}, list(found.values()))


def define_template(session: Session, node: DefineStmt) -> None:
    """`DefineTSTemplate`."""
    namespace, name = _new(session, node)
    found = _methods(session, node, "text search template", _TEMPLATE)
    if "lexize" not in found:
        raise _required("text search template lexize method is required")
    _store(session, "text search template", namespace, name, {}, list(found.values()))


def define_dictionary(session: Session, node: DefineStmt) -> None:
    """`DefineTSDictionary`."""
    namespace, name = _new(session, node)
    template: SimpleNamespaced | None = None
    options: list[DefElem] = []
    for element in defelem.elements(node.get("definition")):
        if element["defname"] == "template":
            template = _named(session, "OBJECT_TSTEMPLATE", defelem.get_names(element))
        else:
            options.append(element)
    if template is None:
        raise _required("text search template is required")
    values = _values(options)
    _verify_options(session, template, values)
    details = {"template": template, "options": values}
    _store(session, "text search dictionary", namespace, name, details, [template])


def _values(options: list[DefElem]) -> list[tuple[str, str]]:
    return [(o["defname"], defelem.get_string(o) if o.get("arg") else "") for o in options]


def _verify_options(session: Session, template: SimpleNamespaced, options: list[tuple[str, str]]) -> None:
    """`verify_dictoptions`: what the init functions of the built-in templates refuse without reading a file."""
    known = _OPTIONS.get(template.name) if template.builtin else None
    if known is None:
        return
    seen: set[str] = set()
    for key, value in options:
        if key not in known[0]:
            raise PgError("22023", known[1].format(key), reason="value", kind="text search dictionary")
        if key in seen:
            shown = {"stopwords": "StopWords", "accept": "Accept", "language": "Language"}.get(key, key)
            raise PgError("22023", f"multiple {shown} parameters", reason="value", kind="text search dictionary")
        seen.add(key)
        if key == "casesensitive" and value not in ("0", "1"):
            defelem.get_boolean({"defname": key, "arg": {"String": {"sval": value}}})
        if key == "language" and not _has_stemmer(session, value):
            raise PgError(
                "42704",
                f'no Snowball stemmer available for language "{value}" and encoding "UTF8"',
                reason="missing",
                kind="text search dictionary",
                name=value,
            )
    for key, message in _REQUIRED.get(template.name, ()):
        if key not in seen:
            raise PgError("22023", message, reason="value", kind="text search dictionary")


def _has_stemmer(session: Session, language: str) -> bool:
    """Each language with a stemmer has a configuration of its name."""
    catalog = session.catalog
    name = language.lower()
    if name in ("porter", "english"):
        return True
    return catalog.other(catalog.namespaces["pg_catalog"], "text search configuration", name) is not None


def alter_dictionary(session: Session, node: AlterTSDictionaryStmt) -> None:
    """`AlterTSDictionary`: options are added, replaced, or removed where they have no value."""
    dictionary = get_namespaced(session, "OBJECT_TSDICTIONARY", node["dictname"])
    assert isinstance(dictionary, SimpleNamespaced)
    template = dictionary.details.get("template")
    if template is None:
        raise Unknown(dictionary.name)
    changed = defelem.elements(node.get("options"))
    names = {c["defname"] for c in changed}
    values = [v for v in dictionary.details["options"] if v[0] not in names]
    values += _values([c for c in changed if c.get("arg")])
    _verify_options(session, template, values)
    session.journal.put(dictionary.details, "options", values)
    session.catalog.event(dictionary, "altered")


def define_configuration(session: Session, node: DefineStmt) -> None:
    """`DefineTSConfiguration`."""
    namespace, name = _new(session, node)
    parser: SimpleNamespaced | None = None
    source: SimpleNamespaced | None = None
    for element in defelem.elements(node.get("definition")):
        if element["defname"] == "parser":
            parser = _named(session, "OBJECT_TSPARSER", defelem.get_names(element))
        elif element["defname"] == "copy":
            source = _named(session, "OBJECT_TSCONFIGURATION", defelem.get_names(element))
        else:
            raise _not_recognized("text search configuration", element)
    if parser is not None and source is not None:
        raise PgError("42601", "cannot specify both PARSER and COPY options", reason="syntax")
    if parser is None and source is None:
        raise _required("text search parser is required")
    mapping = _mapping(source) if source is not None else {}
    details = {"tokens": _tokens(source if source is not None else parser), "mapping": mapping}
    _store(session, "text search configuration", namespace, name, details, [parser] if parser is not None else [])


def _tokens(of: SimpleNamespaced | None) -> Sequence[str] | None:
    """The token types of a parser or of a configuration's parser; None where they are not known."""
    if of is None or "tokens" not in of.details:
        return None
    if of.builtin:
        return _TOKENS
    tokens: Sequence[str] | None = of.details["tokens"]
    return tokens or None


def _mapping(configuration: SimpleNamespaced) -> dict[str, list[str]]:
    if configuration.builtin:
        return {t: [] for t in _TOKENS if t not in _UNMAPPED}
    return dict(configuration.details["mapping"])


def alter_configuration(session: Session, node: AlterTSConfigurationStmt) -> None:
    """`AlterTSConfiguration`: mappings of token types to dictionaries."""
    configuration = get_namespaced(session, "OBJECT_TSCONFIGURATION", node["cfgname"])
    assert isinstance(configuration, SimpleNamespaced)
    kind = node["kind"]
    tokens = list(dict.fromkeys(strings(node.get("tokentype", []))))
    known = _tokens(configuration)
    if known is None and tokens:
        raise Unknown(configuration.name)
    for token in tokens:
        if known is not None and token not in known:
            raise PgError(
                "22023", f'token type "{token}" does not exist', reason="missing", kind="token type", name=token
            )
    mapping = _mapping(configuration)
    if kind == "ALTER_TSCONFIG_DROP_MAPPING":
        _drop_mapping(session, mapping, tokens, bool(node.get("missing_ok")))
    else:
        dictionaries = [
            get_namespaced(session, "OBJECT_TSDICTIONARY", d["List"]["items"]) for d in node.get("dicts", [])
        ]
        for token in tokens:
            if kind == "ALTER_TSCONFIG_ADD_MAPPING" and token in mapping:
                raise PgError(
                    "23505",
                    'duplicate key value violates unique constraint "pg_ts_config_map_index"',
                    reason="exists",
                    kind="token type",
                    name=token,
                )
            mapping[token] = []
        _depend(session, configuration, dictionaries)
    session.journal.put(configuration.details, "mapping", mapping)
    session.catalog.event(configuration, "altered")


def _depend(session: Session, configuration: SimpleNamespaced, dictionaries: list[CatalogObject | None]) -> None:
    for dictionary in dictionaries:
        if dictionary is not None and not is_pinned(dictionary):
            session.catalog.depend(configuration, dictionary)


def _drop_mapping(session: Session, mapping: dict[str, list[str]], tokens: list[str], missing_ok: bool) -> None:
    """`DropConfigurationMapping`."""
    for token in tokens:
        if token in mapping:
            del mapping[token]
            continue
        message = f'mapping for token type "{token}" does not exist'
        if not missing_ok:
            raise PgError("42704", message, reason="missing", kind="token type", name=token)
        session.notice(f"{message}, skipping", reason="skip", kind="token type", name=token)
