"""The upkeep of the invented community since it is disclosed: the usual plans, their records, a few services that are late."""

import random
from datetime import date, datetime, time, timedelta

from estate.access.me import Me
from estate.data import Reader, Tx, clock, write
from estate.upkeep import actions_counters, actions_records, planner, queries, usual
from estate.upkeep.actions_records import Entry
from estate.upkeep.queries import Due
from estate.upkeep.rules_records import Item

LAST_VISIT, EVERY = 9, 15
"""What was due was done so many days before today, and before that each so many days."""
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


def keep_up(today: date, by: Me, rng: random.Random, since: date) -> None:
    """Apply the plans on a day, write what was done by them, and let them make the orders of today."""
    begun = (today - since).days
    with clock.as_of(_at(today, begun)), write(by) as tx:
        usual.apply(tx, PLANS)
    for days in range(begun - (begun - LAST_VISIT) % EVERY, 0, -EVERY):
        day = today - timedelta(days=days)
        with clock.as_of(_at(today, days)), write(by) as tx:
            late = 0
            for due in sorted(queries.open_dues(tx, day), key=lambda one: -one.level):
                known = queries.due(tx, due.id)
                if known is None or known.record_id:  # a deeper service took it along
                    continue
                if days == LAST_VISIT and due.ladder and late < LATE:
                    late += 1
                    continue
                entry = _entry(tx, due, day, by, rng, signed=days != LAST_VISIT)
                actions_records.of_due(tx, due.id, entry, f"demo-upkeep-{due.id}")
    for days in range(begun - 45, 0, -90):
        with clock.as_of(_at(today, days)), write(by) as tx:
            _test_water(tx, today - timedelta(days=days))
    with write(by) as tx:
        for value, ago in ((1_204_000, 60), (1_560_000, 1)):
            pump = tx.value("SELECT id FROM equipment WHERE code = 'SB-01'")
            actions_counters.read_counter(tx, pump, "hours", value, today - timedelta(days=ago))
    planner.plan_day(today)


def _test_water(tx: Tx, day: date) -> None:
    """A laboratory tests the water of the tank each quarter."""
    tank = int(tx.value("SELECT id FROM equipment WHERE code = 'SX-01'"))
    found = Entry(
        day,
        "市水质检测中心 许工",
        "in_order",
        title="二次供水水质检测",
        work="inspection",
        company="市水质检测中心",
        cost_fen=86_000,
        valid_until=day + timedelta(days=100),
    )
    actions_records.of_piece(tx, tank, found, f"demo-water-{day}")


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
