"""What a server knows but shows in no catalog, found by trying: command tags, storage parameters, hidden settings."""

from __future__ import annotations

from typing import Any

import psycopg

from migslint.worlds import records as r

from .snapshot import Snapshot

OBJECTS = """
ACCESS METHOD, AGGREGATE, CAST, COLLATION, CONSTRAINT, CONVERSION, DATABASE, DOMAIN, EVENT TRIGGER, EXTENSION,
FOREIGN DATA WRAPPER, FOREIGN TABLE, FUNCTION, INDEX, LANGUAGE, LARGE OBJECT, MATERIALIZED VIEW, OPERATOR,
OPERATOR CLASS, OPERATOR FAMILY, OWNED, POLICY, PROCEDURE, PUBLICATION, ROLE, ROUTINE, RULE, SCHEMA, SEQUENCE, SERVER,
STATISTICS, SUBSCRIPTION, SYSTEM, TABLE, TABLE AS, TABLESPACE, TEXT SEARCH CONFIGURATION, TEXT SEARCH DICTIONARY,
TEXT SEARCH PARSER, TEXT SEARCH TEMPLATE, TRANSFORM, TRIGGER, TYPE, USER MAPPING, VIEW, DEFAULT PRIVILEGES,
PROPERTY GRAPH
"""
OTHER_TAGS = """
ANALYZE, BEGIN, CALL, CHECKPOINT, CLOSE, CLOSE CURSOR, CLOSE CURSOR ALL, CLUSTER, COMMENT, COMMIT, COMMIT PREPARED,
COPY, COPY FROM, DEALLOCATE, DEALLOCATE ALL, DECLARE CURSOR, DELETE, DISCARD, DISCARD ALL, DISCARD PLANS, DISCARD
SEQUENCES, DISCARD TEMP, DO, EXECUTE, EXPLAIN, FETCH, GRANT, GRANT ROLE, IMPORT FOREIGN SCHEMA, INSERT, LISTEN, LOAD,
LOCK TABLE, LOGIN, MERGE, MOVE, NOTIFY, PREPARE, PREPARE TRANSACTION, REASSIGN OWNED, REFRESH MATERIALIZED VIEW,
REINDEX, RELEASE, RESET, REVOKE, REVOKE ROLE, ROLLBACK, ROLLBACK PREPARED, SAVEPOINT, SECURITY LABEL, SELECT, SELECT
FOR KEY SHARE, SELECT FOR NO KEY UPDATE, SELECT FOR SHARE, SELECT FOR UPDATE, SELECT INTO, SET, SET CONSTRAINTS, SHOW,
START TRANSACTION, TRUNCATE TABLE, UNLISTEN, UPDATE, VACUUM
"""
EVENTS = ("ddl_command_start", "ddl_command_end", "table_rewrite", "sql_drop", "login")

AUTOVACUUM = """
autovacuum_analyze_scale_factor autovacuum_analyze_threshold autovacuum_enabled autovacuum_freeze_max_age
autovacuum_freeze_min_age autovacuum_freeze_table_age autovacuum_multixact_freeze_max_age
autovacuum_multixact_freeze_min_age autovacuum_multixact_freeze_table_age autovacuum_vacuum_cost_delay
autovacuum_vacuum_cost_limit autovacuum_vacuum_insert_scale_factor autovacuum_vacuum_insert_threshold
autovacuum_vacuum_max_threshold autovacuum_vacuum_scale_factor autovacuum_vacuum_threshold log_autovacuum_min_duration
vacuum_index_cleanup vacuum_max_eager_freeze_failure_rate vacuum_truncate
"""
TABLE = AUTOVACUUM + " fillfactor parallel_workers toast_tuple_target user_catalog_table"
INDEX = """
autosummarize buffering deduplicate_items fastupdate fillfactor gin_pending_list_limit pages_per_range
vacuum_cleanup_index_scale_factor
"""
#: what takes storage parameters -> (candidates, a statement that sets one)
RELOPTIONS = {
    "table": (TABLE, "create temp table probed (a int) with ({0} = '{1}')"),
    "toast": (TABLE, "create temp table probed (a text) with (toast.{0} = '{1}')"),
    "partitioned table": (TABLE, "create temp table probed (a int) partition by list (a) with ({0} = '{1}')"),
    "view": (
        "check_option security_barrier security_invoker",
        "create temp view probed with ({0} = '{1}') as select oid from pg_catalog.pg_class",
    ),
    "attribute": (
        "n_distinct n_distinct_inherited",
        "create temp table probed (a int); alter table probed alter a set ({0} = '{1}')",
    ),
    **{
        method: (
            INDEX,
            f"create temp table probed (a {type}); create index on probed using {method} (a) with ({{0}} = '{{1}}')",
        )
        for method, type in {
            "brin": "int",
            "btree": "int",
            "gin": "tsvector",
            "gist": "box",
            "hash": "int",
            "spgist": "box",
        }.items()
    },
}
#: settings that pg_settings does not show (GUC_NO_SHOW_ALL)
HIDDEN = {
    "default_with_oids": r.SettingRecord("bool", "user", "off"),
    "is_superuser": r.SettingRecord("bool", "internal"),
    "role": r.SettingRecord("string", "user", "none"),
    "seed": r.SettingRecord("real", "user", "0", minimum="-1", maximum="1"),
    "session_authorization": r.SettingRecord("string", "user"),
    "ssl_renegotiation_limit": r.SettingRecord("integer", "user", "0", "kB", "0", "0"),
}


class Prober:
    """Tries statements on a connection; each is undone."""

    def __init__(self, connection: psycopg.Connection[Any], snapshot: Snapshot) -> None:
        self.connection = connection
        self.snapshot = snapshot

    def attempt(self, sql: str) -> psycopg.Error | None:
        """The server's refusal, None when it took the statement."""
        text: Any = sql
        self.connection.execute("begin")
        try:
            self.connection.execute(text)
        except psycopg.Error as error:
            return error
        finally:
            self.connection.execute("rollback")
        return None

    def run(self) -> None:
        """All probes."""
        self.tags()
        self.reloptions()
        for name, record in HIDDEN.items():
            if self.connection.execute("select current_setting(%s, true)", (name,)).fetchone() != (None,):
                self.snapshot.add("settings", "", name, record)

    def tags(self) -> None:
        """Events of event triggers and the command tags that their WHEN TAG IN takes."""
        make = "create function pg_temp.f() returns event_trigger language plpgsql as 'begin end'; "
        for event in EVENTS:
            if self.attempt(f"{make} create event trigger probed on {event} execute function pg_temp.f()") is None:
                self.snapshot.add("events", "", event, r.NameRecord())
        objects = [" ".join(name.split()) for name in OBJECTS.split(",")]
        tags = [f"{verb} {name}" for verb in ("ALTER", "CREATE", "DROP") for name in objects]
        for tag in sorted({*tags, *(" ".join(name.split()) for name in OTHER_TAGS.split(","))}):
            when = f"when tag in ('{tag}') execute function pg_temp.f()"
            refused = self.attempt(f"{make} create event trigger probed on ddl_command_start {when}")
            if refused is None or refused.sqlstate == "0A000":
                rewrite = self.attempt(f"{make} create event trigger probed on table_rewrite {when}") is None
                self.snapshot.add("command_tags", "", tag, r.CommandTagRecord(refused is None, rewrite))

    def reloptions(self) -> None:
        """Storage parameters, their types, and what is said of a value that is not good."""
        for owner, (candidates, statement) in RELOPTIONS.items():
            for name in candidates.split():
                refused = self.attempt(statement.format(name, "probe"))
                message = (refused.diag.message_primary or "") if refused else ""
                if "unrecognized" in message or "cannot specify storage parameters" in message:
                    continue
                kinds = {"boolean": "bool", "integer": "integer", "floating point": "real", "enum": "enum"}
                kind = next((k for word, k in kinds.items() if f"for {word} option" in message), "string")
                detail = (refused.diag.message_detail or "") if refused and kind == "enum" else ""
                if kind in ("integer", "real"):
                    refused = self.attempt(statement.format(name, "-2000000000"))
                    detail = (refused.diag.message_detail or "") if refused else ""
                self.snapshot.add("reloptions", owner, name, r.ReloptionRecord(kind, detail))
