"""What one server (or one facts file) has, kind -> namespace -> name -> records, and how versions are merged."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import msgspec

Packed = list[Any]
#: what fills in `since` and `until`, in place of fields that a packed record leaves out
UNBOUNDED = 0


def pack(record: msgspec.Struct) -> Packed:
    """The JSON array of a record: fields in order, trailing defaults left out, nested records packed as well."""
    values = [_plain(getattr(record, f)) for f in record.__struct_fields__]
    least, defaults = _defaults(type(record))
    while len(values) > least and values[-1] == defaults[len(values) - 1 - least]:
        values.pop()
    return values


@functools.cache
def _defaults(cls: type[msgspec.Struct]) -> tuple[int, list[Any]]:
    """How many fields have no default, and the defaults of the rest."""
    fields = msgspec.structs.fields(cls)
    with_default = [f for f in fields if not f.required]
    defaults = [f.default if f.default is not msgspec.NODEFAULT else f.default_factory() for f in with_default]
    return len(fields) - len(with_default), defaults


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return pack(value)
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


class Snapshot:
    """Records of one source, filed by kind, namespace and name."""

    def __init__(self) -> None:
        self.kinds: dict[str, dict[str, dict[str, list[msgspec.Struct]]]] = {}

    def add(self, kind: str, namespace: str, name: str, record: msgspec.Struct) -> None:
        """File a record; a kind, namespace or name that is new is made."""
        self.kinds.setdefault(kind, {}).setdefault(namespace, {}).setdefault(name, []).append(record)

    def replaced(self, old: str, new: str) -> Snapshot:
        """A copy with `old` replaced in all texts of all records, and in the names under which they are filed."""
        before, after = (json.dumps(text)[1:-1] for text in (old, new))
        copy = Snapshot()
        for kind, namespaces in self.kinds.items():
            for namespace, names in namespaces.items():
                for name, records in names.items():
                    for record in records:
                        text = json.dumps(pack(record)).replace(before, after)
                        copy.add(kind, namespace, name.replace(old, new), msgspec.json.decode(text, type=type(record)))
        return copy


def merge(snapshots: dict[int, Snapshot], bounds: tuple[int, int]) -> dict[str, Any]:
    """One tree for all versions: equal records become one with the range of the versions that have it.

    `bounds` are the first and last version that exist at all: a range that starts or ends there is unbounded.
    """
    seen: dict[tuple[str, str, str], dict[str, tuple[msgspec.Struct, set[int]]]] = {}
    for version, snapshot in snapshots.items():
        for kind, namespaces in snapshot.kinds.items():
            for namespace, names in namespaces.items():
                for name, records in names.items():
                    for record in records:
                        text = json.dumps(pack(record), sort_keys=True)
                        entry = seen.setdefault((kind, namespace, name), {}).setdefault(text, (record, set()))
                        entry[1].add(version)
    tree: dict[str, Any] = {}
    for (kind, namespace, name), texts in sorted(seen.items()):
        rows: list[Packed] = []
        for text in sorted(texts):
            record, versions = texts[text]
            for since, until in runs(sorted(versions), sorted(snapshots)):
                ranged = msgspec.structs.replace(
                    record,
                    since=UNBOUNDED if since == bounds[0] else since,
                    until=UNBOUNDED if until == bounds[1] else until,
                )
                rows.append(pack(ranged))
        tree.setdefault(kind, {}).setdefault(namespace, {})[name] = rows
    return tree


def runs(versions: list[int], known: list[int]) -> list[tuple[int, int]]:
    """The ranges of `versions` without a gap in `known`: [14, 15, 17] of 14…18 is [(14, 15), (17, 17)]."""
    out: list[tuple[int, int]] = []
    for version in versions:
        before = known.index(version) - 1
        if out and before >= 0 and out[-1][1] == known[before]:
            out[-1] = (out[-1][0], version)
        else:
            out.append((version, version))
    return out


def write(path: Path, tree: dict[str, Any]) -> int:
    """Write kind -> namespace -> name -> records, one record a line; the size in bytes."""
    lines = ["{"]
    for k, kind in enumerate(sorted(tree)):
        lines.append(f"{',' if k else ''}{_json(kind)}:{{")
        for n, namespace in enumerate(sorted(tree[kind])):
            lines.append(f"{',' if n else ''}{_json(namespace)}:{{")
            for m, name in enumerate(sorted(tree[kind][namespace])):
                head = f"{',' if m else ''}{_json(name)}:["
                rows = tree[kind][namespace][name]
                lines += [
                    f"{head if i == 0 else ','}{_json(row)}{']' if i == len(rows) - 1 else ''}"
                    for i, row in enumerate(rows)
                ]
            lines.append("}")
        lines.append("}")
    lines.append("}")
    data = ("\n".join(lines) + "\n").encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return len(data)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
