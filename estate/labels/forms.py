"""Forms of labels, and of a fault that somebody without an account reports."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import Length

from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.field import PapersField, VoiceField
from estate.web.forms import CountField, EstateForm, PhoneField, TextField, required


class AddressForm(EstateForm):
    """Where the labels lead."""

    address = TextField(
        _("Address of the house"),
        most=100,
        description=_("What phones open, like http://192.168.1.20:8080 or https://home.example.com."),
    )


class SheetForm(EstateForm):
    """Where on the first sheet the labels begin."""

    first = CountField(_("Begin at label"), least=1, most=24, default=1)


class FaultForm(EstateForm):
    """What is broken, by whoever stands before it."""

    category = RadioField(_("What kind of fault"), [required(_("Choose one."))], choices=[])
    text = TextAreaField(
        _("What is wrong"),
        [Length(max=500, message=_("Shorten this to %(max)d characters or fewer."))],
    )
    danger = BooleanField(_("Somebody is in danger: fire, gas, stuck in a lift, water near power"))
    paper_files = PapersField()
    paper_voice = VoiceField()
    phone = PhoneField(
        _("Your phone number"),
        [required()],
        description=_("Only for the office and who mends it, to ask back."),
    )
    name = TextField(_("Your name"), most=40)
    key = HiddenField()

    def validate(self, *args: Any, **more: Any) -> bool:
        valid = super().validate(*args, **more)
        said = bool((self.text.data or "").strip())
        if not said and self.paper_voice.data:
            self.text.data, said = _t("Hear the voice note"), True
        if not said:
            self.text.errors = [_t("Fill this in, or say it.")]
        return valid and said


class PhotoForm(EstateForm):
    """More photos of a reported fault."""

    paper_files = PapersField()
