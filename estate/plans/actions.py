"""Agreeing on instalments, approving, signing, ending; one transaction each. Amounts in fen.

Above the office's limit another person than who drafted it approves, as with waivers. What a signed plan covers is
matched with what is paid on those bills, the earliest instalment first; the daily work says when it is kept or broken.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from estate.billing import queries as billing
from estate.community import queries as community
from estate.data import Actor, Tx, audit, clock, write
from estate.dunning import actions as dunning
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.plans import queries, records
from estate.plans.queries import Plan
from estate.plans.rules import MOST_PARTS, due_days, split
from estate.refusal import Refused, require_key
from estate.web.filters import money

SOURCE = "plans"


class Agreed(NamedTuple):
    """What was agreed on. parts_fen: each instalment, or empty for so many equal ones."""

    home_id: int
    payer_id: int
    charge_ids: tuple[int, ...]
    instalments: int
    first_on: date
    reason: str
    grace_days: int = 7
    penalty: str = "runs_on"
    parts_fen: tuple[int, ...] = ()


def draft(agreed: Agreed, key: str, by: Actor) -> Plan:
    """Draft a plan; the same key drafts it once.

    Refused: without bills or reason, bills of somebody else, a first day that is past, parts that do not add up, while
    another plan of the payer runs.
    """
    with write(by) as tx:
        if known := records.of_key(tx, key):
            return require(tx, known)
        require_key(key)
        if known := records.open_plan(tx, agreed.home_id, agreed.payer_id):
            raise Refused(_("Plan %(id)s of this payer has not ended. End it first.", id=known))
        home = community.home(tx, agreed.home_id)
        if home is None:
            raise LookupError(f"there is no home {agreed.home_id}")
        open_now = billing.open_charges(tx, agreed.home_id, agreed.payer_id)
        chosen = [one for one in open_now if one.charge_id in set(agreed.charge_ids)]
        total = sum(one.balance_fen for one in chosen)
        parts = _parts(agreed, total, len(chosen))
        plan_id = tx.insert(
            "plans",
            key=key,
            home_id=agreed.home_id,
            home_code=home.code,
            payer_id=agreed.payer_id,
            payer_name=chosen[0].payer_name,
            total_fen=total,
            grace_days=agreed.grace_days,
            penalty=agreed.penalty,
            reason=agreed.reason.strip(),
            needs_approval=int(total > identity(tx).plan_limit_fen),
            drafted_on=clock.today().isoformat(),
            drafted_at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        tx.many(
            "INSERT INTO plan_charges (plan_id, charge_id, covered_fen) VALUES (?, ?, ?)",
            [(plan_id, one.charge_id, one.balance_fen) for one in chosen],
        )
        tx.many(
            "INSERT INTO plan_parts (plan_id, position, due_on, amount_fen) VALUES (?, ?, ?, ?)",
            [(plan_id, number, due.isoformat(), fen) for number, (due, fen) in enumerate(parts, 1)],
        )
        after = {"home": home.code, "total_fen": total, "parts": len(parts)}
        audit.record(tx, "plan.drafted", "plans", plan_id, after=after)
        return require(tx, plan_id)


def decide(plan_id: int, note: str, by: Actor, *, approve: bool) -> Plan:
    """Approve or decline a plan above the limit. Again changes nothing. Refused to who drafted it."""
    with write(by) as tx:
        found = require(tx, plan_id)
        if found.state != "asked":
            return found
        if found.account_id == by.account_id and (by.account_id is not None or found.who == by.name):
            raise Refused(_("This is your own plan. Another person approves it."))
        if not approve and not note.strip():
            raise Refused(_("Write the reason."), "reason")
        _step(tx, found, "approved" if approve else "declined", clock.today(), note.strip())
        return require(tx, plan_id)


def sign(plan_id: int, on: date, by: Actor) -> Plan:
    """Note that both sides have signed: dunning rests until the last instalment. Again changes nothing.

    Refused before it is approved where that is needed, for a day to come or before the plan's own, and when the
    covered bills are no longer what they were.
    """
    with write(by) as tx:
        found = require(tx, plan_id)
        if found.signed_on:
            return found
        require_drafted(found)
        if on > clock.today():
            raise Refused(_("This day has not come yet."), "on_day")
        if on < date.fromisoformat(found.drafted_on):
            raise Refused(_("This day is before the plan was drafted."), "on_day")
        if any(one.balance_fen != one.covered_fen for one in queries.covered(tx, plan_id)):
            raise Refused(
                _("What is owed has changed since the plan was drafted. Withdraw it and draft another.")
            )
        _step(tx, found, "signed", on, "")
        until = date.fromisoformat(found.last_on) + timedelta(found.grace_days)
        if until >= clock.today():
            dunning.pause(tx, found.home_id, found.payer_id, "plan", until, "", SOURCE, plan_id)
        return require(tx, plan_id)


def withdraw(plan_id: int, reason: str, by: Actor) -> Plan:
    """End a plan by hand: dunning goes on. Again changes nothing. Refused without a reason."""
    with write(by) as tx:
        found = require(tx, plan_id)
        if found.state not in ("asked", "drafted", "signed"):
            return found
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        _step(tx, found, "withdrawn", clock.today(), reason)
        dunning.end_pause(tx, SOURCE, plan_id, reason)
        return require(tx, plan_id)


def end(tx: Tx, found: Plan, how: str, on: date) -> None:
    """A plan is kept or broken: its pause ends."""
    _step(tx, found, how, on, "")
    dunning.end_pause(
        tx, SOURCE, found.id, _("The plan is kept.") if how == "kept" else _("The plan is broken.")
    )


def require(tx: Tx, plan_id: int) -> Plan:
    """The plan; LookupError when there is none."""
    found = queries.plan(tx, plan_id)
    if found is None:
        raise LookupError(f"there is no plan {plan_id}")
    return found


def require_drafted(found: Plan) -> None:
    """Refused for a plan that waits for its approval or has ended: there is nothing to sign."""
    if found.state not in ("drafted", "signed"):
        raise Refused(
            _("Another person approves this plan first.")
            if found.state == "asked"
            else _("This plan has ended.")
        )


def _parts(agreed: Agreed, total_fen: int, chosen: int) -> Sequence[tuple[date, int]]:
    if chosen != len(set(agreed.charge_ids)) or not chosen:
        raise Refused(_("Tick the bills that the plan covers; they must be open."), "charges")
    if not agreed.reason.strip():
        raise Refused(_("Write the reason."), "reason")
    if agreed.first_on < clock.today():
        raise Refused(_("The first day is past already."), "first_on")
    count = len(agreed.parts_fen) or agreed.instalments
    if not 2 <= count <= min(MOST_PARTS, total_fen):
        raise Refused(_("From %(least)s to %(most)s instalments.", least=2, most=MOST_PARTS), "count")
    fen = list(agreed.parts_fen) or split(total_fen, count)
    if sum(fen) != total_fen or min(fen) <= 0:
        told = _(
            "The instalments make ¥%(sum)s, the bills ¥%(total)s.",
            sum=money(sum(fen)),
            total=money(total_fen),
        )
        raise Refused(told, "parts")
    return list(zip(due_days(agreed.first_on, count), fen, strict=True))


def _step(tx: Tx, found: Plan, what: str, on: date, note: str) -> None:
    tx.insert(
        "plan_steps",
        plan_id=found.id,
        what=what,
        on_day=on.isoformat(),
        note=note,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    audit.record(
        tx, "plan.stepped", "plans", found.id, after={"home": found.home_code, "what": what, "note": note}
    )
