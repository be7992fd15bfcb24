"""Owners beside their identity numbers, and owners that stand in a sheet of their own, found by their number."""

from collections import Counter
from dataclasses import replace

from estate.intake.answers import NONE, Answers
from estate.intake.drafts import Draft
from estate.intake.findings import Finding, Source
from estate.intake.home_cells import CellReader
from estate.intake.layout import Layout
from estate.intake.rooms import Room
from estate.intake.table import apply_answers, read_rows
from estate.intake.workbook import Workbook, as_json


def pair_ids(draft: Draft, layout: Layout) -> None:
    """Give the row's identity numbers to its owners in their order; ask where the counts leave it open."""
    for owner in draft.owners:
        owner.id_no = draft.named_ids.get(owner.name, owner.id_no)
    ids = draft.ids
    if not ids or "id_no" in draft.doubtful:
        return
    owners = [o for o in draft.owners if not o.is_tenant]
    if len(ids) == len(owners) and not any(o.id_no for o in owners):
        for owner, id_no in zip(owners, ids, strict=True):
            owner.id_no = id_no
    elif owners and "name" not in draft.doubtful:
        column = layout.of("id_no")[0]
        raw = as_json(draft.row.value(column.number))
        names = "、".join(o.name for o in owners)
        if not any(o.id_no for o in owners):
            draft.doubt("id_no", "id_owner_unclear", raw, f"{owners[0].name}: {ids[0]}", names=names)


class OwnersSheet:
    """Owners by their number, read once; their doubts are reported at their own rows."""

    def __init__(self, workbook: Workbook, layouts: list[Layout], answers: Answers = NONE) -> None:
        self.by_ref: dict[str, Draft] = {}
        self.flagged: list[Finding] = []
        self.fixed: list[Finding] = []
        sheets = {s.name: s for s in workbook.sheets}
        drafts: list[Draft] = []
        for layout in layouts:
            sheet = sheets[layout.sheet]
            reader = CellReader(sheet, workbook.epoch_1904, False)
            letters = {c.field: c.letter for c in reversed(layout.columns) if c.field}
            rows = list(read_rows(sheet, layout))
            apply_answers(rows, sheet.name, answers)
            for row in rows:
                if row.kind == "data":
                    draft = Draft(row, Source(sheet.name, row.number), Room(), letters)
                    reader.read(draft, layout.columns)
                    pair_ids(draft, layout)
                    drafts.append(draft)
        known = Counter(str(f.raw) for d in drafts for f in d.flagged if f.kind == "phone_placeholder")
        for draft in drafts:
            dull = [
                f
                for f in draft.flagged
                if f.kind == "phone_placeholder" and (known[str(f.raw)] > 1 or "9" * 9 in str(f.raw))
            ]
            if dull:
                draft.flagged = [f for f in draft.flagged if f not in dull]
                draft.fixed += [replace(f, value=None) for f in dull]
            self.flagged += draft.flagged
            self.fixed += draft.fixed
            if draft.owner_ref:
                if draft.owner_ref in self.by_ref:
                    self.flagged.append(
                        Finding(
                            "owner_ref_twice",
                            *draft.source,
                            draft.columns.get("owner_ref"),
                            "owner_ref",
                            draft.owner_ref,
                        )
                    )
                else:
                    self.by_ref[draft.owner_ref] = draft

    def join(self, draft: Draft) -> None:
        """Give a home the owner that its number refers to."""
        if draft.owner_ref is None or draft.owners or not self.by_ref:
            return
        owner = self.by_ref.get(draft.owner_ref)
        if owner is None:
            draft.doubt("owner_ref", "owner_ref_unknown", draft.owner_ref)
            return
        draft.owners = [replace(o) for o in owner.owners]
        draft.phones += [p for p in owner.phones if p not in draft.phones]
        draft.doubtful |= owner.doubtful
