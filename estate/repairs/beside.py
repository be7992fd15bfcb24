"""What other features show on an order's page: each registers a template and what it needs, or None for nothing."""

from collections.abc import Callable
from typing import Any, NamedTuple

from estate.access.me import Me
from estate.data import Reader
from estate.repairs.queries import Order

Show = Callable[[Reader, Me, Order], dict[str, Any] | None]


class Beside(NamedTuple):
    """A part of an order's page: its template, which finds the values under `shown`."""

    template: str
    values: dict[str, Any]


_shows: dict[str, Show] = {}


def register(template: str, show: Show) -> None:
    """Show this template on every order for which `show` has values, for this person."""
    _shows[template] = show


def of_order(db: Reader, me: Me, order: Order) -> list[Beside]:
    """The parts of an order's page that others give, in the order of their registration."""
    found = ((template, show(db, me, order)) for template, show in _shows.items())
    return [Beside(template, values) for template, values in found if values is not None]
