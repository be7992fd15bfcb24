"""10,000 downloads, each with two versions: the service window, the office's list and an owner's."""

from estate.data import Tx
from tests.bench.listed import ENTRIES, Ground, Listed, Look

LAST = ENTRIES // 50


def fill(tx: Tx, _ground: Ground) -> None:
    tx.run(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
        INSERT INTO downloads (key, category, title, description, place)
        SELECT 'bench' || i, iif(i % 2, 'form', 'rule'), 'Form ' || i, 'Fill it in and bring it along.', i FROM n
        """,
        count=ENTRIES,
    )
    for version in (1, 2):
        tx.run(
            """
            INSERT INTO papers (subject, subject_id, kind, file, name, media, bytes, at, who)
            SELECT 'download', id, 'version', printf('%064d', id * 2 + :version), 'form.pdf', 'application/pdf', 20000,
                   '2026-11-01T00:00:00.000Z', 'bench' FROM downloads
            """,
            version=version,
        )


LIST = Listed(
    fill,
    (
        Look("the service window", "manager", "/window"),
        Look("downloads of the office", "manager", "/window/downloads"),
        Look(
            "downloads of one category, last page",
            "manager",
            f"/window/downloads?category=rule&page={LAST // 2}",
        ),
        Look("downloads of the office, last page", "manager", f"/window/downloads?page={LAST}"),
        Look("one download", "manager", "SELECT '/window/downloads/' || max(id) FROM downloads"),
        Look("downloads of an owner", "owner", "/my/office/downloads"),
        Look("downloads of an owner, last page", "owner", f"/my/office/downloads?page={LAST}"),
    ),
)
