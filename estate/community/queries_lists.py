"""Lists of homes and parking spaces, a page at a time; homes as people name them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from estate.community.queries import HOME, PARKING, Home, ParkingSpace, building_codes, home_by_code
from estate.community.rules_rooms import Known, Room, code_prefixes, parse_room
from estate.data import Reader
from estate.i18n import gettext as _
from estate.refusal import Refused

PAGE = 50
MOST_PREFIXES = 60

SORTS = {
    "home": "h.sort",
    "-home": "h.sort DESC",
    "area": "h.area_dm2, h.sort",
    "-area": "h.area_dm2 DESC, h.sort",
    "floor": "h.floor, h.sort",
    "-floor": "h.floor DESC, h.sort",
    "since": "h.state_since, h.sort",
    "-since": "h.state_since DESC, h.sort",
}


class HomesPage(NamedTuple):
    """One page of a list: rows, how many in all, their built area together (dm²), page and pages from 1."""

    homes: list[Home]
    total: int
    area_dm2: int
    page: int
    pages: int


class ParkingPage(NamedTuple):
    spaces: list[ParkingSpace]
    total: int
    page: int
    pages: int


def homes_page(
    db: Reader,
    *,
    building_id: int | None = None,
    zone_id: int | None = None,
    usage: str = "",
    state: str = "",
    room: str = "",
    sort: str = "home",
    page: int = 1,
) -> HomesPage:
    """A page of 50 homes. room: in any usual spelling, or the beginning of one. An unknown sort is the natural order."""
    params: dict[str, Any] = {"building_id": building_id, "zone_id": zone_id, "usage": usage, "state": state}
    wanted = {
        "b.id = :building_id": building_id,
        "b.zone_id = :zone_id": zone_id,
        "h.usage = :usage": usage,
        "h.state = :state": state,
    }
    clauses = [clause for clause, value in wanted.items() if value]
    if room.strip():
        meant, more = _meant(db, room)
        clauses.append(meant)
        params.update(more)
    where = " AND ".join(clauses) or "1"
    total, area_dm2 = db.tuples(
        f"""
        SELECT count(*), ifnull(sum(h.area_dm2), 0)
          FROM homes AS h JOIN entrances AS e ON e.id = h.entrance_id JOIN buildings AS b ON b.id = e.building_id
         WHERE {where}
        """,
        **params,
    )[0]
    page, pages = _within(page, total)
    order = SORTS.get(sort, "h.sort")
    sql = HOME + f"WHERE {where} ORDER BY {order} LIMIT {PAGE} OFFSET {(page - 1) * PAGE}"
    return HomesPage(db.rows(Home, sql, **params), total, area_dm2, page, pages)


def homes_meant(db: Reader, text: str, limit: int = 12) -> list[Home]:
    """The homes that a room in any usual spelling means (see rules_rooms), the likeliest reading first."""
    known = building_codes(db)
    homes: dict[int, Home] = {}
    for reading in parse_room(text, known):
        where, params = _condition(reading, known)
        for home in db.rows(
            Home, HOME + f"WHERE {where} ORDER BY length(h.room), h.sort LIMIT {limit}", **params
        ):
            homes.setdefault(home.id, home)
        if len(homes) >= limit:
            break
    return list(homes.values())[:limit]


def home_meant(db: Reader, text: str) -> int | None:
    """The home that a room in any usual spelling means, None for no text.

    Refused (field `home`) when it means none or several.
    """
    if not text:
        return None
    if exact := home_by_code(db, text):
        return exact.id
    homes = homes_meant(db, text, limit=2)
    if len(homes) == 1:
        return homes[0].id
    if homes:
        raise Refused(_("Several homes fit. Write building, entrance and room, like 3-2-501."), "home")
    raise Refused(_("There is no such home. Write it like 3-2-501."), "home")


def parking_page(
    db: Reader, *, kind: str = "", text: str = "", free: bool = False, page: int = 1
) -> ParkingPage:
    """A page of 50 parking spaces. text: the beginning of its number or of its home's code. free: without a home."""
    wanted = {
        "p.kind = :kind": kind,
        "(substr(p.code, 1, length(:text)) = :text OR substr(h.code, 1, length(:text)) = :text)": text,
        "p.home_id IS NULL": free,
    }
    where = " WHERE " + (" AND ".join(clause for clause, value in wanted.items() if value) or "1")
    total = db.value(
        "SELECT count(*) FROM parking_spaces AS p LEFT JOIN homes AS h ON h.id = p.home_id" + where,
        kind=kind,
        text=text,
    )
    page, pages = _within(page, total)
    sql = PARKING + where + f" ORDER BY p.sort LIMIT {PAGE} OFFSET {(page - 1) * PAGE}"
    return ParkingPage(db.rows(ParkingSpace, sql, kind=kind, text=text), total, page, pages)


def _meant(db: Reader, text: str) -> tuple[str, dict[str, str]]:
    """The condition of the likeliest reading that any home fits."""
    known = building_codes(db)
    for reading in parse_room(text, known):
        where, params = _condition(reading, known)
        if db.value(f"SELECT EXISTS (SELECT 1 FROM homes AS h WHERE {where})", **params):
            return where, params
    return "0", {}


def _condition(reading: Room, known: Known) -> tuple[str, dict[str, str]]:
    if reading.building is None:
        if reading.entrance is None:
            return _begins("h.room", [reading.room or ""])
        entrance_codes = [
            f"{b}-{reading.entrance}-{reading.room}"
            for b, codes in known.items()
            if reading.entrance in codes
        ]
        return _begins("h.code", entrance_codes)
    return _begins("h.code", code_prefixes(reading, known))


def _begins(column: str, prefixes: Sequence[str]) -> tuple[str, dict[str, str]]:
    params = {f"begin{number}": prefix for number, prefix in enumerate(prefixes[:MOST_PREFIXES])}
    ranges = [f"({column} >= :{name} AND {column} < :{name} || char(1114111))" for name in params]
    return f"({' OR '.join(ranges)})" if ranges else "0", params


def _within(page: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE))
    return min(max(page, 1), pages), pages
