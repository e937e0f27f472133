"""Settings and their values (`utils/misc/guc.c`)."""

from __future__ import annotations

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Setting
from migslint.catalog.session import Session

#: what pg_settings does not show (GUC_NO_SHOW_ALL): name -> (type, context, minimum, maximum)
_HIDDEN = {
    "default_with_oids": ("bool", "user", "", ""),
    "is_superuser": ("bool", "internal", "", ""),
    "role": ("string", "user", "", ""),
    "seed": ("real", "user", "-1", "1"),
    "session_authorization": ("string", "user", "", ""),
    "ssl_renegotiation_limit": ("integer", "user", "0", "0"),
}
_NO_RESET = ("transaction_isolation", "transaction_read_only", "transaction_deferrable", "seed")
_OLD = {"sort_mem": "work_mem", "vacuum_mem": "maintenance_work_mem"}
_SHOWN = {"datestyle": "DateStyle", "intervalstyle": "IntervalStyle", "timezone": "TimeZone"}
#: GUC_LIST_INPUT
_LISTS = (
    "datestyle",
    "debug_io_direct",
    "listen_addresses",
    "local_preload_libraries",
    "log_destination",
    "search_path",
    "session_preload_libraries",
    "shared_preload_libraries",
    "synchronous_standby_names",
    "temp_tablespaces",
    "unix_socket_directories",
    "wal_consistency_checking",
)

_MEMORY = {"B": 1, "kB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
_TIME = {"us": 1e-3, "ms": 1.0, "s": 1e3, "min": 60e3, "h": 3600e3, "d": 86400e3}
_MEMORY_HINT = 'Valid units for this parameter are "B", "kB", "MB", "GB", and "TB".'
_TIME_HINT = 'Valid units for this parameter are "us", "ms", "s", "min", "h", and "d".'


def find_setting(session: Session, name: str) -> Setting | None:
    """`find_option`: a setting that the server itself knows."""
    key = name.lower()
    key = _OLD.get(key, key)
    if key in _HIDDEN:
        vartype, context, minimum, maximum = _HIDDEN[key]
        return Setting(name=key, vartype=vartype, context=context, minimum=minimum, maximum=maximum)
    found = session.catalog.global_object("setting", key) or session.catalog.global_object(
        "setting", _SHOWN.get(key, key)
    )
    return found if isinstance(found, Setting) else None


def undefined_setting(name: str) -> PgError:
    """42704 unrecognized configuration parameter "x"."""
    return PgError(
        "42704",
        f'unrecognized configuration parameter "{name}"',
        reason="missing",
        kind="setting",
        name=name,
    )


#: `common/encnames.c, pg_encname_tbl`: lower case, letters and digits only
_ENCODINGS = frozenset(
    [
        "abc",
        "alt",
        "big5",
        "euccn",
        "eucjis2004",
        "eucjp",
        "euckr",
        "euctw",
        "gb18030",
        "gbk",
        "iso88591",
        "iso885910",
        "iso885913",
        "iso885914",
        "iso885915",
        "iso885916",
        "iso88592",
        "iso88593",
        "iso88594",
        "iso88595",
        "iso88596",
        "iso88597",
        "iso88598",
        "iso88599",
        "johab",
        "koi8",
        "koi8r",
        "koi8u",
        "latin1",
        "latin10",
        "latin2",
        "latin3",
        "latin4",
        "latin5",
        "latin6",
        "latin7",
        "latin8",
        "latin9",
        "mskanji",
        "muleinternal",
        "shiftjis",
        "shiftjis2004",
        "sjis",
        "sqlascii",
        "tcvn",
        "tcvn5712",
        "uhc",
        "unicode",
        "utf8",
        "vscii",
        "win",
        "win1250",
        "win1251",
        "win1252",
        "win1253",
        "win1254",
        "win1255",
        "win1256",
        "win1257",
        "win1258",
        "win866",
        "win874",
        "win932",
        "win936",
        "win949",
        "win950",
        "windows1250",
        "windows1251",
        "windows1252",
        "windows1253",
        "windows1254",
        "windows1255",
        "windows1256",
        "windows1257",
        "windows1258",
        "windows866",
        "windows874",
        "windows932",
        "windows936",
        "windows949",
        "windows950",
    ]
)


def is_encoding(name: str) -> bool:
    """`pg_char_to_encoding`."""
    return "".join(c for c in name.lower() if c.isalnum()) in _ENCODINGS


def is_list(name: str) -> bool:
    """GUC_LIST_INPUT: several values are joined by commas."""
    return name.lower() in _LISTS


def is_quoted(name: str) -> bool:
    """GUC_LIST_QUOTE: each value is quoted where it must be."""
    name = name.lower()
    return name in ("search_path", "temp_tablespaces", "unix_socket_directories") or name.endswith("preload_libraries")


def check_name(session: Session, name: str) -> Setting | None:
    """`find_option` with create_placeholders: None for a custom setting; PgError 42704 or 42602."""
    found = find_setting(session, name)
    if found is not None:
        return found
    if "." not in name:
        raise undefined_setting(name)
    if not all(p and (p[0].isalpha() or p[0] == "_" or p[0] >= "\x80") and _identifier(p) for p in name.split(".")):
        raise PgError(
            "42602",
            f'invalid configuration parameter name "{name}"',
            detail="Custom parameter names must be two or more simple identifiers separated by dots.",
            reason="definition",
            kind="setting",
            name=name,
        )
    return None


def _identifier(text: str) -> bool:
    return all(c.isalnum() or c in "_$" or c >= "\x80" for c in text)


def check_context(setting: Setting, stored: bool = False) -> None:
    """Whether a session may change it; `stored`: for later sessions, as ALTER ROLE SET does."""
    context = setting.context
    if context == "internal":
        problem = "cannot be changed"
    elif context == "postmaster":
        problem = "cannot be changed without restarting the server"
    elif context == "sighup":
        problem = "cannot be changed now"
    elif context in ("backend", "superuser-backend") and not stored:
        problem = "cannot be set after connection start"
    else:
        return
    raise PgError(
        "55P02",
        f'parameter "{_shown(setting)}" {problem}',
        reason="unsupported",
        kind="setting",
        name=setting.name,
    )


def check_reset(session: Session, setting: Setting) -> None:
    """GUC_NO_RESET, from 16."""
    if session.version >= 16 and setting.name in _NO_RESET:
        raise PgError(
            "0A000",
            f'parameter "{setting.name}" cannot be reset',
            reason="unsupported",
            kind="setting",
            name=setting.name,
        )


def check_value(session: Session, setting: Setting, value: str) -> None:
    """`parse_and_validate_value`: PgError 22023 for a value that the setting does not take."""
    kind = setting.vartype
    if kind == "bool":
        flag = parse_bool(value)
        if flag is None:
            raise PgError(
                "22023",
                f'parameter "{_shown(setting)}" requires a Boolean value',
                reason="value",
                kind="setting",
                name=setting.name,
            )
        if flag and setting.name == "default_with_oids":
            raise PgError("0A000", "tables declared WITH OIDS are not supported", reason="unsupported", kind="setting")
    elif kind == "integer":
        _check_integer(session, setting, value)
    elif kind == "real":
        _check_real(session, setting, value)
    elif kind == "enum":
        if setting.values and value.lower() not in (v.lower() for v in setting.values) and not _hidden(setting, value):
            error = invalid_value(setting, value, hint=f"Available values: {', '.join(setting.values)}.")
            if session.version < 18:
                error.message = f'invalid value for parameter "{setting.name.lower()}": "{value}"'
            raise error
    else:
        _check_string(session, setting, value)


def _hidden(setting: Setting, value: str) -> bool:
    """Words of an enum that pg_settings does not show (they depend on the setting): Booleans and old names."""
    word = value.lower()
    if "debug1" in setting.values:
        return word in ("debug", "info")
    return "on" in setting.values and word in ("true", "false", "yes", "no", "1", "0")


def parse_bool(value: str) -> bool | None:
    """`parse_bool_with_len`: any beginning of true, false, yes, no; on, off, 1, 0."""
    word = value.lower()
    if word and ("true".startswith(word) or "yes".startswith(word)):
        return True
    if word and ("false".startswith(word) or "no".startswith(word)):
        return False
    if word in ("on", "1"):
        return True
    if word in ("of", "off", "0"):
        return False
    return None


def invalid_value(setting: Setting, value: str, detail: str | None = None, hint: str | None = None) -> PgError:
    """22023 invalid value for parameter "x": "y"."""
    return PgError(
        "22023",
        f'invalid value for parameter "{_shown(setting)}": "{value}"',
        detail=detail,
        hint=hint,
        reason="value",
        kind="setting",
        name=setting.name,
    )


def _shown(setting: Setting) -> str:
    return setting.name


def quantity(setting: Setting, value: str) -> tuple[float, bool]:
    """`parse_real` and the first half of `parse_int`: the number in the setting's unit, and whether it had a unit."""
    text = value.strip()
    at = 1 if text[:1] in "+-" else 0
    number: float
    if text[at : at + 2].lower() == "0x":
        end = at + 2
        while end < len(text) and text[end] in "0123456789abcdefABCDEF":
            end += 1
        digits = text[:end]
        base = 16
    else:
        end = at
        while end < len(text) and (text[end].isdigit() or text[end] == "."):
            end += 1
        if end > at and text[end : end + 1] in ("e", "E") and text[end + 1 : end + 2].lstrip("+-").isdigit():
            end += 2
            while end < len(text) and text[end].isdigit():
                end += 1
        digits = text[:end]
        base = 8 if setting.vartype == "integer" and len(digits) > at + 1 and digits[at] == "0" else 10
    try:
        number = float(digits) if base == 10 or "." in digits else float(int(digits, base))
    except ValueError:
        raise invalid_value(setting, value) from None
    unit = text[end:].strip()
    if not unit:
        return number, False
    base_unit = setting.unit
    if not base_unit:
        raise invalid_value(setting, value)
    table, hint = (_TIME, _TIME_HINT) if base_unit in _TIME else (_MEMORY, _MEMORY_HINT)
    factor = table.get(unit)
    if factor is None:
        raise invalid_value(setting, value, hint=hint)
    multiple = base_unit.lstrip("0123456789")
    own = float(table.get(multiple, 1)) * float(base_unit[: -len(multiple)] or 1)
    return number * factor / own, True


def _check_integer(session: Session, setting: Setting, value: str) -> None:
    number, _ = quantity(setting, value)
    rounded = round(number)
    if not -(2**31) <= rounded < 2**31:
        raise invalid_value(setting, value, hint="Value exceeds integer range.")
    _check_range(session, setting, float(rounded), str(rounded))


def _check_real(session: Session, setting: Setting, value: str) -> None:
    number, _ = quantity(setting, value)
    _check_range(session, setting, number, f"{number:g}")


def _check_range(session: Session, setting: Setting, number: float, shown: str) -> None:
    low, high = setting.minimum, setting.maximum
    if not ((low and number < float(low)) or (high and number > float(high))):
        return
    if not low or not high:
        return
    unit = f" {setting.unit}" if setting.unit else ""
    ranged = unit if session.version >= 17 else ""
    if setting.vartype == "real":
        low, high = f"{float(low):g}", f"{float(high):g}"
    raise PgError(
        "22023",
        f'{shown}{unit} is outside the valid range for parameter "{_shown(setting)}" ({low}{ranged} .. {high}{ranged})',
        reason="value",
        kind="setting",
        name=setting.name,
    )


def _check_string(session: Session, setting: Setting, value: str) -> None:
    """The check hooks that need nothing but the catalog."""
    name = setting.name
    if name == "search_path":
        if not _well_formed(value):
            raise invalid_value(setting, value, detail="List syntax is invalid.")
    elif name in ("role", "session_authorization"):
        if not (name == "role" and value == "none") and ns.find_shared(session, "role", value) is None:
            raise PgError("22023", f'role "{value}" does not exist', reason="missing", kind="role", name=value)
    elif name == "DateStyle":
        for word in (w.strip() for w in value.split(",")):
            if not _is_date_style(word.upper()):
                raise invalid_value(setting, value, detail=f'Unrecognized key word: "{word.lower()}".')
    elif name == "client_encoding":
        if not is_encoding(value):
            raise invalid_value(setting, value)
    elif name == "default_tablespace":
        if value and ns.find_shared(session, "tablespace", value) is None:
            raise invalid_value(setting, value, detail=f'Tablespace "{value}" does not exist.')
    elif name == "default_table_access_method":
        if ns.find_shared(session, "access method", value) is None:
            raise invalid_value(setting, value, detail=f'Table access method "{value}" does not exist.')
    elif name == "default_text_search_config":
        names = ns.split_name(value)
        if names is None or (
            ns.find_other(session, "text search configuration", names[-2] if len(names) > 1 else None, names[-1])
            is None
        ):
            raise invalid_value(setting, value)


def _is_date_style(word: str) -> bool:
    """`variable.c, check_datestyle`."""
    return word in ("ISO", "SQL", "GERMAN", "YMD", "DMY", "MDY", "US", "DEFAULT") or word.startswith(
        ("POSTGRES", "EURO", "NONEURO")
    )


def _well_formed(value: str) -> bool:
    """`SplitIdentifierString`: names between commas, none empty, quotes closed."""
    if not value.strip():
        return True
    at, end = 0, len(value)
    while True:
        while at < end and value[at].isspace():
            at += 1
        if at >= end:
            return False
        if value[at] == '"':
            while True:
                at = value.find('"', at + 1)
                if at < 0:
                    return False
                if value[at + 1 : at + 2] != '"':
                    break
                at += 1
            at += 1
        else:
            start = at
            while at < end and value[at] != "," and not value[at].isspace():
                at += 1
            if at == start:
                return False
        while at < end and value[at].isspace():
            at += 1
        if at >= end:
            return True
        if value[at] != ",":
            return False
        at += 1
