"""Recording how a letter was delivered, with its proof; one transaction each."""

from datetime import date
from typing import NamedTuple

from estate.data import Actor, audit, clock, write
from estate.dunning import actions as dunning
from estate.i18n import gettext as _
from estate.letters import queries, records
from estate.letters.actions import require
from estate.letters.queries import Letter
from estate.letters.rules_proof import proof
from estate.refusal import Refused, require_key


class Delivered(NamedTuple):
    """What was done. photo: the name of a kept picture, of the signed slip or of the scene."""

    way: str
    on: date
    person: str = ""
    relation: str = ""
    tracking: str = ""
    witness: str = ""
    note: str = ""
    photo: str | None = None
    corrects_id: int | None = None


def record(letter_id: int, done: Delivered, key: str, by: Actor) -> Letter:
    """Record a delivery; the same key records it once. A wrong row is corrected by a later one.

    Refused: before the letter is issued, a day before its own or to come, what the way needs and is not said.
    """
    with write(by) as tx:
        found = require(tx, letter_id)
        if records.delivery_of_key(tx, key):
            return found
        require_key(key)
        if not found.open or found.as_of is None:
            raise Refused(_("Only a letter that is issued and not withdrawn can be delivered."))
        tracking = done.tracking or (
            records.tracking_of(tx, letter_id) if done.way in ("arrived", "returned") else ""
        )
        _check(done, tracking, date.fromisoformat(found.as_of))
        if done.corrects_id:
            _require_live(queries.deliveries(tx, letter_id), done.corrects_id)
        grade = proof(
            done.way,
            relation=done.relation,
            person=done.person,
            tracking=tracking,
            witness=done.witness,
            photo=bool(done.photo),
        )
        tx.insert(
            "letter_deliveries",
            key=key,
            letter_id=letter_id,
            way=done.way,
            on_day=done.on.isoformat(),
            person=done.person,
            relation=done.relation,
            tracking=tracking,
            witness=done.witness,
            note=done.note,
            photo=done.photo,
            proof=grade,
            corrects_id=done.corrects_id,
            recorded_at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        if done.way != "returned":
            dunning.letter_delivered(tx, letter_id)
        after = {"number": found.number, "way": done.way, "proof": grade, "corrects": done.corrects_id}
        audit.record(tx, "letter.delivered", "letters", letter_id, after=after)
        return require(tx, letter_id)


def _check(done: Delivered, tracking: str, issued_on: date) -> None:
    if done.on > clock.today():
        raise Refused(_("This day has not come yet."), "on_day")
    if done.on < issued_on:
        raise Refused(_("This day is before the letter's own."), "on_day")
    if done.way == "sent" and not tracking:
        raise Refused(_("Write the tracking number of the post."), "tracking")
    if done.way in ("arrived", "returned") and not tracking:
        raise Refused(_("Record first that it was sent, with its tracking number."), "way")
    if done.way in ("handed", "arrived") and not (done.person and done.relation):
        raise Refused(_("Say who took the letter, and what they are to the payer."), "person")
    if done.way == "refused" and not done.witness:
        raise Refused(_("Name the witness who saw that it was refused."), "witness")


def _require_live(rows: list[queries.Delivery], delivery_id: int) -> None:
    if not any(one.id == delivery_id and one.corrected_by is None for one in rows):
        raise Refused(_("This entry is corrected already. Correct the later one."))
