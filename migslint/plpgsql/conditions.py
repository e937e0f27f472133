"""Condition names of EXCEPTION … WHEN and RAISE (`plerrcodes.h`, made from errcodes.txt)."""

from __future__ import annotations

from functools import lru_cache

#: class: condition and the rest of its code
_CLASSES = {
    "08": "connection_exception 000 connection_does_not_exist 003 connection_failure 006 protocol_violation P01 "
    "sqlclient_unable_to_establish_sqlconnection 001 transaction_resolution_unknown 007 "
    "sqlserver_rejected_establishment_of_sqlconnection 004",
    "03": "sql_statement_not_yet_complete 000",
    "09": "triggered_action_exception 000",
    "0A": "feature_not_supported 000",
    "0B": "invalid_transaction_initiation 000",
    "0F": "locator_exception 000 invalid_locator_specification 001",
    "0L": "invalid_grantor 000 invalid_grant_operation P01",
    "0P": "invalid_role_specification 000",
    "0Z": "diagnostics_exception 000 stacked_diagnostics_accessed_without_active_handler 002",
    "20": "case_not_found 000",
    "21": "cardinality_violation 000",
    "22": "data_exception 000 array_subscript_error 02E character_not_in_repertoire 021 datetime_field_overflow 008 "
    "division_by_zero 012 error_in_assignment 005 escape_character_conflict 00B indicator_overflow 022 "
    "interval_field_overflow 015 invalid_argument_for_logarithm 01E invalid_argument_for_ntile_function 014 "
    "invalid_argument_for_nth_value_function 016 invalid_argument_for_power_function 01F "
    "invalid_argument_for_width_bucket_function 01G invalid_character_value_for_cast 018 invalid_datetime_format 007 "
    "invalid_escape_character 019 invalid_escape_octet 00D invalid_escape_sequence 025 "
    "nonstandard_use_of_escape_character P06 invalid_indicator_parameter_value 010 invalid_parameter_value 023 "
    "invalid_preceding_or_following_size 013 invalid_regular_expression 01B invalid_row_count_in_limit_clause 01W "
    "invalid_row_count_in_result_offset_clause 01X invalid_tablesample_argument 02H invalid_tablesample_repeat 02G "
    "invalid_time_zone_displacement_value 009 invalid_use_of_escape_character 00C most_specific_type_mismatch 00G "
    "null_value_not_allowed 004 null_value_no_indicator_parameter 002 numeric_value_out_of_range 003 "
    "sequence_generator_limit_exceeded 00H string_data_length_mismatch 026 string_data_right_truncation 001 "
    "substring_error 011 trim_error 027 unterminated_c_string 024 zero_length_character_string 00F "
    "floating_point_exception P01 invalid_text_representation P02 invalid_binary_representation P03 "
    "bad_copy_file_format P04 untranslatable_character P05 not_an_xml_document 00L invalid_xml_document 00M "
    "invalid_xml_content 00N invalid_xml_comment 00S invalid_xml_processing_instruction 00T "
    "duplicate_json_object_key_value 030 invalid_json_text 032 invalid_sql_json_subscript 033 "
    "more_than_one_sql_json_item 034 no_sql_json_item 035 non_numeric_sql_json_item 036 "
    "non_unique_keys_in_a_json_object 037 singleton_sql_json_item_required 038 sql_json_array_not_found 039 "
    "sql_json_member_not_found 03A sql_json_number_not_found 03B sql_json_object_not_found 03C "
    "too_many_json_array_elements 03D too_many_json_object_members 03E sql_json_scalar_required 03F",
    "23": "integrity_constraint_violation 000 restrict_violation 001 not_null_violation 502 foreign_key_violation 503 "
    "unique_violation 505 check_violation 514 exclusion_violation P01",
    "24": "invalid_cursor_state 000",
    "25": "invalid_transaction_state 000 active_sql_transaction 001 branch_transaction_already_active 002 "
    "held_cursor_requires_same_isolation_level 008 inappropriate_access_mode_for_branch_transaction 003 "
    "inappropriate_isolation_level_for_branch_transaction 004 no_active_sql_transaction_for_branch_transaction 005 "
    "read_only_sql_transaction 006 schema_and_data_statement_mixing_not_supported 007 no_active_sql_transaction P01 "
    "in_failed_sql_transaction P02 idle_in_transaction_session_timeout P03",
    "26": "invalid_sql_statement_name 000",
    "27": "triggered_data_change_violation 000",
    "28": "invalid_authorization_specification 000 invalid_password P01",
    "2B": "dependent_privilege_descriptors_still_exist 000 dependent_objects_still_exist P01",
    "2D": "invalid_transaction_termination 000",
    "2F": "sql_routine_exception 000 function_executed_no_return_statement 005 modifying_sql_data_not_permitted 002 "
    "prohibited_sql_statement_attempted 003 reading_sql_data_not_permitted 004",
    "34": "invalid_cursor_name 000",
    "38": "external_routine_exception 000 containing_sql_not_permitted 001",
    "39": "external_routine_invocation_exception 000 invalid_sqlstate_returned 001 trigger_protocol_violated P01 "
    "srf_protocol_violated P02 event_trigger_protocol_violated P03",
    "3B": "savepoint_exception 000 invalid_savepoint_specification 001",
    "3D": "invalid_catalog_name 000",
    "3F": "invalid_schema_name 000",
    "40": "transaction_rollback 000 transaction_integrity_constraint_violation 002 serialization_failure 001 "
    "statement_completion_unknown 003 deadlock_detected P01",
    "42": "syntax_error_or_access_rule_violation 000 syntax_error 601 insufficient_privilege 501 cannot_coerce 846 "
    "grouping_error 803 windowing_error P20 invalid_recursion P19 invalid_foreign_key 830 invalid_name 602 "
    "name_too_long 622 reserved_name 939 datatype_mismatch 804 indeterminate_datatype P18 collation_mismatch P21 "
    "indeterminate_collation P22 wrong_object_type 809 generated_always 8C9 undefined_column 703 "
    "undefined_function 883 undefined_table P01 undefined_parameter P02 undefined_object 704 duplicate_column 701 "
    "duplicate_cursor P03 duplicate_database P04 duplicate_function 723 duplicate_prepared_statement P05 "
    "duplicate_schema P06 duplicate_table P07 duplicate_alias 712 duplicate_object 710 ambiguous_column 702 "
    "ambiguous_function 725 ambiguous_parameter P08 ambiguous_alias P09 invalid_column_reference P10 "
    "invalid_column_definition 611 invalid_cursor_definition P11 invalid_database_definition P12 "
    "invalid_function_definition P13 invalid_prepared_statement_definition P14 invalid_schema_definition P15 "
    "invalid_table_definition P16 invalid_object_definition P17",
    "44": "with_check_option_violation 000",
    "53": "insufficient_resources 000 disk_full 100 out_of_memory 200 too_many_connections 300 "
    "configuration_limit_exceeded 400",
    "54": "program_limit_exceeded 000 statement_too_complex 001 too_many_columns 011 too_many_arguments 023",
    "55": "object_not_in_prerequisite_state 000 object_in_use 006 cant_change_runtime_param P02 lock_not_available P03 "
    "unsafe_new_enum_value_usage P04",
    "57": "operator_intervention 000 query_canceled 014 admin_shutdown P01 crash_shutdown P02 cannot_connect_now P03 "
    "database_dropped P04 idle_session_timeout P05",
    "58": "system_error 000 io_error 030 undefined_file P01 duplicate_file P02",
    "72": "snapshot_too_old 000",
    "F0": "config_file_error 000 lock_file_exists 001",
    "HV": "fdw_error 000 fdw_table_not_found 00R fdw_schema_not_found 00Q",
    "P0": "plpgsql_error 000 raise_exception 001 no_data_found 002 too_many_rows 003 assert_failure 004",
    "XX": "internal_error 000 data_corrupted 001 index_corrupted 002",
}

#: what OTHERS does not catch
_NOT_OTHERS = ("57014", "P0004")


@lru_cache(maxsize=1)
def _conditions() -> dict[str, str]:
    out: dict[str, str] = {}
    for start, text in _CLASSES.items():
        words = text.split()
        out.update(zip(words[::2], (start + rest for rest in words[1::2])))
    return out


def sqlstate_of(name: str) -> str | None:
    """`plpgsql_recognize_err_condition`: the code of a condition, or a code as it is; None for neither."""
    if len(name) == 5 and all(c.isdigit() or "A" <= c <= "Z" for c in name):
        return name
    return _conditions().get(name)


def condition_of(sqlstate: str) -> str | None:
    """The name of the condition with a code, None where there is none."""
    return next((name for name, code in _conditions().items() if code == sqlstate), None)


def matches(condition: str, sqlstate: str) -> bool:
    """`exception_matches_conditions`: a condition whose code ends with 000 catches its whole class."""
    if condition == "others":
        return sqlstate not in _NOT_OTHERS
    code = sqlstate_of(condition)
    if code is None:
        return False
    return sqlstate[:2] == code[:2] if code.endswith("000") else sqlstate == code
