"""What an import of readings does to the register: meters come with it, and leave use when it is taken back."""

import sqlite3
from typing import NamedTuple

from estate.data import Actor, write
from estate.i18n import gettext as _
from estate.meters import actions, records_import
from estate.meters.actions import MeterSpec
from estate.refusal import Refused


class TakenBack(NamedTuple):
    """How many readings no longer count, and how many meters are no longer in use."""

    readings: int
    meters: int


def register(spec: MeterSpec, by: Actor, import_batch_id: int | None) -> int:
    """Register a meter of an import. The same one of an import that was taken back comes into use again."""
    with write(by) as tx:
        same = {**spec._asdict(), "installed_on": spec.installed_on.isoformat()}
        del same["place"]  # of common meters, which a ledger of homes does not bring
        if meter_id := records_import.set_aside(tx, **same):
            tx.update("meters", meter_id, active=1, import_batch_id=import_batch_id)
            return meter_id
        return actions.add_meter(spec, by, import_batch_id)


def take_back(import_batch_id: int, reason: str, by: Actor) -> TakenBack:
    """End the readings of an import, and put out of use the meters that came with it and have no other reading.

    Refused when a bill was made with one of them, or after it with the same meter.
    """
    with write(by) as tx:
        try:
            readings = records_import.end_batch(tx, import_batch_id, reason)
        except sqlite3.IntegrityError as error:
            raise Refused(
                _("A bill was made with these readings. Void that bill first, then take them back.")
            ) from error
        return TakenBack(readings, records_import.put_out_of_use(tx, import_batch_id))
