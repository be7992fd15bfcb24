"""The office's pages of announcements: the list, writing one, whom it is for, publishing and what became of it."""

import re
import secrets
import unicodedata
from datetime import datetime

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import ANNOUNCEMENTS_EDIT, ANNOUNCEMENTS_READ
from estate.announcements import actions, audience, markup, records, words
from estate.announcements.actions import Aim
from estate.announcements.forms import (
    AimForm,
    CorrectForm,
    DraftForm,
    HomesForm,
    PublishForm,
    WithdrawForm,
    choices,
)
from estate.announcements.papers import ANNOUNCEMENT
from estate.announcements.records import Announcement
from estate.announcements.rules import ACTS, MOST_HOMES
from estate.community import queries as community
from estate.community.rules import home_code
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.jobs import outbox
from estate.office.identity import identity
from estate.papers import content
from estate.papers import queries as papers
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.lan import lan_url, qr_svg


@get("/announcements", permission=ANNOUNCEMENTS_READ)
def list_announcements(asked: Posted) -> Response:
    """Announcements, what waits first."""
    number, state = asked.whole("page") or 1, asked.get("state")
    with read() as db:
        found, total = records.listed(db, state, number)
        reach = records.reaches(db, [one.id for one in found])
        counts = records.state_counts(db)
    return page(
        "announcements/index.html",
        announcements=found,
        reach=reach,
        total=total,
        number=number,
        pages=max(1, -(-total // records.PAGE)),
        counts=counts,
        words=words,
    )


@get("/announcements/new", permission=ANNOUNCEMENTS_EDIT)
def new_announcement(asked: Posted) -> Response:
    """Write one; what it is about may be given along: ?kind=water&title=…&starts_on=2026-11-26."""
    given = {name: asked.get(name) for name in ("kind", "title", "text") if asked.get(name)}
    for name in ("starts_on", "ends_on"):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", asked.get(name)):
            given[name] = asked.get(name)
    form = DraftForm(key=secrets.token_urlsafe(16))
    for name, value in given.items():
        if name in ("starts_on", "ends_on"):
            form[name].process_formdata([value])
        elif name != "kind" or value in words.KINDS:
            form[name].data = value
    return page("announcements/edit.html", form=form, announcement=None)


@post("/announcements", permission=ANNOUNCEMENTS_EDIT)
def create_announcement(posted: Posted, me: Me) -> Response:
    form = DraftForm(posted)
    if form.validate():
        try:
            made = actions.draft(form.draft(), str(form.key.data), me, content.keep_sent(posted))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/announcements/{made}", toast=_("Draft kept"))
    return page("announcements/edit.html", form=form, announcement=None, status=422)


@get("/announcements/{announcement_id:int}", permission=ANNOUNCEMENTS_READ)
def show_announcement(announcement_id: int) -> Response:
    """One announcement: what it says, whom it is for, what became of it, what can be done."""
    return _show(announcement_id)


@get("/announcements/{announcement_id:int}/edit", permission=ANNOUNCEMENTS_EDIT)
def edit_announcement(announcement_id: int) -> Response:
    found = _announcement(announcement_id)
    if "edit" not in ACTS[found.state]:
        return redirect(f"/announcements/{announcement_id}")
    return page("announcements/edit.html", form=DraftForm(data=_typed(found)), announcement=found)


@post("/announcements/{announcement_id:int}", permission=ANNOUNCEMENTS_EDIT)
def change_announcement(announcement_id: int, posted: Posted, me: Me) -> Response:
    found, form = _announcement(announcement_id), DraftForm(posted)
    if form.validate():
        try:
            actions.change(announcement_id, form.draft(), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/announcements/{announcement_id}", toast=_("Draft kept"))
    return page("announcements/edit.html", form=form, announcement=found, status=422)


@post("/announcements/{announcement_id:int}/discarding", permission=ANNOUNCEMENTS_EDIT)
def discard_announcement(announcement_id: int, me: Me) -> Response:
    _announcement(announcement_id)
    actions.discard(announcement_id, me)
    return redirect("/announcements", toast=_("Draft thrown away"))


@post("/announcements/{announcement_id:int}/targets", permission=ANNOUNCEMENTS_EDIT)
def add_target(announcement_id: int, posted: Posted, me: Me) -> Response:
    """Add a part of the community."""
    _announcement(announcement_id)
    with read() as db:
        form = AimForm(posted, targets=choices(community.parts(db)))
    if form.validate():
        scope, _colon, about = str(form.target.data).partition(":")
        try:
            actions.aim(announcement_id, Aim(scope, about, form.floor_from.data, form.floor_to.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/announcements/{announcement_id}#whom")
    return _show(announcement_id, aim=form)


@post("/announcements/{announcement_id:int}/homes", permission=ANNOUNCEMENTS_EDIT)
def add_homes(announcement_id: int, posted: Posted, me: Me) -> Response:
    """Add homes by their codes."""
    _announcement(announcement_id)
    form = HomesForm(posted)
    if form.validate():
        codes = list(dict.fromkeys(re.split(r"[\s,，;；、]+", str(form.homes.data).strip())))
        with read() as db:
            known = community.home_ids(db)
        ids = {code: known.get(_canonical(code)) for code in codes if code}
        missing = [code for code, found in ids.items() if found is None]
        if missing:
            form.homes.errors = [_("There are no such homes: %(codes)s.", codes=", ".join(missing[:10]))]
        elif len(ids) > MOST_HOMES:
            form.homes.errors = [_("At most %(n)s homes at a time; choose buildings instead.", n=MOST_HOMES)]
        else:
            home_ids = [one for one in ids.values() if one is not None]
            try:
                actions.aim(announcement_id, Aim("homes", label=str(form.label.data), home_ids=home_ids), me)
            except Refused as refused:
                form.refuse(refused)
            else:
                return redirect(f"/announcements/{announcement_id}#whom")
    return _show(announcement_id, homes=form)


@post("/announcements/{announcement_id:int}/targets/{target_id:int}/removal", permission=ANNOUNCEMENTS_EDIT)
def remove_target(announcement_id: int, target_id: int, me: Me) -> Response:
    _announcement(announcement_id)
    actions.unaim(announcement_id, target_id, me)
    return redirect(f"/announcements/{announcement_id}#whom")


@post("/announcements/{announcement_id:int}/publication", permission=ANNOUNCEMENTS_EDIT)
def publish_announcement(announcement_id: int, me: Me) -> Response:
    """Publish it now."""
    _announcement(announcement_id)
    actions.publish(announcement_id, me)
    return redirect(f"/announcements/{announcement_id}", toast=_("Published"))


@post("/announcements/{announcement_id:int}/schedule", permission=ANNOUNCEMENTS_EDIT)
def schedule_announcement(announcement_id: int, posted: Posted, me: Me) -> Response:
    """Have it published at a time."""
    _announcement(announcement_id)
    form = PublishForm(posted)
    if form.validate():
        try:
            actions.schedule(announcement_id, form.at(), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/announcements/{announcement_id}", toast=_("Scheduled"))
    return _show(announcement_id, publish=form)


@post("/announcements/{announcement_id:int}/unscheduling", permission=ANNOUNCEMENTS_EDIT)
def unschedule_announcement(announcement_id: int, me: Me) -> Response:
    _announcement(announcement_id)
    actions.unschedule(announcement_id, me)
    return redirect(f"/announcements/{announcement_id}", toast=_("It is a draft again"))


@get("/announcements/{announcement_id:int}/corrections/new", permission=ANNOUNCEMENTS_EDIT)
def new_correction(announcement_id: int) -> Response:
    found = _announcement(announcement_id)
    form = CorrectForm(data={"title": found.title, "text": found.text, "tell": True})
    return page("announcements/correct.html", form=form, announcement=found)


@post("/announcements/{announcement_id:int}/corrections", permission=ANNOUNCEMENTS_EDIT)
def correct_announcement(announcement_id: int, posted: Posted, me: Me) -> Response:
    found, form = _announcement(announcement_id), CorrectForm(posted)
    if form.validate():
        title, text = str(form.title.data), str(form.text.data).replace("\r\n", "\n").strip()
        try:
            actions.correct(
                announcement_id, title, text, str(form.reason.data), me, tell=bool(form.tell.data)
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/announcements/{announcement_id}", toast=_("Corrected"))
    return page("announcements/correct.html", form=form, announcement=found, status=422)


@post("/announcements/{announcement_id:int}/withdrawal", permission=ANNOUNCEMENTS_EDIT)
def withdraw_announcement(announcement_id: int, posted: Posted, me: Me) -> Response:
    _announcement(announcement_id)
    form = WithdrawForm(posted)
    if form.validate():
        actions.withdraw(announcement_id, str(form.reason.data), me)
        return redirect(f"/announcements/{announcement_id}", toast=_("Withdrawn"))
    return _show(announcement_id, withdraw=form)


@post("/announcements/{announcement_id:int}/pin", permission=ANNOUNCEMENTS_EDIT)
def pin_announcement(announcement_id: int, posted: Posted, me: Me) -> Response:
    """Keep it on top, or not any more."""
    _announcement(announcement_id)
    actions.pin(announcement_id, me, pinned=posted.get("pinned") == "1")
    return redirect(f"/announcements/{announcement_id}")


@post("/announcements/{announcement_id:int}/reminders", permission=ANNOUNCEMENTS_EDIT)
def remind_readers(announcement_id: int, me: Me) -> Response:
    """Remind who has not read it."""
    _announcement(announcement_id)
    actions.remind(announcement_id, me)
    return redirect(f"/announcements/{announcement_id}", toast=_("They are being reminded"))


@get("/announcements/{announcement_id:int}/readers", permission=ANNOUNCEMENTS_READ)
def list_readers(announcement_id: int, asked: Posted) -> Response:
    """Who it was for, and who has read it."""
    found, number = _announcement(announcement_id), asked.whole("page") or 1
    with read() as db:
        readers, total = records.readers(db, announcement_id, asked.get("who"), number)
        reach = records.reach(db, announcement_id)
    return page(
        "announcements/readers.html",
        announcement=found,
        readers=readers,
        reach=reach,
        total=total,
        number=number,
        pages=max(1, -(-total // records.PAGE)),
    )


@get("/announcements/{announcement_id:int}/print", permission=ANNOUNCEMENTS_READ)
def print_announcement(announcement_id: int, settings: Settings) -> Response:
    """The sheet for the notice board; its QR code opens the announcement as it is then."""
    found = _announcement(announcement_id)
    if "print" not in ACTS[found.state]:
        raise NotFoundException
    with read() as db:
        targets = records.targets(db, announcement_id)
        office = identity(db)
    return page(
        "announcements/print.html",
        announcement=found,
        body=markup.html(found.text),
        targets=[words.target(one) for one in targets],
        letterhead=office.letterhead or office.company or office.community_name,
        qr=qr_svg(f"{lan_url(settings.port)}notices/{found.token}"),
        words=words,
    )


def _show(
    announcement_id: int,
    *,
    aim: AimForm | None = None,
    homes: HomesForm | None = None,
    publish: PublishForm | None = None,
    withdraw: WithdrawForm | None = None,
) -> Response:
    """The page of an announcement; a form that was refused stands in it with what was typed."""
    found = _announcement(announcement_id)
    refused = any((aim, homes, publish, withdraw))
    with read() as db:
        parts = choices(community.parts(db)) if "aim" in ACTS[found.state] else []
        return page(
            "announcements/show.html",
            announcement=found,
            acts=ACTS[found.state],
            body=markup.html(found.text),
            versions=records.versions(db, announcement_id),
            targets=records.targets(db, announcement_id),
            audience=audience.count(db, announcement_id),
            reach=records.reach(db, announcement_id),
            task=outbox.of_key(db, f"announcement:{announcement_id}:{found.version}"),
            papers=papers.shown(db, ANNOUNCEMENT, announcement_id),
            aim=aim or AimForm(targets=parts),
            homes=homes or HomesForm(),
            publish=publish or PublishForm(day=clock.today(), clock="09:00"),
            withdraw=withdraw or WithdrawForm(),
            words=words,
            status=422 if refused else 200,
        )


def _typed(found: Announcement) -> dict[str, object]:
    """A draft as its form holds it."""
    given: dict[str, object] = {
        name: getattr(found, name)
        for name in ("kind", "whom", "title", "text", "urgent", "must_confirm", "pinned")
    }
    for part in ("starts", "ends"):
        at: str | None = getattr(found, f"{part}_at")
        if at:
            local = datetime.fromisoformat(at).astimezone(clock.zone())
            given |= {f"{part}_on": local.date(), f"{part}_time": local.strftime("%H:%M")}
    if found.expires_on:
        given["expires_on"] = datetime.fromisoformat(found.expires_on).date()
    return given


def _canonical(code: str) -> str:
    parts = unicodedata.normalize("NFKC", code).split("-", 2)
    return home_code(*parts) if len(parts) == 3 else code


def _announcement(announcement_id: int) -> Announcement:
    with read() as db:
        found = records.announcement(db, announcement_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [
    list_announcements,
    new_announcement,
    create_announcement,
    show_announcement,
    edit_announcement,
    change_announcement,
    discard_announcement,
    add_target,
    add_homes,
    remove_target,
    publish_announcement,
    schedule_announcement,
    unschedule_announcement,
    new_correction,
    correct_announcement,
    withdraw_announcement,
    pin_announcement,
    remind_readers,
    list_readers,
    print_announcement,
]
