"""The lives of objects: what made, changed, renamed and removed them, and what was refused or skipped over them.

What was done is what the objects of the catalog remember, those that are gone too; what was not done is found in the
steps of the run by the names that their statements would have made or removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from migslint.catalog.catalog import Catalog
from migslint.catalog.describe import RELKIND
from migslint.catalog.namespace import quote_identifier as quoted
from migslint.catalog.objects import (
    AttrDefault,
    Attribute,
    Cast,
    CatalogObject,
    Event,
    Namespace,
    Operator,
    Proc,
    PublicationRel,
    Relation,
    Rule,
    Simple,
    SimpleNamespaced,
    Type,
    UserMapping,
)
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.history.names import nearest, readings
from migslint.replay.cause import lost_columns, meant
from migslint.replay.makes import makes, removes
from migslint.replay.run import Replay
from migslint.replay.step import Step
from migslint.source import Place

State = Literal["there", "gone", "unknown", "never"]

#: characters of a statement that stand for it
EXCERPT = 70

#: kinds that share one space of names -> what an attempt on any of them is filed under
_RELATIONS = frozenset((*RELKIND.values(), "relation"))
_ROUTINES = frozenset(("function", "procedure", "aggregate", "window function", "routine"))
_TYPES = frozenset(("type", "domain", "composite type"))
_MEMBERS = frozenset(("column", "policy", "trigger", "rule", "constraint"))

#: what a statement would have made, by its tag
_MADE = {
    "CreateStmt": "table",
    "CreateForeignTableStmt": "foreign table",
    "CreateTableAsStmt": "table",
    "ViewStmt": "view",
    "IndexStmt": "index",
    "CreateSeqStmt": "sequence",
}


class Moment(msgspec.Struct, frozen=True):
    """One moment of a life.

    kind: an event's, or "not judged".  `number` is that of the step, -1 before the first one; `statement` the kind of
    statement in the server's words ("CREATE TABLE IF NOT EXISTS"), `note` what else there is to say.
    """

    kind: str
    number: int
    place: Place | None
    statement: str
    note: str = ""


class Life(msgspec.Struct, eq=False):
    """An object and its moments in order; `obj` is None for what only refused or skipped statements speak of.

    `name` is qualified and quoted as in SQL, a policy's and a column's by their table.
    """

    kind: str
    name: str
    state: State
    moments: list[Moment]
    obj: CatalogObject | None = None


class _Attempt(msgspec.Struct, frozen=True):
    """A statement that meant an object and did nothing to it; `table` is that of a member, `schema` "" if not said."""

    kind: str
    schema: str
    table: str
    name: str
    moment: Moment
    obj: CatalogObject | None


class Lives:
    """The lives of all that a run has to do with."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay
        self.session: Session = replay.session
        self.catalog: Catalog = replay.session.catalog
        self._numbers = {(id(s.statement.source), s.statement.span.start): s.number for s in replay.steps}
        self._attempts: list[_Attempt] | None = None

    def named(self, text: str) -> list[Life]:
        """The lives of what bears or bore a name, as a person writes it; what was there before only where nothing else.

        A bare name is that of an object of any kind in any schema, `t.c` that of a column, policy, trigger or
        constraint of a table, too.
        """
        wanted = readings(text)
        self._load(wanted)
        objects = [o for o in self._objects() if any(_answers(o, parts) for parts in wanted)]
        attempts = [a for a in self._tried() if a.obj in objects or any(_means(a, parts) for parts in wanted)]
        lives = [self._life(o) for o in objects]
        for attempt in attempts:
            self._file(attempt, lives)
        told = [life for life in lives if any(m.place is not None for m in life.moments)] or lives
        for life in told:
            life.moments.sort(key=lambda m: m.number)
        told.sort(key=lambda life: life.moments[0].number if life.moments else -1)
        return told

    def all(self) -> Iterator[Life]:
        """The lives of all objects, without what was tried."""
        for obj in self._objects():
            yield self._life(obj)

    def near(self, text: str) -> list[str]:
        """Names of the folder that are most like one that is not there, as SQL has them."""
        bare: dict[str, str] = {}
        dotted: dict[str, str] = {}
        for obj in self._objects():
            if obj.builtin or obj.name.startswith("pg_toast"):
                continue
            path = [min(names) if len(names) > 1 else next(iter(names)) for names in _path(obj)]
            shown = ".".join(quoted(part) for part in path)
            bare.setdefault(path[-1], shown)
            dotted.setdefault(".".join(path), shown)
            dotted.setdefault(".".join(path[-2:]), shown)
        out: list[str] = []
        for parts in readings(text):
            known = bare if len(parts) == 1 else dotted
            out += [known[n] for n in nearest(".".join(parts), known) if known[n] not in out]
        if not out:
            out = [bare[n] for n in nearest(readings(text)[-1][-1], bare)]
        return out[:3]

    def number(self, place: Place | None) -> int:
        """The number of the step at a place, -1 for what was there before the first."""
        return -1 if place is None else self._numbers.get((id(place.source), place.span.start), -1)

    # --- what there is and was ---

    def _load(self, wanted: list[tuple[str, ...]]) -> None:
        """Ask the world for the names, so that what was there before the first file is found too."""
        catalog = self.catalog
        for name in {part for parts in wanted for part in parts}:
            for namespace in list(catalog.namespaces.values()):
                catalog.relation(namespace, name)
                catalog.type(namespace, name)
                catalog.procs(namespace, name)

    def _objects(self) -> Iterator[CatalogObject]:
        """All objects that have names of their own, each once, the living first."""
        catalog = self.catalog
        seen: set[int] = set()
        alive: list[CatalogObject] = []
        for namespace in catalog.namespaces.values():
            alive += [namespace, *namespace.relations.values(), *namespace.types.values()]
            for procs in namespace.procs.values():
                alive += procs
            for operators in namespace.operators.values():
                alive += operators
            alive += namespace.others.values()
        alive += catalog.shared.values()
        for obj in (*alive, *catalog.buried.values()):
            for each in (obj, *_members(obj)):
                if id(each) not in seen and not _hidden(each):
                    seen.add(id(each))
                    yield each

    def _life(self, obj: CatalogObject) -> Life:
        events = list(obj.life)
        owner = getattr(obj, "relation", None) or getattr(obj, "domain", None)
        end = _end(obj)
        notes = {}
        if end is None and isinstance(owner, CatalogObject) and _end(owner) is not None:
            end = _end(owner)  # a column goes with its table
            assert end is not None
            events.append(end)
            notes[id(end)] = f"with {kind(owner)} {self._name(owner)}"
        moments: list[Moment] = []
        for event in events:
            moment = self._moment(event, notes.get(id(event), ""))
            if moment not in moments[-1:]:
                moments.append(moment)
        state: State = "gone" if end is not None else "unknown" if "self" in obj.unknown else "there"
        return Life(kind(obj), self._name(obj), state, moments, obj)

    def _moment(self, event: Event, note: str) -> Moment:
        place = event.place
        statement, said = "", note or event.note
        if place is not None:
            text = place.source.text[place.span.start : place.span.end]
            statement = command(text)
            if event.kind == "renamed" and event.note:
                said = f"was {quoted(event.note)}"
            elif event.kind == "altered" and not said:
                said = excerpt(text)
        return Moment(event.kind, self.number(place), place, statement, said)

    def _name(self, obj: CatalogObject) -> str:
        path = [obj.name]
        owner = getattr(obj, "relation", None) or getattr(obj, "domain", None)
        top = owner if isinstance(owner, CatalogObject) else obj
        if owner is not None:
            path.insert(0, top.name)
        namespace = getattr(top, "namespace", None)
        if isinstance(namespace, Namespace):
            path.insert(0, namespace.name)
        if isinstance(obj, Operator):
            return f"{quoted(path[0])}.{obj.name}"
        shown = ".".join(quoted(part) for part in path)
        if isinstance(obj, Proc):
            shown += f"({', '.join(format_type(self.session, t) for t in obj.argtypes)})"
        return shown

    # --- what was tried ---

    def _tried(self) -> list[_Attempt]:
        """What refused, skipped and unjudged statements meant to make, change or remove."""
        if self._attempts is None:
            self._attempts = []
            for step in self.replay.steps:
                if step.refusal is not None or step.unknown is not None or step.notices:
                    self._attempts += self._of(step)
                    step.statement.release()
        return self._attempts

    def _of(self, step: Step) -> Iterator[_Attempt]:
        error, statement = step.refusal, step.statement
        place = Place(statement.source, statement.span, statement.base)
        does = command(statement.text)
        lost = lost_columns(step)
        table = statement.node["relation"]["relname"] if lost else ""
        for _, column, _ in lost:
            note = f'relation "{table}" already exists, skipping'
            yield _Attempt("column", "", table, column, Moment("skipped", step.number, place, does, note), None)
        for notice in step.notices:
            if notice.reason == "skip":
                note = notice.message
                if lost:
                    note += f"; columns not made: {', '.join(quoted(column) for _, column, _ in lost)}"
                for loss in step.losses:
                    if loss.obj is notice.obj:
                        note += f"; not made: {', '.join(loss.parts)}"
                moment = Moment("skipped", step.number, place, does, note)
                words = notice.name.split(".")
                table = words[-2] if notice.kind in _MEMBERS and len(words) > 1 else ""
                yield _Attempt(notice.kind, "", table, words[-1], moment, notice.obj)
        if error is None and step.unknown is None:
            return
        if error is not None:
            moment = Moment("refused", step.number, place, does, f"{error.message} ({error.sqlstate})")
            obj = error.obj if isinstance(error.obj, CatalogObject) and error.reason == "exists" else None
            if error.name and error.reason in ("missing", "exists"):
                *outer, within = error.within.rpartition(".")
                member = error.kind in _MEMBERS
                schema = outer[0] if member else within
                yield _Attempt(error.kind, schema, within if member else "", error.name, moment, obj)
        else:
            moment = Moment("not judged", step.number, place, does)
        inner = error.inner if error is not None and isinstance(error.inner, list) else []
        trees = [(s.tag, s.node) for s in ([statement] if statement.error is None else meant(statement))]
        for tag, node in (*trees, *inner):
            if tag == "AlterTableStmt":
                target = node["relation"]
                yield _Attempt("table", target.get("schemaname", ""), "", target["relname"], moment, None)
            for what, name, table in (*makes(tag, node), *removes(tag, node)):
                shown = _MADE.get(tag, what) if what == "relation" else what
                if not (what == "type" and tag in _MADE) and name:
                    yield _Attempt(shown, _schema(node), table, name, moment, None)

    def _file(self, attempt: _Attempt, lives: list[Life]) -> None:
        """Put an attempt where it belongs: to its object, to what bore the name then, or came to bear it later."""
        number = attempt.moment.number
        if attempt.obj is not None and not _hidden(attempt.obj):
            own = next((life for life in lives if life.obj is attempt.obj), None)
            if own is None:
                return
            life = own
        else:
            same = [life for life in lives if _alike(attempt, life)]
            then = [life for life in same if life.obj is None or (_born(life) < number <= _died(life))]
            later = sorted((life for life in same if number <= _born(life)), key=_born)
            chosen = then or later[:1] or same[-1:]
            if chosen:
                life = chosen[-1]
            else:
                path = [p for p in (attempt.schema, attempt.table, attempt.name) if p]
                life = Life(attempt.kind or "object", ".".join(quoted(p) for p in path), "never", [])
                lives.append(life)
        if all(m.number != number or m.kind != attempt.moment.kind for m in life.moments):
            life.moments.append(attempt.moment)


def kind(obj: CatalogObject) -> str:
    """What an object is in the server's words."""
    if isinstance(obj, Relation):
        return RELKIND[obj.relkind]
    if isinstance(obj, Proc):
        return {"p": "procedure", "a": "aggregate"}.get(obj.kind, "function")
    if isinstance(obj, Type):
        return "domain" if obj.typtype == "d" else "type"
    if isinstance(obj, (Simple, SimpleNamespaced)):
        return obj.kind
    name = type(obj).__name__
    special = {
        "Attribute": "column",
        "Namespace": "schema",
        "OpClass": "operator class",
        "EventTrigger": "event trigger",
        "ForeignServer": "server",
        "StatisticsObject": "statistics object",
    }
    return special.get(name, name.lower())


def command(text: str) -> str:
    """The kind of a statement as a person says it: "CREATE TABLE IF NOT EXISTS", "ALTER POLICY", "DO"."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", " ", text[:2000], flags=re.DOTALL)
    words = re.findall(r"[A-Za-z_]+|\S", bare)[:12]
    said = [w.upper() for w in words[:1]]
    if said and said[0] in ("CREATE", "ALTER", "DROP"):
        rest = [w.upper() for w in words[1:]]
        while rest and rest[0] in _BETWEEN:
            rest.pop(0)
        if rest[:1] == ["CONSTRAINT"]:
            rest.pop(0)
        count = _LONG.get(rest[0], 1) if rest else 0
        if rest[:1] == ["OPERATOR"] and rest[1:2] not in (["CLASS"], ["FAMILY"]):
            count = 1
        said += rest[:count]
        rest = rest[count:]
        if rest[:1] == ["CONCURRENTLY"]:
            rest.pop(0)
        for guard in (["IF", "NOT", "EXISTS"], ["IF", "EXISTS"]):
            if rest[: len(guard)] == guard:
                said += guard
    return " ".join(said)


#: words between CREATE and the kind of object
_BETWEEN = frozenset(
    ("OR", "REPLACE", "TEMP", "TEMPORARY", "UNLOGGED", "GLOBAL", "LOCAL", "UNIQUE", "RECURSIVE", "TRUSTED")
)
#: kinds of more than one word, by their first, and how many they have
_LONG = {"MATERIALIZED": 2, "FOREIGN": 2, "EVENT": 2, "ACCESS": 2, "USER": 2, "TEXT": 3, "OPERATOR": 2, "DEFAULT": 2}


def excerpt(text: str) -> str:
    """The beginning of a statement on one line."""
    line = " ".join(text[: EXCERPT * 8].split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"


def _members(obj: CatalogObject) -> Iterator[CatalogObject]:
    if isinstance(obj, Relation):
        for part in (obj.attributes, obj.constraints, obj.triggers, obj.rules, obj.policies):
            yield from part.values()
    elif isinstance(obj, Type):
        yield from obj.constraints.values()


def _hidden(obj: CatalogObject) -> bool:
    """What nobody calls by name: defaults, row and array types, casts, TOAST tables, the columns of indexes."""
    if isinstance(obj, Type):
        return obj.relation is not None or obj.is_array
    if isinstance(obj, Relation):
        return obj.relkind == "t"
    if isinstance(obj, Attribute):
        return obj.relation.relkind in "iISt"
    if isinstance(obj, Rule):
        return obj.name == "_RETURN"
    return isinstance(obj, (AttrDefault, PublicationRel, Cast, UserMapping))


def _names(obj: CatalogObject) -> set[str]:
    return {obj.name, *(e.note for e in obj.life if e.kind == "renamed" and e.note)}


def _path(obj: CatalogObject) -> list[set[str]]:
    """The names that an object bears or bore, after those of what it belongs to."""
    out = [_names(obj)]
    owner = getattr(obj, "relation", None) or getattr(obj, "domain", None)
    if isinstance(owner, (Relation, Type)):
        out.insert(0, _names(owner))
        obj = owner
    namespace = getattr(obj, "namespace", None)
    if isinstance(namespace, Namespace):
        out.insert(0, _names(namespace))
    return out


def _answers(obj: CatalogObject, parts: tuple[str, ...]) -> bool:
    if len(parts) == 1 and parts[0] != obj.name and not obj.life:
        return False
    path = _path(obj)
    return len(parts) <= len(path) and all(p in names for p, names in zip(parts[::-1], path[::-1]))


def _means(attempt: _Attempt, parts: tuple[str, ...]) -> bool:
    if attempt.name != parts[-1]:
        return False
    outer = (attempt.table, attempt.schema) if attempt.kind in _MEMBERS else (attempt.schema,)
    return len(parts) <= len(outer) + 1 and all(not known or known == p for known, p in zip(outer, parts[-2::-1]))


def _alike(attempt: _Attempt, life: Life) -> bool:
    """Whether an attempt is on the object of a life: of its kind, in its schema, on its table."""
    if _group(attempt.kind) != _group(life.kind):
        return False
    obj = life.obj
    if obj is None:
        return life.name.rpartition(".")[2] == quoted(attempt.name)
    path = _path(obj)
    if attempt.name not in path[-1]:
        return False
    if attempt.kind in _MEMBERS:
        return not attempt.table or (len(path) > 1 and attempt.table in path[-2])
    return not attempt.schema or len(path) < 2 or attempt.schema in path[-2]


def _group(kind: str) -> str:
    for group in (_RELATIONS, _ROUTINES, _TYPES):
        if kind in group:
            return min(group)
    return kind


def _end(obj: CatalogObject) -> Event | None:
    last = obj.life[-1] if obj.life else None
    return last if last is not None and last.kind == "dropped" else None


def _born(life: Life) -> int:
    return next((m.number for m in life.moments if m.kind == "created"), -1)


def _died(life: Life) -> float:
    return next((m.number for m in life.moments if m.kind == "dropped"), float("inf"))


def _schema(node: Any) -> str:
    """The schema that a statement names for what it makes, "" where it leaves it to the search_path."""
    for key in ("relation", "view", "table", "sequence", "typevar"):
        target = node.get(key)
        if isinstance(target, dict) and "relname" in target:
            return str(target.get("schemaname", ""))
    for key in ("funcname", "typeName", "domainname", "defnames"):
        words = node.get(key)
        if isinstance(words, list) and len(words) > 1:
            return str(words[-2].get("String", {}).get("sval", ""))
    return ""
