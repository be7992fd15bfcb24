"""Letters: frozen with their amounts, numbered without gaps, delivered with proof; limitation follows the proof."""

import io
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient
from PIL import Image
from pypdf import PdfReader

from estate.contacts import actions as contacts
from estate.contacts.actions import Told
from estate.data import clock, files, read, write
from estate.data.store import System
from estate.documents import actions as documents
from estate.documents.actions import Wanted as Print
from estate.jobs import outbox
from estate.letters import actions, actions_delivery, actions_limitation, actions_texts, limitation, queries
from estate.letters.actions_delivery import Delivered
from estate.letters.queries import Letter
from estate.letters.texts import Text, delivered
from estate.penalties.actions import TermsSpec, add_terms
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Household, Place

URL = "http://192.168.1.20:8080/my"
DAY = datetime(2026, 12, 20, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clocked(place: Place) -> Iterator[Any]:
    with time_machine.travel(DAY, tick=True) as traveller:
        yield traveller


def draft(whose: Household, by: System, kind: str = "demand") -> int:
    with write(by) as tx:
        return actions.draft(tx, whose.home_id, whose.payer_id, kind)


def issue(whose: Household, by: System, kind: str = "demand") -> Letter:
    return actions.issue(draft(whose, by, kind), URL, by)


def pdf(letter: Letter) -> str:
    with read() as db:
        file = db.value("SELECT file FROM documents WHERE number = :number", number=letter.number)
    return "\n".join(one.extract_text() for one in PdfReader(files.path_of(file)).pages)


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(made, "JPEG")
    return made.getvalue()


def ends(whose: Household) -> list[date]:
    with read() as db:
        return [one.limitation.ends_on for one in limitation.of_debt(db, whose.home_id, whose.payer_id)]


def handed(letter: Letter, by: System, **more: Any) -> Letter:
    done = Delivered("handed", clock.today(), "Wang Lei", "adult_family", photo=files.keep(picture()), **more)
    return actions_delivery.record(letter.id, done, more.pop("key", "a key"), by)


def test_a_letter_says_what_is_owed_for_what_with_penalty_and_in_words(place: Place, by: System) -> None:
    with read() as db:
        item_id = db.value("SELECT id FROM fee_items")
    add_terms(item_id, TermsSpec(date(2026, 1, 1), 5000, "Contract, clause 12"), by)
    letter = issue(place.wang, by)
    text = pdf(letter)
    assert letter.number == "CJ2026-000001"
    # 166.06 × 0.0005 × 83 (its due day is a holiday), 56 and 25 days; source: DOMAIN A1.15
    assert (letter.principal_fen, letter.penalty_fen) == (49818, 689 + 465 + 208)
    for part in (
        "Wang Xiuying",
        "3-2-501",
        "498.18",
        "511.80",
        "人民币伍佰壹拾壹元捌角",
        "0.05%",
        "clause 12",
        "Return slip",
    ):
        assert part in text
    assert "Li Na" not in text


def test_a_reminder_asks_for_no_penalty_and_has_no_slip(place: Place, by: System) -> None:
    with read() as db:
        item_id = db.value("SELECT id FROM fee_items")
    add_terms(item_id, TermsSpec(date(2026, 1, 1), 5000, "Contract, clause 12"), by)
    letter = issue(place.wang, by, "reminder")
    assert letter.penalty_fen == 0 and letter.number == "TX2026-000001"
    assert "Return slip" not in pdf(letter)


def test_an_issued_letter_stays_as_it_was_after_a_payment(place: Place, counter: Counter, by: System) -> None:
    letter = issue(place.wang, by)
    counter.take(place.wang, 49818)
    with read() as db:
        found = queries.letter(db, letter.id)
    assert found and found.principal_fen == 49818
    for sql in ("UPDATE letter_issues SET principal_fen = 1", "DELETE FROM letter_charges"):
        with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
            tx.run(sql)


def test_a_draft_waits_once_and_is_not_issued_when_paid(place: Place, counter: Counter, by: System) -> None:
    letter_id = draft(place.wang, by)
    assert draft(place.wang, by) == letter_id
    counter.take(place.wang, 49818)
    done = actions.issue(letter_id, URL, by)
    assert (done.state, done.number) == ("paid", None)
    with pytest.raises(Refused):
        draft(place.wang, by)


def test_two_letters_on_one_day_have_two_numbers(place: Place, by: System) -> None:
    first, second = issue(place.wang, by), issue(place.wang, by)
    assert [first.number, second.number] == ["CJ2026-000001", "CJ2026-000002"]
    assert actions.issue(first.id, URL, by).number == first.number


def test_a_letter_names_no_debt_of_somebody_else(place: Place, by: System) -> None:
    former = issue(place.former, by)
    assert "Sun Er" not in pdf(former)
    with read() as db:
        other = db.value("SELECT charge_id FROM charge_balances WHERE payer_id = :id", id=place.wang.payer_id)
    with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
        tx.insert("letter_charges", letter_id=former.id, charge_id=other, balance_fen=1, penalty_fen=0)


def test_a_print_issues_all_drafts_in_the_order_of_homes_even_after_a_crash(
    place: Place, counter: Counter, by: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    for whose in (place.li, place.wang, place.present):
        draft(whose, by)
    counter.take(place.li, 49818)
    batch = documents.start_batch(Print("letter_demand"), "a key", URL, by)
    monkeypatch.setattr(documents, "AT_ONCE", 1)

    def cut_off(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        documents.make_batch(batch.id, cut_off, practice=False)
    outbox.drain()
    with read() as db:
        made = db.tuples("SELECT home_code, number FROM documents ORDER BY id")
        states = db.tuples(
            "SELECT payer_id, number FROM letters JOIN letter_issues ON letter_id = id ORDER BY number"
        )
    assert made == [("1-1-101", "CJ2026-000001"), ("3-2-501", "CJ2026-000002")]
    assert states == [(place.present.payer_id, "CJ2026-000001"), (place.wang.payer_id, "CJ2026-000002")]


def test_a_print_leaves_out_who_has_promised_to_pay(
    place: Place, by: System, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    waits = draft(place.li, by)
    draft(place.wang, by)
    told = Told(
        *place.li, clock.now(), "call_in", "owner", "promised", promise_on=date(2026, 12, 30), promise_fen=100
    )
    contacts.log(told, "k", by)
    documents.start_batch(Print("letter_demand"), "a key", URL, by)
    outbox.drain()
    with read() as db:
        assert db.values("SELECT home_code FROM documents") == ["3-2-501"]
    assert "Dunning of this debt rests until" in sign_in("clerk").get(f"/letters/{waits}").text


def test_a_signed_slip_is_strong_proof_and_begins_limitation_anew(place: Place, by: System) -> None:
    letter = issue(place.wang, by)
    assert ends(place.wang)[0] == date(2029, 9, 25)
    assert handed(letter, by).state == "strong"
    assert ends(place.wang) == [date(2029, 12, 20)] * 3


def test_a_paper_on_the_door_proves_little(place: Place, by: System) -> None:
    letter = issue(place.wang, by)
    assert actions_delivery.record(letter.id, Delivered("posted", clock.today()), "k", by).state == "weak"
    assert ends(place.wang)[0] == date(2029, 9, 25)


def test_registered_post_needs_its_number_first(place: Place, by: System) -> None:
    letter, today = issue(place.wang, by), clock.today()
    with pytest.raises(Refused):
        actions_delivery.record(letter.id, Delivered("arrived", today, "Wang", "self"), "k", by)
    assert (
        actions_delivery.record(letter.id, Delivered("sent", today, tracking="EMS1"), "l", by).state == "sent"
    )
    assert (
        actions_delivery.record(letter.id, Delivered("arrived", today, "Wang", "self"), "m", by).state
        == "strong"
    )


def test_a_wrong_delivery_is_corrected_by_another_row_and_proves_nothing_any_more(
    place: Place, by: System
) -> None:
    letter = handed(issue(place.wang, by), by)
    with read() as db:
        (row,) = queries.deliveries(db, letter.id)
    done = Delivered("posted", clock.today(), corrects_id=row.id)
    assert actions_delivery.record(letter.id, done, "another", by).state == "weak"
    assert ends(place.wang)[0] == date(2029, 9, 25)


def test_what_has_arrived_is_not_withdrawn(place: Place, by: System) -> None:
    first, second = handed(issue(place.wang, by), by), issue(place.wang, by)
    with pytest.raises(Refused):
        actions.withdraw(first.id, "Wrong sum", by)
    assert actions.withdraw(second.id, "Wrong sum", by).state == "withdrawn"
    with pytest.raises(Refused):
        actions_delivery.record(second.id, Delivered("posted", clock.today()), "k", by)


def test_a_part_payment_interrupts_only_its_own_bill(place: Place, counter: Counter, by: System) -> None:
    taken = counter.take(place.wang, 5000)
    assert ends(place.wang) == [date(2029, 12, 20), date(2029, 10, 25), date(2029, 11, 25)]
    counter.reverse(taken)
    assert ends(place.wang)[0] == date(2029, 9, 25)


def test_a_promise_in_writing_and_a_lawsuit_interrupt_until_they_are_taken_back(
    place: Place, by: System
) -> None:
    wang = place.wang
    told = Told(
        *wang,
        clock.now(),
        "message",
        "owner",
        "promised",
        promise_on=date(2026, 12, 30),
        promise_fen=100,
        in_writing=True,
    )
    contacts.log(told, "k", by)
    assert ends(wang) == [date(2029, 12, 20)] * 3
    event = actions_limitation.note_event(*place.li, "lawsuit", date(2026, 12, 1), "(2026) 1 No. 7", "k", by)
    assert ends(place.li) == [date(2029, 12, 1)] * 3
    actions_limitation.take_back(event, "Wrong home", by)
    assert ends(place.li)[0] == date(2029, 9, 25)


def test_the_warning_list_names_who_ends_within_the_days(place: Place, by: System, clocked: Any) -> None:
    handed(issue(place.li, by), by)
    clocked.move_to(datetime(2029, 8, 1, 4, tzinfo=UTC))
    with read() as db:
        near, far = limitation.warnings(db, 90), limitation.warnings(db, 30)
    assert far == []
    assert {(one.payer_name, one.charges, one.fen) for one in near} >= {("Wang Xiuying", 2, 33212)}
    assert all(one.payer_name != "Li Na" for one in near)


def test_a_text_that_threatens_or_names_what_is_not_there_is_refused(place: Place, by: System) -> None:
    good = delivered("demand", "zh_CN")
    for closing, field in (("逾期我们将停水停电。", "closing"), ("请付 {sum}", "closing")):
        with pytest.raises(Refused) as refused:
            actions_texts.change(good._replace(closing=closing), by)
        assert refused.value.field == field
    changed: Text = good._replace(opening="{缴费人}：请缴纳{total}。", days=20)
    assert actions_texts.change(changed, by).days == 20
    assert actions_texts.restore("demand", "zh_CN", by).opening == good.opening


def test_the_clerk_drafts_issues_and_delivers_in_the_browser(
    place: Place, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    browser, home = sign_in("clerk"), place.wang.home_id
    sent = {"payer": str(place.wang.payer_id), "kind": "demand"}
    shown = browser.post(f"/homes/{home}/letters", data=sent)
    assert "Issue the letter" in shown.text
    assert browser.get(f"{shown.url.path}/draft").content.startswith(b"%PDF")
    assert "CJ2026-000001" in browser.post(f"{shown.url.path}/issue").text
    assert browser.get("/documents/CJ2026-000001").content.startswith(b"%PDF")
    told = {
        "way": "handed",
        "on_day": clock.today().isoformat(),
        "person": "Wang Lei",
        "relation": "adult_family",
        "key": "k",
    }
    done = browser.post(
        f"{shown.url.path}/deliveries", data=told, files={"photo": ("slip.jpg", picture(), "image/jpeg")}
    )
    assert "Arrival proven" in done.text
    assert browser.get("/letters?state=strong").text.count("CJ2026-000001") == 1
    assert "Dec 20, 2029" in browser.get(f"/homes/{home}/letters").text
    assert browser.get("/letters/limitation").status_code == 200


def test_the_print_has_labels_in_the_order_of_its_letters(
    place: Place, by: System, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    for whose in (place.wang, place.present):
        draft(whose, by)
    browser = sign_in("clerk")
    shown = browser.post("/letters", data={"kind": "demand", "building_id": "", "key": "k"})
    outbox.drain()
    labels = browser.get(f"{shown.url.path}/labels")
    text = PdfReader(io.BytesIO(labels.content)).pages[0].extract_text()
    assert text.index("1-1-101") < text.index("3-2-501") and "Sun Er" in text


def test_a_draft_can_be_withdrawn_and_the_day_before_the_letter_is_refused(place: Place, by: System) -> None:
    assert actions.withdraw(draft(place.wang, by), "By mistake", by).state == "withdrawn"
    letter = issue(place.wang, by)
    with pytest.raises(Refused):
        actions_delivery.record(letter.id, Delivered("posted", clock.today() - timedelta(1)), "k", by)
