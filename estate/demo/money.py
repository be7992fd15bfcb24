"""Fees, past bills and payments of the invented community. Amounts in fen."""

import calendar
import random
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from estate.access.me import Me
from estate.billing.actions_compute import bill_at_once
from estate.billing.actions_items import TariffSpec, add_item
from estate.billing.rules_who import Rule
from estate.cashier.actions import take_many
from estate.cashier.actions_payment import PastPayment, Payment
from estate.data import Actor, Tx, clock

METHODS = ["wechat", "alipay", "cash", "pos", "transfer"]
WEIGHTS = [45, 20, 20, 5, 10]


class Habit(NamedTuple):
    """How a household pays: every so many months (0 never), and whether only in part."""

    every: int
    part: bool


HABITS = [Habit(1, False), Habit(3, False), Habit(6, False), Habit(3, True), Habit(0, False)]
HABIT_WEIGHTS = [74, 12, 6, 4, 4]


class _Owed(NamedTuple):
    home_id: int
    payer_id: int
    balance_fen: int


def add_fees(start: date, by: Actor) -> None:
    """Four items, in force since before the first bill."""
    since = start - timedelta(days=1)
    price = TariffSpec(since, 18_500, None, basis_text="物业服务合同")
    shop = TariffSpec(since, 35_000, None, basis_text="物业服务合同")
    add_item("物业服务费", "area", by, code="property", tariff=price, rules=(Rule("usage", "residential"),))
    add_item(
        "物业服务费(商铺)",
        "area",
        by,
        code="property-shop",
        tariff=shop,
        rules=(Rule("usage", "shop"),),
    )
    add_item(
        "生活垃圾清运费",
        "fixed_home",
        by,
        code="waste",
        tariff=TariffSpec(since, None, 500),
        rules=(Rule("all", None),),
    )
    add_item(
        "公共照明费",
        "fixed_home",
        by,
        code="lighting",
        tariff=TariffSpec(since, None, 300),
        rules=(Rule("all", None),),
    )
    parking = TariffSpec(since, None, 30_000, proration="daily_actual")
    rented = (Rule("parking_kind", "rented"),)
    add_item("车位租金", "fixed_parking", by, code="parking", tariff=parking, rules=rented)


def habits(home_ids: list[int], rng: random.Random) -> dict[int, Habit]:
    """How each home pays, for all its months."""
    return {home_id: rng.choices(HABITS, HABIT_WEIGHTS)[0] for home_id in home_ids}


def pass_a_month(
    tx: Tx, first: date, due_day: int, paying: dict[int, Habit], cashier: Me, rng: random.Random
) -> None:
    """Bill a past month on its first day and let the households pay as they are used to."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    bill_at_once(tx, first, last, first.replace(day=due_day), _instant(first, 9, 0))
    owed = tx.rows(
        _Owed,
        """
        SELECT home_id, payer_id, sum(balance_fen) AS balance_fen FROM charge_balances
         WHERE balance_fen > 0 GROUP BY home_id, payer_id ORDER BY home_id
        """,
    )
    payments = [
        payment for one in owed if (payment := _payment(one, first, last, paying[one.home_id], cashier, rng))
    ]
    take_many(tx, sorted(payments, key=lambda payment: payment.taken_at))


def _payment(
    owed: _Owed, first: date, last: date, habit: Habit, cashier: Me, rng: random.Random
) -> PastPayment | None:
    if not habit.every or first.month % habit.every:
        return None
    amount = owed.balance_fen * 6 // 10 // 100 * 100 if habit.part else owed.balance_fen
    if amount <= 0:
        return None
    on = first + timedelta(days=rng.randrange((last - first).days + 1))
    method = rng.choices(METHODS, WEIGHTS)[0]
    key = f"demo-{first:%Y%m}-{owed.home_id}-{owed.payer_id}"
    ref = "" if method == "cash" else f"42{first:%Y%m}{owed.home_id:08d}{owed.payer_id:08d}"
    return PastPayment(
        Payment(owed.home_id, owed.payer_id, amount, method, channel_ref=ref),
        key,
        on.isoformat(),
        _instant(on, rng.randrange(9, 17), rng.randrange(60)),
        cashier.account_id,
        cashier.name,
    )


def _instant(on: date, hour: int, minute: int) -> str:
    local = datetime.combine(on, time(hour, minute), clock.zone())
    return local.astimezone(clock.now().tzinfo).strftime("%Y-%m-%dT%H:%M:%S.000Z")
