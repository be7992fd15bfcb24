"""Evidence for a lawyer: everything about one payer's debt in one PDF, with pictures and hashes, nothing of others."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient
from pypdf import PdfReader

from estate.contacts import actions as contacts
from estate.contacts.actions import Told
from estate.data import clock, files, read, write
from estate.data.store import System
from estate.jobs import outbox
from estate.letters import actions, actions_delivery, actions_evidence, records_evidence
from estate.letters.actions_delivery import Delivered
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Household, Place
from tests.letters.test_letters import clocked, picture

__all__ = ["clocked"]


def bundle(whose: Household, by: System, key: str = "a key") -> tuple[str, PdfReader]:
    """The text and the PDF of a bundle made as the worker makes it."""
    asked = actions_evidence.ask(*whose, key, by)
    outbox.drain()
    with read() as db:
        made = records_evidence.bundle(db, asked.id)
    assert made is not None and made.file is not None, made
    found = PdfReader(io.BytesIO(files.path_of(made.file).read_bytes()))
    return "\n".join(page.extract_text() for page in found.pages), found


@pytest.fixture
def slip(place: Place, counter: Counter, by: System) -> str:
    """Wang has paid a part, was called, got a letter and signed for it: the name of the picture."""
    counter.take(place.wang, 5000)
    told = Told(
        *place.wang, clock.now(), "call_out", "owner", "refused", cause="leak", note="The roof leaks still"
    )
    contacts.log(told, "k", by)
    with write(by) as tx:
        letter_id = actions.draft(tx, *place.wang, "demand")
    actions.issue(letter_id, "http://192.168.1.20:8080/my", by)
    file = files.keep(picture())
    done = Delivered("handed", clock.today(), "Wang Lei", "adult_family", photo=file)
    actions_delivery.record(letter_id, done, "k", by)
    return file


def test_a_bundle_holds_account_letters_proof_contacts_and_limitation(
    place: Place, by: System, slip: str
) -> None:
    text, found = bundle(place.wang, by)
    whole = "".join(text.split())
    for part in (
        "Wang Xiuying",
        "448.18",
        "Receipt",
        "The roof leaks still",
        "CJ2026-000001",
        "Wang Lei",
        "Strong proof",
        "12/20/29",
        "Contents",
    ):
        assert "".join(part.split()) in whole, part
    assert slip in whole
    assert sum(len(page.images) for page in found.pages) >= 1


def test_a_bundle_tells_nothing_of_anybody_else(place: Place, by: System, slip: str) -> None:
    text, _found = bundle(place.former, by)
    for other in ("Sun Er", "Wang", "Li Na", "CJ2026", slip[:16], "roof"):
        assert other not in text


def test_a_bundle_is_asked_for_once_and_not_about_who_owes_nothing(place: Place, by: System) -> None:
    first = actions_evidence.ask(*place.wang, "a key", by)
    assert actions_evidence.ask(*place.wang, "a key", by).id == first.id
    with pytest.raises(Refused):
        actions_evidence.ask(place.wang.home_id, place.li.payer_id, "another", by)


def test_only_who_may_makes_and_opens_evidence_and_opening_is_noted(
    place: Place, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    sent = {"payer": str(place.wang.payer_id), "key": "k"}
    path = f"/homes/{place.wang.home_id}/evidence"
    assert sign_in("clerk").post(path, data=sent).status_code == 403
    browser = sign_in("manager")
    shown = browser.post(path, data=sent)
    outbox.drain()
    assert "The bundle is ready" in browser.get(shown.url.path).text
    assert browser.get(f"{shown.url.path}/pdf").content.startswith(b"%PDF")
    with read() as db:
        assert db.value("SELECT count(*) FROM audit WHERE action = 'evidence.opened'") == 1
