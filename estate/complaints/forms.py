"""Forms of complaints for the office."""

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput

from estate.complaints import words
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.repairs import words as repair_words
from estate.web.forms import ChoiceField, CountField, DayField, EstateForm, PhoneField, TextField, required

MOST_TEXT = 2000
_SHORTER = Length(max=MOST_TEXT, message=_("Shorten this to %(max)d characters or fewer."))


class TakeForm(EstateForm):
    """A complaint as the desk writes it down, on the phone or at the counter."""

    home = TextField(_("Home of who complains"), most=40, description=_("As people say it, like 3-2-501."))
    reporter = ChoiceField(_("Who complains"), choices=[], coerce=int, default=0, validate_choice=False)
    reporter_name = TextField(_("Name"), most=40)
    reporter_phone = PhoneField(_("Phone"))
    unnamed = BooleanField(
        _("Wishes to stay unnamed: colleagues do not see who it was"),
        description=_(
            "Then write neither their name nor their home below; their own home is no place either."
        ),
    )
    kind = RadioField(_("What is it"), choices=list(words.KINDS.items()), default="complaint")
    category = ChoiceField(_("What kind it is"), choices=[], validate_choice=False)
    about_home = TextField(
        _("About which home"), most=40, description=_("Only where it is about somebody else's home.")
    )
    location = TextField(_("About which place"), most=80)
    about = ChoiceField(_("About a colleague"), choices=[], coerce=int, default=0, validate_choice=False)
    title = TextField(_("In a few words"), [required()], most=80)
    text = TextAreaField(_("What they said"), [_SHORTER])
    paper_files = PapersField()
    key = HiddenField()


class StepForm(EstateForm):
    """What goes with a step; each step asks for some of it."""

    handler = ChoiceField(_("Who shall handle it"), choices=[], coerce=int, default=0, validate_choice=False)
    text = TextAreaField(_("Answer"), [_SHORTER])
    reason = TextAreaField(_("Reason"), [_SHORTER])
    category = ChoiceField(_("What kind it is"), choices=[], validate_choice=False)
    about = ChoiceField(_("About a colleague"), choices=[], coerce=int, default=0, validate_choice=False)
    outcome = ChoiceField(_("How it ended"), choices=list(words.OUTCOMES.items()), validate_choice=False)
    cause = ChoiceField(_("What it came from"), choices=list(words.CAUSES.items()), validate_choice=False)
    other = TextField(_("Number of the main complaint"), most=20)
    title = TextField(_("The part in a few words"), most=80)
    until = DayField(_("Until which day"))
    seen = HiddenField()
    charges = SelectMultipleField(
        _("Disputed bills"), choices=[], coerce=int, validate_choice=False, option_widget=CheckboxInput()
    )
    paper_files = PapersField()
    key = HiddenField()


class LinkForm(EstateForm):
    """A record to tie, or an order to make."""

    order = TextField(_("Number of the order"), most=20)
    waiver = ChoiceField(_("Waiver"), choices=[], coerce=int, default=0, validate_choice=False)
    announcement = ChoiceField(_("Announcement"), choices=[], coerce=int, default=0, validate_choice=False)
    equipment = TextField(_("Piece of equipment"), most=80)
    category = ChoiceField(
        _("What kind of fault"), choices=list(repair_words.CATEGORIES.items()), default="other"
    )
    urgency = ChoiceField(
        _("How urgent"),
        choices=[(code, one[1]) for code, one in repair_words.URGENCIES.items()],
        default="normal",
    )
    title = TextField(_("What is to be done"), most=80)
    location = TextField(
        _("Where the work is"), most=80, description=_("Empty for the place of the complaint.")
    )
    why = TextField(_("Why it does not belong here"), most=200)
    key = HiddenField()


class RevealForm(EstateForm):
    """Why somebody looks who complains."""

    reason = TextField(
        _("Why do you need to know"), [required()], most=200, description=_("The complainer reads it.")
    )
    key = HiddenField()


class SettingsForm(EstateForm):
    """What the office decides about complaints."""

    answer_hours = CountField(_("Hours to the first answer"), [required()], least=1, most=720)
    reply_days = CountField(_("Days to the written answer"), [required()], least=1, most=90)
    warn_percent = CountField(
        _("Warn when so much of the time is used"),
        [required()],
        least=10,
        most=100,
        description=_("In percent."),
    )
    reopen_days = CountField(_("Days to take a closed one up again"), [required()], least=1, most=365)
    reveal = RadioField(
        _("Who may look who stays unnamed"),
        choices=list(words.REVEAL.items()),
        default="handed",
        description=_(
            "Always with a reason, which the complainer reads. Who takes one in hand by themselves may not. It holds at once."
        ),
    )


class CategoryForm(EstateForm):
    """A kind of complaints of the office's own."""

    name = TextField(_("Name of the kind"), [required()], most=30)
