"""Papers of a subject, for pages and other features. Sizes in bytes."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader, clock
from estate.papers import office_files, voice
from estate.papers.subjects import Subject

ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf", **office_files.ENDINGS, **voice.ENDINGS}


class Paper(NamedTuple):
    """A paper. withdrawn_at, withdrawn_by, withdrawn_why: set once it is taken back."""

    id: int
    subject: str
    subject_id: int
    kind: str
    file: str
    name: str
    media: str
    bytes: int
    note: str
    at: str
    who: str
    withdrawn_at: str | None
    withdrawn_by: str | None
    withdrawn_why: str | None

    @property
    def day(self) -> str:
        """The day on which it was added, ISO text."""
        return clock.day_of(self.at)

    @property
    def ending(self) -> str:
        """What a file of its kind is called at the end."""
        return ENDINGS.get(self.media, "")

    @property
    def is_photo(self) -> bool:
        return self.media.startswith("image/")

    @property
    def is_voice(self) -> bool:
        return self.media.startswith("audio/")


class Latest(NamedTuple):
    """The paper that holds where each replaces the one before. version: its number, those taken back counted too."""

    paper: Paper
    version: int


class Shown(NamedTuple):
    """What a subject's page shows of its papers (templates/papers/parts.html)."""

    subject: Subject
    subject_id: int
    papers: list[Paper]

    @property
    def href(self) -> str:
        """The page of these papers alone; forms post there."""
        return f"/papers/of/{self.subject.code}/{self.subject_id}"

    @property
    def live(self) -> list[Paper]:
        return [one for one in self.papers if one.withdrawn_at is None]

    @property
    def voices(self) -> list[Paper]:
        """The voice notes among them, to be heard."""
        return [one for one in self.live if one.is_voice]


_PAPER = """
    SELECT p.id, p.subject, p.subject_id, p.kind, p.file, p.name, p.media, p.bytes, p.note, p.at, p.who,
           w.at AS withdrawn_at, w.who AS withdrawn_by, w.reason AS withdrawn_why
      FROM papers AS p LEFT JOIN paper_withdrawals AS w ON w.paper_id = p.id
"""


def of(db: Reader, subject: str, subject_id: int) -> list[Paper]:
    """All papers of one subject, in the order of their adding; those that were withdrawn too."""
    where = "WHERE p.subject = :subject AND p.subject_id = :subject_id ORDER BY p.id"
    return db.rows(Paper, _PAPER + where, subject=subject, subject_id=subject_id)


def of_many(db: Reader, subject: str, subject_ids: Sequence[int]) -> list[Paper]:
    """The live papers of several subjects, in the order of their adding."""
    marks = ", ".join(str(int(one)) for one in subject_ids)
    where = f"WHERE p.subject = :subject AND p.subject_id IN ({marks}) AND w.paper_id IS NULL ORDER BY p.id"
    return db.rows(Paper, _PAPER + where, subject=subject) if marks else []


def latest(db: Reader, subject: str, subject_ids: Sequence[int]) -> dict[int, Latest]:
    """The last live paper of each of these subjects; those without any are not named."""
    marks = ", ".join(str(int(one)) for one in subject_ids)
    where = f"WHERE p.subject = :subject AND p.subject_id IN ({marks}) ORDER BY p.id"
    versions: Counter[int] = Counter()
    found: dict[int, Latest] = {}
    for one in db.rows(Paper, _PAPER + where, subject=subject) if marks else []:
        versions[one.subject_id] += 1
        if one.withdrawn_at is None:
            found[one.subject_id] = Latest(one, versions[one.subject_id])
    return found


def shown(db: Reader, subject: Subject, subject_id: int) -> Shown:
    """The papers of one subject as its page shows them."""
    return Shown(subject, subject_id, of(db, subject.code, subject_id))


def paper(db: Reader, paper_id: int) -> Paper | None:
    """One paper."""
    return db.row(Paper, _PAPER + "WHERE p.id = :paper_id", paper_id=paper_id)


def counts(db: Reader, subject: str, subject_ids: Sequence[int]) -> dict[int, int]:
    """How many live papers each of these subjects has; those without any are not named."""
    marks = ", ".join(str(int(one)) for one in subject_ids)
    return dict(
        db.tuples(
            f"""
            SELECT p.subject_id, count(*) FROM papers AS p
             WHERE p.subject = :subject AND p.subject_id IN ({marks})
               AND NOT EXISTS (SELECT 1 FROM paper_withdrawals AS w WHERE w.paper_id = p.id)
             GROUP BY p.subject_id
            """,
            subject=subject,
        )
    )
