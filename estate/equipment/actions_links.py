"""What hangs on a piece of equipment: spare parts to be kept, meters that count for it."""

from estate.data import Actor, audit, write
from estate.equipment.actions import require
from estate.i18n import gettext as _
from estate.refusal import Refused


def keep_spare(equipment_id: int, name: str, model: str, kept: int, by: Actor) -> None:
    """A spare part of this name and model is to be kept, so many; said again, the number is the later one."""
    with write(by) as tx:
        require(tx, equipment_id)
        values = {"equipment_id": equipment_id, "name": name.strip(), "model": model.strip(), "kept": kept}
        tx.run(
            """
            INSERT INTO equipment_spares (equipment_id, name, model, kept) VALUES (:equipment_id, :name, :model, :kept)
                ON CONFLICT (equipment_id, name, model) DO UPDATE SET kept = excluded.kept
            """,
            **values,
        )
        audit.record(tx, "equipment.spare_kept", "equipment", equipment_id, after=values)


def remove_spare(equipment_id: int, spare_id: int, by: Actor) -> None:
    """Take a spare part off the list; again changes nothing."""
    with write(by) as tx:
        row = tx.tuples(
            "SELECT name, model, kept FROM equipment_spares WHERE id = :id AND equipment_id = :equipment_id",
            id=spare_id,
            equipment_id=equipment_id,
        )
        if not row:
            return
        tx.run("DELETE FROM equipment_spares WHERE id = :id", id=spare_id)
        before = dict(zip(("name", "model", "kept"), row[0], strict=True))
        audit.record(tx, "equipment.spare_removed", "equipment", equipment_id, before=before)


def link_meter(equipment_id: int, number: str, by: Actor) -> None:
    """The meter of a number counts for this piece. Refused (`number`) when there is none, or several of other kinds."""
    with write(by) as tx:
        require(tx, equipment_id)
        found = tx.values("SELECT id FROM meters WHERE number = :number AND active", number=number.strip())
        if len(found) != 1:
            told = (
                _("There is no meter of this number.") if not found else _("Several meters have this number.")
            )
            raise Refused(told, "number")
        if tx.run(
            "INSERT OR IGNORE INTO equipment_meters (equipment_id, meter_id) VALUES (:equipment_id, :meter_id)",
            equipment_id=equipment_id,
            meter_id=found[0],
        ):
            audit.record(
                tx, "equipment.meter_linked", "equipment", equipment_id, after={"code": number.strip()}
            )


def unlink_meter(equipment_id: int, meter_id: int, by: Actor) -> None:
    """The meter does not count for this piece; again changes nothing."""
    with write(by) as tx:
        if tx.run(
            "DELETE FROM equipment_meters WHERE equipment_id = :equipment_id AND meter_id = :meter_id",
            equipment_id=equipment_id,
            meter_id=meter_id,
        ):
            audit.record(
                tx, "equipment.meter_unlinked", "equipment", equipment_id, after={"meter_id": meter_id}
            )
