"""Forms of repairs for owners and tenants, on their phones."""

from typing import Any

from wtforms import HiddenField, RadioField, TextAreaField

from estate.access.scopes import OwnHome
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.field import PapersField, VoiceField
from estate.repairs import words
from estate.repairs.forms import says_something
from estate.web.forms import ChoiceField, DayField, EstateForm, TextField, TimeField, required

PUBLIC = "public"

OWN_URGENCIES: dict[str, str] = {
    "normal": _("It can wait a day or two"),
    "fast": _("Somebody should come today"),
    "urgent": _("Danger: fire, gas, somebody stuck, water coming in"),
}
"""How urgent it is in an owner's words; complex work is for the office to say."""


class OwnReportForm(EstateForm):
    """A fault as an owner reports it: where, what, how urgent, a photo."""

    where = RadioField(_("Where is it"))
    location = TextField(
        _("Which place"), most=80, description=_("For example: lift of building 3, lamp at the east gate.")
    )
    category = ChoiceField(_("What kind of fault"), choices=list(words.CATEGORIES.items()))
    title = TextField(_("In a few words"), most=80)
    text = TextAreaField(_("More about it"))
    urgency = RadioField(_("How urgent"), choices=list(OWN_URGENCIES.items()), default="normal")
    day = DayField(_("When may we come"))
    from_time = TimeField(_("From what time"), most=5)
    to_time = TimeField(_("Until what time"), most=5)
    paper_files = PapersField()
    paper_voice = VoiceField()
    key = HiddenField()

    def __init__(self, *args: Any, homes: list[OwnHome], **more: Any) -> None:
        super().__init__(*args, **more)
        inside = [(str(one.id), _t("In my home %(home)s", home=one.code)) for one in homes]
        self.where.choices = [*inside, (PUBLIC, _t("In a place of everybody: stairs, lift, garage, garden"))]
        if not self.where.data:
            self.where.data = self.where.choices[0][0]

    def validate(self, *args: Any, **more: Any) -> bool:
        valid = super().validate(*args, **more)
        if self.where.data == PUBLIC and not self.location.data:
            self.location.errors = [_t("Say where it is.")]
            valid = False
        if self.from_time.data and not self.day.data and not self.day.errors:
            self.day.errors = [_t("Say on which day.")]
            valid = False
        return says_something(self.title, self.category, self.paper_voice) and valid


class OwnStepForm(EstateForm):
    """What an owner says with a step: a reason, a word, how satisfied."""

    reason = TextField(_("Why"), most=200)
    note = TextAreaField(_("A word to it"))
    result = RadioField(
        _("How satisfied are you"),
        choices=[(str(n), word) for n, word in words.RESULTS.items()],
        validate_choice=False,
    )
    key = HiddenField()


class OwnMessageForm(EstateForm):
    """A word or photos to the office about an order."""

    text = TextAreaField(_("Message"))
    paper_files = PapersField()
    paper_voice = VoiceField()
    key = HiddenField()


class SignedForm(EstateForm):
    """Who signs on the repairer's glass; what is drawn comes beside it."""

    signer = TextField(_("Name of who signs"), [required()], most=40)
    key = HiddenField()
