"""What the terms of penalties are called on the screen; looked up in the reader's language when shown."""

from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.penalties.records_terms import TermsRow
from estate.penalties.rules import Terms
from estate.penalties.rules_words import plain

GRACES: dict[str, str] = {
    "grace_shift": _("days count from the end of the grace"),
    "grace_forgive": _("who pays within it owes nothing, who pays later owes from the due day"),
}

CAPS: dict[str, str] = {
    "principal": _("no more than the fee itself"),
    "percent": _("no more than the contract's part of the fee"),
    "lpr": _("no more than the loan prime rate allows"),
}

HOLIDAYS: dict[str, str] = {
    "New Year's Day": _("New Year's Day"),
    "Spring Festival": _("Spring Festival"),
    "Tomb-sweeping Day": _("Tomb-sweeping Day"),
    "Labour Day": _("Labour Day"),
    "Dragon Boat Festival": _("Dragon Boat Festival"),
    "Mid-autumn Festival": _("Mid-autumn Festival"),
    "National Day": _("National Day"),
    "Anti-Fascist 70th Day": _("70th anniversary of the victory"),
}

WAIVER_STATES: dict[str, tuple[str, str]] = {
    "asked": ("waiting", _("Waits for a decision")),
    "granted": ("settled", _("Waived")),
    "refused": ("neutral", _("Declined")),
    "withdrawn": ("neutral", _("Taken back")),
}
"""Colour and word of a waiver's state."""


def rate(terms: Terms) -> str:
    """`0.0005 a day (18.25 % a year)`; from a day on there may be none."""
    if not terms.rate:
        return _t("no penalty")
    return _t("%(rate)s a day (%(year)s%% a year)", rate=plain(terms.rate), year=plain(terms.rate * 36_500))


def grace(row: TermsRow) -> str:
    """`10 days; days count from the end of the grace`."""
    if not row.grace_days:
        return _t("none")
    return _t("%(n)s days; ", n=row.grace_days) + str(GRACES[row.grace_mode])


def cap(row: TermsRow) -> str:
    """`30 % of the fee; LPR 3 % × 1.3`."""
    terms = row.terms
    text = _t("%(part)s%% of the fee", part=plain(terms.cap * 100))
    if terms.lpr_a_year is None:
        return text
    return text + _t("; %(part)s%% a year, by the loan prime rate", part=plain(terms.lpr_a_year * 100))


def rate_alone(terms: Terms) -> str:
    """`0.0005`."""
    return plain(terms.rate)
