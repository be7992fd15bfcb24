"""Signing in: no enumeration, throttled, sessions that end; only our own pages may post."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient

from estate.access import accounts
from estate.data import clock, read, write
from estate.data.store import System
from tests.conftest import PASSWORD

Browser = TestClient[Any]


def try_to_sign_in(browser: Browser, login: str, password: str) -> Any:
    return browser.post("/sign-in", data={"login": login, "password": password}, follow_redirects=False)


def test_a_wrong_name_and_a_wrong_password_look_the_same(client: Browser) -> None:
    wrong_name = try_to_sign_in(client, "nobody", PASSWORD)
    wrong_password = try_to_sign_in(client, "cashier", "not the password")
    assert wrong_name.status_code == wrong_password.status_code == 422
    assert wrong_name.text.replace("nobody", "cashier") == wrong_password.text
    assert "estate_session" not in client.cookies


def test_what_was_typed_stays_but_the_password(client: Browser) -> None:
    answer = try_to_sign_in(client, "cashier", "secret-typed")
    assert 'value="cashier"' in answer.text
    assert "secret-typed" not in answer.text


def test_too_many_failures_close_the_door_for_a_while(client: Browser) -> None:
    for _ in range(accounts.FAILURES_BY_LOGIN):
        try_to_sign_in(client, "cashier", "wrong")
    assert try_to_sign_in(client, "cashier", PASSWORD).status_code == 429
    with time_machine.travel(clock.now() + accounts.FAILURE_WINDOW + timedelta(seconds=5)):
        assert try_to_sign_in(client, "cashier", PASSWORD).status_code == 303


def test_the_cookie_is_for_the_server_only_and_its_token_is_stored_nowhere(client: Browser) -> None:
    answer = try_to_sign_in(client, "cashier", PASSWORD)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    token = client.cookies["estate_session"]
    with read() as db:
        assert token.encode() not in (db.value("SELECT token_hash FROM sessions ORDER BY id DESC") or b"")


def test_signing_out_ends_the_session_on_the_server(sign_in: Callable[[str], Browser]) -> None:
    browser = sign_in("cashier")
    token = browser.cookies["estate_session"]
    browser.post("/sign-out", follow_redirects=False)
    browser.cookies.set("estate_session", token)
    assert browser.get("/account", follow_redirects=False).status_code == 303


def test_a_session_ends_when_idle_and_at_last_anyway(sign_in: Callable[[str], Browser]) -> None:
    browser, start = sign_in("cashier"), clock.now()
    with time_machine.travel(start + timedelta(hours=11)):
        assert browser.get("/account").status_code == 200
    with time_machine.travel(start + timedelta(hours=24)):
        assert browser.get("/account", follow_redirects=False).headers["location"].startswith("/sign-in")


def test_a_new_password_ends_the_other_sessions_but_not_this_one(
    client: Browser, sign_in: Callable[[str], Browser]
) -> None:
    sign_in("cashier")
    elsewhere = client.cookies["estate_session"]
    sign_in("cashier")
    answer = client.post(
        "/account/password",
        data={"old": PASSWORD, "password": "a better sentence", "again": "a better sentence"},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    assert client.get("/account", follow_redirects=False).status_code == 200
    client.cookies.clear()
    client.cookies.set("estate_session", elsewhere)
    assert client.get("/account", follow_redirects=False).status_code == 303


def test_a_closed_account_is_out_at_once(client: Browser, sign_in: Callable[[str], Browser]) -> None:
    sign_in("cashier")
    with write(System("test")) as tx:
        account = accounts.of_login(tx, "cashier")
        assert account is not None
        accounts.disable(tx, account)
    assert client.get("/account", follow_redirects=False).status_code == 303
    client.cookies.clear()
    assert try_to_sign_in(client, "cashier", PASSWORD).status_code == 422


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "", "origin": "http://evil.example"}, 403),
        ({"sec-fetch-site": "", "origin": "null"}, 403),
        ({"sec-fetch-site": "", "origin": "http://testserver.local"}, 303),
        ({"sec-fetch-site": ""}, 403),
        ({"sec-fetch-site": "same-origin"}, 303),
    ],
)
def test_only_our_own_pages_may_post_with_a_session(
    sign_in: Callable[[str], Browser], headers: dict[str, str], status: int
) -> None:
    browser = sign_in("cashier")
    answer = browser.post("/preferences", data={"theme": "dark"}, headers=headers, follow_redirects=False)
    assert answer.status_code == status


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_sign_in_leads_only_to_our_own_pages(client: Browser, wanted: str) -> None:
    answer = client.post(
        "/sign-in", data={"login": "cashier", "password": PASSWORD, "next": wanted}, follow_redirects=False
    )
    assert answer.headers["location"] == "/"


def test_the_last_administrator_stays(client: Browser, sign_in: Callable[[str], Browser]) -> None:
    browser = sign_in("administrator")
    with read() as db:
        administrator = accounts.of_login(db, "administrator")
    assert administrator is not None
    answer = browser.post(f"/users/{administrator.id}", data={"name": "Chen Jie", "roles": "cashier"})
    assert answer.status_code == 422
    assert "Somebody must stay administrator" in answer.text


def test_who_has_a_first_password_must_choose_an_own_one_before_anything_else(
    client: Browser, sign_in: Callable[[str], Browser]
) -> None:
    with write(System("test")) as tx:
        account = accounts.of_login(tx, "cashier")
        assert account is not None
        accounts.set_password(tx, account.id, "abcd-efgh-jkmn", must_change=True)
    answer = try_to_sign_in(client, "cashier", "abcd-efgh-jkmn")
    assert answer.status_code == 303
    assert client.get("/account", follow_redirects=False).headers["location"] == "/account/password"
    # a tablet's queue would follow that way and take the page there for the answer to what it sent
    queued = {"X-Queued": f"{account.id};1;2026-11-26T01:02:03.000Z;5"}
    assert client.post("/account", headers=queued, follow_redirects=False).status_code == 401
    new = {"old": "abcd-efgh-jkmn", "password": "a better sentence", "again": "a better sentence"}
    client.post("/account/password", data=new)
    assert client.get("/account", follow_redirects=False).status_code == 200


@pytest.mark.parametrize(
    "wanted",
    ["//elsewhere.test", "/\\elsewhere.test", "/\t\\elsewhere.test", "/\n/elsewhere.test", "/a\r\nx: 1", "x"],
)
def test_the_way_on_after_signing_in_stays_in_this_house(wanted: str, client: Browser) -> None:
    sent = {"login": "cashier", "password": PASSWORD, "next": wanted}
    assert client.post("/sign-in", data=sent, follow_redirects=False).headers["location"] == "/"


def test_the_way_on_may_be_in_any_script(client: Browser) -> None:
    sent = {"login": "cashier", "password": PASSWORD, "next": "/homes?q=李 四"}
    answer = client.post("/sign-in", data=sent, follow_redirects=False)
    assert answer.headers["location"] == "/homes?q=%E6%9D%8E%20%E5%9B%9B"
