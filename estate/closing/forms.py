"""Forms of the closes."""

from typing import Any

from estate.closing.rules_day import DENOMINATIONS
from estate.i18n import lazy as _
from estate.web.forms import CountField, DayField, EstateForm, MoneyField, MonthField, TextField, required


class _CloseFields(EstateForm):
    opening_float = MoneyField(
        _("Opening float"),
        least=0,
        most=10**9,
        description=_("Change that was in the drawer before the first receipt and stays there."),
    )
    counted = MoneyField(_("Cash counted"), least=0, most=10**11)
    reason = TextField(
        _("Reason for a difference"),
        most=200,
        description=_("Needed only when the cash is not what it must be."),
    )


PIECES = {value: f"¥{value // 100}" if value >= 100 else f"¥0.{value // 10}" for value in DENOMINATIONS}
"""How a note or coin is called, by its value in fen."""


def _with_pieces() -> type[_CloseFields]:
    pieces: dict[str, Any] = {
        f"pieces_{value}": CountField(PIECES[value], least=0, most=100_000) for value in DENOMINATIONS
    }
    return type("CloseForm", (_CloseFields,), pieces)


CloseForm = _with_pieces()


def pieces_of(form: EstateForm) -> dict[int, int]:
    """How many of each note and coin were counted, by value in fen."""
    return {value: int(form[f"pieces_{value}"].data or 0) for value in DENOMINATIONS}


class ReasonForm(EstateForm):
    """Why something that was closed is opened again."""

    reason = TextField(
        _("Reason"), most=200, description=_("It stands on the page of the close and in the change log.")
    )


class MonthCloseForm(EstateForm):
    month = MonthField(_("Month"), [required()])


class UncountedForm(EstateForm):
    """Earlier days that are closed together."""

    until = DayField(_("Up to and with"), [required()])
    reason = TextField(_("Reason"), [required()], most=200)
