"""Whether a pass lets somebody in today, and how long names are kept. Pure."""

from datetime import date, timedelta
from typing import NamedTuple

MOST_DAYS = 31
"""How long a visitor's pass may hold."""
MOST_USES = 20
NAMES_FOR = timedelta(days=183)
"""How long a visitor's name and plate, and who took a parcel, are kept after the end (DOMAIN E: visitors at most 6 months)."""
PARCEL_DAYS = 3
"""After how many days a parcel counts as overdue."""


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


def forget_before(today: date) -> str:
    """What ended before this day is kept without names."""
    return (today - NAMES_FOR).isoformat()


def overdue_before(today: date) -> str:
    """A parcel that arrived before this day is overdue."""
    return (today - timedelta(days=PARCEL_DAYS)).isoformat()
