"""What may be paid in advance and from what was: the rules that the counter asks before it writes. Money in fen."""

from datetime import timedelta
from typing import NamedTuple

from estate.billing import queries_history as history
from estate.cashier.queries import Receipt
from estate.cashier.rules_split import Split
from estate.data import Reader, clock
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.prepayments import queries as prepayments
from estate.prepayments.rules import most_in_advance
from estate.refusal import Refused
from estate.web.filters import money

PREPAYMENT = "prepayment"
KNOWN_FOR = timedelta(days=400)
"""How long ago a fee may have been charged last to be expected again: a yearly one, and some time to bill it."""


class Cap(NamedTuple):
    """How much may stand on an account without a second look. most_fen: None when no fee of the home is known."""

    months: int
    most_fen: int | None

    def exceeded_by(self, balance_fen: int) -> bool:
        return self.most_fen is None or balance_fen > self.most_fen


def cap(db: Reader, home_id: int) -> Cap:
    """The office's months, and what this home is expected to be charged in them."""
    months = identity(db).max_prepay_months
    since = (clock.today() - KNOWN_FOR).isoformat()
    return Cap(months, most_in_advance(history.expected_monthly_fen(db, home_id, since), months))


def require_in_cap(db: Reader, home_id: int, payer_id: int, advance_fen: int, *, beyond: bool) -> None:
    """Refused when more is paid ahead than the office's months, unless the cashier says so (`beyond`)."""
    if not advance_fen or beyond:
        return
    limit = cap(db, home_id)
    if limit.exceeded_by(prepayments.balance(db, home_id, payer_id) + advance_fen):
        raise Refused(cap_word(limit), "beyond_cap")


def cap_word(limit: Cap) -> str:
    """Why a second look is asked for."""
    if limit.most_fen is None:
        return _("It is not known yet what a month of this home costs. Confirm that this much is paid ahead.")
    return _(
        "This is more than %(months)s months ahead (¥%(most)s). Confirm that the payer wants it so.",
        months=limit.months,
        most=money(limit.most_fen),
    )


def require_owed(got: Split, payment_fen: int, *, rest_in_advance: bool) -> None:
    """Refused when money would be left over that nobody said is paid in advance: it may be a slip of the finger."""
    if not got.surplus_fen or rest_in_advance:
        return
    owed = payment_fen - got.surplus_fen
    if not owed:
        raise Refused(_("Nothing is owed here. Tick that it is paid in advance, or leave it."), "amount")
    raise Refused(
        _(
            "Only ¥%(owed)s is owed. Take that at most, or tick that the rest is paid in advance.",
            owed=money(owed),
        ),
        "amount",
    )


def require_balance(db: Reader, home_id: int, payer_id: int, amount_fen: int) -> None:
    """Refused when less than this stands on the account."""
    have = prepayments.balance(db, home_id, payer_id)
    if amount_fen > have:
        raise Refused(_("Only ¥%(have)s is on the prepayment account.", have=money(have)), "amount")


def require_unused(db: Reader, receipt: Receipt) -> None:
    """Refused when what this receipt paid in advance has been used: the account would fall below nothing."""
    have = prepayments.balance(db, receipt.home_id, receipt.payer_id)
    if receipt.method != PREPAYMENT and receipt.advance_fen > have:
        raise Refused(
            _(
                "¥%(advance)s of it was paid in advance and only ¥%(have)s is left on the account. Take back first "
                "what was paid from it.",
                advance=money(receipt.advance_fen),
                have=money(have),
            )
        )
