"""What waits on paper, prints of it, and handing them out."""

import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import MESSAGES_READ, MESSAGES_SEND
from estate.data import read
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.jobs import outbox
from estate.messages import actions_paper, records_paper
from estate.messages.paper import pdf
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.lan import lan_url


@get("/messages/paper", permission=MESSAGES_READ)
def list_paper() -> Response:
    """What waits to be printed by building, and the latest prints."""
    with read() as db:
        waiting, prints = records_paper.waiting(db), records_paper.prints(db)
    return page("messages/paper.html", waiting=waiting, prints=prints, key=secrets.token_hex(16))


@post("/messages/paper", permission=MESSAGES_SEND)
def start_print(posted: Posted, me: Me, settings: Settings) -> Response:
    """Print what waits, of one building or all."""
    url = f"{lan_url(settings.port)}my"
    job = actions_paper.start_print(
        posted.whole("building"), posted.get("key"), url, me, practice=settings.practice
    )
    return redirect(f"/messages/paper/{job.id}")


@get("/messages/paper/{print_id:int}", permission=MESSAGES_READ)
def show_print(print_id: int) -> Response:
    """How far a print is, its files, and handing them out."""
    with read() as db:
        job = records_paper.one_print(db, print_id)
        if job is None:
            raise NotFoundException
        made, task = records_paper.files_of(db, print_id), outbox.of_key(db, actions_paper.task_key(print_id))
    return page("messages/print.html", part="messages/_print.html", job=job, files=made, task=task)


@get("/messages/paper/{print_id:int}/{position:int}", permission=MESSAGES_READ)
def open_file(print_id: int, position: int) -> Response:
    """One PDF of a print."""
    with read() as db:
        found = records_paper.file_of(db, print_id, position)
    if found is None:
        raise NotFoundException
    return pdf(found.file, f"{_('Messages')} {found.first_home} – {found.last_home}")


@post("/messages/paper/{print_id:int}/handed-out", permission=MESSAGES_SEND)
def hand_out(print_id: int, me: Me) -> Response:
    """Note that the papers of a print lie in the letter boxes."""
    with read() as db:
        if records_paper.one_print(db, print_id) is None:
            raise NotFoundException
    count = actions_paper.hand_out(print_id, me)
    told = ngettext("%(num)s noted as handed out", "%(num)s noted as handed out", count)
    return redirect(f"/messages/paper/{print_id}", toast=told)


ROUTES = [list_paper, start_print, show_print, open_file, hand_out]
