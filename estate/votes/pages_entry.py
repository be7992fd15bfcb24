"""Entering paper ballots: each by two people, neither of whom sees what the other read until they differ."""

from typing import NamedTuple

from estate.access.me import Me
from estate.access.permissions import VOTES_ENTER
from estate.data import Reader, clock, read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.votes import actions_ballots, records, records_ballots, records_roll, records_voters, words
from estate.votes.forms import BallotForm, ReasonForm
from estate.votes.records import Vote
from estate.votes.records_ballots import Reading
from estate.votes.records_roll import Entry
from estate.votes.rules_acts import allowed
from estate.votes.rules_codes import read_scanned, read_serial, serial
from estate.votes.shown import parties, required
from estate.web import Posted, Response, current, get, page, post, redirect

TOASTS = {
    actions_ballots.FIRST: lambda: _("Entered: another person enters it now from the paper"),
    actions_ballots.COUNTED: lambda: _("Both read the same: the ballot counts"),
    actions_ballots.DIFFERS: lambda: _(
        "The entries differ: a third person enters it, or look at the paper together"
    ),
    actions_ballots.ALREADY: lambda: _(
        "For this number a vote was counted before: the ballot does not count"
    ),
}


class Asked(NamedTuple):
    """A ballot as it was typed or scanned: its entry of the roll, and its code where there is one."""

    unit: Entry | None
    typed: str
    code: str


@get("/votes/{vote_id:int}/entry", permission=VOTES_ENTER)
def show_entry(vote_id: int, asked: Posted, me: Me) -> Response:
    """Look a ballot up by its number or scan it, then enter what it says; below, what is not settled."""
    found = required(vote_id)
    with read() as db:
        given = _asked(db, found, asked)
    return _entry_page(found, me, given, None)


@post("/votes/{vote_id:int}/entry", permission=VOTES_ENTER)
def enter_ballot(vote_id: int, posted: Posted, me: Me) -> Response:
    found = required(vote_id)
    current().unlogged = found.secret
    with read() as db:
        given = _asked(db, found, posted)
        form = BallotForm.of(records.motions(db, vote_id), posted)
    if given.unit is not None and form.validate():
        try:
            outcome = actions_ballots.enter(
                vote_id, given.unit.id, form.choices(), given.code, posted.whole("proxy") or None, me
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/votes/{vote_id}/entry", toast=TOASTS[outcome]())
    return _entry_page(found, me, given, form)


@post("/votes/{vote_id:int}/entry/{unit_id:int}/withdrawal", permission=VOTES_ENTER)
def withdraw_entries(vote_id: int, unit_id: int, posted: Posted, me: Me) -> Response:
    """Put the entries of a ballot away that shall not count; with the reason."""
    found, form = required(vote_id), ReasonForm(posted)
    if not form.validate():
        with read() as db:
            unit = records_roll.unit(db, unit_id)
        return _entry_page(found, me, Asked(unit, "", ""), None, reason=form)
    actions_ballots.withdraw_entries(vote_id, unit_id, str(form.reason.data), me)
    return redirect(f"/votes/{vote_id}/entry", toast=_("Put away"))


def _asked(db: Reader, found: Vote, asked: Posted) -> Asked:
    """The ballot that was typed (`42`, `BJ2026-0001-42`) or scanned (the address in its QR code)."""
    typed = asked.get("ballot").strip()
    scanned = read_scanned(typed)
    number, seq = read_serial(scanned[0] if scanned else typed)
    code = scanned[1] if scanned else asked.get("code")
    right = seq and number in ("", found.number)
    return Asked(records_roll.unit_of_seq(db, found.id, seq) if right else None, typed, code)


def _entry_page(
    found: Vote, me: Me, given: Asked, form: BallotForm | None, reason: ReasonForm | None = None
) -> Response:
    readings: list[Reading] = []
    with read() as db:
        motions = records.motions(db, found.id)
        unit = given.unit
        if unit is not None:
            readings = records_ballots.readings(db, unit.id)
        return page(
            "votes/entry.html",
            vote=found,
            given=given,
            unit=unit,
            serial=serial(found.number or "", unit.seq) if unit else "",
            homes=records_roll.homes(db, unit.id) if unit else [],
            mark=records_ballots.mark(db, unit.id) if unit else None,
            proxies=records_voters.paper_proxies(db, unit.id, clock.day_of(found.opened_at or clock.stamp()))
            if unit
            else [],
            readings=readings,
            differ=len({one.digest for one in readings}) > 1,
            mine=any(one.account_id == me.account_id for one in readings),
            motions=motions,
            form=form or BallotForm.of(motions, data={"code": given.code}),
            reason=reason or ReasonForm(),
            pending=records_ballots.pending(db, found.id),
            conflicts=records_ballots.conflicts(db, found.id),
            acts=allowed(found.state, parties(me)),
            words=words,
            status=422 if reason or (form is not None and form.errors) else 200,
        )


ROUTES = [show_entry, enter_ballot, withdraw_entries]
