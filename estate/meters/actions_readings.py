"""Readings: take one, correct one by a later row, withdraw one, confirm an unusual one. Values in thousandths."""

import sqlite3
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.meters import records
from estate.meters.records import Reading
from estate.meters.rules import Below, Point, Unfit, doubt, total_at
from estate.refusal import Refused


class Taken(NamedTuple):
    """A value that was read on a day, or estimated for it.

    passed_zero: a person says that the counter ran past its last digit. confirmed: a person has looked again at a usage
    that is unusual.
    """

    meter_id: int
    on: date
    value_e3: int
    estimated: bool = False
    passed_zero: bool = False
    confirmed: bool = False
    note: str = ""
    photo: str | None = None
    import_batch_id: int | None = None


class Lower(Refused):
    """The value is below the last one: a person says whether the counter passed zero, was replaced or was misread."""


class Unusual(Refused):
    """The usage is unusual (see rules.doubt): a person confirms it or corrects the value."""

    def __init__(self, message: str, field: str, why: str) -> None:
        super().__init__(message, field)
        self.why = why


def take(taken: Taken, by: Actor, *, ask: bool = True, quiet: bool = False) -> Reading:
    """Keep a reading. The same value for the same day is kept once.

    Refused for a second value of a day, a value that does not fit between its neighbours, a day before the first value
    or to come; Lower for one below the last; Unusual for a usage that nobody has confirmed. ask=False: it is kept for
    confirmation later. quiet: who calls writes one entry of the change log for many.
    """
    with write(by) as tx:
        if same := _again(tx, taken):
            return same
        new = _take(tx, taken, ask=ask)
        if not quiet:
            audit.record(tx, "reading.taken", "meters", taken.meter_id, after=_facts(new))
        return new


def correct(reading_id: int, taken: Taken, reason: str, by: Actor) -> Reading:
    """Put a new reading in the place of one; the old row stays and is named by the new. Refused when it is on a bill."""
    with write(by) as tx:
        old = _plain_reading(tx, reading_id)
        _end(tx, old, reason)
        new = _take(tx, taken._replace(meter_id=old.meter_id), supersedes_id=old.id)
        before, after = _facts(old), {**_facts(new), "reason": reason}
        audit.record(tx, "reading.corrected", "meters", old.meter_id, before=before, after=after)
        return new


def withdraw(reading_id: int, reason: str, by: Actor) -> None:
    """Take a reading away that should not be there; its row stays. A replaced counter is withdrawn as a whole.

    Refused when it is on a bill, and for the first value of a meter.
    """
    with write(by) as tx:
        old = _reading(tx, reading_id)
        if old.kind in ("initial", "final"):
            _withdraw_replacement(tx, old, reason)
        else:
            _end(tx, old, reason)
        after = {"reason": reason}
        audit.record(tx, "reading.withdrawn", "meters", old.meter_id, before=_facts(old), after=after)


def confirm(reading_id: int, by: Actor) -> None:
    """A person has looked again: the unusual reading is right. Again it changes nothing."""
    with write(by) as tx:
        old = _reading(tx, reading_id)
        if not old.confirmed:
            tx.update("readings", old.id, confirmed=1)
            audit.record(tx, "reading.confirmed", "meters", old.meter_id, after=_facts(old))


def _again(tx: Tx, taken: Taken) -> Reading | None:
    kind = "estimated" if taken.estimated else "actual"
    known = records.on_day(tx, taken.meter_id, taken.on.isoformat())
    return next((one for one in known if one.kind == kind and one.value_e3 == taken.value_e3), None)


def _take(
    tx: Tx,
    taken: Taken,
    *,
    ask: bool = True,
    supersedes_id: int | None = None,
) -> Reading:
    on = taken.on.isoformat()
    if taken.on > clock.today():
        raise Refused(_("This day is still to come."), "on")
    if records.on_day(tx, taken.meter_id, on):
        raise Refused(_("There is a reading of this day. Correct it instead."), "on")
    before, after = records.real_before(tx, taken.meter_id, on), records.real_after(tx, taken.meter_id, on)
    if before is None:
        raise Refused(_("The meter's first value is of a later day."), "on")
    device = before.device
    if taken.value_e3 >= device.round_e3:
        raise Refused(_("The counter has only %(n)s digits.", n=device.digits), "value")
    try:
        next_point = after.point if after and after.kind != "initial" else None
        total = total_at(taken.value_e3, device, before.point, next_point, passed_zero=taken.passed_zero)
    except Below as error:
        raise Lower(_("Below the last reading. Say why, or correct the value."), "value") from error
    except Unfit as error:
        raise Refused(
            _("This does not fit between the readings before and after that day."), "value"
        ) from error
    totals = records.totals_before(tx, taken.meter_id, on)
    used = total - totals[-1]
    why = doubt(used, [later - earlier for earlier, later in pairwise(totals)])
    if why and ask and not taken.confirmed:
        raise Unusual(_said(why), "value", why)
    reading_id = records.add_reading(
        tx,
        taken.meter_id,
        on,
        "estimated" if taken.estimated else "actual",
        Point(taken.value_e3, total),
        device,
        number=before.number,
        passed_zero=int(taken.passed_zero),
        note=taken.note,
        photo=taken.photo,
        doubt=why,
        confirmed=int(not why or taken.confirmed),
        supersedes_id=supersedes_id,
        import_batch_id=taken.import_batch_id,
    )
    return _reading(tx, reading_id)


def _said(why: str) -> str:
    if why == "zero":
        return _("Nothing was used since the last reading. Look again, then confirm.")
    return _("More than three times the mean of the last three. Look again, then confirm.")


def _withdraw_replacement(tx: Tx, old: Reading, reason: str) -> None:
    pair = {one.kind: one for one in records.on_day(tx, old.meter_id, old.read_on)}
    latest = records.last(tx, old.meter_id)
    if "final" not in pair or "initial" not in pair:
        raise Refused(
            _("The first value of a meter stays. Change it on the register while nothing else was read.")
        )
    if latest is None or latest.id != pair["initial"].id:
        raise Refused(_("The new counter was read. Withdraw its readings first."))
    final = pair["final"]
    _end(tx, pair["initial"], reason)
    _end(tx, final, reason)
    tx.update(
        "meters", old.meter_id, number=final.number, multiplier_e3=final.multiplier_e3, digits=final.digits
    )


def _end(tx: Tx, old: Reading, reason: str) -> None:
    if old.ended_at:
        raise Refused(_("This reading was corrected already."))
    if not reason.strip():
        raise Refused(_("Write the reason."), "reason")
    try:
        records.end_reading(tx, old.id, reason.strip())
    except sqlite3.IntegrityError as error:
        raise Refused(
            _("A bill was made with this reading. Enter a new reading; the difference goes on the next bill.")
        ) from error


def _plain_reading(tx: Tx, reading_id: int) -> Reading:
    old = _reading(tx, reading_id)
    if old.kind in ("initial", "final"):
        raise Refused(_("Withdraw the replacement and enter it anew."))
    return old


def _reading(tx: Tx, reading_id: int) -> Reading:
    found = records.reading(tx, reading_id)
    if found is None:
        raise LookupError(f"there is no reading {reading_id}")
    return found


def _facts(reading: Reading) -> dict[str, object]:
    return {
        "on": reading.read_on,
        "value_e3": reading.value_e3,
        "kind": reading.kind,
        "passed_zero": bool(reading.passed_zero),
        "confirmed": bool(reading.confirmed),
    }
