"""What a payer may be offered for paying early. Amounts in fen, dates ISO text."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from estate.billing.queries import OpenCharge
from estate.data import Reader
from estate.waivers.rules_early import EarlyCharge, EarlyRule, Offer, offers


def offered(db: Reader, charges: Sequence[OpenCharge], on: date) -> list[Offer]:
    """The discounts for early payment that these open charges of one payer can get on a day."""
    if not charges:
        return []
    rows = db.tuples(
        """
        SELECT id, months, days_before, payable_e4, off_fen FROM discounts
         WHERE kind = 'early_payment' AND from_date <= :day AND ifnull(to_date, '9999') >= :day ORDER BY id
        """,
        day=on.isoformat(),
    )
    if not rows:
        return []
    items: dict[int, set[int]] = defaultdict(set)
    for discount_id, item_id in db.tuples("SELECT discount_id, fee_item_id FROM discount_items"):
        items[discount_id].add(item_id)
    rules = [
        EarlyRule(one, months, days_before, payable_e4, off_fen, frozenset(items[one]))
        for one, months, days_before, payable_e4, off_fen in rows
    ]
    return offers(rules, [_charge(one) for one in charges], on)


def early_payers(db: Reader, item_id: int, first: str, last: str) -> dict[int, list[EarlyRule]]:
    """The homes that a fee's discounts for early payment were given to in these days, with their discounts."""
    found: dict[int, list[EarlyRule]] = defaultdict(list)
    for home_id, discount_id, months, days_before, payable_e4, off_fen in db.tuples(
        """
        SELECT DISTINCT c.home_id, d.id, d.months, d.days_before, d.payable_e4, d.off_fen
          FROM discounts AS d JOIN waivers AS w ON w.discount_id = d.id JOIN charges AS c ON c.id = w.charge_id
         WHERE d.kind = 'early_payment' AND c.fee_item_id = :item_id AND w.booked_on BETWEEN :first AND :last
           AND w.revokes_id IS NULL AND NOT EXISTS (SELECT 1 FROM waivers AS t WHERE t.revokes_id = w.id)
           AND ifnull(d.to_date, '9999') >= :last
         ORDER BY c.home_id, d.id
        """,
        item_id=item_id,
        first=first,
        last=last,
    ):
        found[home_id].append(
            EarlyRule(discount_id, months, days_before, payable_e4, off_fen, frozenset((item_id,)))
        )
    return found


def of_receipt(db: Reader, receipt_id: int) -> int:
    """What was waived for early payment with a receipt."""
    return int(
        db.value(
            """
            SELECT ifnull(sum(w.amount_fen), 0) FROM receipt_waivers AS l JOIN waivers AS w ON w.id = l.waiver_id
             WHERE l.receipt_id = :receipt_id
            """,
            receipt_id=receipt_id,
        )
    )


def _charge(one: OpenCharge) -> EarlyCharge:
    return EarlyCharge(
        one.charge_id,
        (one.fee_item_id, one.parking_code or ""),
        date.fromisoformat(one.period_from),
        date.fromisoformat(one.period_to),
        date.fromisoformat(one.due_on),
        one.balance_fen,
        not one.paid_fen,
    )
