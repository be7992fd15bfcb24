"""Whatever is paid in advance, used, refunded, credited and taken back: each balance is the sum of its entries."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
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
from estate.billing import actions as billing
from estate.billing.actions_compute import compute_run
from estate.cashier import queries as cashier
from estate.cashier.queries import Receipt
from estate.data import Store, read, use
from estate.data.store import System
from estate.prepayments.queries import balance, unlike
from estate.refunds import actions as refunds
from estate.refunds.actions import Asked
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Household, Place, balances, place, with_waste

__all__ = ["place", "with_waste"]

OFFICE, MANAGER = System("Zhao Lin"), System("Liu Min")


class Account(RuleBasedStateMachine):
    """Payments with and from an advance, refunds, credits, a bill run that draws on it, and all of it taken back."""

    folder: Path
    place: Place

    def __init__(self) -> None:
        super().__init__()
        self.receipts: list[Receipt] = []
        self.requests: list[int] = []
        self.asked = [0, 0, 0, 0]  # by who
        self.run_id = 0

    @initialize()
    def begin(self) -> None:
        self.here = Path(tempfile.mkdtemp())
        shutil.copytree(self.folder, self.here / "data")
        self.store: Store = open_store(self.here / "data")
        self.counter = Counter()

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.here)

    @rule(who=st.integers(0, 3), pays=st.integers(1, 90000), ahead=st.integers(0, 60000), rest=st.booleans())
    def somebody_pays(self, who: int, pays: int, ahead: int, rest: bool) -> None:
        """ahead: of it in advance, whatever is owed; rest: what nothing needs goes there, too."""
        whose, owed, before = self.place[who], sum(balances(self.place[who])), self.on(who)
        try:
            receipt = self.counter.take(whose, pays, advance_fen=ahead, rest_in_advance=rest, beyond_cap=True)
        except Refused:
            assert ahead > pays or (pays - ahead > owed and not rest)
            assert self.on(who) == before
        else:
            assert self.on(who) == before + receipt.advance_fen
            assert receipt.advance_fen == ahead + max(0, pays - ahead - owed)
            self.receipts.append(receipt)

    @rule(who=st.integers(0, 3), pays=st.integers(1, 40000))
    def somebody_uses_it(self, who: int, pays: int) -> None:
        owed, before = sum(balances(self.place[who])), self.on(who)
        try:
            self.receipts.append(self.counter.take(self.place[who], pays, method="prepayment"))
        except Refused:
            assert pays > owed or pays > before
        else:
            assert self.on(who) == before - pays

    @rule(who=st.integers(0, 3), fen=st.integers(1, 40000), kind=st.sampled_from(["refund", "credit"]))
    def something_goes_back_or_is_credited(self, who: int, fen: int, kind: str) -> None:
        before = self.on(who)
        try:
            asked = Asked(kind, *self.place[who], fen, "agreed")
            request = refunds.ask(asked, secrets.token_hex(8), OFFICE)
        except Refused:
            assert kind == "refund" and fen > before
            return
        self.asked[who] += fen
        if request.state == "waiting":
            assert self.asked[who] > 20000  # what a payer is given in small parts counts together
            refunds.decide(request.id, True, "", MANAGER)
        if kind == "refund":
            refunds.pay_out(request.id, "cash", "", OFFICE)
        assert self.on(who) == before + (fen if kind == "credit" else -fen)
        self.requests.append(request.id)

    @precondition(lambda self: self.receipts)
    @rule(which=st.integers(0, 50))
    def a_receipt_is_taken_back(self, which: int) -> None:
        receipt = self.receipts[which % len(self.receipts)]
        with read() as db:
            now, have = cashier.receipt_by_id(db, receipt.id), balance(db, receipt.home_id, receipt.payer_id)
        assert now
        try:
            self.counter.reverse(receipt)
        except Refused:
            assert now.state == "live" and receipt.advance_fen > have

    @precondition(lambda self: self.requests)
    @rule(which=st.integers(0, 50))
    def a_refund_or_credit_is_taken_back(self, which: int) -> None:
        with suppress(Refused):  # a credit that is used
            refunds.reverse(self.requests[which % len(self.requests)], "slip", MANAGER)

    @rule()
    def a_month_is_billed_or_that_is_voided(self) -> None:
        january = date(2027, 1, 1)
        if self.run_id:
            try:
                billing.void_run(self.run_id, "wrong price", OFFICE)
            except Refused:
                return  # somebody has paid on it otherwise
            self.run_id = 0
        else:
            run = billing.start_run(january, january, OFFICE, in_worker=False)
            compute_run(run.id, run.token)
            self.run_id = billing.post_run(run.id, OFFICE).id

    @invariant()
    def every_balance_is_the_sum_of_its_entries(self) -> None:
        with read() as db:
            assert unlike(db) == [] and cashier.unbalanced(db) == []
            assert not db.value("SELECT count(*) FROM prepayment_balances WHERE balance_fen < 0")
            assert not db.value("""
                SELECT count(*) FROM charge_balances AS b
                 WHERE b.paid_fen <> (SELECT ifnull(sum(a.amount_fen), 0) FROM allocations AS a
                                       WHERE a.charge_id = b.charge_id)
            """)
            for table in ("receipts", "vouchers"):
                assert not db.values(
                    f"SELECT prefix FROM {table} GROUP BY prefix, year HAVING max(seq) <> count(*) OR min(seq) <> 1"
                )

    def on(self, who: int) -> int:
        whose: Household = self.place[who]
        with read() as db:
            return balance(db, *whose)


@pytest.fixture
def machine(store: Store, with_waste: Place) -> Iterator[type[Account]]:
    store.close()
    yield type("AccountOfThisOffice", (Account,), {"folder": store.folder, "place": with_waste})
    use(store)


def test_balances_are_sums_whatever_happens(machine: type[Account]) -> None:
    run_state_machine_as_test(  # pyright: ignore[reportUnknownVariableType]
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
