"""The small community of the cashier's tests."""

from tests.cashier.conftest import counter, place

__all__ = ["counter", "place"]
