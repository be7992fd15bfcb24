"""The worked cases of DOMAIN that the counter's rules answer, each under its number."""

from datetime import date

import pytest

from estate.cashier.numerals import capital, read_capital
from estate.cashier.rules import OpenBill, allocate
from tests.cases import Case, cases


@pytest.mark.parametrize("case", cases("allocation"))
def test_allocation(case: Case) -> None:
    given = case.input
    bills = [
        OpenBill(
            bill["id"], date.fromisoformat(bill["due"]), bill["principal_fen"], bill.get("penalty_fen", 0)
        )
        for bill in given["bills"]
    ]
    applied, surplus = allocate(
        given["payment_fen"], bills, given.get("designated", ()), given.get("order", "principal_first")
    )
    answer = {
        "applied_fen": [part.amount_fen for part in applied],
        "principal_fen": [part.principal_fen for part in applied],
        "penalty_fen": [part.penalty_fen for part in applied],
        "left_fen": [part.left_fen for part in applied],
        "surplus_fen": surplus,
    }
    assert {key: answer[key] for key in case.expect} == case.expect


@pytest.mark.parametrize("case", cases("capital_numerals"))
def test_capital_numerals(case: Case) -> None:
    amount, text = case.input["amount_fen"], case.expect["text"]
    assert capital(amount) == text
    for spelling in (text, f"人民币{text}", *case.expect.get("accept", ())):
        assert read_capital(spelling) == amount
