"""The letters and limitation days of a home, and the list of those that end soon."""

import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import LETTERS_MAKE
from estate.billing.words import period
from estate.community import queries as community
from estate.contacts import queries as contacts
from estate.data import clock, read, write
from estate.i18n import gettext as _
from estate.letters import (
    actions,
    actions_limitation,
    limitation,
    queries,
    records_evidence,
    records_limitation,
    words,
)
from estate.letters.forms import DraftForm, EventForm, ReasonForm
from estate.letters.rules_limitation import WARNINGS
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/homes/{home_id:int}/letters", permission=LETTERS_MAKE)
def show_home(home_id: int) -> Response:
    """What was written to a home, when each claim ends, and what interrupted it."""
    return _home_page(home_id)


@post("/homes/{home_id:int}/letters", permission=LETTERS_MAKE)
def draft_letter(home_id: int, posted: Posted, me: Me) -> Response:
    payers = _payers(home_id)
    form = DraftForm(posted, payers=payers)
    if form.validate():
        try:
            with write(me) as tx:
                letter_id = actions.draft(tx, home_id, int(form.payer.data), str(form.kind.data))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/letters/{letter_id}")
    return _home_page(home_id, draft=form, status=422)


@post("/homes/{home_id:int}/limitation-events", permission=LETTERS_MAKE)
def note_event(home_id: int, posted: Posted, me: Me) -> Response:
    form = EventForm(posted, payers=_payers(home_id))
    if form.validate():
        try:
            actions_limitation.note_event(
                home_id,
                int(form.payer.data),
                str(form.kind.data),
                form.on_day.data or clock.today(),
                str(form.basis.data),
                form.key_for(home_id),
                me,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/homes/{home_id}/letters", toast=_("Written down"))
    return _home_page(home_id, event=form, status=422)


@post("/homes/{home_id:int}/limitation-events/{event_id:int}/end", permission=LETTERS_MAKE)
def end_event(home_id: int, event_id: int, posted: Posted, me: Me) -> Response:
    with read() as db:
        found = records_limitation.event(db, event_id)
    if found is None or found.home_id != home_id:
        raise NotFoundException
    form = ReasonForm(posted)
    if not form.validate():
        return _home_page(home_id, reason=form, status=422)
    actions_limitation.take_back(event_id, str(form.reason.data), me)
    return redirect(f"/homes/{home_id}/letters", toast=_("Taken back"))


@get("/letters/limitation", permission=LETTERS_MAKE)
def list_limitation(asked: Posted) -> Response:
    """Whose claims end soon: within 90 days unless another number is chosen."""
    days = asked.whole("days")
    days = days if days in WARNINGS else WARNINGS[1]
    with read() as db:
        found = limitation.warnings(db, days)
    return page("letters/limitation.html", rows=found, days=days, warnings=WARNINGS)


def _home_page(
    home_id: int,
    draft: DraftForm | None = None,
    event: EventForm | None = None,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> Response:
    payers = _payers(home_id)
    with read() as db:
        home = community.home(db, home_id)
        if home is None:
            raise NotFoundException
        letters, claims = queries.of_home(db, home_id), limitation.of_debt(db, home_id)
        events = records_limitation.events_of_home(db, home_id)
        bundles = records_evidence.bundles_of_home(db, home_id)
    return page(
        "letters/home.html",
        home=home,
        letters=letters,
        claims=claims,
        events=events,
        bundles=bundles,
        key=secrets.token_urlsafe(16),
        payers=payers,
        several=len({one.claim.payer_id for one in claims}) > 1,
        draft=draft or DraftForm(payers=payers),
        event=event or EventForm(payers=payers, key=secrets.token_urlsafe(16), on_day=clock.today()),
        reason=reason or ReasonForm(),
        words=words,
        period=period,
        status=status,
    )


def _payers(home_id: int) -> list[tuple[str, str]]:
    with read() as db:
        return [(str(one.person_id), one.name) for one in contacts.debtors_of(db, home_id)]


ROUTES = [show_home, draft_letter, note_event, end_event, list_limitation]
