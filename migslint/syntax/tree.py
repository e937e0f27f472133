"""Small ways to read the dicts of a tree (see nodes.py for their shapes)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from migslint.syntax.nodes import Node


def unwrap(node: Node) -> tuple[str, dict[str, Any]]:
    """The tag and the body of a Node {TAG: body}; ("", {}) for the null node {}."""
    for tag, body in node.items():
        return tag, body
    return "", {}


def string(node: Node) -> str:
    """The text of a String node; "" for any other node."""
    body = node.get("String")
    return body.get("sval", "") if body else ""


def strings(nodes: Iterable[Node]) -> list[str]:
    """The texts of a list of String nodes, such as a qualified name."""
    return [string(node) for node in nodes]


def walk(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The (tag, body) of all nodes nested in a node, a body or a list of nodes, in the order of the tree.

    Bodies in fields of a concrete type, which stand there without a tag, are walked through but not given.
    """
    stack: list[Any] = [node]
    pop, push = stack.pop, stack.append
    while stack:
        at = pop()
        if type(at) is list:
            stack.extend(reversed(at))
            continue
        if len(at) == 1:
            ((tag, body),) = at.items()
            if tag[0] <= "Z" and type(body) is dict:  # fields are written small
                yield tag, body
                push(body)
                continue
        for value in reversed(at.values()):
            kind = type(value)
            if kind is dict or (kind is list and value and type(value[0]) is dict):
                push(value)
