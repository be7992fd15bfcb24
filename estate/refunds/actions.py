"""Ask for a credit or a refund, decide about it, pay it out, take it back; one transaction each. Money in fen."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.cashier.actions_payment import METHODS
from estate.closing.locks import require_open_till
from estate.data import Actor, Reader, Tx, audit, clock, write
from estate.deposits import queries as deposits
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.prepayments import queries as prepayments
from estate.refunds import queries, records
from estate.refunds.papers import REFUND
from estate.refunds.queries import Request
from estate.refusal import Refused, require_key
from estate.web.filters import money

NO_MONEY = ("credit", "transfer")
"""What moves no money is booked as soon as nobody needs to approve it."""


class Asked(NamedTuple):
    """What is asked for. kind: credit (to the prepayment account), refund (from it), deposit (its return), transfer
    (from it to that of `to_payer_id`, who has taken the home over).

    sums: how the amount was computed, as it is to stand on the paper. charge_id: whose estimate a credit puts right.
    """

    kind: str
    home_id: int
    payer_id: int
    amount_fen: int
    reason: str
    deposit_id: int | None = None
    sums: str = ""
    to_payer_id: int | None = None
    charge_id: int | None = None


def ask(asked: Asked, key: str, by: Actor, kept: Sequence[Kept] = ()) -> Request:
    """Ask for it; a credit or transfer up to the office's limit is booked at once. The same key answers the same request.

    kept: papers that belong to it. Refused without a reason (field `reason`), for nothing or more than there is (`amount`).
    """
    asked = asked._replace(reason=asked.reason.strip(), sums=asked.sums.strip())
    if asked.amount_fen <= 0:
        raise Refused(_("The amount must be more than nothing."), "amount")
    if not asked.reason:
        raise Refused(_("Write the reason."), "reason")
    with write(by) as tx:
        if known := queries.request_by_key(tx, require_key(key)):
            if (known.kind, known.home_id, known.payer_id, known.amount_fen) != asked[:4]:
                raise _used_otherwise()
            return known
        _require_known(tx, asked)
        _require_there(tx, asked)
        request_id = records.add_request(
            tx, key, limit_left(tx, asked.kind, asked.home_id, asked.payer_id), asked._asdict()
        )
        attach(tx, REFUND, request_id, kept)
        request = _require(tx, request_id)
        audit.record(tx, "refund.requested", "refund_requests", request_id, after=_facts(request))
        if request.kind in NO_MONEY and request.state == "payable":
            _book(tx, request, key=f"{key}:booked", method=None, channel_ref=None)
        return _require(tx, request_id)


def limit_left(db: Reader, kind: str, home_id: int, payer_id: int) -> int:
    """Up to what a request needs no approval today: several small ones of a payer and home are as good as a large one."""
    before = queries.asked_without_approval(db, kind, home_id, payer_id, clock.today().isoformat())
    return max(0, identity(db).refund_limit_fen - before)


def decide(request_id: int, approved: bool, note: str, by: Actor) -> Request:
    """Approve a request, or decline it with a note. An approved credit is booked at once. Again changes nothing.

    Refused for one's own request, and for one that needs no approval.
    """
    with write(by) as tx:
        request = _require(tx, request_id)
        if request.decided_at:
            return request
        if request.state != "waiting":
            raise Refused(_("This request needs no approval."))
        if approved and is_own(request, by):
            raise Refused(_("Another person approves what you asked for."))
        if not approved and not note.strip():
            raise Refused(_("Write why."), "note")
        if approved and request.kind == "transfer":
            _require_there(tx, _asked(request))
        records.add_decision(tx, request_id, approved=approved, note=note.strip())
        action = "refund.approved" if approved else "refund.declined"
        audit.record(tx, action, "refund_requests", request_id, after=_facts(request))
        if approved and request.kind in NO_MONEY:
            _book(tx, request, key=f"approved:{request_id}", method=None, channel_ref=None)
        return _require(tx, request_id)


def pay_out(request_id: int, method: str, channel_ref: str, by: Actor) -> Request:
    """The money goes to the payer: out of the till of who pays it. A second time changes nothing.

    Refused while it is not approved, without the voucher number of a transfer, and when it is not there any more.
    """
    with write(by) as tx:
        request = _require(tx, request_id)
        if request.state in ("booked", "reversed"):
            return request
        if request.state != "payable":
            raise Refused(_("This request is not approved."))
        if method not in METHODS:
            raise Refused(_("Choose how it is paid out."), "method")
        ref = "" if method == "cash" else channel_ref.strip()
        if method == "transfer" and not ref:
            raise Refused(_("Write the number of the bank's voucher."), "channel_ref")
        _require_there(tx, _asked(request))
        require_open_till(tx, clock.today().isoformat(), by)
        _book(tx, request, key=f"paid:{request_id}", method=method, channel_ref=ref or None)
        return _require(tx, request_id)


def reverse(request_id: int, reason: str, by: Actor) -> Request:
    """Take back what was booked, on a new number: a credit leaves the account, a refund is there again.

    Again changes nothing. Refused without a reason, and for a credit that is used already.
    """
    with write(by) as tx:
        request = _require(tx, request_id)
        if request.state == "reversed":
            return request
        found = queries.voucher_id(tx, request_id)
        if found is None:
            raise Refused(_("Nothing is booked yet."))
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        if request.kind not in NO_MONEY:
            require_open_till(tx, clock.today().isoformat(), by)
        have = prepayments.balance(tx, request.home_id, request.to_payer_id or request.payer_id)
        if request.kind in NO_MONEY and have < request.amount_fen:
            raise Refused(
                _(
                    "Only ¥%(have)s of it is left on the account. Take back first what was paid from it.",
                    have=money(have),
                )
            )
        records.add_voucher(
            tx,
            request.kind,
            request_id,
            -request.amount_fen,
            key=f"back:{request_id}",
            method=request.method,
            channel_ref=request.channel_ref,
            reverses_id=found,
            reason=reason,
        )
        after = {**_facts(request), "number": request.number, "reason": reason}
        audit.record(tx, "refund.reversed", "refund_requests", request_id, after=after)
        return _require(tx, request_id)


def is_own(request: Request, by: Actor) -> bool:
    """Whether this person asked; the account says so, the name only where there is none."""
    if by.account_id is None:
        return request.requested_by_id is None and request.requested_by == by.name
    return request.requested_by_id == by.account_id


def _book(tx: Tx, request: Request, *, key: str, method: str | None, channel_ref: str | None) -> None:
    records.add_voucher(
        tx, request.kind, request.id, request.amount_fen, key=key, method=method, channel_ref=channel_ref
    )
    booked = _require(tx, request.id)
    after = {**_facts(booked), "number": booked.number, "method": method}
    audit.record(tx, "refund.booked", "refund_requests", request.id, after=after)


def _require_known(tx: Tx, asked: Asked) -> None:
    """Refused when the payer is nobody of this home: no member of it now or before, and without an account."""
    if prepayments.account(tx, asked.home_id, asked.payer_id) is None:
        raise Refused(_("Choose whose account it is."))


def _require_there(tx: Tx, asked: Asked) -> None:
    """Refused when more is asked for than the account or the deposit holds."""
    if asked.kind in ("refund", "transfer"):
        have = prepayments.balance(tx, asked.home_id, asked.payer_id)
        if asked.amount_fen > have:
            raise Refused(_("Only ¥%(have)s is on the prepayment account.", have=money(have)), "amount")
    if asked.kind == "deposit":
        deposit = deposits.deposit_by_id(tx, asked.deposit_id or 0)
        if deposit is None:
            raise LookupError(f"there is no deposit {asked.deposit_id}")
        if deposit.state != "inspected":
            raise Refused(_("Note the inspection first."))
        if asked.amount_fen > deposit.held_fen:
            raise Refused(_("Only ¥%(held)s is held.", held=money(deposit.held_fen)), "amount")


def _asked(request: Request) -> Asked:
    return Asked(
        request.kind,
        request.home_id,
        request.payer_id,
        request.amount_fen,
        request.reason,
        request.deposit_id,
        request.sums,
        request.to_payer_id,
    )


def _facts(request: Request) -> dict[str, object]:
    return {"kind": request.kind, "home": request.home_code, "amount_fen": request.amount_fen}


def _require(tx: Tx, request_id: int) -> Request:
    found = queries.request(tx, request_id)
    if found is None:
        raise LookupError(f"there is no request {request_id}")
    return found


def _used_otherwise() -> Refused:
    return Refused(
        _("This page was used already for something else. Open it again and repeat what you want to do.")
    )
