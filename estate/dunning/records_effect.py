"""What followed on each step: what of the overdue sum came in within 7 and 30 days. Amounts in fen, dates ISO text.

Counted are steps that were carried out and are old enough for the span, and money under receipts that stand, on what
was overdue when the step happened.
"""

from typing import NamedTuple

from estate.data import Reader


class Effect(NamedTuple):
    """A kind of step under a version of a strategy. reached: old enough for the span; whole, part: who paid so."""

    kind: str
    strategy: str
    strategy_code: str | None
    version_id: int
    version: int
    reached7: int
    whole7: int
    part7: int
    asked7_fen: int
    paid7_fen: int
    reached30: int
    whole30: int
    part30: int
    asked30_fen: int
    paid30_fen: int


class Followed(NamedTuple):
    """One step with what came in after it."""

    case_id: int
    home_code: str
    payer_name: str
    step_on: str
    amount_fen: int
    paid_fen: int


_PAID = """
    (SELECT ifnull(sum(a.amount_fen), 0)
       FROM receipts AS r JOIN allocations AS a ON a.receipt_id = r.id JOIN charges AS g ON g.id = a.charge_id
      WHERE r.home_id = c.home_id AND r.payer_id = c.payer_id AND r.kind = 'receipt' AND r.reversed_by IS NULL
        AND r.void_id IS NULL AND r.taken_at > d.written_at AND r.taken_on <= date(d.step_on, '+{0} days')
        AND g.due_on < d.step_on)
"""

_STEPS = """
      FROM dunning_steps AS d JOIN dunning_cases AS c ON c.id = d.case_id
     WHERE d.outcome = 'done' AND d.step_on BETWEEN :since AND :today
"""


def effects(db: Reader, since: str, today: str) -> list[Effect]:
    """Every kind of step under every version that was carried out since a day, in the order of the ladder."""
    return db.rows(
        Effect,
        f"""
        WITH done AS MATERIALIZED (
            SELECT d.kind, c.strategy_version_id AS version_id, d.amount_fen,
                   d.step_on <= date(:today, '-7 days') AS old7, d.step_on <= date(:today, '-30 days') AS old30,
                   min(d.amount_fen, {_PAID.format(7)}) AS paid7, min(d.amount_fen, {_PAID.format(30)}) AS paid30
              {_STEPS})
        SELECT x.kind, s.name AS strategy, s.code AS strategy_code, v.id AS version_id, v.number AS version,
               sum(x.old7) AS reached7, sum(x.old7 AND x.paid7 >= x.amount_fen) AS whole7,
               sum(x.old7 AND x.paid7 BETWEEN 1 AND x.amount_fen - 1) AS part7,
               sum(x.old7 * x.amount_fen) AS asked7_fen, sum(x.old7 * x.paid7) AS paid7_fen,
               sum(x.old30) AS reached30, sum(x.old30 AND x.paid30 >= x.amount_fen) AS whole30,
               sum(x.old30 AND x.paid30 BETWEEN 1 AND x.amount_fen - 1) AS part30,
               sum(x.old30 * x.amount_fen) AS asked30_fen, sum(x.old30 * x.paid30) AS paid30_fen
          FROM done AS x JOIN strategy_versions AS v ON v.id = x.version_id JOIN strategies AS s ON s.id = v.strategy_id
         GROUP BY v.strategy_id, v.id, x.kind
         ORDER BY v.strategy_id, v.number DESC,
                  (SELECT min(t.days) FROM strategy_steps AS t WHERE t.version_id = v.id AND t.kind = x.kind)
        """,
        since=since,
        today=today,
    )


def followed(
    db: Reader, since: str, today: str, kind: str, version_id: int, span: int, limit: int = 300
) -> list[Followed]:
    """The steps behind a figure, those who paid most of it first. span: 7 or 30 days."""
    return db.rows(
        Followed,
        f"""
        SELECT x.case_id, h.code AS home_code, p.name AS payer_name, x.step_on, x.amount_fen, x.paid_fen
          FROM (SELECT d.case_id, c.home_id, c.payer_id, d.step_on, d.amount_fen,
                       min(d.amount_fen, {_PAID.format(int(span))}) AS paid_fen
                  {_STEPS} AND d.kind = :kind AND c.strategy_version_id = :version_id
                   AND d.step_on <= date(:today, :span)) AS x
          JOIN homes AS h ON h.id = x.home_id JOIN people AS p ON p.id = x.payer_id
         ORDER BY x.paid_fen * 10000 / x.amount_fen DESC, x.step_on DESC LIMIT :limit
        """,
        since=since,
        today=today,
        kind=kind,
        version_id=version_id,
        span=f"-{int(span)} days",
        limit=limit,
    )
