"""Forms of plans."""

from wtforms import HiddenField, SelectMultipleField

from estate.i18n import lazy as _
from estate.plans import words
from estate.plans.rules import MOST_PARTS
from estate.web.forms import ChoiceField, CountField, DayField, EstateForm, TextField, required


class PlanForm(EstateForm):
    """What was agreed on with a payer."""

    charges = SelectMultipleField(_("Bills"), coerce=int, validate_choice=False)
    count = CountField(_("Number of instalments"), [required()], least=2, most=MOST_PARTS, default=6)
    first_on = DayField(_("First due day"), [required()])
    parts = TextField(
        _("Instalments of different size"),
        most=400,
        description=_("Empty for equal ones; else the amounts in order, with blanks between: 500 300 300."),
    )
    grace_days = CountField(_("Days of grace"), [required()], least=0, most=60, default=7)
    penalty = ChoiceField(_("Penalties"), choices=list(words.PENALTIES.items()), default="runs_on")
    reason = TextField(_("Why in instalments"), [required()], most=200)
    key = HiddenField()


class SignForm(EstateForm):
    """When both sides signed."""

    on_day = DayField(_("Signed on"), [required()])


class ReasonForm(EstateForm):
    """Why it is declined or ended."""

    reason = TextField(_("Reason"), [required()], most=200)
