"""What is there before the first file."""

from __future__ import annotations

from migslint.catalog import namespace as ns
from migslint.worlds.start import start


def test_an_extension_that_is_installed_has_brought_its_schema() -> None:
    session = start(15, "supabase")
    assert session.catalog.namespaces["net"].references == {session.catalog.shared["extension", "pg_net"]: "e"}
    assert [p.name for p in ns.find_procs(session, "net", "http_post")] == ["http_post"]
    assert ns.find_relation(session, "net", "_http_response") is not None


def test_the_type_char_has_its_casts() -> None:
    catalog = start(18, "postgres").catalog
    char, text, bpchar = (catalog.builtin_type(n) for n in ("char", "text", "bpchar"))
    found = [catalog.cast(char, text), catalog.cast(bpchar, char), catalog.cast(char, bpchar)]
    assert [c and c.context for c in found] == ["i", "a", "a"]
