"""Terms of penalties and days off: one transaction each."""

import sqlite3
from datetime import date
from typing import NamedTuple

from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.penalties import records_terms, rules_calendar
from estate.penalties.rules import GraceMode
from estate.refusal import Refused


class TermsSpec(NamedTuple):
    """Terms from a day on; see records_terms.TermsRow for the units."""

    effective_from: date
    rate_e7: int
    basis_text: str
    grace_days: int = 0
    grace_mode: GraceMode = "grace_shift"
    cap_bp: int = 10_000
    lpr_bp: int | None = None
    lpr_multiple_e2: int | None = None
    name: str = "违约金"


def add_terms(item_id: int, terms: TermsSpec, by: Actor) -> int:
    """Terms for charges that fall due from a day on; those before end there. Answers their id.

    Refused when there are terms from the same day, or when a penalty on a charge due since was posted or waived
    already by other ones.
    """
    with write(by) as tx:
        since = terms.effective_from.isoformat()
        if not tx.value("SELECT 1 FROM fee_items WHERE id = :item_id", item_id=item_id):
            raise LookupError(f"there is no fee item {item_id}")
        if tx.value(
            "SELECT 1 FROM penalty_terms WHERE fee_item_id = :item_id AND effective_from = :since",
            item_id=item_id,
            since=since,
        ):
            raise Refused(_("There are terms from this day already."), "effective_from")
        if used := records_terms.used_since(tx, item_id, since):
            raise Refused(
                _(
                    "A penalty on what was due on %(day)s is posted or waived already. Choose a later day.",
                    day=used,
                ),
                "effective_from",
            )
        values = {**terms._asdict(), "effective_from": since}
        terms_id = tx.insert(
            "penalty_terms", fee_item_id=item_id, **values, created_by=by.name, created_at=clock.stamp()
        )
        audit.record(tx, "penalty_terms.added", "fee_items", item_id, after=values)
        return terms_id


def withdraw_terms(item_id: int, terms_id: int, by: Actor) -> None:
    """Take back terms by which nothing was posted or waived. Refused when something was."""
    try:
        with write(by) as tx:
            if records_terms.withdraw(tx, item_id, terms_id):
                audit.record(tx, "penalty_terms.withdrawn", "fee_items", item_id, before={"terms": terms_id})
    except sqlite3.IntegrityError as error:
        raise Refused(_("These terms were used. Add new ones from a later day.")) from error


def add_day(day: date, name: str, by: Actor) -> None:
    """A day off of the office's own. Refused when it is known as one already."""
    with write(by) as tx:
        known = tx.value("SELECT 1 FROM extra_days_off WHERE day = :day", day=day.isoformat())
        if known or day in rules_calendar.official_days():
            raise Refused(_("This day is known as a day off already."), "day")
        tx.insert(
            "extra_days_off", day=day.isoformat(), name=name.strip(), added_by=by.name, added_at=clock.stamp()
        )
        audit.record(tx, "day_off.added", "extra_days_off", after={"day": day.isoformat(), "name": name})
        _keep_moves(tx)


def remove_day(day: date, by: Actor) -> None:
    """Take a day of the office's own off the list; again changes nothing."""
    with write(by) as tx:
        if tx.run("DELETE FROM extra_days_off WHERE day = :day", day=day.isoformat()):
            audit.record(tx, "day_off.removed", "extra_days_off", before={"day": day.isoformat()})
            _keep_moves(tx)


def keep_calendar(by: Actor) -> None:
    """Bring the kept moves up to date: a newer Estate may know more official days, the office may count weekends."""
    with write(by) as tx:
        _keep_moves(tx)


def _keep_moves(tx: Tx) -> None:
    extra = [date.fromisoformat(one.day) for one in records_terms.extra_days(tx)]
    off = rules_calendar.days_off(extra, weekends=bool(identity(tx).weekends_off))
    records_terms.keep_moves(tx, rules_calendar.moves(off).items())
