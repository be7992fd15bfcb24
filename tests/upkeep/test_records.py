"""What a service record must say, how long it is kept, and that nobody can change it."""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine

from estate.data import clock, read, write
from estate.data.store import System
from estate.refusal import Refused
from estate.repairs import links
from estate.upkeep import (
    actions_counters,
    actions_lists,
    actions_records,
    orders,
    planner,
    queries,
    queries_records,
)
from estate.upkeep.actions_records import Entry
from estate.upkeep.rules_records import Item, is_bad, kept_until, left_open
from tests.upkeep.conftest import Pieces

Plans = Callable[..., int]
ITEMS = [
    Item("Brake free"),
    Item("Pressure", "number", "MPa", 70, 500),
    Item("Remark", "text", required=False),
]


@pytest.fixture
def due_id(pieces: Pieces, plan: Plans, by: System) -> int:
    """The lift's service with a check list, due today."""
    with write(by) as tx:
        list_id = actions_lists.keep(tx, "Lift", ITEMS)
    plan("Half-month", 15, "day", equipment_id=pieces.lift, list_id=list_id)
    planner.plan_day()
    with read() as db:
        return queries.open_dues(db, date(2100, 1, 1), equipment_id=pieces.lift)[0].id


def entry(**more: object) -> Entry:
    good = Entry(clock.today(), "Zhou Qiang", "in_order", answers={0: "yes", 1: "200"})
    return good._replace(**more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("statutory", "expected"), [("lift", "2030-02-28"), ("fire", "2031-02-28"), ("none", "2029-02-28")]
)
def test_records_of_lifts_are_kept_four_years_and_of_fire_protection_five(
    statutory: str, expected: str
) -> None:
    assert kept_until(date(2026, 2, 28), statutory).isoformat() == expected


@pytest.mark.parametrize(
    ("number", "answer", "bad"),
    [(0, "no", True), (0, "none", False), (1, "69", True), (1, "70", False), (1, "501", True)],
)
def test_a_no_and_a_number_outside_its_limits_are_faults(number: int, answer: str, bad: bool) -> None:
    assert is_bad(ITEMS[number], answer) is bad


def test_what_must_be_answered_may_not_be_left_open() -> None:
    assert left_open(ITEMS, {0: "yes"}) == [1]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"answers": {0: "yes"}}, "item_1"),
        ({"answers": {0: "no", 1: "200"}}, "outcome"),
        ({"answers": {0: "no", 1: "200"}, "outcome": "mended"}, "findings"),
        ({"outcome": "fault"}, "findings"),
        ({"done_on": date(2100, 1, 1)}, "done_on"),
        ({"person": " "}, "person"),
    ],
)
def test_an_incomplete_record_is_refused_beside_its_field(
    due_id: int, by: System, more: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused, write(by) as tx:
        actions_records.of_due(tx, due_id, entry(**more), "k")
    assert refused.value.field == field


def test_a_record_sent_twice_is_one_and_another_for_the_same_due_is_refused(due_id: int, by: System) -> None:
    with write(by) as tx:
        first = actions_records.of_due(tx, due_id, entry(), "k")
        assert actions_records.of_due(tx, due_id, entry(), "k") == first
    with pytest.raises(Refused), write(by) as tx:
        actions_records.of_due(tx, due_id, entry(), "other")


def test_a_fault_becomes_a_work_order_that_names_the_record(due_id: int, by: System) -> None:
    with write(by) as tx:
        record_id = actions_records.of_due(
            tx, due_id, entry(outcome="fault", findings="Brake worn", order=True), "k"
        )
        order_id = links.orders_of(tx, orders.RECORD, record_id)[0]
        assert tx.value("SELECT title FROM work_orders WHERE id = :id", id=order_id) == "Lift: Brake worn"


def test_a_correction_is_a_further_record_and_the_first_stays(due_id: int, by: System) -> None:
    with write(by) as tx:
        first = actions_records.of_due(tx, due_id, entry(), "k")
        second = actions_records.correct(tx, first, entry(answers={0: "yes", 1: "250"}), "Misread", "c")
        known = queries_records.record(tx, first)
        later = queries_records.record(tx, second)
    assert known and later and known.corrected_by == second
    assert (known.given[1].answer, later.given[1].answer) == ("200", "250")
    with pytest.raises(Refused), write(by) as tx:
        actions_records.correct(tx, first, entry(), "Again", "d")


def test_a_changed_check_list_leaves_old_questions_with_their_answers(due_id: int, by: System) -> None:
    with write(by) as tx:
        record_id = actions_records.of_due(tx, due_id, entry(), "k")
        list_id = queries.list_of_name(tx, "Lift")
        actions_lists.keep(tx, "Lift", [Item("Rope sound")], list_id)
        known = queries_records.record(tx, record_id)
    assert known and [one.question for one in known.given] == ["Brake free", "Pressure"]


@pytest.mark.parametrize("table", ["service_records", "service_signatures", "upkeep_readings"])
@pytest.mark.parametrize("act", ["UPDATE {} SET who = 'me'", "DELETE FROM {}"])
def test_nothing_that_was_recorded_can_be_changed_or_deleted(
    due_id: int, by: System, table: str, act: str
) -> None:
    with write(by) as tx:
        actions_records.of_due(tx, due_id, entry(readings={"hours": 5000}, signed_name="Liu Min"), "k")
    with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
        tx.run(act.format(table))


def test_a_counter_does_not_run_backwards_unless_it_was_changed(pieces: Pieces, by: System) -> None:
    today = clock.today()
    with write(by) as tx:
        actions_counters.read_counter(tx, pieces.pump, "hours", 9000, today)
    with pytest.raises(Refused), write(by) as tx:
        actions_counters.read_counter(tx, pieces.pump, "hours", 10, today)
    with pytest.raises(Refused), write(by) as tx:
        actions_counters.read_counter(tx, pieces.pump, "hours", 9100, today - timedelta(days=1))
    with write(by) as tx:
        actions_counters.read_counter(tx, pieces.pump, "hours", 10, today, restarts=True)


def test_a_counter_of_hours_shows_no_more_than_have_passed(pieces: Pieces, by: System) -> None:
    today = clock.today()
    with write(by) as tx:
        actions_counters.read_counter(tx, pieces.pump, "hours", 15_600_000, today - timedelta(days=9))
    with pytest.raises(Refused, match="24 hours a day") as refused, write(by) as tx:
        actions_counters.read_counter(tx, pieces.pump, "hours", 156_700_000, today)
    assert refused.value.field == "hours" and "15600" in refused.value.message
    with write(by) as tx:
        actions_counters.read_counter(tx, pieces.pump, "hours", 15_840_000, today)


def test_nothing_is_served_or_read_before_it_was_installed(pieces: Pieces, by: System) -> None:
    today = clock.today()
    with write(by) as tx:
        tx.update("equipment", pieces.pump, installed_on=(today - timedelta(days=9)).isoformat())
    before = today - timedelta(days=10)
    with pytest.raises(Refused, match="before it was installed") as refused, write(by) as tx:
        actions_records.of_piece(tx, pieces.pump, entry(done_on=before, title="Oil"), "k")
    assert refused.value.field == "done_on"
    with pytest.raises(Refused, match="before it was installed"), write(by) as tx:
        actions_counters.read_counter(tx, pieces.pump, "hours", 1, before)


def test_a_correction_of_the_day_moves_the_register_too(pieces: Pieces, by: System) -> None:
    today = clock.today()
    with write(by) as tx:
        first = entry(title="Oil", done_on=today - timedelta(days=40))
        actions_records.of_piece(tx, pieces.pump, first, "k1")
        wrong = actions_records.of_piece(tx, pieces.pump, entry(title="Oil"), "k2")
    assert served_on(pieces.pump) == today.isoformat()
    with write(by) as tx:
        right = entry(done_on=today - timedelta(days=50))
        actions_records.correct(tx, wrong, right, "Wrong day", "k3")
    assert served_on(pieces.pump) == (today - timedelta(days=40)).isoformat()


def test_a_correction_of_an_inspection_moves_the_next_one(pieces: Pieces, plan: Plans, by: System) -> None:
    today = clock.today()
    plan("Inspection", 1, "year", equipment_id=pieces.lift, work="inspection")
    with read() as db:
        due = queries.open_dues(db, date(2100, 1, 1), equipment_id=pieces.lift)[0]
    with write(by) as tx:
        wrong = entry(valid_until=today + timedelta(days=3650))
        record_id = actions_records.of_due(tx, due.id, wrong, "k1")
        right = entry(valid_until=today + timedelta(days=365))
        actions_records.correct(tx, record_id, right, "Ten years too many", "k2")
    with read() as db:
        [following] = queries.open_dues(db, date(2100, 1, 1), equipment_id=pieces.lift)
        assert following.due_on == (today + timedelta(days=365)).isoformat()


def served_on(equipment_id: int) -> str | None:
    with read() as db:
        return db.value("SELECT last_service_on FROM equipment WHERE id = :id", id=equipment_id)


def test_nothing_is_asked_twice_in_a_check_list(by: System) -> None:
    with pytest.raises(Refused, match="twice"), write(by) as tx:
        actions_lists.keep(tx, "Lift", [Item("Brake free"), Item("Oil"), Item("Brake  free ")])


def test_a_record_that_comes_late_is_kept_and_closes_the_due_that_took_its_place(
    pieces: Pieces, plan: Plans, by: System
) -> None:
    plan("Half-month", 15, "day", equipment_id=pieces.lift)
    planner.plan_day()
    with read() as db:
        due = queries.open_dues(db, date(2100, 1, 1), equipment_id=pieces.lift)[0]
    done_on = clock.today() + timedelta(days=14)
    with time_machine.travel(clock.now() + timedelta(days=17)):
        planner.plan_day()
        with write(by) as tx:
            record_id = actions_records.of_due(tx, due.id, entry(done_on=done_on), "offline")
        with read() as db:
            states = db.tuples("SELECT state, record_id FROM upkeep_dues ORDER BY id")
        assert states == [("missed", None), ("done", record_id), ("planned", None)]


def test_a_record_of_what_was_given_up_long_ago_closes_nothing(
    pieces: Pieces, plan: Plans, by: System
) -> None:
    plan("Half-month", 15, "day", equipment_id=pieces.lift)
    planner.plan_day()
    with read() as db:
        due = queries.open_dues(db, date(2100, 1, 1), equipment_id=pieces.lift)[0]
    done_on = clock.today()
    with time_machine.travel(clock.now() + timedelta(days=47)):
        planner.plan_day()
        with write(by) as tx:
            assert actions_records.of_due(tx, due.id, entry(done_on=done_on), "offline")
        with read() as db:
            assert db.values("SELECT state FROM upkeep_dues ORDER BY id") == ["missed", "ordered"]
