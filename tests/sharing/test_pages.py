"""The pages of shared costs, through the real application."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.billing.ledger import charges, one
from tests.sharing.conftest import Place, batch, begun, seen

SignIn = Callable[[str], TestClient[Any]]


def send(client: TestClient[Any], path: str, data: dict[str, Any] | None = None) -> Any:
    return client.post(path, data=data or {}, follow_redirects=False)


def filled(client: TestClient[Any], place: Place, **more: Any) -> dict[str, Any]:
    shown = client.get(f"/shared-costs/new?item={place.lift}")
    assert shown.status_code == 200, shown.text
    key = re.search(r'name="key" value="([^"]+)"', shown.text)
    basis = re.search(r'name="basis"[^>]* value="([^"]+)"|value="([^"]+)"[^>]* name="basis"', shown.text)
    assert key and basis
    return {
        "key": key[1],
        "fee_item_id": place.lift,
        "first": "2026-10",
        "due_on": "2026-11-15",
        "pool_kind": "amount",
        "amount_fen": "1,234.57",
        "method": "area",
        "place": "all",
        "basis": basis[1] or basis[2],
        **more,
    }


def test_a_manager_shares_a_cost_looks_at_every_home_and_posts(place: Place, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    assert "Nothing shared yet" in manager.get("/shared-costs").text
    answer = send(manager, "/shared-costs", filled(manager, place))
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"]
    shown = manager.get(path).text
    assert "1\u202f234.57 × 89.76 / 664.98 = 166.65" in shown and "Civil Code, article 283" in shown
    mark = re.search(r'name="seen" value="([^"]+)"', shown)
    assert mark and send(manager, f"{path}/posting", {"seen": mark[1]}).status_code == 303
    assert f"/charges/{one(place.homes[0]).id}" in manager.get(path).text
    charge = manager.get(f"/charges/{one(place.homes[0]).id}").text
    assert "89.76 / 664.98" in charge and f'href="{path}"' in charge
    assert "Posted" in manager.get("/shared-costs").text
    assert send(manager, f"{path}/void", {"reason": ""}).status_code == 422
    assert send(manager, f"{path}/void", {"reason": "wrong bill"}).status_code == 303
    assert charges(place.homes[0]) == [] and "wrong bill" in manager.get(path).text


def test_homes_are_excepted_several_at_once_with_a_reason(place: Place, sign_in: SignIn) -> None:
    manager, batch_id = sign_in("manager"), begun(place)
    path = f"/shared-costs/{batch_id}/rules"
    rule = {"place": "one", "code": "3-2-101、4-1", "excluded": "1", "reason": ""}
    assert "Write why" in send(manager, path, rule).text
    assert (
        "There is no home or entrance 9-9-9."
        in send(manager, path, {**rule, "code": "9-9-9", "reason": "x"}).text
    )
    assert send(manager, path, {**rule, "reason": "clause 8"}).status_code == 303
    assert [share.share_fen is None for share in seen(batch_id).shares] == [True, *[False] * 4, True, True]
    assert "clause 8" in manager.get(f"/shared-costs/{batch_id}?only=said").text
    assert send(manager, path, {**rule, "reason": "clause 8"}).status_code == 422


def test_a_batch_is_changed_weighted_by_floor_and_thrown_away(place: Place, sign_in: SignIn) -> None:
    manager, batch_id = sign_in("manager"), begun(place)
    path = f"/shared-costs/{batch_id}"
    assert "1234.57" in manager.get(f"{path}/edit").text
    by_floor = filled(manager, place, method="floor")
    assert "Only sharing by area needs no agreement" in send(manager, path, by_floor).text
    assert send(manager, path, {**by_floor, "basis": "owners' decision 3"}).status_code == 303
    assert "Some floors have no factor" in manager.get(path).text
    assert send(manager, f"{path}/floors", {"factor": "x"}).status_code == 422
    assert send(manager, f"{path}/floors", {"to_floor": "2", "factor": "0"}).status_code == 303
    assert "all weights are nothing" in manager.get(path).text
    assert send(manager, f"{path}/floors", {"from_floor": "3", "factor": "1.5"}).status_code == 303
    assert not seen(batch_id).problems and batch(batch_id).method == "floor"
    assert send(manager, f"{path}/removal").status_code == 303
    assert manager.get(path).status_code == 404


def test_an_empty_form_says_what_is_missing(place: Place, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    answer = send(manager, "/shared-costs", {"pool_kind": "residual"})
    assert answer.status_code == 422 and answer.text.count("Fill this in.") >= 4


def test_a_stale_page_posts_nothing_and_says_so(place: Place, sign_in: SignIn) -> None:
    manager, batch_id = sign_in("manager"), begun(place)
    answer = send(manager, f"/shared-costs/{batch_id}/posting", {"seen": "old"})
    assert answer.status_code == 409 and "Look at the shares again" in answer.text
    assert batch(batch_id).state == "draft"


@pytest.mark.parametrize(("role", "reads"), [("cashier", 200), ("clerk", 403)])
def test_a_cashier_reads_and_only_a_manager_shares(
    place: Place, sign_in: SignIn, role: str, reads: int
) -> None:
    batch_id = begun(place)
    client = sign_in(role)
    shown = client.get(f"/shared-costs/{batch_id}")
    assert shown.status_code == reads and "posting" not in shown.text
    assert client.get("/shared-costs/new").status_code == 403
    assert send(client, f"/shared-costs/{batch_id}/posting").status_code == 403


def test_a_shared_fee_item_is_made_without_a_price(place: Place, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    made = send(manager, "/fee-items", {"name": "Stair lights", "kind_of_fee": "shared", "place": "all"})
    assert made.status_code == 303, made.text
    assert "Shared batch by batch" in manager.get(made.headers["location"]).text
    assert "Batch by batch" in manager.get("/fee-items").text


def test_without_a_fee_item_for_it_the_form_says_what_comes_first(sign_in: SignIn) -> None:
    page = sign_in("manager").get("/shared-costs/new").text
    assert "No fee item for shared costs yet" in page and 'id="batch-form"' not in page
