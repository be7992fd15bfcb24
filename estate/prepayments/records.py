"""Writing choices about a prepayment account. Its entries are written by the documents that they come from."""

from estate.data import Tx


def set_auto(tx: Tx, home_id: int, payer_id: int, *, auto: bool) -> None:
    """Whether bill runs draw on an account; nothing happens for a home or person that there is not."""
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
