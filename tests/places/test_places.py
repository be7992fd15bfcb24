"""Public places: entering them, many at once, retiring; what the database itself holds fast."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import audit, read, write
from estate.data.store import System
from estate.places import actions, queries, words
from estate.places.actions import Bulk, PlaceSpec
from estate.refusal import Refused
from estate.repairs.words import CATEGORIES
from tests.places.conftest import Add

SignIn = Callable[[str], TestClient[Any]]


def test_a_place_says_where_it_is(add: Add, building: tuple[int, int]) -> None:
    hall = add("Entrance hall", "lobby", building_id=building[0], entrance_id=building[1], floor=1)
    with read() as db:
        found = queries.place(db, hall)
    assert found and found.title == "Building 3, entrance 2, floor 1 Entrance hall" and found.code == "P-0001"


def test_a_floor_below_ground_is_a_basement() -> None:
    assert words.where("3", None, -2) == "Building 3, B2"


def test_a_number_or_a_name_in_a_spot_is_given_once(add: Add) -> None:
    add("Garage", "garage", code="g-1")
    for name, code, field in (("Garage two", "G-1", "code"), ("Garage", "", "name")):
        with pytest.raises(Refused) as refused:
            add(name, "garage", code=code)
        assert refused.value.field == field


def test_every_entrance_gets_its_hall_lift_and_corridors_once(by: System, building: tuple[int, int]) -> None:
    with write(by) as tx:
        bulk = Bulk((building[0],))
        assert actions.add_many(tx, actions.of_entrances(tx, bulk)) == 5  # hall, lift, corridors 5, 6, 7
        assert actions.add_many(tx, actions.of_entrances(tx, bulk)) == 0
        more = bulk._replace(lowest=-1, highest=5)
        assert actions.add_many(tx, actions.of_entrances(tx, more)) == 5  # -1, 1 to 4: there is no floor 0
    with read() as db:
        assert [one.floor for one in queries.choices(db, kind="corridor")] == [5, 6, 7, -1, 1, 2, 3, 4]


def test_a_retired_place_is_not_offered_and_comes_back(add: Add, by: System) -> None:
    garage = add("Garage", "garage")
    actions.retire(garage, by)
    actions.retire(garage, by)
    with read() as db:
        assert queries.choices(db) == [] and queries.listed(db, retired=True).total == 1
        assert [one.action for one in audit.of_subject(db, "places", garage)] == [
            "place.retired",
            "place.added",
        ]
    again = add("Garage", "garage")
    with pytest.raises(Refused):
        actions.restore(garage, by)
    actions.retire(again, by)
    actions.restore(garage, by)
    with read() as db:
        assert [one.id for one in queries.choices(db)] == [garage]


def test_places_are_not_deleted_and_stay_in_an_entrance_of_their_building(
    add: Add, by: System, building: tuple[int, int]
) -> None:
    garage = add("Garage", "garage")
    with pytest.raises(sqlite3.IntegrityError, match="retired"), write(by) as tx:
        tx.run("DELETE FROM places WHERE id = :id", id=garage)
    with write(by) as tx:
        other = tx.insert("buildings", code="9")
    with pytest.raises(Refused):
        add("Hall", "lobby", building_id=other, entrance_id=building[1])


def test_codes_sort_as_people_count() -> None:
    assert sorted(["P-10", "P-9", "P-0100"], key=actions.sort_key) == ["P-9", "P-10", "P-0100"]


@pytest.mark.parametrize("kind", words.FAULTS)
def test_every_kind_offers_faults_that_repairs_know(kind: str) -> None:
    assert set(words.FAULTS[kind]) <= set(CATEGORIES) and kind in words.KINDS


def test_the_clerk_enters_changes_and_retires_a_place(sign_in: SignIn, building: tuple[int, int]) -> None:
    client = sign_in("clerk")
    data = {"name": "Pump room", "kind": "pump_room", "spot": f"{building[0]}-{building[1]}", "floor": "-1"}
    answer = client.post("/places", data=data)
    assert answer.status_code == 200 and "Pump room" in answer.text and "B1" in answer.text
    assert client.post("/places", data=data).status_code == 422
    with read() as db:
        [place] = queries.choices(db)
    assert client.get(f"/places/{place.id}/edit").text.count("selected") == 2
    answer = client.post(f"/places/{place.id}", data={**data, "name": "Pumps", "code": place.code})
    assert answer.status_code == 200 and "Pumps" in answer.text
    assert "Use it again" in client.post(f"/places/{place.id}/retirement").text
    assert "Pumps" in client.get("/places?state=retired").text
    assert "No place fits" in client.get("/places").text


def test_many_places_are_made_from_the_page(sign_in: SignIn, building: tuple[int, int]) -> None:
    client = sign_in("clerk")
    assert client.post("/places/many", data={"corridors": "y"}).status_code == 422
    answer = client.post("/places/many", data={"buildings": str(building[0]), "lobby": "y", "corridors": "y"})
    assert answer.status_code == 200 and answer.text.count('id="place-') == 4


def test_only_who_may_edit_places_does(sign_in: SignIn, add: Add) -> None:
    garage = add("Garage", "garage")
    client = sign_in("patrol")
    assert client.get(f"/places/{garage}").status_code == 200
    assert client.post("/places", data={}).status_code == 403
    assert client.post(f"/places/{garage}/retirement").status_code == 403
    assert client.get("/places/999").status_code == 404


def test_specs_with_a_code_of_their_own_keep_it(by: System, store: object) -> None:
    with write(by) as tx:
        actions.add_many(tx, [PlaceSpec("Garden", "garden"), PlaceSpec("Gate", "gate", "G-7")])
    with read() as db:
        assert {one.name: one.code for one in queries.choices(db)} == {"Garden": "P-0001", "Gate": "G-7"}
