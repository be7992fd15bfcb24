"""SMS by hand: a list for a provider's own page, for who has no gateway."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.channels import actions, queries
from estate.channels.rules_settings import ByHand
from estate.data import clock, read, write
from estate.data.store import System
from estate.messages import actions as messages
from estate.messages import actions_delivery
from tests.channels.conftest import outgoing, send

BY = System("test")
SignIn = Callable[[str], TestClient[Any]]


@pytest.fixture
def by_hand(by: System) -> None:
    actions.set_up(ByHand(), {}, by)
    actions.switch("sms", True, by)


def made(browser: TestClient[Any]) -> list[list[str]]:
    """The list that is made now, as its file has it."""
    answer = browser.post("/channels/sms-lists")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_what_would_be_sent_stands_in_one_list_and_in_no_second_one(by_hand: None, sign_in: SignIn):
    for _ in range(2):
        assert send("sms", outgoing(text="您好，" + "长" * 80)).state == "accepted"
    browser = sign_in("administrator")
    assert made(browser) == [["13812345678", "您好，" + "长" * 80, "2"]]
    assert browser.post("/channels/sms-lists").status_code == 409
    send("sms", outgoing("bill:2", text="二"))
    assert made(browser) == [["13812345678", "二", "1"]]
    assert "您好" in browser.get("/channels/sms-lists/1").text, "a list can be downloaded again"
    assert browser.get("/channels/sms-lists/3").status_code == 404


def test_a_told_message_gathers_in_the_list_by_the_usual_ladder(by_hand: None, sign_in: SignIn):
    with write(BY) as tx:
        person = tx.insert("people", name="王建国", pinyin="", initials="", created_at=clock.stamp())
        tx.insert("phones", person_id=person, number="13812345678", rank=0)
        told = messages.tell(
            tx,
            "bill.due_soon",
            "r:1",
            person_id=person,
            values={"amount": 16606, "due_on": "2026-11-25", "days": 3, "home": "3-2-501"},
            urgent=True,
        )
    assert told
    actions_delivery.deliver()
    (row,) = made(sign_in("administrator"))
    assert row[0] == "13812345678"
    assert "166.06" in row[1]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1"])
def test_no_cell_is_taken_for_a_formula(by_hand: None, sign_in: SignIn, text: str):
    send("sms", outgoing(text=text))
    assert made(sign_in("administrator"))[0][1] == f"'{text}"


def test_the_list_has_a_page_and_takes_free_text_only(by_hand: None, sign_in: SignIn):
    browser = sign_in("administrator")
    assert "1 message" not in browser.get("/channels/list").text
    send("sms", outgoing())
    page = browser.get("/channels/list").text
    assert "/channels/sms-lists" in page
    assert "/callbacks/" not in page
    assert browser.post("/channels/list/test", data={}).status_code == 404
    with read() as db:
        text = queries.sms_text(db, "bill.posted", "zh_CN", {}, "您好")
    assert text and text.text == "您好"


def test_the_list_is_set_up_by_saving_it(sign_in: SignIn):
    browser = sign_in("administrator")
    assert browser.post("/channels/list", data={}, follow_redirects=False).status_code == 303
    browser.post("/channels/list/opening")
    with read() as db:
        assert queries.active(db) == {"sms"}
