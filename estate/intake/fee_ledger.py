"""A fee ledger: looked at, its arrears brought in as opening charges, taken back.

Every month that a home owes becomes a charge of its fee item, due at the month's end unless the ledger tells the day, to
the home's owner of the ledger's day. What is not due on that day is not owed. What is charged already stays as it is, and
what a person has reversed stays so.
"""

from collections.abc import Mapping

from estate.billing import actions_items
from estate.billing.actions_charges import post_opening_charges, reverse_opening_charges
from estate.community import queries as community
from estate.data import Tx, clock, read
from estate.i18n import gettext as _
from estate.intake import ledger_asked, records
from estate.intake.batches import Batch
from estate.intake.check import Asked
from estate.intake.doubts import Doubt
from estate.intake.fee_list_rows import ListRow
from estate.intake.fee_plan import FeePlan, opening_charges, plan
from estate.intake.fee_row import FeeRow, Fees
from estate.intake.fee_rows import find_fees
from estate.intake.handed import Handed, Looked, Terms
from estate.intake.ledger_choices import choices, refusal
from estate.intake.ledger_figures import (
    Counted,
    FileTotal,
    ItemShown,
    LedgerFigures,
    Part,
    file_totals,
    in_parts,
    sheets_shown,
)
from estate.intake.reader import read_content
from estate.intake.said import Said
from estate.refusal import Refused

__all__ = ["bring_in", "choices", "look", "refusal", "take_back"]


def look(handed: Handed) -> Looked:
    """The ledger read with all decisions, beside the charges and owners that there are. Raises UnreadableLedger."""
    workbook = read_content(handed.content, handed.name)
    with read() as db:
        found = find_fees(workbook, community.home_areas(db), handed.mapping, Said(handed.decided))
        made = plan(db, found, handed.options.get("fee_item", ""))
    asked = _asked(found, made)
    waiting = {(one.finding.sheet, one.finding.row) for one in asked}
    figures = _figures(found, made, waiting)
    reasons = {s["sheet"]: s["reason"] for s in found.notes.skipped if s["row"] is None}
    figures.sheets = sheets_shown(workbook.sheets, found.taken, reasons, handed.mapping)
    repairs, skips = ledger_asked.repairs(found.notes), ledger_asked.skips(found.notes)
    return Looked(asked, repairs, skips, figures, (found, handed.options.get("fee_item", "")))


def bring_in(tx: Tx, batch: Batch, looked: Looked, decided: list[Doubt], terms: Terms) -> dict[str, int]:
    """Arrears become charges. Refused when no fee item is named (field `fee_item`), nothing would enter, or other than was
    shown."""
    found, wanted = looked.found
    made = plan(tx, found, wanted)
    if made.problem:
        raise Refused(made.problem, "fee_item")
    shown: LedgerFigures = looked.figures
    if (len(made.debts), made.fen) != (shown.enters, shown.fen):
        raise Refused(_("What is known here has changed since. Look at the figures again."))
    if not made.debts:
        raise Refused(_("Nothing would be brought in."))
    items = {one.name: one.id or actions_items.add_item(one.name, one.kind, tx.by) for one in made.items}
    ids = post_opening_charges(tx, opening_charges(made, items, batch.file_name), clock.stamp())
    records.add_charges(tx, batch.id, ids)
    return {
        "charges": len(ids),
        "homes": made.homes,
        "fen": made.fen,
        "new_fee_items": sum(one.id is None for one in made.items),
        "known": made.known,
        "left_out": shown.waiting,
    }


def take_back(tx: Tx, batch: Batch) -> None:
    """The charges are reversed. Refused as soon as something is paid, waived or claimed on one of them."""
    why = _("The import %(file)s was taken back", file=batch.file_name)
    reverse_opening_charges(tx, records.charges_of(tx, batch.id), why)


def _asked(found: Fees, made: FeePlan) -> list[Asked]:
    places = [(row.sheet, row.row) for row in found.rows]
    every = [*ledger_asked.questions(found.notes, found.rows), *made.asked]
    return ledger_asked.in_order(every, places)


def _figures(found: Fees, made: FeePlan, waiting: set[tuple[str, int | None]]) -> LedgerFigures:
    """What would be charged, by building, beside what the file itself adds up."""
    parts: dict[str, Part] = {}
    homes: dict[str, set[str]] = {}
    for row in found.rows:
        name = (row.room or "").partition("-")[0]
        parts.setdefault(name, Part(name)).waiting += (row.sheet, row.row) in waiting
    for row, debt, _payer, _item in made.debts:
        name = (row.room or "").partition("-")[0]
        parts[name].count += 1
        parts[name].fen += debt.fen
        homes.setdefault(name, set()).add(row.room or "")
    for name, rooms in homes.items():
        parts[name].homes = len(rooms)
    days = [debt.first for _row, debt, _payer, _item in made.debts]
    return LedgerFigures(
        enters=len(made.debts),
        homes=made.homes,
        fen=made.fen,
        known=made.known,
        clean=sum((row.sheet, row.row) not in waiting for row in found.rows),
        waiting=sum((row.sheet, row.row) in waiting for row in found.rows),
        repairs=len(found.notes.fixed),
        skips=len(found.notes.skipped),
        first=min(days).isoformat() if days else "",
        last=max(days).isoformat() if days else "",
        as_of={sheet: day.isoformat() for sheet, day in found.as_of.items()},
        problem=made.problem,
        parts=in_parts(parts),
        totals=_totals(found, made, waiting),
        items=_items(made),
    )


def _totals(found: Fees, made: FeePlan, waiting: set[tuple[str, int | None]]) -> list[FileTotal]:
    entering: dict[tuple[str, int], int] = {}
    for row, debt, _payer, _item in made.debts:
        entering[row.sheet, row.row] = entering.get((row.sheet, row.row), 0) + debt.fen
    rows = [
        Counted(row.sheet, row.row, _amounts(row, entering.get((row.sheet, row.row), 0)), at in waiting)
        for row in found.rows
        for at in [(row.sheet, row.row)]
    ]
    return file_totals(found.tables.values(), rows, ("due", "paid", "total", "owed"))


def _amounts(row: FeeRow, entering: int) -> dict[str, int]:
    """What the file's totals add up of a row; of its arrears what would enter."""
    if isinstance(row, ListRow):
        return {"due": row.charge_fen or 0, "paid": row.paid_fen or 0, "owed": entering}
    return {"due": row.due_fen or 0, "total": entering}


def _items(made: FeePlan) -> list[ItemShown]:
    sums: Mapping[str, list[int]] = {one.name: [0, 0] for one in made.items}
    for _row, debt, _payer, item in made.debts:
        sums[item][0] += 1
        sums[item][1] += debt.fen
    return [ItemShown(one.name, one.id is None, *sums[one.name]) for one in made.items]
