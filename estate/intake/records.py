"""The imports' own SQL: batches, and doubts with their decisions."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from estate.data import Reader, Tx, clock, secrets
from estate.intake.batches import HOMES, Batch
from estate.intake.check import Asked
from estate.intake.doubts import Doubt
from estate.intake.sealing import is_secret, read_facts, sealed

PAGE = 50


class Group(NamedTuple):
    """How many doubts of a kind or of a sheet there are, and how many of them wait."""

    name: str
    doubts: int
    waiting: int


_BATCH = """
    SELECT b.id, b.kind, b.file_name, b.sha, b.kept, b.size, b.state, b.mapping AS mapping_json,
           b.figures AS figures_json, b.version, b.fault, b.uploaded_at, b.who, b.checked_at,
           b.counts AS counts_json, b.committed_at, b.committed_by, b.undone_at, b.undone_by,
           b.options AS options_json, b.commit_key,
           (SELECT count(*) FROM import_doubts d WHERE d.batch_id = b.id) AS doubts,
           (SELECT count(*) FROM import_doubts d WHERE d.batch_id = b.id AND d.choice IS NULL) AS waiting
      FROM import_batches b
"""
_DOUBT = """
    SELECT id, sheet, row, col, field, kind, home, facts, sealed_facts, choice, typed, sealed_typed, decided_by,
           (SELECT kind FROM import_batches AS b WHERE b.id = batch_id) AS ledger
      FROM import_doubts
"""


def batch(db: Reader, batch_id: int) -> Batch | None:
    return db.row(Batch, _BATCH + "WHERE b.id = :id", id=batch_id)


def batches(db: Reader, page: int, kind: str = "") -> list[Batch]:
    """The imports, of a kind or all, newest first, fifty a page."""
    sql = _BATCH + "WHERE :kind IN ('', b.kind) ORDER BY b.id DESC LIMIT :n OFFSET :skip"
    return db.rows(Batch, sql, kind=kind, n=PAGE, skip=(page - 1) * PAGE)


def batch_count(db: Reader, kind: str = "") -> int:
    return int(db.value("SELECT count(*) FROM import_batches WHERE :kind IN ('', kind)", kind=kind))


def of_sha(db: Reader, sha: str, kind: str = HOMES) -> Batch | None:
    """The latest import of the same content that is not undone."""
    sql = _BATCH + "WHERE b.sha = :sha AND b.kind = :kind AND b.state <> 'undone' ORDER BY b.id DESC"
    return db.row(Batch, sql, sha=sha, kind=kind)


def earlier(db: Reader, batch: Batch) -> Batch | None:
    """An import of the same file that was brought in before this one."""
    sql = _BATCH + "WHERE b.sha = :sha AND b.kind = :kind AND b.state = 'committed' AND b.id < :id"
    return db.row(Batch, sql + " ORDER BY b.id DESC", sha=batch.sha, kind=batch.kind, id=batch.id)


def committed_of_sha(db: Reader, sha: str) -> Batch | None:
    """The latest import of homes of this content that was brought in."""
    sql = _BATCH + "WHERE b.sha = :sha AND b.kind = 'homes' AND b.state = 'committed' ORDER BY b.id DESC"
    return db.row(Batch, sql, sha=sha)


def add_charges(tx: Tx, batch_id: int, charge_ids: Iterable[int]) -> None:
    """Note which charges came with an import."""
    tx.many(
        "INSERT INTO import_charges (charge_id, batch_id) VALUES (?, ?)",
        ((one, batch_id) for one in charge_ids),
    )


def charges_of(db: Reader, batch_id: int) -> list[int]:
    """The charges that came with an import."""
    return db.values(
        "SELECT charge_id FROM import_charges WHERE batch_id = :batch ORDER BY charge_id", batch=batch_id
    )


def charges_taken_back(db: Reader) -> set[int]:
    """The charges of imports that were taken back: they may come again."""
    return set(
        db.values("""
        SELECT c.charge_id FROM import_charges AS c JOIN import_batches AS b ON b.id = c.batch_id
         WHERE b.state = 'undone'
        """)
    )


def kept_elsewhere(db: Reader, kept: str, batch_id: int) -> bool:
    """Whether another import refers to the same kept file."""
    sql = "SELECT EXISTS (SELECT 1 FROM import_batches WHERE kept = :kept AND id <> :id)"
    return bool(db.value(sql, kept=kept, id=batch_id))


def doubts(
    db: Reader, batch_id: int, *, sheet: str = "", kind: str = "", state: str = "", page: int | None = None
) -> list[Doubt]:
    """The doubts in the order of the file; state: waiting or decided; page None: all."""
    sql, params = _doubts_where(batch_id, sheet, kind, state)
    sql = f"{_DOUBT} WHERE {sql} ORDER BY position"
    if page is not None:
        sql += f" LIMIT {PAGE} OFFSET {(page - 1) * PAGE}"
    return [_doubt(row) for row in db.tuples(sql, **params)]


def doubt_count(db: Reader, batch_id: int, *, sheet: str = "", kind: str = "", state: str = "") -> int:
    sql, params = _doubts_where(batch_id, sheet, kind, state)
    return int(db.value(f"SELECT count(*) FROM import_doubts WHERE {sql}", **params))


def doubt(db: Reader, batch_id: int, doubt_id: int) -> Doubt | None:
    found = db.tuples(_DOUBT + "WHERE batch_id = :batch AND id = :id", batch=batch_id, id=doubt_id)
    return _doubt(found[0]) if found else None


def groups(db: Reader, batch_id: int, column: str) -> list[Group]:
    """The doubts by `kind` or by `sheet`, in the order of the file."""
    return db.rows(
        Group,
        f"""
        SELECT {column} AS name, count(*) AS doubts, sum(choice IS NULL) AS waiting FROM import_doubts
         WHERE batch_id = :batch GROUP BY {column} ORDER BY min(position)
        """,
        batch=batch_id,
    )


def decide(tx: Tx, found: Doubt, choice: str | None, typed: str) -> None:
    """Write a decision beside its doubt; choice None takes it back."""
    secret = is_secret(found.field, found.kind) and bool(typed)
    tx.update(
        "import_doubts",
        found.id,
        choice=choice,
        typed=None if secret or not typed else typed,
        sealed_typed=secrets.seal(typed) if secret else None,
        decided_at=clock.stamp() if choice else None,
        decided_by=tx.by.name if choice else None,
    )


def put_doubts(tx: Tx, batch_id: int, found: Iterable[Asked], *, reopen: bool = False) -> None:
    """Make these the open doubts; those that stay keep their id, decided ones stay anyway.

    reopen: what is asked again although it was decided is open again, for the answer did not settle it.
    """
    known: dict[tuple[Any, ...], list[int]] = {}
    sql = "SELECT sheet, row, col, field, kind, id, choice FROM import_doubts WHERE batch_id = :batch"
    open_ids: set[int] = set()
    again: list[tuple[int]] = []
    for *place, doubt_id, choice in tx.tuples(sql, batch=batch_id):
        known.setdefault(tuple(place), []).append(doubt_id)
        if choice is None:
            open_ids.add(doubt_id)
    new: list[tuple[Any, ...]] = []
    for finding, home, position in found:
        place = (finding.sheet, finding.row, finding.column, finding.field, finding.kind)
        if same := known.get(place):
            open_ids.discard(same[0])
            again.append((same.pop(0),))
            continue
        facts = {"raw": finding.raw, "value": finding.value, "about": finding.about}
        new.append((batch_id, position, *place, home, *sealed(facts, finding.field, finding.kind)))
    tx.many("DELETE FROM import_doubts WHERE id = ?", [(one,) for one in open_ids])
    if reopen:
        tx.many(
            """
            UPDATE import_doubts SET choice = NULL, typed = NULL, sealed_typed = NULL, decided_at = NULL, decided_by = NULL
             WHERE id = ? AND choice IS NOT NULL
            """,
            again,
        )
    tx.many(
        """
        INSERT INTO import_doubts (batch_id, position, sheet, row, col, field, kind, home, facts, sealed_facts)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        new,
    )


def forget_doubts(tx: Tx, batch_id: int) -> None:
    """Ask everything anew: what was doubtful before may be known by now."""
    tx.run("DELETE FROM import_doubts WHERE batch_id = :batch", batch=batch_id)


def _doubt(row: tuple[Any, ...]) -> Doubt:
    facts, sealed_facts, choice, typed, sealed_typed, decided_by, ledger = row[7:]
    word = secrets.unseal(sealed_typed) if sealed_typed else typed
    doubt_id, sheet, number, column, field, kind, home = row[:7]
    return Doubt(
        doubt_id,
        sheet,
        number,
        column,
        field,
        kind,
        home,
        read_facts(facts, sealed_facts),
        choice,
        word,
        decided_by,
        ledger,
    )


def _doubts_where(batch_id: int, sheet: str, kind: str, state: str) -> tuple[str, dict[str, Any]]:
    sql = "batch_id = :batch"
    sql += " AND sheet = :sheet" if sheet else ""
    sql += " AND kind = :kind" if kind else ""
    sql += {"waiting": " AND choice IS NULL", "decided": " AND choice IS NOT NULL"}.get(state, "")
    named = {"batch": batch_id, "sheet": sheet, "kind": kind}
    return sql, {name: value for name, value in named.items() if f":{name}" in sql}
