"""What a line of a statement probably is, and how sure that is. Money in fen.

From the surest down: the voucher number of a receipt; the code of a home in the remark; an owner's claim of the same
amount; the room in the remark; the payer's name; the amount alone. What is certain or likely may be confirmed in bulk.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

Confidence = Literal["certain", "likely", "possible"]
ORDER: dict[str, int] = {"certain": 0, "likely": 1, "possible": 2}


class Debt(NamedTuple):
    """What somebody owes for a home (0: nothing now), and what the home is known for in this line.

    by: how the line leads here, of code, claim, room, name, amount.
    """

    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    owed_fen: int
    by: frozenset[str]
    claim_id: int | None = None


class Taken(NamedTuple):
    """A receipt that no line belongs to yet. same_voucher: it bears the line's number. days: between it and the line."""

    receipt_id: int
    number: str
    home_code: str
    payer_name: str
    amount_fen: int
    same_voucher: bool
    days: int


class Proposal(NamedTuple):
    """One thing that a line can be: a receipt that was taken already, or a payment to take. why: key of words.WHY."""

    confidence: Confidence
    why: str
    home_code: str
    payer_name: str
    receipt_id: int | None = None
    number: str = ""
    home_id: int = 0
    payer_id: int = 0
    owed_fen: int = 0
    claim_id: int | None = None

    @property
    def token(self) -> str:
        """What is confirmed, so that nothing else is when the proposal has changed since it was shown."""
        return f"r{self.receipt_id}" if self.receipt_id else f"h{self.home_id}.{self.payer_id}"


def propose(amount_fen: int, payer: str, taken: Sequence[Taken], debts: Sequence[Debt]) -> list[Proposal]:
    """Everything that money of this amount from this payer can be, the surest first; nothing for money that went out."""
    if amount_fen <= 0:
        return []
    found = [made for one in taken if (made := _receipt(amount_fen, payer, one))]
    found += [_payment(amount_fen, one) for one in debts]
    best = sorted(found, key=lambda one: ORDER[one.confidence])
    return _doubted(best)


def doubt_shared(offered: Sequence[list[Proposal]]) -> list[list[Proposal]]:
    """Of several lines whose best proposal is the same payment or receipt, none is likely: a person looks at them."""
    best = Counter(found[0].token for found in offered if found and found[0].confidence != "possible")
    return [
        [found[0]._replace(confidence="possible"), *found[1:]]
        if found and found[0].confidence == "likely" and best[found[0].token] > 1
        else found
        for found in offered
    ]


def _receipt(amount_fen: int, payer: str, one: Taken) -> Proposal | None:
    if one.amount_fen != amount_fen:
        return None
    if one.same_voucher:
        confidence, why = "certain", "voucher"
    elif one.days <= 3 and payer and payer == one.payer_name:
        confidence, why = "likely", "receipt_name"
    else:
        confidence, why = "possible", "receipt_amount"
    return Proposal(confidence, why, one.home_code, one.payer_name, one.receipt_id, one.number)


def _payment(amount_fen: int, one: Debt) -> Proposal:
    exact = one.owed_fen == amount_fen
    confidence: Confidence = "possible"
    why = "amount" if one.by == frozenset({"amount"}) else "name"
    if "code" in one.by:
        confidence, why = "certain", "code"
    elif "claim" in one.by:
        confidence, why = "likely", "claim"
    elif "room" in one.by:
        confidence, why = ("likely" if exact or "name" in one.by else "possible"), "room"
    elif "name" in one.by:
        confidence = "likely" if exact else "possible"
    return Proposal(
        confidence,
        why,
        one.home_code,
        one.payer_name,
        home_id=one.home_id,
        payer_id=one.payer_id,
        owed_fen=one.owed_fen,
        claim_id=one.claim_id,
    )


def _doubted(found: list[Proposal]) -> list[Proposal]:
    """Where several are equally sure and none certain, a person decides: none of them is more than possible."""
    if len(found) < 2 or found[0].confidence == "possible" or found[1].confidence != found[0].confidence:
        return found
    level = found[0].confidence
    same = [one for one in found if one.confidence == level]
    if len({one.token for one in same}) == 1:
        return found
    return [one._replace(confidence="possible") if one.confidence == level else one for one in found]
