"""The standing discounts of a bill run, read at once, and what a run waives by them. Amounts in fen."""

import hashlib
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from estate.billing.rules_stretches import Range
from estate.data import Reader
from estate.waivers.rules_standing import ENDLESS, Discount, Standing, vacant_spells


class RunWaived(NamedTuple):
    """What a run waives of a line."""

    fee_item_name: str
    parking_code: str | None
    kind: str
    period_from: str
    amount_fen: int
    formula: str


def standing(db: Reader, first: str, last: str) -> Standing:
    """What the bills of these months may be discounted by."""
    rows = db.tuples(
        """
        SELECT id, kind, payable_e4, computed_from, from_month, by_home, from_date, to_date
          FROM discounts
         WHERE kind IN ('vacancy', 'care') AND from_date <= date(:last, '+1 year') AND ifnull(to_date, '9999') >= :first
         ORDER BY id
        """,
        first=first,
        last=last,
    )
    if not rows:
        return Standing((), {}, {}, {}, "")
    items = db.tuples("SELECT discount_id, fee_item_id FROM discount_items ORDER BY 1, 2")
    granted = db.tuples(
        """
        SELECT discount_id, home_id, from_date, to_date FROM discount_homes
         WHERE to_date >= :first ORDER BY discount_id, home_id, from_date, id
        """,
        first=first,
    )
    states = db.tuples("""
        SELECT home_id, state, from_date FROM home_states
         WHERE home_id IN (SELECT home_id FROM home_states WHERE state = 'vacant')
         ORDER BY home_id, ifnull(from_date, ''), id
    """)
    digest = hashlib.blake2b(digest_size=8)
    for part in (rows, items, granted, states):
        digest.update(repr(part).encode())
    by_discount: dict[int, set[int]] = defaultdict(set)
    for discount_id, item_id in items:
        by_discount[discount_id].add(item_id)
    discounts = [
        Discount(
            one,
            kind,
            payable,
            source == "raw",
            month,
            bool(by_home),
            _day(start),
            _day(end),
            frozenset(by_discount[one]),
        )
        for one, kind, payable, source, month, by_home, start, end in rows
    ]
    roundings = dict(db.tuples("SELECT id, rounding FROM tariffs"))
    return Standing(discounts, _spells(states), _granted(granted), roundings, digest.hexdigest())


def waived_of_run(db: Reader, run_id: int) -> int:
    """What a run waives in all."""
    return int(
        db.value(
            "SELECT ifnull(sum(amount_fen), 0) FROM bill_run_waivers WHERE run_id = :run_id", run_id=run_id
        )
    )


def waived_by_item(db: Reader, run_id: int) -> dict[str, int]:
    """What a run waives of each fee item, by its name."""
    rows = db.tuples(
        """
        SELECT f.name, sum(w.amount_fen) FROM bill_run_waivers AS w JOIN fee_items AS f ON f.id = w.fee_item_id
         WHERE w.run_id = :run_id GROUP BY f.id
        """,
        run_id=run_id,
    )
    return dict(rows)


def waived_by_building(db: Reader, run_id: int) -> dict[str, int]:
    """What a run waives in each building."""
    sql = "SELECT building, sum(amount_fen) FROM bill_run_waivers WHERE run_id = :run_id GROUP BY building"
    return dict(db.tuples(sql, run_id=run_id))


def waived_of_home(db: Reader, run_id: int, home_id: int) -> list[RunWaived]:
    """What a run waives for a home, line by line."""
    return db.rows(
        RunWaived,
        """
        SELECT f.name AS fee_item_name, p.code AS parking_code, d.kind, w.period_from, w.amount_fen, w.formula
          FROM bill_run_waivers AS w JOIN fee_items AS f ON f.id = w.fee_item_id
          JOIN discounts AS d ON d.id = w.discount_id
          LEFT JOIN parking_spaces AS p ON p.id = w.parking_space_id
         WHERE w.run_id = :run_id AND w.home_id = :home_id ORDER BY w.period_from, f.sort, f.id, w.rowid
        """,
        run_id=run_id,
        home_id=home_id,
    )


def _spells(states: list[tuple[int, str, str | None]]) -> dict[int, list[Range]]:
    history: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for home_id, state, day in states:
        history[home_id].append((state, day))
    return {home_id: spells for home_id, one in history.items() if (spells := vacant_spells(one))}


def _granted(rows: list[tuple[int, int, str, str]]) -> dict[tuple[int, int], list[Range]]:
    granted: dict[tuple[int, int], list[Range]] = defaultdict(list)
    for discount_id, home_id, first, last in rows:
        granted[discount_id, home_id].append((_day(first), _day(last)))
    return granted


def _day(text: str | None) -> date:
    return date.fromisoformat(text) if text else ENDLESS
