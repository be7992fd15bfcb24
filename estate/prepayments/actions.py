"""Choices about a prepayment account. What moves money on it are receipts, credits and refunds."""

from estate.data import Actor, audit, write
from estate.prepayments import records


def set_auto(home_id: int, payer_id: int, auto: bool, by: Actor) -> None:
    """Whether bill runs draw on this account."""
    with write(by) as tx:
        records.set_auto(tx, home_id, payer_id, auto=auto)
        after = {"home_id": home_id, "payer_id": payer_id, "auto": auto}
        audit.record(tx, "prepayment.auto_changed", "homes", home_id, after=after)
