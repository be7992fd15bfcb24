"""Tell somebody something: one record, its text frozen, its first deliveries by the ladder of the event."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import msgspec

from estate.access.permissions import ROLES
from estate.data import Actor, Tx, clock, read, write
from estate.jobs import rounds
from estate.messages import events, records
from estate.messages.event import Event
from estate.messages.reach import Reach
from estate.messages.records import Delivery, Habits, Recipient, Texts
from estate.messages.rendering import common_values, render, spoken, template
from estate.messages.rules import OUTSIDE, first_channels, later_state, next_channel, quiet_until
from estate.messages.rules_text import digest
from estate.office.identity import identity

DELIVER = "deliver_messages"
"""The worker's round that sends."""


class Outside(NamedTuple):
    """Somebody whom the office keeps neither as a person nor with an account, such as a firm: it has a text message."""

    name: str
    mobile: str


class Telling(NamedTuple):
    """One thing to tell one person, one account or somebody outside. values: by the event's variables, amounts in fen,
    days ISO text.

    `home` and `name` among them stand for the usual ones. link: the page that it is about. urgent: not held back in
    quiet hours. file: the hash of a kept file that goes along. hidden_from: the account that it is about, which does not
    read it among what was told to others.
    """

    key: str
    values: Mapping[str, Any]
    person_id: int | None = None
    account_id: int | None = None
    home_id: int | None = None
    link: str = ""
    urgent: bool = False
    file: str | None = None
    outside: Outside | None = None
    hidden_from: int | None = None


def tell(
    tx: Tx,
    event: str,
    key: str,
    *,
    person_id: int | None = None,
    account_id: int | None = None,
    values: Mapping[str, Any],
    home_id: int | None = None,
    link: str = "",
    urgent: bool = False,
    file: str | None = None,
    outside: Outside | None = None,
    hidden_from: int | None = None,
) -> int:
    """Tell somebody of an event, in the transaction that causes it; the same key tells once.

    Answers the message's number; 0 when the office does not tell of this event, or nothing reaches the recipient.
    LookupError for an event that is not declared and for a value that is missing.
    """
    one = Telling(key, values, person_id, account_id, home_id, link, urgent, file, outside, hidden_from)
    return tell_many(tx, event, [one]).get(key, 0)


def tell_many(tx: Tx, event: str, tellings: Sequence[Telling]) -> dict[str, int]:
    """Tell many of the same event; answers the messages by key, those told before among them.

    Some hundreds at a time: each call reads its recipients and writes its rows at once.
    """
    kind = events.of(event)
    told = records.known(tx, [one.key for one in tellings])
    fresh = {one.key: one for one in tellings if one.key not in told}
    if fresh:
        writing = _Writing(tx, kind, list(fresh.values()))
        records.insert_messages(tx, writing.messages)
        records.insert_deliveries(tx, writing.deliveries)
        if any(one["channel"] in OUTSIDE for one in writing.deliveries):
            tx.after_commit(lambda: rounds.nudge(DELIVER))
        told |= records.known(tx, list(fresh))
    return told


def tell_staff(
    tx: Tx,
    event: str,
    key: str,
    *,
    permission: str,
    values: Mapping[str, Any],
    home_id: int | None = None,
    link: str = "",
    but_not: int | None = None,
) -> list[int]:
    """Tell everybody of the office who has a permission; one message each, under the key and their account.

    but_not: the account that it is about, which is not told and does not read what others were told.
    """
    roles = [role for role, permissions in ROLES.items() if permission in permissions and role != "owner"]
    tellings = [
        Telling(
            f"{key}:{account}", values, account_id=account, home_id=home_id, link=link, hidden_from=but_not
        )
        for account in records.accounts_of_roles(tx, roles)
        if account != but_not
    ]
    return list(tell_many(tx, event, tellings).values())


def hide(tx: Tx, links: Sequence[str], account_id: int | None) -> None:
    """Whom what these pages show turns out to be about reads no more what others were told of it; None: everybody may."""
    tx.run(
        "UPDATE messages SET hidden_from = :account_id WHERE link IN (SELECT value FROM json_each(:links))",
        account_id=account_id,
        links=msgspec.json.encode(list(links)).decode(),
    )


class _Writing:
    """The rows of some tellings of one event."""

    def __init__(self, tx: Tx, event: Event, tellings: Sequence[Telling]) -> None:
        self._tx, self._event = tx, event
        self._modes, self._habits = dict(records.modes(tx, event)), records.habits(tx)
        self._office, self._reach = identity(tx), Reach(tx, event)
        self._templates: dict[str, Texts] = {}
        self._people = records.people(tx, _ids(one.person_id for one in tellings))
        self._accounts = records.accounts(tx, _ids(one.account_id for one in tellings))
        self._codes = records.home_codes(tx, _ids(one.home_id for one in tellings))
        self.messages: list[dict[str, Any]] = []
        self.deliveries: list[dict[str, Any]] = []
        for one in tellings:
            self._add(one)

    def _add(self, one: Telling) -> None:
        who = self._recipient(one)
        if who is None:
            return
        home_code = self._codes[one.home_id] if one.home_id is not None else ""
        language = who.language or self._office.locale
        addresses = self._reach.addresses(who, language, home_code)
        channels = first_channels(self._modes, addresses)
        if not channels:
            return
        texts = self._template(language)
        values = {
            **common_values(self._office, who.name, home_code),
            **spoken(self._event, one.values, language),
        }
        values |= {name: str(one.values[name]) for name in ("home", "name") if name in one.values}
        told = render(texts, values)
        climbs = next_channel(self._modes, addresses, channels) is not None
        self.messages.append(
            {
                "key": one.key,
                "event": self._event.code,
                "category": self._event.category,
                "person_id": one.person_id,
                "account_id": one.account_id,
                "recipient": who.name,
                "home_id": one.home_id,
                "home_code": home_code,
                "language": language,
                **told._asdict(),
                "hash": digest(*told),
                "template_id": texts.id,
                "given": msgspec.json.encode(values).decode(),
                "link": one.link,
                "urgent": int(one.urgent),
                "file": one.file,
                "hidden_from": one.hidden_from,
                "told_at": clock.stamp(),
                "told_on": clock.today().isoformat(),
                "told_by": self._tx.by.name,
                "climb_at": climb_after(self._habits) if climbs else None,
            }
        )
        for channel in channels:
            due_at = due(channel, who, self._habits, urgent=one.urgent)
            self.deliveries.append(delivery(one.key, channel, addresses[channel], due_at))

    def _recipient(self, one: Telling) -> Recipient | None:
        if one.outside is not None:
            return records.outside(*one.outside)
        if one.person_id is not None:
            return self._people[one.person_id]
        return self._accounts.get(one.account_id or 0)  # one that is closed is told nothing

    def _template(self, language: str) -> Texts:
        if language not in self._templates:
            self._templates[language] = template(self._tx, self._event, language)
        return self._templates[language]


def delivery(message: str, channel: str, address: str, due_at: str) -> dict[str, str]:
    """The row of a delivery of the message with this key; the inbox has it at once."""
    state = "delivered" if channel == "in_app" else "queued"
    return {
        "message": message,
        "channel": channel,
        "to_address": address,
        "state": state,
        "due_at": due_at,
        "now": clock.stamp(),
    }


def due(channel: str, who: Recipient, habits: Habits, *, urgent: bool) -> str:
    """When a delivery may leave: now, or when the quiet hours of its recipient end."""
    held = quiet_end(who.quiet_from, who.quiet_to, habits, urgent=urgent) if channel in OUTSIDE else ""
    return held or clock.stamp()


def quiet_end(quiet_from: str | None, quiet_to: str | None, habits: Habits, *, urgent: bool) -> str:
    """When the quiet hours that hold now end, the recipient's own or else the office's; empty outside of them."""
    if urgent:
        return ""
    start, end = (quiet_from, quiet_to) if quiet_from and quiet_to else habits[:2]
    until = quiet_until(clock.now().astimezone(clock.zone()), start, end)
    return clock.stamp_of(until) if until else ""


def climb_after(habits: Habits) -> str:
    """When what was told now looks for its next rung."""
    return clock.stamp_of(clock.now() + timedelta(hours=habits.wait_hours))


def _ids(found: Iterable[int | None]) -> set[int]:
    return {one for one in found if one is not None}


def receipt(tx: Tx, channel: str, provider_id: str, state: str, at: str, text: str) -> bool:
    """Note what a provider tells of a delivery later on; answers whether a delivery of this number is known.

    state: accepted, delivered, failed or expired. The same word twice changes nothing, and what was delivered stays so.
    """
    found = records.delivery_of_provider(tx, channel, provider_id)
    if found is None:
        return False
    state_after = later_state(found.state, state)
    if state_after:
        note(tx, found, state_after, at=at, answer=text)
    return True


def note(tx: Tx, one: Delivery, state: str, *, at: str, answer: str, provider_id: str | None = None) -> None:
    """Write what became of a delivery, and what follows for the ladder: who got an SMS is not written to on paper, and
    what failed need not wait for a day."""
    records.set_state(tx, one.id, state, at=at, answer=answer, provider_id=provider_id)
    records.add_attempt(tx, one.id, state, at=at, answer=answer, provider_id=provider_id)
    if state == "delivered" and one.channel in ("sms", "paper"):
        records.stop_climbing(tx, one.message_id)
    elif state in ("failed", "expired"):
        records.climb_now(tx, one.message_id, clock.stamp())


def mark_read(ids: Collection[int], by: Actor) -> None:
    """Note that their recipient has opened messages; what still waits to leave the house for them need not."""
    with write(by) as tx:
        records.set_read(tx, ids, clock.stamp())
        records.drop_waiting(tx, ids)


def mark_all_read(newest: int, by: Actor) -> int:
    """Note that somebody of the office has seen all up to the newest that their list showed; answers how many.

    Owners have no such button: that they opened a bill or a reminder is a fact of its own in their course.
    """
    if by.account_id is None:
        return 0
    with read() as db:
        ids = records.unread_of_staff(db, by.account_id, newest)
    mark_read(ids, by)
    return len(ids)
