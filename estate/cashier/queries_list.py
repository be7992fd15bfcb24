"""The day's receipts as a list, and what came in by each method. Amounts in fen, dates ISO text."""

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from estate.cashier.queries import PAGE, RECEIPT, Receipt
from estate.data import Reader


class MethodTotal(NamedTuple):
    """What came in by one method: receipts with their sum, reversals with theirs (below zero), and both together.

    voids: receipts that count for nothing; they are not among the others.
    """

    method: str
    receipts: int
    taken_fen: int
    reversals: int
    reversed_fen: int
    total_fen: int
    voids: int = 0


class Takings(NamedTuple):
    """What came in by each method, in the order in which methods are listed; cashiers: who took anything, by name."""

    by_method: list[MethodTotal]
    cashiers: list[str]


class _Sum(NamedTuple):
    method: str
    cashier_name: str
    entries: int
    reversals: int
    voids: int
    total_fen: int
    reversed_fen: int


class Wanted(NamedTuple):
    """Which receipts a list shows; what is empty does not matter. first, last: days, both included.

    Without a method those by which money came in; what is paid from a prepayment is asked for by its method.
    """

    first: str = ""
    last: str = ""
    method: str = ""
    cashier: str = ""
    number: str = ""


def receipts_page(db: Reader, wanted: Wanted, page: int = 1) -> list[Receipt]:
    """A page of 50 receipts, the newest first."""
    where, values = _where(wanted)
    return db.rows(
        Receipt,
        RECEIPT + f"WHERE {where} ORDER BY r.taken_on DESC, r.id DESC LIMIT :limit OFFSET :offset",
        **values,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )


def takings(db: Reader, wanted: Wanted) -> Takings:
    """What came in by each method, and by whom at all in these days; one walk through the days' index.

    What is paid from a prepayment is no money that comes in: it came when the prepayment was taken.
    """
    everybody = wanted if wanted.number else Wanted(wanted.first, wanted.last)
    where, values = _where(everybody)
    rows = db.rows(
        _Sum,
        f"""
        SELECT method, cashier_name, sum(entries) AS entries, sum(reversals) AS reversals, sum(voids) AS voids,
               sum(total_fen) AS total_fen, sum(reversed_fen) AS reversed_fen
          FROM (SELECT r.method, r.cashier_name, count(*) AS entries, sum(r.amount_fen < 0) AS reversals,
                       sum(r.void_id IS NOT NULL) AS voids,
                       sum(CASE WHEN r.void_id IS NULL THEN r.amount_fen ELSE 0 END) AS total_fen,
                       sum(min(r.amount_fen, 0)) AS reversed_fen
                  FROM receipts AS r WHERE {where} AND r.method <> 'prepayment'
                 GROUP BY r.taken_on, r.method, r.cashier_name)
         GROUP BY method, cashier_name
         ORDER BY CASE method WHEN 'cash' THEN 1 WHEN 'wechat' THEN 2 WHEN 'alipay' THEN 3 WHEN 'pos' THEN 4 ELSE 5 END
        """,
        **values,
    )
    chosen = [
        row
        for row in rows
        if wanted.number or (wanted.method in ("", row.method) and wanted.cashier in ("", row.cashier_name))
    ]
    by_method = [_total(method, list(some)) for method, some in groupby(chosen, attrgetter("method"))]
    return Takings(by_method, sorted({row.cashier_name for row in rows}))


def count_receipts(db: Reader, wanted: Wanted) -> int:
    """How many receipts receipts_page() has in all its pages."""
    where, values = _where(wanted)
    return int(db.value(f"SELECT count(*) FROM receipts AS r WHERE {where}", **values))


def _where(wanted: Wanted) -> tuple[str, dict[str, str]]:
    if wanted.number:  # whoever names a number means that receipt, whatever the day
        return "r.number >= :number AND r.number < :number || char(0x10FFFF)", {"number": wanted.number}
    clauses = {
        "r.taken_on >= :first": wanted.first,
        "r.taken_on <= :last": wanted.last,
        "r.method = :method": wanted.method,
        "r.cashier_name = :cashier": wanted.cashier,
        "r.method <> 'prepayment'": not wanted.method,  # a bill run's thousand offsets would hide what came in
    }
    where = " AND ".join(clause for clause, value in clauses.items() if value) or "1"
    return where, {name: value for name, value in wanted._asdict().items() if value and name != "number"}


def _total(method: str, sums: list[_Sum]) -> MethodTotal:
    reversals = sum(one.reversals for one in sums)
    total_fen, reversed_fen = sum(one.total_fen for one in sums), sum(one.reversed_fen for one in sums)
    voids = sum(one.voids for one in sums)
    receipts = sum(one.entries for one in sums) - reversals - voids
    return MethodTotal(method, receipts, total_fen - reversed_fen, reversals, reversed_fen, total_fen, voids)
