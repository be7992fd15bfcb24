"""The worked cases of DOMAIN that the closes' rules answer, each under its number."""

import pytest

from estate.closing.rules_day import Entry, figures
from tests.cases import Case, cases


@pytest.mark.parametrize("case", cases("day_close"))
def test_day_close(case: Case) -> None:
    given = case.input
    entries = [Entry(one["kind"], one["method"], one["amount_fen"]) for one in given["entries"]]
    answer = figures(entries, given.get("opening_float_fen", 0), given.get("counted_fen"))._asdict()
    assert {key: answer[key] for key in case.expect} == case.expect
