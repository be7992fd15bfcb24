"""Who wishes to stay unnamed: no page, list, file or log of the office leads to them but for whom a manager trusts."""

import io
import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from pypdf import PdfWriter

from estate.access import accounts
from estate.access.permissions import OWN_HOME, PUBLIC
from estate.channels import actions as channels
from estate.channels.rules_settings import ByHand
from estate.complaints import actions_links, actions_settings, queries, records
from estate.complaints.actions_links import Wish
from estate.data import clock, files, read, write
from estate.data.store import Store, System
from estate.features import ROUTES
from estate.messages import actions_ladder
from estate.refusal import Refused
from tests.billing.place import LI, owner, settle
from tests.cashier.conftest import Place, place
from tests.complaints.conftest import Browser, Desk, account, complaint, newest, step, write_one
from tests.conftest import PASSWORD
from tests.crawl import Answer, crawl
from tests.dunning.nights import run

__all__ = ["place"]
NAME, PHONE, HOME = "Wang Xiuying", "13987654321", "3-2-501"
TEXT = "Quicksilver under the stairs"
NUMBER, WORD = re.compile(r"{\w+:int}"), re.compile(r"{\w+:\w+}")


def test_who_stays_unnamed_is_named_to_nobody_but_whom_the_manager_hands_it_to(
    desk: Desk, as_owner: Callable[[int], Browser], sign_in: Callable[..., Browser]
) -> None:
    one = write_one(as_owner(0), unnamed="y", title="Rubbish on the stairs")
    found = complaint(one)
    assert (found.reporter_name, found.home_id, found.home_code) == ("", None, "")
    clerk = sign_in("clerk")
    step(clerk, one, "acknowledge", text="We look into it.")
    assert complaint(one).handler_name == "Sun Yan"
    reason = {"key": "w", "reason": "To look at the stairs"}
    assert "/identity" not in clerk.get(f"/complaints/{one}").text
    assert clerk.get(f"/complaints/{one}/identity").status_code == 403
    assert clerk.post(f"/complaints/{one}/identity", data=reason).status_code == 403
    manager = sign_in("manager")
    step(manager, one, "hand", handler=str(desk.clerk.account_id), reason="Look at the stairs together")
    handler = sign_in("clerk")
    assert handler.post(f"/complaints/{one}/identity", data={"key": "w"}).status_code == 422
    shown = handler.post(f"/complaints/{one}/identity", data=reason)
    assert "Wang" in shown.text and HOME in shown.text
    assert "Wang" not in handler.get(f"/complaints/{one}").text
    with read() as db:
        kept = db.tuples("SELECT who, action, after FROM audit WHERE subject = 'complaints' ORDER BY id")
        told = db.tuples(
            "SELECT event, home_id, home_code, subject FROM messages WHERE person_id = :p", p=desk.people[0]
        )
    assert [("Sun Yan" in who, "the stairs" in after) for who, act, after in kept if "revealed" in act] == [
        (True, True)
    ]
    assert all(who != "Wang" for who, *_rest in kept)
    assert {event for event, *_rest in told} == {"complaint.sealed"}
    assert all((home, code) == (None, "") for _event, home, code, _subject in told)
    own = as_owner(0).get(f"/my/complaints/{one}").text
    assert "The office looked up who you are" in own and "To look at the stairs" in own


def test_who_has_it_from_a_colleague_or_took_it_may_not_look_and_nobody_but_the_manager_where_so_set(
    desk: Desk,
) -> None:
    one = desk.receive(unnamed=True)
    desk.step(one, "take", "office")
    desk.step(one, "hand", "handler", handler_id=desk.cashier.account_id, reason="fees")
    with read() as db:
        assert not queries.is_trusted(db, one)
    desk.step(
        one, "hand", "manager", "again", by=desk.manager, handler_id=desk.cashier.account_id, reason="look"
    )
    with read() as db:
        assert queries.is_trusted(db, one)
        now = records.settings(db)
    actions_settings.change(now._replace(reveal="manager"), desk.manager)
    with read() as db:
        assert not queries.is_trusted(db, one)


def test_no_try_tells_which_home_is_theirs(desk: Desk) -> None:
    """An order of any home is refused alike, and the own home is no place of the complaint, typed or chosen."""
    one = desk.receive(unnamed=True, about_home_id=desk.homes[0], location=f"Stairs of {HOME}")
    assert (complaint(one).about_home_id, complaint(one).location, complaint(one).building_id) == (
        None,
        "",
        None,
    )
    with write(System("test")) as tx:
        other = settle(tx, LI._replace(room="503"), owner("Wang"))
        tx.run(
            "UPDATE residencies SET person_id = :wang WHERE home_id = :other",
            wang=desk.people[0],
            other=other,
        )
    second = desk.receive("second", unnamed=True, about_home_id=other, location="3栋2单元503门口")
    assert (complaint(second).about_home_id, complaint(second).location) == (None, "")
    named = [desk.receive(f"n{at}", home_id=home, reporter_id=None) for at, home in enumerate(desk.homes)]
    said = set[str]()
    for number, each in enumerate(named):
        with write(desk.clerk) as tx:
            order_id = actions_links.make_order(tx, each, Wish("plumbing", "normal", "Tap"), f"o{number}")
            order = tx.value("SELECT number FROM work_orders WHERE id = :id", id=order_id)
        with pytest.raises(Refused) as refused:
            actions_links.tie_order(one, order, desk.clerk)
        said.add(refused.value.message)
    assert len(said) == 1


def test_a_text_message_that_somebody_carries_and_paper_are_no_way_to_who_stays_unnamed(desk: Desk) -> None:
    with write(System("test")) as tx:
        tx.insert("phones", person_id=desk.people[0], number=PHONE, note="", rank=1)
    channels.set_up(ByHand(), {}, System("test"))
    channels.switch("sms", True, System("test"))
    one = desk.receive(unnamed=True)
    desk.step(one, "take", "office")
    desk.step(one, "answer", text="It is gone.")
    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        actions_ladder.climb()
    with read() as db:
        ways = db.values("SELECT DISTINCT d.channel FROM deliveries d JOIN messages m ON m.id = d.message_id"
                         " WHERE m.event = 'complaint.sealed'")  # fmt: skip
    assert not {"paper", "sms"} & set(ways)


def test_the_log_of_requests_keeps_no_page_of_ones_complaints(
    desk: Desk, as_owner: Callable[[int], Browser], caplog: pytest.LogCaptureFixture
) -> None:
    owner = as_owner(0)
    with caplog.at_level(logging.INFO, "estate.request"):
        one = write_one(owner, unnamed="y")
        owner.get(f"/my/complaints/{one}")
        step(owner, one, "write", "/my/complaints", text="Still there")
        owner.get("/my/office")
    said = [each.getMessage() for each in caplog.records if each.name == "estate.request"]
    assert any("/my/office" in each for each in said) and not any("complaints" in each for each in said)


@pytest.fixture
def november() -> Iterator[None]:
    with time_machine.travel("2026-11-25T04:00:00+00:00"):
        yield


@pytest.fixture
def disputed(november: None, place: Place, sign_in: Callable[..., Browser]) -> int:
    """Wang disputes her bills without her name: dunning rests, an order is made, it is answered and handed on."""
    with write(System("test")) as tx:
        tx.insert("phones", person_id=place.wang.payer_id, number=PHONE, note="", rank=1)
        made = accounts.create(tx, "wang", NAME, PASSWORD, ["owner"], locale="en")
        tx.update("accounts", made, person_id=place.wang.payer_id)
    run(clock.today())
    one = write_one(sign_in("wang"), unnamed="y", title=TEXT, category="fees", text=f"{TEXT}, again")
    boss = sign_in("manager")
    step(boss, one, "take")
    step(boss, one, "pause", until=(clock.today() + timedelta(days=20)).isoformat())
    with write(account("manager")) as tx:
        actions_links.make_order(tx, one, Wish("lighting", "normal", TEXT, location="East gate"), "o")
    assert NAME in boss.post(f"/complaints/{one}/identity", data={"key": "w", "reason": f"see {NAME}"}).text
    step(boss, one, "answer", text="We look at the bill again.")
    step(sign_in("wang"), one, "write", "/my/complaints", text=f"{TEXT} still")
    return one


def addresses() -> list[str]:
    """Every page of the office with the first two records of each kind in its address."""
    paths = sorted(
        path
        for handler in ROUTES
        if handler.opt["permission"] not in (PUBLIC, OWN_HOME) and "GET" in handler.http_methods
        for path in handler.paths
        if not path.startswith("/live")
    )
    return sorted({WORD.sub("x", NUMBER.sub(one, path)) for path in paths for one in ("1", "2")})


def test_no_page_of_the_office_shows_a_clerk_the_unnamed_beside_their_complaint(
    disputed: int, place: Place, sign_in: Callable[..., Browser]
) -> None:
    """Every page that links lead to, every route with the first records, the files to take along and the search."""
    clerk, number = sign_in("clerk"), complaint(disputed).number
    pages = dict[str, str]()

    def visit(address: str) -> Answer:
        answer: Any = clerk.get(address)
        pages[address.removeprefix(str(clerk.base_url))] = answer.text
        return Answer(str(answer.url), answer.status_code, answer.text)

    more = [f"/complaints?q={NAME}", f"/complaints?q={HOME}", f"/search?q={number}", f"/search?q={NAME}",
            f"/complaints/new/home?home={HOME}", f"/messages?home={HOME}"]  # fmt: skip
    for _visit in crawl(str(clerk.get("/").url), visit, 3):
        pass
    for path in [*more, *addresses()]:
        visit(path)
    for asked in (NAME, HOME):
        assert number not in pages.pop(f"/complaints?q={asked}")
    shown = {path: text for path, text in pages.items() if number in text or TEXT in text}
    leaks = [
        (path, row)
        for path, text in shown.items()
        for row in ([text] if path.startswith("/complaints") else re.split("<tr|<li|<section", text))
        if (number in row or TEXT in row) and any(each in row for each in (NAME, PHONE, "8765", HOME))
    ]
    assert leaks == []
    assert len(pages) > 200 and len(shown) >= 4
    assert {"/complaints", "/complaints/table", f"/complaints/{disputed}"} <= set(shown)
    case = next(text for path, text in pages.items() if path.startswith("/dunning/cases/") and HOME in text)
    assert "Dispute" in case and "omplain" not in case.split("Pauses")[1]
    assert "Dunning rests" not in pages[f"/complaints/{disputed}"]
    assert "Dunning rests" in sign_in("manager").get(f"/complaints/{disputed}").text


def pdf(author: str, width: int = 100) -> bytes:
    writer, kept = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width, 100)
    writer.add_metadata({"/Author": author})
    writer.write(kept)
    return kept.getvalue()


def test_what_a_pdf_says_of_its_author_is_not_even_on_the_disk(
    desk: Desk, store: Store, as_owner: Callable[[int], Browser], sign_in: Callable[..., Browser]
) -> None:
    sent = {"paper_files": ("Wang Xiuying.pdf", pdf(NAME), "application/pdf")}
    form = {"kind": "complaint", "category": "noise", "title": "Drilling at night", "unnamed": "y"}
    own = as_owner(0)
    answer = own.post("/my/complaints", data={"key": "p", **form}, files=sent, follow_redirects=False)
    assert answer.status_code == 303
    one = newest()
    answer = own.post(
        f"/my/complaints/{one}/steps/write", data={"key": "w", "text": "And this"},
        files={"paper_files": ("b.pdf", pdf(NAME, 200), "application/pdf")}, follow_redirects=False,
    )  # fmt: skip
    assert answer.status_code == 303
    kept = [path.read_bytes() for path in (store.folder / "files").rglob("*") if path.is_file()]
    assert len(kept) == 2 and not any(NAME.encode() in each for each in kept)
    with read() as db:
        names = db.values("SELECT name FROM papers WHERE subject = 'complaint' ORDER BY id")
    assert names == ["1.pdf", "1.pdf"]
    shown = sign_in("clerk").get("/papers/1")
    assert (
        shown.status_code == 200 and shown.content.startswith(b"%PDF") and NAME.encode() not in shown.content
    )


def test_a_pdf_that_was_sent_before_the_wish_loses_its_author_too(
    desk: Desk, store: Store, as_owner: Callable[[int], Browser]
) -> None:
    own, sent = as_owner(0), {"paper_files": ("a.pdf", pdf(NAME), "application/pdf")}
    form = {"key": "p", "kind": "complaint", "category": "noise", "title": "Drilling"}
    again = own.post("/my/complaints", data={**form, "about_home": "9-9-999"}, files=sent)
    assert again.status_code == 422
    carried = re.search(r'name="carried" value="([^"]+)"', again.text)
    assert carried is not None
    answer = own.post(
        "/my/complaints", data={**form, "unnamed": "y", "carried": carried[1]}, follow_redirects=False
    )
    assert answer.status_code == 303
    with read() as db:
        file = str(db.value("SELECT file FROM papers WHERE subject = 'complaint'"))
    assert NAME.encode() not in files.path_of(file).read_bytes()


def test_a_pdf_that_cannot_be_cleaned_is_refused_with_a_way_out(
    desk: Desk, as_owner: Callable[[int], Browser]
) -> None:
    sent = {"paper_files": ("a.pdf", b"%PDF-1.7 /Author (Wang)\n%%EOF", "application/pdf")}
    form = {"key": "p", "kind": "complaint", "category": "noise", "title": "Drilling", "unnamed": "y"}
    answer = as_owner(0).post("/my/complaints", data=form, files=sent)
    assert answer.status_code == 422 and "Send photos of its pages" in answer.text
