"""What prepayments pay at the posting of a bill run, and what voiding it gives back."""

from datetime import date

import pytest

from estate.billing import actions as billing
from estate.billing.actions_compute import compute_run
from estate.billing.records_runs import Run
from estate.cashier import queries, queries_list
from estate.cashier.queries_list import Wanted
from estate.data import clock, read, write
from estate.data.store import System
from estate.office import actions as office
from estate.office.identity import identity
from estate.prepayments.queries import balance
from estate.refusal import Refused
from tests.cashier.conftest import MONTH_FEN, Counter, Household, Place, balances

DECEMBER = date(2026, 12, 1)


def post_december(by: System) -> Run:
    run = billing.start_run(DECEMBER, DECEMBER, by, date(2026, 12, 25), in_worker=False)
    compute_run(run.id, run.token)
    return billing.post_run(run.id, by)


def on_account(whose: Household) -> int:
    with read() as db:
        assert queries.unbalanced(db) == []
        return balance(db, *whose)


def offsets() -> list[queries.Receipt]:
    with read() as db:
        return queries_list.receipts_page(db, Wanted(method="prepayment"))[::-1]


def prepay(counter: Counter, whose: Household, fen: int) -> None:
    counter.take(whose, fen, advance_fen=fen, beyond_cap=True)


@pytest.fixture
def settled(counter: Counter, place: Place) -> Place:
    """Nobody owes anything; Wang has paid 500.00 in advance, Li a little."""
    for whose in place:
        counter.take(whose, sum(balances(whose)))
    prepay(counter, place.wang, 50000)
    prepay(counter, place.li, 100)
    return place


def test_a_run_draws_on_the_prepayments_of_those_whom_it_charges(settled: Place, by: System) -> None:
    post_december(by)
    assert balances(settled.wang) == [] and on_account(settled.wang) == 50000 - MONTH_FEN
    assert balances(settled.li) == [MONTH_FEN - 100] and on_account(settled.li) == 0
    assert balances(settled.present) == [MONTH_FEN]
    first, second = offsets()
    assert [first.number[:2], first.number[-6:], second.number[-6:]] == ["YC", "000001", "000002"]
    assert (first.amount_fen, first.owed_after_fen, first.cashier_name) == (MONTH_FEN, 0, "test")
    assert (second.amount_fen, second.owed_after_fen) == (100, MONTH_FEN - 100)


def test_arrears_come_before_the_new_bill(counter: Counter, place: Place, by: System) -> None:
    prepay(counter, place.wang, 2 * MONTH_FEN)
    post_december(by)
    assert balances(place.wang) == [MONTH_FEN] * 2
    with read() as db:
        lines = queries.lines(db, offsets()[0].id)
    assert [line.period_from for line in lines] == ["2026-09-01", "2026-10-01"]


def test_in_whole_bills_only_when_the_office_says_so(settled: Place, by: System) -> None:
    with read() as db:
        now = identity(db)
    office.change(now._replace(offset_partial=False), by)
    post_december(by)
    assert balances(settled.wang) == [] and balances(settled.li) == [MONTH_FEN]
    assert on_account(settled.li) == 100 and len(offsets()) == 1


def test_not_where_the_office_or_the_account_does_not_want_it(settled: Place, by: System) -> None:
    with write(by) as tx:
        tx.run("UPDATE prepayment_balances SET auto = 0 WHERE home_id = :home", home=settled.wang.home_id)
    post_december(by)
    assert on_account(settled.wang) == 50000 and on_account(settled.li) == 0
    with read() as db:
        now = identity(db)
    office.change(now._replace(auto_offset=False), by)
    with write(by) as tx:
        tx.run("UPDATE prepayment_balances SET auto = 1")
    january = date(2027, 1, 1)
    run = billing.start_run(january, january, by, in_worker=False)
    compute_run(run.id, run.token)
    billing.post_run(run.id, by)
    assert on_account(settled.wang) == 50000


def test_no_money_comes_in_by_an_offset(settled: Place, by: System) -> None:
    today = clock.today().isoformat()
    with read() as db:
        before = queries_list.takings(db, Wanted(today, today))
    post_december(by)
    with read() as db:
        assert queries_list.takings(db, Wanted(today, today)) == before


def test_posting_twice_draws_once(settled: Place, by: System) -> None:
    run = post_december(by)
    billing.post_run(run.id, by)
    assert len(offsets()) == 2


def test_voiding_the_run_puts_everything_back(settled: Place, by: System) -> None:
    run = post_december(by)
    voided = billing.void_run(run.id, "wrong price", by)
    assert voided.state == "voided"
    assert on_account(settled.wang) == 50000 and on_account(settled.li) == 100
    assert balances(settled.wang) == balances(settled.li) == []
    reversals = [one for one in offsets() if one.state == "reversal"]
    assert [one.number[-6:] for one in reversals] == ["000003", "000004"]
    assert {one.reason for one in reversals} == {"wrong price"}
    post_december(by)
    assert on_account(settled.wang) == 50000 - MONTH_FEN


def test_a_run_that_somebody_paid_stays_with_its_offsets(
    counter: Counter, settled: Place, by: System
) -> None:
    run = post_december(by)
    receipt = counter.take(settled.li, 100)
    with pytest.raises(Refused, match="paid on these bills"):
        billing.void_run(run.id, "wrong price", by)
    assert on_account(settled.wang) == 50000 - MONTH_FEN and len(offsets()) == 2
    counter.reverse(receipt)
    billing.void_run(run.id, "wrong price", by)
    assert on_account(settled.wang) == 50000


def test_an_offset_that_was_reversed_by_hand_is_not_reversed_again(
    counter: Counter, settled: Place, by: System
) -> None:
    run = post_december(by)
    counter.reverse(offsets()[0])
    billing.void_run(run.id, "wrong price", by)
    assert on_account(settled.wang) == 50000 and on_account(settled.li) == 100
