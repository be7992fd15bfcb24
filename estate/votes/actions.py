"""A vote from its draft to its count; each is one transaction. What owners cast is in actions_ballots.py."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from estate.audience import actions as audience
from estate.audience.actions import Aim
from estate.data import Actor, Reader, Tx, audit, clock, write
from estate.data.edits import Edits
from estate.i18n import gettext as _
from estate.jobs import outbox, signals
from estate.refusal import Refused
from estate.votes import records, records_ballots, records_drawing, records_list, records_voters, topics
from estate.votes.records import Counted, Vote
from estate.votes.records_roll import Summary
from estate.votes.rules_acts import ACTS
from estate.votes.rules_codes import list_hash

TELL = "tell_of_vote"
EDITS = Edits("votes", ("vote.drafted", "vote.changed"))
NOTICE_DAYS = 15
"""Owners are told of a meeting at least 15 days before it (物业管理条例 §14): the same is asked here before a vote closes.
The office may set another number by its rules of procedure."""
MOST_MOTIONS = 20
EVERYBODY = Aim("all")


class Draft(NamedTuple):
    """What is voted on and how. usages: which kinds of homes have a vote. motions: title, text, matter."""

    title: str
    text: str
    usages: Sequence[str]
    convention: str
    co_owners: str
    secrecy: str
    silence_basis: str
    notice_days: int
    closes_at: str
    motions: Sequence[tuple[str, str, str]]


class Recount(NamedTuple):
    """A count from the ballots as they lie there. same: whether it is the published one, to the last figure."""

    results: list[Counted]
    list_hash: str
    ballots: int
    same: bool


def draft(given: Draft, key: str, by: Actor) -> int:
    """Write a draft, put to the whole community; the same key writes one. Answers its id."""
    with write(by) as tx:
        known = records.by_key(tx, key)
        if known is not None:
            return known
        made = {"key": key, "made_at": clock.stamp(), "account_id": by.account_id, "made_by": by.name}
        audience_id = audience.make(tx, "owners")
        audience.aim(tx, audience_id, EVERYBODY)
        vote_id = tx.insert("votes", **_columns(given), audience_id=audience_id, **made)
        records.write_motions(tx, vote_id, list(given.motions))
        audit.record(tx, "vote.drafted", "votes", vote_id, after=given._asdict())
        return vote_id


def change(vote_id: int, given: Draft, by: Actor, seen: int | None = None) -> None:
    """Change a draft. Refused once its roll is shown: then it stays as it was announced; and where another has changed it
    since (`EDITS`)."""
    with write(by) as tx:
        found, columns, motions = require(tx, vote_id, "edit"), _columns(given), list(given.motions)
        before = [(one.title, one.text, one.matter) for one in records.motions(tx, vote_id)]
        if before == motions and columns.items() <= found._asdict().items():
            return
        EDITS.require_seen(tx, vote_id, seen)
        tx.update("votes", vote_id, **columns)
        records.write_motions(tx, vote_id, motions)
        audit.record(tx, "vote.changed", "votes", vote_id, after=given._asdict())


def discard(vote_id: int, by: Actor) -> None:
    """Throw a draft away that never had a number."""
    with write(by) as tx:
        found = require(tx, vote_id, "discard")
        if found.number:
            raise Refused(_("It has a number already. Show its roll again, then call the vote off."), "")
        tx.run("DELETE FROM votes WHERE id = :id", id=vote_id)
        audience.drop(tx, found.audience_id)
        audit.record(tx, "vote.discarded", "votes", vote_id, before={"title": found.title})


def aim(vote_id: int, at: Aim, by: Actor) -> None:
    """Put a draft to more homes; the first part that is named takes the place of the whole community.

    Refused for what there is not.
    """
    with write(by) as tx:
        found = require(tx, vote_id, "edit")
        if at.scope != "all":
            audience.narrow(tx, found.audience_id)
        values = audience.aim(tx, found.audience_id, at)
        audit.record(tx, "vote.aimed", "votes", vote_id, after=values)


def unaim(vote_id: int, target_id: int, by: Actor) -> None:
    """Take back what names homes."""
    with write(by) as tx:
        found = require(tx, vote_id, "edit")
        if audience.unaim(tx, found.audience_id, target_id):
            audit.record(tx, "vote.unaimed", "votes", vote_id, before={"target": target_id})


def draw_up(vote_id: int, by: Actor) -> Summary:
    """Draw the roll up from the register of today and show it to be checked; again puts a fresh one in its place."""
    with write(by) as tx:
        found = require(tx, vote_id, "draw_up")
        if not found.number:
            tx.update("votes", vote_id, **records.next_number(tx, clock.today().year))
        drawn = records_drawing.draw(tx, found)
        if not drawn.units:
            raise Refused(_("There is no home that this vote is for."), "")
        tx.update("votes", vote_id, state="checking", drawn_at=clock.stamp())
        audit.record(tx, "vote.roll_drawn", "votes", vote_id, after=drawn._asdict())
        return drawn


def take_back(vote_id: int, by: Actor) -> None:
    """Make it a draft again, to change it; its number stays."""
    with write(by) as tx:
        require(tx, vote_id, "take_back")
        tx.update("votes", vote_id, state="draft")
        audit.record(tx, "vote.taken_back", "votes", vote_id)


def open_vote(vote_id: int, by: Actor) -> None:
    """Freeze the roll and let owners vote; all of them are told.

    Refused: objections without an answer, a roll that the register contradicts by now, an end before the notice is over.
    """
    with write(by) as tx:
        found = require(tx, vote_id, "open")
        if records_voters.unanswered(tx, vote_id, "roll"):
            raise Refused(_("Answer the objections to the roll first."), "")
        if records_drawing.differs(tx, found):
            raise Refused(_("The register has changed since. Draw the roll up again first."), "")
        closing = date.fromisoformat(clock.day_of(found.closes_at))
        days = (closing - clock.today()).days
        if days < max(found.notice_days, 0) or found.closes_at <= clock.stamp():
            raise Refused(
                _(
                    "It would close in %(days)s days; owners are told %(notice)s days before. Make it a draft and move the end.",
                    days=max(days, 0),
                    notice=found.notice_days,
                ),
                "",
            )
        audience.fix(tx, found.audience_id)
        tx.update("votes", vote_id, state="open", opened_at=clock.stamp(), opened_by=by.name)
        _tell(tx, vote_id, "open", "")
        audit.record(tx, "vote.opened", "votes", vote_id, after={"closes_at": found.closes_at})


def extend(vote_id: int, until: datetime, reason: str, by: Actor) -> None:
    """Give more time, while it is open; with the reason. Owners who have not voted are told until when it runs now."""
    with write(by) as tx:
        found = require(tx, vote_id, "extend")
        closes_at = clock.stamp_of(until)
        if found.over:
            raise Refused(_("Its time is over."), "day")
        if closes_at <= found.closes_at:
            raise Refused(_("Choose a time after the present end."), "day")
        tx.insert(
            "vote_extensions",
            vote_id=vote_id,
            closed_at_before=found.closes_at,
            closes_at=closes_at,
            reason=reason,
            at=clock.stamp(),
            who=by.name,
        )
        tx.update("votes", vote_id, closes_at=closes_at)
        _tell(tx, vote_id, "extended", closes_at)
        signals.tell(tx, topics.of_one(vote_id))
        after = {"closes_at": closes_at, "reason": reason}
        audit.record(
            tx, "vote.extended", "votes", vote_id, before={"closes_at": found.closes_at}, after=after
        )


def remind(vote_id: int, by: Actor) -> None:
    """Remind the owners of homes that have not voted; at most once a day."""
    with write(by) as tx:
        require(tx, vote_id, "remind")
        _tell(tx, vote_id, "reminder", clock.today().isoformat())
        audit.record(tx, "vote.reminded", "votes", vote_id)


def end_due(by: Actor) -> None:
    """End what is open and whose time is over: nobody votes any more, paper that came in before is still entered."""
    with write(by) as tx:
        for vote_id in records.due(tx):
            tx.update("votes", vote_id, state="counting", ended_at=clock.stamp())
            signals.tell(tx, topics.of_one(vote_id))
            audit.record(tx, "vote.ended", "votes", vote_id)


def close(vote_id: int, by: Actor) -> list[Counted]:
    """Count and publish, for ever. Refused while a paper ballot is not settled."""
    with write(by) as tx:
        found = require(tx, vote_id, "close")
        if waiting := records_ballots.pending_count(tx, vote_id):
            raise Refused(_("%(n)s paper ballots are not settled yet.", n=waiting), "")
        results = _count(tx, found)
        lines = records_list.whole_list(tx, vote_id)
        records.write_results(tx, found, results)
        tx.update(
            "votes",
            vote_id,
            state="closed",
            closed_at=clock.stamp(),
            closed_by=by.name,
            ballots=len(lines),
            list_hash=list_hash(found.number or "", lines),
        )
        _tell(tx, vote_id, "result", "")
        signals.tell(tx, topics.of_one(vote_id))
        passed = {one.motion.title: one.decision.passed for one in results}
        audit.record(tx, "vote.closed", "votes", vote_id, after={"ballots": len(lines), "passed": passed})
        return results


def cancel(vote_id: int, reason: str, by: Actor) -> None:
    """Call it off, with the reason; nothing of it counts. Who was told that it is open is told this, too."""
    with write(by) as tx:
        found = require(tx, vote_id, "cancel")
        tx.update(
            "votes",
            vote_id,
            state="cancelled",
            cancelled_at=clock.stamp(),
            cancelled_by=by.name,
            cancelled_why=reason,
        )
        if found.opened_at:
            _tell(tx, vote_id, "cancelled", "")
        signals.tell(tx, topics.of_one(vote_id))
        audit.record(tx, "vote.cancelled", "votes", vote_id, after={"reason": reason})


def recount(db: Reader, found: Vote) -> Recount:
    """Count a closed vote once more from its ballots, and compare with what was published."""
    results, lines = _count(db, found), records_list.whole_list(db, found.id)
    hashed = list_hash(found.number or "", lines)
    same = results == records.results(db, found) and hashed == found.list_hash and len(lines) == found.ballots
    return Recount(results, hashed, len(lines), same)


def require(tx: Tx, vote_id: int, act: str) -> Vote:
    """The vote, where this may be done with it now."""
    found = records.vote(tx, vote_id)
    if found is None or found.state not in ACTS[act].allowed:
        raise Refused(_("This vote has changed in the meantime. Look at it again."), "")
    return found


def _count(db: Reader, found: Vote) -> list[Counted]:
    """All motions decided; the ballots must be those of the units that took part, neither more nor fewer."""
    results = records.counted(found, records.motions(db, found.id), records_ballots.sums(db, found))
    turnout = records_ballots.turnout(db, found.id)
    wrong = [one.motion.position for one in results if one.sums.taken_part != turnout]
    if wrong:
        raise RuntimeError(
            f"vote {found.number}: the ballots on motions {wrong} are not those of who took part"
        )
    return results


def telling(db: Reader, found: Vote) -> outbox.Task | None:
    """The task that tells of the last thing the owners of a vote are told of, for the page that watches it."""
    if found.state == "closed":
        return outbox.of_key(db, _key(found.id, "result", ""))
    extended = outbox.of_key(db, _key(found.id, "extended", found.closes_at))
    return extended or outbox.of_key(db, _key(found.id, "open", ""))


def _tell(tx: Tx, vote_id: int, what: str, when: str) -> None:
    outbox.add(tx, TELL, _key(vote_id, what, when), vote_id=vote_id, what=what, when=when)


def _key(vote_id: int, what: str, when: str) -> str:
    return f"vote:{vote_id}:{what}:{when}"


def _columns(given: Draft) -> dict[str, Any]:
    if given.secrecy == "secret" and given.co_owners == "agree":
        raise Refused(
            _(
                "In a secret vote nobody's choice is kept, so co-owners cannot be compared. Choose another rule."
            ),
            "co_owners",
        )
    return {
        "title": given.title,
        "text": given.text,
        "usages": ",".join(given.usages),
        "convention": given.convention,
        "co_owners": given.co_owners,
        "secrecy": given.secrecy,
        "silence_follows": int(bool(given.silence_basis)),
        "silence_basis": given.silence_basis,
        "notice_days": given.notice_days,
        "closes_at": given.closes_at,
    }
