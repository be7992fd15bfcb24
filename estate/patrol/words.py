"""The words of patrol: kinds, states, doubts. A state is a colour and a word."""

from datetime import datetime

from estate.data import clock
from estate.i18n import lazy as _

COVERED: dict[str, str] = {
    "settled": _("All in time"),
    "waiting": _("Late or skipped"),
    "overdue": _("Missed"),
    "info": _("Still to come"),
}
"""What the four colours of coverage say."""

BY_WEIGHT: tuple[str, ...] = ("overdue", "waiting", "info", "settled")
PERIODS = {"day": _("By day"), "week": _("By week"), "month": _("By month")}

KINDS = {
    "security": _("Security patrol"),
    "fire": _("Fire patrol"),
    "cleaning": _("Cleaning round"),
    "machine_room": _("Machine room round"),
}
SEQUENCES = {
    "fixed": _("In this order"),
    "free": _("In any order"),
    "random": _("In a new random order each time"),
}
ITEM_KINDS = {
    "yes_no": _("Yes or no"),
    "number": _("Number with limits"),
    "choice": _("One of several"),
    "photo": _("Photo"),
}
ROUND_STATES = {
    "planned": ("info", _("Planned")),
    "started": ("waiting", _("On the way")),
    "finished": ("settled", _("Finished")),
    "incomplete": ("overdue", _("Some points missed")),
    "missed": ("overdue", _("Missed")),
    "cancelled": ("neutral", _("Cancelled")),
}
POINT_STATES = {
    "waiting": ("info", _("Not checked yet")),
    "checked": ("settled", _("Checked")),
    "late": ("waiting", _("Checked late")),
    "missed": ("overdue", _("Missed")),
    "skipped": ("neutral", _("Skipped")),
}
VERDICTS = {
    "on_time": _("In time"),
    "late": _("Late, within the grace"),
    "after": _("After the round had closed"),
    "free": _("Outside of a round"),
}
DOUBTS = {
    "clock": _("The device's clock was off"),
    "too_fast": _("Sooner after the point before than one can walk"),
    "far": _("Far from the point"),
    "no_position": _("The device gave no position"),
    "not_scanned": _("The label was not scanned"),
    "out_of_order": _("Not in the order of the route"),
    "other_person": _("By somebody to whom the round was not handed"),
}
CONFLICTS = {
    "twice": _("Somebody had checked this point already"),
    "closed": _("The round had ended already"),
    "clock": _("The device's clock was far off"),
}
DECISIONS = {"counts": _("It counts"), "aside": _("It does not count")}
YES_NO = {"yes": _("Yes"), "no": _("No")}
WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def due_text(instant: str) -> str:
    """When a round is due, as the change log and messages say it: `11-26 02:00`."""
    return datetime.fromisoformat(instant).astimezone(clock.zone()).strftime("%m-%d %H:%M")
