"""From publishing on: at once or at a time, correcting, withdrawing, reminding, who has read it, the printed notice."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import ANNOUNCEMENTS_EDIT, ANNOUNCEMENTS_READ, PEOPLE_READ
from estate.announcements import actions, actions_published, markup, records, records_readers, words
from estate.announcements.forms import CorrectForm, PublishForm, WithdrawForm
from estate.announcements.rules import ACTS
from estate.announcements.shown import announcement_page, required
from estate.audience import queries as audiences
from estate.data import read
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.lan import lan_url, qr_svg


@post("/announcements/{announcement_id:int}/publication", permission=ANNOUNCEMENTS_EDIT)
def publish_announcement(announcement_id: int, me: Me) -> Response:
    """Publish it now."""
    required(announcement_id)
    actions.publish(announcement_id, me)
    return redirect(f"/announcements/{announcement_id}", toast=_("Published"))


@post("/announcements/{announcement_id:int}/schedule", permission=ANNOUNCEMENTS_EDIT)
def schedule_announcement(announcement_id: int, posted: Posted, me: Me) -> Response:
    """Have it published at a time."""
    required(announcement_id)
    form = PublishForm(posted)
    if form.validate():
        try:
            actions.schedule(announcement_id, form.at(), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/announcements/{announcement_id}", toast=_("Scheduled"))
    return announcement_page(announcement_id, me, publish=form)


@post("/announcements/{announcement_id:int}/unscheduling", permission=ANNOUNCEMENTS_EDIT)
def unschedule_announcement(announcement_id: int, me: Me) -> Response:
    required(announcement_id)
    actions.unschedule(announcement_id, me)
    return redirect(f"/announcements/{announcement_id}", toast=_("It is a draft again"))


@get("/announcements/{announcement_id:int}/corrections/new", permission=ANNOUNCEMENTS_EDIT)
def new_correction(announcement_id: int) -> Response:
    with read() as db:
        seen = actions_published.EDITS.last(db, announcement_id)
    found = required(announcement_id)
    form = CorrectForm(data={"title": found.title, "text": found.text, "tell": True, "seen": seen})
    return page("announcements/correct.html", form=form, announcement=found)


@post("/announcements/{announcement_id:int}/corrections", permission=ANNOUNCEMENTS_EDIT)
def correct_announcement(announcement_id: int, posted: Posted, me: Me) -> Response:
    found, form = required(announcement_id), CorrectForm(posted)
    if form.validate():
        title, text = str(form.title.data), str(form.text.data).replace("\r\n", "\n").strip()
        tell, reason = bool(form.tell.data), str(form.reason.data)
        try:
            actions_published.correct(
                announcement_id, title, text, reason, me, tell=tell, seen=form.seen_at()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/announcements/{announcement_id}", toast=_("Corrected"))
    return page("announcements/correct.html", form=form, announcement=found, status=422)


@post("/announcements/{announcement_id:int}/withdrawal", permission=ANNOUNCEMENTS_EDIT)
def withdraw_announcement(announcement_id: int, posted: Posted, me: Me) -> Response:
    required(announcement_id)
    form = WithdrawForm(posted)
    if form.validate():
        actions_published.withdraw(announcement_id, str(form.reason.data), me, tell=bool(form.tell.data))
        return redirect(f"/announcements/{announcement_id}", toast=_("Withdrawn"))
    return announcement_page(announcement_id, me, withdraw=form)


@post("/announcements/{announcement_id:int}/pin", permission=ANNOUNCEMENTS_EDIT)
def pin_announcement(announcement_id: int, posted: Posted, me: Me) -> Response:
    """Keep it on top, or not any more."""
    required(announcement_id)
    actions_published.pin(announcement_id, me, pinned=posted.get("pinned") == "1")
    return redirect(f"/announcements/{announcement_id}")


@post("/announcements/{announcement_id:int}/reminders", permission=ANNOUNCEMENTS_EDIT)
def remind_readers(announcement_id: int, me: Me) -> Response:
    """Remind who has not read it."""
    required(announcement_id)
    actions_published.remind(announcement_id, me)
    return redirect(f"/announcements/{announcement_id}", toast=_("They are being reminded"))


@get("/announcements/{announcement_id:int}/readers", permission=PEOPLE_READ)
def list_readers(announcement_id: int, asked: Posted) -> Response:
    """Who it was for, and who has read it."""
    found, number = required(announcement_id), asked.whole("page") or 1
    with read() as db:
        readers = records_readers.readers(db, announcement_id, asked.get("who"), number)
        reach = records_readers.reach(db, announcement_id)
    total = reach.count(asked.get("who"))
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
    found = required(announcement_id)
    if "print" not in ACTS[found.state]:
        raise NotFoundException
    with read() as db:
        targets = audiences.said(db, found.audience_id)
        office = identity(db)
    return page(
        "announcements/print.html",
        announcement=found,
        body=markup.html(found.text),
        targets=targets,
        letterhead=office.letterhead or office.company or office.community_name,
        qr=qr_svg(f"{lan_url(settings.port)}notices/{found.token}"),
        words=words,
    )


ROUTES = [
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
