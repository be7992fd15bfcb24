"""People's own SQL: single records and what a change needs to know first."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from estate.data import Reader
from estate.people.specs import ResidencySpec


class Person(NamedTuple):
    id: int
    kind: str
    name: str
    contact_name: str
    has_id_number: int
    birth_year: int | None
    note: str
    import_batch_id: int | None
    created_at: str


class Phone(NamedTuple):
    id: int
    person_id: int
    number: str
    note: str
    rank: int


class Residency(NamedTuple):
    id: int
    home_id: int
    person_id: int
    role: str
    relation: str
    share_num: int | None
    share_den: int | None
    from_date: str | None
    to_date: str | None


class Part(NamedTuple):
    """An owner's part in a home, for the sum of the shares."""

    id: int
    home_id: int
    share_num: int | None
    share_den: int | None
    from_date: str | None
    to_date: str | None


def person(db: Reader, person_id: int) -> Person | None:
    """One person, without the ID number itself."""
    return db.row(
        Person,
        """
        SELECT id, kind, name, contact_name, sealed_id_number IS NOT NULL AS has_id_number, birth_year, note,
               import_batch_id, created_at
          FROM people WHERE id = :id
        """,
        id=person_id,
    )


def phones(db: Reader, person_id: int) -> list[Phone]:
    """Somebody's numbers, the preferred one first."""
    return db.rows(
        Phone,
        "SELECT id, person_id, number, note, rank FROM phones WHERE person_id = :id ORDER BY rank, id",
        id=person_id,
    )


def phone(db: Reader, person_id: int, phone_id: int) -> Phone | None:
    """One number of this person."""
    return next((one for one in phones(db, person_id) if one.id == phone_id), None)


def residency(db: Reader, residency_id: int) -> Residency | None:
    """One person's part in one home."""
    return db.row(
        Residency,
        """
        SELECT id, home_id, person_id, role, relation, share_num, share_den, from_date, to_date
          FROM residencies WHERE id = :id
        """,
        id=residency_id,
    )


def spec_of(old: Residency) -> ResidencySpec:
    """A recorded part as it would be given."""
    return ResidencySpec(
        old.role,
        old.relation,
        Fraction(old.share_num, old.share_den) if old.share_num and old.share_den else None,
        date.fromisoformat(old.from_date) if old.from_date else None,
        date.fromisoformat(old.to_date) if old.to_date else None,
    )


def same_part(
    db: Reader,
    home_id: int,
    person_id: int,
    role: str,
    from_date: str | None,
    to_date: str | None,
    but: int = 0,
) -> bool:
    """Whether this person has the role in the home already on one of these days."""
    return bool(
        db.value(
            """
            SELECT EXISTS (SELECT 1 FROM residencies
             WHERE home_id = :home_id AND person_id = :person_id AND role = :role AND id <> :but
               AND (from_date IS NULL OR :to_date IS NULL OR from_date <= :to_date)
               AND (to_date IS NULL OR :from_date IS NULL OR to_date >= :from_date))
            """,
            home_id=home_id,
            person_id=person_id,
            role=role,
            from_date=from_date,
            to_date=to_date,
            but=but,
        )
    )


def owners_parts(db: Reader, home_ids: str) -> list[Part]:
    """The shares recorded for these homes (ids as a JSON array), past and present, by home."""
    return db.rows(
        Part,
        """
        SELECT id, home_id, share_num, share_den, from_date, to_date FROM residencies
         WHERE home_id IN (SELECT value FROM json_each(:home_ids)) AND share_num IS NOT NULL
         ORDER BY home_id, id
        """,
        home_ids=home_ids,
    )


def home_code(db: Reader, home_id: int) -> str | None:
    """A home's code, `3-2-501`; None when there is no such home."""
    return db.value("SELECT code FROM homes WHERE id = :id", id=home_id)


class Care(NamedTuple):
    """A care need without its sealed detail."""

    id: int
    person_id: int
    category: str
    has_detail: int
    agreed_help: str
    consent_on: str | None
    consent_by: str | None
    consent_as: str | None
    review_on: str | None
    ended_on: str | None


class Handover(NamedTuple):
    id: int
    home_id: int
    on_date: str
    note: str
    at: str
    who: str
    undone_at: str | None
    undone_by: str | None
    undone_reason: str


class HandoverChange(NamedTuple):
    subject: str
    subject_id: int
    change: str
    to_date_before: str | None


class StoredVehicle(NamedTuple):
    id: int
    home_id: int
    plate: str
    ended_on: str | None


def cares(db: Reader, person_id: int) -> list[Care]:
    """Somebody's care needs, the open ones first."""
    return db.rows(
        Care,
        """
        SELECT id, person_id, category, sealed_detail IS NOT NULL AS has_detail, agreed_help, consent_on,
               consent_by, consent_as, review_on, ended_on
          FROM care_needs WHERE person_id = :id ORDER BY ended_on IS NOT NULL, id
        """,
        id=person_id,
    )


def care(db: Reader, person_id: int, care_id: int) -> Care | None:
    """One care need of this person."""
    return next((one for one in cares(db, person_id) if one.id == care_id), None)


def handovers(db: Reader, home_id: int) -> list[Handover]:
    """A home's handovers that stand, the latest first."""
    return db.rows(
        Handover,
        """
        SELECT id, home_id, on_date, note, at, who, undone_at, undone_by, undone_reason FROM handovers
         WHERE home_id = :home_id AND undone_at IS NULL ORDER BY on_date DESC, id DESC
        """,
        home_id=home_id,
    )


def handover(db: Reader, handover_id: int) -> Handover | None:
    """One handover, undone or not."""
    return db.row(
        Handover,
        """
        SELECT id, home_id, on_date, note, at, who, undone_at, undone_by, undone_reason
          FROM handovers WHERE id = :id
        """,
        id=handover_id,
    )


def handover_changes(db: Reader, handover_id: int) -> list[HandoverChange]:
    """What a handover ended and began; what began first, so that undoing it frees the place of what ended."""
    return db.rows(
        HandoverChange,
        """
        SELECT subject, subject_id, change, to_date_before FROM handover_changes
         WHERE handover_id = :id ORDER BY change, subject_id
        """,
        id=handover_id,
    )


def vehicle(db: Reader, vehicle_id: int) -> StoredVehicle | None:
    """One vehicle, present or former."""
    return db.row(
        StoredVehicle, "SELECT id, home_id, plate, ended_on FROM vehicles WHERE id = :id", id=vehicle_id
    )
