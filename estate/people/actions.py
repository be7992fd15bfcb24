"""Keep the records of people and of who lives or owns where. In bulk: actions_bulk; a sale: actions_handover."""

from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from estate.access import accounts
from estate.data import Tx, audit, clock, secrets
from estate.i18n import gettext as _
from estate.people import records
from estate.people.rules import OWNERS, ROLES, Owned, most_owned
from estate.people.rules_ids import birth_year_in, clean_id_number, is_id_number
from estate.people.rules_names import pinyin_of
from estate.people.specs import PersonSpec, PhoneSpec, ResidencySpec
from estate.refusal import Refused
from estate.web.masking import mask_phone

CHANGING = ("kind", "name", "contact_name", "birth_year", "note")


def add_person(tx: Tx, spec: PersonSpec, *, import_batch_id: int | None = None) -> int:
    """Add a person or company with phones; answers the id. Refused for a nameless one or a wrong ID number."""
    id_number = checked_id_number(spec.id_number, spec.kind)
    person_id = tx.insert(
        "people",
        **_values(spec),
        sealed_id_number=secrets.seal(id_number) if id_number else None,
        birth_year=spec.birth_year or birth_year_in(id_number),
        import_batch_id=import_batch_id,
        created_at=clock.stamp(),
    )
    put_phones(tx, person_id, spec.phones)
    audit.record(
        tx,
        "person.added",
        "people",
        person_id,
        after={
            "name": spec.name,
            "kind": spec.kind,
            "phones": _masked(spec.phones),
            "id_number": bool(id_number),
        },
    )
    return person_id


def change_person(tx: Tx, person_id: int, spec: PersonSpec, *, drop_id_number: bool = False) -> None:
    """Correct a person's details; the phones stay (see put_phones). An empty ID number keeps the recorded one."""
    before = _require_person(tx, person_id)
    id_number = checked_id_number(spec.id_number, spec.kind)
    tx.update("people", person_id, **_values(spec), birth_year=spec.birth_year)
    changed = [name for name in CHANGING if getattr(before, name) != getattr(spec, name)]
    old = {name: getattr(before, name) for name in changed}
    new = {name: getattr(spec, name) for name in changed}
    if id_number or (drop_id_number and before.has_id_number):
        tx.update("people", person_id, sealed_id_number=secrets.seal(id_number) if id_number else None)
        old["id_number"], new["id_number"] = bool(before.has_id_number), bool(id_number)
    if "name" in changed and (account := accounts.of_person(tx, person_id)):
        accounts.change(tx, account, spec.name, account.role_list)
    if new:
        audit.record(tx, "person.changed", "people", person_id, before=old, after=new)


def add_phone(tx: Tx, person_id: int, number: str, note: str = "") -> None:
    """Record one more number. Refused (field `number`) when the person has it already."""
    _require_person(tx, person_id)
    phones = records.phones(tx, person_id)
    if any(one.number == number for one in phones):
        raise Refused(_("This number is recorded already."), "number")
    tx.insert("phones", person_id=person_id, number=number, note=note.strip(), rank=len(phones))
    audit.record(tx, "phone.added", "people", person_id, after={"number": mask_phone(number)})


def remove_phone(tx: Tx, person_id: int, phone_id: int) -> None:
    """Forget a number; LookupError when the person has no such number."""
    found = _require_phone(tx, person_id, phone_id)
    tx.run("DELETE FROM phones WHERE id = :id", id=phone_id)
    audit.record(tx, "phone.removed", "people", person_id, before={"number": mask_phone(found.number)})


def prefer_phone(tx: Tx, person_id: int, phone_id: int) -> None:
    """Make a number the first one to call; LookupError when the person has no such number."""
    _require_phone(tx, person_id, phone_id)
    tx.run(
        "UPDATE phones SET rank = CASE id WHEN :id THEN 0 ELSE rank + 1 END WHERE person_id = :person_id",
        id=phone_id,
        person_id=person_id,
    )
    audit.record(tx, "phone.preferred", "people", person_id)


def put_phones(tx: Tx, person_id: int, phones: tuple[PhoneSpec, ...]) -> None:
    """Make these the person's numbers, in this order; a number that stays keeps its id."""
    wanted = {one.number: (rank, one.note) for rank, one in reversed(list(enumerate(phones)))}
    tx.run(
        "DELETE FROM phones WHERE person_id = :id AND number NOT IN (SELECT value FROM json_each(:kept))",
        id=person_id,
        kept=msgspec.json.encode(list(wanted)).decode(),
    )
    tx.many(
        """
        INSERT INTO phones (person_id, number, note, rank) VALUES (?, ?, ?, ?)
            ON CONFLICT (person_id, number) DO UPDATE SET note = excluded.note, rank = excluded.rank
        """,
        [(person_id, number, note, rank) for number, (rank, note) in wanted.items()],
    )


def add_residency(
    tx: Tx, home_id: int, person_id: int, spec: ResidencySpec, *, import_batch_id: int | None = None
) -> int:
    """Record that somebody owns, rents or lives in a home; answers the id.

    Refused (field `share`) when the shares would exceed the whole on any day, (field `role`) when the person has
    this role there already, (field `to_date`) when the days are the wrong way round.
    """
    _require_person(tx, person_id)
    _check(tx, home_id, person_id, spec)
    residency_id = tx.insert(
        "residencies",
        home_id=home_id,
        person_id=person_id,
        **residency_values(spec),
        import_batch_id=import_batch_id,
        created_at=clock.stamp(),
    )
    require_whole(tx, [home_id])
    _note(tx, "residency.added", home_id, person_id, after=_told(spec))
    return residency_id


def change_residency(tx: Tx, residency_id: int, spec: ResidencySpec) -> None:
    """Correct role, relation, share or days; what was recorded before stays in the change log."""
    old = require_residency(tx, residency_id)
    _check(tx, old.home_id, old.person_id, spec, but=residency_id)
    tx.update("residencies", residency_id, **residency_values(spec))
    require_whole(tx, [old.home_id])
    _note(
        tx,
        "residency.changed",
        old.home_id,
        old.person_id,
        before=_told(records.spec_of(old)),
        after=_told(spec),
    )


def end_residency(tx: Tx, residency_id: int, on: date) -> None:
    """Move out: `on` is the last day, inclusive. Refused when it lies before the first."""
    old = require_residency(tx, residency_id)
    if old.from_date and on.isoformat() < old.from_date:
        raise Refused(_("The last day lies before the first, %(day)s.", day=old.from_date), "to_date")
    tx.update("residencies", residency_id, to_date=on.isoformat())
    require_whole(tx, [old.home_id])
    _note(
        tx,
        "residency.ended",
        old.home_id,
        old.person_id,
        before={"role": old.role, "to_date": old.to_date},
        after={"role": old.role, "to_date": on.isoformat()},
    )


def remove_residency(tx: Tx, residency_id: int, reason: str) -> None:
    """Take out a part that was entered by mistake; the change log keeps it, with the reason."""
    old = require_residency(tx, residency_id)
    if tx.value(
        "SELECT EXISTS (SELECT 1 FROM handover_changes WHERE subject = 'residency' AND subject_id = :id)",
        id=residency_id,
    ):
        raise Refused(_("This belongs to a handover. Undo the handover instead."))
    tx.run("DELETE FROM residencies WHERE id = :id", id=residency_id)
    _note(
        tx,
        "residency.removed",
        old.home_id,
        old.person_id,
        before=_told(records.spec_of(old)),
        after={"reason": reason},
    )


def checked_id_number(text: str, kind: str) -> str:
    """The cleaned number or nothing; Refused (field `id_number`) when its check sign is wrong."""
    number = clean_id_number(text)
    if number and not is_id_number(number, company=kind == "company"):
        raise Refused(_("This number is mistyped: its check digit does not fit."), "id_number")
    return number


def require_whole(tx: Tx, home_ids: list[int]) -> None:
    """Refused (field `share`) when the owners of one of these homes hold more than all of it on some day."""
    parts: dict[int, list[Owned]] = {}
    for part in records.owners_parts(tx, msgspec.json.encode(home_ids).decode()):
        share = Fraction(part.share_num or 0, part.share_den or 1)
        parts.setdefault(part.home_id, []).append(Owned(share, part.from_date, part.to_date))
    for home_id, owned in parts.items():
        if (total := most_owned(owned)) > 1:
            raise Refused(
                _(
                    "The shares of %(home)s add up to %(total)s; together they cannot exceed 1.",
                    home=records.home_code(tx, home_id),
                    total=total,
                ),
                "share",
            )


def require_residency(tx: Tx, residency_id: int) -> records.Residency:
    """The record; LookupError when there is none."""
    found = records.residency(tx, residency_id)
    if found is None:
        raise LookupError(f"no residency {residency_id}")
    return found


def residency_values(spec: ResidencySpec) -> dict[str, Any]:
    """The columns of a residency."""
    return {
        "role": spec.role,
        "relation": spec.relation.strip(),
        "share_num": spec.share.numerator if spec.share else None,
        "share_den": spec.share.denominator if spec.share else None,
        "from_date": spec.from_date.isoformat() if spec.from_date else None,
        "to_date": spec.to_date.isoformat() if spec.to_date else None,
    }


def _values(spec: PersonSpec) -> dict[str, Any]:
    if not spec.name.strip():
        raise Refused(_("Write a name."), "name")
    pinyin, initials = pinyin_of(spec.name.strip(), company=spec.kind == "company")
    return {
        "kind": spec.kind,
        "name": spec.name.strip(),
        "pinyin": pinyin,
        "initials": initials,
        "contact_name": spec.contact_name.strip(),
        "note": spec.note.strip(),
    }


def _check(tx: Tx, home_id: int, person_id: int, spec: ResidencySpec, but: int = 0) -> None:
    if spec.role not in ROLES:
        raise Refused(_("Choose a role."), "role")
    if spec.share is not None and spec.role not in OWNERS:
        raise Refused(_("Only owners hold a share."), "share")
    first, last = spec.from_date, spec.to_date
    if first and last and last < first:
        raise Refused(_("The last day lies before the first, %(day)s.", day=first.isoformat()), "to_date")
    days = (first.isoformat() if first else None, last.isoformat() if last else None)
    if records.same_part(tx, home_id, person_id, spec.role, *days, but=but):
        raise Refused(_("This person has this role in the home already."), "role")


def _require_phone(tx: Tx, person_id: int, phone_id: int) -> records.Phone:
    found = records.phone(tx, person_id, phone_id)
    if found is None:
        raise LookupError(f"person {person_id} has no phone {phone_id}")
    return found


def _require_person(tx: Tx, person_id: int) -> records.Person:
    found = records.person(tx, person_id)
    if found is None:
        raise LookupError(f"no person {person_id}")
    return found


def _masked(phones: list[PhoneSpec] | tuple[PhoneSpec, ...]) -> list[str]:
    return [mask_phone(one.number) for one in phones]


def _told(spec: ResidencySpec) -> dict[str, Any]:
    share = str(spec.share) if spec.share else None
    values = {**residency_values(spec), "share": share}
    return {key: value for key, value in values.items() if value and key not in ("share_num", "share_den")}


def _note(
    tx: Tx, action: str, home_id: int, person_id: int, *, before: Any = None, after: Any = None
) -> None:
    """The same entry in the log of the home and of the person."""
    home = records.home_code(tx, home_id)
    audit.record(tx, action, "people", person_id, before=before, after={**(after or {}), "home": home})
    audit.record(tx, action, "homes", home_id, before=before, after={**(after or {}), "person_id": person_id})
