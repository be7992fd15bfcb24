"""What stands in for the office when it cannot be reached."""

from estate.access.permissions import PUBLIC
from estate.web import Response, get, page


@get("/offline", permission=PUBLIC)
def show_offline() -> Response:
    """The page that the service worker keeps for every address that it has nothing else for."""
    return page("tablets/offline.html")


ROUTES = [show_offline]
