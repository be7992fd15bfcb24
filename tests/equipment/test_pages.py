"""The register on the screen: entering a piece, finding it again, its parts, its state."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import clock, read, write
from estate.data.store import System
from estate.equipment import queries
from estate.places import actions as places
from estate.places.actions import PlaceSpec
from tests.equipment.conftest import Add

SignIn = Callable[[str], TestClient[Any]]


def test_a_lift_is_entered_and_stands_where_its_place_says(
    sign_in: SignIn, building: tuple[int, int]
) -> None:
    client = sign_in("manager")
    answer = client.post(
        "/equipment",
        data={"name": "Passenger lift", "code": "dt-01", "category": "Lifts", "location": "3栋2单元", "quantity": "1",
              "installed": "2018-06", "life_years": "15", "cost_fen": "230,000", "spot": "", "statutory": "", "service_cycle": ""},
    )  # fmt: skip
    assert answer.status_code == 200 and "DT-01" in answer.text
    with read() as db:
        lift = queries.by_code(db, "DT-01")
    assert lift and (lift.building_id, lift.entrance_id) == building
    assert (lift.statutory, lift.installed_on, lift.installed_precision) == ("lift", "2018-06-01", "month")
    assert (lift.cost_fen, lift.state) == (23_000_000, "in_use")


def test_what_cannot_be_is_said_beside_its_field(sign_in: SignIn, add: Add) -> None:
    add("DT-01", "Lift")
    client = sign_in("manager")
    for field, value in (
        ("code", "DT-01"),
        ("name", ""),
        ("installed", "2999-01"),
        ("parent", "no such"),
        ("life_years", "0"),
    ):
        data = {
            "name": "Pump",
            "quantity": "1",
            "spot": "",
            "statutory": "",
            "service_cycle": "",
            field: value,
        }
        answer = client.post("/equipment", data=data)
        assert answer.status_code == 422 and f'id="{field}-error"' in answer.text, field


def test_a_change_keeps_what_its_form_does_not_ask_for(sign_in: SignIn, add: Add) -> None:
    lift = add("DT-01", "Lift", last_service_on="2026-01-05", service_cycle="P45D", statutory="lift")
    client = sign_in("manager")
    assert "P45D" in client.get(f"/equipment/{lift}/edit").text
    data = {
        "name": "Lift",
        "code": "DT-01",
        "quantity": "1",
        "spot": "",
        "statutory": "lift",
        "service_cycle": "P45D",
        "model": "GPS",
    }
    assert client.post(f"/equipment/{lift}", data=data, follow_redirects=False).status_code == 303
    with read() as db:
        piece = queries.equipment(db, lift)
    assert piece and (piece.model, piece.last_service_on, piece.service_cycle) == (
        "GPS",
        "2026-01-05",
        "P45D",
    )


def test_a_piece_stands_in_a_public_place_and_its_page_has_its_label(
    sign_in: SignIn, add: Add, building: tuple[int, int], by: System
) -> None:
    with write(by) as tx:
        hall = places.add(tx, PlaceSpec("Hall", "lobby", "", *building))
    lift, client = add("DT-01", "Lift"), sign_in("manager")
    data = {
        "name": "Lift",
        "code": "DT-01",
        "quantity": "1",
        "spot": "",
        "statutory": "none",
        "service_cycle": "",
    }
    assert f'<option value="{hall}">' in client.get(f"/equipment/{lift}/edit").text
    shown = client.post(f"/equipment/{lift}", data={**data, "public_place": str(hall)}).text
    assert "Hall" in shown
    with read() as db:
        piece = queries.equipment(db, lift)
        assert [one.id for one in queries.of_place(db, hall)] == [lift]
    assert piece and (piece.place_id, piece.building_id, piece.entrance_id) == (hall, *building)
    for path in (f"/labels/equipment/{lift}/sheet", f"/labels/equipment/{lift}/renewal"):
        assert f'action="{path}"' in shown
    assert f'<option selected value="{hall}">' in client.get(f"/equipment/{lift}/edit").text
    wrong = client.post(f"/equipment/{lift}", data={**data, "public_place": "999"})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"DT-01", "P-1"}),
        ("?text=dt", {"DT-01"}),
        ("?text=gps", {"DT-01"}),
        ("?text=Pump room", {"P-1"}),
        ("?category=Lifts", {"DT-01"}),
        ("?statutory=lift", {"DT-01"}),
        ("?state=scrapped", {"OLD"}),
        ("?due=inspection", {"DT-01"}),
        ("?due=life", {"P-1"}),
        ("?due=nonsense&sort=nonsense", {"DT-01", "P-1"}),
    ],
)
def test_the_register_is_filtered(sign_in: SignIn, add: Add, asked: str, shown: set[str]) -> None:
    soon = (clock.today() + timedelta(days=20)).isoformat()
    add("DT-01", "Lift", category="Lifts", model="GPS-III", statutory="lift", next_inspection_on=soon)
    add("P-1", "Pump", location="Pump room", installed_on="2000-01-01", life_years=10)
    add("OLD", "Pump", "scrapped", next_inspection_on="2020-01-01", life_years=1, installed_on="2000-01-01")
    text = sign_in("repairer").get(f"/equipment{asked}").text
    assert {code for code in ("DT-01", "P-1", "OLD") if f">{code}</a>" in text} == shown


def test_a_scrapped_piece_takes_its_parts_along_and_names_what_replaced_it(sign_in: SignIn, add: Add) -> None:
    old, new = add("P-1", "Pump"), add("P-2", "Pump")
    part = add("P-1-M", "Motor", parent_id=old)
    client = sign_in("manager")
    assert "P-1-M" in client.get(f"/equipment/{old}/state?state=scrapped").text
    answer = client.post(
        f"/equipment/{old}/state",
        data={"state": "scrapped", "since": clock.today().isoformat(), "reason": "worn", "replaced_by": "P-2", "parts_too": "y"},
    )  # fmt: skip
    assert answer.status_code == 200 and f"/equipment/{new}" in answer.text
    with read() as db:
        motor = queries.equipment(db, part)
    assert motor and motor.state == "scrapped"
    wrong = {"state": "stopped", "since": clock.today().isoformat(), "reason": "x", "replaced_by": "P-2"}
    assert client.post(f"/equipment/{new}/state", data=wrong).status_code == 422


def test_spare_parts_and_meters_hang_on_a_piece(sign_in: SignIn, add: Add) -> None:
    pump = add("P-1", "Pump")
    client = sign_in("manager")
    for kept in ("1", "2"):
        client.post(
            f"/equipment/{pump}/spares", data={"spare-name": "Seal", "spare-model": "M7N", "spare-kept": kept}
        )
    with read() as db:
        spares = queries.spares_of(db, pump)
    assert [(one.name, one.kept) for one in spares] == [("Seal", 2)]
    assert client.post(f"/equipment/{pump}/meters", data={"meter-number": "none"}).status_code == 422
    assert (
        "Seal"
        not in client.post(f"/equipment/{pump}/spares/{spares[0].id}/removal").text.split('id="changes"')[0]
    )


def test_who_only_reads_sees_no_button_that_changes(sign_in: SignIn, add: Add) -> None:
    pump = add("P-1", "Pump")
    client = sign_in("patrol")
    assert client.get(f"/equipment/{pump}").status_code == 200
    assert f"/equipment/{pump}/edit" not in client.get(f"/equipment/{pump}").text
    assert client.get(f"/equipment/{pump}/edit").status_code == 403
    assert client.get("/equipment/999").status_code == 404
