"""How an owner or tenant reaches the office: by phone, and through the pages that lead there."""

from estate.access.permissions import OWN_HOME
from estate.web import Response, get, page


@get("/my/office", permission=OWN_HOME)
def show_office() -> Response:
    """The office's phone and address, and everything that one can ask of it as large tiles."""
    return page("window/own.html")


ROUTES = [show_office]
