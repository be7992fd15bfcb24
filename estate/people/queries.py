"""What others may read of people: who lives in a home, who pays for it, who is found by a name, phone or plate."""

from datetime import date
from typing import NamedTuple

from estate.data import Reader, clock
from estate.people.rules import ROLES, show_share

CURRENT = "(r.from_date IS NULL OR r.from_date <= :day) AND (r.to_date IS NULL OR r.to_date >= :day)"
"""Condition on residencies `r`: in force on :day (an ISO date)."""

PAYERS_ON = """
    SELECT home_id, person_id, name, min(rank) AS rank FROM v_liable_owners
     WHERE (from_date IS NULL OR from_date <= :payer_day) AND (to_date IS NULL OR to_date >= :payer_day)
     GROUP BY home_id
"""
"""One row for each home that has a payer on :payer_day: (home_id, person_id, name, rank). For use as a CTE."""

FIRST_PHONE = "(SELECT f.number FROM phones f WHERE f.person_id = p.id ORDER BY f.rank, f.id LIMIT 1)"

BY_ROLE = """
    CASE r.role WHEN 'owner' THEN 1 WHEN 'co_owner' THEN 2 WHEN 'tenant' THEN 3 WHEN 'family' THEN 4 ELSE 5 END
"""


class Resident(NamedTuple):
    """Somebody's part in a home. phone: the first number, unmasked – mask it when showing it."""

    residency_id: int
    home_id: int
    home_code: str
    person_id: int
    kind: str
    name: str
    role: str
    relation: str
    share_num: int | None
    share_den: int | None
    from_date: str | None
    to_date: str | None
    birth_year: int | None
    phone: str | None

    @property
    def role_name(self) -> str:
        """The role in the reader's language."""
        return str(ROLES[self.role])

    @property
    def share(self) -> str:
        """`1/2`, or nothing."""
        return show_share(self.share_num, self.share_den)


class Payer(NamedTuple):
    person_id: int
    name: str


class Vehicle(NamedTuple):
    id: int
    home_id: int
    home_code: str
    person_id: int | None
    person_name: str | None
    plate: str
    note: str
    ended_on: str | None


class Hint(NamedTuple):
    """What help was agreed with somebody; the reason is not part of it."""

    person_id: int
    name: str
    agreed_help: str


class Household(NamedTuple):
    """Everybody who has to do with a home: now, from a later day on, formerly; vehicles and agreed help."""

    home_id: int
    current: list[Resident]
    coming: list[Resident]
    former: list[Resident]
    vehicles: list[Vehicle]
    hints: list[Hint]


RESIDENT = f"""
    SELECT r.id AS residency_id, r.home_id, h.code AS home_code, r.person_id, p.kind, p.name, r.role, r.relation,
           r.share_num, r.share_den, r.from_date, r.to_date, p.birth_year, {FIRST_PHONE} AS phone
      FROM residencies r JOIN people p ON p.id = r.person_id JOIN homes h ON h.id = r.home_id
"""

VEHICLE = """
    SELECT v.id, v.home_id, h.code AS home_code, v.person_id, p.name AS person_name, v.plate, v.note, v.ended_on
      FROM vehicles v JOIN homes h ON h.id = v.home_id LEFT JOIN people p ON p.id = v.person_id
"""


def residents_of(db: Reader, home_id: int, on: date | None = None) -> list[Resident]:
    """Who owns, rents or lives in a home on a day (today when none is named): owners first."""
    return db.rows(
        Resident,
        f"{RESIDENT} WHERE r.home_id = :home_id AND {CURRENT} ORDER BY {BY_ROLE}, r.id",
        home_id=home_id,
        day=(on or clock.today()).isoformat(),
    )


def residents_from(db: Reader, home_id: int, day: date) -> list[Resident]:
    """Who owns, rents or lives in a home on this day or later."""
    return db.rows(
        Resident,
        f"""{RESIDENT} WHERE r.home_id = :home_id AND (r.to_date IS NULL OR r.to_date > :day)
            ORDER BY {BY_ROLE}, r.id""",
        home_id=home_id,
        day=day.isoformat(),
    )


def payer_of(db: Reader, home_id: int, on: date) -> Payer | None:
    """Who is liable for the home's charges on a day; None when nobody is (see v_liable_owners)."""
    return db.row(
        Payer,
        """
        SELECT person_id, name FROM v_liable_owners
         WHERE home_id = :home_id
           AND (from_date IS NULL OR from_date <= :day) AND (to_date IS NULL OR to_date >= :day)
         ORDER BY rank LIMIT 1
        """,
        home_id=home_id,
        day=on.isoformat(),
    )


def payers_on(db: Reader, day: date) -> dict[int, Payer]:
    """The payer of every home that has one on a day, by home id. In SQL use PAYERS_ON instead."""
    rows = db.tuples(PAYERS_ON, payer_day=day.isoformat())
    return {home_id: Payer(person_id, name) for home_id, person_id, name, _rank in rows}


def liable_names(db: Reader, day: date) -> dict[int, set[str]]:
    """The names of everybody who owns a home on a day, by home id; for bulk work."""
    found: dict[int, set[str]] = {}
    for home_id, name in db.tuples(
        """
        SELECT home_id, name FROM v_liable_owners
         WHERE (from_date IS NULL OR from_date <= :day) AND (to_date IS NULL OR to_date >= :day)
        """,
        day=day.isoformat(),
    ):
        found.setdefault(home_id, set()).add(name)
    return found


def household(db: Reader, home_id: int) -> Household:
    """All there is to know of a home's people, for templates/people/_household.html."""
    today = clock.today().isoformat()
    everybody = db.rows(
        Resident, f"{RESIDENT} WHERE r.home_id = :home_id ORDER BY {BY_ROLE}, r.id", home_id=home_id
    )
    coming = [one for one in everybody if one.from_date and one.from_date > today]
    former = [one for one in everybody if one.to_date and one.to_date < today]
    current = [one for one in everybody if one not in coming and one not in former]
    hints = db.rows(
        Hint,
        f"""
        SELECT DISTINCT p.id AS person_id, p.name, c.agreed_help
          FROM residencies r JOIN people p ON p.id = r.person_id JOIN care_needs c ON c.person_id = p.id
         WHERE r.home_id = :home_id AND {CURRENT} AND r.role <> 'contact' AND c.agreed_help <> ''
           AND c.consent_on IS NOT NULL AND (c.ended_on IS NULL OR c.ended_on >= :day)
        """,
        home_id=home_id,
        day=today,
    )
    return Household(
        home_id,
        current,
        coming,
        sorted(former, key=lambda one: one.to_date or "", reverse=True),
        vehicles_of_home(db, home_id),
        hints,
    )


def vehicles_of_home(db: Reader, home_id: int) -> list[Vehicle]:
    """Vehicles that belong to a home now."""
    return db.rows(
        Vehicle,
        f"{VEHICLE} WHERE v.home_id = :home_id AND (v.ended_on IS NULL OR v.ended_on >= :day) ORDER BY v.id",
        home_id=home_id,
        day=clock.today().isoformat(),
    )


def vehicles_of_person(db: Reader, person_id: int) -> list[Vehicle]:
    """Vehicles that somebody drives or drove, the present ones first."""
    return db.rows(
        Vehicle,
        f"{VEHICLE} WHERE v.person_id = :person_id ORDER BY v.ended_on IS NOT NULL, v.id",
        person_id=person_id,
    )


def vehicle_of_plate(db: Reader, plate: str) -> Vehicle | None:
    """The vehicle that has this plate (cleaned, see rules_ids) now."""
    return db.row(Vehicle, f"{VEHICLE} WHERE v.ended_on IS NULL AND v.plate = :plate", plate=plate)


def homes_of_plates(db: Reader) -> dict[str, int]:
    """The home of every vehicle there is now, by its plate; for bulk work."""
    return dict(db.tuples("SELECT plate, home_id FROM vehicles WHERE ended_on IS NULL"))


def homes_of(db: Reader, person_id: int) -> list[Resident]:
    """Every home that somebody has or had to do with, the present ones first."""
    return db.rows(
        Resident,
        f"""{RESIDENT} WHERE r.person_id = :person_id
            ORDER BY coalesce(r.to_date, '9999') DESC, coalesce(r.from_date, '') DESC, h.sort""",
        person_id=person_id,
    )


def ids_by_name_and_number(db: Reader) -> dict[tuple[str, str], int]:
    """Every person's id by name and telephone number, for bulk work; of several the one recorded first."""
    rows = db.tuples(
        "SELECT p.name, f.number, p.id FROM phones f JOIN people p ON p.id = f.person_id ORDER BY p.id DESC"
    )
    return {(name, number): person_id for name, number, person_id in rows}


def current_plates(db: Reader) -> set[str]:
    """The plates of all present vehicles, for bulk work."""
    return set(db.values("SELECT plate FROM vehicles WHERE ended_on IS NULL"))
