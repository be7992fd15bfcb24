"""A building from a few words: which floors, how many homes on each, their areas; the plan before anything is made."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import NamedTuple, TypeVar

from estate.community.rules import HomeSpec, canonical_part

T = TypeVar("T")

MOST_HOMES = 5000
_LOWEST, _HIGHEST = -9, 150


class BuildingPlan(NamedTuple):
    """What is to be built. areas and inner areas in dm² for each position on a floor, or one for all positions.

    two_digits: room 501 (floor and two digits) rather than 51. continuous: the second entrance goes on counting
    where the first one ended (501, 502 | 503, 504) instead of starting at 1 again.
    """

    building: str
    entrances: Sequence[str]
    floors: Sequence[int]
    per_floor: int
    areas_dm2: Sequence[int]
    inner_areas_dm2: Sequence[int] = ()
    layouts: Sequence[str] = ()
    usage: str = "residential"
    shop_floors: Collection[int] = ()
    state: str = "unsold"
    delivered_on: str | None = None
    delivered_precision: str = "day"
    two_digits: bool = True
    continuous: bool = False


class FloorPlan(NamedTuple):
    """One floor of one entrance in the preview."""

    floor: int
    homes: list[HomeSpec]


class EntrancePlan(NamedTuple):
    entrance: str
    floors: list[FloorPlan]


def plan_homes(plan: BuildingPlan) -> list[HomeSpec]:
    """The homes that the plan makes, entrance by entrance, from the lowest floor up."""
    return [
        _home(plan, number, entrance, floor, position)
        for number, entrance in enumerate(plan.entrances)
        for floor in sorted(plan.floors)
        for position in range(plan.per_floor)
    ]


def by_entrance(homes: Sequence[HomeSpec]) -> list[EntrancePlan]:
    """The plan as it is drawn: entrances side by side, the highest floor first."""
    entrances: dict[str, dict[int, list[HomeSpec]]] = {}
    for home in homes:
        entrances.setdefault(home.entrance, {}).setdefault(home.floor or 0, []).append(home)
    return [
        EntrancePlan(entrance, [FloorPlan(floor, floors[floor]) for floor in sorted(floors, reverse=True)])
        for entrance, floors in entrances.items()
    ]


def parse_floors(text: str) -> list[int]:
    """`1-18`, `1-3, 5-18`, `-1, 1-6`, `B1, 1-6`: the floors; ValueError when it is none of these. There is no floor 0."""
    text = unicodedata.normalize("NFKC", text).upper().replace("B", "-").replace("负", "-")
    floors: set[int] = set()
    for piece in re.split(r"[,、;\s]+", re.sub(r"\s*(?:至|到|~|–|—)\s*", "..", text).strip()):
        if not piece:
            continue
        match = re.fullmatch(r"(-?\d{1,3})(?:(?:-|\.\.)(-?\d{1,3}))?[层楼F]?", piece)
        if not match:
            raise ValueError(piece)
        first, last = int(match[1]), int(match[2] or match[1])
        if not _LOWEST <= first <= last <= _HIGHEST:
            raise ValueError(piece)
        floors.update(range(first, last + 1))
    return sorted(floors - {0})


def parse_entrances(text: str) -> list[str]:
    """`1-3`, `1, 2`, `A B`: the entrances' codes, each once; ValueError when there are none or too many."""
    text = unicodedata.normalize("NFKC", text)
    codes: list[str] = []
    for piece in re.split(r"[,、;\s]+", text.strip()):
        match = re.fullmatch(r"(\d{1,2})[-~至到–](\d{1,2})", piece)
        if match:
            codes.extend(str(number) for number in range(int(match[1]), int(match[2]) + 1))
        elif code := canonical_part(re.sub(r"(?<=.)(?:单元|门)$", "", piece)):
            codes.append(code)
    if not codes or len(codes) > 30 or len(set(codes)) != len(codes) or any(len(code) > 4 for code in codes):
        raise ValueError(text)
    return codes


def parse_list(text: str) -> list[str]:
    """What is separated by commas or spaces; a decimal comma is none of them."""
    return [piece for piece in re.split(r"[,，、;；\s]+", text.strip()) if piece]


def _home(plan: BuildingPlan, number: int, entrance: str, floor: int, position: int) -> HomeSpec:
    count = position + 1 + (number * plan.per_floor if plan.continuous else 0)
    return HomeSpec(
        building=plan.building,
        entrance=entrance,
        room=f"{floor}{count:02d}" if plan.two_digits else f"{floor}{count}",
        floor=floor,
        area_dm2=_at(plan.areas_dm2, position),
        inner_area_dm2=_at(plan.inner_areas_dm2, position) if plan.inner_areas_dm2 else None,
        layout=_at(plan.layouts, position) if plan.layouts else "",
        usage="shop" if floor in plan.shop_floors else plan.usage,
        state=plan.state,
        delivered_on=plan.delivered_on,
        delivered_precision=plan.delivered_precision,
    )


def _at(values: Sequence[T], position: int) -> T:
    return values[position] if len(values) > 1 else values[0]
