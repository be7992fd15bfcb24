"""The reporting views have the columns that their page promises to an accountant's tools."""

import re
from pathlib import Path

import pytest

from estate.data import Store, read

PAGE = (Path(__file__).parent.parent / "docs" / "reporting.md").read_text("utf-8")
VIEWS = re.findall(r"^\| `(v_\w+)` \| (.+) \|$", PAGE, re.M)


@pytest.mark.parametrize(("view", "columns"), VIEWS)
def test_a_view_has_the_columns_that_are_documented(store: Store, view: str, columns: str) -> None:
    with read() as db:
        assert db.values(f"SELECT name FROM pragma_table_info('{view}') ORDER BY cid") == columns.split(", ")


def test_the_page_names_every_reporting_view(store: Store) -> None:
    with read() as db:
        views = set(
            db.values("SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE 'v\\_%' ESCAPE '\\'")
        )
    assert {name for name, _ in VIEWS} <= views
