"""The price list and store room of the invented community, and what its work orders used."""

from datetime import timedelta

from estate.data import Actor, Tx, clock, write
from estate.materials import actions_lines, actions_prices, actions_quotes, actions_stock, queries
from estate.materials.actions_lines import Use
from estate.materials.actions_prices import Wanted
from estate.materials.actions_quotes import Answer
from estate.materials.queries import Item
from estate.repairs import actions, actions_cost
from estate.repairs.rules_steps import ASSIGNEE

LABOUR = (
    ("R01", "水电维修人工", "小时", 6000, 3500, 0),
    ("R02", "门窗锁具维修人工", "小时", 5000, 3200, 0),
    ("R03", "泥瓦防水人工", "小时", 8000, 5000, 0),
)
PARTS = (
    ("C01", "陶瓷阀芯", "个", 2500, 1200, 180, 10, 24),
    ("C02", "不锈钢软管60cm", "根", 1800, 850, 180, 10, 18),
    ("C03", "角阀", "个", 3500, 1800, 365, 8, 15),
    ("C04", "漏电保护器40A", "个", 8500, 5200, 365, 4, 6),
    ("C05", "五孔插座", "个", 1500, 700, 365, 20, 42),
    ("C06", "BV铜线2.5平方", "米", 450, 260, 0, 50, 165),
    ("C07", "C级锁芯", "个", 16800, 9800, 365, 3, 2),
    ("C08", "推拉门滑轮", "付", 2200, 900, 180, 6, 12),
    ("C09", "LED声控灯", "个", 2800, 1350, 365, 30, 40),
    ("C10", "防水涂料", "公斤", 3200, 1900, 365, 20, 8),
    ("C11", "对讲听筒", "个", 4500, 2600, 180, 4, 7),
)
"""Number, name, unit, price and cost in fen, warranty in days, minimum, how many came."""

USED = {
    "plumbing": (("C01", 1000), ("R01", 500)),
    "electrical": (("C04", 1000), ("C06", 3500), ("R01", 1000)),
    "doors": (("C08", 1000), ("R02", 1000)),
    "masonry": (("C10", 2500), ("R03", 2000)),
    "access": (("C11", 1000), ("R01", 500)),
    "lighting": (("C09", 2000), ("R01", 500)),
}
DAYS_AGO = 60
"""The store room was filled before the first repair."""


def price_list(manager: Actor) -> None:
    """What repairs cost, and what lies in the store room."""
    with clock.as_of(clock.now() - timedelta(days=DAYS_AGO)), write(manager) as tx:
        for code, name, unit, price, cost, warranty in LABOUR:
            actions_prices.add_item(
                tx, code, "labour", Wanted(name, unit, price, cost, warranty, minimum_e3=None)
            )
        for code, name, unit, price, cost, warranty, minimum, came in PARTS:
            wanted = Wanted(name, unit, price, cost, warranty, minimum * 1000)
            item_id = actions_prices.add_item(tx, code, "part", wanted)
            actions_stock.take_in(tx, item_id, came * 1000, "上季度采购", f"demo:in:{code}")


def use(tx: Tx, order_id: int, key: str) -> None:
    """What an order used before it was done: the home pays where the owner agreed, the rest is counted as cost."""
    order = actions.require(tx, order_id)
    uses = _uses(tx, order.category)
    if not uses:
        return
    if order.home_id is not None and order_id % 3:
        actions_cost.let_charge(tx, order_id, chargeable=True)
        quote_id = quote(tx, order_id, key)
        actions_quotes.answer(tx, quote_id, Answer("accepted", "phone", "电话确认同意"))
    for number, one in enumerate(uses):
        actions_lines.add_line(tx, order_id, one, f"{key}:use:{number}")


def quote(tx: Tx, order_id: int, key: str) -> int:
    """Ask the owner of an order; answers the quote's id."""
    order = actions.require(tx, order_id)
    for one in _uses(tx, order.category):
        actions_quotes.draft_line(tx, order_id, one)
    return actions_quotes.send(tx, order_id, "", f"{key}:quote", {ASSIGNEE})


def _uses(tx: Tx, category: str) -> list[Use]:
    """What such an order needs; what the store room has run out of is brought along."""
    known = {one.code: one for one in queries.items(tx)}
    return [Use(known[code].id, e3, _source(known[code], e3)) for code, e3 in USED.get(category, ())]


def _source(item: Item, e3: int) -> str:
    if item.kind == "labour":
        return "labour"
    return "stock" if item.on_hand_e3 >= e3 else "own"
