"""Show what is masked: each look at a phone or ID number is an entry in the change log."""

from estate.data import Actor, audit, secrets, write
from estate.people import records
from estate.web.masking import mask_phone


def reveal_phone(person_id: int, phone_id: int, by: Actor) -> str | None:
    """One number in full; the change log says who saw it. None when the person has no such number."""
    with write(by) as tx:
        found = records.phone(tx, person_id, phone_id)
        if found:
            audit.record(
                tx, "phone.revealed", "people", person_id, after={"number": mask_phone(found.number)}
            )
        return found.number if found else None


def reveal_id_number(person_id: int, reason: str, by: Actor) -> str | None:
    """The ID number in full; the change log says who saw it and why. None when none is recorded."""
    with write(by) as tx:
        sealed = tx.value("SELECT sealed_id_number FROM people WHERE id = :id", id=person_id)
        if sealed is None:
            return None
        audit.record(tx, "id_number.revealed", "people", person_id, after={"reason": reason})
        return secrets.unseal(sealed)
