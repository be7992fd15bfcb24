"""The small community of the cashier's tests."""

from tests.refunds.conftest import counter, desk, place

__all__ = ["counter", "desk", "place"]
