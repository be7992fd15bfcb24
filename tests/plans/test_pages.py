"""Pages of plans: what cannot be done says why; a paper is made only of what both sides can sign."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.access import accounts
from estate.data import clock, read, write
from estate.data.store import System
from estate.jobs import daily
from estate.plans import actions
from estate.plans.agreement import make_agreement
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Place
from tests.conftest import PASSWORD
from tests.plans.test_plans import BOSS, URL, agree, clocked, signed

__all__ = ["clocked"]

Browser = TestClient[Any]


@pytest.fixture
def clerk(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in("clerk")


def test_signing_what_is_not_approved_or_has_ended_is_refused_with_a_word(
    place: Place, by: System, clerk: Browser
) -> None:
    with write(by) as tx:
        tx.run("UPDATE office SET plan_limit_fen = 40000")
    asked = agree(place.wang, by)
    path, sent = f"/plans/{asked.id}/signature", {"on_day": "2026-12-01"}
    answer = clerk.post(path, data=sent)
    assert answer.status_code == 422 and "Another person approves this plan first" in answer.text
    actions.decide(asked.id, "too long", BOSS, approve=False)
    answer = clerk.post(path, data=sent)
    assert answer.status_code == 422 and "This plan has ended" in answer.text


def test_an_agreement_is_printed_only_of_an_approved_plan_that_has_not_ended(
    place: Place, by: System, clerk: Browser
) -> None:
    with write(by) as tx:
        tx.run("UPDATE office SET plan_limit_fen = 40000")
    plan = agree(place.wang, by)
    answer = clerk.post(f"/plans/{plan.id}/agreement")
    assert answer.status_code == 422 and "Another person approves this plan first" in answer.text
    actions.decide(plan.id, "too long", BOSS, approve=False)
    with pytest.raises(Refused):
        make_agreement(plan.id, URL, by)
    with read() as db:
        assert db.value("SELECT count(*) FROM documents") == 0


def test_a_page_without_its_key_drafts_nothing_and_says_so(place: Place, by: System, clerk: Browser) -> None:
    sent = {
        "payer": str(place.wang.payer_id),
        "charges": ["1", "2"],
        "count": "3",
        "first_on": "2026-12-10",
        "grace_days": "7",
        "penalty": "runs_on",
        "reason": "lost work",
    }
    answer = clerk.post(f"/homes/{place.wang.home_id}/plans", data=sent)
    assert answer.status_code == 422 and "This page is not complete" in answer.text


@pytest.fixture
def owners(place: Place, sign_in: Callable[[str], Browser]) -> Callable[[str], Browser]:
    """Wang and Li, who can sign in, and Wang's sister who owns the home with her."""
    with write(System("test")) as tx:
        sister = tx.insert(
            "people", name="Wang Min", initials="W", pinyin="wang min", created_at=clock.stamp()
        )
        tx.insert(
            "residencies",
            home_id=place.wang.home_id,
            person_id=sister,
            role="co_owner",
            created_at=clock.stamp(),
        )
        people = (("wang", place.wang.payer_id), ("li", place.li.payer_id), ("sister", sister))
        for login, person in people:
            accounts.create(tx, login, login, PASSWORD, ["owner"], person_id=person, locale="en")
    return sign_in


def test_an_owner_sees_the_own_plan_with_what_is_paid_and_what_comes_next(
    place: Place, counter: Counter, by: System, owners: Callable[[str], Browser]
) -> None:
    plan = signed(place.wang, by)
    counter.take(place.wang, 20000)
    browser = owners("wang")
    assert f'href="/my/plans/{plan.id}"' in browser.get("/my/bills").text
    text = browser.get(f"/my/plans/{plan.id}").text.replace("\u202f", "")
    for part in ("Next instalment", "132.18", "January 10, 2027", "Paid: 33.82", "166.18", "298.18"):
        assert part in text, part
    assert "lost work" not in text  # why is between the payer and the office


def test_a_plan_and_its_agreement_are_shown_to_its_payer_alone(
    place: Place, by: System, owners: Callable[[str], Browser]
) -> None:
    plan = signed(place.wang, by)
    number = make_agreement(plan.id, URL, by)
    paths = (f"/my/plans/{plan.id}", f"/my/documents/{number}")
    assert [owners("wang").get(path).status_code for path in paths] == [200, 200]
    for other in ("li", "sister"):
        browser = owners(other)
        assert [browser.get(path).status_code for path in paths] == [404, 404], other
        assert "instalment plan" not in browser.get("/my/bills").text
        assert browser.get(f"/plans/{plan.id}").status_code == 403


def test_a_plan_is_shown_once_it_is_approved_and_not_when_it_was_declined(
    place: Place, by: System, owners: Callable[[str], Browser]
) -> None:
    with write(by) as tx:
        tx.run("UPDATE office SET plan_limit_fen = 40000")
    plan, browser = agree(place.wang, by), owners("wang")
    assert browser.get(f"/my/plans/{plan.id}").status_code == 404
    actions.decide(plan.id, "", BOSS, approve=True)
    assert "To be signed" in browser.get(f"/my/plans/{plan.id}").text
    actions.withdraw(plan.id, "paid at once", by)
    assert browser.get(f"/my/plans/{plan.id}").status_code == 404


def test_the_messages_of_a_plan_lead_to_its_page(place: Place, by: System, clocked: Any, owners: Any) -> None:
    plan = signed(place.wang, by)
    for day in (8, 20):
        clocked.move_to(datetime(2026, 12, day, 4, tzinfo=UTC))
        daily.run_due()
    with read() as db:
        assert db.values("SELECT DISTINCT link FROM messages WHERE event LIKE 'plan.%'") == [
            f"/my/plans/{plan.id}"
        ]
    assert "All that is left is due" in owners("wang").get(f"/my/plans/{plan.id}").text
