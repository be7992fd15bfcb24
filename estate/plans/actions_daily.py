"""Each day: plans are kept or broken by what was paid; instalments are announced. Amounts in fen."""

from datetime import date, timedelta

from estate.data import Tx, write
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.jobs.outbox import WORKER
from estate.messages import actions as messages
from estate.office.identity import identity
from estate.penalties import actions_waivers
from estate.penalties import queries as penalties
from estate.penalties.actions_waivers import Asked
from estate.plans import actions, queries, records
from estate.plans.queries import Plan
from estate.plans.rules import Part, judge, matched, missed

ANNOUNCED = timedelta(3)
"""So many days before its due day an instalment is announced."""


def go_through(today: date) -> None:
    """What every running plan comes to by the beginning of a day. Again on the same day changes nothing."""
    with write(WORKER) as tx, speaking(identity(tx).locale):
        for found in records.running(tx):
            parts = queries.parts(tx, found.id)
            how = judge(parts, found.settled_fen, today, found.grace_days)
            if how is None:
                _announce(tx, found, parts, today)
                continue
            actions.end(tx, found, how, today)
            if how == "broken":
                _tell_broken(tx, found, parts)
            elif found.penalty == "held":
                ask_to_waive(tx, found, today)


def ask_to_waive(tx: Tx, found: Plan, today: date) -> None:
    """Ask to waive the penalties that ran up while a plan ran that is kept; somebody of the office grants it.

    What had run up before the signing stays.
    """
    assert found.signed_on is not None
    charges = [one.charge_id for one in queries.covered(tx, found.id)]
    before = penalties.penalties_of(tx, charges, date.fromisoformat(found.signed_on))
    for charge_id, one in penalties.penalties_of(tx, charges, today).items():
        earlier = before[charge_id].accrual.fen if charge_id in before else 0
        fen = min(one.due_fen, one.accrual.fen - earlier)
        if fen > 0:
            reason = _("Plan %(id)s was kept", id=found.id)
            actions_waivers.ask(Asked(charge_id, today, reason, fen), f"plan:{found.id}:{charge_id}", WORKER)


def _announce(tx: Tx, found: Plan, parts: list[Part], today: date) -> None:
    for number, part in enumerate(matched(parts, found.settled_fen), 1):
        left = part.amount_fen - part.paid_fen
        if left and today <= part.due <= today + ANNOUNCED:
            messages.tell(
                tx,
                "plan.due",
                f"plan.due:{found.id}:{number}",
                person_id=found.payer_id,
                home_id=found.home_id,
                link=f"/my/plans/{found.id}",
                values={"amount": left, "due_on": part.due.isoformat()},
            )


def _tell_broken(tx: Tx, found: Plan, parts: list[Part]) -> None:
    late = missed(parts, found.settled_fen)
    assert late is not None
    messages.tell(
        tx,
        "plan.broken",
        f"plan.broken:{found.id}",
        person_id=found.payer_id,
        home_id=found.home_id,
        link=f"/my/plans/{found.id}",
        values={"amount": found.left_fen, "due_on": late.due.isoformat()},
    )
