"""Work orders by what people read out of them: their number or its beginning."""

from estate.access.me import Me
from estate.data import Reader
from estate.repairs.queries import ORDER, VISIBLE, Order, scope


def numbered(db: Reader, me: Me, start: str, limit: int) -> list[Order]:
    """The orders whose number begins so, the latest first; those that somebody of the office may see."""
    return db.rows(
        Order,
        f"""{ORDER} WHERE o.number >= :start AND o.number < :stop AND {VISIBLE}
             ORDER BY o.number DESC LIMIT :limit""",
        start=start,
        stop=start + "\U0010ffff",
        limit=limit,
        **scope(me),
    )
