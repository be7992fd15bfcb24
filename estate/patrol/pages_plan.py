"""The plan of the day: which rounds there are, who walks them, how far they are; hand-out, extra rounds, cancelling."""

import secrets
from datetime import date, timedelta

from estate.access.me import Me
from estate.access.permissions import PATROL_PLAN, PATROL_READ
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.patrol import actions_rounds, planner, queries, queries_routes, queries_seen, words
from estate.patrol.forms import CancelForm, ExtraForm
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, live, page, post, redirect


@get("/patrol", permission=PATROL_READ)
def show_plan(asked: Posted, me: Me) -> Response:
    """All rounds of a day with their persons, and what was missed."""
    return _plan_page(_day(asked), me, _extra_form())


@post("/patrol/plan", permission=PATROL_PLAN)
def hand_out_day(posted: Posted, me: Me) -> Response:
    """Hand the rounds of a day out, all at once; those that have ended meanwhile are left as they are."""
    day = _day(posted)
    with read() as db:
        rounds = [one for one in queries.rounds_of_day(db, day.isoformat()) if one.is_open]
    for one in rounds:
        given = posted.get(f"account-{one.id}", "?")
        if given != "?" and (int(given) if given.isdecimal() else None) != one.account_id:
            actions_rounds.hand_out(one.id, int(given) if given.isdecimal() else None, me)
    return redirect(f"/patrol?day={day}", toast=_("Handed out"))


@post("/patrol/rounds/{round_id:int}/person", permission=PATROL_PLAN)
def hand_out_round(round_id: int, posted: Posted, me: Me) -> Response:
    """Hand one round to a person."""
    with read() as db:
        existing(queries.round_(db, round_id))
    actions_rounds.hand_out(round_id, posted.whole("account"), me)
    return redirect(f"/patrol/rounds/{round_id}", toast=_("Handed out"))


@post("/patrol/rounds", permission=PATROL_PLAN)
def make_extra_round(posted: Posted, me: Me) -> Response:
    """A round beside the schedules, from now on."""
    form = _extra_form(posted)
    if form.validate() and (route_id := posted.whole("route")):
        with read() as db:
            existing(queries_routes.route(db, route_id))
        minutes, account = int(form.minutes.data or 60), posted.whole("account")
        round_id = actions_rounds.extra_round(route_id, minutes, account, str(form.key.data), me)
        return redirect(f"/patrol/rounds/{round_id}", toast=_("Round made"))
    if not posted.whole("route"):
        form.refuse(Refused(_("Choose a route."), "route"))
    return _plan_page(clock.today(), me, form, status=422)


@get("/patrol/rounds/{round_id:int}/cancel", permission=PATROL_PLAN)
def ask_to_cancel(round_id: int) -> Response:
    """Why a round is not walked."""
    return _cancel_page(round_id, CancelForm())


@post("/patrol/rounds/{round_id:int}/cancel", permission=PATROL_PLAN)
def cancel_round(round_id: int, posted: Posted, me: Me) -> Response:
    """Cancel a round that nobody has begun."""
    form = CancelForm(posted)
    with read() as db:
        existing(queries.round_(db, round_id))
    if form.validate():
        try:
            actions_rounds.cancel_round(round_id, str(form.reason.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/patrol", toast=_("Round cancelled"))
    return _cancel_page(round_id, form, status=422)


def _plan_page(day: date, me: Me, form: ExtraForm, status: int = 200) -> Response:
    planner.plan_rounds(me)
    with read() as db:
        rounds = queries.rounds_of_day(db, day.isoformat())
        faults = queries_seen.faults(db, clock.stamp_of(clock.now() - timedelta(days=2)), 20)
        walkers, routes = actions_rounds.walkers(db), queries_routes.routes(db)
    return page(
        "patrol/plan.html",
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        rounds=rounds,
        faults=faults,
        walkers=walkers,
        routes=routes,
        form=form,
        words=words,
        status=status,
        live=live.url("patrol"),
    )


def _extra_form(posted: Posted | None = None) -> ExtraForm:
    with read() as db:
        routes, walkers = queries_routes.routes(db), actions_rounds.walkers(db)
    form = ExtraForm(posted) if posted else ExtraForm(key=secrets.token_urlsafe(16))
    form.route.choices = [(str(one.id), one.name) for one in routes]
    form.account.choices = [("", _("Whoever takes it")), *((str(one.id), one.name) for one in walkers)]
    return form


def _cancel_page(round_id: int, form: CancelForm, status: int = 200) -> Response:
    with read() as db:
        found = existing(queries.round_(db, round_id))
    return page("patrol/cancel.html", round=found, form=form, status=status)


def _day(asked: Posted) -> date:
    try:
        return date.fromisoformat(asked.get("day"))
    except ValueError:
        return clock.today()


ROUTES = [show_plan, hand_out_day, hand_out_round, make_extra_round, ask_to_cancel, cancel_round]
