"""Writing penalties as charges of their own. Amounts in fen, dates ISO text."""

from collections.abc import Sequence

from estate.billing.rules_lines import PenaltyLine
from estate.data import Tx, clock


def post(tx: Tx, lines: Sequence[PenaltyLine], due_on: str, now: str) -> list[int]:
    """Each becomes a charge of no run, for the payer and period of its principal; answers their ids, in order.

    Raises LookupError where the principal is not there or is a penalty itself.
    """
    first = int(tx.value("SELECT ifnull(max(id), 0) + 1 FROM charges"))
    more = {"due_on": due_on, "now": now, "by": tx.by.name, "booked_on": clock.day_of(now)}
    tx.many(
        """
        INSERT INTO charges (id, home_id, home_code, fee_item_id, fee_item_name, kind, parking_code, payer_id, payer_name,
            period_from, period_to, quantity, price, formula, amount_fen, due_on, posted_at, posted_by, booked_on,
            principal_id)
        SELECT :id, c.home_id, c.home_code, c.fee_item_id, :name, 'penalty', c.parking_code, c.payer_id, c.payer_name,
               c.period_from, c.period_to, :quantity, :price, :formula, :amount_fen, :due_on, :now, :by, :booked_on, c.id
          FROM charges AS c WHERE c.id = :principal_id AND c.kind <> 'penalty'
        """,
        ({"id": first + n, **one._asdict(), **more} for n, one in enumerate(lines)),
    )
    if int(tx.value("SELECT count(*) FROM charges WHERE id >= :first", first=first)) != len(lines):
        raise LookupError("a penalty is for a charge that is there and no penalty itself")
    return list(range(first, first + len(lines)))
