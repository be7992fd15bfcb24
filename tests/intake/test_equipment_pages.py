"""Registers of equipment on the screens: looked at, decided, brought in, taken back while nobody has touched a piece."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.community.rules import HomeSpec
from estate.data import read, write
from estate.data.store import System
from estate.equipment import actions, queries
from estate.equipment.queries import Equipment
from estate.intake.command import bring_in
from tests.billing.place import owner, settle
from tests.intake.test_fee_pages import decide, figures, hand_in, waiting
from tests.intake.test_fees import book

Browser = TestClient[Any]
LEDGERS = Path(__file__).parent / "ledgers"
BY = System("test")
HEAD = [
    "编号",
    "名称",
    "类别",
    "型号",
    "位置",
    "数量",
    "启用日期",
    "年限",
    "周期",
    "上次维保",
    "维保单位",
    "状态",
]
LIFT = [
    "DT-01",
    "客梯",
    "电梯",
    "GPS-III",
    "3栋2单元",
    None,
    "2018-06",
    15,
    "15天",
    "2026-01-05",
    "迅达",
    "正常",
]
FIRE = ["XF-01", "灭火器", "消防", "MFZ4", "3栋", "4具", "2022-03-01", "十年", "每月", None, None, "正常"]
PUMP = ["SB-01", "水泵", "给排水", "CDL", "泵房", None, "2019-02-30", 10, "季度", None, None, "备用"]
TWICE = ["DT-01", "货梯", "电梯", "X", "3栋", None, "2019-01-01", 15, "15天", None, None, "正常"]


@pytest.fixture
def manager(sign_in: Callable[[str], Browser]) -> Browser:
    with write(BY) as tx:
        settle(tx, HomeSpec("3", "2", "501", None, 10000), owner("业主"))
    return sign_in("manager")


def file(folder: Path, *rows: list[Any], name: str = "设备.xlsx") -> Path:
    return book(folder / name, {"设备": [["设备台账"], HEAD, *rows]})


def kept() -> list[Equipment]:
    with read() as db:
        return list(queries.choices(db, limit=500))


def test_a_register_is_decided_brought_in_and_taken_back(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, file(tmp_path, LIFT, FIRE, PUMP, TWICE), "equipment")
    assert set(waiting(where)) == {"code_twice", "date_impossible"}
    shown = manager.get(where).text
    assert "1 entry of equipment enters in one go" in shown and "电梯" in shown and "消防" in shown
    assert decide(manager, where, "code_twice", "value", "DT-02").status_code == 200
    assert decide(manager, where, "date_impossible", "value", "bald").status_code == 422
    assert decide(manager, where, "date_impossible", "value", "2019-02-28").status_code == 200
    assert waiting(where) == {}
    assert (figures(where).enters, figures(where).pieces) == (4, 7)
    assert [(part.name, part.count) for part in figures(where).categories] == [
        ("消防", 1),
        ("电梯", 2),
        ("给排水", 1),
    ]
    assert manager.post(f"{where}/commit").status_code == 200
    with read() as db:
        lift, fire, pump = (queries.by_code(db, code) for code in ("DT-01", "XF-01", "SB-01"))
    assert lift and fire and pump
    assert (lift.building, lift.statutory, lift.service_cycle) == ("3", "lift", "P15D")
    assert (lift.installed_on, lift.installed_precision) == ("2018-06-01", "month")
    assert (fire.quantity, fire.life_years, fire.statutory) == (4, 10, "fire")
    assert (pump.installed_on, pump.state) == ("2019-02-28", "standby")
    assert "4 entries leave the register" in manager.get(f"{where}/undo").text
    manager.post(f"{where}/undo")
    assert kept() == []


def test_a_piece_that_was_touched_stands_against_taking_back(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, file(tmp_path, LIFT, FIRE), "equipment")
    manager.post(f"{where}/commit")
    piece = next(one for one in kept() if one.code == "XF-01")
    with write(BY) as tx:
        actions.set_state(tx, piece.id, "stopped", "expired")
    refused = manager.post(f"{where}/undo")
    assert refused.status_code == 422 and "XF-01" in refused.text and len(kept()) == 2


def test_what_is_here_already_stays_as_it_is(manager: Browser, tmp_path: Path) -> None:
    assert bring_in("equipment", file(tmp_path, LIFT), BY)["committed"] == {"equipment": 1, "pieces": 1}
    again = bring_in("equipment", file(tmp_path, LIFT), BY)
    assert again["already"] and again["committed"]["equipment"] == 0
    changed = [*LIFT[:3], "GPS-IV", *LIFT[4:]]
    other = ["XF-01", "消火栓", *FIRE[2:]]
    with write(BY) as tx:
        actions.add(tx, actions.EquipmentSpec("XF-01", "Extinguisher"))
    report = bring_in("equipment", file(tmp_path, changed, other, name="b.xlsx"), BY)
    assert report["already"] and [one["kind"] for one in report["waiting"]] == ["equipment_exists"]
    assert {one.code: one.model for one in kept()} == {"DT-01": "GPS-III", "XF-01": ""}


def test_a_row_that_waits_stays_out_and_comes_with_the_mended_file(manager: Browser, tmp_path: Path) -> None:
    report = bring_in("equipment", file(tmp_path, LIFT, PUMP), BY)
    assert report["committed"] == {"equipment": 1, "pieces": 1}
    assert [one["kind"] for one in report["waiting"]] == ["date_impossible"]
    mended = [*PUMP[:6], "2019-02-28", *PUMP[7:]]
    assert (
        bring_in("equipment", file(tmp_path, LIFT, mended, name="b.xlsx"), BY)["committed"]["equipment"] == 1
    )
    assert len(kept()) == 2


def test_rows_without_numbers_get_some_and_come_once(manager: Browser, tmp_path: Path) -> None:
    rows = [HEAD[1:], LIFT[1:], FIRE[1:]]
    path = book(tmp_path / "n.xlsx", {"台账": rows})
    assert bring_in("equipment", path, BY)["committed"]["equipment"] == 2
    assert {one.code for one in kept()} == {"EQ-0001", "EQ-0002"}
    more = book(tmp_path / "m.xlsx", {"台账": [*rows, [*PUMP[1:6], "2020-01-01", *PUMP[7:]]]})
    assert bring_in("equipment", more, BY)["committed"]["equipment"] == 1


@pytest.mark.parametrize("name", ["guihua", "jinxiu"])
def test_a_public_register_comes_in_whole_but_for_what_waits(manager: Browser, name: str) -> None:
    path = LEDGERS / name / "设备台账.xlsx"
    report = bring_in("equipment", path, BY)
    waiting_rows = {(one["sheet"], one["row"]) for one in report["waiting"]}
    assert report["committed"]["equipment"] == len(kept()) > 20 and waiting_rows
    assert bring_in("equipment", path, BY)["committed"]["equipment"] == 0


PAGES = ["", "/columns", "/doubts", "/repairs", "/skipped", "/undo", "/marked.xlsx"]


def test_every_page_of_an_import_shows(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, file(tmp_path, LIFT, FIRE, PUMP, TWICE), "equipment")
    for _state in ("checked", "committed"):
        assert {manager.get(where + path).status_code for path in PAGES} == {200}
        manager.post(f"{where}/commit", data={"leave_waiting": "y"})
