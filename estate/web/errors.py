"""What goes wrong is said calmly: a page in the reader's language, with a number that the log has too."""

import logging
import sqlite3
from typing import Any
from urllib.parse import quote

from litestar import MediaType, Request
from litestar import Response as LitestarResponse
from litestar.exceptions import HTTPException, NotFoundException

from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.web.context import current
from estate.web.page import Response, page, redirect

log = logging.getLogger("estate.error")


def on_refused(_request: Request[Any, Any, Any], error: Refused) -> Response:
    """A rule of the office said no and the page had no form to show it in."""
    return _error(409, _("This cannot be done now"), error.message)


def on_http(_request: Request[Any, Any, Any], error: HTTPException) -> Response:
    """Not signed in, not allowed, not found, not understood."""
    now = current()
    if error.status_code == 401 and not now.queued:
        wanted = f"{now.path}?{now.query}" if now.query else now.path
        after = "" if now.method != "GET" or wanted == "/" else f"?next={quote(wanted)}"
        return redirect(f"/sign-in{after}")
    title, text = {
        401: (_("Sign in"), _("The session is over. Sign in again; what waits is sent then.")),
        403: (
            _("Not for this account"),
            _("Your role does not include this page. Ask an administrator of the office."),
        ),
        404: (
            _("Not found"),
            _("There is nothing here that you can see. It may have been moved, or the address is mistyped."),
        ),
        405: (_("Not found"), _("This address takes no such request.")),
        413: (_("Too large"), _("The file is larger than this office allows.")),
    }.get(
        error.status_code,
        (_("Not understood"), _("The page sent something that could not be read. Go back and try again.")),
    )
    return _error(error.status_code, title, text)


def on_closed(request: Request[Any, Any, Any], error: sqlite3.IntegrityError) -> Response:
    """The database refused something in a period that is closed; all else that breaks an invariant is a fault."""
    if not str(error).startswith("closed: "):
        return on_fault(request, error)
    return _error(
        409,
        _("This is closed"),
        _("The day or month that this falls in is closed. Ask a manager to reopen it."),
    )


def on_too_large_a_number(request: Request[Any, Any, Any], error: OverflowError) -> Response:
    """An id or page that is larger than SQLite can hold: nothing has it."""
    log.info("%s %s %s", current().request_id, current().path, error)
    return on_http(request, NotFoundException())


def on_fault(_request: Request[Any, Any, Any], error: Exception) -> Response:
    """A fault of the program: logged with its trace under the request's number."""
    log.error("%s %s %s", current().request_id, current().method, current().path, exc_info=error)
    return _error(
        500,
        _("Something went wrong here"),
        _("Nothing was half-saved. Try again; if it happens again, tell the administrator this number."),
    )


def _error(status: int, title: str, text: str) -> Response:
    try:
        return page(
            "errors/error.html", status=status, title=title, text=text, reference=current().request_id
        )
    except Exception:  # the page itself is what fails, or the records: then plain words must do
        log.exception("%s the error page failed", current().request_id)
        return LitestarResponse(
            f"{title}\n{text}\n{current().request_id}", media_type=MediaType.TEXT, status_code=status
        )
