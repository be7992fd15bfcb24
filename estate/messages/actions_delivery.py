"""Hand what is due to the providers: some at a time, held before they leave, each answer written down.

A worker that is killed in between leaves deliveries in the state `submitted`: at the next start the provider is asked
what became of them before anything is sent again.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta

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

AT_ONCE = 10
"""Deliveries that are held at a time: so many a killed worker leaves in doubt at most."""
MAX_ATTEMPTS = 6
SILENCE = timedelta(hours=72)
"""After which an SMS without word of its fate counts as expired. Source: DOMAIN F (HW)."""


def deliver() -> int:
    """Send all that is due, by each channel in turn; answers how many were handed over.

    A channel whose provider takes nothing of a whole batch is left alone until the next round.
    """
    count = 0
    with read() as db:
        active = channels.active(db)
    with ExitStack() as stack:
        ways: dict[Code, Channel] = {}
        for code in CODES:
            if code in active and (way := stack.enter_context(opened(code))):
                ways[code] = way
        while ways:
            for code, way in list(ways.items()):
                answers = [(one, *_send(way, one)) for one in _claim(code)]
                _write(answers)
                count += len(answers)
                if all(
                    answer.state == "later" for _one, answer, _sent in answers
                ):  # nothing due, or nobody takes it
                    del ways[code]
    return count


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


def _send(way: Channel, one: Due) -> tuple[Answer, str]:
    """Hand one over; the answer, and the text that went out where it is not the message's own."""
    outgoing = _outgoing(one)
    if outgoing is None:
        why = _("The SMS provider takes no text of this event. Enter an approved one.")
        return Answer("failed", None, why), ""
    found = way.find(outgoing) if one.again else None
    return found or way.send(outgoing), outgoing.text if outgoing.text not in (one.text, one.short) else ""


def _outgoing(one: Due) -> Outgoing | None:
    carried = Outgoing(one.id, one.key, one.to_address, one.subject, one.text, link=one.link)
    if one.channel == "mail":
        return carried._replace(file=File(one.file, f"{one.subject}.pdf") if one.file else None)
    if one.channel == "push":
        return carried._replace(text=one.short)
    with read() as db:
        text = channels.sms_text(db, one.event, one.language, one.values, one.short)
    return carried._replace(text=text.text, template=text.template, params=text.params) if text else None


def _write(answers: Sequence[tuple[Due, Answer, str]]) -> None:
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
