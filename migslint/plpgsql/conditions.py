"""Condition names of EXCEPTION … WHEN (`plerrcodes.h`), as far as statements that the replay runs can raise them."""

from __future__ import annotations

CONDITIONS = {
    "syntax_error_or_access_rule_violation": "42",
    "syntax_error": "42601",
    "insufficient_privilege": "42501",
    "cannot_coerce": "42846",
    "grouping_error": "42803",
    "windowing_error": "42P20",
    "invalid_recursion": "42P19",
    "invalid_foreign_key": "42830",
    "invalid_name": "42602",
    "name_too_long": "42622",
    "reserved_name": "42939",
    "datatype_mismatch": "42804",
    "indeterminate_datatype": "42P18",
    "collation_mismatch": "42P21",
    "wrong_object_type": "42809",
    "generated_always": "428C9",
    "undefined_column": "42703",
    "undefined_function": "42883",
    "undefined_table": "42P01",
    "undefined_parameter": "42P02",
    "undefined_object": "42704",
    "duplicate_column": "42701",
    "duplicate_cursor": "42P03",
    "duplicate_database": "42P04",
    "duplicate_function": "42723",
    "duplicate_prepared_statement": "42P05",
    "duplicate_schema": "42P06",
    "duplicate_table": "42P07",
    "duplicate_alias": "42712",
    "duplicate_object": "42710",
    "ambiguous_column": "42702",
    "ambiguous_function": "42725",
    "ambiguous_parameter": "42P08",
    "ambiguous_alias": "42P09",
    "invalid_column_reference": "42P10",
    "invalid_column_definition": "42611",
    "invalid_function_definition": "42P13",
    "invalid_schema_definition": "42P15",
    "invalid_table_definition": "42P16",
    "invalid_object_definition": "42P17",
    "dependent_objects_still_exist": "2BP01",
    "dependent_privilege_descriptors_still_exist": "2B",
    "invalid_schema_name": "3F000",
    "invalid_catalog_name": "3D000",
    "feature_not_supported": "0A000",
    "invalid_text_representation": "22P02",
    "invalid_datetime_format": "22007",
    "datetime_field_overflow": "22008",
    "numeric_value_out_of_range": "22003",
    "invalid_parameter_value": "22023",
    "data_exception": "22",
    "object_not_in_prerequisite_state": "55000",
    "unsafe_new_enum_value_usage": "55P04",
    "active_sql_transaction": "25001",
    "unique_violation": "23505",
    "foreign_key_violation": "23503",
    "check_violation": "23514",
    "not_null_violation": "23502",
    "integrity_constraint_violation": "23",
    "raise_exception": "P0001",
    "no_data_found": "P0002",
    "too_many_rows": "P0003",
}


def matches(condition: str, sqlstate: str) -> bool | None:
    """Whether WHEN `condition` catches an error; None for a condition that is not known here.

    A five-character condition is the SQLSTATE itself; a class catches all of its codes.
    """
    name = condition.lower()
    if name == "others":
        return True
    code = CONDITIONS.get(name)
    if code is None:
        return condition.upper() == sqlstate if len(condition) == 5 and condition.isalnum() else None
    return sqlstate.startswith(code[:2]) if len(code) == 2 or code.endswith("000") else sqlstate == code
