"""Everything that a bill run is computed from, read at once, and its fingerprint: if that changes, so may the bills."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from estate.billing import records_meters
from estate.billing.records_rows import covered_of, homes_of, items_of
from estate.billing.rules_cycles import earliest_day
from estate.billing.rules_formula import parse
from estate.billing.rules_run import Covered, Home, Item
from estate.data import Reader


class Inputs(NamedTuple):
    """What a run is computed from."""

    items: list[Item]
    homes: list[Home]
    covered: Covered
    fingerprint: str


class _Read(NamedTuple):
    """The same as it was read. dwellers: None when no fee asks for them."""

    items: list[Item]
    homes: list[tuple[Any, ...]]
    spaces: list[tuple[Any, ...]]
    liable: list[tuple[Any, ...]]
    covered: list[tuple[Any, ...]]
    dwellers: list[tuple[Any, ...]] | None
    metered: records_meters.Read
    fingerprint: str


def load(
    db: Reader,
    first: str,
    last: str,
    home_ids: Sequence[int] | None = None,
    item_id: int | None = None,
    *,
    persons: bool = False,
    again: bool = False,
    since: str | None = None,
) -> Inputs:
    """Read what the bills of these months depend on; of some homes or one fee item alone when given.

    persons: read who lives where even if no fee asks for it yet. again: take the latest reading of each meter as not
    billed, for an example. since: take what was read on this day or later as not billed.
    """
    some = "1" if home_ids is None else f"home_id IN ({', '.join(str(int(home_id)) for home_id in home_ids)})"
    found = _read(db, first, last, some, item_id, persons=persons, again=again, read_since=since)
    homes = homes_of(found.homes, found.spaces, found.liable, found.dwellers)
    return Inputs(
        found.items,
        records_meters.with_meters(homes, found.metered, again=again),
        covered_of(found.covered),
        found.fingerprint,
    )


def fingerprint(db: Reader, first: str, last: str) -> str:
    """What a run over these months would be computed from now, as `load` says it."""
    return _read(db, first, last, "1", None).fingerprint


def _read(
    db: Reader,
    first: str,
    last: str,
    some: str,
    item_id: int | None,
    *,
    persons: bool = False,
    again: bool = False,
    read_since: str | None = None,
) -> _Read:
    index = (
        "INDEXED BY charges_live_by_period" if some == "1" else ""
    )  # the planner may prefer all charges in order
    items = db.tuples(_ITEMS, item_id=item_id)
    tariffs = db.tuples(_TARIFFS)
    rules = db.tuples(_ASSIGNMENTS)
    read_items = items_of(items, tariffs, rules)
    begin = date.fromisoformat(first)
    since = min((earliest_day(item.cycle_months, begin, item.timing) for item in read_items), default=begin)
    homes = db.tuples(_HOMES.format(some=some.replace("home_id", "h.id")))
    held = _HELD.format(some=some)
    spaces = db.tuples(_SPACES.format(some=some), since=since.isoformat())
    metered = records_meters.read(db, last, some, item_id, again=again, since=read_since)
    paying = min(since, records_meters.earliest_reading(metered) or since)
    liable = db.tuples(_LIABLE.format(some=_paying(some, held)), since=paying.isoformat())
    covered = db.tuples(
        _COVERED.format(some=some, held=held, index=index), since=since.isoformat(), last=last
    )
    dwellers: list[tuple[Any, ...]] | None = None
    if persons or any(asks_for_persons(item) for item in read_items):
        dwellers = db.tuples(
            _DWELLERS.format(some=some.replace("home_id", "r.home_id")), since=since.isoformat()
        )
    digest = hashlib.blake2b(digest_size=16)
    for rows in (homes, spaces, liable, items, tariffs, rules, covered, dwellers or [], *metered):
        digest.update(repr(rows).encode())
    return _Read(read_items, homes, spaces, liable, covered, dwellers, metered, digest.hexdigest())


def asks_for_persons(item: Item) -> bool:
    """Whether the number of persons in a home decides what an item costs."""
    return any(
        tariff.per_person or (tariff.formula and "persons" in parse(tariff.formula).uses)
        for tariff in item.tariffs
    )


def _paying(some: str, held: str) -> str:
    """Which homes' owners matter: those asked for, and those that share a parking space with them."""
    if some == "1":
        return some
    sharing = f"SELECT home_id FROM parking_holdings WHERE parking_space_id IN ({held})"
    return f"v.{some} OR v.home_id IN ({sharing})"


_HOMES = """
    SELECT h.id, h.code, b.code, b.zone_id, b.id, e.id, h.usage, h.area_dm2, h.inner_area_dm2, h.delivered_on,
           h.state IN ('unsold', 'sold'), h.floor, h.state, h.state_since
      FROM homes AS h JOIN entrances AS e ON e.id = h.entrance_id JOIN buildings AS b ON b.id = e.building_id
     WHERE {some}
     ORDER BY h.sort, h.id
"""
_HELD = "SELECT parking_space_id FROM parking_holdings WHERE {some}"
_SPACES = f"""
    SELECT p.id, p.code, p.kind, g.home_id, g.from_date, g.to_date
      FROM parking_holdings AS g JOIN parking_spaces AS p ON p.id = g.parking_space_id
     WHERE p.id IN ({_HELD}) AND ifnull(g.to_date, '9999') >= :since
     ORDER BY p.sort, p.id, g.from_date
"""
_LIABLE = """
    SELECT v.home_id, v.person_id, v.name, v.from_date, v.to_date, p.kind = 'company'
      FROM v_liable_owners AS v JOIN people AS p ON p.id = v.person_id
     WHERE ifnull(v.to_date, '9999') >= :since AND ({some})
     ORDER BY v.home_id, v.rank
"""
_DWELLERS = """
    SELECT r.home_id, r.person_id, r.role, r.from_date, r.to_date
      FROM residencies AS r JOIN people AS p ON p.id = r.person_id
     WHERE r.role <> 'contact' AND p.kind = 'person' AND ifnull(r.to_date, '9999') >= :since AND {some}
     ORDER BY r.home_id, r.id
"""
_ITEMS = """
    SELECT id, name, kind, cycle_months, anchor, timing FROM fee_items
     WHERE active AND kind NOT IN ('one_off', 'shared') AND (:item_id IS NULL OR id = :item_id) ORDER BY sort, id
"""
_TARIFFS = """
    SELECT fee_item_id, id, effective_from, price_e4, amount_fen, rounding, rounding_level, proration,
           area_basis = 'inner', formula, tiers
      FROM tariffs ORDER BY fee_item_id, effective_from
"""
_ASSIGNMENTS = """
    SELECT fee_item_id, scope, coalesce(zone_id, building_id, entrance_id, home_id, parking_space_id, usage, parking_kind),
           from_date, to_date, excluded
      FROM assignments ORDER BY id
"""
_COVERED = """
    SELECT home_id, fee_item_id, parking_space_id, period_from, period_to
      FROM charges {index}
     WHERE period_to >= :since AND period_from <= date(:last, '+1 year')
       AND reverses_id IS NULL AND reversed_by IS NULL AND kind NOT IN ('one_off', 'penalty')
       AND ({some} OR parking_space_id IN ({held}))
     ORDER BY home_id, fee_item_id, parking_space_id, period_from
"""
