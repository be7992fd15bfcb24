"""Forms of messages: filters, the office's habits, a person's wishes."""

from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length, ValidationError

from estate.channels.mail import ADDRESS
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.messages import events, words
from estate.web.forms import ChoiceField, CountField, DayField, EstateForm, TextField, required

HOURS = [(f"{hour:02d}:00", f"{hour:02d}:00") for hour in range(24)]


class ListForm(EstateForm):
    """Which messages to list."""

    home = TextField(_("Home"), most=24)
    name = TextField(_("Name"), most=60)
    event = ChoiceField(
        _("Event"), choices=[("", _("All")), *((one.code, one.name) for one in events.ALL)], default=""
    )
    first = DayField(_("From"))
    last = DayField(_("Until"))


class HabitsForm(EstateForm):
    """How long to wait, when to be quiet, when to remind."""

    wait_hours = CountField(
        _("Hours until the next rung"),
        [required()],
        least=1,
        most=720,
        description=_("How long a message may lie unseen before it goes out by the next channel."),
    )
    remind_days = CountField(_("Days before the due day"), [required()], least=1, most=27)
    quiet_from = ChoiceField(_("Quiet from"), choices=HOURS)
    quiet_to = ChoiceField(
        _("Quiet until"),
        choices=HOURS,
        description=_("Nothing but urgent messages leaves the house in these hours."),
    )


class PreferencesForm(EstateForm):
    """How a person wants to be told."""

    mail = TextField(_("E-mail address"), most=120)
    push = BooleanField(_("Notifications on the phone"))
    email = BooleanField(_("By e-mail"))
    sms = BooleanField(_("SMS"))
    paper = BooleanField(_("Paper in the letter box"))
    language = ChoiceField(
        _("Language"), choices=[("", _("As the account")), *words.LANGUAGES.items()], default=""
    )
    quiet_from = ChoiceField(_("Quiet from"), choices=[("", _("As the office")), *HOURS], default="")
    quiet_to = ChoiceField(_("Quiet until"), choices=[("", _("As the office")), *HOURS], default="")
    marketing = ChoiceField(_("Advertising"), choices=list(words.MARKETING.items()), default="unasked")

    def validate_mail(self, field: TextField) -> None:
        text = str(field.data or "")
        if text and not (ADDRESS.fullmatch(text) and "." in text.partition("@")[2]):
            raise ValidationError(_t("This is no e-mail address."))

    def validate_quiet_to(self, field: ChoiceField) -> None:
        if bool(field.data) != bool(self.quiet_from.data):
            raise ValidationError(_t("Choose both hours, or neither."))


class TemplateForm(EstateForm):
    """The text of an event in one language; variables stand in braces."""

    subject = TextField(_("Subject"), [required()], most=120)
    text = TextAreaField(
        _("Full text"),
        [required(), Length(max=4000)],
        description=_("For the inbox, e-mail and paper. What stands in braces is filled in."),
    )
    short = TextAreaField(
        _("Short text"),
        [required(), Length(max=500)],
        description=_("For SMS and notifications: without a link, in two SMS at most if you can."),
    )
