"""Somebody's own inbox: what the office told them, read on opening; and how they want to be told."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME, PEOPLE_EDIT, SIGNED_IN
from estate.data import read
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.messages import (
    actions,
    actions_settings,
    events,
    records,
    records_lists,
    records_settings,
    words,
)
from estate.messages.actions_settings import Wishes
from estate.messages.forms import PreferencesForm
from estate.messages.paper import pdf
from estate.messages.records import Recipient
from estate.web import Posted, Response, get, page, post, redirect


@get("/my/messages", permission=OWN_HOME)
def list_own(me: Me, asked: Posted) -> Response:
    """What the office has told one, the latest first."""
    return _list(me, asked, "/my/messages")


@get("/my/messages/{message_id:int}", permission=OWN_HOME)
def show_own(message_id: int, me: Me) -> Response:
    """One message; it counts as read from now on."""
    return _message(message_id, me, "/my/messages")


@get("/inbox", permission=SIGNED_IN)
def list_staff(me: Me, asked: Posted) -> Response:
    """What the office has told one of its own people."""
    return redirect("/my/messages") if not me.is_staff else _list(me, asked, "/inbox")


@get("/inbox/{message_id:int}", permission=SIGNED_IN)
def show_staff(message_id: int, me: Me) -> Response:
    return _message(message_id, me, "/inbox")


@post("/inbox/read", permission=SIGNED_IN)
def read_all(posted: Posted, me: Me) -> Response:
    """Everything that the list showed counts as read; what came since does not."""
    if not me.is_staff:
        raise NotFoundException
    count = actions.mark_all_read(posted.whole("newest") or 0, me)
    done = ngettext(
        "%(count)s message marked as read", "%(count)s messages marked as read", count, count=count
    )
    return redirect("/inbox", toast=done)


@get("/my/messages/{message_id:int}/file", permission=OWN_HOME)
def open_own_file(message_id: int, me: Me) -> Response:
    """The paper that came with a message of one's own."""
    return _file(message_id, me)


@get("/inbox/{message_id:int}/file", permission=SIGNED_IN)
def open_staff_file(message_id: int, me: Me) -> Response:
    return _file(message_id, me)


@get("/my/messages/preferences", permission=OWN_HOME)
def show_own_wishes(me: Me) -> Response:
    """How one wants to be told."""
    return _own_wishes(me, _wishes_form(me.person_id or 0))


@post("/my/messages/preferences", permission=OWN_HOME)
def keep_own_wishes(posted: Posted, me: Me) -> Response:
    form = PreferencesForm(posted)
    if me.person_id is None:
        raise NotFoundException
    if not form.validate():
        return _own_wishes(me, form, status=422)
    actions_settings.set_wishes(me.person_id, _wishes(form), me)
    return redirect("/my/messages", toast=_("Kept: this is how we tell you from now on"))


@get("/people/{person_id:int}/preferences", permission=PEOPLE_EDIT)
def show_wishes(person_id: int) -> Response:
    """How a person wants to be told, as they said to the office."""
    return _wishes_of(person_id, _wishes_form(person_id))


@post("/people/{person_id:int}/preferences", permission=PEOPLE_EDIT)
def keep_wishes(person_id: int, posted: Posted, me: Me) -> Response:
    form = PreferencesForm(posted)
    _recipient(person_id)
    if not form.validate():
        return _wishes_of(person_id, form, status=422)
    actions_settings.set_wishes(person_id, _wishes(form), me)
    return redirect(f"/people/{person_id}", toast=_("Wishes kept"))


def _list(me: Me, asked: Posted, base: str) -> Response:
    number = asked.whole("page") or 1
    with read() as db:
        found, total = records_lists.inbox(db, me, number)
    return page(
        "messages/inbox.html",
        messages=found,
        events=events.EVENTS,
        base=base,
        number=number,
        pages=max(1, -(-total // records_lists.PAGE)),
        total=total,
    )


def _message(message_id: int, me: Me, base: str) -> Response:
    with read() as db:
        found = records_lists.own(db, me, message_id)
        if found is None:
            raise NotFoundException
        ways = records.deliveries(db, message_id)
    if not found.read_at:
        actions.mark_read([message_id], me)
    return page("messages/own.html", message=found, ways=ways, base=base, events=events.EVENTS, words=words)


def _file(message_id: int, me: Me) -> Response:
    with read() as db:
        found = records_lists.own(db, me, message_id)
    if found is None or not found.file:
        raise NotFoundException
    return pdf(found.file, found.subject)


def _own_wishes(me: Me, form: PreferencesForm, status: int = 200) -> Response:
    return page(
        "messages/own_preferences.html", form=form, person=_recipient(me.person_id or 0), status=status
    )


def _wishes_of(person_id: int, form: PreferencesForm, status: int = 200) -> Response:
    return page("messages/preferences.html", form=form, person=_recipient(person_id), status=status)


def _wishes_form(person_id: int) -> PreferencesForm:
    with read() as db:
        kept = records_settings.wishes(db, person_id)
    if kept is None:
        return PreferencesForm(push=True, email=True, sms=True, paper=True)
    return PreferencesForm(
        mail=kept.mail,
        push=not kept.push_off,
        email=not kept.mail_off,
        sms=not kept.sms_off,
        paper=not kept.paper_off,
        language=kept.language,
        quiet_from=kept.quiet_from or "",
        quiet_to=kept.quiet_to or "",
        marketing=kept.marketing,
    )


def _wishes(form: PreferencesForm) -> Wishes:
    return Wishes(
        mail=str(form.mail.data or ""),
        push_off=not form.push.data,
        mail_off=not form.email.data,
        sms_off=not form.sms.data,
        paper_off=not form.paper.data,
        language=str(form.language.data),
        quiet_from=str(form.quiet_from.data or "") or None,
        quiet_to=str(form.quiet_to.data or "") or None,
        marketing=str(form.marketing.data),
    )


def _recipient(person_id: int) -> Recipient:
    with read() as db:
        found = records.people(db, [person_id]).get(person_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [
    list_own,
    show_own_wishes,
    keep_own_wishes,
    show_own,
    open_own_file,
    open_staff_file,
    list_staff,
    read_all,
    show_staff,
    show_wishes,
    keep_wishes,
]
