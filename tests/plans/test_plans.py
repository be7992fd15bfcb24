"""Plans: agreed on exactly, approved by another person, signed, kept or broken by the payments alone."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient
from pypdf import PdfReader

from estate.access import accounts
from estate.cashier import actions as cashier
from estate.data import clock, files, read, write
from estate.data.store import System
from estate.jobs import daily
from estate.letters import limitation
from estate.penalties.actions import TermsSpec, add_terms
from estate.plans import actions, queries
from estate.plans.actions import Agreed
from estate.plans.agreement import make_agreement
from estate.plans.queries import Plan
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Household, Place, owed

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
URL = "http://192.168.1.20:8080/my"
BOSS = System("Liu Min")


@pytest.fixture(autouse=True)
def clocked(place: Place) -> Iterator[Any]:
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


def agree(whose: Household, by: System, key: str = "a key", **more: Any) -> Plan:
    bills = tuple(one.charge_id for one in owed(whose))
    told: dict[str, Any] = {
        "charge_ids": bills,
        "instalments": 3,
        "first_on": date(2026, 12, 10),
        "reason": "lost work",
    }
    return actions.draft(Agreed(*whose, **{**told, **more}), key, by)


def signed(whose: Household, by: System, **more: Any) -> Plan:
    return actions.sign(agree(whose, by, **more).id, clock.today(), by)


def again(plan: Plan) -> Plan:
    with read() as db:
        found = queries.plan(db, plan.id)
    assert found is not None
    return found


def pauses(whose: Household) -> list[tuple[str, str, bool]]:
    with read() as db:
        return db.tuples(
            "SELECT cause, until_on, ended_at IS NOT NULL FROM dunning_pauses WHERE home_id = :home",
            home=whose.home_id,
        )


def told(event: str) -> list[str]:
    with read() as db:
        return db.values("SELECT text FROM messages WHERE event = :event ORDER BY id", event=event)


def test_a_plan_covers_the_ticked_bills_to_the_fen(place: Place, by: System) -> None:
    plan = agree(place.wang, by)
    assert (plan.total_fen, plan.parts, plan.first_on, plan.last_on) == (49818, 3, "2026-12-10", "2027-02-10")
    assert agree(place.wang, by).id == plan.id
    with pytest.raises(Refused):
        agree(place.wang, by, "another key")


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("parts", {"parts_fen": (10000, 10000)}),
        ("charges", {"charge_ids": ()}),
        ("charges", {"charge_ids": (999999,)}),
        ("first_on", {"first_on": date(2026, 11, 30)}),
        ("count", {"instalments": 1}),
        ("reason", {"reason": " "}),
    ],
)
def test_what_cannot_be_agreed_on_is_refused_beside_its_field(
    place: Place, by: System, field: str, more: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        agree(place.wang, by, **more)
    assert refused.value.field == field


def test_bills_of_somebody_else_are_not_covered(place: Place, by: System) -> None:
    others = tuple(one.charge_id for one in owed(place.present))
    with pytest.raises(Refused):
        agree(place.former, by, charge_ids=others)
    plan = agree(place.former, by)
    with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
        tx.insert("plan_charges", plan_id=plan.id, charge_id=others[0], covered_fen=1)


def test_above_the_limit_another_person_approves_before_the_signing(place: Place, by: System) -> None:
    with write(by) as tx:
        tx.run("UPDATE office SET plan_limit_fen = 40000")
    plan = agree(place.wang, by)
    assert plan.state == "asked"
    for refused in (
        lambda: actions.decide(plan.id, "", by, approve=True),
        lambda: actions.sign(plan.id, clock.today(), by),
    ):
        with pytest.raises(Refused):
            refused()
    with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
        tx.insert("plan_steps", plan_id=plan.id, what="signed", on_day="2026-12-01", at="x", who="x")
    assert actions.decide(plan.id, "", BOSS, approve=True).state == "drafted"
    assert actions.sign(plan.id, clock.today(), by).state == "signed"


def test_signing_rests_dunning_and_begins_limitation_anew(place: Place, by: System) -> None:
    signed(place.wang, by)
    assert pauses(place.wang) == [("plan", "2027-02-17", False)]
    with read() as db:
        ends = {one.limitation.ends_on for one in limitation.of_debt(db, *place.wang)}
    assert ends == {date(2029, 12, 1)}


def test_a_plan_is_not_signed_when_the_account_has_changed(
    place: Place, counter: Counter, by: System
) -> None:
    plan = agree(place.wang, by)
    counter.take(place.wang, 100)
    with pytest.raises(Refused):
        actions.sign(plan.id, clock.today(), by)


def test_payments_settle_the_earliest_instalment_and_the_last_keeps_the_plan(
    place: Place, counter: Counter, by: System, clocked: Any
) -> None:
    plan = signed(place.wang, by)
    counter.take(place.wang, 16618)
    clocked.shift(timedelta(days=30))
    daily.run_due()
    assert again(plan).state == "signed" and again(plan).left_fen == 33200
    counter.take(place.wang, 33200)
    clocked.shift(timedelta(days=1))
    daily.run_due()
    assert again(plan).state == "kept"
    assert pauses(place.wang) == [("plan", "2027-02-17", True)]


def test_a_payment_that_is_reversed_after_the_end_is_told_on_the_plan(
    place: Place, counter: Counter, by: System, clocked: Any, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    plan = signed(place.wang, by)
    paid = counter.take(place.wang, 49818)
    clocked.shift(timedelta(days=1))
    daily.run_due()
    office = sign_in("clerk")
    assert again(plan).state == "kept" and "open again" not in office.get(f"/plans/{plan.id}").text
    cashier.reverse(paid.id, "bounced", "back", by)
    assert again(plan).left_fen == 49818
    assert "498.18 of it is open again" in office.get(f"/plans/{plan.id}").text


def test_a_missed_instalment_breaks_the_plan_after_its_grace_once(
    place: Place, by: System, clocked: Any
) -> None:
    plan = signed(place.wang, by)
    clocked.move_to(datetime(2026, 12, 17, 4, tzinfo=UTC))
    daily.run_due()
    assert again(plan).state == "signed"
    for _day in range(2):
        clocked.shift(timedelta(days=1))
        daily.run_due()
    assert again(plan).state == "broken" and pauses(place.wang)[0][2]
    (text,) = told("plan.broken")
    assert "498.18" in text


def test_a_payment_taken_back_counts_no_more(
    place: Place, counter: Counter, by: System, clocked: Any
) -> None:
    plan = signed(place.wang, by)
    counter.reverse(counter.take(place.wang, 16618))
    clocked.move_to(datetime(2026, 12, 20, 4, tzinfo=UTC))
    daily.run_due()
    assert again(plan).state == "broken"


def test_an_instalment_is_announced_once_shortly_before(place: Place, by: System, clocked: Any) -> None:
    with write(by) as tx:
        accounts.create(
            tx, "13900000000", "Wang Xiuying", "correct horse", ["owner"], person_id=place.wang.payer_id
        )
    signed(place.wang, by)
    for day in (6, 7, 8, 9):
        clocked.move_to(datetime(2026, 12, day, 4, tzinfo=UTC))
        daily.run_due()
    (text,) = told("plan.due")
    assert "166.18" in text


def test_penalties_held_during_a_kept_plan_are_asked_to_be_waived(
    place: Place, counter: Counter, by: System, clocked: Any
) -> None:
    with read() as db:
        item_id = db.value("SELECT id FROM fee_items")
    add_terms(item_id, TermsSpec(date(2026, 1, 1), 5000, "Contract, clause 12"), by)
    plan = signed(place.wang, by, penalty="held")
    clocked.shift(timedelta(days=8))
    counter.take(place.wang, 49818)
    clocked.shift(timedelta(days=1))
    daily.run_due()
    assert again(plan).state == "kept"
    with read() as db:
        asked = db.tuples("SELECT amount_fen, reason FROM penalty_waivers ORDER BY charge_id")
    # 166.06 × 0.0005 × 8 days since the signing: 0.66 a bill, to a fen of rounding
    assert len(asked) == 3 and all(66 <= fen <= 67 and "Plan" in reason for fen, reason in asked)


def test_the_agreement_names_bills_parts_and_what_follows(place: Place, by: System) -> None:
    plan = agree(place.wang, by)
    number = make_agreement(plan.id, URL, by)
    assert make_agreement(plan.id, URL, by) == number == "FQ2026-000001"
    with read() as db:
        file = db.value("SELECT file FROM documents WHERE number = :number", number=number)
    text = PdfReader(BytesIO(files.path_of(file).read_bytes())).pages[0].extract_text()
    for part in (
        "Wang Xiuying",
        "498.18",
        "166.18",
        "人民币肆佰玖拾捌元壹角捌分",
        "7 days after",
        "signature",
    ):
        assert part in text


def test_the_counter_tells_the_next_instalment_and_that_penalties_are_held(
    place: Place, counter: Counter, by: System, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    signed(place.wang, by, penalty="held")
    counter.take(place.wang, 10000)
    text = sign_in("cashier").get(f"/counter/{place.wang.home_id}").text
    assert "In instalments: ¥66.18 by Dec 10, 2026" in text and "leave them out" in text
    assert "In instalments" not in sign_in("cashier").get(f"/counter/{place.li.home_id}").text


def test_a_plan_and_its_steps_stay_as_they_are(place: Place, by: System) -> None:
    plan = agree(place.wang, by)
    actions.withdraw(plan.id, "paid at once", by)
    for sql in ("UPDATE plans SET total_fen = 1", "DELETE FROM plan_parts"):
        with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
            tx.run(sql)
    with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
        tx.insert("plan_steps", plan_id=plan.id, what="signed", on_day="2026-12-01", at="x", who="x")


def test_the_clerk_agrees_prints_and_notes_the_signatures(
    place: Place, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    browser, home = sign_in("clerk"), place.wang.home_id
    assert "Wang Xiuying" in browser.get(f"/homes/{home}/plans/new").text
    sent = {
        "payer": str(place.wang.payer_id),
        "charges": [str(one.charge_id) for one in owed(place.wang)],
        "count": "3",
        "first_on": "2026-12-10",
        "parts": "200 200 98.18",
        "grace_days": "7",
        "penalty": "runs_on",
        "reason": "lost work",
        "key": "k",
    }
    wrong = browser.post(f"/homes/{home}/plans", data={**sent, "parts": "200 x"})
    assert wrong.status_code == 422 and "Write amounts" in wrong.text
    shown = browser.post(f"/homes/{home}/plans", data=sent)
    assert "98.18" in shown.text
    assert browser.post(f"{shown.url.path}/agreement").content.startswith(b"%PDF")
    assert "Running" in browser.post(f"{shown.url.path}/signature", data={"on_day": "2026-12-01"}).text
    assert browser.get("/plans?state=signed").text.count("Wang Xiuying") == 1
