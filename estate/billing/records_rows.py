"""What was read for a bill run becomes what the rules reckon with: items, homes, parking spaces, covered days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_persons import Dweller, Living
from estate.billing.rules_run import Covered, Home, Item, Space
from estate.billing.rules_stretches import Charged, Liable, Range
from estate.billing.rules_tiers import read_tiers
from estate.billing.rules_who import ALWAYS, Place, Rule, Who, union, within


def items_of(
    items: Sequence[tuple[Any, ...]],
    tariffs: Sequence[tuple[Any, ...]],
    rules: Sequence[tuple[int, str, int | str | None, str | None, str | None, int]],
) -> list[Item]:
    """Fee items with their tariffs and the rules of who gets them."""
    kinds = {row[0]: (row[2], row[3]) for row in items}
    by_item: dict[int, list[Tariff]] = defaultdict(list)
    for row in tariffs:
        if row[0] in kinds:
            by_item[row[0]].append(tariff_of(row[1:], *kinds[row[0]]))
    rules_by_item: dict[int, list[Rule]] = defaultdict(list)
    for item_id, scope, key, start, end, excluded in rules:
        first, last = _day(start, ALWAYS[0]), _day(end, ALWAYS[1])
        rules_by_item[item_id].append(Rule(scope, key, first, last, bool(excluded)))
    return [
        Item(item_id, name, kind, cycle, tuple(by_item[item_id]), Who(rules_by_item[item_id]), anchor, timing)
        for item_id, name, kind, cycle, anchor, timing in items
    ]


def tariff_of(row: Sequence[Any], kind: str, cycle_months: int) -> Tariff:
    """A row (id, effective_from, price_e4, amount_fen, rounding, rounding_level, proration, inner, formula, tiers) as
    rules read it."""
    tariff_id, since, price_e4, amount_fen, rounding, level, proration, inner, formula, tiers = row
    values = (tariff_id, date.fromisoformat(str(since)), price_e4, amount_fen, cycle_months)
    return Tariff._make(
        (
            *(*values, rounding, level, proration, bool(inner), kind == "per_person", formula or ""),
            read_tiers(tiers) if tiers else None,
        )
    )


def homes_of(
    homes: Sequence[tuple[Any, ...]],
    spaces: Sequence[tuple[int, str, str, int, str | None, str | None]],
    liable: Sequence[tuple[int, int, str, str | None, str | None, int]],
    dwellers: Sequence[tuple[Any, ...]] | None,
) -> list[Home]:
    """Homes with their payers and parking spaces; with who lives there, when that was read."""
    payers: dict[int, list[Liable]] = defaultdict(list)
    for home_id, person_id, name, start, end, company in liable:
        first, last = _day(start, ALWAYS[0]), _day(end, ALWAYS[1])
        payers[home_id].append(Liable(person_id, name, first, last, bool(company)))
    shared: dict[int, list[_Held]] = defaultdict(list)
    parked: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for space_id, code, kind, home_id, start, end in spaces:
        shared[space_id].append(_Held(home_id, (_day(start, ALWAYS[0]), _day(end, ALWAYS[1]))))
        parked[home_id][space_id] = (code, kind)
    living: dict[int, list[Dweller]] = defaultdict(list)
    for home_id, person_id, role, start, end in dwellers or ():
        living[home_id].append(Dweller(person_id, role, _day(start, ALWAYS[0]), _day(end, ALWAYS[1])))
    found: list[Home] = []
    for row in homes:
        home_id, code, building, zone, building_id, entrance, usage, area, inner, delivered = row[:10]
        undelivered, floor, state, state_since = row[10:]
        place = Place(home_id, usage, entrance, building_id, zone)
        spaces_here = parked.get(home_id, {})
        charged = Charged(
            area,
            inner,
            tuple(payers.get(home_id, ())),
            date.fromisoformat(delivered) if delivered else None,
            bool(undelivered),
            floor,
            usage,
            tuple(one.days for space in spaces_here for one in shared[space] if one.home_id == home_id),
            None if dwellers is None else _living(living.get(home_id, ()), state, state_since),
        )
        own = tuple(
            _space(
                space_id,
                space,
                place._replace(parking_space_id=space_id, parking_kind=kind),
                charged,
                shared[space_id],
                payers,
            )
            for space_id, (space, kind) in spaces_here.items()
        )
        found.append(Home(home_id, code, building, place, charged, own))
    return found


def _living(dwellers: Sequence[Dweller], state: str, since: str | None) -> Living:
    begin = _day(since, ALWAYS[0])
    return Living(tuple(dwellers), begin if state == "vacant" else None, begin if state == "let" else None)


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


def covered_of(
    rows: Sequence[tuple[int, int, int | None, str, str]],
) -> Covered:
    """The days that live charges cover already."""
    covered: dict[tuple[int | None, int, int | None], list[tuple[str, str]]] = defaultdict(list)
    for home_id, item_id, space_id, first, last in rows:
        covered[None if space_id else home_id, item_id, space_id].append((first, last))
    return covered


def _day(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise
