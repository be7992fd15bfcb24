"""What the office does with rounds: hands them out, makes an extra one, cancels one, settles a conflict."""

from datetime import timedelta

from estate.access import accounts
from estate.access.permissions import PATROL_WALK, permissions_of
from estate.data import Actor, Reader, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.patrol import actions, planner, queries_routes, records
from estate.patrol.actions import TOPIC
from estate.patrol.rules_dues import Due
from estate.patrol.words import DECISIONS, due_text
from estate.refusal import Refused, require_key


def walkers(db: Reader) -> list[accounts.Account]:
    """Who may walk rounds: those of patrol and of repairs, then the others."""
    found = [
        one
        for one in accounts.staff(db)
        if one.disabled_at is None and PATROL_WALK in permissions_of(frozenset(one.role_list))
    ]
    return sorted(
        found, key=lambda one: ("patrol" not in one.role_list, "repairer" not in one.role_list, one.name)
    )


def hand_out(round_id: int, account_id: int | None, by: Actor) -> None:
    """Hand a round to a person, or to nobody in particular. Refused: a round that has ended, who may not walk."""
    with write(by) as tx:
        found = actions.require(tx, round_id)
        if not found.is_open:
            raise Refused(_("This round has ended."), "account")
        if account_id is not None and account_id not in {one.id for one in walkers(tx)}:
            raise Refused(_("Choose who shall walk it."), "account")
        if account_id == found.account_id:
            return
        tx.update("patrol_rounds", round_id, account_id=account_id)
        chosen = accounts.get(tx, account_id) if account_id else None
        after = {
            "patrol_round": found.name,
            "patrol_due": due_text(found.due_from),
            "patrol_person": chosen.name if chosen else "",
        }
        audit.record(
            tx,
            "patrol_round.handed_out",
            "patrol_rounds",
            round_id,
            before={"patrol_person": found.person},
            after=after,
        )
        signals.tell(tx, TOPIC)


def extra_round(route_id: int, minutes: int, account_id: int | None, key: str, by: Actor) -> int:
    """A round beside the schedules, from now on for so many minutes; the same key makes it once."""
    with write(by) as tx:
        if known := records.round_of_key(tx, key):
            return known
        require_key(key)
        route, points = queries_routes.route(tx, route_id), queries_routes.points(tx, route_id)
        if route is None or route.retired_at:
            raise LookupError(f"there is no route {route_id} in use")
        now = clock.now()
        due = Due(now, now + timedelta(minutes=minutes), clock.today())
        copied = (route.id, route.name, route.kind, route.sequence, route.min_seconds, route.grace_minutes)
        round_id = planner.insert_round(
            tx, None, due, copied, [one.point_id for one in points], key, account_id
        )
        audit.record(tx, "patrol_round.added", "patrol_rounds", round_id, after={"patrol_round": route.name})
        signals.tell(tx, TOPIC)
        return round_id


def cancel_round(round_id: int, reason: str, by: Actor) -> None:
    """Cancel a round that nobody has begun. Again changes nothing. Refused: one that was begun, without a reason."""
    with write(by) as tx:
        found = actions.require(tx, round_id)
        if found.state == "cancelled":
            return
        if found.state != "planned":
            raise Refused(_("This round was begun already."), "reason")
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        tx.update(
            "patrol_rounds", round_id, state="cancelled", finished_at=clock.stamp(), finished_by=tx.by.name
        )
        after = {"patrol_round": found.name, "patrol_due": due_text(found.due_from), "reason": reason}
        audit.record(tx, "patrol_round.cancelled", "patrol_rounds", round_id, after=after)
        signals.tell(tx, TOPIC)


def settle(conflict_id: int, decision: str, note: str, by: Actor) -> None:
    """Decide about a check that met a conflict. Again changes nothing. A miss stays one, whatever is decided.

    decision: `counts`, then it is the check of its point; or `aside`, then what was there before stands.
    """
    with write(by) as tx:
        if decision not in DECISIONS:
            raise Refused(_("Choose what shall stand."), "decision")
        done = tx.run(
            """
            UPDATE patrol_conflicts SET decision = :decision, note = :note, settled_at = :now, settled_by = :who
             WHERE id = :id AND decision IS NULL
            """,
            decision=decision,
            note=note.strip(),
            now=clock.stamp(),
            who=tx.by.name,
            id=conflict_id,
        )
        found = records.conflict(tx, conflict_id)
        if found is None:
            raise LookupError(f"there is no conflict {conflict_id}")
        if not done:
            return
        if decision == "counts" and found.round_id is not None and found.kind != "clock":
            _count(tx, found)
        after = {"patrol_conflict": found.kind, "patrol_decision": decision}
        audit.record(tx, "patrol_conflict.settled", "patrol_checks", found.check_id, after=after)
        signals.tell(tx, TOPIC)


def _count(tx: Tx, found: records.Conflict) -> None:
    state = "late" if found.verdict != "on_time" else "checked"
    actions.put(tx, found.round_id or 0, found.point_id, found.check_id, state)
