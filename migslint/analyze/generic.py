"""Polymorphic arguments and results (`parser/parse_coerce.c`, the part on generic types)."""

from __future__ import annotations

from collections.abc import Sequence

from migslint.analyze.types import UNSURE, element_of, is_unknown
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Type
from migslint.catalog.pg_proc import FAMILY1, is_polymorphic
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type

_ELEMENTS = ("anyelement", "anynonarray", "anyenum")
_COMMONS = ("anycompatible", "anycompatiblenonarray")


def check_generic(session: Session, actual: Sequence[Type], declared: Sequence[Type]) -> bool:
    """`check_generic_type_consistency`: whether actual types fit a signature."""
    if any(a is UNSURE and is_polymorphic(d) for a, d in zip(actual, declared)):
        return True
    found = _Generic(session)
    try:
        found.collect(actual, declared)
        found.match_family1(strict=False)
        found.match_family2(strict=False)
    except PgError:
        return False
    return True


def resolve_generic(
    session: Session,
    actual: Sequence[Type],
    declared: Sequence[Type],
    result: Type | None,
    location: int | None = None,
) -> tuple[list[Type], Type | None]:
    """`enforce_generic_type_consistency`: (argument types, result type) with polymorphic ones replaced.

    Raises PgError 42804 where the actual types do not agree, 42704 where there is no array type, at the `location`.
    """
    if any(a is UNSURE and is_polymorphic(d) for a, d in zip(actual, declared)):
        unsure = UNSURE if result is not None and is_polymorphic(result) else result
        return [UNSURE if is_polymorphic(d) else d for d in declared], unsure
    found = _Generic(session)
    if result is not None and is_polymorphic(result):
        found.wants.add(result.name)
        found.result = result.name
    found.collect(actual, declared)
    if not found.family1 and not found.family2:
        return list(declared), result
    try:
        found.match_family1(strict=True)
        found.match_family2(strict=True)
        settled = [found.settle(d) for d in declared]
        return settled, found.settle(result) if result is not None else None
    except PgError as error:
        error.location = location
        raise


class _Generic:
    """What the arguments of a call say of the polymorphic types; `wants` are the declared ones that occur."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.wants: set[str] = set()
        self.result = ""
        self.family1 = self.family2 = 0  # how many arguments are of them
        self.elem: Type | None = None
        self.array: Type | None = None
        self.range: Type | None = None
        self.multirange: Type | None = None
        self.compatible: list[Type] = []
        self.common: Type | None = None
        self.common_range: Type | None = None
        self.common_multirange: Type | None = None

    def collect(self, actual: Sequence[Type], declared: Sequence[Type]) -> None:
        """What each argument says by itself."""
        for source, target in zip(actual, declared):
            if not is_polymorphic(target):
                continue
            name = target.name
            self.wants.add(name)
            if name in FAMILY1:
                self.family1 += 1
            else:
                self.family2 += 1
            if is_unknown(source):
                continue
            base = base_type(source)
            if name in _ELEMENTS:
                self.elem = self.alike("anyelement", self.elem, source)
            elif name == "anyarray":
                self.array = self.alike(name, self.array, base)
            elif name == "anyrange":
                self.range = self.alike(name, self.range, base)
            elif name == "anymultirange":
                self.multirange = self.alike(name, self.multirange, base)
            elif name in _COMMONS:
                self.compatible.append(source)
            elif name == "anycompatiblearray":
                self.compatible.append(base.element if base.is_array and base.element else self.not_a(name, base))
            elif name == "anycompatiblerange":
                if self.alike(name, self.common_range, base) is not self.common_range:
                    self.common_range = base
                    self.compatible.append(self.subtype(name, base))
            else:
                self.common_multirange = self.alike(name, self.common_multirange, base)
                self.range_of(name, base)

    def match_family1(self, *, strict: bool) -> None:
        """Element, array, range and multirange must go together."""
        if not self.family1:
            return
        if self.array is not None:
            if self.array.typtype == "p" and self.array.name == "anyarray":
                if strict and (self.family1 != 1 or (self.result in FAMILY1 and self.result != "anyarray")):
                    raise _refuse('cannot determine element type of "anyarray" argument')
                self.elem = self.elem or self.session.catalog.builtin_type("anyelement")
            else:
                inner = self.array.element if self.array.is_array else None
                self.elem = self.agree(
                    "anyarray", "anyelement", self.array, inner or self.not_a("anyarray", self.array)
                )
        if self.multirange is not None:
            range = self.range_of("anymultirange", self.multirange)
            if self.range is not None and range is not self.range:
                raise self.inconsistent("anymultirange", "anyrange", self.multirange, self.range)
            self.range = range
        if self.range is not None:
            self.elem = self.agree("anyrange", "anyelement", self.range, self.subtype("anyrange", self.range))
            self.multirange = self.multirange or self.range.multirange
        if self.elem is None and strict:
            raise _undetermined()
        elem = self.elem
        if "anynonarray" in self.wants and elem is not None and element_of(elem) is not None:
            raise _refuse(f"type matched to anynonarray is an array type: {format_type(self.session, elem)}")
        if "anyenum" in self.wants and (elem is None or base_type(elem).typtype != "e"):
            shown = format_type(self.session, elem) if elem is not None else ""
            raise _refuse(f"type matched to anyenum is not an enum type: {shown}")
        if strict:
            if "anyrange" in self.wants and self.range is None:
                raise _undetermined("anyrange")
            if "anymultirange" in self.wants and self.multirange is None:
                raise _undetermined("anymultirange")

    def match_family2(self, *, strict: bool) -> None:
        """All must have a common type, and a range that of its bounds."""
        if not self.family2:
            return
        ranged = "anycompatiblerange" in self.wants
        if self.common_multirange is not None:
            range = self.range_of("anycompatiblemultirange", self.common_multirange)
            if self.common_range is None:
                self.common_range = range
                self.compatible.append(self.subtype("anycompatiblemultirange", range))
                ranged = True
            elif range is not self.common_range:
                raise self.inconsistent(
                    "anycompatiblemultirange", "anycompatiblerange", self.common_multirange, self.common_range
                )
        elif self.common_range is not None:
            self.common_multirange = self.common_range.multirange
        multiranged = "anycompatiblemultirange" in self.wants
        if strict and ranged and self.common_range is None:
            raise _undetermined("anycompatiblerange")
        if strict and multiranged and self.common_multirange is None:
            raise _undetermined("anycompatiblemultirange")
        if not self.compatible:
            self.common = self.session.catalog.builtin_type("text")
            return
        from migslint.analyze.parse_coerce import can_coerce, common_type

        common = common_type(self.session, self.compatible)
        if common is None or not all(can_coerce(self.session, [t], [common]) for t in self.compatible):
            raise _refuse("arguments of anycompatible family cannot be cast to a common type")
        self.common = common
        for name, type in (
            ("anycompatiblerange", self.common_range if ranged else None),
            ("anycompatiblemultirange", self.common_multirange if multiranged else None),
        ):
            if type is not None and self.common_range is not None and self.common_range.subtype is not common:
                shown, wanted = format_type(self.session, type), format_type(self.session, common)
                raise _refuse(f"{name} type {shown} does not match anycompatible type {wanted}")
        if "anycompatiblenonarray" in self.wants and element_of(common) is not None:
            raise _refuse(
                f"type matched to anycompatiblenonarray is an array type: {format_type(self.session, common)}"
            )

    def settle(self, type: Type) -> Type:
        """The type that stands for a polymorphic one; any other stays."""
        if not is_polymorphic(type):
            return type
        name = type.name
        if name in _ELEMENTS:
            return self.elem or UNSURE
        if name == "anyarray":
            return self.array or self.array_of(self.elem)
        if name == "anyrange":
            return self.range or UNSURE
        if name == "anymultirange":
            return self.multirange or UNSURE
        if name in _COMMONS:
            return self.common or UNSURE
        if name == "anycompatiblearray":
            return self.array_of(self.common)
        return (self.common_range if name == "anycompatiblerange" else self.common_multirange) or UNSURE

    def array_of(self, type: Type | None) -> Type:
        if type is None or (type.array is None and not type.builtin):
            return UNSURE
        if type.array is None:
            shown = format_type(self.session, type)
            raise PgError("42704", f"could not find array type for data type {shown}", reason="type")
        return type.array

    def alike(self, name: str, before: Type | None, now: Type) -> Type:
        if before is not None and before is not now:
            raise _refuse(
                f'arguments declared "{name}" are not all alike',
                f"{format_type(self.session, before)} versus {format_type(self.session, now)}",
            )
        return now

    def agree(self, first: str, second: str, whole: Type, inner: Type) -> Type:
        if self.elem is not None and self.elem is not inner:
            raise self.inconsistent(first, second, whole, self.elem)
        return inner

    def inconsistent(self, first: str, second: str, a: Type, b: Type) -> PgError:
        return _refuse(
            f"argument declared {first} is not consistent with argument declared {second}",
            f"{format_type(self.session, a)} versus {format_type(self.session, b)}",
        )

    def not_a(self, declared: str, type: Type) -> Type:
        what = (
            "a multirange type" if "multirange" in declared else "a range type" if "range" in declared else "an array"
        )
        raise _refuse(f"argument declared {declared} is not {what} but type {format_type(self.session, type)}")

    def subtype(self, declared: str, range: Type) -> Type:
        return range.subtype if range.typtype == "r" and range.subtype is not None else self.not_a(declared, range)

    def range_of(self, declared: str, multirange: Type) -> Type:
        found = multirange.range if multirange.typtype == "m" else None
        return found if found is not None else self.not_a(declared, multirange)


def _refuse(message: str, detail: str | None = None) -> PgError:
    return PgError("42804", message, detail=detail, reason="type")


def _undetermined(name: str = "") -> PgError:
    of = f" {name}" if name else ""
    return _refuse(f"could not determine polymorphic type{of} because input has type unknown")
