"""Service records as they were written. Days ISO, amounts in fen."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader
from estate.papers import queries as papers
from estate.papers.content import Kept
from estate.upkeep.rules_records import Answer, Item, answers_of


class Record(NamedTuple):
    """A service record. corrected_by: the further record that corrects it."""

    id: int
    equipment_id: int
    code: str
    equipment: str
    statutory: str
    order_id: int | None
    order_number: str | None
    title: str
    work: str
    ladder: str
    level: int
    done_on: str
    person: str
    company: str
    outcome: str
    findings: str
    parts: str
    list_version_id: int | None
    answers: str
    cost_fen: int
    valid_until: str | None
    corrects_id: int | None
    corrected_by: int | None
    kept_until: str
    at: str
    who: str
    signed: int

    @property
    def given(self) -> list[Answer]:
        """What was asked and answered."""
        return answers_of(self.answers)


class Signature(NamedTuple):
    side: str
    name: str
    at: str
    who: str


class Closed(NamedTuple):
    """A due that a record closed."""

    id: int
    title: str
    due_on: str
    state: str


class Page(NamedTuple):
    records: list[Record]
    total: int
    page: int
    pages: int


PER_PAGE = 50
_RECORD = """
    SELECT r.id, r.equipment_id, e.code, e.name AS equipment, e.statutory, r.order_id, o.number AS order_number, r.title,
           r.work, r.ladder, r.level, r.done_on, r.person, r.company, r.outcome, r.findings, r.parts, r.list_version_id,
           r.answers, r.cost_fen, r.valid_until, r.corrects_id, c.id AS corrected_by, r.kept_until, r.at, r.who,
           EXISTS (SELECT 1 FROM service_signatures AS s WHERE s.record_id = r.id AND s.side = 'user') AS signed
      FROM service_records AS r
      JOIN equipment AS e ON e.id = r.equipment_id
      LEFT JOIN work_orders AS o ON o.id = r.order_id
      LEFT JOIN service_records AS c ON c.corrects_id = r.id
"""
_FITS = """
     WHERE (:equipment_id IS NULL OR r.equipment_id = :equipment_id)
       AND (:outcome = '' OR r.outcome = :outcome)
       AND (:text = '' OR instr(upper(e.code), :text) OR instr(upper(e.name), :text) OR instr(upper(r.title), :text))
       AND (NOT :unsigned OR (e.statutory = 'lift'
            AND NOT EXISTS (SELECT 1 FROM service_records AS c WHERE c.corrects_id = r.id)
            AND NOT EXISTS (SELECT 1 FROM service_signatures AS s WHERE s.record_id = r.id AND s.side = 'user')))
"""


def record(db: Reader, record_id: int) -> Record | None:
    """One record."""
    return db.row(Record, _RECORD + "WHERE r.id = :record_id", record_id=record_id)


def of_key(db: Reader, key: str) -> int | None:
    """The record that was written under a key."""
    return db.value("SELECT id FROM service_records WHERE key = :key", key=key)


def listed(
    db: Reader,
    *,
    text: str = "",
    outcome: str = "",
    unsigned: bool = False,
    equipment_id: int | None = None,
    page: int = 1,
    size: int = PER_PAGE,
) -> Page:
    """Records, the latest first. unsigned: those of lifts that the safety officer has still to sign."""
    asked = {
        "text": text.upper(),
        "outcome": outcome,
        "unsigned": int(unsigned),
        "equipment_id": equipment_id,
    }
    count = "SELECT count(*) FROM service_records AS r JOIN equipment AS e ON e.id = r.equipment_id" + _FITS
    total = db.value(count, **asked)
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    sql = _RECORD + _FITS + "ORDER BY r.done_on DESC, r.id DESC LIMIT :size OFFSET :skip"
    return Page(db.rows(Record, sql, **asked, size=size, skip=(page - 1) * size), total, page, pages)


def signatures(db: Reader, record_id: int) -> list[Signature]:
    """Who signed a record."""
    sql = "SELECT side, name, at, who FROM service_signatures WHERE record_id = :id ORDER BY id"
    return db.rows(Signature, sql, id=record_id)


def closed_with(db: Reader, record_id: int) -> list[Closed]:
    """The dues that a record closed, the deepest first."""
    sql = "SELECT id, title, due_on, state FROM upkeep_dues WHERE record_id = :id ORDER BY level DESC, due_on"
    return db.rows(Closed, sql, id=record_id)


class Read(NamedTuple):
    """What a counter showed."""

    counter: str
    read_on: str
    value: int
    restarts: int
    who: str


def readings_of(db: Reader, equipment_id: int, limit: int = 12) -> list[Read]:
    """What the counters of a piece showed, the latest first."""
    return db.rows(
        Read,
        """
        SELECT counter, read_on, value, restarts, who FROM upkeep_readings
         WHERE equipment_id = :id ORDER BY read_on DESC, id DESC LIMIT :limit
        """,
        id=equipment_id,
        limit=limit,
    )


def photos(db: Reader, of: Record, items: Sequence[Item]) -> dict[int, Kept]:
    """The photos that answer the items of a record, by the number of the item; a photo taken back is none."""
    kept = {
        one.file: Kept(one.file, one.name, one.media, one.bytes)
        for one in papers.of(db, "service_record", of.id)
        if one.withdrawn_at is None
    }
    given = {one.question: one.answer for one in of.given if one.kind == "photo"}
    return {
        number: kept[given[one.question]]
        for number, one in enumerate(items)
        if given.get(one.question) in kept
    }
