"""What happens with a renovation's permit: applied for, decided, looked at, accepted; its workers' passes."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from estate.data import Actor, Tx, audit, clock, write
from estate.deposits import queries as deposits
from estate.deposits.actions import note_inspection
from estate.gate import actions, queries_permits
from estate.gate import queries as passes
from estate.gate.actions import Visit
from estate.gate.papers import PERMIT
from estate.gate.queries_permits import Permit
from estate.gate.rules_passes import FARTHEST
from estate.gate.rules_permits import MOST_DAYS, OWNER, RESULTS, STEPS
from estate.gate.words_permits import NEWS
from estate.i18n import gettext as _
from estate.messages import actions as messages
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.refusal import Refused, require_key

DECIDED = "permit.decided"
MOST_WORKERS = 30


class Application(NamedTuple):
    """A renovation as it is applied for. source: owner or clerk."""

    home_id: int
    person_id: int | None
    person_name: str
    firm: str
    firm_phone: str
    works: Sequence[str]
    text: str
    from_on: date
    until_on: date
    source: str


class Said(NamedTuple):
    """What goes with a step."""

    reason: str = ""
    result: str | None = None
    until_on: date | None = None


def apply(given: Application, papers: Sequence[Kept], key: str, by: Actor) -> int:
    """Apply for works; the same key applies once. Answers the permit. The rules as they are now count as accepted.

    Refused: past days, too long, too far ahead; an owner tells of works before they begin (Civil Code 945).
    """
    if not 0 <= (given.until_on - given.from_on).days < MOST_DAYS:
        raise Refused(_("From the first day on, at most %(most)s days.", most=MOST_DAYS), "until_on")
    today = clock.today()
    if given.until_on < today:
        raise Refused(_("This day is past."), "until_on")
    if given.source == "owner" and given.from_on < today:
        raise Refused(_("This day is past. Call the office where the works have begun already."), "from_on")
    if (given.from_on - today).days > FARTHEST:
        raise Refused(_("Apply for nothing more than %(days)s days ahead.", days=FARTHEST), "from_on")
    require_key(key)
    with write(by) as tx:
        known = queries_permits.by_key(tx, key)
        if known is not None:
            return known
        year = today.year
        permit_id = tx.insert(
            "permits",
            **_number(tx, year),
            key=key,
            token=secrets.token_urlsafe(16),
            home_id=given.home_id,
            person_id=given.person_id,
            person_name=given.person_name,
            firm=given.firm,
            firm_phone=given.firm_phone,
            works=msgspec.json.encode(list(given.works)).decode(),
            text=given.text,
            from_on=given.from_on.isoformat(),
            until_on=given.until_on.isoformat(),
            rules_id=_present_rules(tx),
            made_at=clock.stamp(),
            made_on=today.isoformat(),
            source=given.source,
            account_id=by.account_id,
            made_by=by.name,
        )
        _write_step(tx, permit_id, "apply", "applied", f"{key}:apply", Said())
        if papers:
            attach(tx, PERMIT, permit_id, papers, "plan")
        audit.record(tx, "permit.applied", "permits", permit_id, after={"works": list(given.works)})
        return permit_id


def step(permit_id: int, name: str, said: Said, key: str, party: str, by: Actor) -> None:
    """Take a step; the same key takes it once. Refused: from this state, by this party, without what it needs."""
    require_key(key)
    with write(by) as tx:
        if tx.value("SELECT 1 FROM permit_steps WHERE key = :key", key=key):
            return
        found, rule = _require(tx, permit_id), STEPS[name]
        if found.state not in rule.allowed or party not in rule.who:
            raise Refused(_("This has just changed. Look at it again."))
        _require_said(found, rule.needs, said)
        step_id = _write_step(tx, permit_id, name, rule.to or found.state, key, said)
        if name == "extend" and said.until_on:
            actions.prolong(tx, permit_id, said.until_on.isoformat())
        audit.record(
            tx,
            "permit.moved",
            "permits",
            permit_id,
            before={"state": found.state},
            after={"step": name, "state": rule.to or found.state, "reason": said.reason},
        )
        if name == "accept":
            _inspected(tx, found, by)
        if name in NEWS and found.person_id and party != OWNER:
            _tell(tx, found, step_id, name, said.reason)


def add_worker(permit_id: int, name: str, key: str, by: Actor) -> int:
    """A pass for somebody who works there, for as long as the works are permitted. Refused: before and after that."""
    require_key(key)
    with write(by) as tx:
        known = passes.by_key(tx, key)
        if known is not None:
            return known
        found = _require(tx, permit_id)
        last = date.fromisoformat(found.until_on)
        if found.state != "approved" or last < clock.today():
            raise Refused(_("The works are not permitted now."), "name")
        if len(queries_permits.workers(tx, permit_id)) >= MOST_WORKERS:
            raise Refused(_("There are too many workers. Take out those who are gone."), "name")
        first = max(clock.today(), date.fromisoformat(found.from_on))
        return actions.issue(tx, "worker", Visit(found.home_id, first, last, None, name), key, permit_id)


def drop_worker(permit_id: int, pass_id: int, by: Actor) -> None:
    """Somebody works there no more."""
    with write(by) as tx:
        if any(one.id == pass_id for one in queries_permits.workers(tx, permit_id)):
            actions.cancel_in(tx, pass_id)


def link_deposit(permit_id: int, number: str, by: Actor) -> None:
    """Say which deposit was left for the works. Refused: one of another home or for something else, or not held."""
    with write(by) as tx:
        found = _require(tx, permit_id)
        free = {one.number: one for one in queries_permits.free_deposits(tx, found)}
        deposit = free.get(number.strip())
        if deposit is None:
            raise Refused(_("There is no such deposit of this home."), "deposit")
        if found.state in ("refused", "withdrawn"):
            raise Refused(_("This has just changed. Look at it again."), "deposit")
        if deposit.id != found.deposit_id:
            tx.update("permits", permit_id, deposit_id=deposit.id)
            audit.record(tx, "permit.deposit", "permits", permit_id, after={"deposit": deposit.number})
        if found.state == "accepted":
            _inspected(tx, _require(tx, permit_id), by)


def write_rules(text: str, by: Actor) -> None:
    """The rules from now on; who has accepted earlier ones accepted those."""
    with write(by) as tx:
        if text == queries_permits.rules_text(tx):
            return
        rules_id = tx.insert("permit_rules", text=text, at=clock.stamp(), who=by.name)
        audit.record(tx, "permit_rules.changed", "permit_rules", rules_id)


def _require(tx: Tx, permit_id: int) -> Permit:
    found = queries_permits.permit(tx, permit_id)
    if found is None:
        raise LookupError(f"there is no permit {permit_id}")
    return found


def _inspected(tx: Tx, found: Permit, by: Actor) -> None:
    """The works are accepted: that is the inspection which the return of their deposit waits for."""
    deposit = deposits.deposit_by_id(tx, found.deposit_id) if found.deposit_id else None
    if deposit and deposit.state == "held":
        note_inspection(deposit.id, found.number, by)


def _require_said(found: Permit, needs: str, said: Said) -> None:
    if needs == "reason" and not said.reason:
        raise Refused(_("Write the reason."), "reason")
    if needs == "result" and said.result not in RESULTS:
        raise Refused(_("Say what was seen."), "result")
    if needs == "result" and said.result == "violation" and not said.reason:
        raise Refused(_("Write what is against the rules."), "reason")
    if needs == "until":
        if said.until_on is None or said.until_on.isoformat() <= found.until_on:
            raise Refused(_("Choose a day after the present last one."), "until_on")
        if (said.until_on - date.fromisoformat(found.from_on)).days >= 2 * MOST_DAYS:
            raise Refused(_("This is too long. Let them apply anew."), "until_on")


def _number(tx: Tx, year: int) -> dict[str, int | str]:
    tx.run("INSERT INTO permit_series (year) VALUES (:year) ON CONFLICT DO NOTHING", year=year)
    seq = int(tx.value("SELECT next FROM permit_series WHERE year = :year", year=year))
    return {"number": f"ZX{year}-{seq:04d}", "year": year, "seq": seq}


def _present_rules(tx: Tx) -> int:
    """The rules that hold now, written down with the first application where the office wrote none of its own."""
    known = tx.value("SELECT max(id) FROM permit_rules")
    return known or tx.insert(
        "permit_rules", text=queries_permits.rules_text(tx), at=clock.stamp(), who=tx.by.name
    )


def _write_step(tx: Tx, permit_id: int, name: str, to_state: str, key: str, said: Said) -> int:
    return tx.insert(
        "permit_steps",
        permit_id=permit_id,
        key=key,
        step=name,
        to_state=to_state,
        result=said.result if name == "inspect" else None,
        until_on=said.until_on.isoformat() if name == "extend" and said.until_on else None,
        reason=said.reason,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )


def _tell(tx: Tx, found: Permit, step_id: int, name: str, reason: str) -> None:
    messages.tell(
        tx,
        DECIDED,
        f"{DECIDED}:{step_id}",
        person_id=found.person_id,
        home_id=found.home_id,
        link=f"/my/permits/{found.id}",
        values={"number": found.number, "news": NEWS[name], "reason": reason or "–"},
    )
