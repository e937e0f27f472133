"""Questions to git, asked of the program `git`: which files have changed.

Every call runs without a shell and without prompts, changes nothing, and ends after `TIMEOUT` seconds.  Paths come as
`os.fsdecode` has them, absolute and without symbolic links.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

#: seconds that one call of git may take
TIMEOUT = 20.0

#: the default branch where the remote does not name it
BRANCHES = ("remotes/origin/main", "remotes/origin/master", "heads/main", "heads/master")

_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class GitError(Exception):
    """Git cannot answer; the message says why and what helps."""


class Repository:
    """The work tree that holds a folder; `top` is its root."""

    def __init__(self, top: str) -> None:
        self.top = top

    def changed(self, folder: str, since: str | None = None) -> frozenset[str]:
        """The files in `folder` that differ from `since`, or from where HEAD left the default branch.

        Files that git does not track are among them.  GitError where there is no such revision or no such place.
        """
        base = self.commit(since) if since is not None else self.fork()
        paths = ["--", os.path.realpath(folder)]
        if base is None:
            names = self._names("ls-files", "-z", "--full-name", *paths)
        else:
            names = self._diff(base, *paths)
        others = self._names("ls-files", "-z", "--full-name", "--others", *paths)
        return frozenset((*names, *others))

    def staged(self, folder: str) -> frozenset[str]:
        """The files in `folder` that the next commit changes."""
        return frozenset(self._diff("--cached", "--", os.path.realpath(folder)))

    def commit(self, revision: str) -> str:
        """The name of the commit that a revision means; GitError without it."""
        found = self._try("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if found is None:
            raise GitError(f'there is no revision "{revision}"{self._shallow()}')
        return found

    def fork(self) -> str | None:
        """The commit where HEAD left the default branch, None before the first commit; GitError if it is not known."""
        branch = self.default_branch()
        base = self._try("merge-base", "HEAD", branch) if branch is not None else None
        if base is None and self._try("rev-parse", "--verify", "--quiet", "HEAD") is None:
            return None
        if branch is None:
            raise GitError("the default branch is not known: neither origin/HEAD nor main nor master is there")
        if base is None:
            raise GitError(f"HEAD and {branch} have no commit in common{self._shallow()}")
        return base

    def default_branch(self) -> str | None:
        """The branch that work starts from and goes back to: what origin/HEAD means, else main or master."""
        names = ["refs/remotes/origin/HEAD", *(f"refs/{name}" for name in BRANCHES)]
        found = self._git("for-each-ref", "--format=%(refname) %(symref)", *names)
        refs = dict(line.split(" ") for line in os.fsdecode(found).splitlines())
        full = refs.get(names[0]) or next((name for name in names[1:] if name in refs), None)
        return full and full.split("/", 2)[2]

    def _shallow(self) -> str:
        shallow = self._try("rev-parse", "--is-shallow-repository") == "true"
        return ": this is a shallow clone, fetch its history (fetch-depth: 0)" if shallow else ""

    def _diff(self, *arguments: str) -> Iterator[str]:
        """Files that are there and differ, or are new."""
        options = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--diff-filter=d")
        return self._names("diff", *options, *arguments)

    def _names(self, *arguments: str) -> Iterator[str]:
        for name in self._git(*arguments).split(b"\0"):
            if name:
                yield os.path.join(self.top, os.fsdecode(name))

    def _try(self, *arguments: str) -> str | None:
        """The answer in one line, None where git says no."""
        try:
            return os.fsdecode(self._git(*arguments)).strip() or None
        except GitError:
            return None

    def _git(self, *arguments: str) -> bytes:
        return run(self.top, *arguments)


def run(directory: str, *arguments: str) -> bytes:
    """What `git` prints when called in a directory; GitError where it fails, is missing or takes too long."""
    command = ["git", "-c", "core.fsmonitor=false", "-C", directory, *arguments]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            env={**os.environ, **_QUIET},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"git did not answer within {TIMEOUT:.0f} seconds") from None
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror or error}") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(said[0].removeprefix("fatal: ") if said else f"git ended with exit code {done.returncode}")
    return done.stdout


def repository(folder: str) -> Repository | None:
    """The repository whose work tree holds a folder, None where there is none."""
    at = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(at, ".git")):
        parent = os.path.dirname(at)
        if parent == at:
            return None
        at = parent
    return Repository(at)
