"""A fee that bears a penalty, on charges of one's own choosing: who owes what since when, and what was paid on it."""

import secrets
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from estate.billing.actions_charges import OpeningCharge, post_opening_charges
from estate.cashier import actions as cashier
from estate.cashier.actions_payment import PastPayment, Payment
from estate.community.rules import HomeSpec
from estate.data import Store, clock, write
from estate.data.store import System
from estate.office import actions as office
from estate.office.identity import identity
from estate.penalties import actions
from estate.penalties.actions import TermsSpec
from tests.billing.place import by_area, owner, settle

BY = System("Zhao Lin")
TODAY = date(2026, 11, 24)
FIVE = TermsSpec(date(2020, 1, 1), 5_000, "Contract § 12")
"""0.0005 a day, which is 5 in ten thousand."""


class Office:
    """One fee item with terms, one home; what is done there in one line each."""

    by = BY

    def __init__(self) -> None:
        with write(BY) as tx:
            self.home_id = settle(tx, HomeSpec("3", "2", "501", None, 8976), owner("Wang Xiuying"))
            self.item_id = by_area(tx, 18500)
            self.payer_id = int(tx.value("SELECT id FROM people"))
        self.months = 0

    def terms(self, **more: Any) -> int:
        """Terms like FIVE, with what is different."""
        return actions.add_terms(self.item_id, FIVE._replace(**more), BY)

    def owe(self, fen: int, due_on: date) -> int:
        """A charge due on a day; answers its id."""
        first = date(2000 + self.months // 12, self.months % 12 + 1, 1)
        self.months += 1
        debt = OpeningCharge(
            self.home_id,
            "3-2-501",
            self.item_id,
            self.payer_id,
            "Wang Xiuying",
            first.isoformat(),
            (first + timedelta(days=27)).isoformat(),
            due_on.isoformat(),
            fen,
            "from before",
        )
        with write(BY) as tx:
            post_opening_charges(tx, [debt], clock.stamp())
            return int(tx.value("SELECT max(id) FROM charges"))

    def pay(self, fen: int, on: date, *charges: int, key: str = "") -> str:
        """A payment of principal on an earlier day; answers its key."""
        payment = Payment(self.home_id, self.payer_id, fen, "cash", charges)
        key = key or secrets.token_hex(8)
        with write(BY) as tx:
            at = f"{on.isoformat()}T04:00:00.000Z"
            cashier.take_many(tx, [PastPayment(payment, key, on.isoformat(), at, None, BY.name)])
        return key

    def settings(self, **changed: Any) -> None:
        """Change the office's habits."""
        with write(BY) as tx:
            office.change(identity(tx)._replace(**changed), BY)
        actions.keep_calendar(BY)


@pytest.fixture
def desk(store: Store) -> Office:
    """Nothing owed yet, no terms."""
    return Office()


def rate_e7(text: str) -> int:
    return int(Fraction(text) * 10_000_000)
