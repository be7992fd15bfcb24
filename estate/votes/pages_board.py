"""The notice of a vote and its roll by homes, for the notice board."""

from collections.abc import Callable

from litestar.exceptions import NotFoundException

from estate.access.permissions import VOTES_READ
from estate.data import read
from estate.i18n import speaking
from estate.labels.house import house
from estate.office.identity import identity
from estate.settings import Settings
from estate.votes import sheets, sheets_board
from estate.votes.shown import required, whose
from estate.web import Response, get

BOARD = ("checking", "open", "counting")
"""States in which there is something to post up."""


@get("/votes/{vote_id:int}/notice", permission=VOTES_READ)
def download_notice(vote_id: int, settings: Settings) -> Response:
    """What is voted on, by whom, until when, and how it is counted."""
    return _sheet(vote_id, settings, sheets_board.notice, "notice")


@get("/votes/{vote_id:int}/board-roll", permission=VOTES_READ)
def download_roll(vote_id: int, settings: Settings) -> Response:
    """Every home with its area; no names."""
    return _sheet(vote_id, settings, sheets_board.roll, "roll")


def _sheet(vote_id: int, settings: Settings, made: Callable[..., bytes], name: str) -> Response:
    found = required(vote_id)
    if found.state not in BOARD:
        raise NotFoundException
    with read() as db, speaking(identity(db).locale):
        url = f"{house(db, settings.port).url}/my/votes/{vote_id}"
        content = made(db, found, whose(db, found), url, practice=settings.practice)
    return sheets.pdf(content, f"{found.number}-{name}.pdf")


ROUTES = [download_notice, download_roll]
