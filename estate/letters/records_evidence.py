"""Bundles of evidence in the database, and what only they read. Amounts in fen, dates ISO text."""

from typing import NamedTuple

import msgspec

from estate.data import Reader


class Bundle(NamedTuple):
    """A bundle that was asked for. file: the hash of its PDF once it is made."""

    id: int
    key: str
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    asked_at: str
    who: str
    finished_at: str | None
    file: str | None
    error: str | None


class Basis(NamedTuple):
    """A tariff by which something of this payer was charged."""

    fee_item_name: str
    effective_from: str
    prices: str
    basis_text: str


_BUNDLE = f"SELECT {', '.join(Bundle._fields)} FROM evidence_bundles "


def bundle(db: Reader, bundle_id: int) -> Bundle | None:
    """One bundle."""
    return db.row(Bundle, _BUNDLE + "WHERE id = :bundle_id", bundle_id=bundle_id)


def bundle_of_key(db: Reader, key: str) -> int | None:
    """The bundle that this page has asked for already."""
    return db.value("SELECT id FROM evidence_bundles WHERE key = :key", key=key)


def bundles_of_home(db: Reader, home_id: int) -> list[Bundle]:
    """The bundles of a home, the latest first."""
    return db.rows(Bundle, _BUNDLE + "WHERE home_id = :home_id ORDER BY id DESC LIMIT 20", home_id=home_id)


def tariff_bases(db: Reader, home_id: int, payer_id: int) -> list[Basis]:
    """Every tariff in a payer's charges for a home, with the prices charged by it and what it rests on."""
    return db.rows(
        Basis,
        """
        SELECT c.fee_item_name, t.effective_from, group_concat(DISTINCT c.price) AS prices, t.basis_text
          FROM charges AS c JOIN tariffs AS t ON t.id = c.tariff_id
         WHERE c.home_id = :home_id AND c.payer_id = :payer_id AND c.reverses_id IS NULL
         GROUP BY t.id, c.fee_item_name ORDER BY c.fee_item_name, t.effective_from
        """,
        home_id=home_id,
        payer_id=payer_id,
    )


def letter_contents(db: Reader, letter_ids: list[int]) -> dict[int, str]:
    """What stands on issued letters, word for word, as JSON."""
    ids = msgspec.json.encode(letter_ids).decode()
    return dict(
        db.tuples(
            """
            SELECT letter_id, content FROM letter_issues
             WHERE content IS NOT NULL AND letter_id IN (SELECT value FROM json_each(:ids))
            """,
            ids=ids,
        )
    )


def phones(db: Reader, person_id: int) -> list[str]:
    """The telephone numbers of a person, the first one first."""
    return db.values(
        "SELECT number FROM phones WHERE person_id = :person_id ORDER BY rank, id", person_id=person_id
    )


def latest_audit(db: Reader) -> tuple[int, str]:
    """The number and instant of the change log's latest entry."""
    rows = db.tuples("SELECT id, at FROM audit ORDER BY id DESC LIMIT 1")
    return rows[0] if rows else (0, "")
