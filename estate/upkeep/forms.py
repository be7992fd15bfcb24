"""Forms of upkeep: a plan, a check list, a service record, a signature, a counter."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import Length, Optional, StopValidation

from estate.data import clock
from estate.equipment.words import STATUTORY
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.upkeep import words
from estate.upkeep.actions_lists import MOST_ITEMS
from estate.upkeep.rules_records import Item
from estate.web.forms import (
    ChoiceField,
    CountField,
    DayField,
    EstateForm,
    MoneyField,
    ReadingField,
    TextField,
    required,
)

WEEK = timedelta(days=7)
RHYTHM_FIELDS = {
    "calendar": ("every", "unit", "counts_from", "first_due", "level"),
    "seasonal": ("every", "unit", "first_due", "season_from", "season_to"),
    "counter": ("counter", "first_value", "step_value"),
}
"""What is asked of each rhythm; the form shows these alone."""
TARGETS = {"statutory": _("A class by law"), "category": _("A category"), "equipment": _("One piece")}


class MonthDayField(TextField):
    """A day of the year, like 05-15 or 5-15."""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        found = re.fullmatch(r"(\d{1,2})[-./月](\d{1,2})日?", str(self.data))
        try:
            self.data = f"{date(2024, int(found[1]), int(found[2])):%m-%d}" if found else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise StopValidation(_t("Write month and day, like 05-15."))


class PlanForm(EstateForm):
    """A plan. target: what it is for."""

    name = TextField(_("Name of the plan"), [required()], most=60)
    target = ChoiceField(_("What it is for"), choices=list(TARGETS.items()))
    statutory = ChoiceField(_("Class by law"), choices=[])
    category = ChoiceField(_("Category"), choices=[], validate_choice=False)
    equipment = TextField(_("Equipment number"), most=60)
    work = ChoiceField(
        _("What is done"), choices=[(one, words.WORKS[one]) for one in ("service", "inspection")]
    )
    legal = BooleanField(_("The law asks for it"))
    basis = TextField(_("By which rule"), most=200)
    rhythm = ChoiceField(_("When it is due"), choices=list(words.RHYTHMS.items()))
    every = CountField(_("Every"), [Optional()], least=1, most=3660)
    unit = ChoiceField(_("Days, weeks, months or years"), choices=list(words.UNITS.items()))
    counts_from = ChoiceField(_("Counted from"), choices=list(words.COUNTS_FROM.items()))
    first_due = DayField(_("First due on"), default=lambda: clock.today() + WEEK)
    season_from = MonthDayField(_("In the year from"), most=8)
    season_to = MonthDayField(_("In the year to"), most=8)
    counter = ChoiceField(_("Which counter"), choices=list((words.COUNTERS | words.METERS).items()))
    first_value = ReadingField(_("First due at a reading of"), least=0, most=10**11)
    step_value = ReadingField(_("Then after every"), least=1, most=10**11)
    lead_days = CountField(
        _("Days ahead"),
        [required()],
        least=0,
        most=365,
        default=3,
        description=_("So early the work order is made."),
    )
    level = ChoiceField(
        _("Step of the lift services"),
        choices=[("0", _("None")), *((str(code), name) for code, name in words.LEVELS.items())],
        description=_("A deeper service closes the shallower one that is due in the same days."),
    )
    list_id = ChoiceField(_("Check list"), choices=[])
    done_by = ChoiceField(_("Who does it"), choices=list(words.DONE_BY.items()))
    note = TextField(_("Note"), most=200)

    def __init__(
        self, *args: Any, categories: Sequence[str], lists: Sequence[tuple[int, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.statutory.choices = [(code, str(name)) for code, name in STATUTORY.items() if code != "none"]
        self.category.choices = [(one, one) for one in categories] or [("", "–")]
        self.list_id.choices = [("", _t("None")), *((str(number), name) for number, name in lists)]
        self._forget_the_rest()

    def _forget_the_rest(self) -> None:
        """What belongs to another rhythm or target is not shown, so nothing that stands there may be refused or kept."""
        rhythm = RHYTHM_FIELDS.get(str(self.rhythm.data), RHYTHM_FIELDS["calendar"])
        every = {one for some in RHYTHM_FIELDS.values() for one in some}
        for name in (every - set(rhythm)) | (set(TARGETS) - {str(self.target.data)}):
            field = self._fields[name]
            field.process(None)
            if isinstance(field, ChoiceField):
                field.data = next(iter(field.iter_choices()))[0]


class StopForm(EstateForm):
    """Why a plan is stopped."""

    reason = TextField(_("Reason"), [required(_("Write the reason."))], most=200)


class ListForm(EstateForm):
    """A check list: its items in rows; a row without a question is left out."""

    name = TextField(_("Name of the check list"), [required()], most=60)


for _row in range(MOST_ITEMS):
    setattr(ListForm, f"question_{_row}", TextField(_("What is checked"), most=80))
    setattr(
        ListForm,
        f"kind_{_row}",
        ChoiceField(_("How it is answered"), choices=list(words.ITEM_KINDS.items()), validate_choice=False),
    )
    setattr(ListForm, f"unit_{_row}", TextField(_("Unit of measure"), most=12))
    setattr(ListForm, f"low_{_row}", ReadingField(_("Lower limit"), least=-(10**9), most=10**9))
    setattr(ListForm, f"high_{_row}", ReadingField(_("Upper limit"), least=-(10**9), most=10**9))
    setattr(ListForm, f"open_{_row}", BooleanField(_("May be left open")))


def items_of(form: ListForm) -> list[Item]:
    """The rows of a check list that ask something."""
    found: list[Item] = []
    for row in range(MOST_ITEMS):
        question = str(form[f"question_{row}"].data or "")
        if not question:
            continue
        kind = str(form[f"kind_{row}"].data)
        kind = kind if kind in words.ITEM_KINDS else "yes_no"
        number = kind == "number"
        found.append(
            Item(
                question,
                kind,
                str(form[f"unit_{row}"].data or "") if number else "",
                form[f"low_{row}"].data if number else None,
                form[f"high_{row}"].data if number else None,
                not form[f"open_{row}"].data,
            )
        )
    return found


class RecordForm(EstateForm):
    """A service record; the items of its check list are added by record_form()."""

    key = HiddenField()
    title = TextField(_("Name of the work"), most=80)
    work = ChoiceField(
        _("What kind of work"),
        choices=[("service", words.WORKS["service"]), ("repair", words.WORKS["repair"])],
        validate_choice=False,
    )
    done_on = DayField(_("Done on"), [required()], default=clock.today)
    person = TextField(_("Done by"), [required()], most=60)
    company = TextField(_("Company"), most=80)
    outcome = RadioField(
        _("Result"),
        [required(_("Choose the result."))],
        choices=[(code, name) for code, (_badge, name) in words.OUTCOMES.items()],
    )
    findings = TextAreaField(_("What was found and done"), [Length(max=1000)])
    parts = TextField(_("Parts used"), most=200)
    cost_fen = MoneyField(_("Cost"), least=0, most=10**11)
    valid_until = DayField(_("Valid until"))
    hours = ReadingField(words.COUNTERS["hours"], least=0, most=10**11)
    starts = ReadingField(words.COUNTERS["starts"], least=0, most=10**11)
    km = ReadingField(words.COUNTERS["km"], least=0, most=10**11)
    signed_name = TextField(_("Name of who signs"), most=60)
    order = BooleanField(_("Make a work order of the fault"), default=True)
    reason = TextField(_("Why it is corrected"), most=200)
    paper_files = PapersField()


def record_form(items: Sequence[Item], *args: Any, **more: Any) -> RecordForm:
    """The form of a record with a field for each item of the check list."""
    fields: dict[str, Any] = {}
    for number, one in enumerate(items):
        if one.kind == "number":
            fields[f"item_{number}"] = ReadingField(one.question, least=-(10**10), most=10**10)
        elif one.kind == "text":
            fields[f"item_{number}"] = TextField(one.question, most=200)
        elif one.kind == "photo":
            fields[f"item_{number}"] = PapersField(one.question)
        else:
            fields[f"item_{number}"] = RadioField(
                one.question, choices=list(words.ANSWERS.items()), validate_choice=False
            )
    form_class: type[RecordForm] = type("CheckedRecordForm", (RecordForm,), fields)
    return form_class(*args, **more)


def answers_of(form: RecordForm, items: Sequence[Item]) -> dict[int, str]:
    """What was answered, by the number of the item; numbers in thousandths. Photos come as files, not here."""
    found: dict[int, str] = {}
    for number, one in enumerate(items):
        if one.kind == "photo":
            continue
        data = form[f"item_{number}"].data
        if data in (None, "") or (one.kind == "yes_no" and data not in words.ANSWERS):
            continue
        found[number] = str(data)
    return found


class SignForm(EstateForm):
    """A signature: the name, and what was drawn on the glass."""

    side = ChoiceField(_("As"), choices=list(words.SIDES.items()))
    name = TextField(_("Name"), [required()], most=60)
    signature = HiddenField()


class CounterForm(EstateForm):
    """What a counter shows."""

    counter = ChoiceField(_("Which counter"), choices=list(words.COUNTERS.items()))
    value = ReadingField(_("Reading"), [required()], least=0, most=10**11)
    read_on = DayField(_("Read on"), [required()], default=clock.today)
    restarts = BooleanField(_("The counter was changed and begins anew"))
