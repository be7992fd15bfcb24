"""A payment with discounts for paying early: granted are those whose charges it settles whole. Money in fen."""

from collections.abc import Collection, Sequence

from estate.cashier.rules import OpenBill
from estate.cashier.rules_split import split
from estate.waivers.rules_early import Offer


def lowered(bills: Sequence[OpenBill], offers: Sequence[Offer]) -> list[OpenBill]:
    """The bills as they stand when these offers are granted; what is waived in whole is no bill any more."""
    off = {
        charge_id: fen for one in offers for charge_id, fen in zip(one.charge_ids, one.waived, strict=True)
    }
    left = [one._replace(principal_fen=one.principal_fen - off.get(int(one.id), 0)) for one in bills]
    return [one for one in left if one.unpaid_fen]


def granted(
    bills: Sequence[OpenBill], offers: Sequence[Offer], named: Collection[int], amount_fen: int | None
) -> list[Offer]:
    """The offers whose charges a payment settles whole, when what they waive is off.

    amount_fen None means: all that is named or, when nothing is, all that is owed.
    """
    kept = list(offers)
    while kept:
        open_bills = lowered(bills, kept)
        got = split(open_bills, named, amount_fen)
        left = {int(one.id) for one in open_bills} - {part.id for part in got.parts if not part.left_fen}
        still = [one for one in kept if left.isdisjoint(one.charge_ids)]
        if still == kept:
            break
        kept = still
    return kept
