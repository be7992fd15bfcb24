"""Forms of complaints for owners and tenants on their phones, and for whoever scans a label."""

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import Length

from estate.complaints import words
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.web.forms import ChoiceField, EstateForm, PhoneField, TextField, required

_SHORTER = Length(max=2000, message=_("Shorten this to %(max)d characters or fewer."))


class OwnForm(EstateForm):
    """A complaint or suggestion as an owner writes it."""

    kind = RadioField(_("What is it"), choices=list(words.KINDS.items()), default="complaint")
    category = ChoiceField(_("What is it about"), choices=[], validate_choice=False)
    home = ChoiceField(_("Your home"), choices=[], coerce=int, default=0, validate_choice=False)
    title = TextField(_("In a few words"), [required()], most=80)
    text = TextAreaField(_("Tell us more"), [_SHORTER])
    about_home = TextField(
        _("About which home"), most=40, description=_("If it is about a neighbour's home, like 3-2-602.")
    )
    location = TextField(
        _("About which place"), most=80, description=_("For example: lift of building 3, east gate.")
    )
    paper_files = PapersField()
    unnamed = BooleanField(
        _("I wish to stay unnamed"),
        description=_(
            "Only the manager, and whom the manager hands it to, may look up who you are, with a reason that you read "
            "here. Write neither your name nor your home in the text; your own home is then no place of it. Who wrote a "
            "PDF, and when, is taken out of it; what stands on its pages stays."
        ),
    )
    key = HiddenField()


class OwnStepForm(EstateForm):
    """What an owner says with a step."""

    text = TextAreaField(_("Message"), [_SHORTER])
    result = RadioField(
        _("How satisfied are you"),
        choices=[(str(n), word) for n, word in words.RESULTS.items()],
        validate_choice=False,
    )
    paper_files = PapersField()
    key = HiddenField()


class ScanForm(EstateForm):
    """A complaint by whoever stands before something, with or without a name."""

    kind = RadioField(_("What is it"), choices=list(words.KINDS.items()), default="complaint")
    category = ChoiceField(_("What is it about"), choices=[], validate_choice=False)
    text = TextAreaField(
        _("What would you like to tell us"),
        [required(), Length(max=1000, message=_("Shorten this to %(max)d characters or fewer."))],
    )
    paper_files = PapersField()
    name = TextField(_("Your name"), most=40)
    phone = PhoneField(
        _("Your phone number"), description=_("Only if you want us to call. You need not say who you are.")
    )
    key = HiddenField()
