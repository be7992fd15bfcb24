"""Whether a list of debtors may be printed for the notice board, and what it would say: home and period, no more."""

from typing import NamedTuple

from estate.data import Reader, Tx, clock


class Publication(NamedTuple):
    """The latest decision. basis: the law that it rests on."""

    allowed: bool
    basis: str
    decided_at: str
    who: str


class Listed(NamedTuple):
    """A home on the list: from the first to the last month for which something is overdue. Nothing else is read."""

    home_code: str
    period_from: str
    period_to: str


def now(db: Reader) -> Publication:
    """What is decided; not allowed where nobody decided."""
    rows = db.tuples(
        "SELECT allowed, basis, decided_at, who FROM arrears_publication ORDER BY id DESC LIMIT 1"
    )
    return Publication(bool(rows[0][0]), *rows[0][1:]) if rows else Publication(False, "", "", "")


def decide(tx: Tx, allowed: bool, basis: str) -> int:
    return tx.insert(
        "arrears_publication",
        allowed=int(allowed),
        basis=basis,
        decided_at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )


def listed(db: Reader, due_until: str, building_id: int | None) -> list[Listed]:
    """The homes of which something is due since a day or longer, in order; of one building when given."""
    only = " AND e.building_id = :building_id" if building_id is not None else ""
    return db.rows(
        Listed,
        f"""
        SELECT h.code AS home_code, o.period_from, o.period_to
          FROM (SELECT b.home_id, min(c.period_from) AS period_from, max(c.period_to) AS period_to
                  FROM charge_balances AS b JOIN charges AS c ON c.id = b.charge_id
                 WHERE b.balance_fen > 0 AND b.due_on <= :due_until GROUP BY b.home_id) AS o
          JOIN homes AS h ON h.id = o.home_id JOIN entrances AS e ON e.id = h.entrance_id
         WHERE 1{only} ORDER BY h.sort, h.id
        """,
        due_until=due_until,
        building_id=building_id,
    )
