"""The questions behind the search box: each is a look-up in an index, never a walk through a table."""

from datetime import date
from typing import NamedTuple

from estate.data import Reader, clock
from estate.people.queries import PAYERS_ON
from estate.people.queries_find import FOUND, Found
from estate.search.rules import Wish, backwards

LAST = "\U0010ffff"


class Car(NamedTuple):
    id: int
    plate: str
    home_id: int
    home_code: str


class Slip(NamedTuple):
    """A receipt; amounts in fen."""

    number: str
    home_code: str
    payer_name: str
    taken_on: str
    amount_fen: int
    kind: str
    reversed_by: int | None
    void_id: int | None


def people(db: Reader, wish: Wish, limit: int) -> list[Found]:
    """People by name, initials or pinyin, the closest first: whole name, beginning, inside."""
    if wish.latin:
        steps = [
            "initials = :start",
            "pinyin = :start",
            *_begins("pinyin", "initials", "substr(initials, 2)"),
        ]
        return _found(db, steps, wish.latin, limit)
    if not wish.name:
        return []
    steps = ["name = :start", *_begins("name", "substr(name, 2)", "substr(name, 3)")]
    return _found(db, [*steps, "kind = 'company' AND instr(name, :start) > 0"], wish.name, limit)


def people_by_phone(db: Reader, wish: Wish, limit: int) -> list[Found]:
    """People with a number that ends in these digits, or begins with them when there are seven or more."""
    if not wish.phone_tail:
        return []
    tail = db.values(
        f"""
        SELECT DISTINCT person_id FROM phones
         WHERE {backwards("number")} >= :start AND {backwards("number")} < :stop LIMIT :limit
        """,
        start=wish.phone_tail[::-1],
        stop=wish.phone_tail[::-1] + LAST,
        limit=limit,
    )
    if len(tail) < limit and len(wish.phone_tail) >= 7:
        sql = "SELECT DISTINCT person_id FROM phones WHERE number >= :start AND number < :stop LIMIT :limit"
        tail += db.values(sql, start=wish.phone_tail, stop=wish.phone_tail + LAST, limit=limit)
    return _people_of(db, list(dict.fromkeys(tail))[:limit])


def vehicles(db: Reader, wish: Wish, limit: int) -> list[Car]:
    """Present vehicles by any part of the plate that people read out: from its start, its number, its end."""
    if not wish.plate:
        return []
    found: dict[int, Car] = {}
    for column, start in (
        ("plate", wish.plate),
        ("substr(plate, 2)", wish.plate),
        ("substr(plate, 3)", wish.plate),
        (backwards("plate"), wish.plate[::-1]),
    ):
        rows = db.rows(
            Car,
            f"""
            SELECT v.id, v.plate, v.home_id, h.code AS home_code
              FROM (SELECT id, plate, home_id FROM vehicles
                     WHERE {column} >= :start AND {column} < :stop AND ended_on IS NULL LIMIT :limit) AS v
              JOIN homes AS h ON h.id = v.home_id
            """,
            start=start,
            stop=start + LAST,
            limit=limit,
        )
        found.update((car.id, car) for car in rows if car.id not in found)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def receipts(db: Reader, wish: Wish, limit: int) -> list[Slip]:
    """Receipts by number, its beginning, or its last part alone; the newest first."""
    select = "SELECT number, home_code, payer_name, taken_on, amount_fen, kind, reversed_by, void_id FROM receipts WHERE "
    if wish.receipt_seq is not None:
        return db.rows(
            Slip, select + "seq = :seq ORDER BY year DESC LIMIT :limit", seq=wish.receipt_seq, limit=limit
        )
    if not wish.receipt:
        return []
    if wish.receipt[0].isdecimal():
        year, _, seq = wish.receipt.partition("-")
        sql = select + "seq = :seq AND year = :year LIMIT :limit"
        return db.rows(Slip, sql, seq=int(seq), year=int(year), limit=limit)
    sql = select + "number >= :start AND number < :stop ORDER BY number DESC LIMIT :limit"
    return db.rows(Slip, sql, start=wish.receipt, stop=wish.receipt + LAST, limit=limit)


def payers(db: Reader, home_ids: list[int], day: date) -> dict[int, str]:
    """The names of those liable for these homes on a day."""
    marks = ", ".join(str(home_id) for home_id in home_ids)
    rows = db.tuples(
        f"SELECT home_id, name FROM ({PAYERS_ON}) WHERE home_id IN ({marks})", payer_day=day.isoformat()
    )
    return dict(rows)


def _begins(*columns: str) -> list[str]:
    return [f"{column} >= :start AND {column} < :stop" for column in columns]


def _found(db: Reader, steps: list[str], start: str, limit: int) -> list[Found]:
    ids: dict[int, None] = {}
    for step in steps:
        sql = f"SELECT id FROM people WHERE {step} LIMIT :limit"
        ids.update(dict.fromkeys(db.values(sql, start=start, stop=start + LAST, limit=limit)))
        if len(ids) >= limit:
            break
    return _people_of(db, list(ids)[:limit])


def _people_of(db: Reader, ids: list[int]) -> list[Found]:
    """These people, in this order, with their first phone and present homes."""
    marks = ", ".join(str(person_id) for person_id in ids)
    rows = db.rows(Found, f"{FOUND} WHERE p.id IN ({marks})", day=clock.today().isoformat())
    return sorted(rows, key=lambda one: ids.index(one.person_id))
