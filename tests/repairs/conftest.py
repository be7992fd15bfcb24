"""A building with two homes, people who report, and a repairer."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
import time_machine

from estate.access import accounts
from estate.data import Store, read, write
from estate.data.store import Actor, System
from estate.people import queries as people
from estate.repairs import actions, queries
from estate.repairs.actions import Report
from estate.repairs.details import Details
from estate.repairs.queries import Order
from tests.billing.place import LI, WANG, owner, settle

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
"""Nine in the morning at the community's."""


class Who(NamedTuple):
    """Somebody of the office who acts."""

    account_id: int | None
    name: str


class Site(NamedTuple):
    """What there is to mend, and who mends it."""

    home_id: int
    other_home_id: int
    owner_id: int
    zhou: Who
    wu: Who
    clerk: Who

    def report(self, key: str = "r", **more: Any) -> int:
        told: dict[str, Any] = {
            "source": "owner",
            "category": "plumbing",
            "urgency": "normal",
            "title": "The kitchen tap drips",
            "home_id": self.home_id,
            "reporter_id": self.owner_id,
            "reporter_name": "Wang Jianguo",
        }
        with write(System("owner")) as tx:
            return actions.report(tx, Report(**{**told, **more}), key)

    def step(
        self, order_id: int, name: str, party: str, by: Actor | None = None, key: str = "", **more: Any
    ) -> int:
        with write(by or self.zhou) as tx:
            return actions.step(tx, order_id, name, key or f"{order_id}:{name}", {party}, Details(**more))

    def assigned(self, key: str = "r", **more: Any) -> int:
        order_id = self.report(key, **more)
        self.step(order_id, "assign", "office", self.clerk, assignee_id=self.zhou.account_id)
        return order_id

    def done(self, key: str = "r", **more: Any) -> int:
        order_id = self.assigned(key, **more)
        for name in ("accept", "set_out", "arrive", "start"):
            self.step(order_id, name, "assignee")
        self.step(order_id, "finish", "assignee", note="new washer")
        return order_id


def order(order_id: int) -> Order:
    with read() as db:
        found = queries.order(db, order_id)
    assert found is not None
    return found


@pytest.fixture
def clocked() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(store: Store, by: System, clocked: Any) -> Site:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Jianguo"))
        other_home_id = settle(tx, LI, owner("Li Na"))
        payer = people.payer_of(tx, home_id, NOW.date())
        assert payer is not None
        accounts.create(
            tx, "wang", "Wang Jianguo", "correct horse", ["owner"], person_id=payer.person_id, locale="en"
        )
        second = accounts.create(tx, "wu", "Wu Di", "correct horse", ["repairer"], locale="en")
        known = {one.login: one.id for one in accounts.staff(tx)}
    return Site(
        home_id,
        other_home_id,
        payer.person_id,
        Who(known["repairer"], "Zhou Qiang"),
        Who(second, "Wu Di"),
        Who(known["clerk"], "Sun Yan"),
    )
