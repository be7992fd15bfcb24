"""Credits and refunds: asked for, approved by another person above the limit, booked, taken back."""

import sqlite3

import pytest

from estate.closing.actions_days import close_day
from estate.closing.records_days import open_till_days
from estate.data import clock, read, write
from estate.data.store import System
from estate.prepayments.queries import balance, entries, unlike
from estate.refunds import actions, queries, records
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Household, Place
from tests.refunds.conftest import CASHIER, MANAGER, Desk, moved

LIMIT = 20000


def on_account(whose: Household) -> int:
    with read() as db:
        assert unlike(db) == []
        return balance(db, *whose)


@pytest.fixture
def prepaid(counter: Counter, place: Place) -> Place:
    """500.00 of Wang in advance."""
    counter.take(place.wang, 50000, advance_fen=50000)
    return place


def test_a_small_refund_is_paid_out_without_a_second_person(desk: Desk, prepaid: Place) -> None:
    request = desk.ask("refund", prepaid.wang, LIMIT, sums="200.00 of 500.00")
    assert request.state == "payable" and on_account(prepaid.wang) == 50000
    paid = desk.pay(request, "transfer", " B-9 ")
    assert paid.state == "booked" and paid.number and paid.number.startswith("TK")
    assert (paid.method, paid.channel_ref, paid.booked_by) == ("transfer", "B-9", "Zhao Lin")
    assert on_account(prepaid.wang) == 50000 - LIMIT
    assert desk.pay(request) == paid and on_account(prepaid.wang) == 50000 - LIMIT


def test_a_large_refund_waits_for_another_person(desk: Desk, prepaid: Place) -> None:
    request = desk.ask("refund", prepaid.wang, LIMIT + 1)
    assert request.state == "waiting" and request.needs_approval
    with pytest.raises(Refused, match="not approved"):
        desk.pay(request)
    with pytest.raises(Refused, match="Another person"):
        actions.decide(request.id, True, "", CASHIER)
    assert desk.approve(request).state == "payable"
    assert desk.pay(request).state == "booked" and on_account(prepaid.wang) == 50000 - LIMIT - 1


def test_several_small_refunds_of_a_day_are_as_good_as_a_large_one(desk: Desk, prepaid: Place) -> None:
    assert desk.ask("refund", prepaid.wang, LIMIT - 1).state == "payable"
    assert desk.ask("refund", prepaid.wang, 1).state == "payable"
    second = desk.ask("refund", prepaid.wang, 1)
    assert second.state == "waiting" and second.needs_approval
    assert desk.approve(second).state == "payable"
    assert (
        desk.ask("credit", prepaid.wang, LIMIT).state == "booked"
    )  # what is credited is no money that goes out
    assert desk.ask("credit", prepaid.li, LIMIT).state == "booked"  # another account
    assert desk.ask("credit", prepaid.li, 1).state == "waiting"


def test_a_new_name_makes_nobody_another_person(desk: Desk, prepaid: Place) -> None:
    request = desk.ask("refund", prepaid.wang, LIMIT + 1)
    renamed = System("Zhao Linlin", CASHIER.account_id)
    with pytest.raises(Refused, match="Another person"):
        actions.decide(request.id, True, "", renamed)
    with pytest.raises(sqlite3.IntegrityError, match="own request"), write(renamed) as tx:
        records.add_decision(tx, request.id, approved=True, note="")


def test_nobody_gets_around_the_second_person_in_the_database(desk: Desk, prepaid: Place, by: System) -> None:
    request = desk.ask("refund", prepaid.wang, LIMIT + 1)
    with pytest.raises(sqlite3.IntegrityError, match="own request"), write(by) as tx:
        tx.insert(
            "refund_decisions",
            request_id=request.id,
            approved=1,
            decided_on="2026-11-24",
            decided_at="x",
            decided_by_id=CASHIER.account_id,
            decided_by=CASHIER.name,
        )
    with write(by) as tx:
        tx.run("INSERT INTO voucher_series (prefix, year) VALUES ('TK', 2026)")
    with pytest.raises(sqlite3.IntegrityError, match="asked for and approved"), write(by) as tx:
        tx.insert(
            "vouchers",
            number="TK2026-000001",
            prefix="TK",
            year=2026,
            seq=1,
            key="x",
            kind="refund",
            request_id=request.id,
            amount_fen=LIMIT + 1,
            method="cash",
            booked_on="2026-11-24",
            at="x",
            who="x",
        )


def test_a_declined_refund_says_why_and_is_not_paid(desk: Desk, prepaid: Place) -> None:
    request = desk.ask("refund", prepaid.wang, LIMIT + 1)
    with pytest.raises(Refused, match="Write why") as refused:
        actions.decide(request.id, False, " ", MANAGER)
    assert refused.value.field == "note"
    declined = actions.decide(request.id, False, "still owes", MANAGER)
    assert (declined.state, declined.decision_note, declined.decided_by) == (
        "declined",
        "still owes",
        "Liu Min",
    )
    with pytest.raises(Refused, match="not approved"):
        desk.pay(request)
    assert actions.decide(request.id, True, "", MANAGER).state == "declined"


def test_no_more_is_refunded_than_is_there(desk: Desk, counter: Counter, prepaid: Place) -> None:
    with pytest.raises(Refused, match=r"Only ¥500\.00") as refused:
        desk.ask("refund", prepaid.wang, 50001)
    assert refused.value.field == "amount"
    request = desk.ask("refund", prepaid.wang, LIMIT)
    counter.take(prepaid.wang, 40000, method="prepayment")
    with pytest.raises(Refused, match=r"Only ¥100\.00"):
        desk.pay(request)
    assert on_account(prepaid.wang) == 10000


def test_a_reversed_refund_is_on_the_account_again(desk: Desk, prepaid: Place) -> None:
    request = desk.pay(desk.ask("refund", prepaid.wang, 5000))
    with pytest.raises(Refused, match="reason") as refused:
        desk.reverse(request, " ")
    assert refused.value.field == "reason"
    reversed_ = desk.reverse(request)
    assert reversed_.state == "reversed" and reversed_.reversal and reversed_.reversal.endswith("-000002")
    assert on_account(prepaid.wang) == 50000 and desk.reverse(request) == reversed_
    assert desk.pay(request).state == "reversed" and on_account(prepaid.wang) == 50000


def test_a_small_credit_is_booked_at_once_and_a_large_one_when_approved(desk: Desk, place: Place) -> None:
    small = desk.ask("credit", place.li, LIMIT)
    assert small.state == "booked" and small.number and small.number.startswith("DX")
    assert on_account(place.li) == LIMIT
    large = desk.ask("credit", place.li, LIMIT + 1)
    assert large.state == "waiting" and on_account(place.li) == LIMIT
    assert desk.approve(large).state == "booked" and on_account(place.li) == 2 * LIMIT + 1


def test_a_credit_that_is_used_is_not_taken_back(desk: Desk, counter: Counter, place: Place) -> None:
    credit = desk.ask("credit", place.li, LIMIT)
    used = counter.take(place.li, 1, method="prepayment")
    with pytest.raises(Refused, match=r"Only ¥199\.99 of it is left"):
        desk.reverse(credit)
    counter.reverse(used)
    assert desk.reverse(credit).state == "reversed" and on_account(place.li) == 0


def test_the_same_key_asks_once(desk: Desk, place: Place) -> None:
    first = desk.ask("credit", place.li, 100, key="one")
    assert desk.ask("credit", place.li, 100, key="one") == first and on_account(place.li) == 100
    with pytest.raises(Refused, match="used already"):
        desk.ask("credit", place.li, 101, key="one")


def test_what_is_asked_is_whole(desk: Desk, place: Place) -> None:
    with pytest.raises(Refused, match="more than nothing"):
        desk.ask("credit", place.li, 0)
    with pytest.raises(Refused, match="reason"):
        desk.ask("credit", place.li, 1, reason=" ")
    with pytest.raises(Refused, match="whose account"):
        desk.ask("credit", Household(place.li.home_id, place.wang.payer_id), 1)
    request = desk.ask("credit", place.li, LIMIT + 1)
    with pytest.raises(Refused, match="Nothing is booked"):
        desk.reverse(request)
    with pytest.raises(Refused, match="needs no approval"):
        actions.decide(desk.ask("credit", place.li, 1).id, True, "", MANAGER)


def test_a_payout_names_its_way(desk: Desk, prepaid: Place) -> None:
    request = desk.ask("refund", prepaid.wang, 100)
    with pytest.raises(Refused, match="how it is paid out"):
        desk.pay(request, "prepayment")
    with pytest.raises(Refused, match="bank's voucher"):
        desk.pay(request, "transfer")


def test_refunds_leave_the_till_and_credits_do_not(desk: Desk, counter: Counter, prepaid: Place) -> None:
    desk.pay(desk.ask("refund", prepaid.wang, 3000))
    desk.ask("credit", prepaid.li, 100)
    counter.take(prepaid.wang, 1000, method="prepayment")
    desk.reverse(desk.pay(desk.ask("refund", prepaid.wang, 500), "wechat"))
    assert moved() == [
        ("receipts", "cash", "Zhao Lin", 50000),
        ("refunds", "cash", "Zhao Lin", -3000),
        ("refunds", "wechat", "Zhao Lin", -500),
        ("refunds", "wechat", "Liu Min", 500),
    ]


def test_nothing_is_paid_out_of_a_closed_till(desk: Desk, prepaid: Place, by: System) -> None:
    request = desk.ask("refund", prepaid.wang, 100)
    desk.pay(desk.ask("refund", prepaid.wang, 200))
    today = clock.today().isoformat()
    with read() as db:
        till = open_till_days(db, today, f"#{CASHIER.account_id}")[0]
    close_day(
        till.id,
        CASHIER,
        "close",
        opening_float_fen=0,
        counted_fen=0,
        pieces={},
        reason="found nothing",
    )
    with pytest.raises(Refused, match="is closed"):
        desk.pay(request)
    assert on_account(prepaid.wang) == 49800


def test_the_account_shows_every_entry_with_what_stood_then(
    desk: Desk, counter: Counter, prepaid: Place
) -> None:
    desk.reverse(desk.pay(desk.ask("refund", prepaid.wang, 3000)))
    counter.take(prepaid.wang, 1000, method="prepayment")
    with read() as db:
        shown = [
            (one.kind, one.reversal, one.amount_fen, one.balance_fen) for one in entries(db, *prepaid.wang)
        ]
        counts = queries.counts(db)
    assert shown == [
        ("offset", False, -1000, 49000),
        ("refund", True, 3000, 50000),
        ("refund", False, -3000, 47000),
        ("paid_in", False, 50000, 50000),
    ]
    assert counts == {"reversed": 1}


@pytest.mark.parametrize("table", ["refund_requests", "refund_decisions", "vouchers", "voucher_series"])
def test_papers_stay(desk: Desk, place: Place, by: System, table: str) -> None:
    desk.approve(desk.ask("credit", place.li, LIMIT + 1))
    with pytest.raises(sqlite3.IntegrityError, match="stay as they are"), write(by) as tx:
        tx.run(f"DELETE FROM {table}")
    change = {"voucher_series": "next = 1", "refund_decisions": "note = 'x'"}.get(table, "amount_fen = 1")
    with pytest.raises(sqlite3.IntegrityError, match=r"stay as they are|only counts up"), write(by) as tx:
        tx.run(f"UPDATE {table} SET {change}")
