"""Which files git knows as changed, in repositories made for the purpose."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from migslint import cli
from migslint.history.git import GitError, Repository, repository


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's configuration of git, and nothing of a repository that the tests run in."""
    for name in [n for n in os.environ if n.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")
    monkeypatch.chdir(tmp_path)


def git(*arguments: str, at: str = ".") -> str:
    done = subprocess.run(["git", "-C", at, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


def commit(**files: str) -> str:
    for name, text in files.items():
        write(f"m/{name}.sql", text)
    git("add", "-A")
    git("commit", "-q", "-m", "x", "--allow-empty")
    return git("rev-parse", "HEAD")


def there() -> Repository:
    found = repository("m")
    assert found is not None
    return found


def names(paths: frozenset[str]) -> list[str]:
    return sorted(os.path.basename(path) for path in paths)


def test_against_the_place_where_the_branch_began(tmp_path: Path) -> None:
    git("init", "-q", "-b", "main")
    commit(a="1", b="1", c="1")
    git("checkout", "-q", "-b", "work")
    commit(b="2", d="1")
    git("checkout", "-q", "main")
    commit(a="2")
    git("checkout", "-q", "work")
    write("m/c.sql", "2")
    write("m/e f\n.sql", "1")
    write("other/g.sql", "1")
    os.remove("m/a.sql")
    assert names(there().changed("m")) == ["b.sql", "c.sql", "d.sql", "e f\n.sql"]
    assert all(path.startswith(os.path.realpath(tmp_path)) for path in there().changed("m"))


def test_on_the_default_branch_what_is_not_committed_counts() -> None:
    git("init", "-q", "-b", "master")
    commit(a="1", b="1")
    assert there().changed("m") == frozenset()
    write("m/b.sql", "2")
    git("add", "m/b.sql")
    write("m/c.sql", "1")
    assert names(there().changed("m")) == ["b.sql", "c.sql"]
    assert names(there().staged("m")) == ["b.sql"]


def test_an_ignored_migration_counts() -> None:
    git("init", "-q", "-b", "main")
    commit(a="1")
    write(".gitignore", "m/\n")
    write("m/b.sql", "1")
    assert names(there().changed("m")) == ["b.sql"]


def test_since_a_revision() -> None:
    git("init", "-q", "-b", "trunk")
    first = commit(a="1")
    commit(b="1")
    git("tag", "v2")
    commit(c="1")
    assert names(there().changed("m", first)) == ["b.sql", "c.sql"]
    assert names(there().changed("m", "v2")) == ["c.sql"]
    assert names(there().changed("m", "HEAD~1")) == ["c.sql"]
    for wrong in ("nosuch", "--all", "v2:m/a.sql"):
        with pytest.raises(GitError, match="there is no revision"):
            there().changed("m", wrong)
    with pytest.raises(GitError, match="the default branch is not known"):
        there().changed("m")


def test_before_the_first_commit_all_is_new() -> None:
    git("init", "-q", "-b", "main")
    write("m/a.sql", "1")
    write("m/b.sql", "1")
    git("add", "m/a.sql")
    assert names(there().changed("m")) == ["a.sql", "b.sql"]


def test_the_remote_names_the_default_branch_and_head_may_be_detached() -> None:
    git("init", "-q", "-b", "develop", "up")
    write("up/m/a.sql", "1")
    git("add", "-A", at="up")
    git("commit", "-q", "-m", "x", at="up")
    git("clone", "-q", "up", "down")
    write("down/m/b.sql", "1")
    git("add", "-A", at="down")
    git("commit", "-q", "-m", "x", at="down")
    git("checkout", "-q", "--detach", at="down")
    found = repository("down/m")
    assert found is not None
    assert found.default_branch() == "origin/develop"
    assert names(found.changed("down/m")) == ["b.sql"]


def test_a_shallow_clone_says_so() -> None:
    git("init", "-q", "-b", "main", "up")
    for n in range(3):
        write(f"up/m/{n}.sql", "1")
        git("add", "-A", at="up")
        git("commit", "-q", "-m", "x", at="up")
    git("checkout", "-q", "-b", "work", "HEAD~1", at="up")
    git("commit", "-q", "-m", "x", "--allow-empty", at="up")
    git("checkout", "-q", "main", at="up")
    git("clone", "-q", "--depth", "1", "--no-single-branch", "-b", "work", f"file://{os.getcwd()}/up", "down")
    found = repository("down/m")
    assert found is not None
    with pytest.raises(GitError, match=r"no commit in common: this is a shallow clone, fetch its history \(fetch-dep"):
        found.changed("down/m")
    with pytest.raises(GitError, match=r"there is no revision .* shallow clone"):
        found.changed("down/m", "HEAD~1")


def test_no_repository_and_one_that_git_does_not_open() -> None:
    write("m/a.sql", "1")
    if repository("m") is not None:
        pytest.skip("the directory for temporary files is in a repository")
    write(".git", "gitdir: /nowhere")
    with pytest.raises(GitError, match="not a git repository"):
        there().changed("m")


def test_without_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    git("init", "-q")
    write("m/a.sql", "1")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(GitError, match="git cannot be run"):
        there().changed("m")


TABLE = "create table {} (a int);\n"


def again(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The files that `check` runs again, by what fails then."""
    code = cli.run(["check", "m", *arguments])
    out, err = capsys.readouterr()
    assert err == ""
    found = [line.partition(":")[0] for line in out.splitlines() if line.startswith("m/")]
    assert code == (1 if found else 0)
    return found


def test_the_scope_of_check(capsys: pytest.CaptureFixture[str]) -> None:
    git("init", "-q", "-b", "main")
    commit(**{"1_a": TABLE.format("a"), "2_b": TABLE.format("b")})
    assert again(capsys) == []
    assert again(capsys, "--rerun", "all") == ["m/1_a.sql", "m/2_b.sql"]
    write("m/3_c.sql", TABLE.format("c"))
    assert again(capsys) == ["m/3_c.sql"]
    assert again(capsys, "--staged") == []
    git("add", "m")
    assert again(capsys, "--staged") == ["m/3_c.sql"]
    commit()
    assert again(capsys) == []
    assert again(capsys, "--since", "HEAD~1") == ["m/3_c.sql"]
    assert again(capsys, "--rerun", "off") == []
    write("migslint.toml", 'rerun = "all"\n')
    assert again(capsys) == ["m/1_a.sql", "m/2_b.sql", "m/3_c.sql"]
    assert again(capsys, "--since", "HEAD~1") == ["m/3_c.sql"]


def test_outside_of_git_all_files_are_run_again(capsys: pytest.CaptureFixture[str]) -> None:
    write("m/1_a.sql", TABLE.format("a"))
    assert again(capsys) == ["m/1_a.sql"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--since", "nosuch"], '--since: there is no revision "nosuch"'),
        (["--since", "HEAD", "--rerun", "all"], "--since and --staged go with --rerun changed, not with --rerun all"),
        (["--since", "HEAD", "--staged"], "--since and --staged do not go together"),
    ],
)
def test_wrong_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    git("init", "-q", "-b", "main")
    commit(**{"1_a": "select 1;"})
    assert cli.run(["check", "m", *arguments]) == 2
    assert capsys.readouterr().err.startswith(f"migslint: error: {message}")


def test_what_cannot_be_told_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    git("init", "-q", "-b", "trunk")
    commit(**{"1_a": TABLE.format("a")})
    assert cli.run(["check", "m"]) == 1
    out, err = capsys.readouterr()
    assert "m/1_a.sql:1:14: warning[MI01]" in out
    assert err.startswith(
        "migslint: note: which files have changed cannot be told, all are run a second time: the default"
    )
    assert cli.run(["check", "m", "--staged"]) == 0
