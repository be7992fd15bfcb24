"""The application: the one place that lists the features, their schemas, their routes and what the layout needs."""

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
from litestar.handlers import HTTPRouteHandler
from sqlite_utils import Migrations

import estate.access.pages
import estate.access.schema
import estate.announcements.pages
import estate.announcements.pages_own
import estate.announcements.pages_public
import estate.announcements.schema
import estate.announcements.tasks
import estate.appliance.pages
import estate.arrears.pages
import estate.arrears.schema
import estate.audience.pages
import estate.audience.schema
import estate.billing.pages
import estate.billing.schema
import estate.billing.tasks
import estate.books.pages
import estate.books.schema
import estate.books.tasks
import estate.cashier.pages
import estate.cashier.schema
import estate.channels.pages
import estate.channels.pages_callbacks
import estate.channels.pages_list
import estate.channels.pages_push
import estate.channels.pages_texts
import estate.channels.schema
import estate.channels.tasks
import estate.chat.pages
import estate.chat.pages_own
import estate.chat.pages_settings
import estate.chat.schema
import estate.chat.tasks
import estate.closing.pages
import estate.closing.schema
import estate.community.pages
import estate.community.schema
import estate.complaints.pages
import estate.complaints.schema
import estate.complaints.tasks
import estate.contacts.pages
import estate.contacts.schema
import estate.contacts.tasks
import estate.contractors.pages
import estate.contractors.schema
import estate.crew.gate
import estate.crew.pages
import estate.crew.schema
import estate.crew.tasks
import estate.deposits.pages
import estate.deposits.schema
import estate.disclosure.pages
import estate.disclosure.schema
import estate.disclosure.tasks
import estate.documents.pages
import estate.documents.schema
import estate.documents.tasks
import estate.dunning.pages
import estate.dunning.schema
import estate.dunning.tasks
import estate.equipment.pages
import estate.equipment.schema
import estate.equipment.tasks
import estate.gate.pages
import estate.gate.schema
import estate.gate.schema_permits
import estate.gate.tasks
import estate.insight.pages
import estate.intake.pages
import estate.intake.schema
import estate.intake.tasks
import estate.jobs.schema
import estate.labels.pages
import estate.labels.schema
import estate.letters.pages
import estate.letters.schema
import estate.letters.tasks
import estate.materials.pages
import estate.materials.schema
import estate.materials.tasks
import estate.messages.pages
import estate.messages.schema
import estate.messages.tasks
import estate.meters.pages
import estate.meters.schema
import estate.office.pages
import estate.office.schema
import estate.owner.pages
import estate.papers.pages
import estate.papers.schema
import estate.patrol.pages
import estate.patrol.schema
import estate.patrol.tasks
import estate.patterns.pages
import estate.penalties.pages
import estate.penalties.schema
import estate.people.pages
import estate.people.schema
import estate.places.pages
import estate.places.schema
import estate.plans.pages
import estate.plans.schema
import estate.plans.tasks
import estate.prepayments.pages
import estate.prepayments.schema
import estate.reconciliation.pages
import estate.reconciliation.schema
import estate.refunds.pages
import estate.refunds.pages_estimates
import estate.refunds.schema
import estate.repairs.pages
import estate.repairs.schema
import estate.repairs.tasks
import estate.search.pages
import estate.search.schema
import estate.settlement.pages
import estate.settlement.pages_list
import estate.settlement.schema
import estate.sharing.pages
import estate.sharing.pages_batch
import estate.sharing.schema
import estate.surveys.pages
import estate.surveys.schema
import estate.surveys.tasks
import estate.tablets.actions
import estate.tablets.pages
import estate.tablets.pages_offline
import estate.tablets.schema
import estate.upkeep.pages
import estate.upkeep.schema
import estate.upkeep.tasks
import estate.votes.pages
import estate.votes.pages_own
import estate.votes.schema
import estate.votes.tasks
import estate.waivers.pages
import estate.waivers.pages_standing
import estate.waivers.schema
import estate.window.pages
import estate.window.pages_own
import estate.window.schema
from estate import layout
from estate.data import Store, clock, read, use
from estate.data.migrate import migrate
from estate.data.store import System
from estate.office import actions as office
from estate.office.identity import identity
from estate.penalties.actions import keep_calendar
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import assets, errors, live
from estate.web.context import current, me
from estate.web.middleware import Front
from estate.web.page import provide
from estate.web.posted import read_posted, read_query
from estate.web.routes import require_permission

SCHEMAS: list[Migrations] = [
    estate.access.schema.schema,
    estate.jobs.schema.schema,
    estate.office.schema.schema,
    estate.community.schema.schema,
    estate.people.schema.schema,
    estate.papers.schema.schema,
    estate.meters.schema.schema,
    estate.places.schema.schema,
    estate.equipment.schema.schema,
    estate.billing.schema.schema,
    estate.cashier.schema.schema,
    estate.prepayments.schema.schema,
    estate.waivers.schema.schema,
    estate.deposits.schema.schema,
    estate.refunds.schema.schema,
    estate.sharing.schema.schema,
    estate.closing.schema.schema,
    estate.penalties.schema.schema,
    estate.documents.schema.schema,
    estate.messages.schema.schema,
    estate.channels.schema.schema,
    estate.audience.schema.schema,
    estate.announcements.schema.schema,
    estate.surveys.schema.schema,
    estate.votes.schema.schema,
    estate.reconciliation.schema.schema,
    estate.books.schema.schema,
    estate.arrears.schema.schema,
    estate.settlement.schema.schema,
    estate.dunning.schema.schema,
    estate.contacts.schema.schema,
    estate.plans.schema.schema,
    estate.letters.schema.schema,
    estate.repairs.schema.schema,
    estate.materials.schema.schema,
    estate.labels.schema.schema,
    estate.complaints.schema.schema,
    estate.contractors.schema.schema,
    estate.crew.schema.schema,
    estate.patrol.schema.schema,
    estate.upkeep.schema.schema,
    estate.window.schema.schema,
    estate.disclosure.schema.schema,
    estate.gate.schema.schema,
    estate.chat.schema.schema,
    estate.gate.schema_permits.schema,
    estate.intake.schema.schema,
    estate.tablets.schema.schema,
    estate.search.schema.schema,  # last: it indexes what others keep
]

# What the worker can carry out: importing these registers their handlers with the outbox.
WORK = [
    estate.announcements.tasks,
    estate.billing.tasks,
    estate.books.tasks,
    estate.channels.tasks,
    estate.chat.tasks,
    estate.complaints.tasks,
    estate.contacts.tasks,
    estate.crew.tasks,
    estate.disclosure.tasks,
    estate.documents.tasks,
    estate.dunning.tasks,
    estate.equipment.tasks,
    estate.gate.tasks,
    estate.intake.tasks,
    estate.letters.tasks,
    estate.materials.tasks,
    estate.patrol.tasks,
    estate.plans.tasks,
    estate.messages.tasks,
    estate.repairs.tasks,
    estate.surveys.tasks,
    estate.upkeep.tasks,
    estate.votes.tasks,
]

# What features add to others' steps: importing these registers it.
HOOKS = [estate.crew.gate]

ROUTES: list[HTTPRouteHandler] = [
    assets.static_file,
    live.stream,
    *estate.access.pages.ROUTES,
    *estate.announcements.pages.ROUTES,
    *estate.announcements.pages_own.ROUTES,
    *estate.announcements.pages_public.ROUTES,
    *estate.appliance.pages.ROUTES,
    *estate.arrears.pages.ROUTES,
    *estate.audience.pages.ROUTES,
    *estate.office.pages.ROUTES,
    *estate.disclosure.pages.ROUTES,
    *estate.gate.pages.ROUTES,
    *estate.insight.pages.ROUTES,
    *estate.intake.pages.ROUTES,
    *estate.billing.pages.ROUTES,
    *estate.cashier.pages.ROUTES,
    *estate.channels.pages_texts.ROUTES,
    *estate.channels.pages_list.ROUTES,
    *estate.channels.pages.ROUTES,
    *estate.channels.pages_callbacks.ROUTES,
    *estate.channels.pages_push.ROUTES,
    *estate.chat.pages.ROUTES,
    *estate.chat.pages_own.ROUTES,
    *estate.chat.pages_settings.ROUTES,
    *estate.closing.pages.ROUTES,
    *estate.books.pages.ROUTES,
    *estate.community.pages.ROUTES,
    *estate.complaints.pages.ROUTES,
    *estate.contacts.pages.ROUTES,
    *estate.crew.pages.ROUTES,
    *estate.messages.pages.ROUTES,
    *estate.meters.pages.ROUTES,
    *estate.documents.pages.ROUTES,
    *estate.equipment.pages.ROUTES,
    *estate.contractors.pages.ROUTES,
    *estate.labels.pages.ROUTES,
    *estate.letters.pages.ROUTES,
    *estate.dunning.pages.ROUTES,
    *estate.deposits.pages.ROUTES,
    *estate.owner.pages.ROUTES,
    *estate.papers.pages.ROUTES,
    *estate.patrol.pages.ROUTES,
    *estate.patterns.pages.ROUTES,
    *estate.penalties.pages.ROUTES,
    *estate.people.pages.ROUTES,
    *estate.places.pages.ROUTES,
    *estate.plans.pages.ROUTES,
    *estate.prepayments.pages.ROUTES,
    *estate.refunds.pages.ROUTES,
    *estate.refunds.pages_estimates.ROUTES,
    *estate.reconciliation.pages.ROUTES,
    *estate.repairs.pages.ROUTES,
    *estate.materials.pages.ROUTES,
    *estate.search.pages.ROUTES,
    *estate.sharing.pages.ROUTES,
    *estate.sharing.pages_batch.ROUTES,
    *estate.settlement.pages.ROUTES,
    *estate.settlement.pages_list.ROUTES,
    *estate.surveys.pages.ROUTES,
    *estate.tablets.pages.ROUTES,
    *estate.tablets.pages_offline.ROUTES,
    *estate.upkeep.pages.ROUTES,
    *estate.votes.pages.ROUTES,
    *estate.votes.pages_own.ROUTES,
    *estate.waivers.pages.ROUTES,
    *estate.waivers.pages_standing.ROUTES,
    *estate.window.pages.ROUTES,
    *estate.window.pages_own.ROUTES,
]


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
        await to_thread.run_sync(estate.tablets.actions.note_late, answer.status_code or 200)
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
