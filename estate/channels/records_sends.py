"""The journal of what was handed over, the receipts that came in, and addresses that are dead."""

from typing import NamedTuple

from estate.channels.channel import Answer, Outgoing
from estate.channels.rules_receipts import Report
from estate.channels.rules_sms import EMPTY_NUMBER_FAILURES
from estate.data import Reader, Tx, clock


class Send(NamedTuple):
    """What is known of one key. stage handed: it left the house and no answer was kept."""

    key: str
    channel: str
    provider: str
    to_address: str
    stage: str
    provider_id: str | None
    answer: str
    handed_at: str | None
    answered_at: str | None
    reported_at: str | None


_SEND = """
    SELECT key, channel, provider, to_address, stage, provider_id, answer, handed_at, answered_at, reported_at
      FROM channel_sends
"""


def send_of(db: Reader, key: str) -> Send | None:
    """What is known of a key; None when it never left the house."""
    return db.row(Send, _SEND + "WHERE key = :key", key=key)


def hand_over(tx: Tx, channel: str, provider: str, outgoing: Outgoing) -> None:
    """Write down, before it leaves the house, that it leaves now."""
    tx.run(
        """
        INSERT INTO channel_sends (key, channel, provider, to_address, stage, handed_at)
        VALUES (:key, :channel, :provider, :to, 'handed', :now)
        ON CONFLICT (key) DO UPDATE SET stage = 'handed', handed_at = excluded.handed_at, provider = excluded.provider,
            to_address = excluded.to_address, provider_id = NULL, answer = '', reported_at = NULL, asked_at = NULL
        """,
        key=outgoing.key,
        channel=channel,
        provider=provider,
        to=outgoing.to,
        now=clock.stamp(),
    )


def keep_answer(tx: Tx, channel: str, provider: str, outgoing: Outgoing, answer: Answer) -> None:
    """Write down what came back."""
    tx.run(
        """
        INSERT INTO channel_sends
            (key, channel, provider, to_address, stage, provider_id, answer, handed_at, answered_at)
        VALUES
            (:key, :channel, :provider, :to, :stage, :provider_id, :text, iif(:stage = 'accepted', :now, NULL), :now)
        ON CONFLICT (key) DO UPDATE SET stage = excluded.stage, provider_id = excluded.provider_id,
            answer = excluded.answer, answered_at = excluded.answered_at
        """,
        key=outgoing.key,
        channel=channel,
        provider=provider,
        to=outgoing.to,
        stage=answer.state,
        provider_id=answer.provider_id,
        text=answer.text[:2000],
        now=clock.stamp(),
    )


def without_receipt(db: Reader, answered_before: str, asked_before: str, limit: int) -> list[Send]:
    """Text messages that a provider took and never reported on, those not asked for longest first."""
    return db.rows(
        Send,
        _SEND
        + """
         WHERE channel = 'sms' AND stage = 'accepted' AND reported_at IS NULL
           AND answered_at < :answered_before AND ifnull(asked_at, '') < :asked_before
         ORDER BY ifnull(asked_at, answered_at) LIMIT :limit
        """,
        answered_before=answered_before,
        asked_before=asked_before,
        limit=limit,
    )


def note_asked(tx: Tx, key: str) -> None:
    """Remember that the provider was asked for a receipt just now."""
    tx.run("UPDATE channel_sends SET asked_at = :now WHERE key = :key", key=key, now=clock.stamp())


def send_of_report(db: Reader, channel: str, report: Report) -> Send | None:
    """The send that a report is about: by our key, or by the provider's number; the address must fit where it is told."""
    return db.row(
        Send,
        _SEND
        + """
         WHERE channel = :channel
           AND ((key = :key AND :key <> '') OR (provider_id = :provider_id AND :provider_id <> ''))
           AND (:to = '' OR to_address = :to)
         ORDER BY key = :key DESC LIMIT 1
        """,
        channel=channel,
        key=report.key,
        provider_id=report.provider_id,
        to=report.to,
    )


def learn(tx: Tx, key: str, provider_id: str) -> None:
    """A report came before the answer: the provider has it."""
    tx.run(
        """
        UPDATE channel_sends SET stage = 'accepted', provider_id = :provider_id, answered_at = :now WHERE key = :key
        """,
        key=key,
        provider_id=provider_id,
        now=clock.stamp(),
    )


class Waiting(NamedTuple):
    """A receipt that was not passed on yet, and the key of its message."""

    id: int
    key: str
    channel: str
    provider_id: str
    state: str
    at: str
    text: str


def keep_receipt(tx: Tx, channel: str, provider_id: str, to: str, state: str, at: str, text: str) -> bool:
    """Keep a receipt; whether it is new: providers repeat themselves."""
    return (
        tx.run(
            """
            INSERT INTO channel_receipts (channel, provider_id, to_address, state, at, text, received_at)
            VALUES (:channel, :provider_id, :to, :state, :at, :text, :now)
            ON CONFLICT (channel, provider_id, to_address, state) DO NOTHING
            """,
            channel=channel,
            provider_id=provider_id,
            to=to,
            state=state,
            at=at,
            text=text[:500],
            now=clock.stamp(),
        )
        == 1
    )


def waiting_receipts(db: Reader, limit: int) -> list[Waiting]:
    """Receipts of messages of this house that were not passed on yet, in their order."""
    return db.rows(
        Waiting,
        """
        SELECT r.id, s.key, r.channel, r.provider_id, r.state, r.at, r.text
          FROM channel_receipts r
          JOIN channel_sends s ON s.channel = r.channel AND s.provider_id = r.provider_id
           AND r.to_address IN ('', s.to_address)
         WHERE r.applied_at IS NULL ORDER BY r.id LIMIT :limit
        """,
        limit=limit,
    )


def count_waiting(db: Reader) -> int:
    """How many receipts wait for their message."""
    return int(db.value("SELECT count(*) FROM channel_receipts WHERE applied_at IS NULL"))


def note_passed_on(tx: Tx, receipt_id: int) -> None:
    """A receipt has reached its message's record."""
    now = clock.stamp()
    tx.run("UPDATE channel_receipts SET applied_at = :now WHERE id = :id", id=receipt_id, now=now)


def note_reported(tx: Tx, key: str, state: str) -> None:
    """The provider has told the fate of a key. What did not arrive may be sent again, should somebody ask for it."""
    tx.run(
        """
        UPDATE channel_sends AS s SET reported_at = :now,
               stage = CASE WHEN :state = 'delivered' THEN 'accepted'
                            WHEN s.stage = 'accepted' AND NOT EXISTS (
                                SELECT 1 FROM channel_receipts AS r
                                 WHERE r.channel = s.channel AND r.provider_id = s.provider_id
                                   AND r.state = 'delivered') THEN 'failed'
                            ELSE s.stage END
         WHERE key = :key AND handed_at IS NOT NULL
        """,
        key=key,
        state=state,
        now=clock.stamp(),
    )


def past_hope(db: Reader, before: str, limit: int) -> list[Send]:
    """Text messages handed over before an instant, on which the provider never reported."""
    return db.rows(
        Send,
        _SEND
        + """
         WHERE channel = 'sms' AND stage = 'accepted' AND reported_at IS NULL AND handed_at < :before
         ORDER BY handed_at LIMIT :limit
        """,
        before=before,
        limit=limit,
    )


def forget_strangers(tx: Tx, before: str) -> None:
    """Drop receipts that belong to no message of this house."""
    tx.run("DELETE FROM channel_receipts WHERE applied_at IS NULL AND received_at < :before", before=before)


def note_dead(tx: Tx, channel: str, to: str, failures_needed: int = EMPTY_NUMBER_FAILURES) -> None:
    """Count that nobody has this address; with the third time it is dead."""
    tx.run(
        """
        INSERT INTO dead_addresses (channel, to_address, last_at, dead_at)
        VALUES (:channel, :to, :now, iif(:needed <= 1, :now, NULL))
        ON CONFLICT (channel, to_address) DO UPDATE SET failures = failures + 1, last_at = excluded.last_at,
            dead_at = ifnull(dead_at, iif(failures + 1 >= :needed, excluded.last_at, NULL))
        """,
        channel=channel,
        to=to,
        needed=failures_needed,
        now=clock.stamp(),
    )


def note_alive(tx: Tx, channel: str, to: str) -> None:
    """A message reached this address: what was counted against it is forgotten."""
    tx.run("DELETE FROM dead_addresses WHERE channel = :channel AND to_address = :to", channel=channel, to=to)


class Dead(NamedTuple):
    """An address that is tried no more."""

    channel: str
    to_address: str
    failures: int
    dead_at: str


def dead_addresses(db: Reader) -> list[Dead]:
    """The addresses that are tried no more, newest first."""
    return db.rows(
        Dead,
        """
        SELECT channel, to_address, failures, dead_at FROM dead_addresses
         WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT 500
        """,
    )
