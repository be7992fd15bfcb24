"""Cases with what happened in them, and the tasks that wait in them. Amounts in fen, dates ISO text."""

from typing import NamedTuple

from estate.data import Reader
from estate.dunning.records_facts import DISPUTED, EFFECTIVE, LEFT_ALONE, PAUSED, WHOLE


class Case(NamedTuple):
    """A debt that is being dunned. overdue_fen, oldest_due_on: as of the day asked for; oldest is None when settled.

    strategy: the office's name of it, else empty; strategy_code: of one that the house brings.
    """

    id: int
    home_id: int
    home_code: str
    building: str
    payer_id: int
    payer_name: str
    version_id: int
    version: int
    strategy_id: int
    strategy: str
    strategy_code: str | None
    opened_on: str
    opened_fen: int
    closed_on: str | None
    closed_by: str | None
    close_reason: str | None
    close_note: str
    overdue_fen: int
    oldest_due_on: str | None
    last_kind: str | None
    last_on: str | None
    last_outcome: str | None
    paused_until: str | None
    pause_cause: str | None


class Happened(NamedTuple):
    """A step of a case as it happened. name: the office's name of the step, else empty."""

    id: int
    case_id: int
    step_id: int
    position: int
    days: int
    kind: str
    planned_kind: str
    name: str
    due_on: str
    step_on: str
    amount_fen: int
    outcome: str
    done_at: str | None
    by_hand: int
    who: str
    note: str
    message_id: int | None
    letter_id: int | None


class Task(NamedTuple):
    """A call, visit or paper that somebody of the staff has to do. phone: unmasked – mask it when showing it."""

    id: int
    case_id: int
    kind: str
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    phone: str | None
    step_on: str
    letter_id: int | None
    overdue_fen: int
    oldest_due_on: str


class Wanted(NamedTuple):
    """Which cases a list shows. state: open, paused, tasks, closed; step: the kind of the last step."""

    state: str = "open"
    step: str = ""
    building: str = ""
    home_id: int = 0


_OVERDUE_NOW = f"""
    (SELECT {{0}} FROM charge_balances AS b
      WHERE b.home_id = c.home_id AND b.payer_id = c.payer_id AND b.balance_fen > 0
        AND b.due_on < :day AND {EFFECTIVE} < :day AND b.due_on > {LEFT_ALONE} AND NOT {DISPUTED})
"""

_CASE = f"""
    SELECT c.id, c.home_id, h.code AS home_code, g.code AS building, c.payer_id, p.name AS payer_name,
           v.id AS version_id, v.number AS version, s.id AS strategy_id, s.name AS strategy, s.code AS strategy_code,
           c.opened_on, c.opened_fen, c.closed_on, c.closed_by, c.close_reason, c.close_note,
           ifnull({_OVERDUE_NOW.format("sum(b.balance_fen)")}, 0) AS overdue_fen,
           {_OVERDUE_NOW.format(f"min({EFFECTIVE})")} AS oldest_due_on,
           l.kind AS last_kind, l.step_on AS last_on, l.outcome AS last_outcome,
           z.until_on AS paused_until, z.cause AS pause_cause
      FROM dunning_cases AS c
      JOIN homes AS h ON h.id = c.home_id JOIN entrances AS e ON e.id = h.entrance_id
      JOIN buildings AS g ON g.id = e.building_id JOIN people AS p ON p.id = c.payer_id
      JOIN strategy_versions AS v ON v.id = c.strategy_version_id JOIN strategies AS s ON s.id = v.strategy_id
      LEFT JOIN dunning_steps AS l ON l.id = (
        SELECT max(x.id) FROM dunning_steps AS x WHERE x.case_id = c.id AND x.outcome <> 'skipped')
      LEFT JOIN dunning_pauses AS z ON z.id = (
        SELECT x.id FROM dunning_pauses AS x
         WHERE x.home_id = c.home_id AND x.payer_id = c.payer_id AND x.ended_at IS NULL
           AND :day BETWEEN x.from_on AND x.until_on AND {WHOLE.format("x")} ORDER BY x.until_on DESC LIMIT 1)
"""

_STATES = {
    "open": "c.closed_on IS NULL",
    "paused": f"c.closed_on IS NULL AND {PAUSED.format('c')}",
    "tasks": "c.id IN (SELECT case_id FROM dunning_steps WHERE outcome = 'open')",
    "closed": "c.closed_on IS NOT NULL",
}


def case(db: Reader, case_id: int, day: str = "9999-12-31") -> Case | None:
    """One case; what is overdue and whether it is paused as of a day."""
    return db.row(Case, _CASE + "WHERE c.id = :case_id", case_id=case_id, day=day)


def cases(db: Reader, wanted: Wanted, day: str, limit: int, offset: int) -> list[Case]:
    """Cases of a list, the largest sum first; closed ones by the day of their end."""
    where, params = _where(wanted)
    order = "c.closed_on DESC, c.id DESC" if wanted.state == "closed" else "overdue_fen DESC, c.id"
    return db.rows(
        Case,
        f"{_CASE} WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset",
        day=day,
        limit=limit,
        offset=offset,
        **params,
    )


def count(db: Reader, wanted: Wanted, day: str) -> int:
    """How many cases a list has."""
    where, params = _where(wanted)
    return int(db.value(f"SELECT count(*) FROM ({_CASE} WHERE {where})", day=day, **params))


def counts(db: Reader, day: str) -> dict[str, int]:
    """How many cases there are in each state."""
    return {
        state: int(db.value(f"SELECT count(*) FROM dunning_cases AS c WHERE {sql} AND :day <> ''", day=day))
        for state, sql in _STATES.items()
    }


def of_home(db: Reader, home_id: int, day: str) -> list[Case]:
    """The open cases of a home."""
    return db.rows(
        Case, _CASE + "WHERE c.home_id = :home_id AND c.closed_on IS NULL", home_id=home_id, day=day
    )


def version_of(db: Reader, case_id: int) -> int:
    return int(db.value("SELECT strategy_version_id FROM dunning_cases WHERE id = :case_id", case_id=case_id))


def has_step(db: Reader, case_id: int, step_id: int) -> bool:
    return bool(
        db.value(
            "SELECT 1 FROM dunning_steps WHERE case_id = :case_id AND step_id = :step_id",
            case_id=case_id,
            step_id=step_id,
        )
    )


_HAPPENED = """
    SELECT d.id, d.case_id, d.step_id, s.position, s.days, d.kind, s.kind AS planned_kind, s.name, d.due_on, d.step_on,
           d.amount_fen, d.outcome, d.done_at, d.by_hand, d.who, d.note, d.message_id, d.letter_id
      FROM dunning_steps AS d JOIN strategy_steps AS s ON s.id = d.step_id
"""


def happened(db: Reader, case_id: int) -> list[Happened]:
    """What happened in a case, in the order of the strategy."""
    return db.rows(Happened, _HAPPENED + "WHERE d.case_id = :case_id ORDER BY s.position", case_id=case_id)


def done_step(db: Reader, step_row: int) -> Happened | None:
    return db.row(Happened, _HAPPENED + "WHERE d.id = :step_row", step_row=step_row)


def open_tasks_of(db: Reader, home_id: int, payer_id: int, kind: str) -> list[tuple[int, int]]:
    """Open tasks of a kind in the open case of a debt: (step row, case)."""
    return [
        (row, case_id)
        for row, case_id in db.tuples(
            """
            SELECT d.id, d.case_id FROM dunning_cases AS c JOIN dunning_steps AS d ON d.case_id = c.id
             WHERE c.home_id = :home_id AND c.payer_id = :payer_id AND c.closed_on IS NULL
               AND d.outcome = 'open' AND d.kind = :kind
            """,
            home_id=home_id,
            payer_id=payer_id,
            kind=kind,
        )
    ]


def open_steps_of_letter(db: Reader, letter_id: int) -> list[tuple[int, int]]:
    """Open steps that asked for a letter: (step row, case)."""
    return [
        (row, case_id)
        for row, case_id in db.tuples(
            "SELECT id, case_id FROM dunning_steps WHERE letter_id = :letter_id AND outcome = 'open'",
            letter_id=letter_id,
        )
    ]


_TASKS = f"""
      FROM dunning_steps AS d JOIN dunning_cases AS c ON c.id = d.case_id AND c.closed_on IS NULL
     WHERE d.outcome = 'open' AND NOT {PAUSED.format("c")}
       AND EXISTS (SELECT 1 FROM charge_balances AS b
                    WHERE b.home_id = c.home_id AND b.payer_id = c.payer_id AND b.balance_fen > 0
                      AND b.due_on < :day AND {EFFECTIVE} < :day AND b.due_on > {LEFT_ALONE} AND NOT {DISPUTED})
"""


def tasks(db: Reader, day: str, kind: str = "", limit: int = 200) -> list[Task]:
    """What the staff has to do now, the oldest first: not what was paid since or is paused."""
    only = "AND d.kind = :kind" if kind else ""
    return db.rows(
        Task,
        f"""
        SELECT t.id, t.case_id, t.kind, t.home_id, h.code AS home_code, t.payer_id, p.name AS payer_name,
               (SELECT f.number FROM phones AS f WHERE f.person_id = p.id ORDER BY f.rank, f.id LIMIT 1) AS phone,
               t.step_on, t.letter_id, sum(b.balance_fen) AS overdue_fen, min({EFFECTIVE}) AS oldest_due_on
          FROM (SELECT d.id, d.case_id, d.kind, d.step_on, d.letter_id, c.home_id, c.payer_id {_TASKS} {only}) AS t
          JOIN homes AS h ON h.id = t.home_id JOIN people AS p ON p.id = t.payer_id
          JOIN charge_balances AS b ON b.home_id = t.home_id AND b.payer_id = t.payer_id
           AND b.balance_fen > 0 AND b.due_on < :day AND {EFFECTIVE} < :day AND b.due_on > {LEFT_ALONE}
           AND NOT {DISPUTED}
         GROUP BY t.id ORDER BY t.step_on, h.sort LIMIT :limit
        """,
        day=day,
        kind=kind,
        limit=limit,
    )


def task_counts(db: Reader, day: str) -> dict[str, int]:
    """How many tasks of each kind wait."""
    return dict(db.tuples(f"SELECT d.kind, count(*) {_TASKS} GROUP BY d.kind", day=day))


def _where(wanted: Wanted) -> tuple[str, dict[str, str | int]]:
    parts, params = [_STATES.get(wanted.state, _STATES["open"])], dict[str, str | int]()
    if wanted.step:
        parts.append("ifnull(l.kind, 'none') = :step")
        params["step"] = wanted.step
    if wanted.building:
        parts.append("g.code = :building")
        params["building"] = wanted.building
    if wanted.home_id:
        parts.append("c.home_id = :home_id")
        params["home_id"] = wanted.home_id
    return " AND ".join(parts), params
