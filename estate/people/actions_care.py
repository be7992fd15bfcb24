"""Care needs: recorded with the person's separate consent, the detail sealed, each look at it in the change log."""

from datetime import date
from typing import Any

from estate.data import Actor, Tx, audit, clock, secrets, write
from estate.i18n import gettext as _
from estate.people import records
from estate.people.rules import CARE, needs_guardian
from estate.people.specs import CareSpec
from estate.refusal import Refused


def add_care(tx: Tx, person_id: int, spec: CareSpec) -> int:
    """Record a care need; answers the id. Refused without consent, or without a guardian's for a child under 14."""
    _check(tx, person_id, spec)
    care_id = tx.insert(
        "care_needs",
        person_id=person_id,
        **_values(spec),
        sealed_detail=secrets.seal(spec.detail.strip()) if spec.detail.strip() else None,
        created_at=clock.stamp(),
    )
    audit.record(
        tx, "care.added", "people", person_id, after={"care_id": care_id, "consent_by": spec.consent_by}
    )
    return care_id


def change_care(tx: Tx, person_id: int, care_id: int, spec: CareSpec) -> None:
    """Change a care need. An empty detail keeps the sealed one. The change log holds no category and no detail."""
    _require(tx, person_id, care_id)
    _check(tx, person_id, spec)
    sealed: dict[str, Any] = (
        {"sealed_detail": secrets.seal(spec.detail.strip())} if spec.detail.strip() else {}
    )
    tx.update("care_needs", care_id, **_values(spec), **sealed)
    audit.record(tx, "care.changed", "people", person_id, after={"care_id": care_id})


def end_care(tx: Tx, person_id: int, care_id: int, on: date) -> None:
    """The need is over, or consent is withdrawn: the sealed detail is destroyed, the entry closed."""
    _require(tx, person_id, care_id)
    tx.update("care_needs", care_id, ended_on=on.isoformat(), sealed_detail=None, agreed_help="")
    audit.record(tx, "care.ended", "people", person_id, after={"care_id": care_id})


def read_detail(person_id: int, care_id: int, by: Actor) -> str | None:
    """The sealed detail; the change log says who read it. None when there is no such care need."""
    with write(by) as tx:
        found = records.care(tx, person_id, care_id)
        if found is None:
            return None
        sealed = tx.value("SELECT sealed_detail FROM care_needs WHERE id = :id", id=care_id)
        audit.record(tx, "care.read", "people", person_id, after={"care_id": care_id})
        return secrets.unseal(sealed) if sealed else ""


def _check(tx: Tx, person_id: int, spec: CareSpec) -> None:
    person = records.person(tx, person_id)
    if person is None or person.kind != "person":
        raise LookupError(f"no person {person_id}")
    if spec.category not in CARE:
        raise Refused(_("Choose a category."), "category")
    if spec.consent_on is None:
        raise Refused(_("Without consent nothing is recorded. When was it given?"), "consent_on")
    if not spec.consent_by.strip():
        raise Refused(_("Who gave consent?"), "consent_by")
    if spec.consent_on > clock.today():
        raise Refused(_("This day is still to come."), "consent_on")
    if spec.consent_as != "guardian" and needs_guardian(person.birth_year, spec.consent_on):
        raise Refused(_("For a child under 14 a guardian gives consent."), "consent_as")


def _values(spec: CareSpec) -> dict[str, Any]:
    return {
        "category": spec.category,
        "agreed_help": spec.agreed_help.strip(),
        "consent_on": spec.consent_on.isoformat() if spec.consent_on else None,
        "consent_by": spec.consent_by.strip(),
        "consent_as": spec.consent_as,
        "review_on": spec.review_on.isoformat() if spec.review_on else None,
    }


def _require(tx: Tx, person_id: int, care_id: int) -> None:
    found = records.care(tx, person_id, care_id)
    if found is None or found.ended_on:
        raise LookupError(f"no open care need {care_id}")
