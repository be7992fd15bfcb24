"""The register and the readings, on real records."""

import sqlite3
from datetime import date

import pytest

from estate.data import read, write
from estate.data.store import System
from estate.meters import records
from estate.meters.actions import MeterSpec, Replacement, add_meter, change_meter, replace_counter
from estate.meters.actions_readings import Lower, Taken, Unusual, confirm, correct, take, withdraw
from estate.refusal import Refused
from tests.meters.conftest import Place

BY = System("test")


def on(month: int, day: int = 28) -> date:
    return date(2026, month, day)


def reads(meter_id: int, day: date, value: int, **more: bool) -> records.Reading:
    return take(Taken(meter_id, day, value * 1000, **more), BY)


def totals(meter_id: int) -> list[int]:
    """What counts, the earliest first, in whole units."""
    with read() as db:
        return [one.total_e6 // 1_000_000 for one in records.readings(db, meter_id)[::-1] if not one.ended_at]


def test_a_reading_continues_the_one_before(place: Place) -> None:
    reads(place.wang_water, on(2), 170)
    reads(place.wang_water, on(3), 195)
    assert totals(place.wang_water) == [0, 70, 95]


def test_the_same_value_for_the_same_day_is_kept_once(place: Place) -> None:
    first = reads(place.wang_water, on(2), 170)
    assert reads(place.wang_water, on(2), 170).id == first.id
    with pytest.raises(Refused, match="Correct it instead"):
        reads(place.wang_water, on(2), 171)


def test_a_value_below_the_last_needs_a_persons_word(place: Place) -> None:
    reads(place.wang_water, on(2), 99_985)
    with pytest.raises(Lower):
        reads(place.wang_water, on(3), 12)
    assert totals(place.wang_water) == [0, 99_885]
    reads(place.wang_water, on(3), 12, passed_zero=True)
    assert totals(place.wang_water) == [0, 99_885, 99_912]


def test_a_replaced_counter_goes_on_counting(place: Place) -> None:
    reads(place.wang_water, on(2), 1204)
    replace_counter(place.wang_water, Replacement(on(3, 10), 1_216_000, False, "W-501b", 3_000), BY)
    reads(place.wang_water, on(3), 11)
    assert totals(place.wang_water) == [0, 1104, 1116, 1116, 1124]
    with read() as db:
        meter = records.meter(db, place.wang_water)
    assert meter is not None and meter.number == "W-501b"


def test_a_replacement_with_another_multiplier_counts_from_then_on(place: Place) -> None:
    replace_counter(
        place.wang_water, Replacement(on(3, 10), 110_000, False, "W-501b", 0, multiplier_e3=40_000), BY
    )
    reads(place.wang_water, on(3), 2)
    assert totals(place.wang_water) == [0, 10, 10, 90]


def test_a_replacement_is_taken_back_as_a_whole(place: Place) -> None:
    replace_counter(place.wang_water, Replacement(on(3, 10), 110_000, False, "W-501b"), BY)
    with read() as db:
        last = records.last(db, place.wang_water)
    assert last is not None
    withdraw(last.id, "wrong home", BY)
    assert totals(place.wang_water) == [0]
    with read() as db:
        meter = records.meter(db, place.wang_water)
    assert meter is not None and meter.number == "W-501"


def test_a_reading_for_an_earlier_day_fits_or_is_refused(place: Place) -> None:
    reads(place.wang_water, on(4), 195)
    reads(place.wang_water, on(3), 170)
    assert totals(place.wang_water) == [0, 70, 95]
    with pytest.raises(Refused, match="does not fit"):
        reads(place.wang_water, on(2), 180)
    with pytest.raises(Refused, match="later day"):
        reads(place.wang_water, date(2025, 12, 1), 50)


def test_an_unusual_usage_is_confirmed_by_a_person(place: Place) -> None:
    for month, value in ((1, 110), (2, 120), (3, 130)):
        reads(place.wang_water, on(month), value)
    with pytest.raises(Unusual):
        reads(place.wang_water, on(4), 161)
    assert reads(place.wang_water, on(4), 161, confirmed=True).doubt == "high"
    with pytest.raises(Unusual, match="Nothing was used"):
        reads(place.wang_water, on(5), 161)


def test_what_came_in_bulk_waits_for_its_confirmation(place: Place) -> None:
    taken = take(Taken(place.wang_water, on(2), 100_000), BY, ask=False)
    assert (taken.doubt, taken.confirmed) == ("zero", 0)
    confirm(taken.id, BY)
    confirm(taken.id, BY)
    with read() as db:
        found = records.reading(db, taken.id)
    assert found is not None and found.confirmed


def test_an_estimate_is_trued_up_by_the_next_value_that_was_read(place: Place) -> None:
    reads(place.wang_water, on(2), 190, estimated=True)
    reads(place.wang_water, on(3), 185)
    assert totals(place.wang_water) == [0, 90, 85]


def test_a_correction_is_a_later_row_and_the_old_one_stays(place: Place) -> None:
    wrong = reads(place.wang_water, on(2), 710)
    right = correct(wrong.id, Taken(0, on(2), 170_000), "digits swapped", BY)
    assert right.supersedes_id == wrong.id
    assert totals(place.wang_water) == [0, 70]
    with pytest.raises(Refused, match="already"):
        correct(wrong.id, Taken(0, on(2), 171_000), "again", BY)
    with write(BY) as tx, pytest.raises(sqlite3.IntegrityError, match="stays as it was taken"):
        tx.run("UPDATE readings SET value_e3 = 1 WHERE id = :id", id=right.id)
    with write(BY) as tx, pytest.raises(sqlite3.IntegrityError, match="stays as it was taken"):
        tx.run("DELETE FROM readings WHERE id = :id", id=right.id)


def test_a_number_belongs_to_one_meter_in_use(place: Place) -> None:
    with pytest.raises(Refused, match="3-2-501"):
        add_meter(MeterSpec(place.li, "water", "W-501", on(1)), BY)
    add_meter(MeterSpec(place.li, "electricity", "W-501", on(1)), BY)


def test_a_meter_that_was_read_changes_only_its_number_place_and_use(place: Place) -> None:
    spec = MeterSpec(place.wang, "water", "W-1", date(2026, 1, 1), 100_000)
    change_meter(place.wang_water, spec._replace(initial_e3=90_000), True, BY)
    reads(place.wang_water, on(2), 170)
    assert totals(place.wang_water) == [0, 80]
    with pytest.raises(Refused, match="Replace its counter"):
        change_meter(place.wang_water, spec, True, BY)
    change_meter(place.wang_water, spec._replace(initial_e3=90_000, number="W-2"), False, BY)


def test_a_common_meter_has_a_place(place: Place) -> None:
    with pytest.raises(Refused, match="where the common meter is"):
        add_meter(MeterSpec(None, "water", "M-1", on(1)), BY)
    add_meter(MeterSpec(None, "water", "M-1", on(1), place="Pump room"), BY)


@pytest.mark.parametrize("value", [100_000, 123_456])
def test_a_value_has_no_more_digits_than_the_counter(place: Place, value: int) -> None:
    with pytest.raises(Refused, match="only 5 digits"):
        reads(place.wang_water, on(2), value)


def test_no_reading_is_of_a_day_to_come(place: Place) -> None:
    with pytest.raises(Refused, match="to come"):
        reads(place.wang_water, date(2026, 12, 1), 120)
