"""The in-memory system catalogs: objects, names, dependencies, and the journal that undoes every change."""
