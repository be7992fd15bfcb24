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


_FROM = """
      FROM announcements AS a
      LEFT JOIN announcement_readers AS r ON r.announcement_id = a.id AND r.person_id = :person_id
"""
_OWN = f"""
    SELECT a.id, a.kind, v.title, v.text, v.number AS version,
           CASE WHEN v.number > 1 THEN v.made_at END AS corrected_at, v.reason, a.must_confirm, a.pinned, a.starts_at,
           a.ends_at, a.published_at, a.withdrawn_at, a.withdrawn_why, r.read_version, r.confirmed_version
      {_FROM}
      JOIN announcement_versions AS v ON v.announcement_id = a.id
       AND v.number = (SELECT max(w.number) FROM announcement_versions AS w WHERE w.announcement_id = a.id)
     WHERE a.published_at IS NOT NULL
"""


_FOR_ME = f"(r.person_id IS NOT NULL OR {home_of_person('a.audience_id')} IS NOT NULL)"
"""It was told to them, or it is for a home that they have now."""


def own(db: Reader, me: Me, announcement_id: int) -> Own | None:
    """One announcement that is or was for somebody; None for any other."""
    return db.row(Own, f"{_OWN} AND a.id = :id AND {_FOR_ME}", id=announcement_id, **_params(me))


def live(db: Reader, me: Me, most: int = 100) -> list[Own]:
    """What holds now and is for somebody, by the homes they have today: pinned first, then the latest."""
    return _first(db, me, f"{LIVE} AND {_FOR_ME}", "a.pinned DESC, a.published_at DESC", most)


def past(db: Reader, me: Me, most: int = 100) -> list[Own]:
    """What was told to somebody and does not hold any more: withdrawn, or past its day."""
    return _first(db, me, f"NOT ({LIVE}) AND r.person_id IS NOT NULL", "a.published_at DESC", most)


def _first(db: Reader, me: Me, where: str, order: str, most: int) -> list[Own]:
    """The first by an order. Their ids are found before their texts: these are read for the few that are shown alone."""
    return db.rows(
        Own,
        f"""
        {_OWN} AND a.id IN (SELECT a.id {_FROM} WHERE a.published_at IS NOT NULL AND {where} ORDER BY {order} LIMIT :most)
         ORDER BY {order}
        """,
        most=most,
        **_params(me),
    )


def _params(me: Me) -> dict[str, Any]:
    return {"person_id": me.person_id or 0, "day": clock.today().isoformat()}


def title_of(db: Reader, announcement_id: int) -> str:
    """What a published announcement is called, in its latest version; empty where there is none."""
    found = db.value(
        """
        SELECT v.title FROM announcements AS a JOIN announcement_versions AS v ON v.announcement_id = a.id
         WHERE a.id = :announcement_id AND a.published_at IS NOT NULL ORDER BY v.number DESC LIMIT 1
        """,
        announcement_id=announcement_id,
    )
    return str(found or "")


def latest(db: Reader, most: int = 20) -> list[tuple[int, str]]:
    """The announcements that were published last: id and title."""
    return db.tuples(
        """
        SELECT a.id, v.title FROM announcements AS a JOIN announcement_versions AS v ON v.announcement_id = a.id
         WHERE a.published_at IS NOT NULL AND a.withdrawn_at IS NULL
           AND v.number = (SELECT max(w.number) FROM announcement_versions AS w WHERE w.announcement_id = a.id)
         ORDER BY a.published_at DESC LIMIT :most
        """,
        most=most,
    )
