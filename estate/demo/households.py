"""Who lives in the invented community."""

import random
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from estate.community.rules import HomeSpec
from estate.demo.facts import a_name, a_phone, a_plate, facts
from estate.people.specs import CareSpec, HouseholdSpec, MemberSpec, PersonSpec, PhoneSpec, ResidencySpec


def households(homes: Mapping[int, HomeSpec], rng: random.Random, today: date) -> list[HouseholdSpec]:
    """One household for each home, by home id."""
    plates: set[str] = set()
    return [_household(home_id, home, rng, today, plates) for home_id, home in homes.items()]


def _household(
    home_id: int, home: HomeSpec, rng: random.Random, today: date, plates: set[str]
) -> HouseholdSpec:
    since = date.fromisoformat(home.delivered_on) if home.delivered_on else today
    if home.usage == "shop":
        company = PersonSpec(
            rng.choice(facts().companies), kind="company", phones=_phones(rng), contact_name=a_name(rng)
        )
        return HouseholdSpec(home_id, (MemberSpec(company, ResidencySpec("owner", from_date=since)),))
    members = _owners(rng, since) + _others(home, rng, since, today)
    return HouseholdSpec(home_id, tuple(members), _plates(rng, plates))


def _owners(rng: random.Random, since: date) -> list[MemberSpec]:
    owner = PersonSpec(a_name(rng), phones=_phones(rng), birth_year=rng.randrange(1945, 2000))
    if rng.random() >= 0.3:
        return [MemberSpec(owner, ResidencySpec("owner", from_date=since))]
    spouse = PersonSpec(a_name(rng), phones=_phones(rng), birth_year=rng.randrange(1945, 2000))
    half = Fraction(1, 2)
    return [
        MemberSpec(owner, ResidencySpec("owner", share=half, from_date=since)),
        MemberSpec(spouse, ResidencySpec("co_owner", share=half, from_date=since)),
    ]


def _others(home: HomeSpec, rng: random.Random, since: date, today: date) -> list[MemberSpec]:
    others: list[MemberSpec] = []
    if home.state == "let":
        tenant = PersonSpec(a_name(rng), phones=_phones(rng), birth_year=rng.randrange(1970, 2004))
        others.append(
            MemberSpec(tenant, ResidencySpec("tenant", from_date=max(since, date(today.year - 1, 3, 1))))
        )
    elif home.state == "occupied" and rng.random() < 0.5:
        child = PersonSpec(a_name(rng), birth_year=rng.randrange(2000, today.year))
        others.append(MemberSpec(child, ResidencySpec("family", relation="子女", from_date=since)))
    if rng.random() < 0.03:
        alone = CareSpec("elderly_alone", agreed_help="每周电话问候", consent_on=today, consent_by="本人")
        elder = PersonSpec(a_name(rng), phones=_phones(rng), birth_year=rng.randrange(1935, 1950))
        others.append(
            MemberSpec(elder, ResidencySpec("family", relation="父母", from_date=since), cares=(alone,))
        )
    return others


def _phones(rng: random.Random) -> tuple[PhoneSpec, ...]:
    return (PhoneSpec(a_phone(rng)),)


def _plates(rng: random.Random, taken: set[str]) -> tuple[str, ...]:
    plate = a_plate(rng)
    if rng.random() >= 0.4 or plate in taken:
        return ()
    taken.add(plate)
    return (plate,)
