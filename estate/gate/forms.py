"""Forms of visitors and of the gate."""

import re
import unicodedata
from datetime import date
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from estate.access.scopes import OwnHome
from estate.gate.rules_passes import LONGEST_NAMES, MOST_USES
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.web.forms import ChoiceField, CountField, DayField, EstateForm, TextField, required


class VisitorForm(EstateForm):
    """Whom one expects: a name and a plate only if it helps, the days, how often."""

    where = ChoiceField(_("For which home"), coerce=int, choices=[])
    name = TextField(_("Name of the visitor"), most=30)
    plate = TextField(_("Number plate"), most=10)
    from_on = DayField(_("Comes on"), [required()])
    until_on = DayField(_("Until which day"))
    uses = ChoiceField(_("How many times"), coerce=int, choices=[])
    key = HiddenField()

    def __init__(self, *args: Any, homes: list[OwnHome] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.where.choices = [(one.id, one.code) for one in homes or []]
        self.uses.choices = [
            (1, _t("Once")),
            (2, _t("Twice")),
            (5, _t("Up to 5 times")),
            (MOST_USES, _t("Up to %(n)s times", n=MOST_USES)),
        ]
        if homes is None:
            del self.where

    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        first = self.from_on.data
        assert isinstance(first, date)
        return first, self.until_on.data or first


class DeskVisitorForm(VisitorForm):
    """The same, entered by the office for a household that called."""

    home = TextField(_("Home"), [required()], most=40)


class CodeField(StringField):
    """A number of six digits, with blanks or full-width as people type it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = unicodedata.normalize("NFKC", str(valuelist[0])) if valuelist else ""
        self.data = re.sub(r"[\s-]", "", text)


class CodeForm(EstateForm):
    """What the guard types."""

    code = CodeField(_("Six-digit number"), [required()])

    def validate_code(self, field: CodeField) -> None:
        if not re.fullmatch(r"[0-9]{6}", str(field.data or "")):
            raise ValidationError(_t("The number has six digits."))


class ParcelForm(EstateForm):
    """A parcel as it comes in."""

    home = TextField(_("Home"), [required()], most=40)
    carrier = TextField(_("Carrier"), most=20)
    shelf = TextField(_("Shelf"), most=20)
    tracking = TextField(_("Tracking number"), most=40)
    name = TextField(_("Name on the label"), most=30)
    note = TextField(_("Note"), most=100)
    key = HiddenField()


class SignForm(EstateForm):
    """Who signs for a parcel; what is drawn comes beside it."""

    signer = TextField(_("Name of who signs"), [required()], most=30)


class ReturnForm(EstateForm):
    """Why a parcel goes back."""

    reason = TextField(_("Reason"), [required()], most=120)


class DaysForm(EstateForm):
    """What the office decides for the gate."""

    parcel_days = CountField(
        _("Days that a parcel may wait"),
        [required()],
        least=1,
        most=30,
        description=_(
            "After them the household is reminded once, and the parcel is listed as waiting too long."
        ),
    )
    permit_days = CountField(
        _("Days before the end of a renovation"),
        [required()],
        least=1,
        most=30,
        description=_(
            "So long before its last day the household and the office are told, and once more when it is past."
        ),
    )
    name_days = CountField(
        _("Days for which names are kept"),
        [required()],
        least=7,
        most=LONGEST_NAMES,
        description=_(
            "Counted from the last day of a pass, and from when a parcel went. Then names, number plates and tracking "
            "numbers are deleted, and a signature is shown to nobody: the law on personal information (PIPL, article 19) "
            "lets nobody keep them longer than needed. Half a year is the most."
        ),
    )
