"""From the slip to the own account."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient

from estate.access import accounts, invitations
from estate.data import read, write
from estate.data.store import System
from estate.people import actions, actions_invitations, records
from estate.people.specs import PersonSpec, ResidencySpec
from estate.refusal import Refused
from tests.people.conftest import Estate

Browser = TestClient[Any]
BY = System("test")
GOOD = {"phone": "13812345678", "password": "a good one", "again": "a good one"}


def slip(browser: Browser, person_id: int) -> str:
    answer = browser.post(f"/people/{person_id}/invitation", data={})
    assert answer.status_code == 200, answer.text
    found = re.search(r"slip-code num\">([A-Z2-9]{4}-[A-Z2-9]{4})<", answer.text)
    assert found
    return found[1]


def test_from_slip_to_session(estate: Estate, client: Browser, sign_in: Callable[[str], Browser]) -> None:
    code = slip(sign_in("clerk"), estate.wang)
    client.cookies.clear()
    typed = client.post("/join", data={"code": code.lower()}, follow_redirects=False)
    assert typed.headers["location"] == f"/join/{code.replace('-', '')}"
    page = client.get(typed.headers["location"])
    assert "3-2-5**" in page.text and "3-2-501" not in page.text
    assert "王**" in page.text and "王秀英" not in page.text and "138" not in page.text
    joined = client.post(f"/join/{code}", data=GOOD, follow_redirects=False)
    assert joined.status_code == 303 and joined.headers["location"] == "/my"
    with read() as db:
        account = accounts.of_login(db, "13812345678")
    assert account and account.person_id == estate.wang and account.role_list == ["owner"]
    assert client.get("/account").status_code == 200
    assert client.get("/people").status_code == 403
    client.cookies.clear()
    assert client.post(f"/join/{code}", data=GOOD).status_code == 422  # used up
    sign_in_again = client.post(
        "/sign-in", data={"login": "13812345678", "password": "a good one"}, follow_redirects=False
    )
    assert sign_in_again.status_code == 303


def test_the_second_of_a_household_has_an_own_account(estate: Estate, client: Browser) -> None:
    for person_id, phone in ((estate.wang, "13812345678"), (estate.li, "13912345679")):
        code = actions_invitations.invite(person_id, BY)
        client.cookies.clear()
        client.post(f"/join/{code}", data={**GOOD, "phone": phone})
    with read() as db:
        assert db.value("SELECT count(*) FROM accounts WHERE person_id IS NOT NULL") == 2


def test_a_wrong_phone_is_refused_and_counted(estate: Estate, client: Browser) -> None:
    code = actions_invitations.invite(estate.wang, BY)
    wrong = client.post(f"/join/{code}", data={**GOOD, "phone": "13900000000"})
    assert wrong.status_code == 422 and 'value="13900000000"' in wrong.text
    for _try in range(8):
        client.post(f"/join/{code}", data={**GOOD, "phone": "13900000000"})
    assert client.post(f"/join/{code}", data=GOOD).status_code == 429
    with read() as db:
        assert accounts.of_person(db, estate.wang) is None


def test_an_invitation_rests_after_ten_wrong_numbers_from_anywhere(estate: Estate, client: Browser) -> None:
    code = actions_invitations.invite(estate.wang, BY)
    with read() as db:
        invitation = invitations.find(db, code)
    assert invitation
    for n in range(10):
        actions_invitations.note_wrong(f"10.0.0.{n}", invitation)
    assert client.post(f"/join/{code}", data=GOOD).status_code == 429


def test_a_number_is_bound_where_none_was_known(estate: Estate, client: Browser) -> None:
    code = actions_invitations.invite(estate.sun, BY)
    client.post(f"/join/{code}", data={**GOOD, "phone": "136 0000 0001"})
    with read() as db:
        assert [one.number for one in records.phones(db, estate.sun)] == ["13600000001"]


def test_guessing_codes_is_slowed(estate: Estate, client: Browser) -> None:
    answers = [client.get(f"/join/ABCDEF{n}{n}").status_code for n in range(2, 10)]
    assert answers == [422] * 8
    assert client.get("/join/ABCDEFGH").status_code == 429
    code = actions_invitations.invite(estate.wang, BY)
    assert client.get(f"/join/{code}").status_code == 429
    with time_machine.travel("2040-01-01T00:00:00Z"):
        assert client.get("/join/ABCDEFGH").status_code == 422


def test_a_withdrawn_replaced_or_old_code_is_nothing(
    estate: Estate, client: Browser, sign_in: Callable[[str], Browser]
) -> None:
    first = actions_invitations.invite(estate.wang, BY)
    second = actions_invitations.invite(estate.wang, BY)
    assert client.get(f"/join/{first}").status_code == 422
    assert client.get(f"/join/{second}").status_code == 200
    with time_machine.travel("2040-01-01T00:00:00Z"):
        assert client.get(f"/join/{second}").status_code == 422
    sign_in("clerk").post(f"/people/{estate.wang}/invitation/withdrawal", data={})
    assert client.get(f"/join/{second}").status_code == 422


def test_a_new_slip_resets_a_forgotten_password(estate: Estate, client: Browser) -> None:
    client.post(f"/join/{actions_invitations.invite(estate.wang, BY)}", data=GOOD)
    client.cookies.clear()
    code = actions_invitations.invite(estate.wang, BY)
    assert 'href="/sign-in"' in client.get(f"/join/{code}").text
    client.post(f"/join/{code}", data={**GOOD, "password": "another one", "again": "another one"})
    with read() as db:
        assert accounts.check_password(db, "13812345678", "a good one") is None
        assert accounts.check_password(db, "13812345678", "another one")


def test_with_a_new_number_one_signs_in_by_it(estate: Estate, client: Browser) -> None:
    client.post(f"/join/{actions_invitations.invite(estate.wang, BY)}", data=GOOD)
    client.cookies.clear()
    with write(BY) as tx:
        actions.add_phone(tx, estate.wang, "13600000002")
    code = actions_invitations.invite(estate.wang, BY)
    client.post(f"/join/{code}", data={**GOOD, "phone": "13600000002"})
    with read() as db:
        assert accounts.check_password(db, "13600000002", "a good one")
        assert accounts.of_login(db, "13812345678") is None


def test_family_is_not_invited(estate: Estate) -> None:

    with write(BY) as tx:
        child = actions.add_person(tx, PersonSpec("王小明"))
        actions.add_residency(tx, estate.homes["3-2-501"], child, ResidencySpec("family"))
    with pytest.raises(Refused):
        actions_invitations.invite(child, BY)


def test_a_number_that_signs_in_for_another_is_refused(estate: Estate, client: Browser) -> None:
    client.post(f"/join/{actions_invitations.invite(estate.wang, BY)}", data=GOOD)
    client.cookies.clear()
    answer = client.post(f"/join/{actions_invitations.invite(estate.sun, BY)}", data=GOOD)
    assert answer.status_code == 422
    with read() as db:
        assert accounts.of_person(db, estate.sun) is None
        assert records.phones(db, estate.sun) == []  # nothing half done: the slip still works
        assert invitations.open_of(db, estate.sun)


def test_slips_of_a_building_are_for_those_without_an_account(
    estate: Estate, client: Browser, sign_in: Callable[[str], Browser]
) -> None:
    client.post(f"/join/{actions_invitations.invite(estate.wang, BY)}", data=GOOD)
    browser = sign_in("clerk")
    with read() as db:
        building = db.value("SELECT id FROM buildings")
    slips = browser.post(f"/buildings/{building}/invitations", data={}).text
    assert slips.count("slip-code") == 4  # Li, Zhao, Sun and the developer
    assert "王**" not in slips
    again = browser.post(f"/buildings/{building}/invitations", data={}, follow_redirects=False)
    assert again.status_code == 303
    assert (
        browser.post(f"/buildings/{building}/invitations", data={"again": "1"}).text.count("slip-code") == 4
    )
