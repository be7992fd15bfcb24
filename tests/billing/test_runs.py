"""Bill runs through the store: A05 to A08 end to end, skips, posting twice, voiding, changed data, comparison."""

from datetime import date
from typing import Any

import pytest

from estate.billing import (
    actions,
    actions_compute,
    actions_items,
    records_shown,
)
from estate.billing.actions_items import TariffSpec
from estate.billing.rules_who import Rule
from estate.community.actions_parking import ParkingSpec, add_parking_space
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.jobs import outbox
from estate.refusal import Refused
from tests.billing import place
from tests.billing.ledger import NOVEMBER, charges, computed, one, posted, shown, skipped
from tests.billing.place import LI, WANG, owner, settle


def test_a_month_is_charged_with_its_arithmetic_and_copies_what_it_was_made_from(
    store: Store, by: System
) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"))
        item_id = place.by_area(tx, 18500)
    run = posted(NOVEMBER)
    assert (run.homes, run.lines, run.total_fen) == (1, 1, 16606)
    actions_items.change_item(item_id, "Another name", 1, True, by)
    charge = one(home_id)
    assert charge.fee_item_name == "Property fee"
    assert (charge.quantity, charge.price) == ("89.76 m²", "1.85")
    assert charge.formula == "89.76 × 1.85 = 166.056 → 166.06"
    assert charge.due_on == "2026-11-25"


@pytest.mark.parametrize(
    ("proration", "developer", "fen"),
    [
        ("daily_actual", "A05", [("Wang Wu", "2028-02-10", "2028-02-29", 16552)]),
        ("daily_30", "A06a", [("Wang Wu", "2028-02-10", "2028-02-29", 16000)]),
        ("daily_365", "A06b", [("Wang Wu", "2028-02-10", "2028-02-29", 15738)]),
        ("full_month", "A06c", [("Wang Wu", "2028-02-10", "2028-02-29", 24000)]),
        ("next_month", "A06d", []),
    ],
)
def test_the_month_of_delivery_by_the_tariffs_convention(
    store: Store, by: System, proration: str, developer: str, fen: list[Any]
) -> None:
    with write(by) as tx:
        delivered = HomeSpec("1", "1", "101", 1, 10000, state="delivered", delivered_on="2028-02-10")
        home_id = settle(tx, delivered, owner("Wang Wu", date(2028, 2, 10)))
        place.by_area(tx, 24000, proration=proration)
    run = computed(date(2028, 2, 1))
    if not fen:
        assert skipped(run.id) == {"1-1-101": "delivered_this_month"}
        return
    actions.post_run(run.id, by)
    assert charges(home_id) == fen


def test_a06d_the_developer_bears_the_month_of_delivery_and_the_owner_pays_from_the_next(
    store: Store, by: System
) -> None:
    with write(by) as tx:
        delivered = HomeSpec("1", "1", "101", 1, 10000, state="delivered", delivered_on="2028-02-10")
        home_id = settle(
            tx,
            delivered,
            owner("Nice Homes Ltd", None, date(2028, 2, 9), company=True),
            owner("Wang Wu", date(2028, 2, 10)),
        )
        place.by_area(tx, 24000)
    posted(date(2028, 2, 1), date(2028, 3, 1))
    assert charges(home_id) == [
        ("Nice Homes Ltd", "2028-02-01", "2028-02-29", 24000),
        ("Wang Wu", "2028-03-01", "2028-03-31", 24000),
    ]


def test_a07_a_month_of_two_owners_adds_up_to_the_whole_month(store: Store, by: System) -> None:
    with write(by) as tx:
        home = HomeSpec("1", "1", "101", 1, 10000, state="occupied")
        home_id = settle(tx, home, owner("Old", None, date(2026, 9, 15)), owner("New", date(2026, 9, 16)))
        place.by_area(tx, 16601)
    posted(date(2026, 9, 1))
    assert charges(home_id) == [
        ("New", "2026-09-16", "2026-09-30", 8300),
        ("Old", "2026-09-01", "2026-09-15", 8301),
    ]


def test_a08_a_price_that_rises_within_the_quarter(store: Store, by: System) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"))
        item_id = place.by_area(tx, 18500)
    actions_items.add_tariff(item_id, TariffSpec(date(2026, 5, 1), 20500, None), by)
    run = posted(date(2026, 4, 1), date(2026, 6, 1))
    assert [fen for *_rest, fen in charges(home_id)] == [16606, 18401, 18401]
    assert run.total_fen == 53408


@pytest.mark.parametrize(("level", "fen"), [("monthly_rows", [18879] * 3), ("once_per_period", [56638])])
def test_a03_the_level_of_rounding_is_the_tariffs(
    store: Store, by: System, level: str, fen: list[int]
) -> None:
    with write(by) as tx:
        home_id = settle(tx, LI, owner("Li Si"))
        place.by_area(tx, 19800, rounding_level=level)
    posted(date(2026, 4, 1), date(2026, 6, 1))
    assert [amount for *_rest, amount in charges(home_id)] == fen


@pytest.mark.parametrize(
    ("proration", "fen"), [("daily_actual", 19286), ("half_month", 15000), ("full_month", 30000)]
)
def test_a30_a_parking_space_from_within_a_month(store: Store, by: System, proration: str, fen: int) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"))
        add_parking_space(tx, ParkingSpec("B1-007", "rented", home_id=home_id))
        rule = Rule("parking_kind", "rented", first=date(2026, 2, 11))
        place.fixed(tx, 30000, name="Parking", kind="fixed_parking", rules=(rule,), proration=proration)
    posted(date(2026, 2, 1))
    assert charges(home_id) == [("Wang Wu", "2026-02-11", "2026-02-28", fen)]
    assert one(home_id).parking_code == "B1-007"


def test_a_quarterly_fee_is_charged_once_in_the_run_that_begins_its_quarter(store: Store, by: System) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"))
        place.fixed(tx, 1500, cycle_months=3)
    assert posted(date(2026, 10, 1)).total_fen == 1500
    assert charges(home_id) == [("Wang Wu", "2026-10-01", "2026-12-31", 1500)]
    assert computed(NOVEMBER).lines == 0


def test_each_home_that_is_not_charged_is_listed_with_its_reason(store: Store, by: System) -> None:
    with write(by) as tx:
        settle(tx, WANG, owner("Wang Wu"))
        settle(tx, LI)
        settle(tx, HomeSpec("3", "2", "503", 5, 9000, state="unsold"))
        settle(tx, HomeSpec("3", "2", "504", 5, 9000, state="unsold"), owner("Nice Homes Ltd", company=True))
        settle(tx, HomeSpec("3", "2", "505", 5, 9000, state="sold"), owner("Zhao Liu"))
        shop = settle(tx, HomeSpec("9", "1", "101", 1, 9000, usage="shop", state="let"), owner("Qian Qi"))
        settle(
            tx,
            HomeSpec("3", "2", "506", 5, 9000, state="delivered", delivered_on="2026-12-05"),
            owner("Sun Ba"),
        )
        item_id = place.by_area(tx, 18500)
    actions_items.assign(item_id, Rule("usage", "shop", excluded=True), by)
    run = computed(NOVEMBER)
    assert skipped(run.id) == {
        "3-2-502": "no_payer",
        "3-2-503": "undelivered",
        "3-2-505": "undelivered",
        "3-2-506": "undelivered",
        "9-1-101": "excluded",
    }
    assert run.homes == 2
    assert charges(shop) == []


def test_the_price_must_be_in_force(store: Store, by: System) -> None:
    with write(by) as tx:
        settle(tx, WANG, owner("Wang Wu"))
        place.by_area(tx, 18500, since=date(2026, 12, 1))
    assert skipped(computed(NOVEMBER).id) == {"3-2-501": "no_tariff"}


def test_posting_twice_changes_nothing(store: Store, by: System) -> None:
    with write(by) as tx:
        place.many_homes(tx, 20)
        place.by_area(tx, 18500)
    run = posted(NOVEMBER)
    before = everything()
    assert actions.post_run(run.id, by) == run
    assert everything() == before
    again = computed(NOVEMBER)
    assert again.lines == 0
    with pytest.raises(Refused, match="nothing to bill"):
        actions.post_run(again.id, by)


def everything() -> list[Any]:
    with read() as db:
        return [db.tuples("SELECT * FROM charges"), db.tuples("SELECT * FROM charge_balances")]


def test_the_command_line_answers_the_same_twice_and_adds_what_is_new(store: Store, by: System) -> None:
    with write(by) as tx:
        place.many_homes(tx, 20)
        settle(tx, WANG)
        place.by_area(tx, 18500)
    preview = actions.bill_period(NOVEMBER, NOVEMBER, by, preview=True)
    first = actions.bill_period(NOVEMBER, NOVEMBER, by)
    assert preview == first
    assert first.skipped == [("3-2-501", "no_payer")]
    assert actions.bill_period(NOVEMBER, NOVEMBER, by) == first
    with write(by) as tx:
        settle(tx, LI, owner("Li Si"))
    more = actions.bill_period(NOVEMBER, NOVEMBER, by)
    assert (more.homes, more.lines) == (first.homes + 1, first.lines + 1)


@pytest.mark.parametrize("change", ["area", "owner", "price", "rule", "charge"])
def test_a_run_is_not_posted_on_other_data_than_it_was_computed_from(
    store: Store, by: System, change: str
) -> None:
    with write(by) as tx:
        home_id = settle(tx, WANG, owner("Wang Wu"))
        item_id = place.by_area(tx, 18500)
    run = computed(NOVEMBER)
    with write(by) as tx:
        match change:
            case "area":
                tx.run("UPDATE homes SET area_dm2 = 9000 WHERE id = :id", id=home_id)
            case "owner":
                tx.run("UPDATE residencies SET to_date = '2026-11-15' WHERE home_id = :id", id=home_id)
            case "price":
                actions_items.add_tariff(item_id, TariffSpec(date(2026, 11, 20), 20500, None), by)
            case "rule":
                actions_items.assign(item_id, Rule("home", home_id, excluded=True), by)
            case _:
                actions_compute.bill_at_once(
                    tx, NOVEMBER, NOVEMBER, date(2026, 11, 25), "2026-11-01T00:00:00.000Z"
                )
    with pytest.raises(Refused, match="Compute again"):
        actions.post_run(run.id, by)


def test_two_who_start_the_same_month_work_on_one_run(store: Store, by: System) -> None:
    first = actions.start_run(NOVEMBER, NOVEMBER, by)
    assert actions.start_run(NOVEMBER, NOVEMBER, System("another")).id == first.id


def test_the_worker_computes_and_an_overtaken_computing_leaves_nothing(store: Store, by: System) -> None:
    with write(by) as tx:
        place.many_homes(tx, 10)
        place.by_area(tx, 18500)
    run = actions.start_run(NOVEMBER, NOVEMBER, by)
    assert outbox.drain() == 1
    assert shown(run.id).state == "ready"
    with read() as db:
        task = outbox.of_key(db, run.task_key)
    assert task is not None
    assert task.done_steps == task.all_steps == 1
    again = actions.start_run(NOVEMBER, NOVEMBER, by)
    actions_compute.compute_run(run.id, run.token)  # the earlier one, late
    assert shown(again.id).state == "computing"
    outbox.drain()
    assert shown(again.id).lines == 10


def test_the_run_stands_beside_the_month_before(store: Store, by: System) -> None:
    with write(by) as tx:
        homes = place.many_homes(tx, 4)
        place.by_area(tx, 18500)
    posted(date(2026, 10, 1))
    with write(by) as tx:
        new = settle(tx, WANG, owner("Wang Wu"))
        tx.run("UPDATE homes SET area_dm2 = area_dm2 + 5000 WHERE id = :id", id=homes[0])
        tx.run("UPDATE homes SET area_dm2 = area_dm2 + 100 WHERE id = :id", id=homes[1])
        tx.run("UPDATE residencies SET to_date = '2026-10-31' WHERE home_id = :id", id=homes[2])
    run = computed(NOVEMBER)
    with read() as db:
        beside = records_shown.beside(db, run.id)
        found = {home.home_id: home.kind for home in records_shown.homes(db, run.id, "", 1)}
        first = records_shown.homes(db, run.id, "changed", 1)[0]
    assert (beside.changed, beside.new, beside.gone, beside.same) == (2, 1, 1, 1)
    assert found == {homes[0]: "changed", homes[1]: "changed", homes[2]: "gone", homes[3]: "same", new: "new"}
    assert (first.home_id, first.difference_fen) == (homes[0], 9250)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 2), date(2026, 11, 30)),
        (date(2026, 11, 1), date(2026, 10, 1)),
        (date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_period_is_one_to_twelve_whole_months(store: Store, by: System, first: date, last: date) -> None:
    with pytest.raises(Refused, match="whole months"):
        actions.start_run(first, last, by)
