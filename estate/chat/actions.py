"""Talking: what owner and office write, take back and have seen. Each is one transaction; the same key writes once.

Pages hear "chat-<id>" of what changed in a conversation, "seen-<id>-<side>" of what that side has seen, "chats" of the
queue, "me-<account>" of what concerns one account.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from estate.access import accounts
from estate.access.me import Me
from estate.access.scopes import is_own_home
from estate.chat import records
from estate.chat.papers import MESSAGE
from estate.chat.records import Conversation
from estate.chat.rules import may_withdraw, promise
from estate.data import Tx, clock, write
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.papers import queries as papers
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.refusal import Refused, require_key
from estate.window import queries as window

LONGEST = 2000
QUEUE = "chats"


class Said(NamedTuple):
    """Where a message went."""

    conversation_id: int
    message_id: int


class SaidOtherwise(Refused):
    """Something else was sent under this key and has arrived: the page was not told of it."""


def owner_says(home_id: int, text: str, kept: Sequence[Kept], key: str, by: Me) -> Said:
    """Write to the office about a home; begins a conversation where none is open.

    Outside the office's hours a note says when it opens. Refused: a home of somebody else, nothing written.
    """
    with write(by) as tx:
        text, key = _checked(text, kept, key, f"own:{by.account_id}")
        if known := _known(tx, key, text, kept):
            return known
        if by.person_id is None or not is_own_home(tx, by, home_id):
            raise Refused(_("Choose one of your homes."), "home")
        found = records.open_of(tx, by.person_id, home_id)
        conversation_id = found.id if found else records.start(tx, by.person_id, home_id, by.name)
        said = _say(tx, conversation_id, key, "owner", text, kept)
        _promise(tx, conversation_id)
        now = clock.stamp()
        if found is None or found.waiting_since is None:
            records.set_of(tx, conversation_id, last_at=now, waiting_since=now, waiting_id=said.message_id)
        else:
            records.set_of(tx, conversation_id, last_at=now)
        signals.tell(tx, f"me-{found.clerk_id}" if found and found.clerk_id else QUEUE)
        return said


def office_says(conversation_id: int, text: str, kept: Sequence[Kept], key: str, by: Me) -> Said:
    """Answer in a conversation that one has taken. Refused: it is somebody else's, or has ended."""
    with write(by) as tx:
        text, key = _checked(text, kept, key, f"office:{by.account_id}")
        if known := _known(tx, key, text, kept):
            return known
        found = require_holder(tx, conversation_id, by)
        said = _say(tx, conversation_id, key, "office", text, kept)
        records.set_of(tx, conversation_id, last_at=clock.stamp(), waiting_since=None, waiting_id=None)
        records.move_seen(tx, conversation_id, "office", records.last_said(tx, conversation_id, "owner"))
        if found.waiting_since:
            signals.tell(tx, f"me-{by.account_id}")
        tell_owner(tx, found)
        return said


def note(conversation_id: int, text: str, key: str, by: Me) -> Said:
    """A note for the office alone."""
    with write(by) as tx:
        text, key = _checked(text, (), key, f"note:{by.account_id}")
        if known := _known(tx, key, text, ()):
            return known
        require(tx, conversation_id)
        message_id = records.add(tx, conversation_id, key, "office", text, kind="note")
        signals.tell(tx, f"chat-{conversation_id}")
        return Said(conversation_id, message_id)


def withdraw(conversation_id: int, message_id: int, by: Me) -> None:
    """Take back what one wrote oneself a moment ago; a mark stays. Again changes nothing.

    An owner who has taken back all that was to be answered waits no more.
    """
    with write(by) as tx:
        found = records.message(tx, conversation_id, message_id)
        if found is None or found.kind != "said" or found.account_id != by.account_id:
            raise Refused(_("Only what you wrote yourself can be taken back."))
        if found.withdrawn_at:
            return
        if not may_withdraw(datetime.fromisoformat(found.at), clock.now()):
            raise Refused(_("A message can be taken back for two minutes only."))
        records.withdraw(tx, found)
        signals.tell(tx, f"chat-{conversation_id}")
        if found.side == "owner" and not records.waits_with(tx, conversation_id):
            records.set_of(tx, conversation_id, waiting_since=None, waiting_id=None)
            clerk_id = require(tx, conversation_id).clerk_id
            signals.tell(tx, f"me-{clerk_id}" if clerk_id else QUEUE)


def seen_by_owner(conversation: Conversation, upto: int, by: Me) -> None:
    """Note that an owner has what the office wrote up to this message before their eyes."""
    with write(by) as tx:
        latest = records.last_said(tx, conversation.id, "office", upto)
        if latest > conversation.owner_seen_id and records.move_seen(tx, conversation.id, "owner", latest):
            signals.tell(tx, f"seen-{conversation.id}-owner", f"me-{by.account_id}")


def seen_by_office(conversation: Conversation, upto: int, by: Me) -> None:
    """Note that who answers a conversation has the owner's messages before their eyes; somebody else's look is none."""
    if conversation.clerk_id != by.account_id:
        return
    with write(by) as tx:
        latest = records.last_said(tx, conversation.id, "owner", upto)
        if latest > conversation.office_seen_id and records.move_seen(tx, conversation.id, "office", latest):
            signals.tell(tx, f"seen-{conversation.id}-office", f"me-{by.account_id}")


def mark(tx: Tx, conversation_id: int, what: str, text: str = "") -> int:
    """Leave a mark that both sides see."""
    count = records.last_id(tx, conversation_id, notes=True)
    message_id = records.add(
        tx, conversation_id, f"{what}:{conversation_id}:{count}", "office", text, kind="mark", mark=what
    )
    signals.tell(tx, f"chat-{conversation_id}")
    return message_id


def tell_owner(tx: Tx, conversation: Conversation) -> None:
    """Let the owner's pages know that something waits for them."""
    if account := accounts.of_person(tx, conversation.person_id):
        signals.tell(tx, f"me-{account.id}")


def require(tx: Tx, conversation_id: int) -> Conversation:
    """The conversation; LookupError where there is none."""
    found = records.conversation(tx, conversation_id)
    if found is None:
        raise LookupError(f"there is no conversation {conversation_id}")
    return found


def require_holder(tx: Tx, conversation_id: int, by: Me) -> Conversation:
    """The open conversation, where it is this person who answers in it."""
    found = require(tx, conversation_id)
    if not found.is_open:
        raise Refused(_("This conversation has ended."))
    if found.clerk_id is None:
        raise Refused(_("Take this conversation before you answer."))
    if found.clerk_id != by.account_id:
        raise Refused(_("%(name)s answers in this conversation.", name=found.clerk_name))
    return found


def _checked(text: str, kept: Sequence[Kept], key: str, whose: str) -> tuple[str, str]:
    require_key(key)
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not any(one.isprintable() and not one.isspace() for one in text) and not kept:
        raise Refused(_("Write something, or choose a photo."), "text")
    if len(text) > LONGEST:
        raise Refused(_("Shorten this to %(max)d characters or fewer.", max=LONGEST), "text")
    return text, f"{whose}:{key}"


def _known(tx: Tx, key: str, text: str, kept: Sequence[Kept]) -> Said | None:
    """What was written under this key before; Refused where it is not the same."""
    found = records.of_key(tx, key)
    if found is None:
        return None
    conversation_id, message = found
    sent = {one.file for one in papers.of_many(tx, MESSAGE.code, [message.id])}
    if message.text != text or not sent >= {one.file for one in kept}:
        said = message.text[:80] or _("Photo")
        raise SaidOtherwise(_("What you sent before has arrived: “%(text)s”. Send this as well?", text=said))
    return Said(conversation_id, message.id)


def _say(tx: Tx, conversation_id: int, key: str, side: str, text: str, kept: Sequence[Kept]) -> Said:
    message_id = records.add(tx, conversation_id, key, side, text, photos=len(kept))
    if kept:
        attach(tx, MESSAGE, message_id, kept, "photo")
    signals.tell(tx, f"chat-{conversation_id}")
    return Said(conversation_id, message_id)


def _promise(tx: Tx, conversation_id: int) -> None:
    """Outside of the hours say once when the office opens."""
    said = promise(window.hours(tx), window.local_now())
    if said.open:
        return
    opens = clock.stamp_of(said.answer_from) if said.answer_from else ""
    key = f"closed:{conversation_id}:{opens or clock.today().isoformat()}"
    if not records.of_key(tx, key):
        records.add(tx, conversation_id, key, "office", opens, kind="mark", mark="closed")
