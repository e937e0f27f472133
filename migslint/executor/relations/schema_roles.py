"""information_schema: roles and what was granted to them on tables (`information_schema.sql`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import Relation, Role
from migslint.executor.relations import Made
from migslint.executor.relations.found import Hints, doubts, shared, sure
from migslint.executor.scope import MANY, MAYBE
from migslint.executor.values import SOMETHING, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run


def enabled_roles(run: Run, hints: Hints) -> Iterator[Made]:
    """The current role and what it is a member of; a superuser is of all."""
    session = run.session
    current = session.catalog.global_object("role", session.role)
    superuser = isinstance(current, Role) and current.superuser
    for role in shared(run, "role", None):
        yield {"role_name": role.name}, sure(role) if superuser or role is current else min(sure(role), MAYBE)
    for _, name, _ in doubts(run, "role"):
        yield {"role_name": name}, MANY


def applicable_roles(run: Run, hints: Hints) -> Iterator[Made]:
    """Memberships."""
    yield {"grantee": SOMETHING, "role_name": SOMETHING}, MANY


def table_privileges(run: Run, hints: Hints) -> Iterator[Made]:
    """What GRANT has given is maybe still there: REVOKE of what a default gave is not followed."""
    for role in shared(run, "role", None):
        for obj, privileges in role.grants.items():
            if isinstance(obj, Relation) and obj.relkind in "rpvf":
                for privilege in privileges:
                    row: dict[str, Value] = {
                        "grantee": role.name,
                        "table_schema": obj.namespace.name,
                        "table_name": obj.name,
                        "privilege_type": privilege.upper(),
                    }
                    yield row, MAYBE
    yield {}, MANY


role_table_grants = table_privileges
