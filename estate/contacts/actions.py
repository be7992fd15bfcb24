"""Logging contacts, correcting them, closing follow-ups, judging promises; one transaction each. Amounts in fen."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from estate.arrears import actions as arrears
from estate.billing import queries as billing
from estate.community import queries as community
from estate.contacts import queries, records, words
from estate.contacts.queries import Contact
from estate.contacts.records import OpenPromise
from estate.contacts.rules import Paid, outcome
from estate.data import Actor, Tx, audit, clock, write
from estate.dunning import actions as dunning
from estate.i18n import gettext as _
from estate.jobs.outbox import WORKER
from estate.messages import actions as messages
from estate.refusal import Refused, require_key

SOURCE = "promises"
DONE_BY = {"call_out": "call", "call_in": "call", "visit": "visit"}
"""Which task of a dunning case a contact takes from the list, once somebody was reached."""


class Told(NamedTuple):
    """A contact as somebody tells it. happened_at: an instant; promise: day and fen; reason: what it corrects."""

    home_id: int
    payer_id: int
    happened_at: datetime
    channel: str
    reached: str
    result: str
    reached_name: str = ""
    number: str = ""
    cause: str = ""
    note: str = ""
    witness: str = ""
    recording: str = ""
    next_on: date | None = None
    promise_on: date | None = None
    promise_fen: int | None = None
    in_writing: bool = False
    corrects_id: int | None = None
    reason: str = ""


def log(told: Told, key: str, by: Actor, attach: Callable[[Tx, int], None] | None = None) -> Contact:
    """Log a contact; the same key logs it once. attach: adds papers in the same transaction.

    A promise pauses dunning until its day; the promise of a contact that is corrected is withdrawn. Refused: what has
    not happened yet, a promise without day or amount or for more than is owed, a correction without a reason.
    """
    with write(by) as tx:
        if known := records.of_key(tx, key):
            return _contact(tx, known)
        require_key(key)
        home = community.home(tx, told.home_id)
        if home is None:
            raise LookupError(f"there is no home {told.home_id}")
        owed = billing.open_charges(tx, told.home_id, told.payer_id)
        _check(tx, told, sum(one.balance_fen for one in owed))
        if told.corrects_id:
            _withdraw(tx, told.corrects_id, told.home_id)
        contact_id = tx.insert(
            "contacts",
            key=key,
            home_code=home.code,
            payer_name=str(tx.value("SELECT name FROM people WHERE id = :id", id=told.payer_id)),
            owed_fen=sum(one.balance_fen for one in owed),
            charges=msgspec.json.encode([[one.charge_id, one.balance_fen] for one in owed]).decode(),
            logged_at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
            **_row(told),
        )
        if told.reached != "nobody" and told.channel in DONE_BY:
            dunning.contact_made(tx, told.home_id, told.payer_id, DONE_BY[told.channel], told.note)
        if told.promise_on and told.promise_fen:
            _promise(tx, contact_id, told, told.promise_on, told.promise_fen)
        if told.cause and owed:
            _note_cause(tx, contact_id, told)
        if attach:
            attach(tx, contact_id)
        after = {"home": home.code, "result": told.result, "corrects": told.corrects_id}
        audit.record(tx, "contact.logged", "contacts", contact_id, after=after)
        return _contact(tx, contact_id)


_NOTED_AS = {"service": "quality", "mismatch": "disputed_sum"}
"""Causes that the arrears' list of reasons calls otherwise."""


def _note_cause(tx: Tx, contact_id: int, told: Told) -> None:
    """Arrears stand under the reason that was heard last."""
    code = _NOTED_AS.get(told.cause, told.cause)
    arrears.note_cause(
        tx, told.home_id, told.payer_id, code, told.note, source="contact", source_id=contact_id
    )


def close(contact_id: int, by: Actor) -> None:
    """Say that nothing is left to follow up of a contact. Again changes nothing."""
    with write(by) as tx:
        found = _contact(tx, contact_id)
        if found.closed_at is None:
            tx.insert(
                "contact_closings",
                contact_id=contact_id,
                at=clock.stamp(),
                account_id=by.account_id,
                who=by.name,
            )
            audit.record(tx, "contact.closed", "contacts", contact_id, after={"home": found.home_code})


def judge_promises(today: date) -> None:
    """Daily work: promises that are kept or broken by now end, with the pause that they gave."""
    with write(WORKER) as tx:
        paid: dict[int, list[Paid]] = {}
        for one in records.money_since(tx):
            paid.setdefault(one.promise_id, []).append(Paid(date.fromisoformat(one.taken_on), one.fen))
        for promise in records.open_promises(tx):
            came = paid.get(promise.id, [])
            if found := outcome(date.fromisoformat(promise.due_on), promise.amount_fen, came, today):
                _end(tx, promise.id, found, sum(one.fen for one in came), today)
                if found == "broken" and promise.account_id:
                    _tell(tx, promise)


def _tell(tx: Tx, promise: OpenPromise) -> None:
    """Tell the clerk who took a promise that it was broken."""
    messages.tell(
        tx,
        "promise.broken",
        f"promise.broken:{promise.id}",
        account_id=promise.account_id,
        home_id=promise.home_id,
        link=f"/contacts/{promise.contact_id}",
        values={"payer": promise.payer_name, "amount": promise.amount_fen, "promised_on": promise.due_on},
    )


def _check(tx: Tx, told: Told, owed_fen: int) -> None:
    if told.happened_at > clock.now():
        raise Refused(_("This lies in the future. Write when it happened."), "day")
    if told.result in words.REACHING and told.reached == "nobody":
        raise Refused(_("Say whom you reached."), "reached")
    if (told.result == "promised") != (told.promise_on is not None):
        raise Refused(_("A promise needs its day, and a day a promise."), "promise_on")
    if (told.result == "promised") != (told.promise_fen is not None):
        raise Refused(_("A promise needs its amount, and an amount a promise."), "promise_fen")
    if told.promise_on and told.promise_on < clock.today():
        raise Refused(_("The promised day is past already."), "promise_on")
    if told.promise_fen and told.promise_fen > owed_fen:
        raise Refused(_("More is promised than is owed."), "promise_fen")
    if told.next_on and told.next_on < clock.today():
        raise Refused(_("This day is past already."), "next_on")
    if told.corrects_id and not told.reason:
        raise Refused(_("Write the reason."), "reason")


def _row(told: Told) -> dict[str, object]:
    kept = told._asdict()
    for name in ("promise_on", "promise_fen", "in_writing"):
        del kept[name]
    kept["happened_at"] = told.happened_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    kept["next_on"] = told.next_on.isoformat() if told.next_on else None
    kept["reason"] = told.reason if told.corrects_id else None
    return kept


def _promise(tx: Tx, contact_id: int, told: Told, due_on: date, amount_fen: int) -> None:
    promise_id = tx.insert(
        "promises",
        contact_id=contact_id,
        home_id=told.home_id,
        payer_id=told.payer_id,
        due_on=due_on.isoformat(),
        amount_fen=amount_fen,
        in_writing=int(told.in_writing),
    )
    dunning.pause(tx, told.home_id, told.payer_id, "promise", due_on, "", SOURCE, promise_id)


def _withdraw(tx: Tx, contact_id: int, home_id: int) -> None:
    corrected = _contact(tx, contact_id)
    if corrected.home_id != home_id:
        raise LookupError(f"contact {contact_id} is not about home {home_id}")
    if not corrected.live:
        raise Refused(_("This entry is corrected already. Correct the later one."))
    if promise_id := records.promise_of(tx, contact_id):
        _end(tx, promise_id, "withdrawn", 0, clock.today())


def _end(tx: Tx, promise_id: int, how: str, paid_fen: int, on: date) -> None:
    tx.insert(
        "promise_ends",
        promise_id=promise_id,
        outcome=how,
        paid_fen=paid_fen,
        ended_on=on.isoformat(),
        at=clock.stamp(),
        who=tx.by.name,
    )
    dunning.end_pause(tx, SOURCE, promise_id, str(words.OUTCOMES[how][1]))


def _contact(tx: Tx, contact_id: int) -> Contact:
    found = queries.contact(tx, contact_id)
    if found is None:
        raise LookupError(f"there is no contact {contact_id}")
    return found
