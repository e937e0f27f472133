"""pg_proc and pg_aggregate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.catalog.objects import FunctionBody, Proc
from migslint.executor.relations import Made
from migslint.executor.relations.found import Hints, doubts, objects, oid, owner_of, procs, spaces, sure, texts
from migslint.executor.scope import MANY
from migslint.executor.values import OTHER, SOMETHING, Value, Vector

if TYPE_CHECKING:
    from migslint.executor.run import Run


def pg_proc(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_proc.h`; without a name those of pg_catalog are known by their names only."""
    where = spaces(run, hints, "pronamespace")
    names, only = texts(hints, "proname"), objects(hints, "oid", Proc)
    if names is None and only is None:
        system = run.session.catalog.namespaces["pg_catalog"]
        if system in where:
            for world in run.session.catalog.worlds:
                for name in world.names("proc", "pg_catalog"):
                    yield {"proname": name, "pronamespace": oid(system)}, MANY
        where = [space for space in where if space is not system]
    for proc in procs(run, names, where, only):
        yield _row(run, proc), sure(proc)
    for _, name, space in doubts(run, "function"):
        yield {"oid": OTHER, "proname": name, "pronamespace": oid(space) if space else SOMETHING}, MANY


def _row(run: Run, proc: Proc) -> dict[str, Value]:
    language = run.session.catalog.global_object("language", proc.language)
    names = [a.name for a in proc.args]
    outputs = any(a.mode in "obt" for a in proc.args)
    row: dict[str, Value] = {
        "oid": oid(proc),
        "proname": proc.name,
        "pronamespace": oid(proc.namespace),
        "proowner": owner_of(run, proc),
        "prolang": oid(language) if language is not None else SOMETHING,
        "provariadic": oid(proc.variadic),
        "prokind": proc.kind,
        "prosecdef": proc.security_definer,
        "proisstrict": proc.strict,
        "proretset": proc.retset,
        "provolatile": proc.volatility,
        "pronargs": len(proc.argtypes),
        "pronargdefaults": proc.ndefaults,
        "prorettype": oid(proc.rettype),
        "proargtypes": Vector(map(oid, proc.argtypes)),
        "prosrc": _source(proc),
    }
    if not proc.builtin:
        row["proargnames"] = names if any(names) else None
        row["proargmodes"] = [a.mode for a in proc.args] if outputs or proc.variadic is not None else None
        row["proallargtypes"] = [oid(a.type) for a in proc.args] if outputs else None
        row["proconfig"] = [f"{k}={v}" for k, v in proc.settings.items()] or None
    return row


def _source(proc: Proc) -> Value:
    """The text of the body; SOMETHING for one that is kept as a tree or in another form."""
    body = proc.body
    if isinstance(body, FunctionBody) and body.text is not None and proc.language not in ("c", "internal"):
        return body.text
    return SOMETHING


def pg_aggregate(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_aggregate.h`."""
    for row, certainty in pg_proc(run, {"oid": hints["aggfnoid"]} if "aggfnoid" in hints else {}):
        if row.get("prokind", "a") == "a":
            yield {"aggfnoid": row.get("oid", SOMETHING)}, certainty
