"""Chat on an owner's phone: write to the office, see the answer come, take back, rate; earlier conversations."""

import secrets
from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.access.scopes import OwnHome, own_homes
from estate.chat import actions, actions_desk, queries, records, shown, words
from estate.chat.actions import SaidOtherwise
from estate.chat.forms import RatingForm, SayForm
from estate.chat.parts import earlier_part, news_part, said_part, typed
from estate.chat.records import Conversation
from estate.chat.rules import promise
from estate.data import read
from estate.papers import content
from estate.refusal import Refused
from estate.web import Posted, Response, current, get, page, post, redirect
from estate.window import queries as window


@get("/my/chat", permission=OWN_HOME)
def show_chat(asked: Posted, me: Me) -> Response:
    """The open conversation about a home, or where one begins."""
    with read() as db:
        homes = own_homes(db, me)
        home = _home(homes, asked.whole("home"))
        found = records.open_of(db, me.person_id or 0, home.id) if home else None
        if home and found is None and asked.whole("home") is None:
            found = next((one for one in records.of_person(db, me.person_id or 0, 5) if one.is_open), None)
    if found:
        return _conversation_page(found, me)
    return _begin_page(homes, home, me)


@get("/my/chat/{conversation_id:int}", permission=OWN_HOME)
def show_conversation(conversation_id: int, asked: Posted, me: Me) -> Response:
    """One conversation of one's own, open or ended; ?before= shows the messages before one."""
    found, before = _own(conversation_id, me), asked.whole("before") or 0
    return earlier_part(found, before, me) if current().htmx else _conversation_page(found, me, before=before)


@post("/my/chat/messages", permission=OWN_HOME)
def write_message(posted: Posted, me: Me) -> Response:
    """Write to the office; the first message begins a conversation."""
    form = SayForm(posted)
    form.validate()
    conversation_id = posted.whole("conversation")
    try:
        kept = content.keep_sent(posted)
        said = actions.owner_says(
            posted.whole("home") or 0, str(form.text.data or ""), kept, str(form.key.data or ""), me
        )
    except Refused as refused:
        if current().htmx:
            return said_part(refused=refused)
        form.refuse(refused)
        if isinstance(refused, SaidOtherwise):
            form.key.data = fresh_key()
        with read() as db:
            homes = own_homes(db, me)
            found = queries.own(db, me, conversation_id or 0)
        if found and found.is_open:
            return _conversation_page(found, me, form, status=422)
        return _begin_page(homes, _home(homes, posted.whole("home")), me, form, status=422)
    if current().htmx and said.conversation_id == conversation_id:
        return said_part(said.message_id)
    return redirect(f"/my/chat/{said.conversation_id}")


@post("/my/chat/{conversation_id:int}/news", permission=OWN_HOME)
def fetch_news(conversation_id: int, posted: Posted, me: Me) -> Response:
    """What is new since the page's last message; with it what the page shows counts as seen while it is looked at."""
    found = _own(conversation_id, me)
    if posted.get("seen"):
        actions.seen_by_owner(found, 2**53, me)
    return news_part(_own(conversation_id, me), posted, me)


@post("/my/chat/{conversation_id:int}/typing", permission=OWN_HOME)
def tell_typing(conversation_id: int, me: Me) -> Response:
    """One types."""
    _own(conversation_id, me)
    return typed(f"typing-{conversation_id}-owner")


@post("/my/chat/{conversation_id:int}/messages/{message_id:int}/withdrawal", permission=OWN_HOME)
def withdraw_message(conversation_id: int, message_id: int, me: Me) -> Response:
    """Take back what one wrote a moment ago."""
    _own(conversation_id, me)
    actions.withdraw(conversation_id, message_id, me)
    return said_part(message_id) if current().htmx else redirect(f"/my/chat/{conversation_id}")


@post("/my/chat/{conversation_id:int}/rating", permission=OWN_HOME)
def rate_conversation(conversation_id: int, posted: Posted, me: Me) -> Response:
    """Say how one was served."""
    found, form = _own(conversation_id, me), RatingForm(posted)
    if form.validate():
        try:
            actions_desk.rate(conversation_id, int(str(form.rating.data)), str(form.note.data or ""), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/my/chat/{conversation_id}")
    return _conversation_page(found, me, rating=form, status=422)


def fresh_key() -> str:
    """The key of a message that is not written yet."""
    return secrets.token_urlsafe(16)


def _conversation_page(
    conversation: Conversation,
    me: Me,
    form: SayForm | None = None,
    *,
    before: int = 0,
    rating: RatingForm | None = None,
    status: int = 200,
) -> Response:
    actions.seen_by_owner(conversation, 2**53, me)
    listens = shown.topics(conversation, me)
    with read() as db:
        found = queries.own(db, me, conversation.id) or conversation
        values: dict[str, Any] = shown.context(db, found, me, before)
        return page(
            "chat/own.html",
            status=status,
            **values,
            form=form or SayForm(key=fresh_key()),
            rating=rating or RatingForm(),
            own=own_homes(db, me),
            home_id=found.home_id,
            hours=_promise(db),
            earlier=_others(records.of_person(db, me.person_id or 0), found.id),
            live=listens,
        )


def _begin_page(
    homes: list[OwnHome], home: OwnHome | None, me: Me, form: SayForm | None = None, *, status: int = 200
) -> Response:
    with read() as db:
        return page(
            "chat/own.html",
            status=status,
            chat=None,
            lines=[],
            form=form or SayForm(key=fresh_key()),
            own=homes,
            home_id=home.id if home else 0,
            hours=_promise(db),
            earlier=records.of_person(db, me.person_id or 0),
            words=words,
        )


def _promise(db: Any) -> Any:
    return promise(window.hours(db), window.local_now())


def _others(found: list[Conversation], shown_id: int) -> list[Conversation]:
    return [one for one in found if one.id != shown_id]


def _home(homes: list[OwnHome], home_id: int | None) -> OwnHome | None:
    return next((one for one in homes if one.id == home_id), homes[0] if homes else None)


def _own(conversation_id: int, me: Me) -> Conversation:
    with read() as db:
        found = queries.own(db, me, conversation_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [
    show_chat,
    show_conversation,
    write_message,
    fetch_news,
    tell_typing,
    withdraw_message,
    rate_conversation,
]
