"""HTTPS beside plain HTTP: switched on while the appliance runs, trusted by who has the authority, apart in cookies."""

import shutil
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from estate.data import Store, read
from estate.data.store import System
from estate.settings import Settings
from estate.tablets import actions, authority, records
from estate.tablets.https import Https
from tests.appliance import Appliance, free_port
from tests.conftest import PASSWORD


@pytest.fixture
def https_port(monkeypatch: pytest.MonkeyPatch) -> int:
    port = free_port()
    monkeypatch.setenv("ESTATE_HTTPS_PORT", str(port))
    return port


@pytest.fixture
def office(store: Store, https_port: int) -> Iterator[Appliance]:
    with Appliance(store.folder) as running:
        yield running


def signed_in(url: str, login: str, folder: Path) -> httpx.Client:
    """A browser that trusts the office's authority, if there is one, and nobody else."""
    path = folder / "tls" / "authority.pem"
    trusted = ssl.create_default_context(cafile=path) if path.exists() else True
    browser = httpx.Client(
        base_url=url, verify=trusted, headers={"sec-fetch-site": "same-origin"}, timeout=30
    )
    answer = browser.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return browser


def is_open(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5, context=ssl._create_unverified_context())
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def wait_until_closed(port: int) -> None:
    """Until nothing listens there any more."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
    raise AssertionError("it still listens")


def test_a_tablet_is_enrolled_over_https_and_what_it_sends_late_says_so(
    office: Appliance, https_port: int
) -> None:
    safe = f"https://127.0.0.1:{https_port}"
    assert not is_open(safe)
    administrator = signed_in(office.url, "administrator", office.folder)
    assert administrator.post("/tablets/https").status_code == 303
    # the link works once, over HTTPS only
    page = administrator.post("/tablets", data={"name": "Tablet 2"}).text
    code = page.split("/tablet/")[1].split("<")[0].strip()
    steps = httpx.get(f"{office.url}/tablet/{code}").text
    assert f"{safe}/tablet/{code}" in steps and "/estate-authority.crt" in steps
    plain = httpx.post(f"{office.url}/tablet/{code}", headers={"sec-fetch-site": "same-origin"})
    assert plain.status_code == 409
    patrol = signed_in(safe, "patrol", office.folder)
    assert patrol.post(f"/tablet/{code}").status_code == 303
    assert patrol.post(f"/tablet/{code}").status_code == 409
    here = patrol.get("/tablet-here").json()
    assert here["tablet"] == "Tablet 2"
    # a form that waited for the network, and the same once more
    queued = {"x-queued": f"{here['account']};12;2026-11-26T01:02:03.000Z;7200"}
    for _ in range(2):
        answer = patrol.post("/preferences", data={"theme": "light", "next": "/account"}, headers=queued)
        assert (answer.status_code, answer.headers["hx-redirect"]) == (200, "/account")
    shown = administrator.get("/tablets/1").text
    assert shown.count('<td data-label="What"') == 1 and "/preferences" in shown and "Wu Gang" in shown
    # taken out, it is none of ours
    administrator.post("/tablets/1/end")
    assert patrol.get("/tablet-here").json()["tablet"] == ""


def test_what_one_person_left_unsent_is_not_sent_as_another(
    sign_in: Callable[[str], TestClient[Any]],
) -> None:
    browser = sign_in("repairer")
    mine = browser.get("/tablet-here").json()["account"]
    queued = {"x-queued": f"{mine + 1};1;2026-11-26T01:02:03.000Z;7200"}
    answer = browser.post("/preferences", data={"theme": "dark", "next": "/account"}, headers=queued)
    assert answer.status_code == 401
    browser.cookies.clear()  # the session is over: said, instead of a way to the sign-in that fetch would follow
    queued = {"x-queued": f"{mine};1;2026-11-26T01:02:03.000Z;7200"}
    answer = browser.post("/preferences", data={"theme": "dark"}, headers=queued)
    assert answer.status_code == 401 and "location" not in answer.headers


def test_https_goes_on_after_a_restart_until_it_is_switched_off(store: Store, https_port: int) -> None:
    safe = f"https://127.0.0.1:{https_port}"
    actions.switch_https(True, System("test"))  # as an earlier run left it
    with Appliance(store.folder) as office:
        # signed in on one side, one is not on the other: a plain page could not replace the secure cookie
        administrator = signed_in(safe, "administrator", office.folder)
        assert list(administrator.cookies) == ["__Host-estate_session"]
        again = administrator.post("/sign-in", data={"login": "administrator", "password": PASSWORD})
        assert "Secure" in again.headers["set-cookie"]
        plain = signed_in(office.url, "administrator", office.folder)
        assert list(plain.cookies) == ["estate_session"]
        answer = administrator.post("/tablets/https/end")
        assert answer.status_code == 200 and "HTTPS is off" in answer.text
        assert "Switch HTTPS on" in plain.get("/tablets").text
        with read() as db:
            assert not records.switched_on(db)
        # where the port is another program's, that is said and nothing is switched on
        wait_until_closed(https_port)
        with socket.create_server(("127.0.0.1", https_port)):
            assert plain.post("/tablets/https").status_code == 409
            with read() as db:
                assert not records.switched_on(db)
        assert plain.post("/tablets/https").status_code == 303
        assert is_open(safe)


def test_a_certificate_of_ones_own_is_always_used(
    store: Store, https_port: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority.keep(tmp_path / "other", authority.names())  # as good as one from elsewhere
    for name in ("authority.pem", "server.pem", "server.key"):
        shutil.copy(tmp_path / "other" / "tls" / name, store.folder / name)
    monkeypatch.setenv("ESTATE_CERTIFICATE", "server.pem")
    monkeypatch.setenv("ESTATE_CERTIFICATE_KEY", "server.key")
    with Appliance(store.folder):
        context = ssl.create_default_context(cafile=store.folder / "authority.pem")
        answer = httpx.get(f"https://127.0.0.1:{https_port}/sign-in", verify=context)
        assert answer.status_code == 200
    assert not (store.folder / "tls").exists()


def test_it_ends_with_the_appliance(tmp_path: Path) -> None:
    with TestClient(
        Litestar([], on_shutdown=[Https(Settings(data=str(tmp_path), open_browser=False)).stop])
    ) as client:
        assert client.get("/").status_code == 404
