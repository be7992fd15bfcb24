"""Letters and their delivery, for pages and other features. Amounts in fen, dates ISO text."""

from collections.abc import Collection
from typing import NamedTuple

import msgspec

from estate.data import Reader

PAGE = 50


class Letter(NamedTuple):
    """A letter. state: draft, issued, sent, returned, weak, strong, paid, withdrawn; what is None comes with issuing.

    arrived_on: the day of its best delivery. end_reason: why it was withdrawn.
    """

    id: int
    kind: str
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    case_id: int | None
    drafted_at: str
    drafted_by: str
    number: str | None
    as_of: str | None
    pay_by: str | None
    principal_fen: int | None
    penalty_fen: int | None
    issued_at: str | None
    issued_by: str | None
    state: str
    arrived_on: str | None
    end_reason: str | None

    @property
    def total_fen(self) -> int | None:
        """What is asked for."""
        return None if self.principal_fen is None else self.principal_fen + (self.penalty_fen or 0)

    @property
    def open(self) -> bool:
        """Whether it is issued and not withdrawn: deliveries can be recorded."""
        return self.number is not None and self.state != "withdrawn"


class Delivery(NamedTuple):
    """What was done to deliver a letter, with its proof: strong, weak, none. corrected_by: the row that holds instead."""

    id: int
    letter_id: int
    way: str
    on_day: str
    person: str
    relation: str
    tracking: str
    witness: str
    note: str
    photo: str | None
    proof: str
    corrects_id: int | None
    recorded_at: str
    who: str
    corrected_by: int | None


class Arrival(NamedTuple):
    """A letter that demanded a charge and has provably arrived."""

    charge_id: int
    on_day: str
    number: str


_LIVE = "NOT EXISTS (SELECT 1 FROM letter_deliveries AS n WHERE n.corrects_id = d.id)"

LETTER = f"""
    SELECT l.id, l.kind, l.home_id, l.home_code, l.payer_id, l.payer_name, l.case_id, l.drafted_at,
           l.who AS drafted_by, i.number, i.as_of, i.pay_by, i.principal_fen, i.penalty_fen, i.issued_at,
           i.who AS issued_by,
           CASE WHEN e.why IS NOT NULL THEN e.why
                WHEN i.number IS NULL THEN 'draft'
                WHEN EXISTS (SELECT 1 FROM letter_deliveries AS d
                              WHERE d.letter_id = l.id AND d.proof = 'strong' AND {_LIVE}) THEN 'strong'
                ELSE ifnull((SELECT CASE WHEN d.proof = 'weak' THEN 'weak' ELSE d.way END
                               FROM letter_deliveries AS d WHERE d.letter_id = l.id AND {_LIVE}
                              ORDER BY d.id DESC LIMIT 1), 'issued') END AS state,
           (SELECT d.on_day FROM letter_deliveries AS d
             WHERE d.letter_id = l.id AND d.proof <> 'none' AND {_LIVE}
             ORDER BY d.proof = 'strong' DESC, d.on_day LIMIT 1) AS arrived_on,
           e.reason AS end_reason
      FROM letters AS l
      LEFT JOIN letter_issues AS i ON i.letter_id = l.id
      LEFT JOIN letter_ends AS e ON e.letter_id = l.id
"""


def letter(db: Reader, letter_id: int) -> Letter | None:
    """One letter."""
    return db.row(Letter, LETTER + "WHERE l.id = :letter_id", letter_id=letter_id)


def of_home(db: Reader, home_id: int, payer_id: int | None = None) -> list[Letter]:
    """The letters of a home, of one payer when given, the latest first."""
    only = " AND l.payer_id = :payer_id" if payer_id is not None else ""
    sql = LETTER + f"WHERE l.home_id = :home_id{only} ORDER BY l.id DESC"
    return db.rows(Letter, sql, home_id=home_id, payer_id=payer_id)


class OwnLetter(NamedTuple):
    """An issued letter as its addressee sees it. content: its words as JSON, as they were issued."""

    number: str
    kind: str
    home_code: str
    as_of: str
    pay_by: str
    total_fen: int
    content: str


def to_payer(db: Reader, payer_id: int, home_id: int | None = None) -> list[OwnLetter]:
    """The letters that were issued to somebody and are not withdrawn, about one home when given; the latest first."""
    only = " AND l.home_id = :home_id" if home_id is not None else ""
    return db.rows(
        OwnLetter,
        f"""
        SELECT i.number, l.kind, l.home_code, i.as_of, i.pay_by, i.principal_fen + i.penalty_fen AS total_fen, i.content
          FROM letters AS l JOIN letter_issues AS i ON i.letter_id = l.id
         WHERE l.payer_id = :payer_id AND i.content IS NOT NULL{only}
           AND NOT EXISTS (SELECT 1 FROM letter_ends AS e WHERE e.letter_id = l.id)
         ORDER BY l.id DESC LIMIT 100
        """,
        payer_id=payer_id,
        home_id=home_id,
    )


def deliveries(db: Reader, letter_id: int) -> list[Delivery]:
    """What was done to deliver a letter, in order; corrected rows among it."""
    return db.rows(
        Delivery,
        """
        SELECT d.id, d.letter_id, d.way, d.on_day, d.person, d.relation, d.tracking, d.witness, d.note, d.photo,
               d.proof, d.corrects_id, d.recorded_at, d.who, n.id AS corrected_by
          FROM letter_deliveries AS d LEFT JOIN letter_deliveries AS n ON n.corrects_id = d.id
         WHERE d.letter_id = :letter_id ORDER BY d.id
        """,
        letter_id=letter_id,
    )


def arrivals(db: Reader, charge_ids: Collection[int]) -> list[Arrival]:
    """For each charge the letters that demanded it and arrived with strong proof."""
    return db.rows(
        Arrival,
        f"""
        SELECT c.charge_id, min(d.on_day) AS on_day, i.number
          FROM json_each(:ids) AS w JOIN letter_charges AS c ON c.charge_id = w.value
          JOIN letter_issues AS i ON i.letter_id = c.letter_id
          JOIN letter_deliveries AS d ON d.letter_id = c.letter_id AND d.proof = 'strong' AND {_LIVE}
         WHERE NOT EXISTS (SELECT 1 FROM letter_ends AS e WHERE e.letter_id = c.letter_id)
         GROUP BY c.charge_id, c.letter_id
        """,
        ids=msgspec.json.encode(list(charge_ids)).decode(),
    )
