"""Checks come in: once, whatever speaks against them; what was missed stays missed."""

import sqlite3
from datetime import timedelta

import pytest

from estate.access.me import Me
from estate.data import clock, read, write
from estate.patrol import actions, actions_points, actions_rounds, actions_routes, planner, queries, records
from estate.patrol.actions import Answer, Check
from estate.patrol.actions_points import Question
from estate.patrol.actions_routes import Way, When
from estate.refusal import Refused
from tests.patrol.conftest import BY, Patrolled, at, who

GOOD = {"lamp": Answer("yes")}


def send(world: Patrolled, time: str, point: int, key: str, by: Me | None = None, **more) -> int:
    """Wu Gang checks a point at a time of today, all in order, and it is received at once."""
    answers = {world.lamp: Answer("yes")} if point == world.pump else {}
    told = Check(point, world.round, answers, scanned=True)._replace(**more)
    with clock.as_of(at(clock.today(), time)), write(by or world.walker) as tx:
        return actions.check(tx, told, key)


def states(world: Patrolled) -> list[str]:
    with read() as db:
        return [one.state for one in queries.round_points(db, world.round)]


def the_round(world: Patrolled) -> queries.Round:
    with read() as db:
        found = queries.round_(db, world.round)
    assert found
    return found


def value(sql: str) -> object:
    with read() as db:
        return db.value(sql)


def told_the_manager() -> list[str]:
    with read() as db:
        return db.values("SELECT subject FROM messages WHERE account_id = :id", id=who("manager").account_id)


def close(time: str) -> int:
    with clock.as_of(at(clock.today(), time)):
        return planner.close_rounds()


def test_a_round_ends_by_itself_when_its_last_point_is_checked(patrolled):
    for minute, point in enumerate((patrolled.pump, patrolled.switch, patrolled.roof)):
        send(patrolled, f"09:{10 + 2 * minute}", point, f"k{minute}")
    assert states(patrolled) == ["checked"] * 3
    found = the_round(patrolled)
    assert (found.state, found.done, found.finished_by) == ("finished", 3, "Wu Gang")
    assert (
        value("SELECT count(*) FROM patrol_checks WHERE doubts <> '[\"no_position\"]' AND doubts <> '[]'")
        == 0
    )


def test_the_same_key_comes_in_once_and_for_no_other_point(patrolled):
    first = send(patrolled, "09:10", patrolled.pump, "k")
    assert send(patrolled, "09:20", patrolled.pump, "k") == first
    with pytest.raises(Refused):
        send(patrolled, "09:20", patrolled.roof, "k")
    assert value("SELECT count(*) FROM patrol_checks") == 1


def test_an_answer_that_is_required_is_asked_for_beside_its_field(patrolled):
    with pytest.raises(Refused) as refused:
        send(patrolled, "09:10", patrolled.pump, "k", answers={})
    assert refused.value.field == f"item_{patrolled.lamp}"
    assert states(patrolled)[0] == "waiting"


def test_a_number_beyond_its_limits_is_a_fault_of_the_check(patrolled):
    found = {patrolled.lamp: Answer("yes"), patrolled.pressure: Answer("0.7", 700)}
    check_id = send(patrolled, "09:10", patrolled.pump, "k", answers=found)
    with read() as db:
        assert db.tuples(
            "SELECT item_id, abnormal FROM patrol_answers WHERE check_id = :id", id=check_id
        ) == [
            (patrolled.lamp, 0),
            (patrolled.pressure, 1),
        ]
    assert the_round(patrolled).abnormal == 1


def test_a_late_upload_is_marked_and_does_not_hide_the_miss_whether_the_round_was_closed_or_not(patrolled):
    day = clock.today()
    told = {"device_at": at(day, "09:30"), "sent_at": at(day, "11:16")}
    send(patrolled, "11:16", patrolled.pump, "before closing", **told)
    assert close("11:16") == 1
    send(
        patrolled,
        "12:00",
        patrolled.roof,
        "after closing",
        device_at=at(day, "09:40"),
        sent_at=at(day, "12:00"),
    )
    assert states(patrolled) == ["missed", "missed", "missed"]
    with read() as db:
        points = queries.round_points(db, patrolled.round)
    assert [(one.verdict, one.sent_late) for one in points] == [("on_time", 1), (None, None), ("on_time", 1)]
    assert the_round(patrolled).state == "missed"
    assert value("SELECT count(*) FROM patrol_conflicts") == 0


def test_a_missed_round_is_told_once_after_the_grace(patrolled):
    send(patrolled, "09:10", patrolled.pump, "k")
    assert close("11:14") == 0
    assert close("11:16") == 1
    assert close("11:30") == 0
    told = told_the_manager()
    assert len(told) == 1
    assert "Morning" in told[0] and "2 points missed" in told[0]
    assert the_round(patrolled).state == "incomplete"


def test_within_the_grace_a_point_is_late_and_not_missed(patrolled):
    send(patrolled, "11:10", patrolled.pump, "k")
    assert states(patrolled)[0] == "late"


def test_a_second_check_of_a_point_is_kept_and_a_person_decides(patrolled):
    first = send(patrolled, "09:10", patrolled.pump, "k1")
    second = send(patrolled, "09:20", patrolled.pump, "k2", by=patrolled.colleague)
    with read() as db:
        assert queries.round_points(db, patrolled.round)[0].check_id == first
        conflict = db.tuples("SELECT id, check_id, kind FROM patrol_conflicts")
    assert [one[1:] for one in conflict] == [(second, "twice")]
    actions_rounds.settle(conflict[0][0], "counts", "The first was at the wrong door", who("manager"))
    with read() as db:
        assert queries.round_points(db, patrolled.round)[0].check_id == second
        found = records.conflict(db, conflict[0][0])
    assert found and found.decision == "counts"
    actions_rounds.settle(conflict[0][0], "aside", "", who("manager"))
    with read() as db:
        assert queries.round_points(db, patrolled.round)[0].check_id == second


def test_a_check_for_a_round_that_was_ended_waits_for_a_person(patrolled):
    send(patrolled, "09:10", patrolled.pump, "k1")
    with clock.as_of(at(clock.today(), "09:20")), write(patrolled.walker) as tx:
        with pytest.raises(Refused):
            actions.finish_round(tx, patrolled.round)
        actions.finish_round(tx, patrolled.round, "The key is with the lift firm")
    assert states(patrolled) == ["checked", "skipped", "skipped"]
    send(patrolled, "09:30", patrolled.roof, "k2")
    assert states(patrolled)[2] == "skipped"
    assert value("SELECT kind FROM patrol_conflicts") == "closed"


def test_deciding_for_a_check_never_undoes_a_miss(patrolled):
    day = clock.today()
    close("11:16")
    send(patrolled, "12:00", patrolled.pump, "k1", device_at=at(day, "09:30"), sent_at=at(day, "12:00"))
    send(patrolled, "12:10", patrolled.pump, "k2", device_at=at(day, "09:35"), sent_at=at(day, "12:10"))
    actions_rounds.settle(1, "counts", "", who("manager"))
    with read() as db:
        point = queries.round_points(db, patrolled.round)[0]
    assert (point.state, point.check_id) == ("missed", 2)


def test_doubts_are_shown_and_the_check_counts(patrolled):
    day = clock.today()
    off = timedelta(minutes=5)
    send(patrolled, "09:10", patrolled.pump, "k1", lat_e6=30_001_000, lon_e6=120_000_000)
    send(
        patrolled,
        "09:10:30",
        patrolled.roof,
        "k2",
        by=patrolled.colleague,
        scanned=False,
        device_at=at(day, "09:10:30") + off,
        sent_at=at(day, "09:10:30") + off,
    )
    with read() as db:
        points = queries.round_points(db, patrolled.round)
    assert points[0].doubt_codes == ["far"]
    assert points[2].doubt_codes == ["clock", "too_fast", "not_scanned", "out_of_order", "other_person"]
    assert [one.state for one in points] == ["checked", "waiting", "checked"]


def test_a_clock_that_is_hours_off_is_for_a_person(patrolled):
    day = clock.today()
    send(patrolled, "09:10", patrolled.pump, "k", device_at=at(day, "15:00"), sent_at=at(day, "15:10"))
    assert value("SELECT kind FROM patrol_conflicts") == "clock"
    assert states(patrolled)[0] == "checked"


def test_a_point_can_be_checked_outside_of_a_round(patrolled):
    check_id = send(patrolled, "08:00", patrolled.pump, "k", round_id=None)
    assert value(f"SELECT verdict FROM patrol_checks WHERE id = {check_id}") == "free"
    assert states(patrolled)[0] == "waiting"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE patrol_checks SET note = 'x'",
        "DELETE FROM patrol_checks",
        "UPDATE patrol_answers SET abnormal = 1",
        "UPDATE patrol_items SET question = 'x'",
        "DELETE FROM patrol_items",
        "UPDATE patrol_round_points SET state = 'waiting', check_id = NULL WHERE state = 'checked'",
        "UPDATE patrol_round_points SET state = 'checked', check_id = 1 WHERE state = 'missed'",
        "DELETE FROM patrol_round_points",
        "UPDATE patrol_rounds SET state = 'finished'",
    ],
)
def test_the_records_themselves_refuse_to_change_what_was_found(patrolled, change):
    send(patrolled, "09:10", patrolled.pump, "k")
    close("11:16")
    with pytest.raises(sqlite3.IntegrityError), write(who("manager")) as tx:
        tx.run(change)


def test_a_question_that_is_replaced_keeps_its_answers(patrolled):
    send(patrolled, "09:10", patrolled.pump, "k")
    actions_points.replace_item(patrolled.lamp, Question("Do both lamps burn", "yes_no"), who("manager"))
    with read() as db:
        assert [one.question for one in queries.items(db, patrolled.pump)] == [
            "Do both lamps burn",
            "Pressure",
        ]
        old = queries.item(db, patrolled.lamp)
    assert old and old.question == "Is the light in order"
    assert value("SELECT item_id FROM patrol_answers") == patrolled.lamp


def test_a_changed_route_changes_the_rounds_that_nobody_has_begun(patrolled):
    with clock.as_of(at(clock.today(), "08:00")):
        actions_routes.change_route(
            patrolled.route, Way("Morning", "machine_room", "free", (patrolled.roof,)), who("manager")
        )
    with read() as db:
        assert [one.point_id for one in queries.round_points(db, patrolled.round)] == [patrolled.roof]
    with clock.as_of(at(clock.today(), "09:10")):
        actions_routes.change_route(
            patrolled.route, Way("Morning", "machine_room", "free", (patrolled.pump,)), who("manager")
        )
    with read() as db:
        assert [one.point_id for one in queries.round_points(db, patrolled.round)] == [patrolled.roof]


def test_a_schedule_that_ends_cancels_its_rounds_to_come_and_plans_no_more(patrolled):
    with clock.as_of(at(clock.today(), "08:00")):
        actions_routes.retire_schedule(patrolled.schedule, who("manager"))
        assert planner.plan_rounds() == 0
    assert the_round(patrolled).state == "cancelled"


def test_planning_again_makes_no_second_round_even_when_the_clock_went_back(patrolled):
    with clock.as_of(at(clock.today(), "06:00") + timedelta(days=3)):
        assert planner.plan_rounds() == 3
    with clock.as_of(at(clock.today(), "06:00")):
        assert planner.plan_rounds() == 0
    assert value("SELECT count(*) = count(DISTINCT due_from) FROM patrol_rounds") == 1


def test_many_rounds_missed_while_the_computer_was_off_are_told_in_one_message(patrolled):
    later = at(clock.today(), "12:00") + timedelta(days=6)
    with clock.as_of(later):
        planner.plan_rounds()
        assert planner.close_rounds() == 7
    told = told_the_manager()
    assert len(told) == 1
    assert "7 rounds" in told[0] and "21 points missed" in told[0]


def test_what_a_route_misses_after_its_first_time_on_a_day_is_told_together_when_the_day_is_over(patrolled):
    day = clock.today()
    with clock.as_of(at(day, "06:00")), write(BY) as tx:
        night = actions_routes.add_route(tx, Way("Night", "security", "free", (patrolled.roof,)))
        every = When(60, every_minutes=120, from_time="20:00", to_time="06:00")
        actions_routes.add_schedule(tx, night, every)
    with clock.as_of(at(day, "07:00")):
        planner.plan_rounds(BY)
    close("11:20")  # the machine rooms in the morning
    told = [len(told_the_manager())]
    following = day + timedelta(days=1)
    for on_day, time in ((day, "21:20"), (day, "23:20"), (following, "01:20"), (following, "03:20")):
        with clock.as_of(at(on_day, time)):
            planner.close_rounds()
        told.append(len(told_the_manager()))
    assert told == [1, 2, 2, 2, 2]
    for _again in range(2):
        with clock.as_of(at(following, "05:20")):
            planner.close_rounds()
    assert len(told_the_manager()) == 3
    assert "Night: 4 rounds" in told_the_manager()[-1] and "4 points missed" in told_the_manager()[-1]


def test_the_rest_of_a_day_is_told_though_its_last_round_was_walked_well(patrolled):
    day = clock.today()
    with clock.as_of(at(day, "06:00")), write(BY) as tx:
        route = actions_routes.add_route(tx, Way("Gates", "security", "free", (patrolled.roof,)))
        actions_routes.add_schedule(tx, route, When(60, times=("12:00", "14:00", "16:00")))
    with clock.as_of(at(day, "07:00")):
        planner.plan_rounds(BY)
    for time in ("11:20", "13:20", "15:20"):
        close(time)
    assert len(told_the_manager()) == 2
    last = value(
        f"SELECT id FROM patrol_rounds WHERE name = 'Gates' AND due_on = '{day}' ORDER BY due_from DESC LIMIT 1"
    )
    with clock.as_of(at(day, "16:10")), write(patrolled.walker) as tx:
        actions.check(tx, Check(patrolled.roof, last, {}, scanned=True), "walked")
    assert close("16:11") == 0
    assert len(told_the_manager()) == 3 and "Gates" in told_the_manager()[-1]


def test_who_was_to_walk_a_missed_round_is_told_of_it_once(patrolled):
    assert (close("11:20"), close("11:21")) == (1, 0)
    with read() as db:
        sql = "SELECT subject FROM messages WHERE account_id = :id"
        told = db.values(sql, id=patrolled.walker.account_id)
        other = db.values(sql, id=patrolled.colleague.account_id)
    assert len(told) == 1 and "3 points missed" in told[0] and other == []


def test_days_of_missed_rounds_are_one_message_for_who_was_to_walk_them(patrolled):
    with clock.as_of(at(clock.today(), "12:00") + timedelta(days=6)):
        planner.plan_rounds()
        planner.close_rounds()
    with read() as db:
        told = db.tuples(
            "SELECT subject, link FROM messages WHERE account_id = :id", id=patrolled.walker.account_id
        )
    assert len(told) == 1 and "7 rounds" in told[0][0] and told[0][1] == "/patrol/rounds"


def test_who_begins_a_round_that_is_handed_to_nobody_has_it(patrolled):
    actions_rounds.hand_out(patrolled.round, None, who("manager"))
    send(patrolled, "09:10", patrolled.pump, "k", by=patrolled.colleague)
    assert the_round(patrolled).person == "Zhou Qiang"


def test_a_round_is_handed_only_to_somebody_who_may_walk_it(patrolled):
    with pytest.raises(Refused):
        actions_rounds.hand_out(patrolled.round, who("cashier").account_id, who("manager"))
