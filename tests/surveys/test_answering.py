"""A survey as those meet it whom it asks: pages, drafts, changes, photos, and what nobody else sees."""

import sqlite3
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from litestar.testing import TestClient
from PIL import Image

from estate.data import read, write
from estate.refusal import Refused
from estate.surveys import (
    actions,
    actions_answers,
    actions_running,
    records,
    records_answers,
    records_marks,
    records_sheets,
)
from estate.surveys.rules import Given, Question
from tests.surveys.conftest import BY, QUESTIONS, Asked, drafted, fill, given, opened, signed_up
from tests.together import at_once

SignIn = Callable[[str], TestClient[Any]]


def test_an_anonymous_survey_is_filled_in_without_a_draft_and_without_a_line_in_the_log(
    neighbours: Asked, account_of: Callable[[str], str], sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    number = opened(given(anonymous=True))
    owner = sign_in(account_of("Owner 1-1-101"))
    caplog.set_level("INFO", "estate.request")
    caplog.clear()
    shown = fill(
        owner,
        f"/my/surveys/{number}",
        {"at": "1", "q1-choice": "0"},
        {"at": "2", "q2-choice": "5"},
        {"at": "3", "q3-choice": "999", "q3-other": "Benches"},
        {"at": "4", "q4-text": "Quiet words"},
        {"go": "send"},
    )
    assert "Answered, thank you" in shown.text
    assert "Quiet words" not in shown.text
    assert "/my/surveys" not in caplog.text
    with read() as db:
        assert db.value("SELECT count(*) FROM survey_drafts") == 0
        assert db.value("SELECT count(*) FROM survey_answers") == 0
        [sheet] = records_sheets.read(records_sheets.pool(db, number))
    assert sheet.answers[3].text == "Benches"
    browser = sign_in("clerk")
    results = browser.get(f"/surveys/{number}/results").text
    assert "Quiet words" not in results
    assert "1 further answer waits" in results
    marked = browser.get(f"/surveys/{number}/marks?who=done").text
    assert "1-1-101" in marked
    assert "Look at the answers" not in marked
    assert browser.get(f"/surveys/{number}/answers/{neighbours.homes['1-1-101']}/0").status_code == 404
    assert b"Quiet words" not in browser.get(f"/surveys/{number}/export/csv").content


def test_back_and_other_ways_keep_what_was_answered(
    neighbours: Asked, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    number = opened(given(anonymous=True))
    owner = sign_in(account_of("Owner 1-1-101"))
    shown = fill(
        owner,
        f"/my/surveys/{number}",
        {"at": "1", "q1-choice": "0"},
        {"at": "2", "q2-choice": "4", "go": "back"},
    )
    assert "Have you reported a repair?" in shown.text
    assert 'value="0" checked' in shown.text


def test_of_two_co_owners_the_second_is_told_that_the_home_has_answered(
    neighbours: Asked, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    number = opened(given(may_change=True))
    first, second = account_of("Owner 1-1-101"), account_of("Co-Owner 1-1-101")
    send = ({"at": "1", "q1-choice": "1"}, {"at": "3"}, {"at": "4", "q4-text": "Mine alone"}, {"go": "send"})
    assert "Change my answers" in fill(sign_in(first), f"/my/surveys/{number}", *send).text
    other = sign_in(second)
    shown = other.get(f"/my/surveys/{number}").text
    assert "by somebody else of this home" in shown
    assert "Mine alone" not in shown
    data = {"home": str(neighbours.homes["1-1-101"]), "go": "send"}
    assert other.post(f"/my/surveys/{number}", data=data, follow_redirects=False).status_code == 303
    other.post(f"/my/surveys/{number}/change", data=data)
    with read() as db:
        assert db.values("SELECT by FROM survey_answers") == ["Owner 1-1-101"]


def test_an_answer_may_be_changed_by_who_gave_it_until_the_end(
    neighbours: Asked, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    number = opened(given(may_change=True))
    owner = sign_in(account_of("Owner 1-1-101"))
    place, home = f"/my/surveys/{number}", str(neighbours.homes["1-1-101"])
    fill(
        owner,
        place,
        {"at": "1", "q1-choice": "1"},
        {"at": "3"},
        {"at": "4", "q4-text": "First"},
        {"go": "send"},
    )
    owner.post(f"{place}/change", data={"home": home})
    fill(
        owner,
        place,
        {"at": "1", "q1-choice": "1"},
        {"at": "3"},
        {"at": "4", "q4-text": "Second"},
        {"go": "send"},
    )
    with read() as db:
        [answer] = records_answers.answers(db, number)
        assert records_marks.turnout(db, number).done == 1
    assert answer.answers[4].text == "Second"
    actions_running.close(number, BY)
    assert "Change my answers" not in owner.get(place).text


@pytest.mark.parametrize("anonymous", [False, True])
def test_two_that_hand_in_at_once_give_one_answer(neighbours: Asked, *, anonymous: bool) -> None:
    number = opened(given(anonymous=anonymous))
    people = [signed_up(neighbours, name)[1] for name in ("Owner 1-1-101", "Co-Owner 1-1-101")]
    home = neighbours.homes["1-1-101"]
    refused = list[str]()

    def hand_in(place: int) -> None:
        try:
            actions_answers.answer(number, home, {1: Given((1,))}, people[place % 2])
        except Refused as no:
            refused.append(no.message)

    at_once(*(partial(hand_in, place) for place in range(6)))
    assert len(refused) == 5
    with read() as db:
        assert records_marks.turnout(db, number).done == 1
        assert len(records_answers.answers(db, number)) + len(records_sheets.pool(db, number)) == 1


def test_strangers_find_nothing(neighbours: Asked, account_of: Callable[[str], str], sign_in: SignIn) -> None:
    number, draft = opened(given(per="person")), drafted(given(), key="draft")
    owner = sign_in(account_of("Owner 1-1-201"))
    other = neighbours.homes["1-1-101"]
    assert owner.get(f"/my/surveys/{number}").status_code == 200
    assert owner.get(f"/my/surveys/{number}?home={other}").status_code == 404
    assert owner.get(f"/my/surveys/{draft}").status_code == 404
    assert owner.get("/my/surveys/99").status_code == 404
    for act in ("", "/change"):
        assert (
            owner.post(f"/my/surveys/{number}{act}", data={"home": str(other), "at": "1"}).status_code == 404
        )
    assert owner.get(f"/my/surveys/{number}/photos/{'0' * 64}/file").status_code == 404
    for path in ("", "/results", "/marks", "/entry", "/export/csv", "/trial"):
        assert owner.get(f"/surveys/{number}{path}").status_code == 403


def test_photos_are_kept_with_the_answer_and_seen_by_no_stranger(
    neighbours: Asked, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    number = opened(given(), (Question("photo", "Show us", required=True),))
    login, stranger = account_of("Owner 1-1-101"), account_of("Owner 1-1-201")
    owner, home = sign_in(login), str(neighbours.homes["1-1-101"])
    taken = BytesIO()
    Image.new("RGB", (40, 30), "red").save(taken, "JPEG")
    place = f"/my/surveys/{number}"
    shown = owner.post(
        place,
        data={"home": home, "at": "1", "go": "next"},
        files={"q1-photo": ("a.jpg", b"no photo", "image/jpeg")},
    )
    assert shown.status_code == 422
    owner.post(
        place,
        data={"home": home, "at": "1", "go": "next"},
        files={"q1-photo": ("a.jpg", taken.getvalue(), "image/jpeg")},
    )
    owner.post(place, data={"home": home, "go": "send"})
    with read() as db:
        [answer] = records_answers.answers(db, number)
    [name] = answer.answers[1].photos
    assert owner.get(f"{place}/photos/{name}/file").status_code == 200
    assert sign_in(stranger).get(f"{place}/photos/{name}/file").status_code == 404
    assert sign_in("clerk").get(f"/surveys/{number}/photos/{name}").headers["content-type"] == "image/jpeg"
    assert sign_in("clerk").get(f"/surveys/{number}/photos/{'0' * 64}").status_code == 404


def test_the_database_keeps_no_answer_by_name_of_an_anonymous_survey(neighbours: Asked) -> None:
    number, home = opened(given(anonymous=True)), neighbours.homes["1-1-101"]
    with write(BY) as tx, pytest.raises(sqlite3.IntegrityError, match="never both"):
        records_answers.put(tx, number, home, 0, {1: Given((1,))})
    with write(BY) as tx, pytest.raises(sqlite3.IntegrityError, match="never both"):
        records_answers.keep_draft(tx, number, 1, home, {})


def test_what_was_filled_in_so_far_goes_on_where_it_stopped(
    neighbours: Asked, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    number = opened(given())
    owner = sign_in(account_of("Owner 1-1-101"))
    fill(owner, f"/my/surveys/{number}", {"at": "1", "q1-choice": "0"}, {"at": "2"})
    assert "What is missing?" in owner.get(f"/my/surveys/{number}?at=0").text
    home = {"home": str(neighbours.homes["1-1-101"])}
    owner.post(f"/my/surveys/{number}", data=home)  # without a button: nothing is handed in
    with read() as db:
        assert records_answers.answers(db, number) == []


def test_a_closed_survey_takes_and_changes_nothing(neighbours: Asked) -> None:
    number, home = opened(given()), neighbours.homes["1-1-101"]
    actions_running.close(number, BY)
    for sql in (
        "UPDATE surveys SET title = 'Other'",
        "UPDATE survey_marks SET done = 1",
        f"INSERT INTO survey_papers VALUES ({number}, 1, '2026-01-01', 'x')",
    ):
        with write(BY) as tx, pytest.raises(sqlite3.IntegrityError):
            tx.run(sql)
    with write(BY) as tx, pytest.raises(sqlite3.IntegrityError):
        records_answers.put(tx, number, home, 0, {1: Given((1,))})


def test_who_goes_back_to_the_form_of_a_draft_and_saves_again_changes_it(neighbours: Asked) -> None:
    made = drafted(given(), key="back")
    assert actions.draft(given(), "back", BY) == made
    assert actions.draft(given(title="Another", anonymous=True), "back", BY) == made
    with read() as db:
        found = records.survey(db, made)
        assert found and (found.title, found.anonymous, len(found.questions)) == (
            "Another",
            1,
            len(QUESTIONS),
        )
    actions_running.open_now(made, BY)
    with pytest.raises(Refused):
        actions.draft(given(), "back", BY)
