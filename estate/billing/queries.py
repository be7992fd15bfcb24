"""What is charged and owed, for pages, the cashier and owners. Amounts in fen, dates ISO text."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader
from estate.penalties.queries import overdue_until


class OpenCharge(NamedTuple):
    """A charge of which something is still owed."""

    charge_id: int
    home_id: int
    home_code: str
    fee_item_id: int
    fee_item_name: str
    parking_code: str | None
    period_from: str
    period_to: str
    due_on: str
    payer_id: int
    payer_name: str
    amount_fen: int
    waived_fen: int
    paid_fen: int
    balance_fen: int
    quantity: str
    price: str
    formula: str


class Charge(NamedTuple):
    """A posted charge with all it was computed from. state: open, part_paid, settled, reversed, reversal.

    principal_id: of a penalty, the charge that it is for.
    """

    id: int
    run_id: int | None
    home_id: int
    home_code: str
    fee_item_id: int
    fee_item_name: str
    kind: str
    tariff_id: int | None
    parking_code: str | None
    payer_id: int
    payer_name: str
    period_from: str
    period_to: str
    quantity: str
    price: str
    formula: str
    amount_fen: int
    waived_fen: int
    paid_fen: int
    balance_fen: int
    due_on: str
    state: str
    posted_at: str
    posted_by: str
    reverses_id: int | None
    reversed_by: int | None
    reason: str | None
    principal_id: int | None


class OwedByHome(NamedTuple):
    """What a home owes. overdue_fen: the part past its due date."""

    home_id: int
    balance_fen: int
    overdue_fen: int
    oldest_due_on: str


class OwedSummary(NamedTuple):
    """What a home owes, in one line. oldest_due_on and next_due_on are None when there is nothing of the kind."""

    charges: int
    balance_fen: int
    overdue_fen: int
    oldest_due_on: str | None
    next_due_on: str | None


_OPEN = """
    SELECT c.id AS charge_id, c.home_id, c.home_code, c.fee_item_id, c.fee_item_name, c.parking_code,
           c.period_from, c.period_to, c.due_on, c.payer_id, c.payer_name, b.amount_fen, b.waived_fen,
           b.paid_fen, b.balance_fen, c.quantity, c.price, c.formula
      FROM charge_balances AS b JOIN charges AS c ON c.id = b.charge_id
     WHERE b.balance_fen > 0
"""
_OLDEST_FIRST = " ORDER BY b.due_on, c.period_from, c.id"

_CHARGE = """
    SELECT c.id, c.run_id, c.home_id, c.home_code, c.fee_item_id, c.fee_item_name, c.kind, c.tariff_id,
           c.parking_code, c.payer_id, c.payer_name, c.period_from, c.period_to, c.quantity, c.price, c.formula,
           c.amount_fen, b.waived_fen, b.paid_fen, b.balance_fen, c.due_on,
           CASE WHEN c.reverses_id IS NOT NULL THEN 'reversal'
                WHEN c.reversed_by IS NOT NULL THEN 'reversed'
                WHEN b.balance_fen = 0 THEN 'settled'
                WHEN b.paid_fen + b.waived_fen > 0 THEN 'part_paid'
                ELSE 'open' END AS state,
           c.posted_at, c.posted_by, c.reverses_id, c.reversed_by, c.reason, c.principal_id
      FROM charges AS c JOIN charge_balances AS b ON b.charge_id = c.id
"""


def open_charges(db: Reader, home_id: int, payer_id: int | None = None) -> list[OpenCharge]:
    """What is owed for a home, the oldest due date first; only of one payer when given."""
    only = " AND b.payer_id = :payer_id" if payer_id is not None else ""
    sql = _OPEN + " AND b.home_id = :home_id" + only + _OLDEST_FIRST
    return db.rows(OpenCharge, sql, home_id=home_id, payer_id=payer_id)


def open_charges_of(db: Reader, home_ids: Sequence[int]) -> list[OpenCharge]:
    """What is owed for several homes, the oldest due date first."""
    marks = ", ".join(str(int(home_id)) for home_id in home_ids)
    return db.rows(OpenCharge, _OPEN + f" AND b.home_id IN ({marks})" + _OLDEST_FIRST)


def owed_by_home(db: Reader, today: str, home_ids: Sequence[int] | None = None) -> dict[int, OwedByHome]:
    """Every home that owes something, by its id; only of these homes when given.

    today: the business date that decides what is overdue.
    """
    only = "" if home_ids is None else f" AND home_id IN ({', '.join(str(int(one)) for one in home_ids)})"
    rows = db.rows(
        OwedByHome,
        f"""
        SELECT home_id, sum(balance_fen) AS balance_fen,
               sum(CASE WHEN due_on <= :late THEN balance_fen ELSE 0 END) AS overdue_fen,
               min(due_on) AS oldest_due_on
          FROM charge_balances
         WHERE balance_fen > 0{only}
         GROUP BY home_id
        """,
        late=overdue_until(db, today),
    )
    return {row.home_id: row for row in rows}


def owed_total(db: Reader, home_id: int, payer_id: int | None = None) -> int:
    """What a home owes now, in fen; only one payer's part when given."""
    only = " AND payer_id = :payer_id" if payer_id is not None else ""
    return int(
        db.value(
            "SELECT ifnull(sum(balance_fen), 0) FROM charge_balances WHERE balance_fen > 0 AND home_id = :home_id"
            + only,
            home_id=home_id,
            payer_id=payer_id,
        )
    )


def owed_summary(db: Reader, home_id: int, today: str) -> OwedSummary:
    """What a home owes in one line, for its page (templates/billing/_owed.html)."""
    found = db.row(
        OwedSummary,
        """
        SELECT count(*) AS charges, ifnull(sum(balance_fen), 0) AS balance_fen,
               ifnull(sum(CASE WHEN due_on <= :late THEN balance_fen END), 0) AS overdue_fen,
               min(CASE WHEN due_on <= :late THEN due_on END) AS oldest_due_on,
               min(CASE WHEN due_on > :late THEN due_on END) AS next_due_on
          FROM charge_balances
         WHERE balance_fen > 0 AND home_id = :home_id
        """,
        home_id=home_id,
        late=overdue_until(db, today),
    )
    return found or OwedSummary(0, 0, 0, None, None)


def charge(db: Reader, charge_id: int) -> Charge | None:
    """One charge, live or reversed."""
    return db.row(Charge, _CHARGE + "WHERE c.id = :charge_id", charge_id=charge_id)


def charges_of_home(
    db: Reader, home_id: int, since: str = "0000", until: str = "9999", payer_id: int | None = None
) -> list[Charge]:
    """Every charge of a home whose period begins between two dates, the newest period first, reversals included."""
    only = " AND c.payer_id = :payer_id" if payer_id is not None else ""
    return db.rows(
        Charge,
        _CHARGE
        + "WHERE c.home_id = :home_id AND c.period_from BETWEEN :since AND :until"
        + only
        + " ORDER BY c.period_from DESC, c.fee_item_id, c.id",
        home_id=home_id,
        since=since,
        until=until,
        payer_id=payer_id,
    )


def name_of_item(db: Reader, item_id: int) -> str | None:
    """What a fee item is called."""
    return db.value("SELECT name FROM fee_items WHERE id = :item_id", item_id=item_id)


def items_of_kind(db: Reader, kind: str) -> list[tuple[int, str]]:
    """The fee items of a kind that are charged, each with its name, in their order."""
    sql = "SELECT id, name FROM fee_items WHERE active AND kind = :kind ORDER BY sort, id"
    return [(int(item_id), str(name)) for item_id, name in db.tuples(sql, kind=kind)]


class ChargedPeriod(NamedTuple):
    """What a home was charged with a fee item for some days. live: not reversed."""

    charge_id: int
    home_id: int
    period_from: str
    period_to: str
    amount_fen: int
    live: int


def charged_periods(db: Reader, item_id: int, first: str, last: str) -> list[ChargedPeriod]:
    """Every charge of a fee item that touches the days from first to last, reversed ones too; for bulk work."""
    return db.rows(
        ChargedPeriod,
        """
        SELECT id AS charge_id, home_id, period_from, period_to, amount_fen, reversed_by IS NULL AS live FROM charges
         WHERE fee_item_id = :item_id AND period_from <= :last AND period_to >= :first
           AND reverses_id IS NULL AND kind <> 'penalty'
        """,
        item_id=item_id,
        first=first,
        last=last,
    )


class ItemNamed(NamedTuple):
    """A fee item by its name."""

    id: int
    name: str
    kind: str


def items_named(db: Reader) -> list[ItemNamed]:
    """Every fee item, in the office's order."""
    return db.rows(ItemNamed, "SELECT id, name, kind FROM fee_items ORDER BY sort, id")


def has_settled_penalty(db: Reader, charge_id: int) -> bool:
    """Whether a penalty that is posted on this charge is paid or waived, in part at least."""
    return bool(
        db.value(
            """
            SELECT 1 FROM charges AS c JOIN charge_balances AS b ON b.charge_id = c.id
             WHERE c.principal_id = :charge_id AND c.reverses_id IS NULL AND b.paid_fen + b.waived_fen > 0
            """,
            charge_id=charge_id,
        )
    )


def posted_penalties(db: Reader, charge_ids: Sequence[int]) -> set[int]:
    """Which of these charges are penalties themselves."""
    marks = ", ".join(str(int(one)) for one in charge_ids)
    return set(db.values(f"SELECT id FROM charges WHERE id IN ({marks}) AND kind = 'penalty'"))


def penalties_posted(db: Reader, charge_id: int) -> list[Charge]:
    """The penalties that were posted on a charge, reversed ones among them, in order."""
    sql = _CHARGE + "WHERE c.principal_id = :charge_id AND c.reverses_id IS NULL ORDER BY c.id"
    return db.rows(Charge, sql, charge_id=charge_id)


def runs_waiting(db: Reader, until: str) -> int:
    """Bill runs of periods that begin up to a day and are computed or computing, but neither posted nor thrown away."""
    return int(
        db.value(
            """
            SELECT count(*) FROM bill_runs
             WHERE state IN ('computing', 'ready', 'failed') AND period_from <= :until
            """,
            until=until,
        )
    )
