"""What is overdue stands beside the home, on every screen, for those who see bills; one query a page."""

import re
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.arrears import queries
from estate.data import read
from estate.settings import Settings
from tests.application import application
from tests.arrears.conftest import Debts, SignIn
from tests.conftest import Community

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
WITHOUT = {
    "billing/_formula.html": "samples of a formula while one types",
    "billing/notices.html": "paper",
    "cashier/_sheet.html": "paper",
    "chat/own.html": "the owner's own conversation",
    "closing/_numbers.html": "the day's paper",
    "community/_home_facts.html": "part of the home's page, which bears it",
    "deposits/print.html": "paper",
    "documents/own.html": "the owner's own papers",
    "dunning/effect_rows.html": "what followed a step then, not now",
    "letters/own.html": "the owner's own papers",
    "messages/failed.html": "about the provider's answer",
    "messages/inbox.html": "one's own messages",
    "meters/_dial.html": "the reading round, for those who do not see money",
    "meters/_progress.html": "the reading round",
    "meters/meter_edit.html": "its way back alone",
    "people/_handovers.html": "part of the household's page, which bears it",
    "people/_vehicles.html": "part of the household's page",
    "people/show.html": "vehicles; the person's homes bear it",
    "plans/own.html": "the owner's own plan",
    "reconciliation/statement.html": "a proposal for a payment; its page bears it",
    "refunds/print.html": "paper",
    "surveys/own.html": "the owner's own survey",
    "surveys/own_list.html": "the owner's own surveys",
}
MARK = 'class="arrears-mark"'
SCREENS = [
    "/homes",
    "/homes/{home}",
    "/homes/{home}/edit",
    "/homes/{home}/state",
    "/homes/{home}/residents",
    "/homes/{home}/statement",
    "/homes/{home}/charges/new",
    "/homes/{home}/settlement",
    "/homes/{home}/documents",
    "/homes/{home}/contacts",
    "/homes/{home}/handover",
    "/homes/{home}/waivers/new",
    "/people",
    "/people/{person}",
    "/counter?q={code}",
    "/counter/{home}",
    "/receipts?first=2020-01-01&number={receipt}",
    "/receipts/{receipt}",
    "/charges/{charge}",
    "/charges/{charge}/penalty",
    "/bill-runs/{run}/homes",
    "/bill-runs/{run}/homes/{home}",
    "/books/homes/{home}",
    "/books/accounts",
    "/parking",
]


def test_a_mark_is_the_sum_overdue_and_the_days_of_the_oldest(debts: Debts) -> None:
    debts.overdue(40, 1000)
    debts.overdue(3, 200)
    debts.overdue(0, 30)
    with read() as db:
        marks = queries.marks(db, [debts.wang, debts.li])
    assert marks[debts.wang] == queries.Mark(debts.wang, 1200, "2026-10-15", 40)
    assert marks[debts.li] is None


def test_what_is_due_today_is_no_mark(debts: Debts) -> None:
    debts.overdue(0, 30)
    with read() as db:
        assert queries.marks(db, [debts.wang]) == {}


def test_the_map_and_the_search_box_say_it_too(debts: Debts, sign_in: SignIn) -> None:
    debts.overdue(40, 1000)
    browser = sign_in("manager")
    said = "¥10.00 · 40 d"
    drawn = browser.get(f"/buildings/{debts.buildings[debts.wang]}").text
    assert "Overdue 40 d" in drawn and "¥10.00" in drawn
    assert said in browser.get("/search?q=3-2-501").text
    assert said in browser.get("/homes").text
    repairer = sign_in("repairer")
    for path in (
        "/homes",
        f"/homes/{debts.wang}",
        f"/buildings/{debts.buildings[debts.wang]}",
        "/search?q=3-2-501",
    ):
        shown = repairer.get(path).text
        assert said not in shown and "Overdue 40 d" not in shown


def test_a_template_that_shows_a_home_shows_its_mark_or_says_why_not() -> None:
    shown = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"home_code|home\.code", text := path.read_text("utf-8"))
        and not re.search(r"home_mark|arrears_mark", text)
    }
    # The gate learns of nobody's debt: who may come in has nothing to do with it (Civil Code 944).
    rooms = {
        one for one in shown if one.split("/")[0] not in ("owner", "print", "arrears", "patterns", "gate")
    }
    assert rooms <= set(WITHOUT)


@pytest.fixture
def numbers(community: Community) -> dict[str, Any]:
    """A home that owes since long, what belongs to it."""
    with read() as db:
        home, payer, charge = db.tuples("""
            SELECT b.home_id, b.payer_id, b.charge_id FROM charge_balances AS b
              JOIN receipts AS r ON r.home_id = b.home_id JOIN parking_spaces AS p ON p.home_id = b.home_id
             WHERE b.balance_fen > 0 ORDER BY b.due_on, b.charge_id LIMIT 1
        """)[0]
        return {
            "home": home,
            "person": payer,
            "charge": charge,
            "code": db.value("SELECT code FROM homes WHERE id = :home", home=home),
            "receipt": db.value("SELECT max(number) FROM receipts WHERE home_id = :home", home=home),
            "run": db.value("SELECT max(run_id) FROM charges WHERE home_id = :home", home=home),
        }


def test_every_screen_that_shows_the_home_shows_its_mark(
    community: Community, numbers: dict[str, Any]
) -> None:
    settings = Settings(data=str(community.folder), open_browser=False)
    with TestClient(application(settings), raise_server_exceptions=False) as one:
        one.headers["sec-fetch-site"] = "same-origin"
        login = community.logins["manager"]
        one.post("/sign-in", data={"login": login.name, "password": login.password})
        answers = {screen: one.get(screen.format(**numbers)) for screen in SCREENS}
    assert {
        screen: answer.status_code for screen, answer in answers.items() if answer.status_code != 200
    } == {}
    assert [screen for screen, answer in answers.items() if MARK not in answer.text] == []
