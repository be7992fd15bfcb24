"""How an owner or tenant reaches the office: when it is open, whom to call, what its services cost."""

from estate.access.permissions import OWN_HOME
from estate.data import read
from estate.web import Response, get, page
from estate.window import kinds, queries, words


@get("/my/office", permission=OWN_HOME)
def show_office() -> Response:
    """Whether the office is open, every number to call, and everything that one can ask of it as large tiles."""
    with read() as db:
        hours = queries.hours(db)
        return page(
            "window/own.html",
            hours=hours,
            now=queries.now(db),
            special=queries.special_days(db),
            phones=queries.phones(db),
            services=bool(queries.services(db)),
            words=words,
            kinds=kinds,
        )


@get("/my/office/services", permission=OWN_HOME)
def show_services() -> Response:
    """What services cost, and on what basis."""
    with read() as db:
        return page("window/own_services.html", services=queries.services(db))


ROUTES = [show_office, show_services]
