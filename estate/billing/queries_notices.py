"""Notices of what is owed: one for each payer of each home."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from estate.billing import queries
from estate.billing.queries import OpenCharge
from estate.community.rules_remark import remark_code
from estate.data import Reader
from estate.penalties import queries as penalties


class Notice(NamedTuple):
    """One sheet. earlier_fen: owed from charges that were due before today; now_fen: not due yet.

    late_fen: the penalty that has run up by today and is not posted; it is no part of what is owed.
    """

    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    charges: list[OpenCharge]
    earlier_fen: int
    now_fen: int
    due_on: str | None
    late_fen: int = 0

    @property
    def remark(self) -> str:
        """What to write beside a transfer."""
        return remark_code(self.home_id)

    @property
    def total_fen(self) -> int:
        """All that is owed."""
        return self.earlier_fen + self.now_fen


def notices(db: Reader, home_ids: Sequence[int], today: str) -> list[Notice]:
    """A notice for each payer who owes something, in the order of the homes."""
    if not home_ids:
        return []
    place = {home_id: number for number, home_id in enumerate(home_ids)}
    charges = sorted(
        queries.open_charges_of(db, home_ids), key=lambda one: (place[one.home_id], one.payer_id, one.due_on)
    )
    late = penalties.due_by_payer(db, home_ids, date.fromisoformat(today))
    found: list[Notice] = []
    for _key, group in groupby(charges, key=lambda one: (one.home_id, one.payer_id)):
        owed = list(group)
        earlier = sum(one.balance_fen for one in owed if one.due_on < today)
        coming = [one for one in owed if one.due_on >= today]
        now = sum(one.balance_fen for one in coming)
        due_on = coming[0].due_on if coming else None
        first = owed[0]
        found.append(
            Notice(
                first.home_id,
                first.home_code,
                first.payer_id,
                first.payer_name,
                owed,
                earlier,
                now,
                due_on,
                late.get((first.home_id, first.payer_id), 0),
            )
        )
    return found


def homes_of_run(db: Reader, run_id: int, building: str) -> list[int]:
    """The homes of a building that a run charges, in their natural order."""
    return db.values(
        """
        SELECT h.id FROM bill_run_homes AS r JOIN homes AS h ON h.id = r.home_id
          JOIN entrances AS e ON e.id = h.entrance_id JOIN buildings AS b ON b.id = e.building_id
         WHERE r.run_id = :run_id AND r.lines > 0 AND b.code = :building ORDER BY h.sort
        """,
        run_id=run_id,
        building=building,
    )
