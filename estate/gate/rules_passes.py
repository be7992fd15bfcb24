"""Whether a pass lets somebody in today, and how long names are kept. Pure."""

from datetime import date, timedelta
from typing import NamedTuple

MOST_DAYS = 31
"""How long a visitor's pass may hold."""
FARTHEST = 366
"""How many days ahead a visitor is announced, or works are applied for, at most: nobody's name is kept for years before
they come."""
MOST_USES = 20
LONGEST_NAMES = 183
"""Days after the end for which names and plates may be kept at most (DOMAIN E: visitors at most 6 months)."""


class Held(NamedTuple):
    """What decides. Dates ISO; most_uses None: as often as needed; open_works: of a worker, whether the works go on."""

    from_on: str
    until_on: str
    most_uses: int | None
    used: int
    cancelled: bool
    open_works: bool = True


def verdict(held: Held, today: str) -> str:
    """`valid`, or why not: `cancelled`, `stopped` (the works), `early`, `expired`, `used`."""
    if held.cancelled:
        return "cancelled"
    if not held.open_works:
        return "stopped"
    if today < held.from_on:
        return "early"
    if today > held.until_on:
        return "expired"
    if held.most_uses is not None and held.used >= held.most_uses:
        return "used"
    return "valid"


def days_before(today: date, days: int) -> str:
    """What ended before this day is kept without names; a parcel that arrived before it is overdue: by the office's days."""
    return (today - timedelta(days=days)).isoformat()
