"""The rows behind the figures of a disclosure, for the office: what was counted, each with its page."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from estate.access.permissions import COMPLAINTS_READ, PATROL_READ, REPAIRS_READ, UPKEEP_READ
from estate.complaints import queries_disclosed as complaints
from estate.complaints import words as complaint_words
from estate.data import Reader
from estate.i18n import lazy as _
from estate.patrol import queries_disclosed as patrol
from estate.patrol import words as patrol_words
from estate.repairs import queries_disclosed as repairs
from estate.repairs import words as repair_words
from estate.upkeep import queries_disclosed as upkeep
from estate.upkeep import words as upkeep_words

PAGE = 50


class Figure(NamedTuple):
    """A figure. href: the page of a row, with its id; outcomes: tone and word of how it ended."""

    name: str
    figure: str
    counted: Callable[[Reader, str, str, str], int]
    listed: Callable[[Reader, str, str, str, int, int], list[tuple[str, int, str, str]]]
    permission: str
    href: str
    outcomes: Mapping[str, tuple[str, str]]


class Row(NamedTuple):
    """Something that was counted. outcome: tone and word."""

    day: str
    what: str
    href: str
    outcome: tuple[str, str]


def _repairs(name: str, figure: str) -> Figure:
    return Figure(name, figure, repairs.count, repairs.rows, REPAIRS_READ, "/repairs/%d", repair_words.STATES)


def _complaints(name: str, figure: str) -> Figure:
    return Figure(
        name,
        figure,
        complaints.count,
        complaints.rows,
        COMPLAINTS_READ,
        "/complaints/%d",
        complaint_words.STATES,
    )


def _records(name: str, figure: str) -> Figure:
    return Figure(
        name, figure, upkeep.count, upkeep.rows, UPKEEP_READ, "/upkeep/records/%d", upkeep_words.OUTCOMES
    )


def _patrol(name: str, figure: str) -> Figure:
    return Figure(
        name,
        figure,
        patrol.count,
        patrol.rows,
        PATROL_READ,
        "/patrol/rounds/%d",
        patrol_words.POINT_STATES,
    )


FIGURES: dict[str, Figure] = {
    "repairs-reported": _repairs(_("Repairs reported"), "reported"),
    "repairs-done": _repairs(_("Repairs done"), "done"),
    "repairs-in-time": _repairs(_("Done within the promised time"), "in_time"),
    "repairs-rated": _repairs(_("Satisfaction with repairs"), "rated"),
    "complaints-received": _complaints(_("Complaints and suggestions received"), "received"),
    "complaints-replied": _complaints(_("Answered in writing"), "replied"),
    "upkeep-services": _records(_("Services of equipment"), "services"),
    "upkeep-inspections": _records(_("Inspections of equipment"), "inspections"),
    "upkeep-in-order": _records(_("Of these in order or put right at once"), "in_order"),
    "upkeep-done": Figure(
        _("Planned upkeep done"),
        "due",
        upkeep.count,
        upkeep.rows,
        UPKEEP_READ,
        "/upkeep/equipment/%d",
        upkeep_words.DUE_STATES,
    ),
    "patrol-checked": _patrol(_("Points of patrol checked"), "due"),
    "patrol-faults": _patrol(_("Faults found on patrol"), "faults"),
}


def rows(db: Reader, one: Figure, first: str, last: str, number: int) -> list[Row]:
    """A page of 50 of the rows behind a figure, the earliest first."""
    found = one.listed(db, one.figure, first, last, PAGE, (number - 1) * PAGE)
    return [
        Row(day, what, one.href % row_id, one.outcomes.get(outcome, ("neutral", outcome)))
        for day, row_id, what, outcome in found
    ]
