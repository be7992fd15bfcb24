"""Public places, for pages and for other features: to look up, to list, to choose."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from estate.data import Reader
from estate.places import words

PAGE = 50


class Place(NamedTuple):
    """A public place. building and entrance are their codes."""

    id: int
    code: str
    name: str
    kind: str
    building_id: int | None
    building: str | None
    entrance_id: int | None
    entrance: str | None
    floor: int | None
    note: str
    retired_at: str | None

    @property
    def where(self) -> str:
        """The building, entrance and floor in words; empty outside."""
        return words.where(self.building, self.entrance, self.floor)

    @property
    def title(self) -> str:
        """Where it is and what it is called: what orders and rounds write down."""
        return f"{self.where} {self.name}".strip()


class PlacesPage(NamedTuple):
    """One page of a list: rows, how many in all, page and pages from 1."""

    places: list[Place]
    total: int
    page: int
    pages: int


_PLACE = """
    SELECT p.id, p.code, p.name, p.kind, p.building_id, b.code AS building, p.entrance_id, e.code AS entrance,
           p.floor, p.note, p.retired_at
      FROM places AS p
      LEFT JOIN buildings AS b ON b.id = p.building_id
      LEFT JOIN entrances AS e ON e.id = p.entrance_id
"""


def place(db: Reader, place_id: int) -> Place | None:
    """One place, a retired one too."""
    return db.row(Place, _PLACE + "WHERE p.id = :place_id", place_id=place_id)


def by_code(db: Reader, code: str) -> Place | None:
    """The place of a number, however it is spelled."""
    return db.row(Place, _PLACE + "WHERE p.code = :code", code=code.strip())


def of_ids(db: Reader, place_ids: Sequence[int]) -> list[Place]:
    """These places in natural order, retired ones too."""
    marks = ", ".join(str(int(one)) for one in place_ids) or "NULL"
    return db.rows(Place, _PLACE + f"WHERE p.id IN ({marks}) ORDER BY p.sort")


def choices(db: Reader, *, building_id: int | None = None, kind: str = "") -> list[Place]:
    """The places that are in use, in natural order; of one building or kind."""
    where, params = _where(building_id, kind, "")
    return db.rows(Place, _PLACE + f"WHERE p.retired_at IS NULL AND {where} ORDER BY p.sort", **params)


def listed(
    db: Reader,
    *,
    building_id: int | None = None,
    kind: str = "",
    text: str = "",
    retired: bool = False,
    page: int = 1,
) -> PlacesPage:
    """A page of 50 places in natural order. text: in the name or number."""
    where, params = _where(building_id, kind, text)
    where += " AND p.retired_at IS NOT NULL" if retired else " AND p.retired_at IS NULL"
    total = int(db.value(f"SELECT count(*) FROM places AS p WHERE {where}", **params))
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    rows = db.rows(
        Place,
        _PLACE + f"WHERE {where} ORDER BY p.sort LIMIT {PAGE} OFFSET :start",
        start=(page - 1) * PAGE,
        **params,
    )
    return PlacesPage(rows, total, page, pages)


def kind_counts(db: Reader) -> dict[str, int]:
    """How many places of each kind are in use."""
    sql = "SELECT kind, count(*) FROM places WHERE retired_at IS NULL GROUP BY kind"
    return dict(db.tuples(sql))


def retired_count(db: Reader) -> int:
    """How many places are no longer there."""
    return int(db.value("SELECT count(*) FROM places WHERE retired_at IS NOT NULL"))


def spots(db: Reader) -> list[tuple[Any, ...]]:
    """Buildings with their entrances: building id, code, name, entrance id, code; in natural order."""
    return db.tuples("""
        SELECT b.id, b.code, b.name, e.id, e.code
          FROM buildings AS b LEFT JOIN entrances AS e ON e.building_id = b.id
         ORDER BY b.sort, b.code, e.code
    """)


def floors(db: Reader, building_ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The entrances of these buildings: building id and code, entrance id and code, its lowest and highest floor.

    The floors are those of its homes; None where no home has one.
    """
    marks = ", ".join(str(int(one)) for one in building_ids) or "NULL"
    return db.tuples(f"""
        SELECT b.id, b.code, e.id, e.code, min(h.floor), max(h.floor)
          FROM buildings AS b JOIN entrances AS e ON e.building_id = b.id
          LEFT JOIN homes AS h ON h.entrance_id = e.id
         WHERE b.id IN ({marks}) GROUP BY e.id ORDER BY b.sort, e.code
    """)


def taken_codes(db: Reader, prefix: str = "") -> set[str]:
    """The numbers that are given, in capitals; those that begin with a prefix."""
    return set(
        db.values(
            "SELECT upper(code) FROM places WHERE upper(substr(code, 1, length(:prefix))) = upper(:prefix)",
            prefix=prefix,
        )
    )


def named(db: Reader) -> set[tuple[str, int | None, int | None, int | None]]:
    """What is there in use: name, building, entrance, floor; for bulk work."""
    sql = "SELECT name, building_id, entrance_id, floor FROM places WHERE retired_at IS NULL"
    return set(db.tuples(sql))  # pyright: ignore[reportArgumentType]


def _where(building_id: int | None, kind: str, text: str) -> tuple[str, dict[str, Any]]:
    clauses = {
        "p.building_id = :building_id": building_id,
        "p.kind = :kind": kind,
        "(instr(lower(p.name), :text) OR instr(lower(p.code), :text))": text.strip().lower(),
    }
    used = [clause for clause, value in clauses.items() if value]
    params = {"building_id": building_id, "kind": kind, "text": text.strip().lower()}
    needed = {name: value for name, value in params.items() if any(f":{name}" in one for one in used)}
    return " AND ".join(used) or "1", needed
