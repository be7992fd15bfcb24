"""Journals that were asked for, and their files."""

from typing import NamedTuple

from estate.data import Reader


class Export(NamedTuple):
    """A month's journal as it was asked for once. file: the hash under which it is kept, when it is made."""

    id: int
    key: str
    month: str
    started_at: str
    started_by: str
    lines: int | None
    file: str | None
    finished_at: str | None
    error: str | None


_EXPORT = f"SELECT {', '.join(Export._fields)} FROM journal_exports "


def export(db: Reader, export_id: int) -> Export | None:
    return db.row(Export, _EXPORT + "WHERE id = :export_id", export_id=export_id)


def export_of_key(db: Reader, key: str) -> Export | None:
    """The journal that this page has asked for already."""
    return db.row(Export, _EXPORT + "WHERE key = :key", key=key)


def exports(db: Reader, most: int = 12) -> list[Export]:
    """The latest journals."""
    return db.rows(Export, _EXPORT + "ORDER BY id DESC LIMIT :most", most=most)
