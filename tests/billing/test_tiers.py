"""Tiers and metered arithmetic: worked cases by number, and what holds for all of them."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.billing.rules_tiers import Parts, Tier, Tiers, arithmetic, charge, keep_tiers, plain, read_tiers
from tests.cases import Case, cases
from tests.meters.test_rules import used as used_e6

WATER = [Tier(Fraction(180), Fraction(5)), Tier(Fraction(260), Fraction(7)), Tier(None, Fraction(9))]
AMOUNTS = st.integers(0, 10**9).map(lambda thousandths: Fraction(thousandths, 1000))


def tiers_of(rows: list[dict[str, Any]]) -> list[Tier]:
    return [
        Tier(None if row["upto"] is None else Fraction(row["upto"]), Fraction(row["price_yuan"]))
        for row in rows
    ]


def answer(case: Case) -> dict[str, Any]:
    asked = case.input
    if case.topic == "meter":
        used = Fraction(asked["usage"]) if case.rule == "usage" else Fraction(used_e6(asked), 10**6)
    else:
        used = Fraction(asked["usage"])
    tiers = tiers_of(asked["tiers"]) if "tiers" in asked else [Tier(None, Fraction(asked["price_yuan"]))]
    parts = charge(
        used,
        tiers,
        before=Fraction(asked.get("ytd_before", "0")),
        extra=Fraction(asked.get("extra_quota", "0")),
        quota_months=asked.get("quota_months", 12),
    )
    return {
        "usage": plain(used),
        "amount_fen": parts.amount_fen,
        "parts_qty": [plain(quantity) for quantity in parts.quantities],
        "parts_fen": list(parts.parts_fen),
    }


@pytest.mark.parametrize(
    "case", [one for one in cases("tier", "meter") if "error" not in one.values[0].expect]
)
def test_a_case_comes_to_what_is_published(case: Case) -> None:
    found = answer(case)
    assert {name: found[name] for name in case.expect} == case.expect


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_two_bills_cost_what_one_costs_before_rounding(
    before: Fraction, first: Fraction, second: Fraction
) -> None:
    together = charge(first + second, WATER, before=before).exact_fen
    one = charge(first, WATER, before=before).exact_fen
    assert one + charge(second, WATER, before=before + first).exact_fen == together


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(1, 12))
def test_the_parts_add_up_to_the_amount(
    before: Fraction, used: Fraction, extra: Fraction, months: int
) -> None:
    parts = charge(used, WATER, before=before, extra=extra, quota_months=months)
    assert sum(parts.parts_fen) == parts.amount_fen
    assert sum(parts.quantities) == used


def test_the_arithmetic_is_written_tier_by_tier() -> None:
    parts: Parts = charge(Fraction(25), WATER, before=Fraction(170))
    assert arithmetic(parts) == "10 × 5 + 15 × 7 = 155.00"
    power = charge(Fraction(210), [Tier(Fraction(60), Fraction("0.4883")), Tier(None, Fraction("0.5383"))])
    assert arithmetic(power) == "60 × 0.4883 + 150 × 0.5383 = 110.043 → 110.04"


def test_tiers_are_kept_as_they_were_written() -> None:
    tiers = Tiers(tuple(WATER), per_home=True, by_months=True)
    assert read_tiers(keep_tiers(tiers)) == tiers


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [Tier(Fraction(180), Fraction(5))],
        [Tier(Fraction(180), Fraction(5)), Tier(Fraction(180), Fraction(7)), Tier(None, Fraction(9))],
        [Tier(None, Fraction(5)), Tier(None, Fraction(7))],
        [Tier(None, Fraction(0))],
    ],
)
def test_what_are_no_tiers_is_refused(wrong: list[Tier]) -> None:
    with pytest.raises(ValueError):
        read_tiers(keep_tiers(Tiers(tuple(wrong))))
