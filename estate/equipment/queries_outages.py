"""When a piece was out of service. Instants are UTC text."""

from datetime import datetime
from typing import NamedTuple

from estate.data import Reader
from estate.equipment import rules_reliability as rules


class Outage(NamedTuple):
    """A time out of service; to_at None: still. voided_at: it was noted by mistake."""

    id: int
    equipment_id: int
    cause: str
    from_at: str
    to_at: str | None
    note: str
    remedy: str
    order_id: int | None
    before_state: str
    noted_at: str
    who: str
    ended_by: str | None
    voided_at: str | None
    voided_by: str | None
    void_reason: str | None


_OUTAGE = """
    SELECT id, equipment_id, cause, from_at, to_at, note, remedy, order_id, before_state, noted_at, who, ended_by,
           voided_at, voided_by, void_reason
      FROM equipment_outages
"""


def outages(db: Reader, equipment_id: int, limit: int = 100) -> list[Outage]:
    """The times out of service of a piece, the latest first; those noted by mistake too."""
    sql = _OUTAGE + "WHERE equipment_id = :equipment_id ORDER BY from_at DESC, id DESC LIMIT :limit"
    return db.rows(Outage, sql, equipment_id=equipment_id, limit=limit)


def outage(db: Reader, outage_id: int) -> Outage | None:
    """One of them."""
    return db.row(Outage, _OUTAGE + "WHERE id = :outage_id", outage_id=outage_id)


def open_of(db: Reader, equipment_id: int) -> Outage | None:
    """The time out of service that goes on, if there is one."""
    sql = _OUTAGE + "WHERE equipment_id = :equipment_id AND to_at IS NULL AND voided_at IS NULL"
    return db.row(Outage, sql, equipment_id=equipment_id)


def open_of_order(db: Reader, order_id: int) -> Outage | None:
    """What goes on and is to end with this work order."""
    sql = _OUTAGE + "WHERE order_id = :order_id AND to_at IS NULL AND voided_at IS NULL"
    return db.row(Outage, sql, order_id=order_id)


def of_key(db: Reader, key: str) -> int | None:
    """What was noted under this key already."""
    found: int | None = db.value("SELECT id FROM equipment_outages WHERE key = :key", key=key)
    return found


def for_rules(found: list[Outage]) -> list[rules.Outage]:
    """As the rules take them, without those noted by mistake."""
    return [
        rules.Outage(
            datetime.fromisoformat(one.from_at),
            datetime.fromisoformat(one.to_at) if one.to_at else None,
            one.cause == "failure",
        )
        for one in found
        if one.voided_at is None
    ]


def of_all(db: Reader, since: str) -> dict[int, list[rules.Outage]]:
    """By piece, everything out of service after an instant, for forecasts over the whole register."""
    sql = (
        _OUTAGE + "WHERE voided_at IS NULL AND ifnull(to_at, '9999') > :since ORDER BY equipment_id, from_at"
    )
    found: dict[int, list[Outage]] = {}
    for one in db.rows(Outage, sql, since=since):
        found.setdefault(one.equipment_id, []).append(one)
    return {piece: for_rules(some) for piece, some in found.items()}
