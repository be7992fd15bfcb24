"""Casting a vote on the phone, and entering one from paper by two people; each is one transaction.

In a secret vote nothing here goes into the audit log: its times would be those of the ballots. That a unit took part, on
which day and by whom, stands in vote_marks.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from estate.data import Actor, Reader, Tx, audit, clock, write
from estate.data.store import current
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.refusal import Refused
from estate.votes import records, records_ballots, records_list, records_roll, records_voters, topics
from estate.votes.actions import require
from estate.votes.records import Vote
from estate.votes.records_ballots import Ballot, Mark
from estate.votes.records_roll import Entry
from estate.votes.rules import CHOICES
from estate.votes.rules_codes import choices_digest, new_code, paper_hash, plain_code, receipt_hash, settled

COUNTED, WAITING, ALREADY, FIRST, DIFFERS = "counted", "waiting", "already", "first", "differs"
"""What became of a vote: counted; kept until the co-owners agree; not counted, for the unit has voted before; read by a
first person; read differently by a second."""


class Voter(NamedTuple):
    """As what somebody may vote for a unit: by owning it, or by a checked proxy."""

    person_id: int
    name: str
    proxy_id: int | None


def cast(vote_id: int, unit_id: int, person_id: int, choices: Mapping[int, str], code: str, by: Actor) -> str:
    """Vote for a unit on the phone. Answers COUNTED, WAITING or ALREADY; the same again, with its code, COUNTED again.

    Refused: not one of its voters, its time is over, a choice is missing, its paper ballot has come in.
    """
    with write(by) as tx:
        found, unit = require(tx, vote_id, "cast"), _unit(tx, vote_id, unit_id)
        voter = may_vote(tx, found, unit, person_id)
        if found.over:
            raise Refused(_("Its time is over."), "")
        receipt, chosen = _receipt(found, code), _whole(tx, vote_id, choices)
        before = records_list.line_of(tx, vote_id, receipt)
        mark = records_ballots.mark(tx, unit_id)
        if mark is not None:
            if mark.person_id == person_id and before and before.choices.split() == list(chosen.values()):
                return COUNTED
            if mark.way == "paper":
                records_ballots.note_conflict(tx, vote_id, unit_id, "phone")
            return ALREADY
        if records_ballots.readings(tx, unit_id):
            raise Refused(_("Your paper ballot has come in and is being entered; it counts."), "")
        if before is not None:
            raise Refused(_("This page is not complete. Open it again and repeat what you want to do."), "")
        owners = records_roll.owners(tx, unit_id)
        if found.co_owners == "agree" and len(owners) > 1 and voter.proxy_id is None:
            records_ballots.say(tx, unit_id, person_id, chosen)
            said = records_ballots.said(tx, unit_id)
            if len(said) < len(owners) or any(one != chosen for one in said.values()):
                audit.record(tx, "vote.said", "votes", vote_id, after={"unit": unit.seq})
                return WAITING
        today = clock.today().isoformat()
        _add(
            tx,
            found,
            unit,
            receipt,
            chosen,
            Mark(unit_id, "phone", today, person_id, voter.name, voter.proxy_id),
        )
        return COUNTED


def may_vote(db: Reader, found: Vote, unit: Entry, person_id: int) -> Voter:
    """As what somebody may vote for a unit. Refused where they may not; a stranger learns nothing else."""
    for proxy in records_voters.valid_proxies(db, unit.id, clock.today().isoformat()):
        if proxy.holder_person_id == person_id:
            return Voter(person_id, proxy.holder, proxy.id)
    owners = {one.person_id: one.name for one in records_roll.owners(db, unit.id)}
    if person_id in owners:
        named = records_voters.representative(db, unit.id) if found.co_owners == "representative" else None
        if named is not None and named.person_id != person_id:
            raise Refused(_("The co-owners have named %(name)s to vote.", name=named.name), "")
        return Voter(person_id, owners[person_id], None)
    raise Refused(_("You cannot vote for this home."), "")


def print_papers(vote_id: int, units: Sequence[Entry], by: Actor) -> list[tuple[Entry, str]]:
    """Give these units a code each for a paper ballot; one that was printed before does not hold any more."""
    with write(by) as tx:
        found = require(tx, vote_id, "print")
        coded = [(unit, new_code()) for unit in units if unit.vote_id == vote_id]
        records_ballots.print_papers(
            tx,
            found,
            [
                {
                    "unit_id": unit.id,
                    "paper_hash": paper_hash(found.number or "", code),
                    "receipt": None if found.secret else _receipt(found, code),
                }
                for unit, code in coded
            ],
        )
        audit.record(tx, "vote.papers_printed", "votes", vote_id, after={"ballots": len(coded)})
        return coded


def enter(
    vote_id: int, unit_id: int, choices: Mapping[int, str], code: str, proxy_id: int | None, by: Actor
) -> str:
    """What somebody read from a unit's paper ballot. Answers FIRST, COUNTED, DIFFERS or ALREADY.

    It counts once two different people read the same. Where they differ, a third reads it too, or they look at it
    together and enter it anew. Refused: no printed ballot, a code of another one, the same person twice.
    """
    with write(by) as tx:
        found, unit = require(tx, vote_id, "enter"), _unit(tx, vote_id, unit_id)
        paper = records_ballots.paper(tx, unit_id)
        if paper is None:
            raise Refused(_("No paper ballot was printed for this number."), "ballot")
        code = _code_of(found, paper[0], code)
        if records_ballots.mark(tx, unit_id) is not None:
            records_ballots.note_conflict(tx, vote_id, unit_id, "paper")
            return ALREADY
        account, chosen = _account(by), _whole(tx, vote_id, choices)
        before = records_ballots.readings(tx, unit_id)
        if len(before) == 1 and before[0].account_id == account:
            raise Refused(
                _("You have entered this ballot. Another person enters it now, from the paper."), ""
            )
        _check_proxy(tx, found, unit_id, proxy_id)
        kept = None if found.secret else _json(chosen)
        digest = choices_digest(code, chosen)
        records_ballots.keep_reading(
            tx,
            vote_id=vote_id,
            unit_id=unit_id,
            account_id=account,
            digest=digest,
            choices=kept,
            proxy_id=proxy_id,
        )
        if not found.secret:
            audit.record(tx, "vote.paper_entered", "votes", vote_id, after={"unit": unit.seq})
        readings = records_ballots.readings(tx, unit_id)
        if settled((one.account_id, one.digest) for one in readings) == digest:
            today = clock.today().isoformat()
            receipt = paper[1] or _receipt(found, code)
            _add(tx, found, unit, receipt, chosen, Mark(unit_id, "paper", today, None, "", proxy_id))
            return COUNTED
        signals.tell(tx, topics.of_one(vote_id))
        return FIRST if len(readings) == 1 else DIFFERS


def withdraw_entries(vote_id: int, unit_id: int, reason: str, by: Actor) -> None:
    """Put the entries of a paper ballot away that shall not count, such as one without a signature; with the reason."""
    with write(by) as tx:
        require(tx, vote_id, "withdraw_entry")
        unit = _unit(tx, vote_id, unit_id)
        if records_ballots.mark(tx, unit_id) is not None:
            raise Refused(_("This ballot is counted already."), "")
        tx.run("DELETE FROM vote_entries WHERE unit_id = :id", id=unit_id)
        signals.tell(tx, topics.of_one(vote_id))
        audit.record(tx, "vote.entry_withdrawn", "votes", vote_id, after={"unit": unit.seq, "reason": reason})


def _add(tx: Tx, found: Vote, unit: Entry, receipt: str, chosen: dict[int, str], mark: Mark) -> None:
    named = None if found.secret else unit.id
    records_ballots.add(tx, found, unit, Ballot(receipt, named, unit.area_dm2, chosen), mark)
    if found.secret:
        tx.after_commit(_fold_log)
    else:
        audit.record(tx, "vote.cast", "votes", found.id, after={"unit": unit.seq, "way": mark.way})
    signals.tell(tx, topics.of_one(found.id))


def _fold_log() -> None:
    """The write-ahead log has mark and ballot side by side: fold it into the file at once."""
    current().fold_log()


def _receipt(found: Vote, code: str) -> str:
    if not plain_code(code):
        raise Refused(_("This is no code of a ballot."), "")
    return receipt_hash(found.number or "", code)


def _code_of(found: Vote, kept: str, code: str) -> str:
    """The code of a paper ballot, checked where it was given; a secret vote cannot do without."""
    if not plain_code(code):
        if found.secret:
            raise Refused(_("Scan the ballot, or type the code that stands on it."), "ballot")
        return ""
    if paper_hash(found.number or "", code) != kept:
        raise Refused(_("This ballot was printed anew since; only the latest one counts."), "ballot")
    return code if found.secret else ""


def _whole(db: Reader, vote_id: int, choices: Mapping[int, str]) -> dict[int, str]:
    """One choice for each motion, neither more nor fewer."""
    motions = [one.id for one in records.motions(db, vote_id)]
    if sorted(choices) != sorted(motions) or not set(choices.values()) <= set(CHOICES):
        raise Refused(_("Choose for each motion."), "")
    return {motion: choices[motion] for motion in motions}


def _check_proxy(db: Reader, found: Vote, unit_id: int, proxy_id: int | None) -> None:
    signed = records_voters.paper_proxies(db, unit_id, clock.day_of(found.opened_at or ""))
    if proxy_id is not None and proxy_id not in [one.id for one in signed]:
        raise Refused(_("This proxy does not hold."), "proxy")


def _unit(db: Reader, vote_id: int, unit_id: int) -> Entry:
    unit = records_roll.unit(db, unit_id)
    if unit is None or unit.vote_id != vote_id:
        raise Refused(_("This is not on the roll of this vote."), "ballot")
    return unit


def _account(by: Actor) -> int:
    if by.account_id is None:
        raise Refused(_("A paper ballot is entered by a person who is signed in."), "")
    return by.account_id


def _json(chosen: Mapping[int, str]) -> str:
    return msgspec.json.encode({str(motion): choice for motion, choice in chosen.items()}).decode()
