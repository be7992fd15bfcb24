"""Payments, reversals, pauses, nights, clocks that jump and crashes in any order: nobody is dunned who should not be."""

import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from estate.app import open_store
from estate.cashier.queries import Receipt
from estate.data import Actor, Store, Tx, read, use
from estate.data.store import System
from estate.dunning import actions, actions_cases, actions_run
from estate.refusal import Refused
from tests.dunning.conftest import Counter, Household, Place, owed
from tests.dunning.nights import NIGHT, at

BY = System("Liu Min", 2)


class PowerCut(BaseException):
    """The machine goes off."""


class FrailStore(Store):
    """A store that goes off around one of its next commits: before it, or right after it."""

    left: int | None = None
    before = True

    @contextmanager
    def write(self, by: Actor, request_id: str | None = None) -> Generator[Tx]:  # pyright: ignore[reportIncompatibleMethodOverride]
        outermost = getattr(self._local, "tx", None) is None
        with super().write(by, request_id) as tx:
            yield tx
            if outermost and self.before:
                self._count_down()
        if outermost and not self.before:
            self._count_down()

    def _count_down(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise PowerCut


class StepRow(NamedTuple):
    """A step that reached somebody, or was to."""

    id: int
    case_id: int
    step_id: int
    home_id: int
    payer_id: int
    step_on: str


class Years(RuleBasedStateMachine):
    """Three households over some months."""

    folder: Path
    place: Place

    def __init__(self) -> None:
        super().__init__()
        self.receipts: list[Receipt] = []
        self.day = date(2026, 9, 26)
        self.seen = 0

    @initialize()
    def begin(self) -> None:
        self.here = Path(tempfile.mkdtemp())
        shutil.copytree(self.folder, self.here / "data")
        open_store(self.here / "data").close()
        self.store = FrailStore(self.here / "data")
        use(self.store)
        self.counter = Counter()

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.here)

    @rule(nights=st.integers(1, 6), apart=st.integers(1, 12))
    def nights_go_by(self, nights: int, apart: int) -> None:
        """The machine is on every so many days."""
        for _night in range(nights):
            self.day += timedelta(apart)
            with self.checked():
                actions_run.run(self.day, NIGHT)

    @rule(days=st.integers(1, 40))
    def the_clock_is_set_back(self, days: int) -> None:
        self.day -= timedelta(days)

    @rule(apart=st.integers(0, 30), commits=st.integers(0, 5), before=st.booleans())
    def a_night_with_a_power_cut(self, apart: int, commits: int, before: bool) -> None:
        """The machine goes off at a transaction's end, comes back, and the run of the day is done again."""
        self.day += timedelta(apart)
        self.store.left, self.store.before = commits, before
        with self.checked():
            try:
                actions_run.run(self.day, NIGHT)
            except PowerCut:
                actions_run.run(self.day, NIGHT)
            self.store.left = None

    @rule(who=st.integers(0, 3), share=st.integers(1, 100))
    def somebody_pays(self, who: int, share: int) -> None:
        due = sum(charge.balance_fen for charge in owed(self.place[who]))
        amount = due * share // 100
        if amount:
            with at(self.day):
                self.receipts.append(self.counter.take(self.place[who], amount))

    @precondition(lambda self: self.receipts)
    @rule(which=st.integers(0, 20))
    def a_receipt_is_reversed(self, which: int) -> None:
        with at(self.day):
            self.counter.reverse(self.receipts.pop(which % len(self.receipts)))

    @rule(which=st.integers(0, 20), days=st.integers(0, 60))
    def a_case_is_paused(self, which: int, days: int) -> None:
        if case_id := self.some_case(which):
            with at(self.day):
                until = self.day + timedelta(days)
                actions_cases.pause_case(case_id, "dispute", until, "the roof leaks", BY)

    @rule(which=st.integers(0, 20), bills=st.integers(1, 3), days=st.integers(0, 60))
    def some_bills_are_disputed(self, which: int, bills: int, days: int) -> None:
        if case_id := self.some_case(which):
            with at(self.day), self.store.write(BY) as tx:
                debtor = tx.row(
                    Household, "SELECT home_id, payer_id FROM dunning_cases WHERE id = :id", id=case_id
                )
                assert debtor is not None
                charges = [one.charge_id for one in owed(debtor)[:bills]]
                if charges:
                    who, until = (debtor.home_id, debtor.payer_id), self.day + timedelta(days)
                    actions.pause(tx, *who, "dispute", until, "", "complaints", case_id, charges)

    @rule(which=st.integers(0, 20))
    def a_pause_ends(self, which: int) -> None:
        with read() as db:
            found = db.tuples(
                """
                SELECT (SELECT max(c.id) FROM dunning_cases AS c WHERE c.home_id = p.home_id AND c.payer_id = p.payer_id),
                       p.id FROM dunning_pauses AS p WHERE p.ended_at IS NULL ORDER BY p.id
                """
            )
        if found:
            case_id, pause_id = found[which % len(found)]
            with at(self.day):
                actions_cases.resume(case_id, pause_id, "mended", BY)

    @rule(which=st.integers(0, 20), step_id=st.integers(2, 6))
    def a_step_by_hand(self, which: int, step_id: int) -> None:
        if case_id := self.some_case(which):
            with self.checked():
                try:
                    actions_cases.run_step(case_id, step_id, "", BY)
                except Refused:
                    return

    @rule(which=st.integers(0, 20))
    def a_case_is_closed_by_hand(self, which: int) -> None:
        if case_id := self.some_case(which):
            with at(self.day):
                actions_cases.close_case(case_id, "court", "filed", BY)

    @invariant()
    def each_step_happens_once_and_tells_once(self) -> None:
        with read() as db:
            assert not db.values("SELECT 1 FROM dunning_steps GROUP BY case_id, step_id HAVING count(*) > 1")
            assert not db.values(
                "SELECT 1 FROM dunning_cases WHERE closed_on IS NULL GROUP BY home_id, payer_id HAVING count(*) > 1"
            )
            told = db.value("SELECT count(*) FROM messages WHERE event LIKE 'dunning.%'")
            assert told == db.value("SELECT count(message_id) FROM dunning_steps")

    @contextmanager
    def checked(self) -> Generator[None]:
        """What was carried out inside went to debtors alone, to none whose debt rests, and to nobody twice in a day."""
        with read() as db:
            last = int(db.value("SELECT ifnull(max(id), 0) FROM dunning_steps"))
        with at(self.day):
            yield
        with read() as db:
            new = db.rows(
                StepRow,
                """
                SELECT d.id, d.case_id, d.step_id, c.home_id, c.payer_id, d.step_on
                  FROM dunning_steps AS d JOIN dunning_cases AS c ON c.id = d.case_id
                 WHERE d.id > :last AND d.outcome <> 'skipped'
                """,
                last=last,
            )
            resting = set(
                db.tuples(
                    """
                    SELECT home_id, payer_id FROM dunning_pauses
                     WHERE ended_at IS NULL AND :day BETWEEN from_on AND until_on
                       AND id NOT IN (SELECT pause_id FROM dunning_pause_charges)
                    """,
                    day=self.day.isoformat(),
                )
            )
            disputed = set(
                db.values(
                    """
                    SELECT q.charge_id FROM dunning_pause_charges AS q JOIN dunning_pauses AS p ON p.id = q.pause_id
                     WHERE p.ended_at IS NULL AND :day BETWEEN p.from_on AND p.until_on
                    """,
                    day=self.day.isoformat(),
                )
            )
        for step in new:
            debtor = Household(step.home_id, step.payer_id)
            late = [one for one in owed(debtor) if one.due_on < self.day.isoformat()]
            assert any(one.charge_id not in disputed for one in late), (
                "nothing is overdue that nobody disputes"
            )
            assert debtor not in resting, "dunning is paused"
            assert step.step_on == self.day.isoformat()
        assert len({(one.home_id, one.payer_id) for one in new}) == len(new), "two steps on one day"

    def some_case(self, which: int) -> int | None:
        with read() as db:
            found = db.values("SELECT id FROM dunning_cases WHERE closed_on IS NULL ORDER BY id")
        return found[which % len(found)] if found else None


@pytest.fixture
def machine(store: Store, place: Place) -> Iterator[type[Years]]:
    store.close()
    yield type("YearsOfThisOffice", (Years,), {"folder": store.folder, "place": place})
    use(store)


def test_nobody_is_dunned_twice_nor_after_payment_nor_in_a_pause(machine: type[Years]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=16,
            stateful_step_count=100,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
        ),
    )
