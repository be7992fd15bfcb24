"""The application: the store and the routes of all features put together, with what holds for every request."""

import logging
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, cast

from anyio import to_thread
from litestar import Litestar, Response
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException

from estate import layout
from estate.data import Store, clock, read, use
from estate.data.migrate import migrate
from estate.data.store import System
from estate.features import ROUTES, SCHEMAS
from estate.office import actions as office
from estate.office.identity import identity
from estate.penalties.actions import keep_calendar
from estate.refusal import Refused
from estate.settings import Settings
from estate.tablets import actions as tablets
from estate.web import errors
from estate.web.context import current, me
from estate.web.middleware import Front
from estate.web.page import provide
from estate.web.posted import read_posted, read_query
from estate.web.routes import require_permission


def open_store(folder: Path) -> Store:
    """Open a data folder with this version's schema and make it the one of this process."""
    folder.mkdir(0o700, parents=True, exist_ok=True)  # names, phones and debts: for the office's account only
    store = Store(folder)
    migrate(store, SCHEMAS)
    use(store)
    with read() as db:
        clock.set_zone(identity(db).time_zone)
    office.keep_offset(System("start"))
    keep_calendar(System("start"))
    return store


def create_app(
    settings: Settings, *, on_shutdown: Sequence[Callable[[], None]] = (), **state: Any
) -> Litestar:
    """The web application on the store that is open. `state` is what pages need of the process (set-up token, practice)."""
    layout.set_up()
    application = Litestar(
        route_handlers=ROUTES,
        guards=[require_permission],
        dependencies={
            "posted": Provide(read_posted),
            "asked": Provide(read_query, sync_to_thread=False),
            "me": Provide(me, sync_to_thread=False),
            "settings": Provide(_settings, sync_to_thread=False),
        },
        exception_handlers={
            Refused: errors.on_refused,
            HTTPException: errors.on_http,
            sqlite3.IntegrityError: errors.on_closed,
            OverflowError: errors.on_too_large_a_number,
            Exception: errors.on_fault,
        },
        after_request=_note_late,
        request_max_body_size=settings.upload_limit_mb * 2**20,
        openapi_config=None,
        logging_config=None,
        on_shutdown=list(on_shutdown),
    )
    # Outermost of all: no answer leaves without headers, no error without a number.
    application.asgi_handler = cast(Any, Front(cast(Any, application.asgi_handler), settings))
    point(application, settings, **state)
    return application


def point(application: Litestar, settings: Settings, **state: Any) -> None:
    """Let an application serve by these settings; putting its routes together takes far longer than this."""
    provide(practice=lambda: settings.practice)
    application.state = State({"settings": settings, **state})
    cast(Front, application.asgi_handler).settings = settings


async def _note_late(answer: Response[Any]) -> Response[Any]:
    """Keep what a tablet sent late, and when it was filled in there."""
    if current().queued:
        await to_thread.run_sync(tablets.note_late, answer.status_code or 200)
    return answer


def _settings(state: State) -> Settings:
    return state.settings


def log_to(folder: Path, name: str) -> None:
    """Write this process's log to logs/ in the data folder, in files of bounded size."""
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "logs" / f"{name}.log", maxBytes=5_000_000, backupCount=5, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    with suppress(ValueError):
        logging.getLogger("huey").setLevel(logging.WARNING)


__all__ = ["ROUTES", "SCHEMAS", "create_app", "log_to", "open_store"]
