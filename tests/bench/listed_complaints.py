"""10,000 complaints of two years, some hundreds of them open: the office's list, one of them, what comes up, an owner's."""

from estate.data import Tx
from tests.bench.listed import ENTRIES, Ground, Listed, Look

OPEN = 300
"""The latest are open; the others were answered and closed."""


def fill(tx: Tx, ground: Ground) -> None:
    tx.run("INSERT INTO complaint_series (year) VALUES (2026) ON CONFLICT DO NOTHING")
    tx.run(_COMPLAINTS, count=len(ground.homes[:ENTRIES]))
    tx.run(_STEPS.format(step="receive", before="NULL", after="received", more="''"))
    tx.run(
        f"""
        INSERT INTO complaint_steps (complaint_id, key, step, from_state, to_state, party, at, who, text, outcome, cause)
        SELECT id, 'bench-close' || id, 'close', 'received', 'closed', 'handler', answer_by, 'bench', 'It is settled.',
               'solved', 'service' FROM complaints WHERE id <= (SELECT max(id) - {OPEN} FROM complaints)
        """
    )


_COMPLAINTS = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
    INSERT INTO complaints (number, year, seq, key, source, kind, category, title, text, reporter_id, reporter_name,
                            home_id, unnamed, location, received_at, received_on, who, since, clock_from, answer_by, reply_by)
    SELECT printf('TS2026-%06d', i), 2026, i, 'bench' || i, 'owner', 'complaint', k.code, 'Complaint ' || i,
           'Drilling above us in the night of day ' || i, p.owner, 'Owner ' || i, p.home, i % 10 = 0, 'Gate ' || (i % 40), at,
           substr(at, 1, 10), 'bench', at, at, strftime('%Y-%m-%dT%H:%M:%S.000Z', at, '+1 day'),
           strftime('%Y-%m-%dT%H:%M:%S.000Z', at, '+7 days')
      FROM (SELECT i, strftime('%Y-%m-%dT%H:%M:%S.000Z', '2026-01-01', '+' || (i * 30) || ' minutes') AS at FROM n) AS d
      JOIN (SELECT h.id AS home, row_number() OVER (ORDER BY h.id) AS at_home,
                   (SELECT person_id FROM residencies WHERE home_id = h.id LIMIT 1) AS owner FROM homes AS h) AS p
        ON p.at_home = d.i
      JOIN complaint_categories AS k ON k.rank = 1 + i % 12
     ORDER BY i
"""
_STEPS = """
    INSERT INTO complaint_steps (complaint_id, key, step, from_state, to_state, party, at, who, text)
    SELECT id, 'bench-{step}' || id, '{step}', {before}, '{after}', 'owner', received_at, 'bench', {more} FROM complaints
"""

LIST = Listed(
    fill,
    (
        Look("complaints of the office", "manager", "/complaints"),
        Look("open complaints", "manager", "/complaints?state=open"),
        Look("complaints by words", "manager", "/complaints?q=night"),
        Look("complaints of the office, last page", "manager", f"/complaints?page={ENTRIES // 50}"),
        Look(
            "one complaint with those like it", "manager", "SELECT '/complaints/' || max(id) FROM complaints"
        ),
        Look("what comes up", "manager", "/complaints/analysis"),
        Look("complaints of an owner", "owner", "/my/complaints"),
    ),
)
