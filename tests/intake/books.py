"""Small workbooks for one test each."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment

from estate.intake.findings import Findings
from estate.intake.homes import read_homes
from estate.intake.layout import SheetMapping

Rows = Sequence[Sequence[Any]]


def book(
    folder: Path,
    sheets: dict[str, Rows],
    merged: Sequence[tuple[str, str]] = (),
    comments: Sequence[tuple[str, str, str]] = (),
) -> Path:
    """Write sheets of rows; merged: (sheet, range); comments: (sheet, cell, text)."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for name, cells in merged:
        made[name].merge_cells(cells)
    for name, cell, text in comments:
        made[name][cell].comment = Comment(text, "office")
    path = folder / "ledger.xlsx"
    made.save(path)
    return path


def found(
    folder: Path, sheets: dict[str, Rows], mapping: dict[str, SheetMapping] | None = None, **more: Any
) -> Findings:
    """The findings of such a workbook."""
    return read_homes(book(folder, sheets, **more), mapping)


def codes(findings: Findings) -> list[str]:
    """The homes' codes in their order."""
    return [h.code for h in findings.homes]


def asked(findings: Findings) -> list[tuple[str, int | None, str | None]]:
    """What a person is asked: kind, row, column."""
    return [(f.kind, f.row, f.column) for f in findings.flagged]


MAY = date(2019, 5, 6)
PEOPLE = ["张大山", "李小海", "王中河", "孙长江", "赵小溪", "周大湖", "吴远洋", "郑清泉", "冯细雨", "陈白云"]


def homes_of(building: str, count: int = 8, area: float = 88.5) -> list[list[Any]]:
    """Rows [code, name, phone, area] of ordinary homes, two on a floor."""
    return [
        [
            f"{building}-1-{i // 2 + 1}0{i % 2 + 1}",
            PEOPLE[i % 10],
            f"1391234{building.zfill(2)[:2]}{i:02}",
            area,
        ]
        for i in range(count)
    ]
