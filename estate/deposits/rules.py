"""What of a deposit goes back. Money in fen. Source: DOMAIN A1.18, case A29."""

from collections.abc import Sequence
from typing import NamedTuple


class Settled(NamedTuple):
    """What is returned, and what the deductions come to beyond the deposit; one of them is nothing."""

    refund_fen: int
    owed_fen: int


def settle(received_fen: int, deductions_fen: Sequence[int]) -> Settled:
    """A deposit less its deductions. Raises ValueError for sums below nothing."""
    if received_fen < 0 or any(one < 0 for one in deductions_fen):
        raise ValueError("sums are never negative")
    rest = received_fen - sum(deductions_fen)
    return Settled(max(rest, 0), max(-rest, 0))
