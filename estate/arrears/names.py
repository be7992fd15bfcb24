"""What a cell of the ageing is called."""

from estate.arrears import words
from estate.arrears.records_rows import Cell
from estate.data import Reader
from estate.i18n import gettext as _

_NAMED = {
    "building": "SELECT code FROM buildings WHERE id = :key",
    "item": "SELECT name FROM fee_items WHERE id = :key",
    "payer": "SELECT name FROM people WHERE id = :key",
    "home": "SELECT code FROM homes WHERE id = :key",
}


def names(db: Reader, cell: Cell) -> str:
    """The group and the age: `3 · 31–90 days`."""
    parts: list[str] = []
    if cell.by == "cause":
        parts.append(str(words.CAUSES.get(cell.key or "", words.NO_CAUSE)))
    elif cell.by:
        parts.append(str(db.value(_NAMED[cell.by], key=cell.key) or "–"))
    parts.append(
        _("Overdue") if cell.age == "overdue" else str(words.BRACKETS.get(cell.age) or _("All that is open"))
    )
    return " · ".join(parts)
