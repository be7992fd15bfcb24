"""The worked cases of DOMAIN section A that billing's rules answer, each under its number."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from estate.billing import rules, rules_periods
from tests.cases import Case, cases


def price_e4(price_yuan: str) -> int:
    exact = Fraction(price_yuan) * 10_000
    assert exact.denominator == 1, f"{price_yuan}: prices have at most four decimals"
    return exact.numerator


def month_fee(given: dict[str, Any]) -> Fraction:
    if "month_fee_fen" in given:
        return Fraction(given["month_fee_fen"])
    return rules.month_fee(given["area_dm2"], price_e4(given["price_yuan"]))


def day(text: str) -> date:
    return date.fromisoformat(text)


def area_fee(rule: str, given: dict[str, Any]) -> dict[str, Any]:
    if rule == "fixed":
        return {"amount_fen": rules.fixed_fee(given["amount_fen"], given["months"])}
    price = price_e4(given["price_yuan"])
    return {"amount_fen": rules.area_fee(given["area_dm2"], price, given["months"], level=rule)}


def rounding(rule: str, given: dict[str, Any]) -> dict[str, Any]:
    if "raw_yuan" in given:
        exact = Fraction(given["raw_yuan"]) * 100
    else:
        exact = month_fee(given) * given.get("months", 1)
    return {"amount_fen": rules.round_fen(exact, rule)}


def proration(rule: str, given: dict[str, Any]) -> dict[str, Any]:
    rows = rules_periods.prorate(month_fee(given), day(given["from"]), day(given["to"]), rule)
    return {"amount_fen": sum(row.amount_fen for row in rows), "rows_fen": [row.amount_fen for row in rows]}


def two_owners(rule: str, given: dict[str, Any]) -> dict[str, Any]:
    first, second = rules_periods.split_two_owners(month_fee(given), day(given["new_from"]))
    return {"first_fen": first, "second_fen": second}


def price_change(rule: str, given: dict[str, Any]) -> dict[str, Any]:
    prices = [rules_periods.Price(day(row["from"]), price_e4(row["price_yuan"])) for row in given["prices"]]
    rows = rules_periods.price_segments(given["area_dm2"], day(given["from"]), day(given["to"]), prices)
    return {"amount_fen": sum(row.amount_fen for row in rows), "rows_fen": [row.amount_fen for row in rows]}


ANSWERS: dict[str, Callable[[str, dict[str, Any]], dict[str, Any]]] = {
    "area_fee": area_fee,
    "rounding": rounding,
    "proration": proration,
    "parking": proration,
    "split": two_owners,
    "price_change": price_change,
}


@pytest.mark.parametrize("case", cases(*ANSWERS))
def test_case(case: Case) -> None:
    answer = ANSWERS[case.topic](case.rule, case.input)
    assert {key: answer[key] for key in case.expect} == case.expect
