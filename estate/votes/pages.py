"""The office's pages of votes: the list, writing one, its roll, and its course until the count."""

import secrets

from estate.access.me import Me
from estate.access.permissions import VOTES_ENTER, VOTES_READ, VOTES_RUN
from estate.audience import aiming
from estate.audience.aiming import Drafts
from estate.community import queries as community
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.votes import (
    actions,
    actions_voters,
    pages_board,
    pages_count,
    pages_entry,
    pages_papers,
    pages_voters,
    records,
    records_ballots,
    records_roll,
    words,
)
from estate.votes.forms import AnswerForm, DraftForm, ExtendForm, ObjectionForm, ReasonForm, fresh, typed
from estate.votes.records import Vote
from estate.votes.rules_acts import ACTS
from estate.votes.shown import required, turnout, vote_page
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.filters import moment


@get("/votes", permission=VOTES_READ)
def list_votes(asked: Posted) -> Response:
    """Votes, the latest first."""
    number = asked.whole("page") or 1
    state = asked.get("state") if asked.get("state") in words.STATES else ""
    with read() as db:
        found, total = records.listed(db, state, number)
        counts = records.state_counts(db)
    return page(
        "votes/index.html",
        votes=found,
        total=total,
        number=number,
        pages=max(1, -(-total // records.PAGE)),
        counts=counts,
        words=words,
    )


@get("/votes/new", permission=VOTES_RUN)
def new_vote() -> Response:
    return _edit_page(_form(None), None)


@post("/votes", permission=VOTES_RUN)
def create_vote(posted: Posted, me: Me) -> Response:
    form = _form(posted)
    if form.validate():
        try:
            made = actions.draft(form.draft(), str(form.key.data or secrets.token_urlsafe(16)), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/votes/{made}", toast=_("Draft kept"))
    return _edit_page(form, None, status=422)


@get("/votes/{vote_id:int}", permission=VOTES_READ)
def show_vote(vote_id: int, me: Me) -> Response:
    """One vote: what is voted on, its roll, who took part, its result, what can be done."""
    return vote_page(vote_id, me)


@get("/votes/{vote_id:int}/turnout", permission=VOTES_READ)
def show_turnout(vote_id: int, asked: Posted) -> Response:
    """How many took part so far, for a page that shows it already. was: the state that page knows."""
    found = required(vote_id)
    with read() as db:
        return page(
            "votes/_turnout.html",
            vote=found,
            was=asked.get("was"),
            turnout=turnout(db, vote_id),
            pending=records_ballots.pending_count(db, vote_id),
            words=words,
        )


@get("/votes/{vote_id:int}/edit", permission=VOTES_RUN)
def edit_vote(vote_id: int) -> Response:
    with read() as db:
        seen = actions.EDITS.last(db, vote_id)
    found = required(vote_id)
    if found.state not in ACTS["edit"].allowed:
        return redirect(f"/votes/{vote_id}")
    with read() as db:
        form = DraftForm(data=typed(found._asdict(), records.motions(db, vote_id)) | {"seen": seen})
    return _edit_page(form, found)


@post("/votes/{vote_id:int}", permission=VOTES_RUN)
def change_vote(vote_id: int, posted: Posted, me: Me) -> Response:
    found, form = required(vote_id), _form(posted)
    if form.validate():
        try:
            actions.change(vote_id, form.draft(), me, form.seen_at())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/votes/{vote_id}", toast=_("Draft kept"))
    return _edit_page(form, found, status=422)


@post("/votes/{vote_id:int}/discarding", permission=VOTES_RUN)
def discard_vote(vote_id: int, me: Me) -> Response:
    required(vote_id)
    actions.discard(vote_id, me)
    return redirect("/votes", toast=_("Draft thrown away"))


@post("/votes/{vote_id:int}/drawing", permission=VOTES_RUN)
def draw_roll(vote_id: int, me: Me) -> Response:
    """Draw the roll up and show it to be checked."""
    required(vote_id)
    try:
        drawn = actions.draw_up(vote_id, me)
    except Refused as refused:
        return vote_page(vote_id, me, refused=refused.message)
    return redirect(f"/votes/{vote_id}/roll", toast=_("Roll drawn up: %(n)s owners", n=drawn.units))


@post("/votes/{vote_id:int}/taking-back", permission=VOTES_RUN)
def take_back_vote(vote_id: int, me: Me) -> Response:
    required(vote_id)
    actions.take_back(vote_id, me)
    return redirect(f"/votes/{vote_id}", toast=_("It is a draft again"))


@get("/votes/{vote_id:int}/roll", permission=VOTES_READ)
def show_roll(vote_id: int, asked: Posted) -> Response:
    """Who votes, with which area; with filters for what wants a second look."""
    found, number = required(vote_id), asked.whole("page") or 1
    with read() as db:
        units, total = records_roll.listed(db, vote_id, asked.get("which"), asked.get("home").strip(), number)
        summary = records_roll.summary(db, vote_id)
        voted = records_ballots.turnout(db, vote_id).number
    return page(
        "votes/roll.html",
        vote=found,
        units=units,
        summary=summary,
        voted=voted,
        total=total,
        number=number,
        pages=max(1, -(-total // records.PAGE)),
        words=words,
    )


@post("/votes/{vote_id:int}/objections", permission=VOTES_ENTER)
def note_objection(vote_id: int, posted: Posted, me: Me) -> Response:
    """Note what somebody says against the roll at the desk or on the phone."""
    required(vote_id)
    form = ObjectionForm(posted)
    if form.validate():
        with read() as db:
            home = community.home_by_code(db, str(form.home.data)) if form.home.data else None
        if form.home.data and home is None:
            form.refuse(Refused(_("There is no such home."), "home"))
        else:
            actions_voters.object_to_roll(vote_id, home.id if home else None, None, str(form.text.data), me)
            return redirect(f"/votes/{vote_id}#objections", toast=_("Noted"))
    return vote_page(vote_id, me, objection=form)


@post("/votes/{vote_id:int}/objections/{objection_id:int}/answer", permission=VOTES_RUN)
def answer_objection(vote_id: int, objection_id: int, posted: Posted, me: Me) -> Response:
    required(vote_id)
    form = AnswerForm(posted)
    if not form.validate():
        return vote_page(vote_id, me, refused=_("Write the answer."))
    actions_voters.answer(objection_id, vote_id, str(form.text.data), me)
    return redirect(f"/votes/{vote_id}#objections", toast=_("Answered"))


@post("/votes/{vote_id:int}/opening", permission=VOTES_RUN)
def open_vote(vote_id: int, me: Me) -> Response:
    """Freeze the roll and let owners vote."""
    required(vote_id)
    try:
        actions.open_vote(vote_id, me)
    except Refused as refused:
        return vote_page(vote_id, me, refused=refused.message)
    return redirect(f"/votes/{vote_id}", toast=_("Voting is open; the owners are being told"))


@post("/votes/{vote_id:int}/extensions", permission=VOTES_RUN)
def extend_vote(vote_id: int, posted: Posted, me: Me) -> Response:
    required(vote_id)
    form = ExtendForm(posted)
    if form.validate():
        try:
            actions.extend(vote_id, form.at(), str(form.reason.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            until = moment(clock.stamp_of(form.at()))
            return redirect(
                f"/votes/{vote_id}",
                toast=_("Open until %(when)s; who has not voted is being told", when=until),
            )
    return vote_page(vote_id, me, extend=form)


@post("/votes/{vote_id:int}/reminders", permission=VOTES_RUN)
def remind_voters(vote_id: int, me: Me) -> Response:
    """Remind the owners of homes that have not voted."""
    required(vote_id)
    actions.remind(vote_id, me)
    return redirect(f"/votes/{vote_id}", toast=_("They are being reminded"))


@post("/votes/{vote_id:int}/cancellation", permission=VOTES_RUN)
def cancel_vote(vote_id: int, posted: Posted, me: Me) -> Response:
    required(vote_id)
    form = ReasonForm(posted)
    if not form.validate():
        return vote_page(vote_id, me, cancel=form)
    actions.cancel(vote_id, str(form.reason.data), me)
    return redirect(f"/votes/{vote_id}", toast=_("Called off"))


def _form(posted: Posted | None) -> DraftForm:
    if posted is not None:
        return DraftForm(posted)
    return DraftForm(data=fresh() | {"key": secrets.token_urlsafe(16)})


def _edit_page(form: DraftForm, found: Vote | None, status: int = 200) -> Response:
    return page("votes/edit.html", form=form, vote=found, status=status)


WHOM = Drafts("/votes", VOTES_RUN, required, actions.aim, actions.unaim, vote_page)

ROUTES = [
    list_votes,
    new_vote,
    create_vote,
    show_vote,
    show_turnout,
    edit_vote,
    change_vote,
    discard_vote,
    draw_roll,
    take_back_vote,
    show_roll,
    note_objection,
    answer_objection,
    open_vote,
    extend_vote,
    remind_voters,
    cancel_vote,
    *aiming.routes(WHOM),
    *pages_board.ROUTES,
    *pages_count.ROUTES,
    *pages_voters.ROUTES,
    *pages_papers.ROUTES,
    *pages_entry.ROUTES,
]
