"""The owner's page of a plan: what was agreed, what is paid of it, what comes next."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.billing.words import period
from estate.community.rules_remark import remark_code
from estate.data import clock, read
from estate.plans import queries, words
from estate.plans.rules import matched, missed
from estate.web import Response, get, page


@get("/my/plans/{plan_id:int}", permission=OWN_HOME)
def show_own(plan_id: int, me: Me) -> Response:
    """One's own plan; of nobody else's, not even of who lives in the same home."""
    with read() as db:
        plan = queries.of_payer(db, plan_id, me.person_id or 0)
        if plan is None:
            raise NotFoundException
        agreed, covered = queries.parts(db, plan_id), queries.covered(db, plan_id)
    return page(
        "plans/own.html",
        plan=plan,
        parts=matched(agreed, plan.settled_fen),
        next=missed(agreed, plan.settled_fen) if plan.running else None,
        covered=covered,
        now=clock.today(),
        remark=remark_code(plan.home_id),
        words=words,
        period=period,
    )


ROUTES = [show_own]
