"""The public places of the invented community, with their labels."""

from estate.data import write
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
