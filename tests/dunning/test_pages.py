"""The pages of dunning, through the real application."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient

from estate.data import clock, read, write
from estate.dunning import actions as dunning
from estate.dunning import actions_cases, records_cases
from estate.dunning.records_effect import effects, followed
from estate.jobs import outbox
from tests.dunning.conftest import Counter, Household, Place
from tests.dunning.nights import NIGHT, at, case_of, run, spoken, steps

SignIn = Callable[[str], TestClient[Any]]


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """It is the 25th of November 2026: Wang's oldest bill is 58 days late."""
    with time_machine.travel("2026-11-25T04:00:00+00:00"):
        yield


@pytest.fixture
def case(wang: Household) -> int:
    """Wang's case as of today: 58 days after the 28th of September, so with the call that is due after 20 days."""
    run(clock.today())
    return case_of(wang)


def test_the_list_shows_who_owes_what_and_how_far_it_is(case: int, sign_in: SignIn) -> None:
    text = sign_in("clerk").get("/dunning").text
    assert "3-2-501" in text and "Wang Xiuying" in text and "Call" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [("step=call", True), ("step=letter", False), ("building=3", True), ("building=1&step=none", False),
     ("state=paused", False), ("state=closed", False), ("state=tasks", True)],
)  # fmt: skip
def test_the_list_is_filtered(case: int, sign_in: SignIn, query: str, shown: bool) -> None:
    assert (f'id="case-{case}"' in sign_in("clerk").get(f"/dunning?{query}").text) == shown


def test_a_clerk_marks_a_call_as_done(case: int, wang: Household, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    row = re.search(r'action="/dunning/tasks/(\d+)/done"', browser.get(f"/dunning/cases/{case}").text)
    assert row
    browser.post(f"/dunning/tasks/{row[1]}/done", data={"back": "case"})
    assert steps(wang)[-1].outcome == "done"
    assert f'id="task-{row[1]}"' not in browser.get("/dunning/tasks").text


def test_a_pause_needs_its_note_and_is_ended_with_a_reason(case: int, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    until = (clock.today() + timedelta(20)).isoformat()
    form = {"cause": "dispute", "until_on": until, "note": ""}
    assert browser.post(f"/dunning/cases/{case}/pauses", data=form).status_code == 422
    browser.post(f"/dunning/cases/{case}/pauses", data={**form, "note": "the roof leaks"})
    page = browser.get(f"/dunning/cases/{case}").text
    assert "the roof leaks" in page
    end = re.search(rf'action="(/dunning/cases/{case}/pauses/\d+/end)"', page)
    assert end
    assert browser.post(end[1], data={"why": ""}).status_code == 422
    browser.post(end[1], data={"why": "mended"})
    assert "mended" in browser.get(f"/dunning/cases/{case}").text


def test_a_pause_by_hand_lasts_a_year_at_most(case: int, sign_in: SignIn) -> None:
    browser, url = sign_in("clerk"), f"/dunning/cases/{case}/pauses"
    form = {"cause": "dispute", "note": "the roof leaks"}
    late = browser.post(url, data={**form, "until_on": (clock.today() + timedelta(367)).isoformat()})
    assert late.status_code == 422 and "a year at most" in late.text and "the roof leaks" in late.text
    assert browser.post(
        url, data={**form, "until_on": (clock.today() + timedelta(366)).isoformat()}
    ).is_success


def test_a_pause_that_is_sent_twice_is_one(case: int, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    form = {
        "cause": "dispute",
        "until_on": (clock.today() + timedelta(20)).isoformat(),
        "note": "the roof leaks",
    }
    for _again in range(2):
        assert browser.post(f"/dunning/cases/{case}/pauses", data=form).status_code == 200
    with read() as db:
        assert db.value("SELECT count(*) FROM dunning_pauses") == 1


def test_a_pause_is_ended_in_a_case_of_its_own_debt_alone(case: int, place: Place, sign_in: SignIn) -> None:
    with write(NIGHT) as tx:
        pause = dunning.pause(
            tx, place.li.home_id, place.li.payer_id, "office", clock.today() + timedelta(9), "moving out"
        )
    answer = sign_in("clerk").post(f"/dunning/cases/{case}/pauses/{pause}/end", data={"why": "mended"})
    assert answer.status_code == 409
    with read() as db:
        assert db.value("SELECT ended_at FROM dunning_pauses WHERE id = :id", id=pause) is None


def test_a_step_is_carried_out_by_hand_once(case: int, wang: Household, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    for _again in range(2):
        browser.post(f"/dunning/cases/{case}/steps", data={"step": "4", "note": "asked by the manager"})
    assert spoken(wang)[-1] == "formal"
    assert len(spoken(wang)) == 2


def test_leaving_a_step_out_needs_a_reason(case: int, wang: Household, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    assert browser.post(f"/dunning/cases/{case}/skips", data={"step": "4", "note": ""}).status_code == 422
    browser.post(f"/dunning/cases/{case}/skips", data={"step": "4", "note": "spoke with her son"})
    assert (steps(wang)[-1].kind, steps(wang)[-1].outcome) == ("formal", "skipped")


def test_only_a_manager_closes_a_case_by_hand(case: int, sign_in: SignIn) -> None:
    form = {"reason": "uncollectable", "note": "board of 2026-11-20"}
    assert sign_in("clerk").post(f"/dunning/cases/{case}/closing", data=form).status_code == 403
    sign_in("manager").post(f"/dunning/cases/{case}/closing", data=form)
    assert "board of 2026-11-20" in sign_in("clerk").get(f"/dunning/cases/{case}").text


def test_the_dry_run_names_who_would_get_what_and_writes_nothing(wang: Household, sign_in: SignIn) -> None:
    page = sign_in("clerk").get("/dunning/plan").text
    assert "3-2-501" in page and "nothing is written" in page
    with read() as db:
        assert db.value("SELECT (SELECT count(*) FROM dunning_cases) + (SELECT count(*) FROM messages)") == 0


def test_a_manager_runs_now_and_the_same_page_sent_twice_asks_once(wang: Household, sign_in: SignIn) -> None:
    browser = sign_in("manager")
    for _again in range(2):
        browser.post("/dunning/runs", data={"idempotency_key": "a-key"})
    with read() as db:
        assert db.value("SELECT count(*) FROM outbox WHERE kind = 'dunning.run'") == 1
    outbox.drain()
    assert spoken(wang) == ["call"]
    assert "1" in browser.get("/dunning/runs?run=dunning.run:a-key").text


def test_a_strategy_changes_by_a_new_version_and_an_open_case_keeps_its_own(
    case: int, wang: Household, sign_in: SignIn
) -> None:
    browser = sign_in("manager")
    form = {
        "gap_days": "3",
        "note": "calls come sooner",
        "steps-0-days": "7",
        "steps-0-kind": "call",
        "steps-1-days": "40",
        "steps-1-kind": "formal",
        "steps-1-min_fen": "50",
    }
    assert browser.post("/dunning/strategies/1/versions", data={**form, "note": ""}).status_code == 422
    browser.post("/dunning/strategies/1/versions", data=form)
    page = browser.get("/dunning/strategies/1").text
    assert "Version 2" in page and "calls come sooner" in page and "dropped" in page and "changed" in page
    assert "version 1" in browser.get(f"/dunning/cases/{case}").text


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ({"steps-0-days": "5", "steps-0-kind": "call", "steps-1-days": "5", "steps-1-kind": "visit"}, "same day"),
        ({"steps-0-days": "-5", "steps-0-kind": "notice"}, "at least one step"),
        ({"steps-0-days": "-5", "steps-0-kind": "call", "steps-1-days": "5", "steps-1-kind": "call"}, "only a notice"),
        ({"steps-0-days": "5", "steps-0-kind": "call", "steps-0-name": "停水通知"}, "may not stand here"),
    ],
)  # fmt: skip
def test_a_strategy_that_cannot_be_is_refused_with_what_was_typed(
    store: object, sign_in: SignIn, form: dict[str, str], word: str
) -> None:
    answer = sign_in("manager").post("/dunning/strategies", data={"name": "New", "gap_days": "3", **form})
    assert answer.status_code == 422
    assert word in answer.text and 'value="New"' in answer.text


def test_a_group_of_homes_follows_a_strategy_of_its_own(wang: Household, sign_in: SignIn) -> None:
    browser = sign_in("manager")
    browser.post("/dunning/groups", data={"name": "Board"})
    unknown = browser.post("/dunning/groups/1/homes", data={"homes": "9-9-999"})
    assert unknown.status_code == 422 and "9-9-999" in unknown.text
    browser.post("/dunning/groups/1/homes", data={"homes": "3-2-501, 3-2-502"})
    browser.post("/dunning/assignments", data={"strategy": "2", "target": "group:1"})
    run(clock.today())
    assert spoken(wang) == ["visit"]  # of the softer strategy, 30 days after the due day
    assert "Board" in browser.get("/dunning/strategies").text


def test_a_group_that_there_is_none_of_is_not_found(wang: Household, sign_in: SignIn) -> None:
    assert sign_in("manager").post("/dunning/groups/99/homes", data={"homes": "3-2-501"}).status_code == 404


def test_what_applies_to_all_homes_cannot_be_taken_away(store: object, sign_in: SignIn) -> None:
    browser = sign_in("manager")
    browser.post("/dunning/assignments/1/removal")
    browser.post("/dunning/assignments/2/removal")
    with read() as db:
        assert db.values("SELECT scope FROM strategy_assignments") == ["all"]


def test_what_works_counts_what_came_within_7_and_30_days_after_a_step(
    wang: Household, counter: Counter, sign_in: SignIn
) -> None:
    today = clock.today()
    run(today - timedelta(53))  # 5 days after the 28th of September: the reminder
    with at(today - timedelta(40)):
        counter.take(wang, 10000)
    page = sign_in("manager").get("/dunning/effect").text
    rows = [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<tr>.*?</tr>", page, re.S)]
    reminders = [" ".join(row.split()) for row in rows if "Friendly reminder" in row]
    assert len(reminders) == 2  # within 7 days, and within 30
    assert "100.00" not in reminders[0] and "100.00" in reminders[1]
    link = re.search(r'href="(/dunning/effect/rows[^"]+within=30[^"]*)"', page)
    assert link
    assert "100.00" in sign_in("manager").get(link[1].replace("&amp;", "&")).text


def test_what_works_counts_from_the_day_on_which_a_call_was_made(
    wang: Household, counter: Counter, sign_in: SignIn
) -> None:
    """The call waits from the 1st to the 8th of November: what came on the 4th is not its doing, on the 14th it is."""
    run(date(2026, 11, 1))
    with at(date(2026, 11, 4)):
        counter.take(wang, 10000)
    with at(date(2026, 11, 8)), read() as db:
        [task] = [one for one in records_cases.tasks(db, "2026-11-08") if one.home_id == wang.home_id]
    with at(date(2026, 11, 8)):
        actions_cases.finish_task(task.id, "reached", NIGHT)
    with at(date(2026, 11, 14)):
        counter.take(wang, 5000)
    with read() as db:
        [call] = [one for one in effects(db, "2026-01-01", "2026-11-25") if one.kind == "call"]
        [row] = followed(db, "2026-01-01", "2026-11-25", "call", call.version_id, 7)
    assert (call.reached7, call.whole7, call.part7, call.paid7_fen) == (1, 0, 1, 5000)
    assert call.asked7_fen == task.overdue_fen == row.amount_fen
    assert (row.paid_fen, row.step_on) == (5000, "2026-11-08")


@pytest.mark.parametrize("path", ["/dunning", "/dunning/tasks", "/dunning/plan", "/dunning/strategies"])
def test_a_repairer_sees_nothing_of_debts(store: object, sign_in: SignIn, path: str) -> None:
    assert sign_in("repairer").get(path).status_code == 403


def test_the_arrears_of_a_home_lead_to_its_case(case: int, wang: Household, sign_in: SignIn) -> None:
    assert f'href="/dunning/cases/{case}"' in sign_in("clerk").get(f"/arrears/homes/{wang.home_id}").text
