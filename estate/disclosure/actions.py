"""What the office does with its public ledgers and disclosures; each is one transaction."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from estate.data import Actor, Reader, Tx, audit, clock, files, read, write
from estate.data.edits import Edits
from estate.disclosure import content, queries, sheets
from estate.disclosure.actions_telling import TELL
from estate.disclosure.papers import ENTRY
from estate.disclosure.queries import Disclosure, Entry, Terms
from estate.disclosure.rules_periods import Period
from estate.disclosure.schema import COMING_IN, SOURCES
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.jobs import outbox
from estate.office.identity import identity
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.refusal import Refused, require_key
from estate.web.filters import day

TERMS = Edits("disclosure_terms", ("disclosure_terms.changed",))
REMARKS = Edits("disclosures", ("disclosure.changed",))


class Booked(NamedTuple):
    """An entry as it is made. amount_fen: above zero; whether it comes in or goes out its source says."""

    ledger: str
    source: str
    booked_on: date
    amount_fen: int
    purpose: str
    partner: str = ""


def book(given: Booked, papers: list[Kept], key: str, by: Actor) -> int:
    """Make an entry; the same key makes one. Refused: a day to come or of a published period, a foreign source."""
    if given.source not in SOURCES[given.ledger]:
        raise Refused(_("Choose one from the list."), "source")
    if given.booked_on > clock.today():
        raise Refused(_("This day has not come yet."), "booked_on")
    require_key(key)
    with write(by) as tx:
        known = tx.value("SELECT id FROM public_entries WHERE key = :key", key=key)
        if known:
            return int(known)
        if given.booked_on.isoformat() <= (public := queries.public_until(tx)):
            raise Refused(
                _("The figures until %(day)s were made public. Choose a later day.", day=day(public)),
                "booked_on",
            )
        sign = 1 if given.source in COMING_IN else -1
        entry_id = _insert(
            tx, given._asdict() | {"booked_on": given.booked_on.isoformat()}, sign * given.amount_fen, key
        )
        if papers:
            attach(tx, ENTRY, entry_id, papers, "voucher")
        after = {"ledger": given.ledger, "source": given.source, "amount_fen": sign * given.amount_fen}
        audit.record(tx, "public_entry.booked", "public_entries", entry_id, after=after)
        return entry_id


def reverse(entry_id: int, reason: str, by: Actor) -> int:
    """Take an entry back by another of today; again changes nothing. Refused: a reversal itself."""
    with write(by) as tx:
        found = _entry(tx, entry_id)
        if found.reversed_by:
            return found.reversed_by
        if found.reverses_id:
            raise Refused(_("This takes another entry back already. Make a new entry."))
        values = {
            "ledger": found.ledger,
            "source": found.source,
            "booked_on": clock.today().isoformat(),
            "purpose": found.purpose,
            "partner": found.partner,
            "reverses_id": found.id,
            "reason": reason,
        }
        made = _insert(tx, values, -found.amount_fen, f"reversal:{found.id}")
        audit.record(
            tx, "public_entry.reversed", "public_entries", found.id, after={"by": made, "reason": reason}
        )
        return made


def set_terms(terms: Terms, by: Actor, seen: int | None = None) -> None:
    """What stands on every disclosure, and how often one is due. Refused where another has changed it since (`TERMS`)."""
    with write(by) as tx:
        before = queries.terms(tx)
        if before == terms:
            return
        TERMS.require_seen(tx, 1, seen)
        tx.update("disclosure_terms", 1, **terms._asdict())
        changed = [name for name in terms._fields if getattr(before, name) != getattr(terms, name)]
        audit.record(tx, "disclosure_terms.changed", "disclosure_terms", 1, after={"changed": changed})


def add_responsible(position: str, name: str, duty: str, phone: str, by: Actor) -> None:
    """Somebody who answers for a part of the service."""
    with write(by) as tx:
        row = tx.insert("responsible_people", position=position, name=name, duty=duty, phone=phone)
        audit.record(tx, "responsible.added", "responsible_people", row, after={"position": position})


def drop_responsible(row: int, by: Actor) -> None:
    """They answer for it no more; what was published keeps their name."""
    with write(by) as tx:
        changed = tx.run(
            "UPDATE responsible_people SET retired_at = :now WHERE id = :id AND retired_at IS NULL",
            now=clock.stamp(),
            id=row,
        )
        if changed:
            audit.record(tx, "responsible.dropped", "responsible_people", row)


def draft(period: Period, by: Actor) -> int:
    """A draft for a period that has ended; there is one at a time for each. Answers it."""
    if period.last >= clock.today():
        raise Refused(_("This period has not ended yet."), "period")
    first = period.first.isoformat()
    with write(by) as tx:
        known = tx.value(
            "SELECT id FROM disclosures WHERE kind = :kind AND first_on = :first AND published_at IS NULL",
            kind=period.kind,
            first=first,
        )
        if known:
            return int(known)
        version = tx.value(
            "SELECT ifnull(max(version), 0) + 1 FROM disclosures WHERE kind = :kind AND first_on = :first",
            kind=period.kind,
            first=first,
        )
        made = tx.insert(
            "disclosures",
            token=secrets.token_urlsafe(16),
            kind=period.kind,
            first_on=first,
            last_on=period.last.isoformat(),
            version=version,
            made_at=clock.stamp(),
            account_id=by.account_id,
            made_by=by.name,
        )
        audit.record(
            tx, "disclosure.drafted", "disclosures", made, after={"first": first, "kind": period.kind}
        )
        return made


def remark(disclosure_id: int, text: str, by: Actor, seen: int | None = None) -> None:
    """Further words on a draft. Refused where another has changed them since (`REMARKS`)."""
    with write(by) as tx:
        found = _draft(tx, disclosure_id)
        if found.remarks != text:
            REMARKS.require_seen(tx, disclosure_id, seen)
            tx.update("disclosures", disclosure_id, remarks=text)
            audit.record(tx, "disclosure.changed", "disclosures", disclosure_id)


def discard(disclosure_id: int, by: Actor) -> None:
    """Throw a draft away."""
    with write(by) as tx:
        _draft(tx, disclosure_id)
        tx.run("DELETE FROM disclosures WHERE id = :id", id=disclosure_id)
        audit.record(tx, "disclosure.discarded", "disclosures", disclosure_id)


def publish(disclosure_id: int, house: str, by: Actor, *, practice: bool) -> None:
    """Freeze text and figures as they are now, set the sheet, show it, and have the owners told.

    Refused: what the law names is missing.
    """
    with read() as db:
        found = _draft(db, disclosure_id)
        lacking = content.missing(db)
        if lacking:
            raise Refused(_("Still to be written: %(what)s.", what=_(", ").join(lacking)))
        with speaking(identity(db).locale):
            frozen = content.sections(db, found)
            kept = msgspec.json.encode(frozen).decode()
            today = clock.today().isoformat()
            shown = found._replace(content=kept, published_on=today)
            pdf = sheets.sheet(db, shown, frozen, f"{house}/disclosed/{found.token}", practice=practice)
    file = files.keep(pdf)
    with write(by) as tx:
        if _draft(tx, disclosure_id) != found:
            raise Refused(_("This has just changed. Look at it again."))
        digest = hashlib.sha256(kept.encode()).hexdigest()
        tx.update(
            "disclosures",
            disclosure_id,
            published_at=clock.stamp(),
            published_on=today,
            published_by=by.name,
            content=kept,
            hash=digest,
            file=file,
        )
        outbox.add(tx, TELL, f"disclosure:{disclosure_id}", disclosure_id=disclosure_id)
        audit.record(tx, "disclosure.published", "disclosures", disclosure_id, after={"hash": digest})


def report(disclosure_id: int, receiver: str, handed_on: date, taken_by: str, by: Actor) -> None:
    """Note that it was handed to the owners' committee or meeting; again changes nothing. Refused: before it was public."""
    if handed_on > clock.today():
        raise Refused(_("This day has not come yet."), "handed_on")
    with write(by) as tx:
        found = queries.disclosure(tx, disclosure_id)
        if found is None or not found.published_on or handed_on.isoformat() < found.published_on:
            raise Refused(_("It was not public yet on this day."), "handed_on")
        told = {"receiver": receiver, "handed_on": handed_on.isoformat(), "taken_by": taken_by}
        if tuple(told.values()) in [one[:3] for one in queries.reports(tx, disclosure_id)]:
            return
        tx.insert(
            "disclosure_reports",
            disclosure_id=disclosure_id,
            **told,
            at=clock.stamp(),
            account_id=by.account_id,
            who=by.name,
        )
        audit.record(tx, "disclosure.reported", "disclosures", disclosure_id, after=told)


def _insert(tx: Tx, values: Mapping[str, object], amount_fen: int, key: str) -> int:
    return tx.insert(
        "public_entries",
        **{**values, "amount_fen": amount_fen},
        key=key,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
    )


def _entry(tx: Tx, entry_id: int) -> Entry:
    found = queries.entry(tx, entry_id)
    if found is None:
        raise LookupError(f"there is no entry {entry_id}")
    return found


def _draft(db: Reader, disclosure_id: int) -> Disclosure:
    found = queries.disclosure(db, disclosure_id)
    if found is None or found.published_at:
        raise Refused(_("This has just changed. Look at it again."))
    return found
