"""What is done on a round: a check comes in, a point is left out, the round ends. Each runs in the caller's transaction.

A check is kept whatever speaks against it: by its key it comes in once, its doubts and conflicts stand beside it, and a
point that was missed stays missed although somebody was there later.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from estate.data import Tx, audit, clock
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.patrol import queries, records
from estate.patrol.papers import CHECK
from estate.patrol.queries import Item, Point, Round
from estate.patrol.rules_judging import (
    Circumstances,
    abnormal,
    conflicts,
    distance_m,
    doubts,
    ended_state,
    judge,
    made,
)
from estate.patrol.words import due_text
from estate.refusal import Refused, require_key

TOPIC = "patrol"


class Answer(NamedTuple):
    """What was answered: `yes` or `no`, one of the choices, `photo`; or a number in thousandths of its unit."""

    text: str
    number: int | None = None


class Check(NamedTuple):
    """A point as it was found.

    answers: by item id. device_at, sent_at: by the device's own clock, when it was found and when it was sent; None where
    a page without script sent it. device_seq: the device counts what it sends. lat_e6, lon_e6: where the device was.
    scanned: whether the label of the point was read.
    """

    point_id: int
    round_id: int | None
    answers: Mapping[int, Answer]
    note: str = ""
    photos: Sequence[Kept] = ()
    device_at: datetime | None = None
    sent_at: datetime | None = None
    device_seq: int | None = None
    lat_e6: int | None = None
    lon_e6: int | None = None
    scanned: bool = False


def check(tx: Tx, told: Check, key: str) -> int:
    """Take in a check; answers its id. The same key takes it in once.

    Refused: without a key, without an answer or a photo that is required. LookupError for a point or a round that there
    is none of, or that does not hold the point.
    """
    require_key(key)
    if known := records.of_key(tx, key):
        if (known.round_id, known.point_id) != (told.round_id, told.point_id):
            raise Refused(_("This page is not complete. Open it again and repeat what you want to do."))
        return known.id
    point, found = _require(tx, told)
    items = queries.items(tx, point.id, found.kind if found else "")
    judged = _judged(items, told)
    _require_answers(point, items, told)
    when = made(clock.now(), told.device_at, told.sent_at)
    check_id = _insert(tx, told, key, point, found, when.done_at, when.off_s, any(one[3] for one in judged))
    tx.many(
        "INSERT INTO patrol_answers (check_id, item_id, answer, number, abnormal) VALUES (?, ?, ?, ?, ?)",
        [(check_id, *one) for one in judged],
    )
    if told.photos:
        attach(tx, CHECK, check_id, told.photos)
    _settle(tx, check_id, told, found, when.done_at, when.off_s)
    signals.tell(tx, TOPIC)
    return check_id


def skip(tx: Tx, round_id: int, point_id: int, reason: str) -> None:
    """Leave a point of a round out. Again changes nothing. Refused without a reason, or when the round has ended."""
    if not (reason := reason.strip()):
        raise Refused(_("Write the reason."), "reason")
    found, state = require(tx, round_id), records.point_state(tx, round_id, point_id)
    if state is None:
        raise LookupError(f"round {round_id} has no point {point_id}")
    if state[1] == "skipped":
        return
    if not found.is_open or state[1] != "waiting":
        raise Refused(_("This point is settled already."), "reason")
    _begin(tx, found)
    _leave_out(tx, found, reason, point_id)
    end_if_done(tx, round_id)
    signals.tell(tx, TOPIC)


def finish_round(tx: Tx, round_id: int, reason: str = "") -> None:
    """End a round; what was not checked is left out with the reason. Again changes nothing. Refused: points, no reason."""
    found = require(tx, round_id)
    if not found.is_open:
        return
    if found.waiting:
        if not (reason := reason.strip()):
            raise Refused(_("Points are left. Write why they are not checked."), "reason")
        _begin(tx, found)
        _leave_out(tx, found, reason)
    end_if_done(tx, round_id)
    signals.tell(tx, TOPIC)


def require(tx: Tx, round_id: int) -> Round:
    """The round; LookupError when there is none."""
    found = queries.round_(tx, round_id)
    if found is None:
        raise LookupError(f"there is no round {round_id}")
    return found


def end_if_done(tx: Tx, round_id: int) -> None:
    """End a round of which nothing waits any more."""
    if records.first_waiting(tx, round_id) is not None:
        return
    states = records.states(tx, round_id)
    tx.run(
        """
        UPDATE patrol_rounds SET state = :state, finished_at = :now, finished_by = :who
         WHERE id = :round_id AND finished_at IS NULL
        """,
        state=ended_state(states),
        now=clock.stamp(),
        who=tx.by.name,
        round_id=round_id,
    )


def _require(tx: Tx, told: Check) -> tuple[Point, Round | None]:
    point = queries.point(tx, told.point_id)
    found = queries.round_(tx, told.round_id) if told.round_id is not None else None
    if point is None or (told.round_id is not None and found is None):
        raise LookupError(f"there is no point {told.point_id} or no round {told.round_id}")
    if found and records.point_state(tx, found.id, point.id) is None:
        raise LookupError(f"round {found.id} has no point {point.id}")
    return point, found


def _judged(items: Sequence[Item], told: Check) -> list[tuple[int, str, int | None, int]]:
    """The answers as they are kept: item, text, number, whether it means a fault. What nobody asked is dropped."""
    rows: list[tuple[int, str, int | None, int]] = []
    for item in items:
        given = told.answers.get(item.id)
        if given is None or not given.text:
            continue
        if item.kind == "choice" and given.text not in item.options:
            raise Refused(_("Choose one of the answers."), f"item_{item.id}")
        if item.kind == "yes_no" and given.text not in ("yes", "no"):
            raise Refused(_("Choose one of the answers."), f"item_{item.id}")
        fault = abnormal(item.kind, given.text, given.number, item.low, item.high, item.bad)
        rows.append((item.id, given.text, given.number if item.kind == "number" else None, int(fault)))
    return rows


def _require_answers(point: Point, items: Sequence[Item], told: Check) -> None:
    for item in items:
        if not item.required or (item.kind == "photo" and told.photos):
            continue
        given = told.answers.get(item.id)
        if item.kind == "photo" or given is None or not given.text:
            raise Refused(
                _("Take a photo.") if item.kind == "photo" else _("Answer this."),
                "paper_files" if item.kind == "photo" else f"item_{item.id}",
            )
    if point.photo_required and not told.photos:
        raise Refused(_("Take a photo."), "paper_files")


def _insert(
    tx: Tx,
    told: Check,
    key: str,
    point: Point,
    found: Round | None,
    done_at: datetime,
    off_s: int | None,
    fault: bool,
) -> int:
    far = None
    if (
        point.lat_e6 is not None
        and point.lon_e6 is not None
        and told.lat_e6 is not None
        and told.lon_e6 is not None
    ):
        far = distance_m((told.lat_e6, told.lon_e6), (point.lat_e6, point.lon_e6))
    done, now = clock.stamp_of(done_at), clock.now()
    judged = None
    if found:
        judged = judge(_instant(found.due_until), _instant(found.closes_at), done_at, now)
    return tx.insert(
        "patrol_checks",
        key=key,
        round_id=told.round_id,
        point_id=point.id,
        account_id=tx.by.account_id,
        who=tx.by.name,
        done_at=done,
        received_at=clock.stamp_of(now),
        device_at=clock.stamp_of(told.device_at) if told.device_at else None,
        clock_off_s=off_s,
        device_seq=told.device_seq,
        scanned=int(told.scanned),
        lat_e6=told.lat_e6,
        lon_e6=told.lon_e6,
        distance_m=far,
        verdict=judged.verdict if judged else "free",
        sent_late=int(judged.sent_late) if judged else 0,
        abnormal=int(fault),
        doubts=msgspec.json.encode(_doubts(tx, told, point, found, done, off_s, far)).decode(),
        note=told.note.strip(),
    )


def _doubts(
    tx: Tx, told: Check, point: Point, found: Round | None, done: str, off_s: int | None, far: int | None
) -> list[str]:
    seconds, out_of_order, other = None, False, False
    if found:
        last = records.before(tx, found.id, done)
        if last and last.point_id != point.id:
            seconds = int((_instant(done) - _instant(last.done_at)).total_seconds())
        state = records.point_state(tx, found.id, point.id)
        first = records.first_waiting(tx, found.id)
        out_of_order = (
            found.sequence != "free" and state is not None and state[1] == "waiting" and state[0] != first
        )
        other = found.account_id is not None and found.account_id != tx.by.account_id
    return doubts(
        Circumstances(
            off_s,
            seconds,
            found.min_seconds if found else 0,
            far,
            point.allowed_m,
            told.scanned,
            out_of_order,
            other,
        )
    )


def _settle(
    tx: Tx, check_id: int, told: Check, found: Round | None, done_at: datetime, off_s: int | None
) -> None:
    """What the check makes of the round's point, and what a person must decide."""
    before, closed, ended = None, False, found is not None and not found.is_open
    if found:
        state = records.point_state(tx, found.id, told.point_id)
        before = state[2] if state else None
        # A round that only its clock has closed is no conflict: the miss stands, the check is marked as sent late.
        closed = ended and state is not None and state[1] != "missed"
        if before is None and not closed:
            judged = judge(_instant(found.due_until), _instant(found.closes_at), done_at, clock.now())
            put(tx, found.id, told.point_id, check_id, judged.state)
            if found.is_open:
                _begin(tx, found)
                end_if_done(tx, found.id)
    for kind in conflicts(off_s, checked_before=before is not None, closed=closed):
        tx.insert("patrol_conflicts", check_id=check_id, kind=kind)


def put(tx: Tx, round_id: int, point_id: int, check_id: int, state: str) -> None:
    """Write which check counts for a point of a round; a miss stays one."""
    tx.run(
        """
        UPDATE patrol_round_points
           SET check_id = :check_id, reason = '', state = CASE state WHEN 'missed' THEN 'missed' ELSE :state END
         WHERE round_id = :round_id AND point_id = :point_id
        """,
        check_id=check_id,
        state=state,
        round_id=round_id,
        point_id=point_id,
    )


def _begin(tx: Tx, found: Round) -> None:
    """Who does the first thing of a round has it from then on."""
    tx.run(
        """
        UPDATE patrol_rounds
           SET state = 'started', started_at = ifnull(started_at, :now), account_id = ifnull(account_id, :account_id)
         WHERE id = :round_id AND finished_at IS NULL
        """,
        now=clock.stamp(),
        account_id=tx.by.account_id,
        round_id=found.id,
    )


def _leave_out(tx: Tx, found: Round, reason: str, point_id: int | None = None) -> None:
    tx.run(
        """
        UPDATE patrol_round_points SET state = 'skipped', reason = :reason
         WHERE round_id = :round_id AND state = 'waiting' AND point_id = ifnull(:point_id, point_id)
        """,
        reason=reason,
        round_id=found.id,
        point_id=point_id,
    )
    after = {"patrol_round": found.name, "patrol_due": due_text(found.due_from), "reason": reason}
    audit.record(tx, "patrol.points_skipped", "patrol_rounds", found.id, after=after)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
