"""A register of equipment: looked at, brought in, taken back.

A row enters whole or not at all: while a question about it waits it stays out. A piece that is here already, known by its
number and name, stays as it is; without a number it is known by name, model and place.
"""

from estate.data import Tx, write
from estate.data.store import System
from estate.equipment import actions, actions_batch, queries_lists
from estate.equipment.actions import EquipmentSpec
from estate.equipment.rules import canonical_code, statutory_of
from estate.i18n import gettext as _
from estate.intake import ledger_asked
from estate.intake.batches import Batch
from estate.intake.check import Asked
from estate.intake.dates import Day
from estate.intake.doubts import Doubt
from estate.intake.equipment_choices import choices, refusal
from estate.intake.equipment_rows import Equipment, EquipmentRow, Register, find_equipment, ready
from estate.intake.findings import Finding
from estate.intake.handed import Handed, Looked, Terms
from estate.intake.ledger_figures import LedgerFigures, Part, in_parts, sheets_shown
from estate.intake.reader import read_content
from estate.intake.said import Said
from estate.refusal import Refused

__all__ = ["bring_in", "choices", "look", "refusal", "take_back"]

TRYING = System("import")
FIELDS = {
    "name": "ename",
    "last_inspection_on": "last_inspection",
    "next_inspection_on": "next_inspection",
    "next_service_on": "next_maint",
}
"""The register's columns for the fields at which the office's rules refuse."""


class _Tried(Exception):
    """Nothing of what was tried stays but what was learnt."""


def look(handed: Handed) -> Looked:
    """The register read with all decisions, and tried on the equipment that there is. Raises UnreadableLedger."""
    workbook = read_content(handed.content, handed.name)
    found = find_equipment(workbook, handed.mapping, Said(handed.decided))
    office = _Office(found)
    try:
        with write(TRYING) as tx:
            office.bring(tx, None)
            raise _Tried
    except _Tried:
        pass
    figures = office.figures()
    taken = {name: (t.header_row, {at: f for f, at in t.columns.items()}) for name, t in found.tables.items()}
    reasons = {s["sheet"]: s["reason"] for s in found.notes.skipped if s["row"] is None}
    figures.sheets = sheets_shown(workbook.sheets, taken, reasons, handed.mapping)
    repairs, skips = ledger_asked.repairs(found.notes), ledger_asked.skips(found.notes)
    return Looked(office.asked(), repairs, skips, figures, found)


def bring_in(tx: Tx, batch: Batch, looked: Looked, decided: list[Doubt], terms: Terms) -> dict[str, int]:
    """Every clear row becomes a piece. Refused when none would, or others than were shown."""
    office = _Office(looked.found)
    office.bring(tx, batch.id)
    if len(office.entered) != looked.figures.enters:
        raise Refused(_("What is known here has changed since. Look at the figures again."))
    if not office.entered:
        raise Refused(_("Nothing would be brought in."))
    pieces = sum(row.quantity for row in office.entered)
    counts = {"equipment": len(office.entered), "pieces": pieces, "known": office.same}
    return {**counts, "left_out": looked.figures.waiting}


def take_back(tx: Tx, batch: Batch) -> None:
    """The pieces leave again. Refused as soon as one was changed, has a paper or something else refers to it."""
    actions_batch.remove(tx, batch.id)


class _Office:
    """The equipment that there is, read once, and what comes to it."""

    def __init__(self, found: Register) -> None:
        self.found = found
        self.same = 0
        self.entered: list[EquipmentRow] = []
        self.refused: list[Asked] = []

    def bring(self, tx: Tx, batch_id: int | None) -> None:
        """Every row on which nothing waits enters, unless it is here already."""
        self.names = dict(tx.tuples("SELECT code, name FROM equipment"))
        self.unnumbered = set(tx.tuples("SELECT name, model, location FROM equipment"))
        self.spots = queries_lists.spot_index(tx)
        for row in self.found.rows:
            if not row.doubtful:
                self._piece(tx, row, batch_id)

    def asked(self) -> list[Asked]:
        """All questions, each with the piece that it is about."""
        rows = {(row.sheet, row.row): row for row in self.found.rows}
        every = [*ledger_asked.questions(self.found.notes, self.found.rows), *self.refused]
        told = [
            one._replace(home=_called(rows.get((one.finding.sheet, one.finding.row or 0)))) for one in every
        ]
        return ledger_asked.in_order(told, rows)

    def figures(self) -> LedgerFigures:
        """What would enter, by building and by category."""
        asked = {(one.finding.sheet, one.finding.row) for one in self.asked()}
        entered = {id(row) for row in self.entered}
        buildings: dict[str, Part] = {}
        categories: dict[str, Part] = {}
        for row in self.found.rows:
            spot = queries_lists.spot_of(row.texts.get("location", ""), self.spots)
            for parts, name in (
                (buildings, spot.building or ""),
                (categories, row.texts.get("category", "")),
            ):
                part = parts.setdefault(name, Part(name))
                part.waiting += (row.sheet, row.row) in asked
                part.count += id(row) in entered
                part.pieces += row.quantity if id(row) in entered else 0
        return LedgerFigures(
            enters=len(self.entered),
            pieces=sum(row.quantity for row in self.entered),
            known=self.same,
            clean=sum((row.sheet, row.row) not in asked for row in self.found.rows),
            waiting=sum((row.sheet, row.row) in asked for row in self.found.rows),
            repairs=len(self.found.notes.fixed),
            skips=len(self.found.notes.skipped),
            parts=in_parts(buildings),
            categories=in_parts(categories),
        )

    def _piece(self, tx: Tx, row: EquipmentRow, batch_id: int | None) -> None:
        piece = ready(row)
        code = canonical_code(piece.code or "")
        known = self.names.get(code)
        alike = (piece.name, piece.model, piece.location) in self.unnumbered
        if known == piece.name or (not code and alike):
            self.same += 1
            return
        if known:
            self._ask(row, "equipment_exists", "code", piece.code, {"name": known})
            return
        try:
            with tx.db.atomic():
                actions.add(tx, self._spec(piece), piece.state or "in_use", piece.status, batch_id)
        except Refused as refused:
            field = FIELDS.get(refused.field or "", refused.field or "")
            self._ask(row, "refused", field, None, {"message": refused.message})
            return
        self.names |= {code: piece.name} if code else {}
        self.entered.append(row)

    def _spec(self, piece: Equipment) -> EquipmentSpec:
        spot = queries_lists.spot_of(piece.location, self.spots)
        building_id, entrance_id = self.spots.ids(spot)
        return EquipmentSpec(
            code=piece.code or "",
            name=piece.name,
            category=piece.category,
            model=piece.model,
            brand=piece.brand,
            serial_no=piece.serial_no,
            registration_no=piece.registration_no,
            location=piece.location,
            building_id=building_id,
            entrance_id=entrance_id,
            quantity=piece.quantity,
            installed_on=_iso(piece.installed),
            installed_precision="month" if piece.installed and piece.installed.by_month else "day",
            life_years=piece.life_years,
            vendor=piece.vendor,
            vendor_phone=" / ".join(piece.vendor_phones),
            keeper=piece.keeper,
            statutory=statutory_of(piece.category, piece.name),
            last_inspection_on=_iso(piece.last_inspection),
            next_inspection_on=_iso(piece.next_inspection),
            service_cycle=piece.cycle.iso() if piece.cycle else "",
            last_service_on=_iso(piece.last_service),
            next_service_on=_iso(piece.next_service),
            note=piece.note,
        )

    def _ask(self, row: EquipmentRow, kind: str, field: str, raw: str | None, about: dict[str, str]) -> None:
        column = self.found.tables[row.sheet].letter_of(field)
        self.refused.append(Asked(Finding(kind, row.sheet, row.row, column, field, raw, about=about), "", 0))


def _called(row: EquipmentRow | None) -> str:
    """What a question is about, as a person calls it."""
    return f"{row.code or ''} {row.name}".strip() if row else ""


def _iso(day: Day | None) -> str | None:
    """A day as it is kept; of a month its first, so that nothing falls due later than it should."""
    return day.date.isoformat() if day else None
