"""What followed on each step: what of the overdue sum came in within 7 and 30 days. Amounts in fen, dates ISO text.

Counted are steps that were carried out and are old enough for the span, and money under receipts that stand, on what
was still overdue when the step was carried out.
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
    """One step with what came in after it. step_on: the day on which it was carried out; amount_fen: overdue then."""

    case_id: int
    home_code: str
    payer_name: str
    step_on: str
    amount_fen: int
    paid_fen: int


_PAID = """
    (SELECT ifnull(sum(a.amount_fen), 0)
       FROM receipts AS r JOIN allocations AS a ON a.receipt_id = r.id JOIN charges AS g ON g.id = a.charge_id
      WHERE r.home_id = d.home_id AND r.payer_id = d.payer_id AND r.kind = 'receipt' AND r.reversed_by IS NULL
        AND r.void_id IS NULL AND g.due_on < d.step_on AND {0})
"""
_WITHIN = "r.taken_at > d.done_at AND r.taken_on <= date(d.done_on, '+{0} days')"
_BEFORE = _PAID.format("r.taken_at > d.written_at AND r.taken_at <= d.done_at")

# A call or a letter may wait for days: what follows on it counts from the day on which it was carried out.
_DONE = f"""
    SELECT d.case_id, d.home_id, d.payer_id, d.kind, d.version_id, d.done_on, d.amount_fen - {_BEFORE} AS asked_fen,
           {_PAID.format(_WITHIN.format(7))} AS paid7, {_PAID.format(_WITHIN.format(30))} AS paid30
      FROM (SELECT s.case_id, c.home_id, c.payer_id, s.kind, c.strategy_version_id AS version_id, s.step_on,
                   s.written_at, s.done_at, s.amount_fen,
                   date(s.done_at, ifnull((SELECT utc_offset_minutes FROM office), 480) || ' minutes') AS done_on
              FROM dunning_steps AS s JOIN dunning_cases AS c ON c.id = s.case_id
             WHERE s.outcome = 'done' AND s.step_on <= :today) AS d
     WHERE d.done_on BETWEEN :since AND :today
"""


def effects(db: Reader, since: str, today: str) -> list[Effect]:
    """Every kind of step under every version that was carried out since a day, in the order of the ladder."""
    return db.rows(
        Effect,
        f"""
        WITH done AS MATERIALIZED (
            SELECT d.kind, d.version_id, d.asked_fen AS amount_fen,
                   d.done_on <= date(:today, '-7 days') AS old7, d.done_on <= date(:today, '-30 days') AS old30,
                   min(d.asked_fen, d.paid7) AS paid7, min(d.asked_fen, d.paid30) AS paid30
              FROM ({_DONE}) AS d WHERE d.asked_fen > 0)
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
        SELECT x.case_id, h.code AS home_code, p.name AS payer_name, x.done_on AS step_on, x.asked_fen AS amount_fen,
               min(x.asked_fen, x.paid{int(span)}) AS paid_fen
          FROM ({_DONE}) AS x JOIN homes AS h ON h.id = x.home_id JOIN people AS p ON p.id = x.payer_id
         WHERE x.kind = :kind AND x.version_id = :version_id AND x.asked_fen > 0 AND x.done_on <= date(:today, :span)
         ORDER BY min(x.asked_fen, x.paid{int(span)}) * 10000 / x.asked_fen DESC, x.done_on DESC LIMIT :limit
        """,
        since=since,
        today=today,
        kind=kind,
        version_id=version_id,
        span=f"-{int(span)} days",
        limit=limit,
    )
