"""The objects of the catalog, named and shaped as PostgreSQL's system catalogs have them.

Identity is the object itself: names may change, references stay.  Parse trees that an object keeps (a default, a view's
query) are opaque to this room.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from migslint.source import Place

DepType = Literal["n", "a", "i", "e", "P", "S"]
"""pg_depend.deptype: normal, automatic, internal, extension, partition."""

EventKind = Literal["created", "altered", "renamed", "dropped", "skipped", "refused"]


class Event(msgspec.Struct, frozen=True):
    """One moment in the life of an object; `place` is None for what was there before the first file."""

    kind: EventKind
    place: Place | None
    note: str = ""


class CatalogObject(msgspec.Struct, eq=False, kw_only=True):
    """What every object has.

    `references` and `dependents` are pg_depend, seen from both ends; `serial` grows with the order of creation.
    `unknown` names the parts of the object that the catalog does not know for sure ("column", "policy", "trigger",
    "constraint", "index", "self": it may not be there).
    """

    name: str
    owner: str = ""
    comment: str | None = None
    life: list[Event] = msgspec.field(default_factory=list)
    references: dict[CatalogObject, DepType] = msgspec.field(default_factory=dict)
    dependents: dict[CatalogObject, DepType] = msgspec.field(default_factory=dict)
    serial: int = 0
    unknown: frozenset[str] = frozenset()
    builtin: bool = False

    def __repr__(self) -> str:
        """Short: objects refer to each other."""
        return f"<{type(self).__name__} {self.name}>"


def is_pinned(obj: CatalogObject) -> bool:
    """`IsPinnedObject`: what initdb made, on which no dependency is recorded because it cannot be dropped.

    What an extension or a platform brought depends at least on its schema.
    """
    if isinstance(obj, Attribute):
        obj = obj.relation
    return obj.builtin and not obj.references


class Namespace(CatalogObject, kw_only=True):
    """pg_namespace, with what lies in it by name.

    `lazy` ones ask the world for names not seen yet; `pending` holds the names that an extension has brought and that
    nobody has looked at, with the layers that have them.
    """

    relations: dict[str, Relation] = msgspec.field(default_factory=dict)
    types: dict[str, Type] = msgspec.field(default_factory=dict)
    procs: dict[str, list[Proc]] = msgspec.field(default_factory=dict)
    operators: dict[str, list[Operator]] = msgspec.field(default_factory=dict)
    others: dict[tuple[str, str], CatalogObject] = msgspec.field(default_factory=dict)
    lazy: bool = False
    asked: set[tuple[str, str]] = msgspec.field(default_factory=set)
    pending: dict[tuple[str, str], list[Any]] = msgspec.field(default_factory=dict)


class Namespaced(CatalogObject, kw_only=True):
    """An object that lies in a schema."""

    namespace: Namespace


class TypeRef(msgspec.Struct, frozen=True):
    """A type with its modifier as pg_attribute.atttypmod has it (-1: none).

    A modifier of a type that is not built in is kept as its words.
    """

    type: Type
    typmod: int | tuple[str, ...] = -1


class Type(Namespaced, kw_only=True):
    """pg_type.

    typtype: b base, c composite, d domain, e enum, p pseudo, r range, m multirange, ? unknown to us.  A shell is not
    `defined`.  `base` of a domain; `labels` of an enum; `relation` of a composite; `subtype` of a range.  `made_in` is
    the transaction in which an enum was made, `fresh_labels` the ones in which labels were added later.  `collation` is
    set where it is neither the default one nor that of the base type.
    """

    oid: int = 0
    typtype: str = "b"
    category: str = "U"
    preferred: bool = False
    element: Type | None = None
    array: Type | None = None
    is_array: bool = False
    base: TypeRef | None = None
    notnull: bool = False
    has_default: bool = False
    labels: list[str] = msgspec.field(default_factory=list)
    fresh_labels: dict[str, int] = msgspec.field(default_factory=dict)
    made_in: int = -1
    relation: Relation | None = None
    subtype: Type | None = None
    multirange: Type | None = None
    range: Type | None = None
    constraints: dict[str, Constraint] = msgspec.field(default_factory=dict)
    collatable: bool = False
    collation: str = ""
    takes_typmod: bool = False
    defined: bool = True


class Attribute(CatalogObject, kw_only=True):
    """pg_attribute."""

    relation: Relation
    number: int
    type: Type
    typmod: int | tuple[str, ...] = -1
    notnull: bool = False
    default: AttrDefault | None = None
    identity: str = ""
    generated: str = ""
    collation: str = ""
    inhcount: int = 0
    islocal: bool = True


class AttrDefault(CatalogObject, kw_only=True):
    """pg_attrdef: a default, or the expression of a generated column."""

    attribute: Attribute
    expression: Any = None


class IndexInfo(msgspec.Struct, eq=False):
    """pg_index; `keys` has None for an expression, `width` counts the key columns without INCLUDE.

    `opclasses` has "" where the default one is used, `collations` where the column's is; `operators` are the names of
    an exclusion constraint's operators.  The partitioned index that it belongs to is in the relation's `parents`.
    """

    table: Relation
    keys: list[Attribute | None]
    width: int
    unique: bool = False
    primary: bool = False
    exclusion: bool = False
    method: str = "btree"
    predicate: Any = None
    expressions: list[Any] = msgspec.field(default_factory=list)
    opclasses: list[str] = msgspec.field(default_factory=list)
    descending: list[bool] = msgspec.field(default_factory=list)
    nulls_first: list[bool] = msgspec.field(default_factory=list)
    nulls_not_distinct: bool = False
    immediate: bool = True
    valid: bool = True
    clustered: bool = False
    replica_identity: bool = False
    operators: list[list[str]] = msgspec.field(default_factory=list)
    collations: list[str] = msgspec.field(default_factory=list)


class SequenceInfo(msgspec.Struct, eq=False):
    """pg_sequence; `owner` is the column it belongs to (OWNED BY), `identity` whether as IDENTITY.

    `last` is the value that it had for certain, None where nothing is known of it.
    """

    type: Type
    owner: Attribute | None = None
    identity: bool = False
    start: int = 1
    increment: int = 1
    minimum: int = 1
    maximum: int = 9223372036854775807
    cache: int = 1
    cycle: bool = False
    last: int | None = None


class PartitionKey(msgspec.Struct, eq=False):
    """pg_partitioned_table: strategy l, r or h, a column or None (an expression) for each key.

    `columns` are all columns that the keys mention.
    """

    strategy: str
    keys: list[Attribute | None]
    types: list[Type]
    columns: list[Attribute] = msgspec.field(default_factory=list)


class Relation(Namespaced, kw_only=True):
    """pg_class.

    relkind: r table, p partitioned table, v view, m materialized view, i index, I partitioned index, S sequence,
    c composite type, f foreign table, t TOAST.
    """

    relkind: str
    persistence: str = "p"
    attributes: dict[str, Attribute] = msgspec.field(default_factory=dict)
    last_number: int = 0
    constraints: dict[str, Constraint] = msgspec.field(default_factory=dict)
    indexes: dict[str, Relation] = msgspec.field(default_factory=dict)
    triggers: dict[str, Trigger] = msgspec.field(default_factory=dict)
    rules: dict[str, Rule] = msgspec.field(default_factory=dict)
    policies: dict[str, Policy] = msgspec.field(default_factory=dict)
    parents: list[Relation] = msgspec.field(default_factory=list)
    children: list[Relation] = msgspec.field(default_factory=list)
    rowtype: Type | None = None
    index: IndexInfo | None = None
    sequence: SequenceInfo | None = None
    partition_key: PartitionKey | None = None
    partition_bound: Any = None
    row_security: bool = False
    force_row_security: bool = False
    options: dict[str, str] = msgspec.field(default_factory=dict)
    query: Any = None
    of_type: Type | None = None
    server: str = ""
    method: str = ""
    tablespace: str = ""
    replica_identity: str = "d"
    on_commit: str = ""
    populated: bool = True
    transient: bool = False

    @property
    def is_partition(self) -> bool:
        """relispartition."""
        return self.partition_bound is not None


class Constraint(CatalogObject, kw_only=True):
    """pg_constraint; contype p, u, f, c, x, n (not null, from 18), t."""

    relation: Relation | None = None
    domain: Type | None = None
    contype: str
    columns: list[Attribute] = msgspec.field(default_factory=list)
    ref_relation: Relation | None = None
    ref_columns: list[Attribute] = msgspec.field(default_factory=list)
    index: Relation | None = None
    expression: Any = None
    deferrable: bool = False
    deferred: bool = False
    validated: bool = True
    enforced: bool = True
    no_inherit: bool = False
    inhcount: int = 0
    islocal: bool = True
    on_delete: str = "a"
    on_update: str = "a"
    match: str = "s"


class Trigger(CatalogObject, kw_only=True):
    """pg_trigger; events are INSERT, DELETE, UPDATE, TRUNCATE."""

    relation: Relation
    proc: Proc | None
    args: tuple[str, ...] = ()
    timing: str = "AFTER"
    events: tuple[str, ...] = ()
    row: bool = False
    columns: list[Attribute] = msgspec.field(default_factory=list)
    when: Any = None
    constraint: bool = False
    enabled: str = "O"
    old_table: str = ""
    new_table: str = ""
    deferrable: bool = False
    deferred: bool = False
    parent: Trigger | None = None


class Rule(CatalogObject, kw_only=True):
    """pg_rewrite; `returning`: an action has RETURNING; `actions` are parse trees, None where they are not known."""

    relation: Relation
    event: str = "select"
    instead: bool = False
    returning: bool = False
    where: Any = None
    actions: list[Any] | None = None
    enabled: str = "O"


class Policy(CatalogObject, kw_only=True):
    """pg_policy; command is all, select, insert, update or delete; no roles means PUBLIC."""

    relation: Relation
    command: str = "all"
    permissive: bool = True
    roles: tuple[str, ...] = ()
    using: Any = None
    check: Any = None


class Argument(msgspec.Struct, frozen=True):
    """One argument of a routine; mode i, o, b (INOUT), v (VARIADIC), t (TABLE column)."""

    name: str
    mode: str
    type: Type
    default: bool = False


class FunctionBody(msgspec.Struct, eq=False):
    """The body of a routine: `text` of AS '…', or the `tree` of BEGIN ATOMIC and RETURN.

    `location` is the byte of AS (or of the body) in the text that was parsed, `place` the statement.
    """

    text: str | None
    tree: Any
    location: int | None
    place: Place | None


class Proc(Namespaced, kw_only=True):
    """pg_proc; kind f function, p procedure, a aggregate, w window function.

    `argtypes` is the signature, `args` all arguments; `default_types` are the types of the default expressions of the
    last `ndefaults` inputs, where they are known; `body` is a `FunctionBody` where the folder made it.
    """

    oid: int = 0
    kind: str = "f"
    args: list[Argument] = msgspec.field(default_factory=list)
    argtypes: tuple[Type, ...] = ()
    ndefaults: int = 0
    default_types: tuple[Type, ...] = ()
    variadic: Type | None = None
    rettype: Type
    retset: bool = False
    language: str = "sql"
    volatility: str = "v"
    strict: bool = False
    security_definer: bool = False
    body: Any = None
    settings: dict[str, str] = msgspec.field(default_factory=dict)
    aggkind: str = "n"
    direct_args: int = 0


class Operator(Namespaced, kw_only=True):
    """pg_operator; left is None for a prefix operator, result None for a shell."""

    oid: int = 0
    left: Type | None
    right: Type
    result: Type | None
    proc: str = ""
    commutator: str = ""
    negator: str = ""
    merges: bool = False
    hashes: bool = False


class OpClass(Namespaced, kw_only=True):
    """pg_opclass (and the family it belongs to)."""

    method: str
    intype: Type
    default: bool = False
    keytype: Type | None = None
    family: str = ""


class Cast(CatalogObject, kw_only=True):
    """pg_cast; context i implicit, a assignment, e explicit; method f function, b binary, i inout."""

    source: Type
    target: Type
    context: str = "e"
    method: str = "f"


class Extension(CatalogObject, kw_only=True):
    """pg_extension; `modelled` says whether its objects are all known."""

    namespace: Namespace | None = None
    version: str = ""
    relocatable: bool = False
    modelled: bool = True
    requires: list[str] = msgspec.field(default_factory=list)


class Setting(CatalogObject, kw_only=True):
    """pg_settings: a parameter of the server.

    vartype: bool, integer, real, string or enum; `minimum` and `maximum` are texts, "" where there is none or it
    depends on the machine; `values` are the words of an enum.
    """

    vartype: str
    context: str = "user"
    boot: str = ""
    unit: str = ""
    minimum: str = ""
    maximum: str = ""
    values: list[str] = msgspec.field(default_factory=list)


class CommandTag(CatalogObject, kw_only=True):
    """What a command is called in its completion tag, and whether event triggers fire for it."""

    event_trigger: bool = False
    table_rewrite: bool = False


class Role(CatalogObject, kw_only=True):
    """pg_authid; `members` are the roles that it was granted to, `grants` the privileges that it holds on objects."""

    login: bool = False
    superuser: bool = False
    inherit: bool = True
    bypass_rls: bool = False
    members: list[str] = msgspec.field(default_factory=list)
    settings: dict[str, str] = msgspec.field(default_factory=dict)
    grants: dict[CatalogObject, frozenset[str]] = msgspec.field(default_factory=dict)


class Publication(CatalogObject, kw_only=True):
    """pg_publication with its relations and schemas."""

    all_tables: bool = False
    via_root: bool = False
    actions: tuple[str, ...] = ("insert", "update", "delete", "truncate")
    relations: dict[Relation, PublicationRel] = msgspec.field(default_factory=dict)
    schemas: dict[Namespace, bool] = msgspec.field(default_factory=dict)


class PublicationRel(CatalogObject, kw_only=True):
    """pg_publication_rel, named as the publication; no `columns` means all."""

    publication: Publication
    relation: Relation
    columns: list[Attribute] = msgspec.field(default_factory=list)
    where: Any = None


class EventTrigger(CatalogObject, kw_only=True):
    """pg_event_trigger."""

    event: str
    proc: Proc | None = None
    tags: tuple[str, ...] = ()
    enabled: str = "O"


class ForeignServer(CatalogObject, kw_only=True):
    """pg_foreign_server; `mappings` are the user mappings by user ("public" for PUBLIC)."""

    wrapper: str
    mappings: dict[str, UserMapping] = msgspec.field(default_factory=dict)
    options: dict[str, str] = msgspec.field(default_factory=dict)


class UserMapping(CatalogObject, kw_only=True):
    """pg_user_mapping; the name is the user's."""

    server: ForeignServer
    options: dict[str, str] = msgspec.field(default_factory=dict)


class StatisticsObject(Namespaced, kw_only=True):
    """pg_statistic_ext."""

    relation: Relation
    kinds: tuple[str, ...] = ()


class Simple(CatalogObject, kw_only=True):
    """An object of which only the name matters: a language, an access method, a wrapper, a tablespace …

    `record` is what the world knows of it.
    """

    kind: str
    record: Any = None


class SimpleNamespaced(Namespaced, kw_only=True):
    """As `Simple`, in a schema: collation, conversion, text search objects, operator families."""

    kind: str
    details: dict[str, Any] = msgspec.field(default_factory=dict)
