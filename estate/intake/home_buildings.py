"""What the rows of a ledger say together: the entrance, the zone and the building that single rows leave open."""

import re
from collections import Counter

from estate.intake.drafts import Draft
from estate.intake.layout import Layout
from estate.intake.workbook import as_json

SHOP_ROW = re.compile(r"[A-Z]+\d+")


def settle_entrances(drafts: list[Draft]) -> None:
    """Give homes without an entrance the only one of their building; where there are several, ask.

    A row of shops (S1-01) is no entrance of the homes above it.
    """
    known: dict[str, set[str]] = {}
    for d in drafts:
        shops = SHOP_ROW.fullmatch(d.place.entrance or "") and len(d.place.number or "") < 3
        if d.place.building and d.place.entrance and not shops:
            known.setdefault(d.place.building, set()).add(d.place.entrance)
    for d in drafts:
        if d.place.building and d.place.number and not d.place.entrance:
            found = known.get(d.place.building, set())
            if len(found) <= 1:
                d.place = d.place._replace(entrance=next(iter(found), "1"))
            elif d.place.usage in (None, "residential"):
                proposals = "、".join(f"{d.place.building}-{e}-{d.place.number}" for e in sorted(found))
                d.doubt("room", "entrance_unknown", d.place.number, proposals)
                d.held = True
            else:
                d.place = d.place._replace(entrance="1")


def settle_zones(drafts: list[Draft]) -> None:
    """Where buildings of several zones bear the same number, the zone becomes part of the building's name."""
    zones: dict[str, set[str]] = {}
    for d in drafts:
        if d.place.building and d.place.zone:
            zones.setdefault(d.place.building, set()).add(d.place.zone)
    if any(len(z) > 1 for z in zones.values()):
        for d in drafts:
            if d.place.building and d.place.zone:
                d.place = d.place._replace(building=d.place.zone + d.place.building)


def check_buildings(by_sheet: dict[str, list[Draft]], layouts: dict[str, Layout]) -> None:
    """Ask about rows whose room names another building than the sheet does, or than nearly all its other rows."""
    majority: dict[str, tuple[str, float]] = {}
    for name, drafts in by_sheet.items():
        buildings = Counter(d.place.building for d in drafts if d.place.building)
        if buildings:
            building, count = buildings.most_common(1)[0]
            majority[name] = (building, count / sum(buildings.values()))
    pure = {building for building, share in majority.values() if share >= 0.9}
    for name, drafts in by_sheet.items():
        if name not in majority:
            continue
        own = layouts[name].building
        building, share = majority[name]
        named = own is not None and own.building == building and share >= 0.5
        if not named and not (share >= 0.9 and len(by_sheet) > 1 and len(pure) > 1):
            continue
        for d in drafts:
            headed = d.row.section is not None and d.row.section.building == d.place.building
            if d.place.building not in (None, building) and "room" not in d.doubtful and not headed:
                other = d.place.building in pure or (own is not None and named)
                if other:
                    name_of = "room" if "building" not in d.columns else "building"
                    d.doubt(
                        name_of,
                        "wrong_building",
                        as_json(d.row.value(_number(layouts[name], name_of))),
                        d.code,
                        building=building,
                    )


def _number(layout: Layout, name: str) -> int:
    return layout.of(name)[0].number


def sheet_question(drafts: list[Draft], proposal: str) -> bool:
    """Whether no row of a sheet says in which building it is; they are then put in the proposed one for one question."""
    if any(d.place.building for d in drafts) or not any(d.place.number for d in drafts):
        return False
    for d in drafts:
        if d.place.number:
            d.place = d.place._replace(building=proposal)
    return True
