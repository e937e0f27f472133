"""Steps to diagnostics: which rule tells of what, where it points, what explains it, what it follows from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint import rules
from migslint.catalog.errors import PgError
from migslint.catalog.objects import CatalogObject, Relation, Type
from migslint.config import Config, Selection
from migslint.diagnostic import Diagnostic, Related
from migslint.engine_report import Report
from migslint.folder import Folder
from migslint.replay.run import Replay, refusal_span
from migslint.replay.step import Step
from migslint.rules import Finding, Rule
from migslint.source import MARK, Place, Span
from migslint.syntax.names import value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from migslint.catalog.catalog import Catalog


#: what the birth of the object that a refusal is about has to do with it
_BORN = {"kind": "created here", "definition": "created here", "dependents": "what depends on it is created here"}


def judge(folder: Folder, replay: Replay, config: Config) -> Report:
    """The report on a run."""
    steps = replay.steps
    selection = config.selection(rules.codes())
    teller = _Teller(replay)
    if replay.calls or any(s.refusal is not None or s.notices for s in steps):
        from migslint.replay.cause import find_causes

        find_causes([*steps, *replay.calls])
    found: list[tuple[int, Diagnostic]] = []
    for rule in rules.rules_with("folder", "history"):
        if rule.folder is not None:
            found += [(-1, _from_finding(rule, f)) for f in rule.folder(folder)]
    told: dict[int, Diagnostic] = {}
    for step in steps:
        if step.refusal is not None:
            diagnostic = teller.refusal(step, step.refusal)
            step.statement.release()
            told[step.number] = diagnostic
            found.append((step.number, diagnostic))
        elif step.notices or step.losses:
            for rule in rules.rules_with("findings", "apply"):
                if rule.findings is not None:
                    for finding in rule.findings(step):
                        diagnostic = _from_finding(rule, finding)
                        told.setdefault(step.number, diagnostic)
                        found.append((step.number, diagnostic))
    for step in steps:
        if step.cause is not None and step.number in told:
            told[step.number].cause = told.get(step.cause.number)
    stated = [
        (finding.step.number, _from_finding(rule, finding))
        for rule in (rules.rules_with("state", "apply") if _has_likes(replay) else ())
        if rule.state is not None
        for finding in rule.state(replay)
    ]
    found += stated
    if replay.reruns:
        found += _again(replay, teller)
    if replay.calls:
        found += _called(replay, teller, told)
    if replay.reruns or replay.calls or stated:
        found.sort(key=lambda pair: pair[0])
    diagnostics = [d for _, d in found]
    _count_consequences(diagnostics)
    diagnostics = [d for d in diagnostics if d.code in selection and not selection.ignores(d.code, d.path)]
    suppressed = 0
    if any(MARK in m.source.text for m in folder.migrations):
        diagnostics, suppressed = _suppress(diagnostics, folder, replay, selection)
    _fingerprints(folder, diagnostics)
    return Report(
        diagnostics,
        folder,
        files=len(folder.migrations),
        statements=len(steps),
        refused=sum(1 for s in steps if s.refusal is not None),
        unknown=sum(1 for s in steps if s.unknown is not None),
        rerun_files=sum(1 for _ in by_file(replay.reruns)),
        refused_again=sum(1 for s in replay.reruns if s.refusal is not None and s.first and s.first.accepted),
        suppressed=suppressed,
        problems=list(folder.problems),
        faults=[
            f"{step.migration.path}:{step.statement.source.position(step.statement.span.start)[0]}: "
            f"{type(fault).__name__}: {fault}"
            for step, fault in replay.faults
        ],
    )


def told(replay: Replay, steps: list[Step]) -> list[Diagnostic]:
    """The diagnostics of refused steps of a run, whatever is silenced; their causes are not filled in."""
    teller = _Teller(replay)
    out: list[Diagnostic] = []
    for step in steps:
        assert step.refusal is not None
        out.append(teller.refusal(step, step.refusal))
        step.statement.release()
    return out


def _suppress(
    diagnostics: list[Diagnostic], folder: Folder, replay: Replay, selection: Selection
) -> tuple[list[Diagnostic], int]:
    """What the comments in the files leave of the findings, with what is wrong with the comments; how many are gone."""
    from migslint import suppress

    spans: dict[int, list[Span]] = {}
    for step in replay.steps:
        spans.setdefault(id(step.statement.source), []).append(step.statement.span)
    sources = [m.source for m in folder.migrations]
    again = {steps[0].migration.path for steps in by_file(replay.reruns)}
    later = [c for c in selection.on if rules.rule(c).phase == "rerun"]
    result = suppress.apply(
        diagnostics,
        sources,
        lambda source: spans.get(id(source), []),
        lambda code, path: (
            any(c.startswith(code) for c in selection.on)
            and (path in again or not any(c.startswith(code) for c in later))
        ),
    )
    kept = result.kept + [d for d in result.unused if d.code in selection]
    if result.unused:
        order = {id(s): i for i, s in enumerate(sources)}
        kept.sort(key=lambda d: (order.get(id(d.source), -1), d.span.start))
    return kept, len(result.suppressed)


def _has_likes(replay: Replay) -> bool:
    """Whether the folder leaves behind what may be two of a kind, or has dropped what was not there.

    Else the rules about what is left need not be loaded.
    """
    if any(s.notices and s.statement.tag == "DropStmt" for s in replay.steps):
        return True
    for space in replay.session.catalog.namespaces.values():
        if any(len(procs) == 2 and not procs[1].builtin for procs in space.procs.values()):
            return True
        for relation in space.relations.values():
            if len(relation.policies) > 1:
                return True
            if not relation.builtin and (len(relation.indexes) > 1 or len(relation.constraints) > 1):
                found: list[object] = [i.index and tuple(map(id, i.index.keys)) for i in relation.indexes.values()]
                found += [(c.contype, *map(id, c.columns)) for c in relation.constraints.values()]
                if len(set(found)) < len(found):
                    return True
    return False


def _again(replay: Replay, teller: _Teller) -> list[tuple[int, Diagnostic]]:
    """What there is to tell of the second runs: refusals of what the first run accepted, and what runs to no good."""
    from migslint.replay.cause import find_causes

    speakers = list(rules.rules_with("findings", "rerun")) if any(s.harms for s in replay.reruns) else []
    found: list[tuple[int, Diagnostic]] = []
    for steps in by_file(replay.reruns):
        find_causes(steps)
        told: dict[int, Diagnostic] = {}
        for step in steps:
            if step.first is None or not step.first.accepted:
                continue
            if step.refusal is not None:
                told[step.number] = teller.refusal(step, step.refusal)
                found.append((step.number, told[step.number]))
                step.statement.release()
            elif step.harms:
                found += [(step.number, _from_finding(r, f)) for r in speakers if r.findings for f in r.findings(step)]
        for step in steps:
            if step.cause is not None and step.number in told:
                told[step.number].cause = told.get(step.cause.number)
    return found


def _called(replay: Replay, teller: _Teller, told: dict[int, Diagnostic]) -> list[tuple[int, Diagnostic]]:
    """What calls of functions would be refused for; `told` is what there is to tell of the first run."""
    out: dict[int, Diagnostic] = {}
    for step in replay.calls:
        if step.refusal is None:
            continue
        diagnostic = out[id(step)] = teller.refusal(step, step.refusal)
        if step.call is not None and not step.call.used:
            diagnostic.severity = "warning"
        if step.cause is not None:
            diagnostic.cause = out.get(id(step.cause)) or told.get(step.cause.number)
    return [(step.number, out[id(step)]) for step in replay.calls if id(step) in out]


def by_file(steps: list[Step]) -> Iterator[list[Step]]:
    """The steps of each file, which stand in a row."""
    start = 0
    for i in range(1, len(steps) + 1):
        if i == len(steps) or steps[i].migration is not steps[start].migration:
            yield steps[start:i]
            start = i


def _from_finding(rule: Rule, finding: Finding) -> Diagnostic:
    return Diagnostic(
        finding.source,
        finding.span,
        rule.code,
        rule.name,
        rule.severity,
        rule.phase,
        finding.message,
        detail=finding.detail,
        hint=finding.hint,
        advice=finding.advice,
        related=finding.related,
    )


def _count_consequences(diagnostics: list[Diagnostic]) -> None:
    """Each root counts all that follows from it, however indirectly, and in how many files."""
    files: dict[int, set[str]] = {}
    for diagnostic in diagnostics:
        root, seen = diagnostic, {id(diagnostic)}
        while root.cause is not None and id(root.cause) not in seen:
            root = root.cause
            seen.add(id(root))
        if root is not diagnostic:
            diagnostic.cause = root
            root.consequences += 1
            files.setdefault(id(root), set()).add(diagnostic.path)
            root.consequence_files = len(files[id(root)])


def _fingerprints(folder: Folder, diagnostics: list[Diagnostic]) -> None:
    """Rule, file, words, and the how-manieth of its like: what stays when lines shift."""
    if not diagnostics:
        return
    from hashlib import blake2b  # OpenSSL takes its time to load

    names = {m.path: m.relpath for m in folder.migrations}
    seen: dict[str, int] = {}
    for d in diagnostics:
        key = "\x00".join((d.code, d.phase, names.get(d.path, d.path), d.message))
        n = seen[key] = seen.get(key, -1) + 1
        data = f"{key}\x00{n}".encode("utf-8", "surrogatepass")
        d.fingerprint = blake2b(data, digest_size=8).hexdigest()


class _Teller:
    """Makes the diagnostics of refusals, of whatever phase."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay
        self.catalog: Catalog = replay.session.catalog
        self.ends = {id(s.migration): s.number + 1 for s in replay.steps}
        self.starts = {(id(s.statement.source), s.statement.span.start): s.number for s in replay.steps}

    def refusal(self, step: Step, error: PgError) -> Diagnostic:
        """The diagnostic of a refused statement."""
        from migslint.fix.candidates import proposed

        rule = rules.claimant(error, step)
        related = tuple(self._related(step, error))
        if step.first is not None:
            span = step.statement.span
            related = tuple(r for r in related if r.place.source is not step.statement.source or r.place.span != span)
        return Diagnostic(
            step.statement.source,
            self._span(step, error),
            rule.code,
            rule.name,
            rule.severity,
            rule.phase,
            error.message,
            sqlstate=error.sqlstate,
            detail=error.detail,
            hint=error.hint,
            advice=rule.advice(error, step) if rule.advice is not None else self._advice(step, error, related),
            related=related,
            fix=proposed(step),
        )

    def _span(self, step: Step, error: PgError) -> Span:
        """The name that the server points at; the one that it speaks of where it points at nothing or at the table."""
        statement, location, name = step.statement, error.location, error.name
        if step.call is not None:
            return step.call.place.span
        if error.reason == "syntax" or error.span is not None:
            return refusal_span(step)
        first = error.kind in ("schema", "range entry")  # what stands before the dot
        span = statement.place(location) if first else statement.place_name(location)
        table = statement.node.get("relation") or statement.node.get("table") or {}
        vague = location is None or location == table.get("location", 0) or error.reason == "exists"
        if not name or not vague:
            return span
        if location is not None:
            text = statement.source.text[span.start : span.end]
            if any(value(part.strip()) == name for part in text.split(".")):
                return span
        return statement.find(name) or span

    def _number(self, place: Place) -> int:
        return self.starts.get((id(place.source), place.span.start), -1)

    def _before(self, place: Place | None, step: Step) -> bool:
        return place is not None and self._number(place) < self._moment(step)

    def _moment(self, step: Step) -> int:
        """Steps of smaller numbers have been run before it; when a file is run again, all of that file have."""
        if step.call is not None:
            return len(self.replay.steps)
        return step.number if step.first is None else self.ends[id(step.migration)]

    def _related(self, step: Step, error: PgError) -> Iterator[Related]:
        obj = error.obj
        if step.call is not None and step.call.trigger is not None:
            trigger = step.call.trigger
            place = next((e.place for e in trigger.life if e.kind == "created" and e.place is not None), None)
            if place is not None:
                yield Related(place, f'called by a trigger of table "{trigger.relation.name}"')
        if error.reason == "exists" and isinstance(obj, CatalogObject):
            told = ("created", "renamed") if step.first is None else ("renamed",)  # that it was run before is no news
            for event in obj.life:
                if event.kind in told and event.place is not None:
                    yield Related(event.place, "first created here" if event.kind == "created" else "renamed here")
                    break
        elif error.reason == "missing":
            yield from self._whereabouts(step, error)
        elif error.reason in _BORN and isinstance(obj, CatalogObject):
            for event in obj.life:
                if (
                    event.kind == "created"
                    and event.place is not None
                    and self._number(event.place) < self._moment(step)
                ):
                    yield Related(event.place, _BORN[error.reason])
                    break

    def _whereabouts(self, step: Step, error: PgError) -> Iterator[Related]:
        """Where a missing name was dropped or renamed before, or is created later."""
        candidates = self._bearers(error)
        later = None
        for obj in candidates:
            created = next((e.place for e in obj.life if e.kind == "created" and e.place is not None), None)
            if created is None:
                continue
            number = self._number(created)
            if number > self._moment(step):
                if later is None or number < self._number(later):
                    later = created
                continue
            for event in obj.life:
                if (
                    event.kind == "dropped"
                    and event.place is not None
                    and self._number(event.place) < self._moment(step)
                ):
                    yield Related(event.place, "dropped here")
                    return
                if (
                    event.kind == "renamed"
                    and event.place is not None
                    and self._number(event.place) < self._moment(step)
                ):
                    yield Related(event.place, "renamed here")
                    return
        if later is not None:
            yield Related(later, "created only later, here")

    def _bearers(self, error: PgError) -> list[CatalogObject]:
        """All objects, alive or gone, that bear or bore the name."""
        name, kind = error.name, error.kind
        out: list[CatalogObject] = [o for o in self.catalog.buried.values() if o.name == name and _is(o, kind)]
        if kind in ("relation", "function"):
            for namespace in self.catalog.namespaces.values():
                procs = (p for found in namespace.procs.values() for p in found)
                out += [o for o in (procs if kind == "function" else namespace.relations.values()) if _had(o, name)]
        elif kind == "column" and isinstance(error.obj, Relation):
            out += [a for a in error.obj.attributes.values() if _had(a, name)]
        if kind == "column":
            if isinstance(error.obj, Relation) and name in error.obj.attributes:
                out.append(error.obj.attributes[name])
            return [
                o for o in out if getattr(getattr(o, "relation", None), "name", None) == error.within or _had(o, name)
            ]
        for namespace in self.catalog.namespaces.values():
            if kind in ("relation", "table", "view", "sequence", "index"):
                found: list[CatalogObject] = [r for r in (namespace.relations.get(name),) if r is not None]
            elif kind == "function":
                found = [*namespace.procs.get(name, ())]
            elif kind == "type":
                found = [t for t in (namespace.types.get(name),) if t is not None]
            else:
                found = []
            out += found
        if kind == "schema" and name in self.catalog.namespaces:
            out.append(self.catalog.namespaces[name])
        shared = self.catalog.shared.get((kind, name))
        if shared is not None:
            out.append(shared)
        return out

    def _advice(self, step: Step, error: PgError, related: tuple[Related, ...]) -> str | None:
        if error.reason == "syntax" and step.statement.error is not None:
            from migslint.syntax.guards import guard_advice

            return guard_advice(step.statement)
        if error.reason == "missing" and error.kind == "relation" and not related and step.cause is None:
            return (
                "no migration creates it; if it was there before the first one, give its definition with "
                "--baseline schema.sql"
            )
        return None


def _had(obj: CatalogObject, name: str) -> bool:
    """Whether an object was called so once."""
    return any(e.kind == "renamed" and e.note == name for e in obj.life)


def _is(obj: CatalogObject, kind: str) -> bool:
    if kind in ("relation", "table", "view", "sequence", "index"):
        return isinstance(obj, Relation)
    if kind == "type":
        return isinstance(obj, Type)
    name = type(obj).__name__.lower()
    return name == {"function": "proc", "column": "attribute", "schema": "namespace"}.get(kind, kind)
