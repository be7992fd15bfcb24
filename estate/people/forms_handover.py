"""The form of a handover: from when, to whom, who leaves as well."""

from typing import NamedTuple

from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import ValidationError

from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.people.actions_handover import Leaving, NewOwner
from estate.people.shares import ShareField
from estate.people.specs import PersonSpec, PhoneSpec
from estate.web.forms import DayField, EstateForm, PhoneField, TextField, required


class Typed(NamedTuple):
    """One new owner as typed, and the person already known who seems to be meant."""

    number: int
    owner: NewOwner
    known_homes: str = ""


class HandoverForm(EstateForm):
    """The sale of a home."""

    on = DayField(_("New owner from"), [required()])
    company = BooleanField(_("The new owner is a company"))
    name_1 = TextField(_("New owner"), [required()], most=80)
    phone_1 = PhoneField(_("Phone"))
    share_1 = ShareField(_("Share"))
    name_2 = TextField(_("Co-owner"), most=80)
    phone_2 = PhoneField(_("Phone"))
    share_2 = ShareField(_("Share"))
    name_3 = TextField(_("Another co-owner"), most=80)
    phone_3 = PhoneField(_("Phone"))
    share_3 = ShareField(_("Share"))
    residencies = SelectMultipleField(_("Leave as well"), coerce=int, validate_choice=False)
    vehicles = SelectMultipleField(_("Vehicles that leave"), coerce=int, validate_choice=False)
    same = SelectMultipleField(_("The same person"), coerce=int, validate_choice=False)
    note = TextField(_("Note"), most=200, description=_("Contract number, meter readings, what was agreed."))

    def validate_share_1(self, _field: ShareField) -> None:
        shares = [self[f"share_{n}"].data for n in (1, 2, 3)]
        if sum(share for share in shares if share) > 1:
            raise ValidationError(_t("Together the shares cannot exceed 1."))

    def owners(self) -> list[NewOwner]:
        """The new owners as typed, the first one first."""
        found: list[NewOwner] = []
        for n in (1, 2, 3):
            name, phone = self[f"name_{n}"].data, self[f"phone_{n}"].data
            if not name:
                continue
            kind = "company" if n == 1 and self.company.data else "person"
            phones = (PhoneSpec(str(phone)),) if phone else ()
            found.append(NewOwner(PersonSpec(str(name), kind, phones), self[f"share_{n}"].data))
        return found

    def leaving(self) -> Leaving:
        """Who and what leaves besides the old owners."""
        return Leaving(frozenset(self.residencies.data or ()), frozenset(self.vehicles.data or ()))
