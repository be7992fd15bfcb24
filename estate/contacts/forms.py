"""Forms of contacts."""

from typing import Any

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length

from estate.contacts import words
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.web.forms import (
    ChoiceField,
    DayField,
    EstateForm,
    MoneyField,
    TextField,
    TimeField,
    one_line,
    required,
)


class ContactForm(EstateForm):
    """What happened, with whom, and what comes next."""

    payer = ChoiceField(_("Payer"))
    day = DayField(_("Day"), [required()])
    clock = TimeField(_("Time"), [required()], most=5)
    channel = ChoiceField(_("How"), choices=list(words.CHANNELS.items()), default="call_out")
    reached = ChoiceField(_("Whom you reached"), choices=list(words.REACHED.items()), default="owner")
    reached_name = TextField(_("Their name"), most=60)
    number = TextField(
        _("Number or account"), most=40, description=_("The number called, or where the message went.")
    )
    result = ChoiceField(_("Result"), choices=list(words.RESULTS.items()), default="told")
    promise_on = DayField(_("Promised for"))
    promise_fen = MoneyField(_("Promised amount"), least=1, most=10**11)
    in_writing = BooleanField(
        _("The promise is in writing: a message or a signed paper of the payer; keep it with this entry")
    )
    cause = ChoiceField(_("Why they do not pay"), choices=list(words.CAUSES.items()), default="")
    next_on = DayField(_("Follow up on"))
    note = TextAreaField(_("What was talked about"), [Length(max=1000)])
    witness = TextField(_("Witness"), most=60)
    recording = TextField(_("Number of the recording"), most=60)
    reason = TextField(_("What is corrected"), most=200)
    paper_files = PapersField()
    key = HiddenField()

    def __init__(self, *args: Any, payers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.payer.choices = payers

    @property
    def note_text(self) -> str:
        """The note, line by line without what cannot be seen."""
        lines = (one_line(line) or "" for line in str(self.note.data or "").splitlines())
        return "\n".join(lines).strip()
