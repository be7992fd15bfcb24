"""What the office does with a conversation: take it, hand it over, end it, make a repair of it; and the owner's rating."""

from typing import NamedTuple

from estate.access import accounts
from estate.access.me import Me
from estate.access.permissions import CHAT_ANSWER, CHAT_SETTINGS, permissions_of
from estate.chat import actions, queries, records
from estate.chat.actions import LONGEST, QUEUE
from estate.chat.records import Conversation
from estate.data import Reader, Tx, audit, clock, write
from estate.data.store import Actor
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.papers import queries as papers
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.repairs import actions as repairs
from estate.repairs import links
from estate.repairs.actions import Report
from estate.repairs.papers import ORDER


class Fault(NamedTuple):
    """What of a conversation becomes a repair."""

    category: str
    urgency: str
    title: str
    text: str


def take(conversation_id: int, by: Me) -> None:
    """Take a conversation from the queue. Again changes nothing; of two at once the second is told who has it."""
    with write(by) as tx:
        found = actions.require(tx, conversation_id)
        if found.clerk_id == by.account_id:
            return
        if not found.is_open:
            raise Refused(_("This conversation has ended."))
        if found.clerk_id is not None:
            raise Refused(_("%(name)s has taken it.", name=found.clerk_name))
        _assign(tx, found, by.account_id, by.name)
        actions.mark(tx, conversation_id, "taken", by.name)
        audit.record(tx, "chat.taken", "conversations", conversation_id)


def hand_over(conversation_id: int, to_account_id: int | None, why: str, by: Me) -> None:
    """Give a conversation to a colleague, or back to the queue; the note is for the office alone.

    Who answers in it may do so, and who has the settings. Refused: to who may not answer, or who has it already.
    """
    with write(by) as tx:
        found = actions.require(tx, conversation_id)
        if not found.is_open:
            raise Refused(_("This conversation has ended."))
        if found.clerk_id != by.account_id and not by.may(CHAT_SETTINGS):
            raise Refused(_("%(name)s answers in this conversation.", name=found.clerk_name))
        name = ""
        if to_account_id is not None:
            name = dict(colleagues(tx)).get(to_account_id, "")
            if not name or to_account_id == found.clerk_id:
                raise Refused(_("Choose a colleague from the list."), "to")
        if why.strip():
            count = records.last_id(tx, conversation_id, notes=True)
            key = f"handing:{conversation_id}:{count}"
            records.add(tx, conversation_id, key, "office", why.strip(), kind="note")
        waiting = found.waiting_since or clock.stamp()
        waiting_id = records.last_id(tx, conversation_id, notes=False)
        records.set_of(tx, conversation_id, waiting_since=waiting, waiting_id=waiting_id, alerted_id=0)
        _assign(tx, found, to_account_id, name)
        actions.mark(tx, conversation_id, "handed" if name else "queued", name)
        audit.record(tx, "chat.handed_over", "conversations", conversation_id, after={"to": name})


def release(conversation_id: int, clerk_id: int, by: Actor) -> None:
    """Put a conversation whose clerk does not answer back into the queue; the office is told anew. Nothing where it
    has gone on meanwhile."""
    with write(by) as tx:
        found = actions.require(tx, conversation_id)
        if found.is_open and found.waiting_since and found.clerk_id == clerk_id:
            _assign(tx, found, None, "")
            waiting_id = actions.mark(tx, conversation_id, "queued")
            records.set_of(tx, conversation_id, waiting_id=waiting_id, alerted_id=0)
            audit.record(
                tx, "chat.released", "conversations", conversation_id, before={"by": found.clerk_name}
            )


def end(conversation_id: int, by: Me) -> None:
    """End a conversation that one answers in, or that nobody has taken. Again changes nothing."""
    with write(by) as tx:
        found = actions.require(tx, conversation_id)
        if not found.is_open:
            return
        if found.clerk_id not in (None, by.account_id) and not by.may(CHAT_SETTINGS):
            raise Refused(_("%(name)s answers in this conversation.", name=found.clerk_name))
        _end(tx, found, "ended")
        audit.record(tx, "chat.ended", "conversations", conversation_id)


def end_silent(conversation_id: int, before: str, by: Actor) -> None:
    """End a conversation in which nobody has written since `before`, unless somebody waits in it."""
    with write(by) as tx:
        found = actions.require(tx, conversation_id)
        if found.is_open and found.last_at < before and not found.waiting_since:
            _end(tx, found, "silent")


def rate(conversation_id: int, rating: int, text: str, by: Me) -> None:
    """How the owner found it, once, after its end."""
    with write(by) as tx:
        found = actions.require(tx, conversation_id)
        if found.is_open or found.rating is not None:
            raise Refused(_("This conversation has changed in the meantime. Look at it again."))
        if rating not in range(1, 6):
            raise Refused(_("Choose one from the list."), "rating")
        records.set_of(
            tx, conversation_id, rating=rating, rating_note=text.strip()[:500], rated_at=clock.stamp()
        )
        signals.tell(tx, f"chat-{conversation_id}")


def to_repair(conversation_id: int, fault: Fault, key: str, by: Me) -> int:
    """Report a repair from a conversation, with its photos; both lead to each other. The same key reports once."""
    with write(by) as tx:
        found = actions.require(tx, conversation_id)
        key = f"chat:{conversation_id}:{key}" if key else ""
        known = links.orders_of(tx, "chat", conversation_id)
        order_id = repairs.report(tx, _report(tx, found, fault, by), key)
        if order_id in known:
            return order_id
        links.link(tx, order_id, "chat", conversation_id)
        if kept := photos_of(tx, conversation_id):
            attach(tx, ORDER, order_id, kept, "report")
        actions.mark(tx, conversation_id, "repair", str(order_id))
        actions.tell_owner(tx, found)
        return order_id


def photos_of(db: Reader, conversation_id: int) -> list[Kept]:
    """The photos and files that the owner sent, each once."""
    ids = records.photos_of(db, conversation_id)
    found = papers.of_many(db, "chat", ids)
    return list({one.file: Kept(one.file, one.name, one.media, one.bytes) for one in found}.values())


def colleagues(db: Reader) -> list[tuple[int, str]]:
    """Who may answer, by name."""
    return [
        (one.id, one.name)
        for one in accounts.staff(db)
        if not one.disabled_at and CHAT_ANSWER in permissions_of(frozenset(one.role_list))
    ]


def _report(tx: Tx, found: Conversation, fault: Fault, by: Me) -> Report:
    more = fault.text.strip()
    said = queries.in_words(tx, found.id, max(LONGEST - len(more) - 2, 1))
    text = "\n\n".join(part for part in (more, said) if part)
    return Report(
        source="clerk",
        category=fault.category,
        urgency=fault.urgency,
        title=fault.title,
        text=text[:LONGEST],
        home_id=found.home_id,
        reporter_id=found.person_id,
        reporter_account_id=by.account_id,
        reporter_name=found.owner_name,
    )


def _assign(tx: Tx, found: Conversation, account_id: int | None, name: str) -> None:
    records.set_of(tx, found.id, clerk_id=account_id, clerk_name=name)
    signals.tell(tx, QUEUE, *(f"me-{one}" for one in (found.clerk_id, account_id) if one))
    actions.tell_owner(tx, found)


def _end(tx: Tx, found: Conversation, how: str) -> None:
    actions.mark(tx, found.id, how)
    records.set_of(
        tx, found.id, waiting_since=None, waiting_id=None, ended_at=clock.stamp(), ended_by=tx.by.name
    )
    signals.tell(tx, QUEUE)
    actions.tell_owner(tx, found)
