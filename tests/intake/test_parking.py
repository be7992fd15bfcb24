"""Parking ledgers: scored as the outside scorer does it, other offices' layouts, and spaces that are brought in."""

import io
import json
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.intake.amounts import nothing_to_pay, read_amount
from estate.intake.command import bring_in, summary
from estate.intake.dry_run import dry_run
from estate.intake.parking_titles import field_of
from estate.intake.parking_words import kind_of
from estate.intake.periods import read_period
from estate.intake.plates import read_plates
from estate.people.actions_vehicles import add_vehicle
from estate.refusal import Refused
from tests.billing.place import owner, settle
from tests.intake import score
from tests.intake.test_fees import asked, book

LEDGERS = Path(__file__).parent / "ledgers"
BY = System("test")
HEADER = ["车位号", "类型", "车牌号", "房号", "起止日期", "月费"]


@pytest.mark.parametrize("homes", ["房产业主台账.xlsx", ""])
@pytest.mark.parametrize(("name", "file"), [("guihua", "车位台账.xls"), ("jinxiu", "车位台账.xlsx")])
def test_a_public_ledger_is_read_to_the_last_cell(name: str, file: str, homes: str, tmp_path: Path) -> None:
    folder, out, said = LEDGERS / name, tmp_path / "out.json", io.StringIO()
    found = dry_run("parking", folder / file, folder / homes if homes else None)
    out.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    least = ["--min-fixed", "0.98", "--min-flagged", "0.98"]
    with redirect_stdout(said), pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["score.py", str(folder / "车位.truth.json"), str(out), *least])
        status = score.main()
    assert status == 0, said.getvalue()
    assert "silently_wrong 0" in said.getvalue().splitlines()[-1]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("车位编号", "space"), ("泊位号", "space"), ("车位类型", "ptype"), ("出租还是出售", "ptype"), ("车位状态", "state"),
        ("车牌号码", "plate"), ("房屋", "room"), ("车主姓名", "payer"), ("租期", "period"),
        ("起租日", "start"), ("到期时间", "end"), ("租金(元/月)", "fee"), ("停车费", "fee"),
        ("押金", None), ("停车场", "zone"), ("Monthly fee", "fee"),
    ],
)  # fmt: skip
def test_a_title_means_what_an_office_means_by_it(title: str, field: str | None) -> None:
    assert field_of(title) == field


@pytest.mark.parametrize(
    ("cell", "plates"),
    [
        ("浙a d3231e", ("浙AD3231E",)), ("浙Ａ３０７６Ｋ", ("浙A3076K",)), ("浙a·05588", ("浙A05588",)),
        ("京A1234学", ("京A1234学",)),
        ("浙A12345 浙B54321", ("浙A12345", "浙B54321")), ("浙A12345、浙AD12345", ("浙A12345", "浙AD12345")), ("未上牌", ()),
        ("浙A870", None), ("浙AI2345", None), ("A12345", None),
    ],
)  # fmt: skip
def test_plates_are_read_loosely_and_never_guessed(cell: str, plates: tuple[str, ...] | None) -> None:
    reading = read_plates(cell)
    assert reading.doubt == ("plate_unreadable" if plates is None else None)
    assert reading.value == (plates or ())


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2024-07-01至2025-06-30", date(2024, 7, 1), date(2025, 6, 30)),
        ("2024.8.1-2025.7.31", date(2024, 8, 1), date(2025, 7, 31)),
        ("2019-05-01至长期", date(2019, 5, 1), None), ("2024-07-01-2025-06-30", date(2024, 7, 1), date(2025, 6, 30)),
        ("2024年8月1日—2025年7月31日", date(2024, 8, 1), date(2025, 7, 31)),
        ("2024.3-2025.2", date(2024, 3, 1), date(2025, 2, 28)),
        ("2024.5起", date(2024, 5, 1), None), ("长期", None, None),
    ],
)  # fmt: skip
def test_a_period_is_read_in_any_spelling(cell: str, start: date | None, end: date | None) -> None:
    reading = read_period(cell)
    assert (reading.doubt, *reading.value) == (None, start, end)


@pytest.mark.parametrize("cell", ["2024-07-01", "2025.2.30-2025.12.1", "2025-01-01至2024-01-01", "待定期限"])
def test_a_period_that_cannot_be_is_asked(cell: str) -> None:
    assert read_period(cell).doubt


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("300元", 30000), ("350/月", 35000), ("350元/月", 35000), ("每月200", 20000), ("３００", 30000),
        ("3600元/年", None), ("面议", None),
    ],
)  # fmt: skip
def test_a_monthly_fee_is_read_with_its_words(cell: str, fen: int | None) -> None:
    reading = read_amount(cell)
    assert (reading.value, bool(reading.doubt)) == (fen, fen is None)
    assert nothing_to_pay("免费") and not nothing_to_pay(cell)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("产权", "owned"),
        ("已售", "owned"),
        ("月租", "rented"),
        ("出租", "rented"),
        ("访客", "public"),
        ("人防", None),
    ],
)
def test_the_kind_of_a_space(words: str, kind: str | None) -> None:
    assert kind_of(words) == kind


def test_numbers_that_begin_anew_in_each_garage_and_a_header_of_two_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["车位登记表"],
        ["停车场", "车位号", "租售方式", "楼栋", "单元", "房号", "车牌号码", "使用期限", None, "租金(元/月)"],
        [*[None] * 7, "开始", "结束", None],
        ["A区", 1, "已售", "3栋", "2单元", 501, "浙A12345", "2020-1-1", "长期", None],
        ["A区", 2, "出租", "3栋", "2单元", 502, "浙A12", date(2024, 1, 1), date(2024, 12, 31), "300元"],
        ["B区", 1, "访客", None, None, None, None, None, None, None],
        ["合计", None, None, None, None, None, None, None, None, 300],
    ]
    found = dry_run("parking", book(tmp_path / "p.xlsx", {"地下车库": rows}, "H2:I2"))
    names = ("space", "kind", "plate", "room", "start", "end", "fee")
    assert [tuple(p[name] for name in names) for p in found["records"]["parking"]] == [
        ("A区-1", "owned", ["浙A12345"], "3-2-501", "2020-01-01", None, 0),
        ("A区-2", "rented", [], "3-2-502", "2024-01-01", "2024-12-31", 30000),
        ("B区-1", "public", [], None, None, None, None),
    ]
    assert asked(found) == [(5, "G", "plate_unreadable")]


# committing


@pytest.fixture
def homes(store: Store) -> None:
    with write(BY) as tx:
        for room in ("501", "502"):
            settle(tx, HomeSpec("3", "2", room, None, 10000), owner(f"业主{room}"))


def ledger(tmp_path: Path, *rows: list[Any], name: str = "车位.xlsx") -> Path:
    return book(tmp_path / name, {"车位": [["车位台账"], HEADER, *rows]})


def kept() -> list[tuple[Any, ...]]:
    with read() as db:
        return db.tuples(
            """
            SELECT p.code, p.kind, now.code, h.code, g.from_date, g.to_date, p.note FROM parking_spaces AS p
              LEFT JOIN homes AS now ON now.id = p.home_id LEFT JOIN parking_holdings AS g ON g.parking_space_id = p.id
              LEFT JOIN homes AS h ON h.id = g.home_id ORDER BY p.sort
            """
        )


def cars() -> list[tuple[Any, ...]]:
    with read() as db:
        return db.tuples(
            "SELECT h.code, v.plate FROM vehicles AS v JOIN homes AS h ON h.id = v.home_id ORDER BY v.id"
        )


@pytest.mark.usefixtures("homes")
def test_spaces_come_with_their_holders_and_cars_once(tmp_path: Path) -> None:
    file = ledger(
        tmp_path,
        ["B1-001", "产权", "浙a 12345", "3#2-501", "2019-05-01至长期", None],
        ["B1-002", "月租", "浙AD12345", "3-2-502", "2024.7.1-2025.6.30", "300元"],
        ["B1-003", "月租", None, "3-2-502", "2024-07-01至2099-06-30", 350],
        ["B1-004", "访客", None, None, None, None],
        ["B1-005", "人防", None, "3-2-501", None, None],
        ["B1-006", "产权", "浙A12", "3-2-501", "长期", None],
        ["B1-007", "产权", None, "3-2-777", "长期", None],
        ["B1-008", "产权", "浙A00001", "3-2-501", "长期", None],
        ["B1-008", "产权", "浙A00002", "3-2-502", "长期", None],
    )
    report = bring_in("parking", file, BY)
    assert report["committed"] == {"spaces": 5, "held": 3, "ended": 1, "vehicles": 2}
    assert sorted((one["row"], one["kind"]) for one in report["waiting"]) == [
        (7, "kind_unclear"),
        (8, "plate_unreadable"),
        (9, "room_unknown"),
        (10, "space_twice"),
        (11, "space_twice"),
    ]
    expected = [
        ("B1-001", "owned", "3-2-501", "3-2-501", "2019-05-01", None, ""),
        ("B1-002", "rented", None, "3-2-502", "2024-07-01", "2025-06-30", ""),
        ("B1-003", "rented", "3-2-502", "3-2-502", "2024-07-01", None, "¥350.00 a month, until 2099-06-30"),
        ("B1-004", "public", None, None, None, None, ""),
        ("B1-006", "owned", "3-2-501", "3-2-501", None, None, ""),
    ]
    assert kept() == expected
    assert cars() == [("3-2-501", "浙A12345"), ("3-2-502", "浙AD12345")]
    assert "5 parking spaces" in summary(report)[0] and summary(report)[1].startswith("1 ")
    again = bring_in("parking", file, BY)
    assert again["already"] and not any(again["committed"].values())
    assert kept() == expected and len(cars()) == 2


@pytest.mark.usefixtures("homes")
def test_a_space_or_car_of_another_home_is_left_alone(tmp_path: Path) -> None:
    bring_in("parking", ledger(tmp_path, ["B1-001", "产权", None, "3-2-501", "2019-05-01至长期", None]), BY)
    with write(BY) as tx:
        add_vehicle(tx, int(tx.value("SELECT max(id) FROM homes")), "浙A12345")
    later = ledger(
        tmp_path,
        ["b1-001", "产权", None, "3-2-502", "2024-05-01至长期", None],
        ["B1-009", "产权", "浙A12345", "3-2-501", "2024-05-01至长期", None],
        ["B1-010", "月租", None, "3-2-501", "2098-05-01至2099-05-01", 300],
        name="later.xlsx",
    )
    report = bring_in("parking", later, BY)
    assert [(one["row"], one["kind"]) for one in report["waiting"]] == [
        (3, "space_exists"),
        (4, "plate_taken"),
        (5, "refused"),
    ]
    assert [line[:3] for line in kept()] == [("B1-001", "owned", "3-2-501"), ("B1-009", "owned", "3-2-501")]


def test_what_is_no_parking_ledger_is_refused_in_one_line(store: Store, tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", {"A": [["名称", "数量"], ["灯泡", 3]]})
    with pytest.raises(Refused, match="No table of parking"):
        bring_in("parking", file, BY)
