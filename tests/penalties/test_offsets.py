"""What prepayments pay at a bill run follows what the office set for penalties, like a payment at the counter."""

from datetime import date

import pytest
import time_machine

from estate.billing import actions as billing
from estate.billing import queries as charges
from estate.billing.actions_compute import compute_run
from estate.cashier import queries
from estate.data import read
from estate.prepayments.queries import balance
from estate.refusal import Refused
from tests.cashier.conftest import MONTH_FEN
from tests.penalties.conftest import BY, Office
from tests.penalties.test_counter import take

APRIL = date(2026, 4, 1)


@pytest.fixture
def charge(desk: Office) -> int:
    """¥1,000.00 due at the end of January, five in ten thousand a day: ¥30.00 by the first of April."""
    desk.terms()
    return desk.owe(100_000, date(2026, 1, 31))


@time_machine.travel("2026-04-01T04:00:00Z", tick=False)
def bill_april(desk: Office, ahead: int) -> None:
    """A run that is posted when so much was paid ahead."""
    take(desk, ahead, advance_fen=ahead, beyond_cap=True)
    run = billing.start_run(APRIL, APRIL, BY, date(2026, 4, 25), in_worker=False)
    compute_run(run.id, run.token)
    billing.post_run(run.id, BY)


def offset_in_april(desk: Office, ahead: int) -> tuple[list[tuple[str, int, int]], int, int]:
    """What the offset of that run paid and left, what was owed after it, what is left on the account."""
    bill_april(desk, ahead)
    with read() as db:
        assert queries.unbalanced(db) == []
        receipt_id = db.value("SELECT id FROM receipts WHERE method = 'prepayment'")
        lines = [(one.fee_item_name, one.paid_fen, one.left_fen) for one in queries.lines(db, receipt_id)]
        receipt = queries.receipt_by_id(db, receipt_id)
        assert receipt
        return lines, receipt.owed_after_fen, balance(db, desk.home_id, desk.payer_id)


def owed(desk: Office) -> list[tuple[str, int]]:
    with read() as db:
        return [(one.fee_item_name, one.balance_fen) for one in charges.open_charges(db, desk.home_id)]


FEE, LATE = "Property fee", "Property fee 违约金"


def test_what_settles_a_late_charge_collects_its_penalty_before_the_new_bill(
    charge: int, desk: Office
) -> None:
    lines, after, left = offset_in_april(desk, 150_000)
    assert lines == [(FEE, 100_000, 0), (LATE, 3_000, 0), (FEE, MONTH_FEN, 0)]
    assert (after, left) == (0, 150_000 - 103_000 - MONTH_FEN)
    assert owed(desk) == []


def test_what_is_too_little_for_the_penalty_posts_it_all_and_leaves_the_rest_owed(
    charge: int, desk: Office
) -> None:
    lines, after, left = offset_in_april(desk, 101_000)
    assert lines == [(FEE, 100_000, 0), (LATE, 1_000, 2_000)]
    assert (after, left) == (2_000 + MONTH_FEN, 0)
    assert owed(desk) == [(LATE, 2_000), (FEE, MONTH_FEN)]


def test_the_penalty_comes_first_where_the_office_says_so(charge: int, desk: Office) -> None:
    desk.settings(allocation_order="penalty_first")
    lines, after, _left = offset_in_april(desk, 50_000)
    assert lines == [(FEE, 47_000, 53_000), (LATE, 3_000, 0)]
    assert after == 53_000 + MONTH_FEN


def test_in_whole_bills_only_a_bill_is_whole_with_its_penalty(charge: int, desk: Office) -> None:
    desk.settings(offset_partial=False)
    bill_april(desk, 102_999)
    assert owed(desk) == [(FEE, 100_000), (FEE, MONTH_FEN)]


def test_where_the_counter_takes_no_penalties_neither_does_the_offset(charge: int, desk: Office) -> None:
    desk.settings(collect_penalty=0)
    lines, after, left = offset_in_april(desk, 150_000)
    assert lines == [(FEE, 100_000, 0), (FEE, MONTH_FEN, 0)]
    assert (after, left) == (0, 50_000 - MONTH_FEN)


@time_machine.travel("2026-04-02T04:00:00Z", tick=False)
def test_voiding_the_run_takes_the_penalty_back_with_its_offset(charge: int, desk: Office) -> None:
    offset_in_april(desk, 150_000)
    with read() as db:
        run_id = db.value("SELECT id FROM bill_runs")
    billing.void_run(run_id, "wrong price", BY)
    assert owed(desk) == [(FEE, 100_000)]
    with read() as db:
        assert balance(db, desk.home_id, desk.payer_id) == 150_000
        assert db.value("SELECT owed_after_fen FROM receipts WHERE kind = 'reversal'") == 100_000 + MONTH_FEN


@time_machine.travel("2026-04-02T04:00:00Z", tick=False)
def test_a_run_whose_penalty_somebody_else_has_paid_on_is_not_voided(charge: int, desk: Office) -> None:
    offset_in_april(desk, 101_000)
    with read() as db:
        run_id = db.value("SELECT id FROM bill_runs")
        rest = [one for one in charges.open_charges(db, desk.home_id) if one.fee_item_name == LATE]
    receipt = take(desk, 500, designated=(rest[0].charge_id,))
    with pytest.raises(Refused, match=receipt.number):
        billing.void_run(run_id, "wrong price", BY)
