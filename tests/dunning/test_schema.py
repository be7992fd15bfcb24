"""What the database keeps of dunning by itself."""

import sqlite3
from datetime import date

import pytest

from estate.data import Tx, clock, read, write
from estate.data.store import System
from tests.dunning.conftest import Household

BY = System("test")


def open_case(tx: Tx, whose: Household, version_id: int = 1) -> int:
    return tx.insert(
        "dunning_cases",
        home_id=whose.home_id,
        payer_id=whose.payer_id,
        strategy_version_id=version_id,
        opened_on="2026-12-01",
        opened_at=clock.stamp(),
        opened_fen=16606,
        oldest_due_on="2026-09-25",
    )


def step(tx: Tx, case_id: int, step_id: int, outcome: str = "done") -> int:
    return tx.insert(
        "dunning_steps",
        case_id=case_id,
        step_id=step_id,
        kind="reminder",
        due_on="2026-12-01",
        step_on="2026-12-01",
        written_at=clock.stamp(),
        amount_fen=16606,
        oldest_due_on="2026-09-25",
        outcome=outcome,
        done_at=clock.stamp(),
        who="test",
    )


def test_a_home_and_payer_have_one_open_case(wang: Household) -> None:
    with write(BY) as tx:
        open_case(tx, wang)
        with pytest.raises(sqlite3.IntegrityError):
            open_case(tx, wang)


def test_a_step_happens_once_in_a_case(wang: Household) -> None:
    with write(BY) as tx:
        case_id = open_case(tx, wang)
        step(tx, case_id, 2)
        with pytest.raises(sqlite3.IntegrityError):
            step(tx, case_id, 2)


def test_a_step_of_another_strategy_does_not_fit(wang: Household) -> None:
    with write(BY) as tx:
        case_id = open_case(tx, wang)
        with pytest.raises(sqlite3.IntegrityError, match="strategy it began with"):
            step(tx, case_id, 8)


def test_nothing_happens_in_a_closed_case(wang: Household) -> None:
    with write(BY) as tx:
        case_id = open_case(tx, wang)
        tx.update(
            "dunning_cases",
            case_id,
            closed_on="2026-12-02",
            closed_at=clock.stamp(),
            closed_by="x",
            close_reason="paid",
        )
        with pytest.raises(sqlite3.IntegrityError, match="open case"):
            step(tx, case_id, 2)
        with pytest.raises(sqlite3.IntegrityError, match="stays closed"):
            tx.update(
                "dunning_cases", case_id, closed_on=None, closed_at=None, closed_by=None, close_reason=None
            )


def test_nothing_but_skipping_happens_during_a_pause(wang: Household) -> None:
    with write(BY) as tx:
        case_id = open_case(tx, wang)
        tx.run(
            """
            INSERT INTO dunning_pauses (home_id, payer_id, cause, from_on, until_on, made_at, made_by)
            VALUES (:home, :payer, 'dispute', '2026-11-30', '2026-12-31', 'x', 'x')
            """,
            home=wang.home_id,
            payer=wang.payer_id,
        )
        with pytest.raises(sqlite3.IntegrityError, match="paused"):
            step(tx, case_id, 2)
        step(tx, case_id, 2, outcome="skipped")


@pytest.mark.parametrize("table", ["strategy_versions", "strategy_steps"])
def test_a_version_of_a_strategy_stays_as_it_is(place: object, table: str) -> None:
    with write(BY) as tx, pytest.raises(sqlite3.IntegrityError, match="make a new one"):
        tx.run(f"UPDATE {table} SET id = id + 100 WHERE id = 1")
    with read() as db:
        assert db.value("SELECT min(days) FROM strategy_steps") == -10


def test_days_before_the_due_day_are_for_notices_alone(place: object) -> None:
    with write(BY) as tx:
        version = tx.insert(
            "strategy_versions", strategy_id=1, number=2, made_at=clock.stamp(), made_by="test"
        )
        for days, kind in ((-3, "reminder"), (3, "notice")):
            with pytest.raises(sqlite3.IntegrityError):
                tx.insert("strategy_steps", version_id=version, position=1, days=days, kind=kind)


def test_a_pause_is_ended_and_not_changed(wang: Household) -> None:
    from estate.dunning import actions

    with write(BY) as tx:
        pause_id = actions.pause(tx, wang.home_id, wang.payer_id, "dispute", date(2999, 1, 1), "")
        with pytest.raises(sqlite3.IntegrityError, match="ended, not changed"):
            tx.update("dunning_pauses", pause_id, until_on="2999-02-01")
        actions.end_pause_by_id(tx, pause_id, "settled")
