"""What ledgers, their entries and periods are called."""

from datetime import date

from estate.disclosure.rules_periods import Period
from estate.i18n import gettext as _t
from estate.i18n import lazy as _

LEDGERS: dict[str, str] = {
    "common": _("Common income of the owners"),
    "fund": _("Repair fund"),
}

SOURCES: dict[str, str] = {
    "opening": _("Balance carried in"),
    "advertising": _("Advertising in lifts and on walls"),
    "parking": _("Parking on common ground"),
    "venue": _("Rent of common rooms and stalls"),
    "paid_in": _("Paid in by owners"),
    "interest": _("Interest earned"),
    "other_in": _("Other income"),
    "cost": _("Cost of earning it"),
    "to_owners": _("Spent for the owners"),
    "to_fund": _("Put into the repair fund"),
    "use": _("Used for repairs"),
    "other_out": _("Other spending"),
}

PERIODS: dict[str, str] = {"quarter": _("Quarter"), "half": _("Half-year"), "year": _("Whole year")}

ABOUT: dict[str, str] = {
    "common": _("Common income of the owners"),
    "fund": _("Use of the repair fund"),
}

RECEIVERS: dict[str, str] = {
    "committee": _("Owners' committee"),
    "meeting": _("Owners' meeting"),
}

PAPERS: dict[str, str] = {
    "board": _("Photo of the notice board"),
    "receipt": _("Receipt of the owners' committee"),
    "other": _("Something else"),
}
ENTRY_PAPERS: dict[str, str] = {"voucher": _("Voucher or invoice"), "other": _("Something else")}


def period(one: Period) -> str:
    """`Quarter 3 of 2026`, `First half of 2026`, `Year 2026`."""
    year = one.first.year
    if one.kind == "year":
        return _t("Year %(year)s", year=year)
    if one.kind == "half":
        early = one.first.month == 1
        return _t("First half of %(year)s", year=year) if early else _t("Second half of %(year)s", year=year)
    return _t("Quarter %(n)s of %(year)s", n=(one.first.month - 1) // 3 + 1, year=year)


def period_of(kind: str, first_on: str, last_on: str) -> str:
    """The same, of kept days."""
    return period(Period(kind, date.fromisoformat(first_on), date.fromisoformat(last_on)))
