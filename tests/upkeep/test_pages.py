"""From the usual plans to the signed record, as the manager and the repairer click it."""

import re
from collections.abc import Callable
from typing import Any

from litestar.testing import TestClient

from estate.data import clock, read, write
from estate.data.store import System
from estate.upkeep import planner, queries
from tests.upkeep.conftest import Pieces, Plans

SignIn = Callable[[str], TestClient[Any]]


def test_usual_plans_become_orders_and_a_signed_record(sign_in: SignIn, pieces: Pieces) -> None:
    manager = sign_in("manager")
    assert "Usual plans" in manager.get("/upkeep/plans/usual").text
    assert manager.post("/upkeep/plans/usual", data={}).status_code == 422
    answer = manager.post(
        "/upkeep/plans/usual", data={"code": ["lift-15", "fire-month"]}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert "Half-month service of lifts" in manager.get("/upkeep/plans").text
    assert "DT-01" in manager.get("/upkeep").text
    planner.plan_day()
    with read() as db:
        due = queries.open_dues(db, clock.today().replace(year=2100), equipment_id=pieces.lift)[0]
    worker = sign_in("repairer")
    form = worker.get(f"/upkeep/dues/{due.id}/record").text
    key = re.search(r'name="key"[^>]*value="([^"]+)"', form)
    assert key and "Emergency call answered" in form
    sent = {
        "key": key[1],
        "outcome": "in_order",
        "done_on": clock.today().isoformat(),
        "person": "Zhou Qiang",
    }
    half = worker.post(f"/upkeep/dues/{due.id}/record", data=sent)
    assert half.status_code == 422 and "Answer this." in half.text
    sent |= {f"item_{number}": "yes" for number in range(7)}
    kept = worker.post(f"/upkeep/dues/{due.id}/record", data=sent, follow_redirects=False)
    assert kept.status_code == 303
    record = kept.headers["location"]
    assert worker.post(f"{record}/signature", data={"side": "user", "name": "Zhou"}).status_code == 403
    manager = sign_in("manager")
    assert "To be signed" in manager.get("/upkeep/records?state=unsigned").text
    signed = manager.post(
        f"{record}/signature", data={"side": "user", "name": "Liu Min"}, follow_redirects=False
    )
    assert signed.status_code == 303
    page = manager.get(record).text
    assert "Liu Min" in page and "Emergency call answered" in page
    assert "Safety officer of the user" in manager.get(f"{record}/print").text
    fixed = manager.get(f"{record}/correction").text
    assert "Why it is corrected" in fixed


def test_a_plan_is_made_changed_and_stopped_by_hand(sign_in: SignIn, pieces: Pieces) -> None:
    manager = sign_in("manager")
    assert manager.get("/upkeep/plans/new?equipment=SB-01").status_code == 200
    data = {
        "name": "Oil",
        "target": "equipment",
        "equipment": "SB-01",
        "statutory": "lift",
        "work": "service",
        "rhythm": "calendar",
        "every": "",
        "unit": "month",
        "counts_from": "plan",
        "first_due": clock.today().isoformat(),
        "counter": "hours",
        "lead_days": "3",
        "level": "0",
        "list_id": "",
        "done_by": "crew",
    }
    assert "Say how often." in manager.post("/upkeep/plans", data=data).text
    made = manager.post("/upkeep/plans", data={**data, "every": "1"}, follow_redirects=False)
    assert made.status_code == 303
    home = made.headers["location"]
    assert "SB-01" in manager.get(home).text
    changed = manager.post(home, data={**data, "every": "2", "name": "Oil change"}, follow_redirects=False)
    assert changed.status_code == 303 and "Oil change" in manager.get(home).text
    assert 'value="2"' in manager.get(f"{home}/edit").text
    assert manager.post(f"{home}/stop", data={"reason": ""}).status_code == 422
    assert manager.post(f"{home}/stop", data={"reason": "Sold"}, follow_redirects=False).status_code == 303
    assert "Oil change" in manager.get("/upkeep/plans?stopped=1").text


def test_check_lists_counters_and_other_work(sign_in: SignIn, pieces: Pieces) -> None:
    manager = sign_in("manager")
    rows = {
        "name": "Pump",
        "question_0": "Runs",
        "kind_0": "yes_no",
        "question_1": "Current",
        "kind_1": "number",
    }
    made = manager.post("/upkeep/lists", data={**rows, "low_1": "2", "high_1": "1"})
    assert made.status_code == 422
    made = manager.post("/upkeep/lists", data={**rows, "low_1": "1", "high_1": "2.5"}, follow_redirects=False)
    assert made.status_code == 303
    assert "1–2.5" in manager.get("/upkeep/lists").text
    worker = sign_in("repairer")
    counter = f"/upkeep/equipment/{pieces.pump}/counter"
    today = clock.today().isoformat()
    data = {"counter": "hours", "value": "12.5", "read_on": today}
    assert worker.post(counter, data=data, follow_redirects=False).status_code == 303
    assert worker.post(counter, data={**data, "value": "1"}).status_code == 422
    assert "12.5" in worker.get(counter).text
    other = f"/upkeep/equipment/{pieces.pump}/record"
    assert worker.get(other).status_code == 200
    sent = {
        "key": "k",
        "outcome": "mended",
        "done_on": today,
        "person": "Zhou",
        "title": "New seal",
        "work": "repair",
    }
    kept = worker.post(other, data={**sent, "findings": "Leak", "cost_fen": "120.50"}, follow_redirects=False)
    assert kept.status_code == 303
    assert "New seal" in worker.get("/upkeep/records").text
    assert worker.get("/upkeep/lists/new").status_code == 403


def test_the_budget_and_the_hint_show_their_arithmetic(sign_in: SignIn, pieces: Pieces, by: System) -> None:
    with write(by) as tx:
        tx.update("equipment", pieces.lift, installed_on="2005-01-01", life_years=15, cost_fen=15_000_000)
    manager = sign_in("manager")
    data = {"key": "k", "outcome": "mended", "done_on": clock.today().isoformat(), "person": "Zhou"}
    data |= {"title": "New ropes", "findings": "Worn", "cost_fen": "12000"}
    kept = manager.post(f"/upkeep/equipment/{pieces.lift}/record", data=data, follow_redirects=False)
    assert kept.status_code == 303
    page = manager.get(f"/upkeep/equipment/{pieces.lift}").text
    assert "÷ 15 = ¥10\u202f000.00" in page and "Better replaced" in page
    budget = manager.get("/upkeep/forecast?rise=0").text
    assert "150\u202f000.00" in budget and "DT-01" in budget


def test_the_manager_sees_on_the_first_page_what_is_due(sign_in: SignIn, pieces: Pieces, plan: Plans) -> None:
    assert "Upkeep of equipment" not in sign_in("manager").get("/today").text
    plan("Check", 15, "day", statutory="lift", legal=True)
    assert "2 due within 7 days" in sign_in("manager").get("/today").text
