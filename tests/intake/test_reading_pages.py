"""Reading ledgers on the screens: looked at, brought in, listed where doubtful, taken back while nothing was billed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from litestar.testing import TestClient

from estate.billing import actions_items
from estate.billing.actions_items import TariffSpec
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.intake import meter_actions, records, tasks
from estate.intake.command import bring_in
from estate.jobs import outbox
from estate.meters.actions import MeterSpec, add_meter
from estate.meters.actions_readings import Taken, take
from tests.billing.ledger import posted
from tests.billing.place import ALL, owner, settle

Browser = TestClient[Any]
SignIn = Callable[[str], Browser]
LEDGERS = Path(__file__).parent / "ledgers"
BY = System("test")
TITLES = "房号,类型,表号,上期读数,本期读数,抄表日期,备注"


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return sign_in("clerk")


@pytest.fixture
def homes(store: Store) -> dict[str, int]:
    with write(BY) as tx:
        return {
            room: settle(tx, HomeSpec("3", "2", room, 5, 8976, state="occupied"), owner(f"Owner of {room}"))
            for room in ("501", "502", "503")
        }


def gbk(*rows: str) -> bytes:
    return "\r\n".join([TITLES, *rows]).encode("gbk")


def hand_in(browser: Browser, content: bytes, name: str = "抄表.csv") -> str:
    answer = browser.post("/meters/imports", files={"file": (name, content)}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def live() -> list[tuple[Any, ...]]:
    """Home, number, day, kind and value of every reading that counts, of meters in use."""
    with read() as db:
        return db.tuples(
            """
            SELECT h.room, m.number, r.read_on, r.kind, r.value_e3 / 1000 FROM readings AS r
              JOIN meters AS m ON m.id = r.meter_id JOIN homes AS h ON h.id = m.home_id
             WHERE m.active AND r.ended_at IS NULL ORDER BY m.number, r.read_on
            """
        )


CLEAN = gbk("3-2-501,水表,W1,170,195,2026-09-28,", "3-2-502,水表,W2,20,31,2026.9.28,")
MIXED = gbk(
    "3-2-501,水表,W1,170,195,2026-09-28,",
    "3#2-502,水表,W2,20,31,2026.9.28,",
    "3-2-503,水表,W3,300,12,2026-09-28,换表",
    "3-2-777,水表,W4,5,9,2026-09-28,",
    "3-2-503,电表,E3,5,,2026-09-28,",
    "3-2-501,电表,E1,5,9,2026-13-28,",
)
BROUGHT = [
    ("501", "W1", "2026-08-31", "initial", 170),
    ("501", "W1", "2026-09-28", "actual", 195),
    ("502", "W2", "2026-08-31", "initial", 20),
    ("502", "W2", "2026-09-28", "actual", 31),
]


@pytest.mark.usefixtures("homes")
def test_a_ledger_is_looked_at_brought_in_and_taken_back(clerk: Browser) -> None:
    where = hand_in(clerk, MIXED)
    page = clerk.get(where).text
    assert "2 readings enter in one go." in page and "2 meters are new" in page
    assert "4 doubtful rows stay out." in page
    for told in (
        "Row 4, column E",
        "The present reading is below the earlier one",
        "Present reading, earlier 300",
        "Note: 换表",
        "There is no such home.",
        "The present reading is missing.",
        "This is no day that can be meant.",
        "2026-13-28",
    ):
        assert told in page, told
    repaired = clerk.get(where + "?show=repaired").text
    assert "3#2-502" in repaired and "3-2-502" in repaired and "2026.9.28" in repaired
    assert live() == [], "nothing enters before somebody agrees"

    done = clerk.post(f"{where}/commit")
    assert done.status_code == 200 and "Brought in by Sun Yan" in done.text
    assert live() == BROUGHT
    assert "/meters/new?home=3-2-503&amp;number=W3&amp;kind=water" in done.text
    with read() as db:
        batch = int(where.rsplit("/", 1)[1])
        sql = "SELECT count(*) FROM {} WHERE import_batch_id = :batch"
        assert [db.value(sql.format(table), batch=batch) for table in ("meters", "readings")] == [2, 4]

    assert "2 readings count no more" in clerk.get(f"{where}/undo").text
    assert "Taken back by Sun Yan" in clerk.post(f"{where}/undo").text
    assert clerk.post(f"{where}/undo").status_code == 200
    assert live() == []
    with read() as db:
        ended = db.tuples("SELECT kind, ended_by, reason FROM readings WHERE ended_at IS NOT NULL")
    assert ended == [("actual", "Sun Yan", "The import 抄表.csv was taken back")] * 2


@pytest.mark.usefixtures("homes")
def test_the_same_file_again_changes_nothing(clerk: Browser) -> None:
    where = hand_in(clerk, CLEAN)
    assert hand_in(clerk, CLEAN) == where
    clerk.post(f"{where}/commit")
    assert hand_in(clerk, CLEAN, "another name.csv") == where
    assert clerk.post(f"{where}/commit").status_code == 200
    assert live() == BROUGHT

    first = hand_in(clerk, MIXED)  # another file with the same readings, and doubtful rows
    page = clerk.get(first).text
    assert "Everything that is clear in this file is here already." in page
    refused = clerk.post(f"{first}/commit")
    assert refused.status_code == 422 and "Nothing would be brought in." in refused.text
    assert live() == BROUGHT
    clerk.post(f"{first}/removal")
    assert clerk.get(first).status_code == 404


@pytest.mark.usefixtures("homes")
def test_a_file_that_was_taken_back_comes_in_again_with_the_same_meters(clerk: Browser) -> None:
    where = hand_in(clerk, CLEAN)
    clerk.post(f"{where}/commit")
    clerk.post(f"{where}/undo")
    again = hand_in(clerk, CLEAN)
    assert again != where
    clerk.post(f"{again}/commit")
    assert live() == BROUGHT
    with read() as db:
        assert db.value("SELECT count(*) FROM meters") == 2
    clerk.post(f"{again}/undo")
    assert live() == []


def test_what_was_billed_is_not_taken_back(clerk: Browser, homes: dict[str, int]) -> None:
    price = TariffSpec(date(2026, 1, 1), 50_000, None)
    actions_items.add_item("Water", "metered", BY, tariff=price, rules=ALL, meter_kind="water")
    where = hand_in(clerk, CLEAN)
    clerk.post(f"{where}/commit")
    run = posted(date(2026, 9, 1))
    refused = clerk.post(f"{where}/undo")
    assert refused.status_code == 422 and "A bill was made with these readings." in refused.text
    assert live() == BROUGHT
    with read() as db:
        assert db.value("SELECT count(*) FROM charges WHERE run_id = :run", run=run.id) == 2
        assert db.value("SELECT state FROM import_batches") == "committed"


def test_a_reading_by_hand_keeps_its_meter_when_the_import_is_taken_back(
    clerk: Browser, homes: dict[str, int]
) -> None:
    where = hand_in(clerk, CLEAN)
    clerk.post(f"{where}/commit")
    with read() as db:
        w1 = db.value("SELECT id FROM meters WHERE number = 'W1'")
    take(Taken(w1, date(2026, 10, 28), 220_000, confirmed=True), BY)
    clerk.post(f"{where}/undo")
    assert live() == [BROUGHT[0], ("501", "W1", "2026-10-28", "actual", 220)]


def test_rows_are_held_against_what_is_known_here(clerk: Browser, homes: dict[str, int]) -> None:
    w1 = add_meter(MeterSpec(homes["501"], "water", "W1", date(2026, 1, 1), 100_000), BY)
    w2 = add_meter(MeterSpec(homes["502"], "water", "W2", date(2026, 1, 1), 100_000), BY)
    take(Taken(w1, date(2026, 9, 28), 120_000), BY)
    take(Taken(w2, date(2026, 9, 28), 120_000), BY)
    where = hand_in(
        clerk,
        gbk(
            "3-2-501,水表,W1,110,130,2026-10-28,",
            "3-2-502,水表,W2,100,121,2026-09-28,",
            "3-2-503,水表,W3,,7,2026-10-28,",
        ),
    )
    page = clerk.get(where).text
    assert "The earlier reading is not the last one that is known here." in page and "110" in page
    assert "Another value is kept for this day." in page
    assert "No row can be brought in as it is." in page
    assert f'href="/meters/{w1}"' in page and f'href="/meters/{w2}"' in page


@pytest.mark.usefixtures("homes")
def test_two_rows_that_contradict_each_other_both_stay_out(clerk: Browser) -> None:
    content = gbk("3-2-501,水表,W1,170,195,2026-09-28,", "3-2-501,水表,W1,170,199,2026-09-28,")
    where = hand_in(clerk, content)
    assert "No row can be brought in as it is." in clerk.get(where).text


def test_what_changed_meanwhile_is_shown_before_anything_enters(
    clerk: Browser, homes: dict[str, int]
) -> None:
    where = hand_in(clerk, CLEAN)
    add_meter(MeterSpec(homes["501"], "water", "W1", date(2026, 1, 1), 180_000), BY)
    refused = clerk.post(f"{where}/commit")
    assert refused.status_code == 422 and "Look at the figures again." in refused.text
    assert "1 reading enters in one go." in refused.text
    assert [row[1] for row in live()] == ["W1"], "only the meter that was registered by hand"
    clerk.post(f"{where}/commit")
    assert [row[:4] for row in live()] == [
        ("501", "W1", "2026-01-01", "initial"),
        ("502", "W2", "2026-08-31", "initial"),
        ("502", "W2", "2026-09-28", "actual"),
    ]


@pytest.mark.usefixtures("homes")
def test_a_workbook_is_read_like_a_text_file(clerk: Browser, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "水"
    for row in (["2026年9月抄表"], ["房号", "表号", "上月读数", "本月读数", "抄表日期"],
                ["3-2-501", "W1", 170, 195, date(2026, 9, 28)], ["3-2-502", "W2", "20", "31吨", "2026年9月28日"],
                ["3-2-503", "W3", 30, 12, date(2026, 9, 28)]):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    where = hand_in(clerk, (tmp_path / "a.xlsx").read_bytes(), "9月.xlsx")
    page = clerk.get(where).text
    assert "Row 5, column D" in page and "水" in page
    clerk.post(f"{where}/commit")
    assert live() == BROUGHT


@pytest.mark.parametrize(("name", "readings", "waiting"), [("guihua", 534, 107), ("jinxiu", 2218, 186)])
def test_a_public_ledger_comes_in_through_the_screens(
    name: str, readings: int, waiting: int, store: Store, clerk: Browser
) -> None:
    bring_in("homes", LEDGERS / name / "房产业主台账.xlsx", BY)
    where = hand_in(clerk, (LEDGERS / name / "抄表.csv").read_bytes())
    with read() as db:
        asked = records.doubts(db, int(where.rsplit("/", 1)[1]))
    assert len(asked) == waiting
    rows = len({(one.sheet, one.row) for one in asked})
    page = clerk.get(where).text
    assert f"{readings} readings enter in one go." in page and f"{rows} doubtful rows stay out." in page
    assert clerk.get(f"{where}?page=2").status_code == 200
    clerk.post(f"{where}/commit")
    with read() as db:
        assert db.value("SELECT count(*) FROM readings WHERE kind = 'actual'") == readings


@pytest.mark.usefixtures("homes")
def test_a_long_ledger_is_looked_at_by_the_worker(clerk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter_actions, "AT_ONCE", 1)
    where = hand_in(clerk, CLEAN)
    assert "Reading the file" in clerk.get(where).text
    assert clerk.get(f"{where}/progress").status_code == 200
    with read() as db:
        batch = records.batch(db, int(where.rsplit("/", 1)[1]))
        assert batch is not None
        task = outbox.of_key(db, batch.task_key)
    assert task is not None
    tasks.check(task)
    assert "2 readings enter in one go." in clerk.get(where).text


@pytest.mark.parametrize(("content", "said"), [
    (None, "Choose a file."), (b"", "Choose a file."), (b"<html>", "web page"),
    ("名称,数量\n灯泡,3\n".encode(), "No table of readings"),
])  # fmt: skip
def test_what_cannot_be_read_is_said_beside_the_file(
    content: bytes | None, said: str, clerk: Browser
) -> None:
    files = {"other": ("a.txt", b"x")} if content is None else {"file": ("a.csv", content)}
    answer = clerk.post("/meters/imports", files=files)
    assert answer.status_code == 422 and said in answer.text
    with read() as db:
        assert db.value("SELECT count(*) FROM import_batches") == 0


@pytest.mark.parametrize("role", ["cashier", "repairer", "patrol"])
@pytest.mark.usefixtures("homes")
def test_only_who_keeps_the_register_brings_ledgers_in(role: str, sign_in: SignIn) -> None:
    where = hand_in(sign_in("clerk"), CLEAN)
    assert "Import readings" in sign_in("clerk").get("/readings").text
    browser = sign_in(role)
    assert "Import readings" not in browser.get("/readings").text
    for path in ("/meters/imports", where, f"{where}/undo"):
        assert browser.get(path).status_code == 403, path
    assert browser.post(f"{where}/commit").status_code == 403
    assert live() == []


@pytest.mark.usefixtures("homes")
def test_readings_and_homes_are_kept_apart(sign_in: SignIn) -> None:
    manager = sign_in("manager")
    where = hand_in(manager, CLEAN)
    number = where.rsplit("/", 1)[1]
    assert manager.get(f"/imports/{number}", follow_redirects=False).headers["location"] == where
    assert manager.get(f"/imports/{number}/doubts").status_code == 404
    assert manager.post(f"/imports/{number}/commit").status_code == 404
    assert f'href="/imports/{number}"' in manager.get("/imports").text
    assert f'id="import-{number}"' in manager.get("/meters/imports").text
