"""Clocks that run out are told once to whom it concerns; done work is signed off by itself."""

from datetime import timedelta
from typing import Any

from estate.data import clock, read
from estate.repairs import actions_clocks, queries, records, shown
from tests.repairs.conftest import NOW, Site, order


def told() -> list[tuple[str, str]]:
    with read() as db:
        rows = db.tuples("SELECT recipient, subject FROM messages WHERE event = 'repair.late' ORDER BY id")
    return [(who, subject.partition(":")[0]) for who, subject in rows]


def test_a_clock_is_told_of_once_when_it_is_soon_over_and_once_when_it_is(site: Site, clocked: Any) -> None:
    order_id = site.assigned(urgency="fast")
    actions_clocks.watch()
    assert told() == []
    clocked.move_to(NOW + timedelta(minutes=13))
    for _again in range(2):
        actions_clocks.watch()
    assert told() == [("Zhou Qiang", "Response soon over")]
    clocked.move_to(NOW + timedelta(minutes=16))
    for _again in range(2):
        actions_clocks.watch()
    late = ("Response over time",)
    assert sorted(told()[1:]) == sorted([("Chen Jie", *late), ("Liu Min", *late), ("Zhou Qiang", *late)])
    site.step(order_id, "accept", "assignee")
    clocked.move_to(NOW + timedelta(minutes=20))
    actions_clocks.watch()
    assert len(told()) == 4, "who has accepted has answered, and the arrival has time yet"


def test_clocks_that_ran_out_together_are_told_of_in_one_message(site: Site, clocked: Any) -> None:
    site.assigned(urgency="fast")
    clocked.move_to(NOW + timedelta(days=3))
    for _again in range(2):
        actions_clocks.watch()
    late = "Completion over time"
    assert sorted(told()) == [("Chen Jie", late), ("Liu Min", late), ("Zhou Qiang", late)]


def test_an_order_that_nobody_has_warns_the_manager(site: Site, clocked: Any) -> None:
    site.report(urgency="fast")
    clocked.move_to(NOW + timedelta(minutes=13))
    actions_clocks.watch()
    assert {who for who, _what in told()} == {"Chen Jie", "Liu Min"}


def test_nothing_is_told_while_an_order_waits(site: Site, clocked: Any) -> None:
    order_id = site.assigned(urgency="fast")
    site.step(order_id, "accept", "assignee")
    site.step(order_id, "wait", "assignee", waiting_for="parts")
    clocked.move_to(NOW + timedelta(days=3))
    actions_clocks.watch()
    assert told() == []
    site.step(order_id, "resume", "assignee")
    actions_clocks.watch()
    assert told() == []


def test_what_nobody_objected_to_is_signed_off_after_the_days_set(site: Site, clocked: Any) -> None:
    order_id = site.done()
    clocked.move_to(NOW + timedelta(days=2, hours=23))
    actions_clocks.sign_off()
    assert order(order_id).state == "done"
    clocked.move_to(NOW + timedelta(days=3, minutes=1))
    for _again in range(2):
        actions_clocks.sign_off()
    assert order(order_id).state == "signed_off"
    with read() as db:
        last = queries.steps(db, order_id)[-1]
    assert (last.party, last.step) == ("system", "sign_off")


def test_a_wait_through_the_night_gives_no_more_time_by_day(site: Site, clocked: Any) -> None:
    clocked.move_to(NOW + timedelta(hours=11))  # eight in the evening
    order_id = site.assigned()
    site.step(order_id, "accept", "assignee")
    site.step(order_id, "wait", "assignee", waiting_for="owner")
    until = order(order_id).complete_by
    with read() as db:
        warn = records.settings(db).warn_percent
    reading = shown.readings(order(order_id), clock.now(), warn)["completion"]
    assert (reading.state, reading.left) == ("paused", timedelta(hours=48))
    clocked.move_to(NOW + timedelta(hours=22))  # seven in the morning
    site.step(order_id, "resume", "assignee")
    assert (order(order_id).complete_by, order(order_id).paused_seconds) == (until, 0)
    site.step(order_id, "wait", "assignee", waiting_for="owner", key="again")
    clocked.move_to(NOW + timedelta(hours=24))  # nine
    site.step(order_id, "resume", "assignee", key="on again")
    assert order(order_id).paused_seconds == 3600
