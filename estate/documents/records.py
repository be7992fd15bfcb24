"""Papers and batches in the database, and what is read for them. Amounts in fen, dates ISO text."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from estate.access import scopes
from estate.access.me import Me
from estate.data import Reader, Tx


class Document(NamedTuple):
    """A paper that was made. file: the hash under which its PDF is kept; page: where it begins there is not stored."""

    id: int
    number: str
    kind: str
    file_id: int | None
    file: str
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    amount_fen: int
    made_on: str
    made_at: str
    made_by: str


class Batch(NamedTuple):
    """A print of many papers. building: its code, None for all."""

    id: int
    key: str
    kind: str
    building_id: int | None
    building: str | None
    year: int | None
    invite: str
    url: str
    started_at: str
    started_by: str
    finished_at: str | None
    error: str | None
    sheets: int


class File(NamedTuple):
    """One PDF of a batch."""

    id: int
    position: int
    building: str
    first_home: str
    last_home: str
    sheets: int
    file: str


class Addressee(NamedTuple):
    """A payer of a home, for papers of a year. area_dm2: the home's."""

    home_id: int
    home_code: str
    building: str
    area_dm2: int
    payer_id: int
    payer_name: str


class PaidItem(NamedTuple):
    """What was paid in a year for a fee item, and the days that it was for."""

    name: str
    period_from: str
    period_to: str
    paid_fen: int


class PaidReceipt(NamedTuple):
    """A receipt of the year that stands."""

    number: str
    taken_on: str
    method: str
    amount_fen: int


_DOCUMENT = f"SELECT {', '.join(Document._fields)} FROM documents "
_BATCH = """
    SELECT d.id, d.key, d.kind, d.building_id, b.code AS building, d.year, d.invite, d.url, d.started_at, d.started_by,
           d.finished_at, d.error,
           (SELECT ifnull(sum(f.sheets), 0) FROM document_files AS f WHERE f.batch_id = d.id) AS sheets
      FROM document_batches AS d LEFT JOIN buildings AS b ON b.id = d.building_id
"""


def document(db: Reader, number: str) -> Document | None:
    """The paper of a number."""
    return db.row(Document, _DOCUMENT + "WHERE number = :number", number=number)


def documents_of_home(
    db: Reader, home_id: int, payer_id: int | None = None, most: int = 20
) -> list[Document]:
    """The latest papers of a home, of one payer when given."""
    only = " AND payer_id = :payer_id" if payer_id is not None else ""
    sql = _DOCUMENT + f"WHERE home_id = :home_id{only} ORDER BY id DESC LIMIT :most"
    return db.rows(Document, sql, home_id=home_id, payer_id=payer_id, most=most)


def same(db: Reader, kind: str, home_id: int, payer_id: int, made_on: str, content: str) -> Document | None:
    """The paper of this day with the same content, if it was made already."""
    return db.row(
        Document,
        _DOCUMENT
        + "WHERE kind = :kind AND home_id = :home_id AND payer_id = :payer_id AND made_on = :made_on"
        + " AND content = :content",
        kind=kind,
        home_id=home_id,
        payer_id=payer_id,
        made_on=made_on,
        content=content,
    )


def next_number(tx: Tx, prefix: str, year: int) -> int:
    """The running number that the next paper of a series takes."""
    tx.run(
        "INSERT INTO document_series (prefix, year) VALUES (:prefix, :year) ON CONFLICT DO NOTHING",
        prefix=prefix,
        year=year,
    )
    sql = "SELECT next FROM document_series WHERE prefix = :prefix AND year = :year"
    return int(tx.value(sql, prefix=prefix, year=year))


def batch(db: Reader, batch_id: int) -> Batch | None:
    return db.row(Batch, _BATCH + "WHERE d.id = :batch_id", batch_id=batch_id)


def batch_of_key(db: Reader, key: str) -> Batch | None:
    """The batch that this page has asked for already."""
    return db.row(Batch, _BATCH + "WHERE d.key = :key", key=key)


def batches(db: Reader, most: int = 30) -> list[Batch]:
    """The latest batches."""
    return db.rows(Batch, _BATCH + "ORDER BY d.id DESC LIMIT :most", most=most)


def files_of(db: Reader, batch_id: int) -> list[File]:
    """The PDFs of a batch, in order."""
    sql = f"SELECT {', '.join(File._fields)} FROM document_files WHERE batch_id = :batch_id ORDER BY position"
    return db.rows(File, sql, batch_id=batch_id)


def file_of(db: Reader, batch_id: int, position: int) -> File | None:
    """One PDF of a batch."""
    sql = f"SELECT {', '.join(File._fields)} FROM document_files WHERE batch_id = :batch_id AND position = :position"
    return db.row(File, sql, batch_id=batch_id, position=position)


def papers_of(db: Reader, batch_id: int) -> list[Document]:
    """The papers of a batch, in the order in which they were printed."""
    columns = ", ".join(f"d.{name}" for name in Document._fields)
    return db.rows(
        Document,
        f"""
        SELECT {columns} FROM document_files AS f JOIN documents AS d ON d.file_id = f.id
         WHERE f.batch_id = :batch_id ORDER BY f.position, d.id
        """,
        batch_id=batch_id,
    )


def homes_owing(db: Reader, building_id: int | None) -> list[tuple[int, str]]:
    """Homes that owe something, with the code of their building, in their natural order."""
    only = " AND e.building_id = :building_id" if building_id is not None else ""
    return db.tuples(
        f"""
        SELECT h.id, b.code FROM homes AS h JOIN entrances AS e ON e.id = h.entrance_id
          JOIN buildings AS b ON b.id = e.building_id
         WHERE EXISTS (SELECT 1 FROM charge_balances AS o WHERE o.home_id = h.id AND o.balance_fen > 0){only}
         ORDER BY b.sort, h.sort, h.id
        """,
        building_id=building_id,
    )


def addressees(
    db: Reader,
    first: str,
    last: str,
    *,
    paid: bool,
    building_id: int | None = None,
    home_id: int | None = None,
) -> list[Addressee]:
    """Payers with a charge booked until a day (paid: with a receipt between two days), home by home."""
    source = (
        "SELECT DISTINCT home_id, payer_id FROM receipts WHERE taken_on BETWEEN :first AND :last"
        if paid
        else "SELECT DISTINCT home_id, payer_id FROM charges WHERE booked_on <= :last"
    )
    one_home = " AND home_id = :home_id" if home_id is not None else ""
    one_building = "WHERE e.building_id = :building_id" if building_id is not None else ""
    return db.rows(
        Addressee,
        f"""
        SELECT h.id AS home_id, h.code AS home_code, b.code AS building, h.area_dm2, p.id AS payer_id,
               p.name AS payer_name
          FROM ({source}{one_home}) AS w
          JOIN homes AS h ON h.id = w.home_id JOIN entrances AS e ON e.id = h.entrance_id
          JOIN buildings AS b ON b.id = e.building_id JOIN people AS p ON p.id = w.payer_id
         {one_building}
         ORDER BY b.sort, h.sort, h.id, p.id
        """,
        first=first,
        last=last,
        building_id=building_id,
        home_id=home_id,
    )


def paid_items(db: Reader, home_id: int, payer_id: int, first: str, last: str) -> list[PaidItem]:
    """What a payer paid for a home between two days, by fee item; what was taken back is not in it."""
    return db.rows(
        PaidItem,
        """
        SELECT c.fee_item_name AS name, min(c.period_from) AS period_from, max(c.period_to) AS period_to,
               sum(a.amount_fen) AS paid_fen
          FROM receipts AS r JOIN allocations AS a ON a.receipt_id = r.id JOIN charges AS c ON c.id = a.charge_id
         WHERE r.home_id = :home_id AND r.payer_id = :payer_id AND r.taken_on BETWEEN :first AND :last
           AND r.kind = 'receipt' AND r.reversed_by IS NULL AND r.void_id IS NULL
         GROUP BY c.fee_item_id, c.fee_item_name ORDER BY min(c.id)
        """,
        home_id=home_id,
        payer_id=payer_id,
        first=first,
        last=last,
    )


def paid_receipts(db: Reader, home_id: int, payer_id: int, first: str, last: str) -> list[PaidReceipt]:
    """The receipts of these days that stand, in order, with what they paid; what went into an account is not in it."""
    return db.rows(
        PaidReceipt,
        """
        SELECT number, taken_on, method, amount_fen - advance_fen AS amount_fen FROM receipts
         WHERE home_id = :home_id AND payer_id = :payer_id AND taken_on BETWEEN :first AND :last
           AND kind = 'receipt' AND reversed_by IS NULL AND void_id IS NULL AND amount_fen > advance_fen
         ORDER BY id
        """,
        home_id=home_id,
        payer_id=payer_id,
        first=first,
        last=last,
    )


def own_payers(db: Reader, me: Me, home_id: int) -> dict[int, str]:
    """The payers of a home whose papers are one's own, with their names: oneself first, then who owns it together today.

    A paper tells a whole year; so a tenant, who may see of the others only what falls into the tenancy, gets the own.
    """
    payers = dict(
        db.tuples(
            f"""
            SELECT p.id, p.name FROM people AS p
             WHERE p.id IN (
                SELECT r.payer_id FROM receipts AS r
                 WHERE r.home_id = :home_id AND {scopes.own_payments("r", "taken_on")}
                 UNION
                SELECT c.payer_id FROM charges AS c
                 WHERE c.home_id = :home_id AND {scopes.own_payments("c", "period_to")})
             ORDER BY p.id <> :scope_person, p.id
            """,
            home_id=home_id,
            **scopes.params(me),
        )
    )
    owns = any(one.id == home_id and one.role != "tenant" for one in scopes.own_homes(db, me))
    return {payer_id: name for payer_id, name in payers.items() if owns or payer_id == me.person_id}


def own_documents(db: Reader, home_id: int, payer_ids: Sequence[int], most: int = 20) -> list[Document]:
    """The latest papers of a home that were made singly for these payers."""
    return db.rows(
        Document,
        _DOCUMENT
        + "WHERE home_id = :home_id AND payer_id IN (SELECT value FROM json_each(:payers)) AND file_id IS NULL "
        + "AND kind IN ('statement', 'certificate') ORDER BY id DESC LIMIT :most",
        home_id=home_id,
        payers=msgspec.json.encode(list(payer_ids)).decode(),
        most=most,
    )
