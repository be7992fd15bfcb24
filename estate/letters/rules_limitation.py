"""When the limitation of a claim ends: three years from the due day, anew from every interruption. Charge by charge.

The day itself does not count, so the last day is the same date three years on, or the last of its month; when that is
a day off, the next working day (Civil Code §188, 189, 195, 201, 202, 203). Each instalment is reckoned by itself, the
most careful view; the due day is taken as it stands. What happens after the end interrupts nothing.
"""

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from estate.penalties.rules import effective_due

YEARS = 3
WARNINGS = (180, 90, 30)
"""Days before the end at which a claim shows up; the middle one unless somebody asks for another."""


class Event(NamedTuple):
    """What interrupts: on which day, what (words.EVENTS), and the number or id that it is found by."""

    on: date
    kind: str
    reference: str = ""


class Limitation(NamedTuple):
    """The last day, and the events that made it so, in order; those that came too late."""

    ends_on: date
    interrupted: list[Event]
    too_late: list[Event]

    def days_left(self, today: date) -> int:
        """Days until the last day, itself counted; below zero once it is past."""
        return (self.ends_on - today).days


def ends_on(since: date, days_off: Collection[date] = ()) -> date:
    """The last day of a period that begins after `since`."""
    year = since.year + YEARS
    day = date(year, since.month, min(since.day, monthrange(year, since.month)[1]))
    return effective_due(day, days_off)


def limitation(due: date, events: Sequence[Event], days_off: Collection[date] = ()) -> Limitation:
    """The limitation of one charge. Events before or on the due day change nothing: the period has not begun."""
    end, interrupted, too_late = ends_on(due, days_off), list[Event](), list[Event]()
    for event in sorted(events, key=lambda one: one.on):
        if event.on <= due:
            continue
        if event.on > end:
            too_late.append(event)
            continue
        interrupted.append(event)
        end = max(end, ends_on(event.on, days_off))
    return Limitation(end, interrupted, too_late)
