"""The public places of the invented community with their labels, and the outside firms that it calls."""

from datetime import timedelta

from estate.contractors import actions as contractors
from estate.contractors.actions import Firm
from estate.data import clock, write
from estate.data.store import Actor
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.labels import actions as labels
from estate.office.identity import identity
from estate.places import actions as places
from estate.places import queries
from estate.places.actions import Bulk, PlaceSpec


def lay_out(by: Actor) -> None:
    """Hall, lift and corridors of every entrance; garage, gates, machine rooms, garden; a label on each."""
    with write(by) as tx, speaking(identity(tx).locale):
        buildings = tuple(int(one) for one in tx.values("SELECT id FROM buildings ORDER BY sort"))
        places.add_many(tx, places.of_entrances(tx, Bulk(buildings)))
        places.add_many(
            tx,
            [
                PlaceSpec(_("South gate"), "gate"),
                PlaceSpec(_("North gate"), "gate"),
                PlaceSpec(_("Underground garage, zone A"), "garage", floor=-1),
                PlaceSpec(_("Underground garage, zone B"), "garage", floor=-1),
                PlaceSpec(_("Pump room"), "pump_room", floor=-1),
                PlaceSpec(_("Power room"), "power_room", floor=-1),
                PlaceSpec(_("Fire control room"), "control_room", floor=1),
                PlaceSpec(_("Central garden"), "garden"),
                PlaceSpec(_("Playground"), "playground"),
                PlaceSpec(_("Waste station"), "waste"),
            ],
        )
        labels.labels(tx, "place", [one.id for one in queries.choices(tx)])
        year = (clock.today() + timedelta(days=200)).isoformat()
        month = (clock.today() - timedelta(days=20)).isoformat()
        contractors.save(Firm(_("Anjie Lifts"), "0571-88000101", _("Lifts"), year), by)
        contractors.save(Firm(_("Gujia Waterproofing"), "0571-88000202", _("Roofs and leaks"), month), by)
