"""Choices about a prepayment account. What moves money on it are receipts, credits and refunds."""

from estate.data import Actor, audit, write


def set_auto(home_id: int, payer_id: int, auto: bool, by: Actor) -> None:
    """Whether bill runs draw on this account; LookupError for no such home or person."""
    with write(by) as tx:
        tx.run(
            """
            INSERT INTO prepayment_balances (home_id, payer_id, auto)
            SELECT h.id, p.id, :auto FROM homes AS h, people AS p WHERE h.id = :home_id AND p.id = :payer_id
                ON CONFLICT (home_id, payer_id) DO UPDATE SET auto = excluded.auto
            """,
            home_id=home_id,
            payer_id=payer_id,
            auto=int(auto),
        )
        after = {"home_id": home_id, "payer_id": payer_id, "auto": auto}
        audit.record(tx, "prepayment.auto_changed", "homes", home_id, after=after)
