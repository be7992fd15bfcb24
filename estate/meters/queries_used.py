"""What meters counted over some months, and the common meters; for costs that are shared. Amounts in millionths."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader
from estate.meters.records import METER, Meter


class Used(NamedTuple):
    """What a meter counted in some months, in millionths; None when it was not read in them."""

    meter_id: int
    home_id: int | None
    active: int
    used_e6: int | None


def used_between(
    db: Reader, first: str, last: str, *, kind: str = "", meter_ids: Sequence[int] | None = None
) -> list[Used]:
    """What meters counted in some months: from the last reading before them, else the first value in them, to the last
    reading in them. Of one kind, or of these meters alone."""
    which = (
        "m.kind = :kind"
        if meter_ids is None
        else f"m.id IN ({', '.join(str(int(one)) for one in meter_ids)})"
    )
    counts = "r.meter_id = m.id AND r.ended_at IS NULL AND r.confirmed"
    return db.rows(
        Used,
        f"""
        SELECT m.id AS meter_id, m.home_id, m.active,
               (SELECT r.total_e6 FROM readings AS r WHERE {counts} AND r.read_on BETWEEN :first AND :last AND r.place < 2
                 ORDER BY r.read_on DESC, r.place DESC LIMIT 1)
               - ifnull((SELECT r.total_e6 FROM readings AS r WHERE {counts} AND r.read_on < :first
                          ORDER BY r.read_on DESC, r.place DESC LIMIT 1),
                        (SELECT r.total_e6 FROM readings AS r WHERE {counts} AND r.read_on BETWEEN :first AND :last
                            AND r.kind = 'initial' ORDER BY r.read_on, r.place LIMIT 1)) AS used_e6
          FROM meters AS m WHERE {which} ORDER BY m.id
        """,
        first=first,
        last=last,
        kind=kind,
    )


def common_meters(db: Reader) -> list[Meter]:
    """The meters of no home: common and master meters, by kind and place."""
    return db.rows(Meter, METER + "WHERE m.home_id IS NULL AND m.active ORDER BY m.kind, m.place, m.id")
