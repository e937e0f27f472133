"""Extensions (`commands/extension.c`).

What an extension brings stands in the worlds' data; the names are announced to the catalog and made when asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.describe import describe
from migslint.catalog.errors import PgError, Unknown, duplicate_object, undefined_object
from migslint.catalog.objects import (
    CatalogObject,
    Extension,
    Namespace,
    Namespaced,
    Operator,
    Proc,
    Relation,
    Type,
)
from migslint.catalog.session import Session
from migslint.commands.defelem import conflicting, elements, get_boolean, get_string
from migslint.commands.objectaddress import get_object_address
from migslint.worlds.layer import Layer
from migslint.worlds.store import open_extension, open_extensions

if TYPE_CHECKING:
    from migslint.syntax.nodes import (
        AlterExtensionContentsStmt,
        AlterExtensionStmt,
        CreateExtensionStmt,
        DefElem,
    )
    from migslint.worlds.records import ExtensionRecord

#: kinds of objects that an extension of which nothing is known may bring
_UNSURE = (
    "function",
    "type",
    "operator",
    "operator class",
    "access method",
    "text search configuration",
    "text search dictionary",
    "foreign-data wrapper",
    "language",
    "event trigger",
)


def find_extension(session: Session, name: str) -> Extension | None:
    """`get_extension_oid` with missing_ok; Unknown if it may be there."""
    found = ns.find_shared(session, "extension", name)
    return found if isinstance(found, Extension) else None


def create_extension(session: Session, node: CreateExtensionStmt) -> None:
    """`CreateExtension`."""
    name = node["extname"]
    _check_name(name)
    existing = find_extension(session, name)
    if existing is not None:
        if not node.get("if_not_exists"):
            raise duplicate_object("extension", name, obj=existing)
        session.notice(
            f'extension "{name}" already exists, skipping',
            sqlstate="42710",
            reason="skip",
            kind="extension",
            name=name,
            obj=existing,
        )
        return
    options = _options(elements(node.get("options")))
    _create(
        session,
        name,
        get_string(options["schema"]) if "schema" in options else None,
        get_string(options["new_version"]) if "new_version" in options else None,
        "cascade" in options and get_boolean(options["cascade"]),
    )


def _create(session: Session, name: str, schema: str | None, version: str | None, cascade: bool) -> Extension:
    """`CreateExtensionInternal`."""
    catalog = session.catalog
    if version is not None:
        _check_version(version)
    control = open_extensions(session.version).extension(name)
    if control is None:
        raise Unknown(f"extension {name}")
    if version is not None and control.versions and version not in control.versions:
        raise PgError(
            "22023",
            f'extension "{name}" has no installation script nor update path for version "{version}"',
            reason="missing",
            kind="extension version",
            name=version,
            within=name,
        )
    namespace = _schema(session, control, name, schema)
    required: list[Extension] = []
    for other in control.requires:
        found = find_extension(session, other)
        if found is None:
            if not cascade:
                raise PgError(
                    "42704",
                    f'required extension "{other}" is not installed',
                    hint="Use CREATE EXTENSION ... CASCADE to install required extensions too.",
                    reason="missing",
                    kind="extension",
                    name=other,
                )
            session.notice(f'installing required extension "{other}"', kind="extension", name=other)
            found = _create(session, other, schema, None, True)
        required.append(found)
    extension = Extension(
        name=name,
        namespace=namespace,
        version=version or control.version,
        relocatable=control.relocatable,
        modelled=bool(control.modelled),
        requires=list(control.requires),
        owner=session.role,
    )
    catalog.add_shared("extension", extension)
    catalog.settle("extension", "", name)
    catalog.depend(extension, namespace)
    for other_extension in required:
        catalog.depend(extension, other_extension)
    _load(session, extension, control, required)
    return extension


def _load(session: Session, extension: Extension, control: ExtensionRecord, required: list[Extension]) -> None:
    catalog = session.catalog
    assert extension.namespace is not None
    schemas = {"": extension.namespace.name}
    schemas.update({e.name: e.namespace.name for e in required if e.namespace is not None})
    store = open_extension(extension.name, session.version, schemas)
    if store is None or not control.modelled:
        for kind in _UNSURE:
            catalog.doubt(kind)
        catalog.doubt("relation", extension.namespace.name)
        return
    for name in store.names("schemas"):
        if name not in catalog.namespaces:
            made = catalog.add_namespace(Namespace(name=name, owner=session.role))
            catalog.depend(made, extension, "e")
    Layer(store, extension).announce(catalog)
    if control.modelled == "partial":
        catalog.doubt("operator class")


def _schema(session: Session, control: ExtensionRecord, name: str, schema: str | None) -> Namespace:
    """Where the objects go: what is asked for, what the control file fixes, or the first of search_path."""
    if schema is not None:
        if schema == "pg_temp":
            raise undefined_object("schema", schema, sqlstate="3F000")
        ns.namespace(session, schema)
    if control.schema:
        if schema is not None and schema != control.schema:
            raise PgError(
                "0A000",
                f'extension "{name}" must be installed in schema "{control.schema}"',
                reason="unsupported",
                kind="extension",
                name=name,
            )
        found = ns.get_namespace(session, control.schema, missing_ok=True)
        if found is None:
            found = session.catalog.add_namespace(Namespace(name=control.schema, owner=session.role))
        return found
    return ns.creation_namespace(session, schema)


def alter_extension(session: Session, node: AlterExtensionStmt) -> None:
    """`ExecAlterExtensionStmt`: ALTER EXTENSION UPDATE."""
    name = node["extname"]
    extension = _get(session, name)
    options = _options(elements(node.get("options")))
    control = open_extensions(session.version).extension(name)
    if "new_version" in options:
        version = get_string(options["new_version"])
    elif control is not None:
        version = control.version
    else:
        return
    if version == extension.version:
        session.notice(f'version "{version}" of extension "{name}" is already installed', kind="extension", name=name)
        return
    if control is None or not control.versions or extension.builtin:
        raise Unknown(version)
    if version not in control.versions or version < extension.version:
        raise PgError(
            "22023",
            f'extension "{name}" has no update path from version "{extension.version}" to version "{version}"',
            reason="missing",
            kind="extension version",
            name=version,
            within=name,
            obj=extension,
        )
    session.journal.set(extension, "version", version)
    session.catalog.event(extension, "altered", f"updated to {version}")


def alter_extension_contents(session: Session, node: AlterExtensionContentsStmt) -> None:
    """`ExecAlterExtensionContentsStmt`: ALTER EXTENSION ADD and DROP."""
    name = node["extname"]
    extension = _get(session, name)
    obj = get_object_address(session, node["objtype"], node["object"])
    assert obj is not None
    if node["objtype"] in ("OBJECT_DATABASE", "OBJECT_EXTENSION", "OBJECT_INDEX", "OBJECT_PUBLICATION", "OBJECT_ROLE"):
        raise PgError(
            "42P17", "cannot add an object of this type to an extension", reason="definition", kind="extension"
        )
    shown = describe(session, obj)
    member = next((on for on, deptype in obj.references.items() if deptype == "e"), None)
    if node.get("action", 0) > 0:
        if member is not None:
            raise _membership(f'{shown} is already a member of extension "{member.name}"', obj)
        if isinstance(obj, Namespace) and obj is extension.namespace:
            raise _membership(
                f'cannot add schema "{obj.name}" to extension "{name}" because the schema contains the extension', obj
            )
        session.catalog.depend(obj, extension, "e")
    else:
        if member is not extension:
            raise _membership(f'{shown} is not a member of extension "{name}"', obj)
        session.catalog.undepend(obj, extension)
        session.journal.set(obj, "builtin", False)


def _membership(message: str, obj: CatalogObject) -> PgError:
    return PgError("55000", message, reason="definition", kind="extension", name=obj.name, obj=obj)


def set_extension_schema(session: Session, name: str, schema: str) -> None:
    """`AlterExtensionNamespace`: ALTER EXTENSION SET SCHEMA."""
    extension = _get(session, name)
    target = ns.namespace(session, schema)
    old = extension.namespace
    if old is target:
        return
    control = open_extensions(session.version).extension(name)
    if not (control.relocatable if control is not None else extension.relocatable or extension.builtin):
        raise PgError(
            "0A000",
            f'extension "{name}" does not support SET SCHEMA',
            reason="unsupported",
            kind="extension",
            name=name,
            obj=extension,
        )
    if old is None or extension.builtin:
        raise Unknown(name)
    from migslint.commands.alter import check_set_namespace

    catalog = session.catalog
    _load_all(session, extension, old)
    for obj, deptype in list(extension.dependents.items()):
        if deptype == "e" and isinstance(obj, Namespaced) and obj.namespace is old:
            check_set_namespace(old, target)
            move(session, obj, target)
    catalog.undepend(extension, old)
    session.journal.set(extension, "namespace", target)
    catalog.depend(extension, target)
    catalog.event(extension, "altered", f"moved to schema {schema}")


def _load_all(session: Session, extension: Extension, namespace: Namespace) -> None:
    """Make all that the extension has brought, since its data name the schema in which it was created."""
    catalog = session.catalog
    for key, layers in list(namespace.pending.items()):
        if any(getattr(layer, "extension", None) is extension for layer in layers):
            catalog.load_pending(namespace, *key)
    for layer in catalog.worlds:
        if isinstance(layer, Layer) and layer.extension is extension:
            for record in layer.store.casts().values():
                catalog.cast(layer.type_of(catalog, record.source), layer.type_of(catalog, record.target))
    catalog.unload(extension)


def move(session: Session, obj: Namespaced, target: Namespace) -> None:
    """`AlterObjectNamespace_oid` of a member: from its schema into another."""
    journal, old = session.journal, obj.namespace
    if isinstance(obj, Relation):
        journal.drop(old.relations, obj.name)
        journal.put(target.relations, obj.name, obj)
        if obj.rowtype is not None:
            move(session, obj.rowtype, target)
    elif isinstance(obj, Type):
        for type in (obj, obj.array):
            if type is not None and old.types.get(type.name) is type:
                journal.drop(old.types, type.name)
                journal.put(target.types, type.name, type)
                journal.set(type, "namespace", target)
    elif isinstance(obj, Proc):
        journal.put(old.procs, obj.name, [p for p in old.procs[obj.name] if p is not obj])
        journal.put(target.procs, obj.name, [*session.catalog.procs(target, obj.name), obj])
    elif isinstance(obj, Operator):
        journal.put(old.operators, obj.name, [p for p in old.operators[obj.name] if p is not obj])
        journal.put(target.operators, obj.name, [*session.catalog.operators(target, obj.name), obj])
    else:
        for key in [k for k, o in old.others.items() if o is obj]:
            journal.drop(old.others, key)
            journal.put(target.others, key, obj)
    journal.set(obj, "namespace", target)
    if old in obj.references:
        session.catalog.undepend(obj, old)
        session.catalog.depend(obj, target)


def _get(session: Session, name: str) -> Extension:
    found = find_extension(session, name)
    if found is None:
        raise undefined_object("extension", name)
    return found


def _options(nodes: list[DefElem]) -> dict[str, DefElem]:
    found: dict[str, DefElem] = {}
    for option in nodes:
        if option["defname"] in found:
            raise conflicting(option)
        found[option["defname"]] = option
    return found


def _check_version(version: str) -> None:
    """`check_valid_version_name`."""
    detail: Any = None
    if not version:
        detail = "Version names must not be empty."
    elif "--" in version:
        detail = 'Version names must not contain "--".'
    elif version.startswith("-") or version.endswith("-"):
        detail = 'Version names must not begin or end with "-".'
    elif "/" in version or "\\" in version:
        detail = "Version names must not contain directory separator characters."
    if detail:
        raise PgError(
            "22023",
            f'invalid extension version name: "{version}"',
            detail=detail,
            reason="definition",
            kind="extension version",
            name=version,
        )


def _check_name(name: str) -> None:
    """`check_valid_extension_name`."""
    detail: Any = None
    if not name:
        detail = "Extension names must not be empty."
    elif "--" in name:
        detail = 'Extension names must not contain "--".'
    elif name.startswith("-") or name.endswith("-"):
        detail = 'Extension names must not begin or end with "-".'
    elif "/" in name or "\\" in name:
        detail = "Extension names must not contain directory separator characters."
    if detail:
        raise PgError(
            "22023",
            f'invalid extension name: "{name}"',
            detail=detail,
            reason="definition",
            kind="extension",
            name=name,
        )
