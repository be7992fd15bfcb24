"""What the counters of equipment ran: readings that were written down, and those of a piece's own meters.

A plan that counts by a meter needs no reading of its own: whoever reads the meter moves it. Values in thousandths.
"""

from datetime import date

from estate.data import Reader
from estate.equipment import queries_meters
from estate.upkeep import records
from estate.upkeep.rules_counters import Reading, running

METER = "meter_"
"""Before the kind of a meter: the name of the counter that it is for a plan."""

Ran = dict[tuple[int, str], list[Reading]]
"""By piece and counter, the earliest first."""


def ran(db: Reader, equipment_id: int | None = None) -> Ran:
    """What every counter ran in all, of one piece or of all; of several meters of a kind the one linked first counts."""
    found = {key: running(some) for key, some in records.shown(db, equipment_id).items()}
    for one in queries_meters.readings(db, equipment_id):
        reading = Reading(date.fromisoformat(one.read_on), one.total_e6 // 1000)
        found.setdefault((one.equipment_id, METER + one.kind), []).append(reading)
    return found
