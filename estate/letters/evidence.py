"""A bundle of evidence for a lawyer: all about one payer's debt for one home, nothing about anybody else.

Each section reads what the office has on record; pictures are shown, PDF papers enclosed. At the end stand the hashes
of every file and of the data, so that what was handed over can be checked against the office's records.
"""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import msgspec

from estate.cashier.numerals import written
from estate.contacts import queries as contacts
from estate.contacts import words as contact_words
from estate.contacts.papers import CONTACT
from estate.data import Reader, clock, files
from estate.documents.content import common
from estate.i18n import gettext as _
from estate.letters import evidence_money, queries, records_evidence, words
from estate.letters.content import Demand, demand
from estate.letters.evidence_money import Section, table
from estate.letters.queries import Delivery
from estate.letters.records_evidence import Bundle
from estate.messages import queries as messages
from estate.office.identity import identity
from estate.papers import queries as papers
from estate.plans import queries as plans
from estate.plans import words as plan_words
from estate.plans.papers import PLAN
from estate.web.filters import day, instant, money


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
            partial(evidence_money.account, db, self.debt),
            partial(evidence_money.open_bills, db, self.debt),
            partial(evidence_money.penalty, db, self.debt, self.today),
            partial(evidence_money.basis, db, self.debt),
            self.contacts,
            self.letters,
            self.messages,
            self.plans,
            partial(evidence_money.limits, db, self.debt),
        ]

    @property
    def debt(self) -> tuple[int, int]:
        return self.bundle.home_id, self.bundle.payer_id

    def demand(self) -> Demand:
        return demand(self.db, *self.debt, "demand", self.today, 1, disputed=True)

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
        return table(_("Parties and claim"), [], [row for row in rows if row[1]], "")

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
        section = table(_("Contact log"), head, rows, "lllwwl", none=_("No contact is on record."))
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
        section = table(_("Letters and their delivery"), [], [], "", none=_("No letter is on record."))
        return section | {"letters": made}

    def messages(self) -> Section:
        home_id, payer_id = self.debt
        rows: list[list[str]] = []
        for one in messages.to_person(self.db, payer_id, home_id):
            rows.append([instant(one.told_at), one.subject, one.text, one.channels])
            self.hashes.append([_("Message of %(day)s", day=instant(one.told_at)), one.hash])
        head = [_("When"), _("Subject"), _("Wording"), _("Delivery")]
        return table(_("Messages"), head, rows, "llwl", none=_("No message is on record."))

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
        section = table(_("Instalment plans"), head, rows, "lwwrr", none=_("No plan was agreed."))
        return section | {"pictures": pictures}

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
                "prints": table(_("Hashes (SHA-256)"), [_("What"), "SHA-256"], prints, "wl"),
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
