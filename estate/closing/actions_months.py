"""Closing a month after its checklist, and reopening the latest one; one transaction each."""

from estate.billing import queries as billing
from estate.books import queries as books
from estate.cashier import queries as cashier
from estate.closing import queries
from estate.closing import records_months as records
from estate.closing.records_months import MonthClose
from estate.closing.rules_month import Check, ready
from estate.data import Actor, Reader, audit, clock, write
from estate.i18n import gettext as _
from estate.refusal import Refused, require_key


def checklist(db: Reader, month: str) -> list[Check]:
    """Every point with what is left of it."""
    last = books.last_day(month)
    trial = books.trial_balance(db, month, month)
    return [
        Check("over", int(clock.today().isoformat() <= last)),
        Check("days", queries.open_days(db, f"{last}~")),
        Check("runs", billing.runs_waiting(db, last)),
        Check("receipts", len(cashier.unbalanced(db, books.first_day(month), last))),
        Check("sums", int(not books.sums_hold(db, month, month))),
        Check("difference", int(not trial.proved)),
    ]


def close_month(month: str, key: str, by: Actor) -> MonthClose:
    """Close a month and all before it: nothing is booked there any more. The same key answers the same close.

    Refused (field `month`) for a month that is closed already, and while a point of the checklist is left.
    """
    with write(by) as tx:
        require_key(key)
        if known := records.close_by_key(tx, key):
            return known
        before = records.latest(tx)
        if before and month <= before.month:
            raise Refused(_("This month is closed already."), "month")
        if not ready(checklist(tx, month)):
            raise Refused(_("Not everything on the list is done yet."), "month")
        closing_fen = books.trial_balance(tx, month, month).total.closing_fen
        close_id = tx.insert(
            "month_closes",
            key=key,
            month=month,
            last_day=books.last_day(month),
            closing_fen=closing_fen,
            closed_at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        after = {"month": month, "closing_fen": closing_fen}
        audit.record(tx, "month.closed", "month_closes", close_id, after=after)
        return _close(tx, close_id)


def reopen_month(close_id: int, reason: str, by: Actor) -> MonthClose:
    """Open the latest closed month again, by decision. Again changes nothing.

    Refused without a reason, and while a later month is closed.
    """
    with write(by) as tx:
        close = _close(tx, close_id)
        if close.reopened_at:
            return close
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        latest = records.latest(tx)
        if latest is None or latest.id != close_id:
            raise Refused(_("A later month is closed. Reopen that one first."), "reason")
        tx.insert(
            "month_reopenings",
            close_id=close_id,
            reason=reason,
            at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        after = {"month": close.month, "reason": reason}
        audit.record(tx, "month.reopened", "month_closes", close_id, after=after)
        return _close(tx, close_id)


def _close(db: Reader, close_id: int) -> MonthClose:
    found = records.close(db, close_id)
    if found is None:
        raise LookupError(f"there is no month close {close_id}")
    return found
