"""Quotes and charges: nothing above the owner's word, every line charged once, whatever is reopened and signed off."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estate.billing import actions_charges as billing
from estate.billing import queries as bills
from estate.data import read, write
from estate.jobs import outbox
from estate.materials import (
    actions_charges,
    actions_lines,
    actions_prices,
    actions_stock,
    queries,
    queries_costs,
    queries_quotes,
)
from estate.materials.queries import Settings
from estate.refusal import Refused
from tests.materials.conftest import BY, Shop
from tests.repairs.conftest import order


def test_from_the_quote_to_the_bill(shop: Shop, clocked: Any) -> None:
    order_id = shop.working()
    with pytest.raises(Refused, match="not agreed to a price yet"):
        shop.use(order_id, shop.cartridge, 1000, "early")
    due = order(order_id).complete_by
    quote_id = shop.quote(order_id, (shop.cartridge, 1000), (shop.hour, 1500))
    waiting = order(order_id)
    assert (waiting.state, waiting.waiting_for) == ("waiting", "owner")
    with read() as db:
        assert db.value("SELECT count(*) FROM messages WHERE event = 'repair.quote'") == 1
    with pytest.raises(Refused, match="not answered the quote"):
        shop.site.step(order_id, "resume", "assignee", key="impatient")
    clocked.shift(timedelta(hours=3))
    shop.answer(quote_id, "accepted")
    assert order(order_id).state == "working" and order(order_id).complete_by > due

    shop.use(order_id, shop.cartridge, 1000, "part")
    shop.use(order_id, shop.hour, 1500, "hours")
    with pytest.raises(Refused, match=r"¥235\.00, but the owner agreed to ¥155\.00"):
        shop.use(order_id, shop.hour, 1000, "more")
    shop.use(order_id, shop.hour, 1000, "gift", free=True)
    shop.end(order_id)
    [(charge_id, fen)] = shop.charges(order_id)
    assert fen == 15500
    with read() as db:
        charge = bills.charge(db, charge_id)
        assert charge is not None and charge.payer_name == "Wang Jianguo"
        assert charge.formula.endswith(
            "Tap cartridge 1 piece × 35.00 = 35.00; Plumber 1.5 hour × 80.00 = 120.00; Σ 155.00"
        )
        found = queries_costs.order_of_charge(db, charge_id)
        assert found is not None and found.order_id == order_id
        assert queries_costs.summary(db, order_id) == (3, 1850 + 6750 + 4500, 15500, 15500, 15500, None)


def test_who_declines_gets_the_order_back_without_a_charge(shop: Shop) -> None:
    order_id = shop.working()
    quote_id = shop.quote(order_id, (shop.hour, 1000))
    with pytest.raises(Refused, match="has not answered the last quote"):
        shop.quote(order_id, (shop.hour, 2000), key="second")
    with pytest.raises(Refused, match="what they said"):
        shop.answer(quote_id, "declined", "phone")
    shop.answer(quote_id, "declined", "phone", words="too dear")
    shop.answer(quote_id, "declined", "phone", words="too dear")
    with pytest.raises(Refused, match="answered already"):
        shop.answer(quote_id, "accepted")
    assert order(order_id).state == "working"
    shop.end(order_id)
    assert shop.charges(order_id) == []


def test_the_office_lets_a_little_more_pass(shop: Shop) -> None:
    actions_prices.change_settings(Settings(3500, "done", None), BY)
    order_id = shop.working()
    shop.use(order_id, shop.cartridge, 1000, "a")
    with pytest.raises(Refused, match="not agreed"):
        shop.use(order_id, shop.cartridge, 1, "b")
    shop.site.step(order_id, "finish", "assignee", note="done")
    outbox.drain()
    assert [fen for _, fen in shop.charges(order_id)] == [3500]
    shop.site.step(order_id, "sign_off", "owner", BY)
    outbox.drain()
    assert [fen for _, fen in shop.charges(order_id)] == [3500]


def test_public_places_and_warranty_cost_the_owner_nothing(shop: Shop) -> None:
    public = shop.working("p", charged=False, home_id=None, location="Hall 2", category="lighting")
    shop.use(public, shop.cartridge, 1000, "p")
    order_id = shop.working()
    shop.agreed(order_id, (shop.hour, 1000))
    shop.use(order_id, shop.hour, 1000, "h")
    shop.end(order_id)
    shop.site.step(order_id, "reopen", "owner", BY, reason="drips again")
    shop.site.step(order_id, "take", "worker")
    shop.site.step(order_id, "arrive", "assignee", key="again")
    shop.use(order_id, shop.cartridge, 1000, "again")
    shop.end(order_id, "2")
    shop.end(public, "p")
    assert [fen for _, fen in shop.charges(order_id)] == [8000] and shop.charges(public) == []
    with read() as db:
        assert [one.chargeable for one in queries.lines(db, order_id)] == [1, 0]


def test_what_is_charged_is_taken_back_by_reversing_the_charge_first(shop: Shop) -> None:
    order_id = shop.working()
    shop.agreed(order_id, (shop.hour, 1000))
    line_id = shop.use(order_id, shop.hour, 1000, "h")
    shop.end(order_id)
    [(charge_id, _)] = shop.charges(order_id)
    with pytest.raises(Refused, match="Reverse the charge first"), write(BY) as tx:
        actions_lines.take_back(tx, line_id, "was less")
    billing.reverse_charge(charge_id, "goodwill", BY)
    shop.site.step(order_id, "reopen", "owner", BY, reason="drips", key="re")
    shop.site.step(order_id, "take", "worker", key="re:take")
    shop.site.step(order_id, "arrive", "assignee", key="re:arrive")
    shop.end(order_id, "2")
    assert shop.charges(order_id) == []
    with write(BY) as tx:
        again = actions_charges.charge(tx, order_id, "hand", again=True)
        assert actions_charges.charge(tx, order_id, "hand", again=True) == again
    assert [fen for _, fen in shop.charges(order_id)] == [8000]


def test_a_cancelled_order_takes_its_open_quote_along(shop: Shop) -> None:
    order_id = shop.working()
    quote_id = shop.quote(order_id, (shop.hour, 1000))
    shop.site.step(order_id, "cancel", "office", shop.site.clerk, reason="moved out")
    outbox.drain()
    with read() as db:
        found = queries_quotes.quote(db, quote_id)
    assert found is not None and found.answer == "withdrawn"
    with pytest.raises(Refused):
        shop.answer(quote_id, "accepted")


def test_nobody_owns_the_home_and_the_charge_waits_for_a_person(shop: Shop) -> None:
    order_id = shop.working()
    shop.agreed(order_id, (shop.hour, 1000))
    shop.use(order_id, shop.hour, 1000, "h")
    with write(BY) as tx:
        tx.run("DELETE FROM residencies WHERE home_id = :home", home=shop.site.home_id)
    shop.end(order_id)
    assert shop.charges(order_id) == []
    with pytest.raises(Refused, match="Nobody owns this home"), write(BY) as tx:
        actions_charges.charge(tx, order_id, "hand", again=True)


ACTS = st.lists(
    st.sampled_from(["part", "hour", "back", "finish", "sign_off", "reopen", "charge", "reverse"]),
    max_size=14,
)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_no_line_is_charged_twice_whatever_is_reopened_signed_off_and_reversed(
    shop: Shop, acts: list[str]
) -> None:
    with read() as db:
        run = int(db.value("SELECT count(*) FROM work_orders"))
    order_id = shop.working(f"h{run}", join=False)
    shop.agreed(order_id, (shop.hour, 99_000), key=f"q{run}")
    with write(BY) as tx:
        actions_stock.count(tx, shop.cartridge, 50_000 + run, "counted", f"c{run}")
    for at, act in enumerate(acts):
        with suppress(Refused, IndexError):
            _do(shop, order_id, act, f"{run}:{at}")
        outbox.drain()
        _hold_together(order_id)


def _do(shop: Shop, order_id: int, act: str, key: str) -> None:
    if act in ("part", "hour"):
        shop.use(order_id, shop.cartridge if act == "part" else shop.hour, 1500, key)
    elif act == "back":
        with read() as db:
            line = next((one for one in queries.lines(db, order_id) if not one.reversed_by), None)
        if line:
            with write(BY) as tx:
                actions_lines.take_back(tx, line.id, "wrong")
    elif act == "finish":
        if order(order_id).state == "reopened":
            shop.site.step(order_id, "take", "worker", key=f"{key}:t")
            shop.site.step(order_id, "arrive", "assignee", key=f"{key}:a")
        shop.site.step(order_id, "finish", "assignee", key=key, note="done")
    elif act in ("sign_off", "reopen"):
        shop.site.step(order_id, act, "owner", BY, key=key, reason="again")
    elif act == "charge":
        with write(BY) as tx:
            actions_charges.charge(tx, order_id, key, again=True)
    else:
        billing.reverse_charge(shop.charges(order_id)[0][0], "wrong", BY)


def _hold_together(order_id: int) -> None:
    """Each standing charge is the sum of its lines, and no line is in two of them."""
    with read() as db:
        rows = db.tuples(
            """
            SELECT c.id, c.amount_fen, l.id, l.amount_fen FROM order_charges AS o
              JOIN charges AS c ON c.id = o.charge_id AND c.reversed_by IS NULL
              JOIN order_charge_lines AS k ON k.order_charge_id = o.id
              JOIN material_lines AS l ON l.id = k.line_id
             WHERE o.order_id = :order_id
            """,
            order_id=order_id,
        )
    lines = [line for _, _, line, _ in rows]
    assert len(lines) == len(set(lines))
    for charge_id, fen in {(charge, fen) for charge, fen, _, _ in rows}:
        assert fen == sum(part for charge, _, _, part in rows if charge == charge_id)
