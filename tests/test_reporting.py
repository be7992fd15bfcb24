"""The reporting views have the columns that their page promises to an accountant's tools."""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from estate.app import open_store
from estate.billing import actions
from estate.data import Store, read, write
from estate.data.store import System
from estate.office import actions as office
from estate.office.identity import identity
from tests.billing import place
from tests.billing.place import WANG, owner, settle

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


def test_arrears_are_reckoned_by_the_communitys_own_day(store: Store, by: System) -> None:
    with write(by) as tx:
        settle(tx, WANG, owner("Wang Wu"))
        place.by_area(tx, 18500)
    actions.bill_period(date(2026, 10, 1), date(2026, 10, 1), by)
    due = datetime.now(ZoneInfo("Pacific/Pago_Pago")).date().isoformat()
    with write(by) as tx:
        tx.run("UPDATE charge_balances SET due_on = :due", due=due)
    brackets: list[str] = []
    for zone in ("Pacific/Pago_Pago", "Pacific/Kiritimati"):  # 25 hours apart: never the same day
        with read() as db:
            here = identity(db)
        office.change(here._replace(time_zone=zone), by)
        with read() as db:
            brackets.append(db.value("SELECT bracket FROM v_arrears"))
    assert brackets == ["not_due", "1-30"]


def test_the_kept_offset_is_brought_up_to_date_when_the_appliance_starts(store: Store, by: System) -> None:
    with write(by) as tx:
        tx.run("UPDATE office SET utc_offset_minutes = 0")
    store.close()
    open_store(store.folder)
    with read() as db:
        assert db.value("SELECT utc_offset_minutes FROM office") == 480
