"""Drafting, issuing and withdrawing letters; one transaction each. Amounts in fen.

A letter is issued singly or in a print of the papers' worker (estate/documents): both end in `_issued`, which freezes
what it asks for. What was paid in the meantime is not issued: its draft ends.
"""

from collections.abc import Iterator, Sequence

import msgspec

from estate.community import queries as community
from estate.data import Actor, Reader, Tx, audit, clock, read, write
from estate.documents import sources
from estate.documents.actions import make_among
from estate.documents.content import Sheet
from estate.documents.sources import Source
from estate.dunning import actions as dunning
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.letters import queries, records, words
from estate.letters.content import charge_rows, demand, sheet
from estate.letters.queries import Letter
from estate.office.identity import identity
from estate.refusal import Refused

PREFIXES = {"reminder": "TX", "demand": "CJ", "lawyer": "LS"}
KIND = "letter_"


def draft(tx: Tx, home_id: int, payer_id: int, kind: str, case_id: int | None = None) -> int:
    """Draft a letter to who owes for a home; a draft of the kind that waits already is the answer. Answers its id.

    Refused when nothing of this payer is late.
    """
    if kind not in words.KINDS:
        raise ValueError(f"no kind of letter is called {kind}")
    if known := records.open_draft(tx, kind, home_id, payer_id):
        return known
    home = community.home(tx, home_id)
    if home is None:
        raise LookupError(f"there is no home {home_id}")
    if not demand(tx, home_id, payer_id, kind, clock.today(), 1).rows:
        raise Refused(_("Nothing of this payer is late. There is nothing to write about."), "payer")
    letter_id = tx.insert(
        "letters",
        kind=kind,
        home_id=home_id,
        home_code=home.code,
        payer_id=payer_id,
        payer_name=str(tx.value("SELECT name FROM people WHERE id = :id", id=payer_id)),
        case_id=case_id,
        drafted_at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    audit.record(tx, "letter.drafted", "letters", letter_id, after={"home": home.code, "kind": kind})
    return letter_id


def issue(letter_id: int, url: str, by: Actor, *, practice: bool = False) -> Letter:
    """Give a letter its number, with the amounts of today. Again changes nothing. Refused when nothing is late."""
    with read() as db:
        locale = identity(db).locale
    with speaking(locale), write(by) as tx:
        found = require(tx, letter_id)
        if found.number:
            return found
        if found.state != "draft":
            raise Refused(_("This letter was withdrawn."))
        made = sheet(tx, found, clock.today())
        if made is None:
            _end(tx, found, "paid", "")
        else:
            make_among(tx, made[0], KIND + found.kind, url, practice=practice)
        return require(tx, letter_id)


def withdraw(letter_id: int, reason: str, by: Actor) -> Letter:
    """Take a letter back: a draft is not issued, an issued one demands nothing any more. Again changes nothing.

    Refused without a reason, and once its arrival is proven: what has arrived cannot be unsaid.
    """
    with write(by) as tx:
        found = require(tx, letter_id)
        if found.state in ("withdrawn", "paid"):
            return found
        if found.state == "strong":
            raise Refused(_("This letter has arrived. Write another one that sets things right."))
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        _end(tx, found, "withdrawn", reason)
        return require(tx, letter_id)


def require(db: Reader, letter_id: int) -> Letter:
    """The letter; LookupError when there is none."""
    found = queries.letter(db, letter_id)
    if found is None:
        raise LookupError(f"there is no letter {letter_id}")
    return found


def _build(tx: Tx, letter_ids: Sequence[int]) -> list[Sheet]:
    """The sheets of drafts as of today, for a print."""
    made: list[Sheet] = []
    for letter_id in letter_ids:
        found = require(tx, letter_id)
        if found.state != "draft":
            continue
        if one := sheet(tx, found, clock.today()):
            made.append(one[0])
        else:
            _end(tx, found, "paid", "")
    return made


def _issued(tx: Tx, made: Sheet, number: str) -> None:
    """Freeze what a letter asks for, in the transaction that made its paper."""
    found = require(tx, made.source_id)
    again = sheet(tx, found, clock.today())
    assert again is not None
    asked = again[1]
    tx.insert(
        "letter_issues",
        letter_id=found.id,
        number=number,
        as_of=asked.as_of.isoformat(),
        pay_by=asked.pay_by.isoformat(),
        principal_fen=asked.principal_fen,
        penalty_fen=asked.penalty_fen,
        content=msgspec.json.encode(made.content).decode(),
        issued_at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    tx.many(
        "INSERT INTO letter_charges (letter_id, charge_id, balance_fen, penalty_fen) VALUES (?, ?, ?, ?)",
        [(found.id, *row) for row in charge_rows(asked.rows)],
    )
    after = {"home": found.home_code, "number": number, "total_fen": asked.total_fen}
    audit.record(tx, "letter.issued", "letters", found.id, after=after)


def _end(tx: Tx, found: Letter, why: str, reason: str) -> None:
    tx.insert(
        "letter_ends",
        letter_id=found.id,
        why=why,
        reason=reason,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )
    dunning.letter_ended(tx, found.id, reason)
    audit.record(
        tx, "letter.ended", "letters", found.id, after={"home": found.home_code, "reason": reason or why}
    )


def _source(kind: str) -> Source:
    def groups(db: Reader, building_id: int | None) -> Iterator[tuple[str, int]]:
        yield from records.drafts(db, kind, building_id)

    return Source(
        KIND + kind, PREFIXES[kind], "letter", words.MANY[kind], words.KINDS[kind], groups, _build, _issued
    )


for _kind in words.KINDS:
    sources.add(_source(_kind))
