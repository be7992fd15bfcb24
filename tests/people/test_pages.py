"""The pages of people, as staff see them."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import audit, read
from tests.people.conftest import Estate

Browser = TestClient[Any]
SignIn = Callable[[str], Browser]
HTMX = {"hx-request": "true"}


def entries(subject: str, subject_id: int) -> list[str]:
    with read() as db:
        return [one.action for one in audit.of_subject(db, subject, subject_id)]


PAGES = [
    "/people",
    "/people?q=wxy",
    "/people?role=owner&page=2",
    "/people?role=former",
    "/people?role=company",
    "/people/new",
    "/people/{wang}",
    "/people/{developer}",
    "/people/{wang}/edit",
    "/people/{wang}/care/new",
    "/homes/{home}/residents",
    "/homes/{home}/residents/new?q=13812345678",
    "/homes/{home}/residents/new?person={sun}",
    "/homes/{home}/handover",
    "/residencies/1",
    "/invitations",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows(path: str, estate: Estate, sign_in: SignIn) -> None:
    ids = {
        "wang": estate.wang,
        "developer": estate.developer,
        "sun": estate.sun,
        "home": estate.homes["3-2-501"],
    }
    answer = sign_in("manager").get(path.format(**ids))
    assert answer.status_code == 200, answer.text
    assert "13812345678" not in answer.text.replace("q=13812345678", "").replace('value="13812345678"', "")


def test_a_phone_is_shown_on_request_in_place_and_the_look_recorded(estate: Estate, sign_in: SignIn) -> None:
    browser, path = sign_in("cashier"), f"/people/{estate.wang}"
    assert "138****5678" in browser.get(path).text
    shown = browser.post(f"{path}/phone-reveal", data={}, headers=HTMX)
    assert shown.status_code == 200
    assert "13812345678" in shown.text and "<html" not in shown.text
    plain = browser.post(f"{path}/phone-reveal", data={})
    assert "13812345678" in plain.text and "<html" in plain.text
    assert entries("people", estate.wang).count("phone.revealed") == 2
    assert browser.post(f"/people/{estate.sun}/phone-reveal", data={}).status_code == 404


def test_an_id_number_needs_a_reason_and_the_permission(estate: Estate, sign_in: SignIn) -> None:
    browser, number = sign_in("manager"), "11010519491231002X"
    made = browser.post(
        "/people", data={"kind": "person", "name": "钱七", "id_number": number}, follow_redirects=False
    )
    path = made.headers["location"]
    assert number not in browser.get(path).text
    assert number not in browser.get(f"{path}/edit").text
    refused = browser.post(f"{path}/id-number-reveal", data={"reason": ""}, headers=HTMX)
    assert refused.status_code == 422 and number not in refused.text
    assert (
        number in browser.post(f"{path}/id-number-reveal", data={"reason": "court case"}, headers=HTMX).text
    )
    assert number in browser.post(f"{path}/id-number-reveal", data={"reason": "court case"}).text
    for role in ("clerk", "cashier"):
        assert sign_in(role).post(f"{path}/id-number-reveal", data={"reason": "curious"}).status_code == 403


@pytest.mark.parametrize("role", ["repairer", "patrol"])
def test_the_yard_sees_no_people(role: str, estate: Estate, sign_in: SignIn) -> None:
    browser = sign_in(role)
    home = estate.homes["3-2-501"]
    for path in ("/people", f"/people/{estate.wang}", f"/homes/{home}/residents", "/invitations"):
        assert browser.get(path).status_code == 403, path
    assert browser.post(f"/people/{estate.wang}/phone-reveal", data={}).status_code == 403


def test_a_cashier_neither_edits_nor_invites_nor_sees_care(estate: Estate, sign_in: SignIn) -> None:
    browser = sign_in("cashier")
    for path in (
        f"/people/{estate.wang}",
        f"/people/{estate.wang}/invitation",
        f"/people/{estate.wang}/care",
    ):
        assert browser.post(path, data={"name": "x"}).status_code == 403, path
    assert "/care/new" not in browser.get(f"/people/{estate.wang}").text


def test_what_was_typed_comes_back_with_the_error_beside_it(estate: Estate, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    wrong = browser.post(
        "/people", data={"kind": "person", "name": "钱七", "phone_1": "138", "id_number": "1234"}
    )
    assert wrong.status_code == 422
    assert 'value="138"' in wrong.text and 'value="1234"' in wrong.text and 'value="钱七"' in wrong.text
    home = estate.homes["3-2-501"]
    wrong = browser.post(
        f"/homes/{home}/residents", data={"name": "钱七", "role": "co_owner", "share": "1/3"}
    )
    assert wrong.status_code == 422
    assert 'id="share-error"' in wrong.text and 'value="1/3"' in wrong.text
    wrong = browser.post(f"/homes/{home}/vehicles", data={"plate": "blue"})
    assert wrong.status_code == 422 and 'id="plate-error"' in wrong.text and 'value="blue"' in wrong.text
    wrong = browser.post(f"/people/{estate.wang}/phones", data={"number": "13812345678"})
    assert wrong.status_code == 422 and 'id="number-error"' in wrong.text


def test_moving_in_and_out(estate: Estate, sign_in: SignIn) -> None:
    browser, home = sign_in("clerk"), estate.homes["3-2-501"]
    path = f"/homes/{home}/residents"
    browser.post(path, data={"name": "王小明", "role": "family", "relation": "son", "birth_year": "2018"})
    found = browser.get(path).text
    assert "王小明" in found and "born 2018" in found
    browser.post(path, data={"person_id": str(estate.sun), "role": "contact"})
    assert "孙燕" in browser.get(path).text
    with read() as db:
        residency = db.value("SELECT id FROM residencies WHERE role = 'family'")
    assert browser.get(f"/residencies/{residency}").status_code == 200
    browser.post(
        f"/residencies/{residency}", data={"role": "family", "relation": "nephew", "from_date": "2026-01-01"}
    )
    wrong = browser.post(f"/residencies/{residency}/ending", data={"to_date": "2025-01-01"})
    assert wrong.status_code == 422
    browser.post(f"/residencies/{residency}/ending", data={"to_date": "2026-06-30"})
    with read() as db:
        assert db.value("SELECT to_date FROM residencies WHERE id = :id", id=residency) == "2026-06-30"
    assert browser.post(f"/residencies/{residency}/removal", data={"reason": ""}).status_code == 422
    browser.post(f"/residencies/{residency}/removal", data={"reason": "wrong home"})
    assert browser.get(f"/residencies/{residency}").status_code == 404


def test_care_is_for_those_who_may_and_each_look_recorded(estate: Estate, sign_in: SignIn) -> None:
    browser, path = sign_in("clerk"), f"/people/{estate.wang}"
    care = {
        "category": "illness",
        "detail": "dialysis on Tuesdays",
        "agreed_help": "call first",
        "consent_on": "2026-01-05",
        "consent_by": "王秀英",
        "consent_as": "self",
    }
    wrong = browser.post(f"{path}/care", data={**care, "consent_on": ""})
    assert wrong.status_code == 422 and "dialysis" in wrong.text
    browser.post(f"{path}/care", data=care)
    with read() as db:
        care_id = db.value("SELECT id FROM care_needs")
    assert "dialysis" not in browser.get(path).text
    assert "dialysis" not in browser.get(f"{path}/care/{care_id}").text
    assert "dialysis" in browser.post(f"{path}/care/{care_id}/detail", data={}, headers=HTMX).text
    assert "dialysis" in browser.post(f"{path}/care/{care_id}/detail", data={}).text
    assert entries("people", estate.wang).count("care.read") == 2
    assert browser.post(f"/people/{estate.li}/care/{care_id}/detail", data={}).status_code == 404
    home = estate.homes["3-2-501"]
    cashier = sign_in("cashier")
    assert "call first" in cashier.get(f"/homes/{home}/residents").text
    assert "Serious illness" not in cashier.get(path).text
    assert cashier.post(f"{path}/care/{care_id}/detail", data={}).status_code == 403
    sign_in("clerk").post(f"{path}/care/{care_id}/ending", data={})
    with read() as db:
        assert db.value("SELECT sealed_detail FROM care_needs") is None


def test_a_name_with_markup_stays_a_name(estate: Estate, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    made = browser.post("/people", data={"kind": "person", "name": "<b>O'Brien</b>"}, follow_redirects=False)
    shown = browser.get(made.headers["location"]).text
    assert "<b>O" not in shown and "&lt;b&gt;O" in shown


def test_strangers_are_not_found(sign_in: SignIn, estate: Estate) -> None:
    browser = sign_in("manager")
    for path in (
        "/people/999",
        "/people/999/edit",
        "/homes/999/residents",
        "/residencies/999",
        "/homes/999/handover",
    ):
        assert browser.get(path).status_code == 404, path
    assert browser.post("/homes/1/residents", data={"person_id": "999", "role": "family"}).status_code == 404
