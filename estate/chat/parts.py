"""The answers that both sides' pages of a conversation share, and who hears what of it."""

import threading
import time

from litestar import MediaType
from litestar import Response as LitestarResponse

from estate.access.me import Me
from estate.access.permissions import CHAT_READ
from estate.chat import queries, records, shown
from estate.chat.actions import SaidOtherwise
from estate.chat.records import Conversation
from estate.data import Reader, read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.repairs import links
from estate.repairs.links import Linked
from estate.web import Posted, Response, live, page

TYPING_EVERY = 2.0
"""Seconds in which somebody's typing in a conversation is told on once."""

_typing: dict[str, float] = {}
_guard = threading.Lock()


def news_part(conversation: Conversation, posted: Posted, me: Me) -> Response:
    """What is new, for htmx to append."""
    with read() as db:
        return page("chat/_news.html", **shown.news(db, conversation, me, posted))


def earlier_part(conversation: Conversation, before: int, me: Me) -> Response:
    """The messages before one, for the head of the log."""
    with read() as db:
        found = records.latest(db, conversation.id, notes=me.is_staff, before=before or 2**53)
        return page(
            "chat/_earlier.html",
            chat=conversation,
            lines=shown.lines(db, conversation, found, me),
            more_before=found[0].id if len(found) == records.SHOWN else 0,
        )


def said_part(message_id: int = 0, refused: Refused | None = None) -> Response:
    """What the form of a message is told: that it has arrived, or why not; the text stays where it was written."""
    return page(
        "chat/_said.html",
        message_id=message_id,
        refused=refused,
        otherwise=isinstance(refused, SaidOtherwise),
        status=422 if refused else 200,
    )


def typed(topic: str) -> Response:
    """Tell the other side that somebody types, if it was not told just now; nothing of it is kept."""
    now = time.monotonic()
    with _guard:
        for old in [one for one, at in _typing.items() if now - at >= TYPING_EVERY]:
            del _typing[old]
        fresh = topic not in _typing
        _typing.setdefault(topic, now)
    if fresh:
        live.whisper(topic)
    return LitestarResponse(b"", media_type=MediaType.HTML, status_code=204)


def _hears_conversation(me: Me, about: str) -> bool:
    with read() as db:
        return about.isdecimal() and len(about) < 16 and queries.visible(db, me, int(about)) is not None


def _hears_other_side(me: Me, about: str) -> bool:
    """Each side hears that the other types and has seen, never itself."""
    conversation, _dash, side = about.partition("-")
    if side != ("owner" if me.is_staff else "office"):
        return False
    return _hears_conversation(me, conversation)


def _of_order(db: Reader, me: Me, conversation_id: int) -> Linked | None:
    """How an order names the conversation that it came from."""
    if queries.visible(db, me, conversation_id) is None:
        return None
    return Linked(
        _("Conversation"), f"/chat/{conversation_id}" if me.is_staff else f"/my/chat/{conversation_id}"
    )


links.declare("chat", _of_order)
live.hears("chats", lambda me, about: not about and me.may(CHAT_READ))
live.hears("chat", _hears_conversation)
live.hears("typing", _hears_other_side)
live.hears("seen", _hears_other_side)
live.everywhere(lambda me: [f"me-{me.account_id}", *(["chats"] if me.may(CHAT_READ) else [])])
