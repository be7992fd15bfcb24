"""Bring statements in, confirm what their lines are, undo it, answer claims; one transaction each."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from estate.cashier import actions as cashier
from estate.cashier import queries as receipts
from estate.cashier.actions_payment import Payment
from estate.cashier.words import METHODS as RECEIPT_METHODS
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.reconciliation import candidates, records
from estate.reconciliation.records import Line
from estate.reconciliation.rules_match import Proposal
from estate.reconciliation.statement_file import StatementFile
from estate.reconciliation.words import METHODS
from estate.refusal import Refused


class Choice(NamedTuple):
    """What a person says that a line is: the receipt of a number, or money of a payer for a home."""

    home_id: int = 0
    payer_id: int = 0
    number: str = ""
    beyond_cap: bool = False


def bring_in(channel: str, file_name: str, content: bytes, read: StatementFile, by: Actor) -> int:
    """Keep a statement's lines; those that an earlier one had already are passed over. Answers the statement's id.

    The same file again answers the first. Refused when a cell cannot be read, and when nothing in it is new.
    """
    file_hash = hashlib.sha256(content).hexdigest()
    with write(by) as tx:
        if known := records.statement_of_file(tx, file_hash):
            return known
        if read.faults:
            raise Refused(_("Mend the rows that are named below in the file, and hand it in again."), "file")
        if not read.lines:
            raise Refused(_("There is no transaction in this file."), "file")
        before = records.known_references(tx, channel, (one.reference for one in read.lines))
        new = {one.reference: one for one in read.lines if one.reference not in before}
        if not new:
            raise Refused(_("Every transaction of this file was brought in already."), "file")
        days = sorted(one.on.isoformat() for one in read.lines)
        statement_id = tx.insert(
            "bank_statements",
            channel=channel,
            file_name=file_name,
            file_hash=file_hash,
            first_on=days[0],
            last_on=days[-1],
            imported_at=clock.stamp(),
            imported_by=by.name,
            known_lines=len(read.lines) - len(new),
        )
        records.add_lines(tx, statement_id, channel, new.values())
        after = {"file": file_name, "lines": len(new), "known": len(read.lines) - len(new)}
        audit.record(tx, "statement.brought_in", "bank_statements", statement_id, after=after)
        return statement_id


def confirm(tokens: Sequence[tuple[int, str]], by: Actor) -> int:
    """Confirm proposals as they were shown: (line id, token) each. Answers how many; all of them or none.

    Refused when one of them is not what was shown any more, may not be confirmed in bulk, or cannot be taken; then the
    word names its row.
    """
    with write(by) as tx:
        lines = [line for line_id, _token in tokens if (line := records.line(tx, line_id))]
        found = candidates.proposals(tx, lines)
        done = 0
        for line_id, token in tokens:
            line = next((one for one in lines if one.id == line_id), None)
            if line is None or line.state != "open":
                continue
            best = next(iter(found.get(line_id, [])), None)
            if best is None or best.token != token or best.confidence == "possible":
                raise Refused(_("What the lines can be has changed. Look at them again."))
            try:
                _carry_out(tx, line, best, by)
            except Refused as refused:
                raise Refused(_("Row %(row)s: %(why)s", row=line.row, why=refused.message)) from refused
            done += 1
        return done


def match(line_id: int, choice: Choice, by: Actor) -> None:
    """What a line is, said by a person. Refused when it is decided already, or does not fit."""
    with write(by) as tx:
        line = _open_line(tx, line_id)
        if choice.number:
            receipt = receipts.receipt(tx, choice.number)
            if receipt is None or receipt.state != "live":
                raise Refused(_("There is no receipt of this number that stands."), "number")
            if receipt.amount_fen != line.amount_fen:
                raise Refused(_("That receipt is over another amount."), "number")
            if receipt.method != METHODS[line.channel]:
                raise Refused(
                    _(
                        "That receipt says: %(method)s. Reverse it and take the payment as it came in.",
                        method=RECEIPT_METHODS[receipt.method],
                    ),
                    "number",
                )
            if records.line_of_receipt(tx, receipt.id):
                raise Refused(_("Another line belongs to that receipt already."), "number")
            _note(tx, line, receipt.id, "by_hand", took=False)
            return
        taken = _take(tx, line, choice.home_id, choice.payer_id, by, beyond_cap=choice.beyond_cap)
        _note(tx, line, taken, "by_hand", took=True)


def set_aside(line_id: int, reason: str, by: Actor) -> None:
    """A line that is no payment of a home (interest, a deposit of the office itself). Refused without a reason."""
    with write(by) as tx:
        line = _open_line(tx, line_id)
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        tx.insert(
            "bank_matches",
            line_id=line.id,
            reason=reason,
            confidence="by_hand",
            at=clock.stamp(),
            who=by.name,
        )
        audit.record(tx, "bank_line.set_aside", "bank_lines", line.id, after={"reason": reason})


def undo(line_id: int, by: Actor) -> None:
    """The finding of a line was wrong; the line waits again. A receipt that it took stays until it is reversed.

    Refused while a receipt that was taken for this line stands: reverse or void that first.
    """
    with write(by) as tx:
        line = records.line(tx, line_id)
        if line is None or line.match_id is None:
            raise Refused(_("This line is not decided."))
        if line.took and line.receipt:
            receipt = receipts.receipt(tx, line.receipt)
            if receipt and receipt.state == "live":
                raise Refused(
                    _("Receipt %(number)s was taken for this line. Take it back first.", number=line.receipt)
                )
        tx.update("bank_matches", line.match_id, undone_at=clock.stamp(), undone_by=by.name)
        audit.record(tx, "bank_line.undone", "bank_lines", line.id, before={"receipt": line.receipt})


def _carry_out(tx: Tx, line: Line, best: Proposal, by: Actor) -> None:
    if best.receipt_id:
        _note(tx, line, best.receipt_id, best.confidence, took=False)
        return
    receipt_id = _take(tx, line, best.home_id, best.payer_id, by)
    _note(tx, line, receipt_id, best.confidence, took=True)
    if best.claim_id and records.waits(tx, best.claim_id):
        tx.insert(
            "claim_answers", claim_id=best.claim_id, receipt_id=receipt_id, at=clock.stamp(), who=by.name
        )


def _take(tx: Tx, line: Line, home_id: int, payer_id: int, by: Actor, *, beyond_cap: bool = False) -> int:
    """Take the money of a line for a payer; what nothing needs is paid in advance."""
    attempts = records.findings(tx, line.id)
    payment = Payment(
        home_id,
        payer_id,
        line.amount_fen,
        METHODS[line.channel],
        channel_ref=line.reference,
        note=_("Came in on %(day)s", day=line.on_date),
        rest_in_advance=True,
        beyond_cap=beyond_cap,
    )
    return cashier.take(payment, f"bank-line:{line.id}:{attempts}", by).id


def _note(tx: Tx, line: Line, receipt_id: int, confidence: str, *, took: bool) -> None:
    tx.insert(
        "bank_matches",
        line_id=line.id,
        receipt_id=receipt_id,
        confidence=confidence,
        took=int(took),
        at=clock.stamp(),
        who=tx.by.name,
    )
    audit.record(tx, "bank_line.matched", "bank_lines", line.id, after={"confidence": confidence})


def _open_line(tx: Tx, line_id: int) -> Line:
    line = records.line(tx, line_id)
    if line is None:
        raise LookupError(f"there is no line {line_id}")
    if line.state != "open":
        raise Refused(_("This line is decided already."))
    return line
