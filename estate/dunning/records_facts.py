"""Who owes what on a day, in which case and under which strategy: all that a decision needs, in a few queries.

Amounts in fen, dates ISO text. A due day that falls on days off counts from the day it moves to (DOMAIN A1.15).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from estate.data import Reader, clock
from estate.dunning.rules import SPECIAL, Past, Step


class Owing(NamedTuple):
    """A debt past its due day. case_id: None when no case is open; version_id: of the case, else of today's strategy.

    version_id is None when no strategy applies to the home. oldest: the effective due day of the oldest open part.
    """

    home_id: int
    payer_id: int
    overdue_fen: int
    oldest: str
    case_id: int | None
    version_id: int | None
    paused: int
    care: int


class Instalment(NamedTuple):
    """What falls due on a day for a home and payer. sent: days of the notices that it had, joined by commas."""

    home_id: int
    payer_id: int
    due_on: str
    amount_fen: int
    version_id: int
    sent: str


EFFECTIVE = "ifnull((SELECT m.moves_to FROM due_moves AS m WHERE m.day = b.due_on), b.due_on)"

LEFT_ALONE = """
    ifnull((SELECT max(x.leaves_until) FROM dunning_cases AS x
             WHERE x.home_id = b.home_id AND x.payer_id = b.payer_id AND x.leaves_until IS NOT NULL), '')
"""

WHOLE = "NOT EXISTS (SELECT 1 FROM dunning_pause_charges AS w WHERE w.pause_id = {}.id)"
"""Whether a pause holds for the whole debt, not for some bills alone."""

_RESTING = """
    dunning_pauses AS z CROSS JOIN dunning_pause_charges AS q ON q.pause_id = z.id
     AND z.ended_at IS NULL AND :day BETWEEN z.from_on AND z.until_on
"""
DISPUTED = f"""
    b.charge_id IN (SELECT q.charge_id FROM {_RESTING}
                    UNION ALL SELECT k.id FROM {_RESTING} CROSS JOIN charges AS k ON k.principal_id = q.charge_id)
"""
"""Whether the charge `b`, or that which it is a penalty for, rests on :day because it is disputed. The few that rest are
gathered once for the whole statement."""

OVERDUE = f"""
    overdue AS MATERIALIZED (
        SELECT b.home_id, b.payer_id, sum(b.balance_fen) AS overdue_fen, min({EFFECTIVE}) AS oldest
          FROM charge_balances AS b
         WHERE b.balance_fen > 0 AND b.due_on < :day AND {EFFECTIVE} < :day AND b.due_on > {LEFT_ALONE}
           AND NOT {DISPUTED} {{only}}
         GROUP BY b.home_id, b.payer_id)
"""
"""CTE: one row for each home and payer with something past its due day on :day that the office does not leave alone and
nobody disputes."""

PAUSED = f"""
    EXISTS (SELECT 1 FROM dunning_pauses AS p
             WHERE p.home_id = {{0}}.home_id AND p.payer_id = {{0}}.payer_id AND p.ended_at IS NULL
               AND :day BETWEEN p.from_on AND p.until_on AND {WHOLE.format("p")})
"""

CARE = """
    EXISTS (SELECT 1 FROM residencies AS r JOIN care_needs AS n ON n.person_id = r.person_id
             WHERE r.home_id = {0} AND r.role <> 'contact'
               AND (r.from_date IS NULL OR r.from_date <= :day) AND (r.to_date IS NULL OR r.to_date >= :day)
               AND (n.ended_on IS NULL OR n.ended_on >= :day))
"""

_RANK = " ".join(f"WHEN '{scope}' THEN {rank}" for rank, scope in enumerate(SPECIAL))

VERSION_OF_HOME = f"""
    (SELECT (SELECT v.id FROM strategy_versions AS v WHERE v.strategy_id = a.strategy_id
              ORDER BY v.number DESC LIMIT 1)
       FROM strategy_assignments AS a JOIN strategies AS s ON s.id = a.strategy_id AND s.active
       JOIN homes AS h ON h.id = {{0}} JOIN entrances AS e ON e.id = h.entrance_id
       JOIN buildings AS g ON g.id = e.building_id
      WHERE CASE a.scope WHEN 'all' THEN 1
                         WHEN 'zone' THEN a.zone_id = g.zone_id
                         WHEN 'usage' THEN a.usage = h.usage
                         WHEN 'building' THEN a.building_id = g.id
                         WHEN 'group' THEN EXISTS (SELECT 1 FROM dunning_group_homes AS d
                                                    WHERE d.group_id = a.group_id AND d.home_id = h.id)
                         ELSE {CARE.format("h.id")} END
      ORDER BY CASE a.scope {_RANK} END DESC, a.id LIMIT 1)
"""
"""Scalar: the version that a home's debts follow when a case begins on :day; the most special assignment counts."""

_OWING = f"""
    SELECT o.home_id, o.payer_id, o.overdue_fen, o.oldest, c.id AS case_id,
           ifnull(c.strategy_version_id, {VERSION_OF_HOME.format("o.home_id")}) AS version_id,
           {PAUSED.format("o")} AS paused, {CARE.format("o.home_id")} AS care
      FROM overdue AS o
      LEFT JOIN dunning_cases AS c
        ON c.home_id = o.home_id AND c.payer_id = o.payer_id AND c.closed_on IS NULL
     ORDER BY o.home_id, o.payer_id
"""


def owing(db: Reader, day: date) -> list[Owing]:
    """Every debt past its due day on a day."""
    return db.rows(Owing, f"WITH {OVERDUE.format(only='')} {_OWING}", day=day.isoformat())


def owing_in(db: Reader, day: date, cases: Sequence[int]) -> list[Owing]:
    """The same of some open cases alone."""
    only = f"""
        AND (b.home_id, b.payer_id) IN (
            SELECT k.home_id, k.payer_id FROM dunning_cases AS k
             WHERE k.closed_on IS NULL AND k.id IN ({", ".join(str(int(one)) for one in cases) or "NULL"}))
    """
    return db.rows(Owing, f"WITH {OVERDUE.format(only=only)} {_OWING}", day=day.isoformat())


def instalments(
    db: Reader, day: date, days_before: int, homes: Sequence[int] | None = None
) -> list[Instalment]:
    """What falls due from a day on until `days_before` days later, with the notices that it had; not what is paused.

    homes: only of these, when given.
    """
    only = (
        "" if homes is None else f"AND b.home_id IN ({', '.join(str(int(one)) for one in homes) or 'NULL'})"
    )
    return db.rows(
        Instalment,
        f"""
        WITH soon AS MATERIALIZED (
            SELECT b.home_id, b.payer_id, b.due_on, sum(b.balance_fen) AS amount_fen
              FROM charge_balances AS b
             WHERE b.balance_fen > 0 AND b.due_on BETWEEN :day AND date(:day, :span) AND NOT {DISPUTED} {only}
             GROUP BY b.home_id, b.payer_id, b.due_on),
        followed AS MATERIALIZED (
            SELECT home_id, {VERSION_OF_HOME.format("t.home_id")} AS version_id
              FROM (SELECT DISTINCT home_id FROM soon) AS t)
        SELECT s.home_id, s.payer_id, s.due_on, s.amount_fen, f.version_id,
               ifnull((SELECT group_concat(n.days) FROM dunning_notices AS n
                        WHERE n.home_id = s.home_id AND n.payer_id = s.payer_id AND n.due_on = s.due_on), '') AS sent
          FROM soon AS s JOIN followed AS f ON f.home_id = s.home_id AND f.version_id IS NOT NULL
         WHERE NOT {PAUSED.format("s")}
         ORDER BY s.home_id, s.payer_id, s.due_on
        """,
        day=day.isoformat(),
        span=f"+{days_before} days",
    )


def days_before(db: Reader) -> int:
    """How many days before a due day the first step of any strategy in use comes; 0 when none does."""
    return -int(
        db.value("SELECT min(0, ifnull(min(days), 0)) FROM strategy_steps WHERE kind = 'notice'") or 0
    )


def steps_of(db: Reader, versions: Iterable[int]) -> dict[int, list[Step]]:
    """The steps of some versions, in order."""
    marks = ", ".join(str(int(one)) for one in set(versions)) or "NULL"
    found: dict[int, list[Step]] = defaultdict(list)
    for version_id, *values in db.tuples(
        f"""
        SELECT version_id, id, position, days, kind, min_fen FROM strategy_steps
         WHERE version_id IN ({marks}) ORDER BY version_id, position
        """
    ):
        found[version_id].append(Step(*values))
    return found


def gaps_of(db: Reader, versions: Iterable[int]) -> dict[int, int]:
    """The least days between two steps, of each version."""
    marks = ", ".join(str(int(one)) for one in set(versions)) or "NULL"
    return dict(db.tuples(f"SELECT id, gap_days FROM strategy_versions WHERE id IN ({marks})"))


def past_of(db: Reader, cases: Iterable[int]) -> dict[int, list[Past]]:
    """What is recorded in some cases."""
    marks = ", ".join(str(int(one)) for one in set(cases)) or "NULL"
    found: dict[int, list[Past]] = defaultdict(list)
    for case_id, position, kind, step_on, outcome, done_at in db.tuples(
        f"""
        SELECT d.case_id, s.position, s.kind, d.step_on, d.outcome, d.done_at
          FROM dunning_steps AS d JOIN strategy_steps AS s ON s.id = d.step_id WHERE d.case_id IN ({marks})
        """
    ):
        left = clock.day_of(done_at) if kind == "letter" and outcome == "done" else step_on
        found[case_id].append(Past(position, kind, date.fromisoformat(left), outcome))
    return found


class Before(NamedTuple):
    """A step that was carried out in an earlier case whose payment was taken back. oldest_due_on: of the debt then."""

    home_id: int
    payer_id: int
    oldest_due_on: str
    days: int
    kind: str
    step_on: str
    done_at: str


def before_of(db: Reader, homes: Iterable[int]) -> list[Before]:
    """What was done in cases of some homes that a payment closed which was reversed or voided since."""
    return db.rows(
        Before,
        """
        SELECT c.home_id, c.payer_id, d.oldest_due_on, s.days, s.kind, d.step_on, d.done_at
          FROM json_each(:homes) AS w JOIN dunning_cases AS c ON c.home_id = w.value AND c.close_reason = 'paid'
          JOIN dunning_steps AS d ON d.case_id = c.id AND d.outcome = 'done'
          JOIN strategy_steps AS s ON s.id = d.step_id
         WHERE EXISTS (SELECT 1 FROM receipts AS r
                        WHERE r.home_id = c.home_id AND r.payer_id = c.payer_id AND r.kind = 'receipt'
                          AND (r.reversed_by IS NOT NULL OR r.void_id IS NOT NULL)
                          AND r.taken_at BETWEEN c.opened_at AND c.closed_at)
        """,
        homes=msgspec.json.encode(sorted(set(homes))).decode(),
    )
