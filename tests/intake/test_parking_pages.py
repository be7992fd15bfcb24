"""Parking ledgers on the screens: looked at, decided, brought in with cars, taken back while nothing depends on it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.community import actions_parking, queries
from estate.community.actions_parking import ParkingSpec
from estate.community.rules import HomeSpec
from estate.data import read, write
from estate.data.store import System
from estate.intake import records
from tests.billing.place import owner, settle
from tests.intake.test_fee_pages import batch_of, decide, figures, hand_in, waiting
from tests.intake.test_parking import HEADER, book, cars, kept

Browser = TestClient[Any]
SignIn = Callable[[str], Browser]
BY = System("test")
ROWS: list[list[Any]] = [
    ["B1-001", "产权", "浙a 12345", "3#2-501", "2019-05-01至长期", None],
    ["B1-002", "月租", "浙A870", "3-2-502", "2024-07-01至2099-06-30", "300元"],
    ["B1-003", "人防", None, "3-2-502", "2024-07-01至2099-06-30", 350],
    ["B1-004", "产权", None, "3-2-777", "2019-05-01至长期", None],
    ["B1-005", "访客", None, None, None, None],
    ["合计", None, None, None, None, 650],
]


@pytest.fixture
def manager(sign_in: SignIn) -> Browser:
    with write(BY) as tx:
        for room in ("501", "502"):
            settle(tx, HomeSpec("3", "2", room, None, 10000), owner(f"业主{room}"))
    return sign_in("manager")


def file(folder: Path, *rows: list[Any]) -> Path:
    return book(folder / "车位.xlsx", {"车位": [["车位台账"], HEADER, *(rows or ROWS)]})


def test_spaces_are_decided_brought_in_and_taken_back(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, file(tmp_path), "parking")
    assert set(waiting(where)) == {"plate_unreadable", "kind_unclear", "room_unknown"}
    shown = manager.get(where).text
    assert "3 parking spaces enter in one go" in shown and "0 of 3 decided" in shown
    wrong = decide(manager, where, "kind_unclear", "value", "不清楚")
    assert wrong.status_code == 422 and "owned, rented or public" in wrong.text
    assert decide(manager, where, "kind_unclear", "value", "月租").status_code == 200
    assert decide(manager, where, "plate_unreadable", "value", "浙A87012").status_code == 200
    assert decide(manager, where, "room_unknown", "empty").status_code == 200
    assert waiting(where) == {}
    found = figures(where)
    assert (found.enters, found.held, found.vehicles) == (5, 3, 2)
    assert [(t.field, t.stated_fen, t.rows_fen) for t in found.totals] == [("fee", 65000, 65000)]
    done = manager.post(f"{where}/commit")
    assert done.status_code == 200 and len(kept()) == 5
    assert cars() == [("3-2-501", "浙A12345"), ("3-2-502", "浙A87012")]
    assert "5 parking spaces and their vehicles leave the records" in manager.get(f"{where}/undo").text
    manager.post(f"{where}/undo")
    assert kept() == [] and cars() == []


def test_a_space_that_was_given_to_somebody_else_stands_against_taking_back(
    manager: Browser, tmp_path: Path
) -> None:
    where = hand_in(manager, file(tmp_path, ROWS[0]), "parking")
    manager.post(f"{where}/commit")
    with read() as db:
        space_id = int(db.value("SELECT id FROM parking_spaces"))
        homes = queries.home_ids(db)
    actions_parking.change_parking_space(
        space_id, ParkingSpec("B1-001", "owned", home_id=homes["3-2-502"]), BY
    )
    refused = manager.post(f"{where}/undo")
    assert refused.status_code == 422 and "B1-001 was changed since" in refused.text and len(kept()) == 1


def test_the_same_file_leads_to_its_import_and_nothing_is_there_twice(
    manager: Browser, tmp_path: Path
) -> None:
    where = hand_in(manager, file(tmp_path, ROWS[0], ROWS[4]), "parking")
    assert hand_in(manager, file(tmp_path, ROWS[0], ROWS[4]), "parking") == where
    manager.post(f"{where}/commit")
    more = hand_in(
        manager, file(tmp_path, ROWS[0], ROWS[4], ["B1-009", "访客", None, None, None, None]), "parking"
    )
    assert (figures(more).known, figures(more).enters) == (2, 1)


PAGES = ["", "/columns", "/doubts", "/repairs", "/skipped", "/undo", "/marked.xlsx"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows(path: str, manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, file(tmp_path), "parking")
    assert manager.get(where + path).status_code == 200
    manager.post(f"{where}/commit", data={"leave_waiting": "y"})
    assert manager.get(where + path).status_code == 200


def test_a_column_is_corrected_by_hand(manager: Browser, tmp_path: Path) -> None:
    rows = [
        ["位置代号", "备用", "车牌", "房号"],
        ["一区甲", "产权", None, "3-2-501"],
        ["一区乙", "产权", None, "3-2-502"],
    ]
    told = [["车位号", "类型", "房号"], ["A1", "产权", "3-2-501"]]
    where = hand_in(manager, book(tmp_path / "b.xlsx", {"一": rows, "二": told}), "parking")
    before = figures(where).enters
    manager.post(
        f"{where}/columns", data={"sheet": "一", "header_row": "1", "col-A": "space", "col-B": "ptype"}
    )
    assert figures(where).enters == 3 > before
    with read() as db:
        batch = records.batch(db, batch_of(where))
    assert batch and batch.mapping["一"].columns["B"] == "ptype"
