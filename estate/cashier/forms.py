"""Forms of the counter and of receipts."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField

from estate.cashier import words
from estate.i18n import lazy as _
from estate.web.forms import ChoiceField, DayField, EstateForm, MoneyField, TextField


class PaymentForm(EstateForm):
    """A payment at the counter. Without an amount it is all that is ticked or, when nothing is, all that is owed."""

    charges = SelectMultipleField(_("Pay first"), coerce=int, validate_choice=False)
    amount = MoneyField(
        _("Amount"),
        least=1,
        most=10**11,
        description=_("Empty: all that is ticked; without a tick all that is owed."),
    )
    advance = MoneyField(
        _("Of it in advance"),
        least=0,
        most=10**11,
        description=_("Goes to the prepayment account, whatever is owed."),
    )
    rest_in_advance = BooleanField(_("What is left over is paid in advance"))
    early = BooleanField(_("With the discount for paying early"))
    beyond_cap = BooleanField(_("The payer wants to pay that far ahead"))
    with_penalty = RadioField(
        _("Penalties for paying late"),
        choices=[("1", _("Take them too")), ("0", _("Leave them out"))],
        validate_choice=False,
    )
    method = RadioField(_("Method"), choices=list(words.METHODS.items()), default="cash")
    tendered = MoneyField(_("Cash received"), least=0, most=10**11)
    channel_ref = TextField(
        _("Voucher number"),
        most=64,
        description=_("A transfer needs the number of the bank's voucher."),
    )
    note = TextField(_("Note"), most=120)


class ReversalForm(EstateForm):
    """Why a receipt is taken back."""

    reason = TextField(
        _("Reason"), most=200, description=_("It stands on the reversal and in the change log.")
    )


class VoidForm(EstateForm):
    """Why a receipt of the day counts for nothing, and that its original is back."""

    reason = TextField(
        _("Reason"), most=200, description=_("It stands on the receipt and in the change log.")
    )
    original_back = BooleanField(_("The customer's original is back in my hand, or was never handed out"))


class ListForm(EstateForm):
    """Which receipts to list; without a day those of today."""

    number = TextField(_("Receipt number"), most=24)
    first = DayField(_("From"))
    last = DayField(_("To"))
    method = ChoiceField(_("Method"), default="")
    cashier = ChoiceField(_("Taken by"), default="", validate_choice=False)

    def __init__(self, *args: Any, cashiers: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.method.choices = [("", _("All")), *words.METHODS.items()]
        self.cashier.choices = [("", _("All")), *((name, name) for name in cashiers)]
