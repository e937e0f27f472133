"""The findings that a project knows of: a file that `migslint baseline` writes, so that only new ones count.

A finding is known by its fingerprint, which survives that lines shift; the other fields are for whoever reads the file.
"""

from __future__ import annotations

import os

import msgspec

from migslint.config import Config, ConfigError
from migslint.engine_report import Report

#: the file's name, beside the configuration
NAME = "migslint-baseline.json"


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One finding."""

    fingerprint: str
    rule: str
    path: str
    message: str


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    version: int = 1
    findings: list[Known] = []


def beside(config: Config) -> str:
    """The path of the file where nobody names one: beside the configuration, else in the working directory."""
    return os.path.join(os.path.dirname(config.file), NAME) if config.file else NAME


def read(path: str) -> Baseline:
    """The findings in a file. Raises ConfigError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            found = msgspec.json.decode(file.read(), type=Baseline)
    except OSError as error:
        raise ConfigError(f"the known findings cannot be read: {error.strerror or error}", path) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ConfigError(f"this is no file of known findings: {error}", path) from None
    if found.version != 1:
        raise ConfigError(f"known findings of version {found.version} cannot be read", path)
    return found


def take(report: Report) -> Baseline:
    """What is to be known from now on: all findings of a report, in an order that changes little with the files."""
    names = {m.path: m.relpath for m in report.folder.migrations}
    found = [
        Known(d.fingerprint, d.code, _text(names.get(d.path, d.path)), _text(d.message)) for d in report.diagnostics
    ]
    found.sort(key=lambda k: (k.path, k.rule, k.message, k.fingerprint))
    return Baseline(1, found)


def encode(baseline: Baseline) -> bytes:
    """The text of the file: a finding a line, so that versions of it can be compared and merged."""
    lines = b",\n".join(b"  " + msgspec.json.encode(known) for known in baseline.findings)
    return b'{"version": 1, "findings": [\n%b\n]}\n' % lines if lines else b'{"version": 1, "findings": []}\n'


def leave_out(report: Report, baseline: Baseline) -> None:
    """Take the known findings out of a report and count them; what follows from one stands alone then."""
    known = {k.fingerprint for k in baseline.findings}
    kept = [d for d in report.diagnostics if d.fingerprint not in known]
    for diagnostic in kept:
        if diagnostic.cause is not None and diagnostic.cause.fingerprint in known:
            diagnostic.cause = None
    report.known = len(report.diagnostics) - len(kept)
    report.diagnostics = kept


def _text(value: str) -> str:
    """Halves of surrogate pairs, from file names that are not UTF-8, become "?"."""
    return value.encode("utf-8", "replace").decode()
