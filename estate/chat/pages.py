"""Chat at the desk: the queue, one's own, all; one conversation with what can be done in it."""

from datetime import datetime
from typing import Any

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import CHAT_ANSWER, CHAT_READ, COMPLAINTS_TAKE, REPAIRS_REPORT, SIGNED_IN
from estate.chat import actions, actions_desk, records, records_answers, records_lists, shown, words
from estate.chat.actions import LONGEST, SaidOtherwise
from estate.chat.actions_complaint import Grievance, to_complaint
from estate.chat.actions_desk import Fault
from estate.chat.forms import FaultForm, GrievanceForm, HandForm, NoteForm, SayForm
from estate.chat.pages_own import fresh_key
from estate.chat.parts import earlier_part, news_part, said_part, typed
from estate.chat.records import Conversation
from estate.chat.rules import waited_minutes
from estate.chat.rules_words import filled
from estate.complaints import links as complaint_links
from estate.complaints import queries as complaints
from estate.complaints.words import category
from estate.data import Reader, clock, read
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.papers import content
from estate.refusal import Refused
from estate.repairs import links
from estate.web import Posted, Response, current, get, page, post, redirect


@get("/chat", permission=CHAT_READ)
def show_desk(asked: Posted, me: Me) -> Response:
    """The list, which asks again for itself; beside it a conversation once one is chosen."""
    with read() as db:
        listed = _list(db, asked, me, asked.whole("shown") or 0)
        return page("chat/desk.html", part="chat/_list.html", chat=None, words=words, **listed)


@get("/chat/count", permission=SIGNED_IN)
def show_count() -> Response:
    """How many conversations wait for whom looks, as every page shows it."""
    return page("chat/_count.html") if current().htmx else redirect("/")


@get("/chat/{conversation_id:int}", permission=CHAT_READ)
def show_conversation(conversation_id: int, asked: Posted, me: Me) -> Response:
    """One conversation beside the list; ?before= shows the messages before one, ?at= those around one."""
    before, at = asked.whole("before") or 0, asked.whole("at") or 0
    if at:
        with read() as db:
            before = records.before_with(db, conversation_id, at)
    if current().htmx:
        return earlier_part(_required(conversation_id), before, me)
    return _conversation_page(conversation_id, me, asked, before=before)


@get("/chat/{conversation_id:int}/answers", permission=CHAT_ANSWER)
def show_answers(conversation_id: int, asked: Posted, me: Me) -> Response:
    """Prepared answers for this conversation, their variables filled in."""
    found = _required(conversation_id)
    if not current().htmx:
        return redirect("/chat/answers")
    with read() as db:
        return page("chat/_answers.html", chat=found, answers=_answers(db, found, me, asked.get("q")))


@post("/chat/{conversation_id:int}/messages", permission=CHAT_ANSWER)
def answer(conversation_id: int, posted: Posted, me: Me) -> Response:
    """Write to the owner."""
    _required(conversation_id)
    form = SayForm(posted)
    form.validate()
    try:
        kept = content.keep_sent(posted)
        said = actions.office_says(
            conversation_id, str(form.text.data or ""), kept, str(form.key.data or ""), me
        )
    except Refused as refused:
        if current().htmx:
            return said_part(refused=refused)
        form.refuse(refused)
        form.key.data = fresh_key()
        return _conversation_page(conversation_id, me, say=form, status=422)
    return said_part(said.message_id) if current().htmx else redirect(f"/chat/{conversation_id}")


@post("/chat/{conversation_id:int}/notes", permission=CHAT_ANSWER)
def write_note(conversation_id: int, posted: Posted, me: Me) -> Response:
    """A note for the office alone."""
    _required(conversation_id)
    form = NoteForm(posted)
    if form.validate():
        try:
            actions.note(conversation_id, str(form.text.data or ""), str(form.key.data or ""), me)
        except Refused as refused:
            form.refuse(refused)
            if isinstance(refused, SaidOtherwise):
                form.key.data = fresh_key()
        else:
            return redirect(f"/chat/{conversation_id}")
    return _conversation_page(conversation_id, me, note=form, status=422)


@post("/chat/{conversation_id:int}/news", permission=CHAT_READ)
def fetch_news(conversation_id: int, posted: Posted, me: Me) -> Response:
    """What is new since the page's last message; the owner's words count as seen by who answers them."""
    found = _required(conversation_id)
    if posted.get("seen"):
        actions.seen_by_office(found, 2**53, me)
    return news_part(_required(conversation_id), posted, me)


@post("/chat/{conversation_id:int}/typing", permission=CHAT_ANSWER)
def tell_typing(conversation_id: int) -> Response:
    _required(conversation_id)
    return typed(f"typing-{conversation_id}-office")


@post("/chat/{conversation_id:int}/messages/{message_id:int}/withdrawal", permission=CHAT_ANSWER)
def withdraw_message(conversation_id: int, message_id: int, me: Me) -> Response:
    """Take back what one wrote a moment ago."""
    _required(conversation_id)
    actions.withdraw(conversation_id, message_id, me)
    return said_part(message_id) if current().htmx else redirect(f"/chat/{conversation_id}")


@post("/chat/{conversation_id:int}/taking", permission=CHAT_ANSWER)
def take(conversation_id: int, me: Me) -> Response:
    """Take it from the queue; who was too late is told who has it."""
    _required(conversation_id)
    try:
        actions_desk.take(conversation_id, me)
    except Refused as refused:
        return redirect(f"/chat/{conversation_id}", toast=refused.message)
    return redirect(f"/chat/{conversation_id}?view=mine")


@post("/chat/{conversation_id:int}/handover", permission=CHAT_ANSWER)
def hand_over(conversation_id: int, posted: Posted, me: Me) -> Response:
    """Give it to a colleague or back to the queue."""
    _required(conversation_id)
    form = HandForm(posted)
    with read() as db:
        form.handed_to(actions_desk.colleagues(db))
    if form.validate():
        to = str(form.to.data)
        try:
            actions_desk.hand_over(
                conversation_id, None if to == "queue" else int(to), str(form.note.data or "")[:LONGEST], me
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/chat/{conversation_id}", toast=_("Passed to a colleague"))
    return _conversation_page(conversation_id, me, hand=form, status=422)


@post("/chat/{conversation_id:int}/ending", permission=CHAT_ANSWER)
def end(conversation_id: int, me: Me) -> Response:
    _required(conversation_id)
    try:
        actions_desk.end(conversation_id, me)
    except Refused as refused:
        return redirect(f"/chat/{conversation_id}", toast=refused.message)
    return redirect(f"/chat/{conversation_id}", toast=_("Conversation ended"))


@post("/chat/{conversation_id:int}/repair", permission=REPAIRS_REPORT)
def make_repair(conversation_id: int, posted: Posted, me: Me) -> Response:
    """Report a repair with what was said and sent."""
    if not me.may(CHAT_READ):
        raise NotFoundException
    _required(conversation_id)
    form = FaultForm(posted)
    if form.validate():
        fault = Fault(
            str(form.category.data), str(form.urgency.data), str(form.title.data), str(form.text.data or "")
        )
        try:
            order_id = actions_desk.to_repair(conversation_id, fault, str(form.key.data or ""), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/repairs/{order_id}", toast=_("Reported"))
    return _conversation_page(conversation_id, me, fault=form, status=422)


@post("/chat/{conversation_id:int}/complaint", permission=COMPLAINTS_TAKE)
def make_complaint(conversation_id: int, posted: Posted, me: Me) -> Response:
    """Enter a complaint with what was said and sent."""
    if not me.may(CHAT_READ):
        raise NotFoundException
    _required(conversation_id)
    form = GrievanceForm(posted)
    with read() as db:
        form.category.choices = _kinds(db)
    if form.validate():
        told = Grievance(
            str(form.kind.data), str(form.category.data), str(form.title.data), str(form.text.data or "")
        )
        try:
            complaint_id = to_complaint(
                conversation_id, told, str(form.key.data or ""), me, entered=posted.whole("entered")
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/complaints/{complaint_id}", toast=_("Complaint entered"))
    return _conversation_page(conversation_id, me, grievance=form, status=422)


def _list(db: Reader, asked: Posted, me: Me, shown_id: int) -> dict[str, Any]:
    """What the list shows; without a wish the queue, or one's own while nobody waits in it."""
    counts = records_lists.counts(db, me.account_id)
    q, view = asked.get("q").strip()[:60], asked.get("view")
    if view not in records_lists.VIEWS:
        view = "all" if q else "mine" if counts.mine and not counts.queue else "queue"
    if q:
        items = records_lists.found(db, q)
    else:
        items = records_lists.listed(db, view, me.account_id, asked.get("before") if not shown_id else "")
    now = clock.now()
    return {
        "items": items,
        "counts": counts,
        "view": view,
        "q": q,
        "before": asked.get("before") if not shown_id else "",
        "shown_id": shown_id,
        "more_before": items[-1].last_at
        if view == "all" and not q and len(items) == records_lists.PAGE
        else "",
        "waits": {
            one.id: waited_minutes(datetime.fromisoformat(one.waiting_since), now)
            for one in items
            if one.waiting_since
        },
    }


def _conversation_page(
    conversation_id: int,
    me: Me,
    asked: Posted | None = None,
    *,
    before: int = 0,
    say: SayForm | None = None,
    note: NoteForm | None = None,
    hand: HandForm | None = None,
    fault: FaultForm | None = None,
    grievance: GrievanceForm | None = None,
    status: int = 200,
) -> Response:
    found = _required(conversation_id)
    actions.seen_by_office(found, 2**53, me)
    found, listens = _required(conversation_id), shown.topics(found, me)
    with read() as db:
        if hand is None:
            hand = HandForm()
            hand.handed_to([one for one in actions_desk.colleagues(db) if one[0] != found.clerk_id])
        title = _title(db, conversation_id)
        if grievance is None:
            grievance = GrievanceForm(key=fresh_key(), title=title)
            grievance.category.choices = _kinds(db)
        entered = complaint_links.complaints_of(db, "chat", conversation_id)
        grievance.entered.data = str(len(entered))
        values = shown.context(db, found, me, before) | _list(db, asked or Posted({}), me, conversation_id)
        return page(
            "chat/desk.html",
            status=status,
            **values,
            form=say or SayForm(key=fresh_key()),
            note=note or NoteForm(key=fresh_key()),
            hand=hand,
            fault=fault or FaultForm(key=fresh_key(), title=title),
            grievance=grievance,
            answers=_answers(db, found, me, ""),
            orders=links.orders_of(db, "chat", conversation_id),
            entered=entered,
            settings=records.settings(db),
            live=listens,
        )


def _title(db: Reader, conversation_id: int) -> str:
    """The owner's first words, which most often say what is the matter."""
    return records.first_words(db, conversation_id).split("\n")[0][:40]


def _kinds(db: Reader) -> list[tuple[str, str]]:
    return [(code, category(code, name)) for code, name in complaints.offered_kinds(db)]


def _answers(db: Reader, found: Conversation, me: Me, q: str) -> list[dict[str, str]]:
    office = identity(db)
    values = {
        "name": found.owner_name,
        "home": found.home_code,
        "clerk": me.name,
        "office": office.company or office.community_name,
        "phone": office.phone,
    }
    return [
        {"title": one.title, "text": filled(one.text, values)}
        for one in records_answers.answers(db, q.strip()[:60])
    ]


def _required(conversation_id: int) -> Conversation:
    with read() as db:
        found = records.conversation(db, conversation_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [
    show_desk,
    show_count,
    show_conversation,
    show_answers,
    answer,
    write_note,
    fetch_news,
    tell_typing,
    withdraw_message,
    take,
    hand_over,
    end,
    make_repair,
    make_complaint,
]
