"""Forms of the service window: hours as people write them, numbers, services with their price."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.web.forms import ChangeForm, ChoiceField, DayField, EstateForm, MoneyField, TextField, required
from estate.window import words
from estate.window.kinds import PHONES
from estate.window.rules_hours import Span, read_spans

MOST_DAYS = 31
"""Days that are entered at once."""


class SpansField(Field):
    """Hours of one day, `8:30-12:00, 13:30-17:30`; data is a tuple of spans, empty for closed."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(f"{one.opens:%H:%M}-{words.closing(one)}" for one in self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: tuple[Span, ...] | None = None
        try:
            self.data = read_spans(str(valuelist[0]) if valuelist else "")
        except ValueError as error:
            raise ValueError(
                _t(
                    "Write it like 8:30-12:00, 13:30-17:30; a night like 20:00-8:00, the whole day 0:00-24:00; leave it empty "
                    "when closed."
                )
            ) from error


class WeekForm(ChangeForm):
    """The hours of each weekday."""

    day_0 = SpansField(words.WEEKDAYS[0])
    day_1 = SpansField(words.WEEKDAYS[1])
    day_2 = SpansField(words.WEEKDAYS[2])
    day_3 = SpansField(words.WEEKDAYS[3])
    day_4 = SpansField(words.WEEKDAYS[4])
    day_5 = SpansField(words.WEEKDAYS[5])
    day_6 = SpansField(words.WEEKDAYS[6])

    @staticmethod
    def of(week: Mapping[int, tuple[Span, ...]], seen: int) -> "WeekForm":
        """The form with what holds now."""
        return WeekForm(seen=seen, data={f"day_{day}": spans for day, spans in week.items()})

    @property
    def days(self) -> list[Any]:
        """Its fields, Monday first."""
        return [self[f"day_{day}"] for day in range(7)]

    def week(self) -> dict[int, tuple[Span, ...]]:
        """What was typed, by weekday."""
        return {day: field.data for day, field in enumerate(self.days) if field.data}


class DaysForm(EstateForm):
    """Hours of their own for one day, or for some in a row."""

    day = DayField(_("On which day"), [required()])
    until = DayField(_("Through which day"))
    hours = SpansField(_("Hours"), description=_("Leave it empty when the office is closed."))
    note = TextField(_("Reason that owners read"), most=60)

    def validate_until(self, field: DayField) -> None:
        first = self.day.data
        if field.data and first and not timedelta(0) <= field.data - first < timedelta(MOST_DAYS):
            raise ValidationError(_t("From the first day on, at most %(most)s days.", most=MOST_DAYS))

    def days(self) -> list[date]:
        """Every day that is meant."""
        first, last = self.day.data, self.until.data or self.day.data
        assert isinstance(first, date) and isinstance(last, date)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class NumberField(TextField):
    """A number to call, with full-width digits and brackets as people type them."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = unicodedata.normalize("NFKC", str(valuelist[0])) if valuelist else ""


class PhoneForm(ChangeForm):
    """A number to call; short ones such as 119 too."""

    kind = ChoiceField(_("Whom it reaches"), choices=list(PHONES.items()))
    name = TextField(_("Name of who answers"), most=40)
    number = NumberField(_("Number"), [required()], most=24)
    note = TextField(_("When to call"), most=80)

    def validate_number(self, field: TextField) -> None:
        if not re.fullmatch(r"[+(0-9][0-9() -]{2,22}", str(field.data or "")):
            raise ValidationError(_t("Write the number with digits, like 0571-88886666 or 119."))


class ServiceForm(ChangeForm):
    """A service and what it costs."""

    name = TextField(_("Service offered"), [required()], most=60)
    item = ChoiceField(_("Priced in the price list of repairs"), coerce=int, choices=[])
    price = MoneyField(_("Price"), least=0, description=_("0 for what the fee includes."))
    unit = TextField(_("For each"), most=20, description=_("For example: visit, m², piece."))
    basis = TextField(_("Basis of the price"), [required()], most=120)
    note = TextField(_("What it covers"), most=200)

    def validate_price(self, field: MoneyField) -> None:
        if not self.item.data and field.data is None and not field.errors:
            raise ValidationError(_t("Write the price, or choose the item of the price list."))

    def validate_unit(self, field: TextField) -> None:
        if not self.item.data and not field.data:
            raise ValidationError(_t("Say for what one pays this price."))
