"""A ledger of homes and owners: looked at, brought in, taken back."""

from typing import Any

from estate.community import actions as community
from estate.community import actions_places
from estate.community import queries as places
from estate.data import Tx, read
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.intake.batches import Batch
from estate.intake.check import Checked, check, figures
from estate.intake.choices import answers, choices, refusal
from estate.intake.doubts import Doubt
from estate.intake.findings import HomeRow, Source
from estate.intake.handed import Handed, Looked, Terms
from estate.intake.households import home_spec, households
from estate.people import actions_bulk
from estate.people import queries as people
from estate.refusal import Refused

__all__ = ["bring_in", "choices", "look", "refusal", "take_back"]


def look(handed: Handed) -> Looked:
    """The ledger read with all decisions. Raises UnreadableLedger."""
    checked = check(handed.content, handed.name, handed.mapping, answers(handed.decided))
    with read() as db:
        existing = set(places.home_ids(db))
    found = checked.findings
    return Looked(checked.doubts, found.fixed, found.skipped, figures(checked, existing), checked)


def bring_in(tx: Tx, batch: Batch, looked: Looked, decided: list[Doubt], terms: Terms) -> dict[str, int]:
    """Homes and people enter. Refused (field `skip_existing`) when homes exist without the word on them."""
    checked: Checked = looked.found
    homes = _agreed(tx, checked, terms)
    counts = _bring_in(tx, batch.id, checked, homes, decided, terms)
    counts["left_out"] = len(checked.findings.homes) + len(checked.findings.waiting) - len(homes)
    return counts


def take_back(tx: Tx, batch: Batch) -> None:
    """Homes and people leave again. Refused as soon as something depends on them."""
    actions_bulk.remove_batch(tx, batch.id)
    community.remove_batch(tx, batch.id)


def _agreed(tx: Tx, checked: Checked, terms: Terms) -> list[HomeRow]:
    """The homes that enter. Refused when that is not what was agreed to."""
    homes = checked.clean
    existing = {home_spec(h, 0).code for h in homes} & set(places.home_ids(tx))
    if existing and not terms.skip_existing:
        raise Refused(
            ngettext(
                "%(n)s home of this file exists already.",
                "%(n)s homes of this file exist already.",
                len(existing),
            ),
            "skip_existing",
        )
    homes = [h for h in homes if home_spec(h, 0).code not in existing]
    if not homes:
        raise Refused(_("Nothing would be brought in."))
    return homes


def _bring_in(
    tx: Tx, batch_id: int, checked: Checked, homes: list[HomeRow], decided: list[Doubt], terms: Terms
) -> dict[str, int]:
    if not terms.with_care:
        homes = [h._replace(special=()) for h in homes]
    specs = {h.code: home_spec(h, batch_id) for h in homes}
    ids = community.add_homes(tx, specs.values())
    _put_in_zones(tx, homes)
    notes = {Source(d.sheet, d.row or 0): d.raw for d in decided if d.choice == "care"}
    houses = households(
        checked.findings,
        homes,
        {code: ids[spec.code] for code, spec in specs.items()},
        {h.code: notes[h.source] for h in homes if h.source in notes},
        people.ids_by_name_and_number(tx),
        people.current_plates(tx),
    )
    made = actions_bulk.add_households(tx, houses, import_batch_id=batch_id)
    members = [m for house in houses for m in house.members]
    roles: dict[str, int] = {}
    for member in members:
        roles[member.residency.role] = roles.get(member.residency.role, 0) + 1
    return {
        "homes": len(homes),
        "buildings": len({h.building for h in homes}),
        "people": len({person_id for house in made for person_id in house}),
        "owners": roles.get("owner", 0) + roles.get("co_owner", 0),
        "tenants": roles.get("tenant", 0),
        "family": roles.get("family", 0),
        "contacts": roles.get("contact", 0),
        "phones": len({(i, p.number) for house, who in zip(houses, made, strict=True)
                       for m, i in zip(house.members, who, strict=True) for p in m.person.phones}),
        "vehicles": sum(len(house.plates) for house in houses),
        "cares": sum(len(m.cares) for m in members),
        "area_dm2": sum(h.area_dm2 or 0 for h in homes),
    }  # fmt: skip


def _put_in_zones(tx: Tx, homes: list[HomeRow]) -> None:
    """Buildings whose homes all name one zone lie in it."""
    zones: dict[str, set[str]] = {}
    for home in homes:
        zones.setdefault(home.building, set()).add(home.zone or "")
    wanted: dict[str, Any] = {b: next(iter(z)) for b, z in zones.items() if len(z) == 1 and z != {""}}
    for building in places.buildings(tx) if wanted else []:
        if building.code in wanted and building.zone_id is None:
            zone_id = community.add_zone(tx, wanted[building.code])
            actions_places.change_building(building.id, building.code, building.name, zone_id, tx.by)
