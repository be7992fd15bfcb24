"""Entering, changing and scrapping equipment, and what the database itself holds fast."""

import sqlite3
from datetime import date, timedelta

import pytest

from estate.data import Store, audit, clock, read, write
from estate.data.store import System
from estate.equipment import actions, actions_batch, queries
from estate.equipment.actions import EquipmentSpec
from estate.labels import actions as labels
from estate.refusal import Refused
from tests.equipment.conftest import Add


def test_a_number_is_given_once_however_it_is_spelled(add: Add) -> None:
    add("DT-01", "Lift")
    with pytest.raises(Refused) as refused:
        add("dt-０1", "Another lift")
    assert refused.value.field == "code" and "Lift" in refused.value.message


def test_a_piece_without_a_number_gets_the_next_free_one(add: Add) -> None:
    add("EQ-0041", "Pump")
    add("", "Pump")
    with read() as db:
        assert db.values("SELECT code FROM equipment ORDER BY id") == ["EQ-0041", "EQ-0042"]


def test_what_is_changed_is_told_before_and_after(add: Add, by: System) -> None:
    lift = add("DT-01", "Lift", model="GPS-III", life_years=15)
    actions.change(lift, EquipmentSpec("DT-01", "Lift", model="NEXIEZ", life_years=15), by)
    with read() as db:
        entry = audit.of_subject(db, "equipment", lift)[0]
    assert (entry.action, entry.before, entry.after) == (
        "equipment.changed",
        '{"model":"GPS-III"}',
        '{"model":"NEXIEZ"}',
    )


@pytest.mark.parametrize("below", [0, 1, 2])
def test_a_piece_is_no_part_of_itself_nor_of_its_parts(add: Add, by: System, below: int) -> None:
    chain = [add("A", "Lift")]
    chain.append(add("B", "Machine", parent_id=chain[0]))
    chain.append(add("C", "Brake", parent_id=chain[1]))
    with pytest.raises(Refused) as refused:
        actions.change(chain[0], EquipmentSpec("A", "Lift", parent_id=chain[below]), by)
    assert refused.value.field == "parent"
    with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
        tx.update("equipment", chain[0], parent_id=chain[below])
    with read() as db:
        assert [(one.code, one.depth) for one in queries.parts_of(db, chain[0])] == [
            ("A", 0),
            ("B", 1),
            ("C", 2),
        ]


def test_a_state_has_a_reason_and_stays_in_the_history(add: Add, by: System) -> None:
    old, new = add("P-1", "Pump"), add("P-2", "Pump")
    with write(by) as tx:
        actions.set_state(tx, old, "scrapped", "worn out", replaced_by=new)
    with read() as db:
        piece = queries.equipment(db, old)
        assert piece and (piece.state, piece.replaced_by_code) == ("scrapped", "P-2")
        assert [(one.state, one.reason) for one in queries.states_of(db, old)] == [
            ("scrapped", "worn out"),
            ("in_use", ""),
        ]
    with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
        tx.run("UPDATE equipment_states SET reason = 'better'")
    with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
        tx.run("DELETE FROM equipment_states")
    with write(by) as tx:
        actions.set_state(tx, old, "in_use", "was a slip")
    with read() as db:
        piece = queries.equipment(db, old)
    assert piece and piece.replaced_by_id is None


@pytest.mark.parametrize(("reason", "days", "field"), [(" ", 0, "reason"), ("worn", 1, "since")])
def test_a_state_is_of_today_or_earlier_and_says_why(
    add: Add, by: System, reason: str, days: int, field: str
) -> None:
    piece = add("P-1", "Pump")
    with pytest.raises(Refused) as refused, write(by) as tx:
        actions.set_state(tx, piece, "stopped", reason, clock.today() + timedelta(days=days))
    assert refused.value.field == field


def test_days_that_contradict_each_other_are_refused(add: Add) -> None:
    for field, days in (
        ("last_inspection_on", {"installed_on": "2020-05-01", "last_inspection_on": "2020-04-30"}),
        ("next_inspection_on", {"last_inspection_on": "2026-05-01", "next_inspection_on": "2026-04-30"}),
    ):
        with pytest.raises(Refused) as refused:
            add("P-1", "Pump", **days)
        assert refused.value.field == field


def test_a_home_finds_its_entrances_equipment_before_its_buildings(
    add: Add, building: tuple[int, int]
) -> None:
    here, entrance = building
    add("B-1", "Roof fan", building_id=here)
    add("L-2", "Lift", building_id=here, entrance_id=entrance)
    add("L-9", "Old lift", "scrapped", building_id=here, entrance_id=entrance)
    add("X-1", "Gate")
    with read() as db:
        home_id = db.value("SELECT id FROM homes")
        assert [one.code for one in queries.of_home(db, home_id)] == ["L-2", "B-1"]


def test_a_typed_number_or_name_means_one_piece(add: Add) -> None:
    lift = add("DT-01", "Passenger lift")
    add("SB-01", "Pump", location="Pump room")
    add("SB-02", "Pump", location="Pump room")
    with read() as db:
        assert queries.meant(db, "dt-01") == queries.meant(db, "passenger") == lift
        assert queries.meant(db, " ") is None
        for text in ("pump", "gate"):
            with pytest.raises(Refused):
                queries.meant(db, text)


def test_the_view_shows_what_the_register_holds(add: Add) -> None:
    add(
        "DT-01",
        "Lift",
        category="Lifts",
        installed_on="2018-06-01",
        life_years=15,
        next_service_on="2026-12-01",
    )
    with read() as db:
        assert db.tuples("SELECT * FROM v_equipment") == [
            ("DT-01", "Lift", "Lifts", "", "", "2018-06-01", 15, None, "2026-12-01", "in_use")
        ]


def test_the_day_of_a_known_state_is_not_undercut(add: Add, by: System) -> None:
    piece = add("P-1", "Pump")
    with write(by) as tx:
        actions.set_state(tx, piece, "stopped", "season over", date(2026, 10, 1))
    with pytest.raises(Refused) as refused, write(by) as tx:
        actions.set_state(tx, piece, "in_use", "season", date(2026, 9, 1))
    assert refused.value.field == "since"


def test_a_very_long_number_of_somebody_elses_does_not_end_the_numbering(add: Add) -> None:
    add("EQ-99999999999999999999999", "Pump")
    add("", "Pump")
    add("", "Pump")
    with read() as db:
        assert db.values("SELECT code FROM equipment ORDER BY id")[1:] == ["EQ-0001", "EQ-0002"]


def test_nothing_is_scrapped_before_it_was_installed(add: Add, by: System) -> None:
    lift = add("DT-01", "Lift", installed_on=clock.today().isoformat())
    with pytest.raises(Refused) as refused, write(by) as tx:
        actions.set_state(tx, lift, "scrapped", "old", clock.today() - timedelta(days=1))
    assert refused.value.field == "since"


def test_what_is_scrapped_gets_no_new_parts_and_a_part_comes_back_only_apart_from_it(
    add: Add, by: System
) -> None:
    lift, motor, spare = add("DT-01", "Lift"), add("DT-01-1", "Motor"), add("DT-02-1", "Motor")
    actions.change(motor, EquipmentSpec("DT-01-1", "Motor", parent_id=lift), by)
    with write(by) as tx:
        actions.set_state(tx, lift, "scrapped", "rusted through")
        actions.scrap_parts(tx, lift, "rusted through")
    with pytest.raises(Refused, match="scrapped") as refused:
        add("DT-01-2", "Door", parent_id=lift)
    assert refused.value.field == "parent"
    with pytest.raises(Refused, match="scrapped"):
        actions.change(spare, EquipmentSpec("DT-02-1", "Motor", parent_id=lift), by)
    with write(by) as tx, pytest.raises(Refused, match="scrapped") as refused:
        actions.set_state(tx, motor, "in_use", "still good")
    assert refused.value.field == "state"
    actions.change(motor, EquipmentSpec("DT-01-1", "Motor", note="in the store", parent_id=lift), by)
    actions.change(motor, EquipmentSpec("DT-01-1", "Motor"), by)
    with write(by) as tx:
        actions.set_state(tx, motor, "in_use", "still good")


def test_a_piece_with_a_printed_label_is_not_taken_back_for_another_would_inherit_it(
    store: Store, by: System
) -> None:
    with write(by) as tx:
        lift = actions.add(tx, EquipmentSpec("DT-01", "Lift"), import_batch_id=1)
        labels.label(tx, "equipment", lift)
        with pytest.raises(Refused, match="DT-01"):
            actions_batch.remove(tx, 1)
        pump = actions.add(tx, EquipmentSpec("SB-01", "Pump"), import_batch_id=2)
        assert actions_batch.remove(tx, 2) == 1
    assert pump


def test_nothing_was_served_before_it_was_installed(add: Add, by: System) -> None:
    with pytest.raises(Refused) as refused:
        add("DT-01", "Lift", installed_on="2020-05-01", last_service_on="2020-04-30")
    assert refused.value.field == "installed_on" and "2020-04-30" in refused.value.message
    lift = add("DT-02", "Lift", installed_on="2020-05-01", last_service_on="2020-05-01")
    later = EquipmentSpec("DT-02", "Lift", installed_on="2020-05-02", last_service_on="2020-05-01")
    with pytest.raises(Refused):
        actions.change(lift, later, by)
