"""The office's pages of announcements: the list, writing one, whom it is for; the rest is in pages_published.py."""

import re
import secrets
from contextlib import suppress
from datetime import date, datetime

from estate.access.me import Me
from estate.access.permissions import ANNOUNCEMENTS_EDIT, ANNOUNCEMENTS_READ
from estate.announcements import actions, causes, pages_published, records, words
from estate.announcements.forms import DraftForm
from estate.announcements.records import Announcement
from estate.announcements.rules import ACTS
from estate.announcements.shown import announcement_page, required
from estate.audience import aiming
from estate.audience import queries as audiences
from estate.audience.aiming import Drafts
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.papers import content
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/announcements", permission=ANNOUNCEMENTS_READ)
def list_announcements(asked: Posted) -> Response:
    """Announcements, what waits first."""
    number, state = asked.whole("page") or 1, asked.get("state")
    with read() as db:
        found = records.listed(db, state, number)
        counts = records.state_counts(db)
    total = counts.get(state, 0) if state in words.STATES else sum(counts.values())
    return page(
        "announcements/index.html",
        announcements=found,
        total=total,
        number=number,
        pages=max(1, -(-total // records.PAGE)),
        counts=counts,
        words=words,
    )


@get("/announcements/new", permission=ANNOUNCEMENTS_EDIT)
def new_announcement(asked: Posted, me: Me) -> Response:
    """Write one; what it is about may be given along: ?kind=water&title=…&starts_on=2026-11-26&because=order:12."""
    taken = ("kind", "title", "text", "at", "because")
    given = {name: asked.get(name) for name in taken if asked.get(name)}
    for name in ("starts_on", "ends_on"):
        if day := _day(asked.get(name)):
            given[name] = day
    form = DraftForm(key=secrets.token_urlsafe(16))
    for name, value in given.items():
        if name in ("starts_on", "ends_on"):
            form[name].process_formdata([value])
        elif name != "kind" or value in words.KINDS:
            form[name].data = value
    return _draft_page(form, me)


@post("/announcements", permission=ANNOUNCEMENTS_EDIT)
def create_announcement(posted: Posted, me: Me) -> Response:
    form = DraftForm(posted)
    if form.validate():
        because = _because(form, me)
        try:
            papers = content.keep_sent(posted)
            made = actions.draft(
                form.draft(), str(form.key.data), me, papers, form.aims(), because, form.seen_at()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/announcements/{made}", toast=_("Draft kept"))
    return _draft_page(form, me, status=422)


def _draft_page(form: DraftForm, me: Me, draft: Announcement | None = None, status: int = 200) -> Response:
    with read() as db:
        places = causes.places(db, me, draft or _because(form, me))
    return page("announcements/edit.html", form=form, announcement=draft, causes=places, status=status)


def _because(form: DraftForm, me: Me) -> causes.Causes:
    with read() as db:
        return causes.of_text(db, me, str(form.because.data or ""))


@get("/announcements/{announcement_id:int}", permission=ANNOUNCEMENTS_READ)
def show_announcement(announcement_id: int, me: Me) -> Response:
    """One announcement: what it says, whom it is for, what became of it, what can be done."""
    return announcement_page(announcement_id, me)


@get("/announcements/{announcement_id:int}/edit", permission=ANNOUNCEMENTS_EDIT)
def edit_announcement(announcement_id: int, me: Me) -> Response:
    with read() as db:
        seen = actions.EDITS.last(db, announcement_id)
    found = required(announcement_id)
    if "edit" not in ACTS[found.state]:
        return redirect(f"/announcements/{announcement_id}")
    return _draft_page(DraftForm(data=_typed(found) | {"seen": seen}), me, found)


@post("/announcements/{announcement_id:int}", permission=ANNOUNCEMENTS_EDIT)
def change_announcement(announcement_id: int, posted: Posted, me: Me) -> Response:
    found, form = required(announcement_id), DraftForm(posted)
    if form.validate():
        try:
            actions.change(announcement_id, form.draft(), me, form.seen_at())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/announcements/{announcement_id}", toast=_("Draft kept"))
    return _draft_page(form, me, found, status=422)


@post("/announcements/{announcement_id:int}/discarding", permission=ANNOUNCEMENTS_EDIT)
def discard_announcement(announcement_id: int, me: Me) -> Response:
    required(announcement_id)
    actions.discard(announcement_id, me)
    return redirect("/announcements", toast=_("Draft thrown away"))


def _day(text: str) -> str:
    """A day as an address has it; empty for what is none."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return ""
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat()
    return ""


def _typed(found: Announcement) -> dict[str, object]:
    """A draft as its form holds it."""
    given: dict[str, object] = {
        name: getattr(found, name) for name in ("kind", "title", "text", "urgent", "must_confirm", "pinned")
    }
    with read() as db:
        given["whom"] = audiences.whom(db, found.audience_id)
    for part in ("starts", "ends"):
        at: str | None = getattr(found, f"{part}_at")
        if at:
            local = datetime.fromisoformat(at).astimezone(clock.zone())
            given |= {f"{part}_on": local.date(), f"{part}_time": local.strftime("%H:%M")}
    if found.expires_on:
        given["expires_on"] = datetime.fromisoformat(found.expires_on).date()
    return given


WHOM = Drafts("/announcements", ANNOUNCEMENTS_EDIT, required, actions.aim, actions.unaim, announcement_page)

ROUTES = [
    list_announcements,
    new_announcement,
    create_announcement,
    show_announcement,
    edit_announcement,
    change_announcement,
    discard_announcement,
    *aiming.routes(WHOM),
    *pages_published.ROUTES,
]
