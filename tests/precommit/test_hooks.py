"""The hooks of `.pre-commit-hooks.yaml`, run by the real pre-commit in a real `git commit`.

One test lets pre-commit install the hooks from this checkout as it does for a user.  The others take the hooks' own
definitions but a `migslint` that is there, since an installation takes many seconds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: what pre-commit needs to install the hooks
INSTALLED = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "migslint")

TABLE = "create table if not exists public.teams (id int primary key);\n"
GOOD = "alter table public.teams add column if not exists name text;\n"
BAD = "alter table public.team add column if not exists name text;\n"
POLICY = 'create policy "Everybody reads" on public.teams for select using (true);\n'


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one migration on main; nobody's configuration of git, pip or pre-commit's cache."""
    for name in [n for n in os.environ if n.startswith("GIT_") or n in ("PYTHONPATH", "SKIP")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    at = tmp_path / "work"
    at.mkdir()
    monkeypatch.chdir(at)
    call("git", "init", "-q", "-b", "main")
    write("migrations/0001_teams.sql", TABLE)
    call("git", "add", "-A")
    call("git", "commit", "-q", "-m", "first")
    return at


def call(*command: str, code: int = 0) -> str:
    """Everything that a command prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == code, done.stdout
    return done.stdout


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(text)


def commit(*paths: str, code: int = 0) -> str:
    """What a commit of these paths prints, the hooks' reports among it."""
    call("git", "add", *paths)
    return call("git", "commit", "-m", "more", code=code)


def head(name: str) -> str:
    return call("git", "show", f"HEAD:{name}")


def install(config: str) -> None:
    """Put the hooks into the repository as a user does."""
    write(".pre-commit-config.yaml", config)
    call("git", "add", ".pre-commit-config.yaml")
    call("git", "commit", "-q", "-m", "hooks")
    call(sys.executable, "-m", "pre_commit", "install")


def install_hook(name: str, monkeypatch: pytest.MonkeyPatch, extra: str = "") -> None:
    """Install one hook as it is defined, to be run with the migslint of these tests."""
    programs = Path("..").resolve() / "bin"
    programs.mkdir()
    script = f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
    (programs / "migslint").write_text(f"{script}from migslint.cli import main\nmain()\n")
    (programs / "migslint").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    _, *hooks = (ROOT / ".pre-commit-hooks.yaml").read_text().split("- id: ")
    (text,) = (hook for hook in hooks if hook.startswith(f"{name}\n"))
    assert "language: python" in text
    hook = "      ".join(text.replace("language: python", "language: system").splitlines(keepends=True))
    install(f"repos:\n  - repo: local\n    hooks:\n      - id: {hook}{extra}")


def test_a_commit_is_refused_or_made(monkeypatch: pytest.MonkeyPatch) -> None:
    install_hook("migslint", monkeypatch)
    write("migrations/0002_name.sql", BAD)
    said = commit("migrations", code=1)
    assert 'migrations/0002_name.sql:1:13: error[MR01] relation "public.team" does not exist' in said
    write("migrations/0002_name.sql", GOOD)
    assert "Passed" in commit("migrations")
    assert head("migrations/0002_name.sql") == GOOD


def test_only_a_commit_with_sql_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    install_hook("migslint", monkeypatch)
    write("migrations/0002_name.sql", BAD)
    call("git", "add", "migrations")
    call("git", "commit", "-q", "--no-verify", "-m", "by hand")
    write("notes.txt", "x")
    assert "Skipped" in commit("notes.txt")
    write("other.sql", "select 1;\n")
    assert "Failed" in commit("other.sql", code=1)


def test_what_is_not_staged_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    install_hook("migslint", monkeypatch)
    write("migrations/0002_name.sql", GOOD)
    call("git", "add", "migrations")
    write("migrations/0002_name.sql", BAD)
    assert "Passed" in call("git", "commit", "-m", "more")
    assert head("migrations/0002_name.sql") == GOOD
    assert Path("migrations/0002_name.sql").read_text() == BAD
    call("git", "add", "migrations")
    write("migrations/0002_name.sql", GOOD)
    assert "Failed" in call("git", "commit", "-m", "more", code=1)
    assert Path("migrations/0002_name.sql").read_text() == GOOD


def test_what_is_committed_is_run_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    install_hook("migslint", monkeypatch)
    write("migrations/0002_policy.sql", POLICY)
    assert "[MI07]" in commit("migrations", code=1)
    call("git", "commit", "-q", "--no-verify", "-m", "by hand")
    write("migrations/0003_name.sql", GOOD)
    assert "Passed" in commit("migrations")


def test_a_fix_fails_the_commit_and_the_next_one_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    install_hook("migslint-fix", monkeypatch)
    write("migrations/0002_policy.sql", POLICY)
    said = commit("migrations", code=1)
    assert "files were modified by this hook" in said
    assert "fixed 1 statement in 1 file" in said
    fixed = Path("migrations/0002_policy.sql").read_text()
    assert fixed.lower() == f'drop policy if exists "everybody reads" on public.teams;\n{POLICY.lower()}'
    assert "Passed" in commit("migrations")
    assert head("migrations/0002_policy.sql") == fixed


def test_a_fix_leaves_alone_what_is_not_staged(monkeypatch: pytest.MonkeyPatch) -> None:
    install_hook("migslint-fix", monkeypatch)
    write("migrations/0002_name.sql", GOOD)
    call("git", "add", "migrations")
    write("migrations/0003_policy.sql", POLICY)
    assert "Passed" in call("git", "commit", "-m", "more")
    assert Path("migrations/0003_policy.sql").read_text() == POLICY


def test_pre_commit_installs_the_hooks_from_the_checkout(tmp_path: Path) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in INSTALLED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, hooks / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, hooks)
    call("git", "-C", str(hooks), "init", "-q")
    call("git", "-C", str(hooks), "add", "-A")
    call("git", "-C", str(hooks), "commit", "-q", "-m", "x")
    rev = call("git", "-C", str(hooks), "rev-parse", "HEAD").strip()
    ids = "[{id: migslint}, {id: migslint-fix}]"
    install(f"repos:\n  - repo: {hooks.as_uri()}\n    rev: {rev}\n    hooks: {ids}\n")
    write("migrations/0002_name.sql", BAD)
    assert commit("migrations", code=1).count("error[MR01]") == 2
    write("migrations/0002_name.sql", GOOD)
    assert commit("migrations").count("Passed") == 2
