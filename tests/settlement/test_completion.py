"""What a completed settlement leaves behind: whose days are charged to whom, to the fen, and money that finds its way."""

import sqlite3
from collections.abc import Callable
from datetime import date

import pytest

from estate.billing import actions_charges, actions_items
from estate.billing import queries as billing
from estate.billing.actions_items import TariffSpec
from estate.community import queries as community
from estate.community.actions_parking import ParkingSpec, add_parking_space
from estate.data import audit, read, write
from estate.meters.actions import MeterSpec, add_meter
from estate.meters.actions_readings import Taken, take
from estate.people import actions_handover
from estate.people.actions_handover import NewOwner
from estate.people.queries import payer_of
from estate.people.specs import PersonSpec
from estate.refusal import Refused
from estate.settlement import actions, records
from estate.settlement.plan import NewOwner as Coming
from estate.settlement.plan import Plan, view
from estate.settlement.records import Settlement
from estate.waivers import actions_standing
from estate.waivers.actions_standing import DiscountSpec
from tests.billing.ledger import posted
from tests.billing.place import ALL, by_area, fixed
from tests.settlement.conftest import (
    BY,
    FEE,
    HERE,
    OCTOBER,
    SALE,
    SEPTEMBER,
    WANG,
    ZHOU,
    approve,
    begun,
    done,
    live,
    monthly,
    pay_all,
    payer,
    prepaid,
    settled,
    yearly,
)


def test_an_unpaid_month_is_charged_anew_to_each_for_their_days(home: int) -> None:
    monthly()
    posted(SEPTEMBER)
    assert live(home) == [(WANG, FEE, "2026-09-01", "2026-09-30", 16601)]
    settled(home)
    assert live(home) == [
        (WANG, FEE, "2026-09-01", "2026-09-15", 8301),
        (ZHOU, FEE, "2026-09-16", "2026-09-30", 8300),
    ]
    posted(OCTOBER)
    assert live(home)[-1] == (ZHOU, FEE, "2026-10-01", "2026-10-31", 16601)


def test_a_month_not_billed_yet_is_billed_up_to_the_day_and_the_run_adds_the_rest(home: int) -> None:
    monthly()
    assert done(settled(home)) == [("billed", 8301)]
    assert live(home) == [(WANG, FEE, "2026-09-01", "2026-09-15", 8301)]
    posted(SEPTEMBER)
    assert live(home)[-1] == (ZHOU, FEE, "2026-09-16", "2026-09-30", 8300)
    assert sum(one[-1] for one in live(home)) == 16601


def test_a26_a_year_paid_in_advance_gives_back_what_is_no_longer_theirs(home: int) -> None:
    yearly()
    pay_all(home)
    wang = payer(home, SEPTEMBER)
    finished = settled(home)
    assert done(finished) == [("passed_on", 58121), ("credit", 58121)]
    assert prepaid(home, wang) == 0  # above the office's limit another person approves
    approve(finished)
    assert prepaid(home, wang) == 58121
    assert live(home) == [
        (WANG, FEE, "2026-01-01", "2026-12-31", 199272),
        (ZHOU, FEE, "2026-09-16", "2026-12-31", 58121),
    ]
    with read() as db:
        zhou = billing.open_charges(db, home)
    assert [(one.payer_name, one.balance_fen) for one in zhou] == [(ZHOU, 58121)]
    assert "1992.72 × (8 + 15/30)/12 = 1411.51; 1992.72 − 1411.51 = 581.21" in zhou[0].formula


def test_a_home_that_is_sold_twice_in_a_paid_year_adds_up(home: int) -> None:
    yearly()
    pay_all(home)
    settled(home)
    again = begun(home, date(2026, 9, 19), Plan((Coming("Wu Gang"),)), "second")
    actions.complete(again.id, BY, HERE)
    assert live(home) == [
        (WANG, FEE, "2026-01-01", "2026-12-31", 199272),
        ("Wu Gang", FEE, "2026-09-19", "2026-12-31", 56460),
        (ZHOU, FEE, "2026-09-16", "2026-09-18", 1661),
    ]


def test_an_unpaid_year_keeps_141151_with_who_leaves(home: int) -> None:
    yearly()
    settled(home)
    assert live(home) == [
        (WANG, FEE, "2026-01-01", "2026-09-15", 141151),
        (ZHOU, FEE, "2026-09-16", "2026-12-31", 58121),
    ]


def test_months_wholly_after_the_day_pass_on_as_they_are(home: int) -> None:
    monthly()
    posted(SEPTEMBER, date(2026, 11, 1))
    settled(home)
    assert live(home) == [
        (WANG, FEE, "2026-09-01", "2026-09-15", 8301),
        (ZHOU, FEE, "2026-09-16", "2026-09-30", 8300),
        (ZHOU, FEE, "2026-10-01", "2026-10-31", 16601),
        (ZHOU, FEE, "2026-11-01", "2026-11-30", 16601),
    ]


def test_arrears_stay_with_the_person_and_hold_nothing_up(home: int) -> None:
    monthly()
    posted(date(2026, 7, 1), date(2026, 8, 1))
    settled(home)
    with read() as db:
        owed = billing.open_charges(db, home)
    assert {one.payer_name for one in owed} == {WANG}
    assert sum(one.balance_fen for one in owed) == 2 * 16601 + 8301


def test_usage_is_billed_up_to_the_final_reading_and_goes_on_from_it(home: int) -> None:
    price = TariffSpec(date(2026, 1, 1), 50_000, None)
    actions_items.add_item("Water", "metered", BY, tariff=price, rules=ALL, meter_kind="water")
    meter = add_meter(MeterSpec(home, "water", "W-1", date(2026, 1, 1)), BY)
    found = begun(home)
    with pytest.raises(Refused, match="Not every step is done"):
        actions.complete(found.id, BY, HERE)
    take(Taken(meter, date(2026, 9, 15), 40_000, confirmed=True), BY)
    take(Taken(meter, date(2026, 9, 20), 43_000, confirmed=True), BY)
    actions.complete(found.id, BY, HERE)
    assert live(home) == [(WANG, "Water", "2026-09-01", "2026-09-15", 20_000)]
    posted(SEPTEMBER)
    assert live(home)[-1] == (ZHOU, "Water", "2026-09-01", "2026-09-30", 1_500)


def test_a_reading_after_the_day_that_is_billed_already_is_left_to_a_person(home: int) -> None:
    price = TariffSpec(date(2026, 1, 1), 50_000, None)
    actions_items.add_item("Water", "metered", BY, tariff=price, rules=ALL, meter_kind="water")
    meter = add_meter(MeterSpec(home, "water", "W-1", date(2026, 1, 1)), BY)
    take(Taken(meter, date(2026, 9, 18), 40_000, confirmed=True), BY)
    posted(SEPTEMBER)
    found = begun(home)
    with read() as db:
        assert [one.cut.way for one in view(db, found).by_hand] == ["by_hand"]
    with pytest.raises(Refused):
        actions.complete(found.id, BY, HERE)


def test_an_estimate_that_was_too_high_is_credited_with_the_rest_and_refunded(home: int) -> None:
    price = TariffSpec(date(2026, 1, 1), 50_000, None)
    actions_items.add_item("Water", "metered", BY, tariff=price, rules=ALL, meter_kind="water")
    meter = add_meter(MeterSpec(home, "water", "W-1", date(2026, 1, 1)), BY)
    take(Taken(meter, date(2026, 8, 28), 40_000, estimated=True, confirmed=True), BY)
    posted(date(2026, 8, 1))
    pay_all(home)
    take(Taken(meter, date(2026, 9, 15), 37_000, confirmed=True), BY)
    found = begun(home)
    actions.say_money(found.id, "refund", "", BY)
    with read() as db:
        at = view(db, found)
    assert (at.credit_fen, [one.sums for one in at.estimates]) == (
        1_500,
        ["~40 → 37 = \N{MINUS SIGN}3; 200.00 \N{MINUS SIGN} 185.00 = 15.00"],
    )
    finished = actions.complete(found.id, BY, HERE)
    assert done(finished) == [("credit", 1_500), ("refund", 1_500)]
    assert prepaid(home, finished.leaving_id) == 1_500  # until it is paid out


def test_what_is_billed_at_last_gets_its_standing_discount(home: int) -> None:
    with write(BY) as tx:
        item = by_area(tx, 18495, proration="daily_actual")
    spec = DiscountSpec(
        "care", "By decision 7", (item,), "decision 7", date(2026, 1, 1), payable_e4=5000, by_home=True
    )
    discount = actions_standing.add_discount(spec, BY)
    actions_standing.grant_home(discount, "3-2-501", date(2026, 1, 1), date(2026, 12, 31), "decision 7", BY)
    found = begun(home)
    with read() as db:
        assert view(db, found).owed_fen == 4150
    actions.complete(found.id, BY, HERE)
    with read() as db:
        (owed,) = billing.open_charges(db, home)
    assert (owed.amount_fen, owed.waived_fen, owed.balance_fen) == (8301, 4151, 4150)  # from 83.0055…


def test_items_in_arrears_are_billed_up_to_the_day_too(home: int) -> None:
    tariff = TariffSpec(date(2020, 1, 1), None, 9000, proration="daily_actual")
    actions_items.add_item(
        "Lift", "fixed_home", BY, tariff=tariff, rules=ALL, cycle_months=3, timing="arrears"
    )
    settled(home)
    own = live(home)
    assert [one[:4] for one in own] == [
        (WANG, "Lift", "2026-07-01", "2026-08-31"),
        (WANG, "Lift", "2026-09-01", "2026-09-15"),
    ]
    posted(OCTOBER)
    assert sum(one[-1] for one in live(home)) == 9000
    assert live(home)[-1][:4] == (ZHOU, "Lift", "2026-09-16", "2026-09-30")


def test_a_parking_space_given_up_is_charged_to_nobody_from_then_on(home: int) -> None:
    with write(BY) as tx:
        space = add_parking_space(tx, ParkingSpec("A-1", "owned", home_id=home))
        fixed(tx, 30000, name="Parking", kind="fixed_parking", proration="daily_actual")
    posted(SEPTEMBER)
    found = begun(home)
    actions.say_things(found.id, [space], "two cards", BY)
    actions.complete(found.id, BY, HERE)
    assert live(home) == [(WANG, "Parking", "2026-09-01", "2026-09-15", 15000)]
    with read() as db:
        assert community.parking_of(db, home) == []


def test_all_is_one_and_twice_is_once(home: int) -> None:
    monthly()
    posted(SEPTEMBER)
    found = begun(home)
    first = actions.complete(found.id, BY, HERE)
    assert actions.complete(found.id, BY, HERE) == first
    assert first.document == "GH2026-000001"
    assert len(live(home)) == 2
    with read() as db:
        assert audit.of_subject(db, "homes", home)[0].action == "settlement.completed"
        assert payer_of(db, home, SALE).name == ZHOU  # pyright: ignore[reportOptionalMemberAccess]


def test_what_fails_halfway_leaves_nothing(home: int) -> None:
    monthly()
    posted(SEPTEMBER)
    found = begun(home)
    with write(BY) as tx:
        tx.run("CREATE TRIGGER full BEFORE INSERT ON documents BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    with pytest.raises(sqlite3.IntegrityError, match="disk full"):
        actions.complete(found.id, BY, HERE)
    assert live(home) == [(WANG, FEE, "2026-09-01", "2026-09-30", 16601)]
    with read() as db:
        assert payer_of(db, home, SALE).name == WANG  # pyright: ignore[reportOptionalMemberAccess]


def test_a_handover_that_is_recorded_is_settled_afterwards(home: int) -> None:
    monthly()
    posted(SEPTEMBER)
    handover = actions_handover.hand_over(home, [NewOwner(PersonSpec(ZHOU))], SALE, BY, key="h")
    finished = settled_plain(home)
    assert finished.handover_id == handover
    assert [one[-1] for one in live(home)] == [8301, 8300]
    with pytest.raises(Refused, match="settled already"):
        actions.begin(home, SALE, Plan(), "again", BY)


def test_a_settlement_is_undone_by_the_reversals_of_its_parts(home: int) -> None:
    monthly()
    posted(SEPTEMBER)
    finished = settled(home)
    with read() as db:
        ids = [one.charge_id for one in records.effects(db, finished.id) if one.kind in ("kept", "passed_on")]
    for charge_id in ids:
        actions_charges.reverse_charge(charge_id or 0, "no sale", BY)
    actions_handover.undo(finished.handover_id or 0, "no sale", BY)
    posted(SEPTEMBER)
    assert live(home) == [(WANG, FEE, "2026-09-01", "2026-09-30", 16601)]
    again = begun(home, key="second")
    assert again.handover_id is None


REFUSED: list[tuple[Callable[[int], object], str]] = [
    (lambda home: begun(home, plan=Plan()), "Name at least one new owner"),
    (lambda home: begun(home, on=date(2019, 1, 1)), "Nobody owned this home"),
    (lambda home: (begun(home), begun(home, key="other")), "under way already"),
    (lambda home: actions.complete(begun(home, on=date(2026, 9, 21)).id, BY, HERE), "still to come"),
]


@pytest.mark.parametrize(("begin", "word"), REFUSED)
def test_what_cannot_be_settled_is_refused_with_a_word(
    home: int, begin: Callable[[int], object], word: str
) -> None:
    with pytest.raises(Refused, match=word):
        begin(home)


def test_a_finished_settlement_and_what_it_did_stay(home: int) -> None:
    monthly()
    finished = settled(home)
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        tx.run("UPDATE settlements SET access = 'x' WHERE id = :id", id=finished.id)
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        tx.run("DELETE FROM settlement_effects")
    with pytest.raises(Refused, match="closed already"):
        actions.drop(finished.id, BY)


def settled_plain(home_id: int) -> Settlement:
    found = actions.begin(home_id, SALE, Plan(), "plain", BY)
    return actions.complete(found.id, BY, HERE)
