"""A renovation is applied for, decided, looked at, accepted: every step from every state by everybody; paper and passes."""

import itertools
import re
import sqlite3
from datetime import timedelta

import pytest
import time_machine

from estate.data import clock, read, write
from estate.gate import actions as gate
from estate.gate import actions_permits as actions
from estate.gate import queries, sheets
from estate.gate import queries_permits as permits
from estate.gate.actions import Visit
from estate.gate.actions_permits import Application, Said
from estate.gate.rules_permits import OFFICE, OWNER, PARTIES, STATES, STEPS, allowed
from estate.refusal import Refused
from estate.web.filters import day
from tests.gate.conftest import BY, Neighbours, SignIn
from tests.gate.works import SAID, WAY_TO, applied, state


def test_every_step_from_every_state_by_everybody(neighbours: Neighbours) -> None:
    for number, (start, name, party) in enumerate(itertools.product(STATES, STEPS, PARTIES)):
        permit_id = applied(neighbours, f"k{number}")
        for one in WAY_TO[start]:
            actions.step(permit_id, one, SAID, f"{number}:{one}", OFFICE, BY)
        assert state(permit_id) == start
        if name in allowed(start, party):
            actions.step(permit_id, name, SAID, f"{number}:try", party, BY)
            assert state(permit_id) == (STEPS[name].to or start)
        else:
            with pytest.raises(Refused):
                actions.step(permit_id, name, SAID, f"{number}:try", party, BY)
            assert state(permit_id) == start
    with read() as db:
        numbers = db.values("SELECT number FROM permits ORDER BY id")
    assert numbers == [f"ZX{clock.today().year}-{n:04d}" for n in range(1, len(numbers) + 1)]


@pytest.mark.parametrize(
    ("name", "said", "field"),
    [
        ("refuse", Said(), "reason"),
        ("stop", Said(), "reason"),
        ("inspect", Said(), "result"),
        ("inspect", Said(result="violation"), "reason"),
        ("extend", Said(until_on=clock.today()), "until_on"),
    ],
)
def test_a_step_tells_what_it_needs(neighbours: Neighbours, name: str, said: Said, field: str) -> None:
    permit_id = applied(neighbours)
    if name != "refuse":
        actions.step(permit_id, "approve", SAID, "a", OFFICE, BY)
    with pytest.raises(Refused) as refused:
        actions.step(permit_id, name, said, "b", OFFICE, BY)
    assert refused.value.field == field


def test_the_database_keeps_what_was_applied_for_and_the_course(neighbours: Neighbours) -> None:
    permit_id = applied(neighbours)
    for change in (
        "UPDATE permits SET firm = 'Other'",
        "UPDATE permits SET state = 'accepted'",
        "DELETE FROM permits",
        "UPDATE permit_steps SET reason = 'x'",
        "DELETE FROM permit_steps",
        "UPDATE permit_rules SET text = 'x'",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.run(change)
    assert state(permit_id) == "applied"


def test_workers_come_in_while_the_works_are_permitted(neighbours: Neighbours) -> None:
    permit_id = applied(neighbours)
    with pytest.raises(Refused):
        actions.add_worker(permit_id, "Zhou", "w0", BY)
    actions.step(permit_id, "approve", SAID, "a", OFFICE, BY)
    worker = actions.add_worker(permit_id, "Zhou", "w", BY)
    assert actions.add_worker(permit_id, "Zhou", "w", BY) == worker

    def verdict() -> str:
        with read() as db:
            found = queries.pass_(db, worker)
        assert found
        return found.verdict

    assert verdict() == "valid"
    actions.step(permit_id, "stop", SAID, "s", OFFICE, BY)
    assert verdict() == "stopped"
    actions.step(permit_id, "extend", SAID, "e", OFFICE, BY)
    actions.step(permit_id, "resume", SAID, "r", OFFICE, BY)
    assert verdict() == "valid"
    with read() as db:
        found = queries.pass_(db, worker)
        assert found and SAID.until_on and found.until_on == SAID.until_on.isoformat()
    actions.drop_worker(permit_id, worker, BY)
    assert verdict() == "cancelled"


def test_from_the_owners_phone_to_the_sheet_at_the_door(neighbours: Neighbours, sign_in: SignIn) -> None:
    owner = sign_in("wang")
    today = clock.today()
    form = {
        "where": str(neighbours.homes["1-1-101"]),
        "works": ["floor", "electric"],
        "firm": "Good Walls",
        "firm_phone": "13812345678",
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=20)).isoformat(),
        "key": "k",
    }
    refused = owner.post("/my/permits", data=form)
    assert refused.status_code == 422 and "Nothing is permitted without the rules" in refused.text
    assert owner.post("/my/permits", data=form | {"works": [], "accepted": "y"}).status_code == 422
    made = owner.post("/my/permits", data=form | {"accepted": "y"}, follow_redirects=False)
    place = str(made.headers["location"])
    assert (
        owner.post("/my/permits", data=form | {"accepted": "y"}, follow_redirects=False).headers["location"]
        == place
    )
    assert owner.get(f"{place}/file").status_code == 404  # nothing is permitted yet
    assert owner.post(f"{place}/steps/approve", data={"key": "x"}).status_code == 422

    clerk = sign_in("clerk")
    desk = place.removeprefix("/my")
    assert "ZX" in clerk.get("/permits?state=open").text
    assert clerk.post(f"{desk}/steps/refuse", data={"key": "1"}).status_code == 422
    clerk.post("/permits/rules", data={"text": "Other rules"})
    clerk.post(f"{desk}/steps/approve", data={"key": "2"})
    clerk.post(f"{desk}/workers", data={"name": "Zhou", "key": "w"})
    sheet = clerk.get(f"{desk}/sheet")
    assert sheet.content.startswith(b"%PDF-")
    assert "Nothing that bears the building" in clerk.get(desk).text  # the rules that were accepted
    with read() as db:
        token = db.value("SELECT token FROM permits")
        assert db.value("SELECT count(*) FROM messages WHERE event = 'permit.decided'") == 1

    owner = sign_in("wang")
    assert owner.get(f"{place}/file").content.startswith(b"%PDF-")
    assert owner.post(f"{place}/steps/stop", data={"key": "3", "reason": "x"}).status_code == 422
    owner.post(f"{place}/steps/complete", data={"key": "4"})
    owner.cookies.clear()
    shown = owner.get(f"/permit/{token}", headers={"accept-language": "en"}).text
    assert "Works done" in shown and "Wang" not in shown
    clerk = sign_in("clerk")
    clerk.post(f"{desk}/steps/accept", data={"key": "5"})
    assert "Works accepted" in clerk.get(desk).text


def test_strangers_find_nothing_and_the_guard_only_looks(neighbours: Neighbours, sign_in: SignIn) -> None:
    permit_id = applied(neighbours)
    for stranger in ("li", "qian"):
        browser = sign_in(stranger)
        for path in (f"/my/permits/{permit_id}", f"/my/permits/{permit_id}/file"):
            assert browser.get(path).status_code == 404
        assert browser.post(f"/my/permits/{permit_id}/steps/withdraw", data={"key": "x"}).status_code == 404
        assert browser.get(f"/papers/of/permit/{permit_id}").status_code == 404
        assert browser.get(f"/permits/{permit_id}").status_code == 403
    guard = sign_in("patrol")
    assert guard.get(f"/permits/{permit_id}").status_code == 200
    assert guard.post(f"/permits/{permit_id}/steps/approve", data={"key": "x"}).status_code == 403
    owner = sign_in("wang")
    assert owner.get(f"/papers/of/permit/{permit_id}").status_code == 200
    assert (
        owner.post(f"/papers/of/permit/{permit_id}").status_code == 403
    )  # what the office wrote stays the office's


def test_the_desk_enters_what_came_on_paper(neighbours: Neighbours, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    today = clock.today().isoformat()
    form = {
        "home": "1-1-201",
        "works": ["paint"],
        "firm": "Good Walls",
        "firm_phone": "13812345678",
        "from_on": today,
        "until_on": today,
        "accepted": "y",
        "key": "k",
    }
    assert clerk.post("/permits", data=form | {"home": "9-9-909"}).status_code == 422
    made = clerk.post("/permits", data=form, follow_redirects=False)
    place = str(made.headers["location"])
    assert re.fullmatch(r"/permits/\d+", place)
    assert "Li" in clerk.get(place).text
    assert clerk.post(f"{place}/deposit", data={"deposit": "YJ2026-000001"}).status_code == 422


def test_an_owner_answers_only_for_their_own_step(neighbours: Neighbours) -> None:
    permit_id = applied(neighbours)
    actions.step(permit_id, "withdraw", Said(), "w", OWNER, BY)
    actions.step(permit_id, "withdraw", Said(), "w", OWNER, BY)  # sent twice
    assert state(permit_id) == "withdrawn"
    with read() as db:
        assert db.value("SELECT count(*) FROM messages") == 0  # nobody is told of their own word


def test_the_permit_bears_the_day_on_which_it_was_given(neighbours: Neighbours) -> None:
    permit_id = applied(neighbours)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        actions.step(permit_id, "approve", SAID, "a", OFFICE, BY)
    with read() as db:
        found = permits.permit(db, permit_id)
        assert found
        said = sheets.data(db, found, "Rules", [], "http://house", practice=False)["sheets"][0]
    assert said["date"] == day((clock.today() + timedelta(days=2)).isoformat())


def test_works_that_are_extended_late_let_their_workers_in_again(neighbours: Neighbours) -> None:
    permit_id = applied(neighbours)
    actions.step(permit_id, "approve", SAID, "a", OFFICE, BY)
    ended, gone = (actions.add_worker(permit_id, name, name, BY) for name in ("Zhou", "Sun"))
    actions.drop_worker(permit_id, gone, BY)
    with time_machine.travel(
        clock.now() + timedelta(days=31)
    ):  # the last day is past, and its numbers are free
        with write(BY) as tx:
            gate.end_old(tx)
            code = tx.value("SELECT code FROM gate_passes WHERE id = :id", id=ended)
        other = gate.announce(
            Visit(neighbours.homes["1-1-201"], clock.today(), clock.today(), 1), "other", BY
        )
        with write(BY) as tx:
            tx.update("gate_passes", other, code=code)
        actions.step(permit_id, "extend", SAID, "e", OFFICE, BY)
        with read() as db:
            worker, dropped = queries.pass_(db, ended), queries.pass_(db, gone)
            assert worker and dropped
            assert worker.verdict == "valid" and worker.live and worker.code != code
            assert queries.by_code(db, worker.code) == worker
            assert dropped.verdict == "cancelled"


def test_the_gate_expects_no_worker_while_the_works_are_stopped(neighbours: Neighbours) -> None:
    permit_id = applied(neighbours)
    actions.step(permit_id, "approve", SAID, "a", OFFICE, BY)
    actions.add_worker(permit_id, "Zhou", "w", BY)
    with read() as db:
        assert [one.name for one in queries.expected(db)] == ["Zhou"]
    actions.step(permit_id, "stop", SAID, "s", OFFICE, BY)
    with read() as db:
        assert queries.expected(db) == []


@pytest.mark.parametrize(
    ("step", "sent", "said"),
    [
        ("inspect", {}, "Say what was seen."),
        ("inspect", {"result": "other"}, "Say what was seen."),
        ("extend", {"until_on": "soon"}, "This is no date."),
        ("stop", {"reason": "x" * 301}, "300"),
    ],
)
def test_what_is_wrong_with_a_step_is_said_and_nothing_of_the_other_steps(
    neighbours: Neighbours, sign_in: SignIn, step: str, sent: dict[str, str], said: str
) -> None:
    permit_id = applied(neighbours)
    actions.step(permit_id, "approve", SAID, "a", OFFICE, BY)
    answer = sign_in("clerk").post(f"/permits/{permit_id}/steps/{step}", data=sent | {"key": "k"})
    assert answer.status_code == 422
    summary = answer.text.split("error-summary")[1].split("</ul>")[0]
    assert said in summary and "Choose one from the list" not in summary
    assert state(permit_id) == "approved"


def test_a_worker_without_a_key_and_works_that_are_over_are_refused(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    permit_id = applied(neighbours)
    actions.step(permit_id, "approve", SAID, "a", OFFICE, BY)
    assert sign_in("clerk").post(f"/permits/{permit_id}/workers", data={"name": "Zhou"}).status_code == 422
    past = clock.today() - timedelta(days=1)
    over = Application(
        neighbours.homes["1-1-101"],
        None,
        "Wang",
        "Good Walls",
        "13812345678",
        ["paint"],
        "",
        past,
        past,
        "owner",
    )
    with pytest.raises(Refused) as refused:
        actions.apply(over, [], "over", BY)
    assert refused.value.field == "until_on"
