"""What happens between the quote and the bill: prices and owners change, work is taken up again, buttons are pressed twice."""

import sqlite3
from datetime import timedelta
from typing import Any

import pytest

from estate.billing import queries as bills
from estate.data import clock, read, write
from estate.jobs import outbox
from estate.materials import actions_charges, actions_prices, actions_quotes, queries
from estate.materials.actions_lines import Use
from estate.materials.actions_prices import Wanted
from estate.people.actions_handover import NewOwner, hand_over
from estate.people.specs import PersonSpec
from estate.refusal import Refused
from tests.materials.conftest import BY, Shop
from tests.repairs.conftest import order


def used(shop: Shop, quote_id: int, key: str = "all") -> int:
    with write(shop.site.zhou) as tx:
        return actions_quotes.use_quoted(tx, quote_id, key)


def again(shop: Shop, order_id: int, key: str = "2") -> None:
    """The owner is not content: Zhou is back at work."""
    shop.site.step(order_id, "reopen", "owner", BY, key=f"reopen:{key}", reason="drips again")
    shop.site.step(order_id, "take", "worker", key=f"take:{key}")
    shop.site.step(order_id, "arrive", "assignee", key=f"arrive:{key}")


@pytest.mark.parametrize("dearer", [True, False])
def test_what_the_owner_accepted_keeps_its_price_when_the_list_changes(shop: Shop, dearer: bool) -> None:
    order_id = shop.working()
    quote_id = shop.agreed(order_id, (shop.cartridge, 2000), (shop.hour, 1000))
    price = 9900 if dearer else 100
    with write(BY) as tx:
        actions_prices.change_item(
            tx, shop.cartridge, Wanted("Brass cartridge", "piece", price, 1850, 0, None, active=dearer)
        )
    assert used(shop, quote_id) == 2
    shop.end(order_id)
    assert [fen for _, fen in shop.charges(order_id)] == [15000]
    with read() as db:
        first = queries.lines(db, order_id)[0]
    assert (first.name, first.price_fen, first.warranty_days, first.cost_fen) == (
        "Tap cartridge",
        3500,
        180,
        3700,
    )


def test_a_quote_is_noted_as_used_once_whoever_presses_the_button(shop: Shop) -> None:
    actions_prices.change_settings(queries.Settings(10**6, "signed_off", None), BY)
    order_id = shop.working()
    quote_id = shop.agreed(order_id, (shop.cartridge, 1000))
    assert used(shop, quote_id, "a") == used(shop, quote_id, "a") == 1
    with pytest.raises(Refused, match="noted already"):
        used(shop, quote_id, "b")
    assert shop.on_hand(shop.cartridge) == 9000


def test_what_is_added_after_warranty_work_is_done_costs_nothing_either(shop: Shop) -> None:
    order_id = shop.working()
    shop.agreed(order_id, (shop.hour, 3000))
    shop.use(order_id, shop.hour, 1000, "h")
    shop.end(order_id)
    again(shop, order_id)
    shop.site.step(order_id, "finish", "assignee", key="finish:2", note="tightened")
    shop.use(order_id, shop.hour, 1000, "late")
    shop.site.step(order_id, "sign_off", "owner", BY, key="sign:2")
    outbox.drain()
    assert [fen for _, fen in shop.charges(order_id)] == [8000]
    with read() as db:
        assert [one.chargeable for one in queries.lines(db, order_id)] == [1, 0]


def test_what_is_added_once_the_work_is_first_done_is_still_charged(shop: Shop) -> None:
    order_id = shop.working()
    shop.agreed(order_id, (shop.hour, 3000))
    shop.site.step(order_id, "finish", "assignee", note="done")
    shop.use(order_id, shop.hour, 1000, "late")
    shop.site.step(order_id, "sign_off", "owner", BY)
    outbox.drain()
    assert [fen for _, fen in shop.charges(order_id)] == [8000]


def test_work_within_the_warranty_is_not_quoted(shop: Shop) -> None:
    order_id = shop.working()
    shop.end(order_id)
    again(shop, order_id)
    with pytest.raises(Refused, match="warranty"):
        shop.quote(order_id, (shop.hour, 1000))


def test_who_owned_the_home_when_the_work_was_done_pays_for_it(shop: Shop, clocked: Any) -> None:
    order_id = shop.working()
    shop.agreed(order_id, (shop.hour, 1000))
    shop.use(order_id, shop.hour, 1000, "h")
    shop.site.step(order_id, "finish", "assignee", note="done")
    clocked.shift(timedelta(days=3))
    new = [NewOwner(PersonSpec("Zhao Lei"))]
    hand_over(shop.site.home_id, new, clock.today(), BY, key="sold")
    clocked.shift(timedelta(days=1))
    with write(BY) as tx:
        charge_id = actions_charges.charge(tx, order_id, "hand", again=True)
    with read() as db:
        charge = bills.charge(db, charge_id or 0)
        assert charge is not None
        worked = queries.lines(db, order_id)[0].at[:10]
    assert charge.payer_name == "Wang Jianguo" and charge.period_from == worked
    assert charge.due_on > clock.today().isoformat()


def test_nothing_is_put_into_the_quote_of_an_order_that_has_ended(shop: Shop) -> None:
    order_id = shop.working()
    shop.site.step(order_id, "cancel", "office", shop.site.clerk, reason="moved out")
    with pytest.raises(Refused), write(BY) as tx:
        actions_quotes.draft_line(tx, order_id, Use(shop.hour, 1000, "labour"))
    assert order(order_id).state == "cancelled"


def test_nothing_is_added_to_a_quote_that_was_answered(shop: Shop) -> None:
    shop.agreed(shop.working(), (shop.hour, 1000))
    with pytest.raises(sqlite3.IntegrityError, match="as it was sent"), write(BY) as tx:
        tx.run("""
            INSERT INTO quote_lines SELECT quote_id, seq + 1, source, item_id, code, name, unit, quantity_e3, price_fen,
                   amount_fen, warranty_days FROM quote_lines
        """)
