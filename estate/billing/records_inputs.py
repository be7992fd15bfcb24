"""Everything that a bill run is computed from, read at once, and its fingerprint: if that changes, so may the bills."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_run import Covered, Home, Item, Space
from estate.billing.rules_stretches import Charged, Liable, Range
from estate.billing.rules_who import ALWAYS, Place, Rule, Who, union, within
from estate.data import Reader


class Inputs(NamedTuple):
    """What a run is computed from."""

    items: list[Item]
    homes: list[Home]
    covered: Covered
    fingerprint: str


def load(
    db: Reader, first: str, last: str, home_ids: Sequence[int] | None = None, item_id: int | None = None
) -> Inputs:
    """Read what the bills of these months depend on; of some homes or one fee item alone when given."""
    some = "1" if home_ids is None else f"home_id IN ({', '.join(str(int(home_id)) for home_id in home_ids)})"
    index = (
        "INDEXED BY charges_live_by_period" if home_ids is None else ""
    )  # the planner may prefer all charges in order
    homes = db.tuples(_HOMES.format(some=some.replace("home_id", "h.id")))
    held = _HELD.format(some=some)
    spaces = db.tuples(_SPACES.format(some=some), first=first)
    liable = db.tuples(_LIABLE.format(some=_paying(some, held)), first=first)
    items = db.tuples(_ITEMS, item_id=item_id)
    tariffs = db.tuples(_TARIFFS)
    rules = db.tuples(_ASSIGNMENTS)
    covered = db.tuples(_COVERED.format(some=some, held=held, index=index), first=first, last=last)
    digest = hashlib.blake2b(digest_size=16)
    for rows in (homes, spaces, liable, items, tariffs, rules, covered):
        digest.update(repr(rows).encode())
    return Inputs(
        _items(items, tariffs, rules), _homes(homes, spaces, liable), _covered(covered), digest.hexdigest()
    )


def _paying(some: str, held: str) -> str:
    """Which homes' owners matter: those asked for, and those that share a parking space with them."""
    if some == "1":
        return some
    sharing = f"SELECT home_id FROM parking_holdings WHERE parking_space_id IN ({held})"
    return f"v.{some} OR v.home_id IN ({sharing})"


_HOMES = """
    SELECT h.id, h.code, b.code, b.zone_id, b.id, e.id, h.usage, h.area_dm2, h.inner_area_dm2, h.delivered_on,
           h.state IN ('unsold', 'sold')
      FROM homes AS h JOIN entrances AS e ON e.id = h.entrance_id JOIN buildings AS b ON b.id = e.building_id
     WHERE {some}
     ORDER BY h.sort, h.id
"""
_HELD = "SELECT parking_space_id FROM parking_holdings WHERE {some}"
_SPACES = f"""
    SELECT p.id, p.code, p.kind, g.home_id, g.from_date, g.to_date
      FROM parking_holdings AS g JOIN parking_spaces AS p ON p.id = g.parking_space_id
     WHERE p.id IN ({_HELD}) AND ifnull(g.to_date, '9999') >= :first
     ORDER BY p.sort, p.id, g.from_date
"""
_LIABLE = """
    SELECT v.home_id, v.person_id, v.name, v.from_date, v.to_date, p.kind = 'company'
      FROM v_liable_owners AS v JOIN people AS p ON p.id = v.person_id
     WHERE ifnull(v.to_date, '9999') >= :first AND ({some})
     ORDER BY v.home_id, v.rank
"""
_ITEMS = """
    SELECT id, name, kind, cycle_months FROM fee_items
     WHERE active AND kind <> 'one_off' AND (:item_id IS NULL OR id = :item_id) ORDER BY sort, id
"""
_TARIFFS = """
    SELECT fee_item_id, id, effective_from, price_e4, amount_fen, rounding, rounding_level, proration,
           area_basis = 'inner'
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
     WHERE period_to >= :first AND period_from <= date(:last, '+1 year')
       AND reverses_id IS NULL AND reversed_by IS NULL AND kind NOT IN ('one_off', 'penalty')
       AND ({some} OR parking_space_id IN ({held}))
     ORDER BY home_id, fee_item_id, parking_space_id, period_from
"""


def _items(
    items: Sequence[tuple[int, str, str, int]],
    tariffs: Sequence[tuple[Any, ...]],
    rules: Sequence[tuple[int, str, int | str | None, str | None, str | None, int]],
) -> list[Item]:
    cycles = {item_id: cycle for item_id, _name, _kind, cycle in items}
    by_item: dict[int, list[Tariff]] = defaultdict(list)
    for row in tariffs:
        if row[0] in cycles:
            by_item[row[0]].append(tariff_of(row[1:], cycles[row[0]]))
    rules_by_item: dict[int, list[Rule]] = defaultdict(list)
    for item_id, scope, key, start, end, excluded in rules:
        first, last = _day(start, ALWAYS[0]), _day(end, ALWAYS[1])
        rules_by_item[item_id].append(Rule(scope, key, first, last, bool(excluded)))
    return [
        Item(item_id, name, kind, cycle, tuple(by_item[item_id]), Who(rules_by_item[item_id]))
        for item_id, name, kind, cycle in items
    ]


def tariff_of(row: Sequence[Any], cycle_months: int) -> Tariff:
    """A row (id, effective_from, price_e4, amount_fen, rounding, rounding_level, proration, inner) as rules read it."""
    tariff_id, since, price_e4, amount_fen, rounding, level, proration, inner = row
    values = (tariff_id, date.fromisoformat(str(since)), price_e4, amount_fen, cycle_months)
    return Tariff._make((*values, rounding, level, proration, bool(inner)))


def _homes(
    homes: Sequence[tuple[int, str, str, int | None, int, int, str, int, int | None, str | None, int]],
    spaces: Sequence[tuple[int, str, str, int, str | None, str | None]],
    liable: Sequence[tuple[int, int, str, str | None, str | None, int]],
) -> list[Home]:
    payers: dict[int, list[Liable]] = defaultdict(list)
    for home_id, person_id, name, start, end, company in liable:
        first, last = _day(start, ALWAYS[0]), _day(end, ALWAYS[1])
        payers[home_id].append(Liable(person_id, name, first, last, bool(company)))
    shared: dict[int, list[_Held]] = defaultdict(list)
    parked: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for space_id, code, kind, home_id, start, end in spaces:
        shared[space_id].append(_Held(home_id, (_day(start, ALWAYS[0]), _day(end, ALWAYS[1]))))
        parked[home_id][space_id] = (code, kind)
    found: list[Home] = []
    for (
        home_id,
        code,
        building,
        zone,
        building_id,
        entrance,
        usage,
        area,
        inner,
        delivered,
        undelivered,
    ) in homes:
        place = Place(home_id, usage, entrance, building_id, zone)
        delivered_on = date.fromisoformat(delivered) if delivered else None
        charged = Charged(area, inner, tuple(payers.get(home_id, ())), delivered_on, bool(undelivered))
        own = tuple(
            _space(
                space_id,
                space,
                place._replace(parking_space_id=space_id, parking_kind=kind),
                charged,
                shared[space_id],
                payers,
            )
            for space_id, (space, kind) in parked.get(home_id, {}).items()
        )
        found.append(Home(home_id, code, building, place, charged, own))
    return found


class _Held(NamedTuple):
    """A home that holds a parking space on these days."""

    home_id: int
    days: Range


def _space(
    space_id: int,
    code: str,
    place: Place,
    charged: Charged,
    holders: Sequence[_Held],
    payers: Mapping[int, Sequence[Liable]],
) -> Space:
    """A space as one home sees it; where nothing changed hands it is charged as the home is."""
    if [one.days for one in holders] == [ALWAYS]:
        return Space(space_id, code, place, charged)
    liable = tuple(
        payer._replace(first=first, last=last, home_id=holder.home_id)
        for holder in holders
        for payer in payers.get(holder.home_id, ())
        for first, last in within([(payer.first, payer.last)], holder.days)
    )
    held = tuple(one.days for one in holders if one.home_id == place.home_id)
    shared = tuple(union(one.days for one in holders))
    return Space(space_id, code, place, charged._replace(liable=liable), held, shared)


def _covered(
    rows: Sequence[tuple[int, int, int | None, str, str]],
) -> Covered:
    covered: dict[tuple[int | None, int, int | None], list[tuple[str, str]]] = defaultdict(list)
    for home_id, item_id, space_id, first, last in rows:
        covered[None if space_id else home_id, item_id, space_id].append((first, last))
    return covered


def _day(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise
