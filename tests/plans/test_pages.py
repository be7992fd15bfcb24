"""Pages of plans: what cannot be done says why; a paper is made only of what both sides can sign."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import read, write
from estate.data.store import System
from estate.plans import actions
from estate.plans.agreement import make_agreement
from estate.refusal import Refused
from tests.cashier.conftest import Place
from tests.plans.test_plans import BOSS, URL, agree, clocked

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
