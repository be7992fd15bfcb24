"""What makes messages of itself: a posted run tells each payer once, reminders leave out who has paid, receipts thank."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from estate.billing import actions as billing
from estate.billing.actions_compute import compute_run
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.jobs import daily, outbox
from estate.messages.actions_sources import remind, tell_of_receipt, tell_of_run
from tests.billing.place import by_area, many_homes, owner, settle
from tests.cashier.conftest import Counter, Household, Place, bill, settle_place
from tests.messages.conftest import ways

BY = System("test")
NOVEMBER = date(2026, 11, 1)
BILLED = "2026-11-20T02:00:00+00:00"


@pytest.fixture
def then() -> Iterator[Any]:
    """The day on which November is billed, 20 November; due on the 25th."""
    with time_machine.travel(BILLED, tick=False) as clock:
        yield clock


@pytest.fixture
def billed(store: Store, then: Any) -> Place:
    place = settle_place(BY)
    bill(BY, [NOVEMBER])
    outbox.drain()
    return place


def told(event: str) -> list[tuple[str, str, str]]:
    """Who was told of an event: name, home, subject."""
    with read() as db:
        sql = "SELECT recipient, home_code, subject FROM messages WHERE event = :event ORDER BY recipient"
        return db.tuples(sql, event=event)


def test_a_posted_run_tells_each_payer_the_sum_once(billed: Place) -> None:
    assert told("bill.posted") == [
        ("Li Na", "3-2-502", "Bill for Nov 2026: ¥166.06"),
        ("Sun Er", "1-1-101", "Bill for Nov 2026: ¥166.06"),
        ("Wang Xiuying", "3-2-501", "Bill for Nov 2026: ¥166.06"),
    ]
    with read() as db:
        run = db.value("SELECT id FROM bill_runs")
        assert db.values("SELECT link FROM messages WHERE recipient = 'Li Na'") == [
            f"/my/bills/2026-11?home={billed.li.home_id}"
        ]
    tell_of_run(run, lambda done, of: None)  # as after a crash
    assert len(told("bill.posted")) == 3


def test_a_run_is_told_by_one_row_in_its_own_transaction(store: Store, then: Any) -> None:
    settle_place(BY)
    run = billing.start_run(NOVEMBER, NOVEMBER, BY, NOVEMBER.replace(day=25), in_worker=False)
    compute_run(run.id, run.token)
    with pytest.raises(RuntimeError), write(BY):  # noqa: PT012
        billing.post_run(run.id, BY)
        raise RuntimeError
    with read() as db:
        assert db.value("SELECT count(*) FROM outbox") == 0
    billing.post_run(run.id, BY)
    with read() as db:
        assert db.value("SELECT count(*) FROM outbox") == 1
        assert db.value("SELECT count(*) FROM messages") == 0


def test_who_pays_for_many_homes_is_told_once_for_all(store: Store, then: Any) -> None:
    with write(BY) as tx:
        homes = [settle(tx, HomeSpec("1", "1", f"10{n}", None, 8976), owner("Yang")) for n in range(1, 6)]
        yang = tx.value("SELECT min(person_id) FROM residencies")
        tx.run("UPDATE residencies SET person_id = :yang", yang=yang)
        by_area(tx, 18500)
    assert len(homes) == 5
    bill(BY, [NOVEMBER])
    outbox.drain()
    with read() as db:
        found = db.tuples("SELECT subject, text, home_code FROM messages")
    assert [(one[0], one[2]) for one in found] == [("Bill for Nov 2026: ¥830.30", "")]
    assert "1-1-101, 1-1-102, 1-1-103 and 2 more" in found[0][1]


def test_who_prepaid_enough_reads_that_there_is_nothing_to_do(store: Store, then: Any) -> None:
    place = settle_place(BY)
    with write(BY) as tx:
        tx.run("INSERT INTO message_settings VALUES ('bill.covered', 'paper', 'later')")
    Counter().take(place.wang, 16606, advance_fen=16606, beyond_cap=True)
    bill(BY, [NOVEMBER])
    outbox.drain()
    assert told("bill.covered") == [
        ("Wang Xiuying", "3-2-501", "Bill for Nov 2026: ¥166.06, paid from what you prepaid")
    ]
    assert "Wang Xiuying" not in [name for name, _home, _subject in told("bill.posted")]


def test_a_voided_run_is_told_to_nobody(store: Store, then: Any) -> None:
    settle_place(BY)
    bill(BY, [NOVEMBER])
    with read() as db:
        run = db.value("SELECT id FROM bill_runs")
    billing.void_run(run, "a wrong price", BY)
    outbox.drain()
    assert told("bill.posted") == []


def test_what_was_posted_weeks_ago_is_no_news(store: Store, then: Any) -> None:
    settle_place(BY)
    bill(BY, [NOVEMBER])
    then.shift(timedelta(days=8))
    outbox.drain()
    assert told("bill.posted") == []


def test_reminders_come_before_and_on_the_due_day_but_never_to_who_has_paid(billed: Place, then: Any) -> None:
    counter = Counter()
    counter.take(billed.wang, 16606)
    remind(date(2026, 11, 21))
    assert told("bill.due_soon") == []
    then.shift(timedelta(days=2))
    remind(date(2026, 11, 22))
    remind(date(2026, 11, 22))
    subject = "¥166.06 is due on November 25, 2026"
    assert told("bill.due_soon") == []  # neither signs in nor has a phone: only paper would reach them
    with write(BY) as tx:
        tx.run("INSERT INTO message_settings VALUES ('bill.due_soon', 'paper', 'later')")
        tx.run("INSERT INTO message_settings VALUES ('bill.due_today', 'paper', 'later')")
    for day in (22, 23, 24):
        remind(date(2026, 11, day))
    assert told("bill.due_soon") == [("Li Na", "3-2-502", subject), ("Sun Er", "1-1-101", subject)]
    counter.take(billed.li, 16606)
    then.shift(timedelta(days=3))
    remind(date(2026, 11, 25))
    remind(date(2026, 11, 25))
    assert told("bill.due_today") == [("Sun Er", "1-1-101", "¥166.06 is due today")]
    remind(date(2026, 11, 26))
    assert len(told("bill.due_today")) == 1


def test_days_off_before_the_due_day_leave_the_reminder_for_the_next_day_on(billed: Place, then: Any) -> None:
    with write(BY) as tx:
        tx.run("INSERT INTO message_settings VALUES ('bill.due_soon', 'paper', 'later')")
    then.shift(timedelta(days=4))  # 24 November: the 22nd and 23rd nobody was here
    assert "messages.remind" in daily.DAILY
    daily.DAILY["messages.remind"](date(2026, 11, 24))
    assert len(told("bill.due_soon")) == 3


def test_what_is_billed_today_is_not_reminded_of_today(store: Store, then: Any) -> None:
    with write(BY) as tx:
        tx.run("INSERT INTO message_settings VALUES ('bill.due_soon', 'paper', 'later')")
        many_homes(tx, 4)
        by_area(tx, 18500)
    then.shift(timedelta(days=3))
    bill(BY, [NOVEMBER])
    remind(date(2026, 11, 23))
    assert told("bill.due_soon") == []


@pytest.fixture
def paper_for_receipts(billed: Place) -> Household:
    with write(BY) as tx:
        tx.run("INSERT INTO message_settings VALUES ('receipt.posted', 'paper', 'later')")
    return billed.wang


def test_a_payment_is_told_once(paper_for_receipts: Household) -> None:
    receipt = Counter().take(paper_for_receipts, 10000)
    outbox.drain()
    tell_of_receipt(receipt.id)
    assert told("receipt.posted") == [("Wang Xiuying", "3-2-501", "Received: ¥100.00")]


@pytest.mark.parametrize("undo", ["void", "reverse"])
def test_a_payment_that_was_taken_back_is_told_to_nobody(paper_for_receipts: Household, undo: str) -> None:
    counter = Counter()
    receipt = counter.take(paper_for_receipts, 10000)
    getattr(counter, undo)(receipt)
    outbox.drain()
    assert told("receipt.posted") == []


def test_who_pays_while_a_reminder_still_waits_is_not_reminded_any_more(billed: Place, then: Any) -> None:
    with write(BY) as tx:
        tx.run("INSERT INTO message_settings VALUES ('bill.due_soon', 'paper', 'later')")
    then.shift(timedelta(days=2))
    remind(date(2026, 11, 22))
    Counter().take(billed.wang, 16606)
    Counter().take(billed.li, 10000)
    outbox.drain()
    with read() as db:
        sql = "SELECT recipient, id FROM messages WHERE event = 'bill.due_soon'"
        state = {name: ways(message) for name, message in db.tuples(sql)}
    assert state == {
        "Wang Xiuying": {"paper": "expired"},
        "Li Na": {"paper": "queued"},
        "Sun Er": {"paper": "queued"},
    }
