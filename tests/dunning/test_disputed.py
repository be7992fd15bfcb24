"""Bills that are disputed rest alone: the others of the debt are asked for, and nothing is taken for paid."""

import sqlite3
from datetime import date, timedelta

import pytest

from estate.data import read, write
from estate.data.store import System
from estate.dunning import actions, queries, records_cases, records_facts
from estate.letters.content import demand
from tests.cashier.conftest import MONTH_FEN
from tests.dunning.conftest import Counter, Household, owed
from tests.dunning.nights import at, case_of, closings, run, spoken, steps

BY = System("Liu Min", 2)
DUE = date(2026, 9, 28)


def day(days: int) -> date:
    """So many days after the oldest bill was due."""
    return DUE + timedelta(days)


def dispute(whose: Household, bills: int, on: date, until: date) -> None:
    """The first so many bills are disputed."""
    charges = [one.charge_id for one in owed(whose)[:bills]]
    with at(on), write(BY) as tx:
        actions.pause(tx, whose.home_id, whose.payer_id, "dispute", until, "", "complaints", 7, charges)


def overdue(whose: Household, on: date) -> int:
    with at(on), read() as db:
        found = records_cases.case(db, case_of(whose), on.isoformat())
    assert found is not None
    return found.overdue_fen


def test_the_bills_that_nobody_disputes_are_asked_for_and_the_others_again_when_it_ends(
    wang: Household,
) -> None:
    run(day(5))
    dispute(wang, 1, day(6), day(200))
    for days in range(7, 48):
        run(day(days))
    assert spoken(wang) == ["reminder", "call"] and steps(wang)[-1].step_on >= "2026-11-14"
    assert overdue(wang, day(47)) == MONTH_FEN
    with at(day(48)), write(BY) as tx:
        assert actions.end_pause(tx, "complaints", 7, "explained")
    assert overdue(wang, day(48)) == 2 * MONTH_FEN
    for days in range(48, 61):
        run(day(days))
    assert spoken(wang)[-1] == "formal"


def test_a_debt_that_is_disputed_whole_rests_and_is_not_taken_for_paid(
    wang: Household, counter: Counter
) -> None:
    run(day(5))
    dispute(wang, 3, day(6), day(400))
    for days in (20, 60, 90, 180):
        run(day(days))
    assert spoken(wang) == ["reminder"] and closings(wang) == [None] and overdue(wang, day(180)) == 0
    with pytest.raises(sqlite3.IntegrityError, match="nothing is overdue"), write(BY) as tx:
        tx.run(
            """
            INSERT INTO dunning_steps (case_id, step_id, kind, due_on, step_on, written_at, amount_fen, oldest_due_on,
                                       outcome, done_at, who)
            SELECT case_id, step_id + 1, 'call', :on, :on, written_at, 1, oldest_due_on, 'done', done_at, 'x'
              FROM dunning_steps LIMIT 1
            """,
            on=day(100).isoformat(),
        )
    counter.take(wang, 3 * MONTH_FEN)
    run(day(181))
    assert closings(wang) == ["paid"]


def test_a_bill_that_falls_due_while_it_is_disputed_is_not_announced(wang: Household) -> None:
    november = owed(wang)[2].due_on
    with read() as db:
        before = records_facts.instalments(db, date.fromisoformat(november), 5)
    dispute(wang, 3, day(1), day(200))
    with read() as db:
        after = records_facts.instalments(db, date.fromisoformat(november), 5)
    homes = [{one.home_id for one in found} for found in (before, after)]
    assert wang.home_id in homes[0] and homes[0] - homes[1] == {wang.home_id}


def test_a_letter_asks_for_no_disputed_bill_while_the_evidence_has_all(wang: Household) -> None:
    dispute(wang, 1, day(30), day(200))
    with at(day(100)), read() as db:
        asked = demand(db, wang.home_id, wang.payer_id, "demand", day(100), 7)
        every = demand(db, wang.home_id, wang.payer_id, "demand", day(100), 7, disputed=True)
        assert queries.resting_by(db, "complaints", 7) == (day(200).isoformat(), 1)
    assert asked.principal_fen == 2 * MONTH_FEN and every.principal_fen == 3 * MONTH_FEN
    assert [one.charge.due_on[:7] for one in asked.rows] == ["2026-10", "2026-11"]


def test_the_same_dispute_is_one_pause_and_other_bills_make_another(wang: Household) -> None:
    for bills in (1, 1, 2):
        dispute(wang, bills, day(6), day(100))
    with read() as db:
        found = db.tuples("SELECT ended_at IS NULL FROM dunning_pauses ORDER BY id")
        assert found == [(0,), (1,)]
        rest = queries.disputed(db, wang.home_id, wang.payer_id, day(50).isoformat())
    assert rest == {one.charge_id for one in owed(wang)[:2]}
