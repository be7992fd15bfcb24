"""A parking space that moves from home to home: each pays for its own days, and no day is paid twice."""

import sqlite3
from datetime import date

import pytest

from estate.billing.records_inputs import load
from estate.billing.rules_periods import PRORATIONS
from estate.billing.rules_who import Rule
from estate.community.actions_parking import ParkingSpec, add_parking_space, change_parking_space
from estate.data import Store, read, write
from estate.data.store import System
from estate.people.actions import add_residency
from estate.people.specs import ResidencySpec
from tests.billing import place
from tests.billing.ledger import NOVEMBER, charges, computed, posted, skipped
from tests.billing.place import LI, WANG, owner, settle

OCTOBER = date(2026, 10, 1)
RENTED = (Rule("parking_kind", "rented"),)


def two_homes_and_a_space(
    by: System, fen: int = 30000, proration: str = "daily_actual"
) -> tuple[int, int, int]:
    """Wang's home holds the space B1-007; Li's has none. Answers both homes and the space."""
    with write(by) as tx:
        wang, li = settle(tx, WANG, owner("Wang Wu")), settle(tx, LI, owner("Li Si"))
        space = add_parking_space(tx, ParkingSpec("B1-007", "rented", home_id=wang))
        place.fixed(tx, fen, name="Parking", kind="fixed_parking", rules=RENTED, proration=proration)
    return wang, li, space


def move(space: int, home_id: int | None, since: date | None, by: System) -> None:
    change_parking_space(space, ParkingSpec("B1-007", "rented", home_id=home_id), by, since=since)


def test_each_home_pays_for_its_days_and_together_they_pay_the_month(store: Store, by: System) -> None:
    wang, li, space = two_homes_and_a_space(by, fen=16601)
    move(space, li, date(2026, 10, 16), by)
    posted(OCTOBER)
    assert charges(wang) == [("Wang Wu", "2026-10-01", "2026-10-15", 8033)]
    assert charges(li) == [("Li Si", "2026-10-16", "2026-10-31", 8568)]


@pytest.mark.parametrize("proration", [each for each in PRORATIONS if each != "next_month"])
def test_a_moved_space_costs_one_month_by_every_convention(store: Store, by: System, proration: str) -> None:
    _wang, li, space = two_homes_and_a_space(by, 16601, proration)
    move(space, li, date(2026, 10, 17), by)
    assert posted(OCTOBER).total_fen == 16601


def test_a_month_that_one_home_was_billed_for_is_not_billed_again_to_the_next(
    store: Store, by: System
) -> None:
    wang, li, space = two_homes_and_a_space(by)
    posted(NOVEMBER)
    move(space, li, date(2026, 11, 3), by)
    assert skipped(computed(NOVEMBER).id) == {"3-2-501": "already_billed", "3-2-502": "already_billed"}
    assert len(charges(wang)) == 1
    assert charges(li) == []


def test_the_records_themselves_refuse_a_space_charged_twice_for_a_day(store: Store, by: System) -> None:
    _wang, li, _space = two_homes_and_a_space(by)
    posted(NOVEMBER)
    with pytest.raises(sqlite3.IntegrityError, match="charged already"), write(by) as tx:
        tx.run(
            """
            INSERT INTO charges (home_id, home_code, fee_item_id, fee_item_name, kind, tariff_id, parking_space_id,
                                 parking_code, payer_id, payer_name, period_from, period_to, quantity, price, formula,
                                 amount_fen, due_on, posted_at, posted_by, booked_on)
            SELECT :li, '3-2-502', fee_item_id, fee_item_name, kind, tariff_id, parking_space_id, parking_code,
                   payer_id, payer_name, '2026-11-16', period_to, quantity, price, formula, amount_fen, due_on,
                   posted_at, posted_by, booked_on
              FROM charges
            """,
            li=li,
        )


def test_a_space_given_up_is_charged_up_to_its_last_day(store: Store, by: System) -> None:
    wang, _li, space = two_homes_and_a_space(by)
    move(space, None, date(2026, 10, 11), by)
    posted(OCTOBER)
    assert charges(wang) == [("Wang Wu", "2026-10-01", "2026-10-10", 9677)]
    assert computed(NOVEMBER).lines == 0


def test_two_homes_of_one_owner_get_a_line_each(store: Store, by: System) -> None:
    with write(by) as tx:
        wang = settle(tx, WANG, owner("Wang Wu"))
        other = settle(tx, LI)
        person = tx.value("SELECT id FROM people")
        add_residency(tx, other, person, ResidencySpec("owner"))
        space = add_parking_space(tx, ParkingSpec("B1-007", "rented", home_id=wang))
        place.fixed(tx, 30000, name="Parking", kind="fixed_parking", rules=RENTED, proration="daily_actual")
    move(space, other, date(2026, 10, 16), by)
    posted(OCTOBER)
    assert charges(wang) == [("Wang Wu", "2026-10-01", "2026-10-15", 14516)]
    assert charges(other) == [("Wang Wu", "2026-10-16", "2026-10-31", 15484)]


def test_one_home_alone_is_computed_as_among_all(store: Store, by: System) -> None:
    _wang, li, space = two_homes_and_a_space(by)
    move(space, li, date(2026, 10, 16), by)
    with read() as db:
        every = load(db, "2026-10-01", "2026-10-31")
        some = load(db, "2026-10-01", "2026-10-31", [li])
    assert [home for home in every.homes if home.id == li] == some.homes
