"""Checks as they are shown: one with its answers, those of a point, what a person has to decide. Instants UTC text."""

from typing import NamedTuple

import msgspec

from estate.data import Reader
from estate.patrol.words import YES_NO


class Seen(NamedTuple):
    """A check with its round and point. kind: of the round, None outside of one."""

    id: int
    round_id: int | None
    round: str | None
    kind: str | None
    point_id: int
    point: str
    location: str
    account_id: int | None
    who: str
    done_at: str
    received_at: str
    clock_off_s: int | None
    scanned: int
    distance_m: int | None
    verdict: str
    sent_late: int
    abnormal: int
    doubts: str
    note: str
    open_conflicts: int

    @property
    def doubt_codes(self) -> list[str]:
        return msgspec.json.decode(self.doubts, type=list[str])


class Answered(NamedTuple):
    """One answer with its question as it was asked then. number, low, high: thousandths."""

    item_id: int
    question: str
    kind: str
    unit: str
    low: int | None
    high: int | None
    answer: str
    number: int | None
    abnormal: int

    @property
    def said(self) -> str:
        """The answer in words."""
        if self.kind == "yes_no":
            return str(YES_NO.get(self.answer, self.answer))
        return f"{self.answer} {self.unit}".strip()


class Conflict(NamedTuple):
    """Something about a check that a person decides or has decided."""

    id: int
    check_id: int
    kind: str
    point: str
    round_id: int | None
    round: str | None
    who: str
    done_at: str
    received_at: str
    decision: str | None
    note: str
    settled_at: str | None
    settled_by: str | None


_SEEN = """
    SELECT c.id, c.round_id, r.name AS round, r.kind, c.point_id, p.name AS point, p.location, c.account_id, c.who,
           c.done_at, c.received_at, c.clock_off_s, c.scanned, c.distance_m, c.verdict, c.sent_late, c.abnormal,
           c.doubts, c.note,
           (SELECT count(*) FROM patrol_conflicts AS x WHERE x.check_id = c.id AND x.decision IS NULL) AS open_conflicts
      FROM patrol_checks AS c JOIN patrol_points AS p ON p.id = c.point_id
      LEFT JOIN patrol_rounds AS r ON r.id = c.round_id
"""

_CONFLICT = """
    SELECT x.id, x.check_id, x.kind, p.name AS point, c.round_id, r.name AS round, c.who, c.done_at, c.received_at,
           x.decision, x.note, x.settled_at, x.settled_by
      FROM patrol_conflicts AS x JOIN patrol_checks AS c ON c.id = x.check_id
      JOIN patrol_points AS p ON p.id = c.point_id LEFT JOIN patrol_rounds AS r ON r.id = c.round_id
"""


def seen(db: Reader, check_id: int) -> Seen | None:
    """One check."""
    return db.row(Seen, _SEEN + "WHERE c.id = :check_id", check_id=check_id)


def require(db: Reader, check_id: int) -> Seen:
    """One check; LookupError when there is none."""
    found = seen(db, check_id)
    if found is None:
        raise LookupError(f"there is no check {check_id}")
    return found


def answers(db: Reader, check_id: int) -> list[Answered]:
    """The answers of a check in the order of the questions."""
    return db.rows(
        Answered,
        """
        SELECT a.item_id, i.question, i.kind, i.unit, i.low, i.high, a.answer, a.number, a.abnormal
          FROM patrol_answers AS a JOIN patrol_items AS i ON i.id = a.item_id
         WHERE a.check_id = :check_id ORDER BY i.position, i.id
        """,
        check_id=check_id,
    )


def of_point(db: Reader, point_id: int, page: int, size: int = 50) -> tuple[list[Seen], int]:
    """The checks of a point, the latest first, and how many there are."""
    total = db.value("SELECT count(*) FROM patrol_checks WHERE point_id = :point_id", point_id=point_id)
    sql = _SEEN + "WHERE c.point_id = :point_id ORDER BY c.done_at DESC, c.id DESC LIMIT :size OFFSET :skip"
    return db.rows(Seen, sql, point_id=point_id, size=size, skip=(page - 1) * size), int(total)


def faults(db: Reader, since: str, limit: int = 100) -> list[Seen]:
    """The checks since an instant that found a fault, the latest first."""
    sql = _SEEN + "WHERE c.abnormal AND c.done_at >= :since ORDER BY c.done_at DESC LIMIT :limit"
    return db.rows(Seen, sql, since=since, limit=limit)


def conflicts(db: Reader, *, settled: bool) -> list[Conflict]:
    """What waits for a decision, the first first; or the latest that was decided."""
    if settled:
        return db.rows(
            Conflict, _CONFLICT + "WHERE x.decision IS NOT NULL ORDER BY x.settled_at DESC LIMIT 50"
        )
    return db.rows(Conflict, _CONFLICT + "WHERE x.decision IS NULL ORDER BY x.id")


def conflicts_of(db: Reader, check_id: int) -> list[Conflict]:
    """What a person decides or has decided about one check."""
    return db.rows(Conflict, _CONFLICT + "WHERE x.check_id = :check_id ORDER BY x.id", check_id=check_id)


def waiting(db: Reader) -> int:
    """How many decisions wait."""
    return int(db.value("SELECT count(*) FROM patrol_conflicts WHERE decision IS NULL"))


class Missed(NamedTuple):
    """A point that was missed or left out. made_up: when somebody was there all the same."""

    round_id: int
    round: str
    due_from: str
    person: str
    point: str
    state: str
    reason: str
    made_up: str | None


def missed_of(db: Reader, first: str, last: str) -> list[Missed]:
    """What was missed or left out on the rounds of these business days."""
    return db.rows(
        Missed,
        """
        SELECT r.id AS round_id, r.name AS round, r.due_from, ifnull(a.name, '') AS person, p.name AS point, rp.state,
               rp.reason, c.done_at AS made_up
          FROM patrol_rounds AS r JOIN patrol_round_points AS rp ON rp.round_id = r.id
          JOIN patrol_points AS p ON p.id = rp.point_id
          LEFT JOIN accounts AS a ON a.id = r.account_id LEFT JOIN patrol_checks AS c ON c.id = rp.check_id
         WHERE r.due_on BETWEEN :first AND :last AND r.state <> 'cancelled' AND rp.state IN ('missed', 'skipped')
         ORDER BY r.due_from, r.id, rp.position
        """,
        first=first,
        last=last,
    )


def faults_of(db: Reader, first: str, last: str) -> list[Seen]:
    """The faults found on the rounds of these business days, in order."""
    sql = _SEEN + "WHERE c.abnormal AND r.due_on BETWEEN :first AND :last ORDER BY c.done_at"
    return db.rows(Seen, sql, first=first, last=last)
