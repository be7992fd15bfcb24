"""Forms of waivers: asking, declining, taking back, filters."""

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import ValidationError

from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.waivers import words
from estate.web.forms import AreaField, ChoiceField, EstateForm, MoneyField, TextField, required


class ShareField(AreaField):
    """A share in per cent as typed, up to 2 decimals; data is integer ten-thousandths: 95 % is 9500."""

    units = ("%",)
    bad = _("This is no percentage. Write digits, like 95.")


class AskForm(EstateForm):
    """What is to be waived: a sum over the ticked charges, or a share of each."""

    charges = SelectMultipleField(_("Charges"), coerce=int, validate_choice=False)
    amount = MoneyField(
        _("Amount to waive"), least=1, most=10**11, description=_("Spread over the ticked charges.")
    )
    percent = ShareField(
        _("Or per cent of what is unpaid"), least=1, most=10_000, description=_("Of each ticked charge.")
    )
    reason_code = ChoiceField(_("Ground"), choices=list(words.REASONS.items()), default="service")
    reason = TextField(
        _("What happened"), [required()], most=200, description=_("The owner does not see it.")
    )
    basis = TextField(
        _("Basis of the waiver"),
        [required()],
        most=200,
        description=_("What allows it: the contract's clause, the law, a decision."),
    )
    paper = TextField(_("Paper"), most=120, description=_("Where the paper is: file, number, date."))
    paper_files = PapersField()
    key = HiddenField()

    def validate_percent(self, field: ShareField) -> None:
        if (field.data is None) == (self.amount.data is None) and not self.amount.errors:
            raise ValidationError(_t("Write an amount or a share, one of the two."))


class DecisionForm(EstateForm):
    """Why a request is declined, or a waiver taken back."""

    reason = TextField(_("Reason"), [required()], most=200)


class ListForm(EstateForm):
    """Which requests to list."""

    home = TextField(_("Home"), most=24)
    reason_code = ChoiceField(_("Ground"), choices=[("", _("All")), *words.REASONS.items()], default="")
