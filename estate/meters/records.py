"""Meters and readings: their own SQL for reading them one by one and for writing."""

from typing import NamedTuple

from estate.data import Reader, Tx, clock
from estate.meters.rules import Device, Point


class Meter(NamedTuple):
    """A meter with where it is. multiplier_e3 in thousandths; home None: a common or master meter."""

    id: int
    home_id: int | None
    home_code: str | None
    kind: str
    number: str
    place: str
    multiplier_e3: int
    digits: int
    installed_on: str
    active: int

    @property
    def device(self) -> Device:
        """The counter that is in it now."""
        return Device(self.multiplier_e3, self.digits)


class Reading(NamedTuple):
    """A reading as it was taken. value_e3 in thousandths, total_e6 in millionths of the unit since the first one."""

    id: int
    meter_id: int
    read_on: str
    kind: str
    place: int
    value_e3: int
    total_e6: int
    passed_zero: int
    number: str
    multiplier_e3: int
    digits: int
    note: str
    photo: str | None
    doubt: str
    confirmed: int
    taken_at: str
    taken_by: str
    supersedes_id: int | None
    ended_at: str | None
    ended_by: str | None
    reason: str | None

    @property
    def device(self) -> Device:
        """The counter that was read."""
        return Device(self.multiplier_e3, self.digits)

    @property
    def point(self) -> Point:
        """As the rules read it."""
        return Point(self.value_e3, self.total_e6, self.kind == "estimated")


class Quota(NamedTuple):
    """Cheap usage on top, in millionths, in these years."""

    id: int
    from_year: int
    to_year: int | None
    extra_e6: int
    reason: str


METER = """
    SELECT m.id, m.home_id, h.code AS home_code, m.kind, m.number, m.place, m.multiplier_e3, m.digits, m.installed_on,
           m.active
      FROM meters AS m LEFT JOIN homes AS h ON h.id = m.home_id
"""
_READING = f"SELECT {', '.join(Reading._fields)} FROM readings "
_LIVE = "meter_id = :meter_id AND ended_at IS NULL"


def meter(db: Reader, meter_id: int) -> Meter | None:
    """One meter."""
    return db.row(Meter, METER + "WHERE m.id = :meter_id", meter_id=meter_id)


def meter_numbered(db: Reader, kind: str, number: str) -> Meter | None:
    """The meter in use that bears this number."""
    sql = METER + "WHERE m.active AND m.kind = :kind AND m.number = :number"
    return db.row(Meter, sql, kind=kind, number=number)


def meters_of(db: Reader, home_id: int) -> list[Meter]:
    """The meters of a home, those in use first."""
    sql = METER + "WHERE m.home_id = :home_id ORDER BY m.active DESC, m.kind, m.id"
    return db.rows(Meter, sql, home_id=home_id)


def reading(db: Reader, reading_id: int) -> Reading | None:
    """One reading."""
    return db.row(Reading, _READING + "WHERE id = :reading_id", reading_id=reading_id)


def readings(db: Reader, meter_id: int, limit: int = 500) -> list[Reading]:
    """All readings of a meter, the latest first; those that were corrected stand beside what corrects them."""
    sql = _READING + "WHERE meter_id = :meter_id ORDER BY read_on DESC, place DESC, id DESC LIMIT :limit"
    return db.rows(Reading, sql, meter_id=meter_id, limit=limit)


def on_day(db: Reader, meter_id: int, read_on: str) -> list[Reading]:
    """What counts of a day."""
    sql = _READING + f"WHERE {_LIVE} AND read_on = :read_on ORDER BY place"
    return db.rows(Reading, sql, meter_id=meter_id, read_on=read_on)


def last(db: Reader, meter_id: int) -> Reading | None:
    """The latest reading that counts, estimated or not."""
    sql = _READING + f"WHERE {_LIVE} ORDER BY read_on DESC, place DESC LIMIT 1"
    return db.row(Reading, sql, meter_id=meter_id)


def first(db: Reader, meter_id: int) -> Reading:
    """The value that the meter began with."""
    sql = _READING + f"WHERE {_LIVE} ORDER BY read_on, place LIMIT 1"
    found = db.row(Reading, sql, meter_id=meter_id)
    if found is None:
        raise LookupError(f"meter {meter_id} has no first reading")
    return found


def real_before(db: Reader, meter_id: int, read_on: str) -> Reading | None:
    """The last that was really read until a day, that day included."""
    sql = (
        _READING
        + f"WHERE {_LIVE} AND kind <> 'estimated' AND read_on <= :on ORDER BY read_on DESC, place DESC LIMIT 1"
    )
    return db.row(Reading, sql, meter_id=meter_id, on=read_on)


def real_after(db: Reader, meter_id: int, read_on: str) -> Reading | None:
    """The first that was really read after a day."""
    sql = (
        _READING + f"WHERE {_LIVE} AND kind <> 'estimated' AND read_on > :on ORDER BY read_on, place LIMIT 1"
    )
    return db.row(Reading, sql, meter_id=meter_id, on=read_on)


def totals_before(db: Reader, meter_id: int, read_on: str) -> list[int]:
    """The totals at the last four readings until a day, ascending; a new counter's first repeats no total."""
    sql = f"""
        SELECT total_e6 FROM readings AS r
         WHERE {_LIVE} AND read_on <= :on
           AND NOT (kind = 'initial' AND EXISTS (SELECT 1 FROM readings AS f
                     WHERE f.meter_id = r.meter_id AND f.read_on = r.read_on AND f.kind = 'final' AND f.ended_at IS NULL))
         ORDER BY read_on DESC, place DESC LIMIT 4
    """
    return db.values(sql, meter_id=meter_id, on=read_on)[::-1]


def quotas(db: Reader, home_id: int, kind: str) -> list[Quota]:
    """What a household gets on top, the latest first."""
    return db.rows(
        Quota,
        """
        SELECT id, from_year, to_year, extra_e6, reason FROM extra_quotas
         WHERE home_id = :home_id AND kind = :kind ORDER BY from_year DESC, id DESC
        """,
        home_id=home_id,
        kind=kind,
    )


def add_reading(
    tx: Tx, meter_id: int, read_on: str, kind: str, point: Point, device: Device, **more: object
) -> int:
    """Write a reading; answers its id. more: number, passed_zero, note, photo, doubt, confirmed, supersedes_id …"""
    return tx.insert(
        "readings",
        meter_id=meter_id,
        read_on=read_on,
        kind=kind,
        value_e3=point.value_e3,
        total_e6=point.total_e6,
        multiplier_e3=device.multiplier_e3,
        digits=device.digits,
        taken_at=clock.stamp(),
        taken_by=tx.by.name,
        **more,
    )


def end_reading(tx: Tx, reading_id: int, reason: str) -> None:
    """The reading counts no more; sqlite3.IntegrityError when a bill was made with it."""
    tx.update("readings", reading_id, ended_at=clock.stamp(), ended_by=tx.by.name, reason=reason)
