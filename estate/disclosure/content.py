"""What a disclosure says: services, people, fees, figures of performance, repair fund, common income.

A draft is computed anew each time it is looked at; what is published is kept as it was then, in the office's language.
"""

from typing import Any

from estate.billing import queries_public as fees
from estate.books import queries_collected as books
from estate.complaints import queries_disclosed as complaints
from estate.data import Reader
from estate.disclosure import queries, words
from estate.disclosure.figures import FIGURES
from estate.disclosure.queries import BLANK, Disclosure
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.patrol import queries_disclosed as patrol
from estate.repairs import queries_disclosed as repairs
from estate.upkeep import queries_disclosed as upkeep
from estate.web.filters import day, money

Section = dict[str, Any]


def sections(db: Reader, one: Disclosure) -> list[Section]:
    """The whole sheet, part by part; each is text, facts, an account that adds up, or a table."""
    terms, first, last = queries.terms(db), one.first_on, one.last_on
    found = [
        _text(_("Service items"), terms.services),
        _people(db),
        _text(_("Quality standard"), terms.quality),
        _fees(db, last, terms.basis),
        _performance(db, first, last),
        _ledger(db, "fund", first, last),
        _ledger(db, "common", first, last),
    ]
    if one.remarks:
        found.append(_text(_("Further remarks"), one.remarks))
    return [BLANK | part for part in found]


def missing(db: Reader) -> list[str]:
    """What the law names and nobody has written yet."""
    terms = queries.terms(db)
    asked = {
        _("service items"): terms.services,
        _("quality standard"): terms.quality,
        _("responsible people"): queries.responsible(db),
    }
    return [name for name, given in asked.items() if not given]


def _text(title: str, text: str) -> Section:
    return {"title": title, "text": text or _("Nothing is written yet.")}


def _people(db: Reader) -> Section:
    return {
        "title": _("Responsible people"),
        "head": [_("Post held"), _("Name"), _("Answers for"), _("Phone")],
        "rows": [[one.position, one.name, one.duty, one.phone] for one in queries.responsible(db)],
    }


def _fees(db: Reader, last: str, basis: str) -> Section:
    return {
        "title": _("Fee items and rates"),
        "text": basis,
        "none": _("No fee is charged."),
        "head": [_("Fee item"), _("Rate of the fee"), _("Basis")],
        "rows": [[one.name, one.price, one.basis or "–"] for one in fees.rates(db, last)],
    }


def performance(db: Reader, first: str, last: str) -> dict[str, str]:
    """Figures of what was done, each by the code of its rows; nothing done in the period says so by noughts."""
    mended, heard = repairs.in_period(db, first, last), complaints.in_period(db, first, last)
    tended, walked = upkeep.in_period(db, first, last), patrol.in_period(db, first, last)
    return {
        "repairs-reported": str(mended.reported),
        "repairs-done": str(mended.done),
        "repairs-in-time": _share(mended.in_time, mended.done),
        "repairs-rated": _mark(mended.marks, mended.rated),
        "complaints-received": str(heard.received),
        "complaints-replied": _share(heard.replied, heard.received),
        "upkeep-services": str(tended.services),
        "upkeep-inspections": str(tended.inspections),
        "upkeep-in-order": _share(tended.in_order, tended.services + tended.inspections),
        "upkeep-done": _share(tended.done, tended.due),
        "patrol-checked": _share(walked.checked, walked.due),
        "patrol-faults": str(walked.faults),
    }


def _performance(db: Reader, first: str, last: str) -> Section:
    told = performance(db, first, last)
    rows = [[str(FIGURES[code].name), text, code] for code, text in told.items()]
    collected = books.collected(db, first, last)
    return {
        "title": _("Performance"),
        "facts": [*rows, [_("Fees of the period collected"), _percent(collected)]],
    }


def _ledger(db: Reader, ledger: str, first: str, last: str) -> Section:
    found = queries.account(db, ledger, first, last)
    by_source = found.by_source()
    return {
        "title": _("%(ledger)s (amounts in yuan)", ledger=words.LEDGERS[ledger]),
        "sums": [
            [_("Balance at the beginning"), money(found.opening_fen)],
            *([str(words.SOURCES[one]), money(by_source[one])] for one in words.SOURCES if one in by_source),
            [_("Balance at the end"), money(found.closing_fen)],
        ],
        "head": [_("Day"), _("For what"), _("With whom"), _("Amount")],
        "numeric": [3],
        "rows": [
            [
                day(one.booked_on),
                _("%(source)s: %(purpose)s", source=words.SOURCES[one.source], purpose=one.purpose),
                one.partner or "–",
                money(one.amount_fen),
            ]
            for one in found.entries
        ],
        "none": _("No entry in this period."),
    }


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    return _("%(part)s of %(whole)s", part=part, whole=whole)


def _percent(bp: int | None) -> str:
    """Hundredths of a percent as people read them."""
    return "–" if bp is None else f"{bp // 100}.{bp % 100:02d}%"


def _mark(marks: int, rated: int) -> str:
    """The mean of marks from 1 to 5, to one decimal, half up."""
    if not rated:
        return "–"
    tenths = (20 * marks + rated) // (2 * rated)
    return ngettext(
        "%(mark)s of 5 (%(num)s rating)",
        "%(mark)s of 5 (%(num)s ratings)",
        rated,
        mark=f"{tenths // 10}.{tenths % 10}",
    )
