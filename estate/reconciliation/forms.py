"""Forms of reconciliation."""

from wtforms import FileField, HiddenField
from wtforms.validators import StopValidation

from estate.cashier.words import MONEY
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.reconciliation import words
from estate.web.forms import ChoiceField, DayField, EstateForm, MoneyField, TextField, required


class StatementForm(EstateForm):
    """A statement as the bank or the payment service hands it out."""

    channel = ChoiceField(_("Source"), choices=list(words.CHANNELS.items()), default="bank")
    file = FileField(_("Statement"), description=_("CSV or Excel, as it was downloaded."))

    def validate_file(self, field: FileField) -> None:
        if not field.data or not getattr(field.data, "content", b""):
            raise StopValidation(_t("Choose a file."))


class MatchForm(EstateForm):
    """What a line is: a home and payer, or a receipt that was taken already."""

    home = TextField(_("Home"), most=40, description=_("Room, name or telephone of the household."))
    payer = HiddenField()
    number = TextField(
        _("Receipt number"), most=24, description=_("When it was taken at the counter already.")
    )


class AsideForm(EstateForm):
    """Why a line is no payment of a home."""

    reason = TextField(_("Reason"), [required()], most=200)


class ClaimForm(EstateForm):
    """An owner's word that they have paid."""

    key = HiddenField()
    amount = MoneyField(_("Amount"), [required()], least=1, most=10**11)
    paid_on = DayField(_("Paid on"), [required()])
    method = ChoiceField(_("How"), choices=list(MONEY.items()), default="transfer")
    note = TextField(_("Note"), most=200, description=_("For example the last digits of the account."))
    picture = FileField(_("Screenshot"), description=_("Of the payment, if you have one."))


class AnswerForm(EstateForm):
    """The office's answer to a claim: the receipt, or why there is none."""

    number = TextField(_("Receipt number"), most=24)
    reason = TextField(_("Reason"), most=200)
