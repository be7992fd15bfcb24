"""Whatever is taken and taken back, in whatever order: every fen is accounted for."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

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
from estate.billing.actions_charges import reverse_charge
from estate.cashier import queries
from estate.cashier.queries import Receipt
from estate.data import Store, read, use
from estate.data.store import System
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Household, Place, owed

SYSTEM = System("test")


class Till(RuleBasedStateMachine):
    """A counter where people pay, in part or in full, name bills, pay too much, and receipts are taken back."""

    folder: Path
    place: Place

    def __init__(self) -> None:
        super().__init__()
        self.receipts: list[Receipt] = []
        self.reversals = 0

    @initialize()
    def begin(self) -> None:
        self.here = Path(tempfile.mkdtemp())
        shutil.copytree(self.folder, self.here / "data")
        self.store: Store = open_store(self.here / "data")
        self.counter = Counter()

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.here)

    @rule(
        who=st.integers(0, 3),
        share=st.integers(1, 120),
        named=st.sets(st.integers(0, 3), max_size=2),
        one_fen=st.sampled_from([-1, 0, 1]),
    )
    def somebody_pays(self, who: int, share: int, named: set[int], one_fen: int) -> None:
        """share: of what is owed, in per cent; above a hundred it is too much and refused."""
        charges = owed(self.whose(who))
        due = sum(charge.balance_fen for charge in charges)
        amount = due * share // 100 + one_fen
        try:
            receipt = self.counter.take(
                self.whose(who), amount, *(charges[n] for n in named if n < len(charges))
            )
        except Refused:
            assert amount <= 0 or amount > due
        else:
            assert 0 < amount <= due and receipt.owed_after_fen == due - amount
            self.receipts.append(receipt)

    @precondition(lambda self: self.receipts)
    @rule(which=st.integers(0, 50))
    def a_receipt_is_taken_back(self, which: int) -> None:
        """Perhaps one that was taken back already: then nothing happens."""
        before = self.counts()
        receipt = self.receipts[which % len(self.receipts)]
        with read() as db:
            now = queries.receipt_by_id(db, receipt.id)
        assert now
        if now.state == "voided":
            return
        self.counter.reverse(receipt)
        assert self.counts() == before + (now.state == "live")

    @precondition(lambda self: self.receipts)
    @rule(which=st.integers(0, 50))
    def a_receipt_is_voided(self, which: int) -> None:
        """One that was taken back already stays so."""
        receipt = self.receipts[which % len(self.receipts)]
        with read() as db:
            now = queries.receipt_by_id(db, receipt.id)
        assert now
        try:
            assert self.counter.void(receipt).state == "voided"
        except Refused:
            assert now.state == "reversed"

    @precondition(lambda self: self.receipts)
    @rule(which=st.integers(0, 50))
    def a_void_is_not_reversed(self, which: int) -> None:
        receipt = self.receipts[which % len(self.receipts)]
        with read() as db:
            now = queries.receipt_by_id(db, receipt.id)
        if now and now.state == "voided":
            with pytest.raises(Refused, match="void already"):
                self.counter.reverse(receipt)

    @rule(who=st.integers(0, 3), which=st.integers(0, 3))
    def a_charge_is_reversed(self, who: int, which: int) -> None:
        """Only while nothing is paid on it."""
        charges = owed(self.whose(who))
        if which >= len(charges):
            return
        charge = charges[which]
        try:
            reverse_charge(charge.charge_id, "by mistake", SYSTEM)
        except Refused:
            assert charge.paid_fen > 0
        else:
            assert charge.paid_fen == 0

    @invariant()
    def every_fen_is_accounted_for(self) -> None:
        with read() as db:
            assert queries.unbalanced(db) == []
            rows = db.tuples("""
                SELECT b.amount_fen, b.waived_fen, b.paid_fen, b.reversed_fen, b.balance_fen,
                       (SELECT ifnull(sum(a.amount_fen), 0) FROM allocations AS a JOIN receipts AS r
                            ON r.id = a.receipt_id WHERE a.charge_id = b.charge_id AND r.void_id IS NULL)
                  FROM charge_balances AS b
            """)
            taken, views = db.tuples("""
                SELECT (SELECT ifnull(sum(amount_fen), 0) FROM v_receipts),
                       (SELECT ifnull(sum(paid_fen), 0) FROM v_charges)
            """)[0]
            numbers = db.values("SELECT seq FROM receipts ORDER BY id")
        for amount, waived, paid, reversed_fen, balance, allocated in rows:
            assert amount == waived + paid + reversed_fen + balance
            assert paid == allocated and balance >= 0
        assert taken == views == sum(row[2] for row in rows)
        assert numbers == list(range(1, len(numbers) + 1))

    def whose(self, number: int) -> Household:
        return self.place[number]

    def counts(self) -> int:
        with read() as db:
            return int(db.value("SELECT count(*) FROM receipts"))


@pytest.fixture
def machine(store: Store, with_waste: Place) -> Iterator[type[Till]]:
    store.close()
    yield type("TillOfThisOffice", (Till,), {"folder": store.folder, "place": with_waste})
    use(store)


def test_every_fen_is_accounted_for_whatever_happens(machine: type[Till]) -> None:
    run_state_machine_as_test(  # pyright: ignore[reportUnknownVariableType]
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
