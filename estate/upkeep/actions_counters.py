"""Readings of counters as somebody writes them down."""

from datetime import date

from estate.data import Tx, clock
from estate.equipment import actions as equipment
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.upkeep import planner, records
from estate.upkeep.rules_counters import possible_hours
from estate.upkeep.words import number


def read_counter(
    tx: Tx,
    equipment_id: int,
    counter: str,
    value: int,
    on: date,
    restarts: bool = False,
    record_id: int | None = None,
) -> None:
    """What a counter shows on a day. Refused: a day to come or before the last, less than it showed, or more hours than
    have passed, unless it was changed."""
    if on > clock.today():
        raise Refused(_("This day is still to come."), "read_on")
    installed = equipment.require(tx, equipment_id).installed_on
    if installed and on.isoformat() < installed:
        raise Refused(_("This is before it was installed."), "read_on")
    before = records.shown(tx, equipment_id).get((equipment_id, counter), [])
    if before and on < before[-1].on:
        raise Refused(
            _("It was read on %(day)s already; give this or a later day.", day=before[-1].on), "read_on"
        )
    if before and value < before[-1].value and not restarts:
        raise Refused(_("This is less than it showed before. If the counter was changed, say so."), counter)
    if before and counter == "hours" and not restarts and not possible_hours(before[-1], on, value):
        raise Refused(
            _(
                "That is more than 24 hours a day since it showed %(value)s. Read it again.",
                value=number(before[-1].value),
            ),
            counter,
        )
    tx.insert(
        "upkeep_readings",
        equipment_id=equipment_id,
        counter=counter,
        read_on=on.isoformat(),
        value=value,
        restarts=int(restarts),
        record_id=record_id,
        at=clock.stamp(),
        who=tx.by.name,
    )
    if record_id is None:
        planner.foresee(tx, clock.today(), equipment_id)
