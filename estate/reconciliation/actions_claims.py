"""Owners say that they have paid; the office finds the money or says why not. Amounts in fen."""

from datetime import date
from typing import NamedTuple

from estate.data import Actor, audit, clock, write
from estate.i18n import gettext as _
from estate.reconciliation import records
from estate.reconciliation.records import Claim
from estate.refusal import Refused


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
    """Record an owner's word; the same key answers the first. Refused for a day that is still to come."""
    with write(by) as tx:
        if known := records.claim_of_key(tx, key):
            return known
        if not key:
            raise Refused(_("This page is not complete. Open it again and repeat what you want to do."))
        if said.paid_on > clock.today():
            raise Refused(_("This day is still to come."), "paid_on")
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
