"""What happens before a command runs: start-up cost, usage, errors."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from migslint import __version__, cli
from migslint.cli import check
from migslint.cli.parser import Parser
from migslint.cli.progress import Progress

HEAVY = ("ctypes", "msgspec", "postgast", "rich", "sqlfluff", "pygls", "argparse", "migslint.syntax", "migslint.engine")


def python(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, **options)


@pytest.mark.parametrize(("code", "absent"), [("import migslint.cli", HEAVY), ("import migslint", HEAVY)])
def test_the_command_line_is_light(code: str, absent: tuple[str, ...]) -> None:
    run = python("-c", f"{code}; import sys; print(*(m for m in {absent!r} if m in sys.modules))")
    assert run.stderr == ""
    assert run.stdout.split() == []


def test_importing_the_command_line_takes_less_than_25_ms() -> None:
    code = "from time import process_time as t; a = t(); import migslint.cli; print(t() - a)"
    assert min(float(python("-c", code).stdout) for _ in range(5)) < 0.025


def test_version_and_module() -> None:
    run = python("-m", "migslint", "--version")
    assert (run.returncode, run.stdout, run.stderr) == (0, f"migslint {__version__}\n", "")


def test_bare_shows_help(capsys) -> None:
    assert cli.run([]) == 2
    bare = capsys.readouterr().out
    assert cli.run(["--help"]) == 0
    assert capsys.readouterr().out == bare
    for command in cli.COMMANDS:
        assert f"\n  {command} " in bare


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_each_command_has_help(command: str, capsys) -> None:
    assert cli.run([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: migslint {command} ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chekc"], 'unknown command "chekc"; the commands are check, '),
        (["tests"], "tests is no command; to judge it: migslint check tests"),
        (["--format", "json"], 'unknown command "--format"'),
        (["check", "--pg-version", "13"], "argument --pg-version: invalid choice: 13"),
        (["check", "--format", "xml"], "argument --format: invalid choice: 'xml'"),
        (["check", "--nope"], "unrecognized arguments: --nope (see migslint check --help)"),
        (["check", "--form", "json"], "unrecognized arguments: --form"),
        (["check", "a", "b"], "unrecognized arguments: b"),
        (["rule"], "the following arguments are required: CODE"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, capsys) -> None:
    assert cli.run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"migslint: error: {message}")


CHECK_LINES = [
    "",
    "some/path",
    "--format json",
    "--format=json path",
    "path --all --select MD,MR02 --select MX",
    "--ignore MD --layout supabase --platform postgres p",
    "--pg-version 15 --config x.toml --baseline b.sql --color never --no-progress",
    "--color=always --format text --format json",
]
#: what argparse has to speak of
CHECK_MISTAKES = [
    "--pg-version x",
    "--pg-version",
    "--format",
    "--format=",
    "--all=1",
    "-- p",
    "a b",
    "--select -x",
    "-p",
]


def check_parser() -> Parser:
    parser = Parser("check", "judge")
    check.add_arguments(parser)
    return parser


@pytest.mark.parametrize("line", CHECK_LINES)
def test_a_plain_command_line_is_read_as_argparse_reads_it(line: str) -> None:
    parser = check_parser()
    said = parser._read(line.split())
    assert said is not None
    assert vars(said) == vars(parser._argparse().parse_args(line.split()))


@pytest.mark.parametrize("line", CHECK_MISTAKES)
def test_what_is_in_doubt_is_left_to_argparse(line: str) -> None:
    assert check_parser()._read(line.split()) is None


#: what a run on a clean folder does without: it would be felt in every run
IDLE = (
    "argparse",
    "shutil",
    "gettext",
    "tomllib",
    "hashlib",
    "migslint.suppress",
    "migslint.replay.cause",
    "migslint.report.text",
    "migslint.syntax.recovery",
    "migslint.syntax.features",
    "migslint.syntax.nodes",
    "migslint.plpgsql.run",
    "migslint.executor.api",
)


def test_a_clean_run_loads_nothing_that_only_findings_need(tmp_path) -> None:
    (tmp_path / "1_a.sql").write_text("CREATE TABLE a (id int PRIMARY KEY, t text);\nCREATE INDEX ON a (t);\n")
    code = "import sys; from migslint.cli import run; c = run(sys.argv[1:]); print(c, *sys.modules, file=sys.stderr)"
    run = python("-c", code, "check", str(tmp_path), "--format", "json", "--rerun", "off")
    code, *loaded = run.stderr.split()
    assert code == "0"
    rules = {name for name in loaded if name.startswith("migslint.rules.")}
    assert rules == {"migslint.rules.mh01_duplicate_version", "migslint.rules.mh02_order_of_versions"}
    assert set(loaded).isdisjoint(IDLE)
    commands = {name for name in loaded if name.startswith("migslint.commands.")}
    assert {"migslint.commands.trigger", "migslint.commands.policy", "migslint.commands.view"}.isdisjoint(commands)


def raising(error: BaseException):
    def run(arguments: object) -> int:
        raise error

    return SimpleNamespace(add_arguments=lambda parser: None, run=run)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (cli.Failure("no"), 2, "migslint: error: no\n"),
        (cli.Failure("no", "a\x1b.toml", 3), 2, "migslint: error: a\\x1b.toml:3: no\n"),
        (cli.Failure("no", "a.toml"), 2, "migslint: error: a.toml: no\n"),
        (KeyboardInterrupt(), 130, ""),
        (PermissionError(13, "Permission denied", "x.sql"), 2, "migslint: error: x.sql: Permission denied\n"),
        (RecursionError(), 2, "migslint: error: the input is nested too deeply\n"),
        (MemoryError(), 2, "migslint: error: out of memory\n"),
        (
            ValueError("odd"),
            2,
            "migslint: error: internal error: ValueError: odd; MIGSLINT_TRACEBACK=1 shows where, please report it\n",
        ),
    ],
)
def test_no_traceback(monkeypatch, capsys, error: BaseException, code: int, message: str) -> None:
    monkeypatch.setitem(cli.COMMANDS, "broken", "broken")
    monkeypatch.setitem(sys.modules, "migslint.cli.broken", raising(error))
    monkeypatch.delenv("MIGSLINT_TRACEBACK", raising=False)
    assert cli.run(["broken"]) == code
    assert capsys.readouterr() == ("", message)


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "import migslint.cli as c; c.usage = lambda: 'x\\n' * 10**6; c.main()", "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_output_that_cannot_be_encoded() -> None:
    code = "from migslint.cli.output import print_lines; print_lines(['é日'])"
    run = python("-c", code, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (run.stdout, run.stderr) == ("\\xe9\\u65e5\n", "")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_progress_waits_a_second_and_wipes_itself_away(monkeypatch) -> None:
    clock = Clock()
    monkeypatch.setattr("migslint.cli.progress.monotonic", clock)
    stream = io.StringIO()
    progress = Progress(stream)
    for done in range(10):
        progress(done, 20)
        clock.now += 0.09
    progress.close()
    assert stream.getvalue() == ""
    clock.now = 1.0
    progress(10, 20)
    progress(11, 20)
    assert stream.getvalue() == f"\r{'#' * 15}{'.' * 15} 10 of 20 files"
    progress.close()
    assert stream.getvalue().endswith("\r\x1b[K")
