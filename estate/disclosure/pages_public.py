"""What was published, for owners on their page and for whoever scans the code on the notice board."""

from litestar import Response as LitestarResponse

from estate.access.permissions import OWN_HOME, PUBLIC
from estate.data import files, read
from estate.disclosure import queries, words
from estate.disclosure.queries import Disclosure
from estate.web import Response, get, page
from estate.web.page import existing


@get("/my/office/disclosures", permission=OWN_HOME)
def list_published() -> Response:
    """Every disclosure, the latest period first."""
    with read() as db:
        found = queries.all_disclosures(db, published=True)
    return page("disclosure/own.html", disclosures=found, words=words)


@get("/disclosed/{token:str}", permission=PUBLIC)
def show_published(token: str) -> Response:
    """One as it was published; where a later version corrects it, that is said."""
    with read() as db:
        found = existing(queries.by_token(db, token))
        newer = queries.correction_of(db, found)
    return page("disclosure/public.html", one=found, newer=newer, sections=found.sections, words=words)


@get("/disclosed/{token:str}/sheet", permission=PUBLIC)
def print_published(token: str) -> Response:
    """The sheet as it was published."""
    with read() as db:
        found = existing(queries.by_token(db, token))
    return pdf(files.path_of(str(found.file)).read_bytes(), found)


def pdf(made: bytes, found: Disclosure) -> Response:
    """A sheet as a file."""
    response: Response = LitestarResponse(made, media_type="application/pdf")
    name = f"disclosure-{found.first_on}-{found.last_on}-{found.version}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


ROUTES = [list_published, show_published, print_published]
