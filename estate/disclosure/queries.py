"""Ledgers and disclosures, for pages and other features. Amounts in fen, dates ISO text."""

from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec

from estate.data import Reader, clock
from estate.disclosure import rules_periods
from estate.disclosure.rules_periods import Duty
from estate.people.queries import CURRENT

PAGE = 50
BLANK: dict[str, Any] = {
    "text": "",
    "facts": [],
    "sums": [],
    "head": [],
    "numeric": [],
    "rows": [],
    "none": "–",
}
"""A part of a disclosure that says nothing; what an older one does not know is blank."""


class Terms(NamedTuple):
    """What stands on every disclosure, and how often one is due."""

    services: str
    quality: str
    basis: str
    common_months: int
    fund_months: int
    within_days: int


class Responsible(NamedTuple):
    """Somebody who answers for a part of the service."""

    id: int
    position: str
    name: str
    duty: str
    phone: str


class Entry(NamedTuple):
    """An entry of a ledger. balance_fen: what was there after it; reversed_by: the entry that took it back."""

    id: int
    ledger: str
    source: str
    booked_on: str
    amount_fen: int
    purpose: str
    partner: str
    reverses_id: int | None
    reversed_by: int | None
    reason: str
    at: str
    who: str


class Disclosure(NamedTuple):
    """A disclosure: a draft until published. content: what was published, as JSON."""

    id: int
    token: str
    kind: str
    first_on: str
    last_on: str
    version: int
    remarks: str
    made_at: str
    made_by: str
    published_at: str | None
    published_on: str | None
    published_by: str
    content: str | None
    hash: str | None
    file: str | None

    @property
    def sections(self) -> list[dict[str, Any]]:
        """What was published."""
        return [BLANK | part for part in msgspec.json.decode(self.content)] if self.content else []


class Report(NamedTuple):
    """A disclosure handed to the owners' committee or meeting. taken_by: who took it there."""

    receiver: str
    handed_on: str
    taken_by: str
    at: str
    who: str


_ENTRY = """
    SELECT e.id, e.ledger, e.source, e.booked_on, e.amount_fen, e.purpose, e.partner, e.reverses_id,
           (SELECT r.id FROM public_entries AS r WHERE r.reverses_id = e.id) AS reversed_by, e.reason, e.at, e.who
      FROM public_entries AS e
"""
_DISCLOSURE = """
    SELECT id, token, kind, first_on, last_on, version, remarks, made_at, made_by, published_at, published_on,
           published_by, content, hash, file
      FROM disclosures
"""


def terms(db: Reader) -> Terms:
    """What stands on every disclosure."""
    found = db.row(
        Terms,
        "SELECT services, quality, basis, common_months, fund_months, within_days FROM disclosure_terms",
    )
    assert found is not None
    return found


def responsible(db: Reader) -> list[Responsible]:
    """Who answers for what."""
    return db.rows(
        Responsible,
        "SELECT id, position, name, duty, phone FROM responsible_people WHERE retired_at IS NULL ORDER BY id",
    )


def entry(db: Reader, entry_id: int) -> Entry | None:
    """One entry."""
    return db.row(Entry, _ENTRY + "WHERE e.id = :entry_id", entry_id=entry_id)


def entries_page(db: Reader, ledger: str, number: int = 1) -> list[Entry]:
    """A page of 50 entries of a ledger, the latest day first."""
    return db.rows(
        Entry,
        _ENTRY + "WHERE e.ledger = :ledger ORDER BY e.booked_on DESC, e.id DESC LIMIT :limit OFFSET :offset",
        ledger=ledger,
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )


def entries_of(db: Reader, ledger: str, first: str, last: str) -> list[Entry]:
    """The entries of some days, in order; what was taken back and what took it back are left out together."""
    return db.rows(
        Entry,
        _ENTRY
        + """WHERE e.ledger = :ledger AND e.booked_on BETWEEN :first AND :last AND NOT EXISTS (
                 SELECT 1 FROM public_entries AS o WHERE (o.reverses_id = e.id OR o.id = e.reverses_id)
                    AND o.booked_on BETWEEN :first AND :last)
             ORDER BY e.booked_on, e.id""",
        ledger=ledger,
        first=first,
        last=last,
    )


def count_entries(db: Reader, ledger: str) -> int:
    """How many entries a ledger has."""
    return int(db.value("SELECT count(*) FROM public_entries WHERE ledger = :ledger", ledger=ledger))


def balance(db: Reader, ledger: str, until: str = "9999-12-31") -> int:
    """What a ledger holds at the end of a day: the plain sum of its entries, so that no balance can go astray.

    A ledger has some dozens of entries a year; the sum of ten thousand is read from an index alone in a few milliseconds.
    """
    sql = (
        "SELECT ifnull(sum(amount_fen), 0) FROM public_entries WHERE ledger = :ledger AND booked_on <= :until"
    )
    return int(db.value(sql, ledger=ledger, until=until))


class Account(NamedTuple):
    """A ledger over some days: what was there before, what came in or went out, what is there after. Sums in fen."""

    opening_fen: int
    entries: list[Entry]
    closing_fen: int

    def by_source(self) -> dict[str, int]:
        """The sum of each source that has entries."""
        sums: dict[str, int] = {}
        for one in self.entries:
            sums[one.source] = sums.get(one.source, 0) + one.amount_fen
        return sums


def account(db: Reader, ledger: str, first: str, last: str) -> Account:
    """A ledger from one day to another; opening and entries add up to the closing balance, which is summed by itself."""
    day_before = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    return Account(
        balance(db, ledger, day_before), entries_of(db, ledger, first, last), balance(db, ledger, last)
    )


def public_until(db: Reader) -> str:
    """The last day whose figures were made public; empty when nothing was."""
    return db.value("SELECT max(last_on) FROM disclosures WHERE published_at IS NOT NULL") or ""


def disclosure(db: Reader, disclosure_id: int) -> Disclosure | None:
    """One disclosure."""
    return db.row(Disclosure, _DISCLOSURE + "WHERE id = :disclosure_id", disclosure_id=disclosure_id)


def by_token(db: Reader, token: str) -> Disclosure | None:
    """The published disclosure of a QR code."""
    return db.row(Disclosure, _DISCLOSURE + "WHERE token = :token AND published_at IS NOT NULL", token=token)


def correction_of(db: Reader, one: Disclosure) -> Disclosure | None:
    """The latest published version of its period that is later than this one."""
    return db.row(
        Disclosure,
        _DISCLOSURE
        + """WHERE kind = :kind AND first_on = :first_on AND version > :version AND published_at IS NOT NULL
             ORDER BY version DESC LIMIT 1""",
        kind=one.kind,
        first_on=one.first_on,
        version=one.version,
    )


def owners_after(db: Reader, person_id: int, most: int) -> list[tuple[int, int]]:
    """Some of today's owners by number, from the one behind `person_id` on, each with one of their homes."""
    return db.tuples(
        f"""
        SELECT r.person_id, min(r.home_id) FROM residencies AS r
         WHERE r.person_id > :person_id AND r.role IN ('owner', 'co_owner') AND {CURRENT}
         GROUP BY r.person_id ORDER BY r.person_id LIMIT :most
        """,
        person_id=person_id,
        day=clock.today().isoformat(),
        most=most,
    )


def all_disclosures(db: Reader, *, published: bool = False) -> list[Disclosure]:
    """Drafts first, then the latest period; with its versions. published: without drafts."""
    where = "WHERE published_at IS NOT NULL " if published else ""
    order = "ORDER BY published_at IS NOT NULL, last_on DESC, first_on, version DESC LIMIT 200"
    return db.rows(Disclosure, _DISCLOSURE + where + order)


def duties(db: Reader) -> list[Duty]:
    """What is to be disclosed and is not yet."""
    held, today = terms(db), clock.today()
    since = db.value("SELECT min(booked_on) FROM public_entries")
    published = [
        (date.fromisoformat(first), date.fromisoformat(last))
        for first, last in db.tuples(
            "SELECT first_on, last_on FROM disclosures WHERE published_at IS NOT NULL AND last_on >= :since",
            since=f"{today.year - 2}-01-01",
        )
    ]
    every = {"common": held.common_months, "fund": held.fund_months}
    return rules_periods.duties(
        every, published, date.fromisoformat(since) if since else None, today, held.within_days
    )


def coming(db: Reader) -> list[Duty]:
    """What is to be disclosed of the periods that run now."""
    held = terms(db)
    every = {"common": held.common_months, "fund": held.fund_months}
    return rules_periods.coming(every, clock.today(), held.within_days)


def due(db: Reader) -> int:
    """How many disclosures wait to be published."""
    return len(duties(db))


def reports(db: Reader, disclosure_id: int) -> list[Report]:
    """To whom it was handed, in order."""
    return db.rows(
        Report,
        """
        SELECT receiver, handed_on, taken_by, at, who FROM disclosure_reports
         WHERE disclosure_id = :disclosure_id ORDER BY handed_on, id
        """,
        disclosure_id=disclosure_id,
    )
