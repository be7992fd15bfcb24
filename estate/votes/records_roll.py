"""The roll of a vote: which homes vote, with which area, by which owners. Areas dm²."""

from typing import Any, NamedTuple

from estate.data import Reader
from estate.votes.records import PAGE
from estate.votes.rules import Weight


class Entry(NamedTuple):
    """A unit of the roll. seq: its number on the roll and on its paper ballot. label: its first home."""

    id: int
    vote_id: int
    seq: int
    area_dm2: int
    homes: int
    first_home_id: int
    label: str
    owners: str
    developer: int

    @property
    def home_id(self) -> int:
        return self.first_home_id


class Listed(NamedTuple):
    """A unit as the list of the roll shows it. way, on_day: how and when it took part. changed: the register says other
    owners or another area by now."""

    id: int
    seq: int
    area_dm2: int
    homes: int
    home_id: int
    label: str
    owners: str
    developer: int
    way: str | None
    on_day: str | None
    printed: int


class OnBoard(NamedTuple):
    """A home of the roll without names. together: how many homes count as one owner with it; unknown: none on record."""

    building: str
    code: str
    area_dm2: int
    together: int
    developer: int
    unknown: int


class Home(NamedTuple):
    home_id: int
    code: str
    area_dm2: int


class Owner(NamedTuple):
    person_id: int
    name: str


class Summary(NamedTuple):
    """What a roll adds up to. unknown: units without an owner on record. several: units of more than one home."""

    units: int
    homes: int
    area: int
    unknown: int
    several: int
    developer: int
    paper: int

    @property
    def entitled(self) -> Weight:
        return Weight(self.area, self.units)


ENTRY = f"SELECT {', '.join(f'u.{name}' for name in Entry._fields)} FROM vote_units AS u"
_NO_OWNER = "NOT EXISTS (SELECT 1 FROM vote_unit_owners AS o WHERE o.unit_id = u.id)"
_WHICH = {
    "unknown": _NO_OWNER,
    "several": "u.homes > 1",
    "developer": "u.developer = 1",
    "voted": "EXISTS (SELECT 1 FROM vote_marks AS k WHERE k.unit_id = u.id)",
    "silent": "NOT EXISTS (SELECT 1 FROM vote_marks AS k WHERE k.unit_id = u.id)",
}
FILTERS = tuple(_WHICH)


def summary(db: Reader, vote_id: int) -> Summary:
    found = db.row(
        Summary,
        f"""
        SELECT count(*) AS units, ifnull(sum(u.homes), 0) AS homes, ifnull(sum(u.area_dm2), 0) AS area,
               count(*) FILTER (WHERE {_NO_OWNER}) AS unknown, count(*) FILTER (WHERE u.homes > 1) AS several,
               ifnull(sum(u.developer), 0) AS developer,
               (SELECT count(*) FROM vote_papers AS p WHERE p.vote_id = :id) AS paper
          FROM vote_units AS u WHERE u.vote_id = :id
        """,
        id=vote_id,
    )
    return found or Summary(0, 0, 0, 0, 0, 0, 0)


def entitled(db: Reader, vote_id: int) -> Weight:
    """The whole roll by both measures."""
    return Weight(
        *db.tuples(
            "SELECT ifnull(sum(area_dm2), 0), count(*) FROM vote_units WHERE vote_id = :id", id=vote_id
        )[0]
    )


def listed(db: Reader, vote_id: int, which: str, home: str, page: int) -> tuple[list[Listed], int]:
    """Units of the roll in its order: all, or those of a filter, or the unit of a home. Answers how many, too."""
    where = f"u.vote_id = :id AND {_WHICH.get(which, '1')}"
    if home:
        where += " AND u.id IN (SELECT w.unit_id FROM vote_unit_homes AS w WHERE w.vote_id = :id AND w.code = :home)"
    given: dict[str, Any] = {"id": vote_id, **({"home": home} if home else {})}
    total = int(db.value(f"SELECT count(*) FROM vote_units AS u WHERE {where}", **given))
    found = db.rows(
        Listed,
        f"""
        SELECT u.id, u.seq, u.area_dm2, u.homes, u.first_home_id AS home_id, u.label, u.owners, u.developer, k.way,
               k.on_day, EXISTS (SELECT 1 FROM vote_papers AS p WHERE p.unit_id = u.id) AS printed
          FROM vote_units AS u LEFT JOIN vote_marks AS k ON k.unit_id = u.id
         WHERE {where} ORDER BY u.seq LIMIT {PAGE} OFFSET :start
        """,
        start=(max(page, 1) - 1) * PAGE,
        **given,
    )
    return found, total


def for_board(db: Reader, vote_id: int) -> list[OnBoard]:
    """Every home of the roll in the order of the houses, as it can be posted up."""
    return db.rows(
        OnBoard,
        f"""
        SELECT b.code AS building, w.code, w.area_dm2, u.homes AS together, u.developer, {_NO_OWNER} AS unknown
          FROM vote_unit_homes AS w
          JOIN vote_units AS u ON u.id = w.unit_id
          JOIN homes AS h ON h.id = w.home_id
          JOIN entrances AS e ON e.id = h.entrance_id
          JOIN buildings AS b ON b.id = e.building_id
         WHERE w.vote_id = :id ORDER BY b.sort, b.id, h.sort, h.id
        """,
        id=vote_id,
    )


def unit(db: Reader, unit_id: int) -> Entry | None:
    return db.row(Entry, f"{ENTRY} WHERE u.id = :id", id=unit_id)


def every(db: Reader, vote_id: int) -> list[Entry]:
    """The whole roll in its order, for bulk work."""
    return db.rows(Entry, f"{ENTRY} WHERE u.vote_id = :id ORDER BY u.seq", id=vote_id)


def unit_of_seq(db: Reader, vote_id: int, seq: int) -> Entry | None:
    return db.row(Entry, f"{ENTRY} WHERE u.vote_id = :id AND u.seq = :seq", id=vote_id, seq=seq)


def unit_of_home(db: Reader, vote_id: int, home_id: int) -> Entry | None:
    return db.row(
        Entry,
        f"{ENTRY} JOIN vote_unit_homes AS w ON w.unit_id = u.id WHERE w.vote_id = :id AND w.home_id = :home_id",
        id=vote_id,
        home_id=home_id,
    )


def homes(db: Reader, unit_id: int) -> list[Home]:
    return db.rows(
        Home,
        "SELECT home_id, code, area_dm2 FROM vote_unit_homes WHERE unit_id = :id ORDER BY code",
        id=unit_id,
    )


def codes(db: Reader, unit_ids: list[int]) -> dict[int, list[str]]:
    """The homes of these units by their codes."""
    named = ", ".join(str(int(one)) for one in unit_ids)
    found: dict[int, list[str]] = {}
    for unit_id, code in db.tuples(
        f"SELECT unit_id, code FROM vote_unit_homes WHERE unit_id IN ({named}) ORDER BY unit_id, code"
    ):
        found.setdefault(unit_id, []).append(code)
    return found


def owners(db: Reader, unit_id: int) -> list[Owner]:
    return db.rows(
        Owner,
        "SELECT person_id, name FROM vote_unit_owners WHERE unit_id = :id ORDER BY person_id",
        id=unit_id,
    )


def units_of_person(db: Reader, vote_id: int, person_id: int) -> list[Entry]:
    """The units that somebody owns, alone or with others, or holds a checked proxy for."""
    return db.rows(
        Entry,
        f"""
        {ENTRY} WHERE u.vote_id = :id AND u.id IN (
            SELECT unit_id FROM vote_unit_owners WHERE person_id = :person_id AND vote_id = :id
            UNION SELECT unit_id FROM vote_proxies
             WHERE holder_person_id = :person_id AND vote_id = :id AND state = 'checked')
         ORDER BY u.seq
        """,
        id=vote_id,
        person_id=person_id,
    )


def unprinted(db: Reader, vote_id: int, most: int) -> list[Entry]:
    """Units without a printed ballot and without a vote, in the order of the roll."""
    return db.rows(
        Entry,
        f"""
        {ENTRY} WHERE u.vote_id = :id AND NOT EXISTS (SELECT 1 FROM vote_papers AS p WHERE p.unit_id = u.id)
           AND {_WHICH["silent"]} ORDER BY u.seq LIMIT :most
        """,
        id=vote_id,
        most=most,
    )


def people(db: Reader, vote_id: int, after: int, most: int, *, silent: bool = False) -> list[tuple[int, int]]:
    """Owners on a roll by person, each with one of their homes on it, those after a person's id. silent: only of units
    that have not voted."""
    where = f"AND {_WHICH['silent']}" if silent else ""
    return db.tuples(
        f"""
        SELECT o.person_id, min(u.first_home_id) FROM vote_unit_owners AS o JOIN vote_units AS u ON u.id = o.unit_id
         WHERE o.vote_id = :id AND o.person_id > :after {where}
         GROUP BY o.person_id ORDER BY o.person_id LIMIT :most
        """,
        id=vote_id,
        after=after,
        most=most,
    )
