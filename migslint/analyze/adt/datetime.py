"""Dates, times and intervals (`utils/adt/datetime.c`): what is refused whatever DateStyle and IntervalStyle are.

A short word that is none of the server's may be the abbreviation of a time zone, a name with a slash a zone: both pass.
"""

from __future__ import annotations

import re
from calendar import monthrange

from migslint.catalog.errors import PgError
from migslint.catalog.objects import Type
from migslint.catalog.session import Session

_NAMES = {
    "date": "date",
    "timestamp": "timestamp",
    "timestamptz": "timestamp with time zone",
    "time": "time",
    "timetz": "time with time zone",
    "interval": "interval",
}
_SPACE = " \t\n\r\v\f"
_YEAR, _MONTH, _DAY, _HOUR, _MINUTE, _SECOND, _ZONE, _OTHER = (1 << i for i in range(8))
_DATE = _YEAR | _MONTH | _DAY
_TIME = _HOUR | _MINUTE | _SECOND
TOKMAXLEN = 10

#: `datetktbl`
_MONTHS = {
    word: i
    for i, words in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august"),
            *("sep sept september", "oct october", "nov november", "dec december"),
        ),
        1,
    )
    for word in words.split()
}
_DAYS = frozenset(
    (
        *("sun", "sunday", "mon", "monday", "tue", "tues", "tuesday", "wed", "wednesday", "weds"),
        *("thu", "thur", "thurs", "thursday", "fri", "friday", "sat", "saturday"),
    )
)
_RESERVED = frozenset(
    ("now", "today", "tomorrow", "yesterday", "epoch", "infinity", "-infinity", "allballs", "+infinity")
)
_UNITS = frozenset(("d", "h", "j", "jd", "julian", "m", "mm", "s", "y", "dow", "doy", "isodow", "isoyear"))
#: `deltatktbl`, by what a field is
_DELTAS = {
    word: field
    for field, words in (
        (_SECOND, "s sec second seconds secs"),
        (_MINUTE, "m min mins minute minutes"),
        (_HOUR, "h hour hours hr hrs"),
        (_DAY, "d day days"),
        (1 << 8, "w week weeks"),
        (_MONTH, "mon mons month months"),
        (1 << 9, "qtr quarter"),
        (_YEAR, "y year years yr yrs"),
        (1 << 10, "dec decade decades decs"),
        (1 << 11, "c cent centuries century"),
        (1 << 12, "mil millennia millennium mils"),
        (1 << 13, "millisecon ms msec msecond mseconds msecs"),
        (1 << 14, "microsecon us usec usecond useconds usecs"),
    )
    for word in words.split()
}
_REFUSED_UNITS = frozenset(("timezone", "timezone_h", "timezone_m", "qtr", "quarter"))
_LONG_ZONES = frozenset(
    [
        "greenwich",
        "hongkong",
        "iceland",
        "israel",
        "jamaica",
        "kwajalein",
        "navajo",
        "poland",
        "portugal",
        "singapore",
        "turkey",
        "universal",
    ]
)

_POSIX_ZONE = re.compile(r"[a-z]+[-+]?\d{1,3}(?::\d+){0,2}(?:[a-z]+(?:[-+]?\d{1,3}(?::\d+){0,2})?(?:,.*)?)?")

_Field = tuple[str, str]


class _Refused(Exception):
    """What `DateTimeParseError` is told: format, field, month (a field, with a hint) or zone."""


class _Unrecognized(Exception):
    """DTERR_BAD_TIMEZONE."""


def check(session: Session, text: str, type: Type, location: int | None) -> None:
    """PgError 22007 (bad format), 22008, 22009 or 22015 (out of range), 22023 for a zone that is none."""
    name = type.name
    try:
        fields = _parse(text)
        if name == "interval":
            _interval(session, text, fields)
        elif name in ("time", "timetz"):
            _time_only(fields)
        else:
            _date_time(fields)
    except _Unrecognized as zone:
        message = f'time zone "{zone}" not recognized'
        raise PgError("22023", message, location=location, reason="value", kind="value", name=text) from None
    except _Refused as refused:
        why = str(refused)
        state, message, hint = "22007", f'invalid input syntax for type {_NAMES[name]}: "{text}"', None
        if why == "zone":
            state, message = "22009", f'time zone displacement out of range: "{text}"'
        elif why != "format" and name == "interval":
            state, message = "22015", f'interval field value out of range: "{text}"'
        elif why != "format":
            state, message = "22008", f'date/time field value out of range: "{text}"'
            hint = 'Perhaps you need a different "DateStyle" setting.' if why == "month" else None
        raise PgError(state, message, hint=hint, location=location, reason="value", kind="value", name=text) from None


def _parse(text: str) -> list[_Field]:
    """`ParseDateTime`: (kind, text in lower case) of every field."""
    out: list[_Field] = []
    at, end = 0, len(text)

    def run(start: int, pattern: str) -> int:
        found = re.compile(pattern, re.ASCII).match(text, start)
        return found.end() if found is not None else start

    while at < end:
        c = text[at]
        start = at
        if c in _SPACE:
            at += 1
            continue
        if c.isascii() and c.isdigit():
            at = run(at, r"\d+")
            if text[at : at + 1] == ":":
                kind, at = "time", run(at, r"[\d:.]*")
            elif text[at : at + 1] and text[at] in "-/.":
                delimiter = text[at]
                at += 1
                if text[at : at + 1].isdigit():
                    kind = "number" if delimiter == "." else "date"
                    at = run(at, r"\d+")
                    if text[at : at + 1] == delimiter:
                        kind, at = "date", run(at, rf"[\d{re.escape(delimiter)}]*")
                else:
                    kind, at = "date", run(at, rf"[A-Za-z\d{re.escape(delimiter)}]*")
            else:
                kind = "number"
        elif c == ".":
            kind, at = "number", run(at + 1, r"\d*")
        elif c.isascii() and c.isalpha():
            at = run(at, r"[A-Za-z]+")
            kind = "string"
            following = text[at : at + 1]
            if following and following in "-/.":
                kind = "date"
            elif following == "+" or following.isdigit():
                if text[start:at].lower()[:TOKMAXLEN] not in _WORDS:
                    kind = "date"
            if kind == "date":
                at = run(at, r"[-+/_.:A-Za-z\d]*")
        elif c in "+-":
            at = run(at + 1, r"[ \t\n\r\v\f]*")
            if text[at : at + 1].isdigit():
                body = run(at, r"[\d:.\-]*")
                out.append(("zone", c + text[at:body]))
                at = body
                continue
            if text[at : at + 1].isascii() and text[at : at + 1].isalpha():
                body = run(at, r"[A-Za-z]+")
                out.append(("special", c + text[at:body].lower()))
                at = body
                continue
            raise _Refused("format")
        elif c.isascii() and c.isprintable():
            at += 1
            continue
        else:
            raise _Refused("format")
        out.append((kind, text[start:at].lower()))
        if len(out) > 25:
            raise _Refused("format")
    return out


def _number(text: str) -> int:
    found = re.match(r"\d+", text)
    if found is None:
        raise _Refused("format")
    value = int(found.group())
    if value > 0x7FFFFFFF:
        raise _Refused("field")
    return value


class _Moment:
    """pg_tm, and which of its fields have been given."""

    def __init__(self) -> None:
        self.mask = 0
        self.year = self.month = self.day = self.hour = self.minute = self.second = 0
        self.fraction = self.short_year = self.bc = self.textual = False
        self.half = ""

    def add(self, mask: int) -> None:
        if self.mask & mask:
            raise _Refused("format")
        self.mask |= mask

    def date(self, text: str) -> None:
        """`DecodeDate`."""
        parts = re.findall(r"\d+|[a-z]+", text)
        if not parts or not text[-1].isalnum():
            raise _Refused("format")
        mask, textual = 0, False
        for part in parts:
            if part.isalpha():
                if part in ("at", "on"):
                    continue
                if part[:TOKMAXLEN] not in _MONTHS or mask & _MONTH:
                    raise _Refused("format")
                self.month = _MONTHS[part[:TOKMAXLEN]]
                mask |= _MONTH
                textual = True
        for part in parts:
            if part.isdigit():
                got = self.number(part, textual, mask)
                if mask & got:
                    raise _Refused("format")
                mask |= got
        if mask != _DATE:
            raise _Refused("format")
        self.add(mask)

    def number(self, text: str, textual: bool, mask: int) -> int:
        """`DecodeNumber`, with the order of MDY where it is a matter of DateStyle; the fields that it fills."""
        if "." in text and text.index(".") > 2:
            return self.number_field(text, mask)
        value, length, have = _number(text), len(text), mask & _DATE
        if length == 3 and have == _YEAR and 1 <= value <= 366:
            self.month = self.day = 1
            return _MONTH | _DAY
        if have == 0:
            got = _YEAR if length >= 3 else _MONTH
        elif have in (_YEAR, _DAY):
            got = _MONTH
        elif have == _MONTH:
            got = _YEAR if textual and length >= 3 else _DAY
        elif have == _YEAR | _MONTH:
            if textual and length >= 3 and self.short_year:
                self.day, self.year, self.short_year = self.year, value, False
                return _DAY
            got = _DAY
        elif have == _MONTH | _DAY:
            got = _YEAR
        elif have == _DATE:
            return self.number_field(text, mask)
        else:
            raise _Refused("format")
        if got == _YEAR:
            self.year, self.short_year = value, length <= 2
        elif got == _MONTH:
            self.month = value
        else:
            self.day = value
        return got

    def number_field(self, text: str, mask: int) -> int:
        """`DecodeNumberField`: run-together dates and times."""
        digits, point, _ = text.partition(".")
        length = len(digits)
        if not point and mask & _DATE != _DATE and length >= 6:
            self.day, self.month = int(digits[-2:]), int(digits[-4:-2])
            self.year, self.short_year = (int(digits[:-4]) + (1 << 31)) % (1 << 32) - (1 << 31), length == 6
            return _DATE
        if mask & _TIME != _TIME and length in (4, 6):
            self.hour, self.minute = int(digits[:2]), int(digits[2:4])
            self.second = int(digits[4:]) if length == 6 else 0
            return _TIME
        raise _Refused("format")

    def time(self, text: str) -> None:
        """`DecodeTime`."""
        found = re.fullmatch(r"(\d+):(\d*)(?::(\d*)(\.\d*)?|(\.\d*))?", text)
        if found is None:
            raise _Refused("format")
        hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
        if found[5] is not None:
            hour, minute, second = 0, hour, minute
        self.fraction = bool((found[4] or found[5] or "").strip(".0"))
        if minute > 59 or second > 60 or (second == 60 and self.fraction) or hour > 0x7FFFFFFF:
            raise _Refused("field")
        self.hour, self.minute, self.second = hour, minute, second
        self.add(_TIME)

    def past_midnight(self) -> bool:
        """Whether the time is later than 24:00:00."""
        rest = self.minute > 0 or self.second > 0 or self.fraction
        return self.hour > 24 or (self.hour == 24 and rest) or self.minute > 59 or self.second > 60

    def zone(self, text: str) -> None:
        """`DecodeTimezone`."""
        found = re.match(r"[+-](\d+)(?::(\d+)(?::(\d+))?)?", text)
        if found is None:
            raise _Refused("format")
        hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
        if found[2] is None and found.end() == len(text) and len(text) > 3:
            hour, minute = divmod(hour, 100)
        if hour > 15 or minute > 59 or second > 59:
            raise _Refused("zone")
        if found.end() != len(text):
            raise _Refused("format")
        self.add(_ZONE)

    def named_zone(self, text: str) -> None:
        """`pg_tzset`: the name of a zone, or a rule as POSIX writes it."""
        if "/" not in text and re.search(r"\d", text) and _POSIX_ZONE.fullmatch(text) is None:
            raise _Unrecognized(text)
        self.add(_ZONE)

    def validate(self) -> None:
        """`ValidateDate`, and the half of the day."""
        if self.mask & _YEAR and not self.short_year and self.year <= 0:
            raise _Refused("field")
        if self.mask & _MONTH and not 1 <= self.month <= 12:
            raise _Refused("month")
        if self.mask & _DAY and not 1 <= self.day <= 31:
            raise _Refused("month")
        if self.mask & _DATE == _DATE and not self.bc:
            year = self.year + (2000 if self.year < 70 else 1900) if self.short_year else self.year
            if self.day > monthrange(2000 + year % 400, self.month)[1]:
                raise _Refused("field")
        self.check_half()

    def check_half(self) -> None:
        if self.half and self.hour > 12:
            raise _Refused("field")


_WORDS = frozenset((*_MONTHS, *_DAYS, *_RESERVED, *_UNITS, "ad", "bc", "am", "pm", "at", "on", "dst", "t"))


def _word(moment: _Moment, text: str, following: str, time_only: bool) -> str:
    """A word among the fields: "" goes on, "done" is a whole value, "any" makes everything else uncertain."""
    word = text[:TOKMAXLEN]
    if word in ("at", "on"):
        return ""
    if word in _RESERVED or word in ("z", "zulu", "utc", "gmt"):
        if word in ("z", "zulu", "utc", "gmt"):
            moment.add(_ZONE)
        elif time_only and word not in ("now", "allballs"):
            raise _Refused("format")
        elif word == "now":
            return "done"
        elif word == "allballs":
            moment.add(_TIME | _ZONE)
        elif word in ("today", "tomorrow", "yesterday"):
            moment.add(_DATE)
            moment.year, moment.month, moment.day = 2000, 1, 1
        else:
            return "done"
    elif word in _MONTHS:
        if time_only:
            raise _Refused("format")
        moment.textual = True
        # a month that follows another one makes that one the day
        if moment.mask & _MONTH and not moment.mask & _DAY and 1 <= moment.month <= 31:
            moment.day = moment.month
            moment.mask |= _DAY
            moment.month = _MONTHS[word]
        else:
            moment.add(_MONTH)
            moment.month = _MONTHS[word]
    elif word in _DAYS:
        if time_only:
            raise _Refused("format")
        moment.add(_OTHER)
    elif word in ("am", "pm"):
        moment.half = word
    elif word in ("ad", "bc"):
        moment.bc = word == "bc"
    elif word == "dst":
        return ""
    elif word == "t":
        if (not time_only and moment.mask & _DATE != _DATE) or following not in ("number", "time", "date"):
            raise _Refused("format")
        return "t"
    elif word in _UNITS and following:
        return "any"
    elif word not in _UNITS and word not in _DELTAS and (3 <= len(text) <= 5 or text in _LONG_ZONES):
        moment.add(_ZONE)
    else:
        raise _Refused("format")
    return ""


def _date_time(fields: list[_Field]) -> None:
    """`DecodeDateTime`."""
    moment = _Moment()
    after_t = False
    for i, (kind, text) in enumerate(fields):
        if kind == "date":
            if after_t or moment.mask & (_MONTH | _DAY) == _MONTH | _DAY:
                if text[0].isdigit() or after_t:
                    if moment.mask & _TIME == _TIME or "-" not in text:
                        raise _Refused("format")
                    head, _, tail = text.partition("-")
                    moment.zone("-" + tail)
                    moment.add(moment.number_field(head, moment.mask))
                    after_t = False
                else:
                    moment.named_zone(text)
            else:
                moment.date(text)
        elif kind == "time":
            after_t = False
            moment.time(text)
            if moment.past_midnight():
                raise _Refused("field")
        elif kind == "zone":
            moment.zone(text)
        elif kind == "number":
            if after_t:
                moment.add(moment.number_field(text, moment.mask))
                after_t = False
            elif "." in text and not moment.mask & _DATE:
                moment.date(text)
            elif ("." in text and text.index(".") > 2) or (
                len(text) >= 6 and (not moment.mask & _DATE or not moment.mask & _TIME)
            ):
                moment.add(moment.number_field(text, moment.mask))
            else:
                moment.add(moment.number(text, moment.textual, moment.mask))
        else:
            got = _word(moment, text, fields[i + 1][0] if i + 1 < len(fields) else "", False)
            if got == "any":
                return
            if got == "done":
                if len(fields) == 1:
                    return
                raise _Refused("format")
            after_t = got == "t"
    if after_t:
        raise _Refused("format")
    moment.validate()
    if moment.mask & _DATE != _DATE:
        raise _Refused("format")
    if moment.mask & _TIME and moment.past_midnight():
        raise _Refused("field")


def _time_only(fields: list[_Field]) -> None:
    """`DecodeTimeOnly`."""
    moment = _Moment()
    after_t = False
    for i, (kind, text) in enumerate(fields):
        if kind == "date":
            if i == 0 and len(fields) >= 2 and (fields[-1][0] == "date" or fields[1][0] == "time"):
                moment.date(text)
            elif text[0].isdigit():
                if moment.mask & _TIME == _TIME or "-" not in text:
                    raise _Refused("format")
                head, _, tail = text.partition("-")
                moment.zone("-" + tail)
                moment.add(moment.number_field(head, moment.mask | _DATE))
            else:
                moment.named_zone(text)
        elif kind == "time":
            after_t = False
            moment.time(text)
        elif kind == "zone":
            moment.zone(text)
        elif kind == "number":
            if not after_t and "." in text:
                if i == 0 and len(fields) >= 2 and fields[-1][0] == "date":
                    moment.date(text)
                    continue
                if text.index(".") <= 2:
                    raise _Refused("format")
            after_t = False
            moment.add(moment.number_field(text, moment.mask | _DATE))
        else:
            got = _word(moment, text, fields[i + 1][0] if i + 1 < len(fields) else "", True)
            if got in ("any", "done"):
                return
            after_t = got == "t"
    if after_t:
        raise _Refused("format")
    moment.check_half()
    if moment.past_midnight():
        raise _Refused("field")
    if moment.mask & _TIME != _TIME:
        raise _Refused("format")
    if moment.mask & _DATE:
        moment.validate()


def _interval(session: Session, text: str, fields: list[_Field]) -> None:
    """`DecodeInterval`; what it does not read may still be ISO 8601."""
    try:
        _traditional(session, fields)
    except _Refused as refused:
        if str(refused) != "format" or not text.startswith("P"):
            raise
        _iso_interval(text)


def _traditional(session: Session, fields: list[_Field]) -> None:
    mask = 0
    unit: int | None = None
    pending = False

    def add(got: int) -> None:
        nonlocal mask
        if mask & got:
            raise _Refused("format")
        mask |= got

    for i in range(len(fields) - 1, -1, -1):
        kind, text = fields[i]
        if kind == "time" or (kind == "zone" and ":" in text and _clock(text[1:])):
            if not _clock(text.lstrip("+-")):
                raise _Refused("format")
            add(_TIME)
            unit, pending = _DAY, False
        elif kind in ("date", "number", "zone"):
            found = re.fullmatch(r"[+-]?(\d*)(?:(\.\d*)|-(\d+)(.*))?", text)
            if found is None or not (found[1] or found[2]):
                raise _Refused("format")
            if found[1] and int(found[1]) > (1 << 63) - 1:
                raise _Refused("field")
            if found[3] is not None:
                if int(found[3]) >= 12:
                    raise _Refused("field")
                if found[4]:
                    raise _Refused("format")
                add(_YEAR | _MONTH)
                unit = _MONTH
            else:
                add(unit if unit is not None else _SECOND)
            pending = False
        else:
            if pending:
                raise _Refused("format")
            word = text[:TOKMAXLEN]
            if word in ("at", "on", "@"):
                continue
            if word == "ago":
                if session.version >= 17 and i != len(fields) - 1:
                    raise _Refused("format")
            elif word in _DELTAS and word not in _REFUSED_UNITS:
                unit, pending = _DELTAS[word], True
            elif word in ("infinity", "+infinity", "-infinity") and session.version >= 17 and len(fields) == 1:
                return
            else:
                raise _Refused("format")
    if not mask or pending:
        raise _Refused("format")


def _clock(text: str) -> bool:
    """`DecodeTimeForInterval`."""
    found = re.fullmatch(r"(\d+):(\d*)(?::(\d*)(\.\d*)?|(\.\d*))?", text)
    if found is None:
        return False
    if found[5] is None and (int(found[2] or 0) > 59 or int(found[3] or 0) > 60):
        raise _Refused("field")
    return True


_ISO = re.compile(r"P(?=.)(?:[+-]?\d*\.?\d*[YMWD])*(?:T(?:[+-]?\d*\.?\d*[HMS])*|T?[+-]?\d*\.?\d*(?:[-:]?\d+)*\.?\d*)?")


def _iso_interval(text: str) -> None:
    """`DecodeISO8601Interval`."""
    if _ISO.fullmatch(text) is None:
        raise _Refused("format")
