"""ALTER TABLE: who may be altered how, and in which order (`commands/tablecmds.c, ATController`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from migslint.catalog.errors import PgError
from migslint.catalog.objects import Relation
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.xact import prevent_in_block

# the passes, in their order
DROP, ALTER_TYPE, ADD_COL, SET_EXPRESSION, ADD_CONSTR = range(5)
COL_ATTRS, ADD_INDEXCONSTR, ADD_INDEX, OTHERCONSTR, MISC = range(5, 10)

#: subcommand -> the kinds of relation that it is for, its name in messages, its pass
ACTIONS: dict[str, tuple[str, str, int]] = {
    "AT_AddColumn": ("rpcf", "ADD COLUMN", ADD_COL),
    "AT_ColumnDefault": ("rpvf", "ALTER COLUMN ... SET DEFAULT", OTHERCONSTR),
    "AT_AddIdentity": ("rpvf", "ALTER COLUMN ... ADD IDENTITY", OTHERCONSTR),
    "AT_SetIdentity": ("rpvf", "ALTER COLUMN ... SET", MISC),
    "AT_DropIdentity": ("rpvf", "ALTER COLUMN ... DROP IDENTITY", DROP),
    "AT_DropNotNull": ("rpf", "ALTER COLUMN ... DROP NOT NULL", DROP),
    "AT_SetNotNull": ("rpf", "ALTER COLUMN ... SET NOT NULL", COL_ATTRS),
    "AT_SetExpression": ("rpf", "ALTER COLUMN ... SET EXPRESSION", SET_EXPRESSION),
    "AT_DropExpression": ("rpf", "ALTER COLUMN ... DROP EXPRESSION", DROP),
    "AT_SetStatistics": ("rpmiIf", "ALTER COLUMN ... SET STATISTICS", MISC),
    "AT_SetOptions": ("rpmf", "ALTER COLUMN ... SET", MISC),
    "AT_ResetOptions": ("rpmf", "ALTER COLUMN ... RESET", MISC),
    "AT_SetStorage": ("rpmf", "ALTER COLUMN ... SET STORAGE", MISC),
    "AT_SetCompression": ("rpm", "ALTER COLUMN ... SET COMPRESSION", MISC),
    "AT_DropColumn": ("rpcf", "DROP COLUMN", DROP),
    "AT_AddConstraint": ("rpf", "ADD CONSTRAINT", ADD_CONSTR),
    "AT_DropConstraint": ("rpf", "DROP CONSTRAINT", DROP),
    "AT_AlterColumnType": ("rpcf", "ALTER COLUMN ... SET DATA TYPE", ALTER_TYPE),
    "AT_AlterColumnGenericOptions": ("f", "ALTER COLUMN ... OPTIONS", MISC),
    "AT_ChangeOwner": ("rpvmfSiIc", "OWNER TO", MISC),
    "AT_ClusterOn": ("rpm", "CLUSTER ON", MISC),
    "AT_DropCluster": ("rpm", "SET WITHOUT CLUSTER", MISC),
    "AT_SetLogged": ("rS", "SET LOGGED", MISC),
    "AT_SetUnLogged": ("rS", "SET UNLOGGED", MISC),
    "AT_DropOids": ("rpf", "SET WITHOUT OIDS", DROP),
    "AT_SetAccessMethod": ("rpm", "SET ACCESS METHOD", MISC),
    "AT_SetTableSpace": ("rpmiI", "SET TABLESPACE", MISC),
    "AT_SetRelOptions": ("rpvmi", "SET", MISC),
    "AT_ResetRelOptions": ("rpvmi", "RESET", MISC),
    "AT_AddInherit": ("rpf", "INHERIT", MISC),
    "AT_DropInherit": ("rpf", "NO INHERIT", MISC),
    "AT_AlterConstraint": ("rp", "ALTER CONSTRAINT", MISC),
    "AT_ValidateConstraint": ("rpf", "VALIDATE CONSTRAINT", MISC),
    "AT_ReplicaIdentity": ("rpm", "REPLICA IDENTITY", MISC),
    "AT_EnableTrig": ("rpf", "ENABLE TRIGGER", MISC),
    "AT_EnableAlwaysTrig": ("rpf", "ENABLE ALWAYS TRIGGER", MISC),
    "AT_EnableReplicaTrig": ("rpf", "ENABLE REPLICA TRIGGER", MISC),
    "AT_EnableTrigAll": ("rpf", "ENABLE TRIGGER ALL", MISC),
    "AT_EnableTrigUser": ("rpf", "ENABLE TRIGGER USER", MISC),
    "AT_DisableTrig": ("rpf", "DISABLE TRIGGER", MISC),
    "AT_DisableTrigAll": ("rpf", "DISABLE TRIGGER ALL", MISC),
    "AT_DisableTrigUser": ("rpf", "DISABLE TRIGGER USER", MISC),
    "AT_EnableRule": ("rp", "ENABLE RULE", MISC),
    "AT_EnableAlwaysRule": ("rp", "ENABLE ALWAYS RULE", MISC),
    "AT_EnableReplicaRule": ("rp", "ENABLE REPLICA RULE", MISC),
    "AT_DisableRule": ("rp", "DISABLE RULE", MISC),
    "AT_EnableRowSecurity": ("rp", "ENABLE ROW SECURITY", MISC),
    "AT_DisableRowSecurity": ("rp", "DISABLE ROW SECURITY", MISC),
    "AT_ForceRowSecurity": ("rp", "FORCE ROW SECURITY", MISC),
    "AT_NoForceRowSecurity": ("rp", "NO FORCE ROW SECURITY", MISC),
    "AT_GenericOptions": ("f", "OPTIONS", MISC),
    "AT_AttachPartition": ("pI", "ATTACH PARTITION", MISC),
    "AT_DetachPartition": ("p", "DETACH PARTITION", MISC),
    "AT_DetachPartitionFinalize": ("p", "DETACH PARTITION ... FINALIZE", MISC),
    "AT_AddOf": ("rp", "OF", MISC),
    "AT_DropOf": ("rp", "NOT OF", MISC),
}

_KINDS_BY_OBJECT = {
    "OBJECT_SEQUENCE": ("S", "a sequence"),
    "OBJECT_VIEW": ("v", "a view"),
    "OBJECT_MATVIEW": ("m", "a materialized view"),
    "OBJECT_FOREIGN_TABLE": ("f", "a foreign table"),
    "OBJECT_TYPE": ("c", "a composite type"),
    "OBJECT_INDEX": ("iI", "an index"),
}


class Command(msgspec.Struct, eq=False):
    """An AlterTableCmd; `definition` is what its `def` has become, `cascade` its behavior."""

    subtype: str
    name: str = ""
    definition: Any = None
    cascade: bool = False
    missing_ok: bool = False
    recurse: bool = True
    node: Any = None


class Table:
    """`AlteredTableInfo`: the relation, the commands of each pass, and what is to be done in the end."""

    def __init__(self, session: Session, rel: Relation, recurse: bool, location: int | None) -> None:
        self.session = session
        self.rel = rel
        self.recurse = recurse
        self.location = location
        self.passes: list[list[Command]] = [[] for _ in range(10)]
        self.after: list[Callable[[], None]] = []
        self.retyped: set[str] = set()
        self.persistence = False
        self.tablespace = False
        self.access_method = False


def alter_table(session: Session, node: Any) -> None:
    """`ProcessUtilitySlow`, T_AlterTableStmt; `AlterTableLookupRelation`, `ATController`."""
    for cmd in node["cmds"]:
        body = cmd["AlterTableCmd"]
        if body["subtype"] == "AT_DetachPartition" and body["def"]["PartitionCmd"].get("concurrent"):
            prevent_in_block(session, "ALTER TABLE ... DETACH CONCURRENTLY")
    target = node["relation"]
    location = target.get("location", 0)
    if node.get("missing_ok"):
        found = lookup.find_relation(session, target)
        if found is None:
            session.notice(
                f'relation "{target["relname"]}" does not exist, skipping',
                reason="skip",
                kind="relation",
                name=target["relname"],
                location=location,
                statement=node,
            )
            return
        rel = found
    else:
        rel = lookup.relation(session, target)
    _check_kind(session, rel, node.get("objtype", "OBJECT_TABLE"), location)
    recurse = target.get("inh", False) or rel.relkind == "c"
    run(Table(session, rel, recurse, location), [c["AlterTableCmd"] for c in node["cmds"]])


def _check_kind(session: Session, rel: Relation, objtype: str, location: int | None) -> None:
    """`RangeVarCallbackForAlterRelation`."""
    lookup.check_not_system(rel, location)
    kinds, what = _KINDS_BY_OBJECT.get(objtype, ("", ""))
    if kinds and rel.relkind not in kinds:
        raise lookup.not_a(rel, what, location)
    if objtype != "OBJECT_TYPE" and rel.relkind == "c":
        raise PgError(
            "42809",
            f'"{rel.name}" is a composite type',
            hint="Use ALTER TYPE instead.",
            location=location,
            reason="kind",
            kind="relation",
            name=rel.name,
            obj=rel,
        )


def run(tab: Table, cmds: list[Any]) -> None:
    """`ATController`: all subcommands are prepared before the first is executed."""
    for cmd in cmds:
        prepare(tab, cmd)
    for number in range(10):
        for command in tab.passes[number]:
            execute(tab, command, number)
    for statement in tab.after:
        statement()
    tab.session.catalog.event(tab.rel, "altered")


_WORDS_14 = (
    ("r", "table"),
    ("v", "view"),
    ("m", "materialized view"),
    ("i", "index"),
    ("I", "partitioned index"),
    ("c", "composite type"),
    ("f", "foreign table"),
)


def simple_permissions(session: Session, subtype: str, rel: Relation, kinds: str, location: int | None = None) -> None:
    """`ATSimplePermissions`."""
    if rel.relkind in kinds:
        return
    if session.version < 15:
        words = [word for kind, word in _WORDS_14 if kind in kinds]
        if len(words) > 2:
            text = f"{', '.join(words[:-1])}, or {words[-1]}"
        else:
            text = " or ".join(words) or "table"
        raise lookup.not_a(rel, ("an " if text.startswith("i") else "a ") + text, location)
    raise PgError(
        "42809",
        f'ALTER action {ACTIONS[subtype][1]} cannot be performed on relation "{rel.name}"',
        detail=lookup.relkind_not_supported(rel.relkind),
        location=location,
        reason="kind",
        kind="relation",
        name=rel.name,
        obj=rel,
    )


def prepare(tab: Table, node: Any) -> None:
    """`ATPrepCmd`."""
    session, rel, subtype = tab.session, tab.rel, node["subtype"]
    found = ACTIONS.get(subtype)
    if found is None:
        return
    kinds, _, number = found
    if subtype in ("AT_SetLogged", "AT_SetUnLogged"):
        kinds = "rp" if session.version < 15 else "rpS" if session.version < 18 else "rS"
    elif subtype in ("AT_AttachPartition", "AT_DetachPartition") and session.version < 18:
        kinds = "r" + kinds
    simple_permissions(session, subtype, rel, kinds, tab.location)
    command = Command(
        subtype,
        node.get("name", ""),
        node.get("def"),
        node.get("behavior") == "DROP_CASCADE",
        node.get("missing_ok", False),
        tab.recurse,
        node,
    )
    if subtype == "AT_ColumnDefault" and command.definition is None:
        number = DROP
    elif subtype in ("AT_AddColumn", "AT_DropColumn"):
        from migslint.commands.tablecmds import columns

        columns.prepare_typed(tab, command)
    elif subtype == "AT_AlterColumnType":
        from migslint.commands.tablecmds import altertype

        altertype.prepare(tab, command)
    elif subtype == "AT_AddConstraint":
        from migslint.commands.tablecmds import constraintcmds

        constraintcmds.prepare_primary_key(tab, command)
    elif subtype == "AT_DropExpression":
        from migslint.commands.tablecmds import generated

        generated.prepare_drop_expression(tab, command)
    elif subtype in _PREPARED_MISC:
        from migslint.commands.tablecmds import misc

        misc.prepare(tab, command)
    tab.passes[number].append(command)


_PREPARED_MISC = frozenset(
    (
        "AT_SetLogged",
        "AT_SetUnLogged",
        "AT_SetAccessMethod",
        "AT_SetTableSpace",
        "AT_AddInherit",
        "AT_DropInherit",
    )
)

_COLUMN = frozenset(
    (
        "AT_AddColumn",
        "AT_DropColumn",
        "AT_ColumnDefault",
        "AT_AddIdentity",
        "AT_SetIdentity",
        "AT_DropIdentity",
        "AT_DropNotNull",
        "AT_SetNotNull",
        "AT_SetExpression",
        "AT_DropExpression",
        "AT_SetStatistics",
        "AT_SetOptions",
        "AT_ResetOptions",
        "AT_SetStorage",
        "AT_SetCompression",
        "AT_AlterColumnGenericOptions",
    )
)
_CONSTRAINT = frozenset(
    (
        "AT_AddConstraint",
        "AT_AddIndex",
        "AT_AddIndexConstraint",
        "AT_DropConstraint",
        "AT_AlterConstraint",
        "AT_ValidateConstraint",
    )
)


def execute(tab: Table, command: Command, number: int) -> None:
    """`ATExecCmd`."""
    subtype = command.subtype
    if subtype in _COLUMN:
        from migslint.commands.tablecmds import columns

        columns.EXECUTE[subtype](tab, command)
    elif subtype in _CONSTRAINT:
        from migslint.commands.tablecmds import constraintcmds

        constraintcmds.execute(tab, command, number)
    elif subtype == "AT_AlterColumnType":
        from migslint.commands.tablecmds import altertype

        altertype.execute(tab, command)
    else:
        from migslint.commands.tablecmds import misc

        misc.execute(tab, command)
