"""Hand what is due to the providers: some at a time, held before they leave, each answer written down.

A worker that is killed in between leaves deliveries in the state `submitted`: at the next start the provider is asked
what became of them before anything is sent again.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from typing import NamedTuple

from estate.channels import queries as channels
from estate.channels.actions import opened
from estate.channels.channel import CODES, Answer, Channel, Code, File, Outgoing
from estate.data import Actor, Tx, audit, clock, read, write
from estate.i18n import gettext as _
from estate.jobs import rounds
from estate.jobs.outbox import WORKER
from estate.messages import records, records_sending
from estate.messages.actions import DELIVER, note, quiet_end
from estate.messages.records_sending import Due
from estate.messages.rules import back_off

log = logging.getLogger("estate.messages")

AT_ONCE = 20
"""Deliveries that are held at a time: so many a killed worker leaves in doubt at most."""
LINES: dict[Code, int] = {"mail": 1, "sms": 4, "push": 4}
"""How many are under way at the same time: a provider takes its time to answer; mail servers like one caller."""
MAX_ATTEMPTS = 6
SILENCE = timedelta(hours=72)
"""After which an SMS without word of its fate counts as expired. Source: DOMAIN F (HW)."""


class Sent(NamedTuple):
    """What came back for one. text: what went out where it is not the message's own."""

    one: Due
    answer: Answer
    text: str


_threads = ThreadPoolExecutor(max(LINES.values()), thread_name_prefix="deliver")
"""The same few threads for good: each keeps a connection for reading."""


def deliver() -> int:
    """Send all that is due, by each channel in turn; answers how many were handed over.

    A channel whose provider takes nothing of a whole batch is left alone until the next round.
    """
    count = 0
    with ExitStack() as stack:
        ways: dict[Code, list[Channel]] = {code: lines for code in CODES if (lines := _open(stack, code))}
        while ways:
            for code, lines in list(ways.items()):
                answers = _send_all(lines, _claim(code))
                _write(answers)
                count += len(answers)
                if all(
                    answer.state == "later" for _one, answer, _sent in answers
                ):  # nothing due, or nobody takes it
                    del ways[code]
    return count


def _open(stack: ExitStack, code: Code) -> list[Channel]:
    """The lines of a channel that has something to send: one for a few, more for many."""
    with read() as db:
        waiting = (
            len(records_sending.due(db, code, clock.stamp(), AT_ONCE)) if code in channels.active(db) else 0
        )
    wanted = LINES[code] if waiting == AT_ONCE else min(waiting, 1)
    return [line for _line in range(wanted) if (line := stack.enter_context(opened(code)))]


def release() -> None:
    """At the worker's start: what an earlier worker held is due again."""
    with write(WORKER) as tx:
        records_sending.release(tx)


def expire_silent() -> None:
    """Give up waiting for word of text messages; their recipients may be reached otherwise."""
    before = clock.stamp_of(clock.now() - SILENCE)
    while True:
        with write(WORKER) as tx:
            found = records_sending.silent(tx, before, 200)
            for delivery_id in found:
                one = records.delivery(tx, delivery_id)
                assert one is not None
                note(
                    tx,
                    one,
                    "expired",
                    at=clock.stamp(),
                    answer=_("The provider never told what became of it."),
                )
        if not found:
            return


def retry(delivery_id: int | None, by: Actor) -> int:
    """Send a dead letter once more, or all of them; answers how many. What was read in the meantime is left."""
    with write(by) as tx:
        count = records.revive(tx, delivery_id, clock.stamp())
        if count:
            audit.record(tx, "delivery.retried", "deliveries", delivery_id, after={"deliveries": count})
            tx.after_commit(lambda: rounds.nudge(DELIVER))
        return count


def _claim(code: Code) -> list[Due]:
    """Take hold of the next deliveries; in quiet hours they wait for their end, unless they are urgent."""
    with read() as db:  # most looks find nothing: those must not take the write lock
        if not records_sending.due(db, code, clock.stamp(), 1):
            return []
    with write(WORKER) as tx:
        if code not in channels.active(tx):
            return []
        while found := records_sending.due(tx, code, clock.stamp(), AT_ONCE):
            habits = records.habits(tx)
            waits = {
                one.id: quiet_end(one.quiet_from, one.quiet_to, habits, urgent=bool(one.urgent))
                for one in found
            }
            records_sending.put_off(tx, [(until, one) for one, until in waits.items() if until])
            now = [one for one in found if not waits[one.id]]
            if now:
                records_sending.submit(tx, [one.id for one in now], clock.stamp())
                return now
        return []


def _send_all(lines: Sequence[Channel], batch: Sequence[Due]) -> list[Sent]:
    if len(lines) == 1 or not batch:
        return _send_some(lines[0], batch)
    shares = [batch[place :: len(lines)] for place in range(len(lines))]
    return [sent for share in _threads.map(_send_some, lines, shares) for sent in share]


def _send_some(way: Channel, some: Sequence[Due]) -> list[Sent]:
    return [_send(way, one) for one in some]


def _send(way: Channel, one: Due) -> Sent:
    """Hand one over. A fault of our own must not hold the others: it is tried again as if nobody had answered."""
    try:
        outgoing = _outgoing(one)
        if outgoing is None:
            why = _("The SMS provider takes no text of this event. Enter an approved one.")
            return Sent(one, Answer("failed", None, why), "")
        found = way.find(outgoing) if one.again else None
        sent = outgoing.text if outgoing.text not in (one.text, one.short) else ""
        return Sent(one, found or way.send(outgoing), sent)
    except Exception as error:
        log.exception("delivery %d", one.id)
        return Sent(one, Answer("later", None, repr(error)), "")


def _outgoing(one: Due) -> Outgoing | None:
    carried = Outgoing(one.id, one.key, one.to_address, one.subject, one.text, link=one.link)
    if one.channel == "mail":
        return carried._replace(file=File(one.file, f"{one.subject}.pdf") if one.file else None)
    if one.channel == "push":
        return carried._replace(text=one.short)
    with read() as db:
        text = channels.sms_text(db, one.event, one.language, one.values, one.short)
    return carried._replace(text=text.text, template=text.template, params=text.params) if text else None


def _write(answers: Sequence[Sent]) -> None:
    if not answers:
        return
    with write(WORKER) as tx:
        records_sending.note_sent(tx, [(sent, one.id) for one, _answer, sent in answers if sent])
        for one, answer, _sent in answers:
            _write_one(tx, one, answer)


def _write_one(tx: Tx, one: Due, answer: Answer) -> None:
    delivery = records.delivery(tx, one.id)
    assert delivery is not None
    if delivery.state != "submitted":  # word of its fate was quicker than the answer
        return
    now, tries = clock.stamp(), one.attempts + 1
    if answer.state == "later" and tries < MAX_ATTEMPTS:
        records.add_attempt(tx, one.id, "later", at=now, answer=answer.text)
        records_sending.queue_again(tx, one.id, clock.stamp_of(clock.now() + back_off(tries)), answer.text)
        return
    state = "delivered" if answer.delivered else "failed" if answer.state == "later" else answer.state
    note(tx, delivery, state, at=now, answer=answer.text, provider_id=answer.provider_id or None)
