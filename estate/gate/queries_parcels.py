"""Parcels, for pages and other features."""

from typing import Any, NamedTuple

from estate.access.me import Me
from estate.access.scopes import OWN_HOME_IDS, params
from estate.data import Reader, clock
from estate.gate.queries import PAGE
from estate.gate.queries_people import household
from estate.gate.queries_settings import days
from estate.gate.rules_passes import days_before
from estate.messages import queries as messages

ARRIVED = "parcel.arrived"


class Parcel(NamedTuple):
    """A parcel. ending: None while it waits; code, signature or returned. handed_to: who signed.

    overdue: whether it waits longer than the office lets it.
    """

    id: int
    home_id: int
    home_code: str
    name: str
    carrier: str
    tracking: str
    shelf: str
    note: str
    code: str
    arrived_at: str
    arrived_on: str
    taken_by: str
    ended_at: str | None
    ending: str | None
    ended_by: str
    handed_to: str
    reason: str
    forgotten_at: str | None
    overdue: int

    @property
    def spoken_code(self) -> str:
        return f"{self.code[:3]} {self.code[3:]}"


class Listed(NamedTuple):
    """One page of the register and how many there are in all."""

    parcels: list[Parcel]
    total: int


class Counts(NamedTuple):
    """How many wait, and how many of them too long."""

    waiting: int
    overdue: int


_PARCEL = """
    SELECT p.id, p.home_id, h.code AS home_code, p.name, p.carrier, p.tracking, p.shelf, p.note, p.code, p.arrived_at,
           p.arrived_on, p.taken_by, p.ended_at, p.ending, p.ended_by, p.handed_to, p.reason,
           p.forgotten_at, p.ended_at IS NULL AND p.arrived_on < :before AS overdue
      FROM parcels AS p JOIN homes AS h ON h.id = p.home_id
"""
# A parcel is its addressees': those of the household in whose time it came.
_MINE = f"""p.home_id IN ({OWN_HOME_IDS}) AND EXISTS (
    SELECT 1 FROM residencies AS t
     WHERE t.home_id = p.home_id AND t.person_id = :scope_person AND t.role IN ('owner', 'co_owner', 'tenant')
       AND (t.from_date IS NULL OR t.from_date <= p.arrived_on)
       AND (t.to_date IS NULL OR t.to_date >= :scope_day))
    AND (NOT EXISTS (
        SELECT 1 FROM residencies AS l WHERE l.home_id = p.home_id AND l.role = 'tenant'
           AND (l.from_date IS NULL OR l.from_date <= p.arrived_on)
           AND (l.to_date IS NULL OR l.to_date >= p.arrived_on))
      OR EXISTS (
        SELECT 1 FROM residencies AS m WHERE m.home_id = p.home_id AND m.person_id = :scope_person AND m.role = 'tenant'))"""


def parcel(db: Reader, parcel_id: int) -> Parcel | None:
    """One parcel."""
    return db.row(Parcel, _PARCEL + "WHERE p.id = :parcel_id", parcel_id=parcel_id, before=_before(db))


def by_key(db: Reader, key: str) -> int | None:
    """The parcel that an idempotency key became."""
    return db.value("SELECT id FROM parcels WHERE key = :key", key=key)


def waiting_by_code(db: Reader, code: str) -> Parcel | None:
    """The parcel that waits under this number."""
    return db.row(
        Parcel, _PARCEL + "WHERE p.code = :code AND p.ended_at IS NULL", code=code, before=_before(db)
    )


def was_told_of(db: Reader, one: Parcel) -> bool:
    """Whether anybody of the household has a message that it came."""
    keys = [told_under(one.id, person) for person in household(db, one.home_id)]
    return bool(messages.of_keys(db, keys))


def told_under(parcel_id: int, person_id: int) -> str:
    """The key of the message that tells somebody of a parcel."""
    return f"{ARRIVED}:{parcel_id}:{person_id}"


def parcels_page(db: Reader, state: str, home_id: int | None, number: int = 1) -> Listed:
    """A page of 50. state: empty for what waits, the longest first; overdue; ended, the latest first."""
    clauses, order = ["p.ended_at IS NULL"], "p.arrived_on, p.id"
    if state == "ended":
        clauses, order = ["p.ended_at IS NOT NULL"], "p.ended_at DESC"
    elif state == "overdue":
        clauses.append("p.arrived_on < :before")
    if home_id:
        clauses.append("p.home_id = :home_id")
    where = " AND ".join(clauses)
    values: dict[str, Any] = {"home_id": home_id, "before": _before(db)}
    total = int(db.value(f"SELECT count(*) FROM parcels AS p WHERE {where}", **values))
    rows = db.rows(
        Parcel,
        f"{_PARCEL} WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset",
        **values,
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    return Listed(rows, total)


def counts(db: Reader) -> Counts:
    """What waits."""
    found = db.row(
        Counts,
        """
        SELECT count(*) AS waiting, ifnull(sum(arrived_on < :before), 0) AS overdue
          FROM parcels WHERE ended_at IS NULL
        """,
        before=_before(db),
    )
    assert found is not None
    return found


def overdue(db: Reader) -> int:
    """How many wait too long."""
    return counts(db).overdue


def all_own(db: Reader, me: Me, most: int = 50) -> list[Parcel]:
    """A household's parcels: what waits first, then the latest."""
    return db.rows(
        Parcel,
        f"{_PARCEL} WHERE {_MINE} ORDER BY p.ended_at IS NOT NULL, p.id DESC LIMIT :most",
        most=most,
        before=_before(db),
        **params(me),
    )


def own_waiting(db: Reader, me: Me) -> int:
    """How many parcels wait for somebody."""
    sql = f"SELECT count(*) FROM parcels AS p WHERE p.ended_at IS NULL AND {_MINE}"
    return int(db.value(sql, **params(me)))


def to_remind(db: Reader, most: int) -> list[Parcel]:
    """Those that wait too long and whose household was not reminded, the longest first."""
    return db.rows(
        Parcel,
        _PARCEL
        + """WHERE p.ended_at IS NULL AND p.reminded_on IS NULL AND p.arrived_on < :before
             ORDER BY p.arrived_on, p.id LIMIT :most""",
        before=_before(db),
        most=most,
    )


def _before(db: Reader) -> str:
    return days_before(clock.today(), days(db).parcel_days)
