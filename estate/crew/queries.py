"""The crew for pages and other features: who belongs to it, what they can do, when they work."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from estate.access.permissions import REPAIRS_WORK, ROLES
from estate.crew.rules_shifts import AHEAD, Hours, Roster, Shift, shift_at
from estate.data import Reader, clock


class Member(NamedTuple):
    """One of the crew."""

    account_id: int
    name: str


_ROLES = ", ".join(f"'{role}'" for role, granted in ROLES.items() if REPAIRS_WORK in granted)
_MEMBER = f"""
    SELECT a.id AS account_id, a.name FROM accounts AS a
     WHERE a.disabled_at IS NULL
       AND EXISTS (SELECT 1 FROM account_roles AS r WHERE r.account_id = a.id AND r.role IN ({_ROLES}))
"""


def members(db: Reader) -> list[Member]:
    """Everybody of the crew whose account is open, by name."""
    return db.rows(Member, _MEMBER + "ORDER BY a.name, a.id")


def member(db: Reader, account_id: int) -> Member | None:
    """One of the crew; None for anybody else."""
    return db.row(Member, _MEMBER + "AND a.id = :account_id", account_id=account_id)


def skills(db: Reader) -> dict[int, dict[str, int]]:
    """What each account can do: the level by category."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for account_id, category, level in db.tuples("SELECT account_id, category, level FROM crew_skills"):
        found[account_id][category] = level
    return found


def rosters(db: Reader, first: date, last: date) -> dict[int, Roster]:
    """The times of all from one day to another, by account; who has none is not in it."""
    span = {"first": first.isoformat(), "last": last.isoformat()}
    weeks: dict[int, dict[int, Hours]] = defaultdict(dict)
    days: dict[int, dict[date, list[Hours]]] = defaultdict(dict)
    absences: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for account_id, weekday, starts, ends in db.tuples(
        "SELECT account_id, weekday, starts, ends FROM crew_weeks"
    ):
        weeks[account_id][weekday] = Hours(starts, ends)
    for account_id, day, starts, ends in db.tuples(
        "SELECT account_id, day, starts, ends FROM crew_days WHERE day BETWEEN :first AND :last ORDER BY starts",
        **span,
    ):
        days[account_id].setdefault(date.fromisoformat(day), []).append(Hours(starts, ends))
    for account_id, begins, ends in db.tuples(
        "SELECT account_id, from_day, to_day FROM crew_absences WHERE to_day >= :first AND from_day <= :last",
        **span,
    ):
        absences[account_id].append((date.fromisoformat(begins), date.fromisoformat(ends)))
    return {
        one: Roster(weeks.get(one, {}), days.get(one, {}), absences.get(one, []))
        for one in {*weeks, *days, *absences}
    }


def shifts_at(db: Reader, at: datetime) -> dict[int, Shift]:
    """By account, the shift that runs at an instant, else the next; who has none in the next weeks is not in it."""
    day = at.astimezone(clock.zone()).date()
    known = rosters(db, day - timedelta(2), day + timedelta(AHEAD))
    found = {account_id: shift_at(roster, at, clock.zone()) for account_id, roster in known.items()}
    return {account_id: shift for account_id, shift in found.items() if shift}
