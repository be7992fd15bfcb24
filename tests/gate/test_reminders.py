"""Parcels that wait too long and renovations that end are told of once, whatever day the work runs; the office decides when."""

import sqlite3
from datetime import timedelta

import pytest
import time_machine

from estate.data import clock, read, write
from estate.gate import actions_parcels, actions_permits, actions_settings, queries_parcels, tasks
from estate.gate.actions_parcels import Delivered
from estate.gate.actions_permits import Application, Said
from estate.gate.queries_settings import Days
from estate.gate.rules_permits import OFFICE
from estate.jobs import daily
from tests.gate.conftest import BY, Neighbours, SignIn


def told(event: str) -> list[tuple[int | None, str]]:
    with read() as db:
        return db.tuples(
            "SELECT person_id, subject || ' ' || text FROM messages WHERE event = :event ORDER BY rowid",
            event=event,
        )


def run_on(days: int) -> None:
    """The daily work of a later day, called twice as after a crash."""
    with time_machine.travel(clock.now() + timedelta(days=days)):
        tasks.remind(clock.today())
        tasks.remind(clock.today())


def test_a_household_hears_of_its_parcel_when_it_comes_and_once_when_it_waits_too_long(
    neighbours: Neighbours,
) -> None:
    waiting = actions_parcels.take_in(Delivered(neighbours.homes["1-1-201"], "ZTO"), "w", BY)
    fetched = actions_parcels.take_in(Delivered(neighbours.homes["1-1-201"], "SF"), "f", BY)
    actions_parcels.send_back(fetched, "Refused", BY)
    assert len(told("parcel.arrived")) == 2
    for days in (0, 3):
        run_on(days)
        assert told("parcel.reminder") == []
    run_on(9)  # the computer was off on the day itself
    run_on(10)
    reminders = told("parcel.reminder")
    assert [person for person, _text in reminders] == [
        neighbours.people["Qian"]
    ]  # who lives there, not the landlord
    with read() as db:
        found = queries_parcels.parcel(db, waiting)
    assert found and found.spoken_code in reminders[0][1]
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        tx.run("UPDATE parcels SET reminded_on = NULL WHERE id = :id", id=waiting)


def permitted(neighbours: Neighbours, days: int, key: str = "k") -> int:
    today = clock.today()
    given = Application(
        neighbours.homes["1-1-101"],
        neighbours.people["Wang"],
        "Wang",
        "Good Walls",
        "13812345678",
        ["floor"],
        "",
        today,
        today + timedelta(days=days),
        "owner",
    )
    permit_id = actions_permits.apply(given, [], key, BY)
    actions_permits.step(permit_id, "approve", Said(), f"{key}:a", OFFICE, BY)
    return permit_id


def test_household_and_office_hear_once_of_a_last_day_that_is_near_and_once_when_it_is_past(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    sign_in("clerk")  # somebody of the office
    permit_id, done = permitted(neighbours, 20), permitted(neighbours, 20, "done")
    actions_permits.step(done, "complete", Said(), "c", OFFICE, BY)
    run_on(16)
    assert told("permit.ending") == []
    run_on(17)
    run_on(18)
    assert [person for person, _text in told("permit.ending")] == [neighbours.people["Wang"]]
    assert "is near" in told("permit.ending")[0][1]
    office = told("permit.ending.office")
    assert office and all("ZX" in text and "1-1-101" in text for _person, text in office)
    run_on(21)
    run_on(25)
    assert ["is past" in text for _person, text in told("permit.ending")] == [False, True]
    assert len(told("permit.ending.office")) == 2 * len(office)
    longer = Said(until_on=clock.today() + timedelta(days=40))
    actions_permits.step(permit_id, "extend", longer, "e", OFFICE, BY)
    run_on(26)
    assert len(told("permit.ending")) == 2
    run_on(45)  # off for a week: what is past is told, that it was near no more
    assert ["is past" in text for _person, text in told("permit.ending")] == [False, True, True]


def test_the_work_of_the_day_reminds(neighbours: Neighbours) -> None:
    actions_parcels.take_in(Delivered(neighbours.homes["1-1-101"]), "k", BY)
    with time_machine.travel(clock.now() + timedelta(days=5)):
        daily.run_due()
        daily.run_due()
    assert len(told("parcel.reminder")) == 1


def test_many_parcels_are_reminded_in_parts(neighbours: Neighbours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("estate.gate.actions_reminders.AT_ONCE", 2)
    for number in range(5):
        actions_parcels.take_in(Delivered(neighbours.homes["1-1-101"]), f"k{number}", BY)
    run_on(4)
    assert len(told("parcel.reminder")) == 5


def test_the_manager_decides_the_days_and_what_waits_follows(neighbours: Neighbours, sign_in: SignIn) -> None:
    actions_parcels.take_in(Delivered(neighbours.homes["1-1-101"]), "k", BY)
    assert sign_in("clerk").get("/visitors/settings").status_code == 403
    manager = sign_in("manager")
    assert "PIPL" in manager.get("/visitors/settings").text
    given = {"parcel_days": "10", "permit_days": "5", "name_days": "30"}
    for wrong in ({"name_days": "184"}, {"name_days": "0"}, {"parcel_days": "31"}, {"permit_days": ""}):
        assert manager.post("/visitors/settings", data=given | wrong).status_code == 422
    for _twice in range(2):
        assert manager.post("/visitors/settings", data=given, follow_redirects=False).status_code == 303
    with read() as db:
        changes = db.values("SELECT after FROM audit WHERE action = 'gate_settings.changed'")
    assert len(changes) == 1 and '"name_days":30' in changes[0].replace(" ", "")
    run_on(9)
    assert told("parcel.reminder") == []
    with time_machine.travel(clock.now() + timedelta(days=11)), read() as db:
        assert queries_parcels.counts(db) == (1, 1)
    assert "30 days" in sign_in("wang").get("/my/visitors/new").text


def test_names_go_by_the_days_of_the_office(neighbours: Neighbours) -> None:
    actions_settings.change(Days(3, 7, 3), BY)
    parcel_id = actions_parcels.take_in(Delivered(neighbours.homes["1-1-101"], name="Ms Wang"), "k", BY)
    actions_parcels.send_back(parcel_id, "Refused", BY)
    for days, name in ((6, "Ms Wang"), (9, "")):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            tasks.forget(clock.today())
        with read() as db:
            found = queries_parcels.parcel(db, parcel_id)
        assert found and found.name == name
