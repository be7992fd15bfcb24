"""Households that owe three months, and a counter."""

from tests.cashier.conftest import counter, place

__all__ = ["counter", "place"]
