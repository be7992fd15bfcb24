"""Forms of the room."""

from typing import Any

from estate.arrears import words
from estate.i18n import lazy as _
from estate.web.forms import ChoiceField, EstateForm, TextField, required


class CauseForm(EstateForm):
    """Why somebody does not pay, as far as the office knows."""

    payer = ChoiceField(_("Payer"), [required()])
    code = ChoiceField(_("Reason"), [required()])
    note = TextField(_("Note"), most=500)

    def __init__(self, *args: Any, payers: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.payer.choices = [(str(one), name) for one, name in payers.items()]
        self.code.choices = [
            ("", _("Choose a reason")),
            *words.CAUSES.items(),
            ("none", _("The reason is gone")),
        ]


class PublicationForm(EstateForm):
    """On which law a printed list of debtors rests."""

    basis = TextField(
        _("Legal basis"),
        [required()],
        most=500,
        description=_("The local rule with its article, or the owners' resolution with its day and number."),
    )
