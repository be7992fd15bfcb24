"""Estimates that were too high, of who has left: the list, and one button for each."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import RECEIPTS_READ, REFUNDS_REQUEST
from estate.billing.queries_credits import over_estimate, over_estimates
from estate.data import read
from estate.refunds import actions_estimates, queries, words
from estate.refusal import Refused
from estate.web import Response, get, page, post, redirect


@get("/refunds/estimates", permission=RECEIPTS_READ)
def list_estimates() -> Response:
    return _list()


@post("/refunds/estimates/{charge_id:int}", permission=REFUNDS_REQUEST)
def credit_estimate(charge_id: int, me: Me) -> Response:
    """Ask for the credit; up to the office's limit it is booked at once, above it another person approves."""
    with read() as db:
        if over_estimate(db, charge_id) is None:
            raise NotFoundException
    try:
        request = actions_estimates.credit_estimate(charge_id, me)
    except Refused as refused:
        return _list(refused.message, status=422)
    return redirect(f"/refunds/{request.id}", toast=str(words.STATES[request.state]))


def _list(refused: str = "", status: int = 200) -> Response:
    with read() as db:
        estimates = over_estimates(db)
        credits_ = queries.credits_of_charges(db)
    waiting = [one for one in estimates if one.charge_id not in credits_]
    return page(
        "refunds/estimates.html",
        status=status,
        estimates=[*waiting, *(one for one in estimates if one.charge_id in credits_)],
        credits=credits_,
        open=len(waiting),
        open_fen=sum(one.credit_fen or 0 for one in waiting),
        refused=refused,
        words=words,
    )


ROUTES = [list_estimates, credit_estimate]
