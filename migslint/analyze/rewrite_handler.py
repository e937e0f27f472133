"""What the rewriter refuses of statements on relations with rules (`rewrite/rewriteHandler.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze.state import Scope
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Relation, Rule


def check_rules(relation: Relation, tag: str, node: Any) -> None:
    """What `RewriteQuery` does not do for a relation with rules."""
    events = {r.event for r in relation.rules.values() if r.enabled != "D"}
    message = detail = None
    if tag == "MergeStmt" and events - {"select"}:
        message = f'cannot execute MERGE on relation "{relation.name}"'
        detail = "MERGE is not supported for relations with rules."
    elif tag == "InsertStmt" and "onConflictClause" in node and events & {"insert", "update"}:
        message = "INSERT with ON CONFLICT clause cannot be used with table that has INSERT or UPDATE rules"
    hint = None
    if message is None and ("returningClause" in node or "returningList" in node):
        command = tag.removesuffix("Stmt").upper()
        instead = [r for r in relation.rules.values() if r.instead and r.event == command.lower() and r.enabled != "D"]
        whole = relation.relkind != "v" or any(r.where is None for r in instead)  # else it is not updatable
        if instead and whole and not any(r.returning or r.builtin for r in instead):
            message = f'cannot perform {command} RETURNING on relation "{relation.name}"'
            hint = f"You need an unconditional ON {command} DO INSTEAD rule with a RETURNING clause."
    if message is not None:
        raise PgError("0A000", message, detail=detail, hint=hint, reason="unsupported", kind="rule", obj=relation)
    _check_actions(relation, tag, node)


def _matching(relation: Relation, tag: str) -> list[Rule]:
    """`matchLocks`: the rules of a command, by name."""
    event = tag.removesuffix("Stmt").lower()
    rules = [r for r in relation.rules.values() if r.event == event and r.enabled in ("O", "A")]
    return sorted(rules, key=lambda r: r.name.encode())


def _check_actions(relation: Relation, tag: str, node: Any) -> None:
    """`rewriteRuleAction`: the WITH of a statement does not fit into INSERT ... SELECT."""
    ctes = [c["CommonTableExpr"]["ctequery"] for c in node.get("withClause", {}).get("ctes", ())]
    if all("SelectStmt" in query for query in ctes):
        return
    for rule in _matching(relation, tag):
        for action in rule.actions or ():
            source = action.get("InsertStmt", {}).get("selectStmt", {}).get("SelectStmt", {})
            if source and "valuesLists" not in source:
                message = "INSERT ... SELECT rule actions are not supported for queries having data-modifying"
                raise _refuse(f"{message} statements in WITH", relation)


def check_cte_rules(scope: Scope, relation: Relation, tag: str) -> None:
    """`RewriteQuery` of a data-modifying WITH: the rules must make one statement of it, and leave one."""
    made: list[tuple[str, bool]] = []
    original = True
    for rule in _matching(relation, tag):
        if rule.actions is None:
            return
        kind = "DO ALSO" if not rule.instead else "DO INSTEAD" if rule.where is None else "conditional DO INSTEAD"
        original = original and kind != "DO INSTEAD"
        made += [(kind, "NotifyStmt" in action) for action in rule.actions]
    if original:
        made.insert(0 if tag == "InsertStmt" else len(made), ("", False))
    if not made:
        what = "DO INSTEAD NOTHING"
    elif len(made) == 1:
        what = "DO INSTEAD NOTIFY" if made[0][1] else ""
    else:
        what = next((kind for kind, _ in made if kind not in ("", "DO INSTEAD")), "multi-statement DO INSTEAD")
    if what:
        message = f"{what} rules are not supported for data-modifying statements in WITH"
        scope.planning.append(_refuse(message, relation))


def _refuse(message: str, relation: Relation) -> PgError:
    return PgError("0A000", message, reason="unsupported", kind="rule", obj=relation)
