"""Waiving a penalty that has run up and is not posted: asked for, decided, taken back. Amounts in fen.

One that is posted already is waived like any other charge (estate/waivers). Above the office's limit another person
than the one who asked decides. Source: DOMAIN A1.15, A1.16.
"""

from datetime import date
from typing import Literal, NamedTuple

from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.penalties import records_waivers
from estate.penalties.actions_posting import require_due
from estate.penalties.records_waivers import Waiver
from estate.refusal import Refused, require_key
from estate.web.filters import money

Decision = Literal["granted", "refused", "withdrawn"]


class Asked(NamedTuple):
    """What somebody asks to waive. amount_fen: None is all that has run up by the day."""

    charge_id: int
    as_of: date
    reason: str
    amount_fen: int | None = None


def ask(asked: Asked, key: str, by: Actor, *, grant: bool = False) -> Waiver:
    """Ask to waive a penalty; with `grant` it is granted at once where the limit allows. Again answers the same.

    Refused without a reason, for a day to come, for more than has run up and is not asked for already, and for a key
    that was used otherwise.
    """
    with write(by) as tx:
        if known := records_waivers.waiver_by_key(tx, key):
            if (known.charge_id, known.as_of) != (asked.charge_id, asked.as_of.isoformat()):
                raise Refused(
                    _(
                        "This page was used already for something else. Open it again and repeat what you want to do."
                    )
                )
            return known
        require_key(key)
        if not (reason := asked.reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        found = require_due(tx, asked.charge_id, asked.as_of, clock.today())
        most = found.due_fen - records_waivers.waiting_on(tx, asked.charge_id)
        amount = most if asked.amount_fen is None else asked.amount_fen
        if amount <= 0 or amount > most:
            raise Refused(
                _("Only ¥%(most)s is there to waive as of that day.", most=money(max(0, most))), "amount"
            )
        waiver_id = tx.insert(
            "penalty_waivers",
            key=key,
            charge_id=asked.charge_id,
            terms_id=found.terms_id,
            as_of=found.as_of,
            amount_fen=amount,
            reason=reason,
            asked_by_id=by.account_id,
            asked_by=by.name,
            asked_at=clock.stamp(),
        )
        after = {"home": found.home_code, "amount_fen": amount, "as_of": found.as_of, "reason": reason}
        audit.record(tx, "penalty_waiver.asked", "charges", asked.charge_id, after=after)
        made = _waiver(tx, waiver_id)
        if grant and _alone_allowed(tx, made):
            _decide(tx, made, "granted", "")
        return _waiver(tx, waiver_id)


def grant(waiver_id: int, by: Actor, *, may_approve: bool) -> Waiver:
    """Waive what was asked for. Again changes nothing.

    Refused: above the limit to who asked and to who may not approve; when less is left to ask for by now.
    """
    with write(by) as tx:
        found = _waiver(tx, waiver_id)
        if found.state == "granted":
            return found
        _require_open(found)
        _require_allowed(tx, found, may_approve=may_approve)
        due = require_due(tx, found.charge_id, date.fromisoformat(found.as_of), clock.today()).due_fen
        if due < found.amount_fen:
            raise Refused(_("Less is left by now than was asked for. Decline this and ask for the rest."))
        _decide(tx, found, "granted", "")
        return _waiver(tx, waiver_id)


def refuse(waiver_id: int, note: str, by: Actor, *, may_approve: bool) -> Waiver:
    """Decline what was asked for; who asked may drop it. Again changes nothing."""
    with write(by) as tx:
        found = _waiver(tx, waiver_id)
        if found.state == "refused":
            return found
        _require_open(found)
        if not _own(found, by) and not may_approve:
            raise Refused(_("A manager decides on this."))
        _decide(tx, found, "refused", note.strip())
        return _waiver(tx, waiver_id)


def withdraw(waiver_id: int, by: Actor) -> Waiver:
    """Take a granted waiver back: the penalty can be asked for again. Again changes nothing."""
    with write(by) as tx:
        found = _waiver(tx, waiver_id)
        if found.state == "withdrawn":
            return found
        if found.state != "granted":
            raise Refused(_("Only a waiver that was granted can be taken back."))
        _decide(tx, found, "withdrawn", "")
        return _waiver(tx, waiver_id)


def _require_open(found: Waiver) -> None:
    if found.state != "asked":
        raise Refused(_("This is decided already."))


def _require_allowed(tx: Tx, found: Waiver, *, may_approve: bool) -> None:
    limit = money(identity(tx).waiver_limit_fen)
    if _own(found, tx.by):
        if not _alone_allowed(tx, found):
            raise Refused(
                _(
                    "Above ¥%(limit)s for one home and day another person decides. Leave the request open.",
                    limit=limit,
                )
            )
    elif found.amount_fen > identity(tx).waiver_limit_fen and not may_approve:
        raise Refused(_("Above ¥%(limit)s a manager decides.", limit=limit))


def _alone_allowed(tx: Tx, found: Waiver) -> bool:
    before = records_waivers.granted_to_oneself(
        tx, found.home_id, tx.by.account_id, tx.by.name, clock.today().isoformat()
    )
    return before + found.amount_fen <= identity(tx).waiver_limit_fen


def _own(found: Waiver, by: Actor) -> bool:
    return found.asked_by_id == by.account_id and (by.account_id is not None or found.asked_by == by.name)


def _decide(tx: Tx, found: Waiver, decision: Decision, note: str) -> None:
    tx.insert(
        "penalty_waiver_decisions",
        waiver_id=found.id,
        decision=decision,
        note=note,
        decided_by_id=tx.by.account_id,
        decided_by=tx.by.name,
        decided_at=clock.stamp(),
        booked_on=clock.today().isoformat(),
    )
    after = {"home": found.home_code, "amount_fen": found.amount_fen, "as_of": found.as_of}
    audit.record(tx, f"penalty_waiver.{decision}", "charges", found.charge_id, after=after)


def _waiver(tx: Tx, waiver_id: int) -> Waiver:
    found = records_waivers.waiver(tx, waiver_id)
    if found is None:
        raise LookupError(f"there is no waiver {waiver_id}")
    return found
