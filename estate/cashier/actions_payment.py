"""A payment as somebody asks for it, and what must hold before it is taken. Money in fen."""

from typing import NamedTuple

from estate.cashier.actions_advance import PREPAYMENT
from estate.cashier.rules import OpenBill, Order
from estate.cashier.rules_split import Part, Split, split
from estate.i18n import gettext as _
from estate.refusal import Refused

METHODS = ("cash", "wechat", "alipay", "pos", "transfer")


class Payment(NamedTuple):
    """What somebody pays for a home, on the charges of one payer.

    designated: charges that the payer named. channel_ref: the voucher of the channel; a transfer needs one, cash has
    none. tendered_fen: the cash handed over. seen: what was owed when the split was shown to the cashier.
    advance_fen: what of the amount is paid in advance whatever is owed; rest_in_advance: so is what nothing needs;
    early: with the discounts for paying early that it earns; beyond_cap: even more than the office's months ahead. By
    the method `prepayment` it is paid from such money.
    with_penalty: whether what has run up for paying late is collected as well; seen_order: what was shown as settled
    first inside a bill.
    """

    home_id: int
    payer_id: int
    amount_fen: int
    method: str
    designated: tuple[int, ...] = ()
    channel_ref: str = ""
    tendered_fen: int | None = None
    note: str = ""
    seen: tuple[OpenBill, ...] | None = None
    advance_fen: int = 0
    rest_in_advance: bool = False
    beyond_cap: bool = False
    early: bool = False
    with_penalty: bool = False
    seen_order: Order | None = None

    @property
    def for_bills_fen(self) -> int:
        """What of the amount is there to settle charges."""
        return self.amount_fen - self.advance_fen


class PastPayment(NamedTuple):
    """A payment of an earlier day, for take_many. taken_on: a date, taken_at: a UTC instant, both ISO text."""

    payment: Payment
    key: str
    taken_on: str
    taken_at: str
    cashier_id: int | None
    cashier_name: str


class Changed(Refused):
    """What is owed has changed since it was shown, so that the payment would settle something else."""


def checked(payment: Payment) -> Payment:
    """The payment without what its method has no use for; Refused when something in it cannot be."""
    if payment.method not in (*METHODS, PREPAYMENT):
        raise Refused(_("Choose how it is paid."), "method")
    if payment.amount_fen <= 0:
        raise Refused(_("The amount must be more than nothing."), "amount")
    if not 0 <= payment.advance_fen <= payment.amount_fen:
        raise Refused(_("This is more than the amount to take."), "advance")
    if payment.method == PREPAYMENT and (payment.advance_fen or payment.rest_in_advance):
        raise Refused(_("What is paid from the prepayment account cannot be paid in advance."), "advance")
    cash = payment.method == "cash"
    payment = payment._replace(
        channel_ref="" if cash or payment.method == PREPAYMENT else payment.channel_ref.strip(),
        tendered_fen=payment.tendered_fen if cash else None,
        note=payment.note.strip(),
    )
    if payment.method == "transfer" and not payment.channel_ref:
        raise Refused(_("Write the number of the bank's voucher."), "channel_ref")
    if payment.tendered_fen is not None and payment.tendered_fen < payment.amount_fen:
        raise Refused(_("This is less than the amount to take."), "tendered")
    return payment


def require_as_shown(payment: Payment, got: Split, order: Order) -> None:
    """Changed when a payment would settle something else than the page showed."""
    if payment.seen is None:
        return
    bills = payment.seen if payment.with_penalty else [bill._replace(penalty_fen=0) for bill in payment.seen]
    shown = split(bills, payment.designated, payment.for_bills_fen, payment.seen_order or order)
    if [_settled(part) for part in shown.parts] != [_settled(part) for part in got.parts]:
        if not got.parts:
            raise Changed(_("Nothing is owed here any more: it has just been paid or taken back."), "amount")
        raise Changed(_("What is owed has changed since it was shown. Look at the split and take it again."))


def _settled(part: Part) -> tuple[int, int, int, int]:
    """What a payment does to a bill; the rest of a penalty is posted, too, where the principal is settled."""
    rest = 0 if part.left_principal_fen else part.left_penalty_fen
    return part.id, part.paid_fen, part.penalty_fen, rest


def same_advance(payment: Payment, advance_fen: int) -> bool:
    """Whether what was asked for can have become this advance."""
    if payment.rest_in_advance:
        return advance_fen >= payment.advance_fen
    return advance_fen == payment.advance_fen
