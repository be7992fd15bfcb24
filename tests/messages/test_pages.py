"""Pages of messages: the owner's inbox, the office's list and records, switches, wishes, what failed."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.access import accounts
from estate.data import files, read, write
from estate.data.store import System
from tests.conftest import PASSWORD
from tests.messages.conftest import Household, told, ways

BY = System("test")
Browser = TestClient[Any]


@pytest.fixture
def bill(household: Household) -> int:
    return told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home, link="/my/bills")


def test_an_owner_sees_how_many_are_unread_and_reading_counts_once(
    bill: int, sign_in: Callable[[str], Browser]
) -> None:
    owner = sign_in("wang")
    assert "1 unread" in owner.get("/my/bills").text
    assert "Bill for Nov 2026" in owner.get("/my/messages").text
    answer = owner.get(f"/my/messages/{bill}")
    assert "Dear Wang Jianguo" in answer.text and 'href="/my/bills"' in answer.text
    with read() as db:
        first = db.value("SELECT read_at FROM messages")
        assert db.value("SELECT read_at FROM deliveries") == first is not None
    owner.get(f"/my/messages/{bill}")
    with read() as db:
        assert db.value("SELECT read_at FROM messages") == first
    assert "unread" not in owner.get("/my/bills").text.replace('class="unread"', "")


def test_nobody_opens_the_message_of_another(
    household: Household, bill: int, sign_in: Callable[[str], Browser]
) -> None:
    other = told("bill.posted", "bill:2", person_id=household.li, home_id=household.home)
    assert sign_in("wang").get(f"/my/messages/{other}").status_code == 404
    clerk = sign_in("clerk")
    assert clerk.get(f"/inbox/{bill}").status_code == 404
    assert clerk.get(f"/messages/{bill}").status_code == 200
    with read() as db:
        assert db.value("SELECT count(*) FROM messages WHERE read_at IS NOT NULL") == 0


def test_staff_have_a_bell_and_an_inbox(household: Household, sign_in: Callable[[str], Browser]) -> None:
    with read() as db:
        clerk = db.value("SELECT id FROM accounts WHERE login = 'clerk'")
    values = {"payer": "Li Na", "amount": 16606, "promised_on": "2026-11-20"}
    message = told("promise.broken", "broken:1", values, account_id=clerk, home_id=household.home)
    browser = sign_in("clerk")
    assert "1 unread" in browser.get("/today").text
    assert "Li Na of 3-2-501 has not paid" in browser.get("/inbox").text
    assert browser.get(f"/inbox/{message}").status_code == 200
    assert "unread" not in browser.get("/today").text
    assert sign_in("cashier").get(f"/inbox/{message}").status_code == 404


def test_staff_mark_all_as_read_that_their_list_showed(
    household: Household, sign_in: Callable[[str], Browser]
) -> None:
    with read() as db:
        clerk, cashier = db.values(
            "SELECT id FROM accounts WHERE login IN ('clerk', 'cashier') ORDER BY login DESC"
        )
    values = {"payer": "Li Na", "amount": 16606, "promised_on": "2026-11-20"}
    first, newest, later = (
        told("promise.broken", f"broken:{number}", values, account_id=clerk) for number in range(3)
    )
    other = told("promise.broken", "broken:other", values, account_id=cashier)
    browser = sign_in("clerk")
    assert 'action="/inbox/read"' in browser.get("/inbox").text
    assert "2 messages marked as read" in browser.post("/inbox/read", data={"newest": newest}).text
    with read() as db:
        unread = db.values(
            "SELECT id FROM messages WHERE read_at IS NULL AND event = 'promise.broken' ORDER BY id"
        )
        assert (
            db.value("SELECT count(*) FROM deliveries WHERE message_id = :id AND read_at IS NULL", id=first)
            == 0
        )
    assert unread == [later, other]
    assert sign_in("wang").post("/inbox/read", data={"newest": later}).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"wang", "li"}),
        ("home=3-2-501", {"wang", "li"}),
        ("home=9-9-999", set()),
        ("name=Wang", {"wang"}),
        ("name=Wang+Jianguo", {"wang"}),
        ("name=ang", set()),
        ("event=bill.posted", {"wang", "li"}),
        ("event=bill.due_soon", set()),
        ("state=paper", {"li"}),
        ("state=read", set()),
        ("state=failed", set()),
        ("first=2000-01-01&last=2000-12-31", set()),
        ("first=2000-01-01", {"wang", "li"}),
        ("first=king&event=queen&state=jack", {"wang", "li"}),
    ],
)
def test_messages_are_found_by_home_person_event_state_and_day(
    household: Household, bill: int, sign_in: Callable[[str], Browser], query: str, found: set[str]
) -> None:
    other = told("bill.posted", "bill:2", person_id=household.li, home_id=household.home)
    text = sign_in("clerk").get(f"/messages?{query}").text
    shown = {name for name, one in {"wang": bill, "li": other}.items() if f'id="message-{one}"' in text}
    assert shown == found


def test_a_message_shows_its_text_its_hash_and_its_ways(
    household: Household, bill: int, sign_in: Callable[[str], Browser]
) -> None:
    text = sign_in("clerk").get(f"/messages/{bill}").text
    with read() as db:
        assert db.value("SELECT hash FROM messages") in text
    assert "The text is as it was told" in text
    assert "Inbox" in text and "Has arrived" in text
    assert f'href="/messages?home={"3-2-501"}"' in sign_in("clerk").get(f"/homes/{household.home}").text


def test_a_text_that_was_changed_behind_the_program_is_shown_as_such(
    bill: int, sign_in: Callable[[str], Browser]
) -> None:
    with write(BY) as tx:
        tx.run("DROP TRIGGER messages_are_frozen")
        tx.run("UPDATE messages SET text = text || '!'")
    assert "The text does not fit its hash" in sign_in("clerk").get(f"/messages/{bill}").text


def test_switches_are_kept_and_hold_for_the_next_message(
    household: Household, sign_in: Callable[[str], Browser]
) -> None:
    manager = sign_in("manager")
    assert manager.get("/messages/settings").status_code == 200
    answer = manager.post(
        "/messages/settings",
        data={"bill.posted:paper": "off", "bill.posted:sms": "king", "no.such:paper": "off"},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    with read() as db:
        assert db.tuples("SELECT * FROM message_settings") == [("bill.posted", "paper", "off")]
    assert told("bill.posted", "bill:1", person_id=household.old, home_id=household.home) == 0
    assert sign_in("clerk").get("/messages/settings").status_code == 403


def test_habits_are_kept_or_refused_beside_the_field(sign_in: Callable[[str], Browser]) -> None:
    manager = sign_in("manager")
    good = {"wait_hours": "48", "remind_days": "5", "quiet_from": "20:00", "quiet_to": "08:00"}
    assert manager.post("/messages/habits", data=good, follow_redirects=False).status_code == 303
    with read() as db:
        assert db.tuples("SELECT quiet_from, quiet_to, wait_hours, remind_days FROM message_habits") == [
            ("20:00", "08:00", 48, 5)
        ]
    answer = manager.post("/messages/habits", data={**good, "remind_days": "40"})
    assert answer.status_code == 422 and "remind_days-error" in answer.text


def test_an_owner_chooses_how_to_be_told(household: Household, sign_in: Callable[[str], Browser]) -> None:
    owner = sign_in("wang")
    assert owner.get("/my/messages/preferences").status_code == 200
    wishes = {"mail": "wang@example.com", "email": "y", "language": "zh_CN", "marketing": "refused"}
    wishes |= {"quiet_from": "22:00", "quiet_to": "07:00"}
    assert owner.post("/my/messages/preferences", data=wishes, follow_redirects=False).status_code == 303
    with read() as db:
        sql = "SELECT mail, push_off, mail_off, sms_off, paper_off, quiet_from FROM message_preferences"
        assert db.tuples(sql) == [("wang@example.com", 1, 0, 1, 1, "22:00")]
    message = told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home)
    with read() as db:
        assert "王" in db.value("SELECT text FROM messages") or "您好" in db.value(
            "SELECT text FROM messages"
        )
        assert db.value("SELECT climb_at FROM messages") is None, "no paper was wanted"
    assert ways(message) == {"in_app": "delivered"}
    for wrong in ("nobody", "a,b@c.example", "ä@b.example", "wang@home"):
        answer = owner.post("/my/messages/preferences", data={**wishes, "mail": wrong, "quiet_to": ""})
        assert answer.status_code == 422
        assert "mail-error" in answer.text and "quiet_to-error" in answer.text


def test_a_clerk_keeps_the_wishes_of_somebody_on_the_phone(
    household: Household, sign_in: Callable[[str], Browser]
) -> None:
    clerk = sign_in("clerk")
    path = f"/people/{household.li}/preferences"
    assert "138" in clerk.get(path).text and "13812345678" not in clerk.get(path).text
    assert (
        clerk.post(path, data={"paper": "y", "marketing": "agreed"}, follow_redirects=False).status_code
        == 303
    )
    assert clerk.post("/people/999/preferences", data={"paper": "y"}).status_code == 404
    assert clerk.get("/people/999/preferences").status_code == 404
    with read() as db:
        assert db.value("SELECT count(*) FROM audit WHERE action = 'message_preferences.changed'") == 1


def test_what_failed_is_listed_and_tried_again_one_or_all(
    household: Household, sign_in: Callable[[str], Browser]
) -> None:
    ids = [
        told("bill.posted", f"bill:{n}", person_id=household.old, home_id=household.home) for n in range(3)
    ]
    with write(BY) as tx:
        tx.run(
            "UPDATE deliveries SET channel = 'sms', state = 'failed', attempts = 6, answer = 'no such number'"
        )
        tx.run("UPDATE messages SET read_at = 'x' WHERE id = :id", id=ids[2])
        first = tx.value("SELECT min(id) FROM deliveries")
    clerk = sign_in("clerk")
    text = clerk.get("/messages/failed").text
    assert text.count("no such number") == 3
    assert 'href="/messages/failed"' in text and "3" in text
    assert clerk.post(f"/messages/deliveries/{first}/retry", follow_redirects=False).status_code == 303
    assert [ways(one)["sms"] for one in ids] == ["queued", "failed", "failed"]
    clerk.post("/messages/failed/retry")
    assert [ways(one)["sms"] for one in ids] == ["queued", "queued", "failed"]
    with read() as db:
        assert db.values("SELECT attempts FROM deliveries ORDER BY id") == [0, 0, 6]
    assert sign_in("cashier").post("/messages/failed/retry").status_code == 403


def test_a_paper_that_goes_with_a_message_is_opened_by_its_recipient_and_the_office_alone(
    household: Household, sign_in: Callable[[str], Browser]
) -> None:
    file = files.keep(b"%PDF-1.7 a letter")
    mine = told("bill.posted", "bill:1", person_id=household.wang, home_id=household.home, file=file)
    other = told("bill.posted", "bill:2", person_id=household.li, home_id=household.home, file=file)
    bare = told("bill.posted", "bill:3", person_id=household.wang, home_id=household.home)
    owner = sign_in("wang")
    assert f'href="/my/messages/{mine}/file"' in owner.get(f"/my/messages/{mine}").text
    answer = owner.get(f"/my/messages/{mine}/file")
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF-1.7 a letter", "application/pdf")
    assert owner.get(f"/my/messages/{other}/file").status_code == 404
    assert owner.get(f"/my/messages/{bare}/file").status_code == 404
    clerk = sign_in("clerk")
    assert clerk.get(f"/messages/{other}/file").status_code == 200
    assert clerk.get(f"/inbox/{other}/file").status_code == 404
    assert clerk.get(f"/messages/{bare}/file").status_code == 404


def test_what_went_on_paper_alone_is_read_in_the_inbox_and_counts_not_as_unread(
    household: Household, sign_in: Callable[[str], Browser]
) -> None:
    message = told("bill.posted", "bill:old", person_id=household.old, home_id=household.home)
    assert list(ways(message)) == ["paper"]
    with write(System("test")) as tx:
        accounts.create(tx, "zhang", "Old Zhang", PASSWORD, ["owner"], person_id=household.old, locale="en")
    owner = sign_in("zhang")
    assert f"/my/messages/{message}" in owner.get("/my/messages").text
    assert (
        "Sent another way" in owner.get("/my/messages").text
        and "Unread" not in owner.get("/my/messages").text
    )
    assert "166.06" in owner.get(f"/my/messages/{message}").text
    assert ways(message) == {"paper": "expired"}
    assert sign_in("wang").get(f"/my/messages/{message}").status_code == 404
