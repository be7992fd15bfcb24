"""What is announced to an owner or tenant: the list, one of them, the word that they have taken note."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.announcements import actions_published as actions
from estate.announcements import markup, queries, topics, words
from estate.announcements.papers import ANNOUNCEMENT
from estate.announcements.queries import Own
from estate.data import read
from estate.i18n import gettext as _
from estate.papers import queries as papers
from estate.web import Response, get, live, page, post, redirect


@get("/my/announcements", permission=OWN_HOME)
def list_own(me: Me) -> Response:
    """What holds now, and what was."""
    with read() as db:
        now, past = queries.live(db, me), queries.past(db, me)
    return page("announcements/own_list.html", now=now, past=past, words=words, live=live.url(topics.NOTICES))


@get("/my/announcements/{announcement_id:int}", permission=OWN_HOME)
def show_own(announcement_id: int, me: Me) -> Response:
    """One announcement; it counts as read from now on."""
    found = _own(announcement_id, me)
    if found.unread and not found.withdrawn_at and me.person_id:
        actions.mark_read(announcement_id, me.person_id, me)
    with read() as db:
        kept = papers.shown(db, ANNOUNCEMENT, announcement_id)
    return page(
        "announcements/own.html",
        announcement=found,
        body=markup.html(found.text),
        papers=kept,
        words=words,
        live=live.url(topics.NOTICES),
    )


@post("/my/announcements/{announcement_id:int}/confirmation", permission=OWN_HOME)
def confirm_own(announcement_id: int, me: Me) -> Response:
    """Say that one has taken note."""
    found = _own(announcement_id, me)
    if found.to_confirm and me.person_id:
        actions.confirm(announcement_id, me.person_id, me)
    return redirect(f"/my/announcements/{announcement_id}", toast=_("Noted, thank you"))


def _own(announcement_id: int, me: Me) -> Own:
    with read() as db:
        found = queries.own(db, me, announcement_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [list_own, show_own, confirm_own]
