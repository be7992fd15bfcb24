"""How an owner or tenant reaches the office: when it is open, whom to call, what services cost, what to download."""

from litestar.exceptions import NotFoundException

from estate.access.permissions import OWN_HOME
from estate.data import read
from estate.papers.serving import answer
from estate.web import Posted, Response, existing, get, page
from estate.window import kinds, queries, queries_downloads, words
from estate.window.queries_downloads import PAGE


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
            downloads=bool(queries_downloads.counts(db)),
            words=words,
            kinds=kinds,
        )


@get("/my/office/services", permission=OWN_HOME)
def show_services() -> Response:
    """What services cost, and on what basis."""
    with read() as db:
        downloads = bool(queries_downloads.counts(db))
        return page("window/own_services.html", services=queries.services(db), downloads=downloads)


@get("/my/office/downloads", permission=OWN_HOME)
def list_own_downloads(asked: Posted) -> Response:
    """Forms, rules and sheets of the office, each in the version that holds."""
    number, category = asked.whole("page") or 1, asked.get("category")
    with read() as db:
        offered, counts = queries_downloads.offered(db, number, category), queries_downloads.counts(db)
    total = counts.get(category, 0) if category in kinds.DOWNLOADS else sum(counts.values())
    return page(
        "window/own_downloads.html",
        offered=offered,
        counts=counts,
        total=total,
        number=number,
        pages=max(1, -(-total // PAGE)),
        kinds=kinds,
    )


@get("/my/office/downloads/{download_id:int}/file", permission=OWN_HOME)
def save_own_download(download_id: int) -> Response:
    """The file in the version that holds; nothing where it is off the list."""
    with read() as db:
        found = existing(queries_downloads.download(db, download_id))
        if found.retired_at:
            raise NotFoundException
        current = queries_downloads.current(db, download_id)
    return answer(current.paper, title=found.title)


ROUTES = [show_office, show_services, list_own_downloads, save_own_download]
