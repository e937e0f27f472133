"""The system catalogs and information_schema as relations over the catalog in memory, one file a family.

A provider gives the rows of one relation: values by column, and how sure the row is.  A column that is left out is
unknown (but not NULL where the real one is NOT NULL).  What is in doubt is a row of which only the certain part is
given, there any number of times: a WHERE that the certain part already fails leaves nothing of the doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from migslint.executor.values import Value

if TYPE_CHECKING:
    from migslint.executor.run import Run

#: the values of the columns that are known, and how sure the row is
Made = tuple[dict[str, Value], int]
#: `hints`: only rows with one of these values in a column are asked for; a provider may give others, too
Provider = Callable[["Run", dict[str, list[Value]]], Iterable[Made]]

_CATALOG = {
    "pg_class": ("pg_class", "pg_tables", "pg_views", "pg_matviews", "pg_stat_user_tables", "pg_stat_all_tables"),
    "pg_index": ("pg_index", "pg_indexes"),
    "pg_attribute": ("pg_attribute", "pg_attrdef"),
    "pg_constraint": ("pg_constraint",),
    "pg_trigger": ("pg_trigger", "pg_policy", "pg_policies", "pg_rules", "pg_rewrite"),
    "pg_type": ("pg_type", "pg_enum", "pg_range"),
    "pg_proc": ("pg_proc", "pg_aggregate"),
    "pg_sequence": ("pg_sequence", "pg_sequences", "pg_inherits", "pg_partitioned_table"),
    "pg_shared": (
        *("pg_namespace", "pg_roles", "pg_authid", "pg_auth_members", "pg_extension", "pg_available_extensions"),
        *("pg_language", "pg_am", "pg_settings", "pg_event_trigger", "pg_foreign_server", "pg_foreign_data_wrapper"),
        *("pg_collation", "pg_user", "pg_group"),
    ),
    "pg_publication": (*("pg_publication", "pg_publication_rel", "pg_publication_namespace", "pg_publication_tables"),),
    "pg_depend": ("pg_depend", "pg_description", "pg_operator", "pg_cast"),
}
_SCHEMA = {
    "schema_tables": ("tables", "views", "schemata", "sequences"),
    "schema_columns": ("columns",),
    "schema_constraints": (
        *("table_constraints", "key_column_usage", "constraint_column_usage", "constraint_table_usage"),
        *("referential_constraints", "check_constraints"),
    ),
    "schema_routines": ("routines", "parameters", "triggers", "domains"),
    "schema_roles": ("enabled_roles", "applicable_roles", "role_table_grants", "table_privileges"),
}
_MODULES = {
    (schema, name): module
    for schema, files in (("pg_catalog", _CATALOG), ("information_schema", _SCHEMA))
    for module, names in files.items()
    for name in names
}


def provider(schema: str, name: str) -> Provider | None:
    """What gives the rows of a relation; None where nobody does."""
    module = _MODULES.get((schema, name))
    if module is None:
        return None
    found: Any = getattr(import_module(f"migslint.executor.relations.{module}"), name)
    return found  # type: ignore[no-any-return]
