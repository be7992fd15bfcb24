"""Announcements as they are kept. Instants UTC text, days ISO."""

from typing import NamedTuple

from estate.announcements.rules import Dates, state_of
from estate.data import Reader, clock

PAGE = 50


class Announcement(NamedTuple):
    """One announcement in its latest version. people_count: how many it was for; read_count: how many opened it."""

    id: int
    token: str
    kind: str
    audience_id: int
    urgent: int
    must_confirm: int
    pinned: int
    starts_at: str | None
    ends_at: str | None
    expires_on: str | None
    publish_at: str | None
    published_at: str | None
    published_by: str
    withdrawn_at: str | None
    withdrawn_by: str
    withdrawn_why: str
    made_at: str
    made_by: str
    order_id: int | None
    equipment_id: int | None
    people_count: int
    read_count: int
    version: int
    title: str
    text: str

    @property
    def state(self) -> str:
        dates = Dates(self.publish_at, self.published_at, self.withdrawn_at, self.expires_on)
        return state_of(dates, clock.today().isoformat())


class Version(NamedTuple):
    number: int
    title: str
    text: str
    reason: str
    made_at: str
    made_by: str


COLUMNS = ", ".join(f"a.{name}" for name in Announcement._fields[:-3])
_ANNOUNCEMENT = f"""
    SELECT {COLUMNS}, v.number AS version, v.title, v.text
      FROM announcements AS a
      JOIN announcement_versions AS v ON v.announcement_id = a.id
       AND v.number = (SELECT max(w.number) FROM announcement_versions AS w WHERE w.announcement_id = a.id)
"""
_STATE = {
    "draft": "a.published_at IS NULL AND a.publish_at IS NULL",
    "scheduled": "a.published_at IS NULL AND a.publish_at IS NOT NULL",
    "published": "a.published_at IS NOT NULL AND a.withdrawn_at IS NULL AND ifnull(a.expires_on, '9999') >= :day",
    "expired": "a.published_at IS NOT NULL AND a.withdrawn_at IS NULL AND a.expires_on < :day",
    "withdrawn": "a.withdrawn_at IS NOT NULL",
}
LIVE = _STATE["published"]
"""Published, not withdrawn, not past its day; needs `day`."""


def announcement(db: Reader, announcement_id: int) -> Announcement | None:
    return db.row(Announcement, f"{_ANNOUNCEMENT} WHERE a.id = :id", id=announcement_id)


def by_token(db: Reader, token: str) -> Announcement | None:
    """The published announcement of a notice's QR code."""
    return db.row(
        Announcement, f"{_ANNOUNCEMENT} WHERE a.token = :token AND a.published_at IS NOT NULL", token=token
    )


def by_key(db: Reader, key: str) -> int | None:
    return db.value("SELECT id FROM announcements WHERE key = :key", key=key)


def listed(db: Reader, state: str, page: int) -> list[Announcement]:
    """Announcements of a state, or all; what waits first, then the latest."""
    order = "a.published_at IS NOT NULL, a.published_at DESC, a.id DESC"
    return db.rows(
        Announcement,
        f"""
        {_ANNOUNCEMENT}
         WHERE a.id IN (SELECT a.id FROM announcements AS a WHERE {_STATE.get(state, "1")} AND :day IS NOT NULL
                         ORDER BY {order} LIMIT {PAGE} OFFSET :start)
         ORDER BY {order}
        """,
        day=clock.today().isoformat(),
        start=(max(page, 1) - 1) * PAGE,
    )


def state_counts(db: Reader) -> dict[str, int]:
    """How many are in each state."""
    cases = " ".join(f"WHEN {where} THEN '{state}'" for state, where in reversed(_STATE.items()))
    return dict(
        db.tuples(
            f"SELECT CASE {cases} END, count(*) FROM announcements AS a WHERE :day IS NOT NULL GROUP BY 1",
            day=clock.today().isoformat(),
        )
    )


def caused_by(db: Reader, column: str, subject_id: int) -> list[Announcement]:
    """The announcements with this cause, the latest first. column: order_id or equipment_id."""
    return db.rows(
        Announcement,
        f"{_ANNOUNCEMENT} WHERE a.{column} = :subject_id ORDER BY a.id DESC",
        subject_id=subject_id,
    )


def due(db: Reader) -> list[int]:
    """Those whose time to be published has come."""
    return db.values(
        "SELECT id FROM announcements WHERE published_at IS NULL AND publish_at <= :now ORDER BY publish_at, id",
        now=clock.stamp(),
    )


def versions(db: Reader, announcement_id: int) -> list[Version]:
    """All versions, the latest first."""
    return db.rows(
        Version,
        f"""
        SELECT {", ".join(Version._fields)} FROM announcement_versions
         WHERE announcement_id = :id ORDER BY number DESC
        """,
        id=announcement_id,
    )
