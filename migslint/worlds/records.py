"""The shapes of what is there before the first migration: one struct for each system catalog that is mirrored.

Records stand in the data files as JSON arrays in the order of the fields below; trailing fields that have their default
are left out.  Conventions that hold for all of them:

- A type is named by the text of `format_type` as a session with an empty search_path sees it: "integer",
  "timestamp with time zone[]", "auth.aal_level", with its modifier where a column has one ("character varying(64)").
- A function, operator, collation, relation or operator class is named by its quoted, schema-qualified text, without
  the schema when that is pg_catalog: "now", "extensions.uuid_generate_v4", "graphql_public.graphql", "extensions.=".
- `since` and `until` are the first and last major version of PostgreSQL that has the record; 0 is "no bound".
- `namespace` and `name` are not in the file: the store fills them in from the keys under which it found the record.
"""

from __future__ import annotations

import msgspec


class ColumnRecord(msgspec.Struct, array_like=True):
    """pg_attribute and pg_attrdef: a column of a relation or an attribute of a composite type.

    `default` is the expression of the default, or of the generation when `generated` is "s" (stored) or "v" (virtual);
    `identity` is "a" (always), "d" (by default) or "".  `collation` is set where it is not the type's own.
    """

    name: str
    type: str
    notnull: bool = False
    default: str = ""
    identity: str = ""
    generated: str = ""
    collation: str = ""


class ConstraintRecord(msgspec.Struct, array_like=True):
    """pg_constraint: a constraint of a table or domain.

    `type` is contype: "p", "u", "f", "c", "x", "n", "t".  `columns` are the constrained columns (for a CHECK those that
    its expression mentions), `foreign_relation` and `foreign_columns` the referenced ones.  `definition` is what
    pg_get_constraintdef says.
    """

    name: str
    type: str
    definition: str
    columns: list[str] = []
    foreign_relation: str = ""
    foreign_columns: list[str] = []


class IndexRecord(msgspec.Struct, array_like=True):
    """pg_index: an index with its access method; `columns` has "" for an expression, `included` the INCLUDE columns.

    `constraint` tells that a constraint of the same name owns the index.
    """

    name: str
    definition: str
    access_method: str = "btree"
    columns: list[str] = []
    unique: bool = False
    primary: bool = False
    partial: bool = False
    included: list[str] = []
    constraint: bool = False


class TriggerRecord(msgspec.Struct, array_like=True):
    """pg_trigger: a trigger of a relation; `function` without parentheses, `definition` as pg_get_triggerdef has it.

    `columns` are those of UPDATE OF; `constraint` tells a CREATE CONSTRAINT TRIGGER.
    """

    name: str
    function: str
    definition: str
    columns: list[str] = []
    constraint: bool = False


class PolicyRecord(msgspec.Struct, array_like=True):
    """pg_policy: a row security policy; `command` is "ALL", "SELECT", "INSERT", "UPDATE" or "DELETE"."""

    name: str
    command: str = "ALL"
    permissive: bool = True
    roles: list[str] = []
    qual: str = ""
    with_check: str = ""


class SequenceRecord(msgspec.Struct, array_like=True):
    """pg_sequence and the pg_depend row that says which column owns it (`owner_table` "" where none does)."""

    type: str = "bigint"
    owner_table: str = ""
    owner_column: str = ""
    identity: bool = False


class RelationRecord(msgspec.Struct, array_like=True):
    """pg_class with what hangs on it.

    `kind` is relkind: "r", "p", "v", "m", "f", "S".  `oid` is 0 unless it is the same on every server.
    `partition_key` is the text of pg_get_partkeydef ("RANGE (inserted_at)"), `sequence` is set for kind "S",
    `complete` is false where the source does not tell all (constraints, indexes or triggers may be missing).
    """

    kind: str = "r"
    columns: list[ColumnRecord] = []
    constraints: list[ConstraintRecord] = []
    indexes: list[IndexRecord] = []
    triggers: list[TriggerRecord] = []
    policies: list[PolicyRecord] = []
    row_security: bool = False
    force_row_security: bool = False
    owner: str = ""
    partition_key: str = ""
    sequence: SequenceRecord | None = None
    server: str = ""
    complete: bool = True
    oid: int = 0
    since: int = 0
    until: int = 0
    namespace: str = ""
    name: str = ""


class TypeRecord(msgspec.Struct, array_like=True):
    """pg_type, with pg_range, pg_enum and the attributes of a stand-alone composite type.

    `text` is how other records name the type.  `typtype`: "b" base, "c" composite, "d" domain, "e" enum, "p" pseudo,
    "r" range, "m" multirange.  `category` and `preferred` rule operator and function resolution.
    `element` is typelem; it is a true array when `subscript` is "array_subscript_handler".  `array` is the name (not
    the text) of the array type in the same schema, "" when there is none.
    `base`, `notnull`, `default` and `constraints` belong to a domain; `labels` to an enum; `subtype` and `multirange`
    (text) to a range, `range` to a multirange; `columns` to a composite.
    `typmod` tells that the type takes a modifier; `collation` is its typcollation ("" not collatable).
    `length`, `byval`, `align` and `storage` are the physical ones (typlen in bytes, -1 varlena, -2 cstring).
    `relation` tells the row type of a relation of the same name; then `columns` is empty and the relation has them.
    """

    text: str = ""
    oid: int = 0
    typtype: str = "b"
    category: str = "U"
    preferred: bool = False
    element: str = ""
    subscript: str = ""
    array: str = ""
    length: int = -1
    byval: bool = False
    align: str = "i"
    storage: str = "x"
    typmod: bool = False
    collation: str = ""
    base: str = ""
    notnull: bool = False
    default: str = ""
    constraints: list[ConstraintRecord] = []
    labels: list[str] = []
    subtype: str = ""
    multirange: str = ""
    range: str = ""
    columns: list[ColumnRecord] = []
    relation: bool = False
    owner: str = ""
    since: int = 0
    until: int = 0
    namespace: str = ""
    name: str = ""


class FunctionRecord(msgspec.Struct, array_like=True):
    """pg_proc and pg_aggregate: a function, procedure, aggregate or window function.

    `args` are the input types (proargtypes).  `all_args` and `modes` ("i", "o", "b", "v", "t" each) are set when there
    are other than IN parameters; `names` goes with `all_args` when that is set, else with `args`; it is empty when no
    parameter has a name.  `defaults` are the default expressions of the last input parameters.  `variadic` is the
    element type of a VARIADIC array, "any" quoted where it is "any".  `volatility` is "i", "s" or "v".
    For an aggregate `aggregate_kind` is "n", "o" or "h", `direct_args` their number, `transition` the state type.
    """

    args: list[str] = []
    result: str = ""
    kind: str = "f"
    returns_set: bool = False
    volatility: str = "i"
    strict: bool = True
    language: str = "internal"
    oid: int = 0
    names: list[str] = []
    modes: str = ""
    all_args: list[str] = []
    defaults: list[str] = []
    variadic: str = ""
    security_definer: bool = False
    aggregate_kind: str = ""
    direct_args: int = 0
    transition: str = ""
    owner: str = ""
    since: int = 0
    until: int = 0
    namespace: str = ""
    name: str = ""


class OperatorRecord(msgspec.Struct, array_like=True):
    """pg_operator; `left` is "" for a prefix operator.

    `commutator` and `negator` are operators' texts, "" where there is none or none is known; so is `function`.
    """

    left: str
    right: str
    result: str
    function: str = ""
    commutator: str = ""
    negator: str = ""
    merges: bool = False
    hashes: bool = False
    oid: int = 0
    since: int = 0
    until: int = 0
    namespace: str = ""
    name: str = ""


class CastRecord(msgspec.Struct, array_like=True):
    """pg_cast: `context` "i" implicit, "a" assignment, "e" explicit; `method` "f" function, "i" in/out, "b" binary."""

    target: str
    context: str = "e"
    method: str = "f"
    function: str = ""
    since: int = 0
    until: int = 0
    source: str = ""


class AccessMethodRecord(msgspec.Struct, array_like=True):
    """pg_am with what pg_indexam_has_property says; `type` is "i" index or "t" table."""

    type: str
    handler: str
    can_order: bool = False
    can_unique: bool = False
    can_multi_col: bool = False
    can_exclude: bool = False
    can_include: bool = False
    since: int = 0
    until: int = 0
    name: str = ""


class OpclassRecord(msgspec.Struct, array_like=True):
    """pg_opclass of the access method under which it is filed; `family` is the text of its operator family."""

    name: str
    type: str
    default: bool = False
    family: str = ""
    key_type: str = ""
    namespace: str = "pg_catalog"
    since: int = 0
    until: int = 0
    access_method: str = ""


class AmopRecord(msgspec.Struct, array_like=True):
    """pg_amop: operator `strategy` of a family between `left` and `right`; `purpose` "s" search or "o" ordering."""

    left: str
    right: str
    strategy: int
    operator: str
    purpose: str = "s"


class AmprocRecord(msgspec.Struct, array_like=True):
    """pg_amproc: support function `number` of a family between `left` and `right`."""

    left: str
    right: str
    number: int
    function: str


class OpfamilyRecord(msgspec.Struct, array_like=True):
    """pg_opfamily with its members, filed under its access method and name."""

    operators: list[AmopRecord] = []
    functions: list[AmprocRecord] = []
    namespace: str = "pg_catalog"
    since: int = 0
    until: int = 0
    access_method: str = ""
    name: str = ""


class CollationRecord(msgspec.Struct, array_like=True):
    """pg_collation; `provider` "d", "c", "i" or "b"; `encoding` is a name of an encoding or "" for all."""

    provider: str = "c"
    encoding: str = ""
    deterministic: bool = True
    since: int = 0
    until: int = 0
    namespace: str = ""
    name: str = ""


class ConversionRecord(msgspec.Struct, array_like=True):
    """pg_conversion, encodings by name."""

    source: str
    target: str
    default: bool = True
    since: int = 0
    until: int = 0
    namespace: str = ""
    name: str = ""


class LanguageRecord(msgspec.Struct, array_like=True):
    """pg_language; `handler`, `inline` and `validator` are functions' texts, `inline` "" where DO is not supported."""

    trusted: bool = False
    handler: str = ""
    inline: str = ""
    validator: str = ""
    since: int = 0
    until: int = 0
    name: str = ""


class TextSearchRecord(msgspec.Struct, array_like=True):
    """pg_ts_config, pg_ts_dict, pg_ts_parser or pg_ts_template.

    `of` is the parser of a configuration, the template of a dictionary, "" otherwise; `tokens` are the token
    types of a parser.
    """

    of: str = ""
    tokens: list[str] = []
    since: int = 0
    until: int = 0
    namespace: str = ""
    name: str = ""


class RoleRecord(msgspec.Struct, array_like=True):
    """pg_authid; `attributes` are the flags that are on ("superuser", "login", …), `config` settings "name=value"."""

    attributes: list[str] = []
    member_of: list[str] = []
    config: list[str] = []
    since: int = 0
    until: int = 0
    name: str = ""


class SchemaRecord(msgspec.Struct, array_like=True):
    """pg_namespace; `acl` as the catalog has it ("" for none)."""

    owner: str = ""
    acl: str = ""
    since: int = 0
    until: int = 0
    name: str = ""


class SettingRecord(msgspec.Struct, array_like=True):
    """pg_settings: `type` "bool", "integer", "real", "string" or "enum"; `context` "internal", "postmaster", "sighup",
    "superuser-backend", "backend", "superuser" or "user".

    `minimum`, `maximum` and `boot` are texts, "" where there is none or it depends on the machine.  Filed in lower
    case; `name` is how the server spells it ("DateStyle").
    """

    type: str
    context: str
    boot: str = ""
    unit: str = ""
    minimum: str = ""
    maximum: str = ""
    values: list[str] = []
    since: int = 0
    until: int = 0
    name: str = ""


class ReloptionRecord(msgspec.Struct, array_like=True):
    """A storage parameter (access/common/reloptions.c).

    Filed under what takes it: "table", "partitioned table", "toast", "view", "attribute", or the access method of an
    index.  `type` is "bool", "integer", "real", "string" or "enum"; `detail` is what the server says of a value that is
    out of bounds or none of the enum's.
    """

    type: str
    detail: str = ""
    since: int = 0
    until: int = 0
    namespace: str = ""
    name: str = ""


class DatabaseRecord(msgspec.Struct, array_like=True):
    """pg_db_role_setting for all roles of the database that the migrations run in, filed under the name ""."""

    config: list[str] = []
    since: int = 0
    until: int = 0
    name: str = ""


class ExtensionRecord(msgspec.Struct, array_like=True):
    """A control file: pg_available_extension_versions.

    `version` is the default version, `versions` those that CREATE EXTENSION … VERSION would take (empty: not known).
    `schema` is set where the control file fixes it.  `trusted` lets a user without superuser rights create it.
    `modelled` is "full" when the objects were read from a real server of the version, "signatures" when all their names
    and signatures are known (functions' default expressions, bodies and support functions are not), "approximate" when
    objects may be missing, "" when there is no data file.
    `platforms` are the platforms that offer it; "postgres" is PostgreSQL's own contrib.
    """

    version: str
    versions: list[str] = []
    relocatable: bool = False
    schema: str = ""
    requires: list[str] = []
    trusted: bool = False
    superuser: bool = True
    modelled: str = ""
    platforms: list[str] = []
    since: int = 0
    until: int = 0
    name: str = ""


class InstalledRecord(msgspec.Struct, array_like=True):
    """pg_extension: an extension that is there from the start, with its schema."""

    schema: str
    version: str
    owner: str = ""
    since: int = 0
    until: int = 0
    name: str = ""


class EventTriggerRecord(msgspec.Struct, array_like=True):
    """pg_event_trigger."""

    event: str
    function: str
    tags: list[str] = []
    enabled: str = "O"
    since: int = 0
    until: int = 0
    name: str = ""


class PublicationRecord(msgspec.Struct, array_like=True):
    """pg_publication; `tables` are relations' texts."""

    all_tables: bool = False
    tables: list[str] = []
    owner: str = ""
    since: int = 0
    until: int = 0
    name: str = ""


class ForeignDataWrapperRecord(msgspec.Struct, array_like=True):
    """pg_foreign_data_wrapper, functions' texts."""

    handler: str = ""
    validator: str = ""
    since: int = 0
    until: int = 0
    name: str = ""


class CommandTagRecord(msgspec.Struct, array_like=True):
    """A command tag; `event_trigger`: WHEN TAG IN takes it; `table_rewrite`: also for the event table_rewrite."""

    event_trigger: bool = False
    table_rewrite: bool = False
    since: int = 0
    until: int = 0
    name: str = ""


class NameRecord(msgspec.Struct, array_like=True):
    """Something that has only a name: a tablespace, a database, an encoding, an event that event triggers wait for."""

    since: int = 0
    until: int = 0
    name: str = ""


class TransformRecord(msgspec.Struct, array_like=True):
    """pg_transform of a type, filed under the type's text; functions' texts."""

    language: str
    from_sql: str = ""
    to_sql: str = ""
    since: int = 0
    until: int = 0
    name: str = ""
