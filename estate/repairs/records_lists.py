"""Lists of orders: the board by state, the list with its filters, what is in somebody's hands. Scoped by who asks."""

from typing import Any, NamedTuple

from estate.access.me import Me
from estate.data import Reader
from estate.repairs.queries import COLUMNS, HELD_SQL, ORDER, POOL_SQL, VISIBLE, Order, scope
from estate.repairs.rules_steps import STANDING, STATES

PAGE = 50
IN_A_COLUMN = 25
"""Orders of one state on the board: more than anybody looks through; the list has them all."""


def counts(db: Reader, me: Me) -> dict[str, int]:
    """How many orders are in each state that stands on the board."""
    standing = ", ".join(f"'{state}'" for state in STANDING)
    where = "1" if scope(me)["scope_all"] else VISIBLE
    return dict(
        db.tuples(
            f"SELECT o.state, count(*) FROM work_orders AS o WHERE o.state IN ({standing}) AND {where} GROUP BY o.state",
            **scope(me),
        )
    )


def board(db: Reader, me: Me) -> dict[str, list[Order]]:
    """The most pressing orders of each standing state: the earliest to be completed first."""
    where = "1" if scope(me)["scope_all"] else VISIBLE
    # One branch for each state, so that the index gives each its first rows and nothing is sorted.
    branches = " UNION ALL ".join(
        f"""SELECT * FROM (SELECT o.id FROM work_orders AS o
             WHERE o.state = '{state}' AND o.state IN ({_STANDING}) AND {where}
             ORDER BY o.complete_by LIMIT {IN_A_COLUMN})"""
        for state in STANDING
    )
    rows = db.rows(
        Order,
        f"""WITH first (id) AS MATERIALIZED ({branches})
            SELECT {COLUMNS} FROM first JOIN work_orders AS o ON o.id = first.id
              LEFT JOIN homes AS h ON h.id = o.home_id ORDER BY o.complete_by""",
        **scope(me),
    )
    found: dict[str, list[Order]] = {state: [] for state in STANDING}
    for one in rows:
        found[one.state].append(one)
    return found


_STANDING = ", ".join(f"'{state}'" for state in STANDING)


class Wanted(NamedTuple):
    """What a list shows. text: a number, a home's code or place, or words of the title."""

    state: str = ""
    category: str = ""
    urgency: str = ""
    source: str = ""
    assignee: int | None = None
    text: str = ""


def _where(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    clauses: list[str] = []
    if wanted.state == "open":
        clauses.append(f"o.state IN ({_STANDING})")
    elif wanted.state in STATES:
        clauses.append("o.state = :state")
    for name in ("category", "urgency", "source"):
        if getattr(wanted, name):
            clauses.append(f"o.{name} = :{name}")
    if wanted.assignee is not None:
        clauses.append("o.assignee_id = :assignee")
    if wanted.text:
        clauses.append(
            "(o.number = upper(:text) OR instr(o.location, :text) OR instr(o.title, :text) OR instr(o.text, :text))"
        )
    return " AND ".join(["1", *clauses]), wanted._asdict()


def orders(db: Reader, me: Me, wanted: Wanted, page: int) -> tuple[list[Order], int]:
    """A page of orders, the latest first, and how many there are."""
    where, params = _where(wanted)
    params |= scope(me)
    total = int(db.value(f"SELECT count(*) FROM work_orders AS o WHERE {where} AND {VISIBLE}", **params))
    rows = db.rows(
        Order,
        ORDER + f"WHERE {where} AND {VISIBLE} ORDER BY o.id DESC LIMIT :limit OFFSET :offset",
        **params,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    return rows, total


def state_counts(db: Reader, me: Me, wanted: Wanted) -> dict[str, int]:
    """How many orders are in each state, whatever state is chosen."""
    where, params = _where(wanted._replace(state=""))
    return dict(
        db.tuples(
            f"SELECT o.state, count(*) FROM work_orders AS o WHERE {where} AND {VISIBLE} GROUP BY o.state",
            **params,
            **scope(me),
        )
    )


def in_hand(db: Reader, account_id: int) -> list[Order]:
    """What somebody has in hand or helps with: what is under way first, then by when it is to be done."""
    return db.rows(
        Order,
        ORDER
        + f"""WHERE (o.assignee_id = :account_id
                      OR o.id IN (SELECT order_id FROM order_helpers WHERE account_id = :account_id))
                 AND o.state IN ({HELD_SQL})
              ORDER BY CASE o.state WHEN 'working' THEN 1 WHEN 'arrived' THEN 2 WHEN 'on_the_way' THEN 3
                                    WHEN 'waiting' THEN 5 ELSE 4 END,
                       CASE o.urgency WHEN 'urgent' THEN 1 WHEN 'fast' THEN 2 ELSE 3 END, o.complete_by""",
        account_id=account_id,
    )


def finished_by(db: Reader, account_id: int, since: str) -> int:
    """How many orders somebody has finished since an instant."""
    return int(
        db.value(
            """SELECT count(*) FROM work_order_steps
                WHERE account_id = :account_id AND step = 'finish' AND at >= :since""",
            account_id=account_id,
            since=since,
        )
    )


def waiting_for_somebody(db: Reader) -> int:
    """How many orders nobody has."""
    return int(db.value(f"SELECT count(*) FROM work_orders WHERE state IN ({POOL_SQL})"))
