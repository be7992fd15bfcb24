"""A fresh office for every test: a real data folder, the real application, people with names."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import hypothesis
import pytest
from litestar.testing import TestClient

from estate import i18n
from estate.access import accounts
from estate.access.permissions import ROLES
from estate.app import open_store
from estate.appliance.changes import name_of
from estate.data import Store, use, write
from estate.data.store import System
from estate.demo.make import Login, make
from estate.office import actions as office
from estate.office.identity import Identity
from estate.settings import Settings
from tests.application import application

hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("house")

_crashed: set[str] = set()


@pytest.hookimpl(optionalhook=True)
def pytest_handlecrashitem(crashitem: str, report: pytest.TestReport) -> None:
    """A test whose process ended or hung (see pyproject.toml) is done once more by another, as pytest-xdist does anyway; the
    summary counts it as "rerun", and where it stood is in the output. The second time it has failed."""
    if crashitem not in _crashed:
        _crashed.add(crashitem)
        report.outcome = "rerun"  # type: ignore[assignment]


PASSWORD = "correct horse"
NAMES = {
    "administrator": "Chen Jie",
    "manager": "Liu Min",
    "cashier": "Zhao Lin",
    "clerk": "Sun Yan",
    "repairer": "Zhou Qiang",
    "patrol": "Wu Gang",
}


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated and set-up data folder, made once for each worker; every test gets a copy."""
    folder = tmp_path_factory.mktemp("template")
    store = open_store(folder)
    office.set_up(
        Identity("Guihua Garden", "Nice Homes Ltd", locale="en"),
        "administrator",
        NAMES["administrator"],
        PASSWORD,
    )
    with write(System("test")) as tx:
        for role, name in NAMES.items():
            if role != "administrator":
                accounts.create(tx, role, name, PASSWORD, [role], locale="en")
    store.close()
    use(None)
    return folder


@pytest.fixture
def store(empty_folder: Path, tmp_path: Path) -> Iterator[Store]:
    """The store of a fresh office with one person of each staff role; read() and write() use it."""
    folder = tmp_path / "data"
    shutil.copytree(empty_folder, folder)
    opened = open_store(folder)
    i18n.use_locale("en")
    yield opened
    told_in_words(opened)
    opened.close()
    use(None)


def told_in_words(store: Store) -> None:
    """Whatever a test changes is told by the change log in words, never under the name of a column."""
    with store.read() as db:
        found = db.tuples(
            """
            SELECT DISTINCT subject, key FROM audit, json_each(ifnull(before, '{}'))
             UNION SELECT DISTINCT subject, key FROM audit, json_each(ifnull(after, '{}'))
            """
        )
    unnamed = ", ".join(f"{subject}.{key}" for subject, key in found if not name_of(subject, key))
    assert not unnamed, f"the change log has no words for these: {unnamed}"


@pytest.fixture
def by(store: Store) -> System:
    """Somebody who acts, where it does not matter who."""
    return System("test")


@pytest.fixture
def settings(store: Store) -> Settings:
    return Settings(data=str(store.folder), open_browser=False)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient[Any]]:
    """A browser without a session on the real application."""
    with TestClient(application(settings), raise_server_exceptions=False) as browser:
        browser.headers["sec-fetch-site"] = "same-origin"
        yield browser


@pytest.fixture
def sign_in(client: TestClient[Any]) -> Callable[[str], TestClient[Any]]:
    """Sign the browser in as the person of a role: sign_in("cashier")."""

    def as_role(login: str, password: str = PASSWORD) -> TestClient[Any]:
        client.cookies.clear()
        answer = client.post("/sign-in", data={"login": login, "password": password}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return client

    return as_role


class Community(NamedTuple):
    """A small invented community with a year of bills and payments: its folder and who can sign in, by role."""

    folder: Path
    logins: dict[str, Login]


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Community:
    """72 homes and one year, made once for each worker."""
    folder = tmp_path_factory.mktemp("demo")
    store = open_store(folder)
    with i18n.speaking(i18n.DEFAULT_LOCALE):  # whatever a test before it spoke
        logins = {login.role: login for login in make(homes=72, years=1, seed=3)}
    store.close()
    use(None)
    return Community(folder, logins)


@pytest.fixture
def community(demo_template: Community, tmp_path: Path) -> Iterator[Community]:
    """A copy of the small community of one's own; read() and write() use it."""
    folder = tmp_path / "community"
    shutil.copytree(demo_template.folder, folder)
    opened = open_store(folder)
    yield demo_template._replace(folder=folder)
    told_in_words(opened)
    opened.close()
    use(None)


@pytest.fixture
def resident(community: Community) -> Iterator[TestClient[Any]]:
    """The browser of the community's owner, signed in."""
    settings = Settings(data=str(community.folder), open_browser=False)
    with TestClient(application(settings), raise_server_exceptions=False) as browser:
        browser.headers["sec-fetch-site"] = "same-origin"
        login = community.logins["owner"]
        answer = browser.post(
            "/sign-in", data={"login": login.name, "password": login.password}, follow_redirects=False
        )
        assert answer.status_code == 303, answer.text
        yield browser


STAFF = [role for role in ROLES if role != "owner"]
