"""The worked cases of vacancy and discounts, each under its number."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.billing.rules import month_fee, round_fen
from estate.waivers import rules
from tests.cases import Case, cases


def e4(decimal: str) -> int:
    exact = Fraction(decimal) * 10_000
    assert exact.denominator == 1
    return exact.numerator


@pytest.mark.parametrize("case", cases("vacancy"))
def test_vacancy(case: Case) -> None:
    given_ = case.input
    exact = month_fee(given_["area_dm2"], e4(given_["price_yuan"]))
    amount = round_fen(exact)
    raw = exact if case.rule == "raw" else None
    waived = rules.waived_fen(amount, Fraction(given_["rate"]), raw)
    assert amount - waived == case.expect["amount_fen"]


@pytest.mark.parametrize("case", cases("discount"))
def test_discount(case: Case) -> None:
    amount, waived = case.input["amount_fen"], discount(case.rule, case.input)
    assert {"net_fen": amount - waived, "discount_fen": -waived} == case.expect


def discount(rule: str, values: dict[str, Any]) -> int:
    if rule == "percent":
        return rules.waived_fen(values["amount_fen"], Fraction(values["payable_percent"]) / 100)
    off = values.get("off_percent")
    return rules.early_fen(
        values["amount_fen"],
        date.fromisoformat(values["due"]),
        date.fromisoformat(values["paid"]),
        values["days_before"],
        payable_e4=None if off is None else 10_000 - int(Fraction(off) * 100),
        off_fen=values.get("off_fen"),
    )


@given(st.integers(1, 10**9), st.fractions(0, 1), st.none() | st.fractions(0, 10**9))
def test_never_less_than_nothing_nor_more_than_the_charge_is_waived(
    amount: int, payable: Fraction, exact: Fraction | None
) -> None:
    assert 0 <= rules.waived_fen(amount, payable, exact) <= amount


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=8), st.data())
def test_a_sum_over_several_charges_adds_up_and_fits_each(unpaid: list[int], data: st.DataObject) -> None:
    total = data.draw(st.integers(1, sum(unpaid)))
    shares = rules.shares_fen(total, unpaid)
    assert sum(shares) == total
    assert all(0 <= share <= left for share, left in zip(shares, unpaid, strict=True))


def test_a_sum_above_what_is_unpaid_is_no_waiver() -> None:
    with pytest.raises(ValueError):
        rules.shares_fen(101, [60, 40])


@pytest.mark.parametrize(("share", "text"), [(9500, "95%"), (9950, "99.5%"), (1, "0.01%"), (10_000, "100%")])
def test_a_share_is_written_as_people_say_it(share: int, text: str) -> None:
    assert rules.percent(share) == text
