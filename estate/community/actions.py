"""What the office does with its places; each act is one transaction and leaves its entry in the change log."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from estate.community import queries, records, rules
from estate.community.rules import HomeSpec
from estate.data import Tx, audit, clock, write
from estate.data.store import Actor
from estate.i18n import gettext as _
from estate.refusal import Refused


class HomeChange(NamedTuple):
    """What may be changed of a home. Areas in dm² (0.01 m²)."""

    room: str
    floor: int | None
    area_dm2: int
    inner_area_dm2: int | None
    layout: str
    usage: str
    delivered_on: str | None
    delivered_precision: str
    note: str


def add_zone(tx: Tx, name: str) -> int:
    """A zone; its id when there is one of this name already."""
    name = name.strip()
    found = tx.value("SELECT id FROM zones WHERE name = :name", name=name)
    if found:
        return int(found)
    zone_id = tx.insert("zones", name=name)
    audit.record(tx, "zone.added", "zones", zone_id, after={"name": name})
    return zone_id


def add_building(tx: Tx, code: str, name: str = "", zone_id: int | None = None) -> int:
    """A building without entrances; Refused when its code is taken or empty."""
    code = rules.canonical_part(code)
    if not code:
        raise Refused(_("Give the building a number or a short name."), "code")
    if tx.value("SELECT 1 FROM buildings WHERE code = :code", code=code):
        raise Refused(_("There is a building %(code)s already.", code=code), "code")
    building_id = tx.insert("buildings", code=code, name=name.strip(), zone_id=zone_id)
    records.order_buildings(tx)
    audit.record(
        tx, "building.added", "buildings", building_id, after={"code": code, "name": name, "zone_id": zone_id}
    )
    return building_id


def ensure_home(tx: Tx, spec: HomeSpec) -> int:
    """The id of the home with this code; it is made, with its building and entrance, when there is none."""
    return add_homes(tx, [spec], keep_existing=True)[spec.code]


def add_homes(tx: Tx, specs: Iterable[HomeSpec], *, keep_existing: bool = False) -> dict[str, int]:
    """Make homes in bulk with the buildings and entrances they need; answers ids by canonical code.

    Refused when a code comes twice or exists already; with keep_existing an existing home stays as it is and its id
    is in the answer. Each state begins a history; one entry in the change log for all.
    """
    wanted: dict[str, HomeSpec] = {}
    for spec in specs:
        if spec.code in wanted:
            raise Refused(_("The home %(code)s comes twice.", code=spec.code), "room")
        wanted[spec.code] = spec
    existing = records.existing_codes(tx, wanted)
    if existing and not keep_existing:
        raise Refused(_("There is a home %(code)s already.", code=min(existing)), "room")
    new = [spec for code, spec in wanted.items() if code not in existing]
    if new:
        entrances = _ensure_entrances(tx, new)
        records.insert_homes(tx, [(spec, entrances[_place(spec)]) for spec in new])
        one = new[0].code if len(new) == 1 else None
        made = (
            {"home": one}
            if one
            else {"homes": len(new), "buildings": sorted({_place(spec)[0] for spec in new})}
        )
        subject_id = records.existing_codes(tx, [one])[one] if one else None
        audit.record(tx, "homes.added", "homes", subject_id, after=made)
    return records.existing_codes(tx, wanted)


def change_home(home_id: int, change: HomeChange, by: Actor) -> None:
    """Change a home's facts; a new room number changes its code, posted bills keep the one they were made with."""
    with write(by) as tx:
        before = _home(tx, home_id)
        room = rules.canonical_room(change.room)
        code = rules.home_code(before.building, before.entrance, room)
        if code != before.code and records.existing_codes(tx, [code]):
            raise Refused(_("There is a home %(code)s already.", code=code), "room")
        if change.inner_area_dm2 is not None and change.inner_area_dm2 > change.area_dm2:
            raise Refused(_("The inner area cannot be larger than the built area."), "inner_area_dm2")
        after = {**change._asdict(), "room": room}
        was, now = rules.changes({name: getattr(before, name) for name in after}, after)
        if not now:
            return
        tx.update("homes", home_id, **after, code=code, sort=rules.home_key(code))
        audit.record(tx, "home.changed", "homes", home_id, before=was, after=now)


def set_state(home_id: int, state: str, from_date: date, by: Actor, note: str = "") -> None:
    """A home is in this state from this day on; an earlier day only completes the history.

    Refused when the day is in the future. A first delivery also sets the day of delivery.
    """
    if from_date > clock.today():
        raise Refused(_("This day is still to come. Enter the state when it is so."), "from_date")
    with write(by) as tx:
        before = _home(tx, home_id)
        records.insert_state(tx, home_id, state, from_date.isoformat(), note.strip())
        entries = [rules.StateEntry(*row) for row in records.state_entries(tx, home_id)]
        now = rules.present_state(entries)
        assert now is not None
        tx.update("homes", home_id, state=now.state, state_since=now.from_date)
        if state == "delivered" and before.delivered_on is None:
            tx.update("homes", home_id, delivered_on=from_date.isoformat(), delivered_precision="day")
        audit.record(
            tx,
            "home.state_set",
            "homes",
            home_id,
            before={"state": before.state, "state_since": before.state_since},
            after={"state": state, "from": from_date.isoformat(), "note": note},
        )


def remove_home(home_id: int, by: Actor) -> None:
    """Delete a home that nothing refers to, with its history of states; Refused when something does."""
    with write(by) as tx:
        found = _home(tx, home_id)
        try:
            with tx.db.atomic():
                tx.run("DELETE FROM homes WHERE id = :id", id=home_id)
        except sqlite3.IntegrityError as error:
            raise Refused(
                _("People, bills or parking spaces belong to this home; it cannot be deleted.")
            ) from error
        audit.record(tx, "home.deleted", "homes", home_id, before=found._asdict())


def remove_batch(tx: Tx, import_batch_id: int) -> int:
    """Take back what an import made, homes with their then empty entrances and buildings; answers how many homes.

    Refused when something depends on one of them; then nothing is removed.
    """
    try:
        with tx.db.atomic():
            homes = records.delete_batch(tx, import_batch_id)
    except sqlite3.IntegrityError as error:
        raise Refused(
            _("People, bills or parking spaces belong to these homes; they cannot be taken back.")
        ) from error
    audit.record(
        tx, "homes.batch_removed", "homes", after={"import_batch_id": import_batch_id, "homes": homes}
    )
    return homes


def _home(tx: Tx, home_id: int) -> queries.Home:
    found = queries.home(tx, home_id)
    if found is None:
        raise Refused(_("This home no longer exists."))
    return found


def _place(spec: HomeSpec) -> tuple[str, str]:
    return rules.canonical_part(spec.building), rules.canonical_part(spec.entrance) or "1"


def _ensure_entrances(tx: Tx, specs: list[HomeSpec]) -> dict[tuple[str, str], int]:
    """The ids of all (building, entrance) that these homes need, made where they are missing."""
    needed = {_place(spec): spec.import_batch_id for spec in specs}
    if any(not building for building, _entrance in needed):
        raise Refused(_("Give the building a number or a short name."), "code")
    records.insert_buildings(tx, {building: batch for (building, _entrance), batch in needed.items()})
    records.insert_entrances(tx, needed)
    known = records.entrance_ids(tx)
    return {place: known[place] for place in needed}
