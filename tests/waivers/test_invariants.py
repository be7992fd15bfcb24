"""Whatever is billed, waived, paid and taken back, in whatever order: charge = paid + waived + balance."""

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from estate.app import open_store
from estate.billing import actions as billing
from estate.billing import queries as charges
from estate.billing.actions_charges import reverse_charge
from estate.billing.statement import statement
from estate.cashier.queries import Receipt
from estate.community import actions as community
from estate.data import Store, read, use
from estate.refusal import Refused
from estate.waivers import actions, actions_standing, queries, records
from estate.waivers.actions import Asked
from estate.waivers.actions_standing import DiscountSpec
from tests.cashier.conftest import Counter, Household, Place, bill, owed, settle_place
from tests.waivers.conftest import LIU, ZHAO, exact


class Office(RuleBasedStateMachine):
    """Two homes, one of them vacant and discounted: months are billed, waived, paid, and all of it is taken back."""

    folder: Path
    place: Place

    @initialize()
    def begin(self) -> None:
        self.here = Path(tempfile.mkdtemp())
        shutil.copytree(self.folder, self.here / "data")
        self.store: Store = open_store(self.here / "data")
        self.counter = Counter()
        self.receipts: list[Receipt] = []

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.here)

    @rule(month=st.integers(1, 12))
    def a_month_is_billed(self, month: int) -> None:
        billing.bill_period(date(2027, month, 1), date(2027, month, 1), LIU)

    @rule(who=st.integers(0, 1), share=st.integers(1, 10_000), at_once=st.booleans())
    def somebody_asks(self, who: int, share: int, at_once: bool) -> None:
        whose = self.whose(who)
        ids = tuple(one.charge_id for one in owed(whose))
        asked = Asked(whose.home_id, ids, "service", "lift", "contract", asked_e4=share)
        with contextlib.suppress(Refused):
            actions.ask(asked, secrets.token_hex(8), ZHAO, grant=at_once)

    @rule(which=st.integers(0, 20), grant=st.booleans())
    def the_manager_decides(self, which: int, grant: bool) -> None:
        with read() as db:
            found, _total = records.requests(db, records.Wanted("open"), 1)
        if not found:
            return
        one = found[which % len(found)]
        try:
            if grant:
                actions.grant_request(one.id, LIU, may_approve=True)
            else:
                actions.decline_request(one.id, "no", LIU, may_approve=True)
        except Refused:
            assert grant

    @rule(who=st.integers(0, 1), which=st.integers(0, 30))
    def a_waiver_is_revoked(self, who: int, which: int) -> None:
        with read() as db:
            given = queries.of_home(db, self.whose(who).home_id)
        if given:
            with contextlib.suppress(Refused):
                actions.revoke(given[which % len(given)].id, "by mistake", LIU)

    @rule(who=st.integers(0, 1), share=st.integers(1, 100))
    def somebody_pays(self, who: int, share: int) -> None:
        due = sum(one.balance_fen for one in owed(self.whose(who)))
        if due * share // 100:
            self.receipts.append(self.counter.take(self.whose(who), due * share // 100))

    @rule(which=st.integers(0, 20))
    def a_receipt_is_taken_back(self, which: int) -> None:
        if self.receipts:
            self.counter.reverse(self.receipts[which % len(self.receipts)])

    @rule(who=st.integers(0, 1), which=st.integers(0, 20))
    def a_charge_is_reversed(self, who: int, which: int) -> None:
        found = owed(self.whose(who))
        if found:
            with contextlib.suppress(Refused):
                reverse_charge(found[which % len(found)].charge_id, "by mistake", LIU)

    @rule(which=st.integers(0, 20))
    def a_run_is_voided(self, which: int) -> None:
        with read() as db:
            runs = db.values("SELECT id FROM bill_runs WHERE state = 'posted'")
        if runs:
            with contextlib.suppress(Refused):
                billing.void_run(runs[which % len(runs)], "by mistake", LIU)

    @invariant()
    def every_fen_is_accounted_for(self) -> None:
        exact()
        with read() as db:
            for who in (0, 1):
                home_id = self.whose(who).home_id
                assert statement(db, home_id).closing_fen == charges.owed_total(db, home_id)

    def whose(self, who: int) -> Household:
        return self.place.wang if who else self.place.li


@pytest.fixture(autouse=True)
def late_november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 25, 2, tzinfo=UTC)):
        yield


def test_a_charge_is_paid_and_waived_and_balance_always(empty_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "begun"
    shutil.copytree(empty_folder, folder)
    store = open_store(folder)
    place = settle_place(LIU)
    with read() as db:
        item_id = db.value("SELECT id FROM fee_items")
    community.set_state(place.wang.home_id, "vacant", date(2026, 1, 1), LIU)
    spec = DiscountSpec(
        "vacancy", "Vacant", (item_id,), "contract", date(2026, 1, 1), payable_e4=7000, from_month=2
    )
    actions_standing.add_discount(spec, LIU)
    bill(LIU, [date(2026, 10, 1), date(2026, 11, 1)])
    store.close()
    use(None)
    machine = type("Begun", (Office,), {"folder": folder, "place": place})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
