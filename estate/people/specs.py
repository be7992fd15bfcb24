"""What is given to the actions that add people: by the pages one by one, by imports and the demo in bulk."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple


class PhoneSpec(NamedTuple):
    """A number as stored (`13812345678`, `0571-88886666`) and what it is (office, son)."""

    number: str
    note: str = ""


class PersonSpec(NamedTuple):
    """A person or company. In one bulk call, specs with the same non-empty `key` are one and the same person."""

    name: str
    kind: str = "person"
    phones: tuple[PhoneSpec, ...] = ()
    id_number: str = ""
    birth_year: int | None = None
    contact_name: str = ""
    note: str = ""
    key: str = ""


class ResidencySpec(NamedTuple):
    """Somebody's part in a home. share: above 0 and up to 1, owners and co-owners only."""

    role: str
    relation: str = ""
    share: Fraction | None = None
    from_date: date | None = None
    to_date: date | None = None


class CareSpec(NamedTuple):
    """A care need. Without consent (consent_on None) it is kept sealed and waits for the person's consent."""

    category: str
    detail: str = ""
    agreed_help: str = ""
    consent_on: date | None = None
    consent_by: str = ""
    consent_as: str = "self"
    review_on: date | None = None


class MemberSpec(NamedTuple):
    """One member of a household: a new person, or with `person_id` one who is known already."""

    person: PersonSpec
    residency: ResidencySpec
    person_id: int | None = None
    cares: tuple[CareSpec, ...] = ()


class HouseholdSpec(NamedTuple):
    """Everybody of one home, and its vehicles' plates."""

    home_id: int
    members: tuple[MemberSpec, ...]
    plates: tuple[str, ...] = ()
