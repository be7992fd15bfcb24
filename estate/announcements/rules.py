"""In which state an announcement is, and what may be done with it. Pure."""

from typing import NamedTuple


class Dates(NamedTuple):
    """What decides the state. Instants UTC text, expires_on the last day it holds."""

    publish_at: str | None
    published_at: str | None
    withdrawn_at: str | None
    expires_on: str | None


def state_of(dates: Dates, today: str) -> str:
    """`draft`, `scheduled`, `published`, `expired` or `withdrawn`."""
    if dates.withdrawn_at:
        return "withdrawn"
    if dates.published_at:
        return "expired" if dates.expires_on and dates.expires_on < today else "published"
    return "scheduled" if dates.publish_at else "draft"


ACTS: dict[str, frozenset[str]] = {
    "draft": frozenset({"edit", "aim", "publish", "discard"}),
    "scheduled": frozenset({"unschedule", "publish"}),
    "published": frozenset({"correct", "withdraw", "remind", "pin", "print"}),
    "expired": frozenset({"pin", "print"}),
    "withdrawn": frozenset(),
}
"""What may be done in each state."""
