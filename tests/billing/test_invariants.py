"""What holds for every run and charge, whatever homes, owners, prices and payments there are."""

from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estate.billing import actions, actions_charges, actions_compute, queries
from estate.billing.records_inputs import load
from estate.billing.rules import ROUNDINGS, round_fen
from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_cycles import whole_months
from estate.billing.rules_lines import lines_for
from estate.billing.rules_periods import PRORATIONS
from estate.billing.rules_stretches import Charged, Liable, Range
from estate.billing.rules_who import Place, Rule, Who
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.refusal import Refused
from tests.billing import place
from tests.billing.place import owner, settle

BY = System("test")
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
days = st.dates(*YEAR)


@st.composite
def ranges(draw: st.DrawFn) -> list[Range]:
    cuts = sorted(draw(st.lists(days, unique=True, max_size=6)))
    return [(cuts[n], cuts[n + 1] - timedelta(days=1)) for n in range(0, len(cuts) - 1, 2)]


@st.composite
def tariffs(draw: st.DrawFn) -> list[Tariff]:
    since = sorted(draw(st.lists(days, unique=True, min_size=1, max_size=3)))
    habits = {
        "rounding": draw(st.sampled_from(ROUNDINGS)),
        "level": draw(st.sampled_from(["monthly_rows", "once_per_period"])),
        "proration": draw(st.sampled_from(PRORATIONS)),
    }
    prices = st.integers(1, 99_999)
    if draw(st.booleans()):
        return [Tariff(n, day, draw(prices), None, **habits) for n, day in enumerate(since)]
    cycle = draw(st.sampled_from([1, 3, 12]))
    return [Tariff(n, day, None, draw(prices), cycle, **habits) for n, day in enumerate(since)]


@st.composite
def liable(draw: st.DrawFn) -> tuple[Liable, ...]:
    spans = draw(st.lists(st.tuples(days, days).map(sorted), max_size=3))
    return tuple(
        Liable(n, f"Owner {n}", first, last, draw(st.booleans())) for n, (first, last) in enumerate(spans)
    )


homes = st.builds(Charged, st.integers(1, 50_000), st.none(), liable(), st.none() | days, st.booleans())


@settings(max_examples=150, deadline=None)
@given(homes, tariffs(), ranges())
def test_lines_never_overlap_and_stay_where_and_when_they_belong(
    home: Charged, prices: list[Tariff], windows: list[Range]
) -> None:
    lines, _reasons = lines_for(home, prices, windows, whole_months(*YEAR))
    for before, after in pairwise(lines):
        assert before.last < after.first
    for line in lines:
        assert YEAR[0] <= line.first <= line.last <= YEAR[1]
        assert line.amount_fen > 0
        assert line.payer_id in {payer.person_id for payer in home.liable}
        assert line.formula.endswith(f"{line.amount_fen // 100}.{line.amount_fen % 100:02d}")


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 50_000),
    st.integers(1, 99_999),
    st.lists(days, unique=True, max_size=4),
    st.sampled_from(ROUNDINGS),
)
def test_however_often_a_home_is_sold_its_months_add_up_to_the_same(
    area: int, price: int, sales: list[date], rounding: str
) -> None:
    tariff = [Tariff(1, date(2020, 1, 1), price, None, rounding=rounding)]
    cuts = [YEAR[0], *sorted(set(sales) - {YEAR[0]}), YEAR[1] + timedelta(days=1)]
    owners = tuple(
        Liable(n, f"Owner {n}", first, following - timedelta(days=1))
        for n, (first, following) in enumerate(pairwise(cuts))
    )
    lines, reasons = lines_for(Charged(area, None, owners), tariff, [YEAR], whole_months(*YEAR))
    assert sum(line.amount_fen for line in lines) == 12 * round_fen(Fraction(area * price, 10_000), rounding)
    assert reasons <= {"zero"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["all", "home", "usage"]), st.booleans(), st.tuples(days, days).map(sorted)
        ),
        max_size=6,
    )
)
def test_a_day_is_charged_when_a_rule_includes_it_and_none_excepts_it(
    told: list[tuple[str, bool, list[date]]],
) -> None:
    keys = {"all": None, "home": 1, "usage": "shop"}
    rules = [Rule(scope, keys[scope], first, last, excluded) for scope, excluded, (first, last) in told]
    windows = Who(rules).windows(Place(1, "shop", 1, 1))
    covered = {first + timedelta(n) for first, last in windows for n in range((last - first).days + 1)}
    for n in range(365):
        day = YEAR[0] + timedelta(n)
        on = [rule for rule in rules if rule.first <= day <= rule.last]
        assert (day in covered) == (any(not r.excluded for r in on) and not any(r.excluded for r in on))


def test_the_totals_of_a_run_are_the_sum_of_its_lines_and_of_its_charges(store: Store) -> None:
    with write(BY) as tx:
        found = place.many_homes(tx, 60, per_building=25)
        place.by_area(tx, 18500)
        place.by_area(tx, 4883, name="Lifts", rounding="half_up_jiao")
        place.fixed(tx, 500)
        settle(
            tx,
            HomeSpec("9", "1", "101", 1, 9000),
            owner("A", None, date(2026, 11, 9)),
            owner("B", date(2026, 11, 10)),
        )
    run = actions.start_run(date(2026, 11, 1), date(2026, 11, 1), BY, in_worker=False)
    actions_compute.compute_run(run.id, run.token)
    with read() as db:
        lines = db.value("SELECT sum(amount_fen) FROM bill_run_lines")
        homes = db.value("SELECT sum(amount_fen) FROM bill_run_homes")
        totals = db.value("SELECT sum(amount_fen) FROM bill_run_totals")
        counts = db.tuples("SELECT sum(lines) FROM bill_run_totals")[0][0]
    posted = actions.post_run(run.id, BY)
    with read() as db:
        charges = db.value("SELECT sum(amount_fen) FROM charges")
        owed = db.value("SELECT sum(balance_fen) FROM charge_balances")
    assert posted.total_fen == lines == homes == totals == charges == owed
    assert posted.lines == counts == 3 * (len(found) + 1) + 3
    assert posted.homes == len(found) + 1


steps = st.lists(
    st.tuples(
        st.sampled_from(["bill", "pay", "unpay", "reverse", "void", "sell"]),
        st.integers(0, 5),
        st.integers(1, 20_000),
    ),
    max_size=14,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(many=steps)
def test_every_charge_is_paid_waived_reversed_and_balance_whatever_is_done(
    store: Store, many: list[tuple[str, int, int]]
) -> None:
    """One after the other in one store: bill, pay a part, take it back, reverse, void, change an area, bill again."""
    with write(BY) as tx:
        if not tx.value("SELECT 1 FROM fee_items"):
            place.many_homes(tx, 3)
            place.by_area(tx, 18500)
    for act, which, fen in many:
        with read() as db:
            charges = [
                c for home in db.values("SELECT id FROM homes") for c in queries.charges_of_home(db, home)
            ]
            runs = db.values("SELECT id FROM bill_runs WHERE state = 'posted'")
        month = date(2026, which + 1, 1)
        if act == "bill":
            actions.bill_period(month, month, BY)
        elif act == "sell":
            with write(BY) as tx:
                tx.run("UPDATE homes SET area_dm2 = :area WHERE id = :id", area=fen, id=which)
        elif act == "void" and runs:
            with suppress(Refused):
                actions.void_run(runs[which % len(runs)], "test", BY)
        elif charges:
            one = charges[fen % len(charges)]
            if act == "reverse":
                with suppress(Refused):
                    actions_charges.reverse_charge(one.id, "test", BY)
            with write(BY) as tx:
                part = (
                    min(fen, max(one.balance_fen, 0))
                    if act == "pay"
                    else -one.paid_fen
                    if act == "unpay"
                    else 0
                )
                if part and one.state not in ("reversed", "reversal"):
                    sql = "UPDATE charge_balances SET paid_fen = paid_fen + :part WHERE charge_id = :id"
                    tx.run(sql, part=part, id=one.id)
        _check()


def _check() -> None:
    with read() as db:
        wrong = db.tuples("""
            SELECT c.id FROM charges AS c LEFT JOIN charge_balances AS b ON b.charge_id = c.id
             WHERE b.charge_id IS NULL OR b.amount_fen <> c.amount_fen
                OR c.amount_fen <> b.paid_fen + b.waived_fen + b.reversed_fen + b.balance_fen OR b.balance_fen < 0
                OR (c.reversed_by IS NOT NULL AND b.balance_fen + b.paid_fen <> 0)
        """)
        twice = db.tuples("""
            SELECT a.id, b.id FROM charges AS a JOIN charges AS b
                ON a.home_id = b.home_id AND a.id < b.id AND a.period_from <= b.period_to AND b.period_from <= a.period_to
             WHERE a.reverses_id IS NULL AND a.reversed_by IS NULL AND b.reverses_id IS NULL AND b.reversed_by IS NULL
        """)
        net = db.value("SELECT ifnull(sum(amount_fen), 0) FROM charges")
        live = db.value(
            "SELECT ifnull(sum(paid_fen + balance_fen), 0) FROM charge_balances WHERE amount_fen > 0"
        )
    assert not wrong
    assert not twice
    assert net == live


def test_inputs_read_alone_are_the_same_as_among_all(store: Store) -> None:
    with write(BY) as tx:
        found = place.many_homes(tx, 10)
        place.by_area(tx, 18500)
    with read() as db:
        every = load(db, "2026-11-01", "2026-11-30")
        some = load(db, "2026-11-01", "2026-11-30", found[2:4])
    assert [home for home in every.homes if home.id in found[2:4]] == some.homes
