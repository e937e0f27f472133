"""The plugin of sqlfluff: every rule of the registry as one of sqlfluff's, Migslint_MD02 and so on.

Every run of sqlfluff loads this module, so it imports nothing before it is asked for the rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlfluff.core.plugin import hookimpl

if TYPE_CHECKING:
    from sqlfluff.core.rules import BaseRule


@hookimpl
def get_rules() -> list[type[BaseRule]]:
    """The rules, in the order of the codes; sqlfluff's hook."""
    from migslint.sqlfluff_plugin.rules import RULES

    return RULES
