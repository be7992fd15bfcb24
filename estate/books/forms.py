"""Forms of the books."""

from typing import Any

from wtforms import HiddenField

from estate.books import words
from estate.i18n import lazy as _
from estate.web.forms import ChoiceField, DayField, EstateForm, MonthField, TextField, required


class MonthsForm(EstateForm):
    """From a month to another; without one the present month."""

    first = MonthField(_("From month"))
    last = MonthField(_("To month"))


class RatesForm(MonthsForm):
    as_of = DayField(_("Counted until"))


class ExportForm(EstateForm):
    """The month whose journal is made."""

    key = HiddenField()
    month = MonthField(_("Month"), [required()])


class CodeForm(EstateForm):
    """The account that is used for something."""

    role = ChoiceField(_("What for"), choices=list(words.ROLES.items()))
    fee_item = ChoiceField(
        _("Fee item"), default="", description=_("Only for revenue: an account of its own for one fee item.")
    )
    code = TextField(_("Account code"), most=20)
    name = TextField(_("Account name"), most=40)

    def __init__(self, *args: Any, items: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fee_item.choices = [("", _("All fee items")), *((str(one), name) for one, name in items.items())]
