"""The counter of the cashier's tests, with its three homes and their bills."""

from tests.cashier.conftest import counter, place, with_waste

__all__ = ["counter", "place", "with_waste"]
