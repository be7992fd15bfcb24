"""Forms of letters, their delivery and texts, and of what interrupts limitation."""

from typing import Any

from wtforms import FileField, HiddenField, TextAreaField
from wtforms.validators import Length

from estate.i18n import lazy as _
from estate.letters import words
from estate.web.forms import ChoiceField, CountField, DayField, EstateForm, TextField, required


class ListForm(EstateForm):
    """Which letters to list."""

    home = TextField(_("Home"), most=24)
    kind = ChoiceField(_("Kind"), choices=[("", _("All")), *words.KINDS.items()], default="")


class BatchForm(EstateForm):
    """Which drafts to issue and print."""

    kind = ChoiceField(_("Kind"), choices=list(words.MANY.items()), default="demand")
    building_id = ChoiceField(_("Building"), default="")
    key = HiddenField()


class DraftForm(EstateForm):
    """A letter to write."""

    payer = ChoiceField(_("Payer"))
    kind = ChoiceField(_("Kind"), choices=list(words.KINDS.items()), default="demand")

    def __init__(self, *args: Any, payers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.payer.choices = payers


class DeliveryForm(EstateForm):
    """How a letter was delivered."""

    way = ChoiceField(_("How"), choices=list(words.WAYS.items()), default="handed")
    on_day = DayField(_("Day"), [required()])
    person = TextField(_("Signed for by"), most=60, description=_("The name on the slip."))
    relation = ChoiceField(_("Relation to the payer"), choices=list(words.RELATIONS.items()), default="")
    tracking = TextField(_("Tracking number"), most=40)
    witness = TextField(_("Witness"), most=60)
    note = TextField(_("Note"), most=200)
    photo = FileField(
        _("Photo of the signed slip or the scene"),
        description=_("The signature makes a delivery by hand strong proof."),
    )
    key = HiddenField()


class ReasonForm(EstateForm):
    """Why something is taken back."""

    reason = TextField(_("Reason"), [required()], most=200)


class TextForm(EstateForm):
    """The words of a kind of letter."""

    title = TextField(_("Title"), [required()], most=40)
    opening = TextAreaField(_("Before the list"), [required(), Length(max=2000)])
    closing = TextAreaField(_("After the sum"), [required(), Length(max=2000)])
    days = CountField(_("Days to pay"), [required()], least=1, most=90)


class EventForm(EstateForm):
    """What interrupts limitation and no other record shows."""

    payer = ChoiceField(_("Payer"))
    kind = ChoiceField(_("What happened"), choices=list(words.BY_HAND.items()), default="lawsuit")
    on_day = DayField(_("Day"), [required()])
    basis = TextField(
        _("Proof"), [required()], most=120, description=_("The number of the case, or which paper shows it.")
    )
    key = HiddenField()

    def __init__(self, *args: Any, payers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.payer.choices = payers
