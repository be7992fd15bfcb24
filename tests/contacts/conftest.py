"""A household that owes three months, and a clerk who speaks with it."""

from tests.cashier.conftest import counter, place

__all__ = ["counter", "place"]
