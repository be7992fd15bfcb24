"""What the pages of renovations of the office and of the household share: the application, a step, the sheet, the course."""

from datetime import date
from typing import Any

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.data import Actor, read, write
from estate.gate import actions_permits as actions
from estate.gate import queries_permits as queries
from estate.gate import sheets, words_permits
from estate.gate.actions_permits import Application, Said
from estate.gate.forms_permits import PermitForm, StepForm
from estate.gate.papers import PERMIT
from estate.gate.queries_permits import Permit
from estate.i18n import gettext as _
from estate.labels.house import house
from estate.papers import content
from estate.papers.actions import attach
from estate.settings import Settings
from estate.web import Posted, Response


def application(form: PermitForm, home_id: int, person_id: int | None, name: str, source: str) -> Application:
    """What a form applies for."""
    first, last = form.from_on.data, form.until_on.data
    assert isinstance(first, date) and isinstance(last, date)
    return Application(
        home_id,
        person_id,
        name,
        str(form.firm.data),
        str(form.firm_phone.data),
        list(form.works.data or []),
        str(form.text.data or "").strip(),
        first,
        last,
        source,
    )


def take(permit_id: int, step: str, form: StepForm, posted: Posted, party: str, by: Actor) -> None:
    """The step that a form asks for, with its photos."""
    kept = content.keep_sent(posted)
    said = Said(
        str(form.reason.data or ""),
        str(form.result.data) if step == "inspect" else None,
        form.until_on.data if step == "extend" else None,
    )
    key = f"{permit_id}:{step}:{form.key.data}" if form.key.data else ""
    with write(by) as tx:
        actions.step(permit_id, step, said, key, party, by)
        if kept:
            attach(tx, PERMIT, permit_id, kept, "inspection")


def sheet(permit: Permit, settings: Settings, *, workers: bool) -> Response:
    """The PDF of a permit that was given; there is none before."""
    if permit.state not in ("approved", "stopped", "completed", "accepted"):
        raise NotFoundException
    with read() as db:
        made = sheets.permit_pdf(
            db,
            permit,
            queries.accepted_rules(db, permit.rules_id),
            queries.workers(db, permit.id) if workers and permit.state == "approved" else [],
            house(db, settings.port).url,
            practice=settings.practice,
        )
    response: Response = LitestarResponse(made, media_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{permit.number}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def course(found: list[queries.Step], *, names: bool) -> list[dict[str, Any]]:
    """The steps as a timeline; names: of who took them."""
    tones = {
        "refuse": "overdue",
        "stop": "overdue",
        "mend": "waiting",
        "accept": "settled",
        "approve": "settled",
    }
    return [
        {
            "what": words_permits.STEPS[one.step]
            + (f"{_(': ')}{words_permits.RESULTS[one.result][1]}" if one.result else ""),
            "state": "overdue" if one.result == "violation" else tones.get(one.step, "info"),
            "at": one.at,
            "by": one.who if names else "",
            "text": one.reason,
            "until_on": one.until_on,
        }
        for one in reversed(found)
    ]
