"""Forms of a settlement's steps."""

from fractions import Fraction
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField

from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.people.queries_handovers import Known
from estate.people.shares import ShareField
from estate.refusal import Refused
from estate.settlement.plan import NewOwner, Plan
from estate.settlement.rules import UnevenShares, check_shares
from estate.settlement.words import MONEY
from estate.web.forms import DayField, EstateForm, PhoneField, ReadingField, TextField, required

MOST_E3 = 10**12


MOST_OWNERS = 6


class DayForm(EstateForm):
    """From when, and who takes over. Where the handover is recorded already, only the day counts."""

    on = DayField(_("New owner from"), [required()])
    name_1 = TextField(_("New owner"), most=80)
    phone_1 = PhoneField(_("Phone"))
    share_1 = ShareField(_("Share"))
    company = BooleanField(_("The new owner is a company"))
    name_2 = TextField(_("Co-owner"), most=80)
    phone_2 = PhoneField(_("Phone"))
    share_2 = ShareField(_("Share"))
    name_3 = TextField(_("Co-owner"), most=80)
    phone_3 = PhoneField(_("Phone"))
    share_3 = ShareField(_("Share"))
    name_4 = TextField(_("Co-owner"), most=80)
    phone_4 = PhoneField(_("Phone"))
    share_4 = ShareField(_("Share"))
    name_5 = TextField(_("Co-owner"), most=80)
    phone_5 = PhoneField(_("Phone"))
    share_5 = ShareField(_("Share"))
    name_6 = TextField(_("Co-owner"), most=80)
    phone_6 = PhoneField(_("Phone"))
    share_6 = ShareField(_("Share"))
    residencies = SelectMultipleField(_("Leave as well"), coerce=int, validate_choice=False)
    vehicles = SelectMultipleField(_("Vehicles that leave"), coerce=int, validate_choice=False)

    def validate(self, extra_validators: Any = None) -> bool:
        """Shares belong to names and make one whole; nobody stands there twice."""
        if not super().validate(extra_validators):
            return False
        rows = self._rows()
        for n, name, phone, share in rows:
            if share and not name:
                self.refuse(Refused(_t("Name who holds this share."), f"name_{n}"))
            if name and any((name, phone) == (other, number) for m, other, number, _s in rows if m < n):
                self.refuse(Refused(_t("This person stands here already."), f"name_{n}"))
        named = [(n, share) for n, name, _phone, share in rows if name]
        try:
            check_shares([share for _n, share in named])
        except UnevenShares as error:
            self.refuse(Refused(_told(error), f"share_{named[error.at][0]}"))
        return not self.errors

    def plan(self, known: dict[int, Known]) -> Plan:
        """What was filled in; known: who is meant by the first and the others, where they are recorded already."""
        owners: list[NewOwner] = []
        for n, name, phone, share in self._rows():
            if name:
                company = n == 1 and bool(self.company.data)
                found = known.get(n)
                same = (found.person_id, found.homes) if found else (None, "")
                owners.append(
                    NewOwner(name, phone, company, *same, str(share) if share and share < 1 else "")
                )
        return Plan(tuple(owners), tuple(self.residencies.data or ()), tuple(self.vehicles.data or ()))

    def _rows(self) -> list[tuple[int, str, str, Fraction | None]]:
        return [
            (
                n,
                str(self[f"name_{n}"].data or ""),
                str(self[f"phone_{n}"].data or ""),
                self[f"share_{n}"].data,
            )
            for n in range(1, MOST_OWNERS + 1)
        ]


def _told(error: UnevenShares) -> str:
    if error.total is None:
        return _t("Give every owner a share, or none of them when they own in common.")
    return _t("The shares make %(total)s together; they must make 1. Write thirds as 1/3.", total=error.total)


class FinalReadingForm(EstateForm):
    """What a meter showed on the last day."""

    value = ReadingField(_("Reading"), [required(_("Write what the meter shows."))], least=0, most=MOST_E3)
    estimated = BooleanField(_("Estimated, not read"))
    passed_zero = HiddenField()
    confirmed = HiddenField()
    kept_photo = HiddenField()  # the questions are those of any reading


class MoneyForm(EstateForm):
    """What becomes of the prepayment."""

    money = RadioField(_("Prepayment of who leaves"), choices=list(MONEY.items()), default="refund")
    agreement = TextField(
        _("Written agreement"),
        most=200,
        description=_("Needed to carry over: its date or number, signed by both."),
    )


class ThingsForm(EstateForm):
    """What stays with the home."""

    released = SelectMultipleField(_("Parking spaces given up"), coerce=int, validate_choice=False)
    access = TextField(_("Keys, cards and access"), most=200, description=_("Who has them now, how many."))


class CompletionForm(EstateForm):
    """The last word."""

    all_the_same = BooleanField(_("Complete it although a step is not done"))
