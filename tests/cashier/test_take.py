"""Taking money: what it settles, what is refused, and that one payment is taken once."""

import sqlite3

import pytest

from estate.cashier import actions, queries
from estate.cashier.actions_payment import Changed, PastPayment, Payment
from estate.data import read, write
from estate.data.store import System
from estate.refusal import Refused
from tests.cashier.conftest import MONTH_FEN, Counter, Place, balances, owed


def lines(number: str) -> list[tuple[int, int]]:
    with read() as db:
        receipt = queries.receipt(db, number)
        assert receipt
        return [(line.paid_fen, line.left_fen) for line in queries.lines(db, receipt.id)]


def test_a_payment_settles_the_oldest_first(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, 20000)
    assert balances(place.wang) == [2 * MONTH_FEN - 20000, MONTH_FEN]
    assert lines(receipt.number) == [(MONTH_FEN, 0), (20000 - MONTH_FEN, 2 * MONTH_FEN - 20000)]
    assert receipt.owed_after_fen == 3 * MONTH_FEN - 20000
    assert balances(place.li) == [MONTH_FEN] * 3


def test_what_the_payer_names_is_settled_first(counter: Counter, place: Place) -> None:
    newest = owed(place.wang)[-1]
    counter.take(place.wang, MONTH_FEN + 100, newest)
    assert balances(place.wang) == [MONTH_FEN - 100, MONTH_FEN]


def test_due_on_one_day_is_settled_in_proportion(counter: Counter, with_waste: Place) -> None:
    counter.take(with_waste.wang, 3 * MONTH_FEN + 8803)
    assert balances(with_waste.wang) == [MONTH_FEN // 2, 500]


def test_a_receipt_bears_what_a_paper_needs(counter: Counter, place: Place) -> None:
    receipt = counter.take(place.wang, MONTH_FEN, tendered_fen=20000, note=" paid by the daughter ")
    assert receipt.number.endswith("-000001") and receipt.number.startswith("SJ2")
    assert (receipt.home_code, receipt.payer_name, receipt.area_dm2) == ("3-2-501", "Wang Xiuying", 8976)
    assert (receipt.cashier_name, receipt.tendered_fen, receipt.note) == (
        "Zhao Lin",
        20000,
        "paid by the daughter",
    )
    assert receipt.state == "live"


def test_the_arrears_of_a_former_owner_are_their_own(counter: Counter, place: Place) -> None:
    assert balances(place.former) == [MONTH_FEN, MONTH_FEN]
    counter.take(place.former, MONTH_FEN)
    assert balances(place.present) == [MONTH_FEN]
    with pytest.raises(Refused, match=r"Only ¥166\.06 is owed"):
        counter.take(place.present, MONTH_FEN + 1)


@pytest.mark.parametrize("fen", [0, -1, -MONTH_FEN])
def test_nothing_and_less_is_no_payment(counter: Counter, place: Place, fen: int) -> None:
    with pytest.raises(Refused, match="more than nothing") as refused:
        counter.take(place.wang, fen)
    assert refused.value.field == "amount"


def test_more_than_is_owed_is_refused_with_what_is_owed(counter: Counter, place: Place) -> None:
    with pytest.raises(Refused, match=r"Only ¥498\.18 is owed") as refused:
        counter.take(place.wang, 3 * MONTH_FEN + 1)
    assert refused.value.field == "amount"
    counter.take(place.wang, 3 * MONTH_FEN)
    with pytest.raises(Refused, match="Nothing is owed here"):
        counter.take(place.wang, 1)


def test_a_transfer_names_its_voucher_and_each_voucher_is_money_once(counter: Counter, place: Place) -> None:
    with pytest.raises(Refused, match="number of the bank's voucher"):
        counter.take(place.wang, 100, method="transfer")
    first = counter.take(place.wang, 100, method="transfer", channel_ref=" B-77 ")
    with pytest.raises(Refused, match=first.number) as refused:
        counter.take(place.li, 100, method="transfer", channel_ref="B-77")
    assert refused.value.field == "channel_ref"
    counter.take(place.li, 100, method="pos", channel_ref="B-77")
    counter.reverse(first)
    assert counter.take(place.wang, 100, method="transfer", channel_ref="B-77").channel_ref == "B-77"


def test_cash_has_no_voucher_and_cannot_be_less_than_the_amount(counter: Counter, place: Place) -> None:
    assert counter.take(place.wang, 100, channel_ref="left over in the form").channel_ref is None
    with pytest.raises(Refused, match="less than the amount") as refused:
        counter.take(place.wang, 10000, tendered_fen=9999)
    assert refused.value.field == "tendered"


def test_an_unknown_method_is_refused(counter: Counter, place: Place) -> None:
    with pytest.raises(Refused, match="how it is paid"):
        counter.take(place.wang, 100, method="cheque")


def test_the_same_key_takes_the_same_payment_once(counter: Counter, place: Place) -> None:
    first = counter.take(place.wang, 20000, key="one")
    assert counter.take(place.wang, 20000, key="one") == first
    assert sum(balances(place.wang)) == 3 * MONTH_FEN - 20000


def test_the_same_key_for_something_else_is_refused(counter: Counter, place: Place) -> None:
    first = counter.take(place.wang, 20000, key="one")
    with pytest.raises(Refused, match="used already"):
        counter.take(place.wang, 20001, key="one")
    with pytest.raises(Refused, match="used already"):
        counter.take(place.li, 20000, key="one")
    with pytest.raises(Refused, match="used already"):
        counter.reverse(first, key="one")
    with pytest.raises(Refused, match="not complete"):
        actions.take(Payment(*place.wang, 100, "cash"), "", counter.by)


def test_a_split_that_would_differ_from_the_one_shown_is_not_taken(counter: Counter, place: Place) -> None:
    seen = tuple(queries.bills(owed(place.wang)))
    counter.take(place.wang, MONTH_FEN)
    with pytest.raises(Changed, match="has changed"):
        counter.take(place.wang, 2 * MONTH_FEN, seen=seen)
    counter.take(place.wang, 2 * MONTH_FEN)
    with pytest.raises(Changed, match="just been paid"):
        counter.take(place.wang, MONTH_FEN, seen=seen)


def test_a_change_that_leaves_the_split_alone_does_not_matter(counter: Counter, place: Place) -> None:
    seen, newest = tuple(queries.bills(owed(place.wang))), owed(place.wang)[-1]
    counter.take(place.wang, MONTH_FEN, newest)
    assert counter.take(place.wang, MONTH_FEN, seen=seen).amount_fen == MONTH_FEN
    assert balances(place.wang) == [MONTH_FEN]


def test_a_bill_that_came_in_between_makes_all_of_it_another_sum(counter: Counter, with_waste: Place) -> None:
    seen = tuple(queries.bills(owed(with_waste.wang)[:3]))
    assert counter.take(with_waste.wang, 3 * MONTH_FEN, seen=seen).owed_after_fen == MONTH_FEN + 1000


def test_numbers_have_no_gap_after_refusals(counter: Counter, place: Place) -> None:
    numbers = [counter.take(place.wang, 100).number]
    for fen in (0, 10**9):
        with pytest.raises(Refused):
            counter.take(place.wang, fen)
    with pytest.raises(ZeroDivisionError), write(counter.by):
        counter.take(place.wang, 100 // (counter.take(place.wang, 100).amount_fen - 100))
    numbers.append(counter.take(place.wang, 100).number)
    assert [number[-6:] for number in numbers] == ["000001", "000002"]


def past(whose: tuple[int, int], fen: int, day: str, key: str, **more: object) -> PastPayment:
    payment = Payment(*whose, fen, "wechat")._replace(**more)
    return PastPayment(payment, key, day, f"{day}T02:00:00.000Z", None, "Zhao Lin")


def test_payments_in_bulk_keep_every_rule(place: Place, by: System) -> None:
    with write(by) as tx:
        taken = actions.take_many(
            tx,
            [
                past(place.wang, 20000, "2025-12-30", "k1"),
                past(place.wang, 10000, "2026-01-02", "k2"),
                past(place.former, MONTH_FEN, "2026-01-03", "k3"),
            ],
        )
        numbers = tx.values("SELECT receipt_no FROM v_receipts ORDER BY taken_on")
    assert taken == 3
    assert numbers == ["SJ2025-000001", "SJ2026-000001", "SJ2026-000002"]
    assert balances(place.wang) == [2 * MONTH_FEN - 30000, MONTH_FEN]
    with read() as db:
        assert queries.unbalanced(db) == []
    with pytest.raises(Refused, match=r"Only ¥198\.18 is owed"), write(by) as tx:
        actions.take_many(tx, [past(place.wang, 20000, "2026-01-04", "k4")])
    with pytest.raises(sqlite3.IntegrityError, match=r"receipts\.key"), write(by) as tx:
        actions.take_many(tx, [past(place.wang, 1, "2026-01-04", "k1")])
