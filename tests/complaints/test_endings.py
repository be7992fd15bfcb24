"""What becomes of a complaint for who made it: of a duplicate by their own page, without a name by the secret link."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from estate.access.me import Me
from estate.complaints import queries, queries_own
from estate.data import clock, read, write
from estate.data.store import System
from estate.labels import actions as labels
from estate.places import actions as places
from estate.places.actions import PlaceSpec
from estate.refusal import Refused
from tests.complaints.conftest import Browser, Desk, complaint, newest, step, write_one


def test_who_made_a_duplicate_reads_the_end_rates_it_and_has_it_taken_up_again_for_themselves(
    desk: Desk, as_owner: Callable[[int], Browser], sign_in: Callable[..., Browser]
) -> None:
    main, twin = write_one(as_owner(0), "a"), write_one(as_owner(1), "b")
    office = sign_in("manager")
    step(office, twin, "merge", other=complaint(main).number)
    with pytest.raises(Refused, match="not closed yet"):
        desk.step(twin, "rate", "owner", result=1)
    step(office, main, "take")
    step(office, main, "close", outcome="agreed", cause="neighbour", text="They drill until eight only.")
    li = as_owner(1)
    assert "Please rate it" in li.get("/my/complaints").text
    own = li.get(f"/my/complaints/{twin}").text
    assert "They drill until eight only." in own and "Agreed on something" in own
    assert 'id="rate-form"' in own and 'id="reopen-form"' in own
    step(li, twin, "rate", "/my/complaints", result="2")
    assert complaint(twin).state == "merged" and "Please rate it" not in li.get("/my/complaints").text
    with pytest.raises(Refused, match="already"):
        desk.step(twin, "rate", "owner", "second", result=5)
    assert "Not satisfied" in sign_in("manager").get(f"/complaints/{main}").text.split("These follow it")[1]
    step(as_owner(1), twin, "reopen", "/my/complaints", text="It goes on until ten")
    found = complaint(twin)
    assert (found.state, found.main_id, found.result, found.first_at) == ("in_hand", None, None, None)
    assert found.answer_by > clock.stamp() and complaint(main).state == "closed"
    with read() as db:
        told = db.values("SELECT account_id FROM messages WHERE event = 'complaint.word'")
    assert desk.manager.account_id in told


def test_a_duplicate_waits_for_its_rating_each_time_that_its_main_complaint_is_closed(desk: Desk) -> None:
    main, twin = desk.receive("a"), desk.receive("b", reporter_id=desk.people[1])
    li = Me(0, "Li", frozenset({"owner"}), frozenset(), "en", person_id=desk.people[1])
    desk.step(twin, "merge", "manager", other_id=main)
    desk.step(main, "take", "office")

    def waiting() -> int:
        with read() as db:
            return queries_own.waiting(db, li)

    assert waiting() == 0
    desk.step(main, "close", "handler", outcome="solved", cause="service", text="Done")
    assert waiting() == 1
    desk.step(twin, "rate", "owner", result=4)
    assert waiting() == 0
    with time_machine.travel(clock.now() + timedelta(days=1)):
        desk.step(main, "reopen", "owner", text="Again")
        desk.step(main, "close", "handler", "later", outcome="solved", cause="service", text="Done now")
        assert waiting() == 1
    with time_machine.travel(clock.now() + timedelta(days=17)), pytest.raises(Refused, match="15 days"):
        desk.step(twin, "reopen", "owner", text="Still")


def test_what_followed_a_complaint_that_is_taken_back_stands_for_itself_again(desk: Desk) -> None:
    main, twin, third = (desk.receive(key) for key in "abc")
    desk.step(third, "merge", "manager", other_id=twin)
    desk.step(twin, "merge", "manager", other_id=main)
    desk.step(main, "withdraw", "owner")
    assert (complaint(twin).state, complaint(twin).main_id) == ("received", None)
    assert (complaint(third).state, complaint(third).main_id) == ("merged", twin)
    with read() as db:
        assert queries.steps(db, twin)[-1].party == "system"
        told = db.values("SELECT account_id FROM messages WHERE event = 'complaint.escalated'")
    assert told == []


def test_nothing_is_merged_with_what_is_closed_already(desk: Desk) -> None:
    closed, late = desk.closed("a"), desk.receive("b")
    with pytest.raises(Refused, match="closed"):
        desk.step(late, "merge", "manager", other_id=closed)


def test_who_gave_no_name_rates_and_reopens_by_the_secret_link_within_the_days_set(
    desk: Desk, client: Browser, sign_in: Callable[..., Browser]
) -> None:
    with write(System("test")) as tx:
        token = labels.label(tx, "place", places.add(tx, PlaceSpec("Bin room", "other")))
    client.headers["accept-language"] = "en"
    form = {"key": "s" * 24, "kind": "complaint", "category": "cleaning", "text": "It smells for days."}
    mine = client.post(f"/scan/{token}/complaint", data=form, follow_redirects=False).headers["location"]
    one = newest()
    assert "rate-form" not in client.get(mine).text
    office = sign_in("clerk")
    step(office, one, "take")
    step(office, one, "close", outcome="solved", cause="service", text="It is washed each day now.")
    client.cookies.clear()
    page = client.get(mine).text
    assert "It is washed each day now." in page and "Put right" in page and "every 20s" not in page

    def say(name: str, **more: str) -> int:
        answer = client.post(f"{mine}/steps/{name}", data={"key": name, **more}, follow_redirects=False)
        return answer.status_code

    assert say("rate", text="Not once") == 422
    assert say("rate", result="1", text="Not once") == 303 and complaint(one).result == 1
    assert say("reopen", text="") == 422
    assert say("reopen", text="It smells again") == 303 and complaint(one).state == "in_hand"
    assert say("answer", text="no step of theirs") == 404
    assert client.post("/voiced/x/steps/rate", data={"result": "5"}).status_code == 404
    step(
        sign_in("clerk"), one, "close", key="second", outcome="solved", cause="service", text="Washed again."
    )
    client.cookies.clear()
    with time_machine.travel(clock.now() + timedelta(days=16)):
        assert "reopen-form" not in client.get(mine).text
        assert say("reopen", key="late", text="It smells again") == 422
    with read() as db:
        assert {each.who for each in queries.steps(db, one) if each.party == "owner"} == {"complainer"}


def test_what_somebody_had_who_has_left_is_told_to_those_who_hand_out(desk: Desk) -> None:
    one = desk.receive()
    desk.step(one, "take", "office")
    with write(System("test")) as tx:
        tx.update("accounts", desk.clerk.account_id or 0, disabled_at=clock.stamp())
    desk.step(one, "write", "owner", by=desk.manager, text="Still there")
    with read() as db:
        told = db.values("SELECT account_id FROM messages WHERE event = 'complaint.word'")
    assert desk.manager.account_id in told and desk.clerk.account_id not in told
