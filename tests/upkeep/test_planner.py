"""Plans make their work orders by themselves: each due once, after days off in one, deeper services before shallower."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.equipment.actions_links import link_meter
from estate.meters.actions import MeterSpec, add_meter
from estate.meters.actions_readings import Taken, take
from estate.repairs import actions as repairs
from estate.repairs import links
from estate.repairs.details import Details
from estate.repairs.finished import Finished
from estate.repairs.rules_steps import ASSIGNEE, OFFICE
from estate.upkeep import actions_counters, actions_plans, actions_records, orders, planner, queries, usual
from estate.upkeep.actions_records import Entry
from tests.upkeep.conftest import Pieces

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
FAR = date(2040, 1, 1)
Plans = Callable[..., int]


@pytest.fixture(autouse=True)
def _march() -> object:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def at(days: int) -> time_machine.travel:
    """So many days after the start."""
    return time_machine.travel(START + timedelta(days=days), tick=False)


def states(plan_id: int) -> list[tuple[str, str, int]]:
    """The dues of a plan: day, state, how many days passed before."""
    sql = "SELECT due_on, state, skipped FROM upkeep_dues WHERE plan_id = :id ORDER BY equipment_id, due_on"
    with read() as db:
        return db.tuples(sql, id=plan_id)


def count_orders() -> int:
    with read() as db:
        return db.value("SELECT count(*) FROM work_orders")


def record(due_id: int, by: System, key: str = "k", **more: object) -> int:
    with write(by) as tx:
        entry = Entry(clock.today(), "Zhou Qiang", "in_order")._replace(**more)  # type: ignore[arg-type]
        return actions_records.of_due(tx, due_id, entry, key)


def open_of(equipment_id: int) -> list[queries.Due]:
    with read() as db:
        return queries.open_dues(db, FAR, equipment_id=equipment_id)


def test_an_order_is_made_ahead_of_the_due_once_and_names_the_service(plan: Plans, pieces: Pieces) -> None:
    plan_id = plan("Half-month", 15, "day", statutory="lift", first_due="2026-03-10", lead_days=3)
    assert planner.plan_day() == 0
    with at(5):
        assert planner.plan_day() == 2
        assert planner.plan_day() == 0
    assert states(plan_id) == [("2026-03-10", "ordered", 0)] * 2
    due = open_of(pieces.lift)[0]
    with read() as db:
        order = db.tuples(
            "SELECT source, category, location, title, equipment_id FROM work_orders ORDER BY id"
        )[0]
        assert links.orders_of(db, orders.SUBJECT, due.id) == [due.order_id]
    assert order == ("plan", "elevator", "Entrance 1", "Half-month · DT-01 Lift", pieces.lift)


def test_after_months_off_there_is_one_order_for_what_is_due_now(plan: Plans, pieces: Pieces) -> None:
    plan_id = plan("Month check", 1, "month", statutory="fire", first_due="2026-03-05")
    planner.plan_day()
    assert states(plan_id) == [("2026-03-05", "ordered", 0)]
    with at(130):  # 10 July
        assert planner.plan_day() == 0
        assert states(plan_id) == [("2026-03-05", "missed", 0), ("2026-07-05", "ordered", 3)]
    assert count_orders() == 1
    due = open_of(pieces.fire)[0]
    with read() as db:
        assert due.id in [one for (one,) in db.tuples("SELECT subject_id FROM work_order_links")]


def test_a_clock_that_went_back_makes_nothing_twice(plan: Plans, pieces: Pieces, by: System) -> None:
    plan_id = plan("Week", 1, "week", equipment_id=pieces.pump)
    with at(40):
        planner.plan_day()
        record(open_of(pieces.pump)[0].id, by)
        planner.plan_day()
    before = states(plan_id)
    planner.plan_day()
    with at(40):
        planner.plan_day()
    assert states(plan_id) == before


def test_the_quarter_service_takes_the_half_month_one_along(plan: Plans, pieces: Pieces, by: System) -> None:
    ladder = {"statutory": "lift", "counts_from": "done", "ladder": "lift"}
    shallow = plan("Half-month", 15, "day", level=1, **ladder)
    deep = plan("Quarter", 3, "month", level=2, **{**ladder, "first_due": "2026-03-06"})
    assert planner.plan_day() == 2  # one of each lift
    dues = {one.plan_id: one for one in open_of(pieces.lift)}
    assert (dues[shallow].state, dues[deep].state) == ("planned", "ordered")
    record_id = record(dues[deep].id, by)
    assert states(shallow)[:2] == [("2026-03-02", "closed_by_deeper", 0), ("2026-03-17", "planned", 0)]
    assert states(deep)[:2] == [("2026-03-06", "done", 0), ("2026-06-02", "planned", 0)]
    with read() as db:
        assert db.values(
            "SELECT plan_id FROM upkeep_dues WHERE record_id = :id ORDER BY 1", id=record_id
        ) == [
            shallow,
            deep,
        ]
        assert db.tuples("SELECT last_service_on, next_service_on FROM v_equipment WHERE code = 'DT-01'") == [
            ("2026-03-02", "2026-03-17")
        ]


def test_an_order_of_the_shallower_service_is_cancelled_when_the_deeper_one_is_recorded(
    plan: Plans, pieces: Pieces, by: System
) -> None:
    ladder = {"equipment_id": pieces.lift, "counts_from": "done", "ladder": "lift"}
    plan("Half-month", 15, "day", level=1, **ladder)
    planner.plan_day()
    order_id = open_of(pieces.lift)[0].order_id
    deep = plan("Quarter", 3, "month", level=2, **{**ladder, "first_due": "2026-03-06"})
    record(next(one.id for one in open_of(pieces.lift) if one.plan_id == deep), by)
    with read() as db:
        assert db.value("SELECT state FROM work_orders WHERE id = :id", id=order_id) == "cancelled"


def test_a_cancelled_order_counts_as_missed_and_the_plan_goes_on(
    plan: Plans, pieces: Pieces, by: System
) -> None:
    plan_id = plan("Check", 15, "day", equipment_id=pieces.lift, counts_from="done")
    planner.plan_day()
    order_id = open_of(pieces.lift)[0].order_id
    assert order_id
    with write(by) as tx:
        step_id = repairs.step(tx, order_id, "cancel", "c", {OFFICE}, Details(reason="Shut down"))
    orders.after_order(Finished(order_id, step_id, "cancelled"))
    planner.plan_day()
    assert states(plan_id) == [("2026-03-02", "missed", 0), ("2026-03-17", "planned", 0)]


def test_a_counter_is_due_on_the_day_that_its_readings_foretell(
    plan: Plans, pieces: Pieces, by: System
) -> None:
    plan_id = plan(
        "Oil",
        equipment_id=pieces.pump,
        rhythm="counter",
        counter="hours",
        first_value=200_000,
        step_value=100_000,
    )
    assert states(plan_id) == []
    for days, value in ((0, 100_000), (10, 150_000)):
        with at(days), write(by) as tx:
            actions_counters.read_counter(tx, pieces.pump, "hours", value, clock.today())
    assert states(plan_id) == [("2026-03-22", "planned", 0)]
    with at(12), write(by) as tx:
        actions_counters.read_counter(tx, pieces.pump, "hours", 200_000, clock.today())
    assert states(plan_id) == [("2026-03-14", "planned", 0)]
    with at(12):
        assert planner.plan_day() == 1
        record(open_of(pieces.pump)[0].id, by, readings={"hours": 205_000})
        assert [one[1] for one in states(plan_id)] == ["done", "planned"]
        assert open_of(pieces.pump)[0].value == 300_000


def oil(plan: Plans, equipment_id: int, counter: str = "hours") -> int:
    """A change of oil at 200 and then after every 100."""
    return plan(
        "Oil",
        equipment_id=equipment_id,
        rhythm="counter",
        counter=counter,
        first_value=200_000,
        step_value=100_000,
    )


def ran(by: System, equipment_id: int, *values: tuple[int, int], restarts: bool = False) -> None:
    """What the hours of a piece were after so many days."""
    for days, value in values:
        with at(days), write(by) as tx:
            actions_counters.read_counter(
                tx, equipment_id, "hours", value * 1000, clock.today(), restarts=restarts
            )


def test_a_service_by_a_counter_is_not_due_again_at_its_mark_when_it_came_early_or_without_a_reading(
    plan: Plans, pieces: Pieces, by: System
) -> None:
    oil(plan, pieces.pump)
    ran(by, pieces.pump, (0, 100), (10, 190))
    with at(10):
        record(open_of(pieces.pump)[0].id, by)
        due = open_of(pieces.pump)[0]
        assert (due.due_on, due.value) == ("2026-03-25", 300_000)
        record(due.id, by, "k2", readings={"hours": 195_000, "starts": 70_000_000})
        assert open_of(pieces.pump)[0].value == 400_000


def test_a_counter_that_was_changed_keeps_its_plan(plan: Plans, pieces: Pieces, by: System) -> None:
    oil(plan, pieces.pump)
    ran(by, pieces.pump, (0, 100), (10, 190))
    ran(by, pieces.pump, (10, 0), restarts=True)
    assert open_of(pieces.pump)[0].due_on == "2026-03-14"
    ran(by, pieces.pump, (12, 12))
    with at(12):
        due = open_of(pieces.pump)[0]
        assert (due.due_on, due.value) == ("2026-03-14", 200_000)
        record(due.id, by, readings={"hours": 13_000})
        assert open_of(pieces.pump)[0].value == 300_000


def test_a_plan_for_a_piece_that_runs_already_begins_one_interval_from_now(
    plan: Plans, pieces: Pieces, by: System
) -> None:
    ran(by, pieces.pump, (0, 1500), (10, 1560))
    with at(10):
        more = {"rhythm": "counter", "counter": "hours", "step_value": 200_000}
        plan("Oil", equipment_id=pieces.pump, **more)
        due = open_of(pieces.pump)[0]
    assert due.value == 1_760_000 and due.due_on > "2026-03-12"


def test_a_cancelled_order_of_a_counter_does_not_come_back_the_next_day(
    plan: Plans, pieces: Pieces, by: System
) -> None:
    plan_id = oil(plan, pieces.pump)
    ran(by, pieces.pump, (0, 100), (10, 200))
    with at(10):
        planner.plan_day()
        order_id = open_of(pieces.pump)[0].order_id
        assert order_id
        with write(by) as tx:
            step_id = repairs.step(tx, order_id, "cancel", "c", {OFFICE}, Details(reason="Shut down"))
        orders.after_order(Finished(order_id, step_id, "cancelled"))
        planner.plan_day()
        assert states(plan_id) == [("2026-03-12", "missed", 0), ("2026-03-22", "planned", 0)]


def test_a_plan_counts_by_a_meter_of_the_piece_without_readings_of_its_own(
    plan: Plans, pieces: Pieces, by: System
) -> None:
    spec = MeterSpec(None, "electricity", "E-9", date(2026, 2, 1), 50_000, "Pump room")
    meter = add_meter(spec, by)
    link_meter(pieces.pump, "E-9", by)
    plan_id = oil(plan, pieces.pump, "meter_electricity")
    for days, value in ((0, 100), (10, 150)):
        with at(days):
            take(Taken(meter, clock.today(), value * 1000, confirmed=True), by)
    with at(10):
        planner.plan_day()
        assert open_of(pieces.pump)[0].value == 200_000
    assert states(plan_id) == [("2026-04-01", "planned", 0)]


def test_what_is_done_or_gone_between_the_look_and_the_order_gets_none(
    plan: Plans, pieces: Pieces, by: System
) -> None:
    plan("Grease", 1, "month", equipment_id=pieces.pump)
    stopped = plan("Oil", 1, "month", equipment_id=pieces.lift)
    with write(by) as tx:
        ready = planner.to_order(tx, clock.today())
    assert len(ready) == 2
    record(open_of(pieces.pump)[0].id, by)
    with write(by) as tx:
        actions_plans.stop(tx, stopped, "Sold")
        assert [orders.make_order(tx, due_id) for due_id in ready] == [None, None]
    assert count_orders() == 0


def test_what_nobody_began_before_its_season_ended_is_no_order_any_more(
    plan: Plans, pieces: Pieces, by: System
) -> None:
    more = {"rhythm": "seasonal", "season_from": "03-02", "season_to": "03-20"}
    plan("Flood", 30, "day", equipment_id=pieces.pump, **more)
    plan("Flood", 30, "day", equipment_id=pieces.lift, **more)
    planner.plan_day()
    idle, begun = (open_of(one)[0].order_id or 0 for one in (pieces.pump, pieces.lift))
    with write(by) as tx:
        zhou = int(tx.value("SELECT id FROM accounts WHERE login = 'repairer'"))
        repairs.step(tx, begun, "assign", "a", {OFFICE}, Details(assignee_id=zhou))
        for name in ("accept", "arrive"):
            repairs.step(tx, begun, name, name, {ASSIGNEE})
    with at(30):
        planner.plan_day()
        planner.plan_day()
    with read() as db:
        states = dict(db.tuples("SELECT id, state FROM work_orders"))
        reason = db.value(
            "SELECT reason FROM work_order_steps WHERE order_id = :id AND step = 'cancel'", id=idle
        )
    assert states == {idle: "cancelled", begun: "arrived"} and reason


def test_equipment_that_is_shut_down_and_a_stopped_plan_foresee_nothing(
    plan: Plans, pieces: Pieces, by: System
) -> None:
    plan_id = plan("Later", 1, "year", statutory="lift", first_due="2026-12-01")
    assert len(states(plan_id)) == 2
    with write(by) as tx:
        tx.update("equipment", pieces.second, state="stopped")
    planner.plan_day()
    assert len(states(plan_id)) == 1
    with write(by) as tx:
        actions_plans.stop(tx, plan_id, "Company changed")
    assert states(plan_id) == []


def test_an_inspection_falls_due_when_the_register_says_and_is_ordered_a_month_ahead(
    plan: Plans, pieces: Pieces, by: System
) -> None:
    with write(by) as tx:
        tx.update("equipment", pieces.lift, next_inspection_on="2026-04-01")
    plan_id = plan("Inspection", 1, "year", equipment_id=pieces.lift, work="inspection", lead_days=30)
    assert states(plan_id) == [("2026-04-01", "planned", 0)]
    assert planner.plan_day() == 1
    record(open_of(pieces.lift)[0].id, by, valid_until=date(2027, 3, 20))
    assert states(plan_id)[1] == ("2027-03-20", "planned", 0)
    with read() as db:
        assert (
            db.value("SELECT next_inspection_on FROM equipment WHERE id = :id", id=pieces.lift)
            == "2027-03-20"
        )


def test_the_usual_plans_are_made_with_their_lists_for_all_that_they_fit_and_only_once(
    pieces: Pieces, by: System
) -> None:
    with write(by) as tx:
        assert usual.apply(tx, [one.code for one in usual.USUAL]) == 8
        assert usual.apply(tx, [one.code for one in usual.USUAL]) == 0
    with read() as db:
        offers = {one.usual.code: one for one in usual.offers(db)}
        assert offers["lift-15"].applied and offers["lift-15"].pieces == 2
        assert not offers["lightning-year"].applied
        assert {one.name for one in queries.lists(db)} >= {"Lift, half-month", "Fire protection, month"}


def test_a_closed_due_stays_and_there_is_one_open_of_a_plan_and_a_piece(
    plan: Plans, pieces: Pieces, by: System, store: Store
) -> None:
    plan("Check", 15, "day", equipment_id=pieces.lift)
    planner.plan_day()
    due = open_of(pieces.lift)[0]
    record(due.id, by)
    for sql in (
        f"UPDATE upkeep_dues SET state = 'missed' WHERE id = {due.id}",
        f"DELETE FROM upkeep_dues WHERE id = {due.id}",
        "INSERT INTO upkeep_dues (plan_id, equipment_id, due_on, order_on, title, work, legal, done_by, plan_version)"
        " SELECT plan_id, equipment_id, '2030-01-01', '2030-01-01', 'x', 'service', 0, 'crew', 1 FROM upkeep_dues",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
            tx.run(sql)
