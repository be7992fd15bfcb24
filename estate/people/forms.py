"""Forms of people, their parts in homes, vehicles, care and joining."""

from wtforms import BooleanField, PasswordField, RadioField, TextAreaField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from estate.access.passwords import MIN_LENGTH
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.people.rules import CARE, KINDS, OWNERS, ROLES
from estate.people.rules_ids import clean_id_number, is_id_number
from estate.people.shares import ShareField
from estate.people.specs import CareSpec, PersonSpec, PhoneSpec, ResidencySpec
from estate.web.forms import (
    ChoiceField,
    CountField,
    DayField,
    EstateForm,
    PhoneField,
    TextField,
    one_line,
    required,
)

CONSENT_AS = {"self": _("The person"), "guardian": _("A guardian")}


class PersonForm(EstateForm):
    """A person or a company."""

    kind = RadioField(_("Kind"), choices=list(KINDS.items()), default="person")
    name = TextField(_("Name"), [required()], most=80)
    contact_name = TextField(_("Contact person"), most=40, description=_("Of a company: whom to ask for."))
    birth_year = CountField(_("Year of birth"), least=1880, most=2200)
    id_number = TextField(
        _("ID number"),
        most=30,
        description=_("Not needed for billing. Kept encrypted; a look at it is recorded."),
    )
    note = TextAreaField(_("Note"), [Length(max=500)], filters=[one_line])

    def validate_id_number(self, field: TextField) -> None:
        number = clean_id_number(field.data or "")
        if number and not is_id_number(number, company=self.kind.data == "company"):
            raise ValidationError(_t("This number is mistyped: its check digit does not fit."))

    def spec(self) -> PersonSpec:
        """What was typed."""
        return PersonSpec(
            name=str(self.name.data),
            kind=str(self.kind.data),
            id_number=str(self.id_number.data or ""),
            birth_year=self.birth_year.data if self.kind.data == "person" else None,
            contact_name=str(self.contact_name.data or "") if self.kind.data == "company" else "",
            note=str(self.note.data or ""),
        )


class NewPersonForm(PersonForm):
    """A new person or company, with numbers to call."""

    phone_1 = PhoneField(_("Phone"))
    phone_2 = PhoneField(_("Second phone"))

    def spec(self) -> PersonSpec:
        """What was typed."""
        numbers = [str(field.data) for field in (self.phone_1, self.phone_2) if field.data]
        return super().spec()._replace(phones=tuple(PhoneSpec(number) for number in numbers))


class ChangePersonForm(PersonForm):
    """Correct a person's details; an ID number is shown nowhere, so an empty field keeps it."""

    drop_id_number = BooleanField(_("Forget the ID number that is recorded"))


class PhoneForm(EstateForm):
    """One more number."""

    number = PhoneField(_("Phone"), [required()])
    note = TextField(_("What it is"), most=30)


class ResidencyForm(EstateForm):
    """Somebody's part in a home."""

    role = ChoiceField(_("Role"), choices=list(ROLES.items()), default="family")
    relation = TextField(
        _("Relation"), most=30, description=_("Of a family member or contact: wife, son, nurse.")
    )
    share = ShareField(_("Share"), description=_("Of an owner or co-owner: 1/2 or 0.5."))
    from_date = DayField(_("From"))
    to_date = DayField(_("Last day"))

    def validate_share(self, field: ShareField) -> None:
        if field.data is not None and self.role.data not in OWNERS:
            raise ValidationError(_t("Only owners hold a share."))

    def spec(self) -> ResidencySpec:
        """What was typed."""
        return ResidencySpec(
            str(self.role.data),
            str(self.relation.data or ""),
            self.share.data,
            self.from_date.data,
            self.to_date.data,
        )


class MemberForm(ResidencyForm):
    """A new part in a home: of a person who is known, or of a new one."""

    person_id = CountField(_("Person"), least=1, most=10**9)
    name = TextField(_("Name"), most=80)
    phone = PhoneField(_("Phone"))
    birth_year = CountField(_("Year of birth"), least=1880, most=2200)

    def validate_name(self, field: TextField) -> None:
        if not self.person_id.data and not field.data:
            raise ValidationError(_t("Fill this in."))

    def person(self) -> PersonSpec:
        """The new person."""
        phones = (PhoneSpec(str(self.phone.data)),) if self.phone.data else ()
        return PersonSpec(str(self.name.data or ""), phones=phones, birth_year=self.birth_year.data)


class EndForm(EstateForm):
    """The last day of somebody's part in a home."""

    to_date = DayField(_("Last day"), [required()])


class ReasonForm(EstateForm):
    """Why something is done that needs a reason."""

    reason = TextField(_("Reason"), [required()], most=200)


class VehicleForm(EstateForm):
    """A vehicle of a home."""

    plate = TextField(_("Number plate"), [required()], most=20)
    person_id = ChoiceField(_("Driven by"), choices=[], validate_choice=False)
    note = TextField(_("Note"), most=60)


class CareForm(EstateForm):
    """A care need, with consent."""

    category = ChoiceField(_("Category"), choices=list(CARE.items()))
    detail = TextAreaField(
        _("Detail"),
        [Length(max=1000)],
        description=_(
            "Kept encrypted. Only those who may read care needs see it, and each look is recorded."
        ),
    )
    agreed_help = TextField(
        _("Agreed help"),
        most=120,
        description=_("What all staff may see, without the reason: knock loudly, drive slowly, call first."),
    )
    consent_on = DayField(_("Consent given on"), [required()])
    consent_as = RadioField(_("Consent given by"), choices=list(CONSENT_AS.items()), default="self")
    consent_by = TextField(_("Name of who consented"), [required()], most=40)
    review_on = DayField(_("Review on"))

    def spec(self) -> CareSpec:
        """What was typed."""
        return CareSpec(
            str(self.category.data),
            str(self.detail.data or ""),
            str(self.agreed_help.data or ""),
            self.consent_on.data,
            str(self.consent_by.data or ""),
            str(self.consent_as.data),
            self.review_on.data,
        )


class CodeForm(EstateForm):
    """The code from the slip."""

    code = TextField(_("Code"), [required()], most=20)


class JoinForm(EstateForm):
    """Phone number and password of somebody who was invited."""

    phone = PhoneField(_("Your phone number"), [InputRequired(_("Fill this in."))])
    password = PasswordField(_("Password"), [required(), Length(min=MIN_LENGTH)])
    again = PasswordField(
        _("Password again"), [required(), EqualTo("password", _("The two passwords differ."))]
    )
