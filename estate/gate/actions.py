"""What happens with passes: announced, let in, cancelled, forgotten; each is one transaction.

Names and plates are kept in the pass alone, never in the change log or a message, so that they can be forgotten.
"""

import secrets
from datetime import date, timedelta
from typing import NamedTuple

from estate.data import Actor, Tx, audit, clock, write
from estate.gate import queries
from estate.gate.queries import Pass
from estate.gate.queries_settings import days
from estate.gate.rules_passes import FARTHEST, MOST_DAYS, days_before
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.messages import actions as messages
from estate.refusal import Refused, require_key

TRIES = 50
ARRIVED = "visitor.arrived"


class Visit(NamedTuple):
    """Whom a household expects. most_uses None: as often as needed in these days."""

    home_id: int
    from_on: date
    until_on: date
    most_uses: int | None = 1
    name: str = ""
    plate: str = ""
    person_id: int | None = None


def announce(visit: Visit, key: str, by: Actor) -> int:
    """Announce a visitor; the same key announces once. Answers the pass. Refused: past days, too many, too far ahead."""
    require_key(key)
    today = clock.today()
    if visit.from_on < today:
        raise Refused(_("This day is past."), "from_on")
    if visit.from_on > today + timedelta(days=FARTHEST):
        raise Refused(_("Announce nobody more than %(days)s days ahead.", days=FARTHEST), "from_on")
    if not timedelta(0) <= visit.until_on - visit.from_on < timedelta(MOST_DAYS):
        raise Refused(_("From the first day on, at most %(most)s days.", most=MOST_DAYS), "until_on")
    with write(by) as tx:
        known = queries.by_key(tx, key)
        if known is not None:
            return known
        return issue(tx, "visitor", visit, key)


def issue(tx: Tx, kind: str, visit: Visit, key: str, permit_id: int | None = None) -> int:
    """A pass with a number of its own, in the transaction that wants it."""
    end_old(tx)
    pass_id = tx.insert(
        "gate_passes",
        key=key,
        kind=kind,
        home_id=visit.home_id,
        person_id=visit.person_id,
        permit_id=permit_id,
        name=visit.name,
        plate=visit.plate,
        from_on=visit.from_on.isoformat(),
        until_on=visit.until_on.isoformat(),
        most_uses=visit.most_uses,
        code=_fresh_code(tx),
        token=secrets.token_urlsafe(16),
        made_at=clock.stamp(),
        account_id=tx.by.account_id,
        made_by=tx.by.name,
    )
    told = {"kind": kind, "home_id": visit.home_id, "until": visit.until_on.isoformat()}
    audit.record(tx, "pass.made", "gate_passes", pass_id, after=told)
    signals.tell(tx, "gate")
    return pass_id


def prolong(tx: Tx, permit_id: int, until_on: str) -> None:
    """The workers of a renovation come in until a new last day; who had no live pass any more has one again.

    Its number stays where no other pass has got it meanwhile.
    """
    end_old(tx)
    ended = tx.tuples(
        """
        SELECT p.id, p.code, EXISTS (SELECT 1 FROM gate_passes AS o WHERE o.code = p.code AND o.live = 1)
          FROM gate_passes AS p
         WHERE p.permit_id = :permit_id AND p.live = 0 AND p.cancelled_at IS NULL AND p.forgotten_at IS NULL
        """,
        permit_id=permit_id,
    )
    tx.run(
        "UPDATE gate_passes SET until_on = :until WHERE permit_id = :permit_id AND live = 1",
        until=until_on,
        permit_id=permit_id,
    )
    for pass_id, code, taken in ended:
        tx.update("gate_passes", pass_id, until_on=until_on, live=1, code=_fresh_code(tx) if taken else code)
    signals.tell(tx, "gate")


def cancel(pass_id: int, by: Actor) -> None:
    """A pass opens nothing any more; again changes nothing."""
    with write(by) as tx:
        cancel_in(tx, pass_id)


def cancel_in(tx: Tx, pass_id: int) -> None:
    """Cancel a pass in the transaction that wants it."""
    changed = tx.run(
        "UPDATE gate_passes SET cancelled_at = :now, live = 0 WHERE id = :id AND cancelled_at IS NULL",
        now=clock.stamp(),
        id=pass_id,
    )
    if changed:
        audit.record(tx, "pass.cancelled", "gate_passes", pass_id)
        signals.tell(tx, "gate")


def let_in(pass_id: int, key: str, by: Actor) -> None:
    """Note that somebody was let in; the same key is one entry. Refused: a pass that does not hold now."""
    require_key(key)
    with write(by) as tx:
        if tx.value("SELECT 1 FROM gate_entries WHERE key = :key", key=key):
            return
        found = queries.pass_(tx, pass_id)
        if found is None or found.verdict != "valid":
            raise Refused(_("This pass does not hold now."))
        entry = tx.insert(
            "gate_entries",
            key=key,
            pass_id=pass_id,
            at=clock.stamp(),
            day=clock.today().isoformat(),
            account_id=by.account_id,
            who=by.name,
        )
        audit.record(tx, "pass.used", "gate_passes", pass_id)
        if found.kind == "visitor" and found.person_id:
            _tell_arrived(tx, found, entry)
        signals.tell(tx, "gate")


def end_old(tx: Tx) -> None:
    """Passes whose last day is past are live no more; their numbers may be given again."""
    tx.run(
        "UPDATE gate_passes SET live = 0 WHERE live = 1 AND until_on < :today",
        today=clock.today().isoformat(),
    )


def forget(today: date, by: Actor) -> None:
    """Names and plates of passes, and who took a parcel, go when their time is over."""
    with write(by) as tx:
        before = days_before(today, days(tx).name_days)
        end_old(tx)
        passes = tx.run(
            """
            UPDATE gate_passes SET name = '', plate = '', live = 0, forgotten_at = :now
             WHERE forgotten_at IS NULL AND until_on < :before
            """,
            now=clock.stamp(),
            before=before,
        )
        parcels = tx.run(
            """
            UPDATE parcels SET name = '', handed_to = '', tracking = '', forgotten_at = :now
             WHERE forgotten_at IS NULL AND ended_at IS NOT NULL AND ended_at < :before
            """,
            now=clock.stamp(),
            before=before,
        )
        if passes or parcels:
            audit.record(tx, "gate.forgotten", "gate_passes", after={"passes": passes, "parcels": parcels})


def _fresh_code(tx: Tx) -> str:
    """Six random digits that no live pass has; the first is no nought, so that nobody leaves it out."""
    for _try in range(TRIES):
        code = str(100_000 + secrets.randbelow(900_000))
        if not tx.value("SELECT 1 FROM gate_passes WHERE code = :code AND live = 1", code=code):
            return code
    raise Refused(_("No free number was found. Try again."))


def _tell_arrived(tx: Tx, found: Pass, entry: int) -> None:
    messages.tell(
        tx,
        ARRIVED,
        f"{ARRIVED}:{entry}",
        person_id=found.person_id,
        home_id=found.home_id,
        link=f"/my/visitors/{found.id}",
        values={"time": f"{clock.now().astimezone(clock.zone()):%H:%M}"},
    )
