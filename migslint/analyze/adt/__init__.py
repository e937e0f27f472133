"""Input functions of types (`utils/adt/`), as far as they refuse a text whatever the settings are."""
