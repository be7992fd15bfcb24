"""Who or what is found by a part of a name, a phone or a plate."""

from typing import NamedTuple

from estate.data import Reader, clock
from estate.people.queries import CURRENT, FIRST_PHONE, VEHICLE, Vehicle


class Found(NamedTuple):
    """A person found by a search; homes: present home codes, separated by commas."""

    person_id: int
    name: str
    kind: str
    phone: str | None
    homes: str | None


FOUND = f"""
    SELECT p.id AS person_id, p.name, p.kind, {FIRST_PHONE} AS phone,
           (SELECT group_concat(code, ', ') FROM
              (SELECT DISTINCT h.code FROM residencies r JOIN homes h ON h.id = r.home_id
                WHERE r.person_id = p.id AND {CURRENT} ORDER BY h.sort LIMIT 5)) AS homes
      FROM people p
"""


def find_by_name(db: Reader, text: str, limit: int = 20) -> list[Found]:
    """People whose name holds the text or whose pinyin or initials begin with it; exact names first."""
    wanted = text.strip().lower().replace(" ", "")
    if not wanted:
        return []
    latin = wanted.isascii()
    where = (
        "(p.initials >= :wanted AND p.initials < :next) OR (p.pinyin >= :wanted AND p.pinyin < :next)"
        if latin
        else "p.name LIKE :holds ESCAPE '\\'"
    )
    return db.rows(
        Found,
        f"""{FOUND} WHERE p.id IN
            (SELECT p.id FROM people p WHERE {where} OR (:latin AND p.name LIKE :holds ESCAPE '\\')
              ORDER BY p.name <> :text, p.initials <> :wanted, p.pinyin, p.id LIMIT :limit)
            ORDER BY p.name <> :text, p.initials <> :wanted, p.pinyin, p.id""",
        wanted=wanted,
        next=wanted + "\U0010ffff",
        holds=f"%{like(text.strip())}%",
        latin=latin and len(wanted) > 3,
        text=text.strip(),
        limit=limit,
        day=clock.today().isoformat(),
    )


def find_by_phone_tail(db: Reader, digits: str, limit: int = 20) -> list[Found]:
    """People with a number that ends in these digits (at least three)."""
    if len(digits) < 3 or not digits.isdigit():
        return []
    indexed = "substr(f.number, -4) = substr(:digits, -4) AND" if len(digits) >= 4 else ""
    return db.rows(
        Found,
        f"""{FOUND} WHERE p.id IN
            (SELECT f.person_id FROM phones f WHERE {indexed} f.number LIKE '%' || :digits LIMIT :limit)
            ORDER BY p.pinyin, p.id""",
        digits=digits,
        limit=limit,
        day=clock.today().isoformat(),
    )


def find_vehicles(db: Reader, text: str, limit: int = 20) -> list[Vehicle]:
    """Vehicles whose present plate holds the text."""
    return db.rows(
        Vehicle,
        f"{VEHICLE} WHERE v.ended_on IS NULL AND v.plate LIKE :holds ESCAPE '\\' ORDER BY v.plate LIMIT :limit",
        holds=f"%{like(text.strip().upper())}%",
        limit=limit,
    )


def like(text: str) -> str:
    """The text as a literal inside a LIKE pattern with ESCAPE '\\'."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
