"""Fee ledgers on the screens: columns corrected, cells decided, arrears brought in with their payers, taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.billing import actions_items
from estate.cashier import actions as cashier
from estate.cashier.actions_payment import Payment
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.intake import actions, actions_commit, kinds, records
from estate.intake.handed import Terms
from estate.intake.ledger_figures import LedgerFigures
from estate.jobs import outbox
from estate.refusal import Refused
from tests.billing.place import owner, settle
from tests.intake.test_fees import book

Browser = TestClient[Any]
SignIn = Callable[[str], Browser]
BY = System("test")
LEGEND = "2024年物业费收缴台账（截至2024年3月）　注：✓=已收，欠/空白=未收"
HEADER = ["房号", "业主", "面积", "单价", "月应收", "1月", "2月", "3月", "往年欠费", "欠费合计"]
ROWS: list[list[Any]] = [
    ["3-2-501", "业主501", 100, 2, 200, 200, "欠", None, None, 400],
    ["3-2-502", "业主502", 100, 2, 200, "见收据", "✓", 200, None, None],
    ["3-2-503", "前业主", 100, 2, 200, 200, 200, None, None, 200],
    ["3-2-504", "业主504", 100, 2, 410, 200, 200, 200, None, 0],
    ["3-2-777", "某人", 100, 2, 200, None, None, None, None, 600],
    ["3-2-505", "业主505", 100, 2, 200, 200, 200, 200, 350, 0],
    ["合计", None, 600, None, 1410, None, None, None, None, 1200],
]


@pytest.fixture
def manager(sign_in: SignIn) -> Browser:
    with write(BY) as tx:
        for room in ("501", "502", "503", "504", "505"):
            settle(tx, HomeSpec("3", "2", room, None, 10000), owner(f"业主{room}"))
    return sign_in("manager")


def file(folder: Path, *rows: list[Any], name: str = "收费台账.xlsx", title: str = LEGEND) -> Path:
    return book(folder / name, {"2024年": [[title], HEADER, *(rows or ROWS)]})


def hand_in(browser: Browser, path: Path, kind: str = "fees") -> str:
    with path.open("rb") as content:
        answer = browser.post(
            "/imports", data={"kind": kind}, files={"file": (path.name, content)}, follow_redirects=False
        )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def batch_of(where: str) -> int:
    return int(where.rsplit("/", 1)[1])


def figures(where: str) -> LedgerFigures:
    with read() as db:
        batch = records.batch(db, batch_of(where))
    assert batch
    found = kinds.figures(batch)
    assert isinstance(found, LedgerFigures)
    return found


def waiting(where: str) -> dict[str, int]:
    with read() as db:
        return {d.kind: d.id for d in records.doubts(db, batch_of(where), state="waiting")}


def live() -> list[tuple[Any, ...]]:
    with read() as db:
        return db.tuples(
            """
            SELECT h.room, c.payer_name, c.period_from, c.due_on, c.amount_fen
              FROM charges AS c JOIN homes AS h ON h.id = c.home_id
             WHERE c.reverses_id IS NULL AND c.reversed_by IS NULL ORDER BY h.sort, c.period_from
            """
        )


def decide(browser: Browser, where: str, kind: str, choice: str, typed: str = "") -> Any:
    return browser.post(
        f"{where}/doubts/{waiting(where)[kind]}",
        data={"choice": choice, "typed": typed},
        headers={"hx-request": "true"},
    )


def test_a_ledger_is_decided_cell_by_cell_brought_in_and_taken_back(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, file(tmp_path))
    assert set(waiting(where)) == {
        "mark_unclear",
        "payer_differs",
        "due_differs",
        "room_unknown",
        "prior_arrears",
    }
    page = manager.get(where).text
    assert "0 of 5 decided" in page and "2 charges of ¥400.00 in all enter in one go" in page
    assert "Beside the file&#39;s own totals" in page or "Beside the file's own totals" in page

    wrong = decide(manager, where, "mark_unclear", "value", "也许")
    assert wrong.status_code == 422 and "paid, owed or waived" in wrong.text and 'value="也许"' in wrong.text
    assert decide(manager, where, "mark_unclear", "owed").status_code == 200
    assert decide(manager, where, "payer_differs", "keep").status_code == 200
    assert decide(manager, where, "due_differs", "proposal").status_code == 200
    elsewhere = decide(manager, where, "room_unknown", "value", "3-2-888")
    assert elsewhere.status_code == 422 and "the question stays" in elsewhere.text
    assert decide(manager, where, "room_unknown", "out").status_code == 200
    too_long = decide(manager, where, "prior_arrears", "value", "2022-01至2023-12")
    assert too_long.status_code == 422 and "at most twelve months" in too_long.text
    assert decide(manager, where, "prior_arrears", "value", "2023-11至2023-12").status_code == 200
    assert waiting(where) == {}
    assert [(t.field, t.stated_fen, t.rows_fen) for t in figures(where).totals] == [
        ("due", 141000, 100000),
        ("total", 120000, 115000),
    ]

    done = manager.post(f"{where}/commit", data={"fee_item": "物业费"})
    assert done.status_code == 200 and "Brought in by Liu Min" in done.text
    assert live() == [
        ("501", "业主501", "2024-02-01", "2024-02-29", 20000),
        ("501", "业主501", "2024-03-01", "2024-03-31", 20000),
        ("502", "业主502", "2024-01-01", "2024-01-31", 20000),
        ("503", "业主503", "2024-03-01", "2024-03-31", 20000),
        ("505", "业主505", "2023-11-01", "2023-12-31", 35000),
    ]
    assert "5 charges are reversed" in manager.get(f"{where}/undo").text
    manager.post(f"{where}/undo")
    assert live() == []
    again = hand_in(manager, file(tmp_path))
    assert again != where and figures(again).enters == 2  # what was taken back may come again


def test_what_was_paid_on_stands_against_taking_back(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, file(tmp_path, ROWS[0]))
    manager.post(f"{where}/commit", data={"fee_item": "物业费"})
    with read() as db:
        home_id, payer_id = db.tuples("SELECT home_id, payer_id FROM charges LIMIT 1")[0]
    cashier.take(Payment(home_id, payer_id, 15000, "cash"), "one", BY)
    refused = manager.post(f"{where}/undo")
    assert refused.status_code == 422 and "1 home has paid on these charges" in refused.text
    assert len(live()) == 2


def test_columns_are_corrected_by_hand_and_read_again(manager: Browser, tmp_path: Path) -> None:
    rows = [
        ["2024年物业费（截至2024年3月）"],
        ["代号", "业主", "每月", "一", "二", "三"],
        ["3-2-501", "业主501", 200, 200, "欠", None],
        ["3-2-502", "业主502", 200, 200, "欠", "欠"],
        ["3-2-503", "业主503", 200, 200, 200, 200],
        ["3-2-504", "业主504", 200, 200, 200, 200],
    ]
    odd = [["房号", "1月"], ["3-2-505", "✓"]]
    where = hand_in(manager, book(tmp_path / "a.xlsx", {"甲": rows, "2024": odd}))
    assert figures(where).enters == 0
    columns = {"A": "room", "B": "payer", "C": "due", "D": "m1", "E": "m2", "F": "m3"}
    posted = {
        "sheet": "甲",
        "header_row": "2",
        **{f"col-{letter}": field for letter, field in columns.items()},
    }
    page = manager.post(f"{where}/columns", data=posted)
    assert page.status_code == 200 and "by hand" in page.text and "Month 3" in page.text
    found = figures(where)
    assert (found.enters, found.fen) == (4, 80000)
    manager.post(f"{where}/columns", data={"sheet": "甲", "skip": "y"})
    assert figures(where).enters == 0


def test_the_fee_item_is_asked_for_where_the_ledger_names_none(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, file(tmp_path, ROWS[0], title="2024年台账（截至2024年3月）"))
    refused = manager.post(f"{where}/commit")
    assert refused.status_code == 422 and "does not say which fee" in refused.text
    actions_items.add_item("装修费", "one_off", BY)
    unfit = manager.post(f"{where}/commit", data={"fee_item": "装修费"})
    assert unfit.status_code == 422 and "charged with regularly" in unfit.text
    done = manager.post(f"{where}/commit", data={"fee_item": "卫生费"})
    assert done.status_code == 200 and len(live()) == 2
    with read() as db:
        assert db.values("SELECT DISTINCT fee_item_name FROM charges") == ["卫生费"]


def test_a_month_that_is_charged_already_is_asked_about(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, file(tmp_path, ROWS[0]))
    manager.post(f"{where}/commit", data={"fee_item": "物业费"})
    other = ["3-2-501", "业主501", 100, 2, 200, 200, 150, None, None, 250]
    later = hand_in(manager, file(tmp_path, other, name="later.xlsx"))
    assert set(waiting(later)) == {"charged_already"} and figures(later).known == 1
    assert decide(manager, later, "charged_already", "empty").status_code == 200
    assert waiting(later) == {} and figures(later).enters == 0
    nothing = manager.post(f"{later}/commit", data={"fee_item": "物业费"})
    assert nothing.status_code == 422 and "Nothing would be brought in" in nothing.text


def test_a_large_ledger_comes_in_by_the_worker_with_progress(
    manager: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions_commit, "AT_ONCE", 0)
    where = hand_in(manager, file(tmp_path, ROWS[0]))
    page = manager.post(f"{where}/commit", data={"fee_item": "物业费"})
    assert "Being brought in" in page.text and live() == []
    assert "Bringing the file in" in manager.get(f"{where}/progress").text
    with pytest.raises(Refused, match="finished"):
        actions.choose(batch_of(where), "fee_item", "卫生费", BY)
    outbox.drain()
    assert len(live()) == 2
    assert "Brought in by Liu Min" in manager.get(where).text
    with read() as db:
        batch = records.batch(db, batch_of(where))
    assert batch and actions_commit.commit(batch.id, Terms(), BY).counts == batch.counts and len(live()) == 2


def test_what_the_worker_is_refused_is_said_on_the_page(
    manager: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions_commit, "AT_ONCE", 0)
    where = hand_in(manager, file(tmp_path, ROWS[0]))
    manager.post(f"{where}/commit", data={"fee_item": "物业费"})
    actions_items.add_item("物业费", "one_off", BY)
    outbox.drain()
    page = manager.get(where).text
    assert "This was not done" in page and "Not brought in yet" in page and live() == []


PAGES = ["", "/columns", "/doubts", "/repairs", "/skipped", "/undo", "/marked.xlsx"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows(path: str, manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, file(tmp_path))
    assert manager.get(where + path).status_code == 200
    done = manager.post(f"{where}/commit", data={"fee_item": "物业费", "leave_waiting": "y"})
    assert "6 rows" not in done.text and manager.get(where + path).status_code == 200


def test_several_months_are_decided_at_once(manager: Browser, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        [f"3-2-50{n}", None, 100, 2, 200, "？", 200, 200, None, None] for n in range(1, 5)
    ]
    where = hand_in(manager, file(tmp_path, *rows))
    page = manager.get(f"{where}/doubts?kind=mark_unclear").text
    assert "All are owed" in page and "Move to the care record" not in page
    manager.post(f"{where}/doubts?kind=mark_unclear", data={"choice": "owed", "all": "1"})
    assert waiting(where) == {} and figures(where).enters == 4


def test_rows_of_one_home_that_differ_are_settled_by_the_one_that_counts(
    manager: Browser, tmp_path: Path
) -> None:
    other = ["3-2-501", "业主501", 100, 2, 200, 200, 200, None, None, 200]
    where = hand_in(manager, file(tmp_path, ROWS[0], other))
    assert figures(where).enters == 0
    with read() as db:
        second = records.doubts(db, batch_of(where), kind="room_twice")[1]
    manager.post(f"{where}/doubts/{second.id}", data={"choice": "instead"})
    assert waiting(where) == {} and figures(where).enters == 1


@pytest.mark.parametrize("role", ["cashier", "clerk", "repairer"])
def test_ledgers_of_fees_are_for_managers(
    role: str, manager: Browser, sign_in: SignIn, tmp_path: Path
) -> None:
    where = hand_in(manager, file(tmp_path))
    browser = sign_in(role)
    assert browser.get(where).status_code == 403 and browser.post(f"{where}/commit").status_code == 403


def test_a_file_of_another_kind_is_refused_beside_the_field(manager: Browser, store: Store) -> None:
    answer = manager.post(
        "/imports", data={"kind": "fees"}, files={"file": ("a.csv", "项目,金额\n水,3\n".encode())}
    )
    assert answer.status_code == 422 and "No table of fees" in answer.text
