"""Forms of repairs."""

from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, TextAreaField

from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.field import PapersField, VoiceField
from estate.repairs import words
from estate.web.forms import (
    ChoiceField,
    CountField,
    DayField,
    EstateForm,
    PhoneField,
    TextField,
    TimeField,
    required,
)


def says_something(title: Field, category: Field, voice: Field) -> bool:
    """Whether a fault has its few words; what was said aloud gets those of its kind."""
    if not title.data and voice.data:
        kind = words.CATEGORIES.get(str(category.data), words.CATEGORIES["other"])
        title.data = _t("%(kind)s: hear the voice note", kind=kind)
    if not title.data:
        title.errors = [_t("Fill this in, or say it.")]
    return bool(title.data)


class ReportForm(EstateForm):
    """A fault as the desk writes it down."""

    home = TextField(
        _("Home"), most=40, description=_("As people say it, like 3-2-501. Empty for a public place.")
    )
    location = TextField(_("Public place"), most=80, description=_("Where it is, when it is in no home."))
    equipment = TextField(
        _("Piece of equipment"),
        most=80,
        description=_("Number or name, where it is one; its place follows."),
    )
    reporter = ChoiceField(_("Who reports"), choices=[], coerce=int, default=0, validate_choice=False)
    reporter_name = TextField(_("Name"), most=40)
    reporter_phone = PhoneField(_("Phone"))
    category = ChoiceField(_("What kind of fault"), choices=list(words.CATEGORIES.items()))
    urgency = RadioField(
        _("How urgent"), choices=[(code, one[1]) for code, one in words.URGENCIES.items()], default="normal"
    )
    title = TextField(_("In a few words"), most=80)
    text = TextAreaField(_("More about it"))
    day = DayField(_("Wished day"))
    from_time = TimeField(_("Earliest"), most=5)
    to_time = TimeField(_("At the latest"), most=5)
    chargeable = BooleanField(_("May cost something: inside the home and not under warranty"))
    paper_files = PapersField()
    paper_voice = VoiceField()
    key = HiddenField()

    def validate(self, *args: Any, **more: Any) -> bool:
        return super().validate(*args, **more) and says_something(self.title, self.category, self.paper_voice)


class StepForm(EstateForm):
    """What goes with a step; each step asks for some of it."""

    assignee = ChoiceField(_("Who shall do it"), choices=[], coerce=int, default=0, validate_choice=False)
    waiting_for = ChoiceField(_("What it waits for"), choices=list(words.REASONS.items()))
    reason = TextField(_("Reason"), most=200)
    note = TextAreaField(_("Note"))
    result = ChoiceField(
        _("How satisfied"),
        choices=[("", _("Not chosen yet")), *((str(n), word) for n, word in words.RESULTS.items())],
    )
    paper_files = PapersField()
    key = HiddenField()


class MessageForm(EstateForm):
    """A word to who reported it."""

    text = TextField(_("Message"), [required()], most=500)
    key = HiddenField()


class SettingsForm(EstateForm):
    """What the office decides about repairs."""

    opens = TimeField(_("The desk answers from"), [required()], most=5)
    closes = TimeField(
        _("until"),
        [required()],
        most=5,
        description=_("Earlier than it begins: on the next day. The same: round the clock."),
    )
    warn_percent = CountField(
        _("Warn when so much of the time is used"),
        [required()],
        least=10,
        most=100,
        description=_("In percent."),
    )
    sign_off_days = CountField(_("Signed off by itself after days"), [required()], least=1, most=60)
    warranty_days = CountField(_("Warranty of the work in days"), [required()], least=0, most=1825)


class NormForm(EstateForm):
    """Until when orders of one kind are answered, reached and done."""

    respond_min = CountField(_("Answered within minutes"), [required()], least=1, most=43200)
    arrive_min = CountField(_("Reached within minutes"), [required()], least=1, most=43200)
    complete_min = CountField(_("Done within minutes"), [required()], least=1, most=129600)
    at_night = BooleanField(_("Runs at night too"))
