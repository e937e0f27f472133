"""Which handler runs which statement (`tcop/utility.c, ProcessUtility`)."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from migslint.catalog.session import Session

Handler = Callable[[Session, Any], None]

#: node tag -> module of this package and function in it; modules are imported when first needed
HANDLERS: dict[str, tuple[str, str]] = {
    "CreateStmt": ("tablecmds", "create_table"),
    "AlterTableStmt": ("tablecmds", "alter_table"),
    "CreateForeignTableStmt": ("tablecmds", "create_foreign_table"),
    "AlterTableMoveAllStmt": ("tablecmds", "alter_table_move_all"),
    "TruncateStmt": ("tablecmds", "truncate"),
    "LockStmt": ("lockcmds", "lock_table"),
    "IndexStmt": ("indexcmds", "create_index"),
    "ReindexStmt": ("reindex", "reindex"),
    "ClusterStmt": ("cluster", "cluster"),
    "CreateSeqStmt": ("sequence", "define_sequence"),
    "AlterSeqStmt": ("sequence", "alter_sequence"),
    "DropStmt": ("dropcmds", "drop"),
    "RenameStmt": ("rename", "rename"),
    "AlterObjectSchemaStmt": ("alter", "set_schema"),
    "AlterOwnerStmt": ("alter", "owner"),
    "AlterObjectDependsStmt": ("alter", "depends"),
    "CommentStmt": ("comment", "comment"),
    "SecLabelStmt": ("comment", "security_label"),
    "CreateSchemaStmt": ("schemacmds", "create_schema"),
    "CreateEnumStmt": ("typecmds", "define_enum"),
    "AlterEnumStmt": ("typecmds", "alter_enum"),
    "CompositeTypeStmt": ("typecmds", "define_composite"),
    "CreateRangeStmt": ("typecmds", "define_range"),
    "CreateDomainStmt": ("domaincmds", "define_domain"),
    "AlterDomainStmt": ("domaincmds", "alter_domain"),
    "AlterTypeStmt": ("typecmds", "alter_type"),
    "DefineStmt": ("define", "define"),
    "CreateFunctionStmt": ("functioncmds", "create_function"),
    "AlterFunctionStmt": ("functioncmds", "alter_function"),
    "CallStmt": ("functioncmds", "call"),
    "CreateCastStmt": ("castcmds", "create_cast"),
    "CreateTransformStmt": ("castcmds", "create_transform"),
    "DoStmt": ("functioncmds", "do"),
    "AlterOperatorStmt": ("operatorcmds", "alter_operator"),
    "CreateOpClassStmt": ("opclasscmds", "define_opclass"),
    "CreateOpFamilyStmt": ("opclasscmds", "define_opfamily"),
    "AlterOpFamilyStmt": ("opclasscmds", "alter_opfamily"),
    "CreateConversionStmt": ("collationcmds", "create_conversion"),
    "AlterCollationStmt": ("collationcmds", "alter_collation"),
    "AlterTSDictionaryStmt": ("tsearchcmds", "alter_dictionary"),
    "AlterTSConfigurationStmt": ("tsearchcmds", "alter_configuration"),
    "CreatePLangStmt": ("proclang", "create_language"),
    "CreateAmStmt": ("amcmds", "create_access_method"),
    "CreateExtensionStmt": ("extension", "create_extension"),
    "AlterExtensionStmt": ("extension", "alter_extension"),
    "AlterExtensionContentsStmt": ("extension", "alter_extension_contents"),
    "CreatePolicyStmt": ("policy", "create_policy"),
    "AlterPolicyStmt": ("policy", "alter_policy"),
    "CreateTrigStmt": ("trigger", "create_trigger"),
    "RuleStmt": ("rewrite", "define_rule"),
    "ViewStmt": ("view", "define_view"),
    "CreateTableAsStmt": ("createas", "create_table_as"),
    "RefreshMatViewStmt": ("createas", "refresh_matview"),
    "CreateEventTrigStmt": ("event_trigger", "create_event_trigger"),
    "AlterEventTrigStmt": ("event_trigger", "alter_event_trigger"),
    "CreatePublicationStmt": ("publicationcmds", "create_publication"),
    "AlterPublicationStmt": ("publicationcmds", "alter_publication"),
    "CreateSubscriptionStmt": ("subscriptioncmds", "create_subscription"),
    "AlterSubscriptionStmt": ("subscriptioncmds", "alter_subscription"),
    "DropSubscriptionStmt": ("subscriptioncmds", "drop_subscription"),
    "CreateFdwStmt": ("foreigncmds", "create_wrapper"),
    "AlterFdwStmt": ("foreigncmds", "alter_wrapper"),
    "CreateForeignServerStmt": ("foreigncmds", "create_server"),
    "AlterForeignServerStmt": ("foreigncmds", "alter_server"),
    "CreateUserMappingStmt": ("foreigncmds", "create_user_mapping"),
    "AlterUserMappingStmt": ("foreigncmds", "alter_user_mapping"),
    "DropUserMappingStmt": ("foreigncmds", "drop_user_mapping"),
    "ImportForeignSchemaStmt": ("foreigncmds", "import_foreign_schema"),
    "CreateStatsStmt": ("statscmds", "create_statistics"),
    "AlterStatsStmt": ("statscmds", "alter_statistics"),
    "CreateRoleStmt": ("user", "create_role"),
    "AlterRoleStmt": ("user", "alter_role"),
    "AlterRoleSetStmt": ("user", "alter_role_set"),
    "DropRoleStmt": ("user", "drop_role"),
    "GrantRoleStmt": ("user", "grant_role"),
    "DropOwnedStmt": ("user", "drop_owned"),
    "ReassignOwnedStmt": ("user", "reassign_owned"),
    "GrantStmt": ("aclchk", "grant"),
    "AlterDefaultPrivilegesStmt": ("aclchk", "alter_default_privileges"),
    "CreatedbStmt": ("dbcommands", "create_database"),
    "AlterDatabaseStmt": ("dbcommands", "alter_database"),
    "AlterDatabaseSetStmt": ("dbcommands", "alter_database_set"),
    "DropdbStmt": ("dbcommands", "drop_database"),
    "CreateTableSpaceStmt": ("dbcommands", "create_tablespace"),
    "DropTableSpaceStmt": ("dbcommands", "drop_tablespace"),
    "AlterTableSpaceOptionsStmt": ("dbcommands", "alter_tablespace"),
    "VariableSetStmt": ("variable", "set_variable"),
    "VariableShowStmt": ("variable", "show_variable"),
    "AlterSystemStmt": ("variable", "alter_system"),
    "DiscardStmt": ("variable", "discard"),
    "ConstraintsSetStmt": ("variable", "set_constraints"),
    "CopyStmt": ("copy", "copy"),
    "PrepareStmt": ("prepare", "prepare"),
    "ExecuteStmt": ("prepare", "execute"),
    "DeallocateStmt": ("prepare", "deallocate"),
    "DeclareCursorStmt": ("portalcmds", "declare_cursor"),
    "FetchStmt": ("portalcmds", "fetch"),
    "ClosePortalStmt": ("portalcmds", "close"),
    "ExplainStmt": ("explain", "explain"),
    "VacuumStmt": ("vacuum", "vacuum"),
    "NotifyStmt": ("async_", "notify"),
    "ListenStmt": ("async_", "notify"),
    "UnlistenStmt": ("async_", "notify"),
    "LoadStmt": ("async_", "notify"),
    "CheckPointStmt": ("async_", "notify"),
    "SelectStmt": ("dml", "select"),
    "InsertStmt": ("dml", "insert"),
    "UpdateStmt": ("dml", "update"),
    "DeleteStmt": ("dml", "delete"),
    "MergeStmt": ("dml", "merge"),
}

#: `tcop/pquery.c, PlannedStmtRequiresSnapshot`: after these SET TRANSACTION may still come
WITHOUT_SNAPSHOT = frozenset(
    (
        "LockStmt",
        "VariableSetStmt",
        "VariableShowStmt",
        "ConstraintsSetStmt",
        "FetchStmt",
        "ListenStmt",
        "NotifyStmt",
        "UnlistenStmt",
        "CheckPointStmt",
    )
)

_loaded: dict[str, Handler] = {}


def handler(tag: str) -> Handler | None:
    """The function that models a kind of statement, None if there is none."""
    found = _loaded.get(tag)
    if found is None:
        where = HANDLERS.get(tag)
        if where is None:
            return None
        module, function = where
        found = getattr(import_module(f"migslint.commands.{module}" if "." not in module else module), function)
        _loaded[tag] = found
    return found


def register(tag: str, module: str, function: str) -> None:
    """A later room (plpgsql) takes over a kind of statement; `module` is then a full module name."""
    HANDLERS[tag] = (module, function)
    _loaded.pop(tag, None)


def execute(session: Session, tag: str, node: Any) -> None:
    """Run one statement: returns when the server would accept it.

    Raises PgError where the server would refuse it, Unknown where that cannot be said; in both cases the caller rolls
    the journal back.
    """
    run = handler(tag)
    if run is not None:
        if tag not in WITHOUT_SNAPSHOT:
            session.snapshot_taken = session.transaction
        run(session, node)
