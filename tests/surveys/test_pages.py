"""Surveys as the office and those meet them whom they ask."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from litestar.testing import TestClient
from python_calamine import CalamineWorkbook

from estate.data import clock, read
from estate.jobs import outbox
from estate.refusal import Refused
from estate.surveys import (
    actions_answers,
    actions_running,
    records,
    records_answers,
    records_marks,
    records_sheets,
)
from estate.surveys.rules import Given, Option, Question
from estate.surveys.workbook import safe
from tests.surveys.conftest import BY, QUESTIONS, TITLE, Asked, drafted, fill, given, opened, signed_up

SignIn = Callable[[str], TestClient[Any]]
SHEET = {
    "per": "home",
    "whom": "everybody",
    "set_size": "5",
    "kept_group": "",
    "title": TITLE,
    "key": "k1",
    "begin": "",
}


def test_from_the_questionnaire_to_the_results(
    neighbours: Asked, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    login = account_of("Owner 1-1-101")
    browser = sign_in("clerk")
    answer = browser.post("/surveys", data=SHEET, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    place = str(answer.headers["location"])
    assert browser.post(f"{place}/opening").status_code == 409
    browser.post(f"{place}/targets", data={"target": "building:1"})
    assert "Building 1" in browser.get(place).text
    browser.post(f"{place}/targets", data={"target": "building:2"})
    browser.post(
        f"{place}/questions/0",
        data={"kind": "single", "text": "Repairs?", "options": "Yes\nNo", "required": "y", "goes_to": "0"},
    )
    browser.post(
        f"{place}/questions/0",
        data={
            "kind": "scale",
            "text": "How good?",
            "scale_from": "1",
            "scale_to": "5",
            "low": "Bad",
            "high": "Good",
            "goes_to": "0",
        },
    )
    browser.post(f"{place}/questions/0", data={"kind": "text", "text": "Else?", "goes_to": "0"})
    browser.post(
        f"{place}/questions/1",
        data={"text": "Repairs?", "options": "Yes\nNo", "required": "y", "goes_to": "0", "goto-1": "3"},
    )
    shown = browser.get(place).text
    assert "“No”: go on to question 3" in shown
    assert "It asks 12 homes." in shown
    trial = fill_trial(browser, place)
    assert "nothing was kept" in trial
    assert browser.post(f"{place}/opening", follow_redirects=False).status_code == 303
    outbox.drain()

    owner = sign_in(login)
    number = place.rsplit("/", 1)[1]
    assert TITLE in owner.get("/my/messages").text
    assert "Please answer" in owner.get("/my/surveys").text
    mine = f"/my/surveys/{number}"
    assert "Your answers with your home and your name" in owner.get(mine).text
    shown = owner.post(mine, data={"home": str(neighbours.homes["1-1-101"]), "at": "1", "go": "next"})
    assert shown.status_code == 422
    assert "This question needs an answer." in shown.text
    shown = fill(owner, mine, {"at": "1", "q1-choice": "1"})
    assert "Else?" in shown.text  # question 2 is left out
    assert "Begun to answer" in owner.get("/my/surveys").text
    shown = fill(owner, mine, {"at": "1", "q1-choice": "1"}, {"at": "3", "q3-text": "=1+1"}, {"go": "send"})
    assert "Answered, thank you" in shown.text
    assert "You have answered" in owner.get("/my/surveys").text

    browser = sign_in("clerk")
    results = browser.get(f"{place}/results").text
    assert "=1+1" in results
    part = browser.get(
        f"{place}/results", headers={"hx-request": "true"}
    ).text  # what a signal makes the page fetch
    assert part.lstrip().startswith('<div id="survey-results"')
    assert f'hx-trigger="survey-{number} from:body"' in part
    assert browser.get(f"{place}/results/building").status_code == 200
    assert browser.get(f"{place}/results/age").status_code == 404
    assert "1-1-101" in browser.get(f"{place}/marks?who=done").text
    assert "=1+1" in browser.get(f"{place}/answers/{neighbours.homes['1-1-101']}/0").text
    exported = browser.get(f"{place}/export/csv").content.decode("utf-8-sig")
    assert ["3", "Else?", "'=1+1"] in list(csv.reader(io.StringIO(exported)))
    book = CalamineWorkbook.from_filelike(BytesIO(browser.get(f"{place}/export/xlsx").content))
    assert ["3", "Else?", "=1+1"] in [
        [str(cell).removesuffix(".0") for cell in row] for row in book.get_sheet_by_index(5).to_python()
    ]
    assert browser.post(f"{place}/closing", follow_redirects=False).status_code == 303
    assert browser.post(f"{place}/closing").status_code == 409
    owner = sign_in(login)
    assert (
        owner.post(mine, data={"home": "1", "at": "1", "go": "next"}, follow_redirects=False).status_code
        == 303
    )


def fill_trial(browser: TestClient[Any], place: str) -> str:
    answer = browser.get(f"{place}/trial")
    for page in (
        {"at": "1", "q1-choice": "0"},
        {"at": "2", "q2-choice": "4"},
        {"at": "3", "q3-text": "x"},
        {"go": "send"},
    ):
        carried = re.search(r'name="carried" value="([^"]*)"', answer.text)
        assert carried
        data = {"go": "next", "carried": carried[1].replace("&#34;", '"')} | page
        answer = browser.post(f"{place}/trial", data=data)
    return answer.text


def test_paper_by_name_is_entered_once_by_its_number(neighbours: Asked, sign_in: SignIn) -> None:
    number = opened(given())
    browser = sign_in("clerk")
    place = f"/surveys/{number}"
    made = browser.post(f"{place}/papers", data={"copies": "3"})
    assert made.content.startswith(b"%PDF")
    sheet = {"number": "2", "home": "1-1-0101", "q1-choice": "0", "q2-choice": "3", "q4-text": "By hand"}
    for wrong, error in (
        ({"number": "4"}, "number-error"),
        ({"home": "9-9-999"}, "home-error"),
        ({"q1-choice": "7"}, "q1-error"),
    ):
        answer = browser.post(f"{place}/entry", data=sheet | wrong)
        assert (answer.status_code, error in answer.text) == (422, True), wrong
        assert "By hand" in answer.text
    assert browser.post(f"{place}/entry", data=sheet, follow_redirects=False).status_code == 303
    assert "entered already" in browser.post(f"{place}/entry", data=sheet).text
    assert "answered already" in browser.post(f"{place}/entry", data=sheet | {"number": "3"}).text
    with read() as db:
        [answer] = records_answers.answers(db, number)
        assert records_marks.turnout(db, number).on_paper == 1
    assert (answer.sheet, answer.by, answer.answers[4].text) == (2, "Sun Yan", "By hand")


def test_anonymous_paper_is_noted_and_entered_apart(neighbours: Asked, sign_in: SignIn) -> None:
    number = opened(given(anonymous=True))
    browser = sign_in("clerk")
    place = f"/surveys/{number}"
    browser.post(f"{place}/papers", data={"copies": "3"})
    sheet = {"number": "2", "q1-choice": "0", "q4-text": "By hand"}
    assert "Note first who handed a sheet in" in browser.post(f"{place}/entry", data=sheet).text
    assert (
        browser.post(f"{place}/handed-in", data={"home": "1-1-101"}, follow_redirects=False).status_code
        == 303
    )
    assert browser.post(f"{place}/handed-in", data={"home": "1-1-101"}).status_code == 422
    assert browser.post(f"{place}/entry", data=sheet, follow_redirects=False).status_code == 303
    with read() as db:
        [kept] = records_sheets.read(records_sheets.pool(db, number))
        assert records_marks.turnout(db, number).on_paper == 1
        assert [one.number for one in records_answers.papers(db, number)] == [2]
    assert (kept.group, kept.answers[4].text) == ("", "By hand")


def test_it_opens_and_closes_by_itself_and_reminds_who_has_not_answered(neighbours: Asked) -> None:
    person = signed_up(neighbours, "Owner 1-1-101")[1]
    signed_up(neighbours, "Owner 1-1-201")
    number = drafted(given(closes_on=(clock.today() + timedelta(days=1)).isoformat()))
    actions_running.schedule(number, clock.now() + timedelta(seconds=1), BY)
    with clock.as_of(clock.now() + timedelta(seconds=2)):
        actions_running.run_due(BY)
        outbox.drain()
    actions_answers.answer(number, neighbours.homes["1-1-101"], {1: Given((1,))}, person)
    actions_running.remind(number, BY)
    with pytest.raises(Refused):
        actions_running.remind(number, BY)
    outbox.drain()
    with read() as db:
        told = db.tuples("SELECT event, recipient FROM messages ORDER BY id")
    assert told == [
        ("survey.open", "Owner 1-1-101"),
        ("survey.open", "Owner 1-1-201"),
        ("survey.reminder", "Owner 1-1-201"),
    ]
    with clock.as_of(clock.now() + timedelta(days=2)):
        with pytest.raises(Refused):
            actions_answers.answer(number, neighbours.homes["1-1-101"], {1: Given((1,))}, person)
        actions_running.run_due(BY)
    with read() as db:
        survey = records.survey(db, number)
    assert survey
    assert survey.state == "closed"


def test_an_anonymous_closed_survey_shows_no_small_group_and_nothing_at_all_of_fewer_than_five(
    neighbours: Asked, sign_in: SignIn
) -> None:
    number = opened(given(anonymous=True, kept_group="building"))
    for place, (code, home) in enumerate(neighbours.homes.items()):
        if place < 4:
            actions_answers.answer(
                number,
                home,
                {1: Given((0,)), 4: Given(text="Words")},
                signed_up(neighbours, f"Owner {code}")[1],
            )
    actions_running.close(number, BY)
    browser = sign_in("clerk")
    shown = browser.get(f"/surveys/{number}/results").text
    assert "Too few answers to show" in shown
    assert "Words" not in shown
    shown = browser.get(f"/surveys/{number}/results/building").text
    assert "Too few answers to show" in shown
    assert "Building 1" not in shown
    assert b"Words" not in browser.get(f"/surveys/{number}/export/csv").content


def test_a_copy_and_a_questionnaire_of_the_program_begin_a_draft(neighbours: Asked, sign_in: SignIn) -> None:
    number = opened(given())
    browser = sign_in("clerk")
    assert TITLE in browser.get(f"/surveys/new?begin=survey-{number}").text
    for key, begin, questions in (("a", f"survey-{number}", 4), ("b", "model-needs-en", 6), ("c", "", 0)):
        answer = browser.post("/surveys", data=SHEET | {"key": key, "begin": begin}, follow_redirects=False)
        with read() as db:
            found = records.survey(db, int(str(answer.headers["location"]).rsplit("/", 1)[1]))
        assert found
        assert (found.state, len(found.questions)) == ("draft", questions)


def test_what_is_wrong_is_said_beside_its_field(neighbours: Asked, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    for wrong, error in (
        ({"title": ""}, "title-error"),
        ({"kept_group": "age"}, "kept_group-error"),
        ({"anonymous": "y", "may_change": "y"}, "may_change-error"),
        ({"set_size": "2"}, "set_size-error"),
        ({"closes_on": "2020-01-01"}, "closes_on-error"),
    ):
        answer = browser.post("/surveys", data=SHEET | wrong)
        assert (answer.status_code, error in answer.text) == (422, True), wrong
    number = drafted(given())
    for question, error in (
        ({"kind": "single", "text": "?", "options": "Yes"}, "options-error"),
        ({"kind": "single", "text": "?", "options": "Yes\nYes"}, "options-error"),
        ({"kind": "multiple", "text": "?", "options": "a\nb", "most": "5"}, "most-error"),
        ({"kind": "scale", "text": "?", "scale_from": "5", "scale_to": "5"}, "scale_to-error"),
        ({"kind": "text", "text": ""}, "text-error"),
    ):
        answer = browser.post(f"/surveys/{number}/questions/0", data=question | {"goes_to": "0"})
        assert (answer.status_code, error in answer.text) == (422, True), question


def test_a_question_that_leads_back_keeps_the_survey_closed(neighbours: Asked, sign_in: SignIn) -> None:
    looped = (QUESTIONS[3], Question("single", "Again?", options=(Option("Yes", 1), Option("No"))))
    number = drafted(given(), looped)
    browser = sign_in("clerk")
    assert "the survey would never end" in browser.get(f"/surveys/{number}").text
    assert browser.post(f"/surveys/{number}/opening").status_code == 409


def test_what_was_opened_stays_as_it_is(neighbours: Asked, sign_in: SignIn) -> None:
    number = opened(given())
    browser = sign_in("clerk")
    assert browser.post(f"/surveys/{number}", data=SHEET | {"title": "Other"}).status_code == 422
    for act in ("questions/1/removal", "questions/2/lift", "discarding", "opening"):
        assert browser.post(f"/surveys/{number}/{act}").status_code == 409, act


def test_no_cell_is_taken_for_a_formula() -> None:
    assert [safe(one) for one in ("=1", "+1", " -1", "@a", "\t=1", "＝1", "a=1")] == [
        "'=1",
        "'+1",
        "' -1",
        "'@a",
        "'\t=1",
        "'＝1",
        "a=1",
    ]
