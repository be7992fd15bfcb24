"""Who gets a fee item: rules that include and rules that except, each for a place and a time. Exceptions win."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from estate.billing.rules_stretches import Range

ALWAYS = (date(1900, 1, 1), date(2999, 12, 31))


class Rule(NamedTuple):
    """One rule. scope: all, zone, building, entrance, usage, home, parking_kind, parking; key: which one of them."""

    scope: str
    key: int | str | None
    first: date = ALWAYS[0]
    last: date = ALWAYS[1]
    excluded: bool = False


class Place(NamedTuple):
    """Where a home or a parking space stands, as far as rules look at it."""

    home_id: int
    usage: str
    entrance_id: int
    building_id: int
    zone_id: int | None = None
    parking_space_id: int | None = None
    parking_kind: str | None = None


_PLACES = tuple(
    (scope, Place._fields.index(field))
    for scope, field in (
        ("zone", "zone_id"),
        ("building", "building_id"),
        ("entrance", "entrance_id"),
        ("usage", "usage"),
        ("home", "home_id"),
        ("parking_kind", "parking_kind"),
        ("parking", "parking_space_id"),
    )
)
"""What a rule looks at in a place; one for all looks at nothing."""


class Who:
    """The rules of one fee item, made ready to ask for many places."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_place: dict[tuple[str, int | str | None], list[Rule]] = {}
        for rule in rules:
            self._by_place.setdefault((rule.scope, rule.key), []).append(rule)
        scopes = {scope for scope, _key in self._by_place}
        self._asked = tuple((scope, at) for scope, at in _PLACES if scope in scopes)
        self._known: dict[tuple[int | str | None, ...], tuple[Range, ...]] = {}

    def windows(self, place: Place) -> tuple[Range, ...]:
        """When the item applies to a place, ascending and apart; empty for never."""
        where = tuple([place[at] for _scope, at in self._asked])
        found = self._known.get(where)
        if found is None:
            found = self._known[where] = _windows(self._matched(place))
        return found

    def excepts(self, place: Place) -> bool:
        """Whether a rule would include this place and another excepts it, at least for a time."""
        matched = self._matched(place)
        return any(rule.excluded for rule in matched) and any(not rule.excluded for rule in matched)

    def _matched(self, place: Place) -> tuple[Rule, ...]:
        matched = list(self._by_place.get(("all", None), ()))
        for scope, at in self._asked:
            matched += self._by_place.get((scope, place[at]), ())
        return tuple(matched)


def _windows(rules: tuple[Rule, ...]) -> tuple[Range, ...]:
    included = union((rule.first, rule.last) for rule in rules if not rule.excluded)
    for first, last in union((rule.first, rule.last) for rule in rules if rule.excluded):
        kept: list[Range] = []
        for start, end in included:
            if end < first or start > last:
                kept.append((start, end))
                continue
            if start < first:
                kept.append((start, _shifted(first, -1)))
            if end > last:
                kept.append((_shifted(last, 1), end))
        included = kept
    return tuple(included)


def within(ranges: Iterable[Range], of: Range) -> list[Range]:
    """The parts of these ranges that lie within another."""
    return [
        (max(first, of[0]), min(last, of[1])) for first, last in ranges if first <= of[1] and last >= of[0]
    ]


def union(ranges: Iterable[Range]) -> list[Range]:
    """These ranges in order, joined where they touch or overlap."""
    joined: list[Range] = []
    for first, last in sorted(ranges):
        if joined and first <= _shifted(joined[-1][1], 1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _shifted(day: date, by: int) -> date:
    return date.fromordinal(day.toordinal() + by)
