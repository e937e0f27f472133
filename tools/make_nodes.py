#!/usr/bin/env python3
"""Write migslint/syntax/nodes.py: the shapes of libpg_query's JSON, from the descriptors in the wheel postgast.

usage: python tools/make_nodes.py [--check]

--check writes nothing and exits 1 where the file is not what this script would write.
"""

from __future__ import annotations

import keyword
import sys
from pathlib import Path
from typing import Any

from postgast import pg_query_pb2

TARGET = Path(__file__).parents[1] / "migslint" / "syntax" / "nodes.py"

HEAD = '''"""The shapes of libpg_query {version}'s JSON.  Written by tools/make_nodes.py; do not edit.

Fields whose value is 0, false, "" or an empty list are absent.  A field of a concrete type holds that body itself, a
`Node` holds {{TAG: body}} ({{}} for a null in a list).  Enums are the names of their values; `location` counts bytes.
Import this module under `TYPE_CHECKING` only.
"""

from __future__ import annotations

from typing import Any, TypedDict

Node = dict[str, Any]
'''

SCALARS = {
    "TYPE_BOOL": "bool",
    "TYPE_BYTES": "str",
    "TYPE_DOUBLE": "float",
    "TYPE_ENUM": "str",
    "TYPE_FLOAT": "float",
    "TYPE_INT32": "int",
    "TYPE_INT64": "int",
    "TYPE_STRING": "str",
    "TYPE_UINT32": "int",
    "TYPE_UINT64": "int",
}

#: what the library answers with, not nodes of a tree
ANSWERS = {"Node", "ParseResult", "ScanResult", "ScanToken", "SummaryResult"}


def type_of(field: Any) -> str:
    """The Python type of one field."""
    number = field.type
    name = next(n for n in dir(type(field)) if n.startswith("TYPE_") and getattr(field, n) == number)
    one = field.message_type.name if name == "TYPE_MESSAGE" else SCALARS[name]
    return f"list[{one}]" if field.is_repeated else one


def shape(message: Any) -> str:
    """The TypedDict of one message."""
    fields = {field.json_name: type_of(field) for field in message.fields}
    if not fields:
        return f"class {message.name}(TypedDict):\n    pass\n"
    if any(keyword.iskeyword(name) for name in fields):
        body = "".join(f'        "{name}": "{kind}",\n' for name, kind in fields.items())
        return f'{message.name} = TypedDict(\n    "{message.name}",\n    {{\n{body}    }},\n    total=False,\n)\n'
    body = "".join(f"    {name}: {kind}\n" for name, kind in fields.items())
    return f"class {message.name}(TypedDict, total=False):\n{body}"


def main() -> int:
    """Write or check the file."""
    from migslint.syntax import library

    parsed = library.parse(b"")
    assert isinstance(parsed, bytes)
    version = int(parsed.split(b":")[1].split(b",")[0])
    messages = pg_query_pb2.DESCRIPTOR.message_types_by_name.values()
    shapes = [shape(message) for message in messages if message.name not in ANSWERS]
    text = "\n\n".join([HEAD.format(version=f"{version // 10000}.{version % 10000}"), *shapes])
    if "--check" in sys.argv:
        return int(TARGET.read_text(encoding="utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
