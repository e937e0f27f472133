"""One set of built-in objects: PostgreSQL's own of a major version, an extension's, a platform's.

A data file is JSON, kind -> schema -> name -> list of records.  It is cut into names by one pass of the decoder and a
record is only decoded when its name is asked for.  Kinds whose objects have no schema file them under "".
"""

from __future__ import annotations

import os
from typing import Any, TypeVar

import msgspec

from migslint.worlds import records as r
from migslint.worlds.texts import quote, split_type

VERSIONS = (14, 15, 16, 17, 18)
DATA = os.path.join(os.path.dirname(__file__), "data")

#: kind -> its record
KINDS: dict[str, type[msgspec.Struct]] = {
    "access_methods": r.AccessMethodRecord,
    "casts": r.CastRecord,
    "collations": r.CollationRecord,
    "command_tags": r.CommandTagRecord,
    "conversions": r.ConversionRecord,
    "database": r.DatabaseRecord,
    "databases": r.NameRecord,
    "encodings": r.NameRecord,
    "event_triggers": r.EventTriggerRecord,
    "events": r.NameRecord,
    "extensions": r.ExtensionRecord,
    "foreign_data_wrappers": r.ForeignDataWrapperRecord,
    "functions": r.FunctionRecord,
    "installed": r.InstalledRecord,
    "languages": r.LanguageRecord,
    "opclasses": r.OpclassRecord,
    "operators": r.OperatorRecord,
    "opfamilies": r.OpfamilyRecord,
    "publications": r.PublicationRecord,
    "relations": r.RelationRecord,
    "reloptions": r.ReloptionRecord,
    "roles": r.RoleRecord,
    "schemas": r.SchemaRecord,
    "settings": r.SettingRecord,
    "tablespaces": r.NameRecord,
    "transforms": r.TransformRecord,
    "ts_configs": r.TextSearchRecord,
    "ts_dicts": r.TextSearchRecord,
    "ts_parsers": r.TextSearchRecord,
    "ts_templates": r.TextSearchRecord,
    "types": r.TypeRecord,
}

#: kind -> file of PostgreSQL's own, for those that do not stand in misc.json
PG_FILES = {
    "access_methods": "indexing",
    "casts": "casts",
    "collations": "collations",
    "functions": "functions",
    "opclasses": "indexing",
    "operators": "operators",
    "opfamilies": "indexing",
    "relations": "relations",
    "settings": "settings",
    "types": "types",
}

Tree = dict[str, dict[str, dict[str, msgspec.Raw]]]
Record = TypeVar("Record", bound=msgspec.Struct)

_tree_decoder: msgspec.json.Decoder[Tree] = msgspec.json.Decoder(Tree)
_decoders: dict[type[msgspec.Struct], msgspec.json.Decoder[Any]] = {}


class Store:
    """The records of one data set, as one major version of PostgreSQL has them.

    Every method answers with fresh records, or None or an empty list where the set has nothing of that name.
    `title` is "pg", "extension NAME" or "platform NAME".
    """

    def __init__(self, title: str, version: int, paths: dict[str, str], places: tuple[tuple[bytes, bytes], ...] = ()):
        self.title = title
        self.version = version
        self._paths = paths
        self._places = places
        self._trees: dict[str, Tree] = {}
        self._casts: dict[tuple[str, str], r.CastRecord] | None = None

    def _tree(self, kind: str) -> dict[str, dict[str, msgspec.Raw]]:
        path = self._paths.get(kind) or self._paths.get("")
        if path is None:
            return {}
        tree = self._trees.get(path)
        if tree is None:
            with open(path, "rb") as file:
                data = file.read()
            for old, new in self._places:
                data = data.replace(old, new)
            tree = self._trees[path] = _tree_decoder.decode(data)
        return tree.get(kind, {})

    def _get(self, record: type[Record], kind: str, namespace: str, name: str) -> list[Record]:
        names = self._tree(kind).get(namespace)
        raw = names.get(name) if names is not None else None
        if raw is None:
            return []
        decoder = _decoders.get(record)
        if decoder is None:
            decoder = _decoders[record] = msgspec.json.Decoder(list[record])  # type: ignore[valid-type]
        found: list[Any] = decoder.decode(raw)
        version = self.version
        return [x for x in found if x.since <= version and (not x.until or version <= x.until)]

    def _named(self, record: type[Record], kind: str, namespace: str, name: str) -> list[Record]:
        found: list[Any] = self._get(record, kind, namespace, name)
        for x in found:
            x.namespace, x.name = namespace, name
        return found

    def _one(self, record: type[Record], kind: str, name: str) -> Record | None:
        found: list[Any] = self._get(record, kind, "", name)
        if not found:
            return None
        found[0].name = found[0].name or name
        return found[0]  # type: ignore[no-any-return]

    # --- listing ---

    def kinds(self) -> list[str]:
        """The kinds of records that the main file of this set has (all of them, but for "pg")."""
        path = self._paths.get("")
        self._tree("")
        return list(self._trees[path]) if path else []

    def namespaces(self, kind: str) -> list[str]:
        """The schemas under which records of a kind are filed."""
        return list(self._tree(kind))

    def names(self, kind: str, namespace: str = "") -> list[str]:
        """The names of a kind in a schema which this version has; decodes them all, so only for error messages.

        For "casts" the source types, for "opclasses" the access methods, for "opfamilies" pass the access method.
        """
        record = KINDS[kind]
        names = self._tree(kind).get(namespace, {})
        return [name for name in names if self._get(record, kind, namespace, name)]

    def any_names(self, kind: str, namespace: str = "") -> list[str]:
        """As `names`, without looking at versions: fast, may name what only another version has."""
        return list(self._tree(kind).get(namespace, ()))

    # --- objects in schemas ---

    def type(self, namespace: str, name: str) -> r.TypeRecord | None:
        """pg_type; also the row type of a relation (`relation` is set), and its array type."""
        found = self._named(r.TypeRecord, "types", namespace, name)
        if found:
            return found[0]
        prefix = "" if namespace == "pg_catalog" else quote(namespace) + "."
        if self.has("relations", namespace, name):
            kind = self._get(r.RelationRecord, "relations", namespace, name)[0].kind
            if kind != "S":
                text = prefix + quote(name)
                return r.TypeRecord(
                    text,
                    typtype="c",
                    category="C",
                    array="_" + name,
                    align="d",
                    relation=True,
                    namespace=namespace,
                    name=name,
                )
        elif name.startswith("_") and self.has("relations", namespace, name[1:]):
            element = prefix + quote(name[1:])
            return r.TypeRecord(
                element + "[]", category="A", element=element, subscript="array_subscript_handler", align="d",
                namespace=namespace, name=name,
            )  # fmt: skip
        return None

    def type_of(self, text: str) -> r.TypeRecord | None:
        """The type that a record names by `text`; a modifier is passed over."""
        namespace, name, _ = split_type(text)
        return self.type(namespace, name)

    def has(self, kind: str, namespace: str, name: str) -> bool:
        """Whether this version has something of that kind and name."""
        return bool(self._get(KINDS[kind], kind, namespace, name))

    def functions(self, namespace: str, name: str) -> list[r.FunctionRecord]:
        """pg_proc: all overloads of a name."""
        return self._named(r.FunctionRecord, "functions", namespace, name)

    def operators(self, name: str, namespace: str = "pg_catalog") -> list[r.OperatorRecord]:
        """pg_operator: all operators of a name."""
        return self._named(r.OperatorRecord, "operators", namespace, name)

    def relation(self, namespace: str, name: str) -> r.RelationRecord | None:
        """pg_class: a table, view or sequence."""
        found = self._named(r.RelationRecord, "relations", namespace, name)
        return found[0] if found else None

    def collation(self, namespace: str, name: str) -> r.CollationRecord | None:
        """pg_collation of any encoding, without those that initdb takes from the operating system."""
        found = self._named(r.CollationRecord, "collations", namespace, name)
        return found[0] if found else None

    def conversion(self, namespace: str, name: str) -> r.ConversionRecord | None:
        """pg_conversion."""
        found = self._named(r.ConversionRecord, "conversions", namespace, name)
        return found[0] if found else None

    def text_search(self, kind: str, namespace: str, name: str) -> r.TextSearchRecord | None:
        """pg_ts_*; `kind` is "configs", "dicts", "parsers" or "templates"."""
        found = self._named(r.TextSearchRecord, "ts_" + kind, namespace, name)
        return found[0] if found else None

    # --- casts and indexing ---

    def casts(self) -> dict[tuple[str, str], r.CastRecord]:
        """pg_cast by (source, target) text; decoded as a whole, once."""
        if self._casts is None:
            self._casts = {}
            for source in self._tree("casts").get("", ()):
                for cast in self._get(r.CastRecord, "casts", "", source):
                    cast.source = source
                    self._casts[source, cast.target] = cast
        return self._casts

    def cast(self, source: str, target: str) -> r.CastRecord | None:
        """pg_cast: the cast between two types, by their texts."""
        if self._casts is not None:
            return self._casts.get((source, target))
        for cast in self._get(r.CastRecord, "casts", "", source):
            if cast.target == target:
                cast.source = source
                return cast
        return None

    def access_method(self, name: str) -> r.AccessMethodRecord | None:
        """pg_am."""
        return self._one(r.AccessMethodRecord, "access_methods", name)

    def opclasses(self, access_method: str) -> list[r.OpclassRecord]:
        """pg_opclass: all classes of an access method."""
        found = self._get(r.OpclassRecord, "opclasses", "", access_method)
        for x in found:
            x.access_method = access_method
        return found

    def opfamily(self, access_method: str, name: str) -> r.OpfamilyRecord | None:
        """pg_opfamily with its operators and functions, by its bare name."""
        found = self._get(r.OpfamilyRecord, "opfamilies", access_method, name)
        if not found:
            return None
        found[0].access_method, found[0].name = access_method, name
        return found[0]

    # --- objects without a schema ---

    def language(self, name: str) -> r.LanguageRecord | None:
        """pg_language."""
        return self._one(r.LanguageRecord, "languages", name)

    def role(self, name: str) -> r.RoleRecord | None:
        """pg_authid."""
        return self._one(r.RoleRecord, "roles", name)

    def schema(self, name: str) -> r.SchemaRecord | None:
        """pg_namespace."""
        return self._one(r.SchemaRecord, "schemas", name)

    def setting(self, name: str) -> r.SettingRecord | None:
        """pg_settings, the name in lower case."""
        return self._one(r.SettingRecord, "settings", name)

    def reloption(self, owner: str, name: str) -> r.ReloptionRecord | None:
        """A storage parameter of "table", "view", "btree" … (see the record)."""
        found = self._named(r.ReloptionRecord, "reloptions", owner, name)
        return found[0] if found else None

    def database(self) -> r.DatabaseRecord:
        """The settings of the database (ALTER DATABASE … SET)."""
        return self._one(r.DatabaseRecord, "database", "") or r.DatabaseRecord()

    def extension(self, name: str) -> r.ExtensionRecord | None:
        """A control file (only the store of `open_extensions` has them)."""
        return self._one(r.ExtensionRecord, "extensions", name)

    def installed(self) -> list[r.InstalledRecord]:
        """pg_extension: what is installed from the start."""
        return [x for name in self.names("installed") if (x := self._one(r.InstalledRecord, "installed", name))]

    def event_trigger(self, name: str) -> r.EventTriggerRecord | None:
        """pg_event_trigger."""
        return self._one(r.EventTriggerRecord, "event_triggers", name)

    def publication(self, name: str) -> r.PublicationRecord | None:
        """pg_publication."""
        return self._one(r.PublicationRecord, "publications", name)

    def foreign_data_wrapper(self, name: str) -> r.ForeignDataWrapperRecord | None:
        """pg_foreign_data_wrapper."""
        return self._one(r.ForeignDataWrapperRecord, "foreign_data_wrappers", name)

    def command_tag(self, name: str) -> r.CommandTagRecord | None:
        """A command tag in upper case."""
        return self._one(r.CommandTagRecord, "command_tags", name)

    def transforms(self, type_text: str) -> list[r.TransformRecord]:
        """pg_transform of a type."""
        return self._get(r.TransformRecord, "transforms", "", type_text)


def _checked(version: int) -> int:
    if version not in VERSIONS:
        raise ValueError(f"PostgreSQL {version} is not known here, only {VERSIONS[0]} to {VERSIONS[-1]}")
    return version


def open_pg(version: int) -> Store:
    """pg_catalog and information_schema of a major version; ValueError for one that is not 14 to 18."""
    paths = {kind: os.path.join(DATA, "pg", f"{file}.json") for kind, file in PG_FILES.items()}
    paths[""] = os.path.join(DATA, "pg", "misc.json")
    return Store("pg", _checked(version), paths)


def open_extensions(version: int) -> Store:
    """The control files of all known extensions."""
    return Store("extensions", _checked(version), {"": os.path.join(DATA, "extensions.json")})


def open_extension(name: str, version: int, schemas: dict[str, str]) -> Store | None:
    """The objects that CREATE EXTENSION adds; None when there is no data.

    `schemas` says where: {"": schema of this extension, "cube": schema of a required one, …}; what is missing is
    taken to be in the schema of the extension.
    """
    path = os.path.join(DATA, "extensions", f"{name}.json")
    if os.path.basename(path) != f"{name}.json" or not os.path.exists(path):
        return None
    places: list[tuple[bytes, bytes]] = []
    for required, schema in [*schemas.items()]:
        mark = f"@extschema:{required}@" if required else "@extschema@"
        text = "" if schema == "pg_catalog" else msgspec.json.encode(quote(schema)).decode()[1:-1] + "."
        places.append((f"{mark}.".encode(), text.encode()))
        places.append((mark.encode(), msgspec.json.encode(schema)[1:-1]))
    return Store(f"extension {name}", _checked(version), {"": path}, tuple(places))


def open_platform(name: str, version: int) -> Store | None:
    """What a hosting platform adds to PostgreSQL; None for one without data ("postgres" has none to add)."""
    path = os.path.join(DATA, "platforms", f"{name}.json")
    if os.path.basename(path) != f"{name}.json" or not os.path.exists(path):
        return None
    return Store(f"platform {name}", _checked(version), {"": path})
