"""Households in bulk, for imports and the demo community: the same rules as one by one, set-based; and their undoing."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from estate.data import Tx, audit, clock, secrets
from estate.i18n import gettext as _
from estate.people.actions import checked_id_number, require_whole, residency_values
from estate.people.rules import OWNERS
from estate.people.rules_ids import birth_year_in, clean_plate
from estate.people.rules_names import pinyin_of
from estate.people.specs import CareSpec, HouseholdSpec, MemberSpec, PersonSpec
from estate.refusal import Refused

Rows = list[tuple[Any, ...]]


def add_households(
    tx: Tx, households: Sequence[HouseholdSpec], *, import_batch_id: int | None = None
) -> list[tuple[int, ...]]:
    """Add the people of many homes; answers for each household the ids of its members, in order.

    Members whose specs have the same non-empty `key` in this call are one person (who owns several homes).
    Refused, with nothing added, for a wrong ID number, a nameless person, shares above the whole, a role that the
    person has in the home already, or a plate that another home has.
    """
    made = _Made(tx, import_batch_id)
    ids = [tuple(made.member(house.home_id, member) for member in house.members) for house in households]
    for house in households:
        made.vehicles += [(house.home_id, clean_plate(plate), import_batch_id) for plate in house.plates]
    try:
        made.store()
    except sqlite3.IntegrityError as error:
        raise Refused(_said(error)) from error
    shared = {h.home_id for h in households if any(m.residency.share for m in h.members)}
    require_whole(tx, sorted(shared))
    audit.record(
        tx,
        "people.added_in_bulk",
        "people",
        after={
            "people": len(made.people),
            "residencies": len(made.residencies),
            "vehicles": len(made.vehicles),
            "import_batch_id": import_batch_id,
        },
    )
    return ids


def remove_batch(tx: Tx, import_batch_id: int) -> int:
    """Take back what an import added while nothing depends on it; answers how many people went.

    Refused when somebody of the batch has charges, receipts, an account, a handover or a home from elsewhere.
    """
    own = "(SELECT id FROM people WHERE import_batch_id = :batch)"
    if tx.value(f"SELECT EXISTS (SELECT 1 FROM accounts WHERE person_id IN {own})", batch=import_batch_id):
        raise Refused(_("Somebody of this import has an account by now."))
    if tx.value(
        """
        SELECT EXISTS (SELECT 1 FROM handover_changes c JOIN residencies r ON r.id = c.subject_id
                        WHERE c.subject = 'residency' AND r.import_batch_id = :batch)
        """,
        batch=import_batch_id,
    ):
        raise Refused(_("A home of this import has been handed over since."))
    try:
        for table in ("vehicles", "care_needs", "residencies"):
            tx.run(f"DELETE FROM {table} WHERE import_batch_id = :batch", batch=import_batch_id)
        tx.run(f"DELETE FROM invitations WHERE person_id IN {own}", batch=import_batch_id)
        gone = tx.run("DELETE FROM people WHERE import_batch_id = :batch", batch=import_batch_id)
    except sqlite3.IntegrityError as error:
        raise Refused(_("Something was entered for people of this import since.")) from error
    audit.record(
        tx, "people.batch_removed", "people", before={"people": gone, "import_batch_id": import_batch_id}
    )
    return gone


class _Made:
    """Rows with ids given beforehand, so that each table takes one statement."""

    def __init__(self, tx: Tx, batch: int | None) -> None:
        self.tx, self.batch, self.now = tx, batch, clock.stamp()
        self.next_person: int = tx.value("SELECT coalesce(max(id), 0) + 1 FROM people")
        self.by_key: dict[str, int] = {}
        self.people: Rows = []
        self.phones: Rows = []
        self.residencies: list[dict[str, Any]] = []
        self.vehicles: Rows = []
        self.cares: Rows = []

    def member(self, home_id: int, member: MemberSpec) -> int:
        person_id = member.person_id or self.by_key.get(member.person.key) or self._person(member.person)
        share_of_other = member.residency.share is not None and member.residency.role not in OWNERS
        if share_of_other:
            raise Refused(_("Only owners hold a share."), "share")
        self.residencies.append(
            {
                "home_id": home_id,
                "person_id": person_id,
                **residency_values(member.residency),
                "batch": self.batch,
                "now": self.now,
            }
        )
        self.cares += [self._care(person_id, care) for care in member.cares]
        return person_id

    def _person(self, spec: PersonSpec) -> int:
        name = spec.name.strip()
        if not name:
            raise Refused(_("Write a name."), "name")
        id_number = checked_id_number(spec.id_number, spec.kind)
        pinyin, initials = pinyin_of(name, company=spec.kind == "company")
        person_id, self.next_person = self.next_person, self.next_person + 1
        self.people.append(
            (
                person_id,
                spec.kind,
                name,
                initials,
                pinyin,
                spec.contact_name.strip(),
                secrets.seal(id_number) if id_number else None,
                spec.birth_year or birth_year_in(id_number),
                spec.note.strip(),
                self.batch,
                self.now,
            )
        )
        numbers = {one.number: one.note for one in reversed(spec.phones)}
        self.phones += [
            (person_id, number, note, rank)
            for rank, (number, note) in enumerate(reversed(list(numbers.items())))
        ]
        if spec.key:
            self.by_key[spec.key] = person_id
        return person_id

    def _care(self, person_id: int, care: CareSpec) -> tuple[Any, ...]:
        consent = care.consent_on is not None
        return (
            person_id,
            care.category,
            secrets.seal(care.detail) if care.detail else None,
            care.agreed_help,
            care.consent_on.isoformat() if care.consent_on else None,
            care.consent_by if consent else None,
            care.consent_as if consent else None,
            care.review_on.isoformat() if care.review_on else None,
            self.batch,
            self.now,
        )

    def store(self) -> None:
        for sql, rows in self._statements():
            self.tx.many(sql, rows)

    def _statements(self) -> Iterator[tuple[str, Any]]:
        yield (
            """INSERT INTO people (id, kind, name, initials, pinyin, contact_name, sealed_id_number, birth_year, note,
                                   import_batch_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            self.people,
        )
        yield "INSERT INTO phones (person_id, number, note, rank) VALUES (?, ?, ?, ?)", self.phones
        yield (
            """INSERT INTO residencies (home_id, person_id, role, relation, share_num, share_den, from_date, to_date,
                                        import_batch_id, created_at)
               VALUES (:home_id, :person_id, :role, :relation, :share_num, :share_den, :from_date, :to_date, :batch,
                       :now)""",
            self.residencies,
        )
        yield "INSERT INTO vehicles (home_id, plate, import_batch_id) VALUES (?, ?, ?)", self.vehicles
        yield (
            """INSERT INTO care_needs (person_id, category, sealed_detail, agreed_help, consent_on, consent_by,
                                       consent_as, review_on, import_batch_id, created_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            self.cares,
        )


def _said(error: sqlite3.IntegrityError) -> str:
    if "vehicles.plate" in str(error):
        return _("A plate in the list belongs to another home already.")
    if "residencies." in str(error):
        return _("Somebody in the list has the same role in the same home twice.")
    return _("The list contradicts what is recorded: %(fault)s", fault=str(error))
