"""Whether something may still be written on a day: what every act that moves money asks before it writes.

The database refuses in any case; this says it in words beside the field.
"""

from estate.data import Actor, Reader
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web.filters import day as shown_day


def till_is_closed(db: Reader, day: str, cashier: Actor) -> bool:
    """Whether this cashier's day is closed."""
    return bool(
        db.value(
            "SELECT 1 FROM till_days WHERE day = :day AND cashier_key = :key AND close_id IS NOT NULL",
            day=day,
            key=cashier_key(cashier.account_id, cashier.name),
        )
    )


def require_open_till(db: Reader, day: str, cashier: Actor) -> None:
    """Refused when this cashier has closed the day: money of the same evening needs it reopened.

    A receipt bears the day on which the money came; it is never put off to the next one.
    """
    require_open_month(db, day)
    if till_is_closed(db, day, cashier):
        raise Refused(
            _(
                "Your day %(day)s is closed. Ask a manager to reopen it, let a colleague take this, "
                "or take it tomorrow.",
                day=shown_day(day),
            )
        )


def closed_until(db: Reader) -> str:
    """The last day of the latest closed month; empty when none is closed."""
    return db.value("SELECT max(last_day) FROM month_closes WHERE reopening_id IS NULL") or ""


def require_open_month(db: Reader, day: str, field: str | None = None) -> None:
    """Refused, beside `field`, when the books of this day are closed."""
    until = closed_until(db)
    if day <= until:
        raise Refused(
            _(
                "The books are closed up to %(until)s, so nothing can be booked on %(day)s. Ask a manager to reopen "
                "the month.",
                until=shown_day(until),
                day=shown_day(day),
            ),
            field,
        )


def cashier_key(account_id: int | None, name: str) -> str:
    """A cashier as the till days know them: the account, or without one the name."""
    return name if account_id is None else f"#{account_id}"
