"""Orders: numbered without a gap, moved only by their steps, each taken once, told to whom they concern."""

import sqlite3
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from estate import i18n
from estate.data import current, read, write
from estate.data.store import System
from estate.equipment import actions as equipment
from estate.equipment.actions import EquipmentSpec
from estate.jobs import outbox, signals
from estate.places import actions as places
from estate.places.actions import PlaceSpec
from estate.refusal import Refused
from estate.repairs import actions, finished, links, queries
from estate.repairs.finished import Finished
from tests.repairs.conftest import NOW, Site, order
from tests.together import at_once


def test_numbers_follow_each_other_and_begin_anew_with_the_year(site: Site, clocked: Any) -> None:
    first, second = site.report("a", join=False), site.report("b", join=False)
    with pytest.raises(Refused):
        site.report("c", title=" ")
    third = site.report("d", join=False)
    clocked.move_to(datetime(2027, 1, 2, 4).astimezone(NOW.tzinfo))
    later = site.report("e", join=False)
    numbers = [order(one).number for one in (first, second, third, later)]
    assert numbers == ["WX2026-000001", "WX2026-000002", "WX2026-000003", "WX2027-000001"]


def test_the_same_report_makes_one_order(site: Site) -> None:
    assert site.report("a") == site.report("a")
    with read() as db:
        assert db.value("SELECT count(*) FROM work_orders") == 1


def test_the_same_fault_in_the_same_place_is_joined_while_it_is_open(site: Site) -> None:
    first = site.report("a")
    assert site.report("b", title="Water on the floor", source="clerk") == first
    assert site.report("b", title="Water on the floor", source="clerk") == first
    assert site.report("c", category="doors") != first
    assert site.report("d", home_id=site.other_home_id) != first
    with read() as db:
        assert [one.text for one in queries.joins(db, first)] == ["Water on the floor"]
    site.step(first, "cancel", "office", site.clerk, reason="mistaken")
    assert site.report("e") != first


@pytest.mark.parametrize(
    "where",
    [
        {"place_id": 1, "location": "Gate"},
        {"equipment_id": 1, "location": "Lift 1"},
        {"location": "Behind the bins"},
    ],
)
def test_a_public_place_is_the_same_by_its_record_or_by_its_words(site: Site, where: dict[str, Any]) -> None:
    with write(System("test")) as tx:
        places.add_many(tx, [PlaceSpec("Gate", "other"), PlaceSpec("Hall", "other")])
        equipment.add(tx, EquipmentSpec("DT1", "Lift 1"))
    public: dict[str, Any] = {"home_id": None, "reporter_id": None, **where}
    first = site.report("a", **public)
    assert site.report("b", **public) == first
    assert site.report("c", **{**public, "place_id": 2, "equipment_id": None}) != first
    assert site.report("d", **{**public, "source": "plan", "join": False}) != first
    assert site.report("e", **public) == first, "what a plan asked for is no fault to join"


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("title", {"title": "  "}),
        ("location", {"home_id": None, "location": " "}),
        ("wished_to", {"wished_from": "2026-11-27T02:00:00Z", "wished_to": "2026-11-27T01:00:00Z"}),
    ],
)
def test_what_cannot_be_reported_is_refused_beside_its_field(
    site: Site, field: str, more: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        site.report(**more)
    assert refused.value.field == field


def test_a_step_sent_twice_is_taken_once_and_a_key_is_for_one_step(site: Site) -> None:
    order_id = site.assigned()
    first = site.step(order_id, "accept", "assignee", key="k")
    assert site.step(order_id, "accept", "assignee", key="k") == first
    with pytest.raises(Refused):
        site.step(order_id, "set_out", "assignee", key="k")


def test_of_two_who_take_an_order_at_once_one_gets_it_and_the_other_is_told(site: Site) -> None:
    order_id, store = site.report(), current()

    def take(who: Any) -> str:
        i18n.use_locale("en")
        try:
            with store.write(who) as tx:
                actions.step(tx, order_id, "take", f"take:{who.name}", {"worker"})
        except Refused as refused:
            return refused.message
        return "got it"

    takers = (site.zhou, site.wu)
    answers = at_once(*(partial(take, who) for who in takers))
    told = {who.name: answer for who, answer in zip(takers, answers, strict=True)}
    winner = order(order_id).assignee_name
    loser = ({"Zhou Qiang", "Wu Di"} - {winner}).pop()
    assert told[winner] == "got it"
    assert told[loser] == f"{winner} has this order now."


def test_the_records_refuse_a_state_that_no_step_made(site: Site) -> None:
    order_id = site.done()
    for sql in (
        "UPDATE work_orders SET state = 'signed_off', signed_off_at = 'x'",
        "UPDATE work_orders SET title = 'x'",
        "UPDATE work_order_steps SET note = 'x'",
        "DELETE FROM work_order_steps",
        "DELETE FROM work_orders",
        "UPDATE work_order_series SET next = 9",
        "INSERT INTO work_order_steps (order_id, key, step, from_state, to_state, party, at, who)"
        f" VALUES ({order_id}, 'x', 'start', 'arrived', 'working', 'assignee', 'x', 'x')",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(System("test")) as tx:
            tx.run(sql)


def test_a_reopened_order_begins_anew_and_only_within_the_warranty(site: Site, clocked: Any) -> None:
    order_id = site.done()
    assert order(order_id).warranty_until == (date(2026, 11, 26) + timedelta(days=90)).isoformat()
    site.step(order_id, "sign_off", "owner")
    clocked.move_to(NOW + timedelta(days=30))
    site.step(order_id, "reopen", "owner", reason="drips again")
    now = order(order_id)
    assert (now.state, now.assignee_id, now.completed_at, now.accepted_at) == ("reopened", None, None, None)
    assert now.clock_from > now.reported_at
    other = site.done("late", category="doors")
    site.step(other, "sign_off", "owner")
    clocked.move_to(NOW + timedelta(days=200))
    with pytest.raises(Refused) as refused:
        site.step(other, "reopen", "owner", reason="again")
    assert refused.value.field == "reason"


def test_a_pause_moves_what_still_runs_and_nothing_that_has_stopped(site: Site, clocked: Any) -> None:
    order_id = site.assigned()
    site.step(order_id, "accept", "assignee")
    before = order(order_id)
    site.step(order_id, "wait", "assignee", waiting_for="owner")
    clocked.move_to(NOW + timedelta(hours=5))
    site.step(order_id, "resume", "assignee")
    after = order(order_id)
    assert after.respond_by == before.respond_by
    for name in ("arrive_by", "complete_by"):
        moved = datetime.fromisoformat(getattr(after, name)) - datetime.fromisoformat(getattr(before, name))
        assert moved == timedelta(hours=5), name


def test_the_owner_is_told_of_each_new_state_and_the_repairer_of_a_new_order(site: Site) -> None:
    order_id = site.done()
    with read() as db:
        told = db.tuples("SELECT event, recipient, link FROM messages ORDER BY id")
    link = f"/my/repairs/{order_id}"
    assert told == [
        ("repair.progress", "Wang Jianguo", link),
        ("repair.assigned", "Zhou Qiang", f"/repairs/{order_id}"),
        ("repair.progress", "Wang Jianguo", link),
        ("repair.visit", "Wang Jianguo", link),
        ("repair.progress", "Wang Jianguo", link),
        ("repair.progress", "Wang Jianguo", link),
    ]


def test_pages_hear_of_every_step(site: Site) -> None:
    order_id = site.assigned()
    with read() as db:
        heard = [one.topic for one in signals.since(db, 0)]
    assert heard.count("board") == 2 and heard.count(f"order-{order_id}") == 2


def test_others_are_called_when_an_order_is_finished(site: Site) -> None:
    called = list[Finished]()
    finished.on(called.append)
    order_id = site.done()
    site.step(order_id, "sign_off", "owner")
    outbox.drain()
    assert [(one.order_id, one.state) for one in called] == [(order_id, "done"), (order_id, "signed_off")]


def test_an_order_names_the_record_it_belongs_to_for_those_who_may_see_it(site: Site) -> None:
    links.declare("test_check", lambda _db, me, number: links.Linked(f"Check {number}", "/x") if me else None)
    order_id = site.report()
    with write(System("test")) as tx:
        links.link(tx, order_id, "test_check", 5)
        links.link(tx, order_id, "test_check", 5)
        with pytest.raises(LookupError):
            links.link(tx, order_id, "nothing", 1)
    with read() as db:
        me: Any = "somebody"
        assert links.of_order(db, me, order_id) == [links.Linked("Check 5", "/x")]
        assert links.orders_of(db, "test_check", 5) == [order_id]


def test_words_between_owner_and_office_are_kept_once_and_told(site: Site) -> None:
    order_id = site.report()
    with write(site.clerk) as tx:
        first = actions.write_message(tx, order_id, "office", "May we come at ten?", "m")
        assert actions.write_message(tx, order_id, "office", "May we come at ten?", "m") == first
    with read() as db:
        assert [one.text for one in queries.messages(db, order_id)] == ["May we come at ten?"]
        assert db.value("SELECT count(*) FROM messages WHERE event = 'repair.message'") == 1


def test_the_view_says_what_became_of_an_order(site: Site) -> None:
    site.done()
    with read() as db:
        (row,) = db.tuples("SELECT number, home, category, state, assignee, completed_at FROM v_work_orders")
    assert row[:5] == ("WX2026-000001", "3-2-501", "plumbing", "done", "Zhou Qiang") and row[5]


def test_a_return_visit_after_the_warranty_is_noted_and_takes_nothing_up(site: Site, clocked: Any) -> None:
    order_id = site.done()
    site.step(order_id, "sign_off", "owner")
    clocked.shift(timedelta(days=91))
    site.step(order_id, "call", "office", site.clerk, result=1, note="It drips again")
    assert order(order_id).state == "signed_off" and order(order_id).result == 1


def test_a_word_without_its_key_is_refused_rather_than_taken_for_an_earlier_one(site: Site) -> None:
    with write(site.clerk) as tx, pytest.raises(Refused, match="not complete"):
        actions.write_message(tx, site.report(), "office", "May we come at ten?", "")
