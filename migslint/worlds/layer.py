"""Records made into catalog objects, one name at a time, when the catalog first asks for it."""

from __future__ import annotations

from collections.abc import Iterable

from migslint.catalog import objects as o
from migslint.catalog.catalog import Catalog
from migslint.catalog.typename import SQL_NAMES
from migslint.worlds import records as r
from migslint.worlds.store import Store
from migslint.worlds.texts import quote, split_name, split_type

_TEXT_SEARCH = {
    "text search configuration": "configs",
    "text search dictionary": "dicts",
    "text search parser": "parsers",
    "text search template": "templates",
}

#: kind of record -> kind of name in `Namespace.pending`
_PENDING = {"relations": "relation", "types": "type", "functions": "proc", "operators": "operator"}
_RECORDS = {kind: records for records, kind in _PENDING.items()} | {"cast": "casts"}

#: kind of object -> kind of record, for listing
_LISTED = _RECORDS | {
    "collation": "collations",
    "role": "roles",
    "language": "languages",
    "access method": "access_methods",
    "setting": "settings",
    "foreign-data wrapper": "foreign_data_wrappers",
    "publication": "publications",
    "event trigger": "event_triggers",
}


class Layer:
    """A store as the catalog's `World`; objects of an extension depend on it as its members."""

    def __init__(self, store: Store, extension: o.Extension | None = None) -> None:
        self.store = store
        self.extension = extension

    # --- references by text ---

    def type_of(self, catalog: Catalog, text: str) -> o.Type:
        """The type that a record names; one that is nowhere (its extension is not there) is an empty shell."""
        return self.type_ref(catalog, text).type

    def type_ref(self, catalog: Catalog, text: str) -> o.TypeRef:
        """The type and modifier that a record names."""
        known = catalog.type_texts.get(text)
        if known is not None:
            return known
        schema, name, modifier = split_type(text)
        namespace = catalog.namespaces.get(schema)
        found = catalog.type(namespace, name) if namespace is not None else None
        if found is None:
            from migslint.catalog.objects import Namespace

            found = o.Type(name=name, namespace=namespace or Namespace(name=schema), typtype="?", builtin=True)
        ref = o.TypeRef(found, _typmod(name, modifier) if modifier else -1)
        if schema == "pg_catalog" and found.typtype != "?":
            catalog.type_texts[text] = ref
        return ref

    def _member(self, catalog: Catalog, obj: o.CatalogObject) -> None:
        if self.extension is not None:
            obj.references[self.extension] = "e"
            self.extension.dependents[obj] = "e"

    def _in(self, namespace: o.Namespace, obj: o.CatalogObject) -> None:
        """A built-in object depends on its schema, so that DROP SCHEMA sees it; pg_catalog is never dropped."""
        if namespace.name not in ("pg_catalog", "information_schema"):
            obj.references[namespace] = "n"
            namespace.dependents[obj] = "n"

    # --- the World protocol ---

    def offers(self, kind: str, namespace: str) -> bool:
        """See `catalog.world.World`; the row types of relations are types too."""
        store = self.store
        if kind == "type" and store.any_names("relations", namespace):
            return True
        return bool(store.any_names(_RECORDS[kind], namespace))

    def relation(self, catalog: Catalog, namespace: o.Namespace, name: str) -> o.Relation | None:
        """See `catalog.world.World`."""
        record = self.store.relation(namespace.name, name)
        if record is None:
            return None
        relation = o.Relation(name=name, namespace=namespace, relkind=record.kind, owner=record.owner, builtin=True)
        namespace.relations[name] = relation
        if record.kind != "S":
            relation.rowtype = o.Type(
                name=name, namespace=namespace, typtype="c", category="C", relation=relation, builtin=True
            )
            relation.rowtype.array = o.Type(
                name="_" + name,
                namespace=namespace,
                category="A",
                is_array=True,
                element=relation.rowtype,
                builtin=True,
            )
            namespace.types.setdefault(name, relation.rowtype)
            namespace.types.setdefault("_" + name, relation.rowtype.array)
        for column in record.columns:
            self._column(catalog, relation, column)
        relation.row_security = record.row_security
        relation.force_row_security = record.force_row_security
        relation.server = record.server
        if record.sequence is not None:
            relation.sequence = o.SequenceInfo(self.type_of(catalog, record.sequence.type))
        for index in record.indexes:
            self._index(relation, index)
        for constraint in record.constraints:
            self._constraint(catalog, relation, constraint)
        for trigger in record.triggers:
            relation.triggers[trigger.name] = o.Trigger(
                name=trigger.name, relation=relation, proc=None, constraint=trigger.constraint, builtin=True
            )
        for policy in record.policies:
            relation.policies[policy.name] = o.Policy(
                name=policy.name,
                relation=relation,
                command=policy.command.lower(),
                permissive=policy.permissive,
                roles=tuple(policy.roles),
                builtin=True,
            )
        if not record.complete:
            relation.unknown = frozenset(("constraint", "index", "trigger"))
        self._in(namespace, relation)
        self._member(catalog, relation)
        return relation

    def _column(self, catalog: Catalog, relation: o.Relation, record: r.ColumnRecord) -> None:
        ref = self.type_ref(catalog, record.type)
        relation.last_number += 1
        attribute = o.Attribute(
            name=record.name,
            relation=relation,
            number=relation.last_number,
            type=ref.type,
            typmod=ref.typmod,
            notnull=record.notnull,
            identity=record.identity,
            generated=record.generated,
            collation=record.collation,
            builtin=True,
        )
        if record.default:
            attribute.default = o.AttrDefault(name=record.name, attribute=attribute, builtin=True)
        relation.attributes[record.name] = attribute

    def _index(self, relation: o.Relation, record: r.IndexRecord) -> None:
        index = o.Relation(
            name=record.name,
            namespace=relation.namespace,
            relkind="I" if relation.relkind == "p" else "i",
            builtin=True,
        )
        index.index = o.IndexInfo(
            relation,
            [relation.attributes.get(c) for c in [*record.columns, *record.included]],
            len(record.columns),
            unique=record.unique,
            primary=record.primary,
            method=record.access_method,
            predicate=True if record.partial else None,
        )
        relation.indexes[record.name] = index
        relation.namespace.relations.setdefault(record.name, index)
        _link(index, relation, "a")

    def _constraint(self, catalog: Catalog, relation: o.Relation, record: r.ConstraintRecord) -> None:
        columns = [a for c in record.columns if (a := relation.attributes.get(c)) is not None]
        constraint = o.Constraint(
            name=record.name, relation=relation, contype=record.type, columns=columns, builtin=True
        )
        relation.constraints[record.name] = constraint
        catalog.constraint_names.add(record.name)
        for attribute in columns:
            _link(constraint, attribute, "a")
        index = relation.indexes.get(record.name)
        if index is not None and record.type in "pux":
            constraint.index = index
            index.references.clear()
            relation.dependents.pop(index, None)
            _link(index, constraint, "i")
        if record.type == "f":
            schema, name = split_name(record.foreign_relation)
            namespace = catalog.namespaces.get(schema)
            target = catalog.relation(namespace, name) if namespace is not None else None
            if target is not None:
                constraint.ref_relation = target
                constraint.ref_columns = [
                    a for c in record.foreign_columns if (a := target.attributes.get(c)) is not None
                ]
                for attribute in constraint.ref_columns:
                    _link(constraint, attribute, "n")
                _link(constraint, target, "n")

    def type(self, catalog: Catalog, namespace: o.Namespace, name: str) -> o.Type | None:
        """See `catalog.world.World`."""
        record = self.store.type(namespace.name, name)
        if record is None:
            return None
        if record.relation:
            relation = catalog.relation(namespace, name)
            return relation.rowtype if relation is not None else None
        made = o.Type(
            name=name,
            namespace=namespace,
            oid=record.oid or catalog.new_oid(),
            typtype=record.typtype,
            category=record.category,
            preferred=record.preferred,
            notnull=record.notnull,
            labels=list(record.labels),
            collatable=bool(record.collation),
            collation="C" if record.collation.endswith("C") else "",
            takes_typmod=record.typmod,
            is_array=record.subscript == "array_subscript_handler",
            owner=record.owner,
            builtin=True,
        )
        namespace.types[name] = made
        if record.element:
            made.element = self.type_of(catalog, record.element)
            if made.is_array:
                made.takes_typmod, made.collatable = made.element.takes_typmod, made.element.collatable
                if made.element.array is None:
                    made.element.array = made
        if record.array and made.array is None:
            made.array = catalog.type(namespace, record.array) or o.Type(
                name=record.array, namespace=namespace, category="A", is_array=True, element=made, builtin=True
            )
            namespace.types.setdefault(record.array, made.array)
        if record.base:
            made.base = self.type_ref(catalog, record.base)
        if record.subtype:
            made.subtype = self.type_of(catalog, record.subtype)
            if record.multirange:
                made.multirange = self.type_of(catalog, record.multirange)
                made.multirange.range = made
        if record.range:
            made.range = self.type_of(catalog, record.range)
        if record.typtype == "c":
            relation = o.Relation(name=name, namespace=namespace, relkind="c", rowtype=made, builtin=True)
            for column in record.columns:
                self._column(catalog, relation, column)
            made.relation = relation
        for constraint in record.constraints:
            catalog.constraint_names.add(constraint.name)
            made.constraints[constraint.name] = o.Constraint(
                name=constraint.name, domain=made, contype=constraint.type, builtin=True
            )
        self._in(namespace, made)
        self._member(catalog, made)
        return made

    def procs(self, catalog: Catalog, namespace: o.Namespace, name: str) -> list[o.Proc]:
        """See `catalog.world.World`."""
        return [self._proc(catalog, namespace, f) for f in self.store.functions(namespace.name, name)]

    def _proc(self, catalog: Catalog, namespace: o.Namespace, record: r.FunctionRecord) -> o.Proc:
        argtypes = tuple(self.type_of(catalog, t) for t in record.args)
        texts = record.all_args or record.args
        modes = record.modes or "i" * len(texts)
        names = record.names or [""] * len(texts)
        inputs = [i for i, m in enumerate(modes) if m in "ibv"]
        optional = set(inputs[len(inputs) - len(record.defaults) :]) if record.defaults else set()
        args = [
            o.Argument(names[i], modes[i], self.type_of(catalog, texts[i]), i in optional) for i in range(len(texts))
        ]
        result = record.result.removeprefix("SETOF ")
        proc = o.Proc(
            name=record.name,
            namespace=namespace,
            oid=record.oid or catalog.new_oid(),
            kind=record.kind,
            args=args,
            argtypes=argtypes,
            ndefaults=len(record.defaults),
            variadic=self.type_of(catalog, record.variadic) if record.variadic else None,
            rettype=self.type_of(catalog, result or "void"),
            retset=record.returns_set,
            language=record.language,
            volatility=record.volatility,
            strict=record.strict,
            security_definer=record.security_definer,
            aggkind=record.aggregate_kind or "n",
            direct_args=record.direct_args,
            owner=record.owner,
            builtin=True,
        )
        self._in(namespace, proc)
        self._member(catalog, proc)
        return proc

    def operators(self, catalog: Catalog, namespace: o.Namespace, name: str) -> list[o.Operator]:
        """See `catalog.world.World`."""
        out = []
        for record in self.store.operators(name, namespace.name):
            operator = o.Operator(
                name=name,
                namespace=namespace,
                oid=record.oid or catalog.new_oid(),
                left=self.type_of(catalog, record.left) if record.left else None,
                right=self.type_of(catalog, record.right),
                result=self.type_of(catalog, record.result),
                proc=record.function,
                commutator=record.commutator,
                negator=record.negator,
                merges=record.merges,
                hashes=record.hashes,
                builtin=True,
            )
            self._in(namespace, operator)
            self._member(catalog, operator)
            out.append(operator)
        return out

    def other(self, catalog: Catalog, namespace: o.Namespace, kind: str, name: str) -> o.CatalogObject | None:
        """See `catalog.world.World`; operator classes and families are asked for by "METHOD NAME"."""
        store, made = self.store, None
        if kind == "collation":
            if store.collation(namespace.name, name) is not None:
                made = o.SimpleNamespaced(name=name, namespace=namespace, kind=kind, builtin=True)
        elif kind == "conversion":
            if store.conversion(namespace.name, name) is not None:
                made = o.SimpleNamespaced(name=name, namespace=namespace, kind=kind, builtin=True)
        elif kind in _TEXT_SEARCH:
            record = store.text_search(_TEXT_SEARCH[kind], namespace.name, name)
            if record is not None:
                details = {"of": record.of, "tokens": record.tokens}
                made = o.SimpleNamespaced(name=name, namespace=namespace, kind=kind, builtin=True, details=details)
        elif kind == "operator family":
            method, _, bare = name.partition(" ")
            family = store.opfamily(method, bare)
            if family is not None and family.namespace == namespace.name:
                made = o.SimpleNamespaced(
                    name=bare,
                    namespace=namespace,
                    kind=kind,
                    builtin=True,
                    details={"method": method, "record": family},
                )
        elif kind == "operator class":
            method, _, bare = name.partition(" ")
            for record_class in store.opclasses(method):
                if record_class.name == bare and record_class.namespace == namespace.name:
                    return self._opclass(catalog, namespace, method, record_class)
        if made is not None:
            self._in(namespace, made)
            self._member(catalog, made)
        return made

    def _opclass(self, catalog: Catalog, namespace: o.Namespace, method: str, record: r.OpclassRecord) -> o.OpClass:
        made = o.OpClass(
            name=record.name,
            namespace=namespace,
            method=method,
            intype=self.type_of(catalog, record.type),
            default=record.default,
            keytype=self.type_of(catalog, record.key_type) if record.key_type else None,
            family=record.family,
            builtin=True,
        )
        self._in(namespace, made)
        self._member(catalog, made)
        return made

    def opclasses(self, catalog: Catalog, method: str) -> list[o.OpClass]:
        """All operator classes of an access method in this layer."""
        out = []
        for record in self.store.opclasses(method):
            namespace = catalog.namespaces.get(record.namespace)
            if namespace is not None:
                made = catalog.other(namespace, "operator class", f"{method} {record.name}")
                if isinstance(made, o.OpClass):
                    out.append(made)
        return out

    def shared(self, catalog: Catalog, kind: str, name: str) -> o.CatalogObject | None:
        """See `catalog.world.World`."""
        store = self.store
        if kind == "role":
            role = store.role(name)
            if role is None:
                return None
            settings = dict(c.partition("=")[::2] for c in role.config)
            return o.Role(
                name=name,
                login="login" in role.attributes,
                superuser="superuser" in role.attributes,
                bypass_rls="bypassrls" in role.attributes,
                settings=settings,
                builtin=True,
            )
        if kind == "event trigger":
            trigger = store.event_trigger(name)
            return None if trigger is None else o.EventTrigger(name=name, event=trigger.event, builtin=True)
        if kind == "publication":
            publication = store.publication(name)
            return (
                None
                if publication is None
                else o.Publication(name=name, all_tables=publication.all_tables, builtin=True)
            )
        record: object = None
        if kind == "language":
            record = store.language(name)
        elif kind == "access method":
            record = store.access_method(name)
        elif kind == "setting":
            setting = store.setting(name.lower())
            return None if setting is None else _setting(setting)
        elif kind == "command tag":
            tag = store.command_tag(name)
            if tag is None:
                return None
            return o.CommandTag(
                name=name, event_trigger=tag.event_trigger, table_rewrite=tag.table_rewrite, builtin=True
            )
        elif kind == "foreign-data wrapper":
            record = store.foreign_data_wrapper(name)
        elif kind in ("tablespace", "database", "encoding"):
            record = store.has(kind + "s", "", name) or None
        if record is None:
            return None
        made = o.Simple(name=name, kind=kind, builtin=True, record=record)
        self._member(catalog, made)
        return made

    def cast(self, catalog: Catalog, source: o.Type, target: o.Type) -> o.Cast | None:
        """See `catalog.world.World`."""
        record = self.store.cast(_text(source), _text(target))
        if record is None:
            return None
        made = o.Cast(name="", source=source, target=target, context=record.context, method=record.method, builtin=True)
        self._member(catalog, made)
        return made

    def relation_names(self, namespace: o.Namespace) -> Iterable[str]:
        """See `catalog.world.World`."""
        return self.store.any_names("relations", namespace.name)

    def names(self, kind: str, namespace: str) -> Iterable[str]:
        """See `catalog.world.World`."""
        return self.store.any_names(_LISTED[kind], namespace)

    # --- an extension that a migration creates ---

    def announce(self, catalog: Catalog) -> None:
        """Every name of this layer is there from now on: made when first asked for, undone with the journal."""
        journal = catalog.journal
        for record_kind, kind in _PENDING.items():
            for schema in self.store.namespaces(record_kind):
                namespace = catalog.namespaces.get(schema)
                if namespace is None:
                    continue
                for name in self.store.any_names(record_kind, schema):
                    if self.store.has(record_kind, schema, name):
                        _await(catalog, namespace, kind, name, self)
        for kind, records in (("collation", "collations"), *((k, "ts_" + v) for k, v in _TEXT_SEARCH.items())):
            for schema in self.store.namespaces(records):
                namespace = catalog.namespaces.get(schema)
                for name in self.store.any_names(records, schema) if namespace is not None else ():
                    assert namespace is not None
                    _await(catalog, namespace, kind, name, self)
        for method in self.store.any_names("opclasses"):
            for record in self.store.opclasses(method):
                namespace = catalog.namespaces.get(record.namespace)
                if namespace is not None:
                    _await(catalog, namespace, "operator class", f"{method} {record.name}", self)
        journal.set(catalog, "worlds", [*catalog.worlds, self])
        journal.save(catalog.casts)
        for key in [k for k, cast in catalog.casts.items() if cast is None]:
            del catalog.casts[key]
        for kind, records in (
            ("access method", "access_methods"),
            ("language", "languages"),
            ("foreign-data wrapper", "foreign_data_wrappers"),
        ):
            for name in self.store.names(records):
                made = self.shared(catalog, kind, name)
                if made is not None:
                    journal.put(catalog.shared, (kind, name), made)


def _await(catalog: Catalog, namespace: o.Namespace, kind: str, name: str, layer: Layer) -> None:
    key = (kind, name)
    catalog.journal.put(namespace.pending, key, [*namespace.pending.get(key, ()), layer])


def _link(obj: o.CatalogObject, on: o.CatalogObject, deptype: o.DepType) -> None:
    obj.references[on] = deptype
    on.dependents[obj] = deptype


def _setting(record: r.SettingRecord) -> o.Setting:
    return o.Setting(
        name=record.name,
        vartype=record.type,
        context=record.context,
        boot=record.boot,
        unit=record.unit,
        minimum=record.minimum,
        maximum=record.maximum,
        values=record.values,
        builtin=True,
    )


def _text(type: o.Type) -> str:
    """The type as records name it."""
    if type.is_array and type.element is not None:
        return _text(type.element) + "[]"
    if type.namespace.name == "pg_catalog":
        return SQL_NAMES.get(type.name) or (quote(type.name) if type.name != "char" else '"char"')
    return f"{quote(type.namespace.name)}.{quote(type.name)}"


def _typmod(name: str, modifier: str) -> int | tuple[str, ...]:
    """The number of a modifier's text."""
    words = tuple(w.strip() for w in modifier.split(","))
    name = name.lstrip("_")
    if not all(w.isdigit() for w in words):
        return -1 if name == "interval" else words
    first = int(words[0])
    if name in ("varchar", "bpchar"):
        return first + 4
    if name == "numeric":
        return ((first << 16) | (int(words[1]) if len(words) > 1 else 0)) + 4
    if name in ("bit", "varbit", "time", "timetz", "timestamp", "timestamptz"):
        return first
    return words
