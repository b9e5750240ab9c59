"""Symbols: drafts are limited, what follows is counted."""

import pytest

from reports.symbols import symbol_of


@pytest.mark.parametrize(
    ("base", "stage", "number", "symbol"),
    [
        ("IAICGF/2022/1", "draft", 1, "IAICGF/2022/L.1"),
        ("IAICGF/2022/1", "draft", 3, "IAICGF/2022/L.1/Rev.2"),
        ("IAICGF/2022/1", "final", 1, "IAICGF/2022/1"),
        ("IAICGF/2022/1", "revision", 1, "IAICGF/2022/1/Rev.1"),
        ("IAICGF/2022/1", "corrigendum", 2, "IAICGF/2022/1/Corr.2"),
        ("IAICGF/2022/1", "addendum", 1, "IAICGF/2022/1/Add.1"),
        ("REPORT", "draft", 1, "L.REPORT"),
        ("", "corrigendum", 1, ""),
    ],
)
def test_a_version_carries_the_symbol_of_its_stage(base, stage, number, symbol):
    assert symbol_of(base, stage, number) == symbol
