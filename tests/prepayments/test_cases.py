"""The worked cases of DOMAIN that the rules of prepayments answer, each under its number."""

from datetime import date, timedelta

import pytest

from estate.cashier.rules import OpenBill
from estate.prepayments.rules import offset, refund_by_days, refund_by_months
from tests.cases import Case, cases


@pytest.mark.parametrize("case", cases("prepayment"))
def test_offset(case: Case) -> None:
    first = date(2026, 1, 25)
    bills = [
        OpenBill(n, first + timedelta(days=30 * n), fen) for n, fen in enumerate(case.input["bills_fen"])
    ]
    applied, balance_fen = offset(case.input["balance_fen"], bills, allow_partial=case.input["allow_partial"])
    answer = {
        "applied_fen": [one.amount_fen for one in applied],
        "left_fen": [one.left_fen for one in applied],
        "balance_fen": balance_fen,
    }
    assert {key: answer[key] for key in case.expect} == case.expect


@pytest.mark.parametrize("case", cases("refund"))
def test_refund(case: Case) -> None:
    given = dict(case.input)
    paid_from, paid_to, leave_from = (
        date.fromisoformat(given[name]) for name in ("paid_from", "paid_to", "leave_from")
    )
    if case.rule == "monthly":
        refund = refund_by_months(given["month_fee_fen"], paid_from, paid_to, leave_from)
    else:
        refund = refund_by_days(given["paid_fen"], paid_from, paid_to, leave_from)
    answer = refund._asdict()
    assert {key: answer[key] for key in case.expect} == case.expect
