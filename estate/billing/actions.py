"""Bill runs and charges: start, compute, post, void; one transaction each. Amounts in fen, periods whole months."""

import secrets
from datetime import date, timedelta
from typing import NamedTuple

from estate.billing import records_inputs, records_meters, records_runs
from estate.billing.actions_compute import compute_run
from estate.billing.records_runs import Run
from estate.billing.rules_cycles import whole_months
from estate.billing.rules_stretches import month_end
from estate.cashier.actions_offsets import offset_run, reverse_run_offsets
from estate.closing.locks import require_open_month
from estate.data import Actor, Reader, audit, clock, read, write
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.jobs import outbox
from estate.office.identity import identity
from estate.refunds import queries as refunds
from estate.refusal import Refused
from estate.waivers import actions_run as waived
from estate.waivers import queries as waivers
from estate.waivers.actions_charges import revoke_standing
from estate.waivers.queries_standing import standing

POSTED = "bill_run.posted"
"""The task that tells of a posted run."""
COMPUTE = "billing.compute_run"
MOST_MONTHS = 12  # DOMAIN A1.5: local rules forbid charging further ahead


class Report(NamedTuple):
    """What a period comes to. skipped: homes that nothing is charged to, each with its reason."""

    homes: int
    lines: int
    total_fen: int
    skipped: list[tuple[str, str]]


def start_run(
    first: date, last: date, by: Actor, due_on: date | None = None, *, in_worker: bool = True
) -> Run:
    """Begin to compute the bills of whole months, or begin anew if they were computed and not yet posted.

    first: the first day of a month. last: any day of the last month. Refused when the period is no such months.
    Answers the run, the same one for two who start the same period at once.
    """
    last = month_end(last)
    if first.day != 1 or last < first or len(whole_months(first, last)) > MOST_MONTHS:
        raise Refused(_("Choose one to twelve whole months."), "last")
    with write(by) as tx:
        found = records_runs.open_run(tx, first.isoformat(), last.isoformat())
        if found and found.state == "computing" and in_worker:
            return found
        due = (due_on or usual_due_day(first, identity(tx).due_day)).isoformat()
        token, now = secrets.token_hex(8), clock.stamp()
        if found:
            run_id = found.id
            tx.update("bill_runs", run_id, state="computing", token=token, due_on=due, error=None)
        else:
            run_id = records_runs.add(tx, first.isoformat(), last.isoformat(), due, token, now)
        if in_worker:
            outbox.add(tx, COMPUTE, f"{COMPUTE}:{run_id}:{token}", run_id=run_id, token=token)
        return _run(tx, run_id)


def usual_due_day(first: date, due_day: int) -> date:
    """The office's day of the period's first month; when that is over, of the next month from now."""
    today = clock.today()
    due = first.replace(day=due_day)
    if due >= today:
        return due
    due = today.replace(day=due_day)
    return due if due >= today else (month_end(today) + timedelta(days=1)).replace(day=due_day)


def post_run(run_id: int, by: Actor, seen: str = "") -> Run:
    """Post what was computed: all its lines become charges in one transaction, and what stands on prepayment accounts
    pays them in the same. A second time changes nothing.

    seen: the token of the computing whose sums were shown to who posts.
    Refused when it is not ready or not the one that was seen, has no lines, or homes, owners, prices or charges
    changed since the computing.
    """
    with write(by) as tx:
        run = _run(tx, run_id)
        if seen and run.token != seen:
            raise Refused(_("Somebody has decided something in the meantime. Look at the figures again."))
        if run.state == "posted":
            return run
        if run.state != "ready":
            raise Refused(_("This run is not ready to be posted."))
        require_open_month(tx, clock.today().isoformat())
        if not run.lines:
            raise Refused(_("There is nothing to bill in this run."))
        inputs = records_inputs.fingerprint(tx, run.period_from, run.period_to)
        discounts = standing(tx, run.period_from, run.period_to)
        if discounts.mark(inputs) != run.fingerprint:
            raise Refused(
                _("Homes, owners, prices or charges have changed since the computing. Compute again.")
            )
        now = clock.stamp()
        if records_runs.post_staged(tx, run, now) != run.lines:
            raise RuntimeError(f"run {run_id}: the staged lines are not those that were computed")
        waived.post(tx, run_id, now)
        tx.update("bill_runs", run_id, state="posted", posted_at=now, posted_by=by.name)
        audit.record(tx, "bill_run.posted", "bill_runs", run_id, after=_facts(run))
        offset_run(tx, run_id)
        outbox.add(tx, POSTED, f"{POSTED}:{run_id}", run_id=run_id)
        return _run(tx, run_id)


def discard_run(run_id: int, by: Actor) -> None:
    """Throw a run away that was never posted. Refused when it was."""
    with write(by) as tx:
        run = _run(tx, run_id)
        if run.state in ("posted", "voided"):
            raise Refused(_("This run is posted. Void it instead."))
        records_runs.clear(tx, run_id)
        tx.run("DELETE FROM bill_runs WHERE id = :run_id", run_id=run_id)
        audit.record(tx, "bill_run.discarded", "bill_runs", run_id, before=_facts(run))


def void_run(run_id: int, reason: str, by: Actor) -> Run:
    """Reverse every live charge of a posted run; its homes can then be billed anew. A second time changes nothing.

    What standing discounts waived and what prepayments paid at the posting goes back with it. Refused without a
    reason, and when something else of it is paid or waived by decision: that must be taken back first.
    """
    with write(by) as tx:
        run = _run(tx, run_id)
        if run.state == "voided":
            return run
        if run.state != "posted":
            raise Refused(_("Only a posted run can be voided."))
        require_open_month(tx, clock.today().isoformat())
        reason = _reason(reason)
        reverse_run_offsets(tx, run_id, reason)
        if paid := records_runs.paid_homes(tx, run_id):
            raise Refused(
                ngettext(
                    "%(num)s home has paid on these bills. Reverse its receipt first, or reverse single charges.",
                    "%(num)s homes have paid on these bills. Reverse their receipts first, or reverse single charges.",
                    paid,
                )
            )
        if waived := waivers.homes_waived(tx, run_id):
            raise Refused(
                ngettext(
                    "Something is waived by decision for %(num)s home on these bills. "
                    "Revoke that first, or reverse single charges.",
                    "Something is waived by decision for %(num)s homes on these bills. "
                    "Revoke that first, or reverse single charges.",
                    waived,
                )
            )
        if later := records_meters.billed_further(tx, run_id=run_id):
            raise Refused(
                _("A later bill goes on from the reading of %(home)s. Reverse that first.", home=later)
            )
        if credited := refunds.credited_home(tx, run_id=run_id):
            raise Refused(_("An estimate of %(home)s is credited. Take that back first.", home=credited))
        now = clock.stamp()
        revoke_standing(tx, now, reason, run_id=run_id)
        lines = records_runs.reverse(tx, now, reason, run_id=run_id)
        tx.update("bill_runs", run_id, state="voided", voided_at=now, voided_by=by.name, reason=reason)
        audit.record(tx, "bill_run.voided", "bill_runs", run_id, after={"reason": reason, "lines": lines})
        return _run(tx, run_id)


def bill_period(first: date, last: date, by: Actor, *, preview: bool = False) -> Report:
    """Compute a period here and now, and post what is new unless it is a preview. Again it answers the same."""
    run = start_run(first, last, by, in_worker=False)
    compute_run(run.id, run.token)
    with read() as db:
        run = _run(db, run.id)
        found = records_runs.whole_homes_skipped(db, run.id)
    skipped = [one for one in found if preview or one[1] != "already_billed"]
    if preview or not run.lines:
        discard_run(run.id, by)
    else:
        post_run(run.id, by)
    if preview:
        return Report(run.homes, run.lines, run.total_fen, skipped)
    with read() as db:
        posted = records_runs.posted_of(db, run.period_from, run.period_to)
        homes = records_runs.homes_billed(db, [one.id for one in posted])
    return Report(homes, sum(one.lines for one in posted), sum(one.total_fen for one in posted), skipped)


def _run(db: Reader, run_id: int) -> Run:
    found = records_runs.run(db, run_id)
    if found is None:
        raise LookupError(f"there is no bill run {run_id}")
    return found


def _reason(text: str) -> str:
    if not (reason := text.strip()):
        raise Refused(_("Write the reason."), "reason")
    return reason


def _facts(run: Run) -> dict[str, object]:
    return {
        "period": [run.period_from, run.period_to],
        "homes": run.homes,
        "lines": run.lines,
        "total_fen": run.total_fen,
    }
