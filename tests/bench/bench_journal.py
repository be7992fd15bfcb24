"""The journal of a month with 71,000 lines as Excel, beside bare writing of as many cells."""

import tempfile
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

import xlsxwriter

from estate.app import open_store
from estate.billing import actions_compute
from estate.books import actions_exports
from estate.books import records_exports as records
from estate.data import clock, read, use, write
from estate.data.store import System
from tests.billing import place

HOMES = 17_828
"""Four lines a home, and one for each fee."""
BY = System("bench")


def run() -> list[dict[str, Any]]:
    """Measures: seconds from the worker's first look to the kept file; the baseline writes the same number of rows."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        try:
            return _measure()
        finally:
            store.close()
            use(None)


def _measure() -> list[dict[str, Any]]:
    today = clock.today()
    first = today.replace(day=1)
    with write(BY) as tx:
        place.many_homes(tx, HOMES)
        place.by_area(tx, 18500)
        for name, fen in (("Waste", 500), ("Lighting", 300), ("Lifts", 900)):
            place.fixed(tx, fen, name=name)
        actions_compute.bill_at_once(tx, first, first, first.replace(day=25), clock.stamp())
    export = actions_exports.start_export(f"{first:%Y-%m}", "bench", BY)
    started = perf_counter()
    actions_exports.make_export(export.id, lambda done, of: None)
    took = perf_counter() - started
    with read() as db:
        made = records.export(db, export.id)
    assert made is not None and made.lines is not None
    baseline = _bare(made.lines)
    return [
        {
            "name": f"journal of a month, {made.lines:,} lines as Excel, in the worker",
            "value": took,
            "unit": "s",
            "baseline": baseline,
            "ratio": took / baseline,
        }
    ]


def _bare(lines: int) -> float:
    texts = (
        (0, "2026-11-01"),
        (2, "Charged Waste"),
        (3, "1122"),
        (4, "Receivables"),
        (7, "1-1-101"),
        (8, "Owner"),
    )
    started = perf_counter()
    book = xlsxwriter.Workbook(BytesIO(), {"constant_memory": True})
    sheet = book.add_worksheet()
    for row in range(lines):
        for column, text in texts:
            sheet.write_string(row, column, text)
        sheet.write_number(row, 1, 1)
        sheet.write_number(row, 5, 5)
    book.close()
    return perf_counter() - started
