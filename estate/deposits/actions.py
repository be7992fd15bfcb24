"""Take a deposit, note its inspection, deduct from it, take these back; one transaction each. Money in fen."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.cashier.actions_payment import METHODS
from estate.closing.locks import require_open_till
from estate.community import queries as community
from estate.data import Actor, Reader, Tx, audit, clock, write
from estate.deposits import queries, records
from estate.deposits.papers import DEPOSIT
from estate.deposits.queries import Deposit
from estate.deposits.words import KINDS
from estate.i18n import gettext as _
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.people import queries as people
from estate.refusal import Refused, require_key
from estate.web.filters import money


class Asked(NamedTuple):
    """A deposit to be taken. basis: the contract or rule that lets the office ask for it."""

    home_id: int
    payer_id: int
    kind: str
    basis: str
    amount_fen: int
    method: str
    channel_ref: str = ""
    note: str = ""


def take(asked: Asked, key: str, by: Actor) -> Deposit:
    """Take a deposit on a number of its own; the same key and content answer the same one.

    Refused without a basis, for nothing, for a transfer without its voucher and for a key that was used otherwise.
    """
    asked = _checked(asked)
    with write(by) as tx:
        if known := queries.deposit_by_key(tx, require_key(key)):
            same = (known.home_id, known.payer_id, known.kind, known.amount_fen, known.method)
            if same != (asked.home_id, asked.payer_id, asked.kind, asked.amount_fen, asked.method):
                raise used_otherwise()
            return known
        members = {one.person_id for one in people.residents_of(tx, asked.home_id)}
        if community.home(tx, asked.home_id) is None or asked.payer_id not in members:
            raise Refused(_("Choose who pays the deposit."), "payer")
        require_open_till(tx, clock.today().isoformat(), by)
        now = clock.stamp()
        deposit_id = records.write(tx, asked._asdict(), key, clock.day_of(now), now)
        deposit = require(tx, deposit_id)
        after = {"number": deposit.number, "home": deposit.home_code, "amount_fen": deposit.amount_fen}
        audit.record(tx, "deposit.taken", "deposits", deposit_id, after=after)
        return deposit


def reverse(deposit_id: int, reason: str, key: str, by: Actor) -> Deposit:
    """Take back that a deposit was taken, on a new number. A second time answers the same reversal.

    Refused without a reason, and once something was deducted or returned.
    """
    with write(by) as tx:
        deposit = require(tx, deposit_id)
        if deposit.reversed_by:
            found = queries.deposit(tx, deposit.reversed_by)
            assert found is not None
            return found
        if deposit.state == "reversal":
            raise Refused(_("This is a reversal itself."))
        reason = _filled(reason, "reason")
        if deposit.held_fen != deposit.amount_fen:
            raise Refused(_("Something is deducted or returned already. Take that back first."))
        if queries.deposit_by_key(tx, require_key(key)):
            raise used_otherwise()
        require_open_till(tx, clock.today().isoformat(), by)
        now = clock.stamp()
        reversal_id = records.write_reversal(tx, deposit_id, key, reason, clock.day_of(now), now)
        after = {"number": deposit.number, "amount_fen": deposit.amount_fen, "reason": reason}
        audit.record(tx, "deposit.reversed", "deposits", deposit_id, after=after)
        return require(tx, reversal_id)


def note_inspection(deposit_id: int, papers: str, by: Actor, kept: Sequence[Kept] = ()) -> None:
    """Note that what the deposit is for was inspected. papers: number of the record of it; kept: its photos."""
    with write(by) as tx:
        deposit = _held(tx, deposit_id)
        step = {
            "deposit_id": deposit_id,
            "kind": "inspected",
            "amount_fen": 0,
            "papers": _filled(papers, "papers"),
        }
        records.add_step(tx, **step)
        attach(tx, DEPOSIT, deposit_id, kept, "inspection")
        audit.record(
            tx,
            "deposit.inspected",
            "deposits",
            deposit_id,
            after={"number": deposit.number, "papers": papers},
        )


def deduct(
    deposit_id: int,
    amount_fen: int,
    reason: str,
    papers: str,
    key: str,
    by: Actor,
    kept: Sequence[Kept] = (),
) -> None:
    """Keep a part of a deposit for a reason, with papers that the payer signed. The same key deducts once.

    papers: their number; kept: their photos.

    Refused before the inspection, for more than is held, without a reason or papers.
    """
    with write(by) as tx:
        if known := queries.deduction_by_key(tx, require_key(key)):
            if known != (deposit_id, -amount_fen):
                raise used_otherwise()
            return
        deposit = _held(tx, deposit_id)
        if deposit.state != "inspected":
            raise Refused(_("Note the inspection first."))
        if amount_fen <= 0:
            raise Refused(_("The amount must be more than nothing."), "amount")
        if amount_fen > deposit.held_fen:
            raise Refused(
                _("Only ¥%(held)s is held. Charge the rest to the home.", held=money(deposit.held_fen)),
                "amount",
            )
        step = {"reason": _filled(reason, "reason"), "papers": _filled(papers, "papers"), "key": key}
        records.add_step(tx, deposit_id=deposit_id, kind="deducted", amount_fen=-amount_fen, **step)
        attach(tx, DEPOSIT, deposit_id, kept, "deduction")
        after = {"number": deposit.number, "amount_fen": amount_fen, "reason": reason}
        audit.record(tx, "deposit.deducted", "deposits", deposit_id, after=after)


def reverse_deduction(step_id: int, reason: str, by: Actor) -> None:
    """Take a deduction back: it is held again. A second time changes nothing."""
    with write(by) as tx:
        found = queries.deduction(tx, step_id)
        if found is None:
            raise LookupError(f"there is no deduction {step_id}")
        deposit_id, amount_fen, papers, reversed_already = found
        if reversed_already:
            return
        step = {"reason": _filled(reason, "reason"), "papers": papers, "reverses_id": step_id}
        records.add_step(tx, deposit_id=deposit_id, kind="deducted", amount_fen=-amount_fen, **step)
        audit.record(
            tx, "deposit.deduction_reversed", "deposits", deposit_id, after={"amount_fen": -amount_fen}
        )


def require(tx: Reader, deposit_id: int) -> Deposit:
    """The deposit; LookupError when there is none."""
    found = queries.deposit_by_id(tx, deposit_id)
    if found is None:
        raise LookupError(f"there is no deposit {deposit_id}")
    return found


def used_otherwise() -> Refused:
    return Refused(
        _("This page was used already for something else. Open it again and repeat what you want to do.")
    )


def _held(tx: Tx, deposit_id: int) -> Deposit:
    deposit = require(tx, deposit_id)
    if deposit.state not in ("held", "inspected"):
        raise Refused(_("Nothing of this deposit is held any more."))
    return deposit


def _checked(asked: Asked) -> Asked:
    if asked.kind not in KINDS:
        raise Refused(_("Choose what it is for."), "kind")
    if asked.method not in METHODS:
        raise Refused(_("Choose how it is paid."), "method")
    if asked.amount_fen <= 0:
        raise Refused(_("The amount must be more than nothing."), "amount")
    ref = "" if asked.method == "cash" else asked.channel_ref.strip()
    if asked.method == "transfer" and not ref:
        raise Refused(_("Write the number of the bank's voucher."), "channel_ref")
    return asked._replace(basis=_filled(asked.basis, "basis"), channel_ref=ref, note=asked.note.strip())


def _filled(text: str, field: str) -> str:
    if not (text := text.strip()):
        raise Refused(_("Fill this in."), field)
    return text
