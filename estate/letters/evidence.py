"""A bundle of evidence for a lawyer: all about one payer's debt for one home, nothing about anybody else.

Each section reads what the office has on record; pictures are shown, PDF papers enclosed. At the end stand the hashes
of every file and of the data, so that what was handed over can be checked against the office's records.
"""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from estate.billing import queries as billing
from estate.billing.statement import Entry, statement
from estate.billing.words import period
from estate.cashier.numerals import written
from estate.cashier.words import METHODS
from estate.contacts import queries as contacts
from estate.contacts import words as contact_words
from estate.contacts.papers import CONTACT
from estate.data import Reader, clock, files
from estate.documents.content import common
from estate.i18n import gettext as _
from estate.letters import limitation, queries, records_evidence, words
from estate.letters.content import Demand, demand
from estate.letters.queries import Delivery
from estate.letters.records_evidence import Bundle
from estate.messages import queries as messages
from estate.office.identity import identity
from estate.papers import queries as papers
from estate.penalties.queries import penalties_of
from estate.plans import queries as plans
from estate.plans import words as plan_words
from estate.plans.papers import PLAN
from estate.web.filters import day, instant, money

Section = dict[str, Any]


class Made(NamedTuple):
    """The data of the template, and the files beside it by their names there."""

    data: dict[str, Any]
    enclosed: dict[str, bytes]


class Collector:
    """Reads the sections one after the other and gathers the files that they show."""

    def __init__(self, db: Reader, bundle: Bundle) -> None:
        self.db, self.bundle = db, bundle
        self.today = clock.today()
        self.enclosed: dict[str, bytes] = {}
        self.hashes: list[list[str]] = []
        self.sections: list[Callable[[], Section]] = [
            self.parties,
            self.account,
            self.open_bills,
            self.penalty,
            self.basis,
            self.contacts,
            self.letters,
            self.messages,
            self.plans,
            self.limitation,
        ]

    @property
    def debt(self) -> tuple[int, int]:
        return self.bundle.home_id, self.bundle.payer_id

    def demand(self) -> Demand:
        return demand(self.db, *self.debt, "demand", self.today, 1)

    def parties(self) -> Section:
        office, asked = identity(self.db), self.demand()
        numbers = records_evidence.phones(self.db, self.bundle.payer_id)
        rows = [
            [_("Property office"), office.letterhead or office.company or office.community_name],
            [_("Company"), office.company],
            [_("Community"), f"{office.community_name} {office.address}".strip()],
            [_("Telephone of the office"), office.phone],
            [_("Payer"), self.bundle.payer_name],
            [_("Telephone"), ", ".join(numbers)],
            [_("Home"), self.bundle.home_code],
            [_("Unpaid bills together"), f"¥{money(asked.principal_fen)}"],
            [_("Penalty as of %(day)s", day=day(asked.as_of)), f"¥{money(asked.penalty_fen)}"],
            [_("Together"), f"¥{money(asked.total_fen)} {written(asked.total_fen)}"],
        ]
        return _table(_("Parties and claim"), [], [row for row in rows if row[1]], "")

    def account(self) -> Section:
        """Every charge, waiver and payment in order with what was owed after each."""
        home_id, payer_id = self.debt
        latest = statement(self.db, home_id, None, payer_id)
        entries: list[Entry] = []
        for year in sorted(latest.years):
            entries += statement(self.db, home_id, year, payer_id).entries[::-1]
        rows = [
            [
                day(one.on, "short"),
                _entry(one),
                money(one.amount_fen) if one.amount_fen > 0 else "",
                money(-one.amount_fen) if one.amount_fen <= 0 else "",
                money(one.balance_fen),
            ]
            for one in entries
        ]
        head = [_("Day"), _("What for"), _("Charged"), _("Paid"), _("Owed")]
        return _table(_("Statement of account"), head, rows, "lwrrr", none=_("Nothing was charged."))

    def open_bills(self) -> Section:
        rows = [
            [
                f"{one.fee_item_name} {one.parking_code or ''}".strip(),
                period(one.period_from, one.period_to),
                one.formula,
                day(one.due_on, "short"),
                money(one.amount_fen),
                money(one.balance_fen),
            ]
            for one in billing.open_charges(self.db, *self.debt)
        ]
        head = [_("Fee item"), _("Period"), _("Arithmetic"), _("Due on"), _("Billed"), _("Unpaid")]
        return _table(_("Unpaid bills"), head, rows, "wlwlrr", none=_("Nothing is unpaid."))

    def penalty(self) -> Section:
        charges = billing.open_charges(self.db, *self.debt)
        found = penalties_of(self.db, [one.charge_id for one in charges], self.today)
        rows = [
            [
                one.full_name,
                period(one.period_from, one.period_to),
                one.formula,
                one.basis_text,
                money(one.due_fen),
            ]
            for one in found.values()
            if one.due_fen
        ]
        head = [_("Penalty"), _("Period"), _("Arithmetic"), _("Basis"), _("Amount")]
        return _table(_("Penalties that have run up"), head, rows, "wlwwr", none=_("No penalty has run up."))

    def basis(self) -> Section:
        rows = [
            [one.fee_item_name, day(one.effective_from, "short"), one.prices, one.basis_text or "–"]
            for one in records_evidence.tariff_bases(self.db, *self.debt)
        ]
        head = [_("Fee item"), _("In force from"), _("Price"), _("Basis")]
        return _table(
            _("Contract and tariffs"), head, rows, "wllw", none=_("No tariff stands behind the bills.")
        )

    def contacts(self) -> Section:
        rows: list[list[str]] = []
        pictures: list[dict[str, str]] = []
        for one in reversed(contacts.of_home(self.db, *self.debt, most=10_000)):
            result = str(contact_words.RESULTS[one.result])
            if one.promise_on:
                result += " " + _(
                    "¥%(sum)s by %(day)s", sum=money(one.promise_fen), day=day(one.promise_on, "short")
                )
            if one.corrected_by:
                result += f" ({_('Corrected')})"
            whom = f"{contact_words.REACHED[one.reached]} {one.reached_name}".strip()
            rows.append(
                [
                    instant(one.happened_at),
                    str(contact_words.CHANNELS[one.channel]),
                    whom,
                    result,
                    one.note,
                    one.who,
                ]
            )
            pictures += self._papers(CONTACT.code, one.id)
        head = [_("When"), _("How"), _("Whom you reached"), _("Result"), _("Note"), _("By")]
        section = _table(_("Contact log"), head, rows, "lllwwl", none=_("No contact is on record."))
        return section | {"pictures": pictures}

    def letters(self) -> Section:
        found = [one for one in queries.of_home(self.db, *self.debt) if one.number][::-1]
        contents = records_evidence.letter_contents(self.db, [one.id for one in found])
        made: list[dict[str, Any]] = []
        for one in found:
            rows = queries.deliveries(self.db, one.id)
            body = msgspec.json.decode(contents[one.id]) if one.id in contents else None
            if one.id in contents:
                digest = hashlib.sha256(contents[one.id].encode()).hexdigest()
                self.hashes.append([_("Letter %(number)s", number=one.number), digest])
            made.append(
                {
                    "title": f"{words.KINDS[one.kind]} {one.number}",
                    "state": str(words.STATES[one.state][1]),
                    "content": body | {"number": one.number} if body else None,
                    "deliveries": [_delivery(row) for row in rows],
                    "pictures": [
                        self._picture(row.photo, str(words.WAYS[row.way])) for row in rows if row.photo
                    ],
                }
            )
        section = _table(_("Letters and their delivery"), [], [], "", none=_("No letter is on record."))
        return section | {"letters": made}

    def messages(self) -> Section:
        home_id, payer_id = self.debt
        rows: list[list[str]] = []
        for one in messages.to_person(self.db, payer_id, home_id):
            rows.append([instant(one.told_at), one.subject, one.text, one.channels])
            self.hashes.append([_("Message of %(day)s", day=instant(one.told_at)), one.hash])
        head = [_("When"), _("Subject"), _("Wording"), _("Delivery")]
        return _table(_("Messages"), head, rows, "llwl", none=_("No message is on record."))

    def plans(self) -> Section:
        rows: list[list[str]] = []
        pictures: list[dict[str, str]] = []
        for one in plans.of_home(self.db, *self.debt)[::-1]:
            steps = ", ".join(
                f"{plan_words.STEPS[s.what]} {day(s.on_day, 'short')}" for s in plans.steps(self.db, one.id)
            )
            parts = ", ".join(
                f"{day(p.due, 'short')} ¥{money(p.amount_fen)}" for p in plans.parts(self.db, one.id)
            )
            rows.append([one.number or str(one.id), parts, steps, money(one.total_fen), money(one.left_fen)])
            pictures += self._papers(PLAN.code, one.id)
        head = [_("Plan"), _("Instalments"), _("Steps"), _("Total"), _("Left")]
        section = _table(_("Instalment plans"), head, rows, "lwwrr", none=_("No plan was agreed."))
        return section | {"pictures": pictures}

    def limitation(self) -> Section:
        rows = [
            [
                f"{one.claim.fee_item_name} {period(one.claim.period_from, one.claim.period_to)}",
                day(one.claim.due_on, "short"),
                ", ".join(f"{day(e.on, 'short')} {words.EVENTS[e.kind]}" for e in one.limitation.interrupted)
                or "–",
                day(one.limitation.ends_on, "short"),
                money(one.claim.balance_fen),
            ]
            for one in limitation.of_debt(self.db, *self.debt)
        ]
        head = [_("Fee item"), _("Due on"), _("Interrupted by"), _("Last day"), _("Unpaid")]
        return _table(_("Limitation"), head, rows, "wlwlr", none=_("Nothing is unpaid."))

    def finish(self, sections: list[Section], *, practice: bool) -> Made:
        number, at = records_evidence.latest_audit(self.db)
        digest = hashlib.sha256(msgspec.json.encode(sections, order="deterministic")).hexdigest()
        prints = [
            [_("Data of this bundle"), digest],
            *self.hashes,
            [_("Change log, latest entry"), f"{number} · {instant(at)}"],
        ]
        return Made(
            {
                "common": common(self.db, practice=practice),
                "title": _("Evidence of arrears"),
                "facts": [
                    [_("Home"), self.bundle.home_code],
                    [_("Payer"), self.bundle.payer_name],
                    [_("As of"), day(self.today)],
                    [_("Made by"), self.bundle.who],
                ],
                "contents": _("Contents"),
                "private": _("Personal data: for the lawyer and the court of this case only."),
                "sections": sections,
                "prints": _table(_("Hashes (SHA-256)"), [_("What"), "SHA-256"], prints, "wl"),
                "bundle": str(self.bundle.id),
            },
            self.enclosed,
        )

    def _papers(self, subject: str, subject_id: int) -> list[dict[str, str]]:
        shown: list[dict[str, str]] = []
        for one in papers.of(self.db, subject, subject_id):
            if one.withdrawn_at is None:
                shown.append(self._picture(one.file, one.name, "jpg" if one.is_photo else "pdf"))
        return shown

    def _picture(self, file: str, caption: str, kind: str = "jpg") -> dict[str, str]:
        name = f"{file}.{kind}"
        path = files.path_of(file)
        if path.exists():
            self.enclosed[name] = path.read_bytes()
        self.hashes.append([caption, file])
        return {"name": name if path.exists() else "", "caption": caption, "kind": kind}


def _table(title: str, head: list[str], rows: list[list[str]], aligned: str, *, none: str = "") -> Section:
    """aligned: for each column l, r (figures) or w (takes the width that is left)."""
    numeric, wide = ([place for place, side in enumerate(aligned) if side == one] for one in "rw")
    return {"title": title, "head": head, "rows": rows, "numeric": numeric, "wide": wide, "none": none}


def _entry(one: Entry) -> str:
    if one.charge:
        text = f"{one.charge.fee_item_name} {one.charge.parking_code or ''}".strip()
        text = f"{text} · {period(one.charge.period_from, one.charge.period_to)}"
        return f"{text} · {_('Reversal')}" if one.charge.reverses_id else text
    if one.receipt:
        return f"{_('Receipt')} {one.receipt.number} · {METHODS[one.receipt.method]}"
    assert one.waiver is not None
    return _("Waived")


def _delivery(one: Delivery) -> list[str]:
    parts = [
        f"{one.person} ({words.RELATIONS[one.relation]})" if one.person else "",
        f"{_('Tracking number')} {one.tracking}" if one.tracking else "",
        f"{_('Witness')} {one.witness}" if one.witness else "",
        one.note,
        f"({_('Corrected')})" if one.corrected_by else str(words.PROOFS[one.proof][1]),
    ]
    return [
        day(one.on_day, "short"),
        str(words.WAYS[one.way]),
        "; ".join(part for part in parts if part),
        one.who,
    ]
