"""Pages of contacts: the follow-ups of today, the log of a home, logging and correcting one."""

import secrets
from datetime import datetime

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import CONTACTS_LOG
from estate.community import queries as community
from estate.contacts import actions, queries, words
from estate.contacts.actions import Told
from estate.contacts.forms import ContactForm
from estate.contacts.papers import CONTACT
from estate.contacts.queries import Contact, DebtPayer
from estate.data import Reader, Tx, clock, read
from estate.i18n import gettext as _
from estate.papers import content
from estate.papers import queries as papers
from estate.papers.actions import attach
from estate.people import queries as people
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.filters import money


@get("/contacts", permission=CONTACTS_LOG)
def list_follow_ups() -> Response:
    """Whom to speak with today: broken promises, and days that were set."""
    with read() as db:
        found = queries.follow_ups(db, clock.today().isoformat())
    return page("contacts/index.html", follow_ups=found, words=words)


@get("/homes/{home_id:int}/contacts", permission=CONTACTS_LOG)
def list_contacts(home_id: int) -> Response:
    """All contacts of a home about its debts."""
    with read() as db:
        home, found = _home(db, home_id), queries.of_home(db, home_id)
    return page("contacts/home.html", home=home, contacts=found, words=words)


@get("/homes/{home_id:int}/contacts/new", permission=CONTACTS_LOG)
def new_contact(home_id: int, asked: Posted) -> Response:
    """Log a contact, or correct one that is named."""
    now = clock.now().astimezone(clock.zone())
    with read() as db:
        home, corrected = _home(db, home_id), _corrected(db, home_id, asked.whole("corrects"))
        payers = _payers(db, home_id, corrected)
    given: dict[str, object] = {
        "day": now.date(),
        "clock": now.strftime("%H:%M"),
        "key": secrets.token_urlsafe(16),
    }
    if corrected:
        given.update(_typed(corrected))
    elif asked.get("payer"):
        given["payer"] = asked.get("payer")
    return _form_page(home, payers, ContactForm(payers=_choices(payers), data=given), corrected)


@post("/homes/{home_id:int}/contacts", permission=CONTACTS_LOG)
def create_contact(home_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        home, corrected = _home(db, home_id), _corrected(db, home_id, posted.whole("corrects"))
        payers = _payers(db, home_id, corrected)
    form = ContactForm(posted, payers=_choices(payers))
    if not form.validate():
        return _form_page(home, payers, form, corrected, status=422)
    try:
        sent = content.keep_sent(posted)
        made = actions.log(
            _told(home_id, form, corrected),
            form.key_for(home_id),
            me,
            lambda tx, contact_id: _attach(tx, contact_id, sent),
        )
    except Refused as refused:
        form.refuse(refused)
        return _form_page(home, payers, form, corrected, status=422)
    return redirect(f"/contacts/{made.id}", toast=_("Corrected") if corrected else _("Contact logged"))


@get("/contacts/{contact_id:int}", permission=CONTACTS_LOG)
def show_contact(contact_id: int) -> Response:
    """One contact with its promise and what was owed then."""
    found = _contact(contact_id)
    with read() as db:
        kept = papers.shown(db, CONTACT, contact_id)
    return page("contacts/show.html", contact=found, papers=kept, words=words)


@post("/contacts/{contact_id:int}/closing", permission=CONTACTS_LOG)
def close_follow_up(contact_id: int, me: Me) -> Response:
    _contact(contact_id)
    actions.close(contact_id, me)
    return redirect("/contacts", toast=_("Nothing left to follow up"))


def _attach(tx: Tx, contact_id: int, sent: list[content.Kept]) -> None:
    if sent:
        attach(tx, CONTACT, contact_id, sent)


def _told(home_id: int, form: ContactForm, corrected: Contact | None) -> Told:
    local = datetime.combine(form.day.data, form.clock.time() or datetime.min.time(), clock.zone())  # pyright: ignore[reportArgumentType]
    return Told(
        home_id,
        int(form.payer.data or 0),
        local.astimezone(clock.now().tzinfo),
        str(form.channel.data),
        str(form.reached.data),
        str(form.result.data),
        str(form.reached_name.data or ""),
        str(form.number.data or ""),
        str(form.cause.data or ""),
        form.note_text,
        str(form.witness.data or ""),
        str(form.recording.data or ""),
        form.next_on.data,
        form.promise_on.data,
        form.promise_fen.data,
        bool(form.in_writing.data),
        corrected.id if corrected else None,
        str(form.reason.data or ""),
    )


def _typed(one: Contact) -> dict[str, object]:
    """The fields of a contact as the form holds them."""
    when = datetime.fromisoformat(one.happened_at).astimezone(clock.zone())
    same = ("channel", "reached", "reached_name", "number", "result", "cause", "note", "witness", "recording")
    kept: dict[str, object] = {name: getattr(one, name) for name in same}
    return {
        **kept,
        "payer": str(one.payer_id),
        "day": when.date(),
        "clock": when.strftime("%H:%M"),
        "next_on": datetime.fromisoformat(one.next_on).date() if one.next_on else None,
        "promise_on": datetime.fromisoformat(one.promise_on).date() if one.promise_on else None,
        "promise_fen": one.promise_fen,
        "in_writing": bool(one.in_writing),
    }


def _form_page(
    home: community.Home,
    payers: list[DebtPayer],
    form: ContactForm,
    corrected: Contact | None,
    status: int = 200,
) -> Response:
    return page(
        "contacts/new.html",
        home=home,
        payers=payers,
        form=form,
        corrected=corrected,
        words=words,
        status=status,
    )


def _choices(payers: list[DebtPayer]) -> list[tuple[str, str]]:
    return [
        (str(one.person_id), _("%(name)s, owes ¥%(sum)s", name=one.name, sum=money(one.owed_fen)))
        for one in payers
    ]


def _payers(db: Reader, home_id: int, corrected: Contact | None) -> list[DebtPayer]:
    """Who owes; of a correction the payer of the first entry; else who pays for the home now."""
    found = queries.debtors_of(db, home_id)
    if corrected and all(one.person_id != corrected.payer_id for one in found):
        found.append(DebtPayer(corrected.payer_id, corrected.payer_name, 0))
    if not found and (present := people.payer_of(db, home_id, clock.today())):
        found.append(DebtPayer(present.person_id, present.name, 0))
    return found


def _corrected(db: Reader, home_id: int, contact_id: int | None) -> Contact | None:
    if contact_id is None:
        return None
    found = queries.contact(db, contact_id)
    if found is None or found.home_id != home_id:
        raise NotFoundException
    return found


def _contact(contact_id: int) -> Contact:
    with read() as db:
        found = queries.contact(db, contact_id)
    if found is None:
        raise NotFoundException
    return found


def _home(db: Reader, home_id: int) -> community.Home:
    found = community.home(db, home_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [list_follow_ups, list_contacts, new_contact, create_contact, show_contact, close_follow_up]
