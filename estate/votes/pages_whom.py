"""Choosing whom a draft is put to."""

from estate.access.me import Me
from estate.access.permissions import VOTES_RUN
from estate.audience import choosing
from estate.votes import actions
from estate.votes.shown import required, vote_page
from estate.web import Posted, Response, post, redirect


@post("/votes/{vote_id:int}/targets", permission=VOTES_RUN)
def add_target(vote_id: int, posted: Posted, me: Me) -> Response:
    """Add a part of the community."""
    required(vote_id)
    form = choosing.add_part(posted, lambda aim: actions.aim(vote_id, aim, me))
    if form is None:
        return redirect(f"/votes/{vote_id}#whom")
    return vote_page(vote_id, me, aim=form)


@post("/votes/{vote_id:int}/homes", permission=VOTES_RUN)
def add_homes(vote_id: int, posted: Posted, me: Me) -> Response:
    """Add homes by their codes."""
    required(vote_id)
    form = choosing.add_homes(posted, lambda aim: actions.aim(vote_id, aim, me))
    if form is None:
        return redirect(f"/votes/{vote_id}#whom")
    return vote_page(vote_id, me, homes=form)


@post("/votes/{vote_id:int}/targets/{target_id:int}/removal", permission=VOTES_RUN)
def remove_target(vote_id: int, target_id: int, me: Me) -> Response:
    required(vote_id)
    actions.unaim(vote_id, target_id, me)
    return redirect(f"/votes/{vote_id}#whom")


ROUTES = [add_target, add_homes, remove_target]
