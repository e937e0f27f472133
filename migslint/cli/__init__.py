"""The command line. This module stays light: a command's module is imported when the command is called.

Exit codes: 0 nothing found, 1 findings, 2 wrong usage or input that cannot be read, 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # as in typing, which takes longer to import than all of this
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

#: a command is a module of this package with `add_arguments(parser)` and `run(arguments) -> exit code`
COMMANDS = {
    "check": "say which statements of a migrations folder PostgreSQL would refuse",
    "baseline": "write down the findings of today, so that only new ones count",
    "explain": "say which statement raises an error of a server, and why",
    "files": "show which files are migrations, in which order, and which are passed over",
    "history": "show the life of a table, column, policy, function … from file to file",
    "rule": "explain a rule",
    "rules": "list the rules",
}


class Failure(Exception):
    """What ends a run with exit code 2; `path` and the 1-based `line` say where, if a file is at fault."""

    def __init__(self, message: str, path: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = "".join(f"{part}:" for part in (self.path, self.line) if part is not None)
        return f"{place} {self.message}" if place else self.message


def main() -> NoReturn:
    """The entry point: runs a command and ends the process, without the time it takes to take a catalog apart."""
    gc.disable()  # the process is short and what it makes stays: a collection finds next to nothing
    code = run(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command line without the program's name and return the exit code. Prints; never raises."""
    try:
        code = dispatch(arguments)
        sys.stdout.flush()
    except Failure as failure:
        code = complain(str(failure))
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # whoever read our output has gone; the interpreter must not try to flush it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    except OSError as error:
        place = f"{error.filename}: " if error.filename is not None else ""
        code = complain(f"{place}{error.strerror or error}")
    except RecursionError:
        code = complain("the input is nested too deeply")
    except MemoryError:
        code = complain("out of memory")
    except Exception as error:
        if os.environ.get("MIGSLINT_TRACEBACK"):
            raise
        what = f"{type(error).__name__}: {error}"
        code = complain(f"internal error: {what}; MIGSLINT_TRACEBACK=1 shows where, please report it")
    return code


def dispatch(arguments: Sequence[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in COMMANDS:
        from importlib import import_module

        from migslint.cli.parser import Parser

        command = import_module(f"migslint.cli.{first}")
        parser = Parser(first, COMMANDS[first])
        command.add_arguments(parser)
        parsed = parser.parse(arguments[1:])
        return parsed if isinstance(parsed, int) else int(command.run(parsed))
    if first in ("--version", "-V"):
        from migslint import __version__

        print(f"migslint {__version__}")
        return 0
    if first in ("", "--help", "-h", "help"):
        print(usage())
        return 0 if first else 2
    if os.path.exists(first):
        raise Failure(f"{first} is no command; to judge it: migslint check {first}")
    raise Failure(f'unknown command "{first}"; the commands are {", ".join(COMMANDS)}')


def usage() -> str:
    from migslint import __version__

    width = max(map(len, COMMANDS))
    return "\n".join(
        [
            f"migslint {__version__}: PostgreSQL's verdict on a migrations folder, without PostgreSQL",
            "",
            "usage: migslint COMMAND [OPTION ...]",
            "",
            *(f"  {name.ljust(width)}  {summary}" for name, summary in COMMANDS.items()),
            "",
            "options: --help, --version; migslint COMMAND --help shows those of a command",
        ]
    )


def complain(message: str) -> int:
    """Print an error and return exit code 2."""
    say(f"migslint: error: {message}")
    return 2


def remark(message: str) -> None:
    """Print what whoever started the run should know."""
    say(f"migslint: note: {message}")


def say(message: str) -> None:
    """Print to standard error, whatever its encoding."""
    from migslint.report.words import harmless

    try:
        sys.stdout.flush()
    except OSError:
        pass
    for line in message.splitlines():
        text = harmless(line)
        encoding = sys.stderr.encoding or "ascii"
        print(text.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)
