"""A complaint about somebody of the office: they find it nowhere, neither by what others were told nor in the change log."""

from collections.abc import Callable

import pytest
from sqlite_utils import Database

from estate.complaints.schema_ties import hide_messages
from estate.data import read, write
from estate.data.store import Store, System
from estate.refusal import Refused
from tests.complaints.conftest import Browser, Desk, complaint

TITLE = "Quicksilver on the phone"


@pytest.fixture
def about_the_clerk(desk: Desk) -> int:
    """Wang complains of the clerk; that it is about her turns out when the cashier has answered already."""
    one = desk.receive(title=TITLE, text=TITLE, category="staff")
    desk.step(one, "take", "office", by=desk.cashier)
    desk.step(one, "answer", by=desk.cashier, text=f"{TITLE}: we are sorry.")
    about = desk.clerk.account_id
    desk.step(one, "sort", by=desk.cashier, category="staff", about_account_id=about)
    desk.step(one, "escalate", by=desk.cashier, reason=f"{TITLE} again")
    return one


def told(office: Browser) -> str:
    """Every message that somebody of the office may read as a colleague's."""
    with read() as db:
        last = int(db.value("SELECT max(id) FROM messages"))
    return "".join(office.get(f"/messages{one}").text for one in ("", *(f"/{n}" for n in range(1, last + 1))))


def test_whom_it_is_about_reads_nothing_of_what_others_were_told(
    about_the_clerk: int, sign_in: Callable[..., Browser]
) -> None:
    assert TITLE in told(sign_in("manager")) and TITLE not in told(sign_in("clerk"))


def test_what_was_told_before_messages_could_be_hidden_is_hidden_too(
    about_the_clerk: int, store: Store, sign_in: Callable[..., Browser]
) -> None:
    with write(System("test")) as tx:
        tx.run("UPDATE messages SET hidden_from = NULL")
    assert TITLE in told(sign_in("clerk"))
    db = Database(store.folder / "estate.db")
    hide_messages(db)
    db.conn.commit()
    db.conn.close()
    assert TITLE not in told(sign_in("clerk")) and TITLE in told(sign_in("manager"))


def test_the_change_log_says_neither_what_it_is_about_nor_why_it_moved(
    desk: Desk, sign_in: Callable[..., Browser]
) -> None:
    about = desk.manager.account_id
    one = desk.receive(title=TITLE, text=TITLE, category="staff", about_account_id=about)
    desk.step(one, "take", "office")
    desk.step(one, "escalate", reason=f"{TITLE} again")
    log = sign_in("manager").get("/audit").text
    assert complaint(one).number in log and TITLE not in log


def test_who_writes_down_what_is_about_themselves_is_led_to_the_list(
    desk: Desk, sign_in: Callable[..., Browser]
) -> None:
    form = {"key": "k", "kind": "complaint", "category": "staff", "title": TITLE}
    answer = sign_in("clerk").post(
        "/complaints", data={**form, "about": str(desk.clerk.account_id)}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/complaints")
    other = desk.receive("other")
    answer = sign_in("clerk").post(
        f"/complaints/{other}/steps/sort",
        data={"key": "s", "category": "staff", "about": str(desk.clerk.account_id)},
        follow_redirects=False,
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/complaints")


def test_it_is_about_somebody_of_the_office_or_about_nobody_of_them(
    desk: Desk, sign_in: Callable[..., Browser]
) -> None:
    form = {"key": "k", "kind": "complaint", "category": "staff", "title": TITLE, "about": "99999"}
    answer = sign_in("clerk").post("/complaints", data=form)
    assert answer.status_code == 422 and "about-error" in answer.text
    one = desk.receive()
    with pytest.raises(Refused, match="of the office"):
        desk.step(one, "sort", "office", category="staff", about_account_id=99999)
