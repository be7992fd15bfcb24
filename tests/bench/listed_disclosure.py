"""10,000 entries of the common income and 10,000 published disclosures: the ledger, the lists of the office and of an owner."""

from estate.data import Tx
from tests.bench.listed import ENTRIES, Ground, Listed, Look


def fill(tx: Tx, _ground: Ground) -> None:
    tx.run(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
        INSERT INTO public_entries (key, ledger, source, booked_on, amount_fen, purpose, partner, at, who)
        SELECT 'bench' || i, 'common', iif(i % 3, 'advertising', 'cost'), date('2024-01-01', '+' || (i / 11) || ' days'),
               iif(i % 3, 50000, -20000), 'Frames in the lifts ' || i, 'Ads Ltd', '2026-11-01T00:00:00.000Z', 'bench' FROM n
        """,
        count=ENTRIES,
    )
    tx.run(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
        INSERT INTO disclosures (token, kind, first_on, last_on, version, made_at, made_by, published_at, published_on,
                                 published_by, content, hash, file)
        SELECT printf('bench-token-%08d', i), 'quarter', day, date(day, '+89 days'), 1, day || 'T00:00:00.000Z', 'bench',
               date(day, '+100 days') || 'T00:00:00.000Z', date(day, '+100 days'), 'bench',
               json_object('sections', printf('%05000d', i)), printf('%064d', i), printf('%064d', i)
          FROM (SELECT i, date('2026-06-01', '-' || i || ' days') AS day FROM n)
        """,
        count=ENTRIES,
    )


LIST = Listed(
    fill,
    (
        Look("disclosures of the office", "manager", "/disclosures"),
        Look("disclosures of an owner", "owner", "/my/office/disclosures"),
        Look("ledger of the common income", "manager", "/public-ledgers/common"),
        Look("the same, last page", "manager", f"/public-ledgers/common?page={ENTRIES // 50}"),
    ),
)
