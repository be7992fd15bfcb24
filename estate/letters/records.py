"""Lists of letters, and what is read to draft and issue them. Amounts in fen, dates ISO text."""

from typing import NamedTuple

from estate.data import Reader, clock
from estate.letters.queries import LETTER, PAGE, Letter


class Wanted(NamedTuple):
    """Which letters a list shows; what is empty does not matter. home: the beginning of its code."""

    state: str = ""
    kind: str = ""
    home: str = ""


def letters(db: Reader, wanted: Wanted, page: int) -> tuple[list[Letter], int]:
    """A page of letters, the latest first, and how many there are."""
    clauses = {
        "state = :state": wanted.state,
        "kind = :kind": wanted.kind,
        "home_code >= :home AND home_code < :home || char(0x10FFFF)": wanted.home,
    }
    where = " AND ".join(clause for clause, value in clauses.items() if value) or "1"
    values = {name: value for name, value in wanted._asdict().items() if value}
    total = int(db.value(f"SELECT count(*) FROM ({LETTER}) WHERE {where}", **values))
    rows = db.rows(
        Letter,
        f"SELECT * FROM ({LETTER}) WHERE {where} ORDER BY id DESC LIMIT :limit OFFSET :offset",
        **values,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    return rows, total


def state_counts(db: Reader) -> dict[str, int]:
    """How many letters are in each state."""
    return dict(db.tuples(f"SELECT state, count(*) FROM ({LETTER}) GROUP BY state"))


def open_draft(db: Reader, kind: str, home_id: int, payer_id: int) -> int | None:
    """The draft of a kind that waits for a payer of a home."""
    return db.value(
        """
        SELECT l.id FROM letters AS l
         WHERE l.kind = :kind AND l.home_id = :home_id AND l.payer_id = :payer_id
           AND NOT EXISTS (SELECT 1 FROM letter_issues AS i WHERE i.letter_id = l.id)
           AND NOT EXISTS (SELECT 1 FROM letter_ends AS e WHERE e.letter_id = l.id)
        """,
        kind=kind,
        home_id=home_id,
        payer_id=payer_id,
    )


def drafts(db: Reader, kind: str, building_id: int | None) -> list[tuple[str, int]]:
    """The building and id of each draft of a kind, in the order of homes; of one building when given.

    Drafts about debts for which dunning rests today wait: a promise or a plan is not answered by a letter.
    """
    only = " AND e.building_id = :building_id" if building_id is not None else ""
    return db.tuples(
        f"""
        SELECT b.code, l.id FROM letters AS l JOIN homes AS h ON h.id = l.home_id
          JOIN entrances AS e ON e.id = h.entrance_id JOIN buildings AS b ON b.id = e.building_id
         WHERE l.kind = :kind{only}
           AND NOT EXISTS (SELECT 1 FROM letter_issues AS i WHERE i.letter_id = l.id)
           AND NOT EXISTS (SELECT 1 FROM letter_ends AS x WHERE x.letter_id = l.id)
           AND NOT EXISTS (SELECT 1 FROM dunning_pauses AS p
                            WHERE p.home_id = l.home_id AND p.payer_id = l.payer_id AND p.ended_at IS NULL
                              AND :today BETWEEN p.from_on AND p.until_on
                              AND NOT EXISTS (SELECT 1 FROM dunning_pause_charges AS w WHERE w.pause_id = p.id))
         ORDER BY b.sort, h.sort, h.id, l.id
        """,
        kind=kind,
        today=clock.today().isoformat(),
        building_id=building_id,
    )


def rests_until(db: Reader, home_id: int, payer_id: int) -> str | None:
    """The last day of the pause of dunning that holds for a debt today."""
    return db.value(
        """
        SELECT max(until_on) FROM dunning_pauses AS p
         WHERE home_id = :home_id AND payer_id = :payer_id AND ended_at IS NULL AND :today BETWEEN from_on AND until_on
           AND NOT EXISTS (SELECT 1 FROM dunning_pause_charges AS w WHERE w.pause_id = p.id)
        """,
        home_id=home_id,
        payer_id=payer_id,
        today=clock.today().isoformat(),
    )


def delivery_of_key(db: Reader, key: str) -> int | None:
    """The delivery that this page has recorded already."""
    return db.value("SELECT id FROM letter_deliveries WHERE key = :key", key=key)


def tracking_of(db: Reader, letter_id: int) -> str:
    """The number under which the post carries a letter."""
    return str(
        db.value(
            """
            SELECT d.tracking FROM letter_deliveries AS d
             WHERE d.letter_id = :letter_id AND d.way = 'sent'
               AND NOT EXISTS (SELECT 1 FROM letter_deliveries AS n WHERE n.corrects_id = d.id)
             ORDER BY d.id DESC LIMIT 1
            """,
            letter_id=letter_id,
        )
        or ""
    )
