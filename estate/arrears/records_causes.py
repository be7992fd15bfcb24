"""Why somebody does not pay, in the database: only added to."""

from typing import NamedTuple

from estate.data import Reader, Tx, clock


class Noted(NamedTuple):
    """A reason as it was noted. code: of words.CAUSES, or 'none' when the reason was gone."""

    id: int
    payer_id: int
    code: str
    note: str
    source: str
    source_id: int | None
    noted_on: str
    noted_at: str
    who: str


def history(db: Reader, home_id: int) -> list[Noted]:
    """Everything noted of a home's payers, the latest first."""
    return db.rows(
        Noted,
        f"SELECT {', '.join(Noted._fields)} FROM arrears_causes WHERE home_id = :home_id ORDER BY id DESC",
        home_id=home_id,
    )


def add(tx: Tx, home_id: int, payer_id: int, code: str, note: str, source: str, source_id: int | None) -> int:
    return tx.insert(
        "arrears_causes",
        home_id=home_id,
        payer_id=payer_id,
        code=code,
        note=note,
        source=source,
        source_id=source_id,
        noted_on=clock.today().isoformat(),
        noted_at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )


def was_charged(db: Reader, home_id: int, payer_id: int) -> bool:
    """Whether a person was ever charged for a home."""
    return bool(
        db.value(
            "SELECT 1 FROM charges WHERE home_id = :home_id AND payer_id = :payer_id LIMIT 1",
            home_id=home_id,
            payer_id=payer_id,
        )
    )
