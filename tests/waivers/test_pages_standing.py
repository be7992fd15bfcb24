"""The pages of standing discounts and what a run shows of them, through the real application."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import read
from estate.waivers import records_standing
from tests.billing.ledger import NOVEMBER, computed
from tests.waivers.test_standing import early_november, vacant_home

SignIn = Callable[[str], TestClient[Any]]
__all__ = ["early_november"]

VACANCY = {
    "kind": "vacancy",
    "name": "Vacant homes",
    "basis": "contract, clause 12",
    "payable_e4": "70%",
    "computed_from": "raw",
    "from_month": "7",
    "by_home": "1",
    "evidence": "water meter at rest",
    "from_date": "2026-01-01",
}


def send(client: TestClient[Any], path: str, data: dict[str, Any] | None = None) -> Any:
    return client.post(path, data=data or {}, follow_redirects=False)


def test_a_manager_sets_a_discount_up_grants_it_and_the_run_shows_gross_waived_and_net(
    store: object, sign_in: SignIn
) -> None:
    home_id, item_id = vacant_home()
    manager = sign_in("manager")
    assert "Vacancy discount" in manager.get("/waivers/discounts/new?kind=vacancy").text
    made = send(manager, "/waivers/discounts", {**VACANCY, "fee_item_ids": item_id})
    assert made.status_code == 303, made.text
    path = made.headers["location"]
    grant = {"home": "3-2-501", "from_date": "2026-11-01", "to_date": "2027-04-30", "evidence": "file 12"}
    assert send(manager, f"{path}/homes", {**grant, "home": "9-9-9"}).status_code == 422
    assert send(manager, f"{path}/homes", grant).status_code == 303
    assert "file 12" in manager.get(path).text
    run = computed(NOVEMBER)
    shown = manager.get(f"/bill-runs/{run.id}").text
    assert "Standing discounts waive ¥49.82 of it; ¥116.24 is left to pay." in shown
    of_home = manager.get(f"/bill-runs/{run.id}/homes/{home_id}").text
    assert "166.056 × 70% = 116.2392 → 116.24; 166.06 − 116.24 = 49.82" in of_home
    assert send(manager, f"/bill-runs/{run.id}/posting", {"seen": run.token}).status_code == 303
    assert "Vacancy discount" in manager.get(f"/homes/{home_id}/statement").text
    with read() as db:
        grant_id = records_standing.grants(db, int(path.rsplit("/", 1)[1]))[0].id
    assert send(manager, f"{path}/homes/{grant_id}/end").status_code == 303
    assert send(manager, f"{path}/end", {"last": "2026-11-30"}).status_code == 303
    assert "Nov 30, 2026" in manager.get("/waivers/discounts").text


def test_why_a_household_has_an_agreed_discount_stands_on_none_of_the_payers_papers(
    store: object, sign_in: SignIn
) -> None:
    home_id, item_id = vacant_home()
    manager = sign_in("manager")
    kind = {**VACANCY, "kind": "care", "name": "Wheelchair households", "fee_item_ids": item_id}
    path = send(manager, "/waivers/discounts", kind).headers["location"]
    grant = {
        "home": "3-2-501",
        "from_date": "2026-11-01",
        "to_date": "2027-04-30",
        "evidence": "disability card",
    }
    assert send(manager, f"{path}/homes", grant).status_code == 303
    run = computed(NOVEMBER)
    send(manager, f"/bill-runs/{run.id}/posting", {"seen": run.token})
    for page in (
        f"/homes/{home_id}/statement",
        f"/homes/{home_id}/notice",
        f"/bill-runs/{run.id}/homes/{home_id}",
    ):
        text = manager.get(page).text
        assert "Wheelchair" not in text and "disability" not in text
    assert "Agreed discount" in manager.get(f"/homes/{home_id}/statement").text
    for role in ("cashier", "clerk"):
        assert sign_in(role).get(path).status_code == 403


@pytest.mark.parametrize("kind", ["vacancy", "care", "early_payment"])
def test_an_empty_form_says_what_is_missing(store: object, sign_in: SignIn, kind: str) -> None:
    answer = send(sign_in("manager"), "/waivers/discounts", {"kind": kind})
    assert answer.status_code == 422 and "Tick at least one fee item" in answer.text


def test_an_unknown_kind_is_not_found(store: object, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    assert manager.get("/waivers/discounts/new?kind=x").status_code == 404
    assert send(manager, "/waivers/discounts", {"kind": "x"}).status_code == 404
