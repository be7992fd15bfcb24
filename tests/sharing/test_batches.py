"""Batches of shared costs on a real database: worked out, posted once, frozen, voided."""

import sqlite3
from datetime import date
from typing import Any

import pytest

from estate.billing import actions_items
from estate.billing.actions_charges import reverse_charge
from estate.billing.queries import charges_of_home
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.meters.actions import MeterSpec, add_meter
from estate.meters.actions_readings import Taken, take
from estate.refusal import Refused
from estate.sharing import actions, actions_posting, queries, records
from estate.sharing.rules import Floors
from estate.sharing.rules_preview import PlaceRule
from tests.billing.ledger import NOVEMBER, charges, computed, one, pay
from tests.billing.place import owner, settle
from tests.sharing.conftest import A16, BY, OCTOBER, Place, batch, begun, posted, seen, spec


def shares(batch_id: int) -> list[int | None]:
    return [share.share_fen for share in seen(batch_id).shares]


def charge_quantities(home_id: int) -> list[str]:
    with read() as db:
        return [charge.quantity for charge in charges_of_home(db, home_id)]


def read_meter(meter_id: int, on: date, value: int) -> None:
    take(Taken(meter_id, on, value * 1000, confirmed=True), BY)


def test_a_sum_is_shared_by_area_to_the_fen_and_every_line_shows_how(place: Place) -> None:
    batch_id = begun(place)
    assert shares(batch_id) == A16
    done = posted(batch_id)
    assert (done.state, done.pool_fen, done.charged_fen, done.kept_fen) == ("posted", 123_457, 123_457, 0)
    assert [one(home_id).amount_fen for home_id in place.homes] == A16
    first = one(place.homes[0])
    assert first.formula == "1\u202f234.57 × 89.76 / 664.98 = 166.65"
    assert (first.kind, first.period_from, first.period_to, first.due_on) == (
        "shared",
        "2026-10-01",
        "2026-10-31",
        "2026-11-15",
    )


def test_the_same_key_begins_and_the_same_page_posts_only_once(place: Place) -> None:
    batch_id = begun(place)
    assert begun(place, 99) == batch_id
    mark = seen(batch_id).mark
    actions_posting.post(batch_id, mark, BY)
    actions_posting.post(batch_id, mark, BY)
    assert len(charges(place.homes[0])) == 1


def test_what_was_not_looked_at_is_not_posted(place: Place) -> None:
    batch_id = begun(place)
    mark = seen(batch_id).mark
    actions.change(batch_id, spec(place, 99_999), BY)
    with pytest.raises(Refused, match="Look at the shares again"):
        actions_posting.post(batch_id, mark, BY)


def test_excepted_homes_are_no_members_and_say_why(place: Place) -> None:
    batch_id = begun(place, 30_001, method="household")
    rules = [
        (PlaceRule("home", home_id, True, "clause 8: not the ground floor"), "x")
        for home_id in place.homes[:1]
    ]
    building = PlaceRule("building", _building("4"), True, "has no lift")
    actions.add_rules(batch_id, [*rules, (building, "4")], BY)
    assert shares(batch_id) == [None, 7501, 7500, 7500, 7500, None, None]
    posted(batch_id)
    with read() as db:
        rows, total = records.posted_shares(db, batch_id, 1, why=True)
    assert total == 3 and [row.reason for row in rows] == [
        "clause 8: not the ground floor",
        "has no lift",
        "has no lift",
    ]
    with pytest.raises(Refused, match="Void it instead"):
        actions.add_rules(batch_id, [(PlaceRule("all"), "")], BY)


def _building(code: str) -> int:
    with read() as db:
        return int(db.value("SELECT id FROM buildings WHERE code = :code", code=code))


def test_an_exception_needs_a_reason_and_a_batch_a_basis(place: Place) -> None:
    batch_id = begun(place)
    with pytest.raises(Refused, match="Write why"):
        actions.add_rules(batch_id, [(PlaceRule("home", place.homes[0], True), "x")], BY)
    with pytest.raises(Refused, match="what allows it"):
        begun(place, key="other", basis=" ")


def test_floors_weigh_by_their_factor_and_none_may_be_missing(place: Place) -> None:
    batch_id = begun(place, 60_000, method="floor")
    assert set(seen(batch_id).problems) == {"no_factor", "no_weight"}
    actions.add_floors(batch_id, Floors(None, 1, 0), BY)
    actions.add_floors(batch_id, Floors(2, 3, 10_000), BY)
    assert seen(batch_id).problems == {"no_factor": ["3-2-401", "3-2-501"]}
    with pytest.raises(Refused, match="cannot be posted yet"):
        posted(batch_id)
    with pytest.raises(Refused, match="in the table already"):
        actions.add_floors(batch_id, Floors(3, None, 15_000), BY)
    actions.add_floors(batch_id, Floors(4, None, 15_000), BY)
    assert shares(batch_id) == [0, 10_000, 10_000, 15_000, 15_000, 0, 10_000]
    posted(batch_id)
    assert charges(place.homes[0]) == []  # a member that bears nothing


def test_by_consumption_every_meter_must_be_read(place: Place) -> None:
    new_year = date(2026, 1, 1)
    meters = [
        add_meter(MeterSpec(home_id, "water", f"W-{n}", new_year, 0), BY)
        for n, home_id in enumerate(place.homes)
    ]
    for n, meter_id in enumerate(meters):
        read_meter(meter_id, date(2026, 9, 28), 10)
        if n:
            read_meter(meter_id, date(2026, 10, 28), 10 + n)
    batch_id = begun(place, 21_000, method="usage", meter_kind="water")
    assert seen(batch_id).problems == {"no_reading": ["3-2-101"]}
    read_meter(meters[0], date(2026, 10, 28), 10)
    assert shares(batch_id) == [0, 1000, 2000, 3000, 4000, 5000, 6000]


def test_the_residual_pool_is_master_less_sub_meters_less_own_use(place: Place) -> None:
    new_year = date(2026, 1, 1)
    kinds = [(None, "M", "Main room"), (None, "P", "Pump room")] + [
        (home, f"E-{home}", "") for home in place.homes
    ]
    master, pump, *homes = [
        add_meter(MeterSpec(home, "electricity", number, new_year, 0, where), BY)
        for home, number, where in kinds
    ]
    for meter_id in (master, pump, *homes):
        read_meter(meter_id, date(2026, 9, 30), 100)
    chosen: dict[str, Any] = {"master_ids": (master,), "sub_ids": (pump,), "home_subs": True}
    batch_id = begun(place, None, price_e4=6_000, own_e6=80_000_000, **chosen)
    assert "not_read" in seen(batch_id).problems
    for meter_id, used in ((master, 1000), (pump, 60), *((home, 80) for home in homes)):
        read_meter(meter_id, date(2026, 10, 31), 100 + used)
    preview = seen(batch_id)
    assert preview.pool_formula == "(1000 − 620 − 80) × 0.6 = 180.00" and not preview.problems
    assert posted(batch_id).pool_fen == 18_000
    assert one(place.homes[0]).formula.startswith(
        "(1000 − 620 − 80) × 0.6 = 180.00; 180.00 × 89.76 / 664.98 = "
    )


def test_a_pool_below_nothing_is_a_correction_and_charges_nobody(place: Place) -> None:
    meter = add_meter(MeterSpec(None, "water", "M", date(2026, 1, 1), 0, "Main room"), BY)
    read_meter(meter, date(2026, 10, 31), 10)
    batch_id = begun(place, None, price_e4=10_000, own_e6=50_000_000, master_ids=(meter,))
    preview = seen(batch_id)
    assert preview.pool_fen == -4000 and sum(share.share_fen or 0 for share in preview.shares) == -4000
    assert list(preview.problems) == ["correction"]


def test_a_home_without_a_payer_is_counted_and_its_share_stays_with_the_office(
    store: Store, place: Place
) -> None:
    with write(BY) as tx:
        empty = settle(tx, HomeSpec("4", "1", "301", 3, 10_000, state="unsold"))
    batch_id = begun(place, 80_000, method="household")
    assert shares(batch_id) == [10_000] * 8
    done = posted(batch_id)
    assert (done.charged_fen, done.kept_fen) == (70_000, 10_000)
    assert charges(empty) == [] and one(place.homes[0]).amount_fen == 10_000
    again = begun(place, 5_000, key="again", method="household")
    assert "4-1-301" in seen(again).problems["taken"]


def test_two_owners_of_a_month_share_by_days(store: Store, place: Place) -> None:
    with write(BY) as tx:
        home = settle(
            tx,
            HomeSpec("5", "1", "101", 1, 8976, state="occupied"),
            owner("Qian Yi", until=date(2026, 10, 15)),
            owner("Sun Er", date(2026, 10, 16)),
        )
    batch_id = begun(place, 80_000, method="household")
    posted(batch_id)
    assert charges(home) == [
        ("Qian Yi", "2026-10-01", "2026-10-15", 4839),
        ("Sun Er", "2026-10-16", "2026-10-31", 5161),
    ]
    assert sorted(charge_quantities(home)) == ["1 / 8 × 15/31", "1 / 8 × 16/31"]
    assert one(home).formula.endswith("= 100.00; 100.00 − 48.39 = 51.61")


def test_the_same_months_are_not_shared_twice_until_the_batch_is_voided(place: Place) -> None:
    first, second = begun(place), begun(place, 50_000, key="second")
    mark = seen(second).mark
    posted(first)
    assert len(seen(second).problems["taken"]) == 7
    with pytest.raises(Refused):
        actions_posting.post(second, mark, BY)
    with pytest.raises(Refused, match="cannot be posted yet"):
        posted(second)
    with pytest.raises(Refused, match="reason"):
        actions_posting.void(first, " ", BY)
    voided = actions_posting.void(first, "wrong bill", BY)
    assert voided.state == "voided" and actions_posting.void(first, "again", BY).reason == "wrong bill"
    assert all(charges(home_id) == [] for home_id in place.homes)
    assert posted(second).pool_fen == 50_000


def test_a_batch_is_not_voided_while_something_of_it_is_paid(place: Place) -> None:
    batch_id = begun(place)
    posted(batch_id)
    pay(one(place.homes[0]).id, 1)
    with pytest.raises(Refused, match="has paid on these bills"):
        actions_posting.void(batch_id, "wrong bill", BY)
    assert batch(batch_id).state == "posted"


def test_a_single_charge_that_was_taken_back_is_left_out_of_the_void(place: Place) -> None:
    batch_id = begun(place)
    posted(batch_id)
    reverse_charge(one(place.homes[0]).id, "moved out", BY)
    actions_posting.void(batch_id, "wrong bill", BY)
    assert all(charges(home_id) == [] for home_id in place.homes)


def test_the_database_itself_keeps_a_posted_batch(place: Place) -> None:
    batch_id = begun(place)
    posted(batch_id)
    for sql in (
        "UPDATE sharing_batches SET pool_fen = pool_fen + 1",
        "UPDATE sharing_batches SET state = 'draft'",
        "DELETE FROM sharing_batches",
        "UPDATE sharing_shares SET share_fen = share_fen + 1",
        "DELETE FROM sharing_shares",
        "DELETE FROM sharing_charges",
        "DELETE FROM sharing_rules",
    ):
        with write(BY) as tx, pytest.raises(sqlite3.IntegrityError, match="stays as it is"):
            tx.run(sql)


def test_a_batch_whose_shares_do_not_add_up_is_not_posted(place: Place) -> None:
    batch_id = begun(place)
    sums = {"pool_fen": 123_456, "whole_e6": 1, "charged_fen": 123_456, "kept_fen": 0}
    with write(BY) as tx:
        records.copy_shares(tx, batch_id, queries.preview(tx, batch(batch_id)))
        with pytest.raises(sqlite3.IntegrityError, match="do not add up"):
            tx.update("sharing_batches", batch_id, state="posted", posted_at="2026-11-05T00:00:00Z", **sums)


def test_a_bill_run_neither_charges_nor_misses_a_shared_fee(place: Place) -> None:
    posted(begun(place))
    assert computed(NOVEMBER).lines == 0
    with pytest.raises(Refused, match="has no price"):
        actions_items.add_tariff(place.lift, actions_items.TariffSpec(OCTOBER, None, 100), BY)


def test_a_batch_that_was_never_posted_can_be_thrown_away(place: Place) -> None:
    batch_id = begun(place)
    actions.discard(batch_id, BY)
    with read() as db:
        assert records.batches(db, 1) == ([], 0)
