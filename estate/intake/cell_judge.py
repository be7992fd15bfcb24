"""Whether a cell can be believed, and how a repair or a doubt about it is noted with its place."""

import re

from estate.intake.drafts import Draft
from estate.intake.findings import Finding
from estate.intake.layout import Column
from estate.intake.phones import OUT_OF_USE, numbers_in
from estate.intake.reading import Reading
from estate.intake.table import Cell
from estate.intake.workbook import Sheet, as_json, as_text

CHECKED = re.compile(
    r"(?:.*[:：]\s*)?(?:已?核[对实验]无?误?|已确认|确认|正确|无误|ok|√|✓|对|是)[。.!！]?",
    re.IGNORECASE | re.DOTALL,
)


class CellJudge:
    """Notes repairs and doubts. A cell on which a person has given a word is believed and not noted again."""

    def __init__(self, sheet: Sheet, epoch_1904: bool, comma_areas: bool) -> None:
        self.sheet, self.epoch_1904, self.comma_areas = sheet, epoch_1904, comma_areas

    def trusted(self, draft: Draft, column: Column, cell: Cell, at: tuple[int, int]) -> bool:
        """Whether the cell's value can be used: no error, no formula without result, no comment against it."""
        name = column.field or ""
        if draft.row.answers and column.letter in draft.row.answers:
            return True
        if (error := self.sheet.errors.get(at)) is not None:
            self.ask(draft, column, cell, "cell_error", None, error=error)
        elif at in self.sheet.formulas and not self.sheet.formulas[at].has_result:
            self.ask(
                draft, column, cell, "formula_no_value", None, formula="=" + self.sheet.formulas[at].text
            )
        elif cell.ditto and (draft.row.order_broken or cell.value is None):
            if cell.value is None and not draft.row.order_broken:
                return False
            self.ask(draft, column, cell, "ditto_out_of_order", as_text(cell.value) or None)
        elif comment := self.sheet.comments.get(at):
            said, here = numbers_in(comment), numbers_in(as_text(cell.value))
            agrees = CHECKED.fullmatch(comment.strip()) or (
                said and set(said) <= set(here) and not OUT_OF_USE.search(comment)
            )
            if agrees or name in ("seq", "note", "plate", "parking", "email", "gender"):
                return True
            self.ask(
                draft,
                column,
                cell,
                "cell_comment",
                "、".join(n for n in said if n not in here) or None,
                comment=comment,
            )
            return name in ("room", "building", "entrance")
        else:
            return True
        return False

    def ask(
        self, draft: Draft, column: Column, cell: Cell, kind: str, value: str | None, **about: str
    ) -> None:
        name = column.field or ""
        raw = self.sheet.value(draft.row.number, column.number) if not cell.merged else cell.value
        about = {"column": column.title, **about}
        draft.flagged.append(
            Finding(
                kind, draft.source.sheet, draft.source.row, column.letter, name, as_json(raw), value, about
            )
        )
        draft.doubtful.add(name)
        draft.same.setdefault(name, ("raw", as_text(cell.value)))

    def note(
        self, draft: Draft, column: Column, cell: Cell, reading: Reading[object], shown: str | None
    ) -> bool:
        """Keep what a reading repaired or doubted; False when the field must stay empty."""
        if draft.row.answers and column.letter in draft.row.answers and not reading.doubt:
            return True
        if reading.doubt:
            self.ask(draft, column, cell, reading.doubt, reading.proposal, **reading.about)
            return False
        repair = "ditto" if cell.ditto else "merged_cell" if cell.merged else reading.repair
        if repair:
            raw = self.sheet.value(draft.row.number, column.number)
            draft.fixed.append(
                Finding(
                    repair,
                    draft.source.sheet,
                    draft.source.row,
                    column.letter,
                    column.field,
                    as_json(raw),
                    shown,
                    {"column": column.title},
                )
            )
        return True
