"""Taking back: a run voided, a single charge reversed, a run thrown away; and what the database itself keeps."""

import sqlite3
from datetime import date

import pytest

from estate.billing import (
    actions,
    actions_charges,
    actions_items,
    queries,
)
from estate.billing.actions_items import TariffSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.refusal import Refused
from tests.billing import place
from tests.billing.ledger import NOVEMBER, charges, computed, one, pay, posted
from tests.billing.place import WANG, owner, settle


def test_a_voided_run_is_reversed_line_by_line_and_can_be_billed_again(store: Store, by: System) -> None:
    with write(by) as tx:
        homes = place.many_homes(tx, 5)
        item_id = place.by_area(tx, 18500)
    run = posted(NOVEMBER)
    with pytest.raises(Refused, match="reason"):
        actions.void_run(run.id, " ", by)
    voided = actions.void_run(run.id, "wrong price", by)
    assert actions.void_run(run.id, "again", by) == voided
    with read() as db:
        assert db.value("SELECT sum(amount_fen) FROM charges") == 0
        assert db.value("SELECT count(*) FROM charge_balances WHERE balance_fen <> 0") == 0
        assert queries.owed_total(db, homes[0]) == 0
    actions_items.add_tariff(item_id, TariffSpec(date(2026, 11, 1), 20500, None), by)
    assert posted(NOVEMBER).total_fen > run.total_fen


def test_a_run_with_a_payment_is_not_voided(store: Store, by: System) -> None:
    with write(by) as tx:
        homes = place.many_homes(tx, 3)
        place.by_area(tx, 18500)
    run = posted(NOVEMBER)
    pay(one(homes[0]).id, 100)
    with pytest.raises(Refused, match="1 home has paid"):
        actions.void_run(run.id, "wrong price", by)
    with pytest.raises(Refused, match="receipt first"):
        actions_charges.reverse_charge(one(homes[0]).id, "wrong", by)


def test_a_single_charge_is_reversed_once_and_only_its_days_are_billed_again(
    store: Store, by: System
) -> None:
    with write(by) as tx:
        homes = place.many_homes(tx, 3)
        place.by_area(tx, 18500)
    posted(NOVEMBER)
    charge = one(homes[1])
    reversal = actions_charges.reverse_charge(charge.id, "wrong owner", by)
    assert actions_charges.reverse_charge(charge.id, "again", by) == reversal
    with pytest.raises(Refused, match="reversal itself"):
        actions_charges.reverse_charge(reversal, "no", by)
    with read() as db:
        row = queries.charge(db, reversal)
    assert row is not None
    assert (row.amount_fen, row.reverses_id, row.reason) == (-charge.amount_fen, charge.id, "wrong owner")
    run = posted(NOVEMBER)
    assert (run.homes, run.total_fen) == (1, charge.amount_fen)


def test_the_database_keeps_a_posted_charge_whatever_the_program_does(store: Store, by: System) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"))
        place.by_area(tx, 18500)
    posted(NOVEMBER)
    charge_id = one(home_id).id
    copy = "INSERT INTO charges SELECT NULL, {} FROM charges".format(
        "run_id, home_id, home_code, fee_item_id, fee_item_name, kind, tariff_id, parking_space_id, parking_code, "
        "payer_id, payer_name, '2026-11-30', '2026-12-29', quantity, price, formula, amount_fen, due_on, posted_at, "
        "posted_by, NULL, NULL, NULL, NULL, NULL, booked_on, NULL, NULL"
    )
    for sql in (
        f"UPDATE charges SET amount_fen = 1 WHERE id = {charge_id}",
        f"UPDATE charges SET payer_name = 'x' WHERE id = {charge_id}",
        f"DELETE FROM charges WHERE id = {charge_id}",
        f"DELETE FROM charge_balances WHERE charge_id = {charge_id}",
        f"UPDATE charge_balances SET paid_fen = amount_fen + 1 WHERE charge_id = {charge_id}",
        f"UPDATE charge_balances SET paid_fen = -1 WHERE charge_id = {charge_id}",
        "UPDATE tariffs SET price_e4 = 1",
        "DELETE FROM tariffs",
        copy,
    ):
        with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
            tx.run(sql)


def test_a_one_off_charge_is_posted_once_for_one_key(store: Store, by: System) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"))
        item_id = actions_items.add_item("Repair", "one_off", by)
    day = date(2026, 11, 5)

    def charge(fen: int = 8000) -> int:
        return actions_charges.charge_once(home_id, item_id, fen, day, day, "Tap replaced", "a-key", by)

    assert charge() == charge()
    assert charges(home_id) == [("Wang Wu", "2026-11-05", "2026-11-05", 8000)]
    assert one(home_id).formula == "Tap replaced"


def test_throwing_a_run_away_leaves_nothing(store: Store, by: System) -> None:
    with write(by) as tx:
        place.many_homes(tx, 3)
        place.by_area(tx, 18500)
    run = computed(NOVEMBER)
    actions.discard_run(run.id, by)
    with read() as db:
        for table in ("bill_runs", "bill_run_lines", "bill_run_homes", "bill_run_skips", "bill_run_totals"):
            assert db.value(f"SELECT count(*) FROM {table}") == 0
    with pytest.raises(Refused, match="Void it"):
        actions.discard_run(posted(NOVEMBER).id, by)
