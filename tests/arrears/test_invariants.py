"""Whatever an office does: the ageing is what is open, on every day that was; months know it without reading all rows."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from estate.arrears import records_ageing, records_rows
from estate.arrears.records_rows import Cell
from estate.arrears.records_trend import trend
from estate.arrears.rules import CODES, place
from estate.arrears.source import source
from estate.data import Reader, clock, read
from tests.books.test_invariants import Office, machine

assert machine  # the fixture of the books: the same three homes


class AgeingOffice(Office):
    """The office of the books' test, looked at by age after every step."""

    @invariant()
    def the_books_are_proved(self) -> None:
        """The books have a test of their own; here the ageing is looked at."""
        today = clock.today()
        with read() as db:
            now = db.value("SELECT ifnull(sum(balance_fen), 0) FROM charge_balances")
            view = db.value("SELECT ifnull(sum(balance_fen), 0) FROM v_arrears")
            for day in (today, today - timedelta(days=1), today - timedelta(days=13), date(2026, 11, 27)):
                self.is_as_reckoned_by_hand(db, day)
            total = records_ageing.total(db, source(db, today))
            assert total.total_fen == now == view
            for end in trend(db, today, 12):
                assert end.sums == by_hand(db, date.fromisoformat(end.day)), end.day

    def is_as_reckoned_by_hand(self, db: Reader, day: date) -> None:
        then = source(db, day)
        sums = by_hand(db, day)
        assert records_ageing.total(db, then).sums == sums, day
        for groups in (
            records_ageing.by_building(db, then),
            records_ageing.by_item(db, then),
            records_ageing.by_payer(db, then, 100, 0),
            records_ageing.by_cause(db, then),
        ):
            assert sum(one.total_fen for one in groups) == sum(sums)
        rows = records_rows.rows(db, then, Cell(), 10_000, 0)
        assert sum(row.fen for row in rows) == sum(sums)
        for row in rows:
            assert row.charge_id in {
                one.charge_id
                for one in records_rows.rows(db, then, Cell(age=CODES[place(row.days)]), 10_000, 0)
            }


def by_hand(db: Reader, day: date) -> tuple[int, ...]:
    """Charge by charge, from the rows that were booked by then."""
    moves = dict(db.tuples("SELECT day, moves_to FROM due_moves"))
    changes: dict[int, int] = {}
    for charge_id, fen in db.tuples(
        "SELECT charge_id, fen FROM charge_changes WHERE changed_on <= :day", day=day.isoformat()
    ):
        changes[charge_id] = changes.get(charge_id, 0) + fen
    reversed_then = set(
        db.values(
            "SELECT reverses_id FROM charges WHERE reverses_id IS NOT NULL AND booked_on <= :day",
            day=day.isoformat(),
        )
    )
    sums = [0] * len(CODES)
    for charge_id, fen, due_on in db.tuples(
        "SELECT id, amount_fen, due_on FROM charges WHERE reverses_id IS NULL AND booked_on <= :day",
        day=day.isoformat(),
    ):
        if charge_id not in reversed_then:
            days = (day - date.fromisoformat(moves.get(due_on, due_on))).days
            sums[place(days)] += fen - changes.get(charge_id, 0)
    return tuple(sums)


@pytest.fixture
def office(machine: type[Office]) -> type[Any]:
    return type(
        "OfficeByAge",
        (AgeingOffice,),
        {"folder": machine.folder, "place": machine.place, "item": machine.item},
    )


def test_the_ageing_is_what_is_open_on_every_day_whatever_happens(office: type[Any]) -> None:
    run_state_machine_as_test(
        office,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
