"""Sums for the trial balance. Amounts in fen, months as `2026-11`."""

from typing import NamedTuple

from estate.books.entries import entries
from estate.books.rules_trial import Sum
from estate.data import Reader


class Item(NamedTuple):
    id: int
    name: str


class Entry(NamedTuple):
    """A row of the ledger. amount_fen: above zero more is owed. href: the page of the row itself."""

    day: str
    kind: str
    fee_item_id: int
    fee_item_name: str
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    amount_fen: int
    at: str
    number: str
    href: str
    charge_id: int
    period_from: str
    period_to: str
    note: str


class SectionSum(NamedTuple):
    """Entries of a kind in another section (prepayments, deposits). place: before, inside or after the months that are shown."""

    place: str
    kind: str
    amount_fen: int


class Till(NamedTuple):
    """What came in by receipts: settled_fen is spread over charges, advance_fen went to prepayment accounts."""

    taken_fen: int
    advance_fen: int


PAGE = 100


def items(db: Reader) -> dict[int, str]:
    rows = db.rows(Item, "SELECT id, name FROM fee_items ORDER BY sort, id")
    return {one.id: one.name for one in rows}


def month_sums(db: Reader) -> list[Sum]:
    """Every month's sums, beside the rows."""
    return db.rows(Sum, "SELECT month, fee_item_id, kind, amount_fen FROM book_months")


def sums_of_rows(db: Reader, first: str, last: str) -> list[Sum]:
    """The same from the rows themselves, for days from one to another: what the kept sums are held against."""
    return db.rows(
        Sum,
        f"""
        SELECT substr(day, 1, 7) AS month, fee_item_id, kind, sum(amount_fen) AS amount_fen
          FROM ({entries("day BETWEEN :first AND :last")}) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """,
        first=first,
        last=last,
    )


def owed_now(db: Reader) -> dict[int, int]:
    """What the balances of the charges say is owed now, by fee item: independent of the entries."""
    rows = db.tuples("""
        SELECT c.fee_item_id, sum(b.balance_fen) FROM charge_balances AS b JOIN charges AS c ON c.id = b.charge_id
         WHERE b.balance_fen > 0 GROUP BY 1
    """)
    return dict(rows)


def prepayment_sums(db: Reader, first: str, last: str) -> list[SectionSum]:
    """Entries of prepayment accounts by kind, before, in and after these days."""
    return db.rows(
        SectionSum,
        """
        SELECT CASE WHEN day < :first THEN 'before' WHEN day > :last THEN 'after' ELSE 'inside' END AS place, kind,
               sum(amount_fen) AS amount_fen
          FROM (SELECT booked_on AS day, kind, sum(amount_fen) AS amount_fen FROM prepayment_entries
                 GROUP BY booked_on, kind)
         GROUP BY 1, 2
        """,
        first=first,
        last=last,
    )


def deposit_sums(db: Reader, first: str, last: str) -> list[SectionSum]:
    """Steps of deposits by kind, before, in and after these days."""
    return db.rows(
        SectionSum,
        """
        SELECT CASE WHEN day < :first THEN 'before' WHEN day > :last THEN 'after' ELSE 'inside' END AS place, kind,
               sum(amount_fen) AS amount_fen
          FROM (SELECT booked_on AS day, kind, sum(amount_fen) AS amount_fen FROM deposit_steps
                 GROUP BY booked_on, kind)
         GROUP BY 1, 2
        """,
        first=first,
        last=last,
    )


def deposits_now(db: Reader) -> int:
    """What is held of all deposits, by their balances."""
    return int(db.value("SELECT ifnull(sum(held_fen), 0) FROM deposit_balances"))


def prepaid_now(db: Reader) -> int:
    """What stands on all prepayment accounts, by their balances."""
    return int(db.value("SELECT ifnull(sum(balance_fen), 0) FROM prepayment_balances"))


def till(db: Reader, first: str, last: str) -> Till:
    """Money that came in by receipts in these days, reversals against it."""
    found = db.row(
        Till,
        """
        SELECT ifnull(sum(counted_fen), 0) AS taken_fen,
               ifnull(sum(CASE WHEN void_id IS NULL THEN advance_fen END), 0) AS advance_fen
          FROM receipts WHERE taken_on BETWEEN :first AND :last AND method <> 'prepayment'
        """,
        first=first,
        last=last,
    )
    return found or Till(0, 0)


def rows_behind(
    db: Reader, kinds: tuple[str, ...], item: int, first: str, last: str, page: int
) -> list[Entry]:
    """The rows behind a figure, in order; at most a page."""
    marks = ", ".join(f"'{kind}'" for kind in kinds)
    only = " AND fee_item_id = :item" if item else ""
    return db.rows(
        Entry,
        f"{entries(f'day BETWEEN :first AND :last AND kind IN ({marks}){only}')}"
        " ORDER BY day, at, charge_id LIMIT :limit OFFSET :offset",
        item=item,
        first=first,
        last=last,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )


def sum_behind(db: Reader, kinds: tuple[str, ...], item: int, first: str, last: str) -> tuple[int, int]:
    """How many rows stand behind a figure, and their sum."""
    marks = ", ".join(f"'{kind}'" for kind in kinds)
    only = " AND fee_item_id = :item" if item else ""
    rows = db.tuples(
        "SELECT count(*), ifnull(sum(amount_fen), 0) FROM "
        f"({entries(f'day BETWEEN :first AND :last AND kind IN ({marks}){only}')})",
        item=item,
        first=first,
        last=last,
    )
    return int(rows[0][0]), int(rows[0][1])
