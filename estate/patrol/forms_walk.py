"""Forms of the tablet: the questions of a point, leaving one out, ending a round, making a work order."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import Length, Optional

from estate.data import clock
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.patrol import words
from estate.patrol.actions import Answer
from estate.patrol.queries import Item
from estate.patrol.rules_judging import number_text
from estate.repairs import words as repairs
from estate.web.forms import ChoiceField, EstateForm, ReadingField, TextField, required


class LimitField(ReadingField):
    """A number of up to three decimals, below zero too; data is thousandths."""

    def show(self, value: int) -> str:
        return number_text(value)


class CheckForm(EstateForm):
    """What goes with the answers of a point. The hidden fields are filled in by the device, where it can."""

    note = TextAreaField(_("Note"), [Length(max=1000)])
    paper_files = PapersField()
    order = BooleanField(_("Make a work order of it"))
    key = HiddenField()
    label = HiddenField()
    device_at = HiddenField()
    device_sent_at = HiddenField()
    device_seq = HiddenField()
    lat = HiddenField()
    lon = HiddenField()


def check_form(items: Sequence[Item]) -> type[CheckForm]:
    """The form of a point: a field for each thing that is asked there."""
    return type("PointForm", (CheckForm,), {f"item_{item.id}": _field(item) for item in items})


def answers(form: CheckForm, items: Sequence[Item]) -> dict[int, Answer]:
    """What was answered, by item."""
    found: dict[int, Answer] = {}
    for item in items:
        given: Any = form[f"item_{item.id}"].data
        if item.kind == "number" and given is not None:
            found[item.id] = Answer(number_text(given), given)
        elif item.kind in ("yes_no", "choice") and given:
            found[item.id] = Answer(str(given))
    return found


def instant(text: str | None) -> datetime | None:
    """A device's own time as it was sent; None for what is none."""
    try:
        found = datetime.fromisoformat(unicodedata.normalize("NFKC", text or ""))
    except ValueError:
        return None
    return found if found.tzinfo and abs(found.year - clock.now().year) < 50 else None


def millionths(text: str | None, most: int) -> int | None:
    """Degrees as a device sends them; None for what is none."""
    try:
        found = Decimal(text or "")
    except ArithmeticError:
        return None
    return int(found * 1_000_000) if found.is_finite() and abs(found) <= most else None


def _field(item: Item) -> Any:
    if item.kind == "number":
        return LimitField(item.question, [Optional()], description=item.limits, least=-(10**9), most=10**9)
    if item.kind == "photo":
        return HiddenField(item.question)
    options = list(words.YES_NO.items()) if item.kind == "yes_no" else [(one, one) for one in item.options]
    return RadioField(item.question, choices=options, validate_choice=False)


class LeaveOutForm(EstateForm):
    """Why a point, or what is left of a round, is not checked."""

    reason = TextField(_("Why it is not checked"), [required()], most=200)


class OrderForm(EstateForm):
    """A fault that was found, as a work order."""

    title = TextField(_("What is broken"), [required()], most=80)
    category = ChoiceField(_("Kind of work"), choices=list(repairs.CATEGORIES.items()))
    urgency = ChoiceField(
        _("How urgent"),
        choices=[(code, word) for code, (_tone, word) in repairs.URGENCIES.items()],
        default="normal",
    )


class SettleForm(EstateForm):
    """What stands."""

    decision = RadioField(_("What shall stand"), choices=list(words.DECISIONS.items()), validate_choice=False)
    note = TextField(_("Note"), most=200)
