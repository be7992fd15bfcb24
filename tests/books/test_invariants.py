"""Whatever an office does, in whatever order: the trial balance leaves nothing over, after every single step."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import time_machine
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
from estate.billing import actions_items
from estate.billing.actions_charges import charge_once, reverse_charge
from estate.books import queries, records_ledger, records_trial
from estate.cashier.queries import Receipt
from estate.closing import actions_days, actions_months, records_days, records_months
from estate.closing.rules_month import following
from estate.data import Store, clock, read, use, write
from estate.data.store import System
from estate.deposits import actions as deposits
from estate.refunds import actions as refunds
from estate.refunds.queries import Request
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Household, Place, bill, owed, settle_place

SYSTEM = System("test")


class Person(NamedTuple):
    name: str
    account_id: int | None


MANAGER = Person("Liu Min", 2)


class Office(RuleBasedStateMachine):
    """People are charged, pay in part, ahead and from it, are waived, credited and refunded something, leave deposits
    and get them back; all of it is voided and reversed; days pass, days and months are closed and reopened."""

    folder: Path
    place: Place
    item: int

    def __init__(self) -> None:
        super().__init__()
        self.receipts: list[Receipt] = []
        self.requests: list[int] = []
        self.deposits: list[int] = []
        self.keys = 0

    @initialize()
    def begin(self) -> None:
        self.here = Path(tempfile.mkdtemp())
        shutil.copytree(self.folder, self.here / "data")
        self.store: Store = open_store(self.here / "data")
        self.counter = Counter()
        self.now = time_machine.travel("2026-11-28 04:00Z", tick=False)
        self.moved = self.now.start()

    def teardown(self) -> None:
        self.now.stop()
        self.store.close()
        shutil.rmtree(self.here)

    def key(self) -> str:
        self.keys += 1
        return f"key-{self.keys}"

    def whose(self, number: int) -> Household:
        return self.place[number]

    def attempt(self, act: Callable[[], Any]) -> Any:
        """An act that the office's rules may refuse; then nothing has happened, which the invariant sees."""
        try:
            return act()
        except Refused:
            return None

    @rule(days=st.sampled_from([1, 1, 3, 12]))
    def days_pass(self, days: int) -> None:
        self.moved.shift(timedelta(days=days))

    @rule(who=st.sampled_from([0, 1, 3]), fen=st.integers(1, 50000))
    def somebody_is_charged(self, who: int, fen: int) -> None:
        today, home = clock.today(), self.whose(who).home_id
        self.attempt(lambda: charge_once(home, self.item, fen, today, today, "repair", self.key(), SYSTEM))

    @rule(
        who=st.integers(0, 3),
        share=st.integers(1, 110),
        method=st.sampled_from(["cash", "wechat", "prepayment"]),
        ahead=st.sampled_from([0, 0, 5000]),
    )
    def somebody_pays(self, who: int, share: int, method: str, ahead: int) -> None:
        ahead = 0 if method == "prepayment" else ahead
        due = sum(one.balance_fen for one in owed(self.whose(who))) * share // 100
        taken = self.attempt(
            lambda: self.counter.take(self.whose(who), due + ahead, method=method, advance_fen=ahead)
        )
        if taken:
            self.receipts.append(taken)

    @precondition(lambda self: self.receipts)
    @rule(which=st.integers(0, 50), void=st.booleans())
    def a_receipt_is_taken_back(self, which: int, void: bool) -> None:
        receipt = self.receipts[which % len(self.receipts)]
        self.attempt(lambda: self.counter.void(receipt) if void else self.counter.reverse(receipt))

    @rule(who=st.integers(0, 3), which=st.integers(0, 3))
    def a_charge_is_reversed(self, who: int, which: int) -> None:
        charges = owed(self.whose(who))
        if which < len(charges):
            self.attempt(lambda: reverse_charge(charges[which].charge_id, "by mistake", SYSTEM))

    @rule(who=st.integers(0, 3), share=st.integers(1, 100))
    def something_is_waived_or_that_is_taken_back(self, who: int, share: int) -> None:
        """The row itself: who may ask for and grant it is tested where waivers are."""
        charges = owed(self.whose(who))
        if not charges or (fen := charges[0].balance_fen * share // 100) == 0:
            return
        with write(SYSTEM) as tx:
            last = tx.tuples("""
                SELECT id FROM waivers AS w WHERE revokes_id IS NULL
                   AND NOT EXISTS (SELECT 1 FROM waivers AS r WHERE r.revokes_id = w.id) ORDER BY id DESC LIMIT 1
            """)
            if last and share % 2:
                waiver(
                    tx, self.key(), f"SELECT charge_id, -amount_fen, id FROM waivers WHERE id = {last[0][0]}"
                )
            else:
                waiver(tx, self.key(), f"SELECT {charges[0].charge_id}, {fen}, NULL")

    @rule(who=st.integers(0, 3), fen=st.integers(1, 40000), kind=st.sampled_from(["credit", "refund"]))
    def money_is_credited_or_refunded(self, who: int, fen: int, kind: str) -> None:
        asked = refunds.Asked(kind, *self.whose(who), fen, "agreed")
        self.carry_out(self.attempt(lambda: refunds.ask(asked, self.key(), SYSTEM)))

    def carry_out(self, request: Request | None) -> None:
        """Another person approves what needs it, and what is no credit is paid out."""
        if request is None:
            return
        if request.state == "waiting":
            self.attempt(lambda: refunds.decide(request.id, True, "", MANAGER))
        if request.kind != "credit":
            self.attempt(lambda: refunds.pay_out(request.id, "cash", "", SYSTEM))
        self.requests.append(request.id)

    @precondition(lambda self: self.requests)
    @rule(which=st.integers(0, 50))
    def a_credit_or_refund_is_taken_back(self, which: int) -> None:
        request_id = self.requests[which % len(self.requests)]
        self.attempt(lambda: refunds.reverse(request_id, "by mistake", MANAGER))

    @rule(who=st.integers(0, 3), fen=st.integers(1, 90000))
    def a_deposit_is_taken(self, who: int, fen: int) -> None:
        asked = deposits.Asked(*self.whose(who), "renovation", "contract 5.2", fen, "cash")
        taken = self.attempt(lambda: deposits.take(asked, self.key(), SYSTEM))
        if taken:
            self.deposits.append(taken.id)

    @precondition(lambda self: self.deposits)
    @rule(which=st.integers(0, 50), share=st.integers(0, 120), back=st.booleans())
    def a_deposit_goes_on(self, which: int, share: int, back: bool) -> None:
        """Inspected, a part of it kept, the rest returned; or taken back as a mistake."""
        deposit_id = self.deposits[which % len(self.deposits)]
        if share == 0:
            self.attempt(lambda: deposits.reverse(deposit_id, "by mistake", self.key(), MANAGER))
            return
        self.attempt(lambda: deposits.note_inspection(deposit_id, "sheet 7", SYSTEM))
        with read() as db:
            deposit = deposits.require(db, deposit_id)
        fen = deposit.amount_fen * share // 100
        if back:
            asked = refunds.Asked("deposit", deposit.home_id, deposit.payer_id, fen, "done", deposit_id)
            self.carry_out(self.attempt(lambda: refunds.ask(asked, self.key(), SYSTEM)))
        else:
            self.attempt(lambda: deposits.deduct(deposit_id, fen, "door", "photo", self.key(), SYSTEM))

    @rule(short=st.sampled_from([0, 0, 100]))
    def the_cashiers_days_are_closed(self, short: int) -> None:
        with read() as db:
            tills = records_days.open_till_days(db, clock.today().isoformat())
        for till in tills:
            self.attempt(
                lambda till=till: actions_days.close_day(
                    till.id, SYSTEM, self.key(), opening_float_fen=200000, counted_fen=200000 - short, pieces={},
                    reason="counted so",
                )
            )  # fmt: skip

    @rule()
    def the_latest_day_is_reopened(self) -> None:
        with read() as db:
            closes = [one for one in records_days.closes(db, 1) if one.state != "reopened"]
        if closes:
            self.attempt(lambda: actions_days.reopen(closes[0].id, "late money", MANAGER))

    @rule()
    def the_next_month_is_closed(self) -> None:
        with read() as db:
            latest = records_months.latest(db)
        month = following(latest.month) if latest else "2026-11"
        closed = self.attempt(lambda: actions_months.close_month(month, self.key(), MANAGER))
        assert not closed or clock.today().isoformat() > closed.last_day

    @rule()
    def the_latest_month_is_reopened(self) -> None:
        with read() as db:
            latest = records_months.latest(db)
        if latest:
            self.attempt(lambda: actions_months.reopen_month(latest.id, "a forgotten bill", MANAGER))

    @invariant()
    def the_books_are_proved(self) -> None:
        month = clock.today().isoformat()[:7]
        with read() as db:
            for first, last in ((month, month), ("2026-11", "2026-11"), ("2000-01", "2099-12")):
                assert queries.trial_balance(db, first, last).proved, (first, last)
            assert queries.sums_hold(db, "2000-01", "2099-12")
            for whose in self.place:
                lines = records_ledger.ledger(db, *whose)
                balance = records_ledger.balance_of(db, *whose)
                assert (lines[-1].balance_fen if lines else 0) == balance
            now = sum(records_trial.owed_now(db).values())
            assert records_ledger.accounts_total(db, 0, clock.today().isoformat())[1] == now
            closed = records_months.latest(db)
            if closed:
                assert (
                    queries.trial_balance(db, closed.month, closed.month).total.closing_fen
                    == closed.closing_fen
                )


def waiver(tx: Any, key: str, select: str) -> None:
    tx.run(
        f"""
        INSERT INTO waivers (key, charge_id, amount_fen, revokes_id, kind, reason_code, reason, basis, request_id,
            requested_by, requested_at, approved_by, approved_at, booked_on)
        SELECT :key, w.*, 'one_off', 'goodwill', 'x', 'x', q.id, 'x', :now, 'x', :now, :day
          FROM ({select}) AS w, (SELECT min(id) AS id FROM waiver_requests) AS q
        """,
        key=key,
        now=clock.stamp(),
        day=clock.today().isoformat(),
    )


@pytest.fixture
def machine(store: Store, by: System) -> Iterator[type[Office]]:
    with time_machine.travel("2026-11-28 02:00Z", tick=False):
        place = settle_place(by)
        bill(by, [date(2026, 10, 1), date(2026, 11, 1)])
        with write(by) as tx:
            item = actions_items.add_item("Repairs", "one_off", by)
            tx.run("""
                INSERT INTO waiver_requests (key, home_id, home_code, reason_code, reason, basis, asked_fen,
                    amount_fen, requested_by, requested_at, requested_on)
                SELECT 'q', id, code, 'goodwill', 'x', 'x', 1, 1, 'x', 'x', '2026-11-28' FROM homes LIMIT 1
            """)
    store.close()
    yield type("OfficeOfTheseThree", (Office,), {"folder": store.folder, "place": place, "item": item})
    use(store)


def test_the_trial_balance_stays_at_nothing_whatever_happens(machine: type[Office]) -> None:
    run_state_machine_as_test(  # pyright: ignore[reportUnknownVariableType]
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
