"""The pattern pages: the staff's components, the owner's phone, the plain sheet and the papers."""

from litestar.exceptions import NotFoundException

from estate.access.permissions import PATTERNS_READ
from estate.patterns import samples
from estate.web import Posted, Response, get, page, post

PAPERS = ("a4", "a5", "slip", "label")


@get("/patterns", permission=PATTERNS_READ)
def show_patterns() -> Response:
    """All components of the staff's pages."""
    return page("patterns/index.html", **samples.everything())


@post("/patterns", permission=PATTERNS_READ)
def refuse_form(posted: Posted) -> Response:
    """The sample form as it comes back when something is missing; to htmx the form alone."""
    return page(
        "patterns/index.html",
        part="patterns/_form.html",
        status=422,
        **samples.everything() | {"form": samples.refused(posted)},
    )


@get("/patterns/home", permission=PATTERNS_READ)
def show_home_patterns() -> Response:
    """The owner's posture."""
    return page("patterns/home.html", **samples.at_home())


@get("/patterns/plain", permission=PATTERNS_READ)
def show_plain_pattern() -> Response:
    """The one sheet in the middle: sign-in and set-up look so."""
    return page("patterns/plain.html", form=samples.blank())


@get("/patterns/paper/{size:str}", permission=PATTERNS_READ)
def show_paper_pattern(size: str) -> Response:
    """A receipt or letter as printed; NotFoundException for an unknown size."""
    if size not in PAPERS:
        raise NotFoundException
    return page("patterns/paper.html", paper=size, **samples.receipt())


ROUTES = [show_patterns, refuse_form, show_home_patterns, show_plain_pattern, show_paper_pattern]
