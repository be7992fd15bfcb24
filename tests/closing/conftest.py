"""The counter of the cashier's tests, with its three homes and their bills."""

from tests.cashier.conftest import counter, place

__all__ = ["counter", "place"]
