"""Findings turned into what the office stores: homes, and the people of each home with their parts, numbers and cars."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from estate.community.rules import STATES, HomeSpec
from estate.intake.findings import Findings, HomeRow, OwnerRow, PhoneRow
from estate.people.rules import read_share
from estate.people.rules_ids import clean_plate, is_id_number, is_plate
from estate.people.specs import CareSpec, HouseholdSpec, MemberSpec, PersonSpec, PhoneSpec, ResidencySpec

CARES = (
    ("elderly_alone", "独居 空巢 孤寡 孤老 留守老人"),
    ("very_old", "高龄"),
    ("dependent", "失能 失智 痴呆 瘫痪 卧床 轮椅"),
    ("disability", "残疾 残障 肢残 聋 盲 失明 听障 视障 智障 自闭"),
    ("pregnancy", "孕 产妇"),
    ("child", "儿童 孤儿"),
    ("hardship", "低保 特困 五保 困难 贫困"),
    ("illness", "病 癌 肿瘤 尿毒症 透析 中风 抑郁 精神 艾滋"),
)
"""Words of ledgers by the category of care that they mean; anything else is `other`."""


class Who(NamedTuple):
    """What makes two entries of a ledger one person: the ID number, else name and number; a company its name."""

    name: str
    mark: str


def home_spec(home: HomeRow, batch_id: int) -> HomeSpec:
    """The home as the community stores it; ValueError without an area."""
    if home.area_dm2 is None:
        raise ValueError(f"{home.code} has no area")
    notes = [home.note or "", *home.parking]
    return HomeSpec(
        home.building,
        home.entrance,
        home.number,
        home.floor,
        home.area_dm2,
        home.inner_area_dm2,
        home.layout or "",
        home.usage or "residential",
        home.state if home.state in STATES else "delivered",
        home.handover.date.isoformat() if home.handover else None,
        "month" if home.handover and home.handover.by_month else "day",
        "\n".join(n for n in notes if n),
        batch_id,
    )


def households(
    findings: Findings,
    homes: Iterable[HomeRow],
    home_ids: Mapping[str, int],
    care_details: Mapping[str, str],
    known: Mapping[tuple[str, str], int],
    taken_plates: set[str],
) -> list[HouseholdSpec]:
    """The people of these homes. home_ids by code; care_details: what a note said, by code; known: people of the office
    by (name, number); taken_plates: cars that the office has. A car that stands at two homes stays at the first.
    """
    owners: dict[str, list[OwnerRow]] = {}
    phones: dict[str, list[PhoneRow]] = {}
    for owner in findings.owners:
        owners.setdefault(owner.code, []).append(owner)
    for phone in findings.phones:
        phones.setdefault(phone.code, []).append(phone)
    made = [
        _household(
            h, owners.get(h.code, []), phones.get(h.code, []), care_details.get(h.code, ""), home_ids[h.code]
        )
        for h in homes
    ]
    made = _one_person(made, known)
    plates = set(taken_plates)
    for n, (house, home) in enumerate(zip(made, homes, strict=True)):
        cars = [p for p in dict.fromkeys(map(clean_plate, home.plates)) if is_plate(p) and p not in plates]
        plates.update(cars)
        made[n] = house._replace(plates=tuple(cars))
    return made


def _household(
    home: HomeRow, owners: list[OwnerRow], phones: list[PhoneRow], care_detail: str, home_id: int
) -> HouseholdSpec:
    given = _given_phones(home, owners, phones)
    members: list[MemberSpec] = []
    shares = {o.name: read_share(o.share) for o in owners if o.share and o.role != "tenant"}
    whole = sum(s for s in shares.values() if s) <= 1
    for owner in owners:
        share = shares.get(owner.name) if whole else None
        company = owner.kind == "company"
        number = owner.id_no if owner.id_no and is_id_number(owner.id_no, company=company) else ""
        person = PersonSpec(owner.name, owner.kind, tuple(given.pop(owner.name, [])), number)
        members.append(MemberSpec(person, ResidencySpec(owner.role, share=share)))
    first = next((o.name for o in owners), home.code)
    for relative in home.family:
        name = relative.name or f"{first}（{relative.relation}）"
        own = [PhoneSpec(relative.phone)] if relative.phone else []
        numbers = {p.number: p for p in [*own, *given.pop(name, [])]}
        person = PersonSpec(name, phones=tuple(numbers.values()), birth_year=relative.birth_year)
        members.append(MemberSpec(person, ResidencySpec("family", relative.relation or "")))
    for name, numbers in given.items():
        members.append(MemberSpec(PersonSpec(name, phones=tuple(numbers)), ResidencySpec("contact")))
    return HouseholdSpec(home_id, tuple(_with_cares(members, home.special, care_detail)))


def _given_phones(
    home: HomeRow, owners: list[OwnerRow], phones: list[PhoneRow]
) -> dict[str, list[PhoneSpec]]:
    """The numbers by whose they are: who is named beside one, else the first owner, tenant or contact."""
    names = {o.name for o in owners} | {m.name for m in home.family if m.name} | set(home.contacts)
    relations = {m.relation: m.name for m in home.family if m.relation and m.name}
    owner = next((o.name for o in owners if o.role != "tenant"), None)
    tenant = next((o.name for o in owners if o.role == "tenant"), None)
    contact = next(iter(home.contacts), None)
    given: dict[str, list[PhoneSpec]] = {name: [] for name in home.contacts}
    for phone in phones:
        beside = phone.beside or ""
        whose = beside if beside in names else relations.get(beside)
        usual = (
            {"tenant": tenant, "contact": contact}.get(phone.role) or owner or tenant or contact or home.code
        )
        note = "" if whose else beside
        given.setdefault(whose or usual, []).append(PhoneSpec(phone.phone, note))
    return given


def _with_cares(members: list[MemberSpec], words: tuple[str, ...], detail: str) -> list[MemberSpec]:
    """The home's care words at its first owner who is a person, sealed and waiting for consent."""
    at = next((n for n, m in enumerate(members) if m.person.kind == "person"), None)
    if not words or at is None:
        return members
    cares = tuple(CareSpec(care_category(word), detail or word) for word in words)
    return [m._replace(cares=cares) if n == at else m for n, m in enumerate(members)]


def care_category(word: str) -> str:
    """The category of care that a ledger's word means."""
    return next((code for code, signs in CARES if any(sign in word for sign in signs.split())), "other")


def _one_person(houses: list[HouseholdSpec], known: Mapping[tuple[str, str], int]) -> list[HouseholdSpec]:
    """Give entries of one person one key and all its numbers, and people of the office their id."""
    numbers: dict[Who, dict[str, PhoneSpec]] = {}
    for house in houses:
        for member in house.members:
            if who := _who(member.person):
                held = numbers.setdefault(who, {})
                held.update({p.number: p for p in member.person.phones if p.number not in held})
    return [house._replace(members=tuple(_joined(house.members, numbers, known))) for house in houses]


def _joined(
    members: Iterable[MemberSpec],
    numbers: Mapping[Who, dict[str, PhoneSpec]],
    known: Mapping[tuple[str, str], int],
) -> Iterable[MemberSpec]:
    """The members of one home, nobody twice in the same part."""
    seen: set[tuple[object, str]] = set()
    for member in members:
        person, who = member.person, _who(member.person)
        if who:
            person = person._replace(key="\n".join(who), phones=tuple(numbers[who].values()))
        found = next(
            (known[person.name, p.number] for p in person.phones if (person.name, p.number) in known), None
        )
        same = (found or who or id(member), member.residency.role)
        if same not in seen:
            seen.add(same)
            yield member._replace(person=person, person_id=found)


def _who(person: PersonSpec) -> Who | None:
    if person.id_number or person.kind == "company":
        return Who(person.name, person.id_number or "company")
    return Who(person.name, person.phones[0].number) if person.phones else None
