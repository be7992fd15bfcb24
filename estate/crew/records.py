"""What the pages of the crew show and change: skills, weeks, single days, absences. Days ISO."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from estate.crew.rules_shifts import Hours, clock_text
from estate.data import Reader, Tx


class Day(NamedTuple):
    """Hours of one day in the place of the week's."""

    id: int
    account_id: int
    day: str
    starts: int
    ends: int

    @property
    def text(self) -> str:
        """As `22:00–06:00`."""
        return f"{clock_text(self.starts)}–{clock_text(self.ends)}"


class Absence(NamedTuple):
    """Days on which somebody is away."""

    id: int
    account_id: int
    kind: str
    from_day: str
    to_day: str
    note: str
    who: str


_ABSENCE = "SELECT id, account_id, kind, from_day, to_day, note, who FROM crew_absences "


def skills_of(db: Reader, account_id: int) -> dict[str, int]:
    """One person's level by category."""
    return dict(
        db.tuples(
            "SELECT category, level FROM crew_skills WHERE account_id = :id ORDER BY category", id=account_id
        )
    )


def week_of(db: Reader, account_id: int) -> dict[int, Hours]:
    """One person's usual hours by weekday."""
    rows = db.tuples(
        "SELECT weekday, starts, ends FROM crew_weeks WHERE account_id = :id ORDER BY weekday", id=account_id
    )
    return {weekday: Hours(starts, ends) for weekday, starts, ends in rows}


def days_of(db: Reader, account_id: int, since: str) -> list[Day]:
    """One person's single days from a day on."""
    return db.rows(
        Day,
        """
        SELECT id, account_id, day, starts, ends FROM crew_days
         WHERE account_id = :account_id AND day >= :since ORDER BY day, starts
        """,
        account_id=account_id,
        since=since,
    )


def absences_of(db: Reader, account_id: int, since: str) -> list[Absence]:
    """One person's absences that end on a day or later."""
    return db.rows(
        Absence,
        _ABSENCE + "WHERE account_id = :account_id AND to_day >= :since ORDER BY from_day, id",
        account_id=account_id,
        since=since,
    )


def absences_between(db: Reader, first: str, last: str) -> list[Absence]:
    """All absences that touch these days."""
    return db.rows(
        Absence,
        _ABSENCE + "WHERE to_day >= :first AND from_day <= :last ORDER BY from_day",
        first=first,
        last=last,
    )


def day(db: Reader, day_id: int, account_id: int) -> Day | None:
    """One single day of a person."""
    return db.row(
        Day,
        "SELECT id, account_id, day, starts, ends FROM crew_days WHERE id = :id AND account_id = :account_id",
        id=day_id,
        account_id=account_id,
    )


def absence(db: Reader, absence_id: int, account_id: int) -> Absence | None:
    """One absence of a person."""
    return db.row(
        Absence,
        _ABSENCE + "WHERE id = :id AND account_id = :account_id",
        id=absence_id,
        account_id=account_id,
    )


def put_skills(tx: Tx, account_id: int, levels: Mapping[str, int]) -> None:
    """These skills, and no others."""
    tx.run("DELETE FROM crew_skills WHERE account_id = :id", id=account_id)
    tx.many(
        "INSERT INTO crew_skills (account_id, category, level) VALUES (?, ?, ?)",
        [(account_id, category, level) for category, level in levels.items()],
    )


def put_week(tx: Tx, account_id: int, week: Mapping[int, Hours]) -> None:
    """These usual hours, and no others."""
    tx.run("DELETE FROM crew_weeks WHERE account_id = :id", id=account_id)
    tx.many(
        "INSERT INTO crew_weeks (account_id, weekday, starts, ends) VALUES (?, ?, ?, ?)",
        [(account_id, weekday, *one) for weekday, one in week.items()],
    )


def remove(tx: Tx, table: str, ids: Iterable[int]) -> None:
    """Take out single days or absences."""
    tx.many(f"DELETE FROM {table} WHERE id = ?", [(one,) for one in ids])
