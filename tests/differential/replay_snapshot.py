"""migslint's catalog in the shape of `snapshot`, and the server's without what migslint does not keep.

`NOT_KEPT` is the difference in shape: fields (or sections) that no verdict of migslint hangs on; besides, exclusion
constraints do not count their expressions, collations are bare names, roles have three attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from migslint.catalog import typename
from migslint.catalog.namespace import quote_identifier, quote_qualified
from migslint.catalog.objects import (
    Attribute,
    CatalogObject,
    Constraint,
    EventTrigger,
    Extension,
    ForeignServer,
    Namespace,
    Namespaced,
    OpClass,
    Operator,
    Policy,
    Proc,
    Publication,
    Relation,
    Role,
    Rule,
    Simple,
    SimpleNamespaced,
    StatisticsObject,
    Trigger,
    Type,
)
from migslint.catalog.session import Session
from tests.differential import snapshot

#: section -> its fields that the replay's catalog has no place for; None: the whole section
NOT_KEPT: dict[str, frozenset[str] | None] = {
    "functions": frozenset({"leakproof", "parallel"}),
    "aggregates": frozenset({"transition", "final", "state"}),
    "operators": frozenset({"function", "commutator", "negator"}),
    "casts": frozenset({"function"}),
    "collations": frozenset({"provider", "deterministic"}),
    "ranges": frozenset({"collation", "canonical", "subdiff"}),
    "domains": frozenset({"collation"}),
    "opclasses": frozenset({"family", "key"}),
    "triggers": frozenset({"deferrable"}),
    "rules": frozenset({"where"}),
    "statistics": frozenset({"kinds", "columns", "expressions"}),
    "publications": frozenset({"publish", "via_root", "generated"}),
    "subscriptions": frozenset({"enabled", "slot", "publications"}),
    "user_mappings": None,
    "transforms": None,
}
#: sections whose entries are only a name to the replay
_NAMES_ONLY = ("access_methods", "fdws", "collations", "subscriptions")

_KINDS = {
    "r": "table",
    "p": "partitioned table",
    "v": "view",
    "m": "materialized view",
    "f": "foreign table",
    "c": "composite type",
    "S": "sequence",
}
_CONTYPES = {"c": "check", "f": "foreign key", "n": "not null", "p": "primary key", "u": "unique", "x": "exclude"}
_COMMANDS = {"all": "*", "select": "r", "insert": "a", "update": "w", "delete": "d"}
_STRATEGIES = {"r": "range", "l": "list", "h": "hash"}
_ROLE_FIELDS = (0, 1, 4)
"""Of the server's list: superuser, inherit, login."""


def reduce(server: dict[str, Any]) -> dict[str, Any]:
    """The server's snapshot without what is in `NOT_KEPT`."""
    out: dict[str, Any] = {}
    for section, content in server.items():
        fields = NOT_KEPT.get(section, frozenset())
        if fields is None:
            continue
        if section in _NAMES_ONLY:
            content = dict.fromkeys(content)
        elif fields:
            content = {
                key: {field: value for field, value in entry.items() if field not in fields}
                for key, entry in content.items()
            }
        out[section] = content
    out["relations"] = {
        name: {
            **entry,
            "columns": [[*c[:6], c[6].split(".", 1)[1] if c[6] else None, *c[7:]] for c in entry["columns"]],
        }
        for name, entry in out["relations"].items()
    }
    for constraint in out["constraints"].values():
        if constraint["type"] == "exclude":
            constraint["columns"] = [column for column in constraint["columns"] if column is not None]
    out["roles"] = {name: [values[i] for i in _ROLE_FIELDS] for name, values in out["roles"].items()}
    out["publications"] = {
        name: {**entry, "tables": sorted(entry["tables"])} for name, entry in out["publications"].items()
    }
    out["servers"] = {name: wrapper for name, (wrapper, _, _) in out["servers"].items()}
    return out


def take(session: Session) -> dict[str, Any]:
    """The catalog of a session after its last statement, in the shape of `reduce`; the session is not used again."""
    return _Taker(session).take()


def _by_extension(obj: CatalogObject) -> bool:
    return "e" in obj.references.values()


class _Taker:
    def __init__(self, session: Session) -> None:
        session.settings["search_path"] = "pg_catalog, pg_temp"
        session._path_key = None
        self.session = session
        self.catalog = session.catalog
        self.out = reduce(snapshot.empty())

    def type(self, type: Type, typmod: Any = None) -> str:
        if typmod is None:
            return typename.format_type(self.session, type)
        return typename.format_type(self.session, type, typmod, with_typmod=True)

    def name(self, obj: Namespaced) -> str:
        return f"{_schema(obj.namespace)}.{obj.name}"

    def mine(self, objects: Iterable[Any]) -> Iterator[Any]:
        """Those that the case made."""
        for obj in objects:
            if obj is not None and not obj.builtin and not _by_extension(obj):
                yield obj

    def take(self) -> dict[str, Any]:
        out = self.out
        for space in self.catalog.namespaces.values():
            if space.name.startswith("pg_") and not _is_temp(space):
                continue
            if space.name != "information_schema" and not _is_temp(space) and not _by_extension(space):
                out["schemas"].append(space.name)
            for relation in self.mine(space.relations.values()):
                self.relation(relation)
            for type in self.mine(space.types.values()):
                self.data_type(type)
            for procs in space.procs.values():
                for proc in self.mine(procs):
                    self.proc(proc)
            for operators in space.operators.values():
                for operator in self.mine(operators):
                    self.operator(operator)
            for (kind, _), obj in space.others.items():
                if not obj.builtin and not _by_extension(obj):
                    self.other(kind, obj)
            self.comment("schema", quote_identifier(space.name), space)
        out["schemas"].sort()
        for (kind, _), obj in self.catalog.shared.items():
            if obj is not None and not obj.builtin and not _by_extension(obj):
                self.shared(kind, obj)
        for (source, target), cast in self.catalog.casts.items():
            if (
                cast is not None
                and not cast.builtin
                and not _by_extension(cast)
                and "i" not in cast.references.values()
            ):
                out["casts"][f"{self.type(source)} -> {self.type(target)}"] = {
                    "context": cast.context,
                    "method": cast.method,
                }
                self.comment("cast", f"({self.type(source)} AS {self.type(target)})", cast)
        out["conversions"].sort()
        out["opfamilies"].sort()
        out["members"].sort()
        for names in out["text_search"].values():
            names.sort()
        return out

    def comment(self, kind: str, identity: str, obj: CatalogObject) -> None:
        if obj.comment is not None and not obj.builtin:
            self.out["comments"][f"{kind} {identity}"] = obj.comment

    # --- relations ---

    def relation(self, rel: Relation) -> None:
        name = self.name(rel)
        if rel.relkind == "t":
            return
        quoted = quote_qualified(_schema(rel.namespace), rel.name)
        if rel.relkind in "iI":
            self.index(name, rel)
            self.comment("index", quoted, rel)
            return
        kind = _KINDS[rel.relkind]
        key = rel.partition_key
        self.out["relations"][name] = {
            "kind": kind,
            "persistence": rel.persistence,
            "columns": [] if rel.relkind == "S" else [self.column(a) for a in columns_of(rel)],
            "parents": [self.name(p) for p in rel.parents],
            "partition": None
            if key is None
            else [_STRATEGIES[key.strategy], [None if k is None else k.name for k in key.keys]],
            "default_partition": bool(getattr(rel.partition_bound, "default", False)),
            "of": None if rel.of_type is None else self.type(rel.of_type),
            "rls": [rel.row_security, rel.force_row_security],
            "replica": rel.replica_identity if rel.relkind in "rpm" else "n",
            "options": sorted(f"{k}={v}" for k, v in rel.options.items()),
            "populated": rel.populated,
        }
        self.comment("table" if kind == "partitioned table" else kind, quoted, rel)
        column_kind = {"c": "composite type", "v": "view", "m": "materialized view", "f": "foreign table"}
        for attribute in rel.attributes.values():
            self.comment(
                f"{column_kind.get(rel.relkind, 'table')} column",
                f"{quoted}.{quote_identifier(attribute.name)}",
                attribute,
            )
        if rel.sequence is not None:
            self.sequence(name, rel)
        if rel.relkind == "f":
            self.out["foreign_tables"][name] = rel.server
        for constraint in self.mine(rel.constraints.values()):
            self.constraint(name, constraint)
            self.comment("table constraint", f"{quote_identifier(constraint.name)} on {quoted}", constraint)
        for policy in rel.policies.values():
            self.policy(name, policy)
            self.comment("policy", f"{quote_identifier(policy.name)} on {quoted}", policy)
        for trigger in rel.triggers.values():
            self.trigger(name, trigger)
            self.comment("trigger", f"{quote_identifier(trigger.name)} on {quoted}", trigger)
        for rule in rel.rules.values():
            self.rule(name, rule)
            self.comment("rule", f"{quote_identifier(rule.name)} on {quoted}", rule)

    def column(self, a: Attribute) -> list[Any]:
        return [
            a.name,
            self.type(a.type, a.typmod),
            a.notnull,
            a.default is not None,
            a.identity,
            a.generated,
            collation_of(a),
            a.inhcount > 0,
            a.islocal,
        ]

    def index(self, name: str, rel: Relation) -> None:
        index = rel.index
        assert index is not None
        names = [None if k is None else k.name for k in index.keys]
        self.out["indexes"][name] = {
            "table": self.name(index.table),
            "columns": names[: index.width],
            "include": names[index.width :],
            "unique": index.unique,
            "primary": index.primary,
            "partial": index.predicate is not None,
            "valid": index.valid,
            "nulls_not_distinct": index.nulls_not_distinct,
            "method": index.method,
            "clustered": index.clustered,
            "replica": index.replica_identity,
            "parent": self.name(rel.parents[0]) if rel.parents else None,
        }

    def sequence(self, name: str, rel: Relation) -> None:
        sequence = rel.sequence
        assert sequence is not None
        owner = sequence.owner
        self.out["sequences"][name] = {
            "type": self.type(sequence.type),
            "start": sequence.start,
            "increment": sequence.increment,
            "min": sequence.minimum,
            "max": sequence.maximum,
            "cache": sequence.cache,
            "cycle": sequence.cycle,
            "owned_by": None if owner is None else f"{self.name(owner.relation)}.{owner.name}",
            "identity": sequence.identity,
        }

    def constraint(self, name: str, c: Constraint) -> None:
        if c.contype == "t":
            return
        columns = [a.name for a in c.columns]
        if c.domain is not None:
            columns = []
        self.out["constraints"][f"{name}.{c.name}"] = {
            "type": _CONTYPES[c.contype],
            "columns": sorted(columns) if c.contype == "c" else columns,
            "references": None
            if c.ref_relation is None
            else [self.name(c.ref_relation), [a.name for a in c.ref_columns], c.match, c.on_update, c.on_delete],
            "deferrable": [c.deferrable, c.deferred],
            "validated": c.validated,
            "enforced": c.enforced,
            "no_inherit": c.no_inherit,
            "inherited": c.inhcount > 0,
            "local": c.islocal,
        }

    def policy(self, name: str, p: Policy) -> None:
        self.out["policies"][f"{name}.{p.name}"] = {
            "command": _COMMANDS[p.command],
            "permissive": p.permissive,
            "roles": sorted(p.roles) or ["public"],
            "using": p.using is not None,
            "check": p.check is not None,
        }

    def trigger(self, name: str, t: Trigger) -> None:
        self.out["triggers"][f"{name}.{t.name}"] = {
            "function": None if t.proc is None else self.name(t.proc),
            "level": "row" if t.row else "statement",
            "timing": t.timing.lower(),
            "events": [event in t.events for event in ("INSERT", "DELETE", "UPDATE", "TRUNCATE")],
            "columns": sorted(a.name for a in t.columns),
            "when": t.when is not None,
            "constraint": t.constraint,
            "enabled": t.enabled,
            "old": t.old_table or None,
            "new": t.new_table or None,
            "parent": t.parent is not None,
        }

    def rule(self, name: str, r: Rule) -> None:
        if r.name != "_RETURN":
            self.out["rules"][f"{name}.{r.name}"] = {"event": r.event, "instead": r.instead, "enabled": r.enabled}

    # --- types, functions, operators ---

    def data_type(self, t: Type) -> None:
        name = self.name(t)
        row_type = t.relation is not None and t.relation.relkind != "c"
        if t.is_array or row_type or (t.typtype in "mp?" and t.defined):
            return
        if not t.defined:
            self.out["types"][name] = "shell"
        elif t.typtype == "e":
            self.out["enums"][name] = list(t.labels)
        elif t.typtype == "d":
            assert t.base is not None
            self.out["domains"][name] = {
                "base": self.type(t.base.type, t.base.typmod),
                "not_null": t.notnull,
                "default": t.has_default,
            }
            for constraint in t.constraints.values():
                self.constraint(name, constraint)
                self.comment("domain constraint", f"{quote_identifier(constraint.name)} on {self.type(t)}", constraint)
        elif t.typtype == "r":
            assert t.subtype is not None and t.multirange is not None
            self.out["ranges"][name] = {"subtype": self.type(t.subtype), "multirange": self.name(t.multirange)}
        elif t.typtype == "b":
            self.out["types"][name] = "base"
        self.comment("type", self.type(t), t)

    def proc(self, p: Proc) -> None:
        if "i" in p.references.values():
            return
        name = f"{self.name(p)}({', '.join(self.type(t) for t in p.argtypes)})"
        self.out["functions"][name] = {
            "kind": p.kind,
            "arguments": self.arguments(p),
            "result": self.result(p),
            "defaults": p.ndefaults,
            "set": p.retset,
            "language": p.language,
            "volatile": p.volatility,
            "strict": p.strict,
            "security_definer": p.security_definer,
            "variadic": None if p.variadic is None else self.type(p.variadic),
            "config": sorted(f"{k}={v}" for k, v in p.settings.items()),
        }
        if p.kind == "a":
            self.out["aggregates"][name] = {"kind": p.aggkind, "direct": p.direct_args}
        kind = {"a": "aggregate", "p": "procedure"}.get(p.kind, "function")
        quoted = quote_qualified(_schema(p.namespace), p.name)
        self.comment(kind, f"{quoted}({','.join(self.type(t) for t in p.argtypes)})", p)

    def arguments(self, p: Proc) -> str:
        """`pg_get_function_identity_arguments`."""
        shown = [self.argument(p, a) for a in p.args if a.mode != "t"]
        if p.kind == "a" and p.aggkind != "n":
            direct, ordered = ", ".join(shown[: p.direct_args]), ", ".join(shown[p.direct_args :])
            return f"{direct} ORDER BY {ordered}".strip()
        return ", ".join(shown)

    def argument(self, p: Proc, a: Any) -> str:
        mode = {"o": "OUT ", "b": "INOUT ", "v": "VARIADIC "}.get(a.mode, "IN " if p.kind == "p" else "")
        name = quote_identifier(a.name) + " " if a.name else ""
        return f"{mode}{name}{self.type(a.type)}"

    def result(self, p: Proc) -> str | None:
        if p.kind == "p":
            return None
        table = [f"{quote_identifier(a.name)} {self.type(a.type)}" for a in p.args if a.mode == "t"]
        if table:
            return f"TABLE({', '.join(table)})"
        return ("SETOF " if p.retset else "") + self.type(p.rettype)

    def operator(self, o: Operator) -> None:
        left = "-" if o.left is None else self.type(o.left)
        self.out["operators"][f"{self.name(o)}({left},{self.type(o.right)})"] = {
            "result": None if o.result is None else self.type(o.result),
            "hashes": o.hashes,
            "merges": o.merges,
        }
        left = "NONE" if o.left is None else left
        self.comment("operator", f"{_schema(o.namespace)}.{o.name}({left},{self.type(o.right)})", o)

    # --- the rest ---

    def other(self, kind: str, obj: CatalogObject) -> None:
        assert isinstance(obj, Namespaced)
        name = self.name(obj)
        out = self.out
        quoted = quote_qualified(_schema(obj.namespace), obj.name)
        if isinstance(obj, OpClass):
            out["opclasses"][f"{name} USING {obj.method}"] = {"type": self.type(obj.intype), "default": obj.default}
            self.comment(kind, f"{quoted} USING {quote_identifier(obj.method)}", obj)
            return
        if isinstance(obj, StatisticsObject):
            out["statistics"][name] = {"table": self.name(obj.relation)}
        elif kind == "collation":
            out["collations"][name] = None
        elif kind == "conversion":
            out["conversions"].append(name)
        elif kind == "operator family":
            assert isinstance(obj, SimpleNamespaced)
            method = obj.details.get("method", "")
            out["opfamilies"].append(f"{name} USING {method}")
            self.comment(kind, f"{quoted} USING {quote_identifier(method)}", obj)
            return
        elif kind.startswith("text search "):
            out["text_search"][kind.removeprefix("text search ").replace("dictionary", "dictionarie") + "s"].append(
                name
            )
        self.comment("statistics object" if isinstance(obj, StatisticsObject) else kind, quoted, obj)

    def shared(self, kind: str, obj: CatalogObject) -> None:
        out = self.out
        if isinstance(obj, Role):
            out["roles"][obj.name] = [obj.superuser, obj.inherit, obj.login]
            out["members"].extend(f"{obj.name} < {member}" for member in obj.members)
        elif isinstance(obj, Extension):
            out["extensions"][obj.name] = None if obj.namespace is None else obj.namespace.name
            return
        elif isinstance(obj, Publication):
            out["publications"][obj.name] = {
                "all": obj.all_tables,
                "tables": sorted(self.name(rel) for rel in obj.relations),
                "schemas": sorted(space.name for space in obj.schemas),
            }
        elif isinstance(obj, EventTrigger):
            out["event_triggers"][obj.name] = {
                "event": obj.event,
                "function": None if obj.proc is None else self.name(obj.proc),
                "enabled": obj.enabled,
                "tags": sorted(obj.tags) or None,
            }
        elif isinstance(obj, ForeignServer):
            out["servers"][obj.name] = obj.wrapper
        elif isinstance(obj, Simple):
            section = {
                "access method": "access_methods",
                "foreign-data wrapper": "fdws",
                "subscription": "subscriptions",
                "language": "languages",
            }.get(kind)
            if section == "languages":
                out["languages"].append(obj.name)
            elif section is not None:
                out[section][obj.name] = None
        self.comment(kind, quote_identifier(obj.name), obj)


def _is_temp(space: Namespace) -> bool:
    return space.name.startswith("pg_temp")


def _schema(space: Namespace) -> str:
    return "pg_temp" if _is_temp(space) else space.name


def collation_of(a: Attribute) -> str | None:
    """The collation where it is not the type's own."""
    own = "C" if a.type.name == "name" and a.type.builtin else "default"
    return a.collation if a.collation not in ("", own) else None


def columns_of(rel: Relation) -> list[Attribute]:
    """The columns that are not the system's, in order."""
    return sorted((a for a in rel.attributes.values() if a.number > 0), key=lambda a: a.number)
