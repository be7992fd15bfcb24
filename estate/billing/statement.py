"""A home's account: what was charged, waived and paid in order, with what was owed after each."""

from datetime import date, datetime
from typing import NamedTuple

from estate.billing import queries
from estate.billing.queries import Charge
from estate.cashier import queries as cashier
from estate.cashier.queries import Receipt
from estate.data import Reader, clock
from estate.waivers import queries as waivers
from estate.waivers.queries import Waiver

EVERY = 1_000_000


class Entry(NamedTuple):
    """One line of the account. amount_fen: above zero owed more, below zero waived or paid; balance_fen: owed after it."""

    on: date
    amount_fen: int
    balance_fen: int
    charge: Charge | None = None
    receipt: Receipt | None = None
    waiver: Waiver | None = None


class Statement(NamedTuple):
    """The entries of a year, the newest first. opening_fen: owed before the year; years: that have entries."""

    entries: list[Entry]
    years: list[int]
    year: int | None
    opening_fen: int
    charged_fen: int
    waived_fen: int
    paid_fen: int
    closing_fen: int


def statement(
    db: Reader,
    home_id: int,
    year: int | None = None,
    payer_id: int | None = None,
    *,
    exactly: bool = False,
) -> Statement:
    """The account of a home in a year, of one payer when given; without a year in the latest that has entries.

    exactly: also of a year without entries; else that is the latest with some.
    """
    every = _entries(db, home_id, payer_id)
    years = sorted({entry.on.year for entry in every}, reverse=True)
    chosen = year if exactly or year in years else (years[0] if years else None)
    before = [entry for entry in every if chosen and entry.on.year < chosen]
    shown = [entry for entry in every if entry.on.year == chosen]
    opening = before[-1].balance_fen if before else 0
    return Statement(
        shown[::-1],
        years,
        chosen,
        opening,
        sum(entry.amount_fen for entry in shown if entry.charge),
        -sum(entry.amount_fen for entry in shown if entry.waiver),
        -sum(entry.amount_fen for entry in shown if entry.receipt),
        shown[-1].balance_fen if shown else opening,
    )


def _entries(db: Reader, home_id: int, payer_id: int | None) -> list[Entry]:
    charged = [
        (
            datetime.fromisoformat(one.posted_at),
            2 if one.reverses_id else 0,
            one.id,
            Entry(_day(one.posted_at), one.amount_fen, 0, charge=one),
        )
        for one in queries.charges_of_home(db, home_id, payer_id=payer_id)
    ]
    # A reversal takes the standing waivers of its charge back in the same instant, before itself.
    waived = [
        (
            datetime.fromisoformat(one.approved_at),
            1,
            one.id,
            Entry(_day(one.approved_at), -one.amount_fen, 0, waiver=one),
        )
        for one in waivers.of_home(db, home_id, payer_id)
    ]
    paid = [
        (
            datetime.fromisoformat(one.taken_at),
            3,
            one.id,
            Entry(_day(one.taken_at), _paid(one), 0, receipt=one),
        )
        for one in cashier.receipts_of_home(db, home_id, EVERY)
        if payer_id in (None, one.payer_id)
    ]
    entries: list[Entry] = []
    balance = 0
    for _at, _kind, _id, entry in sorted([*charged, *waived, *paid], key=lambda one: one[:3]):
        balance += entry.amount_fen
        entries.append(entry._replace(balance_fen=balance))
    return entries


def _paid(receipt: Receipt) -> int:
    """What a receipt took off the debts; what was paid in advance stands on its own account."""
    return 0 if receipt.state == "voided" else receipt.advance_fen - receipt.amount_fen


def _day(instant: str) -> date:
    return datetime.fromisoformat(instant).astimezone(clock.zone()).date()
