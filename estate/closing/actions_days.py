"""Closing a cashier's day, confirming the hand-over, reopening; one transaction each. Amounts in fen."""

from collections.abc import Mapping

import msgspec

from estate.closing import records_days as records
from estate.closing.locks import cashier_key, require_open_month
from estate.closing.records_days import Close, TillDay
from estate.closing.rules_day import DENOMINATIONS, counted, over_short
from estate.closing.sheet import Sheet, sheet_of, write_sheet
from estate.data import Actor, Reader, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.refusal import Refused, require_key
from estate.web.filters import money


def is_own(till: TillDay, by: Actor) -> bool:
    """Whether this is the person's own till."""
    return till.cashier_key == cashier_key(by.account_id, by.name)


def pieces_of(close: Close) -> dict[int, int]:
    """How many of each note and coin were counted at a close, by value in fen; empty when only the sum was."""
    return msgspec.json.decode(close.pieces, type=dict[int, int])


def seen_of(sheet: Sheet) -> str:
    """What a page shows of a day, so that a close can be held against it."""
    return f"{sheet.entries}:{sheet.total_fen}:{sheet.cash_due_fen}"


def close_day(
    till_day_id: int,
    by: Actor,
    key: str,
    *,
    opening_float_fen: int,
    counted_fen: int | None,
    pieces: Mapping[int, int],
    reason: str,
    seen: str | None = None,
) -> Close:
    """Close a day with its counted cash; from then on nothing of that cashier is written on that day.

    pieces: how many of each note and coin (values in fen); what they come to is the counted cash when none is given.
    seen: what was shown of the day. Refused when nothing was counted (field `counted`), when pieces and sum differ
    (`counted`), for a difference without a reason (`reason`), a missing number, and a day that changed or is closed.
    """
    with write(by) as tx:
        if known := records.close_by_key(tx, require_key(key)):
            return known
        till = _open_till(tx, till_day_id)
        sheet = sheet_of(tx, till)
        if seen is not None and seen != seen_of(sheet):
            raise Refused(
                _("Money has moved since this page was opened. Look at the new figures and count again.")
            )
        if sheet.missing:
            raise Refused(
                _(
                    "Numbers are missing: %(numbers)s. Tell the administrator.",
                    numbers=", ".join(sheet.missing[:5]),
                )
            )
        cash = _counted(counted_fen, pieces)
        over, reason = over_short(cash, opening_float_fen, sheet.cash_due_fen), reason.strip()
        if over and not reason:
            raise Refused(
                _("There is ¥%(sum)s too much. Write the reason.", sum=money(over))
                if over > 0
                else _("There is ¥%(sum)s too little. Write the reason.", sum=money(-over)),
                "reason",
            )
        close_id = _write(tx, till, sheet, key, opening_float_fen, cash, over, pieces, reason)
        after = {"day": till.day, "cashier": till.cashier_name, "cash_due_fen": sheet.cash_due_fen}
        audit.record(tx, "day.closed", "day_closes", close_id, after={**after, "over_short_fen": over})
        return _close(tx, close_id)


def close_uncounted(until: str, reason: str, key: str, by: Actor) -> int:
    """Close every earlier day up to one that was left open, without counting; answers how many.

    For days whose cash went to the bank long ago. Refused without a reason and for the present day.
    """
    if until >= clock.today().isoformat():
        raise Refused(_("Only days before today can be closed without counting."), "until")
    if not (reason := reason.strip()):
        raise Refused(_("Write the reason."), "reason")
    with write(by) as tx:
        tills = records.open_till_days(tx, until)
        for till in tills:
            sheet = sheet_of(tx, till)
            _write(tx, till, sheet, f"{require_key(key)}-{till.id}", 0, None, None, {}, reason)
        if tills:
            after = {"until": until, "closed": len(tills), "reason": reason}
            audit.record(tx, "days.closed_uncounted", "day_closes", after=after)
        return len(tills)


def confirm(close_id: int, by: Actor) -> Close:
    """A second person has counted with the cashier and takes the money over. Again changes nothing.

    Refused for the cashier, for who closed the day, and for a day that is open again.
    """
    with write(by) as tx:
        close = _close(tx, close_id)
        if close.confirmed_at:
            return close
        if close.reopened_at:
            raise Refused(_("This day is open again. Close it anew first."))
        if by.account_id is None or by.account_id in (close.cashier_id, close.account_id):
            raise Refused(_("A second person confirms the hand-over, not who hands over."))
        tx.insert(
            "day_confirmations", close_id=close_id, at=clock.stamp(), account_id=by.account_id, who=by.name
        )
        after = {"day": close.day, "cashier": close.cashier_name}
        audit.record(tx, "day.confirmed", "day_closes", close_id, after=after)
        return _close(tx, close_id)


def reopen(close_id: int, reason: str, by: Actor) -> Close:
    """Open a closed day again, by decision; it is closed anew afterwards. Again changes nothing.

    Refused without a reason.
    """
    with write(by) as tx:
        close = _close(tx, close_id)
        if close.reopened_at:
            return close
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        require_open_month(tx, close.day)
        tx.insert(
            "day_reopenings",
            close_id=close_id,
            reason=reason,
            at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        after = {"day": close.day, "cashier": close.cashier_name, "reason": reason}
        audit.record(tx, "day.reopened", "day_closes", close_id, after=after)
        return _close(tx, close_id)


def _write(
    tx: Tx,
    till: TillDay,
    sheet: Sheet,
    key: str,
    float_fen: int,
    cash: int | None,
    over: int | None,
    pieces: Mapping[int, int],
    reason: str,
) -> int:
    return tx.insert(
        "day_closes",
        key=key,
        till_day_id=till.id,
        day=till.day,
        cashier_id=till.cashier_id,
        cashier_name=till.cashier_name,
        sheet=write_sheet(sheet),
        float_fen=float_fen,
        cash_due_fen=sheet.cash_due_fen,
        counted_fen=cash,
        over_short_fen=over,
        pieces=msgspec.json.encode({value: count for value, count in pieces.items() if count}).decode(),
        reason=reason,
        closed_at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )


def _counted(counted_fen: int | None, pieces: Mapping[int, int]) -> int:
    by_pieces = counted({value: pieces[value] for value in DENOMINATIONS if pieces.get(value)})
    if counted_fen is None:
        if not any(pieces.values()):
            raise Refused(_("Count the cash and write the sum; write 0 when there is none."), "counted")
        return by_pieces
    if any(pieces.values()) and by_pieces != counted_fen:
        raise Refused(
            _("Notes and coins come to ¥%(sum)s. Correct one of the two.", sum=money(by_pieces)), "counted"
        )
    return counted_fen


def _open_till(db: Reader, till_day_id: int) -> TillDay:
    till = records.till_day(db, till_day_id)
    if till is None:
        raise LookupError(f"there is no till day {till_day_id}")
    if till.close_id:
        raise Refused(_("This day is closed already."))
    if till.day > clock.today().isoformat():
        raise Refused(_("This day has not come yet."))
    return till


def _close(db: Reader, close_id: int) -> Close:
    found = records.close(db, close_id)
    if found is None:
        raise LookupError(f"there is no day close {close_id}")
    return found
