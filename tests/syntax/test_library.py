"""The binding: what it gives, what it survives, and where it finds its library."""

from __future__ import annotations

import _thread
import ctypes.util
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from postgast.pg_query_pb2 import ScanResult
from postgast.scan import scan as scan_by_protobuf

from migslint.syntax import library


def test_parse_gives_json_or_the_complaint() -> None:
    parsed = library.parse(b"select 1")
    assert isinstance(parsed, bytes) and b'"SelectStmt"' in parsed
    assert library.parse("select 'é', 1 1".encode()) == library.Failure(
        'syntax error at or near "1"', 15, "scanner_yyerror"
    )


@pytest.mark.parametrize(
    "text", ["", "select 1 /* a */ -- b\n; \"é\" 'ü' $$c$$ (1.5 + 0x1f) %, :=", "x" * 200 + " y" * 300]
)
def test_tokens_are_decoded_as_protobuf_decodes_them(text: str) -> None:
    by_protobuf: ScanResult = scan_by_protobuf(text)
    tokens = library.scan(text.encode())
    assert isinstance(tokens, list)
    assert [(t.start, t.end, t.kind, t.keyword) for t in tokens] == [
        (t.start, t.end, t.token, t.keyword_kind) for t in by_protobuf.tokens
    ]


def test_the_names_of_token_kinds() -> None:
    tokens = library.scan(b"a 'b' /* c */ -- d\n . $1 1 1.5")
    assert isinstance(tokens, list)
    assert [t.kind for t in tokens][:5] == [
        library.IDENT,
        library.SCONST,
        library.C_COMMENT,
        library.SQL_COMMENT,
        library.DOT,
    ]


def test_scan_complains() -> None:
    assert library.scan(b"select 'a") == library.Failure(
        'unterminated quoted string at or near "\'a"', 8, "scanner_yyerror"
    )
    assert library.complains(b"select 'a") == 'unterminated quoted string at or near "\'a"'
    assert library.complains(b"select 'a'") is None


def test_fingerprint() -> None:
    assert library.fingerprint(b"select 1") == library.fingerprint(b"SELECT  /* */ 2")
    assert library.fingerprint(b"select 1") != library.fingerprint(b"select a")
    assert isinstance(library.fingerprint(b"select from from"), library.Failure)


def test_a_long_text_is_parsed_on_a_stack_of_its_own() -> None:
    before = _thread.stack_size()
    chain = b"select " + b"+".join([b"1"] * 200_000)
    parsed = library.parse(chain)
    assert isinstance(parsed, bytes) and parsed.count(b"A_Expr") == 199_999
    assert _thread.stack_size() == before


def test_many_long_texts() -> None:
    """Each thread of libpg_query takes a key of the thread library, of which there are 1,024."""
    text = b"select " + b"1" * 20_000
    assert all(isinstance(library.parse(text), bytes) for _ in range(1_100))


def test_parentheses_nested_as_deeply_as_a_text_can_have_them() -> None:
    assert library.parse(b"select " + b"(" * 200_000) == library.Failure(
        'memory exhausted at or near "("', 10004, "scanner_yyerror"
    )


def test_neither_postgast_nor_protobuf_is_imported() -> None:
    code = (
        "import sys; from migslint.syntax.statements import parse; from migslint.source import Source; "
        "parse(Source('x', 'select 1; select 1 1')); "
        "print([m for m in sys.modules if m.startswith(('postgast', 'google', 'threading', 'migslint.syntax.nodes'))])"
    )
    root = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert said.stdout == "[]\n"


def test_the_library_is_found_by_the_import_machinery(monkeypatch: pytest.MonkeyPatch) -> None:
    found = library.path()
    spec = importlib.util.find_spec("postgast")
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec if name == "postgast" else None)
    assert Path(library.path()).samefile(found)


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(library, "_library", None)
    with pytest.raises(library.LibraryMissing, match="pip install postgast"):
        library.parse(b"select 1")


def test_another_library_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(library, "_library", None)
    file = tmp_path / "libpg_query.so"
    file.write_bytes(b"no library")
    monkeypatch.setattr(library, "path", lambda: str(file))
    with pytest.raises(library.LibraryMissing, match="cannot be used"):
        library.parse(b"select 1")
