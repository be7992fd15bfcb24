"""The pages of an import, as a manager sees them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from litestar.testing import TestClient

from estate.data import audit, read
from estate.intake import actions, records
from estate.intake.marked_copy import marked_copy
from estate.jobs import outbox
from tests.intake.books import PEOPLE, book, homes_of

Browser = TestClient[Any]
SignIn = Callable[[str], Browser]
HTMX = {"hx-request": "true"}
LEDGERS = Path(__file__).parent / "ledgers"
TITLES = ["房号", "业主", "电话", "面积", "备注"]


def ledger(folder: Path) -> Path:
    """Twenty homes; one area of zero, one phone too short, one note about health, one cell like a formula."""
    rows = [[*r, None] for b in ("1", "2") for r in homes_of(b, 10)]
    rows[2][3] = 0
    rows[4][2] = "1391234010"
    rows[6][4] = "独居老人，请多敲门"
    rows[8][4] = "+1-1 call first"
    rows[12][3] = "88.5㎡"
    return book(folder, {"1栋": [TITLES, *rows[:10]], "2栋": [TITLES, *rows[10:]]})


def hand_in(browser: Browser, path: Path) -> str:
    with path.open("rb") as file:
        answer = browser.post("/imports", files={"file": (path.name, file)}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def waiting(where: str) -> dict[str, int]:
    """The open questions of an import: id by kind."""
    with read() as db:
        return {d.kind: d.id for d in records.doubts(db, int(where.rsplit("/", 1)[1]), state="waiting")}


@pytest.fixture
def manager(sign_in: SignIn) -> Browser:
    return sign_in("manager")


def test_a_file_is_handed_in_decided_brought_in_and_taken_back(manager: Browser, tmp_path: Path) -> None:
    assert "No file handed in yet" in manager.get("/imports").text
    where = hand_in(manager, ledger(tmp_path))
    page = manager.get(where).text
    assert "0 of 3 decided" in page and "17 homes with their people enter in one go" in page
    asked = waiting(where)
    assert set(asked) == {"area_zero", "phone_10_digits", "note_sensitive"}

    wrong = manager.post(
        f"{where}/doubts/{asked['area_zero']}", data={"choice": "value", "typed": "ninety"}, headers=HTMX
    )
    assert wrong.status_code == 422 and "This is no area" in wrong.text and 'value="ninety"' in wrong.text
    right = manager.post(
        f"{where}/doubts/{asked['area_zero']}", data={"choice": "value", "typed": "88.5"}, headers=HTMX
    )
    assert right.status_code == 200 and "1 of 3 decided" in right.text and "<html" not in right.text
    manager.post(f"{where}/doubts/{asked['phone_10_digits']}", data={"choice": "empty"})
    manager.post(f"{where}/doubts/{asked['note_sensitive']}", data={"choice": "care"})
    assert waiting(where) == {}

    done = manager.post(f"{where}/commit", data={"with_care": "y"})
    assert done.status_code == 200 and "Brought in by Liu Min" in done.text
    with read() as db:
        assert db.value("SELECT count(*) FROM v_homes") == 20
        assert db.value("SELECT area_dm2 FROM v_homes WHERE home = '1-1-201'") == 8850
        assert db.value("SELECT note FROM homes WHERE code = '1-1-401'") == ""
        care = db.tuples("SELECT category, sealed_detail, consent_on FROM care_needs")
        assert len(care) == 1 and care[0][0] == "elderly_alone" and care[0][2] is None
        assert "独居".encode() not in care[0][1]
    asking = manager.get(f"{where}/undo").text
    assert "20 homes and their people leave the records" in asking
    manager.post(f"{where}/undo")
    with read() as db:
        assert db.value("SELECT count(*) FROM homes") == 0 and db.value("SELECT count(*) FROM people") == 0
        told = [e.action for e in audit.of_subject(db, "import_batches", int(where.rsplit("/", 1)[1]))]
    assert told[0] == "import.undone" and "import.committed" in told and told[-1] == "import.uploaded"


PAGES = ["", "/columns", "/doubts", "/doubts?kind=area_zero&sheet=1%E6%A0%8B", "/doubts?state=decided", "/repairs",
         "/repairs?kind=area_unit", "/skipped", "/undo", "/doubts?page=99"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows(path: str, manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, ledger(tmp_path))
    assert manager.get(where + path).status_code == 200
    manager.post(f"{where}/commit", data={"leave_waiting": "y"})
    assert manager.get(where + path).status_code == 200


@pytest.mark.parametrize("role", ["cashier", "clerk", "repairer", "patrol"])
def test_ledgers_are_for_managers(role: str, sign_in: SignIn, tmp_path: Path) -> None:
    where = hand_in(sign_in("manager"), ledger(tmp_path))
    browser = sign_in(role)
    for path in ["/imports", "/imports/new", where, f"{where}/doubts", f"{where}/marked.xlsx"]:
        assert browser.get(path).status_code == 403, path
    assert browser.post(f"{where}/commit").status_code == 403


def test_what_cannot_be_read_is_said_beside_the_file(manager: Browser) -> None:
    nothing = manager.post("/imports", files={"other": ("a.txt", b"x")})
    assert nothing.status_code == 422 and "Choose a file." in nothing.text
    page = manager.post("/imports", files={"file": ("a.xlsx", b"<html>")})
    assert page.status_code == 422 and "web page" in page.text
    table = manager.post("/imports", files={"file": ("a.csv", "项目,金额\n水,3\n".encode())})
    assert table.status_code == 422 and "No table of homes" in table.text


def test_the_same_file_again_leads_to_its_import(manager: Browser, tmp_path: Path) -> None:
    path = ledger(tmp_path)
    where = hand_in(manager, path)
    assert hand_in(manager, path) == where
    manager.post(f"{where}/commit", data={"leave_waiting": "y"})
    again = hand_in(manager, path)  # three rows were left out: they can still come
    assert again != where
    page = manager.get(again).text
    assert "The same file was brought in on" in page and "17 homes exist already" in page


def test_a_commit_says_what_is_in_the_way(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, ledger(tmp_path))
    refused = manager.post(f"{where}/commit", data={})
    assert refused.status_code == 422 and "3 questions wait for a decision." in refused.text
    with read() as db:
        assert db.value("SELECT count(*) FROM homes") == 0


def test_many_questions_are_decided_at_once(manager: Browser, tmp_path: Path) -> None:
    rows = [[*r, None] for r in homes_of("1", 10)]
    for row in rows[:6]:
        row[2] = "1391234010"
    where = hand_in(manager, book(tmp_path, {"1栋": [TITLES, *rows]}))
    with read() as db:
        ids = [d.id for d in records.doubts(db, 1)]
    manager.post(f"{where}/doubts", data={"choice": "empty", "doubt": [str(i) for i in ids[:2]]})
    assert "2 of 6 decided" in manager.get(where).text
    manager.post(f"{where}/doubts?kind=phone_10_digits", data={"choice": "empty", "all": "1"})
    assert "6 of 6 decided" in manager.get(where).text


def test_a_decision_is_taken_back(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, ledger(tmp_path))
    doubt = waiting(where)["area_zero"]
    manager.post(f"{where}/doubts/{doubt}", data={"choice": "out"})
    assert "area_zero" not in waiting(where)
    manager.post(f"{where}/doubts/{doubt}", data={"choice": "reopen"})
    assert waiting(where)["area_zero"] == doubt


def test_columns_are_mapped_by_hand(manager: Browser, tmp_path: Path) -> None:
    rows = [[code, f"甲{i}", name, area] for i, (code, name, _phone, area) in enumerate(homes_of("1", 10))]
    where = hand_in(manager, book(tmp_path, {"1栋": [["房号", "标记", "业主", "面积"], *rows]}))
    assert manager.get(f"{where}/columns").status_code == 200
    sent = {
        "sheet": "1栋",
        "col-A": "room",
        "col-B": "note",
        "col-C": "name",
        "col-D": "area",
        "header_row": "1",
    }
    manager.post(f"{where}/columns", data=sent)
    page = manager.get(f"{where}/columns").text
    assert "by hand" in page
    bad = manager.post(f"{where}/columns", data={**sent, "header_row": "many"})
    assert bad.status_code == 422 and 'value="many"' in bad.text
    manager.post(f"{where}/commit", data={})
    with read() as db:
        assert db.value("SELECT note FROM homes WHERE code = '1-1-102'") == "甲1"


def test_a_sheet_left_out_brings_nothing(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, ledger(tmp_path))
    manager.post(f"{where}/columns", data={"sheet": "2栋", "skip": "y"})
    manager.post(f"{where}/commit", data={"leave_waiting": "y"})
    with read() as db:
        assert db.values("SELECT DISTINCT building FROM v_homes") == ["1"]


def test_the_marked_copy_holds_everything_and_no_formula(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, ledger(tmp_path))
    content = manager.get(f"{where}/marked.xlsx").content
    copy = openpyxl.load_workbook(io.BytesIO(content))
    assert copy.sheetnames == ["Findings", "1栋", "2栋"]
    sheet = copy["1栋"]
    assert sheet["A2"].value == "1-1-101" and sheet["B2"].value == PEOPLE[0]
    assert sheet["E10"].value == "+1-1 call first"
    assert "area of zero" in sheet["D4"].comment.text and sheet["D4"].fill.fgColor.rgb.endswith("FFD9D2")
    assert copy["2栋"]["D4"].fill.fgColor.rgb.endswith("DDEBF7")
    assert copy["Findings"].max_row > 3
    with read() as db:
        assert audit.of_subject(db, "import_batches", 1)[0].action == "import.copy_taken"


def test_the_marked_copy_of_a_text_file_holds_no_formula() -> None:
    text = "房号,业主,面积,备注\n1-1-101,张大山,88.5,=1+1\n1-1-102,李小海,0,@SUM(A1)\n"
    copy = openpyxl.load_workbook(io.BytesIO(marked_copy(text.encode(), "a.csv", [], [], [])))
    cells = [copy.worksheets[1][place] for place in ("D2", "D3")]
    assert [(c.data_type, c.value) for c in cells] == [("s", "=1+1"), ("s", "@SUM(A1)")]


def test_what_is_thrown_away_is_gone_with_its_file(manager: Browser, tmp_path: Path) -> None:
    where = hand_in(manager, ledger(tmp_path))
    with read() as db:
        batch = records.batch(db, 1)
    assert batch and actions.content_of(batch)[:2] == b"PK"
    manager.post(f"{where}/removal")
    assert manager.get(where).status_code == 404
    with pytest.raises(OSError):
        actions.content_of(batch)


def test_a_large_file_is_read_by_the_worker(
    manager: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    where = hand_in(manager, ledger(tmp_path))
    assert "Reading the file" in manager.get(where).text
    assert manager.get(f"{where}/progress", headers=HTMX).status_code == 200
    outbox.drain()
    assert "hx-redirect" in manager.get(f"{where}/progress", headers=HTMX).headers
    assert "0 of 3 decided" in manager.get(where).text
    monkeypatch.undo()


def test_what_the_worker_cannot_read_is_said(
    manager: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    path = tmp_path / "a.csv"
    path.write_text("项目,金额\n水,3\n", "utf-8")
    where = hand_in(manager, path)
    outbox.drain()
    assert "No table of homes" in manager.get(where).text


def test_facts_about_id_numbers_lie_sealed(manager: Browser, tmp_path: Path) -> None:
    rows = [[code, name, "330108195809266645", area] for code, name, _phone, area in homes_of("1", 10)]
    where = hand_in(manager, book(tmp_path, {"1栋": [["房号", "业主", "身份证", "面积"], *rows]}))
    assert "330108195809266645" in manager.get(f"{where}/doubts").text
    with read() as db:
        path = Path(db.value("SELECT file FROM pragma_database_list WHERE name = 'main'"))
    held = b"".join(p.read_bytes() for p in [*path.parent.glob("estate.db*"), *path.parent.glob("files/*/*")])
    assert b"330108195809266645" not in held


def test_one_answer_is_given_to_all_rows_written_alike(manager: Browser, tmp_path: Path) -> None:
    rows = [[f"3{u}{f}01", "张大山", None, 88.5 + f] for u in (1, 2) for f in range(1, 4)]
    rows += [[f"1{u}{f}01", "李小海", None, 88.5 + f] for u in (1, 2) for f in range(1, 4)]
    where = hand_in(manager, book(tmp_path, {"表": [["房号", "业主", "电话", "面积"], *rows]}))
    with read() as db:
        first, second = records.doubts(db, 1)[:2]
    assert "The same way for 11 other rows written like this" in manager.get(f"{where}/doubts").text
    alone = manager.post(f"{where}/doubts/{first.id}", data={"choice": "proposal"})
    assert "1 of 12 decided" in manager.get(where).text and alone.status_code == 200
    typed = {"choice": "value", "typed": "3栋1单元201室", "alike": "1"}
    page = manager.post(f"{where}/doubts/{second.id}", data=typed).text
    assert "11 questions decided" in page
    assert manager.get(where).text.count("12 of 12 decided") == 1
