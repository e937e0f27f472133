"""XML with what may not stand in XML written as escapes."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from migslint.report.words import harmless

__all__ = ["Element", "SubElement", "document", "lines", "one_line"]


def one_line(text: str) -> str:
    """For an attribute: no control characters, line ends as spaces."""
    return " ".join(harmless(line) for line in text.splitlines())


def lines(text: str) -> str:
    """For an element's text: no control characters but line ends."""
    return "\n".join(harmless(line) for line in text.splitlines())


def document(root: Element) -> bytes:
    """The whole, indented, with its declaration."""
    indent(root)
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"
