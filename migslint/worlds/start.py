"""The database before the first file: PostgreSQL of a version, on a platform."""

from __future__ import annotations

from migslint.catalog.catalog import Catalog
from migslint.catalog.objects import Extension, Namespace
from migslint.catalog.session import Session
from migslint.worlds.layer import Layer
from migslint.worlds.store import open_extension, open_pg, open_platform

PLATFORMS = ("postgres", "supabase")

#: what initdb makes
SCHEMAS = ("pg_catalog", "pg_toast", "information_schema", "public")


def start(version: int, platform: str = "postgres") -> Session:
    """A session in a fresh database; ValueError for a version or platform that is not known."""
    pg = Layer(open_pg(version))
    layers = [pg]
    store = None
    if platform != "postgres":
        store = open_platform(platform, version)
        if store is None:
            raise ValueError(f"platform {platform} is not known here, only {' and '.join(PLATFORMS)}")
        layers.append(Layer(store))
    catalog = Catalog(version, layers)
    for name in SCHEMAS:
        catalog.namespaces[name] = Namespace(name=name, lazy=True, builtin=True, owner="postgres")
    search_path = '"$user", public'
    if store is not None:
        for name in store.names("schemas"):
            record = store.schema(name)
            owner = record.owner if record is not None else ""
            catalog.namespaces[name] = Namespace(name=name, lazy=True, builtin=True, owner=owner)
        role = store.role("postgres")
        for setting in role.config if role is not None else ():
            key, _, value = setting.partition("=")
            if key == "search_path":
                search_path = value
    for layer in (pg, *([layers[1]] if store is not None else ())):
        for installed in layer.store.installed():
            extension = Extension(
                name=installed.name,
                namespace=catalog.namespaces.get(installed.schema),
                version=installed.version,
                builtin=True,
            )
            catalog.shared["extension", installed.name] = extension
            members = open_extension(installed.name, version, {"": installed.schema})
            if members is not None:
                catalog.worlds.append(Layer(members, extension))
                for name in members.names("schemas"):
                    if name not in catalog.namespaces:
                        schema = Namespace(name=name, lazy=True, builtin=True)
                        schema.references[extension] = "e"
                        extension.dependents[schema] = "e"
                        catalog.namespaces[name] = schema
    return Session(catalog, search_path=search_path)
