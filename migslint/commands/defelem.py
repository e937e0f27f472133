"""Options written as DefElem nodes (`commands/define.c, defGetString` and its like)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze.parse_type import typename_text
from migslint.catalog.errors import PgError

if TYPE_CHECKING:
    from migslint.syntax.nodes import DefElem


def elements(nodes: list[Any] | None) -> list[DefElem]:
    """The DefElem bodies of a list of nodes."""
    return [n["DefElem"] for n in nodes or ()]


def _refuse(message: str, node: DefElem) -> PgError:
    return PgError("42601", message, location=node.get("location", 0), reason="syntax", name=node["defname"])


def get_string(node: DefElem) -> str:
    """`defGetString`."""
    arg: Any = node.get("arg")
    if not arg:
        raise _refuse(f"{node['defname']} requires a parameter", node)
    ((tag, body),) = arg.items()
    if tag == "Integer":
        return str(body.get("ival", 0))
    if tag == "Float":
        return str(body.get("fval", "0"))
    if tag == "Boolean":
        return "true" if body.get("boolval") else "false"
    if tag == "String":
        return str(body.get("sval", ""))
    if tag == "TypeName":
        return typename_text(body)
    if tag == "List":
        return ".".join(i["String"].get("sval", "") if "String" in i else "*" for i in body.get("items", ()))
    return "*"


def get_boolean(node: DefElem) -> bool:
    """`defGetBoolean`: true without an argument."""
    arg: Any = node.get("arg")
    if not arg:
        return True
    if "Integer" in arg:
        value = arg["Integer"].get("ival", 0)
        if value in (0, 1):
            return bool(value)
    else:
        word = get_string(node).lower()
        if word in ("true", "on"):
            return True
        if word in ("false", "off"):
            return False
    raise _refuse(f"{node['defname']} requires a Boolean value", node)


def get_int(node: DefElem) -> int:
    """`defGetInt32`."""
    arg: Any = node.get("arg")
    if not arg or "Integer" not in arg:
        raise _refuse(f"{node['defname']} requires an integer value", node)
    return int(arg["Integer"].get("ival", 0))


def get_numeric(node: DefElem) -> float:
    """`defGetNumeric`."""
    arg: Any = node.get("arg")
    if not arg:
        raise _refuse(f"{node['defname']} requires a numeric value", node)
    if "Integer" in arg:
        return float(arg["Integer"].get("ival", 0))
    if "Float" in arg:
        return float(arg["Float"].get("fval", "0"))
    raise _refuse(f"{node['defname']} requires a numeric value", node)


def get_names(node: DefElem) -> list[str]:
    """`defGetQualifiedName`."""
    arg: Any = node.get("arg")
    if not arg:
        raise _refuse(f"{node['defname']} requires a parameter", node)
    if "TypeName" in arg:
        return [n["String"].get("sval", "") for n in arg["TypeName"]["names"]]
    if "List" in arg:
        return [n["String"].get("sval", "") for n in arg["List"].get("items", ())]
    if "String" in arg:
        return [arg["String"].get("sval", "")]
    raise _refuse(f"argument of {node['defname']} must be a name", node)


def conflicting(node: DefElem) -> PgError:
    """`errorConflictingDefElem`."""
    return _refuse("conflicting or redundant options", node)
