"""A building with two homes, whose owners complain, and an office of which three handle complaints."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from litestar.testing import TestClient

from estate.access import accounts
from estate.complaints import actions, actions_scan, actions_steps, queries
from estate.complaints.details import Details, Received
from estate.complaints.queries import Complaint
from estate.data import Store, read, write
from estate.data.store import Actor, System
from estate.people import queries as people
from estate.web.tally import Tally
from tests.billing.place import LI, WANG, owner, settle
from tests.conftest import PASSWORD

Browser = TestClient[Any]


class Who(NamedTuple):
    """Somebody of the office who acts."""

    account_id: int | None
    name: str


class Desk(NamedTuple):
    """The office and two who complain: Wang of 3-2-501, Li of 3-2-502."""

    clerk: Actor
    cashier: Actor
    manager: Actor
    homes: tuple[int, int]
    people: tuple[int, int]

    def receive(self, key: str = "r", *, by: Actor | None = None, **told: Any) -> int:
        """Wang complains of the noise above, named unless said otherwise."""
        values: dict[str, Any] = {
            "source": "owner",
            "category": "noise",
            "title": "Drilling at night",
            "text": "Every night after eleven.",
            "reporter_id": self.people[0],
            "reporter_name": "Wang",
            "home_id": self.homes[0],
            **told,
        }
        with write(by or System("complainer")) as tx:
            return actions.receive(tx, Received(**values), key)

    def step(
        self,
        complaint_id: int,
        name: str,
        party: str = "handler",
        key: str = "",
        *,
        by: Actor | None = None,
        **more: Any,
    ) -> int:
        """One step by the clerk, unless it is somebody else's."""
        with write(by or self.clerk) as tx:
            return actions_steps.step(
                tx, complaint_id, name, key or f"{complaint_id}:{name}", {party}, Details(**more)
            )

    def closed(self, key: str = "r", **told: Any) -> int:
        """A complaint that was taken in hand, answered and closed."""
        complaint_id = self.receive(key, **told)
        self.step(complaint_id, "take", "office")
        self.step(complaint_id, "answer", text="We have spoken with them.")
        self.step(complaint_id, "close", outcome="solved", cause="neighbour", text="It is quiet now.")
        return complaint_id


def account(login: str) -> Actor:
    """Somebody of the office as one who acts."""
    with read() as db:
        found = accounts.of_login(db, login)
    assert found is not None
    return Who(found.id, found.name)


def complaint(complaint_id: int) -> Complaint:
    with read() as db:
        found = queries.complaint(db, complaint_id)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has sent anything from this address yet: the tally lies in memory, which tests share."""
    tally = Tally(actions_scan.PER_ADDRESS, actions_scan.WINDOW.total_seconds())
    monkeypatch.setattr(actions_scan, "FROM_ADDRESS", tally)


@pytest.fixture
def desk(store: Store) -> Desk:
    with write(System("test")) as tx:
        homes = settle(tx, WANG, owner("Wang")), settle(tx, LI, owner("Li"))
    with read() as db:
        wang, li = (people.residents_of(db, home_id)[0].person_id for home_id in homes)
    return Desk(account("clerk"), account("cashier"), account("manager"), homes, (wang, li))


@pytest.fixture
def as_owner(desk: Desk, sign_in: Callable[..., Browser]) -> Callable[[int], Browser]:
    """Sign in as Wang (0) or Li (1)."""

    def made(who: int) -> Browser:
        login = ("wang", "li")[who]
        with write(System("test")) as tx:
            if accounts.of_login(tx, login) is None:
                account = accounts.create(tx, login, login.title(), PASSWORD, ["owner"], locale="en")
                tx.update("accounts", account, person_id=desk.people[who])
        return sign_in(login)

    return made


def newest() -> int:
    with read() as db:
        return int(db.value("SELECT max(id) FROM complaints"))


def write_one(browser: Browser, key: str = "k", **more: str) -> int:
    form = {"key": key, "kind": "complaint", "category": "noise", "title": "Drilling at night", **more}
    answer = browser.post("/my/complaints", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return newest()


def step(browser: Browser, complaint_id: int, name: str, root: str = "/complaints", **more: str) -> None:
    answer = browser.post(
        f"{root}/{complaint_id}/steps/{name}", data={"key": name, **more}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
