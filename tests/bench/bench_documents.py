"""1,200 payment notices as PDF, numbered and kept, beside one run of typst on an empty sheet each."""

import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from estate.app import open_store
from estate.billing import actions_compute
from estate.data import read, use, write
from estate.data.store import System
from estate.documents import actions, records
from estate.documents.actions import Wanted
from estate.documents.typeset import typeset
from tests.billing import place

HOMES = 1_200
BY = System("bench")


def run() -> list[dict[str, Any]]:
    """Measures: seconds for all notices with sign-in codes; the baseline sets as many sheets with nothing on them."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        try:
            return _measure()
        finally:
            store.close()
            use(None)


def _measure() -> list[dict[str, Any]]:
    first = date(2026, 11, 1)
    with write(BY) as tx:
        place.many_homes(tx, HOMES)
        place.by_area(tx, 18500)
        for name, fen in (("Waste", 500), ("Lighting", 300), ("Lifts", 900)):
            place.fixed(tx, fen, name=name)
        actions_compute.bill_at_once(tx, first, first, date(2026, 11, 25), "2026-11-01T01:00:00.000Z")
    started = perf_counter()
    batch = actions.start_batch(Wanted("notice", invite="new"), "bench", "http://127.0.0.1:8080/", BY)
    actions.make_batch(batch.id, lambda done, of: None, practice=False)
    took = perf_counter() - started
    with read() as db:
        done = records.batch(db, batch.id)
        assert done is not None and done.sheets == HOMES
    baseline = _empty_sheets()
    return [
        {
            "name": f"{HOMES:,} payment notices with sign-in codes",
            "value": took,
            "unit": "s",
            "baseline": baseline,
            "ratio": took / baseline,
        }
    ]


def _empty_sheets() -> float:
    sheet = {
        "title": "",
        "number": "",
        "date": "",
        "qr": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "facts": [["", ""]],
        "head": [""] * 5,
        "rows": [],
        "sums": [],
        "total": ["", "", ""],
        "late": [],
        "pay": [],
        "url": "",
        "foot": "",
    }
    common = {"lang": "zh", "office": "", "lines": "", "practice": "", "number": "", "stamp": ""}
    started = perf_counter()
    for _file in range(HOMES // actions.AT_ONCE):
        typeset("notice", {"common": common, "sheets": [sheet] * actions.AT_ONCE}, for_screens=False)
    return perf_counter() - started
