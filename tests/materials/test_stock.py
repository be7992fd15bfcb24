"""The store room holds what came less what went: for every order of movements, and for two at once."""

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estate.app import open_store
from estate.data import Store, read, use, write
from estate.data.store import System
from estate.materials import actions_lines, actions_prices, actions_stock, queries
from estate.materials.actions_prices import Wanted
from estate.refusal import Refused
from tests.materials.conftest import BY, Shop
from tests.together import at_once


def test_what_is_used_leaves_the_store_room_and_comes_back_with_its_line(shop: Shop) -> None:
    order_id = shop.working(charged=False)
    line_id = shop.use(order_id, shop.cartridge, 2000, "u")
    assert shop.use(order_id, shop.cartridge, 2000, "u") == line_id
    assert shop.on_hand(shop.cartridge) == 8000
    with write(BY) as tx:
        back = actions_lines.take_back(tx, line_id, "wrong size")
        assert actions_lines.take_back(tx, line_id, "wrong size") == back
    assert shop.on_hand(shop.cartridge) == 10_000
    with read() as db:
        assert [one.kind for one in queries.movements(db, shop.cartridge)] == ["back", "out", "in"]


def test_more_than_is_there_is_refused_with_what_is_there_and_changes_nothing(shop: Shop) -> None:
    order_id = shop.working(charged=False)
    with pytest.raises(Refused, match="Only 10 piece of Tap cartridge in stock"):
        shop.use(order_id, shop.cartridge, 10_500, "u")
    assert shop.on_hand(shop.cartridge) == 10_000
    shop.use(order_id, shop.cartridge, 10_500, "u", source="own")
    assert shop.on_hand(shop.cartridge) == 10_000


def test_a_count_needs_a_reason_and_becomes_the_difference(shop: Shop) -> None:
    with write(BY) as tx:
        with pytest.raises(Refused, match="reason"):
            actions_stock.count(tx, shop.cartridge, 7000, " ", "c")
        assert actions_stock.count(tx, shop.cartridge, 7000, "three broken", "c") == 7000
        assert actions_stock.count(tx, shop.cartridge, 7000, "three broken", "c") == 7000
        assert actions_stock.count(tx, shop.cartridge, 7000, "again", "d") == 7000
    with read() as db:
        assert [one.quantity_e3 for one in queries.movements(db, shop.cartridge)] == [-3000, 10_000]
        assert queries.short(db) == 0
    with write(BY) as tx:
        actions_stock.count(tx, shop.cartridge, 4999, "one cut", "e")
        assert queries.short(tx) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE stock_movements SET quantity_e3 = 1",
        "DELETE FROM stock_movements",
        "UPDATE material_items SET on_hand_e3 = 99000",
        "UPDATE material_versions SET price_fen = 1",
        "UPDATE material_items SET code = 'X'",
    ],
)
def test_nobody_changes_what_is_on_record(shop: Shop, sql: str) -> None:
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        tx.run(sql)


def test_two_repairers_take_the_last_part_and_one_is_told(shop: Shop) -> None:
    with write(BY) as tx:
        actions_stock.count(tx, shop.cartridge, 1000, "one left", "c")
    orders = [shop.working("a", charged=False), shop.working("b", charged=False, category="other")]

    def take(order_id: int) -> str:
        try:
            shop.use(order_id, shop.cartridge, 1000, f"last:{order_id}")
        except Refused as refused:
            return refused.message
        return "taken"

    told = sorted(at_once(*(partial(take, one) for one in orders)), key=lambda one: one == "taken")
    assert told[1] == "taken" and "Tap cartridge" in told[0]
    assert shop.on_hand(shop.cartridge) == 0


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("room")
    opened = open_store(folder)
    yield opened
    opened.close()
    use(None)


MOVES = st.lists(
    st.tuples(st.sampled_from(["in", "count"]), st.integers(0, 5 * 10**6)), min_size=1, max_size=12
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_the_balance_is_the_sum_of_the_movements_whatever_happens(
    room: Store, moves: list[tuple[str, int]]
) -> None:
    use(room)
    with write(System("test")) as tx:
        number = int(tx.value("SELECT count(*) FROM material_items"))
        item = actions_prices.add_item(tx, f"H-{number}", "part", Wanted("Hose", "m", 100, 50, 0, 0))
        for at, (kind, e3) in enumerate(moves):
            if kind == "in" and e3:
                actions_stock.take_in(tx, item, e3, "", f"{item}:{at}")
            elif kind == "count":
                assert actions_stock.count(tx, item, e3, "counted", f"{item}:{at}") == e3
            there = tx.value("SELECT on_hand_e3 FROM material_items WHERE id = :item", item=item)
            total = tx.value(
                "SELECT ifnull(sum(quantity_e3), 0) FROM stock_movements WHERE item_id = :item", item=item
            )
            assert there == total >= 0
