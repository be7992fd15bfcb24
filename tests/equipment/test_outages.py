"""Out of service and back: once for each key, one at a time, with the order that mends it; and what follows of it."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from estate.data import clock, read, write
from estate.data.store import System
from estate.equipment import actions, actions_outages, queries, queries_outages, tasks
from estate.equipment.actions_outages import Stop
from estate.equipment.rules_reliability import Outage, reliability, window
from estate.equipment.words import lasted, percent
from estate.refusal import Refused
from estate.repairs.finished import Finished
from tests.equipment.conftest import Add

START = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def out(by: System, piece: int, from_at: datetime, to_at: datetime | None = None, **more: Any) -> int:
    with write(by) as tx:
        key = more.pop("key", f"{piece}-{from_at}-{to_at}")
        return actions_outages.begin(
            tx, piece, Stop(more.pop("cause", "failure"), from_at, to_at, **more), key
        )


def state(piece: int) -> str:
    with read() as db:
        found = queries.equipment(db, piece)
    assert found
    return found.state


def test_it_is_under_repair_until_it_runs_again_and_then_as_before(add: Add, by: System) -> None:
    pump, now = add("P-2", "Pump", "standby"), clock.now()
    first = out(by, pump, now - 3 * HOUR, key="a", note="seal leaks")
    assert state(pump) == "repair" and out(by, pump, now - 2 * HOUR, key="a") == first
    with pytest.raises(Refused) as refused:
        out(by, pump, now - HOUR, key="b")
    assert refused.value.field == "from_day"
    with pytest.raises(Refused), write(by) as tx:
        actions.set_state(tx, pump, "in_use", "looks fine")
    for _twice in range(2):
        with write(by) as tx:
            actions_outages.end(tx, first, now, "new seal")
    assert state(pump) == "standby"
    with read() as db:
        assert [one.reason for one in queries.states_of(db, pump)] == ["new seal", "seal leaks", ""]


def test_times_out_of_service_do_not_overlap_nor_lie_ahead(add: Add, by: System) -> None:
    pump, now = add("P-1", "Pump"), clock.now()
    out(by, pump, now - 10 * HOUR, now - 8 * HOUR)
    out(by, pump, now - 8 * HOUR, now - 7 * HOUR)
    for since, until, field in (
        (now - 9 * HOUR, now - HOUR, "from_day"),
        (now - 20 * HOUR, None, "from_day"),
        (now + HOUR, None, "from_day"),
        (now - HOUR, now + HOUR, "to_day"),
        (now - HOUR, now - 2 * HOUR, "to_day"),
    ):
        with pytest.raises(Refused) as refused:
            out(by, pump, since, until)
        assert refused.value.field == field
    assert state(pump) == "in_use"


def test_what_was_noted_stays_and_what_was_wrong_is_taken_back(add: Add, by: System) -> None:
    pump, now = add("P-1", "Pump"), clock.now()
    wrong = out(by, pump, now - 5 * HOUR)
    actions_outages.void(wrong, "other pump", by)
    assert state(pump) == "in_use"
    out(by, pump, now - 4 * HOUR, now - 3 * HOUR)
    for sql in (
        "UPDATE equipment_outages SET cause = 'power'",
        "UPDATE equipment_outages SET to_at = '2026-01-01T00:00:00.000Z' WHERE to_at IS NOT NULL",
        "UPDATE equipment_outages SET void_reason = 'x' WHERE voided_at IS NOT NULL",
        "DELETE FROM equipment_outages",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
            tx.run(sql)
    with read() as db:
        assert [one.failure for one in queries_outages.for_rules(queries_outages.outages(db, pump))] == [True]


def test_a_fault_that_stops_it_ends_with_its_order(
    sign_in: Callable[[str], TestClient[Any]], add: Add
) -> None:
    lift = add("DT-01", "Passenger lift", category="Lifts", location="Lobby")
    client = sign_in("repairer")
    form = client.get(f"/equipment/{lift}/fault").text
    assert 'value="elevator" selected' in form or 'selected value="elevator"' in form
    told = {
        "title": "Doors do not close",
        "category": "elevator",
        "urgency": "fast",
        "stands": "y",
        "key": "k1",
    }
    for _twice in range(2):
        answer = client.post(f"/equipment/{lift}/faults", data=told)
    assert "Doors do not close" in answer.text and answer.text.count('href="/repairs/') == 1
    assert state(lift) == "repair"
    with read() as db:
        found = queries_outages.open_of(db, lift)
    assert found and found.order_id
    tasks.end_outage(Finished(found.order_id, 1, "cancelled"))
    assert state(lift) == "repair"
    for _twice in range(2):
        tasks.end_outage(Finished(found.order_id, 2, "done"))
    assert state(lift) == "in_use"


def test_out_and_back_by_hand(sign_in: Callable[[str], TestClient[Any]], add: Add) -> None:
    lift = add("DT-01", "Lift")
    client, day = sign_in("repairer"), clock.today() - timedelta(days=2)
    wrong = {"cause": "failure", "from_day": "", "key": "x"}
    assert client.post(f"/equipment/{lift}/outages", data=wrong).status_code == 422
    told = {
        "cause": "inspection",
        "from_day": day.isoformat(),
        "from_time": "8:00",
        "note": "yearly test",
        "key": "x",
    }
    assert "yearly test" in client.post(f"/equipment/{lift}/outages", data=told).text
    with read() as db:
        found = queries_outages.open_of(db, lift)
    assert found
    where = f"/equipment/{lift}/outages/{found.id}"
    early = {"to_day": day.isoformat(), "to_time": "7:00"}
    assert client.post(f"{where}/end", data=early).status_code == 422
    back = {"to_day": day.isoformat(), "to_time": "18:30", "remedy": "passed"}
    assert "10.5 h" in client.post(f"{where}/end", data=back).text
    assert client.get(f"{where}/void").status_code == 403
    assert client.get(f"/equipment/{lift + 1}/outages/{found.id}/end").status_code == 404
    manager = sign_in("manager")
    assert "Taken back" in manager.post(f"{where}/void", data={"reason": "another lift"}).text


def test_reliability_by_a_worked_case() -> None:
    """1,000 h; down 10 h and 6 h by failures and 4 h for service: up 980 h, MTBF 490 h, MTTR 8 h, available 98 %."""
    outages = [
        Outage(START - HOUR, START, True),
        Outage(START + 100 * HOUR, START + 110 * HOUR, True),
        Outage(START + 500 * HOUR, START + 504 * HOUR, False),
        Outage(START + 994 * HOUR, None, True),
    ]
    found = reliability(outages, START, START + 1000 * HOUR)
    assert found
    assert (found.failures, found.down, found.availability) == (2, 20 * HOUR, Fraction(98, 100))
    assert (found.mtbf, found.mttr) == (490 * HOUR, 8 * HOUR)


def test_without_a_failure_there_is_no_mean() -> None:
    found = reliability([], START, START + HOUR)
    assert found and (found.availability, found.mtbf, found.mttr) == (1, None, None)
    assert reliability([], START, START) is None
    assert window(START, START - HOUR)[0] == START - HOUR
    assert window(START, START - timedelta(days=3000))[0] == START - timedelta(days=365)


@given(st.lists(st.integers(0, 5000), max_size=20, unique=True), st.integers(0, 4000), st.integers(1, 3000))
def test_up_and_down_together_are_the_whole_time(marks: list[int], first: int, length: int) -> None:
    marks = sorted(marks)
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    outages = [
        Outage(START + a * HOUR, START + b * HOUR, index % 2 == 0) for index, (a, b) in enumerate(pairs)
    ]
    since, until = START + first * HOUR, START + (first + length) * HOUR
    found = reliability(outages, since, until)
    assert found
    down = sum(max(0, min(b, first + length) - max(a, first)) for a, b in pairs)
    assert found.down == down * HOUR and found.availability == 1 - Fraction(down, length)
    if found.mtbf is not None:
        assert abs(found.mtbf * found.failures - (found.span - found.down)) < HOUR


def test_times_and_shares_are_said_in_their_own_measure(store: object) -> None:
    assert [lasted(timedelta(minutes=n)) for n in (35, 390, 47 * 60, 12 * 1440)] == [
        "35 min",
        "6.5 h",
        "47 h",
        "12 days",
    ]
    assert percent(Fraction(99_999, 100_000)) == "99.99 %" and percent(Fraction(1)) == "100 %"
