"""Owners and tenants get their own account: an invitation on paper, a phone number that must fit, a password."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.access import accounts, invitations
from estate.access.invitations import Invitation
from estate.data import Actor, Reader, Tx, audit, read, write
from estate.data.store import System
from estate.i18n import gettext as _
from estate.i18n import locale
from estate.people import queries, records, records_lists
from estate.people.actions import put_phones
from estate.people.rules import LIVING
from estate.people.specs import PhoneSpec
from estate.refusal import Refused
from estate.web.masking import mask_phone

NOT_VALID = "code"


class Slip(NamedTuple):
    """What is printed for one person: the code is known only now."""

    person_id: int
    name: str
    homes: str
    code: str


def invite(person_id: int, by: Actor) -> str:
    """Invite an owner, co-owner or tenant; answers the code, which cannot be looked up later.

    An earlier invitation of the person ends. With an account already, the code lets them set a new password.
    Refused for somebody who never owned or rented here.
    """
    with write(by) as tx:
        if not any(one.role in LIVING for one in queries.homes_of(tx, person_id)):
            raise Refused(_("Only owners, co-owners and tenants have an account of their own."))
        return invitations.create(tx, person_id)


def invite_building(building_id: int, by: Actor, *, again: bool = False) -> list[Slip]:
    """Invite everybody of a building without an account; `again`: those too whose earlier slip then no longer works."""
    with write(by) as tx:
        return [
            Slip(person_id, name, homes, invitations.create(tx, person_id))
            for person_id, name, homes in records_lists.uninvited(tx, building_id, again=again)
        ]


def invite_among(tx: Tx, person_ids: Sequence[int], *, again: bool) -> dict[int, str]:
    """Invite those of these people who own or rent here and have no account; answers their codes, known only now.

    again: those too whose earlier slip then no longer works.
    """
    return {
        person_id: invitations.create(tx, person_id)
        for person_id in records_lists.uninvited_among(tx, person_ids, again=again)
    }


def withdraw(person_id: int, by: Actor) -> None:
    """The slip that is under way no longer works."""
    with write(by) as tx:
        invitations.withdraw(tx, person_id)


def guessing(address: str) -> bool:
    """Whether this address has tried too many wrong codes or numbers."""
    with read() as db:
        return accounts.throttled(db, "join", address)


def note_wrong(address: str, invitation: Invitation | None = None) -> None:
    """Count a wrong code, or a wrong phone number for a right code."""
    with write(System("join")) as tx:
        accounts.note_failure(tx, "join", address)
        if invitation:
            accounts.note_failure(tx, invitations.failure_name(invitation), address)


def phone_fits(db: Reader, person_id: int, phone: str) -> bool:
    """Whether the number is one of the person's; with none recorded any number is taken."""
    known = [one.number for one in records.phones(db, person_id)]
    return not known or phone in known


def join(tx: Tx, code: str, phone: str, password: str) -> int:
    """Make the invited person's account, or set its new password; answers the account's id.

    The phone number binds: it must have been checked with `phone_fits`, and becomes the sign-in name.
    Refused (field `code`) when the code was used meanwhile, (field `phone`) when another account has this number.
    """
    invitation = invitations.find(tx, code)
    if invitation is None or not invitations.use(tx, invitation):
        raise Refused(_("This code is no longer valid. Ask the office for a new one."), NOT_VALID)
    person = records.person(tx, invitation.person_id)
    if person is None:
        raise Refused(_("This code is no longer valid. Ask the office for a new one."), NOT_VALID)
    if not records.phones(tx, person.id):
        put_phones(tx, person.id, (PhoneSpec(phone),))
        audit.record(tx, "phone.bound", "people", person.id, after={"number": mask_phone(phone)})
    account, other = accounts.of_person(tx, person.id), accounts.of_login(tx, phone)
    if other and (account is None or other.id != account.id):
        raise Refused(
            _(
                "Another account signs in with this number already. Ask the office to record a number of yours."
            ),
            "phone",
        )
    if account is None:
        return accounts.create(
            tx, phone, person.name, password, ["owner"], person_id=person.id, locale=locale()
        )
    if account.disabled_at:
        raise Refused(_("This account is closed. Ask the office."), "phone")
    if account.login != phone:
        accounts.set_login(tx, account.id, phone)
    accounts.set_password(tx, account.id, password, must_change=False)
    return account.id
