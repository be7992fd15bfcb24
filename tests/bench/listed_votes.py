"""10,000 votes, one of them counted with 10,000 ballots: the list, its roll, its published list, and an owner's pages."""

from estate.data import Tx
from estate.votes import actions
from estate.votes.actions import Draft
from tests.bench.listed import ENTRIES, Ground, Listed, Look

COUNTED = Draft(
    "Hire the managers again",
    "",
    ("residential", "shop", "office"),
    "per_owner",
    "representative",
    "office",
    "",
    15,
    "2026-01-20T12:00:00.000Z",
    (("Hire them", "", "manager"), ("Rent the roof", "", "common_parts")),
)


def fill(tx: Tx, ground: Ground) -> None:
    for sql in _DRAFTS:
        tx.run(sql, count=ENTRIES - 1)
    vote_id = actions.draft(COUNTED, "bench-counted", tx.by)
    actions.draw_up(vote_id, tx.by)
    for sql in _OPENING:
        tx.run(sql, id=vote_id)
    for sql in _VOTES:
        tx.run(sql, id=vote_id)
    tx.run("UPDATE votes SET state = 'counting', ended_at = closes_at WHERE id = :id", id=vote_id)
    actions.close(vote_id, tx.by)


_NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
_DRAFTS = (
    f"{_NUMBERS} INSERT INTO audiences (id, whom) SELECT 1000000 + i, 'owners' FROM n",
    f"""
    {_NUMBERS}
    INSERT INTO votes (key, title, audience_id, usages, convention, co_owners, secrecy, silence_follows, notice_days,
                       closes_at, made_at, made_by)
    SELECT 'bench' || i, 'Vote ' || i, 1000000 + i, 'residential', 'per_owner', 'first', 'office', 0, 15,
           '2026-01-20T12:00:00.000Z', '2026-01-01T00:00:00.000Z', 'bench'
      FROM n
    """,
)
_OPENING = (
    "UPDATE audiences SET fixed_at = '2026-01-01' WHERE id = (SELECT audience_id FROM votes WHERE id = :id)",
    "UPDATE votes SET state = 'open', opened_at = '2026-01-01T00:00:00.000Z' WHERE id = :id",
)
_VOTES = (
    "INSERT INTO vote_marks (unit_id, vote_id, way, on_day) SELECT id, :id, 'phone', '2026-01-02' FROM vote_units",
    """
    INSERT INTO vote_ballots (receipt, vote_id, unit_id)
    SELECT lower(hex(randomblob(32))), vote_id, id FROM vote_units WHERE vote_id = :id
    """,
    """
    INSERT INTO vote_choices (receipt, motion_id, choice)
    SELECT b.receipt, m.id, iif(b.unit_id % 5, 'for', 'against')
      FROM vote_ballots AS b JOIN vote_motions AS m ON m.vote_id = b.vote_id WHERE b.vote_id = :id
    """,
)
_COUNTED = "SELECT '/votes/' || id || '{}' FROM votes WHERE state = 'closed'"

LIST = Listed(
    fill,
    (
        Look("votes", "manager", "/votes"),
        Look("votes, last page", "manager", f"/votes?page={ENTRIES // 50}"),
        Look("one vote of 10,000 homes", "manager", _COUNTED.format("")),
        Look("its roll", "manager", _COUNTED.format("/roll")),
        Look("its roll, last page", "manager", _COUNTED.format(f"/roll?page={ENTRIES // 50}")),
        Look("its published list, last page", "manager", _COUNTED.format(f"/list?page={ENTRIES // 50}")),
        Look("votes of an owner", "owner", "/my/votes"),
        Look("one vote of an owner", "owner", "SELECT '/my/votes/' || id FROM votes WHERE state = 'closed'"),
    ),
)
