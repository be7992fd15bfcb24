"""Forms of papers."""

from wtforms import HiddenField

from estate.documents import words
from estate.i18n import lazy as _
from estate.web.forms import ChoiceField, CountField, EstateForm, required


class BatchForm(EstateForm):
    """A print of many papers."""

    key = HiddenField()
    kind = ChoiceField(_("What to print"), choices=list(words.KINDS.items()), default="notice")
    building_id = ChoiceField(_("Building"), default="")
    year = CountField(
        _("Year"),
        least=2000,
        most=2100,
        description=_("Of statements and certificates; notices show what is owed now."),
    )
    invite = ChoiceField(_("QR code for signing in"), choices=list(words.INVITES.items()), default="no")


class OwnForm(EstateForm):
    """A paper for oneself. Set the choices of `payer` before validating; empty is right where there is but one."""

    home = HiddenField()
    kind = ChoiceField(
        _("What to print"),
        [required()],
        choices=[(kind, words.ONE[kind]) for kind in ("statement", "certificate")],
        default="statement",
    )
    year = CountField(_("Year"), [required()], least=2000, most=2100)
    payer = ChoiceField(_("Payer"), default="")


class OneForm(EstateForm):
    """A paper for one payer of a home."""

    kind = ChoiceField(_("What to print"), [required()], choices=list(words.ONE.items()), default="statement")
    year = CountField(_("Year"), [required()], least=2000, most=2100)
