"""A small community that owes three months, and a counter to pay at."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import pytest

from estate.billing import actions as billing
from estate.billing.actions_compute import compute_run
from estate.billing.queries import OpenCharge, open_charges
from estate.cashier import actions, actions_voids
from estate.cashier.actions_payment import Payment
from estate.cashier.queries import Receipt
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from tests.billing.place import by_area, fixed, owner, settle

MONTH_FEN = 16606  # 89.76 m² × 1.85
WASTE_FEN = 1000


class Household(NamedTuple):
    """A home and the person who pays for it."""

    home_id: int
    payer_id: int


class Place(NamedTuple):
    """3-2-501 of Wang Xiuying, 3-2-502 of Li Na, 1-1-101 sold by Qian Yi to Sun Er at the end of October."""

    wang: Household
    li: Household
    former: Household
    present: Household


class Counter:
    """What a cashier does, in one line each."""

    by = System("Zhao Lin")

    def take(
        self,
        whose: Household,
        fen: int,
        *named: OpenCharge,
        method: str = "cash",
        key: str = "",
        **more: Any,
    ) -> Receipt:
        ids = tuple(one.charge_id for one in named)
        payment = Payment(whose.home_id, whose.payer_id, fen, method, ids, **more)
        return actions.take(payment, key or secrets.token_hex(8), self.by)

    def reverse(self, receipt: Receipt, reason: str = "wrong home", key: str = "") -> Receipt:
        return actions.reverse(receipt.id, reason, key or secrets.token_hex(8), self.by)

    def void(
        self, receipt: Receipt, reason: str = "wrong home", *, back: bool = True, key: str = ""
    ) -> Receipt:
        return actions_voids.void(receipt.id, reason, back, key or secrets.token_hex(8), self.by)


def owed(whose: Household) -> list[OpenCharge]:
    """What is open, the oldest first."""
    with read() as db:
        return open_charges(db, whose.home_id, whose.payer_id)


def balances(whose: Household) -> list[int]:
    return [one.balance_fen for one in owed(whose)]


def bill(by: System, months: Sequence[date]) -> None:
    """Post these months, each due on its 25th."""
    for first in months:
        run = billing.start_run(first, first, by, first.replace(day=25), in_worker=False)
        compute_run(run.id, run.token)
        billing.post_run(run.id, by)


def settle_place(by: System) -> Place:
    """Three homes with their people and fees; nothing billed yet."""
    sold, bought = date(2026, 10, 31), date(2026, 11, 1)
    with write(by) as tx:
        wang = settle(tx, HomeSpec("3", "2", "501", None, 8976), owner("Wang Xiuying"))
        li = settle(tx, HomeSpec("3", "2", "502", None, 8976), owner("Li Na"))
        handed_over = settle(
            tx, HomeSpec("1", "1", "101", None, 8976), owner("Qian Yi", until=sold), owner("Sun Er", bought)
        )
        by_area(tx, 18500)
        people = dict(tx.tuples("SELECT name, id FROM people"))
    return Place(
        Household(wang, people["Wang Xiuying"]),
        Household(li, people["Li Na"]),
        Household(handed_over, people["Qian Yi"]),
        Household(handed_over, people["Sun Er"]),
    )


@pytest.fixture
def place(store: Store, by: System) -> Place:
    """Bills of September, October and November 2026 over the property fee, none of them paid."""
    place = settle_place(by)
    bill(by, [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)])
    return place


@pytest.fixture
def with_waste(place: Place, by: System) -> Place:
    """December too, with a second fee that is due on the same day."""
    with write(by) as tx:
        fixed(tx, WASTE_FEN, since=date(2026, 12, 1))
    bill(by, [date(2026, 12, 1)])
    return place


@pytest.fixture
def counter(place: Place) -> Counter:
    return Counter()
