"""Vouchers of entries for the office; photos of the notice board that prove a disclosure."""

from estate.access.me import Me
from estate.access.permissions import DISCLOSURE_EDIT, DISCLOSURE_READ
from estate.data import Reader
from estate.disclosure import queries, words
from estate.papers.subjects import Place, Subject, declare


def _entry(db: Reader, me: Me, entry_id: int) -> Place | None:
    found = queries.entry(db, entry_id) if me.may(DISCLOSURE_READ) else None
    return Place(found.purpose, f"/public-ledgers/{found.ledger}/{found.id}") if found else None


def _disclosure(db: Reader, me: Me, disclosure_id: int) -> Place | None:
    found = queries.disclosure(db, disclosure_id) if me.may(DISCLOSURE_READ) else None
    if found is None:
        return None
    return Place(words.period_of(found.kind, found.first_on, found.last_on), f"/disclosures/{found.id}")


ENTRY = declare(Subject("public_entry", DISCLOSURE_EDIT, words.ENTRY_PAPERS, _entry))
DISCLOSURE = declare(Subject("disclosure", DISCLOSURE_EDIT, words.PAPERS, _disclosure))
