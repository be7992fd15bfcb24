"""Forms of credits and refunds."""

from typing import Any

from wtforms import RadioField

from estate.cashier.words import MONEY
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.web.forms import ChoiceField, DayField, EstateForm, MoneyField, TextField, required


class RequestForm(EstateForm):
    """How much, and why."""

    amount = MoneyField(_("Amount"), [required()], least=1, most=10**11)
    reason = TextField(_("Reason"), [required()], most=200, description=_("It stands on the paper."))
    sums = TextField(_("Arithmetic"), most=300, description=_("How the amount was computed, if it was."))
    paper_files = PapersField()


class TransferForm(RequestForm):
    """To whom it passes on, and by which agreement."""

    to_payer = ChoiceField(_("Carry it over to"))
    reason = TextField(
        _("Written agreement"),
        [required()],
        most=200,
        description=_("A prepayment passes on only by written agreement. Say which."),
    )

    def __init__(self, *args: Any, payers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.to_payer.choices = payers


class MonthsForm(EstateForm):
    """Whole months paid ahead, left in the middle."""

    fee = MoneyField(_("Fee of a month"), [required()], least=1, most=10**10)
    paid_from = DayField(_("Paid from"), [required()])
    paid_to = DayField(_("Paid to"), [required()])
    leave_from = DayField(
        _("No longer theirs from"), [required()], description=_("The first day that another pays for.")
    )


class DaysForm(MonthsForm):
    """A sum for a time, by its days."""

    fee = MoneyField(_("Sum paid"), [required()], least=1, most=10**11)


class DecisionForm(EstateForm):
    """What the other person says."""

    note = TextField(_("Note"), most=200, description=_("Needed when you decline."))


class PayoutForm(EstateForm):
    """How the money goes back."""

    method = RadioField(_("Method"), choices=list(MONEY.items()), default="cash")
    channel_ref = TextField(
        _("Voucher number"), most=64, description=_("A transfer needs the number of the bank's voucher.")
    )


class ReversalForm(EstateForm):
    """Why it is taken back."""

    reason = TextField(
        _("Reason"), [required()], most=200, description=_("It stands on the reversal and in the change log.")
    )
