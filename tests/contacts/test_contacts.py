"""Contacts: logged once, corrected by a later one, promises that end by themselves, follow-ups that come back."""

import io
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient
from PIL import Image

from estate.arrears import queries as arrears
from estate.contacts import actions, queries, words
from estate.contacts.actions import Told
from estate.contacts.queries import Contact
from estate.data import clock, read, write
from estate.data.store import System
from estate.jobs import daily
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Household, Place

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)


def call(whose: Household, by: System, key: str = "a key", **more: Any) -> Contact:
    told = Told(
        whose.home_id, whose.payer_id, clock.now(), "call_out", "owner", more.pop("result", "told"), **more
    )
    return actions.log(told, key, by)


def promise(whose: Household, by: System, fen: int = 16606, days: int = 7, **more: Any) -> Contact:
    day = clock.today() + timedelta(days)
    return call(whose, by, result="promised", promise_on=day, promise_fen=fen, **more)


def again(contact: Contact) -> Contact:
    with read() as db:
        found = queries.contact(db, contact.id)
    assert found is not None
    return found


def pauses(whose: Household) -> list[tuple[str, str, str | None]]:
    with read() as db:
        return db.tuples(
            "SELECT cause, until_on, ended_at FROM dunning_pauses WHERE home_id = :home ORDER BY id",
            home=whose.home_id,
        )


def due() -> list[queries.FollowUp]:
    with read() as db:
        return queries.follow_ups(db, clock.today().isoformat())


@pytest.fixture
def clocked(place: Place) -> Any:
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller


def test_a_contact_keeps_what_was_owed_at_the_time(place: Place, counter: Counter, by: System) -> None:
    logged = call(place.wang, by)
    counter.take(place.wang, 49818)
    assert again(logged).owed_fen == 3 * 16606
    assert again(logged).charges.count("16606") == 3


@pytest.mark.parametrize(
    ("cause", "reason"), [("leak", "leak"), ("service", "quality"), ("mismatch", "disputed_sum")]
)
def test_why_they_do_not_pay_becomes_the_reason_of_the_arrears(
    cause: str, reason: str, place: Place, by: System
) -> None:
    logged = call(place.wang, by, cause=cause, note="said so")
    with read() as db:
        assert arrears.cause(db, *place.wang) == reason
        assert db.value("SELECT source_id FROM arrears_causes WHERE source = 'contact'") == logged.id


@pytest.mark.parametrize("cause", [one for one in words.CAUSES if one])
def test_every_cause_that_a_contact_can_name_is_a_reason_of_arrears(
    cause: str, place: Place, by: System
) -> None:
    call(place.wang, by, cause=cause)
    with read() as db:
        assert arrears.cause(db, *place.wang)


def test_the_same_page_logs_once(place: Place, by: System) -> None:
    assert call(place.wang, by).id == call(place.wang, by).id


def test_a_contact_cannot_be_changed_or_deleted(place: Place, by: System) -> None:
    logged = call(place.wang, by)
    for sql in ("UPDATE contacts SET note = 'x' WHERE id = :id", "DELETE FROM contacts WHERE id = :id"):
        with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
            tx.run(sql, id=logged.id)


def test_a_promise_pauses_dunning_until_its_day(place: Place, by: System, clocked: Any) -> None:
    promise(place.wang, by)
    assert pauses(place.wang) == [("promise", "2026-12-08", None)]


def test_a_payment_keeps_the_promise_and_ends_the_pause(
    place: Place, counter: Counter, by: System, clocked: Any
) -> None:
    made = promise(place.wang, by)
    clocked.shift(timedelta(days=2))
    counter.take(place.wang, 16606)
    actions.judge_promises(clock.today())
    assert (again(made).outcome, again(made).paid_fen) == ("kept", 16606)
    assert pauses(place.wang)[0][2] is not None


def test_a_payment_that_was_taken_back_keeps_nothing(
    place: Place, counter: Counter, by: System, clocked: Any
) -> None:
    made = promise(place.wang, by)
    clocked.shift(timedelta(days=1))
    counter.reverse(counter.take(place.wang, 16606))
    clocked.shift(timedelta(days=10))
    actions.judge_promises(clock.today())
    assert again(made).outcome == "broken"


def test_somebody_elses_payment_keeps_no_promise(
    place: Place, counter: Counter, by: System, clocked: Any
) -> None:
    made = promise(place.former, by, 10000)
    clocked.shift(timedelta(days=1))
    counter.take(place.present, 16606)
    clocked.shift(timedelta(days=10))
    actions.judge_promises(clock.today())
    assert again(made).outcome == "broken"


def test_a_broken_promise_comes_back_to_the_list_once_and_goes_with_the_next_contact(
    place: Place, by: System, clocked: Any
) -> None:
    made = promise(place.wang, by)
    assert due() == []
    clocked.shift(timedelta(days=8))
    daily.run_due()
    daily.run_due()
    assert [(one.contact_id, one.cause) for one in due()] == [(made.id, "broken")]
    call(place.wang, by, "another key")
    assert due() == []


def test_a_follow_up_waits_for_its_day(place: Place, by: System, clocked: Any) -> None:
    logged = call(place.li, by, next_on=clock.today() + timedelta(3))
    assert due() == []
    clocked.shift(timedelta(days=3))
    assert [one.contact_id for one in due()] == [logged.id]
    actions.close(logged.id, by)
    actions.close(logged.id, by)
    assert due() == []


def test_a_correction_withdraws_the_promise_and_takes_the_place_of_the_first(
    place: Place, by: System, clocked: Any
) -> None:
    made = promise(place.wang, by)
    later = call(place.wang, by, "another key", corrects_id=made.id, reason="It was the neighbour")
    assert (again(made).outcome, again(made).corrected_by) == ("withdrawn", later.id)
    assert pauses(place.wang)[0][2] is not None
    with pytest.raises(Refused):
        call(place.wang, by, "third key", corrects_id=made.id, reason="Once more")


def test_only_a_promise_in_writing_speaks_of_the_charges(place: Place, by: System) -> None:
    promise(place.wang, by)
    written = promise(place.wang, by, key="in writing", in_writing=True)
    with read() as db:
        charges = db.values(
            "SELECT charge_id FROM charge_balances WHERE payer_id = :id", id=place.wang.payer_id
        )
        found = queries.written_promises(db, charges)
    assert {one.charge_id for one in found} == set(charges)
    assert {one.contact_id for one in found} == {written.id}


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("promise_on", {"result": "promised", "promise_fen": 100}),
        ("promise_fen", {"result": "promised", "promise_on": date(2199, 1, 1)}),
        ("promise_fen", {"result": "promised", "promise_on": date(2199, 1, 1), "promise_fen": 10**9}),
        ("promise_on", {"result": "promised", "promise_on": date(2020, 1, 1), "promise_fen": 100}),
        ("next_on", {"next_on": date(2020, 1, 1)}),
        ("promise_on", {"result": "refused", "promise_on": date(2199, 1, 1), "promise_fen": 100}),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    place: Place, by: System, field: str, told: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        call(place.wang, by, **told)
    assert refused.value.field == field


def test_the_clerk_logs_a_promise_and_finds_it_again(
    place: Place, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    browser, home = sign_in("clerk"), place.wang.home_id
    assert "Wang Xiuying" in browser.get(f"/homes/{home}/contacts/new").text
    sent = {
        "payer": str(place.wang.payer_id),
        "day": clock.today().isoformat(),
        "clock": "0:00",
        "channel": "visit",
        "reached": "adult_family",
        "reached_name": "Wang Lei",
        "result": "promised",
        "promise_on": (clock.today() + timedelta(5)).isoformat(),
        "promise_fen": "300",
        "note": "Salary comes on Friday",
        "key": "k",
    }
    answer = browser.post(f"/homes/{home}/contacts", data=sent)
    assert answer.status_code == 200 and "Salary comes on Friday" in answer.text and "300.00" in answer.text
    assert "Promised to pay" in browser.get(f"/homes/{home}/contacts").text
    wrong = browser.post(f"/homes/{home}/contacts", data={**sent, "key": "l", "clock": "25:00"})
    assert wrong.status_code == 422 and "This is no time" in wrong.text


def test_a_broken_promise_is_told_to_its_clerk_once(
    place: Place, sign_in: Callable[[str], TestClient[Any]], clocked: Any
) -> None:
    sent = {
        "payer": str(place.wang.payer_id),
        "day": "2026-12-01",
        "clock": "9:00",
        "result": "promised",
        "promise_on": "2026-12-05",
        "promise_fen": "100",
        "key": "k",
    }
    assert sign_in("clerk").post(f"/homes/{place.wang.home_id}/contacts", data=sent).status_code == 200
    for _day in range(2):
        clocked.shift(timedelta(days=5))
        daily.run_due()
    with read() as db:
        told = db.tuples("SELECT recipient, text FROM messages WHERE event = 'promise.broken'")
    assert len(told) == 1 and told[0][0] == "Sun Yan" and "100.00" in told[0][1]


def test_a_paper_that_was_sent_lies_with_the_contact(
    place: Place, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "PNG")
    sent = {"payer": str(place.wang.payer_id), "day": clock.today().isoformat(), "clock": "0:00", "key": "k"}
    paper = {"paper_files": ("message.png", made.getvalue(), "image/png")}
    shown = sign_in("clerk").post(f"/homes/{place.wang.home_id}/contacts", data=sent, files=paper)
    assert "message.png" in shown.text


def test_a_contact_of_another_home_is_not_corrected_here(
    place: Place, by: System, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    logged = call(place.wang, by)
    assert (
        sign_in("clerk").get(f"/homes/{place.li.home_id}/contacts/new?corrects={logged.id}").status_code
        == 404
    )
