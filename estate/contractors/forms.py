"""Forms of outside firms and of what they do by their link."""

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length

from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.repairs.words import REASONS
from estate.web.forms import ChoiceField, CountField, DayField, EstateForm, PhoneField, TextField, required


class FirmForm(EstateForm):
    """A firm."""

    name = TextField(_("Name of the firm"), [required()], most=60)
    trade = TextField(_("Trade"), most=60, description=_("Like lifts, fire protection, waterproofing."))
    phone = PhoneField(_("Phone"), [required()])
    papers_until = DayField(_("Licence and insurance until"))
    note = TextAreaField(_("Note"), [Length(max=500)])


class HandOutForm(EstateForm):
    """To whom an order goes, and how long the link works."""

    contractor = ChoiceField(_("Outside firm"), [required()], coerce=int, choices=[])
    days = CountField(_("The link works for days"), [required()], least=1, most=90, default=14)
    contact = BooleanField(_("Show the reporter's name and phone, because they must be called"))
    sms = BooleanField(_("Send the link by SMS"), default=True)
    key = HiddenField()


class WorkForm(EstateForm):
    """What goes with a step at the site."""

    note = TextAreaField(_("What was done"), [Length(max=2000)])
    waiting_for = ChoiceField(_("What it waits for"), choices=list(REASONS.items()), validate_choice=False)
    reason = TextField(_("Reason"), most=200)
    paper_files = PapersField()
    key = HiddenField()
