"""Forms of renovations."""

from typing import Any

from wtforms import BooleanField, HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from estate.access.scopes import OwnHome
from estate.deposits.queries import Deposit
from estate.gate.words_permits import RESULTS, WORKS
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.web.filters import money
from estate.web.forms import ChoiceField, DayField, EstateForm, PhoneField, TextField, required


class PermitForm(EstateForm):
    """A renovation as it is applied for."""

    where = ChoiceField(_("Which home"), coerce=int, choices=[])
    works = SelectMultipleField(
        _("What is renovated"),
        choices=list(WORKS.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    text = TextAreaField(_("More about it"), [Length(max=2000)])
    firm = TextField(_("Firm that does it"), [required()], most=60)
    firm_phone = PhoneField(_("Phone of the firm"), [required()])
    from_on = DayField(_("Begins on"), [required()])
    until_on = DayField(_("Last day of the works"), [required()])
    accepted = BooleanField(_("I have read the rules and keep to them"))
    paper_files = PapersField()
    key = HiddenField()

    def __init__(self, *args: Any, homes: list[OwnHome] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.where.choices = [(one.id, one.code) for one in homes or []]
        if homes is None:
            del self.where

    def validate_works(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(_t("Tick what is done."))

    def validate_accepted(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_t("Nothing is permitted without the rules."))

    def validate_until_on(self, field: DayField) -> None:
        if self.from_on.data and field.data and field.data < self.from_on.data:
            raise ValidationError(_t("It cannot be done before it begins."))


class DeskPermitForm(PermitForm):
    """The same, entered by the office for who came to the counter; the signed paper is in its hands."""

    home = TextField(_("Home"), [required()], most=40)
    accepted = BooleanField(_("The household has signed the rules"))


class StepForm(EstateForm):
    """What goes with a step."""

    reason = TextField(_("Reason"), most=300)
    # Only one step asks for it; whether it is one of these that step's rule says.
    result = ChoiceField(
        _("What was seen"), choices=[(code, word[1]) for code, word in RESULTS.items()], validate_choice=False
    )
    until_on = DayField(_("New last day"))
    paper_files = PapersField()
    key = HiddenField()


class WorkerForm(EstateForm):
    """Somebody who works there."""

    name = TextField(_("Name of the worker"), [required()], most=30)
    key = HiddenField()


class DepositForm(EstateForm):
    """Which deposit was left for the works."""

    deposit = ChoiceField(_("Number of the deposit"), choices=[])

    def __init__(self, *args: Any, held: list[Deposit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.deposit.choices = [(one.number, f"{one.number} · ¥{money(one.held_fen)}") for one in held]


class RulesForm(EstateForm):
    """The office's rules of renovation."""

    text = TextAreaField(_("Rules of renovation"), [required(), Length(max=8000)])
