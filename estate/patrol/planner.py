"""Rounds made ahead from the schedules, and closed by the clock. The worker does both each minute; again does nothing.

A due has one round, whatever the clock does: the database refuses a second, and the planning leaves out what there is.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import SystemRandom

from estate.access.permissions import PATROL_PLAN
from estate.data import Actor, Reader, Tx, clock, read, write
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.jobs import signals
from estate.jobs.outbox import WORKER
from estate.messages import actions as messages
from estate.messages.actions import Telling
from estate.office.identity import identity
from estate.patrol import records_plan
from estate.patrol.actions import TOPIC, end_if_done
from estate.patrol.records_plan import Ended, ScheduleRow
from estate.patrol.rules_dues import CATCH_UP, Due, to_plan
from estate.patrol.words import due_text

_shuffle = SystemRandom().shuffle


def plan_rounds(by: Actor = WORKER) -> int:
    """Make the rounds that are due soon, and those that were due while nothing ran; answers how many."""
    with read() as db:
        wanted = _wanted(db)
    if not wanted:
        return 0
    with write(by) as tx:
        # Looked up again inside: another process may have planned meanwhile.
        wanted, points = _wanted(tx), records_plan.route_points(tx)
        for schedule, due in wanted:
            _make(tx, schedule, due, points.get(schedule.route_id, []))
        if wanted:
            signals.tell(tx, TOPIC)
        return len(wanted)


def close_rounds() -> int:
    """Close the rounds whose time is over: what nobody checked is missed; office and walker are told once. Answers how many.

    Of a route they are told at once for the first time on a day; what is missed after that is told together when its
    rounds of the day are over.
    """
    now = clock.stamp()
    with read() as db:
        if not records_plan.to_close(db, now) and not records_plan.to_tell(db):
            return 0
    with write(WORKER) as tx:
        ids = records_plan.to_close(tx, now)
        for round_id in ids:
            tx.run(
                "UPDATE patrol_round_points SET state = 'missed' WHERE round_id = :id AND state = 'waiting'",
                id=round_id,
            )
            end_if_done(tx, round_id)
        tx.many(
            "INSERT INTO patrol_alerts (round_id) VALUES (?)",
            [(one.id,) for one in records_plan.ended(tx, ids)],
        )
        due = records_plan.to_tell(tx)
        with speaking(identity(tx).locale):  # the worker has no language of its own
            _tell(tx, records_plan.ended(tx, due))
        tx.many("UPDATE patrol_alerts SET told_at = ? WHERE round_id = ?", [(now, one) for one in due])
        signals.tell(tx, TOPIC)
        return len(ids)


def insert_round(
    tx: Tx,
    schedule: ScheduleRow | None,
    due: Due,
    route: tuple[int, str, str, str, int, int],
    point_ids: Sequence[int],
    key: str | None = None,
    account_id: int | None = None,
) -> int:
    """A round with its points in order. route: id, name, kind, sequence, least seconds, minutes of grace."""
    route_id, name, kind, sequence, min_seconds, grace = route
    round_id = tx.insert(
        "patrol_rounds",
        schedule_id=schedule.id if schedule else None,
        route_id=route_id,
        key=key,
        name=name,
        kind=kind,
        sequence=sequence,
        min_seconds=min_seconds,
        due_from=clock.stamp_of(due.due_from),
        due_until=clock.stamp_of(due.due_until),
        closes_at=clock.stamp_of(due.due_until + timedelta(minutes=grace)),
        due_on=due.on_day.isoformat(),
        account_id=account_id,
        planned_at=clock.stamp(),
    )
    put_points(tx, round_id, sequence, point_ids)
    return round_id


def put_points(tx: Tx, round_id: int, sequence: str, point_ids: Sequence[int]) -> None:
    """The points of a round that nobody has begun, drawn anew where the route is random."""
    ordered = list(point_ids)
    if sequence == "random":
        _shuffle(ordered)
    tx.run("DELETE FROM patrol_round_points WHERE round_id = :round_id", round_id=round_id)
    tx.many(
        "INSERT INTO patrol_round_points (round_id, position, point_id) VALUES (?, ?, ?)",
        [(round_id, position, point_id) for position, point_id in enumerate(ordered, 1)],
    )


def _wanted(db: Reader) -> list[tuple[ScheduleRow, Due]]:
    now = clock.now()
    known = records_plan.planned(db, clock.stamp_of(now - CATCH_UP - timedelta(days=1)))
    with_points = records_plan.route_points(db)
    return [
        (schedule, due)
        for schedule in records_plan.schedules(db)
        if with_points.get(schedule.route_id)
        for due in to_plan(
            schedule.rule,
            datetime.fromisoformat(schedule.added_at),
            known.get(schedule.id, set()),
            now,
            clock.zone(),
        )
    ]


def _make(tx: Tx, schedule: ScheduleRow, due: Due, point_ids: Sequence[int]) -> None:
    route = (
        schedule.route_id,
        schedule.route,
        schedule.kind,
        schedule.sequence,
        schedule.min_seconds,
        schedule.grace_minutes,
    )
    insert_round(tx, schedule, due, route, point_ids, account_id=schedule.account_id)


def _tell(tx: Tx, ended: Sequence[Ended]) -> None:
    """Tell the office, and who was to walk: each of them of their own rounds."""
    for one in _told(ended, "/patrol"):
        messages.tell_staff(
            tx, "patrol.missed", one.key, permission=PATROL_PLAN, values=one.values, link=one.link
        )
    walkers = {one.account_id for one in ended if one.account_id is not None}
    tellings = [
        one._replace(key=f"{one.key}:{walker}", account_id=walker)
        for walker in sorted(walkers)
        for one in _told([row for row in ended if row.account_id == walker], "/patrol/rounds")
    ]
    messages.tell_many(
        tx, "patrol.missed", tellings
    )  # who is told as the office has the same key and is told once


def _told(ended: Sequence[Ended], several: str) -> list[Telling]:
    """One message for a route's rounds of a day; those of many days at once, as after days off, are one together."""
    days: dict[tuple[int, str], list[Ended]] = {}
    for one in ended:
        days.setdefault((one.route_id, one.due_on), []).append(one)
    if len(days) > 3:
        return [_together(ended, _("%(count)s rounds", count=len(ended)), several)]
    return [
        _alone(rounds[0])
        if len(rounds) == 1
        else _together(
            rounds, _("%(round)s: %(count)s rounds", round=rounds[0].name, count=len(rounds)), several
        )
        for rounds in days.values()
    ]


def _together(ended: Sequence[Ended], name: str, link: str) -> Telling:
    values = {
        "round": name,
        "due": due_text(ended[0].due_from),
        "missed": sum(one.missed for one in ended),
        "late": sum(one.late for one in ended),
        "points": _("see the plan of the day"),
    }
    return Telling(f"patrol.missed:{ended[0].id}-{ended[-1].id}", values, link=link)


def _alone(one: Ended) -> Telling:
    values = {
        "round": one.name,
        "due": due_text(one.due_from),
        "missed": one.missed,
        "late": one.late,
        "points": one.points or "–",
    }
    return Telling(f"patrol.missed:{one.id}", values, link=f"/patrol/rounds/{one.id}")
