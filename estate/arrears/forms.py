"""Forms of the room."""

from estate.arrears import words
from estate.i18n import lazy as _
from estate.web.forms import ChoiceField, DayField, EstateForm


class DayForm(EstateForm):
    """A day to look at; without one today."""

    day = DayField(_("As of"))


class CauseForm(EstateForm):
    """Why somebody does not pay."""

    code = ChoiceField(_("Reason"), choices=[*words.CAUSES.items(), ("none", _("The reason is gone"))])
