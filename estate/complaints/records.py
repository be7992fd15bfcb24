"""Complaints as they are written: numbers, settings, categories, steps. Instants are UTC text."""

from typing import Any, NamedTuple

from estate.data import Reader, Tx


class Settings(NamedTuple):
    """What the office decided: hours to the first answer, days to the written one, percent of the time at which it
    warns, days in which a closed complaint may be taken up again; who may look who stays unnamed (words.REVEAL)."""

    answer_hours: int
    reply_days: int
    warn_percent: int
    reopen_days: int
    reveal: str


class Category(NamedTuple):
    """A kind of complaints. name: as the office calls it, empty where the program's own word holds."""

    code: str
    name: str
    rank: int
    retired_at: str | None
    complaints: int


class KnownStep(NamedTuple):
    id: int
    complaint_id: int
    step: str


def settings(db: Reader) -> Settings:
    """What the office decided about complaints."""
    found = db.row(
        Settings,
        "SELECT answer_hours, reply_days, warn_percent, reopen_days, reveal FROM complaint_settings",
    )
    assert found is not None, "the row comes with the table"
    return found


def categories(db: Reader, *, retired: bool = False) -> list[Category]:
    """The kinds in their order; those that are hidden too where asked."""
    return db.rows(
        Category,
        """
        SELECT k.code, k.name, k.rank, k.retired_at,
               (SELECT count(*) FROM complaints AS c WHERE c.category = k.code) AS complaints
          FROM complaint_categories AS k WHERE :retired OR k.retired_at IS NULL ORDER BY k.rank, k.code
        """,
        retired=int(retired),
    )


def category(db: Reader, code: str) -> Category | None:
    """One kind, hidden or not."""
    return next((one for one in categories(db, retired=True) if one.code == code), None)


def next_number(tx: Tx, year: int) -> tuple[str, int]:
    """The next number of a year and its place in the series."""
    tx.run("INSERT INTO complaint_series (year) VALUES (:year) ON CONFLICT DO NOTHING", year=year)
    seq = int(tx.value("SELECT next FROM complaint_series WHERE year = :year", year=year))
    return f"TS{year}-{seq:06d}", seq


def of_key(db: Reader, key: str) -> int | None:
    """The complaint that was received under this key already."""
    return db.value("SELECT id FROM complaints WHERE key = :key", key=key)


def step_of_key(db: Reader, key: str) -> KnownStep | None:
    """The step that was taken under this key already."""
    return db.row(KnownStep, "SELECT id, complaint_id, step FROM complaint_steps WHERE key = :key", key=key)


def insert_step(tx: Tx, **values: Any) -> int:
    """One step; the database moves the complaint with it."""
    return tx.insert("complaint_steps", **values)
