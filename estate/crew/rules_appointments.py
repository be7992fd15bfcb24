"""Which visits clash: two of one person at the same time, or one while the person does not work. Instants aware."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from estate.crew.rules_shifts import Shift


class Visit(NamedTuple):
    """Somebody is to be somewhere. account_id: None while nobody has the order."""

    order_id: int
    account_id: int | None
    starts: datetime
    ends: datetime


def clashes(visits: Sequence[Visit], shifts: Mapping[int, Sequence[Shift]]) -> dict[int, frozenset[str]]:
    """By order what speaks against its time: overlap (with another of the same person) or off_shift.

    Visits that only meet do not overlap. A visit is off shift when not all of it lies in one shift.
    """
    found: dict[int, set[str]] = {}
    last: dict[int, Visit] = {}
    for one in sorted(visits, key=lambda one: (one.starts, one.ends, one.order_id)):
        if one.account_id is None:
            continue
        before = last.get(one.account_id)
        if before and before.ends > one.starts:
            found.setdefault(before.order_id, set()).add("overlap")
            found.setdefault(one.order_id, set()).add("overlap")
        if before is None or one.ends > before.ends:
            last[one.account_id] = one
        if not any(
            shift.begins <= one.starts and one.ends <= shift.ends for shift in shifts.get(one.account_id, ())
        ):
            found.setdefault(one.order_id, set()).add("off_shift")
    return {order_id: frozenset(what) for order_id, what in found.items()}
