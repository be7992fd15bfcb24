"""The form of a group of homes."""

from estate.i18n import lazy as _
from estate.web.forms import EstateForm, TextField, required


class GroupForm(EstateForm):
    name = TextField(_("Name of the group"), [required()], most=40)
    note = TextField(_("What this group is for"), most=200)
