"""The functions, operators and casts that a server has from initdb, as the generator calls them."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.property.values import GOOD

#: a type by the name that SQL text has for it; arrays end in []
_TYPE = "(select case when e.oid is null then t.typname::text else e.typname || '[]' end from pg_type t left join pg_type e on e.typarray = t.oid where t.oid = {})"
_FUNCTIONS = f"""
select p.proname, p.prokind, p.proretset, {_TYPE.format("p.prorettype")}, p.pronargdefaults,
       p.provariadic <> 0, array(select {_TYPE.format("a.type")} from unnest(p.proargtypes) with ordinality a(type, n) order by n),
       (select proargnames from pg_proc q where q.oid = p.oid and p.proallargtypes is null)
from pg_proc p left join pg_aggregate g on g.aggfnoid = p.oid
where p.oid < 16000 and p.pronamespace = 'pg_catalog'::regnamespace and p.prokind in ('f', 'a', 'w')
  and coalesce(g.aggkind, 'n') = 'n' order by p.oid"""
_OPERATORS = f"""
select o.oprname, {_TYPE.format("o.oprleft")}, {_TYPE.format("o.oprright")}, {_TYPE.format("o.oprresult")}
from pg_operator o where o.oid < 16000 order by o.oid"""
_CASTS = f"""
select {_TYPE.format("c.castsource")}, {_TYPE.format("c.casttarget")}, c.castcontext
from pg_cast c where c.oid < 16000 order by c.oid"""

POLYMORPHIC = frozenset(
    (
        *("anyelement", "anyarray", "anynonarray", "anyenum", "anyrange", "anymultirange", "any", "anycompatible"),
        *("anycompatiblearray", "anycompatiblenonarray", "anycompatiblerange", "anycompatiblemultirange"),
    )
)


class Signature(msgspec.Struct, frozen=True):
    """A function: `kind` as prokind, `defaults` how many arguments may be left out, `variadic`: the last is."""

    name: str
    kind: str
    retset: bool
    result: str
    defaults: int
    variadic: bool
    args: tuple[str, ...]
    names: tuple[str, ...] = ()


class Signatures:
    """All of a server's, by what they return; an operator without a left argument has None."""

    def __init__(self, connection: Any) -> None:
        self.functions: list[Signature] = []
        for name, kind, retset, result, defaults, variadic, args, names in connection.execute(_FUNCTIONS):
            kind = kind.decode() if isinstance(kind, bytes) else kind
            if all(_usable(t) for t in args) and (_usable(result) or result in ("record", "void")):
                known = tuple(names or ())
                self.functions.append(Signature(name, kind, retset, result, defaults, variadic, tuple(args), known))
        self.operators = [
            (name, left, right, result)
            for name, left, right, result in connection.execute(_OPERATORS)
            if (left is None or _usable(left)) and _usable(right) and _usable(result)
        ]
        self.casts = [
            (source, target, context.decode() if isinstance(context, bytes) else context)
            for source, target, context in connection.execute(_CASTS)
            if source in GOOD and target in GOOD
        ]
        self.returning: dict[str, list[Signature]] = {}
        self.aggregates: dict[str, list[Signature]] = {}
        self.windows: dict[str, list[Signature]] = {}
        self.sets: list[Signature] = []
        for f in self.functions:
            if f.retset:
                self.sets.append(f)
            elif f.result != "void":
                table = {"a": self.aggregates, "w": self.windows}.get(f.kind, self.returning)
                table.setdefault(f.result, []).append(f)
        self.resulting: dict[str, list[tuple[str, str | None, str]]] = {}
        for name, left, right, result in self.operators:
            self.resulting.setdefault(result, []).append((name, left, right))
        self.into: dict[str, list[str]] = {}
        self.implicit: dict[str, list[str]] = {}
        for source, target, context in self.casts:
            self.into.setdefault(target, []).append(source)
            if context == "i":
                self.implicit.setdefault(target, []).append(source)
        self.names = sorted({f.name for f in self.functions})
        self.symbols = sorted({name for name, *_ in self.operators})


def _usable(type: str | None) -> bool:
    return type is not None and (type in POLYMORPHIC or type.removesuffix("[]") in GOOD)
