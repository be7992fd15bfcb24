"""What billing asks of waivers when a charge or a run is taken back. Amounts in fen."""

from estate.data import Tx
from estate.waivers import queries, records


def revoke_standing(
    tx: Tx, now: str, reason: str, *, charge_id: int | None = None, run_id: int | None = None
) -> int:
    """Take back what standing discounts waived of a charge or of a run's charges, so that these can be reversed."""
    if charge_id is not None:
        which, key = "w.discount_id IS NOT NULL AND w.charge_id = :one", charge_id
    else:
        which, key = (
            "w.discount_id IS NOT NULL AND w.charge_id IN (SELECT id FROM charges WHERE run_id = :one)",
            run_id,
        )
    return records.revoke(tx, which, reason, now, one=key)


def decided(tx: Tx, charge_id: int) -> bool:
    """Whether somebody decided to waive something of a charge that still is waived."""
    return any(one.live and one.request_id is not None for one in queries.of_charge(tx, charge_id))
