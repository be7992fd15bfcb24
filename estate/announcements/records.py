"""Announcements as they are kept. Instants UTC text, days ISO."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from estate.announcements.rules import Dates, state_of
from estate.data import Reader, Tx, clock

PAGE = 50


class Announcement(NamedTuple):
    """One announcement in its latest version. told, read, confirmed: how many people."""

    id: int
    token: str
    kind: str
    whom: str
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


class Target(NamedTuple):
    """Whom it is for, in names. homes: how many a list by hand has."""

    id: int
    scope: str
    zone: str | None
    building: str | None
    entrance: str | None
    usage: str
    floor_from: int | None
    floor_to: int | None
    label: str
    homes: int


COLUMNS = ", ".join(f"a.{name}" for name in Announcement._fields[:18])
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


def listed(db: Reader, state: str, page: int) -> tuple[list[Announcement], int]:
    """Announcements of a state, or all; what waits first, then the latest. Answers how many there are, too."""
    day = clock.today().isoformat()
    where = _STATE.get(state, ":day IS NOT NULL")
    total = int(
        db.value(f"SELECT count(*) FROM announcements AS a WHERE {where} AND :day IS NOT NULL", day=day)
    )
    found = db.rows(
        Announcement,
        f"""
        {_ANNOUNCEMENT} WHERE {where} AND :day IS NOT NULL
         ORDER BY a.published_at IS NOT NULL, a.published_at DESC, a.id DESC LIMIT {PAGE} OFFSET :start
        """,
        day=day,
        start=(max(page, 1) - 1) * PAGE,
    )
    return found, total


def state_counts(db: Reader) -> dict[str, int]:
    """How many are in each state."""
    cases = " ".join(f"WHEN {where} THEN '{state}'" for state, where in reversed(_STATE.items()))
    return dict(
        db.tuples(
            f"SELECT CASE {cases} END, count(*) FROM announcements AS a WHERE :day IS NOT NULL GROUP BY 1",
            day=clock.today().isoformat(),
        )
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


def targets(db: Reader, announcement_id: int) -> list[Target]:
    """Whom it is for, in names."""
    return db.rows(
        Target,
        """
        SELECT t.id, t.scope, z.name AS zone, coalesce(b.code, eb.code) AS building, e.code AS entrance, t.usage,
               t.floor_from, t.floor_to, t.label,
               (SELECT count(*) FROM announcement_target_homes AS w WHERE w.target_id = t.id) AS homes
          FROM announcement_targets AS t
          LEFT JOIN zones AS z ON z.id = t.zone_id
          LEFT JOIN buildings AS b ON b.id = t.building_id
          LEFT JOIN entrances AS e ON e.id = t.entrance_id
          LEFT JOIN buildings AS eb ON eb.id = e.building_id
         WHERE t.announcement_id = :id ORDER BY t.id
        """,
        id=announcement_id,
    )


def add_target(tx: Tx, announcement_id: int, values: Mapping[str, Any], home_ids: Sequence[int]) -> int:
    target_id = tx.insert("announcement_targets", announcement_id=announcement_id, **values)
    tx.many(
        "INSERT INTO announcement_target_homes (target_id, home_id) VALUES (?, ?)",
        [(target_id, home_id) for home_id in home_ids],
    )
    return target_id


def drop_target(tx: Tx, announcement_id: int, target_id: int) -> bool:
    return bool(
        tx.run(
            "DELETE FROM announcement_targets WHERE id = :target_id AND announcement_id = :announcement_id",
            target_id=target_id,
            announcement_id=announcement_id,
        )
    )


def has_target(db: Reader, announcement_id: int, values: Mapping[str, Any]) -> bool:
    """Whether exactly this is named already."""
    same = " AND ".join(f"{name} IS :{name}" for name in values)
    return bool(
        db.value(
            f"SELECT 1 FROM announcement_targets WHERE announcement_id = :announcement_id AND {same}",
            announcement_id=announcement_id,
            **values,
        )
    )
