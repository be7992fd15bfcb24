"""Orders are handed out: by themselves to who fits, by hand, from the pool to exactly one; what lies there is told."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine

from estate.access.me import Me
from estate.access.permissions import permissions_of
from estate.crew import actions_handing, records_handing
from estate.crew.queries_candidates import proposal
from estate.crew.records_handing import Default, Exceptional
from estate.data import read, write
from estate.data.store import System
from estate.equipment import actions as equipment
from estate.equipment.actions import EquipmentSpec
from estate.jobs import outbox, rounds
from estate.refusal import Refused
from estate.repairs import actions as repairs
from estate.repairs import guards
from estate.repairs import queries as orders
from estate.repairs.actions import Report
from estate.repairs.details import Details
from estate.repairs.queries import Order
from estate.repairs.rules_steps import ASSIGNEE, OFFICE, OWNER, WORKER
from tests.crew.conftest import NOW, Crew
from tests.crew.conftest import OFFICE as CLERK
from tests.together import at_once

PLUMBING = Report("clerk", "plumbing", "normal", "Tap drips", location="Gate house", join=False)


def report(key: str = "a report", **more: object) -> int:
    with write(CLERK) as tx:
        return repairs.report(tx, PLUMBING._replace(**more), key)


def order(order_id: int) -> Order:
    with read() as db:
        found = orders.order(db, order_id)
    assert found is not None
    return found


def last_note(order_id: int) -> str:
    with read() as db:
        return orders.steps(db, order_id)[-1].note


def told(event: str) -> list[tuple[int, str]]:
    with read() as db:
        return db.tuples(
            "SELECT account_id, text FROM messages WHERE event = :event ORDER BY id", event=event
        )


def finish(order_id: int, account_id: int) -> None:
    worker = {ASSIGNEE}
    with write(CLERK) as tx:
        repairs.step(tx, order_id, "assign", f"{order_id}a", {OFFICE}, Details(assignee_id=account_id))
        for step in ("accept", "arrive"):
            repairs.step(tx, order_id, step, f"{order_id}{step}", worker)
        repairs.step(tx, order_id, "finish", f"{order_id}f", worker, Details(note="done"))


def test_an_order_goes_by_itself_to_who_has_the_skill_and_works_with_the_reason_in_its_step(
    crew: Crew,
) -> None:
    made = report()
    outbox.drain()
    assert (order(made).assignee_id, order(made).state) == (crew.zhou, "assigned")
    assert last_note(made) == "Skill in water and drains, no open order, on shift until 18:00"
    assert [account for account, _text in told("repair.assigned")] == [crew.zhou]


def test_a_second_look_at_the_same_order_changes_nothing(crew: Crew) -> None:
    made = report()
    assert actions_handing.hand_out_by_itself(made) == crew.zhou
    assert actions_handing.hand_out_by_itself(made) is None


def test_who_mended_this_in_the_same_category_before_comes_first(crew: Crew) -> None:
    with write(CLERK) as tx:
        tx.run("INSERT INTO crew_skills VALUES (:id, 'plumbing', 2)", id=crew.qian)
        pump = equipment.add(tx, EquipmentSpec("B1", "Pump 1"))
    finish(report("before", equipment_id=pump), crew.qian)
    made = report("now", equipment_id=pump)
    outbox.drain()
    assert order(made).assignee_id == crew.qian
    assert "worked on this equipment on Nov 26, 2026" in last_note(made)


@pytest.mark.parametrize("mode", ["propose", "pool"])
def test_what_the_office_wants_to_decide_or_pool_waits(crew: Crew, mode: str) -> None:
    actions_handing.set_exception(Exceptional("plumbing", "normal", mode), CLERK)
    made = report()
    outbox.drain()
    assert order(made).state == "reported"
    with read() as db:
        best = proposal(db, made).candidates[0]
    assert best.account_id == crew.zhou
    actions_handing.remove_exception("plumbing", "normal", CLERK)
    assert actions_handing.hand_out_by_itself(made) == crew.zhou


def test_nobody_is_called_from_home_without_being_asked(crew: Crew) -> None:
    with time_machine.travel(NOW + timedelta(hours=13), tick=True):  # 23:00: only Feng works
        made = report(category="electrical", urgency="fast")
        outbox.drain()
        assert order(made).state == "reported"


def test_what_was_given_back_stays_with_the_dispatcher_with_its_reason(crew: Crew) -> None:
    made = report()
    outbox.drain()
    with write(System("Zhou Qiang", crew.zhou)) as tx:
        repairs.step(tx, made, "give_back", "back", {ASSIGNEE}, Details(reason="Needs a ladder"))
    assert actions_handing.hand_out_by_itself(made) is None
    actions_handing.hand_out(made, crew.qian, "tap", CLERK)
    assert order(made).assignee_id == crew.qian
    assert last_note(made).startswith("No skill in water and drains")


def test_an_order_is_handed_on_and_the_same_tap_does_it_once(crew: Crew) -> None:
    made = report()
    outbox.drain()
    for _time in range(2):
        actions_handing.hand_out(made, crew.li, "tap", CLERK)
    assert order(made).assignee_id == crew.li
    with pytest.raises(Refused, match="Li Na has this order already"):
        actions_handing.hand_out(made, crew.li, "another tap", CLERK)
    with pytest.raises(LookupError):
        actions_handing.hand_out(made, 10**6, "stranger", CLERK)


def test_a_reopened_order_is_looked_at_anew(crew: Crew) -> None:
    made = report()
    finish(made, crew.qian)
    with write(CLERK) as tx:
        repairs.step(tx, made, "reopen", "again", {OWNER}, Details(reason="Drips again"))
    outbox.drain()
    assert order(made).assignee_id in (crew.zhou, crew.qian)


def me(account_id: int, name: str) -> Me:
    roles = frozenset({"repairer"})
    return Me(account_id, name, roles, permissions_of(roles), "en")


def test_of_many_who_take_an_order_at_once_exactly_one_gets_it_and_the_others_hear_who(crew: Crew) -> None:
    actions_handing.set_default(Default("normal", "pool", 60), CLERK)
    made = [report(f"report {number}") for number in range(12)]
    takers = [
        me(crew.zhou, "Zhou Qiang"),
        me(crew.qian, "Qian Wei"),
        me(crew.feng, "Feng Tao"),
        me(crew.li, "Li Na"),
    ]
    got: list[tuple[int, int]] = []
    lost: list[str] = []

    def run(who: Me) -> None:
        for order_id in made:
            try:
                actions_handing.take(order_id, f"{who.account_id}", who)
            except Refused as refused:
                lost.append(refused.message)
            else:
                got.append((order_id, who.account_id))

    at_once(*(partial(run, who) for who in takers))
    assert sorted(order_id for order_id, _account in got) == made
    assert {order_id: order(order_id).assignee_id for order_id in made} == dict(got)
    assert len(lost) == len(made) * (len(takers) - 1)
    names = [one.name for one in takers]
    assert all(any(name in word for name in names) for word in lost)


def test_what_the_office_hands_out_itself_is_not_taken(crew: Crew) -> None:
    actions_handing.set_default(Default("normal", "propose", 60), CLERK)
    with pytest.raises(Refused, match="hands this order out itself"):
        actions_handing.take(report(), "key", me(crew.zhou, "Zhou Qiang"))


def test_what_the_office_hands_out_itself_is_not_taken_from_the_page_of_the_order_either(crew: Crew) -> None:
    actions_handing.set_default(Default("normal", "propose", 60), CLERK)
    made = report()
    with pytest.raises(Refused, match="hands this order out itself"), write(System("Zhou", crew.zhou)) as tx:
        repairs.step(tx, made, "take", "key", {WORKER})
    with read() as db:
        assert guards.offered(db, order(made), ["take"]) == []


def test_a_helper_is_told_once_and_is_not_who_has_the_order(crew: Crew) -> None:
    made = report()
    with pytest.raises(Refused, match="Hand the order out first"):
        actions_handing.add_helper(made, crew.li, CLERK)
    outbox.drain()
    for _time in range(2):
        actions_handing.add_helper(made, crew.li, CLERK)
    with pytest.raises(Refused, match="has this order already"):
        actions_handing.add_helper(made, crew.zhou, CLERK)
    with read() as db:
        assert [one.name for one in records_handing.helpers(db, made)] == ["Li Na"]
    assert [account for account, _text in told("repair.help")] == [crew.li]
    actions_handing.remove_helper(made, crew.li, CLERK)
    actions_handing.remove_helper(made, crew.li, CLERK)
    with read() as db:
        assert records_handing.helpers(db, made) == []


def test_who_helps_and_is_handed_the_order_helps_no_more(crew: Crew) -> None:
    made = report()
    outbox.drain()
    actions_handing.add_helper(made, crew.li, CLERK)
    actions_handing.hand_out(made, crew.li, "tap", CLERK)
    with read() as db:
        assert records_handing.helpers(db, made) == []


def test_what_lies_in_the_pool_for_too_long_is_told_to_who_hands_out_once(crew: Crew) -> None:
    actions_handing.set_default(Default("normal", "pool", 60), CLERK)
    made = report()
    with time_machine.travel(NOW + timedelta(minutes=58), tick=True):
        rounds.ROUNDS["crew.pool"].run()
        assert told("repair.unassigned") == []
    with time_machine.travel(NOW + timedelta(minutes=62), tick=True):
        for _time in range(2):
            rounds.ROUNDS["crew.pool"].run()
        texts = told("repair.unassigned")
        assert len(texts) == 3  # administrator, manager and clerk
        assert "Gate house" in texts[0][1]
        actions_handing.take(made, "key", me(crew.zhou, "Zhou Qiang"))
        with write(System("Zhou Qiang", crew.zhou)) as tx:
            repairs.step(tx, made, "give_back", "back", {ASSIGNEE}, Details(reason="Needs a ladder"))
    with time_machine.travel(NOW + timedelta(minutes=130), tick=True):
        rounds.ROUNDS["crew.pool"].run()
        assert len(told("repair.unassigned")) == 6


def test_at_night_an_order_that_can_wait_is_not_told_of_before_the_office_opens(crew: Crew) -> None:
    actions_handing.set_default(Default("normal", "pool", 60), CLERK)
    with time_machine.travel(NOW + timedelta(hours=12), tick=True):  # 22:00
        report()
    with time_machine.travel(NOW + timedelta(hours=20), tick=True):
        assert actions_handing.tell_of_the_pool() == 0
    with time_machine.travel(NOW + timedelta(hours=23, minutes=1), tick=True):  # 09:01
        assert actions_handing.tell_of_the_pool() == 1
