"""The count: result sheet, published list, recount, certificate."""

from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import VOTES_READ, VOTES_RUN
from estate.data import read
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.office.identity import identity
from estate.refusal import Refused
from estate.settings import Settings
from estate.votes import actions, records, records_list, records_voters, sheets, words
from estate.votes.records import Vote
from estate.votes.rules_codes import list_text
from estate.votes.shown import required, vote_page, whose
from estate.web import Posted, Response, get, page, post, redirect


@post("/votes/{vote_id:int}/closing", permission=VOTES_RUN)
def close_vote(vote_id: int, me: Me) -> Response:
    """Count and publish."""
    required(vote_id)
    try:
        actions.close(vote_id, me)
    except Refused as refused:
        return vote_page(vote_id, me, refused=refused.message)
    return redirect(f"/votes/{vote_id}", toast=_("Counted and published"))


@get("/votes/{vote_id:int}/list", permission=VOTES_READ)
def show_list(vote_id: int, asked: Posted) -> Response:
    """The published list, page by page; who voted how stands in it only where the vote is not secret."""
    found, number = _closed(vote_id), asked.whole("page") or 1
    with read() as db:
        lines = records_list.lines(db, vote_id, number)
        motions = records.motions(db, vote_id)
    return page(
        "votes/list.html",
        vote=found,
        lines=lines,
        motions=motions,
        number=number,
        pages=max(1, -(-found.ballots // records.PAGE)),
        words=words,
    )


@get("/votes/{vote_id:int}/list.txt", permission=VOTES_READ)
def download_list(vote_id: int) -> Response:
    """The list as a file whose SHA-256 is the printed one."""
    return list_file(_closed(vote_id))


@get("/votes/{vote_id:int}/recount", permission=VOTES_READ)
def show_recount(vote_id: int) -> Response:
    """Count once more from the ballots as they lie there now."""
    found = _closed(vote_id)
    with read() as db:
        again = actions.recount(db, found)
    return page("votes/recount.html", vote=found, again=again, words=words)


@get("/votes/{vote_id:int}/certificate", permission=VOTES_READ)
def download_certificate(vote_id: int, settings: Settings) -> Response:
    """The result with its arithmetic, to be signed and sealed."""
    return certificate_file(_closed(vote_id), settings)


def list_file(found: Vote) -> Response:
    """The published list as plain text."""
    with read() as db:
        lines = records_list.whole_list(db, found.id)
    response: Response = LitestarResponse(
        list_text(found.number or "", lines).encode(), media_type="text/plain"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{found.number}.txt"'
    response.headers["Cache-Control"] = "no-store"
    return response


def certificate_file(found: Vote, settings: Settings) -> Response:
    """The certificate as a PDF, in the office's language."""
    with read() as db:
        office = identity(db)
        with speaking(office.locale):
            made = sheets.certificate(
                office,
                found,
                records.results(db, found),
                whose(db, found),
                records.extensions(db, found.id),
                len([one for one in records_voters.objections(db, found.id) if one.kind == "ballot"]),
                settings,
            )
    return sheets.pdf(made, f"{found.number}.pdf")


def _closed(vote_id: int) -> Vote:
    found = required(vote_id)
    if found.state != "closed":
        raise NotFoundException
    return found


ROUTES = [close_vote, show_list, download_list, show_recount, download_certificate]
