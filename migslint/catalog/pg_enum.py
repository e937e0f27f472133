"""The labels of enums (`catalog/pg_enum.c`)."""

from __future__ import annotations

from migslint.catalog.errors import PgError
from migslint.catalog.names import NAMEDATALEN
from migslint.catalog.objects import Type
from migslint.catalog.session import Session


def _check_label(label: str) -> None:
    if len(label.encode("utf-8", "surrogatepass")) >= NAMEDATALEN:
        raise PgError(
            "42602",
            f'invalid enum label "{label}"',
            detail=f"Labels must be {NAMEDATALEN - 1} bytes or less.",
            reason="definition",
            kind="enum label",
            name=label,
        )


def check_labels(labels: list[str]) -> None:
    """`EnumValuesCreate`: 42602 for a label that is too long, 23505 for one that comes twice."""
    for i, label in enumerate(labels):
        _check_label(label)
        if label in labels[:i]:
            raise PgError(
                "23505",
                'duplicate key value violates unique constraint "pg_enum_typid_label_index"',
                reason="exists",
                kind="enum label",
                name=label,
            )


def _exists(label: str, type: Type) -> PgError:
    return PgError(
        "42710",
        f'enum label "{label}" already exists',
        reason="exists",
        kind="enum label",
        name=label,
        within=type.name,
        obj=type,
    )


def _not_existing(label: str, type: Type) -> PgError:
    return PgError(
        "22023",
        f'"{label}" is not an existing enum label',
        reason="missing",
        kind="enum label",
        name=label,
        within=type.name,
        obj=type,
    )


def add_label(session: Session, type: Type, label: str, neighbor: str | None, after: bool, skip: bool) -> None:
    """`AddEnumLabel`; a label of a type that is older than the transaction cannot be used before it is committed.

    A type whose labels are not all known ("label" in `unknown`) takes any.
    """
    _check_label(label)
    if label in type.labels:
        if skip:
            session.notice(
                f'enum label "{label}" already exists, skipping',
                sqlstate="42710",
                reason="skip",
                kind="enum label",
                name=label,
                obj=type,
            )
            return
        raise _exists(label, type)
    labels = type.labels
    if neighbor is None:
        at = len(labels)
    elif neighbor in labels:
        at = labels.index(neighbor) + after
    elif "label" in type.unknown:
        at = len(labels)
    else:
        raise _not_existing(neighbor, type)
    session.journal.set(type, "labels", [*labels[:at], label, *labels[at:]])
    if type.made_in != session.transaction:
        session.journal.put(type.fresh_labels, label, session.transaction)
    session.catalog.event(type, "altered", f'label "{label}" added')


def rename_label(session: Session, type: Type, old: str, new: str) -> None:
    """`RenameEnumLabel`."""
    _check_label(new)
    if old not in type.labels and "label" not in type.unknown:
        raise _not_existing(old, type)
    if new in type.labels:
        raise _exists(new, type)
    session.journal.set(type, "labels", [new if label == old else label for label in type.labels])
    if old in type.fresh_labels:
        session.journal.put(type.fresh_labels, new, type.fresh_labels[old])
    session.catalog.event(type, "altered", f'label "{old}" renamed to "{new}"')
