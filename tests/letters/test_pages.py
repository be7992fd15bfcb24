"""Pages of letters say why something cannot be done, also when the form for it is no longer shown."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient
from pypdf import PdfReader

from estate.access import accounts
from estate.data import clock, read, write
from estate.data.store import System
from estate.documents import actions as documents
from estate.documents.actions import Wanted as Print
from estate.jobs import outbox
from estate.letters import actions
from tests.cashier.conftest import Counter, Place
from tests.conftest import PASSWORD
from tests.letters.test_letters import URL, clocked, draft, handed, issue

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


def test_a_letter_is_read_by_who_it_is_to_and_nobody_else_also_from_a_print_of_many(
    place: Place, counter: Counter, by: System, sign_in: Callable[[str], Browser]
) -> None:
    for whose in (place.wang, place.li):
        draft(whose, by)
    documents.start_batch(Print("letter_demand"), "a key", URL, by)
    outbox.drain()
    counter.take(place.wang, 49818)
    with write(by) as tx:
        for login, person in (("wang", place.wang.payer_id), ("li", place.li.payer_id)):
            accounts.create(tx, login, login, PASSWORD, ["owner"], person_id=person, locale="en")
    browser = sign_in("wang")
    assert "/my/letters" in browser.get("/my/bills").text
    assert "CJ2026-000001" in browser.get("/my/letters").text
    answer = browser.get("/my/letters/CJ2026-000001")
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)
    assert "498.18" in text and "Wang Xiuying" in text and "Li Na" not in text
    stranger = sign_in("li")
    assert stranger.get("/my/letters/CJ2026-000001").status_code == 404
    assert "CJ2026-000001" not in stranger.get("/my/letters").text
    for path in ("/my/documents/CJ2026-000001", "/my/documents/CJ2026-000002"):
        assert stranger.get(path).status_code == 404


def test_a_withdrawn_letter_is_shown_no_more(
    place: Place, by: System, sign_in: Callable[[str], Browser]
) -> None:
    letter = issue(place.wang, by)
    with write(by) as tx:
        accounts.create(tx, "wang", "wang", PASSWORD, ["owner"], person_id=place.wang.payer_id, locale="en")
    browser = sign_in("wang")
    assert browser.get(f"/my/letters/{letter.number}").status_code == 200
    actions.withdraw(letter.id, "Wrong sum", by)
    assert browser.get(f"/my/letters/{letter.number}").status_code == 404
