"""Objections, representatives of co-owners, and proxies that a second person checks; each is one transaction."""

from collections.abc import Sequence
from datetime import date

from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.papers import content
from estate.papers.actions import attach
from estate.people import queries as people
from estate.refusal import Refused
from estate.votes import records_roll, records_voters
from estate.votes.actions import require
from estate.votes.papers import AGREEMENT, PROXY
from estate.votes.records_roll import Entry


def object_to_roll(vote_id: int, home_id: int | None, person_id: int | None, text: str, by: Actor) -> int:
    """Note a word against the roll while it is shown. The office answers it before the vote opens."""
    with write(by) as tx:
        require(tx, vote_id, "object_to_roll")
        return _object(tx, vote_id, "roll", home_id, person_id, text)


def object_to_ballot(vote_id: int, unit_id: int, person_id: int, text: str, by: Actor) -> int:
    """Note that a co-owner does not agree with the vote that was given for their home, until the vote closes.

    The vote stays as it was given: the law asks co-owners to agree among themselves. The objection is shown to the office
    and stands on the result sheet.
    """
    with write(by) as tx:
        require(tx, vote_id, "object_to_ballot")
        unit = _unit(tx, vote_id, unit_id)
        if person_id not in [one.person_id for one in records_roll.owners(tx, unit_id)]:
            raise Refused(_("You cannot vote for this home."), "")
        return _object(tx, vote_id, "ballot", unit.first_home_id, person_id, text)


def answer(objection_id: int, vote_id: int, text: str, by: Actor) -> None:
    """Answer an objection; who objected sees it. Once."""
    with write(by) as tx:
        require(tx, vote_id, "answer")
        changed = tx.run(
            """
            UPDATE vote_objections SET answer = :text, answered_at = :now, answered_by = :who
             WHERE id = :id AND vote_id = :vote_id AND answered_at IS NULL
            """,
            text=text,
            now=clock.stamp(),
            who=by.name,
            id=objection_id,
            vote_id=vote_id,
        )
        if not changed:
            raise Refused(_("This vote has changed in the meantime. Look at it again."), "")
        audit.record(tx, "vote.objection_answered", "votes", vote_id, after={"answer": text})


def represent(
    vote_id: int, unit_id: int, person_id: int, note: str, papers: Sequence[content.Kept], by: Actor
) -> None:
    """Note whom the co-owners of a unit named to vote for them all; a later word takes the place of an earlier one.

    Refused: no paper that shows it, and who is none of its owners.
    """
    with write(by) as tx:
        require(tx, vote_id, "represent")
        unit = _unit(tx, vote_id, unit_id)
        if person_id not in [one.person_id for one in records_roll.owners(tx, unit_id)]:
            raise Refused(_("Choose one of its owners."), "person")
        if not papers:
            raise Refused(_("Add a photo or PDF of what the co-owners signed."), "paper_files")
        tx.run(
            """
            INSERT INTO vote_representatives (unit_id, person_id, note, at, who)
            VALUES (:unit_id, :person_id, :note, :now, :who)
            ON CONFLICT (unit_id) DO UPDATE
               SET person_id = excluded.person_id, note = excluded.note, at = excluded.at, who = excluded.who
            """,
            unit_id=unit_id,
            person_id=person_id,
            note=note,
            now=clock.stamp(),
            who=by.name,
        )
        attach(tx, AGREEMENT, unit_id, papers)
        audit.record(tx, "vote.represented", "votes", vote_id, after={"unit": unit.seq, "person": person_id})


def authorise(
    vote_id: int,
    unit_id: int,
    holder: str,
    holder_home: str,
    dates: tuple[date, date],
    note: str,
    papers: Sequence[content.Kept],
    by: Actor,
) -> int:
    """Enter a proxy from its paper; it holds once a second person has checked it. Answers its id.

    holder_home: a home of the holder, where they live here, so that they can vote on their phone. Refused: no paper, and
    a holder whom that home does not know.
    """
    with write(by) as tx:
        require(tx, vote_id, "authorise")
        unit = _unit(tx, vote_id, unit_id)
        if not papers:
            raise Refused(_("Add a photo or PDF of the signed proxy."), "paper_files")
        if dates[1] < dates[0]:
            raise Refused(_("The last day lies before the first."), "to_date")
        proxy_id = tx.insert(
            "vote_proxies",
            vote_id=vote_id,
            unit_id=unit_id,
            holder=holder,
            holder_person_id=_holder(tx, holder, holder_home) if holder_home else None,
            from_date=dates[0].isoformat(),
            to_date=dates[1].isoformat(),
            note=note,
            at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        attach(tx, PROXY, proxy_id, papers)
        audit.record(tx, "vote.proxy_entered", "votes", vote_id, after={"unit": unit.seq, "holder": holder})
        return proxy_id


def decide_proxy(proxy_id: int, vote_id: int, reason: str, by: Actor, *, accepted: bool) -> None:
    """Check a proxy as the second person: it holds, or it does not, with the reason. Never one's own entry.

    One that held is refused later, by anybody who enters, when its owners take it back; not once it was used.
    """
    with write(by) as tx:
        require(tx, vote_id, "check_proxy")
        found = records_voters.proxy(tx, proxy_id)
        from_states = ("waiting",) if accepted else ("waiting", "checked")
        if found is None or found.vote_id != vote_id or found.state not in from_states:
            raise Refused(_("This vote has changed in the meantime. Look at it again."), "")
        if found.state == "waiting" and found.account_id is not None and found.account_id == by.account_id:
            raise Refused(_("You entered it yourself: another person checks it."), "")
        if not accepted and not reason:
            raise Refused(_("Write the reason."), "reason")
        if records_voters.is_used(tx, proxy_id):
            raise Refused(_("A vote was given by it already."), "reason")
        tx.update(
            "vote_proxies",
            proxy_id,
            state="checked" if accepted else "refused",
            decided_account_id=by.account_id,
            decided_at=clock.stamp(),
            decided_by=by.name,
            reason=reason,
        )
        after = {"unit": found.seq, "holder": found.holder, "accepted": accepted, "reason": reason}
        audit.record(tx, "vote.proxy_decided", "votes", vote_id, after=after)


def _object(tx: Tx, vote_id: int, kind: str, home_id: int | None, person_id: int | None, text: str) -> int:
    made = tx.insert(
        "vote_objections",
        vote_id=vote_id,
        kind=kind,
        home_id=home_id,
        person_id=person_id,
        text=text,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    audit.record(tx, "vote.objected", "votes", vote_id, after={"kind": kind, "text": text})
    return made


def _holder(tx: Tx, holder: str, home: str) -> int:
    home_id = tx.value("SELECT id FROM homes WHERE code = :code", code=home)
    for one in people.residents_of(tx, home_id) if home_id else []:
        if one.name == holder:
            return one.person_id
    raise Refused(_("Nobody of that name is on record there."), "holder_home")


def _unit(tx: Tx, vote_id: int, unit_id: int) -> Entry:
    unit = records_roll.unit(tx, unit_id)
    if unit is None or unit.vote_id != vote_id:
        raise Refused(_("This is not on the roll of this vote."), "home")
    return unit
