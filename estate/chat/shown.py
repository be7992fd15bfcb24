"""What a page shows of a conversation: its messages with their days and photos, who has seen what, and what is new."""

from datetime import datetime
from typing import Any, NamedTuple

from estate.access.me import Me
from estate.chat import records, words
from estate.chat.forms import RatingForm
from estate.chat.records import Conversation, Message
from estate.chat.rules import WITHDRAW_SECONDS
from estate.data import Reader, clock
from estate.i18n import gettext as _
from estate.papers import queries as papers
from estate.papers.queries import Paper
from estate.web import Posted, live
from estate.web.filters import day, instant


class Line(NamedTuple):
    """A message as it is shown. day: set where a new day begins. left_s: for how many seconds it can be taken back.

    key: of the form that sent it, for who wrote it. href: where a mark leads.
    """

    message: Message
    mine: bool
    time: str
    day: str
    left_s: int
    key: str
    photos: list[Paper]
    text: str
    href: str


def lines(
    db: Reader, conversation: Conversation, found: list[Message], me: Me, before: str = ""
) -> list[Line]:
    """Messages as this person sees them. before: the day of the message above the first."""
    kept: dict[int, list[Paper]] = {}
    for one in papers.of_many(db, "chat", [one.id for one in found if one.photos and not one.withdrawn_at]):
        kept.setdefault(one.subject_id, []).append(one)
    side, shown = ("office" if me.is_staff else "owner"), list[Line]()
    for one in found:
        on = clock.day_of(one.at)
        shown.append(
            Line(
                one,
                one.side == side and one.kind != "mark",
                _time(one.at),
                day(on) if on != before else "",
                _left(one, me),
                one.key.split(":", 2)[2] if one.kind == "said" and one.account_id == me.account_id else "",
                kept.get(one.id, []),
                words.mark(one) if one.kind == "mark" else one.text,
                _href(one, me),
            )
        )
        before = on
    return shown


def context(db: Reader, conversation: Conversation, me: Me, before: int = 0) -> dict[str, Any]:
    """What the page of a conversation needs: its latest messages, or those before one."""
    found = records.latest(db, conversation.id, notes=me.is_staff, before=before)
    return {
        "chat": conversation,
        "lines": lines(db, conversation, found, me),
        "more_before": found[0].id if len(found) == records.SHOWN else 0,
        "seen": seen_line(db, conversation, me),
        "stamp": clock.stamp(),
        "shape": shape(conversation, me),
        "words": words,
    }


def news(db: Reader, conversation: Conversation, me: Me, posted: Posted) -> dict[str, Any]:
    """What has come since a page's last message, and what was taken back since it asked last."""
    after = posted.whole("after") or 0
    found = records.after(db, conversation.id, after, notes=me.is_staff)
    changed = records.withdrawn_since(db, conversation.id, posted.get("since") or clock.stamp(), after)
    return {
        "chat": conversation,
        "lines": lines(db, conversation, found, me, records.day_of(db, after)),
        "changed": lines(db, conversation, changed, me, clock.day_of(changed[0].at) if changed else ""),
        "seen": seen_line(db, conversation, me),
        "stamp": clock.stamp(),
        "shape": shape(conversation, me),
        "known_shape": posted.get("shape"),
        "rating": RatingForm(),
        "words": words,
    }


def topics(conversation: Conversation, me: Me) -> str:
    """Where the page of a conversation listens: to it, and to what the other side types and has seen."""
    other = "owner" if me.is_staff else "office"
    return live.url(
        f"chat-{conversation.id}",
        f"seen-{conversation.id}-{other}",
        f"typing-{conversation.id}-{other}",
    )


def shape(conversation: Conversation, me: Me) -> str:
    """What can be done at the foot of the conversation; the page fetches that anew when it is another."""
    if not conversation.is_open:
        return "rated" if conversation.rating else "ended"
    if not me.is_staff:
        return "open"
    if conversation.clerk_id is None:
        return "queue"
    return "mine" if conversation.clerk_id == me.account_id else f"with-{conversation.clerk_id}"


def seen_line(db: Reader, conversation: Conversation, me: Me) -> str:
    """Whether the other side has seen what this side wrote last; empty where nothing stands to be seen."""
    side, other = ("office", "owner") if me.is_staff else ("owner", "office")
    last = records.last_said(db, conversation.id, side)
    seen_id, seen_at = getattr(conversation, f"{other}_seen_id"), getattr(conversation, f"{other}_seen_at")
    if not last:
        return ""
    return _("Seen %(time)s", time=_time(seen_at)) if seen_id >= last and seen_at else _("Sent")


def _left(one: Message, me: Me) -> int:
    if one.kind != "said" or one.account_id != me.account_id or one.withdrawn_at:
        return 0
    passed = (clock.now() - datetime.fromisoformat(one.at)).total_seconds()
    return max(WITHDRAW_SECONDS - int(passed), 0)


def _href(one: Message, me: Me) -> str:
    if one.mark == "repair":
        return f"/repairs/{one.text}" if me.is_staff else f"/my/repairs/{one.text}"
    if one.mark == "complaint":
        return f"/complaints/{one.text}" if me.is_staff else f"/my/complaints/{one.text}"
    return ""


def _time(at: str) -> str:
    return instant(at, "HH:mm")
