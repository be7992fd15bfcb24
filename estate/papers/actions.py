"""Add papers to something, take one back; each in one transaction, or in that of what they belong to."""

from collections.abc import Sequence

from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.papers import queries
from estate.papers.content import FIELD, Kept
from estate.papers.queries import Paper
from estate.papers.subjects import Subject
from estate.refusal import Refused

MOST_OF_ONE = 100
"""Papers of one subject: more are a mistake or an attack on the disk."""


def attach(
    tx: Tx, subject: Subject, subject_id: int, kept: Sequence[Kept], kind: str = "", note: str = ""
) -> list[int]:
    """Papers of something, in the transaction that made or changed it. What is there already is not added again.

    The caller has made sure that the subject exists. Refused: a kind that the subject does not know, too many.
    """
    kind = kind or next(iter(subject.kinds))
    if kind not in subject.kinds:
        raise Refused(_("Choose what paper it is."), "paper_kind")
    live = [one for one in queries.of(tx, subject.code, subject_id) if one.withdrawn_at is None]
    there = {one.file: one.id for one in live}
    new = [one for one in kept if one.file not in there]
    if len(live) + len(new) > MOST_OF_ONE:
        raise Refused(_("There are too many papers here. Withdraw some first."), FIELD)
    for one in new:
        there[one.file] = _add(tx, subject, subject_id, one, kind, note.strip())
    return [there[one.file] for one in kept]


def add(
    subject: Subject, subject_id: int, kept: Sequence[Kept], kind: str, note: str, by: Actor
) -> list[int]:
    """Papers that come later than what they belong to. Sent twice they are there once. Refused without any."""
    if not kept:
        raise Refused(_("Choose a photo or a PDF."), FIELD)
    with write(by) as tx:
        return attach(tx, subject, subject_id, kept, kind, note)


def withdraw(paper_id: int, reason: str, by: Actor) -> Paper:
    """Take a paper back: it is no proof any more, but stays to be read. Again changes nothing. Refused: no reason."""
    with write(by) as tx:
        return withdraw_one(tx, paper_id, reason)


def withdraw_one(tx: Tx, paper_id: int, reason: str) -> Paper:
    """The same in the transaction of what it belongs to."""
    paper = _require(tx, paper_id)
    if paper.withdrawn_at:
        return paper
    if not (reason := reason.strip()):
        raise Refused(_("Write the reason."), "reason")
    tx.insert(
        "paper_withdrawals",
        paper_id=paper_id,
        reason=reason,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    after = {"name": paper.name, "of": f"{paper.subject} {paper.subject_id}", "reason": reason}
    audit.record(tx, "paper.withdrawn", "papers", paper_id, after=after)
    return _require(tx, paper_id)


def _add(tx: Tx, subject: Subject, subject_id: int, kept: Kept, kind: str, note: str) -> int:
    paper_id = tx.insert(
        "papers",
        subject=subject.code,
        subject_id=subject_id,
        kind=kind,
        **kept._asdict(),
        note=note,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    after = {"name": kept.name, "of": f"{subject.code} {subject_id}", "kind": kind}
    audit.record(tx, "paper.added", "papers", paper_id, after=after)
    return paper_id


def _require(tx: Tx, paper_id: int) -> Paper:
    found = queries.paper(tx, paper_id)
    if found is None:
        raise LookupError(f"there is no paper {paper_id}")
    return found
