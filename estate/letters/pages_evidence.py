"""Bundles of evidence: asking for one, how far it is, the PDF."""

from urllib.parse import quote

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import EVIDENCE_MAKE
from estate.data import audit, files, read, write
from estate.jobs import outbox
from estate.letters import actions_evidence, records_evidence
from estate.letters.records_evidence import Bundle
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect


@post("/homes/{home_id:int}/evidence", permission=EVIDENCE_MAKE)
def ask_evidence(home_id: int, posted: Posted, me: Me, settings: Settings) -> Response:
    """Ask for a bundle about one payer's debt for a home."""
    key = f"{home_id}:{posted.get('key')}" if posted.get("key") else ""
    try:
        made = actions_evidence.ask(home_id, posted.whole("payer") or 0, key, me, practice=settings.practice)
    except Refused as refused:
        raise NotFoundException from refused
    return redirect(f"/evidence/{made.id}")


@get("/evidence/{bundle_id:int}", permission=EVIDENCE_MAKE)
def show_evidence(bundle_id: int) -> Response:
    """How far a bundle is, then its PDF with its hash."""
    found = _bundle(bundle_id)
    with read() as db:
        task = outbox.of_key(db, actions_evidence.task_key(bundle_id))
    return page("letters/evidence.html", part="letters/_evidence.html", bundle=found, task=task)


@get("/evidence/{bundle_id:int}/pdf", permission=EVIDENCE_MAKE)
def open_evidence(bundle_id: int, me: Me) -> Response:
    """The PDF; that somebody opened it is noted."""
    found = _bundle(bundle_id)
    if found.file is None:
        raise NotFoundException
    with write(me) as tx:
        audit.record(tx, "evidence.opened", "evidence_bundles", bundle_id, after={"home": found.home_code})
    response: Response = LitestarResponse(
        files.path_of(found.file).read_bytes(), media_type="application/pdf"
    )
    name = quote(f"{found.home_code} {found.payer_name}")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}.pdf"
    return response


def _bundle(bundle_id: int) -> Bundle:
    with read() as db:
        found = records_evidence.bundle(db, bundle_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [ask_evidence, show_evidence, open_evidence]
