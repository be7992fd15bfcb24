"""Whole lists of invented offices: every layout is read to the last fen, and no fault passes without a question."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from estate.intake.dry_run import dry_run
from estate.intake.fee_contract import fees_contract
from estate.intake.fee_rows import read_fees
from tests.intake.lists import LAYOUTS, Charge, charges, write_list


def owed(found: dict[str, Any]) -> dict[tuple[str, str], int]:
    told = [((a["room"], a["month"]), a["amount"]) for a in found["records"]["arrears"]]
    assert len(dict(told)) == len(told)
    return dict(told)


def true(rows: list[Charge]) -> dict[tuple[str, str], int]:
    return {(row.room, f"2024-{row.month:02}"): row.rest for row in rows if row.rest}


@pytest.mark.parametrize("office", ["guihua", "jinxiu"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read_to_the_last_fen(layout: str, office: str, tmp_path: Path) -> None:
    rows = charges(office, 3 if office == "guihua" else 12)
    file = tmp_path / "收费明细.xlsx"
    write_list(file, layout, rows, seed=len(layout))
    found = fees_contract(read_fees(file, dict.fromkeys(row.room for row in rows)))
    assert owed(found) == true(rows)
    assert found["flagged"] == []


def _set(name: str, told: Callable[[Charge], Any]) -> Callable[[Charge], None]:
    def spoil(row: Charge) -> None:
        row.written[name] = told(row)

    return spoil


FAULTS: dict[str, Callable[[Charge], None]] = {
    "a point that slipped": _set("due", lambda row: row.due / 10),
    "swapped digits": _set("due", lambda row: (row.due + 9000) / 100),
    "more paid than due": _set("paid", lambda row: (row.due + 5000) / 100),
    "arrears that do not follow": _set("owed", lambda row: (row.rest + 1234) / 100),
    "a word against the amounts": _set("state", lambda row: "未缴" if not row.rest else "已缴"),
    "a month that is none": _set("period", lambda row: "2024-13"),
    "no month": _set("period", lambda row: None),
    "a negative amount": _set("due", lambda row: -row.due / 100),
    "words for an amount": _set("due", lambda row: "面议"),
    "a mark that nobody knows": _set("state", lambda row: "？"),
    "no home": _set("room", lambda row: None),
    "what names no home": _set("room", lambda row: "门卫室"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_passes_without_a_question_in_its_row(fault: str, tmp_path: Path) -> None:
    rows = charges("guihua", 6)
    spoilt = random.Random(fault).sample(rows, 12)
    for row in spoilt:
        FAULTS[fault](row)
    file = tmp_path / "收费明细.xlsx"
    places = write_list(file, "state", rows)
    found = dry_run("fees", file)
    asked = {places[one["row"]].number for one in found["flagged"] if one["row"] in places}
    assert asked == {row.number for row in spoilt}, fault
    assert owed(found) == true([row for row in rows if row not in spoilt])
