"""What the rows of a reading ledger become: readings and new meters, or questions for a person.

A meter that is not registered yet is registered with the ledger's earlier reading as its first value, of that reading's
day, or where the ledger does not tell it of the last day of the month before. A reading that is here already stays.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import msgspec

from estate.community import queries as community
from estate.data import Actor, Tx, write
from estate.intake import ledger_asked
from estate.intake.check import Asked
from estate.intake.findings import Finding
from estate.intake.meter_rows import MeterRow, Readings
from estate.meters import actions_import, actions_readings, queries
from estate.meters.actions import MeterSpec
from estate.meters.actions_readings import Lower, Taken
from estate.meters.rules import decimal
from estate.refusal import Refused

AT_A_TIME = 500
"""Rows that are tried in one go, so that nobody at the counter waits for a long ledger to be looked at."""


class Outcome(msgspec.Struct):
    """Rows that become readings, as written or repaired; rows that wait; rows whose reading is here already."""

    clean: int = 0
    repaired: int = 0
    doubtful: int = 0
    known: int = 0
    meters: int = 0
    unusual: int = 0

    @property
    def readings(self) -> int:
        """How many readings enter."""
        return self.clean + self.repaired


class Waits(Exception):
    """A row cannot enter before a person has decided. shown, proposal: values in thousandths."""

    def __init__(self, kind: str, field: str, shown: int | None = None, proposal: int | None = None) -> None:
        super().__init__(kind)
        self.kind, self.field, self.shown, self.proposal = kind, field, shown, proposal


class _Bringing:
    """The rows of a ledger on their way in, in one transaction."""

    def __init__(
        self, tx: Tx, homes: dict[str, int], repaired: set[tuple[str, int]], batch: int | None
    ) -> None:
        self.tx, self.homes, self.repaired, self.batch = tx, homes, repaired, batch
        self.came = Outcome()
        self.asked: list[Asked] = []

    def rows(self, rows: Iterable[MeterRow]) -> None:
        """Bring in what needs no decision, and ask about the rest."""
        for row in rows:
            if row.doubtful:
                self.came.doubtful += 1
                continue
            try:
                with self.tx.db.atomic():
                    self._row(row)
            except Waits as why:
                self._ask(row, why.kind, why.field, why.shown, why.proposal)
            except Lower:
                self._ask(row, "lower_than_known", "curr", row.curr_e3)
            except Refused as refused:
                self._ask(row, "refused", refused.field or "", row.curr_e3, message=refused.message)

    def _row(self, row: MeterRow) -> None:
        kind, on = _required(row)
        meter_id = queries.meter_meant(self.tx, kind, row.meter_no, self.homes.get(row.room or ""))
        new = meter_id is None
        if meter_id is None:
            meter_id = self._register(row, kind, on)
        elif (same := queries.kept_on(self.tx, meter_id, on.isoformat())) is not None:
            if same != row.curr_e3:
                raise Waits("read_otherwise", "curr", row.curr_e3, same)
            self.came.known += 1
            return
        elif row.prev_e3 is not None:
            before = queries.value_before(self.tx, meter_id, on.isoformat())
            if before != row.prev_e3:
                raise Waits("prev_differs", "prev", row.prev_e3, before)
        note = (row.note or "")[:200]
        taken = Taken(meter_id, on, row.curr_e3 or 0, note=note, import_batch_id=self.batch)
        reading = actions_readings.take(taken, self.tx.by, ask=False, quiet=True)
        self.came.meters += new
        self.came.unusual += not reading.confirmed
        if (row.sheet, row.row) in self.repaired:
            self.came.repaired += 1
        else:
            self.came.clean += 1

    def _register(self, row: MeterRow, kind: str, on: date) -> int:
        home_id = self.homes.get(row.room or "")
        if home_id is None or row.prev_e3 is None:
            raise Waits("meter_new", "meter_no")
        begun = date.fromisoformat(row.prev_date) if row.prev_date else on.replace(day=1) - timedelta(days=1)
        digits = max(5, len(str(max(row.prev_e3, row.curr_e3 or 0) // 1000)))
        spec = MeterSpec(
            home_id,
            kind,
            row.meter_no,
            begun,
            row.prev_e3,
            multiplier_e3=row.multiplier_e3 or 1000,
            digits=digits,
        )
        return actions_import.register(spec, self.tx.by, self.batch)

    def _ask(
        self, row: MeterRow, kind: str, field: str, shown: int | None = None, proposal: int | None = None,
        message: str = "",
    ) -> None:  # fmt: skip
        self.came.doubtful += 1
        field = {"value": "curr", "on": "read_date", "number": "meter_no", "initial": "prev"}.get(
            field, field
        )
        raw = _written(row, field) if shown is None else decimal(shown, 3)
        finding = Finding(
            kind,
            row.sheet,
            row.row,
            row.columns.get(field),
            field,
            raw,
            None if proposal is None else decimal(proposal, 3),
            about_row(row) | ({"message": message} if message else {}),
        )
        self.asked.append(Asked(finding, row.room or "", 0))


class _Tried(Exception):
    """Nothing of what was tried stays but what was learnt."""

    def __init__(self, bringing: _Bringing) -> None:
        super().__init__()
        self.bringing = bringing


def bring_in(tx: Tx, found: Readings, batch_id: int | None) -> tuple[Outcome, list[Asked]]:
    """Keep the readings of all rows that need no decision; answers what came of the rows, and what is asked."""
    bringing = _Bringing(tx, community.home_ids(tx), _repaired(found), batch_id)
    bringing.rows(found.rows)
    return bringing.came, in_order(found, bringing.asked)


def judge(found: Readings, by: Actor) -> tuple[Outcome, list[Asked]]:
    """What `bring_in` would answer; nothing is kept."""
    came, asked = Outcome(), list[Asked]()
    for rows in _portions(found.rows):
        try:
            with write(by) as tx:
                bringing = _Bringing(tx, community.home_ids(tx), _repaired(found), None)
                bringing.rows(rows)
                raise _Tried(bringing)
        except _Tried as tried:
            asked += tried.bringing.asked
            for name in came.__struct_fields__:
                setattr(came, name, getattr(came, name) + getattr(tried.bringing.came, name))
    return came, in_order(found, asked)


def in_order(found: Readings, asked: list[Asked]) -> list[Asked]:
    """All questions about a ledger as its rows follow each other: those of its cells, and those of what is known here."""
    about = {(row.sheet, row.row): about_row(row) for row in found.rows}
    return ledger_asked.in_order([*ledger_asked.questions(found.notes, found.rows, about), *asked], about)


def about_row(row: MeterRow) -> dict[str, str]:
    """What shows a person which meter a row speaks of."""
    prev = None if row.prev_e3 is None else decimal(row.prev_e3, 3)
    told = {"kind": row.kind, "number": row.meter_no, "note": row.note, "prev": prev}
    return {name: value for name, value in told.items() if value}


def _required(row: MeterRow) -> tuple[str, date]:
    if row.kind is None:
        raise Waits("meter_unknown", "mtype")
    if row.read_date is None:
        raise Waits("date_missing", "read_date")
    if row.curr_e3 is None:
        raise Waits("meter_missing", "curr")
    return row.kind, date.fromisoformat(row.read_date)


def _written(row: MeterRow, field: str) -> str | None:
    said_there: dict[str, Any] = {
        "meter_no": row.meter_no,
        "room": row.room,
        "mtype": row.mtype,
        "read_date": row.read_date,
        "prev": None if row.prev_e3 is None else decimal(row.prev_e3, 3),
        "curr": None if row.curr_e3 is None else decimal(row.curr_e3, 3),
    }
    return said_there.get(field) or None


def _repaired(found: Readings) -> set[tuple[str, int]]:
    return {(one["sheet"], one["row"]) for one in found.notes.fixed}


def _portions(rows: list[MeterRow]) -> Iterator[list[MeterRow]]:
    """The rows in portions; all rows of a home lie in the same, for the one goes on from the other."""
    portion: list[MeterRow] = []
    for _home, of_home in groupby(sorted(rows, key=_home_or_meter), _home_or_meter):
        portion += of_home
        if len(portion) >= AT_A_TIME:
            yield portion
            portion = []
    if portion:
        yield portion


def _home_or_meter(row: MeterRow) -> str:
    return row.room or row.meter_no
