"""10,000 surveys, fifty of them open: lists of the office and of an owner, and who has taken part in the latest."""

from estate.data import Tx
from tests.bench.listed import ENTRIES, Ground, Listed, Look

ASK_EVERYBODY = 50
"""The latest are open and ask every home; the earlier ones are closed and asked the home of one owner."""


def fill(tx: Tx, ground: Ground) -> None:
    latest = "s.id > (SELECT max(id) - :latest FROM surveys)"
    tx.run(_AUDIENCES, count=ENTRIES)
    tx.run(_SURVEYS, count=ENTRIES)
    tx.run(f"{_MARKS} WHERE h.id = :home AND NOT {latest}", home=ground.homes[0], latest=ASK_EVERYBODY)
    tx.run(f"{_MARKS} WHERE {latest}", latest=ASK_EVERYBODY)
    tx.run(
        f"UPDATE surveys AS s SET closed_at = opened_at, closed_by = 'bench' WHERE NOT {latest}",
        latest=ASK_EVERYBODY,
    )


_AUDIENCES = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
    INSERT INTO audiences (whom) SELECT 'everybody' FROM n
"""
_SURVEYS = """
    INSERT INTO surveys (key, title, per, audience_id, anonymous, may_change, questions, opened_at, opened_by, made_at,
                         made_by)
    SELECT 'bench' || id, 'Survey ' || id, 'home', id, 0, 0, '[{"kind":"text","text":"What is missing?"}]', at, 'bench',
           at, 'bench'
      FROM (SELECT id, strftime('%Y-%m-%dT%H:%M:%S.000Z', '2025-01-01', '+' || (id * 30) || ' minutes') AS at
              FROM audiences ORDER BY id DESC LIMIT :count)
     ORDER BY id
"""
_MARKS = """
    INSERT INTO survey_marks (survey_id, home_id, done) SELECT s.id, h.id, h.id % 2 FROM surveys AS s JOIN homes AS h
"""

LIST = Listed(
    fill,
    (
        Look("surveys of the office", "manager", "/surveys"),
        Look("surveys of the office, last page", "manager", f"/surveys?page={ENTRIES // 50}"),
        Look("surveys of an owner", "owner", "/my/surveys"),
        Look("one survey", "manager", "SELECT '/surveys/' || max(id) FROM surveys"),
        Look("who has taken part", "manager", "SELECT '/surveys/' || max(id) || '/marks' FROM surveys"),
    ),
)
