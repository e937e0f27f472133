"""Showing a report: `text` for people, `json` for programs."""
