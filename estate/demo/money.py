"""Past bills and payments of the invented community. Amounts in fen."""

import calendar
import random
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from estate.access.me import Me
from estate.billing.actions_compute import bill_at_once
from estate.cashier.actions import take_many
from estate.cashier.actions_offsets import offset_run
from estate.cashier.actions_payment import PastPayment, Payment
from estate.data import Tx, clock

METHODS = ["wechat", "alipay", "cash", "pos", "transfer"]
WEIGHTS = [45, 20, 20, 5, 10]


class Habit(NamedTuple):
    """How a household pays: every so many months (0 never), whether only in part, and how many months ahead."""

    every: int
    part: bool
    ahead: int = 0


HABITS = [Habit(1, False), Habit(3, False), Habit(6, False), Habit(3, True), Habit(0, False)]
HABIT_WEIGHTS = [74, 12, 6, 4, 4]
MOST_AHEAD = 24


class _Owed(NamedTuple):
    home_id: int
    payer_id: int
    balance_fen: int


def habits(home_ids: list[int], rng: random.Random) -> dict[int, Habit]:
    """How each home pays, for all its months; about one in ten, some dozens at most, pays some months ahead."""
    found = {home_id: rng.choices(HABITS, HABIT_WEIGHTS)[0] for home_id in home_ids}
    regular = [home_id for home_id, habit in found.items() if habit.every == 1]
    ahead = regular[:: max(10, len(regular) // MOST_AHEAD)]
    return found | {home_id: Habit(1, False, ahead=2 + number % 4) for number, home_id in enumerate(ahead)}


def pass_a_month(
    tx: Tx, first: date, due_day: int, paying: dict[int, Habit], cashier: Me, rng: random.Random
) -> None:
    """Bill a past month on its first day and let the households pay as they are used to."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    with clock.as_of(at(first, 9)):
        run = bill_at_once(tx, first, last, first.replace(day=due_day), clock.stamp())
        offset_run(tx, run.id)
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
    amount = owed.balance_fen * 6 // 10 // 100 * 100 if habit.part else owed.balance_fen * (1 + habit.ahead)
    if amount <= 0:
        return None
    on = first + timedelta(days=rng.randrange((last - first).days + 1))
    method = rng.choices(METHODS, WEIGHTS)[0]
    key = f"demo-{first:%Y%m}-{owed.home_id}-{owed.payer_id}"
    ref = "" if method == "cash" else f"42{first:%Y%m}{owed.home_id:08d}{owed.payer_id:08d}"
    return PastPayment(
        Payment(
            owed.home_id,
            owed.payer_id,
            amount,
            method,
            channel_ref=ref,
            rest_in_advance=bool(habit.ahead),
            beyond_cap=bool(habit.ahead),
        ),
        key,
        on.isoformat(),
        _instant(on, rng.randrange(9, 17), rng.randrange(60)),
        cashier.account_id,
        cashier.name,
    )


def at(on: date, hour: int, minute: int = 0) -> datetime:
    """An instant of a day in the community."""
    return datetime.combine(on, time(hour, minute), clock.zone())


def _instant(on: date, hour: int, minute: int) -> str:
    return at(on, hour, minute).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
