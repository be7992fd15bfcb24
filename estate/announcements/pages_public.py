"""What the QR code of a notice board opens: the announcement as it stands now, without any sign-in."""

from litestar.exceptions import NotFoundException

from estate.access.permissions import PUBLIC
from estate.announcements import markup, records, words
from estate.data import read
from estate.web import Response, get, page


@get("/notices/{token:str}", permission=PUBLIC)
def show_notice(token: str) -> Response:
    """The latest version, or the word that it was withdrawn."""
    with read() as db:
        found = records.by_token(db, token)
        if found is None:
            raise NotFoundException
        versions = records.versions(db, found.id)
    return page(
        "announcements/notice.html",
        announcement=found,
        body=markup.html(found.text),
        corrected=versions[0] if len(versions) > 1 else None,
        words=words,
    )


ROUTES = [show_notice]
