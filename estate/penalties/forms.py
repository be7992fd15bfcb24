"""Forms of penalty terms, days off, and decisions on the penalty of a charge."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from wtforms import HiddenField
from wtforms.validators import ValidationError

from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.penalties import words
from estate.penalties.actions import TermsSpec
from estate.penalties.rules import GraceMode
from estate.penalties.rules_words import plain
from estate.web.forms import (
    ChoiceField,
    CountField,
    DayField,
    EstateForm,
    MoneyField,
    PriceField,
    TextField,
    required,
)

_UNITS = {"%": 100, "‰": 1_000, "‱": 10_000}
_PREFIXES = {"百分之": "%", "千分之": "‰", "万分之": "‱"}


class RateField(PriceField):
    """A part for each day as typed: 0.0005, 0.05%, 0.5‰, 5‱ and 万分之5 are the same; data is 1/10,000,000.

    A bare number of more than the most that is allowed is a slip for one with a unit, and refused as too large.
    """

    decimals = 7
    units = ()
    bad = _("This is no rate. Write 0.0005 or 5‱.")

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = unicodedata.normalize("NFKC", str(valuelist[0])).strip() if valuelist else ""
        unit = ""
        for prefix, sign in _PREFIXES.items():
            if text.startswith(prefix):
                text, unit = text.removeprefix(prefix).strip(), sign
        if text and text[-1] in _UNITS:
            text, unit = text[:-1].strip(), text[-1]
        if unit and re.fullmatch(r"\d+(\.\d+)?", text):
            text = f"{Decimal(text) / _UNITS[unit]:f}"
        super().process_formdata([text or unit])

    def show(self, value: int) -> str:
        return plain(Fraction(value, 10_000_000))


class PartField(PriceField):
    """A percentage as typed, at most two decimals; data is 1/10,000 (or hundredths, for a multiple)."""

    decimals = 2
    units = ("%", "倍")
    bad = _("This is no number. Write digits, like 3.45.")

    def show(self, value: int) -> str:
        return plain(Fraction(value, 100))


class TermsForm(EstateForm):
    """What the contract says on paying late, from a day on."""

    rate = RateField(
        _("Rate per day"),
        [required()],
        least=0,
        most=1_000_000,
        description=_("As the contract says it: 0.0005 and 5‱ are the same. 0: no penalty from that day on."),
    )
    effective_from = DayField(
        _("For what is due from"), [required()], description=_("What was due before keeps the terms it had.")
    )
    basis_text = TextField(
        _("Contract clause"),
        [required()],
        most=200,
        description=_("As it is numbered there. Without one there is no penalty."),
    )
    grace_days = CountField(_("Days of grace"), most=366, default=0)
    grace_mode = ChoiceField(_("After the grace"), choices=list(words.GRACES.items()), default="grace_shift")
    cap = PartField(_("At most, in percent of the fee"), least=1, most=10_000, default=10_000)
    lpr = PartField(
        _("Loan prime rate a year, in percent"),
        least=1,
        most=10_000,
        description=_(
            "Where courts cut a penalty down to it: the rate on the day of the contract. Empty: no such cap."
        ),
    )
    multiple = PartField(_("Times"), least=1, most=10_000, description=_("For example 1.3."))
    name = TextField(_("Name on bills and receipts"), [required()], most=20, default="违约金")

    def validate_multiple(self, field: PartField) -> None:
        if (field.data is None) != (self.lpr.data is None):
            raise ValidationError(_t("Fill in both, the loan prime rate and the multiple, or neither."))

    @property
    def terms(self) -> TermsSpec:
        """What was filled in."""
        return TermsSpec(
            cast(Any, self.effective_from.data),
            int(self.rate.data or 0),
            str(self.basis_text.data),
            int(self.grace_days.data or 0),
            cast(GraceMode, self.grace_mode.data),
            10_000 if self.cap.data is None else self.cap.data,
            self.lpr.data,
            self.multiple.data,
            str(self.name.data),
        )


class DayOffForm(EstateForm):
    """A day off that the official list does not hold."""

    day = DayField(_("Day"), [required()])
    name = TextField(
        _("Why"), [required()], most=40, description=_("For example: National Day 2027, flood, typhoon.")
    )


class PostForm(EstateForm):
    """The decision to post a penalty."""

    key = HiddenField()
    as_of = DayField(_("As of"), [required()])
    reason = TextField(_("Reason"), [required(_("Write the reason."))], most=200)


class WaiveForm(EstateForm):
    """What is to be waived of a penalty."""

    key = HiddenField()
    as_of = DayField(_("As of"), [required()])
    amount = MoneyField(
        _("Amount"), least=1, most=10**10, description=_("Empty: all that has run up by that day.")
    )
    reason = TextField(_("Reason"), [required(_("Write the reason."))], most=200)
