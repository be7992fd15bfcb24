"""A ledger of parking spaces: looked at, brought in, taken back.

A space that is there already stays as it is. A lease that has run out is kept as history and the space is free; of one
that runs on, the rent and the end stand in the space's note.
"""

from collections.abc import Mapping
from datetime import timedelta

from estate.community import actions_parking, queries
from estate.community.actions_parking import ParkingSpec
from estate.data import Tx, clock, read, write
from estate.data.store import System
from estate.i18n import gettext as _
from estate.intake import ledger_asked
from estate.intake.amounts import yuan_text
from estate.intake.batches import Batch
from estate.intake.check import Asked
from estate.intake.doubts import Doubt
from estate.intake.findings import Finding
from estate.intake.handed import Handed, Looked, Terms
from estate.intake.ledger_choices import choices, refusal
from estate.intake.ledger_figures import Counted, LedgerFigures, Part, file_totals, in_parts, sheets_shown
from estate.intake.parking_rows import Parking, ParkingRow, find_parking
from estate.intake.reader import read_content
from estate.intake.said import Said
from estate.people import queries as people
from estate.people.actions_vehicles import add_vehicle, remove_batch
from estate.refusal import Refused

__all__ = ["bring_in", "choices", "look", "refusal", "take_back"]

WHOLE_ROW = frozenset({"space", "room", "period", "start", "end", "row"})
TRYING = System("import")


class _Tried(Exception):
    """Nothing of what was tried stays but what was learnt."""


def look(handed: Handed) -> Looked:
    """The ledger read with all decisions, and tried on the spaces and homes that there are. Raises UnreadableLedger."""
    workbook = read_content(handed.content, handed.name)
    with read() as db:
        homes = queries.home_ids(db)
    found = find_parking(workbook, homes, handed.mapping, Said(handed.decided))
    office = _Office(found, homes)
    try:
        with write(TRYING) as tx:
            office.bring(tx, None)
            raise _Tried
    except _Tried:
        pass
    figures = _figures(found, office)
    taken = {name: (t.header_row, {at: f for f, at in t.columns.items()}) for name, t in found.tables.items()}
    reasons = {s["sheet"]: s["reason"] for s in found.notes.skipped if s["row"] is None}
    figures.sheets = sheets_shown(workbook.sheets, taken, reasons, handed.mapping)
    repairs, skips = ledger_asked.repairs(found.notes), ledger_asked.skips(found.notes)
    return Looked(office.asked(), repairs, skips, figures, found)


def bring_in(tx: Tx, batch: Batch, looked: Looked, decided: list[Doubt], terms: Terms) -> dict[str, int]:
    """Spaces enter with their homes and cars. Refused when nothing would, or other than was shown."""
    office = _Office(looked.found, queries.home_ids(tx))
    office.bring(tx, batch.id)
    if office.counts != office.counts_of(looked.figures):
        raise Refused(_("What is known here has changed since. Look at the figures again."))
    if not any(office.counts.values()):
        raise Refused(_("Nothing would be brought in."))
    return {**office.counts, "known": office.same, "left_out": looked.figures.waiting}


def take_back(tx: Tx, batch: Batch) -> None:
    """Spaces and cars leave again. Refused when a bill or another home refers to a space by now."""
    remove_batch(tx, batch.id)
    actions_parking.remove_batch(tx, batch.id, batch.committed_at or "")


class _Office:
    """The spaces and cars that there are, read once, and those that come to them."""

    def __init__(self, found: Parking, homes: Mapping[str, int]) -> None:
        self.found, self.homes, self.today = found, homes, clock.today()
        self.counts = {"spaces": 0, "held": 0, "ended": 0, "vehicles": 0}
        self.same = 0
        self.entered: list[ParkingRow] = []
        self.known: set[int] = set()
        self.refused: list[Asked] = []

    def bring(self, tx: Tx, batch_id: int | None) -> None:
        """Everything that is clear enters."""
        self.tx, self.batch_id = tx, batch_id
        self.spaces, self.cars = queries.latest_holdings(tx), people.homes_of_plates(tx)
        for row in self.found.rows:
            if row.doubtful & WHOLE_ROW or (row.kind is None and "ptype" in row.doubtful):
                continue
            try:
                with tx.db.atomic():
                    self._space(row)
            except Refused as refused:
                self._refuse(row, "refused", refused.field or "", refused.message)
                continue
            for plate in row.plates:
                self._car(row, plate)

    def asked(self) -> list[Asked]:
        """All questions: about cells, and about what is here already."""
        places = [(row.sheet, row.row) for row in self.found.rows]
        every = [*ledger_asked.questions(self.found.notes, self.found.rows), *self.refused]
        return ledger_asked.in_order(every, places)

    def counts_of(self, figures: LedgerFigures) -> dict[str, int]:
        """The counts that were shown."""
        return {
            "spaces": figures.enters,
            "held": figures.held,
            "ended": figures.ended,
            "vehicles": figures.vehicles,
        }

    def _space(self, row: ParkingRow) -> None:
        """Make the space, held as the row says; asked about when there is another of the number or its kind is not clear."""
        home_id = self.homes[row.room] if row.room else None
        kind = row.kind or (None if home_id else "public")
        if kind is None:
            self._ask(row, "kind_unclear", "ptype", row.ptype)
            return
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
                self._ask(row, "space_exists", "space", row.space)
                return
            self.same += 1
            self.known.add(id(row))
            return
        note = self._note(row, over)
        spec = ParkingSpec(row.space or "", kind, home_id=home_id, note=note, import_batch_id=self.batch_id)
        space_id = actions_parking.add_parking_space(self.tx, spec, since)
        if home_id and over and row.end:
            free = spec._replace(home_id=None)
            actions_parking.change_parking_space(space_id, free, self.tx.by, row.end + timedelta(days=1))
        self.spaces[row.space or ""] = told
        self.entered.append(row)
        self.counts["spaces"] += 1
        self.counts["held"] += bool(home_id and not over)
        self.counts["ended"] += bool(home_id and over)

    def _car(self, row: ParkingRow, plate: str) -> None:
        """Record the home's car; asked about when it belongs to another home or the row names none."""
        home_id = self.homes[row.room] if row.room else None
        if home_id is None:
            self._ask(row, "plate_without_home", "plate", plate)
            return
        if self.cars.get(plate) == home_id:
            return
        if plate in self.cars:
            self._ask(row, "plate_taken", "plate", plate)
            return
        add_vehicle(self.tx, home_id, plate, import_batch_id=self.batch_id)
        self.cars[plate] = home_id
        self.counts["vehicles"] += 1

    def _ask(self, row: ParkingRow, kind: str, field: str, raw: str | None) -> None:
        column = self.found.tables[row.sheet].letter_of(field)
        finding = Finding(kind, row.sheet, row.row, column, field, raw)
        self.refused.append(Asked(finding, row.room or "", 0))

    def _refuse(self, row: ParkingRow, kind: str, field: str, message: str) -> None:
        field = {"since": "start" if row.start else "period", "code": "space"}.get(field, field)
        table = self.found.tables[row.sheet]
        raw = row.space
        if field in ("start", "period"):
            field = next((f for f in ("start", "period") if f in table.columns), field)
            raw = row.start.isoformat() if row.start else None
        finding = Finding(
            kind, row.sheet, row.row, table.letter_of(field), field or None, raw, about={"message": message}
        )
        self.refused.append(Asked(finding, row.room or "", 0))

    def _note(self, row: ParkingRow, over: bool) -> str:
        """The lease's rent and end, which have no place of their own."""
        parts: list[str] = []
        if row.fee_fen and not over:
            parts.append(_("¥%(sum)s a month", sum=yuan_text(row.fee_fen)))
        if row.end and not over:
            parts.append(_("until %(day)s", day=row.end.isoformat()))
        return ", ".join(parts)


def _figures(found: Parking, office: _Office) -> LedgerFigures:
    """What would enter, by building of the home."""
    entered = {id(row) for row in office.entered}
    asked = {(one.finding.sheet, one.finding.row) for one in office.asked()}
    parts: dict[str, Part] = {}
    for row in found.rows:
        part = parts.setdefault((row.room or "").partition("-")[0], Part((row.room or "").partition("-")[0]))
        part.waiting += (row.sheet, row.row) in asked
        if id(row) in entered:
            part.count += 1
            part.fen += row.fee_fen or 0
            part.homes += bool(row.room)
    rows = [
        Counted(row.sheet, row.row, {"fee": row.fee_fen or 0}, (row.sheet, row.row) in asked)
        for row in found.rows
    ]
    return LedgerFigures(
        enters=office.counts["spaces"],
        held=office.counts["held"],
        ended=office.counts["ended"],
        vehicles=office.counts["vehicles"],
        known=office.same,
        fen=sum(row.fee_fen or 0 for row in office.entered),
        clean=sum((row.sheet, row.row) not in asked for row in found.rows),
        waiting=sum((row.sheet, row.row) in asked for row in found.rows),
        repairs=len(found.notes.fixed),
        skips=len(found.notes.skipped),
        parts=in_parts(parts),
        totals=file_totals(found.tables.values(), rows, ("fee",)),
    )
