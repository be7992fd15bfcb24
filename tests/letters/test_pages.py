"""Pages of letters say why something cannot be done, also when the form for it is no longer shown."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import clock, read
from estate.data.store import System
from estate.letters import actions
from tests.cashier.conftest import Counter, Place
from tests.letters.test_letters import clocked, draft, handed, issue

__all__ = ["clocked"]

Browser = TestClient[Any]


@pytest.fixture
def clerk(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in("clerk")


def posted(**more: str) -> dict[str, str]:
    return {"way": "posted", "on_day": clock.today().isoformat(), "key": "k", **more}


def test_a_delivery_of_a_draft_or_a_withdrawn_letter_is_refused_with_a_word(
    place: Place, by: System, clerk: Browser
) -> None:
    waits, back = draft(place.wang, by), draft(place.li, by)
    actions.withdraw(back, "Wrong sum", by)
    for letter_id in (waits, back):
        answer = clerk.post(f"/letters/{letter_id}/deliveries", data=posted())
        assert answer.status_code == 422
        assert "Only a letter that is issued and not withdrawn" in answer.text


def test_withdrawing_what_has_arrived_is_refused_with_a_word(
    place: Place, by: System, clerk: Browser
) -> None:
    letter = handed(issue(place.wang, by), by)
    answer = clerk.post(f"/letters/{letter.id}/withdrawal", data={"reason": "Wrong sum"})
    assert answer.status_code == 422 and "This letter has arrived" in answer.text


def test_a_letter_to_who_has_paid_meanwhile_is_refused_with_a_word(
    place: Place, counter: Counter, clerk: Browser
) -> None:
    counter.take(place.wang, 49818)
    sent = {"payer": str(place.wang.payer_id), "kind": "demand", "key": "k"}
    for path, more in (
        ("letters", {}),
        ("limitation-events", {"kind": "lawsuit", "on_day": clock.today().isoformat(), "basis": "No. 7"}),
    ):
        answer = clerk.post(f"/homes/{place.wang.home_id}/{path}", data=sent | more)
        assert answer.status_code == 422 and 'role="alert"' in answer.text, path


def test_a_page_without_its_key_records_nothing_and_says_so(place: Place, by: System, clerk: Browser) -> None:
    letter, home = issue(place.wang, by), place.wang.home_id
    event = {
        "payer": str(place.wang.payer_id),
        "kind": "lawsuit",
        "on_day": clock.today().isoformat(),
        "basis": "No. 7",
    }
    for path, sent in (
        (f"/letters/{letter.id}/deliveries", posted(key="")),
        (f"/homes/{home}/limitation-events", event),
    ):
        answer = clerk.post(path, data=sent)
        assert answer.status_code == 422 and "This page is not complete" in answer.text, path
    with read() as db:
        assert db.value("SELECT count(*) FROM letter_deliveries") == 0


def test_taking_an_event_back_without_a_reason_is_refused_with_a_word(
    place: Place, by: System, clerk: Browser
) -> None:
    home = place.wang.home_id
    sent = {
        "payer": str(place.wang.payer_id),
        "kind": "lawsuit",
        "on_day": clock.today().isoformat(),
        "basis": "No. 7",
        "key": "k",
    }
    clerk.post(f"/homes/{home}/limitation-events", data=sent)
    answer = clerk.post(f"/homes/{home}/limitation-events/1/end", data={"reason": " "})
    assert answer.status_code == 422 and 'role="alert"' in answer.text


@pytest.mark.parametrize("content", [b"no picture", b"%PDF-1.7 %%EOF"])
def test_what_is_no_photo_is_refused_beside_its_field(
    place: Place, by: System, clerk: Browser, content: bytes
) -> None:
    letter = issue(place.wang, by)
    answer = clerk.post(
        f"/letters/{letter.id}/deliveries",
        data=posted(),
        files={"photo": ("slip.jpg", content, "image/jpeg")},
    )
    assert answer.status_code == 422 and "This is no photo" in answer.text
