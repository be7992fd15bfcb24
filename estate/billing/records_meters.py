"""The readings that metered fees are computed from: of each meter those from the last billed one on, read at once."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from estate.billing.rules_metered import Mark, Quota, Use
from estate.billing.rules_run import Home
from estate.data import Reader


class Read(NamedTuple):
    """What was read: meters with what is billed of them, their readings from there on, extra quotas."""

    meters: list[tuple[Any, ...]]
    marks: list[tuple[Any, ...]]
    quotas: list[tuple[Any, ...]]


def read(
    db: Reader,
    last: str,
    some: str = "1",
    item_id: int | None = None,
    *,
    again: bool = False,
    since: str | None = None,
) -> Read:
    """What the metered fee items see up to a day. some: a condition on home_id. again: as if the latest was not billed.

    since: as if nothing was billed that was read on this day or later.
    """
    if not db.value("SELECT EXISTS (SELECT 1 FROM fee_items WHERE active AND kind = 'metered')"):
        return Read([], [], [])
    billed = _READ_BEFORE if since else _BILLED
    meters = db.tuples(
        _METERS.format(some=some.replace("home_id", "m.home_id"), billed=billed), item_id=item_id, since=since
    )
    begins: dict[int, str] = {}
    for row in meters:
        meter_id, billed_on = row[2], "" if again else row[7] or ""
        begins[meter_id] = min(begins.get(meter_id, billed_on), billed_on)
    marks = db.tuples(_READINGS, since=json.dumps(begins), last=last)
    return Read(meters, marks, db.tuples(_QUOTAS.format(some=some)))


def sample_homes(db: Reader, item_id: int, count: int) -> list[int]:
    """Some homes whose meters were read lately, to show a metered fee's arithmetic on."""
    return db.values(
        """
        SELECT DISTINCT m.home_id FROM readings AS r JOIN meters AS m ON m.id = r.meter_id
         WHERE r.read_on >= (SELECT date(max(read_on), '-60 days') FROM readings) AND r.place = 0 AND r.ended_at IS NULL
           AND m.home_id IS NOT NULL AND m.kind = (SELECT meter_kind FROM fee_items WHERE id = :item_id) LIMIT :count
        """,
        item_id=item_id,
        count=count,
    )


def billed_further(db: Reader, *, run_id: int | None = None, charge_id: int | None = None) -> str | None:
    """A home whose usage was billed on from the readings of this run, or of this charge; None when there is none."""
    which = "o.run_id = :run_id" if run_id is not None else "o.id = :charge_id"
    return db.value(
        f"""
        SELECT o.home_code FROM charges AS o
          JOIN charges AS c ON c.meter_id = o.meter_id AND c.fee_item_id = o.fee_item_id AND c.id > o.id
         WHERE {which} AND o.to_reading_id IS NOT NULL AND o.reverses_id IS NULL AND o.reversed_by IS NULL
           AND c.reverses_id IS NULL AND c.reversed_by IS NULL AND c.run_id IS NOT :run_id LIMIT 1
        """,
        run_id=run_id,
        charge_id=charge_id,
    )


def earliest_reading(found: Read) -> date | None:
    """No reading that is still to be billed is of an earlier day: who pays on that day has to be known."""
    days = (
        mark[2] for before, mark in pairwise(found.marks) if before[0] == mark[0]
    )  # each meter's first is what its usage counts from
    earliest = min(days, default=None)
    return date.fromisoformat(earliest) if earliest else None


def with_meters(homes: list[Home], found: Read, *, again: bool = False) -> list[Home]:
    """The homes with what their meters show."""
    if not found.meters:
        return homes
    uses, quotas = _uses(found.meters, found.marks, again), _quotas(found.quotas)
    return [
        home._replace(meters=uses.get(home.id, {}), quotas=quotas.get(home.id, ()))
        if home.id in uses
        else home
        for home in homes
    ]


_METERS = """
    SELECT m.home_id, f.id, m.id, m.kind, m.active, m.installed_on, c.period_to, b.read_on, b.id,
           (SELECT y.total_e6 FROM readings AS y
             WHERE y.meter_id = m.id AND y.ended_at IS NULL AND y.confirmed AND y.read_on < substr(b.read_on, 1, 4) || '-01-01'
             ORDER BY y.read_on DESC, y.place DESC LIMIT 1)
      FROM fee_items AS f JOIN meters AS m ON m.kind = f.meter_kind {billed}
     WHERE f.active AND f.kind = 'metered' AND (:item_id IS NULL OR f.id = :item_id) AND m.home_id IS NOT NULL AND {some}
     ORDER BY m.home_id, f.id, m.id
"""
_BILLED = """
      LEFT JOIN charges AS c ON c.id = (
            SELECT l.id FROM charges AS l INDEXED BY charges_by_meter
             WHERE l.meter_id = m.id AND l.fee_item_id = f.id AND l.reverses_id IS NULL AND l.reversed_by IS NULL
             ORDER BY l.id DESC LIMIT 1)
      LEFT JOIN readings AS b ON b.id = c.to_reading_id
"""
_READ_BEFORE = """
      LEFT JOIN charges AS c ON c.id IS NULL
      LEFT JOIN readings AS b ON b.id = (
            SELECT r.id FROM readings AS r INDEXED BY readings_live
             WHERE r.meter_id = m.id AND r.ended_at IS NULL AND r.confirmed AND r.read_on < :since
             ORDER BY r.read_on DESC, r.place DESC LIMIT 1)
"""
_READINGS = """
    SELECT r.meter_id, r.id, r.read_on, r.kind, r.value_e3, r.total_e6, r.multiplier_e3, r.digits
      FROM json_each(:since) AS s
      JOIN readings AS r INDEXED BY readings_live
        ON r.meter_id = CAST(s.key AS INTEGER) AND r.read_on >= s.value AND r.read_on <= :last
     WHERE r.ended_at IS NULL AND r.confirmed
     ORDER BY r.meter_id, r.read_on, r.place
"""
_QUOTAS = """
    SELECT home_id, kind, from_year, ifnull(to_year, 9999), extra_e6 FROM extra_quotas WHERE {some} ORDER BY id
"""


def _uses(
    meters: Sequence[tuple[Any, ...]], rows: Sequence[tuple[Any, ...]], again: bool
) -> dict[int, dict[int, tuple[Use, ...]]]:
    marks: dict[int, list[Mark]] = defaultdict(list)
    for meter_id, reading_id, on, *rest in rows:
        marks[meter_id].append(Mark(reading_id, date.fromisoformat(on), *rest))
    found: dict[int, dict[int, tuple[Use, ...]]] = defaultdict(dict)
    for home_id, item_id, meter_id, kind, active, installed, until, _on, billed_id, year_e6 in meters:
        own = tuple(marks[meter_id])
        if again:
            billed_id, until = _one_before(own), None
        start = next((n for n, mark in enumerate(own) if mark.reading_id == billed_id), 0)
        year_e6 = _year_began(own, start) if again else year_e6 or 0
        until_day = date.fromisoformat(until) if until else None
        begun = date.fromisoformat(installed)
        use = Use(meter_id, kind, bool(active), begun, own[start:], year_e6, until_day)
        found[home_id][item_id] = (*found[home_id].get(item_id, ()), use)
    return found


def _year_began(marks: Sequence[Mark], start: int) -> int:
    """The total with which the year of the mark at `start` began, of a meter whose readings are all here."""
    if not marks:
        return 0
    earlier = [mark for mark in marks[:start] if mark.on.year < marks[start].on.year]
    return (earlier[-1] if earlier else marks[0]).total_e6


def _one_before(marks: Sequence[Mark]) -> int | None:
    """The reading before the latest, for an example."""
    read = [mark for mark in marks if mark.kind != "initial"]
    if len(read) > 1:
        return read[-2].reading_id
    return marks[0].reading_id if marks else None


def _quotas(rows: Sequence[tuple[Any, ...]]) -> dict[int, tuple[Quota, ...]]:
    found: dict[int, tuple[Quota, ...]] = {}
    for home_id, *quota in rows:
        found[home_id] = (*found.get(home_id, ()), Quota(*quota))
    return found
