"""Room numbers of four signs whose first one may be the storey's ten, or the building or entrance: 1101.

Where a building's other rooms show low storeys, 1101 is on floor 11. Where none of them is on floors 1 to 10, nothing
tells 1101 of floor 11 from room 101 of entrance (or building) 1: a person is asked once for all of them.
"""

import re

from estate.intake.drafts import Draft
from estate.intake.rooms import floor_of
from estate.intake.workbook import as_json

DOUBLE = re.compile(r"[1-9][1-9]\d{2}")
LOW = range(-5, 11)


def check_levels(drafts: list[Draft]) -> None:
    """Ask about such rooms. Before entrances are settled: an entrance that nobody wrote tells nothing."""
    buildings: dict[tuple[str | None, str], list[Draft]] = {}
    for d in drafts:
        if d.place.building and d.place.number and not d.held:
            buildings.setdefault((d.place.zone, d.place.building), []).append(d)
    for (_zone, building), own in buildings.items():
        doubtful = [d for d in own if d.bare and DOUBLE.fullmatch(d.place.number or "")]
        if doubtful and not _storeys_show(own) and (leads := _leads(building, doubtful)):
            for d in doubtful:
                _ask(d, building, leads)


def _storeys_show(own: list[Draft]) -> bool:
    """Whether a room of the building is on a low or round storey, or a column names the storeys."""
    floors = [(d, floor_of(d.place.number or "")) for d in own]
    return any(
        floor is not None and (floor in LOW or floor % 10 == 0 or d.same.get("floor") == floor)
        for d, floor in floors
    )


def _leads(building: str, doubtful: list[Draft]) -> str:
    """What the first sign can be for every one of them: building or entrance; empty when neither fits."""
    firsts = [(d.place.number or "")[0] for d in doubtful]
    if all(first == building for first in firsts):
        return "building"
    written = all(d.place.entrance in (None, first) for d, first in zip(doubtful, firsts, strict=True))
    return "entrance" if written else ""


def _ask(d: Draft, building: str, leads: str) -> None:
    number = d.place.number or ""
    written = d.place.entrance or "1"
    entrance = written if leads == "building" else number[0]
    d.doubt(
        "room",
        "room_level",
        as_json(d.row.value(d.room_column)),
        f"{building}-{entrance}-{number[1:]}",
        building=building,
        floor=number[:2],
        as_floor=f"{building}-{written}-{number}",
    )
    d.held = True
