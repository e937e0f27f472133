"""`migslint baseline`, and what `check` makes of the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migslint import cli

CLASH = "create table t (a int);\ncreate table t (b int);\n"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("1_a", CLASH)


def write(name: str, text: str) -> None:
    Path("m").mkdir(exist_ok=True)
    Path("m", f"{name}.sql").write_text(text)


def run(capsys: Capture, *arguments: str) -> tuple[int, str]:
    code = cli.run(arguments)
    out, err = capsys.readouterr()
    assert code == 2 or err == ""
    return code, err if code == 2 else out


def rules(capsys: Capture, *arguments: str) -> list[str]:
    code, out = run(capsys, "check", "m", "--rerun", "all", "--format", "json", *arguments)
    found = [d["rule"] for d in json.loads(out)["diagnostics"]]
    assert code == (1 if found else 0)
    return found


def test_only_new_findings_count(capsys: Capture) -> None:
    assert rules(capsys) == ["MI01", "MD01"]
    assert run(capsys, "baseline", "m") == (0, "migslint-baseline.json: 2 findings, 2 of them new; 0 that are gone\n")
    assert rules(capsys) == []
    assert rules(capsys, "--no-known") == ["MI01", "MD01"]
    write("2_b", "create view v as select nope;\n")
    assert rules(capsys) == ["MR02"]
    assert run(capsys, "check", "m", "--rerun", "all")[1].endswith("1 conflict (2 statements refused), 2 known\n")


def test_lines_may_shift_and_what_is_gone_is_dropped(capsys: Capture) -> None:
    run(capsys, "baseline", "m")
    write("1_a", "-- one\n\n\n" + CLASH.replace(";\n", ";\n\n-- two\n", 1))
    assert rules(capsys) == []
    write("1_a", "create table if not exists t (a int);\ncreate table u (a int);\n")
    assert rules(capsys) == ["MI01"]
    _, said = run(capsys, "baseline", "m")
    assert said == "migslint-baseline.json: 1 finding, 1 of them new; 2 that are gone\n"
    (known,) = json.loads(Path("migslint-baseline.json").read_text())["findings"]
    assert list(known) == ["fingerprint", "rule", "path", "message"]
    assert (known["rule"], known["path"], known["message"]) == ("MI01", "1_a.sql", 'relation "u" already exists')


def test_a_second_of_the_same_kind_is_new(capsys: Capture) -> None:
    run(capsys, "baseline", "m")
    write("1_a", CLASH + "create table t (c int);\n")
    assert rules(capsys) == ["MD01"]


def test_what_follows_from_a_known_finding_is_shown(capsys: Capture) -> None:
    write("1_a", "create table o (a nope);\n")
    run(capsys, "baseline", "m")
    write("2_b", "select a from o;\n")
    assert "m/2_b.sql:1:15: error[MR01]" in run(capsys, "check", "m")[1]


def test_the_file_stands_beside_the_configuration(capsys: Capture) -> None:
    Path("migslint.toml").write_text("")
    Path("sub").mkdir()
    Path("m").rename("sub/m")
    assert run(capsys, "baseline", "sub/m")[1].startswith("migslint-baseline.json: ")
    Path("migslint.toml").write_text('known = "sub/known.json"\n')
    assert run(capsys, "check", "sub/m", "--rerun", "off")[1].startswith("migslint: error: sub/known.json: the known")
    assert run(capsys, "baseline", "sub/m")[1].startswith("sub/known.json: 2 findings")
    assert run(capsys, "check", "sub/m", "--rerun", "off")[0] == 0
    assert run(capsys, "baseline", "sub/m", "--known", "other.json")[1].startswith("other.json: 2 findings")
    assert run(capsys, "check", "sub/m", "--rerun", "off", "--known", "other.json")[0] == 0


def test_without_findings(capsys: Capture) -> None:
    write("1_a", "select 1;\n")
    assert run(capsys, "baseline", "m")[1] == "migslint-baseline.json: 0 findings, 0 of them new; 0 that are gone\n"
    assert rules(capsys) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"version": 2, "findings": []}', b'{"version": 1, "findings": [1]}', b"\xff\xfe"],
)
def test_a_file_that_is_none(capsys: Capture, content: bytes) -> None:
    Path("migslint-baseline.json").write_bytes(content)
    for command in ("check", "baseline"):
        code, said = run(capsys, command, "m")
        assert code == 2
        assert said.startswith("migslint: error: migslint-baseline.json: ")


def test_a_folder_that_cannot_be_judged_leaves_the_file_alone(capsys: Capture) -> None:
    run(capsys, "baseline", "m")
    before = Path("migslint-baseline.json").read_bytes()
    Path("m/3_c.sql").write_bytes(b"\xff\xfeS\x00")
    assert run(capsys, "baseline", "m")[0] == 2
    assert Path("migslint-baseline.json").read_bytes() == before
    assert run(capsys, "baseline", "nowhere")[0] == 2
