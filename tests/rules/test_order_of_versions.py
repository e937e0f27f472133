"""MH02: versions that the tool sorts otherwise than they read."""

from __future__ import annotations

from pathlib import Path

import pytest

from migslint.folder import open_folder
from migslint.rules.mh02_order_of_versions import folder as order_of_versions


@pytest.mark.parametrize(
    ("layout", "names", "told"),
    [
        ("supabase", ["1_a", "2_b", "10_c"], ["1 runs after version 10"]),
        ("supabase", ["1_a", "2_b", "3_c"], []),
        ("supabase", ["01_a", "2_b", "10_c"], ["2 runs after version 10"]),
        ("supabase", ["01_a", "02_b", "10_c"], []),
        ("supabase", ["20250101_a", "3_b"], ["3 runs after version 20250101"]),
        ("supabase", ["20250101120000_a", "20250102_b"], []),
        ("supabase", ["0001_a", "20250102_b", "20250103120000_c"], []),
        ("supabase", ["1700000000_a", "20250102_b"], []),
        ("supabase", ["1700000000000_a", "1700000001_b"], []),
        ("supabase", ["123456789_a", "20250102_b"], ["20250102 runs after version 123456789"]),
        ("dbmate", ["2_b", "10_c"], ["2 runs after version 10"]),
        ("golang-migrate", ["2_b.up", "10_c.up"], []),
        ("goose", ["2_b", "10_c"], []),
        ("flyway", ["V2__b", "V10__c"], []),
        ("plain", ["2_b", "10_c"], []),
    ],
)
def test_versions_that_sort_otherwise_than_they_read(
    tmp_path: Path, layout: str, names: list[str], told: list[str]
) -> None:
    for name in names:
        text = "-- +goose Up\nSELECT 1;\n" if layout == "goose" else "-- migrate:up\nSELECT 1;\n"
        (tmp_path / f"{name}.sql").write_text(text)
    folder = open_folder(tmp_path, layout=layout)
    assert len(folder.migrations) == len(names)
    said = [finding.message for finding in order_of_versions(folder)]
    assert [message.removeprefix("version ").partition(":")[0] for message in said] == told
