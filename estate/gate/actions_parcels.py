"""What happens with a parcel: taken in, handed over by its number or against a signature, sent back."""

import secrets
from typing import NamedTuple

from estate.data import Actor, Tx, audit, clock, write
from estate.gate import queries_parcels
from estate.gate.actions import TRIES
from estate.gate.papers import PARCEL
from estate.gate.queries_parcels import ARRIVED, Parcel, told_under
from estate.gate.queries_people import household
from estate.i18n import gettext as _
from estate.messages import actions as messages
from estate.messages.actions import Telling
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.refusal import Refused, require_key


class Delivered(NamedTuple):
    """A parcel as it is taken in. name: on the label, where it helps to hand it over."""

    home_id: int
    carrier: str = ""
    tracking: str = ""
    shelf: str = ""
    name: str = ""
    note: str = ""


def take_in(given: Delivered, key: str, by: Actor) -> int:
    """Take a parcel in and tell the household its number; the same key takes it in once. Answers the parcel."""
    require_key(key)
    with write(by) as tx:
        known = queries_parcels.by_key(tx, key)
        if known is not None:
            return known
        parcel_id = tx.insert(
            "parcels",
            key=key,
            **given._asdict(),
            code=_fresh_code(tx),
            arrived_at=clock.stamp(),
            arrived_on=clock.today().isoformat(),
            account_id=by.account_id,
            taken_by=by.name,
        )
        audit.record(tx, "parcel.taken_in", "parcels", parcel_id, after={"home_id": given.home_id})
        _tell(tx, _require(tx, parcel_id))
        return parcel_id


def hand_over(parcel_id: int, code: str, by: Actor) -> None:
    """Hand a parcel to who names its number. Refused: another number, or when it is gone."""
    with write(by) as tx:
        found = _require_waiting(tx, parcel_id)
        if not secrets.compare_digest(code, found.code):
            raise Refused(_("This is not the number of this parcel."), "code")
        _end(tx, parcel_id, "code")


def hand_over_signed(parcel_id: int, name: str, drawn: Kept, by: Actor) -> None:
    """Hand a parcel to who signs for it."""
    with write(by) as tx:
        _require_waiting(tx, parcel_id)
        attach(tx, PARCEL, parcel_id, [drawn], "signature")
        _end(tx, parcel_id, "signature", handed_to=name)


def send_back(parcel_id: int, reason: str, by: Actor) -> None:
    """Give a parcel back to who brought it."""
    with write(by) as tx:
        _require_waiting(tx, parcel_id)
        _end(tx, parcel_id, "returned", reason=reason)


def _end(tx: Tx, parcel_id: int, ending: str, *, handed_to: str = "", reason: str = "") -> None:
    tx.update(
        "parcels",
        parcel_id,
        ended_at=clock.stamp(),
        ending=ending,
        ended_by=tx.by.name,
        handed_to=handed_to,
        reason=reason,
    )
    audit.record(tx, "parcel.ended", "parcels", parcel_id, after={"ending": ending, "reason": reason})


def _require(tx: Tx, parcel_id: int) -> Parcel:
    found = queries_parcels.parcel(tx, parcel_id)
    if found is None:
        raise LookupError(f"there is no parcel {parcel_id}")
    return found


def _require_waiting(tx: Tx, parcel_id: int) -> Parcel:
    found = _require(tx, parcel_id)
    if found.ended_at:
        raise Refused(_("This parcel is gone already."))
    return found


def _fresh_code(tx: Tx) -> str:
    for _try in range(TRIES):
        code = str(100_000 + secrets.randbelow(900_000))
        if queries_parcels.waiting_by_code(tx, code) is None:
            return code
    raise Refused(_("No free number was found. Try again."))


def _tell(tx: Tx, found: Parcel) -> None:
    values = {"carrier": found.carrier or "–", "shelf": found.shelf or "–", "code": found.spoken_code}
    messages.tell_many(
        tx,
        ARRIVED,
        [
            Telling(
                told_under(found.id, person),
                values,
                person_id=person,
                home_id=found.home_id,
                link="/my/parcels",
            )
            for person in household(tx, found.home_id)
        ],
    )
