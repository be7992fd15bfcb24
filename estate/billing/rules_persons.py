"""How many persons live in a home on a day, as the register of residents knows it."""

from datetime import date
from typing import NamedTuple


class Dweller(NamedTuple):
    """Somebody with a part in a home, from when to when. Companies and mere contacts are none."""

    person_id: int
    role: str
    first: date
    last: date


class Living(NamedTuple):
    """Who may live in a home. vacant_from, let_from: since when it stands empty, or is let; None when it is not."""

    dwellers: tuple[Dweller, ...]
    vacant_from: date | None = None
    let_from: date | None = None


def persons_on(living: Living, day: date) -> int | None:
    """The persons who live in a home on a day; None when nobody is recorded, so that it is not known.

    In a home with tenants live the tenants and the family, not its owners. A vacant home has nobody.
    """
    if living.vacant_from is not None and living.vacant_from <= day:
        return 0
    here = [one for one in living.dwellers if one.first <= day <= one.last]
    let = any(one.role == "tenant" for one in here)
    if let:
        here = [one for one in here if one.role in ("tenant", "family")]
    elif living.let_from is not None and living.let_from <= day:
        return None  # let to somebody who is not recorded
    return len({one.person_id for one in here}) or None
