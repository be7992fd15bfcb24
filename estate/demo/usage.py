"""Water meters of some homes of the invented community and their readings. Values in thousandths of m³."""

import random
from datetime import date

from estate.access.me import Me
from estate.data import write
from estate.meters.actions import MeterSpec, add_meter
from estate.meters.actions_readings import Taken, take

MOST_METERS = 24
ROUND_MONTHS = 2
"""The meters are read every other month."""


def add_meters(installed_on: date, by: Me, rng: random.Random) -> dict[int, int]:
    """A meter in each of the first homes that pay for water; answers what each shows."""
    shown: dict[int, int] = {}
    with write(by) as tx:
        homes = tx.tuples(
            """
            SELECT h.id, h.code FROM homes AS h
              JOIN assignments AS a ON a.scope = 'entrance' AND a.entrance_id = h.entrance_id
              JOIN fee_items AS f ON f.id = a.fee_item_id AND f.code = 'water'
             ORDER BY h.sort LIMIT :most
            """,
            most=MOST_METERS,
        )
        for home_id, code in homes:
            first = rng.randrange(20_000, 900_000)
            meter = MeterSpec(
                home_id, "water", f"SB{code.replace('-', '')}", installed_on, first, place="管道井"
            )
            shown[add_meter(meter, by)] = first
    return shown


def read_round(shown: dict[int, int], on: date, by: Me, rng: random.Random) -> None:
    """Read every meter on a day; `shown` moves on."""
    with write(by):
        for meter_id in shown:
            shown[meter_id] += rng.randrange(9_000, 34_000)
            take(Taken(meter_id, on, shown[meter_id]), by, ask=False, quiet=True)


def begin_round(shown: dict[int, int], on: date, by: Me, rng: random.Random) -> None:
    """Read a third of the meters on a day, the first with a usage that is to be looked at; the others wait."""
    some = list(shown.items())[: max(1, len(shown) // 3)]
    with write(by):
        for number, (meter_id, value) in enumerate(some):
            used = rng.randrange(9_000, 34_000) + (0 if number else 150_000)
            take(Taken(meter_id, on, value + used), by, ask=False, quiet=True)
