"""Owners say that they have paid: the office finds the money by it, or answers."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient
from PIL import Image

from estate.data import Store, clock, read
from estate.data.store import System
from estate.reconciliation import actions, actions_claims, candidates, records
from estate.reconciliation.actions_claims import Said
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Place, bill, settle_place
from tests.conftest import Community
from tests.reconciliation.test_statements import bring_in, row, shown


@pytest.fixture
def place(store: Store, by: System) -> Place:
    place = settle_place(by)
    bill(by, [date(2026, 11, 1)])
    return place


def said(place: Place, fen: int = 16606, on: date = date(2026, 11, 20)) -> Said:
    return Said(place.wang.home_id, place.wang.payer_id, fen, on, "transfer")


def test_a_claim_makes_the_line_of_the_same_amount_likely_and_is_answered_with_it(
    place: Place, by: System
) -> None:
    claim = actions_claims.claim(said(place, 10000), "a key", by)
    statement = bring_in(by, row("A1", 100, "a friend"))
    line, level, token = shown(statement)["A1"]
    assert level == "likely"
    actions.confirm([(line, token)], by)
    with read() as db:
        answered = records.claim(db, claim.id)
        assert answered is not None and answered.state == "taken" and answered.receipt
        assert candidates.proposals(db, records.lines_page(db, statement, "", 1)) == {}


def test_the_same_page_says_it_once(place: Place, by: System) -> None:
    first = actions_claims.claim(said(place), "a key", by)
    assert actions_claims.claim(said(place), "a key", by) == first


def test_a_day_to_come_is_refused(place: Place, by: System) -> None:
    with pytest.raises(Refused):
        actions_claims.claim(said(place, on=clock.today() + timedelta(days=2)), "a key", by)


@pytest.mark.parametrize(
    ("on", "word"),
    [
        (date(2023, 11, 24), "more than three years ago"),
        (date(2026, 10, 31), "Before Nov 1, 2026 nothing was charged"),
    ],
)
def test_a_day_on_which_nothing_could_be_paid_is_refused(
    place: Place, by: System, on: date, word: str
) -> None:
    with time_machine.travel("2026-11-25T04:00:00Z", tick=False):
        with pytest.raises(Refused, match=word) as refused:
            actions_claims.claim(said(place, on=on), "a key", by)
        assert refused.value.field == "paid_on"
        actions_claims.claim(said(place, on=date(2026, 11, 1)), "a key", by)


def test_a_claim_is_answered_once(place: Place, by: System) -> None:
    claim = actions_claims.claim(said(place), "a key", by)
    with pytest.raises(Refused):
        actions_claims.decline(claim.id, " ", by)
    with pytest.raises(Refused):
        actions_claims.accept(claim.id, Counter().take(place.li, 100).number, by)  # another home's
    receipt = Counter().take(place.wang, 16606)
    actions_claims.accept(claim.id, receipt.number, by)
    actions_claims.decline(claim.id, "too late", by)
    with read() as db:
        answered = records.claim(db, claim.id)
    assert answered is not None and (answered.state, answered.receipt) == ("taken", receipt.number)


def test_a_claim_whose_receipt_is_taken_back_says_so(place: Place, by: System) -> None:
    claim, counter = actions_claims.claim(said(place), "a key", by), Counter()
    receipt = counter.take(place.wang, 16606)
    actions_claims.accept(claim.id, receipt.number, by)
    counter.reverse(receipt)
    with read() as db:
        found = records.claim(db, claim.id)
    assert found is not None and found.state == "taken_back"


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (30, 30), "red").save(file, "PNG")
    return file.getvalue()


def test_an_owner_says_it_with_a_screenshot_and_only_for_an_own_home(
    community: Community, resident: TestClient[Any]
) -> None:
    with read() as db:
        person = db.value(
            "SELECT person_id FROM accounts WHERE login = :login", login=community.logins["owner"].name
        )
        home = db.value("SELECT home_id FROM residencies WHERE person_id = :p LIMIT 1", p=person)
        other = db.value("SELECT id FROM homes WHERE id <> :home LIMIT 1", home=home)
    form = {
        "key": "k",
        "amount": "12.5",
        "paid_on": "2025-12-01",
        "method": "wechat",
        "note": "",
        "home": str(home),
    }
    page = resident.get(f"/my/claims/new?home={home}")
    assert page.status_code == 200
    wrong = resident.post("/my/claims", data={**form, "amount": "twelve"})
    assert wrong.status_code == 422 and 'value="twelve"' in wrong.text
    no_picture = resident.post("/my/claims", data=form, files={"picture": ("x.png", b"no picture")})
    assert no_picture.status_code == 422
    told = resident.post("/my/claims", data=form, files={"picture": ("x.png", picture())})
    assert told.url.path == "/my/claims" and "12.50" in told.text
    assert resident.post("/my/claims", data={**form, "home": str(other)}).status_code == 404
    assert resident.get(f"/my/claims/new?home={other}").status_code == 404
    with read() as db:
        claim = records.claims(db, waiting=True)[-1]
    assert claim.picture and resident.get(f"/claims/{claim.id}/picture").status_code == 403
