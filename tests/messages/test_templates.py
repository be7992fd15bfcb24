"""Texts of the office's own: checked when kept, versions that stay, a preview on a real home, the length as SMS."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import read, write
from estate.data.store import System
from tests.messages.conftest import Household, told

BY = System("test")
Browser = TestClient[Any]
PATH = "/messages/templates/bill.posted/en"
GOOD = {"subject": "November: {amount}", "text": "Hello {name},\r\npay {open}.", "short": "{name}: {amount}"}


def test_a_text_of_ones_own_is_used_from_then_on_and_told_ones_stay(
    household: Household, sign_in: Callable[[str], Browser]
) -> None:
    before = told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home)
    manager = sign_in("manager")
    assert manager.post(PATH, data=GOOD, follow_redirects=False).status_code == 303
    after = told("bill.posted", "bill:2", person_id=household.wang, home_id=household.home)
    with read() as db:
        texts = dict(db.tuples("SELECT id, subject || '|' || text FROM messages"))
        assert db.values("SELECT template_id FROM messages ORDER BY id") == [None, 1]
    assert texts[before].startswith("Bill for Nov 2026")
    assert texts[after] == "November: 166.06|Hello Wang Jianguo,\npay 166.06."


def test_versions_are_kept_and_the_same_text_makes_none(
    household: Household, sign_in: Callable[[str], Browser]
) -> None:
    manager = sign_in("manager")
    for data in (GOOD, GOOD, {**GOOD, "subject": "Other"}):
        manager.post(PATH, data=data)
    manager.post(f"{PATH}/built-in")
    manager.post(f"{PATH}/built-in")
    with read() as db:
        assert db.tuples("SELECT version, built_in FROM message_templates") == [(1, 0), (2, 0), (3, 1)]
    told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home)
    with read() as db:
        assert db.value("SELECT subject FROM messages") == "Bill for Nov 2026: ¥166.06"
    with write(BY) as tx, pytest.raises(sqlite3.IntegrityError, match="stays"):
        tx.run("UPDATE message_templates SET text = 'x'")
    text = manager.get(PATH).text
    assert "Version 3" in text and "Version 1" in text


@pytest.mark.parametrize(
    ("field", "text"),
    [("subject", "{summ}"), ("text", "pay {amount"), ("short", "{}"), ("text", "{paid_on}"), ("short", "")],
)
def test_an_unknown_variable_is_named_beside_its_field_and_nothing_is_kept(
    sign_in: Callable[[str], Browser], field: str, text: str
) -> None:
    answer = sign_in("manager").post(PATH, data={**GOOD, field: text})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    with read() as db:
        assert db.value("SELECT count(*) FROM message_templates") == 0


@pytest.mark.parametrize("event", ["bill.due_soon", "dunning.reminder", "plan.broken"])
def test_a_text_that_asks_for_money_never_threatens(sign_in: Callable[[str], Browser], event: str) -> None:
    said = {"subject": "Please pay", "text": "Pay, or we shut off the water.", "short": "Please pay"}
    answer = sign_in("manager").post(f"/messages/templates/{event}/en", data=said)
    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text and "shut off the water" in answer.text
    with read() as db:
        assert db.value("SELECT count(*) FROM message_templates") == 0


def test_a_text_that_asks_for_no_money_may_say_that_the_water_stops(
    sign_in: Callable[[str], Browser],
) -> None:
    said = {"subject": "Works", "text": "On Monday we shut off the water for repairs.", "short": "No water"}
    answer = sign_in("manager").post(
        "/messages/templates/receipt.posted/en", data=said, follow_redirects=False
    )
    assert answer.status_code == 303


def test_a_preview_reads_as_a_real_home_would_and_keeps_nothing(
    household: Household, sign_in: Callable[[str], Browser]
) -> None:
    manager = sign_in("manager")
    text = manager.post(PATH, data={**GOOD, "act": "preview", "home": "3-2-501"}).text
    assert "Hello Wang Jianguo," in text and "pay 0.00" in text, "nothing is owed there"
    assert "There is no such home." in manager.post(PATH, data={**GOOD, "act": "preview", "home": "9"}).text
    assert "There is no such home." not in manager.get(f"{PATH}?home=3-2-501").text
    with read() as db:
        assert db.value("SELECT count(*) FROM message_templates") == 0


@pytest.mark.parametrize(("signs", "parts"), [(55, 1), (56, 2), (119, 2), (120, 3)])
def test_the_preview_counts_the_signature(sign_in: Callable[[str], Browser], signs: int, parts: int) -> None:
    """Guihua Garden in its brackets has 15 signs."""
    data = {**GOOD, "short": "x" * signs, "act": "preview"}
    text = sign_in("manager").post(PATH, data=data).text
    assert f"{parts} SMS · {signs + 15} signs" in text


def test_in_chinese_variables_are_written_in_chinese(
    household: Household, sign_in: Callable[[str], Browser]
) -> None:
    manager, path = sign_in("manager"), PATH.replace("/en", "/zh_CN")
    assert "{收件人姓名}" in manager.get(path).text
    data = {"subject": "{账期}", "text": "{ 收件人姓名 }，{amount}", "short": "{金额}"}
    assert manager.post(path, data=data, follow_redirects=False).status_code == 303
    with read() as db:
        kept = db.tuples("SELECT subject, text, short FROM message_templates")
    assert kept == [("{period}", "{name}，{amount}", "{amount}")]
    answer = manager.post(path, data={**data, "short": "{姓名}"})
    assert answer.status_code == 422 and "{姓名}" in answer.text


def test_only_who_may_edit_reaches_the_texts(sign_in: Callable[[str], Browser]) -> None:
    clerk = sign_in("clerk")
    assert clerk.get("/messages/templates").status_code == 403
    assert clerk.post(PATH, data=GOOD).status_code == 403
    manager = sign_in("manager")
    assert manager.get("/messages/templates").status_code == 200
    assert manager.get("/messages/templates/no.such/en").status_code == 404
    assert manager.get("/messages/templates/bill.posted/fr").status_code == 404
