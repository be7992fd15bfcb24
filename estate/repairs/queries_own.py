"""An owner's or tenant's own orders: those they reported or joined, and those of their home in their time there.

Who moves in sees nothing of the repairs before; who only joined a report sees where it stands, but nothing of what the
first reporter and the office write to each other, and takes no step.
"""

from estate.access.me import Me
from estate.access.scopes import OWN_HOME_IDS, params
from estate.data import Reader
from estate.repairs.queries import ORDER, Order

_HOUSEHOLD = f"""(o.home_id IN ({OWN_HOME_IDS}) AND EXISTS (
    SELECT 1 FROM residencies AS t
     WHERE t.home_id = o.home_id AND t.person_id = :scope_person AND t.role IN ('owner', 'co_owner', 'tenant')
       AND (t.from_date IS NULL OR t.from_date <= o.reported_on)
       AND (t.to_date IS NULL OR t.to_date >= :scope_day)))"""
ACTING = f"(o.reporter_id = :scope_person OR {_HOUSEHOLD})"
"""The orders `o` on which they act as owner."""
JOINED = """EXISTS (SELECT 1 FROM work_order_joins AS j
                     WHERE j.order_id = o.id AND j.reporter_id = :scope_person)"""


def own(db: Reader, me: Me, order_id: int) -> Order | None:
    """One order that they may see."""
    sql = f"{ORDER} WHERE o.id = :order_id AND ({ACTING} OR {JOINED})"
    return db.row(Order, sql, order_id=order_id, **params(me))


def acts(db: Reader, me: Me, order_id: int) -> bool:
    """Whether they act on this order as its owner."""
    return bool(
        db.value(
            f"SELECT 1 FROM work_orders AS o WHERE o.id = :order_id AND {ACTING}",
            order_id=order_id,
            **params(me),
        )
    )


def all_own(db: Reader, me: Me, most: int = 100) -> list[Order]:
    """Their orders: what is open or waits for their word first, then the latest."""
    return db.rows(
        Order,
        f"""
        {ORDER} WHERE {ACTING} OR {JOINED}
         ORDER BY o.state IN ('signed_off', 'rated', 'cancelled'), o.id DESC LIMIT :most
        """,
        most=most,
        **params(me),
    )


def waiting(db: Reader, me: Me) -> int:
    """How many wait for their word: the work is done and not signed off."""
    return int(
        db.value(f"SELECT count(*) FROM work_orders AS o WHERE o.state = 'done' AND {ACTING}", **params(me))
    )
