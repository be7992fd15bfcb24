"""The register as a list, a page at a time, and how many pieces are in which state or due."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from estate.community import queries as community
from estate.data import Reader
from estate.equipment.queries import EQUIPMENT, Equipment
from estate.equipment.rules import SOON_DAYS, Spot, canonical_code, spot_in

PAGE = 50

SORTS = {
    "code": "q.sort",
    "-code": "q.sort DESC",
    "name": "q.name, q.sort",
    "-name": "q.name DESC, q.sort",
    "installed": "q.installed_on IS NULL, q.installed_on, q.sort",
    "-installed": "q.installed_on DESC, q.sort",
    "inspection": "q.next_inspection_on IS NULL, q.next_inspection_on, q.sort",
    "-inspection": "q.next_inspection_on DESC, q.sort",
}

_ALIVE = "q.state <> 'scrapped'"
_INSPECTION = f"q.next_inspection_on <= :soon AND {_ALIVE}"
_SERVICE = f"q.next_service_on <= :today AND {_ALIVE}"
_AGED = f"q.life_years IS NOT NULL AND date(q.installed_on, '+' || q.life_years || ' years') <= :today AND {_ALIVE}"
DUE = {"inspection": _INSPECTION, "service": _SERVICE, "life": _AGED}


class Listed(NamedTuple):
    """A page of the register; pieces counts those of a row with several alike."""

    equipment: list[Equipment]
    total: int
    pieces: int
    page: int
    pages: int


class Tally(NamedTuple):
    """How many rows of the register need a look; those that are scrapped do not count."""

    alive: int
    repair: int
    overdue: int
    soon: int
    service: int
    aged: int


def listed(
    db: Reader,
    today: date,
    *,
    text: str = "",
    category: str = "",
    building_id: int | None = None,
    state: str = "",
    statutory: str = "",
    due: str = "",
    sort: str = "code",
    page: int = 1,
) -> Listed:
    """A page of 50. text: a part of number, name, model or place. due: `inspection` within 30 days, `service`, `life` over.

    What is scrapped is shown only when it is asked for. An unknown sort is by number.
    """
    params: dict[str, Any] = {
        "text": canonical_code(text),
        "category": category,
        "building_id": building_id,
        "state": state,
        "statutory": statutory,
        **_days(today),
    }
    wanted = {
        "(instr(q.code, :text) OR instr(upper(q.name), :text) OR instr(upper(q.model), :text) "
        "OR instr(upper(q.location), :text))": params["text"],
        "q.category = :category": category,
        "q.building_id = :building_id": building_id,
        "q.state = :state": state,
        _ALIVE: not state,
        "q.statutory = :statutory": statutory,
        DUE.get(due, ""): due in DUE,
    }
    where = " AND ".join(f"({clause})" for clause, value in wanted.items() if value)
    sql = f"SELECT count(*), ifnull(sum(q.quantity), 0) FROM equipment AS q WHERE {where}"
    total, pieces = db.tuples(sql, **params)[0]
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    order = SORTS.get(sort, "q.sort")
    rows = db.rows(
        Equipment,
        EQUIPMENT + f" WHERE {where} ORDER BY {order} LIMIT {PAGE} OFFSET {(page - 1) * PAGE}",
        **params,
    )
    return Listed(rows, total, pieces, page, pages)


def tally(db: Reader, today: date) -> Tally:
    """How many pieces there are, out of order, and due, for the head of the register."""
    found = db.row(
        Tally,
        f"""
        SELECT count(*) FILTER (WHERE {_ALIVE}) AS alive,
               count(*) FILTER (WHERE q.state = 'repair') AS repair,
               count(*) FILTER (WHERE q.next_inspection_on < :today AND {_ALIVE}) AS overdue,
               count(*) FILTER (WHERE q.next_inspection_on >= :today AND {_INSPECTION}) AS soon,
               count(*) FILTER (WHERE {_SERVICE}) AS service,
               count(*) FILTER (WHERE {_AGED}) AS aged
          FROM equipment AS q
        """,
        **_days(today),
    )
    return found or Tally(0, 0, 0, 0, 0, 0)


def count_by(db: Reader, column: str) -> dict[Any, int]:
    """How many rows of the register have each value of `category`, `state`, `statutory` or `building_id`."""
    if column not in ("category", "state", "statutory", "building_id"):
        raise ValueError(column)
    return dict(db.tuples(f"SELECT {column}, count(*) FROM equipment GROUP BY {column}"))


class SpotIndex(NamedTuple):
    """The buildings there are with the codes of their entrances, and the ids of all of them."""

    known: dict[str, list[str]]
    buildings: dict[str, int]
    entrances: dict[tuple[str, str], int]

    def ids(self, spot: Spot) -> tuple[int | None, int | None]:
        """A spot as ids of building and entrance."""
        if spot.building is None:
            return None, None
        return self.buildings[spot.building], self.entrances.get((spot.building, spot.entrance or ""))


def spot_index(db: Reader) -> SpotIndex:
    """Read once what places in words may name."""
    known = community.building_codes(db)
    buildings = dict(db.tuples("SELECT code, id FROM buildings"))
    rows = db.tuples("""
        SELECT b.code, e.code, e.id FROM entrances AS e JOIN buildings AS b ON b.id = e.building_id
    """)
    return SpotIndex(known, buildings, {(building, entrance): one for building, entrance, one in rows})


def spot_of(words: str, index: SpotIndex) -> Spot:
    """The building and the entrance that a place in words names."""
    return spot_in(words, index.known)


def spot_ids(db: Reader, words: str) -> tuple[int | None, int | None]:
    """The same as ids; None where the words do not name one."""
    index = spot_index(db)
    return index.ids(spot_of(words, index))


def spots(db: Reader) -> list[tuple[int, str, str, int | None, str | None]]:
    """Every building with its entrances, to choose from: building id, code, name, entrance id, code."""
    rows = db.tuples("""
        SELECT b.id, b.code, b.name, e.id, e.code FROM buildings AS b LEFT JOIN entrances AS e ON e.building_id = b.id
         ORDER BY b.sort, b.code, length(e.code), e.code
    """)
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def _days(today: date) -> dict[str, str]:
    return {"today": today.isoformat(), "soon": (today + timedelta(days=SOON_DAYS)).isoformat()}
