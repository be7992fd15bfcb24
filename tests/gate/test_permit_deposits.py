"""The deposit of a renovation: taken at the counter, named on the permit, returned after the works are accepted."""

from typing import Any

from litestar.testing import TestClient

from estate.data import read
from estate.data.store import System
from estate.deposits import queries as deposits
from estate.gate import actions_permits as actions
from estate.gate.rules_permits import OFFICE
from estate.refunds import actions as refunds
from estate.refunds.actions import Asked
from tests.gate.conftest import BY, Neighbours, SignIn
from tests.gate.works import SAID, WAY_TO, applied


def left(
    neighbours: Neighbours, cashier: TestClient[Any], name: str, home: str, key: str, **more: str
) -> str:
    """A deposit as the cashier takes it at the counter; answers its number."""
    given = {
        "home": home,
        "payer": str(neighbours.people[name]),
        "kind": "renovation",
        "basis": "Contract, clause 4",
        "amount": "2000",
        "method": "cash",
        "idempotency_key": key,
    }
    made = cashier.post("/deposits", data=given | more, follow_redirects=False)
    return str(made.headers["location"]).rsplit("/", 1)[1]


def test_a_deposit_is_named_shown_both_ways_and_returned_after_the_works_are_accepted(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    permit_id, other = applied(neighbours), applied(neighbours, "other")
    cashier = sign_in("cashier")
    number = left(neighbours, cashier, "Wang", "1-1-101", "1")
    card = left(neighbours, cashier, "Wang", "1-1-101", "2", kind="access_card")
    foreign = left(neighbours, cashier, "Li", "1-1-201", "3")
    clerk = sign_in("clerk")
    shown = clerk.get(f"/permits/{permit_id}").text
    assert number in shown and card not in shown and foreign not in shown
    for wrong in (card, foreign, "YJ2026-999999"):
        assert clerk.post(f"/permits/{permit_id}/deposit", data={"deposit": wrong}).status_code == 422
    named = clerk.post(f"/permits/{permit_id}/deposit", data={"deposit": number}, follow_redirects=False)
    assert named.status_code == 303
    assert (
        clerk.post(f"/permits/{other}/deposit", data={"deposit": number}).status_code == 422
    )  # for one only
    for key, name in enumerate(("approve", "complete")):
        clerk.post(f"/permits/{permit_id}/steps/{name}", data={"key": str(key)})
    cashier = sign_in("cashier")
    shown = cashier.get(f"/deposits/{number}").text
    assert "ZX" in shown and "Works done, to be accepted" in shown
    assert "Ask to return it" not in shown
    clerk = sign_in("clerk")
    clerk.post(f"/permits/{permit_id}/steps/accept", data={"key": "a"})
    assert "the deposit can be returned" in clerk.get(f"/permits/{permit_id}").text
    manager = sign_in("manager")
    assert f"/refunds/new?kind=deposit&amp;deposit={number}" in manager.get(f"/permits/{permit_id}").text
    with read() as db:
        deposit = deposits.deposit(db, number)
    assert deposit and deposit.state == "inspected"
    cashier, approver = System("Zhao", 1), System("Liu", 2)
    asked = refunds.ask(
        Asked("deposit", deposit.home_id, deposit.payer_id, 200000, "accepted", deposit_id=deposit.id),
        "r",
        cashier,
    )
    refunds.decide(asked.id, True, "", approver)
    refunds.pay_out(asked.id, "cash", "", cashier)
    shown = sign_in("clerk").get(f"/permits/{permit_id}").text
    assert "Settled" in shown and "the deposit can be returned" not in shown


def test_a_deposit_that_is_named_late_needs_no_second_inspection(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    permit_id = applied(neighbours)
    for one in WAY_TO["accepted"]:
        actions.step(permit_id, one, SAID, one, OFFICE, BY)
    number = left(neighbours, sign_in("cashier"), "Wang", "1-1-101", "1")
    actions.link_deposit(permit_id, number, BY)
    with read() as db:
        deposit = deposits.deposit(db, number)
    assert deposit and deposit.state == "inspected"
