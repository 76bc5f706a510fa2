"""The tables in docs say what the code does."""

from __future__ import annotations

import pytest

from tests.house.tables import TABLES, renewed


@pytest.mark.parametrize("name", TABLES)
def test_the_page_shows_the_table_as_it_is(name: str) -> None:
    page, said, wanted = renewed(name)
    assert f"<!-- table: {name} -->" in said
    assert said == wanted, f"{page.name} is old: run .venv/bin/python -m tests.house.tables"
