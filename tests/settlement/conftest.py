"""One autumn, one home that is sold: Wang Xiuying leaves, Zhou Jie comes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from estate.billing import actions_items, queries
from estate.billing.actions_items import TariffSpec
from estate.cashier import actions as cashier
from estate.cashier.actions import Payment
from estate.community.rules import HomeSpec
from estate.data import Store, read, write
from estate.data.store import System
from estate.people.queries import payer_of
from estate.prepayments import queries as prepayments
from estate.refunds import actions as refunds
from estate.settlement import actions, records
from estate.settlement.actions import Printed
from estate.settlement.plan import NewOwner, Plan
from estate.settlement.records import Settlement
from tests.billing.ledger import posted
from tests.billing.place import ALL, by_area, owner, settle

BY = System("Liu Min", 2)
SALE = date(2026, 9, 16)
HERE = Printed("http://estate/my")
ZHOU = Plan((NewOwner("Zhou Jie", "13600000001"),))


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 9, 20, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def home(store: Store) -> int:
    """3-2-501, 89.76 m², of Wang Xiuying since 2020."""
    with write(BY) as tx:
        return settle(
            tx,
            HomeSpec("3", "2", "501", 5, 8976, state="occupied"),
            owner("Wang Xiuying", date(2020, 1, 1)),
        )


def payer(home_id: int, on: date) -> int:
    with read() as db:
        found = payer_of(db, home_id, on)
    assert found
    return found.person_id


def begun(home_id: int, on: date = SALE, plan: Plan = ZHOU, key: str = "k") -> Settlement:
    return actions.begin(home_id, on, plan, key, BY)


def settled(home_id: int, on: date = SALE, *, money: str = "", agreement: str = "") -> Settlement:
    found = begun(home_id, on)
    if money:
        actions.say_money(found.id, money, agreement, BY)
    return actions.complete(found.id, BY, HERE)


def live(home_id: int) -> list[tuple[str, str, str, str, int]]:
    """Payer, fee, first and last day, amount of every live charge."""
    with read() as db:
        rows = queries.charges_of_home(db, home_id)
    return sorted(
        (c.payer_name, c.fee_item_name, c.period_from, c.period_to, c.amount_fen)
        for c in rows
        if c.state not in ("reversed", "reversal")
    )


def pay_all(home_id: int, key: str = "paid") -> None:
    who = payer(home_id, date(2026, 9, 1))
    with read() as db:
        fen = queries.owed_total(db, home_id, who)
    cashier.take(Payment(home_id, who, fen, "cash"), key, BY)


SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
WANG, ZHOU = "Wang Xiuying", "Zhou Jie"
FEE = "Property fee"


def monthly() -> None:
    with write(BY) as tx:
        by_area(tx, 18495, proration="daily_actual")  # 166.01 a month, as in A07


def yearly(first: date = date(2026, 1, 1)) -> None:
    """1992.72 a year in twelve months of 166.06, billed for 2026."""
    tariff = TariffSpec(date(2020, 1, 1), 18500, None, proration="daily_actual")
    actions_items.add_item(FEE, "area", BY, tariff=tariff, rules=ALL, cycle_months=12)
    posted(first)


def done(settlement: Settlement) -> list[tuple[str, int]]:
    with read() as db:
        return [(one.kind, one.amount_fen) for one in records.effects(db, settlement.id)]


def prepaid(home_id: int, who: int) -> int:
    with read() as db:
        assert prepayments.unlike(db) == []
        return prepayments.balance(db, home_id, who)


def approve(settlement: Settlement) -> None:
    """Another person approves what waits."""
    with read() as db:
        ids = [one.request_id for one in records.effects(db, settlement.id) if one.request_id]
    for request_id in ids:
        refunds.decide(request_id, True, "", System("Chen Jie", 1))
