"""What the QR code of a notice board opens: the announcement as it stands now with its papers, without any sign-in."""

from litestar.exceptions import NotFoundException

from estate.access.permissions import PUBLIC
from estate.announcements import markup, records, words
from estate.announcements.papers import ANNOUNCEMENT
from estate.announcements.records import Announcement
from estate.data import Reader, read
from estate.papers import queries as papers
from estate.papers import serving
from estate.web import Response, get, page


@get("/notices/{token:str}", permission=PUBLIC)
def show_notice(token: str) -> Response:
    """The latest version, or the word that it was withdrawn."""
    with read() as db:
        found = _found(db, token)
        versions = records.versions(db, found.id)
        kept = papers.shown(db, ANNOUNCEMENT, found.id)
    return page(
        "announcements/notice.html",
        announcement=found,
        body=markup.html(found.text),
        corrected=versions[0] if len(versions) > 1 else None,
        papers=kept,
        words=words,
    )


@get("/notices/{token:str}/papers/{paper_id:int}", permission=PUBLIC)
def show_paper(token: str, paper_id: int) -> Response:
    """A picture or paper of a notice that holds."""
    with read() as db:
        found = _found(db, token)
        kept = papers.shown(db, ANNOUNCEMENT, found.id).live if not found.withdrawn_at else []
    paper = next((one for one in kept if one.id == paper_id), None)
    if paper is None:
        raise NotFoundException
    return serving.answer(paper)


def _found(db: Reader, token: str) -> Announcement:
    found = records.by_token(db, token)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [show_notice, show_paper]
