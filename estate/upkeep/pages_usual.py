"""The usual plans, to apply with one touch."""

from estate.access.me import Me
from estate.access.permissions import UPKEEP_EDIT
from estate.data import read, write
from estate.i18n import ngettext
from estate.refusal import Refused
from estate.upkeep import usual, words
from estate.web import Posted, Response, get, page, post, redirect


@get("/upkeep/plans/usual", permission=UPKEEP_EDIT)
def show_usual() -> Response:
    """The usual plans with how much equipment each is for."""
    return _usual_page()


@post("/upkeep/plans/usual", permission=UPKEEP_EDIT)
def apply_usual(posted: Posted, me: Me) -> Response:
    """Make the chosen plans."""
    try:
        with write(me) as tx:
            made = usual.apply(tx, [str(one) for one in posted.getlist("code")])
    except Refused as refused:
        return _usual_page(refused.message, 422)
    return redirect("/upkeep/plans", toast=ngettext("%(n)s plan made", "%(n)s plans made", made))


def _usual_page(refused: str = "", status: int = 200) -> Response:
    with read() as db:
        offers = usual.offers(db)
    return page("upkeep/usual.html", offers=offers, refused=refused, words=words, status=status)


ROUTES = [show_usual, apply_usual]
