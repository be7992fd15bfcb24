"""Votes as the office and the owners meet them: one walk from the draft to the line in the list, strangers, and papers."""

import hashlib
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from pypdf import PdfReader

from estate.data import clock, read
from estate.jobs import outbox, signals
from estate.votes import actions, actions_ballots, records
from estate.votes.rules_codes import receipt_hash
from estate.votes.tasks import end_due
from tests.votes.conftest import BY, DAYS, HOMES, Voters, choices, drafted, found, new_code, opened, unit_of

SignIn = Callable[[str], TestClient[Any]]
Travel = Callable[[timedelta], None]

DRAFT = {
    "title": "Hire the managers again",
    "motions-0-title": "Hire them for three years",
    "motions-0-matter": "manager",
    "motions-1-title": "Rent the roof to an aerial",
    "motions-1-matter": "common_parts",
    "residential": "y",
    "convention": "per_owner",
    "co_owners": "representative",
    "secrecy": "secret",
    "closes_time": "20:00",
    "notice_days": "15",
    "key": "k1",
}


def sent(browser: TestClient[Any], path: str, **data: str) -> Any:
    return browser.post(path, data=data, follow_redirects=False)


def test_from_the_draft_to_the_line_in_the_list(
    voters: Voters, account_of: Callable[[str], str], sign_in: SignIn, travel: Travel
) -> None:
    wang, li = account_of("Wang"), account_of("Li")
    browser = sign_in("manager")
    closes = (clock.today() + timedelta(days=DAYS)).isoformat()
    answer = browser.post("/votes", data=DRAFT | {"closes_on": closes}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    place = str(answer.headers["location"])
    vote_id = int(place.rsplit("/", 1)[1])
    assert "8 homes with 600.00 m², which count as 6 owners" in browser.get(place).text
    assert sent(browser, f"{place}/homes", label="Leaks", homes="1-1-101, 9-9-909").status_code == 422
    assert sent(browser, f"{place}/homes", label="Leaks", homes="1-1-101, 1-1-201").status_code == 303
    assert "2 homes with 130.00 m², which count as 1 owners" in browser.get(place).text
    assert sent(browser, f"{place}/targets", target="all:").status_code == 303
    assert sent(browser, f"{place}/drawing").status_code == 303
    roll = browser.get(f"{place}/roll").text
    assert "1-1-101 and 1 more" in roll
    assert "Owner not on record" in roll

    owner = sign_in(wang)
    shown = owner.get(f"/my/votes/{vote_id}").text
    assert "they vote together and count as one owner" in shown
    assert sent(owner, f"/my/votes/{vote_id}/objections", text="The area is not right").status_code == 303

    browser = sign_in("manager")
    assert sent(browser, f"{place}/opening").status_code == 422
    with read() as db:
        objection = db.value("SELECT id FROM vote_objections")
    sent(browser, f"{place}/objections/{objection}/answer", text="It is that of the register.")
    assert sent(browser, f"{place}/opening").status_code == 303
    outbox.drain()
    printed = sent(browser, f"{place}/papers")
    assert printed.content.startswith(b"%PDF")

    owner = sign_in(wang)
    page = owner.get(f"/my/votes/{vote_id}").text
    code = re.findall(r'name="code" value="([^"]+)"', page)[0]
    unit = unit_of(vote_id, voters, "1-1-101")
    given = {f"motion-{motion}": choice for motion, choice in choices(vote_id, "for", "against").items()}
    ballot = f"/my/votes/{vote_id}/units/{unit.id}/ballot"
    assert sent(owner, ballot, code=code).status_code == 422
    receipt = sent(owner, ballot, code=code, **given)
    assert receipt.status_code == 200
    assert code in receipt.text
    assert code in sent(owner, ballot, code=code, **given).text  # sent twice it is the same vote
    assert sent(owner, ballot, code=new_code(), **given).status_code == 303
    owner = sign_in(li)
    assert owner.post(ballot, data={"code": new_code(), **given}).status_code == 404
    for home, name in (("1-1-102", "Li"), ("1-1-202", "Zhao"), ("1-2-101", "Sun")):
        actions_ballots.cast(
            vote_id,
            unit_of(vote_id, voters, home).id,
            voters.people[name],
            choices(vote_id, "for"),
            new_code(),
            BY,
        )
    travel(timedelta(days=DAYS + 1))
    end_due()

    browser = sign_in("manager")
    assert sent(browser, f"{place}/closing").status_code == 303
    result = browser.get(place).text
    assert "1. Hire them for three years" in result
    assert "Announce the result" in result
    assert "The same result, to the last figure" in browser.get(f"{place}/recount").text
    certificate = pdf_text(browser.get(f"{place}/certificate").content)
    assert found(vote_id).list_hash in certificate
    outbox.drain()
    with read() as db:
        told = db.values("SELECT text FROM messages WHERE event = 'vote.result'")
    assert told and all(found(vote_id).list_hash in text for text in told)
    assert "Wang" not in browser.get(f"{place}/list").text

    owner = sign_in(wang)
    assert "Your ballot stands" not in owner.get(f"/my/votes/{vote_id}").text
    checked = sent(owner, f"/my/votes/{vote_id}/check", receipt=code)
    assert "Yes: your ballot stands in the list" in checked.text
    assert sent(owner, f"/my/votes/{vote_id}/check", receipt=new_code()).status_code == 422
    answer = owner.get(f"/my/votes/{vote_id}/files/list.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    whole = answer.content
    assert hashlib.sha256(whole).hexdigest() == found(vote_id).list_hash
    assert f"{receipt_hash(found(vote_id).number or '', code)} for against".encode() in whole.splitlines()
    assert owner.get(f"/my/votes/{vote_id}/files/certificate.pdf").content.startswith(b"%PDF")
    assert owner.get(f"/my/votes/{vote_id}/files/other.pdf").status_code == 404


def test_a_vote_is_shown_to_nobody_who_is_not_on_its_roll(
    voters: Voters, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    stranger = account_of("Zhou")  # bought a home that was not handed over
    vote_id, draft_id = opened(), drafted()
    owner = sign_in(stranger)
    assert "Hire the managers again" not in owner.get("/my/votes").text
    for path in ("", "/list", "/files/list.txt", "/files/certificate.pdf"):
        for number in (vote_id, draft_id, 999):
            assert owner.get(f"/my/votes/{number}{path}").status_code == 404, path
    for path in ("check", "objections", "units/1/ballot", "units/1/objections"):
        assert sent(owner, f"/my/votes/{vote_id}/{path}", text="x", receipt=new_code()).status_code == 404, (
            path
        )
    for path in (
        "",
        "/roll",
        "/entry",
        "/papers",
        "/proxies",
        "/units/1",
        "/list",
        "/recount",
        "/certificate",
    ):
        assert owner.get(f"/votes/{vote_id}{path}").status_code in (403, 404), path


def test_names_stand_in_the_list_of_an_open_vote_alone(
    voters: Voters, account_of: Callable[[str], str], sign_in: SignIn, travel: Travel
) -> None:
    owner_login = account_of("Wang")
    votes = {secrecy: opened(secrecy=secrecy) for secrecy in ("open", "office", "secret")}
    for vote_id in votes.values():
        unit = unit_of(vote_id, voters, "1-1-202")
        actions_ballots.cast(vote_id, unit.id, voters.people["Zhao"], choices(vote_id, "for"), new_code(), BY)
    travel(timedelta(days=DAYS + 1))
    end_due()
    for vote_id in votes.values():
        actions.close(vote_id, BY)
    owner = sign_in(owner_login)
    seen = {
        secrecy: "Zhao" in owner.get(f"/my/votes/{vote_id}/list").text for secrecy, vote_id in votes.items()
    }
    assert seen == {"open": True, "office": False, "secret": False}
    office = sign_in("manager")
    seen = {
        secrecy: "Zhao" in office.get(f"/votes/{vote_id}/list").text for secrecy, vote_id in votes.items()
    }
    assert seen == {"open": True, "office": True, "secret": False}


@pytest.mark.parametrize("secrecy", ["office", "secret"])
def test_a_scanned_ballot_is_entered_by_two_who_do_not_see_each_others_entry(
    voters: Voters, sign_in: SignIn, secrecy: str
) -> None:
    vote_id = opened(secrecy=secrecy)
    unit = unit_of(vote_id, voters, "1-1-101")
    [(_unit, code)] = actions_ballots.print_papers(vote_id, [unit], BY)
    browser = sign_in("clerk")
    scanned = f"/ballots/{found(vote_id).number}-0001/{code}"
    answer = browser.get(scanned, follow_redirects=False)
    assert answer.status_code == 303
    entry = browser.get(str(answer.headers["location"])).text
    assert "1-1-101 and 1 more" in entry
    assert "1-1-201" in browser.get(f"/votes/{vote_id}/entry?ballot=http://10.0.0.5:8080{scanned}").text
    assert "no ballot of this number" in browser.get(f"/votes/{vote_id}/entry?ballot=77").text
    given = {f"motion-{motion}": choice for motion, choice in choices(vote_id, "for", "against").items()}
    path = f"/votes/{vote_id}/entry"
    assert sent(browser, path, ballot="1", code=code, **given).status_code == 303
    assert "It waits for another person" in browser.get(f"{path}?ballot=1").text
    assert sent(browser, path, ballot="1", code=code, **given).status_code == 422
    browser = sign_in("cashier")
    page = browser.get(f"{path}?ballot=1").text
    assert "what they entered is not shown" in page
    assert " checked" not in page
    assert sent(browser, path, ballot="1", code=code, **given).status_code == 303
    assert "Everything is settled" in browser.get(path).text
    assert sent(browser, path, ballot="1", code=code, **given).status_code == 303
    assert "Two votes came" in sign_in("manager").get(f"/votes/{vote_id}").text


def test_a_stranger_who_scans_a_ballot_is_told_nothing_of_it(voters: Voters, client: TestClient[Any]) -> None:
    vote_id = opened()
    answer = client.get(f"/ballots/{found(vote_id).number}-0001/{new_code()}")
    assert answer.status_code == 200
    assert "1-1-101" not in answer.text
    assert client.get("/ballots/BJ2020-0009-1/xx").status_code == 200


def test_the_log_of_requests_knows_no_code_of_a_ballot_and_nobody_who_votes_in_secret(
    voters: Voters, account_of: Callable[[str], str], sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    vote_id = opened(secrecy="secret")
    unit = unit_of(vote_id, voters, "1-1-101")
    [(_unit, code)] = actions_ballots.print_papers(vote_id, [unit], BY)
    given = {f"motion-{motion}": choice for motion, choice in choices(vote_id, "for").items()}
    owner = sign_in(account_of("Zhao"))
    caplog.set_level("INFO", "estate.request")
    mine = f"/my/votes/{vote_id}/units/{unit_of(vote_id, voters, '1-1-202').id}/ballot"
    assert sent(owner, mine, code=new_code(), **given).status_code == 200
    owner.get(f"/ballots/{found(vote_id).number}-0001/{code}", follow_redirects=False)
    clerk = sign_in("clerk")
    clerk.get(f"/ballots/{found(vote_id).number}-0001/{code}")
    assert sent(clerk, f"/votes/{vote_id}/entry", ballot="1", code=code, **given).status_code == 303
    said = " ".join(each.getMessage() for each in caplog.records if each.name == "estate.request")
    assert "/sign-in" in said
    assert code not in said and "/ballot" not in said and f"POST /votes/{vote_id}/entry" not in said


def test_whom_co_owners_named_and_a_proxy_are_entered_at_their_entry_of_the_roll(
    voters: Voters, sign_in: SignIn
) -> None:
    vote_id = opened()
    unit = unit_of(vote_id, voters, "1-1-102")
    place = f"/votes/{vote_id}/units/{unit.id}"
    browser = sign_in("clerk")
    assert (
        sent(browser, f"{place}/representative", person=str(voters.people["Wang"]), note="x").status_code
        == 422
    )
    named = {"person": str(voters.people["Qian"]), "note": "signed letter"}
    assert "what the co-owners signed" in sent(browser, f"{place}/representative", **named).text
    letter = {"paper_files": ("letter.pdf", b"%PDF-1.4 agreed %%EOF", "application/pdf")}
    answer = browser.post(f"{place}/representative", data=named, files=letter, follow_redirects=False)
    assert answer.status_code == 303
    shown = browser.get(place).text
    assert "Qian votes for all" in shown and "letter.pdf" in shown
    today = clock.today().isoformat()
    proxy = {"holder": "Sun", "holder_home": "1-2-101", "from_date": today, "to_date": today}
    assert sent(browser, f"{place}/proxies", **proxy).status_code == 422
    pdf = ("proxy.pdf", b"%PDF-1.4 signed %%EOF", "application/pdf")
    assert (
        browser.post(
            f"{place}/proxies", data=proxy, files={"paper_files": pdf}, follow_redirects=False
        ).status_code
        == 303
    )
    proxies = f"/votes/{vote_id}/proxies"
    assert "another person checks it" in browser.get(proxies).text
    with read() as db:
        number = db.value("SELECT id FROM vote_proxies")
    assert sent(browser, f"{proxies}/{number}/decision", accepted="1").status_code == 422
    browser = sign_in("cashier")
    assert "proxy.pdf" in browser.get(proxies).text
    assert sent(browser, f"{proxies}/{number}/decision").status_code == 422
    assert sent(browser, f"{proxies}/{number}/decision", accepted="1").status_code == 303
    page = browser.get(proxies).text
    assert "Proxy checked" in page and "It holds no longer" in page
    assert sent(browser, f"{proxies}/{number}/decision", reason="They took it back").status_code == 303
    page = browser.get(proxies).text
    assert "They took it back" in page and "It holds no longer" not in page


def test_what_is_wrong_with_a_draft_is_said_beside_it_and_what_was_typed_stays(
    voters: Voters, sign_in: SignIn
) -> None:
    browser = sign_in("manager")
    assert browser.get("/votes/new").status_code == 200
    assert "Hire them for three years" in browser.get(f"/votes/{drafted()}/edit").text
    bad = DRAFT | {"closes_on": "2020-01-01", "motions-0-title": "", "motions-1-title": "", "residential": ""}
    answer = browser.post("/votes", data={name: value for name, value in bad.items() if value})
    assert answer.status_code == 422
    assert "Write at least one motion." in answer.text
    assert "Choose at least one." in answer.text
    assert "Hire the managers again" in answer.text
    closes = (clock.today() + timedelta(days=DAYS)).isoformat()
    answer = browser.post("/votes", data=DRAFT | {"closes_on": closes, "co_owners": "agree"})
    assert answer.status_code == 422
    assert "co-owners cannot be compared" in answer.text


def test_only_who_runs_votes_opens_and_counts_them(voters: Voters, sign_in: SignIn) -> None:
    vote_id = drafted()
    browser = sign_in("clerk")
    for path in ("drawing", "opening", "closing", "cancellation", "extensions", "reminders", "discarding"):
        assert sent(browser, f"/votes/{vote_id}/{path}", reason="x").status_code == 403, path
    browser = sign_in("repairer")
    assert browser.get("/votes").status_code == 403


def test_a_vote_is_called_off_and_extended_with_a_reason(
    voters: Voters, account_of: Callable[[str], str], sign_in: SignIn
) -> None:
    vote_id = opened()
    place = f"/votes/{vote_id}"
    browser = sign_in("manager")
    later = (clock.today() + timedelta(days=DAYS + 7)).isoformat()
    assert sent(browser, f"{place}/extensions", day=later, clock="20:00").status_code == 422
    assert (
        sent(browser, f"{place}/extensions", day=later, clock="20:00", reason="Holidays").status_code == 303
    )
    shown = browser.get(place).text
    assert "Holidays" in shown and "The owners are being told" in shown and "20:00 · extended" in shown
    notice = PdfReader(io.BytesIO(browser.get(f"{place}/notice").content))
    assert "Holidays" in "".join(one.extract_text() for one in notice.pages)
    owner = sign_in(account_of("Zhao")).get(f"/my{place}").text
    assert "Open longer, until" in owner and "Holidays" in owner
    browser = sign_in("manager")
    assert sent(browser, f"{place}/cancellation").status_code == 422
    assert sent(browser, f"{place}/cancellation", reason="A motion was missing").status_code == 303
    assert "Called off: A motion was missing" in browser.get(place).text
    with read() as db:
        assert records.state_counts(db) == {"cancelled": 1}


def test_the_office_sees_at_once_that_somebody_took_part_and_never_how(
    voters: Voters, account_of: Callable[[str], str], sign_in: SignIn, travel: Travel
) -> None:
    vote_id = opened()
    browser = sign_in("manager")
    assert f"topics=vote-{vote_id}" in browser.get(f"/votes/{vote_id}").text
    unit = unit_of(vote_id, voters, "1-1-202")
    with read() as db:
        before = signals.last(db)
    actions_ballots.cast(vote_id, unit.id, voters.people["Zhao"], choices(vote_id, "against"), new_code(), BY)
    with read() as db:
        assert signals.since(db, before)[-1].topic == f"vote-{vote_id}"
    turnout = browser.get(f"/votes/{vote_id}/turnout?was=open").text
    assert "90.00</span> / <span" in turnout
    assert not [word for word in ("In favour", "Against", "has gone on") if word in turnout]
    travel(timedelta(days=DAYS, seconds=1))
    end_due()
    assert "has gone on" in sign_in("manager").get(f"/votes/{vote_id}/turnout?was=open").text
    owner = sign_in(account_of("Zhao"))
    assert owner.get(f"/votes/{vote_id}/turnout").status_code == 403
    assert owner.get(f"/live?topics=vote-{vote_id}").status_code == 204


def test_what_is_posted_up_names_homes_and_areas_and_nobody(voters: Voters, sign_in: SignIn) -> None:
    vote_id = drafted()
    browser = sign_in("clerk")
    assert browser.get(f"/votes/{vote_id}/board-roll").status_code == 404
    actions.draw_up(vote_id, BY)
    roll, notice = (
        pdf_text(browser.get(f"/votes/{vote_id}/{name}").content) for name in ("board-roll", "notice")
    )
    for code, (area, _state, _owners) in HOMES.items():
        assert code in roll and f"{area // 100}.00" in roll
    assert [mark in roll for mark in "*†?"] == [True, True, True]
    assert "Hire them for three years" in notice and "600.00" in notice
    assert not [name for name in voters.people if name in roll or name in notice]


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
