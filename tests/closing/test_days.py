"""Closing a cashier's day: the sheet, the lock, the second person, the reopening."""

import sqlite3
from typing import Any, NamedTuple

import pytest
import time_machine

from estate.cashier import actions as cashier
from estate.cashier.actions_payment import Payment
from estate.closing import actions_days as actions
from estate.closing import queries, records_days
from estate.closing.records_days import Close, TillDay
from estate.closing.sheet import read_sheet, sheet_of
from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.refusal import Refused
from tests.cashier.conftest import MONTH_FEN, Counter, Household, Place, balances


class Person(NamedTuple):
    name: str
    account_id: int | None


ZHAO, LIU, QIAN = Person("Zhao Lin", 3), Person("Liu Min", 2), Person("Qian Wu", 9)


def till(who: Any = Counter.by) -> TillDay:
    """The till of today."""
    with read() as db:
        open_ones = records_days.open_till_days(db, clock.today().isoformat())
    return next(one for one in open_ones if one.cashier_name == who.name)


def close(
    who: Any = Counter.by, *, counted: int | None, float_fen: int = 0, by: Any = None, **more: Any
) -> Close:
    given: dict[str, Any] = {"pieces": {}, "reason": "", **more}
    key = given.pop("key", "close-1")
    return actions.close_day(
        till(who).id, by or who, key, opening_float_fen=float_fen, counted_fen=counted, **given
    )


def take(who: Person, whose: Household, fen: int, key: str, method: str = "cash") -> None:
    cashier.take(Payment(whose.home_id, whose.payer_id, fen, method), key, who)


@pytest.fixture
def busy_day(counter: Counter, place: Place) -> Place:
    """Three receipts, a reversal, a void; a colleague's receipt in between."""
    first = counter.take(place.wang, MONTH_FEN)
    counter.take(place.wang, 5000, method="wechat")
    take(QIAN, place.li, 700, "qian-1")
    counter.void(counter.take(place.li, 900))
    counter.reverse(first)
    return place


def test_the_sheet_lists_everything_by_kind_and_method(busy_day: Place) -> None:
    with read() as db:
        sheet = sheet_of(db, till())
    assert [(one.kind, one.method, one.entries, one.amount_fen) for one in sheet.lines] == [
        ("receipt", "cash", 1, MONTH_FEN),
        ("receipt", "wechat", 1, 5000),
        ("reversal", "cash", 1, -MONTH_FEN),
        ("void", "cash", 1, 0),
    ]
    assert sheet.totals_fen == {"cash": 0, "wechat": 5000}
    assert (sheet.cash_due_fen, sheet.entries, sheet.total_fen) == (0, 4, 5000)
    assert [(one.kind, one.number[-2:], one.reverses and one.reverses[-2:]) for one in sheet.taken_back] == [
        ("void", "04", None),
        ("reversal", "05", "01"),
    ]
    assert [(one.first[-2:], one.last[-2:], one.used, one.others) for one in sheet.ranges] == [
        ("01", "02", 2, 1),
        ("04", "05", 2, 0),
    ]
    assert sheet.missing == []
    with read() as db:
        assert sheet_of(db, till(QIAN)).totals_fen == {"cash": 700}


def test_a_closed_day_keeps_its_sheet_and_takes_nothing_more(counter: Counter, busy_day: Place) -> None:
    done = close(counted=20000, float_fen=20000)
    assert (done.cash_due_fen, done.over_short_fen, done.state) == (0, 0, "closed")
    assert read_sheet(done.sheet).totals_fen == {"cash": 0, "wechat": 5000}
    receipt = cashier.take(Payment(busy_day.li.home_id, busy_day.li.payer_id, 300, "cash"), "q2", QIAN)
    for act in (lambda: counter.take(busy_day.wang, 100), lambda: counter.reverse(receipt)):
        with pytest.raises(Refused, match="is closed"):
            act()


def test_what_was_taken_before_the_close_is_not_voided_after_it(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, 500)
    close(counted=500)
    with pytest.raises(Refused, match="is closed"):
        counter.void(receipt)
    assert balances(place.wang)[0] == MONTH_FEN - 500


def test_what_is_paid_from_a_prepayment_moves_no_money(counter: Counter, place: Place) -> None:
    counter.take(place.wang, 500, advance_fen=500)
    done = close(counted=500)
    assert read_sheet(done.sheet).entries == 1
    offset = counter.take(place.wang, 400, method="prepayment")
    counter.reverse(offset)
    with read() as db:
        assert records_days.open_till_days(db, "9999-12-31") == []


@pytest.mark.parametrize(
    "attack",
    [
        """INSERT INTO receipt_voids (receipt_id, key, reason, voided_on, voided_at, who)
           SELECT id, 'x', 'x', taken_on, taken_at, cashier_name FROM receipts LIMIT 1""",
        """INSERT INTO receipts (number, prefix, year, seq, key, kind, home_id, home_code, area_dm2, payer_id,
               payer_name, method, amount_fen, owed_after_fen, taken_on, taken_at, cashier_name)
           SELECT prefix || year || '-000002', prefix, year, 2, 'x', kind, home_id, home_code, area_dm2, payer_id,
               payer_name, method, amount_fen, owed_after_fen, taken_on, taken_at, cashier_name FROM receipts""",
        "UPDATE day_closes SET counted_fen = 1",
        "UPDATE day_closes SET reopening_id = 1",
        "UPDATE till_days SET close_id = NULL",
        "UPDATE till_days SET day = '2020-01-01'",
        "DELETE FROM day_closes",
        "DELETE FROM till_days",
        """INSERT INTO day_closes (key, till_day_id, day, cashier_name, sheet, float_fen, cash_due_fen, counted_fen,
               over_short_fen, reason, closed_at, who)
           SELECT 'y', till_day_id, day, cashier_name, sheet, 0, cash_due_fen, counted_fen, over_short_fen, '',
               closed_at, who FROM day_closes""",
        "INSERT INTO day_confirmations (close_id, at, account_id, who) SELECT id, 'x', 3, 'x' FROM day_closes",
    ],
)
def test_the_database_keeps_a_closed_day(store: Store, place: Place, attack: str) -> None:
    Counter().take(place.wang, 500)
    take(ZHAO, place.wang, 500, "z")
    close(counted=500)
    close(ZHAO, counted=500, key="close-2")
    with pytest.raises(sqlite3.IntegrityError), write(System("x")) as tx:
        tx.run(attack)


def test_a_difference_needs_its_reason(counter: Counter, place: Place) -> None:
    counter.take(place.wang, 500)
    for counted, word in ((480, "too little"), (520, "too much")):
        with pytest.raises(Refused, match=word) as refused:
            close(counted=counted)
        assert refused.value.field == "reason"
    assert close(counted=480, reason="change given wrongly").over_short_fen == -20


def test_notes_and_coins_are_the_sum_unless_both_differ(counter: Counter, place: Place) -> None:
    counter.take(place.wang, 15010)
    for given in ({"counted": None}, {"counted": 15010, "pieces": {10000: 1}}):
        with pytest.raises(Refused) as refused:
            close(**given)
        assert refused.value.field == "counted"
    done = close(counted=None, pieces={10000: 1, 5000: 1, 10: 1, 20: 0})
    assert done.counted_fen == 15010 and actions.pieces_of(done) == {10000: 1, 5000: 1, 10: 1}


def test_a_day_that_changed_since_it_was_shown_is_counted_again(counter: Counter, place: Place) -> None:
    counter.take(place.wang, 500)
    with read() as db:
        seen = actions.seen_of(sheet_of(db, till()))
    counter.take(place.wang, 100, method="wechat")
    with pytest.raises(Refused, match="Money has moved"):
        close(counted=500, seen=seen)


def test_sent_twice_it_is_closed_once_and_not_by_another_page(counter: Counter, place: Place) -> None:
    counter.take(place.wang, 500)
    here = till()
    args: dict[str, Any] = {"opening_float_fen": 0, "counted_fen": 500, "pieces": {}, "reason": ""}
    first = actions.close_day(here.id, counter.by, "k", **args)
    assert actions.close_day(here.id, counter.by, "k", **args) == first
    with pytest.raises(Refused, match="closed already"):
        actions.close_day(here.id, counter.by, "other", **args)


def test_a_second_person_confirms_once(place: Place) -> None:
    take(ZHAO, place.wang, 500, "z")
    done = close(ZHAO, counted=500)
    with pytest.raises(Refused, match="second person"):
        actions.confirm(done.id, ZHAO)
    confirmed = actions.confirm(done.id, LIU)
    assert (confirmed.state, confirmed.confirmed_by) == ("confirmed", "Liu Min")
    assert actions.confirm(done.id, QIAN) == confirmed


def test_who_closes_for_a_colleague_does_not_confirm_it(place: Place) -> None:
    take(ZHAO, place.wang, 500, "z")
    done = close(ZHAO, counted=500, by=LIU)
    with pytest.raises(Refused, match="second person"):
        actions.confirm(done.id, LIU)
    assert actions.confirm(done.id, QIAN).state == "confirmed"


def test_a_reopened_day_goes_on_and_is_closed_anew(counter: Counter, place: Place) -> None:
    counter.take(place.wang, 500)
    first = close(counted=500)
    with pytest.raises(Refused) as refused:
        actions.reopen(first.id, " ", LIU)
    assert refused.value.field == "reason"
    opened = actions.reopen(first.id, "a late payment", LIU)
    assert opened.state == "reopened" and actions.reopen(first.id, "again", LIU) == opened
    counter.take(place.wang, 200)
    again = close(counted=700, key="close-2")
    assert again.cash_due_fen == 700
    with pytest.raises(Refused, match="open again"):
        actions.confirm(first.id, LIU)
    with read() as db:
        assert [one.state for one in records_days.closes_of_till(db, again.till_day_id)] == [
            "reopened",
            "closed",
        ]


def test_earlier_days_are_closed_together_without_counting(counter: Counter, place: Place) -> None:
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        with time_machine.travel(f"{day} 04:00Z", tick=False):
            counter.take(place.wang, 100)
    with time_machine.travel("2026-11-25 05:00Z", tick=False):
        with read() as db:
            assert queries.open_days(db, "2026-11-25") == 2
        with pytest.raises(Refused) as refused:
            actions.close_uncounted("2026-11-25", "banked", "k", LIU)
        assert refused.value.field == "until"
        assert actions.close_uncounted("2026-11-24", "banked", "k", LIU) == 2
        assert actions.close_uncounted("2026-11-24", "banked", "k", LIU) == 0
        with read() as db:
            assert queries.open_days(db, "2026-11-26") == 1
            assert {one.state for one in records_days.closes(db, 1)} == {"uncounted"}
