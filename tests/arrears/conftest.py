"""Two homes of two buildings that owe two fees since different days; the clock stands on 24 November 2026."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from estate.arrears.records_rows import Cell, Owing, count, rows
from estate.arrears.source import source
from estate.billing.actions_charges import OpeningCharge, post_opening_charges
from estate.cashier import actions as cashier
from estate.cashier.actions_payment import PastPayment, Payment
from estate.community.rules import HomeSpec
from estate.data import Store, clock, read, write
from estate.data.store import System
from tests.billing.place import by_area, fixed, owner, settle

BY = System("Zhao Lin")
TODAY = date(2026, 11, 24)


class Debts:
    """3-2-501 of Wang Xiuying and 1-1-101 of Li Na; what is owed and paid there in one line each."""

    by = BY

    def __init__(self) -> None:
        with write(BY) as tx:
            self.wang = settle(tx, HomeSpec("3", "2", "501", None, 8976), owner("Wang Xiuying"))
            self.li = settle(tx, HomeSpec("1", "1", "101", None, 8976), owner("Li Na"))
            self.fee = by_area(tx, 18500)
            self.waste = fixed(tx, 500)
            self.codes = dict(tx.tuples("SELECT id, code FROM homes"))
            self.payers = dict(tx.tuples("SELECT home_id, person_id FROM residencies"))
            self.names = dict(tx.tuples("SELECT id, name FROM people"))
            self.buildings = dict(
                tx.tuples("SELECT h.id, e.building_id FROM homes h JOIN entrances e ON e.id = h.entrance_id")
            )
        self.months = 0
        self.keys = 0

    def owe(
        self, fen: int, due_on: date, home: int = 0, item: int = 0, booked_on: date = date(2020, 1, 2)
    ) -> int:
        """A charge due on a day, of Wang's property fee unless said otherwise; answers its id."""
        home, item = home or self.wang, item or self.fee
        first = date(2000 + self.months // 12, self.months % 12 + 1, 1)
        self.months += 1
        debt = OpeningCharge(
            home,
            self.codes[home],
            item,
            self.payers[home],
            self.names[self.payers[home]],
            first.isoformat(),
            (first + timedelta(days=27)).isoformat(),
            due_on.isoformat(),
            fen,
            "from before",
        )
        with write(BY) as tx:
            post_opening_charges(tx, [debt], f"{booked_on.isoformat()}T04:00:00.000Z")
            return int(tx.value("SELECT max(id) FROM charges"))

    def overdue(self, days: int, fen: int, **more: Any) -> int:
        """A charge that is so many days overdue today."""
        return self.owe(fen, TODAY - timedelta(days=days), **more)

    def pay(self, fen: int, on: date, *charges: int, home: int = 0) -> None:
        home = home or self.wang
        self.keys += 1
        payment = Payment(home, self.payers[home], fen, "cash", charges)
        at = f"{on.isoformat()}T04:00:00.000Z"
        with write(BY) as tx:
            paid = PastPayment(payment, f"key-{self.keys}", on.isoformat(), at, None, BY.name)
            cashier.take_many(tx, [paid])


@pytest.fixture
def debts(store: Store) -> Iterator[Debts]:
    """Nothing owed yet."""
    with time_machine.travel("2026-11-24 04:00Z", tick=False):
        yield Debts()


def cell_rows(cell: Cell, day: date = TODAY) -> list[Owing]:
    """The charges behind a cell."""
    with read() as db:
        return rows(db, source(db, day), cell, 1000, 0)


def cell_sum(cell: Cell, day: date = TODAY) -> int:
    """What the charges behind a cell add up to."""
    with read() as db:
        return count(db, source(db, day), cell)[2]


SignIn = Callable[[str], Any]
__all__ = ["BY", "TODAY", "Debts", "SignIn", "cell_rows", "cell_sum", "clock"]
