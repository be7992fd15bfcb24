"""Two months of upkeep in the invented community: the usual plans, their records, and a few services that are late."""

import random
from datetime import date, datetime, time, timedelta

from estate.access.me import Me
from estate.data import Reader, clock, write
from estate.upkeep import actions_counters, actions_records, planner, queries, usual
from estate.upkeep.actions_records import Entry
from estate.upkeep.queries import Due
from estate.upkeep.rules_records import Item

BEGUN = 47
VISITS = (40, 25, 9)
"""Days before today on which what was due was done."""
LATE = 2
"""Lifts whose last service nobody has done yet."""
PLANS = (
    "lift-15",
    "lift-quarter",
    "lift-year",
    "lift-inspection",
    "fire-month",
    "fire-year",
    "tank-half",
    "transformer-year",
)


def keep_up(today: date, by: Me, rng: random.Random) -> None:
    """Apply the plans, write what was done by them, and let them make the orders of today."""
    with clock.as_of(_at(today, BEGUN)), write(by) as tx:
        usual.apply(tx, PLANS)
    for days in VISITS:
        day = today - timedelta(days=days)
        with clock.as_of(_at(today, days)), write(by) as tx:
            late = 0
            for due in queries.open_dues(tx, day):
                if days == VISITS[-1] and due.ladder and late < LATE:
                    late += 1
                    continue
                entry = _entry(tx, due, day, by, rng, signed=days != VISITS[-1])
                actions_records.of_due(tx, due.id, entry, f"demo-upkeep-{due.id}")
    with write(by) as tx:
        for value, ago in ((1_204_000, 60), (1_560_000, 1)):
            pump = tx.value("SELECT id FROM equipment WHERE code = 'SB-01'")
            actions_counters.read_counter(tx, pump, "hours", value, today - timedelta(days=ago))
    planner.plan_day(today)


def _entry(db: Reader, due: Due, day: date, by: Me, rng: random.Random, signed: bool) -> Entry:
    items = queries.items_of_version(db, due.list_version_id)
    mended = rng.random() < 0.08
    company = due.done_by == "company"
    return Entry(
        day,
        rng.choice(("安达 李工", "安达 陈工")) if company else "周强",
        "mended" if mended else "in_order",
        company="安达电梯维保有限公司" if company and due.ladder else "",
        findings=rng.choice(("门锁触点清洁并调整", "更换轿厢照明灯管", "补充导轨润滑油")) if mended else "",
        parts="照明灯管 1 支" if mended else "",
        answers={number: _answer(one, rng) for number, one in enumerate(items)},
        cost_fen=rng.randrange(200, 480) * 100 if mended else 0,
        valid_until=day + timedelta(days=365) if due.work == "inspection" else None,
        signed_name=by.name if signed else "",
    )


def _answer(item: Item, rng: random.Random) -> str:
    """In order; a number within its limits."""
    if item.kind != "number":
        return "yes"
    low = item.low if item.low is not None else (item.high or 0) // 2
    high = item.high if item.high is not None else low * 2 + 1
    return str(rng.randrange(low, high + 1))


def _at(today: date, days: int) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(10), clock.zone())
