"""A ledger enters the records in one transaction, and leaves them again while nothing depends on it."""

from typing import Any, NamedTuple

import msgspec

from estate.community import actions as community
from estate.community import actions_places
from estate.community import queries as places
from estate.data import Tx, audit, clock, read, write
from estate.data.store import Actor
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.intake import actions, records
from estate.intake.check import Checked
from estate.intake.choices import Doubt
from estate.intake.findings import HomeRow, Source
from estate.intake.households import home_spec, households
from estate.intake.records import Batch
from estate.people import actions_bulk
from estate.people import queries as people
from estate.refusal import Refused


class Terms(NamedTuple):
    """What a person agreed to: rows that still wait stay out; homes that exist stay as they are; care words come in."""

    leave_waiting: bool = False
    skip_existing: bool = False
    with_care: bool = True


def commit(batch_id: int, terms: Terms, by: Actor) -> Batch:
    """Bring a ledger in; once it is in, the same again changes nothing.

    Refused while questions wait (field `leave_waiting`) or homes exist already (field `skip_existing`) without the
    word on them, and when somebody decided something meanwhile.
    """
    with read() as db:
        batch = records.batch(db, batch_id)
        if batch is None:
            raise Refused(_("This import no longer exists."))
        if batch.state == "committed":
            return batch
        checked = actions.read_again(db, batch)
        decided = records.doubts(db, batch_id, state="decided")
    _ask_again(batch, checked, by)
    with write(by) as tx:
        now = records.batch(tx, batch_id)
        if now is not None and now.state == "committed":
            return now
        if actions.require_open(tx, batch_id).version != batch.version:
            raise Refused(_("Somebody has decided something in the meantime. Look at the figures again."))
        homes = _agreed(tx, checked, terms)
        counts = _bring_in(tx, batch_id, checked, homes, decided, terms)
        counts["left_out"] = len(checked.findings.homes) + len(checked.findings.waiting) - len(homes)
        tx.update(
            "import_batches",
            batch_id,
            state="committed",
            counts=msgspec.json.encode(counts).decode(),
            committed_at=clock.stamp(),
            committed_by=tx.by.name,
        )
        audit.record(tx, "import.committed", "import_batches", batch_id, after=counts)
        done = records.batch(tx, batch_id)
        assert done is not None
        return done


def undo(batch_id: int, by: Actor) -> None:
    """Take out everything that an import brought. Refused as soon as something depends on it; twice is once."""
    with write(by) as tx:
        batch = records.batch(tx, batch_id)
        if batch is None or batch.open:
            raise Refused(_("This import has not been brought in."))
        if batch.state == "undone":
            return
        actions_bulk.remove_batch(tx, batch_id)
        community.remove_batch(tx, batch_id)
        tx.update("import_batches", batch_id, state="undone", undone_at=clock.stamp(), undone_by=tx.by.name)
        audit.record(tx, "import.undone", "import_batches", batch_id, before=batch.counts)


def _ask_again(batch: Batch, checked: Checked, by: Actor) -> None:
    """Questions that came up only through the decisions (a typed home that is there twice) are asked, not passed over."""
    with read() as db:
        asked = {(d.sheet, d.row, d.column, d.kind) for d in records.doubts(db, batch.id)}
    new = [f for f, _home, _at in checked.doubts if (f.sheet, f.row, f.column, f.kind) not in asked]
    if new:
        with write(by) as tx:
            actions.store_doubts(tx, batch.id, checked)
        raise Refused(
            ngettext(
                "The decisions raise %(n)s new question; look at it first.",
                "The decisions raise %(n)s new questions; look at them first.",
                len(new),
            )
        )


def _agreed(tx: Tx, checked: Checked, terms: Terms) -> list[HomeRow]:
    """The homes that enter. Refused when that is not what was agreed to."""
    homes = checked.clean
    if checked.doubts and not terms.leave_waiting:
        raise Refused(
            ngettext(
                "%(n)s question waits for a decision.",
                "%(n)s questions wait for a decision.",
                len(checked.doubts),
            ),
            "leave_waiting",
        )
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
