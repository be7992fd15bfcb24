"""The small community of the cashier's tests, a requester and an approver."""

import secrets
from typing import Any

import pytest

from estate.closing.rules_day import SIGNS
from estate.closing.sources import SOURCES
from estate.data import read
from estate.data.store import System
from estate.refunds import actions
from estate.refunds.actions import Asked
from estate.refunds.queries import Request
from tests.cashier.conftest import Counter, Household, counter, place

__all__ = ["counter", "place"]

CASHIER = System("Zhao Lin", 1)
MANAGER = System("Liu Min", 2)


def moved() -> list[tuple[str, str, str, int]]:
    """What every document of today moved in a till, in fen: source, method, who, sum."""
    union = " UNION ALL ".join(f"SELECT * FROM ({source.movements})" for source in SOURCES)
    with read() as db:
        rows = db.tuples(
            f"SELECT source, method, cashier_name, kind, amount_fen FROM ({union}) ORDER BY at, number"
        )
    return [(source, method, who, SIGNS[kind] * fen) for source, method, who, kind, fen in rows]


class Desk:
    """What the office does about refunds, in one line each."""

    def ask(self, kind: str, whose: Household, fen: int, key: str = "", **more: Any) -> Request:
        asked = Asked(kind, whose.home_id, whose.payer_id, fen, "moved away")._replace(**more)
        return actions.ask(asked, key or secrets.token_hex(8), CASHIER)

    def approve(self, request: Request) -> Request:
        return actions.decide(request.id, True, "", MANAGER)

    def pay(self, request: Request, method: str = "cash", ref: str = "") -> Request:
        return actions.pay_out(request.id, method, ref, CASHIER)

    def reverse(self, request: Request, reason: str = "paid to the wrong person") -> Request:
        return actions.reverse(request.id, reason, MANAGER)


@pytest.fixture
def desk(counter: Counter) -> Desk:
    return Desk()
