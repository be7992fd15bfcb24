"""Who votes for a unit beside its owners: whom co-owners named, and proxies that a second person checks."""

from datetime import date

from estate.access.me import Me
from estate.access.permissions import VOTES_ENTER
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.papers import content
from estate.papers import queries as papers
from estate.refusal import Refused
from estate.votes import actions_voters, records_roll, records_voters, words
from estate.votes.forms import DecisionForm, ProxyForm, RepresentForm
from estate.votes.papers import AGREEMENT, PROXY
from estate.votes.records_roll import Entry
from estate.votes.rules_acts import allowed
from estate.votes.shown import parties, required
from estate.web import Posted, Response, existing, get, page, post, redirect


@get("/votes/{vote_id:int}/proxies", permission=VOTES_ENTER)
def list_proxies(vote_id: int, me: Me) -> Response:
    """Proxies of a vote, with their papers; what waits for the second person first."""
    return _proxies_page(vote_id, me)


@get("/votes/{vote_id:int}/units/{unit_id:int}", permission=VOTES_ENTER)
def show_unit(vote_id: int, unit_id: int, me: Me) -> Response:
    """One entry of the roll: its homes, its owners, who may vote for it."""
    return _unit_page(vote_id, unit_id, me)


@post("/votes/{vote_id:int}/units/{unit_id:int}/representative", permission=VOTES_ENTER)
def name_representative(vote_id: int, unit_id: int, posted: Posted, me: Me) -> Response:
    """Note whom the co-owners named."""
    unit = _unit(vote_id, unit_id)
    form = _represent_form(unit, posted)
    if form.validate():
        try:
            actions_voters.represent(
                vote_id,
                unit_id,
                int(form.person.data),
                str(form.note.data),
                content.keep_sent(posted),
                me,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/votes/{vote_id}/units/{unit_id}", toast=_("Noted"))
    return _unit_page(vote_id, unit_id, me, represent=form)


@post("/votes/{vote_id:int}/units/{unit_id:int}/proxies", permission=VOTES_ENTER)
def enter_proxy(vote_id: int, unit_id: int, posted: Posted, me: Me) -> Response:
    """Enter a proxy from its paper."""
    _unit(vote_id, unit_id)
    form = ProxyForm(posted)
    if form.validate():
        dates = (form.from_date.data or date.min, form.to_date.data or date.min)
        try:
            actions_voters.authorise(
                vote_id,
                unit_id,
                str(form.holder.data),
                str(form.holder_home.data or ""),
                dates,
                str(form.note.data or ""),
                content.keep_sent(posted),
                me,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            toast = _("Entered: another person checks it now")
            return redirect(f"/votes/{vote_id}/proxies", toast=toast)
    return _unit_page(vote_id, unit_id, me, proxy=form)


@post("/votes/{vote_id:int}/proxies/{proxy_id:int}/decision", permission=VOTES_ENTER)
def decide_proxy(vote_id: int, proxy_id: int, posted: Posted, me: Me) -> Response:
    """Check a proxy as the second person."""
    required(vote_id)
    form, accepted = DecisionForm(posted), posted.get("accepted") == "1"
    if form.validate():
        try:
            actions_voters.decide_proxy(proxy_id, vote_id, str(form.reason.data or ""), me, accepted=accepted)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/votes/{vote_id}/proxies", toast=_("Noted"))
    return _proxies_page(vote_id, me, decision=form)


def _proxies_page(vote_id: int, me: Me, decision: DecisionForm | None = None) -> Response:
    found = required(vote_id)
    with read() as db:
        proxies = records_voters.proxies(db, vote_id)
        kept = {one.id: papers.shown(db, PROXY, one.id) for one in proxies if one.state == "waiting"}
    return page(
        "votes/proxies.html",
        vote=found,
        proxies=proxies,
        kept=kept,
        acts=allowed(found.state, parties(me)),
        decision=decision or DecisionForm(),
        words=words,
        status=422 if decision else 200,
    )


def _unit_page(
    vote_id: int,
    unit_id: int,
    me: Me,
    *,
    represent: RepresentForm | None = None,
    proxy: ProxyForm | None = None,
) -> Response:
    found, unit = required(vote_id), _unit(vote_id, unit_id)
    last = date.fromisoformat(clock.day_of(found.closes_at))
    with read() as db:
        return page(
            "votes/unit.html",
            vote=found,
            unit=unit,
            homes=records_roll.homes(db, unit_id),
            owners=records_roll.owners(db, unit_id),
            representative=records_voters.representative(db, unit_id),
            agreement=papers.shown(db, AGREEMENT, unit_id),
            proxies=[one for one in records_voters.proxies(db, vote_id) if one.unit_id == unit_id],
            acts=allowed(found.state, parties(me)),
            represent=represent or _represent_form(unit, None),
            proxy=proxy or ProxyForm(from_date=min(clock.today(), last), to_date=last),
            words=words,
            status=422 if represent or proxy else 200,
        )


def _unit(vote_id: int, unit_id: int) -> Entry:
    with read() as db:
        unit = records_roll.unit(db, unit_id)
    return existing(unit if unit and unit.vote_id == vote_id else None)


def _represent_form(unit: Entry, posted: Posted | None) -> RepresentForm:
    form = RepresentForm(posted)
    with read() as db:
        form.person.choices = [(one.person_id, one.name) for one in records_roll.owners(db, unit.id)]
    return form


ROUTES = [list_proxies, show_unit, name_representative, enter_proxy, decide_proxy]
