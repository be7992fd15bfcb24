"""What other features ask before an order takes a step: they register here and refuse what must not happen yet."""

from collections.abc import Callable

from estate.data import Tx
from estate.repairs.queries import Order

Guard = Callable[[Tx, Order, str], None]
"""Raises Refused where this order must not take this step now."""

_guards: list[Guard] = []


def on(guard: Guard) -> Guard:
    """Ask this before every step."""
    _guards.append(guard)
    return guard


def ask(tx: Tx, order: Order, step: str) -> None:
    """Ask everybody who registered; the first who refuses stops the step."""
    for guard in _guards:
        guard(tx, order, step)
