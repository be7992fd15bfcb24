"""Bring the clear rows of a parking ledger in, in one transaction: spaces, who holds them since when, and their cars.

A space that is there already stays as it is. The same file again changes nothing. A lease that has run out is kept as
history and the space is free; of one that runs on, the end stands in the space's note.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from estate.community import actions_parking, queries
from estate.community.actions_parking import ParkingSpec
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.intake.amounts import yuan_text
from estate.intake.ledger_waiting import question, questions, waiting_lines
from estate.intake.ledger_words import said
from estate.intake.parking_rows import ParkingRow, read_parking
from estate.people import queries as people
from estate.people.actions_vehicles import add_vehicle
from estate.refusal import Refused

WHOLE_ROW = frozenset({"space", "room", "period", "start", "end", "row"})


def bring_in_parking(file: Path, by: Actor) -> dict[str, Any]:
    """Answers {file, already, committed: {spaces, held, ended, vehicles}, waiting: [{sheet, row, column, home, kind, message}]}.

    ended: of the spaces, those whose lease has run out. Raises UnreadableLedger or OSError.
    """
    with write(by) as tx:
        homes = queries.home_ids(tx)
        found = read_parking(file, homes)
        waiting = questions(found.notes, found.rows)
        office = _Office(tx, homes)
        for row in found.rows:
            if row.doubtful & WHOLE_ROW:
                continue
            try:
                with tx.db.atomic():
                    office.space(row)
            except Refused as refused:
                waiting.append(question(row, refused.field or "refused", refused.message))
                continue
            for plate in row.plates:
                try:
                    office.car(row, plate)
                except Refused as refused:
                    waiting.append(question(row, refused.field or "plate", refused.message))
        counts = office.counts
        if any(counts.values()):
            audit.record(tx, "parking.imported", "parking_spaces", after={"file": file.name, **counts})
    already = bool(office.same) and not any(counts.values())
    return {"file": file.name, "already": already, "committed": counts, "waiting": waiting}


def parking_summary(report: dict[str, Any]) -> list[str]:
    """The report in lines for a person."""
    counts = report["committed"]
    first = _("Brought in before") if report["already"] else _("Brought in")
    told = _("%(spaces)s parking spaces, %(held)s of them with a home; %(vehicles)s vehicles", **counts)
    lines = [f"{first}: {told}"]
    if counts["ended"]:
        lines.append(_("%(n)s leases have run out; those spaces are free now.", n=counts["ended"]))
    return lines + waiting_lines(report["waiting"])


class _Office:
    """The spaces and cars that there are, read once, and those that come to them."""

    def __init__(self, tx: Tx, homes: Mapping[str, int]) -> None:
        self.tx, self.homes, self.today = tx, homes, clock.today()
        self.spaces = queries.latest_holdings(tx)
        self.cars = people.homes_of_plates(tx)
        self.counts = {"spaces": 0, "held": 0, "ended": 0, "vehicles": 0}
        self.same = 0

    def space(self, row: ParkingRow) -> None:
        """Make the space, held as the row says; Refused when there is another of the number or its kind is not clear."""
        home_id = self.homes[row.room] if row.room else None
        kind = row.kind or (None if home_id else "public")
        if kind is None:
            raise Refused(said("kind_unclear"), "ptype")
        over = row.end is not None and row.end < self.today
        since = row.start if home_id else None
        told = (
            kind,
            home_id,
            since.isoformat() if since else None,
            row.end.isoformat() if row.end and over and home_id else None,
        )
        if known := self.spaces.get(row.space or ""):
            if known != told:
                raise Refused(_("There is a parking space %(code)s already.", code=row.space), "space")
            self.same += 1
            return
        spec = ParkingSpec(row.space or "", kind, home_id=home_id, note=self._note(row, over))
        space_id = actions_parking.add_parking_space(self.tx, spec, since)
        if home_id and over and row.end:
            free = spec._replace(home_id=None)
            actions_parking.change_parking_space(space_id, free, self.tx.by, row.end + timedelta(days=1))
        self.spaces[row.space or ""] = told
        self.counts["spaces"] += 1
        self.counts["held"] += bool(home_id and not over)
        self.counts["ended"] += bool(home_id and over)

    def car(self, row: ParkingRow, plate: str) -> None:
        """Record the home's car; Refused when it belongs to another home or the row names none."""
        home_id = self.homes[row.room] if row.room else None
        if home_id is None:
            raise Refused(_("The row of this car names no home: %(plate)s", plate=plate), "plate")
        if self.cars.get(plate) == home_id:
            return
        add_vehicle(self.tx, home_id, plate)
        self.cars[plate] = home_id
        self.counts["vehicles"] += 1

    def _note(self, row: ParkingRow, over: bool) -> str:
        """The lease's rent and end, which have no place of their own."""
        parts: list[str] = []
        if row.fee_fen and not over:
            parts.append(_("¥%(sum)s a month", sum=yuan_text(row.fee_fen)))
        if row.end and not over:
            parts.append(_("until %(day)s", day=row.end.isoformat()))
        return ", ".join(parts)
