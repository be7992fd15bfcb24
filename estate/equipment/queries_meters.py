"""What a piece's own meters showed. Totals in millionths of the meter's unit."""

from typing import NamedTuple

from estate.data import Reader


class MeterReading(NamedTuple):
    """A reading of a meter of a piece. total_e6: what its first counter showed at first, and all that was used since."""

    equipment_id: int
    kind: str
    read_on: str
    total_e6: int


def readings(db: Reader, equipment_id: int | None = None) -> list[MeterReading]:
    """What was read and stands, the earliest first, of one piece or of all: no estimates, nothing still to be confirmed.

    Of several meters of a kind on a piece only the one that is longest there.
    """
    return db.rows(
        MeterReading,
        """
        WITH own AS (
            SELECT l.equipment_id, m.kind, min(m.id) AS meter_id
              FROM equipment_meters AS l JOIN meters AS m ON m.id = l.meter_id
             WHERE m.active AND (:equipment_id IS NULL OR l.equipment_id = :equipment_id)
             GROUP BY l.equipment_id, m.kind)
        SELECT o.equipment_id, o.kind, r.read_on,
               r.total_e6 + ifnull((SELECT f.value_e3 * f.multiplier_e3 - f.total_e6 FROM readings AS f
                                     WHERE f.meter_id = o.meter_id AND f.ended_at IS NULL
                                     ORDER BY f.read_on, f.place LIMIT 1), 0) AS total_e6
          FROM own AS o JOIN readings AS r ON r.meter_id = o.meter_id
         WHERE r.ended_at IS NULL AND r.confirmed AND r.kind <> 'estimated'
         ORDER BY o.equipment_id, o.kind, r.read_on, r.place
        """,
        equipment_id=equipment_id,
    )
