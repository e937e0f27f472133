"""Where an expression stands (`parse_node.h, ParseExprKind`), and what the server says of what may not stand there."""

from __future__ import annotations

#: kind -> ParseExprKindName
NAMES = {
    "other": "extension",
    "join_on": "JOIN/ON",
    "join_using": "JOIN/USING",
    "from_subselect": "sub-SELECT in FROM",
    "from_function": "function in FROM",
    "where": "WHERE",
    "having": "HAVING",
    "filter": "FILTER",
    "window_partition": "window PARTITION BY",
    "window_order": "window ORDER BY",
    "window_frame_range": "window RANGE",
    "window_frame_rows": "window ROWS",
    "window_frame_groups": "window GROUPS",
    "select_target": "SELECT",
    "insert_target": "INSERT",
    "update_source": "UPDATE",
    "update_target": "UPDATE",
    "merge_when": "MERGE WHEN",
    "group_by": "GROUP BY",
    "order_by": "ORDER BY",
    "distinct_on": "DISTINCT ON",
    "limit": "LIMIT",
    "offset": "OFFSET",
    "returning": "RETURNING",
    "merge_returning": "RETURNING",
    "values": "VALUES",
    "values_single": "VALUES",
    "check_constraint": "CHECK",
    "domain_check": "CHECK",
    "column_default": "DEFAULT",
    "function_default": "DEFAULT",
    "index_expression": "index expression",
    "index_predicate": "index predicate",
    "stats_expression": "statistics expression",
    "alter_col_transform": "USING",
    "execute_parameter": "EXECUTE",
    "trigger_when": "WHEN",
    "policy": "POLICY",
    "partition_bound": "partition bound",
    "partition_expression": "PARTITION BY",
    "call_argument": "CALL",
    "copy_where": "WHERE",
    "generated_column": "GENERATED AS",
    "cycle_mark": "CYCLE",
    "publication_where": "WHERE",
}

#: kind -> the words of "… functions are not allowed in X" where they differ from the name
_NOT_ALLOWED_IN = {
    "join_on": "JOIN conditions",
    "join_using": "JOIN conditions",
    "from_subselect": "FROM clause of their own query level",
    "from_function": "functions in FROM",
    "merge_when": "MERGE WHEN conditions",
    "check_constraint": "check constraints",
    "domain_check": "check constraints",
    "column_default": "DEFAULT expressions",
    "function_default": "DEFAULT expressions",
    "index_expression": "index expressions",
    "index_predicate": "index predicates",
    "stats_expression": "statistics expressions",
    "alter_col_transform": "transform expressions",
    "execute_parameter": "EXECUTE parameters",
    "trigger_when": "trigger WHEN conditions",
    "partition_bound": "partition bound",
    "partition_expression": "partition key expressions",
    "policy": "policy expressions",
    "call_argument": "CALL arguments",
    "copy_where": "COPY FROM WHERE conditions",
    "generated_column": "column generation expressions",
    "publication_where": "WHERE",
}

_SUBQUERY = {
    "check_constraint": "check constraint",
    "domain_check": "check constraint",
    "column_default": "DEFAULT expression",
    "function_default": "DEFAULT expression",
    "index_expression": "index expression",
    "index_predicate": "index predicate",
    "stats_expression": "statistics expression",
    "alter_col_transform": "transform expression",
    "execute_parameter": "EXECUTE parameter",
    "trigger_when": "trigger WHEN condition",
    "partition_bound": "partition bound",
    "partition_expression": "partition key expression",
    "call_argument": "CALL argument",
    "copy_where": "COPY FROM WHERE condition",
    "generated_column": "column generation expression",
}

_AGGREGATES_WELCOME = frozenset(
    ("select_target", "having", "order_by", "distinct_on", "window_partition", "window_order", "other", "cycle_mark")
)
_WINDOWS_WELCOME = frozenset(("select_target", "order_by", "distinct_on", "other", "cycle_mark"))
_SETS_WELCOME = frozenset(
    (
        "select_target",
        "order_by",
        "distinct_on",
        "group_by",
        "insert_target",
        "values_single",
        "from_function",
        "other",
        "window_partition",
        "window_order",
    )
)


def aggregate_refused(kind: str) -> str | None:
    """`check_agglevels_and_constraints`: the words after "not allowed in", None where aggregates may stand."""
    return None if kind in _AGGREGATES_WELCOME else _NOT_ALLOWED_IN.get(kind) or NAMES[kind]


def window_refused(kind: str) -> str | None:
    """`transformWindowFuncCall`."""
    if kind in _WINDOWS_WELCOME:
        return None
    if kind.startswith("window_"):
        return "window definitions"
    return _NOT_ALLOWED_IN.get(kind) or NAMES[kind]


def set_refused(kind: str) -> str | None:
    """`check_srf_call_placement`."""
    if kind in _SETS_WELCOME:
        return None
    if kind.startswith("window_"):
        return "window definitions"
    return _NOT_ALLOWED_IN.get(kind) or NAMES[kind]


def subquery_refused(kind: str) -> str | None:
    """`transformSubLink`."""
    return _SUBQUERY.get(kind)
