"""Folders made from tables, and what was read of them, short enough to compare."""

from __future__ import annotations

from pathlib import Path

from migslint.folder import Folder, Migration
from migslint.source import Span

Tree = dict[str, str | bytes]


def grow(root: Path, tree: Tree) -> Path:
    """Write `tree` (path: content; a path that ends with / is an empty folder) below `root`."""
    root.mkdir(parents=True, exist_ok=True)
    for rel, content in tree.items():
        path = root / rel
        if rel.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def order(folder: Folder) -> list[str]:
    """The relative paths in replay order."""
    return [migration.relpath for migration in folder.migrations]


def run(migration: Migration) -> list[str]:
    """The texts that are run, without the white space around them."""
    return [text(migration, span).strip() for span in migration.spans]


def text(migration: Migration, span: Span) -> str:
    """The characters of a span."""
    return migration.source.text[span.start : span.end]


def skipped(folder: Folder) -> dict[str, str]:
    """Relative path: reason."""
    return {item.relpath: item.reason for item in folder.skipped}


def refused(folder: Folder) -> list[tuple[str, int]]:
    """(message, line) of each problem that the tool itself would find."""
    assert all(problem.kind == "refused" for problem in folder.problems)
    return [(problem.message, problem.line) for problem in folder.problems]
