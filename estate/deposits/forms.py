"""Forms of deposits."""

from typing import Any

from wtforms import RadioField

from estate.cashier.words import MONEY
from estate.deposits import words
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.web.forms import ChoiceField, EstateForm, MoneyField, TextField, required


class DepositForm(EstateForm):
    """A deposit to be taken."""

    payer = ChoiceField(_("Payer"))
    kind = ChoiceField(_("Kind of deposit"), choices=list(words.KINDS.items()), default="renovation")
    basis = TextField(
        _("Basis"),
        [required()],
        most=200,
        description=_("The contract or rule that lets the office ask for it, with its number or clause."),
    )
    amount = MoneyField(_("Amount"), [required()], least=1, most=10**10)
    method = RadioField(_("Method"), choices=list(MONEY.items()), default="cash")
    channel_ref = TextField(
        _("Voucher number"), most=64, description=_("A transfer needs the number of the bank's voucher.")
    )
    note = TextField(_("Note"), most=120)

    def __init__(self, *args: Any, payers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.payer.choices = payers


class InspectionForm(EstateForm):
    """What was inspected, on paper."""

    papers = TextField(
        _("Record of the inspection"), [required()], most=120, description=_("Its number or day.")
    )
    paper_files = PapersField()


class DeductionForm(EstateForm):
    """What is kept, why, and with which papers."""

    amount = MoneyField(_("Amount to deduct"), [required()], least=1, most=10**10)
    reason = TextField(_("Reason"), [required()], most=200)
    papers = TextField(
        _("Supporting papers"),
        [required()],
        most=120,
        description=_("The list of deductions that the payer signed."),
    )
    paper_files = PapersField()


class ReversalForm(EstateForm):
    """Why it is taken back."""

    reason = TextField(_("Reason"), [required()], most=200)
