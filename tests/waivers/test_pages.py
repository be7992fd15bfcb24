"""The pages of waivers, through the real application: who may ask, who decides, what is shown where."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import read
from estate.waivers import queries
from tests.waivers.conftest import Household, owed

SignIn = Callable[[str], TestClient[Any]]


def form(wang: Household, client: TestClient[Any], **more: Any) -> dict[str, Any]:
    """The form of the first charge as the page shows it, filled in."""
    oldest = owed(wang)[0].charge_id
    shown = client.get(f"/homes/{wang.home_id}/waivers/new?charges={oldest}")
    assert shown.status_code == 200, shown.text
    key = re.search(r'name="key" value="([^"]+)"', shown.text)
    assert key
    return {
        "charges": oldest,
        "amount": "60.00",
        "reason_code": "service",
        "reason": "lift out of order",
        "basis": "contract, clause 9",
        "key": key[1],
        **more,
    }


def send(client: TestClient[Any], path: str, data: dict[str, Any] | None = None) -> Any:
    return client.post(path, data=data or {}, follow_redirects=False)


def test_a_clerk_asks_and_the_manager_grants(wang: Household, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    asked = send(clerk, f"/homes/{wang.home_id}/waivers", form(wang, clerk))
    assert asked.status_code == 303, asked.text
    path = asked.headers["location"]
    assert send(clerk, f"{path}/grant").status_code == 403
    cashier = sign_in("cashier")
    refused = send(cashier, f"{path}/grant")
    assert refused.status_code == 422 and "a manager decides" in refused.text
    manager = sign_in("manager")
    assert "1 request for a waiver waits" in manager.get("/today").text
    assert re.search(r'Waivers <span class="count">1</span>', manager.get("/waivers").text)
    assert send(manager, f"{path}/grant").status_code == 303
    assert owed(wang)[0].waived_fen == 6000
    charge = manager.get(f"/charges/{owed(wang)[0].charge_id}").text
    assert "One-off waiver" in charge and "lift out of order" not in charge
    statement = manager.get(f"/homes/{wang.home_id}/statement").text
    assert "One-off waiver" in statement and "Waived in 2026" in statement


def test_a_cashier_grants_a_small_one_at_once_and_a_large_one_stays_open(
    wang: Household, sign_in: SignIn
) -> None:
    cashier = sign_in("cashier")
    large = send(cashier, f"/homes/{wang.home_id}/waivers", form(wang, cashier, grant="1"))
    assert large.status_code == 422 and "another person decides" in large.text
    small = send(cashier, f"/homes/{wang.home_id}/waivers", form(wang, cashier, amount="50.00", grant="1"))
    assert small.status_code == 303
    assert owed(wang)[0].waived_fen == 5000
    assert "waived 50.00" in cashier.get(f"/counter/{wang.home_id}").text


def test_a_request_is_declined_withdrawn_and_a_waiver_revoked(wang: Household, sign_in: SignIn) -> None:
    cashier = sign_in("cashier")
    first = send(cashier, f"/homes/{wang.home_id}/waivers", form(wang, cashier)).headers["location"]
    assert send(cashier, f"{first}/withdrawal").status_code == 303
    second = send(cashier, f"/homes/{wang.home_id}/waivers", form(wang, cashier)).headers["location"]
    third = sign_in("manager")
    assert send(third, f"{second}/refusal", {"reason": ""}).status_code == 422
    assert send(third, f"{second}/refusal", {"reason": "lift ran"}).status_code == 303
    assert "lift ran" in third.get(second).text
    shown = third.get("/waivers?state=declined&home=3-2").text
    assert "lift out of order" in shown and "Withdrawn" in shown
    made = send(third, f"/homes/{wang.home_id}/waivers", form(wang, third, amount="10", grant="1"))
    assert made.status_code == 303, made.text
    with read() as db:
        waiver_id = queries.of_home(db, wang.home_id)[0].id
    path = f"/waivers/given/{waiver_id}"
    assert send(sign_in("cashier"), f"{path}/revocation", {"reason": "x"}).status_code == 403
    manager = sign_in("manager")
    assert send(manager, f"{path}/revocation", {"reason": ""}).status_code == 422
    assert send(manager, f"{path}/revocation", {"reason": "by mistake"}).status_code == 303
    assert "This waiver was revoked" in manager.get(path).text
    assert owed(wang)[0].waived_fen == 0


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"amount": "abc"}, "This is no amount"),
        ({"amount": "-5"}, "Not below"),
        ({"amount": "", "percent": "120"}, "too large"),
        ({"amount": "", "percent": "ten"}, "This is no percentage"),
        ({"amount": "10", "percent": "5"}, "one of the two"),
        ({"amount": "９９９９"}, "is unpaid on these charges"),
        ({"reason": ""}, "Fill this in"),
        ({"charges": []}, "Tick at least one"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field_and_nothing_is_saved(
    wang: Household, sign_in: SignIn, typed: dict[str, Any], told: str
) -> None:
    client = sign_in("cashier")
    answer = send(client, f"/homes/{wang.home_id}/waivers", form(wang, client, **typed))
    assert answer.status_code == 422 and told in answer.text
    with read() as db:
        assert queries.open_requests(db) == 0


def test_a_repairer_sees_no_waivers(wang: Household, sign_in: SignIn) -> None:
    client = sign_in("repairer")
    for path in ("/waivers", f"/homes/{wang.home_id}/waivers/new"):
        assert client.get(path).status_code == 403


def test_a_request_takes_its_papers_along_and_those_who_see_it_see_them(
    wang: Household, sign_in: SignIn
) -> None:
    clerk = sign_in("clerk")
    data, where = form(wang, clerk), f"/homes/{wang.home_id}/waivers"
    wrong = clerk.post(where, data=data, files={"paper_files": ("notice.doc", b"\xd0\xcf")})
    assert wrong.status_code == 422 and "notice.doc" in wrong.text
    pdf = {"paper_files": ("decision.pdf", b"%PDF-1.4\n%%EOF")}
    for _twice in range(2):
        asked = clerk.post(where, data=data, files=pdf, follow_redirects=False)
    paper = re.search(r'href="(/papers/\d+)"', clerk.get(asked.headers["location"]).text)
    assert paper and clerk.get(paper[1]).content == pdf["paper_files"][1]
    with read() as db:
        assert db.value("SELECT count(*) FROM papers") == 1
    assert sign_in("patrol").get(paper[1]).status_code == 404
