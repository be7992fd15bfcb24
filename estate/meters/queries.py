"""Lists of meters, and how far a round of reading has come."""

from typing import Any, NamedTuple

import msgspec

from estate.data import Reader
from estate.meters.records import METER, Meter, meters_of

PAGE = 50


class Listed(NamedTuple):
    """A meter with its latest reading that counts, and what was used until it since the one before."""

    id: int
    home_id: int | None
    home_code: str | None
    kind: str
    number: str
    place: str
    active: int
    read_on: str | None
    value_e3: int | None
    reading: str | None
    used_e6: int | None
    waiting: int


class MetersPage(NamedTuple):
    meters: list[Listed]
    total: int
    page: int
    pages: int


class Stop(NamedTuple):
    """A building in a round: how many meters, how many of them are read."""

    building_id: int | None
    building: str
    meters: int
    done: int


class Entrance(NamedTuple):
    entrance_id: int
    code: str
    meters: int
    done: int


class Dial(NamedTuple):
    """A meter in a round: its last value before the round, and what the round brought."""

    id: int
    home_code: str | None
    room: str
    floor: int | None
    kind: str
    number: str
    place: str
    last_on: str | None
    last_e3: int | None
    last_kind: str | None
    reading_id: int | None
    read_on: str | None
    value_e3: int | None
    read_kind: str | None
    used_e6: int | None
    has_photo: bool


_LATEST = """
    (SELECT id FROM readings AS r WHERE r.meter_id = m.id AND r.ended_at IS NULL
      ORDER BY r.read_on DESC, r.place DESC LIMIT 1)
"""
_LISTED = f"""
    SELECT m.id, m.home_id, h.code AS home_code, m.kind, m.number, m.place, m.active, l.read_on, l.value_e3,
           l.kind AS reading,
           l.total_e6 - (SELECT total_e6 FROM readings AS p WHERE p.meter_id = m.id AND p.ended_at IS NULL
                           AND (p.read_on, p.place) < (l.read_on, l.place)
                          ORDER BY p.read_on DESC, p.place DESC LIMIT 1) AS used_e6,
           EXISTS (SELECT 1 FROM readings AS w WHERE w.meter_id = m.id AND w.confirmed = 0 AND w.ended_at IS NULL) AS waiting
      FROM meters AS m LEFT JOIN homes AS h ON h.id = m.home_id LEFT JOIN readings AS l ON l.id = {_LATEST}
"""


def meters_page(
    db: Reader, *, kind: str = "", text: str = "", common: bool = False, waiting: bool = False, page: int = 1
) -> MetersPage:
    """A page of 50 meters. text: the beginning of a home's code, a number or a place. waiting: with a reading to confirm."""
    wanted = {
        "m.kind = :kind": kind,
        "(substr(h.code, 1, length(:text)) = :text OR instr(m.number, :text) OR instr(m.place, :text))": text,
        "m.home_id IS NULL": common,
        "EXISTS (SELECT 1 FROM readings AS w WHERE w.meter_id = m.id AND w.confirmed = 0 AND w.ended_at IS NULL)": waiting,
    }
    where = " AND ".join(clause for clause, value in wanted.items() if value) or "1"
    params: dict[str, Any] = {"kind": kind, "text": text}
    total = int(
        db.value(
            f"SELECT count(*) FROM meters AS m LEFT JOIN homes AS h ON h.id = m.home_id WHERE {where}",
            **params,
        )
    )
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    order = f"ORDER BY m.active DESC, h.sort IS NULL, h.sort, m.kind, m.id LIMIT {PAGE} OFFSET {(page - 1) * PAGE}"
    return MetersPage(db.rows(Listed, f"{_LISTED} WHERE {where} {order}", **params), total, page, pages)


_DONE = """
    EXISTS (SELECT 1 FROM readings AS r WHERE r.meter_id = m.id AND r.ended_at IS NULL AND r.place < 2
               AND r.read_on BETWEEN :since AND :on)
"""


def stops(db: Reader, kind: str, since: str, on: str) -> list[Stop]:
    """The buildings of a round in natural order, last the common meters; `since`: the round's first day."""
    return db.rows(
        Stop,
        f"""
        SELECT b.id AS building_id, ifnull(b.code, '') AS building, count(*) AS meters, sum({_DONE}) AS done
          FROM meters AS m LEFT JOIN homes AS h ON h.id = m.home_id LEFT JOIN entrances AS e ON e.id = h.entrance_id
          LEFT JOIN buildings AS b ON b.id = e.building_id
         WHERE m.active AND m.kind = :kind
         GROUP BY b.id ORDER BY b.id IS NULL, b.sort, b.code
        """,
        kind=kind,
        since=since,
        on=on,
    )


def entrances(db: Reader, building_id: int, kind: str, since: str, on: str) -> list[Entrance]:
    """The entrances of a building in a round."""
    return db.rows(
        Entrance,
        f"""
        SELECT e.id AS entrance_id, e.code, count(*) AS meters, sum({_DONE}) AS done
          FROM entrances AS e JOIN homes AS h ON h.entrance_id = e.id JOIN meters AS m ON m.home_id = h.id
         WHERE e.building_id = :building_id AND m.active AND m.kind = :kind
         GROUP BY e.id ORDER BY min(h.sort), e.code
        """,
        building_id=building_id,
        kind=kind,
        since=since,
        on=on,
    )


_DIAL = """
    SELECT m.id, h.code AS home_code, ifnull(h.room, '') AS room, h.floor, m.kind, m.number, m.place,
           b.read_on AS last_on, b.value_e3 AS last_e3, b.kind AS last_kind, d.id AS reading_id, d.read_on, d.value_e3,
           d.kind AS read_kind, d.total_e6 - b.total_e6 AS used_e6, d.photo IS NOT NULL AS has_photo
      FROM meters AS m LEFT JOIN homes AS h ON h.id = m.home_id
      LEFT JOIN readings AS d ON d.id = (SELECT id FROM readings AS r WHERE r.meter_id = m.id AND r.ended_at IS NULL
            AND r.place < 2 AND r.read_on BETWEEN :since AND :on ORDER BY r.read_on DESC, r.place DESC LIMIT 1)
      LEFT JOIN readings AS b ON b.id = (SELECT id FROM readings AS r WHERE r.meter_id = m.id AND r.ended_at IS NULL
            AND (r.read_on, r.place) < (ifnull(d.read_on, :after), ifnull(d.place, 9))
          ORDER BY r.read_on DESC, r.place DESC LIMIT 1)
"""


def dials(db: Reader, entrance_id: int | None, kind: str, since: str, on: str) -> list[Dial]:
    """The meters of an entrance as one walks up the floors; None: the common and master meters."""
    where = "h.entrance_id = :entrance_id" if entrance_id else "m.home_id IS NULL"
    sql = f"{_DIAL} WHERE m.active AND m.kind = :kind AND {where} ORDER BY h.floor, h.sort, m.id"
    params: dict[str, Any] = {"kind": kind, "since": since, "on": on, "after": "9999"}
    return db.rows(Dial, sql, **params, **({"entrance_id": entrance_id} if entrance_id else {}))


def dial(db: Reader, meter_id: int, since: str, on: str) -> Dial | None:
    """One meter of a round."""
    return db.row(
        Dial, _DIAL + " WHERE m.id = :meter_id", meter_id=meter_id, since=since, on=on, after="9999"
    )


def place_of(db: Reader, meter_id: int) -> tuple[int | None, int | None]:
    """The building and entrance of a meter; both None for a common one."""
    rows = db.tuples(
        """
        SELECT e.building_id, e.id FROM meters AS m LEFT JOIN homes AS h ON h.id = m.home_id
          LEFT JOIN entrances AS e ON e.id = h.entrance_id WHERE m.id = :meter_id
        """,
        meter_id=meter_id,
    )
    return rows[0] if rows else (None, None)


def meter_meant(db: Reader, kind: str, number: str, home_id: int | None) -> int | None:
    """The meter in use of this number; without a number a home's only one of the kind."""
    if number:
        return db.value(
            "SELECT id FROM meters WHERE active AND kind = :kind AND number = :number",
            kind=kind,
            number=number,
        )
    found = db.values(
        "SELECT id FROM meters WHERE active AND kind = :kind AND home_id = :home", kind=kind, home=home_id
    )
    return found[0] if len(found) == 1 else None


class Meant(NamedTuple):
    """What a row of a ledger speaks of here: the meter in use, and the home; None when there is none."""

    meter_id: int | None
    home_id: int | None


def all_meant(db: Reader, asked: list[tuple[str, str, str]]) -> list[Meant]:
    """The same as meter_meant for many (kind, number, code of the home) at once, in their order."""
    return db.rows(
        Meant,
        """
        SELECT CASE WHEN j.value ->> 1 <> ''
                    THEN (SELECT m.id FROM meters AS m
                           WHERE m.active AND m.kind = j.value ->> 0 AND m.number = j.value ->> 1)
                    ELSE (SELECT CASE count(*) WHEN 1 THEN max(m.id) END FROM meters AS m
                           WHERE m.active AND m.home_id = h.id AND m.kind = j.value ->> 0) END AS meter_id,
               h.id AS home_id
          FROM json_each(:asked) AS j LEFT JOIN homes AS h ON h.code = j.value ->> 2
         ORDER BY j.key
        """,
        asked=msgspec.json.encode(asked).decode(),
    )


def kept_on(db: Reader, meter_id: int, read_on: str) -> int | None:
    """The value that is kept for a day, in thousandths."""
    sql = "SELECT value_e3 FROM readings WHERE meter_id = :id AND read_on = :on AND place = 0 AND ended_at IS NULL"
    return db.value(sql, id=meter_id, on=read_on)


def value_before(db: Reader, meter_id: int, read_on: str) -> int | None:
    """The last value that was really read before a day, in thousandths."""
    return db.value(
        """
        SELECT value_e3 FROM readings WHERE meter_id = :id AND read_on < :on AND ended_at IS NULL AND kind <> 'estimated'
         ORDER BY read_on DESC, place DESC LIMIT 1
        """,
        id=meter_id,
        on=read_on,
    )


__all__ = [
    "METER",
    "Meant",
    "Meter",
    "all_meant",
    "dial",
    "dials",
    "entrances",
    "kept_on",
    "meter_meant",
    "meters_of",
    "meters_page",
    "place_of",
    "stops",
    "value_before",
]
