"""What other features ask before an order takes a step: they register here and refuse what must not happen yet."""

from collections.abc import Callable, Collection

from estate.data import Reader, Tx
from estate.repairs.queries import Order

Guard = Callable[[Tx, Order, str], None]
"""Raises Refused where this order must not take this step now."""

Hides = Callable[[Reader, Order], Collection[str]]
"""The steps that this order is not offered now, because a guard would refuse them."""

_guards: list[Guard] = []
_hides: list[Hides] = []


def on(guard: Guard) -> Guard:
    """Ask this before every step."""
    _guards.append(guard)
    return guard


def hides(hide: Hides) -> Hides:
    """Do not offer these steps on the order's page."""
    _hides.append(hide)
    return hide


def offered(db: Reader, order: Order, steps: list[str]) -> list[str]:
    """Of these steps those that nobody hides."""
    hidden = {step for hide in _hides for step in hide(db, order)}
    return [step for step in steps if step not in hidden]


def ask(tx: Tx, order: Order, step: str) -> None:
    """Ask everybody who registered; the first who refuses stops the step."""
    for guard in _guards:
        guard(tx, order, step)
