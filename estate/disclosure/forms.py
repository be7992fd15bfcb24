"""Forms of the public ledgers and of disclosures."""

from typing import Any

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from estate.disclosure import words
from estate.disclosure.rules_periods import MONTHS
from estate.disclosure.schema import SOURCES
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.web.forms import (
    ChangeForm,
    ChoiceField,
    CountField,
    DayField,
    EstateForm,
    MoneyField,
    PhoneField,
    TextField,
    required,
)

LONGEST = 6000
EVERY = [(months, words.PERIODS[kind]) for kind, months in MONTHS.items()]


class EntryForm(EstateForm):
    """An entry of a ledger."""

    source = ChoiceField(_("For what"), choices=[])
    booked_on = DayField(_("On which day"), [required()])
    amount = MoneyField(_("Amount"), [required()], least=1)
    purpose = TextField(_("In words that owners read"), [required()], most=120)
    partner = TextField(_("Firm or person on the other side"), most=60)
    paper_files = PapersField()
    key = HiddenField()

    def __init__(self, *args: Any, ledger: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.source.choices = [(one, words.SOURCES[one]) for one in SOURCES[ledger]]


class ReverseForm(EstateForm):
    """Why an entry is taken back."""

    reason = TextField(_("Reason"), [required()], most=200)


class TermsForm(ChangeForm):
    """What stands on every disclosure."""

    services = TextAreaField(_("Service items of the contract"), [Length(max=LONGEST)])
    quality = TextAreaField(_("Quality standard"), [Length(max=LONGEST)])
    basis = TextAreaField(_("Basis of the fees"), [Length(max=LONGEST)])
    common_months = ChoiceField(_("Common income is disclosed each"), coerce=int, choices=EVERY)
    fund_months = ChoiceField(_("The repair fund is disclosed each"), coerce=int, choices=EVERY)
    within_days = CountField(_("Days after the period"), [required()], least=1, most=180)


class ResponsibleForm(EstateForm):
    """Somebody who answers for a part of the service."""

    position = TextField(_("Post held"), [required()], most=40)
    name = TextField(_("Name"), [required()], most=30)
    duty = TextField(_("Answers for"), most=80)
    phone = PhoneField(_("Phone"))


class RemarksForm(ChangeForm):
    """Further words on a disclosure."""

    remarks = TextAreaField(_("Further remarks"), [Length(max=LONGEST)])


class ReportForm(EstateForm):
    """To whom of the owners a disclosure was handed."""

    receiver = ChoiceField(_("Handed to"), choices=list(words.RECEIVERS.items()))
    handed_on = DayField(_("On which day"), [required()])
    taken_by = TextField(_("Who took it there"), [required()], most=60)
