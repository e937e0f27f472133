"""COMMENT (`commands/comment.c`) and SECURITY LABEL (`commands/seclabel.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.objects import Attribute, CatalogObject, Relation
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.lookup import strings
from migslint.commands.objectaddress import get_object_address, open_table, range_var
from migslint.commands.renameatt import index_columns

if TYPE_CHECKING:
    from migslint.syntax.nodes import CommentStmt, SecLabelStmt

_SEQUENCE_COLUMNS = ("last_value", "log_cnt", "is_called")


def comment(session: Session, node: CommentStmt) -> None:
    """`CommentObject`."""
    kind: str = node.get("objtype", "")
    target: Any = node["object"]
    found: CatalogObject | None
    if kind == "OBJECT_DATABASE":
        found = session.catalog.global_object("database", target["String"]["sval"])
    elif kind == "OBJECT_COLUMN":
        found = _column(session, target)
    elif kind == "OBJECT_RULE" and strings(target["List"]["items"])[-1] == "_RETURN":
        found = _return_rule(session, target)
    else:
        found = get_object_address(session, kind, target)
    if found is not None:
        session.journal.set(found, "comment", node.get("comment") or None)


def _column(session: Session, target: Any) -> Attribute | None:
    """`get_object_address_attribute`, then the check of the relkind; None for a system column."""
    names = strings(target["List"]["items"])
    if len(names) > 1:
        rel = lookup.relation(session, range_var(names[:-1]))
        name = names[-1]
        if name not in rel.attributes and _other_column(rel, name):
            _check_relkind(session, rel)
            return None
    found = get_object_address(session, "OBJECT_COLUMN", target)
    assert isinstance(found, Attribute)
    _check_relkind(session, found.relation)
    return found


def _other_column(rel: Relation, name: str) -> bool:
    """Columns that the catalog does not keep: those of the system, of sequences and of indexes."""
    if rel.index is not None:
        return name in index_columns(rel)
    if rel.relkind == "S" and name in _SEQUENCE_COLUMNS:
        return True
    return name in SYSTEM_COLUMNS and rel.relkind not in "vc"


def _check_relkind(session: Session, rel: Relation) -> None:
    if rel.relkind in "rvmcfp":
        return
    if session.version < 15:
        raise lookup.not_a(rel, "a table, view, materialized view, composite type, or foreign table")
    raise PgError(
        "42809",
        f'cannot set comment on relation "{rel.name}"',
        detail=lookup.relkind_not_supported(rel.relkind),
        reason="kind",
        kind="relation",
        name=rel.name,
        obj=rel,
    )


def _return_rule(session: Session, target: Any) -> CatalogObject | None:
    """The rule that makes a view a view; the catalog does not keep it as an object."""
    names = strings(target["List"]["items"])
    rel = open_table(session, range_var(names[:-1]), False) if len(names) > 1 else None
    if rel is not None and rel.relkind in "vm":
        return None
    return get_object_address(session, "OBJECT_RULE", target)


def security_label(session: Session, node: SecLabelStmt) -> None:
    """`ExecSecLabelStmt`: a provider is a library that the server loads at its start.

    Where the provider is named like an extension that is there, it is one that the platform has loaded.
    """
    provider = node.get("provider")
    if provider is None:
        raise PgError(
            "22023", "no security label providers have been loaded", reason="missing", kind="security label provider"
        )
    if ns.find_shared(session, "extension", provider) is not None:
        raise Unknown(provider)
    raise PgError(
        "22023",
        f'security label provider "{provider}" is not loaded',
        reason="missing",
        kind="security label provider",
        name=provider,
    )
