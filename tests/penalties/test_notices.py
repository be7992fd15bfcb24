"""A payment notice tells the penalty that has run up, apart from what is owed."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient
from pypdf import PdfReader

from estate.billing.queries_notices import notices
from estate.data import files, read
from estate.documents import actions, sheets
from tests.penalties.conftest import BY, Office

SignIn = Callable[[str], TestClient[Any]]
WORDS = "not yet posted, not in the sum above"


@pytest.fixture
def charge(desk: Office) -> int:
    """¥1,000.00 due at the end of January, five in ten thousand a day: ¥30.00 by the first of April."""
    desk.terms()
    return desk.owe(100_000, date(2026, 1, 31))


def pdf(desk: Office) -> str:
    with read() as db:
        (sheet,) = sheets.build(db, "notice", [desk.home_id], None)
    assert sheet.amount_fen == 100_000
    made = actions.make_one(sheet, "notice", "http://127.0.0.1:8080/my", BY)
    pages = PdfReader(BytesIO(files.path_of(made.file).read_bytes())).pages
    return "".join(one.extract_text() for one in pages)


@time_machine.travel("2026-04-01T04:00:00Z", tick=False)
def test_it_stands_below_the_sum_on_the_sheet_and_in_the_pdf(
    charge: int, desk: Office, sign_in: SignIn
) -> None:
    page = sign_in("clerk").get(f"/homes/{desk.home_id}/notice").text
    late = page.split("print-late")[1].split("</p>")[0]
    assert WORDS in late and "30.00" in late and "Apr 1, 2026" in late
    text = " ".join(pdf(desk).split())
    assert WORDS in text and "30.00" in text.split(WORDS)[1]


@time_machine.travel("2026-04-01T04:00:00Z", tick=False)
def test_without_terms_or_before_the_grace_is_over_no_line_is_there(desk: Office, sign_in: SignIn) -> None:
    desk.owe(100_000, date(2026, 1, 31))
    assert "print-late" not in sign_in("clerk").get(f"/homes/{desk.home_id}/notice").text
    assert WORDS not in " ".join(pdf(desk).split())


@time_machine.travel("2026-04-01T04:00:00Z", tick=False)
def test_each_payer_is_told_the_own_penalties_of_all_late_charges_together(charge: int, desk: Office) -> None:
    desk.owe(50_000, date(2026, 3, 2))
    with read() as db:
        (notice,) = notices(db, [desk.home_id], "2026-04-01")
    assert (notice.late_fen, notice.total_fen) == (3_000 + 750, 150_000)
