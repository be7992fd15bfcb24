"""What the office offers to download, for pages. Sizes in bytes."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader
from estate.papers import queries as papers
from estate.papers.queries import Latest
from estate.window.kinds import DOWNLOADS
from estate.window.papers import DOWNLOAD

PAGE = 50


class Download(NamedTuple):
    """A file on offer; retired_at: set while it is not. rank: of its category."""

    id: int
    category: str
    rank: int
    title: str
    description: str
    place: int
    retired_at: str | None


class Offered(NamedTuple):
    """A download with the file that holds, and its number among the versions."""

    download: Download
    paper: papers.Paper
    version: int


_DOWNLOAD = f"SELECT {', '.join(Download._fields)} FROM downloads "


def offered(db: Reader, page: int = 1, category: str = "") -> list[Offered]:
    """A page of what is on offer, by category and the office's order; of one category where one is named."""
    only = "AND rank = :rank" if category in DOWNLOADS else ""
    found = db.rows(
        Download,
        f"{_DOWNLOAD} WHERE retired_at IS NULL {only} AND :rank ORDER BY rank, place, id LIMIT {PAGE} OFFSET :start",
        rank=list(DOWNLOADS).index(category) + 1 if only else 1,
        start=(max(page, 1) - 1) * PAGE,
    )
    return _with_files(db, found)


def retired(db: Reader, page: int = 1) -> list[Offered]:
    """A page of what is no longer on offer, the latest first."""
    found = db.rows(
        Download,
        f"{_DOWNLOAD} WHERE retired_at IS NOT NULL ORDER BY retired_at DESC LIMIT {PAGE} OFFSET :start",
        start=(max(page, 1) - 1) * PAGE,
    )
    return _with_files(db, found)


def counts(db: Reader) -> dict[str, int]:
    """How many are on offer in each category."""
    return dict(db.tuples("SELECT category, count(*) FROM downloads WHERE retired_at IS NULL GROUP BY rank"))


def retired_count(db: Reader) -> int:
    return db.value("SELECT count(*) FROM downloads WHERE retired_at IS NOT NULL")


def download(db: Reader, download_id: int) -> Download | None:
    """One download, retired or not."""
    return db.row(Download, f"{_DOWNLOAD} WHERE id = :id", id=download_id)


def by_key(db: Reader, key: str) -> int | None:
    return db.value("SELECT id FROM downloads WHERE key = :key", key=key)


def current(db: Reader, download_id: int) -> Latest:
    """The file that holds; a download has one at any time."""
    return papers.latest(db, DOWNLOAD.code, [download_id])[download_id]


def versions(db: Reader, download_id: int) -> list[papers.Paper]:
    """Every file it ever had, the first first: a version's number is its place in this list."""
    return papers.of(db, DOWNLOAD.code, download_id)


def neighbour(db: Reader, one: Download, step: int) -> Download | None:
    """The download before (step -1) or behind it (1) in the list of its category."""
    sign, order = ("<", "DESC") if step < 0 else (">", "ASC")
    return db.row(
        Download,
        f"""
        {_DOWNLOAD} WHERE retired_at IS NULL AND rank = (SELECT rank FROM downloads WHERE id = :id)
           AND (place, id) {sign} (:place, :id) ORDER BY place {order}, id {order} LIMIT 1
        """,
        id=one.id,
        place=one.place,
    )


def last_place(db: Reader, category: str) -> int:
    """The place of the last in a category; 0 where there is none."""
    return db.value(
        "SELECT ifnull(max(place), 0) FROM downloads WHERE category = :category", category=category
    )


def _with_files(db: Reader, found: Sequence[Download]) -> list[Offered]:
    files = papers.latest(db, DOWNLOAD.code, [one.id for one in found])
    return [Offered(one, *files[one.id]) for one in found]
