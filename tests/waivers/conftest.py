"""The cashier's small community, which owes three months, and people who ask for waivers and decide on them."""

import secrets
from typing import Any

import pytest

from estate.billing.queries import OpenCharge
from estate.data import read
from estate.data.store import System
from estate.waivers import actions, queries
from estate.waivers.actions import Asked
from estate.waivers.records import Request
from tests.cashier.conftest import Counter, Household, Place, owed

__all__ = ["Counter", "Household", "Place", "counter", "owed", "place"]

from tests.cashier.conftest import counter, place

ZHAO, LIU = System("Zhao Lin", 3), System("Liu Min", 2)
"""A cashier, and the manager who may approve."""

LIMIT_FEN = 5000


def ask(whose: Household, *charges: OpenCharge, fen: int | None = None, **more: Any) -> Request:
    """Zhao Lin asks; `by`, `grant`, `may_approve` and `key` as in actions.ask, the rest as in Asked."""
    how = {name: more.pop(name) for name in ("grant", "may_approve") if name in more}
    by, key = more.pop("by", ZHAO), more.pop("key", "") or secrets.token_hex(8)
    chosen = charges or tuple(owed(whose))
    values = {"reason_code": "service", "reason": "lift out of order", "basis": "contract, clause 9", **more}
    asked = Asked(whose.home_id, tuple(one.charge_id for one in chosen), asked_fen=fen, **values)
    return actions.ask(asked, key, by, **how)


def waived(charge_id: int) -> list[int]:
    with read() as db:
        return [one.amount_fen for one in queries.of_charge(db, charge_id)]


def exact() -> None:
    """Each charge is paid + waived + reversed + balance, and what is waived is the sum of its waivers."""
    with read() as db:
        assert queries.unequal(db) == []
        wrong = db.values("""
            SELECT charge_id FROM charge_balances
             WHERE amount_fen <> paid_fen + waived_fen + reversed_fen + balance_fen OR balance_fen < 0
        """)
    assert wrong == []


@pytest.fixture
def wang(place: Place) -> Household:
    """Wang Xiuying of 3-2-501, who owes three months of 166.06."""
    return place.wang
