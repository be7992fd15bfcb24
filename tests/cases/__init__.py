"""The worked cases of DOMAIN.md in machine form: `cases.json` and which of its topics are built.

A test is parametrised with `cases("area_fee", …)` and runs under the case's number: a failure names its rule.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

BUILT = {
    "area_fee",
    "rounding",
    "proration",
    "parking",
    "split",
    "price_change",
    "shared",
    "allocation",
    "penalty",
    "capital_numerals",
    "prepayment",
    "refund",
    "vacancy",
    "discount",
    "tier",
    "meter",
    "day_close",
    "deposit",
    "kpi",
}
"""Topics whose rules exist; the cases of the others are not collected until they do."""


class Case(NamedTuple):
    id: str
    topic: str
    rule: str
    input: dict[str, Any]
    expect: dict[str, Any]


def cases(*topics: str) -> list[Any]:
    """The cases of these topics, each with its number as the test's id."""
    assert BUILT.issuperset(topics), f"not built: {set(topics) - BUILT}"
    return [pytest.param(case, id=case.id) for case in ALL if case.topic in topics]


ALL = [
    Case(entry["id"], entry["topic"], entry["rule"], entry["input"], entry["expect"])
    for entry in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))
]
