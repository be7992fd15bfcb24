"""First run: for who has the key, once, even when two race."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.access import accounts
from estate.app import create_app, open_store
from estate.data import read, use
from estate.office import actions
from estate.office.identity import Identity, identity
from estate.refusal import Refused
from estate.settings import Settings
from tests.together import at_once

FILLED = {
    "token": "the-key",
    "locale": "en",
    "community_name": "Guihua Garden",
    "company": "Nice Homes Ltd",
    "name": "Chen Jie",
    "login": "chen",
    "password": "correct horse",
    "again": "correct horse",
    "time_zone": "Asia/Shanghai",
    "receipt_prefix": "SJ",
    "due_day": "25",
    "max_prepay_months": "12",
    "refund_limit_fen": "200",
    "plan_limit_fen": "5000",
    "waiver_limit_fen": "50.00",
}


def browser_on(folder: Path) -> TestClient[Any]:
    open_store(folder)
    browser = TestClient(create_app(Settings(data=str(folder)), set_up_token="the-key"))
    browser.headers["sec-fetch-site"] = "same-origin"
    return browser


def test_without_the_key_nobody_sets_the_office_up(tmp_path: Path) -> None:
    browser = browser_on(tmp_path)
    assert browser.get("/", follow_redirects=False).headers["location"] == "/set-up"
    assert browser.get("/set-up").status_code == 403
    assert browser.post("/set-up", data={**FILLED, "token": "guessed"}).status_code == 403
    assert browser.get("/set-up?token=the-key").status_code == 200


def test_the_wizard_opens_the_office_and_closes_behind_the_first(tmp_path: Path) -> None:
    browser = browser_on(tmp_path)
    answer = browser.post("/set-up", data=FILLED, follow_redirects=False)
    assert answer.headers["location"] == "/welcome"
    assert browser.get("/office").status_code == 200
    with read() as db:
        assert identity(db).community_name == "Guihua Garden"
    other = TestClient(browser.app)
    other.headers["sec-fetch-site"] = "same-origin"
    again = other.post("/set-up", data={**FILLED, "login": "intruder"}, follow_redirects=False)
    assert again.headers["location"] == "/sign-in"


def test_what_is_missing_is_said_beside_its_field_and_the_rest_stays(tmp_path: Path) -> None:
    browser = browser_on(tmp_path)
    answer = browser.post("/set-up", data={**FILLED, "company": "", "again": "another", "due_day": "40"})
    assert answer.status_code == 422
    assert 'value="Guihua Garden"' in answer.text
    for field in ("company", "again", "due_day"):
        assert f'id="{field}-error"' in answer.text
    with read() as db:
        assert not accounts.any_account(db)


def test_of_ten_that_race_one_becomes_administrator(tmp_path: Path) -> None:
    open_store(tmp_path)

    def race(number: int) -> str:
        try:
            actions.set_up(Identity(f"Community {number}", "x"), f"admin{number}", "A", "correct horse")
        except Refused:
            return "refused"
        return "opened"

    outcomes = at_once(*(partial(race, number) for number in range(10)))
    assert sorted(outcomes) == ["opened"] + ["refused"] * 9
    with read() as db:
        assert db.value("SELECT count(*) FROM accounts") == 1
    use(None)


@pytest.mark.parametrize("prefix", ["A/B", "?", "#", "%2F", "..", "a b", "-", "SJ-", "\\"])
def test_a_prefix_that_would_break_the_receipts_address_is_refused(
    sign_in: Callable[[str], TestClient[Any]], prefix: str
) -> None:
    browser = sign_in("administrator")
    answer = browser.post("/office", data={**FILLED, "receipt_prefix": prefix})
    assert answer.status_code == 422
    assert "letters and digits only" in answer.text


@pytest.mark.parametrize("prefix", ["SJ", "收", "A-2026"])
def test_a_prefix_of_letters_and_digits_is_kept(
    sign_in: Callable[[str], TestClient[Any]], prefix: str
) -> None:
    browser = sign_in("administrator")
    data = {**FILLED, "receipt_prefix": prefix}
    assert browser.post("/office", data=data, follow_redirects=False).status_code == 303
    with read() as db:
        assert identity(db).receipt_prefix == prefix
