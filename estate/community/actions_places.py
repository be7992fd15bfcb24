"""Zones, buildings with the generator and entrances: made, changed and, while empty, deleted."""

import sqlite3

from estate.community import actions, queries, records, rules
from estate.community.rules_generator import MOST_HOMES, BuildingPlan, plan_homes
from estate.data import Tx, audit, write
from estate.data.store import Actor
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.refusal import Refused


def rename_zone(zone_id: int, name: str, by: Actor) -> None:
    """Give a zone another name; Refused when it is taken."""
    with write(by) as tx:
        before = tx.value("SELECT name FROM zones WHERE id = :id", id=zone_id)
        if tx.value("SELECT 1 FROM zones WHERE name = :name AND id <> :id", name=name, id=zone_id):
            raise Refused(_("There is a zone of this name already."), "name")
        tx.update("zones", zone_id, name=name)
        audit.record(tx, "zone.changed", "zones", zone_id, before={"name": before}, after={"name": name})


def remove_zone(zone_id: int, by: Actor) -> None:
    """Delete a zone without buildings."""
    with write(by) as tx:
        delete(tx, "zones", zone_id, _("Buildings lie in this zone; move them first."))


def generate_building(plan: BuildingPlan, by: Actor, *, name: str = "", zone_id: int | None = None) -> int:
    """Make a new building with all its homes in one transaction; answers the building's id."""
    with write(by) as tx:
        building_id = actions.add_building(tx, plan.building, name, zone_id)
        _generate(tx, plan)
        return building_id


def extend_building(building_id: int, plan: BuildingPlan, by: Actor) -> int:
    """Make more homes in a building, as an entrance that is laid out differently; answers how many."""
    with write(by) as tx:
        return _generate(tx, plan._replace(building=_building(tx, building_id).code))


def change_building(building_id: int, code: str, name: str, zone_id: int | None, by: Actor) -> None:
    """Change a building's name and zone; its code only while it has no homes, for bills and people know the codes."""
    with write(by) as tx:
        before, code = _building(tx, building_id), rules.canonical_part(code)
        if code != before.code:
            if before.homes:
                raise Refused(_("The homes carry this number in their codes; it stays as it is."), "code")
            if not code or tx.value("SELECT 1 FROM buildings WHERE code = :code", code=code):
                raise Refused(_("There is a building %(code)s already.", code=code), "code")
        after = {"code": code, "name": name, "zone_id": zone_id}
        was, now = rules.changes({key: getattr(before, key) for key in after}, after)
        if now:
            tx.update("buildings", building_id, **after)
            records.order_buildings(tx)
            audit.record(tx, "building.changed", "buildings", building_id, before=was, after=now)


def remove_building(building_id: int, by: Actor) -> None:
    """Delete a building without homes, with its empty entrances; Refused when something refers to it."""
    with write(by) as tx:
        found = _building(tx, building_id)
        if found.homes:
            raise Refused(
                ngettext(
                    "There is %(n)s home in this building; delete it first.",
                    "There are %(n)s homes in this building; delete them first.",
                    found.homes,
                )
            )
        message = _("Fees are assigned to this building or its entrances; it cannot be deleted.")
        try:
            tx.run("DELETE FROM entrances WHERE building_id = :id", id=building_id)
        except sqlite3.IntegrityError as error:
            raise Refused(message) from error
        delete(tx, "buildings", building_id, message)


def _generate(tx: Tx, plan: BuildingPlan) -> int:
    homes = plan_homes(plan)
    if not homes or len(homes) > MOST_HOMES:
        raise Refused(
            _("This makes %(n)s homes; a building has 1 to %(most)s.", n=len(homes), most=MOST_HOMES)
        )
    actions.add_homes(tx, homes)
    return len(homes)


def _building(tx: Tx, building_id: int) -> queries.Building:
    found = queries.building(tx, building_id)
    if found is None:
        raise Refused(_("This building no longer exists."))
    return found


def delete(tx: Tx, table: str, row_id: int, refusal: str) -> None:
    """Delete one row of a place and log it; Refused with these words when something refers to it."""
    name = "name" if table == "zones" else "code"
    what = tx.value(f"SELECT {name} FROM {table} WHERE id = :id", id=row_id)
    try:
        with tx.db.atomic():
            tx.run(f"DELETE FROM {table} WHERE id = :id", id=row_id)
    except sqlite3.IntegrityError as error:
        raise Refused(refusal) from error
    audit.record(tx, f"{table}.deleted", table, row_id, before={name: what})
