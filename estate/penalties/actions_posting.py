"""Posting a penalty: with the payment that collects it, or by a decision. Amounts in fen; one transaction each."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from estate.billing import actions_charges as billing
from estate.billing.rules_lines import PenaltyLine
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.penalties import queries
from estate.penalties.queries import Penalty
from estate.penalties.rules_words import quantity_and_price
from estate.refusal import Refused, require_key


class Collected(NamedTuple):
    """A penalty that a payment collects: what of it is paid, and whether what is left of it is posted as well.

    That is so when the payment settles the principal: nothing can run up any more, the rest is owed like any charge.
    """

    penalty: Penalty
    paid_fen: int
    in_full: bool

    @property
    def amount_fen(self) -> int:
        """What the charge is over."""
        return self.penalty.due_fen if self.in_full else self.paid_fen


class Posted(NamedTuple):
    """A penalty that is a charge now."""

    charge_id: int
    penalty: Penalty
    amount_fen: int


def post_collected(tx: Tx, collected: Sequence[Collected], on: str) -> list[Posted]:
    """The penalties that a payment collects become charges, due on its day; note_receipts() must follow."""
    ids = _post(tx, [(one.penalty, one.amount_fen) for one in collected], on)
    return [
        Posted(charge_id, one.penalty, one.amount_fen) for charge_id, one in zip(ids, collected, strict=True)
    ]


def note_receipts(tx: Tx, posted: Iterable[tuple[Posted, int]]) -> None:
    """Keep with which receipt each was posted: whatever takes it back takes them back."""
    tx.many(
        """
        INSERT INTO penalties (charge_id, principal_id, terms_id, as_of, accrued_fen, receipt_id)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        (
            (
                one.charge_id,
                one.penalty.charge_id,
                one.penalty.terms_id,
                one.penalty.as_of,
                one.penalty.accrual.fen,
                receipt_id,
            )
            for one, receipt_id in posted
        ),
    )


def post_by_decision(charge_id: int, as_of: date, reason: str, key: str, by: Actor) -> int:
    """Post all that has run up on a charge by a day; it is due today. The same key answers the same charge.

    Refused without a reason, for a day to come, when nothing is left to post, and for a key that was used otherwise.
    """
    with write(by) as tx:
        if known := tx.value("SELECT charge_id FROM penalties WHERE key = :key", key=key):
            if tx.value("SELECT principal_id FROM penalties WHERE key = :key", key=key) != charge_id:
                raise Refused(
                    _(
                        "This page was used already for something else. Open it again and repeat what you want to do."
                    )
                )
            return int(known)
        require_key(key)
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        today = clock.today()
        found = require_due(tx, charge_id, as_of, today)
        (posted,) = _post(tx, [(found, found.due_fen)], today.isoformat())
        tx.insert(
            "penalties",
            charge_id=posted,
            principal_id=found.charge_id,
            terms_id=found.terms_id,
            as_of=found.as_of,
            accrued_fen=found.accrual.fen,
            key=key,
            reason=reason,
        )
        after = {"home": found.home_code, "amount_fen": found.due_fen, "as_of": found.as_of, "reason": reason}
        audit.record(tx, "penalty.posted", "charges", posted, after=after)
        return posted


def require_due(tx: Tx, charge_id: int, as_of: date, today: date) -> Penalty:
    """What can be asked for on a charge as of a day; Refused for a day to come and when it is nothing."""
    if as_of > today:
        raise Refused(_("This day has not come yet."), "as_of")
    found = queries.penalty_of(tx, charge_id, as_of)
    if found is None or not found.due_fen:
        raise Refused(_("There is no penalty on this charge as of that day."), "as_of")
    return found


def _post(tx: Tx, penalties: Sequence[tuple[Penalty, int]], on: str) -> list[int]:
    """These penalties with the amounts that are posted of them become charges; answers their ids."""
    lines = [
        PenaltyLine(
            one.charge_id,
            one.full_name,
            amount_fen,
            *quantity_and_price(one.accrual, one.terms, amount_fen),
            one.formula_of(amount_fen),
        )
        for one, amount_fen in penalties
    ]
    return billing.post_penalties(tx, lines, on)
