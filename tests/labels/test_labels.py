"""Labels: one for each thing, renewed, printed; where they lead."""

import re
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import read, write
from estate.data.store import System
from estate.labels import actions, queries
from estate.labels.house import house
from estate.labels.subjects import declare, subject_of
from estate.places import actions as places
from estate.places.actions import PlaceSpec
from estate.refusal import Refused
from tests.labels.conftest import Hung

SignIn = Callable[[str], TestClient[Any]]


def test_a_thing_keeps_its_label_and_no_two_share_one(hung: Hung, by: System) -> None:
    with write(by) as tx:
        assert actions.label(tx, "place", hung.lift) == hung.lift_token
    assert hung.lift_token != hung.garage_token and len(hung.lift_token) == 12


def test_the_database_holds_one_living_label_for_each_thing(hung: Hung, by: System) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"), write(by) as tx:
        tx.run(
            "INSERT INTO labels (token, subject, subject_id, made_at, who) VALUES ('abcdefghijkl', 'place', :id, '', '')",
            id=hung.lift,
        )
    with pytest.raises(sqlite3.IntegrityError, match="renew"), write(by) as tx:
        tx.run("UPDATE labels SET subject_id = 99 WHERE token = :token", token=hung.lift_token)
    with pytest.raises(sqlite3.IntegrityError, match="renewed"), write(by) as tx:
        tx.run("DELETE FROM labels")


def test_a_renewed_label_says_that_a_newer_one_hangs(hung: Hung, by: System, passer: TestClient[Any]) -> None:
    token = actions.renew("place", hung.lift, by)
    assert token != hung.lift_token
    old = passer.get(f"/scan/{hung.lift_token}")
    assert old.status_code == 410 and "newer label" in old.text
    assert passer.post(f"/scan/{hung.lift_token}", data={}).status_code == 410
    assert passer.get(f"/scan/{token}").status_code == 200


def test_a_code_that_nobody_made_leads_nowhere(passer: TestClient[Any], store: object) -> None:
    assert passer.get("/scan/abcdefghijkl").status_code == 404
    assert passer.post("/scan/abcdefghijkl", data={}).status_code == 404


def test_the_label_of_a_retired_place_takes_no_report(
    hung: Hung, by: System, passer: TestClient[Any]
) -> None:
    places.retire(hung.garage, by)
    answer = passer.get(f"/scan/{hung.garage_token}")
    assert answer.status_code == 410 and "no longer there" in answer.text


@pytest.mark.parametrize("role", ["clerk", "repairer", "patrol", "manager"])
def test_staff_who_scan_open_the_thing(sign_in: SignIn, hung: Hung, role: str) -> None:
    answer = sign_in(role).get(f"/scan/{hung.lift_token}", follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == f"/places/{hung.lift}"


def test_a_kind_of_things_is_declared_once(store: object) -> None:
    place = subject_of("place")
    assert place
    with pytest.raises(ValueError, match="place"):
        declare(place)


def test_the_office_sets_where_labels_lead(by: System, store: object) -> None:
    with read() as db:
        assert not house(db, 8080).known and house(db, 8080).url.endswith(":8080")
    for typed, kept in {
        "192.168.1.20:8080/": "http://192.168.1.20:8080",
        "https://home.example.com": "https://home.example.com",
        "": "",
    }.items():
        assert actions.set_address(typed, by) == kept
    actions.set_address("https://home.example.com", by)
    with read() as db:
        assert house(db, 8080).scan("abc") == "https://home.example.com/scan/abc"
    for wrong in ("ftp://x", "javascript:alert(1)", "http://a b", "http://" + "a" * 120):
        with pytest.raises(Refused):
            actions.set_address(wrong, by)


def test_labels_are_chosen_and_printed_24_to_a_sheet(sign_in: SignIn, hung: Hung, by: System) -> None:
    client = sign_in("clerk")
    shown = client.get("/labels")
    assert shown.status_code == 200 and "No address is set" in shown.text and "Garage" in shown.text
    assert client.post("/labels/address", data={"address": "a b"}).status_code == 422
    assert (
        "No address is set" not in client.post("/labels/address", data={"address": "http://h.example"}).text
    )
    with write(by) as tx:
        places.add_many(tx, [PlaceSpec(f"Corridor {n}", "corridor") for n in range(24)])
    made = client.post(
        "/labels/sheet", data={"of": "place", "building": "", "kind": "corridor", "first": "1"}
    )
    assert made.headers["content-type"] == "application/pdf" and _sheets(made.content) == 1
    made = client.post(
        "/labels/sheet", data={"of": "place", "building": "", "kind": "corridor", "first": "2"}
    )
    assert _sheets(made.content) == 2
    with read() as db:
        assert len(queries.tokens(db, "place", range(1, 30))) == 26
    one = client.post(f"/labels/place/{hung.lift}/sheet")
    assert one.content.startswith(b"%PDF-") and _sheets(one.content) == 1
    assert (
        client.post("/labels/sheet", data={"of": "place", "kind": "roof", "building": "77"}).status_code
        == 422
    )
    assert client.post("/labels/sheet", data={"of": "nothing"}).status_code == 404
    assert client.post("/labels/place/999/sheet").status_code == 404


def test_a_label_is_renewed_from_the_page_of_its_thing(sign_in: SignIn, hung: Hung) -> None:
    client = sign_in("manager")
    assert "Renew the label" in client.get(f"/places/{hung.lift}").text
    client.post(f"/labels/place/{hung.lift}/renewal")
    with read() as db:
        found = queries.living(db, "place", hung.lift)
    assert found and found.token != hung.lift_token


@pytest.mark.parametrize("role", ["repairer", "patrol", "cashier"])
def test_who_may_not_edit_places_makes_no_labels(sign_in: SignIn, hung: Hung, role: str) -> None:
    client = sign_in(role)
    assert client.get("/labels").status_code == 403
    for path in ("sheet", f"place/{hung.lift}/sheet", f"place/{hung.lift}/renewal", "address"):
        assert client.post(f"/labels/{path}", data={}).status_code == 403


def _sheets(pdf: bytes) -> int:
    found = re.search(rb"/Type ?/Pages.*?/Count (\d+)", pdf)
    assert found
    return int(found[1])
