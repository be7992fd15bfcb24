"""The form of an SMS text that a provider approves."""

from wtforms import TextAreaField
from wtforms.validators import Length, ValidationError

from estate.channels import words
from estate.channels.rules_gateway import pairs
from estate.channels.rules_sms import places
from estate.i18n import LOCALES
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.messages import events
from estate.web.forms import ChoiceField, EstateForm, TextField, required


class SmsTextForm(EstateForm):
    """One event's text, as it stands with the provider, and which of our values fills which of its places."""

    event = ChoiceField(_("Event"), choices=[(one.code, one.name) for one in events.ALL])
    locale = ChoiceField(_("Language"), choices=list(LOCALES.items()))
    signature = TextField(_("Signature"), [required()], most=20, description=_("Without the brackets 【】."))
    code = TextField(
        _("Template number"), [required()], most=60, description=_("Like SMS_12345678 or 1234567.")
    )
    text = TextAreaField(
        _("Text of the template"),
        [required(), Length(max=500, message=_("Shorten this to %(max)d characters or fewer."))],
        description=_("Exactly as the provider approved it, with its places: ${name} or {1}."),
    )
    names = TextAreaField(
        _("What fills the places"),
        [Length(max=1000)],
        description=_("One in each line: the provider's name, =, ours. Left out, the names are the same."),
    )
    approval = ChoiceField(_("Approval"), choices=list(words.APPROVALS.items()), default="draft")

    def validate_signature(self, field: TextField) -> None:
        if set(field.data or "") & set("【】[]"):
            raise ValidationError(_t("Write it without brackets: the provider adds them."))

    def validate_names(self, field: TextAreaField) -> None:
        try:
            known = dict(pairs(field.data or "", "="))
        except ValueError as error:
            raise ValidationError(_t("Each line needs a name, = and one of our values.")) from error
        ours = events.known_variables(events.of(str(self.event.data))) if self._knows_event else {}
        for theirs in places(self.text.data or ""):
            wanted = known.get(theirs, theirs)
            if wanted not in ours:
                raise ValidationError(
                    _t(
                        "%(place)s is filled with %(name)s, which this event does not have. It has: %(known)s.",
                        place=theirs,
                        name=wanted,
                        known=", ".join(ours),
                    )
                )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(the provider's place, our variable) in the provider's order."""
        known = dict(pairs(self.names.data or "", "="))
        return [(theirs, known.get(theirs, theirs)) for theirs in places(self.text.data or "")]

    @property
    def _knows_event(self) -> bool:
        return str(self.event.data) in events.EVENTS
