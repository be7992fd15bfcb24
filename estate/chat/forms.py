"""Forms of conversations."""

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from estate.chat import words
from estate.chat.actions import LONGEST
from estate.chat.records import Settings
from estate.complaints import words as complaints
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.repairs import words as repairs
from estate.web.forms import ChangeForm, ChoiceField, CountField, EstateForm, TextField, required

MORE = 1000
"""Characters that the office may add to what was said."""
_URGENCIES = [(code, word) for code, (_state, word) in repairs.URGENCIES.items()]


class SayForm(EstateForm):
    """A message with its photos; the key is the page's, so that the same again is one."""

    text = TextAreaField(_("Message"), render_kw={"maxlength": LONGEST})
    paper_files = PapersField()
    key = HiddenField()


class NoteForm(EstateForm):
    """A note for the office alone."""

    text = TextAreaField(_("Note, not seen by the owner"), [required()], render_kw={"maxlength": LONGEST})
    key = HiddenField()


class HandForm(EstateForm):
    """To whom a conversation goes; the note is for the office alone. Choices: handed_to()."""

    to = ChoiceField(_("Who goes on"))
    note = TextAreaField(_("Note for the colleague"), render_kw={"maxlength": LONGEST})

    def handed_to(self, colleagues: list[tuple[int, str]]) -> None:
        """Offer the colleagues, and the queue."""
        self.to.choices = [
            *((str(one), name) for one, name in colleagues),
            ("queue", _("Whoever is free first")),
        ]


class FaultForm(EstateForm):
    """What of a conversation becomes a repair."""

    category = ChoiceField(_("What kind of fault"), choices=list(repairs.CATEGORIES.items()))
    urgency = ChoiceField(_("How urgent"), choices=_URGENCIES, default="normal")
    title = TextField(_("In a few words"), [required()], most=80)
    text = TextAreaField(_("More about it"), [Length(max=MORE)], render_kw={"maxlength": MORE})
    key = HiddenField()


class GrievanceForm(EstateForm):
    """What of a conversation becomes a complaint or a suggestion. Choices of the kind: as the office named them."""

    kind = ChoiceField(_("What is it"), choices=list(complaints.KINDS.items()), default="complaint")
    category = ChoiceField(_("What kind it is"), choices=[])
    title = TextField(_("In a few words"), [required()], most=80)
    text = TextAreaField(_("More about it"), [Length(max=MORE)], render_kw={"maxlength": MORE})
    key = HiddenField()
    entered = HiddenField()


class RatingForm(EstateForm):
    """How an owner found it. Nothing is chosen for them: a rating that was only sent on would be none."""

    rating = RadioField(
        _("How were you served"),
        [InputRequired(_("Choose one from the list."))],
        choices=[(str(n), word) for n, word in words.RATINGS.items()],
    )
    note = TextAreaField(_("A word to it"), render_kw={"maxlength": 500})


class AnswerForm(ChangeForm):
    """A prepared answer."""

    title = TextField(_("Title"), [required()], most=40)
    text = TextAreaField(_("What the answer says"), [required()], render_kw={"maxlength": LONGEST})


class SettingsForm(ChangeForm):
    """Minutes and days of chat."""

    alert_minutes = CountField(
        _("Tell the office after so many minutes that somebody waits"), [required()], least=1, most=240
    )
    away_minutes = CountField(
        _("Send an answer as a message when it was not seen for so many minutes"),
        [required()],
        least=1,
        most=240,
    )
    silent_days = CountField(
        _("End a conversation after so many days in which nobody writes"), [required()], least=1, most=60
    )

    def settings(self) -> Settings:
        return Settings(
            int(self.alert_minutes.data or 0),
            int(self.away_minutes.data or 0),
            int(self.silent_days.data or 0),
        )
