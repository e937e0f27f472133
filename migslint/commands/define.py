"""CREATE AGGREGATE, OPERATOR, TYPE, COLLATION and TEXT SEARCH …: which module defines it (`tcop/utility.c`)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from migslint.catalog.session import Session

if TYPE_CHECKING:
    from migslint.syntax.nodes import DefineStmt

_DEFINERS = {
    "OBJECT_AGGREGATE": ("aggregatecmds", "define_aggregate"),
    "OBJECT_OPERATOR": ("operatorcmds", "define_operator"),
    "OBJECT_TYPE": ("typecmds", "define_base"),
    "OBJECT_COLLATION": ("collationcmds", "define_collation"),
    "OBJECT_TSPARSER": ("tsearchcmds", "define_parser"),
    "OBJECT_TSDICTIONARY": ("tsearchcmds", "define_dictionary"),
    "OBJECT_TSTEMPLATE": ("tsearchcmds", "define_template"),
    "OBJECT_TSCONFIGURATION": ("tsearchcmds", "define_configuration"),
}


def define(session: Session, node: DefineStmt) -> None:
    """`ProcessUtilitySlow`, DefineStmt."""
    module, function = _DEFINERS[node["kind"]]
    getattr(import_module(f"migslint.commands.{module}"), function)(session, node)
