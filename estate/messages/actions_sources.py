"""What makes messages of itself: a posted bill run, bills that fall due, a payment."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice

from estate.billing import queries_told
from estate.billing.queries_told import Falling, PostedBill
from estate.cashier import queries as cashier
from estate.data import clock, read, write
from estate.i18n import gettext as _
from estate.jobs.outbox import WORKER
from estate.messages import records
from estate.messages.actions import Telling, tell, tell_many

AT_ONCE = 300
"""Messages in one transaction: some hundredths of a second, so that screens can write in between."""
STILL_NEWS = timedelta(days=7)
"""What happened longer ago is told to nobody: of a past that was entered, or a computer that was off for weeks."""
NAMED_HOMES = 3


def tell_of_run(run_id: int, progress: Callable[[int, int], None]) -> None:
    """Tell every payer of a posted run what it charges them; those told before a crash are not told again."""
    with read() as db:
        run = queries_told.posted_run(db, run_id)
        if run is None or not _news(run.posted_at):
            return
        bills = queries_told.bills_of_run(db, run_id)
    period, rest, done = f"{run.period_from}/{run.period_to}", iter(bills), 0
    while some := list(islice(rest, AT_ONCE)):
        with write(WORKER) as tx:
            for event, these in (
                ("bill.posted", [one for one in some if one.open_fen]),
                ("bill.covered", [one for one in some if not one.open_fen]),
            ):
                tell_many(tx, event, [_of_bill(run_id, period, bill) for bill in these])
        done += len(some)
        progress(done, len(bills))


def tell_of_receipt(receipt_id: int) -> None:
    """Tell a payer that a payment came in; nothing of one that was taken back in the meantime.

    Reminders of what is paid now that still wait for the end of the quiet hours need not go out any more.
    """
    with write(WORKER) as tx:
        receipt = cashier.receipt_by_id(tx, receipt_id)
        if receipt is None or receipt.state != "live" or not _news(receipt.taken_at):
            return
        tell(
            tx,
            "receipt.posted",
            f"receipt.posted:{receipt_id}",
            person_id=receipt.payer_id,
            home_id=receipt.home_id,
            link=f"/my/receipts/{receipt.number}",
            values={"number": receipt.number, "amount": receipt.amount_fen, "paid_on": receipt.taken_on},
        )
        for waiting, due_on in records.waiting_reminders(tx, receipt.home_id, receipt.payer_id):
            if not queries_told.is_due(tx, receipt.home_id, receipt.payer_id, due_on):
                records.drop_waiting(tx, [waiting])


def remind(today: date) -> None:
    """Remind of what falls due within the office's days, and of what is due today; never of what was booked today.

    The same home, payer and due day is reminded once of each event, whichever day that is.
    """
    with read() as db:
        last = today + timedelta(days=records.habits(db).remind_days)
    _remind("bill.due_soon", today + timedelta(days=1), last, today)
    _remind("bill.due_today", today, today, today)


def _remind(event: str, first: date, last: date, today: date) -> None:
    days = first.isoformat(), last.isoformat(), today.isoformat()
    with read() as db:
        homes = iter(list(dict.fromkeys(one.home_id for one in queries_told.falling_due(db, *days))))
    while some := list(islice(homes, AT_ONCE)):
        with write(WORKER) as tx:  # looked at once more: somebody may have paid since
            found = queries_told.falling_due(tx, *days, home_ids=some)
            tell_many(tx, event, [_of_falling(event, one, today) for one in found])


def _of_bill(run_id: int, period: str, bill: PostedBill) -> Telling:
    values: dict[str, str | int] = {"period": period, "amount": bill.amount_fen}
    if bill.open_fen:
        values |= {"open": bill.open_fen, "due_on": bill.due_on}
    key = f"bill.posted:{run_id}:{bill.payer_id}"
    if bill.homes == 1:
        link = f"/my/bills/{period[:7]}?home={bill.home_id}"
        return Telling(key, values, person_id=bill.payer_id, home_id=bill.home_id, link=link)
    codes = bill.home_codes.split(", ")
    named = ", ".join(codes[:NAMED_HOMES])
    if len(codes) > NAMED_HOMES:
        named = _("%(homes)s and %(n)s more", homes=named, n=len(codes) - NAMED_HOMES)
    return Telling(key, {**values, "home": named}, person_id=bill.payer_id, link="/my/bills")


def _of_falling(event: str, one: Falling, today: date) -> Telling:
    return Telling(
        f"{event}:{one.due_on}:{one.home_id}:{one.payer_id}",
        {
            "amount": one.balance_fen,
            "due_on": one.due_on,
            "days": (date.fromisoformat(one.due_on) - today).days,
        },
        person_id=one.payer_id,
        home_id=one.home_id,
        link=f"/my/bills?home={one.home_id}",
    )


def _news(at: str) -> bool:
    return at >= clock.stamp_of(clock.now() - STILL_NEWS)
