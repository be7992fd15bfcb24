"""10,000 announcements that hold, fifty of them for everybody: lists of the office and of an owner, and the readers."""

from estate.data import Tx
from tests.bench.listed import ENTRIES, Ground, Listed, Look

FOR_EVERYBODY = 50
"""The latest, a page of the office's list: each with as many readers as there are owners."""


def fill(tx: Tx, ground: Ground) -> None:
    tx.run(_AUDIENCES, count=ENTRIES)
    tx.run("INSERT INTO audience_targets (audience_id, scope) SELECT id, 'all' FROM audiences")
    tx.run("UPDATE audiences SET fixed_at = '2026-01-01T00:00:00.000Z'")
    tx.run(_ANNOUNCEMENTS)
    tx.run("""
        INSERT INTO announcement_versions (announcement_id, number, title, text, made_at, made_by)
        SELECT id, 1, 'Notice ' || id, 'From **nine** to twelve.', made_at, 'bench' FROM announcements
    """)
    everybody = "a.id > (SELECT max(id) - :latest FROM announcements)"
    tx.run(
        f"{_READERS} WHERE p.id = :owner AND NOT {everybody}", owner=ground.owners[0], latest=FOR_EVERYBODY
    )
    tx.run(f"{_READERS} WHERE {everybody}", latest=FOR_EVERYBODY)


_AUDIENCES = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
    INSERT INTO audiences (whom) SELECT 'everybody' FROM n
"""
_ANNOUNCEMENTS = """
    INSERT INTO announcements (key, token, kind, audience_id, urgent, must_confirm, pinned, made_at, made_by,
                               published_at, published_by)
    SELECT 'bench' || id, printf('bench-token-%08d', id), 'water', id, 0, 0, 0, at, 'bench', at, 'bench'
      FROM (SELECT id, strftime('%Y-%m-%dT%H:%M:%S.000Z', '2026-01-01', '+' || (id * 30) || ' minutes') AS at FROM audiences)
"""
_READERS = """
    INSERT INTO announcement_readers (announcement_id, person_id, home_id, told_at, read_at, read_version)
    SELECT a.id, p.id, p.home_id, a.published_at, iif(p.id % 2, a.published_at, NULL), iif(p.id % 2, 1, NULL)
      FROM announcements AS a
      JOIN (SELECT person_id AS id, min(home_id) AS home_id FROM residencies GROUP BY 1) AS p
"""

LIST = Listed(
    fill,
    (
        Look("announcements of the office", "manager", "/announcements"),
        Look("announcements of the office, last page", "manager", f"/announcements?page={ENTRIES // 50}"),
        Look("announcements of an owner", "owner", "/my/announcements"),
        Look("an owner's first page", "owner", "/my/bills"),
        Look("one announcement", "manager", "SELECT '/announcements/' || max(id) FROM announcements"),
        Look(
            "who has read it",
            "manager",
            "SELECT '/announcements/' || max(id) || '/readers' FROM announcements",
        ),
        Look(
            "who has read it, last page",
            "manager",
            f"SELECT '/announcements/' || max(id) || '/readers?page={ENTRIES // 50}' FROM announcements",
        ),
    ),
)
