"""Trying the price of a metered fee: twelve months of readings at one price and at the other, as runs would charge them."""

import random
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.billing import records_items
from estate.billing.actions_items import TariffSpec
from estate.billing.rules_cycles import months_later
from estate.billing.rules_tiers import Tier, Tiers, keep_tiers
from estate.billing.whatif import Tried, try_out
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.meters.actions import Replacement, replace_counter
from estate.meters.actions_quotas import grant
from estate.web.filters import money
from tests.billing.ledger import BY, posted
from tests.billing.place import owner, settle
from tests.billing.test_metered import WATER, meter, reads, water

JANUARY = date(2027, 1, 1)
SignIn = Callable[[str], TestClient[Any]]


def tried(item_id: int, spec: TariffSpec) -> Tried:
    with read() as db:
        item = records_items.item(db, item_id, "2026-11-05")
    assert item
    return try_out(item, spec)


def flat(price_e4: int) -> TariffSpec:
    return TariffSpec(JANUARY, price_e4, None)


def by_month(answer: Tried) -> dict[str, tuple[int, int]]:
    months = [(one.name[:7], (one.before_fen, one.after_fen)) for one in answer.answer.months]
    return {month: sums for month, sums in months if any(sums)}


@pytest.fixture
def wang(store: Store) -> int:
    with write(BY) as tx:
        return settle(tx, HomeSpec("3", "2", "501", 5, 8976, state="occupied"), owner("Wang Xiuying"))


def test_what_was_used_before_the_twelve_months_counts_for_the_tiers_of_its_year(wang: int) -> None:
    """Tiers 5 up to 180, 7 up to 260, then 9, against 6 a unit. In 2025 150 were used until October, then 50."""
    w = meter(wang, since=date(2025, 1, 1))
    item_id = water(tiers=WATER, since=date(2025, 1, 1))
    for on, value in [
        (date(2025, 10, 28), 150),
        (date(2025, 12, 28), 200),  # 30 × 5 + 20 × 7 = 290
        (date(2026, 5, 28), 400),  # 180 × 5 + 20 × 7 = 1040
        (date(2026, 9, 28), 480),  # 60 × 7 + 20 × 9 = 600
        (date(2026, 11, 3), 500),  # later than the twelve months
    ]:
        reads(w, on, value)
    answer = tried(item_id, flat(60_000))
    assert by_month(answer) == {
        "2025-12": (29_000, 30_000),
        "2026-05": (104_000, 120_000),
        "2026-09": (60_000, 48_000),
    }
    (home,) = answer.answer.homes
    assert (home.before_fen, home.after_fen, home.kind) == (193_000, 198_000, "more")
    assert answer.example and answer.example.used == "330 m³"


def test_tiers_may_take_the_place_of_a_price(wang: int) -> None:
    w = meter(wang, since=date(2025, 11, 1))
    item_id = water(price_e4=50_000, since=date(2025, 1, 1))
    reads(w, date(2026, 6, 30), 190)
    answer = tried(item_id, TariffSpec(JANUARY, None, None, tiers=keep_tiers(WATER)))
    assert by_month(answer) == {"2026-06": (95_000, 180 * 500 + 10 * 700)}


def test_a_fee_that_has_no_price_yet_is_new_to_every_home_with_a_meter(wang: int) -> None:
    w = meter(wang, since=date(2025, 11, 1))
    item_id = water(price_e4=50_000, since=JANUARY)
    reads(w, date(2026, 6, 30), 10)
    answer = tried(item_id, flat(60_000)).answer
    assert [(one.home_code, one.after_fen) for one in answer.of("new")] == [("3-2-501", 6_000)]


TOGETHER = Tiers(
    (Tier(Fraction(30), Fraction(5)), Tier(Fraction(60), Fraction(7)), Tier(None, Fraction(9))), True, False
)


def read_by_chance(home_id: int, meters: list[int], dice: random.Random) -> None:
    """Thirteen months of readings of two meters; some are left out, a counter may be replaced."""
    values = [0, 0]
    replaced_in = dice.choice([None, 6])
    for n in range(13):
        month = months_later(date(2025, 10, 1), n)
        for which, meter_id in enumerate(meters):
            if dice.random() < 0.8:
                values[which] += dice.randrange(25)
                reads(meter_id, month.replace(day=20), values[which])
        if n == replaced_in:
            final = (values[0] + 3) * 1000
            replace_counter(meters[0], Replacement(month.replace(day=25), final, False, f"N-{home_id}"), BY)
            values[0] = 0


@pytest.mark.parametrize("seed", range(4))
def test_at_the_price_as_it_is_each_home_pays_what_twelve_runs_charged(store: Store, seed: int) -> None:
    """Meters that count together, homes that are sold, counters replaced, readings left out, large households."""
    dice = random.Random(seed)
    item_id = water(tiers=TOGETHER, since=date(2025, 1, 1))
    for n in range(6):
        home = HomeSpec("7", "1", f"{n + 1}01", n + 1, 8976, state="occupied")
        sold = owner("Old", None, date(2026, 3, 22)), owner("New", date(2026, 3, 23))
        with write(BY) as tx:
            home_id = settle(tx, home, *(sold if n % 2 else (owner("Li"),)))
        if n % 3 == 0:
            grant(home_id, "water", 2026, 10_000, "six persons", BY)
        read_by_chance(home_id, [meter(home_id, f"W-{n}-{m}", date(2025, 8, 1)) for m in (1, 2)], dice)
    for n in range(13):
        posted(months_later(date(2025, 10, 1), n))
    answer = tried(item_id, flat(50_000)).answer
    with read() as db:
        charged = db.tuples("""
            SELECT home_code, sum(amount_fen) FROM charges WHERE period_from >= '2025-11-01' GROUP BY home_id
        """)
        by_run = db.tuples("""
            SELECT period_from, sum(amount_fen) FROM charges WHERE period_from >= '2025-11-01' GROUP BY 1 ORDER BY 1
        """)
    assert sorted((one.home_code, one.before_fen) for one in answer.homes) == sorted(charged)
    assert [(one.name, one.before_fen) for one in answer.months if one.before_fen] == by_run
    assert sum(one.difference_fen for one in answer.homes) == sum(m.difference_fen for m in answer.months)


def test_the_page_tries_tiers_and_the_notice_tells_them(wang: int, sign_in: SignIn) -> None:
    w = meter(wang, since=date(2025, 11, 1))
    item_id = water(tiers=WATER, since=date(2025, 1, 1))
    reads(w, date(2026, 6, 30), 200)
    browser = sign_in("manager")
    path = f"/fee-items/{item_id}/what-if"
    assert "180 5" in browser.get(path).text
    query = {"tiers": "190 5\n8", "effective_from": "2027-01-01", "rounding": "half_up_fen", "price": ""}
    shown = browser.get(path, params=query).text
    assert "What was read in the twelve months from Nov 2025" in shown
    assert "−10.00" in shown  # 180 × 5 + 20 × 7 = 1040; 190 × 5 + 10 × 8 = 1030
    notice = browser.get(path + "/notice", params=query).text
    for piece in (
        "up to 180 m³ a year: ¥5",
        "up to 190 m³ a year: ¥5",
        "what is above: ¥8",
        "For example, a home that used 200 m³",
        money(104_000),
        money(103_000),
    ):
        assert piece in notice
    both = browser.get(path, params={**query, "price": "5"})
    assert both.status_code == 422 and "Give a price for each unit, or tiers, not both." in both.text


def test_a_meter_that_nobody_read_leaves_nothing_to_compare(wang: int, sign_in: SignIn) -> None:
    meter(wang, since=date(2025, 11, 1))
    item_id = water(tiers=WATER, since=date(2025, 1, 1))
    query = {"price": "5", "effective_from": "2027-01-01", "rounding": "half_up_fen"}
    assert (
        "No meter of this fee was read"
        in sign_in("manager").get(f"/fee-items/{item_id}/what-if", params=query).text
    )
