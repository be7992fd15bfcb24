"""What providers report: kept once, in whatever order it comes, and passed on to the message's record."""

from collections.abc import Sequence
from datetime import timedelta

from estate.channels import records, records_sends
from estate.channels.actions import provider
from estate.channels.channel import Answer, Code, Outgoing
from estate.channels.records_sends import Send
from estate.channels.rules_receipts import EXPIRES, Report
from estate.channels.wire import NotSent, Unknown
from estate.data import Tx, clock, read, write
from estate.data.store import System
from estate.i18n import gettext as _
from estate.jobs.outbox import WORKER
from estate.messages import actions as messages

PROVIDER = System("provider")
AT_ONCE = 50
MOST_WAITING = 10_000
"""Receipts of no known message that are kept: somebody who knows the address cannot fill the disk."""
FIRST_ASKED = timedelta(minutes=10)
STRANGERS_STAY = timedelta(days=4)


def take(channel: Code, reports: Sequence[Report]) -> None:
    """Take what a provider reports, as often as it repeats it."""
    with write(PROVIDER) as tx:
        for report in reports:
            _take(tx, channel, report)
        _pass_on(tx)


def pass_on() -> None:
    """Pass on what came before its message was known by its number."""
    with read() as db:  # most looks find nothing: those must not take the write lock
        if not records_sends.waiting_receipts(db, 1):
            return
    with write(WORKER) as tx:
        _pass_on(tx)


def ask() -> int:
    """Ask the provider for receipts that did not come; answers how many came of it. Ten minutes after, then hourly."""
    with read() as db:
        known = records.set_up(db, "sms")
        before = clock.stamp_of(clock.now() - FIRST_ASKED)
        hour_ago = clock.stamp_of(clock.now() - timedelta(hours=1))
        waiting = records_sends.without_receipt(db, before, hour_ago, AT_ONCE) if known else []
    if known is None or not known.active or known.provider == "list" or not waiting:
        return 0
    carrier, found = provider(known), 0
    try:
        for send in waiting:
            if send.provider == carrier.name:
                answer = carrier.ask(
                    Outgoing(0, send.key, send.to_address, "", ""), send.handed_at, send.provider_id
                )
                found += _heard(send, answer)
    except (NotSent, Unknown):
        return found  # it is away: the next round asks again
    finally:
        carrier.close()
    return found


def expire() -> None:
    """What has no receipt after 72 hours will get none; a late one still counts."""
    before = clock.stamp_of(clock.now() - EXPIRES)
    with read() as db:
        if not records_sends.past_hope(db, before, 1):
            return
    with write(WORKER) as tx:
        for send in records_sends.past_hope(tx, before, 1000):
            _keep(tx, send, "expired", clock.stamp(), _("No receipt within 72 hours."))
        records_sends.forget_strangers(tx, clock.stamp_of(clock.now() - STRANGERS_STAY))
        _pass_on(tx)


def _take(tx: Tx, channel: Code, report: Report) -> None:
    send = records_sends.send_of_report(tx, channel, report)
    if send is None:
        if report.provider_id and records_sends.count_waiting(tx) < MOST_WAITING:
            records_sends.keep_receipt(
                tx, channel, report.provider_id, report.to, report.state, report.at, report.text
            )
        return
    if send.stage == "handed":
        number = report.provider_id or send.key
        records_sends.learn(tx, send.key, number)
        send = send._replace(provider_id=number)
    if _keep(tx, send, report.state, report.at, report.text):
        if report.empty_number:
            records_sends.note_dead(tx, channel, send.to_address)
        elif report.state == "delivered":
            records_sends.note_alive(tx, channel, send.to_address)


def _heard(send: Send, answer: Answer | None) -> bool:
    with write(WORKER) as tx:
        records_sends.note_asked(tx, send.key)
        if answer is None or (answer.state == "accepted" and not answer.delivered):
            return False
        state = "delivered" if answer.delivered else "failed"
        if _keep(tx, send, state, clock.stamp(), answer.text) and answer.to_gone:
            records_sends.note_dead(tx, "sms", send.to_address)
        _pass_on(tx)
        return True


def _keep(tx: Tx, send: Send, state: str, at: str, text: str) -> bool:
    """Keep what was told of a send, under the number that its message knows; whether it is new."""
    records_sends.note_reported(tx, send.key, state)
    number = send.provider_id or send.key
    return records_sends.keep_receipt(tx, send.channel, number, send.to_address, state, at, text)


def _pass_on(tx: Tx) -> None:
    for one in records_sends.waiting_receipts(tx, 1000):
        known = messages.receipt(tx, one.channel, one.provider_id, one.state, one.at, one.text)
        if known or one.key.startswith("test:"):
            records_sends.note_passed_on(tx, one.id)
        records_sends.note_reported(tx, one.key, one.state)
