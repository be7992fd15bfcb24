"""Forms of a settlement's steps."""

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField

from estate.i18n import lazy as _
from estate.people.queries_handovers import Known
from estate.settlement.plan import NewOwner, Plan
from estate.settlement.words import MONEY
from estate.web.forms import DayField, EstateForm, PhoneField, ReadingField, TextField, required

MOST_E3 = 10**12


class DayForm(EstateForm):
    """From when, and who takes over. Where the handover is recorded already, only the day counts."""

    on = DayField(_("New owner from"), [required()])
    name_1 = TextField(_("New owner"), most=80)
    phone_1 = PhoneField(_("Phone"))
    company = BooleanField(_("The new owner is a company"))
    name_2 = TextField(_("Co-owner"), most=80)
    phone_2 = PhoneField(_("Phone"))
    residencies = SelectMultipleField(_("Leave as well"), coerce=int, validate_choice=False)
    vehicles = SelectMultipleField(_("Vehicles that leave"), coerce=int, validate_choice=False)

    def plan(self, known: dict[int, Known]) -> Plan:
        """What was filled in; known: who is meant by the first and second, where they are recorded already."""
        owners: list[NewOwner] = []
        for n in (1, 2):
            name, phone = str(self[f"name_{n}"].data or ""), str(self[f"phone_{n}"].data or "")
            if name:
                company = n == 1 and bool(self.company.data)
                found = known.get(n)
                same = (found.person_id, found.homes) if found else (None, "")
                owners.append(NewOwner(name, phone, company, *same))
        return Plan(tuple(owners), tuple(self.residencies.data or ()), tuple(self.vehicles.data or ()))


class FinalReadingForm(EstateForm):
    """What a meter showed on the last day."""

    value = ReadingField(_("Reading"), [required(_("Write what the meter shows."))], least=0, most=MOST_E3)
    estimated = BooleanField(_("Estimated, not read"))
    passed_zero = HiddenField()
    confirmed = HiddenField()


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
