"""Function calls resolved to routines (`parser/parse_func.c`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from migslint.analyze.generic import resolve_generic
from migslint.analyze.parse_coerce import can_coerce, coerce, pathway
from migslint.analyze.parse_collate import rise
from migslint.analyze.types import UNSURE, Expr, is_polymorphic, is_unknown, leftmost
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Proc, Type, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type

if TYPE_CHECKING:
    from migslint.analyze.state import Scope


#: where the planner judges the bodies of the SQL functions that it inlines
_JUDGED = frozenset(
    ("index_expression", "index_predicate", "generated_column", "partition_expression", "select_target")
)


class Candidate(msgspec.Struct, eq=False):
    """A routine with its argument types as this call would pass them; `order` maps call positions to parameters.

    `ambiguous`: the call fits another routine of the schema just as well, by defaults or as a variadic one.
    """

    proc: Proc
    types: list[Type]
    variadic: bool = False
    defaults: int = 0
    order: list[int] | None = None
    ambiguous: bool = False


def signature(session: Session, name: str, names: Sequence[str], types: Sequence[Type]) -> str:
    """`func_signature_string`: f(integer, name => text)."""
    shown = [format_type(session, t) for t in types]
    first_named = len(types) - len(names)
    for i, argname in enumerate(names):
        shown[first_named + i] = f"{argname} => {shown[first_named + i]}"
    return f"{name}({', '.join(shown)})"


def candidates(
    procs: Sequence[Proc], nargs: int, names: Sequence[str], expand_variadic: bool, procedure: bool = False
) -> list[Candidate]:
    """`FuncnameGetCandidates` for a call with `nargs` arguments, the last of them named `names`.

    In CALL (`procedure`) the OUT arguments are given too.
    """
    found: list[Candidate] = []
    for proc in procs:
        argtypes = tuple(a.type for a in proc.args) if procedure and proc.args else proc.argtypes
        declared = len(argtypes)
        if names:
            order = _match_named(proc, nargs, names, "ibvot" if procedure else "ibv")
            if order is None:
                continue
            types = [argtypes[i] for i in order]
            found.append(Candidate(proc, types, defaults=declared - nargs, order=order))
            continue
        if expand_variadic and proc.variadic is not None and nargs >= declared:
            types = [*argtypes[:-1], *[proc.variadic] * (nargs - declared + 1)]
            found.append(Candidate(proc, types, variadic=True))
            continue
        if nargs > declared or nargs + proc.ndefaults < declared:
            continue
        found.append(Candidate(proc, list(argtypes[:nargs]), defaults=declared - nargs))
    return _without_hidden(found)


def _without_hidden(found: list[Candidate]) -> list[Candidate]:
    """Of routines that a call fits alike one in an earlier schema counts, then one that is not variadic."""
    best: dict[tuple[Type, ...], Candidate] = {}
    for candidate in found:
        key = tuple(candidate.types)
        other = best.get(key)
        if other is None:
            best[key] = candidate
        elif other.proc.namespace is not candidate.proc.namespace:
            continue
        elif other.variadic != candidate.variadic:
            if other.variadic:
                best[key] = candidate
        else:
            other.ambiguous = True
    return list(best.values())


def _match_named(proc: Proc, nargs: int, names: Sequence[str], modes: str) -> list[int] | None:
    """`MatchNamedCall`."""
    inputs = [a for a in proc.args if a.mode in modes]
    if not inputs or nargs > len(inputs):
        return None
    positional = nargs - len(names)
    order = list(range(positional))
    by_name = {a.name: i for i, a in enumerate(inputs) if a.name}
    for name in names:
        at = by_name.get(name)
        if at is None or at in order:
            return None
        order.append(at)
    required = len(inputs) - proc.ndefaults
    if any(i not in order for i in range(required)):
        return None
    return order


def match_argtypes(session: Session, types: Sequence[Type], found: Sequence[Candidate]) -> list[Candidate]:
    """`func_match_argtypes`."""
    return [c for c in found if can_coerce(session, types, c.types)]


def select_candidate(session: Session, types: Sequence[Type], found: list[Candidate]) -> Candidate | None:
    """`func_select_candidate`: the rules of chapter "Function Type Resolution"; None if no one wins."""
    bases = [base_type(t) for t in types]
    unknown = [is_unknown(t) or t is UNSURE for t in types]

    def keep(score: list[int]) -> list[Candidate]:
        top = max(score)
        return [c for c, s in zip(found, score) if s == top]

    found = keep([sum(not u and c.types[i] is bases[i] for i, u in enumerate(unknown)) for c in found])
    if len(found) == 1:
        return found[0]
    found = keep(
        [
            sum(
                not u
                and (c.types[i] is bases[i] or (c.types[i].preferred and c.types[i].category == bases[i].category))
                for i, u in enumerate(unknown)
            )
            for c in found
        ]
    )
    if len(found) == 1:
        return found[0]
    if not any(unknown):
        return None
    slots: list[tuple[str, bool] | None] = []
    for i, u in enumerate(unknown):
        if not u:
            slots.append(None)
            continue
        categories = {c.types[i].category for c in found}
        if "S" in categories:
            chosen = "S"
        elif len(categories) == 1:
            chosen = categories.pop()
        else:
            slots = []
            break
        preferred = any(c.types[i].category == chosen and c.types[i].preferred for c in found)
        slots.append((chosen, preferred))
    if len(slots) == len(types):
        rest = [
            c
            for c in found
            if all(
                s is None or (c.types[i].category == s[0] and (not s[1] or c.types[i].preferred))
                for i, s in enumerate(slots)
            )
        ]
        if rest:
            found = rest
        if len(found) == 1:
            return found[0]
    known = {bases[i] for i, u in enumerate(unknown) if not u}
    if len(known) == 1:
        (type,) = known
        assumed = [type] * len(types)
        matching = [c for c in found if can_coerce(session, assumed, c.types)]
        if len(matching) == 1:
            return matching[0]
    return None


class Detail(msgspec.Struct, eq=False):
    """What `func_get_detail` finds: kind normal, coercion, multiple, notfound or unsure."""

    kind: str
    candidate: Candidate | None = None
    target: Type | None = None


def get_detail(
    session: Session,
    schema: str | None,
    name: str,
    args: Sequence[Expr],
    names: Sequence[str],
    variadic: bool,
    procedure: bool = False,
    location: int | None = None,
) -> Detail:
    """`func_get_detail`."""
    types = [a.type for a in args]
    try:
        procs = ns.find_procs(session, schema, name, location)
    except Unknown:
        return Detail("unsure")
    found = candidates(procs, len(args), names, not variadic, procedure)
    if any(t is UNSURE for t in types):
        certain = [i for i, t in enumerate(types) if t is not UNSURE]
        fit = [c for c in found if can_coerce(session, [types[i] for i in certain], [c.types[i] for i in certain])]
        return Detail("normal", fit[0]) if len(fit) == 1 else Detail("unsure")
    for c in found:
        if all(a is b for a, b in zip(c.types, types)):
            return Detail("multiple") if c.ambiguous else Detail("normal", c)
    if len(args) == 1 and not names:
        try:
            target = ns.find_type(session, schema, name)
        except (PgError, Unknown):
            target = None
        if target is not None and target.defined and not (target.typtype == "c" and target.relation is not None):
            source = types[0]
            if is_unknown(source) or source is target:
                return Detail("coercion", target=target)
            way = pathway(session, source, target, "e")
            if way == "relabel" or (way == "io" and source.typtype != "c" and target.category != "S"):
                return Detail("coercion", target=target)
            if way == "io" and not (source.typtype == "c" or source.name == "record"):
                return Detail("coercion", target=target)
    if ns.procs_in_doubt(session, schema, name):
        return Detail("unsure")
    matching = match_argtypes(session, types, found)
    if not matching:
        return Detail("notfound")
    best = matching[0] if len(matching) == 1 else select_candidate(session, types, matching)
    return Detail("multiple") if best is None or best.ambiguous else Detail("normal", best)


def not_found(
    session: Session,
    shown: str,
    name: str,
    args: Sequence[Expr],
    names: Sequence[str],
    location: int | None,
    procedure: bool = False,
    variadic: bool = False,
    schema: str | None = None,
) -> PgError:
    """42883 with the hint that fits."""
    text = signature(session, shown, names, [a.type for a in args])
    what = "procedure" if procedure else "function"
    return PgError(
        "42883",
        f"{what} {text} does not exist",
        hint=f"No {what} matches the given name and argument types. You might need to add explicit type casts.",
        location=location,
        reason="missing",
        kind="function",
        name=name,
        within=schema or "",
    )


def not_unique(
    session: Session, shown: str, name: str, args: Sequence[Expr], names: Sequence[str], location: int | None
) -> PgError:
    """42725."""
    return PgError(
        "42725",
        f"function {signature(session, shown, names, [a.type for a in args])} is not unique",
        hint="Could not choose a best candidate function. You might need to add explicit type casts.",
        location=location,
        reason="ambiguous",
        kind="function",
        name=name,
    )


def apply(scope: Scope, candidate: Candidate, args: Sequence[Expr], location: int | None) -> Expr:
    """`make_fn_arguments` and `enforce_generic_type_consistency`: the call's result; arguments are coerced."""
    session = scope.session
    proc = candidate.proc
    rettype = proc.rettype
    types = candidate.types
    if is_polymorphic(rettype) or any(is_polymorphic(t) for t in types):
        types, settled = resolve_generic(session, [a.type for a in args], types, rettype, location)
        rettype = settled or UNSURE
    args = [coerce(scope, a, TypeRef(t), "i") if a.type is not t else a for a, t in zip(args, types)]
    scope.depend(proc)
    if proc.volatility != "i" or (proc.language == "sql" and not proc.builtin):
        _worsen(scope, _volatility(scope, proc))
    if proc.unknown:
        rettype = UNSURE
    names = [(a.name, a.type) for a in proc.args if a.mode in "obt"]
    place = location if proc.kind in "aw" else leftmost(location, *args)
    return Expr(
        rettype,
        -1,
        place,
        retset=proc.retset,
        names=names if rettype.name == "record" else None,
        out_name=names[0][0] if len(names) == 1 else "",
        collation=rise(scope, rettype, args, place),
    )


def _volatility(scope: Scope, proc: Proc) -> str:
    if proc.language != "sql" or scope.kind not in _JUDGED:
        return proc.volatility
    from migslint.analyze.inline import inlined_volatility

    restricted = scope.session.version >= 17 and scope.kind.startswith("index_") and scope.target is None
    try:
        return inlined_volatility(scope.session, proc, scope.inlining, restricted)
    except PgError as error:
        scope.planning.append(error)
        return "i"


def _worsen(scope: Scope, volatility: str) -> None:
    if "isv".index(volatility) > "isv".index(scope.volatility[0]):
        scope.volatility[0] = volatility
