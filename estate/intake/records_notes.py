"""SQL of what was repaired and what was skipped in a file."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from estate.data import Reader, Tx
from estate.intake.findings import Finding, Skipped
from estate.intake.records import PAGE, Group
from estate.intake.sealing import read_facts, sealed


class Note(NamedTuple):
    """A repair or a skipped row or sheet."""

    side: str
    sheet: str
    row: int | None
    column: str | None
    field: str | None
    kind: str
    facts: dict[str, Any]

    def finding(self) -> Finding:
        """The repair as the engine told it."""
        facts = self.facts
        return Finding(
            self.kind,
            self.sheet,
            self.row,
            self.column,
            self.field,
            facts.get("raw"),
            facts.get("value"),
            facts["about"],
        )

    def skipped(self) -> Skipped:
        """What was skipped as the engine told it."""
        return Skipped(self.sheet, self.row, self.kind)


def note_groups(db: Reader, batch_id: int, side: str) -> list[Group]:
    """Repairs or skips by kind, the most frequent first."""
    return db.rows(
        Group,
        """
        SELECT kind AS name, count(*) AS doubts, 0 AS waiting FROM import_notes
         WHERE batch_id = :batch AND side = :side GROUP BY kind ORDER BY count(*) DESC
        """,
        batch=batch_id,
        side=side,
    )


def notes(db: Reader, batch_id: int, side: str, *, kind: str = "", page: int | None = None) -> list[Note]:
    """Repairs or skips in the order of the file; page None: all."""
    sql = """
        SELECT side, sheet, row, col, field, kind, facts, sealed_facts FROM import_notes
         WHERE batch_id = :batch AND side = :side AND (:kind = '' OR kind = :kind) ORDER BY id
    """
    if page is not None:
        sql += f" LIMIT {PAGE} OFFSET {(page - 1) * PAGE}"
    rows = db.tuples(sql, batch=batch_id, side=side, kind=kind)
    return [Note(*row[:6], facts=read_facts(row[6], row[7])) for row in rows]


def put_notes(tx: Tx, batch_id: int, repairs: Iterable[Finding], skips: Iterable[Skipped]) -> None:
    """Make these the repairs and skips of an import."""
    tx.run("DELETE FROM import_notes WHERE batch_id = :batch", batch=batch_id)
    rows: list[tuple[Any, ...]] = []
    for one in repairs:
        facts = {"raw": one.raw, "value": one.value, "about": one.about}
        place = (one.sheet, one.row, one.column, one.field, one.kind)
        rows.append((batch_id, "repair", *place, *sealed(facts, one.field, one.kind)))
    rows += [(batch_id, "skip", s.sheet, s.row, None, None, s.reason, '{"about": {}}', None) for s in skips]
    tx.many(
        """
        INSERT INTO import_notes (batch_id, side, sheet, row, col, field, kind, facts, sealed_facts)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        rows,
    )
