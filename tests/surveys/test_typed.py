"""What people type and tick: nothing of it is lost by the way in which it was sent, and no more is kept than was asked."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from litestar.testing import TestClient
from PIL import Image

from estate.data import read
from estate.surveys import records, records_answers, records_sheets
from estate.surveys.rules import END, OTHER, Given, Option, Question, kept
from tests.surveys.conftest import Asked, drafted, fill, given, opened

SignIn = Callable[[str], TestClient[Any]]
OPTIONS = (Option("Lights"), Option("Trees"), Option("Benches"))


def answers(number: int) -> dict[int, Given]:
    with read() as db:
        [found] = records_answers.answers(db, number)
    return found.answers


@pytest.mark.parametrize(
    ("kind", "ticked", "kept_as"),
    [
        ("multiple", ["1"], Given((1, OTHER), "A pond")),
        ("single", [], Given((OTHER,), "A pond")),
        ("single", ["1"], Given((1,))),
    ],
    ids=["beside others", "alone", "another was chosen"],
)
def test_an_answer_of_ones_own_counts_without_its_box(
    neighbours: Asked,
    account_of: Callable[[str], str],
    sign_in: SignIn,
    kind: str,
    ticked: list[str],
    kept_as: Given,
) -> None:
    number = opened(given(), (Question(kind, "What is missing?", options=OPTIONS, other=True),))
    owner = sign_in(account_of("Owner 1-1-101"))
    typed = {"at": "1", "q1-choice": ticked, "q1-other": "A pond"}
    fill(owner, f"/my/surveys/{number}", typed, {"go": "send"})
    assert answers(number) == {1: kept_as}


def test_places_that_are_no_ranking_yet_stay_as_they_were_typed(
    neighbours: Asked, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    number = opened(given(), (Question("ranking", "Rank them", options=OPTIONS),))
    owner = sign_in(account_of("Owner 1-1-101"))
    typed = {"at": "1", "q1-rank-0": "2", "q1-rank-1": "1", "q1-rank-2": "2"}
    for refused in (
        fill(owner, f"/my/surveys/{number}", typed),
        sign_in("clerk").post(f"/surveys/{number}/entry", data=typed | {"number": "1"}),
    ):
        assert refused.status_code == 422
        chosen = re.findall(r'value="(\d)" selected', refused.text[refused.text.index("q1-rank-0") :])
        assert chosen[:3] == ["2", "1", "2"]


def test_one_photo_too_many_takes_none_away(
    neighbours: Asked, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    number = opened(given(), (Question("photo", "Show us"),))
    owner, home = sign_in(account_of("Owner 1-1-101")), str(neighbours.homes["1-1-101"])
    place, sent = f"/my/surveys/{number}", {"home": home, "at": "1", "go": "next"}
    owner.post(place, data=sent, files=[("q1-photo", (f"{n}.jpg", picture(n))) for n in range(2)])
    shown = owner.get(f"{place}?home={home}&at=1").text
    tickets = re.findall(r'name="q1-kept" value="([^"]+)"', shown)
    refused = owner.post(
        place,
        data=sent | {"q1-kept": tickets},
        files=[("q1-photo", (f"{n}.jpg", picture(n))) for n in (3, 4)],
    )
    assert refused.status_code == 422 and "three at most" in refused.text
    for page in (refused.text, owner.get(f"{place}?home={home}&at=1").text):
        there = re.findall(r'<img src="([^"]+)"', page)
        assert [owner.get(one).status_code for one in there] == [200, 200]


def picture(shade: int) -> bytes:
    taken = BytesIO()
    Image.new("RGB", (40, 30), (shade * 40, 0, 0)).save(taken, "JPEG")
    return taken.getvalue()


def test_an_answer_that_is_called_otherwise_leads_where_it_led(neighbours: Asked, sign_in: SignIn) -> None:
    first = Question("single", "Happy?", options=(Option("Yes", END), Option("No", 3), Option("Perhaps")))
    number = drafted(given(), (first, Question("text", "Why?"), Question("text", "What else?")))
    browser, typed = sign_in("clerk"), {"text": "Happy?", "goes_to": "0"}
    for options in ("Yes\nNot at all\nPerhaps", "Perhaps\nYes\nNot at all", "Not at all\nYes"):
        browser.post(f"/surveys/{number}/questions/1", data=typed | {"options": options})
        with read() as db:
            found = records.survey(db, number)
        assert found
        ways = {one.label: one.goes_to for one in found.questions[0].options}
        assert ways == {label: {"Yes": END, "Not at all": 3}.get(label, 0) for label in options.split("\n")}


def test_of_an_answer_only_what_its_question_asks_is_kept(
    neighbours: Asked, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    """The page of an anonymous survey takes the answers along: it may send anything."""
    number = opened(given(anonymous=True), (Question("text", "What else?"),))
    owner, home = sign_in(account_of("Owner 1-1-101")), str(neighbours.homes["1-1-101"])
    carried = '{"1":{"text":"Trees","photos":["1-1-101"],"number":5,"chosen":[1]},"7":{"text":"no"}}'
    owner.post(f"/my/surveys/{number}", data={"home": home, "carried": carried, "go": "send"})
    with read() as db:
        [sheet] = records_sheets.read(records_sheets.pool(db, number))
    assert sheet.answers == {1: Given(text="Trees")}
    assert kept((Question("scale", "How good?", least=1, most=5),), {1: Given((1,), "x", 3)}) == {
        1: Given(number=3)
    }


def test_a_sheet_of_paper_is_entered_with_what_was_left_out_on_it(neighbours: Asked, sign_in: SignIn) -> None:
    """Nobody can be asked again, and the office shall not make answers up; an empty sheet is none."""
    asked = (Question("single", "Happy?", required=True, options=OPTIONS), Question("text", "What else?"))
    number, browser = opened(given(), asked), sign_in("clerk")
    browser.post(f"/surveys/{number}/papers", data={"copies": "1"})
    sheet = {"number": "1", "home": "1-1-101"}
    empty = browser.post(f"/surveys/{number}/entry", data=sheet)
    assert empty.status_code == 422 and "Nothing is answered on this sheet" in empty.text
    browser.post(f"/surveys/{number}/entry", data=sheet | {"q2-text": "A bench"})
    assert answers(number) == {2: Given(text="A bench")}


def test_a_sheet_is_not_called_by_who_typed_it_in(neighbours: Asked, sign_in: SignIn) -> None:
    number, browser = opened(given(), (Question("text", "What else?"),)), sign_in("clerk")
    browser.post(f"/surveys/{number}/papers", data={"copies": "1"})
    browser.post(f"/surveys/{number}/entry", data={"number": "1", "home": "1-1-101", "q1-text": "A bench"})
    assert "1-1-101,,1,A bench" in browser.get(f"/surveys/{number}/export/csv").text
