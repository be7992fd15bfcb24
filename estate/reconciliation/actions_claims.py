"""Owners say that they have paid; the office finds the money or says why not. Amounts in fen."""

from datetime import date
from typing import NamedTuple

from estate.billing import queries_history as history
from estate.billing.rules_cycles import months_later
from estate.data import Actor, Reader, audit, clock, write
from estate.i18n import gettext as _
from estate.reconciliation import records
from estate.reconciliation.records import Claim
from estate.refusal import Refused, require_key
from estate.web.filters import day

YEARS = 3
"""How long ago a payment may be that is looked for: as long as a debt can be claimed (Civil Code art. 188)."""


class Said(NamedTuple):
    """What an owner says. picture: the kept screenshot, if any."""

    home_id: int
    payer_id: int
    amount_fen: int
    paid_on: date
    method: str
    note: str = ""
    picture: str | None = None


def claim(said: Said, key: str, by: Actor) -> Claim:
    """Record an owner's word; the same key answers the first.

    Refused for a day that is still to come, that is more than three years ago, or on which the home was not charged
    anything yet.
    """
    with write(by) as tx:
        if known := records.claim_of_key(tx, key):
            return known
        require_key(key)
        if said.paid_on > clock.today():
            raise Refused(_("This day is still to come."), "paid_on")
        _require_near(tx, said)
        claim_id = tx.insert(
            "payment_claims",
            key=key,
            made_at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
            **{**said._asdict(), "paid_on": said.paid_on.isoformat()},
        )
        after = {"amount_fen": said.amount_fen, "method": said.method}
        audit.record(tx, "claim.made", "payment_claims", claim_id, after=after)
        found = records.claim(tx, claim_id)
        assert found is not None
        return found


def _require_near(db: Reader, said: Said) -> None:
    today = clock.today()
    earliest = months_later(today, -12 * YEARS)
    if said.paid_on < earliest:
        raise Refused(
            _("This is more than three years ago. Please check the day, or call the office."), "paid_on"
        )
    first = history.first_charged(db, said.home_id)
    if first and said.paid_on.isoformat() < first:
        raise Refused(
            _("Before %(day)s nothing was charged for this home. Please check the day.", day=day(first)),
            "paid_on",
        )


def decline(claim_id: int, reason: str, by: Actor) -> None:
    """Tell the owner that the money was not found, and why. Again changes nothing. Refused without a reason."""
    with write(by) as tx:
        found = records.claim(tx, claim_id)
        if found is None:
            raise LookupError(f"there is no claim {claim_id}")
        if found.state != "open":
            return
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        tx.insert("claim_answers", claim_id=claim_id, reason=reason, at=clock.stamp(), who=by.name)
        audit.record(tx, "claim.declined", "payment_claims", claim_id, after={"reason": reason})


def accept(claim_id: int, number: str, by: Actor) -> None:
    """The receipt that the claim was about. Again changes nothing. Refused for a receipt of somebody else."""
    with write(by) as tx:
        found = records.claim(tx, claim_id)
        if found is None:
            raise LookupError(f"there is no claim {claim_id}")
        if found.state != "open":
            return
        receipt_id = records.live_receipt(tx, number, found.home_id)
        if receipt_id is None:
            raise Refused(_("There is no receipt of this number that stands for this home."), "number")
        tx.insert("claim_answers", claim_id=claim_id, receipt_id=receipt_id, at=clock.stamp(), who=by.name)
        audit.record(tx, "claim.accepted", "payment_claims", claim_id, after={"number": number})
