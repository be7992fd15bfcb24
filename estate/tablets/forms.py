"""The form of a tablet."""

from estate.i18n import lazy as _
from estate.web.forms import EstateForm, TextField, required


class TabletForm(EstateForm):
    name = TextField(
        _("Name of the tablet"), [required()], most=40, description=_("As it stands on its back: Tablet 2")
    )
