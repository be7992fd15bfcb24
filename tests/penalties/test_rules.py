"""What holds for every penalty, whatever the payments: no more than the caps, never below nothing, each stretch once."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from estate.cashier.rules import ORDERS, OpenBill, Order, allocate
from estate.penalties import rules_calendar, rules_words
from estate.penalties.rules import GRACE_MODES, Change, Terms, accrue, effective_due, still_due

DUE = date(2026, 1, 31)
FIVE = Terms(Fraction(1, 2000))

principals = st.integers(1, 10_000_000)
terms = st.builds(
    Terms,
    st.integers(0, 100_000).map(lambda n: Fraction(n, 10_000_000)),
    st.integers(0, 40),
    st.sampled_from(GRACE_MODES),
    st.integers(1, 10_000).map(lambda n: Fraction(n, 10_000)),
    st.none() | st.integers(1, 4_000).map(lambda n: Fraction(n, 10_000)),
)
days = st.integers(-30, 900).map(lambda n: DUE + timedelta(days=n))


@st.composite
def courses(draw: st.DrawFn) -> tuple[int, list[Change]]:
    """A principal and payments of which some are taken back later, never more than is owed."""
    principal, left = draw(principals), 0
    left, changes = principal, list[Change]()
    for on in sorted(draw(st.lists(days, max_size=5))):
        fen = draw(st.integers(left - principal, left))
        if fen:
            changes.append(Change(on, fen))
            left -= fen
    return principal, changes


@given(courses(), terms, days)
def test_it_is_never_negative_and_never_passes_a_cap(
    course: tuple[int, list[Change]], terms: Terms, as_of: date
) -> None:
    principal, changes = course
    found = accrue(principal, DUE, terms, changes, as_of)
    assert 0 <= found.fen <= principal
    assert found.fen <= found.sum_fen
    assert 2 * found.fen <= 2 * principal * terms.cap + 1
    if terms.lpr_a_year is not None:
        assert found.fen <= sum(one.lpr_fen or 0 for one in found.stretches)
    assert (found.capped_by is None) == (found.fen == found.sum_fen)


@given(courses(), terms, days)
def test_it_only_grows_while_nothing_is_paid_or_taken_back(
    course: tuple[int, list[Change]], terms: Terms, as_of: date
) -> None:
    principal, changes = course
    known = [one for one in changes if one.on <= as_of]
    today, tomorrow = (
        accrue(principal, DUE, terms, known, day) for day in (as_of, as_of + timedelta(days=1))
    )
    assert today.fen <= tomorrow.fen


@given(principals, days, st.data())
def test_two_payments_on_one_day_leave_the_penalty_of_one(
    principal: int, on: date, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, principal))
    second = data.draw(st.integers(0, principal - first))
    split = [Change(on, first), Change(on, second)]
    for as_of in (on, on + timedelta(days=100)):
        assert accrue(principal, DUE, FIVE, split, as_of) == accrue(
            principal, DUE, FIVE, [Change(on, first + second)], as_of
        )


@given(principals, st.integers(1, 400), st.sampled_from(ORDERS), st.data())
def test_paying_in_two_parts_on_one_day_settles_what_one_payment_does(
    principal: int, late: int, order: Order, data: st.DataObject
) -> None:
    on = DUE + timedelta(days=late)
    penalty = accrue(principal, DUE, FIVE, [], on).fen
    amount = data.draw(st.integers(0, principal + penalty))
    first = data.draw(st.integers(0, amount))

    def pay(fen: int, left: int, paid: int, changes: list[Change]) -> tuple[int, int]:
        due = still_due(accrue(principal, DUE, FIVE, changes, on).fen, paid, 0)
        [part], rest = allocate(fen, [OpenBill(1, DUE, left, due)], order=order)
        assert rest == 0
        return part.principal_fen, part.penalty_fen

    whole = pay(amount, principal, 0, [])
    one = pay(first, principal, 0, [])
    two = pay(amount - first, principal - one[0], one[1], [Change(on, one[0])] if one[0] else [])
    assert (one[0] + two[0], one[1] + two[1]) == whole


def test_a_payment_that_is_taken_back_bears_again_from_that_day() -> None:
    paid, back = date(2026, 3, 2), date(2026, 3, 12)
    found = accrue(100_000, DUE, FIVE, [Change(paid, 100_000), Change(back, -100_000)], date(2026, 3, 22))
    assert [(one.days, one.fen) for one in found.stretches] == [(30, 1500), (10, 500)]


def test_what_was_paid_within_a_forgiving_grace_and_taken_back_bears_from_then_on() -> None:
    terms = FIVE._replace(grace_days=10, grace_mode="grace_forgive")
    changes = [Change(date(2026, 2, 5), 100_000), Change(date(2026, 3, 12), -100_000)]
    assert accrue(100_000, DUE, terms, changes[:1], date(2026, 6, 1)).fen == 0
    assert accrue(100_000, DUE, terms, changes, date(2026, 3, 22)).days == 10


def test_a_due_day_in_a_holiday_moves_behind_it() -> None:
    off = rules_calendar.days_off([date(2026, 10, 8)])
    assert effective_due(date(2026, 10, 1), off) == date(2026, 10, 9)
    assert effective_due(date(2026, 10, 9), off) == date(2026, 10, 9)
    assert rules_calendar.moves(off)[date(2026, 10, 7)] == date(2026, 10, 9)


def test_an_ordinary_weekend_moves_a_due_day_only_where_weekends_count() -> None:
    saturday, worked_sunday = date(2026, 3, 28), date(2026, 9, 20)
    assert saturday not in rules_calendar.days_off([])
    off = rules_calendar.days_off([], weekends=True)
    assert effective_due(saturday, off) == date(2026, 3, 30)
    assert worked_sunday not in off


def test_the_arithmetic_can_be_read_and_checked() -> None:
    due, paid = date(2026, 3, 31), date(2026, 5, 20)
    found = accrue(166056, due, FIVE, [], paid)
    assert rules_words.formula(found, FIVE) == "1660.56 × 0.0005 × 50 = 41.514 → 41.51"
    assert rules_words.quantity_and_price(found, FIVE, found.fen) == ("1660.56", "0.0005 × 50")
    lpr = FIVE._replace(lpr_a_year=Fraction(39, 1000))
    assert rules_words.formula(accrue(166056, due, lpr, [], paid), lpr) == (
        "1660.56 × 0.0005 × 50 = 41.514 → 41.51; 1660.56 × 3.9% ÷ 365 × 50 → 8.87 < 41.51"
    )
    third = Terms(Fraction(3, 1000))
    assert rules_words.formula(accrue(30000, DUE, third, [], date(2026, 12, 31)), third) == (
        "300.00 × 0.003 × 334 = 300.60; 300.00 < 300.60"
    )


def test_what_was_posted_before_and_what_is_not_asked_for_stand_in_the_arithmetic() -> None:
    found = accrue(100_000, DUE, FIVE, [Change(date(2026, 3, 2), 40_000)], date(2026, 4, 1))
    assert rules_words.formula(found, FIVE, less_fen=1500, amount_fen=500) == (
        "1000.00 × 0.0005 × 30 = 15.00; 600.00 × 0.0005 × 30 = 9.00; 15.00 + 9.00 = 24.00; "
        "24.00 − 15.00 = 9.00; 9.00 − 4.00 = 5.00"
    )
    assert rules_words.quantity_and_price(found, FIVE, 500) == ("1", "5.00")
