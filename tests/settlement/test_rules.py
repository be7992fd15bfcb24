"""What of a charge stays with who leaves: the worked cases, and that nothing is lost between the two sides."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.billing.rules_stretches import month_end
from estate.settlement.rules import (
    Days,
    Progress,
    UnevenShares,
    check_shares,
    cut,
    in_figures,
    kept,
    states,
)
from tests.cases import Case, cases

YEAR = Days(date(2026, 1, 1), date(2026, 12, 31))
SALE = date(2026, 9, 16)


@pytest.mark.parametrize("case", cases("split"))
def test_the_month_of_a_handover_adds_up(case: Case) -> None:
    fee, new_from = case.input["month_fee_fen"], date.fromisoformat(case.input["new_from"])
    month = Days(new_from.replace(day=1), month_end(new_from))
    way = cut(fee, 0, 0, month, new_from)
    assert (way.kept_fen, way.rest_fen) == (case.expect["first_fen"], case.expect["second_fen"])


@pytest.mark.parametrize("case", [one for one in cases("refund") if one.id != "A26a"])
def test_a_year_paid_by_its_days(case: Case) -> None:
    given = case.input
    days = Days(date.fromisoformat(given["paid_from"]), date.fromisoformat(given["paid_to"]), "daily_365")
    own = kept(given["paid_fen"], days, date.fromisoformat(given["leave_from"]))
    assert case.expect.get("kept_fen", own) == own
    assert case.expect.get("refund_fen", given["paid_fen"] - own) == given["paid_fen"] - own


def test_a26a_a_year_paid_in_advance_by_months() -> None:
    (case,) = [one.values[0] for one in cases("refund") if one.id == "A26a"]
    assert isinstance(case, Case)
    way = cut(case.expect["paid_fen"], 0, case.expect["paid_fen"], YEAR, SALE)
    assert (way.way, way.kept_fen, way.credit_fen) == (
        "credit",
        case.expect["kept_fen"],
        case.expect["refund_fen"],
    )
    assert in_figures(199272, YEAR, SALE) == "1992.72 × (8 + 15/30)/12 = 1411.51"


def test_the_arithmetic_of_a_month_and_of_days() -> None:
    assert in_figures(16601, Days(date(2026, 9, 1), date(2026, 9, 30)), SALE) == "166.01 × 15/30 = 83.01"
    assert in_figures(199272, YEAR._replace(proration="daily_365"), SALE) == "1992.72 × 258/365 = 1408.55"


def test_a_month_from_the_homes_own_day_on_is_a_whole_one() -> None:
    own = Days(date(2026, 9, 10), date(2026, 10, 9))
    assert kept(3000, own, date(2026, 9, 25)) == 1500
    assert kept(6000, own._replace(last=date(2026, 11, 9)), date(2026, 10, 10)) == 3000


def test_a_part_of_a_month_is_shared_by_its_days() -> None:
    assert kept(900, Days(date(2026, 9, 10), date(2026, 9, 18)), SALE) == 600


def test_a_time_that_begins_within_a_month_is_reckoned_in_months() -> None:
    rest = Days(SALE, date(2026, 12, 31))
    assert kept(58121, rest, date(2026, 9, 19)) == 1661  # three days of September at 166.06 a month
    assert in_figures(58121, rest, date(2026, 9, 19)) == "581.21 × (3/30)/(15/30 + 3) = 16.61"
    assert kept(58121, rest, date(2026, 11, 1)) == 8303 + 16606


def test_a_charge_paid_in_part_is_credited_so_that_what_is_left_to_pay_comes_right() -> None:
    way = cut(199272, 0, 100000, YEAR, SALE)
    assert way.way == "credit"
    assert 199272 - 100000 - way.credit_fen == way.kept_fen - 100000


def test_what_was_waived_is_not_credited() -> None:
    way = cut(30000, 15000, 0, Days(date(2026, 9, 1), date(2026, 9, 30)), SALE)
    assert (way.way, way.kept_fen, way.rest_fen, way.credit_fen) == ("credit", 15000, 15000, 7500)


days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@given(
    st.integers(1, 10**7),
    days,
    st.integers(0, 365),
    st.integers(-5, 400),
    st.sampled_from(["daily_actual", "daily_365"]),
)
def test_both_sides_add_up_and_a_later_day_never_keeps_less(
    fen: int, first: date, length: int, leave: int, proration: str
) -> None:
    time = Days(first, first + timedelta(days=length), proration)  # pyright: ignore[reportArgumentType]
    on = first + timedelta(days=leave)
    way = cut(fen, 0, 0, time, on)
    assert way.kept_fen + way.rest_fen == fen
    assert 0 <= way.kept_fen <= kept(fen, time, on + timedelta(days=1)) <= fen


def test_steps_say_what_is_done_to_do_and_not_needed() -> None:
    nothing = Progress(True, 0, 0, 0, 0, 0, 0, 0, False, 0, False, False)
    assert states(nothing) == ["done", *["skipped"] * 5, "todo"]
    much = Progress(True, 2, 1, 1, 0, 500, 300, 0, False, 1, False, False)
    assert states(much) == ["done", *["todo"] * 6]
    assert states(much._replace(read=2, money_said=True, things_said=True, owed_fen=0)) == [
        "done",
        "done",
        "todo",
        "skipped",
        "done",
        "done",
        "todo",
    ]
    assert states(much._replace(finished=True)) == ["done"] * 7


THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    "shares",
    [
        [],
        [None],
        [Fraction(1)],
        [None, None, None],
        [THIRD] * 3,
        [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)],
        [Fraction("0.3333"), Fraction("0.3333"), Fraction("0.3334")],
    ],
)
def test_owners_hold_the_whole_or_own_in_common(shares: list[Fraction | None]) -> None:
    check_shares(shares)


@pytest.mark.parametrize(
    ("shares", "at", "total"),
    [
        ([Fraction("0.3333")] * 3, 0, Fraction(9999, 10000)),
        ([Fraction(1, 2)], 0, Fraction(1, 2)),
        ([Fraction(2, 3), Fraction(2, 3)], 0, Fraction(4, 3)),
        ([Fraction(1, 2), None, Fraction(1, 2)], 1, None),
        ([None, Fraction(1)], 0, None),
    ],
)
def test_shares_that_make_no_whole_are_refused(
    shares: list[Fraction | None], at: int, total: Fraction | None
) -> None:
    with pytest.raises(UnevenShares) as refused:
        check_shares(shares)
    assert (refused.value.at, refused.value.total) == (at, total)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_any_parts_of_one_whole_are_a_whole(parts: list[int]) -> None:
    check_shares([Fraction(part, sum(parts)) for part in parts])
