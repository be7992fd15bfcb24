"""Vehicles of a home: one plate belongs to one home at a time."""

from datetime import date

from estate.data import Tx, audit, clock
from estate.i18n import gettext as _
from estate.people import queries, records
from estate.people.rules_ids import clean_plate, is_plate
from estate.refusal import Refused
from estate.web.masking import mask_plate


def add_vehicle(
    tx: Tx,
    home_id: int,
    plate: str,
    *,
    person_id: int | None = None,
    note: str = "",
    import_batch_id: int | None = None,
) -> int:
    """Record a vehicle of a home; answers the id. Refused (field `plate`) when mistyped or recorded elsewhere."""
    wanted = clean_plate(plate)
    if not is_plate(wanted):
        raise Refused(_("This is no number plate. Write it without spaces, as on the car."), "plate")
    other = queries.vehicle_of_plate(tx, wanted)
    if other:
        raise Refused(_("This plate belongs to %(home)s already.", home=other.home_code), "plate")
    vehicle_id = tx.insert(
        "vehicles",
        home_id=home_id,
        person_id=person_id,
        plate=wanted,
        note=note.strip(),
        import_batch_id=import_batch_id,
    )
    audit.record(tx, "vehicle.added", "homes", home_id, after={"plate": mask_plate(wanted)})
    return vehicle_id


def end_vehicle(tx: Tx, home_id: int, vehicle_id: int, on: date | None = None) -> None:
    """The vehicle no longer belongs to the home; LookupError when it does not now."""
    found = records.vehicle(tx, vehicle_id)
    if found is None or found.home_id != home_id or found.ended_on:
        raise LookupError(f"no vehicle {vehicle_id}")
    tx.update("vehicles", vehicle_id, ended_on=(on or clock.today()).isoformat())
    audit.record(tx, "vehicle.ended", "homes", home_id, before={"plate": mask_plate(found.plate)})


def remove_batch(tx: Tx, import_batch_id: int) -> int:
    """Take back the vehicles that came with an import; answers how many."""
    gone = tx.run("DELETE FROM vehicles WHERE import_batch_id = :batch", batch=import_batch_id)
    audit.record(
        tx, "vehicles.batch_removed", "homes", before={"vehicles": gone, "import_batch_id": import_batch_id}
    )
    return gone
