"""The site of the repairs with a price list: a tap's cartridge that is in stock, and an hour of labour."""

from typing import Any, NamedTuple

import pytest

import estate.materials.tasks  # noqa: F401  the gate stands, and who waits for finished orders is registered
from estate.billing.actions_items import add_item
from estate.data import read, write
from estate.data.store import System
from estate.jobs import outbox
from estate.materials import actions_lines, actions_prices, actions_quotes, actions_stock, queries
from estate.materials.actions_lines import Use
from estate.materials.actions_prices import Wanted
from estate.materials.actions_quotes import Answer
from estate.repairs import actions_cost
from estate.repairs.rules_steps import ASSIGNEE
from tests.repairs.conftest import Site, clocked, site

__all__ = ["clocked", "site"]
BY = System("test")


class Shop(NamedTuple):
    """What is on the price list, and the orders it is used for. Prices: the cartridge 35.00, an hour 80.00."""

    site: Site
    cartridge: int
    hour: int

    def working(self, key: str = "r", *, charged: bool = True, **more: Any) -> int:
        order_id = self.site.assigned(key, **more)
        if charged:
            with write(BY) as tx:
                actions_cost.let_charge(tx, order_id, True)
        for name in ("accept", "set_out", "arrive", "start"):
            self.site.step(order_id, name, "assignee")
        return order_id

    def use(self, order_id: int, item_id: int, e3: int, key: str, source: str = "", **more: Any) -> int:
        source = source or ("labour" if item_id == self.hour else "stock")
        with write(self.site.zhou) as tx:
            return actions_lines.add_line(tx, order_id, Use(item_id, e3, source, **more), key)

    def quote(self, order_id: int, *uses: tuple[int, int], key: str = "q") -> int:
        with write(self.site.zhou) as tx:
            for item_id, e3 in uses:
                source = "labour" if item_id == self.hour else "stock"
                actions_quotes.draft_line(tx, order_id, Use(item_id, e3, source))
            return actions_quotes.send(tx, order_id, "", key, {ASSIGNEE})

    def agreed(self, order_id: int, *uses: tuple[int, int], key: str = "q") -> int:
        quote_id = self.quote(order_id, *uses, key=key)
        self.answer(quote_id, "accepted")
        return quote_id

    def answer(self, quote_id: int, said: str, way: str = "own", **more: Any) -> None:
        with write(BY) as tx:
            actions_quotes.answer(tx, quote_id, Answer(said, way, **more))

    def end(self, order_id: int, key: str = "1") -> None:
        self.site.step(order_id, "finish", "assignee", key=f"finish:{key}", note="new cartridge")
        self.site.step(order_id, "sign_off", "owner", BY, key=f"sign:{key}")
        outbox.drain()

    def charges(self, order_id: int) -> list[tuple[int, int]]:
        """What stands charged for an order: (charge, fen)."""
        with read() as db:
            return db.tuples(
                """SELECT c.id, c.amount_fen FROM order_charges AS o JOIN charges AS c ON c.id = o.charge_id
                    WHERE o.order_id = :order_id AND c.reversed_by IS NULL ORDER BY c.id""",
                order_id=order_id,
            )

    def on_hand(self, item_id: int) -> int:
        with read() as db:
            found = queries.item(db, item_id)
        assert found is not None
        return found.on_hand_e3


@pytest.fixture
def shop(site: Site) -> Shop:
    add_item("One-off service", "one_off", BY)
    with write(BY) as tx:
        cartridge = actions_prices.add_item(
            tx, "P-01", "part", Wanted("Tap cartridge", "piece", 3500, 1850, 180, 5000)
        )
        hour = actions_prices.add_item(tx, "L-01", "labour", Wanted("Plumber", "hour", 8000, 4500, 0, None))
        actions_stock.take_in(tx, cartridge, 10_000, "first delivery", "in:1")
    return Shop(site, cartridge, hour)
