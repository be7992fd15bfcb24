"""All messages of the office: the list, one with its record, what was given up."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import MESSAGES_READ, MESSAGES_SEND
from estate.data import read
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.messages import actions_delivery, events, queries, records, records_lists, words
from estate.messages.forms import ListForm
from estate.messages.paper import pdf
from estate.messages.records_lists import Wanted
from estate.messages.rules_text import digest
from estate.web import Posted, Response, get, page, post, redirect


@get("/messages", permission=MESSAGES_READ)
def list_messages(asked: Posted, me: Me) -> Response:
    """All that was told, the latest first, by home, person, event, state and day."""
    form, number, state = ListForm(asked), asked.whole("page") or 1, asked.get("state")
    form.validate()
    wanted = Wanted(
        home=str(form.home.data or ""),
        name=str(form.name.data or ""),
        person_id=asked.whole("person"),
        event=str(form.event.data or "") if not form.event.errors else "",
        state=state if state in words.FILTERS else "",
        first=form.first.data.isoformat() if form.first.data else "",
        last=form.last.data.isoformat() if form.last.data else "",
    )
    with read() as db:
        found, total = records_lists.listed(db, me, wanted, number)
    return page(
        "messages/index.html",
        messages=found,
        total=total,
        number=number,
        pages=max(1, -(-total // records_lists.PAGE)),
        form=form,
        events=events.EVENTS,
        words=words,
    )


@get("/messages/{message_id:int}", permission=MESSAGES_READ)
def show_message(message_id: int, me: Me) -> Response:
    """One message: its text with the hash, every way it took, every try."""
    with read() as db:
        found = records_lists.message(db, me, message_id)
        if found is None:
            raise NotFoundException
        ways = records.deliveries(db, message_id)
        tries = records_lists.attempts(db, message_id)
    return page(
        "messages/show.html",
        message=found,
        unchanged=digest(found.subject, found.text, found.short) == found.hash,
        ways=ways,
        tries=tries,
        event=events.EVENTS.get(found.event),
        words=words,
    )


@get("/messages/{message_id:int}/file", permission=MESSAGES_READ)
def open_file(message_id: int, me: Me) -> Response:
    """The paper that went with a message."""
    with read() as db:
        found = records_lists.message(db, me, message_id)
    if found is None or not found.file:
        raise NotFoundException
    return pdf(found.file, found.subject)


@get("/messages/failed", permission=MESSAGES_READ)
def list_failed(asked: Posted, me: Me) -> Response:
    """What was given up, to be tried again or told otherwise."""
    number = asked.whole("page") or 1
    with read() as db:
        found, total = records_lists.dead(db, me, number), queries.failed(db)
    return page(
        "messages/failed.html",
        deliveries=found,
        total=total,
        number=number,
        pages=max(1, -(-total // records_lists.PAGE)),
        words=words,
    )


@post("/messages/failed/retry", permission=MESSAGES_SEND)
def retry_all(me: Me) -> Response:
    """Try everything once more that was given up."""
    return redirect("/messages/failed", toast=_retried(actions_delivery.retry(None, me)))


@post("/messages/deliveries/{delivery_id:int}/retry", permission=MESSAGES_SEND)
def retry_one(delivery_id: int, me: Me) -> Response:
    with read() as db:
        if records.delivery(db, delivery_id) is None:
            raise NotFoundException
    return redirect("/messages/failed", toast=_retried(actions_delivery.retry(delivery_id, me)))


def _retried(count: int) -> str:
    if not count:
        return _("Nothing to try again: what was read in the meantime is left")
    return ngettext("%(num)s is tried again", "%(num)s are tried again", count)


ROUTES = [list_messages, show_message, open_file, list_failed, retry_all, retry_one]
