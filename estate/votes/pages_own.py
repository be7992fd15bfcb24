"""An owner's votes: the roll to be checked, the ballot, the receipt, the result, the line that proves it was counted."""

from typing import Any, NamedTuple

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.data import Reader, read
from estate.i18n import gettext as _
from estate.papers import queries as papers
from estate.refusal import Refused
from estate.settings import Settings
from estate.votes import (
    actions_ballots,
    actions_voters,
    queries,
    records,
    records_ballots,
    records_list,
    records_roll,
    records_voters,
    words,
)
from estate.votes.forms import BallotForm, CodeForm, ObjectionForm
from estate.votes.pages_count import certificate_file, list_file
from estate.votes.papers import VOTE
from estate.votes.records import Motion, Vote
from estate.votes.records_ballots import Mark
from estate.votes.records_list import Line
from estate.votes.records_roll import Entry, Home
from estate.votes.records_voters import Objection
from estate.votes.rules_codes import new_code, receipt_hash
from estate.votes.shown import turnout, whose
from estate.web import Posted, Response, current, existing, get, page, post, redirect


class Own(NamedTuple):
    """One entry of the roll as its owner sees it. why_not: why they cannot vote for it now; said: kept until all agree."""

    unit: Entry
    homes: list[Home]
    owners: str
    mark: Mark | None
    form: BallotForm | None
    why_not: str
    said: dict[int, str]
    voted: dict[int, str]
    shared: bool


@get("/my/votes", permission=OWN_HOME)
def list_own(me: Me) -> Response:
    """Votes that one is entitled in."""
    with read() as db:
        return page(
            "votes/own_list.html",
            votes=queries.own_listed(db, me),
            waiting=queries.to_vote(db, me),
            words=words,
        )


@get("/my/votes/{vote_id:int}", permission=OWN_HOME)
def show_own(vote_id: int, me: Me) -> Response:
    return _own_page(vote_id, me)


@post("/my/votes/{vote_id:int}/units/{unit_id:int}/ballot", permission=OWN_HOME)
def cast_ballot(vote_id: int, unit_id: int, posted: Posted, me: Me) -> Response:
    """Vote; the answer shows the receipt, once: its code is kept nowhere."""
    found = _mine(vote_id, me)
    current().unlogged = found.secret
    with read() as db:
        motions = records.motions(db, vote_id)
        unit = existing(_unit(db, found, unit_id, me))
    form = BallotForm.of(motions, posted)
    if not form.validate():
        return _own_page(vote_id, me, failed=(unit_id, form))
    code = str(form.code.data)
    try:
        outcome = actions_ballots.cast(vote_id, unit_id, me.person_id or 0, form.choices(), code, me)
    except Refused as refused:
        form.refuse(refused)
        return _own_page(vote_id, me, failed=(unit_id, form))
    if outcome != actions_ballots.COUNTED:
        toast = {
            actions_ballots.WAITING: _("Kept: it counts when all co-owners have chosen the same"),
            actions_ballots.ALREADY: _("For this home a vote was given before; yours does not count"),
        }[outcome]
        return redirect(f"/my/votes/{vote_id}", toast=toast)
    return page(
        "votes/own_receipt.html",
        vote=found,
        unit=unit,
        motions=motions,
        choices=form.choices(),
        code=code,
        receipt=receipt_hash(found.number or "", code),
        words=words,
    )


@post("/my/votes/{vote_id:int}/objections", permission=OWN_HOME)
def object_to_roll(vote_id: int, posted: Posted, me: Me) -> Response:
    """Say that something of the roll is not right, while it is shown."""
    _mine(vote_id, me)
    form = ObjectionForm(posted)
    if form.validate():
        with read() as db:
            mine = records_roll.units_of_person(db, vote_id, me.person_id or 0)
        home_id = mine[0].first_home_id if mine else None
        try:
            actions_voters.object_to_roll(vote_id, home_id, me.person_id, str(form.text.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(
                f"/my/votes/{vote_id}", toast=_("Noted: the office answers before the vote opens")
            )
    return _own_page(vote_id, me, objection=form)


@post("/my/votes/{vote_id:int}/units/{unit_id:int}/objections", permission=OWN_HOME)
def object_to_ballot(vote_id: int, unit_id: int, posted: Posted, me: Me) -> Response:
    """Say that one does not agree with what a co-owner voted."""
    found = _mine(vote_id, me)
    with read() as db:
        existing(_unit(db, found, unit_id, me))
    form = ObjectionForm(posted)
    if form.validate():
        try:
            actions_voters.object_to_ballot(vote_id, unit_id, me.person_id or 0, str(form.text.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/my/votes/{vote_id}", toast=_("Noted: the office sees it"))
    return _own_page(vote_id, me, objection=form)


@post("/my/votes/{vote_id:int}/check", permission=OWN_HOME)
def check_receipt(vote_id: int, posted: Posted, me: Me) -> Response:
    """Find one's own line in the published list by the receipt code."""
    found, form = _mine(vote_id, me), CodeForm(posted)
    line: Line | None = None
    if form.validate() and found.state == "closed":
        with read() as db:
            line = records_list.line_of(db, vote_id, receipt_hash(found.number or "", str(form.receipt.data)))
        if line is None:
            form.refuse(Refused(_("No ballot of this vote has this code. Check the signs."), "receipt"))
    return _own_page(vote_id, me, check=form, line=line)


@get("/my/votes/{vote_id:int}/list", permission=OWN_HOME)
def show_own_list(vote_id: int, asked: Posted, me: Me) -> Response:
    """The published list; who voted how only where the vote is open."""
    found, number = _closed(vote_id, me), asked.whole("page") or 1
    with read() as db:
        return page(
            "votes/own_list_published.html",
            vote=found,
            lines=records_list.lines(db, vote_id, number),
            motions=records.motions(db, vote_id),
            number=number,
            pages=max(1, -(-found.ballots // records.PAGE)),
            words=words,
        )


@get("/my/votes/{vote_id:int}/files/{paper:str}", permission=OWN_HOME)
def download_own(vote_id: int, paper: str, me: Me, settings: Settings) -> Response:
    """The list as a file whose SHA-256 is the printed one, or the certificate."""
    found = _closed(vote_id, me)
    if paper == "list.txt":
        return list_file(found)
    return certificate_file(existing(found if paper == "certificate.pdf" else None), settings)


def _own_page(
    vote_id: int,
    me: Me,
    *,
    failed: tuple[int, BallotForm] | None = None,
    objection: ObjectionForm | None = None,
    check: CodeForm | None = None,
    line: Line | None = None,
) -> Response:
    found, person = _mine(vote_id, me), me.person_id or 0
    wrong = bool(failed or objection or (check and line is None))
    with read() as db:
        motions = records.motions(db, vote_id)
        mine = records_roll.units_of_person(db, vote_id, person)
        marks = records_ballots.marks(db, vote_id, [one.id for one in mine])
        context: dict[str, Any] = {
            "units": [_own(db, found, one, marks.get(one.id), motions, person, failed) for one in mine],
            "objections": _objections(db, found, person, mine),
            "whose": whose(db, found),
            "turnout": turnout(db, vote_id),
            "extensions": records.extensions(db, vote_id),
            "results": records.results(db, found),
            "papers": papers.shown(db, VOTE, vote_id),
        }
    return page(
        "votes/own.html",
        vote=found,
        motions=motions,
        objection=objection or ObjectionForm(),
        check=check or CodeForm(),
        line=line,
        words=words,
        status=422 if wrong else 200,
        **context,
    )


def _own(
    db: Reader,
    found: Vote,
    unit: Entry,
    mark: Mark | None,
    motions: list[Motion],
    person: int,
    failed: tuple[int, BallotForm] | None,
) -> Own:
    form, why_not = None, ""
    if found.state == "open" and not found.over and mark is None:
        try:
            actions_ballots.may_vote(db, found, unit, person)
        except Refused as refused:
            why_not = refused.message
        else:
            form = (
                failed[1]
                if failed and failed[0] == unit.id
                else BallotForm.of(motions, data={"code": new_code()})
            )
    owners = records_roll.owners(db, unit.id)
    may_see = any(one.person_id == person for one in owners)
    return Own(
        unit,
        records_roll.homes(db, unit.id),
        unit.owners,
        mark,
        form,
        why_not,
        records_ballots.said(db, unit.id).get(person, {}) if mark is None else {},
        records_ballots.choices_of(db, unit.id) if mark is not None and may_see else {},
        len(owners) > 1,
    )


def _objections(db: Reader, found: Vote, person: int, mine: list[Entry]) -> list[Objection]:
    return records_voters.own_objections(db, found.id, person, [one.first_home_id for one in mine])


def _unit(db: Reader, found: Vote, unit_id: int, me: Me) -> Entry | None:
    mine = records_roll.units_of_person(db, found.id, me.person_id or 0)
    return next((one for one in mine if one.id == unit_id), None)


def _mine(vote_id: int, me: Me) -> Vote:
    with read() as db:
        return existing(queries.own(db, me, vote_id))


def _closed(vote_id: int, me: Me) -> Vote:
    found = _mine(vote_id, me)
    return existing(found if found.state == "closed" else None)


ROUTES = [
    list_own,
    show_own,
    cast_ballot,
    object_to_roll,
    object_to_ballot,
    check_receipt,
    show_own_list,
    download_own,
]
