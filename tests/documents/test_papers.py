"""Papers: what stands on them, that they are made once, numbered without gaps, and seen by nobody else."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient
from pypdf import PdfReader

from estate.billing.queries import owed_total
from estate.cashier.actions_voids import void
from estate.community.rules_remark import remark_code
from estate.data import Store, clock, files, read, write
from estate.data.store import System
from estate.documents import actions, records, sheets
from estate.documents.actions import Wanted
from estate.documents.content import common
from estate.documents.typeset import typeset
from estate.jobs import outbox
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Place, bill, settle_place
from tests.conftest import Community

URL = "http://192.168.1.20:8080/"


@pytest.fixture
def place(store: Store, by: System) -> Place:
    """Two homes and a sold one, each owing three months."""
    place = settle_place(by)
    bill(by, [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)])
    return place


def text_of(file: str) -> str:
    """All text of a kept PDF."""
    pages = PdfReader(BytesIO(files.path_of(file).read_bytes())).pages
    return "\n".join(one.extract_text() for one in pages)


def printed(by: System, wanted: Wanted, key: str = "a key") -> list[str]:
    """A batch made as the worker makes it: the text of each file."""
    actions.start_batch(wanted, key, URL, by)
    outbox.drain()
    with read() as db:
        batch = records.batch_of_key(db, key)
        assert batch is not None and batch.finished_at
        return [text_of(one.file) for one in records.files_of(db, batch.id)]


def numbers() -> list[str]:
    with read() as db:
        return db.values("SELECT number FROM documents ORDER BY id")


def test_a_notice_says_what_is_owed_for_what_and_how_to_pay(place: Place, by: System) -> None:
    with write(by) as tx:
        tx.run("UPDATE office SET bank_account = 'ICBC 6222'")
    building_one, building_three = printed(by, Wanted("notice"))
    assert "Qian Yi" in building_one and "Sun Er" in building_one
    for part in (
        "3-2-501",
        "Wang Xiuying",
        "498.18",
        "人民币肆佰玖拾捌元壹角捌分",
        "ICBC 6222",
        "89.76 × 1.85",
    ):
        assert part in building_three
    assert remark_code(place.wang.home_id) in building_three
    with read() as db:
        (amount,) = db.values("SELECT amount_fen FROM documents WHERE payer_name = 'Wang Xiuying'")
        assert amount == owed_total(db, place.wang.home_id)


def test_papers_are_numbered_in_the_order_of_homes_without_gaps(place: Place, by: System) -> None:
    printed(by, Wanted("notice"))
    printed(by, Wanted("notice"), "another key")
    assert numbers() == [f"TZ{clock.today().year}-{n:06d}" for n in range(1, 9)]
    with read() as db:
        homes = db.values("SELECT home_code FROM documents ORDER BY id LIMIT 4")
    assert homes == ["1-1-101", "1-1-101", "3-2-501", "3-2-502"]


def test_only_the_chosen_building_is_printed(place: Place, by: System) -> None:
    with read() as db:
        building_id = db.value("SELECT id FROM buildings WHERE code = '3'")
    (only,) = printed(by, Wanted("notice", building_id))
    assert "3-2-501" in only and "1-1-101" not in only


def test_an_interrupted_print_goes_on_where_it_stopped(
    place: Place, by: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = actions.start_batch(Wanted("notice"), "a key", URL, by)
    monkeypatch.setattr(actions, "AT_ONCE", 1)

    def cut_off(done: int, of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.make_batch(batch.id, cut_off, practice=False)
    for _again in range(2):
        actions.make_batch(batch.id, lambda done, of: None, practice=False)
    with read() as db:
        made = db.tuples("SELECT home_id, payer_id, count(*) FROM documents GROUP BY 1, 2")
        assert len(made) == 4 and all(count == 1 for _home, _payer, count in made)
        assert [one.position for one in records.files_of(db, batch.id)] == [0, 1, 2]


def test_the_same_page_asks_for_one_print(place: Place, by: System) -> None:
    first = actions.start_batch(Wanted("notice"), "a key", URL, by)
    assert actions.start_batch(Wanted("notice"), "a key", URL, by).id == first.id


def test_nothing_to_print_is_said_at_once(place: Place, by: System) -> None:
    with pytest.raises(Refused):
        actions.start_batch(Wanted("certificate", year=2020), "a key", URL, by)


def test_the_code_on_a_notice_opens_an_account(place: Place, by: System, client: TestClient[Any]) -> None:
    text = "".join(printed(by, Wanted("notice", invite="new")))
    parts = text.split(f"{URL}join/")[1:]
    codes = ["".join(part.split())[:8] for part in parts]  # what reads a PDF may part signs that stand close
    assert len(codes) == 3  # the former owner does not live here
    assert {code: client.get(f"/join/{code}").status_code for code in codes} == dict.fromkeys(codes, 200)
    again = "".join(printed(by, Wanted("notice", invite="new"), "another key"))
    assert "join/" not in again and f"{URL}my" in again  # their slips are under way


def test_a_certificate_adds_up_to_the_receipts_that_stand(place: Place, by: System) -> None:
    counter = Counter()
    counter.take(place.wang, 16606)
    kept = counter.take(place.wang, 10000, method="wechat")
    taken_back = counter.take(place.wang, 5000)
    counter.reverse(taken_back)
    year = clock.today().year
    (text,) = printed(by, Wanted("certificate", year=year))
    assert "266.06" in text and kept.number in text and taken_back.number not in text
    assert "贰佰陆拾陆元零陆分" in text


def test_a_statement_ends_with_what_is_owed(place: Place, by: System) -> None:
    Counter().take(place.li, 20000)
    year = clock.today().year
    with read() as db:
        payers = sheets.addressees_of(db, "statement", place.li.home_id, year)
        (sheet,) = sheets.build(db, "statement", payers, year)
        assert sheet.amount_fen == owed_total(db, place.li.home_id) == 3 * 16606 - 20000
        former = sheets.addressees_of(db, "statement", place.former.home_id, year)
        assert [one.payer_id for one in former] == [place.former.payer_id, place.present.payer_id]
        both = sheets.build(db, "statement", former, year)
        assert sum(one.amount_fen for one in both) == owed_total(db, place.former.home_id)


def test_a_statement_of_an_earlier_year_says_what_was_owed_at_its_end(place: Place, by: System) -> None:
    year = clock.today().year
    with time_machine.travel(datetime(year + 1, 3, 1, 2, tzinfo=UTC)):
        Counter().take(place.li, 16606)
        with read() as db:
            totals = {
                of: sheets.build(
                    db, "statement", sheets.addressees_of(db, "statement", place.li.home_id, of), of
                )[0].content["total"]
                for of in (year, year + 1)
            }
    assert totals[year] == [f"Owed on Dec 31, {year}", "", "498.18"]
    assert totals[year + 1] == [f"Owed on Mar 1, {year + 1}", "", "332.12"]


def test_a_statement_adds_up_whatever_was_done(place: Place, by: System) -> None:
    counter, year = Counter(), clock.today().year
    counter.take(place.li, 60000, advance_fen=60000 - 3 * 16606, beyond_cap=True)
    counter.reverse(counter.take(place.wang, 5000))
    voided = counter.take(place.wang, 7000)
    void(voided.id, "wrong home", True, "a void", counter.by)
    counter.take(place.wang, 100)
    with read() as db:
        for whose in (place.li, place.wang):
            (sheet,) = sheets.build(
                db, "statement", sheets.addressees_of(db, "statement", whose.home_id, year), year
            )
            assert sheet.amount_fen == owed_total(db, whose.home_id)
        items = records.paid_items(db, place.li.home_id, place.li.payer_id, f"{year}-01-01", f"{year}-12-31")
        receipts = records.paid_receipts(
            db, place.li.home_id, place.li.payer_id, f"{year}-01-01", f"{year}-12-31"
        )
        assert sum(one.paid_fen for one in items) == sum(one.amount_fen for one in receipts) == 3 * 16606


def test_the_same_paper_of_the_same_day_is_the_same(place: Place, by: System) -> None:
    year = clock.today().year

    def made() -> records.Document:
        with read() as db:
            payers = sheets.addressees_of(db, "statement", place.wang.home_id, year)
            (sheet,) = sheets.build(db, "statement", payers, year)
        return actions.make_one(sheet, "statement", URL, by)

    first = made()
    assert made() == first
    Counter().take(place.wang, 100)
    assert made().number != first.number


def test_a_paper_that_was_made_stays_as_it_is(place: Place, by: System) -> None:
    printed(by, Wanted("notice"))
    for sql in (
        "UPDATE documents SET amount_fen = 1",
        "DELETE FROM documents",
        "DELETE FROM document_files",
        "UPDATE document_series SET next = 1",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
            tx.run(sql)


def test_the_practice_community_prints_nothing_that_could_be_taken_for_valid(
    place: Place, by: System
) -> None:
    actions.start_batch(Wanted("notice"), "a key", URL, by, practice=True)
    outbox.drain()
    with read() as db:
        (file,) = db.values("SELECT DISTINCT file FROM documents LIMIT 1")
    assert "PRACTICE" in text_of(file)


def test_a_rare_sign_of_a_name_stops_no_paper(place: Place, by: System) -> None:
    with read() as db:
        (sheet, *_rest) = sheets.build(db, "notice", [place.wang.home_id], None)
        content = {
            **sheet.content,
            "number": "TZ1",
            "qr": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "url": "",
        }
        content["facts"] = [["Payer", "張喆龘𠮷"]]
        assert typeset("notice", {"common": common(db, practice=False), "sheets": [content]}).startswith(
            b"%PDF"
        )


def test_the_office_prints_from_its_pages(place: Place, sign_in: Callable[[str], TestClient[Any]]) -> None:
    browser = sign_in("cashier")
    form = {"key": "k1", "kind": "notice", "building_id": "", "invite": "no"}
    asked = browser.post("/documents", data=form)
    assert asked.url.path == "/documents/batches/1" and "Making the papers" in asked.text
    outbox.drain()
    done = browser.get("/documents/batches/1")
    assert "3-2-501 – 3-2-502" in done.text and "every " not in done.text.split("<main", 1)[1]
    pdf = browser.get("/documents/batches/1/1")
    assert pdf.headers["content-type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    wrong = browser.post("/documents", data={**form, "key": "k2", "kind": "certificate", "year": "20x6"})
    assert wrong.status_code == 422 and 'value="20x6"' in wrong.text
    one = browser.post(f"/homes/{place.wang.home_id}/documents", data={"kind": "statement", "year": "2026"})
    assert one.content.startswith(b"%PDF")


def test_an_owner_gets_their_own_certificate_and_nobody_elses(
    community: Community, resident: TestClient[Any]
) -> None:
    with read() as db:
        person = db.value(
            "SELECT person_id FROM accounts WHERE login = :login", login=community.logins["owner"].name
        )
        home, year = db.tuples(
            "SELECT home_id, substr(taken_on, 1, 4) FROM receipts WHERE payer_id = :p LIMIT 1", p=person
        )[0]
        other = db.value(
            "SELECT home_id FROM receipts WHERE payer_id <> :p AND home_id <> :h LIMIT 1", p=person, h=home
        )
    form = {"kind": "certificate", "year": year, "home": str(home)}
    own = resident.post("/my/documents", data=form)
    assert own.headers["content-type"] == "application/pdf"
    assert resident.post("/my/documents", data={**form, "home": str(other)}).status_code == 404
    with read() as db:
        payers = sheets.addressees_of(db, "certificate", other, int(year))
        (sheet, *_rest) = sheets.build(db, "certificate", payers, int(year))
    foreign = actions.make_one(sheet, "certificate", URL, System("test"))
    assert resident.get(f"/my/documents/{foreign.number}").status_code == 404
    assert resident.get(f"/documents/{foreign.number}").status_code == 403
