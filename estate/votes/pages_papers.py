"""Paper ballots: printed with their number and code, and what their QR code opens."""

from estate.access.me import Me
from estate.access.permissions import OWN_HOME, PUBLIC, VOTES_ENTER, VOTES_READ
from estate.data import read
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.labels.house import house
from estate.office.identity import identity
from estate.refusal import Refused
from estate.settings import Settings
from estate.votes import actions_ballots, records, records_roll, sheets, words
from estate.votes.records_roll import Entry
from estate.votes.rules_acts import ACTS
from estate.votes.rules_codes import read_serial, serial
from estate.votes.shown import required, whose
from estate.web import Response, current, existing, get, page, post, redirect


@get("/votes/{vote_id:int}/papers", permission=VOTES_ENTER)
def show_papers(vote_id: int) -> Response:
    """How many paper ballots are printed, and the next of them."""
    return _papers_page(vote_id)


@post("/votes/{vote_id:int}/papers", permission=VOTES_ENTER)
def print_ballots(vote_id: int, me: Me, settings: Settings) -> Response:
    """The next ballots of homes that have none and have not voted, as one PDF."""
    required(vote_id)
    with read() as db:
        units = records_roll.unprinted(db, vote_id, sheets.AT_ONCE)
    if not units:
        return _papers_page(vote_id, refused=_("Every home that has not voted has a paper ballot."))
    return _print(vote_id, units, me, settings)


@post("/votes/{vote_id:int}/units/{unit_id:int}/paper", permission=VOTES_ENTER)
def print_ballot(vote_id: int, unit_id: int, me: Me, settings: Settings) -> Response:
    """One ballot; a paper that was printed before for the same does not count any more."""
    required(vote_id)
    with read() as db:
        unit = records_roll.unit(db, unit_id)
    return _print(vote_id, [existing(unit if unit and unit.vote_id == vote_id else None)], me, settings)


@get("/ballots/{number:str}/{code:str}", permission=PUBLIC)
def scan_ballot(number: str, code: str) -> Response:
    """What the code of a paper ballot opens: for who enters ballots its entry, for owners the vote, else a word."""
    current().unlogged = True  # its address holds number and code, which together lead to the choice
    vote_number, seq = read_serial(number)
    with read() as db:
        found = records.by_number(db, vote_number)
    me = current().me
    if found is not None and me is not None and me.may(VOTES_ENTER):
        return redirect(f"/votes/{found.id}/entry?ballot={serial(vote_number, seq)}&code={code}")
    if found is not None and me is not None and me.may(OWN_HOME):
        return redirect(f"/my/votes/{found.id}")
    if found is not None and me is not None and me.may(VOTES_READ):
        return redirect(f"/votes/{found.id}")
    return page("votes/scanned.html", known=found is not None)


def _print(vote_id: int, units: list[Entry], me: Me, settings: Settings) -> Response:
    try:
        coded = actions_ballots.print_papers(vote_id, units, me)
    except Refused as refused:
        return _papers_page(vote_id, refused=refused.message)
    found = required(vote_id)
    with read() as db:
        office, home = identity(db), house(db, settings.port)
        motions = records.motions(db, vote_id)
        homes = records_roll.codes(db, [unit.id for unit, _code in coded])
        with speaking(office.locale):
            made = sheets.ballots(office, found, motions, whose(db, found), coded, homes, home.url, settings)
    return sheets.pdf(made, f"{found.number}-{coded[0][0].seq}.pdf")


def _papers_page(vote_id: int, refused: str = "") -> Response:
    found = required(vote_id)
    with read() as db:
        summary = records_roll.summary(db, vote_id)
        following = records_roll.unprinted(db, vote_id, sheets.AT_ONCE)
    return page(
        "votes/papers.html",
        vote=found,
        summary=summary,
        following=following,
        open=found.state in ACTS["print"].allowed,
        refused=refused,
        words=words,
        status=422 if refused else 200,
    )


ROUTES = [show_papers, print_ballots, print_ballot, scan_ballot]
