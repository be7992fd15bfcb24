"""Work orders as they are written: numbers, norms, steps. Instants are UTC text."""

from datetime import time
from typing import Any, NamedTuple

from estate.data import Reader, Tx
from estate.repairs.rules_clocks import Norm


class Settings(NamedTuple):
    """What the office decided. opens, closes: `08:00`; sign_off_days: after which done work counts as signed off."""

    opens: str
    closes: str
    warn_percent: int
    sign_off_days: int
    warranty_days: int

    @property
    def open_from(self) -> time:
        return time.fromisoformat(self.opens)

    @property
    def open_to(self) -> time:
        return time.fromisoformat(self.closes)


class StoredNorm(NamedTuple):
    category: str
    urgency: str
    respond_min: int
    arrive_min: int
    complete_min: int
    at_night: int

    @property
    def norm(self) -> Norm:
        return Norm(self.respond_min, self.arrive_min, self.complete_min, bool(self.at_night))


_NORM = "SELECT category, urgency, respond_min, arrive_min, complete_min, at_night FROM repair_norms "


def settings(db: Reader) -> Settings:
    """What the office decided about repairs."""
    found = db.row(
        Settings, "SELECT opens, closes, warn_percent, sign_off_days, warranty_days FROM repair_settings"
    )
    assert found is not None, "the row comes with the table"
    return found


def norm(db: Reader, category: str, urgency: str) -> Norm:
    """The norm of a category and urgency; LookupError when there is no such."""
    found = db.row(
        StoredNorm,
        _NORM + "WHERE category = :category AND urgency = :urgency",
        category=category,
        urgency=urgency,
    )
    if found is None:
        raise LookupError(f"no norm for {category}, {urgency}")
    return found.norm


def norms(db: Reader) -> list[StoredNorm]:
    """Every norm."""
    return db.rows(StoredNorm, _NORM + "ORDER BY category, urgency")


def next_number(tx: Tx, year: int) -> tuple[str, int]:
    """The next number of a year and its place in the series."""
    tx.run("INSERT INTO work_order_series (year) VALUES (:year) ON CONFLICT DO NOTHING", year=year)
    seq = int(tx.value("SELECT next FROM work_order_series WHERE year = :year", year=year))
    return f"WX{year}-{seq:06d}", seq


def of_key(db: Reader, key: str) -> int | None:
    """The order that this report made or joined already."""
    return db.value(
        """
        SELECT id FROM work_orders WHERE key = :key
        UNION ALL SELECT order_id FROM work_order_joins WHERE key = :key
        """,
        key=key,
    )


class KnownStep(NamedTuple):
    id: int
    order_id: int
    step: str


def step_of_key(db: Reader, key: str) -> KnownStep | None:
    """The step that was taken under this key already."""
    return db.row(KnownStep, "SELECT id, order_id, step FROM work_order_steps WHERE key = :key", key=key)


def insert_step(tx: Tx, **values: Any) -> int:
    """One step; the database moves the order with it."""
    return tx.insert("work_order_steps", **values)
