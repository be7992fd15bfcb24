"""Asking for a waiver, deciding on it, taking it back; one transaction each. Amounts in fen, shares in 1/10,000.

Above the office's limit another person than the one who asked decides. Source: DOMAIN A1.16.
"""

from collections.abc import Sequence
from typing import NamedTuple

from estate.billing import queries as billing
from estate.billing.queries import OpenCharge
from estate.community import queries as community
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.refusal import Refused, require_key
from estate.waivers import queries, records
from estate.waivers.papers import WAIVER
from estate.waivers.records import Request
from estate.waivers.rules import KIND_OF_REASON, percent_fen, shares_fen
from estate.web.filters import money


class Asked(NamedTuple):
    """What somebody asks to waive for a home: a sum over all named charges, or a share of what is unpaid on each."""

    home_id: int
    charge_ids: tuple[int, ...]
    reason_code: str
    reason: str
    basis: str
    asked_fen: int | None = None
    asked_e4: int | None = None
    paper: str = ""


def ask(
    asked: Asked,
    key: str,
    by: Actor,
    kept: Sequence[Kept] = (),
    *,
    grant: bool = False,
    may_approve: bool = False,
) -> Request:
    """Ask to waive something, and with `grant` grant it at once where that is allowed. kept: papers of its basis.

    Again with the same key answers the same request. Refused: without charges, reason or basis; for more than is
    unpaid; for a charge that an open request names already; at once above the limit.
    """
    with write(by) as tx:
        if known := records.request_by_key(tx, require_key(key)):
            return _first_answer(tx, known, asked)
        asked = _checked(asked)
        parts = _parts(tx, asked)
        if waiting := records.open_of_charges(tx, [charge_id for charge_id, _fen in parts]):
            raise Refused(
                _("Request %(number)s asks for this already. Decide on it first.", number=waiting[0]),
                "charges",
            )
        request_id = _write(tx, asked, parts, key)
        attach(tx, WAIVER, request_id, kept)
        found = _request(tx, request_id)
        after = {"home": found.home_code, "amount_fen": found.amount_fen, "reason": found.reason}
        audit.record(tx, "waiver.requested", "waiver_requests", request_id, after=after)
        return grant_request(request_id, by, may_approve=may_approve) if grant else found


def grant_request(request_id: int, by: Actor, *, may_approve: bool) -> Request:
    """Grant a request: its lines become waivers. Again changes nothing.

    may_approve: whether this person decides above the limit too. Refused: above the limit for who asked and for who
    may not; when less is unpaid by now than was asked for.
    """
    with write(by) as tx:
        found = _request(tx, request_id)
        if found.state == "granted":
            return found
        _require_open(found)
        _require_allowed(tx, found, may_approve)
        lines = records.lines(tx, request_id)
        if any(not line.live or line.amount_fen > line.balance_fen for line in lines):
            raise Refused(
                _("Less is unpaid by now than was asked for. Decline this request and ask for the rest.")
            )
        now = clock.stamp()
        kind = KIND_OF_REASON[found.reason_code]
        parts = [
            (line.charge_id, line.amount_fen, "penalty" if line.kind == "penalty" else kind) for line in lines
        ]
        records.write_waivers(tx, found, parts, now)
        _decide(tx, found, "granted", "", now)
        return _request(tx, request_id)


def decline_request(request_id: int, reason: str, by: Actor, *, may_approve: bool) -> Request:
    """Decline a request with a reason. Again changes nothing. Refused to who might not grant it."""
    with write(by) as tx:
        found = _request(tx, request_id)
        if found.state == "declined":
            return found
        _require_open(found)
        if _own(found, by):
            raise Refused(_("This is your own request. Withdraw it instead."))
        _require_allowed(tx, found, may_approve)
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        _decide(tx, found, "declined", reason, clock.stamp())
        return _request(tx, request_id)


def withdraw_request(request_id: int, by: Actor) -> Request:
    """Take one's own request back. Again changes nothing."""
    with write(by) as tx:
        found = _request(tx, request_id)
        if found.state == "withdrawn":
            return found
        _require_open(found)
        if not _own(found, by):
            raise Refused(_("Only who asked can withdraw a request. Decline it instead."))
        _decide(tx, found, "withdrawn", "", clock.stamp())
        return _request(tx, request_id)


def revoke(waiver_id: int, reason: str, by: Actor) -> queries.Waiver:
    """Take a waiver back by a new row: what it waived is owed again. A second time answers the same.

    Refused without a reason, for a revocation, and when the payer has paid since under a receipt that shows it.
    """
    with write(by) as tx:
        found = _waiver(tx, waiver_id)
        if found.revokes_id is not None:
            raise Refused(_("This takes a waiver back itself."))
        if found.revoked_by is not None:
            return _waiver(tx, found.revoked_by)
        if number := records.paid_since(tx, found.charge_id, found.approved_at):
            raise Refused(
                _("Receipt %(number)s was written with this waiver. Reverse it first.", number=number)
            )
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        records.revoke(tx, "w.id = :waiver_id", reason, clock.stamp(), waiver_id=waiver_id)
        after = {"home": found.home_code, "amount_fen": found.amount_fen, "reason": reason}
        audit.record(tx, "waiver.revoked", "charges", found.charge_id, after=after)
        revoked = _waiver(tx, waiver_id).revoked_by
        assert revoked is not None
        return _waiver(tx, revoked)


def within_limit(request: Request, limit_fen: int) -> bool:
    """Whether a request needs no second person."""
    return request.amount_fen <= limit_fen


def _require_allowed(tx: Tx, found: Request, may_approve: bool) -> None:
    """Within the limit one person suffices, for one home and day; above it another one who may approve."""
    limit, own = identity(tx).waiver_limit_fen, _own(found, tx.by)
    if own:
        day = clock.today().isoformat()
        before = records.granted_to_oneself(tx, found.home_id, tx.by.account_id, tx.by.name, day)
        if before + found.amount_fen > limit:
            raise Refused(
                _(
                    "Above ¥%(limit)s for one home and day another person decides. Leave the request open.",
                    limit=money(limit),
                )
            )
    elif not within_limit(found, limit) and not may_approve:
        raise Refused(_("Above ¥%(limit)s a manager decides.", limit=money(limit)))


def _checked(asked: Asked) -> Asked:
    if not asked.charge_ids:
        raise Refused(_("Tick at least one charge."), "charges")
    if asked.reason_code not in KIND_OF_REASON:
        raise Refused(_("Choose why."), "reason_code")
    if not asked.reason.strip():
        raise Refused(_("Write the reason."), "reason")
    if not asked.basis.strip():
        raise Refused(_("Write what allows it: the contract's clause, the law, a decision."), "basis")
    if (asked.asked_fen is None) == (asked.asked_e4 is None):
        raise Refused(_("Write an amount or a share, one of the two."), "amount")
    return asked._replace(
        charge_ids=tuple(sorted(set(asked.charge_ids))),
        reason=asked.reason.strip(),
        basis=asked.basis.strip(),
        paper=asked.paper.strip(),
    )


def _parts(tx: Tx, asked: Asked) -> list[tuple[int, int]]:
    """What is to be waived of each charge."""
    charges = {one.charge_id: one for one in billing.open_charges(tx, asked.home_id)}
    if any(one not in charges for one in asked.charge_ids):
        raise Refused(_("Nothing is owed on one of these charges any more."), "charges")
    chosen: list[OpenCharge] = [charges[one] for one in asked.charge_ids]
    if asked.reason_code == "penalty" and set(records.kinds_of(tx, list(asked.charge_ids)).values()) != {
        "penalty"
    }:
        raise Refused(_("Tick penalties only, or choose another reason."), "reason_code")
    unpaid = [one.balance_fen for one in chosen]
    if asked.asked_e4 is not None:
        shares = percent_fen(asked.asked_e4, unpaid)
    else:
        wanted = asked.asked_fen or 0
        if wanted <= 0:
            raise Refused(_("The amount must be more than nothing."), "amount")
        if wanted > sum(unpaid):
            raise Refused(_("Only ¥%(owed)s is unpaid on these charges.", owed=money(sum(unpaid))), "amount")
        shares = shares_fen(wanted, unpaid)
    parts = [(one.charge_id, fen) for one, fen in zip(chosen, shares, strict=True) if fen]
    if not parts:
        raise Refused(_("This comes to nothing."), "percent")
    return parts


def _write(tx: Tx, asked: Asked, parts: list[tuple[int, int]], key: str) -> int:
    home = community.home(tx, asked.home_id)
    assert home is not None  # it has charges
    now = clock.stamp()
    request_id = tx.insert(
        "waiver_requests",
        key=key,
        home_id=home.id,
        home_code=home.code,
        reason_code=asked.reason_code,
        reason=asked.reason,
        basis=asked.basis,
        paper=asked.paper,
        asked_fen=asked.asked_fen,
        asked_e4=asked.asked_e4,
        amount_fen=sum(fen for _charge, fen in parts),
        requested_id=tx.by.account_id,
        requested_by=tx.by.name,
        requested_at=now,
        requested_on=clock.day_of(now),
    )
    tx.many("INSERT INTO waiver_request_lines VALUES (?, ?, ?)", [(request_id, *part) for part in parts])
    return request_id


def _decide(tx: Tx, found: Request, decision: str, reason: str, now: str) -> None:
    tx.insert(
        "waiver_decisions",
        request_id=found.id,
        decision=decision,
        decided_id=tx.by.account_id,
        decided_by=tx.by.name,
        decided_at=now,
        reason=reason,
    )
    after = {"home": found.home_code, "amount_fen": found.amount_fen, "reason": reason}
    audit.record(tx, f"waiver.{decision}", "waiver_requests", found.id, after=after)


def _first_answer(tx: Tx, known: Request, asked: Asked) -> Request:
    same = (known.home_id, known.reason_code, known.reason, known.asked_fen, known.asked_e4) == (
        asked.home_id,
        asked.reason_code,
        asked.reason.strip(),
        asked.asked_fen,
        asked.asked_e4,
    )
    if not same or {line.charge_id for line in records.lines(tx, known.id)} - set(asked.charge_ids):
        raise Refused(
            _("This page was used already for something else. Open it again and repeat what you want to do.")
        )
    return known


def _own(found: Request, by: Actor) -> bool:
    return (found.requested_id, found.requested_by) == (by.account_id, by.name) or (
        by.account_id is not None and found.requested_id == by.account_id
    )


def _require_open(found: Request) -> None:
    if found.state != "open":
        raise Refused(_("This request is decided already."))


def _request(tx: Tx, request_id: int) -> Request:
    found = records.request(tx, request_id)
    if found is None:
        raise LookupError(f"there is no request {request_id}")
    return found


def _waiver(tx: Tx, waiver_id: int) -> queries.Waiver:
    found = queries.waiver(tx, waiver_id)
    if found is None:
        raise LookupError(f"there is no waiver {waiver_id}")
    return found
