"""What somebody may know of announcements that are for them."""

from typing import Any, NamedTuple

from estate.access.me import Me
from estate.announcements.records import LIVE
from estate.audience.queries import home_of_person
from estate.data import Reader, clock


class Own(NamedTuple):
    """An announcement for somebody, in its latest version. read_version: the version they opened last."""

    id: int
    kind: str
    title: str
    text: str
    version: int
    corrected_at: str | None
    reason: str
    must_confirm: int
    pinned: int
    starts_at: str | None
    ends_at: str | None
    published_at: str
    withdrawn_at: str | None
    withdrawn_why: str
    read_version: int | None
    confirmed_version: int | None

    @property
    def unread(self) -> bool:
        return (self.read_version or 0) < self.version

    @property
    def to_confirm(self) -> bool:
        """Whether the office waits for their word that they have taken note."""
        return (
            bool(self.must_confirm) and not self.withdrawn_at and (self.confirmed_version or 0) < self.version
        )


_OWN = """
    SELECT a.id, a.kind, v.title, v.text, v.number AS version,
           CASE WHEN v.number > 1 THEN v.made_at END AS corrected_at, v.reason, a.must_confirm, a.pinned, a.starts_at,
           a.ends_at, a.published_at, a.withdrawn_at, a.withdrawn_why, r.read_version, r.confirmed_version
      FROM announcements AS a
      JOIN announcement_versions AS v ON v.announcement_id = a.id
       AND v.number = (SELECT max(w.number) FROM announcement_versions AS w WHERE w.announcement_id = a.id)
      LEFT JOIN announcement_readers AS r ON r.announcement_id = a.id AND r.person_id = :person_id
     WHERE a.published_at IS NOT NULL
"""


_FOR_ME = f"(r.person_id IS NOT NULL OR {home_of_person('a.audience_id')} IS NOT NULL)"
"""It was told to them, or it is for a home that they have now."""


def own(db: Reader, me: Me, announcement_id: int) -> Own | None:
    """One announcement that is or was for somebody; None for any other."""
    return db.row(Own, f"{_OWN} AND a.id = :id AND {_FOR_ME}", id=announcement_id, **_params(me))


def live(db: Reader, me: Me, most: int = 100) -> list[Own]:
    """What holds now and is for somebody, by the homes they have today: pinned first, then the latest."""
    return db.rows(
        Own,
        f"{_OWN} AND {LIVE} AND {_FOR_ME} ORDER BY a.pinned DESC, a.published_at DESC LIMIT :most",
        most=most,
        **_params(me),
    )


def past(db: Reader, me: Me, most: int = 100) -> list[Own]:
    """What was told to somebody and does not hold any more: withdrawn, or past its day."""
    return db.rows(
        Own,
        f"{_OWN} AND NOT ({LIVE}) AND r.person_id IS NOT NULL ORDER BY a.published_at DESC LIMIT :most",
        most=most,
        **_params(me),
    )


def unread(db: Reader, me: Me) -> int:
    """How many that hold now somebody has not opened, or not confirmed where that is asked."""
    return sum(1 for one in live(db, me) if one.unread or one.to_confirm)


def _params(me: Me) -> dict[str, Any]:
    return {"person_id": me.person_id or 0, "day": clock.today().isoformat()}
