"""Receipts: by callback and by query, repeated, out of order, forged, and those that never come."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
import time_machine
from litestar.testing import TestClient

from estate.channels import actions, actions_receipts, pages_callbacks, queries, records, records_sends
from estate.channels.pages_callbacks import MOST_A_MINUTE, MOST_WRONG_A_MINUTE
from estate.channels.rules_settings import Aliyun, Tencent
from estate.data import clock, read, write
from estate.data.store import System
from estate.web.tally import Tally
from tests.channels.conftest import outgoing, send
from tests.channels.servers import Gateway

BY = System("test")
SignIn = Callable[[str], TestClient[Any]]


@pytest.fixture(autouse=True)
def fresh_tallies(monkeypatch: pytest.MonkeyPatch):
    """All tests call from one address."""
    monkeypatch.setattr(pages_callbacks, "CALLS", Tally(MOST_A_MINUTE))
    monkeypatch.setattr(pages_callbacks, "WRONG", Tally(MOST_WRONG_A_MINUTE))


class Record(NamedTuple):
    state: str
    delivered_at: str | None


@pytest.fixture
def told(store) -> Callable[[str, str], Callable[[], Record]]:
    """Put a message and its delivery on record as the messages' own work does: told(provider_id, channel)."""

    def make(provider_id: str, channel: str = "sms") -> Callable[[], Record]:
        with write(BY) as tx:
            account = tx.value("SELECT id FROM accounts LIMIT 1")
            message = tx.insert(
                "messages",
                key=f"m:{provider_id}",
                event="bill.posted",
                category="service",
                account_id=account,
                recipient="Wang",
                language="zh_CN",
                subject="s",
                text="t",
                short="t",
                hash="0" * 64,
                given="{}",
                told_at=clock.stamp(),
                told_on=clock.today().isoformat(),
                told_by="test",
            )
            delivery = tx.insert(
                "deliveries",
                message_id=message,
                channel=channel,
                to_address="13812345678",
                state="accepted",
                due_at=clock.stamp(),
                provider_id=provider_id,
                created_at=clock.stamp(),
            )

        def now() -> Record:
            with read() as db:
                found = db.row(
                    Record, "SELECT state, delivered_at FROM deliveries WHERE id = :id", id=delivery
                )
            assert found
            return found

        return now

    return make


def address(provider: str = "gateway") -> str:
    with read() as db:
        known = records.set_up(db, "sms")
    assert known
    return f"/callbacks/{provider}/{known.token}"


def report(state: str = "delivered", **changes: str) -> str:
    return json.dumps({"id": "id-bill:1", "key": "bill:1", "to": "13812345678", "state": state, **changes})


def test_a_receipt_reaches_its_message_and_says_ok(client: TestClient[Any], sms: Gateway, told: Any):
    send("sms", outgoing())
    now = told("id-bill:1")
    answer = client.post(address(), content=report())
    assert (answer.status_code, answer.text) == (200, "OK")
    assert now().state == "delivered"


def test_receipts_repeated_and_out_of_order_never_take_back_what_was_delivered(
    client: TestClient[Any], sms: Gateway, told: Any
):
    send("sms", outgoing())
    now = told("id-bill:1")
    for state in ("failed", "delivered", "failed", "delivered", "delivered"):
        assert client.post(address(), content=report(state)).status_code == 200
        if state == "delivered":
            assert now().state == "delivered"
    first = now().delivered_at
    client.post(address(), content=report())
    assert now() == Record("delivered", first)
    with read() as db:
        assert db.value("SELECT count(*) FROM channel_receipts") == 2


def test_a_receipt_that_comes_before_the_answer_is_the_answer(
    client: TestClient[Any], sms: Gateway, told: Any
):
    sms.mode = "close"
    send("sms", outgoing())  # taken, and no answer kept
    assert client.post(address(), content=report()).status_code == 200
    sms.mode = "fine"
    answer = send("sms", outgoing())
    assert (answer.state, answer.provider_id) == ("accepted", "id-bill:1")
    assert sms.taken == ["bill:1"]
    assert [got.method for got in sms.requests] == ["POST"], "nothing had to be asked"
    now = told("id-bill:1")
    assert now().state == "accepted"
    actions_receipts.pass_on()
    assert now().state == "delivered"


def test_a_receipt_without_our_key_that_comes_early_waits_for_its_message(
    client: TestClient[Any], sms: Gateway, told: Any
):
    client.post(address(), content=report(key=""))
    send("sms", outgoing())
    now = told("id-bill:1")
    actions_receipts.pass_on()
    assert now().state == "delivered"


@pytest.mark.parametrize(
    ("provider", "token"),
    [("gateway", "x" * 43), ("aliyun", ""), ("tencent", ""), ("pigeon", ""), ("gateway", "%27%20OR%201=1")],
)
def test_a_forged_address_is_not_found(
    client: TestClient[Any], sms: Gateway, told: Any, provider: str, token: str
):
    send("sms", outgoing())
    now = told("id-bill:1")
    right = address().rpartition("/")[2]
    assert client.post(f"/callbacks/{provider}/{token or right}", content=report()).status_code == 404
    assert now().state == "accepted"


def test_a_receipt_for_another_number_does_not_count(client: TestClient[Any], sms: Gateway, told: Any):
    send("sms", outgoing())
    now = told("id-bill:1")
    assert client.post(address(), content=report(to="13900000000")).status_code == 200
    assert now().state == "accepted"


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"[" * 10000, b"a" * (2**20 + 1)])
def test_what_is_no_receipt_does_no_harm(client: TestClient[Any], sms: Gateway, body: bytes):
    answer = client.post(address(), content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500


def test_who_guesses_addresses_is_sent_away(client: TestClient[Any], sms: Gateway):
    answers = [
        client.post(f"/callbacks/gateway/{number:043d}", content=report()).status_code
        for number in range(MOST_WRONG_A_MINUTE + 3)
    ]
    assert set(answers[:5]) == {404}
    assert answers[-1] == 429


def test_a_tally_forgets_after_a_minute(monkeypatch: pytest.MonkeyPatch):
    tally, now = Tally(3), 1000.0
    monkeypatch.setattr("estate.web.tally.time.monotonic", lambda: now)
    assert [tally.full("a") for _ in range(4)] == [False, False, False, True]
    assert not tally.full("b")
    now += 61
    assert not tally.full("a")


def test_alibaba_clouds_callback_is_answered_in_its_words(
    client: TestClient[Any], by: System, gateway: Gateway, told: Any
):
    actions.set_up(Aliyun(key_id="A", url=gateway.url), {"secret": "s"}, by)
    now = told("123^0")
    with write(by) as tx:
        records_sends.hand_over(tx, "sms", "aliyun", outgoing())
    body = [
        {
            "phone_number": "13812345678",
            "report_time": "2026-11-25 09:00:04",
            "success": True,
            "err_code": "DELIVERED",
            "biz_id": "123^0",
            "out_id": "bill:1",
        }
    ]
    answer = client.post(address("aliyun"), json=body)
    assert answer.json() == {"code": 0, "msg": "接收成功"}
    assert now().state == "delivered"


def test_tencent_clouds_callback_is_answered_in_its_words(
    client: TestClient[Any], by: System, gateway: Gateway, told: Any
):
    actions.set_up(Tencent(secret_id="A", app_id="1", url=gateway.url), {"secret": "s"}, by)
    now = told("2640:1")
    with write(by) as tx:
        records_sends.hand_over(tx, "sms", "tencent", outgoing())
        records_sends.learn(tx, "bill:1", "2640:1")
    body = [
        {
            "mobile": "13812345678",
            "report_status": "FAIL",
            "errmsg": "MK:0001",
            "description": "空号",
            "sid": "2640:1",
        }
    ]
    for _ in range(3):
        assert client.post(address("tencent"), json=body).json() == {"result": 0, "errmsg": "OK"}
    assert now().state == "failed"
    with read() as db:
        assert not queries.is_dead(db, "sms", "13812345678"), "one failure told three times is one"


def test_receipts_that_do_not_come_are_asked_for(sms: Gateway, told: Any):
    send("sms", outgoing())
    now = told("id-bill:1")
    assert actions_receipts.ask() == 0, "it is early"
    sms.states["bill:1"] = "delivered"
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert actions_receipts.ask() == 1
        assert actions_receipts.ask() == 0
    assert now().state == "delivered"
    assert [got.method for got in sms.requests] == ["POST", "GET"]


def test_a_gateway_is_asked_hourly_and_no_more_once_it_has_told(sms: Gateway, told: Any):
    send("sms", outgoing())
    told("id-bill:1")
    start = clock.now()
    for minutes in (11, 12, 60, 73, 75):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            actions_receipts.ask()
    assert [got.method for got in sms.requests].count("GET") == 2


def test_a_gateway_that_is_away_is_asked_later(sms: Gateway):
    send("sms", outgoing())
    sms.close()
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert actions_receipts.ask() == 0


def test_after_72_hours_without_a_receipt_it_has_expired_and_a_late_one_still_counts(
    client: TestClient[Any], sms: Gateway, told: Any
):
    send("sms", outgoing())
    now = told("id-bill:1")
    with time_machine.travel(clock.now() + timedelta(hours=71)):
        actions_receipts.expire()
        assert now().state == "accepted"
    with time_machine.travel(clock.now() + timedelta(hours=73)):
        actions_receipts.expire()
        actions_receipts.expire()
        assert now().state == "expired"
        client.post(address(), content=report())
        assert now().state == "delivered"


def test_receipts_of_strangers_are_forgotten(client: TestClient[Any], sms: Gateway):
    client.post(address(), content=report(id="of-somebody-else", key=""))
    send("sms", outgoing())
    with time_machine.travel(clock.now() + timedelta(days=5)):
        actions_receipts.expire()
    with read() as db:
        assert db.value("SELECT count(*) FROM channel_receipts WHERE provider_id = 'of-somebody-else'") == 0


def test_a_delivered_message_clears_what_was_counted_against_a_number(client: TestClient[Any], sms: Gateway):
    sms.mode = "refuse"
    for number in range(2):
        send("sms", outgoing(f"bad:{number}"))
    sms.mode = "fine"
    send("sms", outgoing())
    client.post(address(), content=report())
    sms.mode = "refuse"
    send("sms", outgoing("bad:3"))
    with read() as db:
        assert not queries.is_dead(db, "sms", "13812345678")


def test_a_gateway_may_put_its_receipt_into_the_address(client: TestClient[Any], sms: Gateway, told: Any):
    send("sms", outgoing())
    now = told("id-bill:1")
    assert client.get(f"{address()}?key=bill%3A1&state=delivered").text == "OK"
    assert now().state == "delivered"
    assert client.get(address()).status_code == 404


@pytest.mark.parametrize(
    ("states", "again"), [(["failed"], 2), (["delivered"], 1), (["failed", "delivered", "failed"], 1)]
)
def test_what_did_not_arrive_can_be_sent_again_by_hand_and_what_arrived_can_not(
    client: TestClient[Any], sms: Gateway, states: list[str], again: int
):
    send("sms", outgoing())
    for state in states:
        client.post(address(), content=report(state))
    assert send("sms", outgoing()).state == "accepted"
    assert len(sms.taken) == again


def test_a_provider_is_no_browser_and_tells_not_whence_it_comes(
    client: TestClient[Any], sms: Gateway, told: Any
):
    send("sms", outgoing())
    now = told("id-bill:1")
    del client.headers["sec-fetch-site"]
    assert client.post(address(), content=report()).text == "OK"
    assert now().state == "delivered"
