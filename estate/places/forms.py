"""Forms of public places."""

from wtforms import BooleanField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from estate.i18n import lazy as _
from estate.places.words import KINDS
from estate.web.forms import ChoiceField, CountField, EstateForm, TextField, required


class PlaceForm(EstateForm):
    """A public place. spot: a building, or a building and its entrance: `3-7` by their ids."""

    name = TextField(_("Name of the place"), [required()], most=60)
    kind = ChoiceField(_("Kind of place"), validators=[required()], choices=list(KINDS.items()))
    spot = ChoiceField(_("Building or entrance"), choices=[])
    floor = CountField(_("Floor"), least=-9, most=150)
    code = TextField(
        _("Number of the place"), most=20, description=_("As on plans. Empty: the next free one.")
    )
    note = TextAreaField(_("Note"))


class BulkForm(EstateForm):
    """What every entrance of some buildings has."""

    buildings = SelectMultipleField(
        _("Buildings"),
        coerce=int,
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    lobby = BooleanField(_("An entrance hall"), default=True)
    lift = BooleanField(_("A lift"), default=True)
    stairs = BooleanField(_("Stairs"))
    corridors = BooleanField(_("A corridor on every floor"), default=True)
    lowest = CountField(_("Lowest floor"), least=-9, most=150, description=_("Empty: as the homes say."))
    highest = CountField(_("Highest floor"), least=-9, most=150)
