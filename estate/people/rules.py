"""Who lives and owns where: roles, shares that never exceed the whole, days that overlap, consent to care."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from estate.i18n import lazy as _

OWNERS = ("owner", "co_owner")
LIVING = ("owner", "co_owner", "tenant")
"""Roles with a right to the home: they are invited and see its bills."""

ROLES: dict[str, str] = {
    "owner": _("Owner"),
    "co_owner": _("Co-owner"),
    "tenant": _("Tenant"),
    "family": _("Family member"),
    "contact": _("Contact"),
}

KINDS: dict[str, str] = {"person": _("Private person"), "company": _("Company")}

CARE: dict[str, str] = {
    "elderly_alone": _("Elderly, living alone"),
    "very_old": _("Very old"),
    "disability": _("Disability"),
    "dependent": _("Needs help in daily life"),
    "illness": _("Serious illness"),
    "pregnancy": _("Pregnancy or newborn"),
    "child": _("Child in need"),
    "hardship": _("Hardship"),
    "language": _("Language"),
    "other": _("Other"),
}

CONSENT_AGE = 14
"""Below it a guardian consents (PIPL §31)."""


class Owned(NamedTuple):
    """A part of a home that somebody owns from a day to a day (inclusive); None is unknown or open."""

    share: Fraction | None
    from_date: str | None
    to_date: str | None


def most_owned(parts: Iterable[Owned]) -> Fraction:
    """The largest sum of shares that holds on any one day; parts without a share count nothing."""
    shared = [part for part in parts if part.share is not None]
    starts = {part.from_date or "" for part in shared}
    return max(
        (sum((p.share for p in shared if p.share and holds(p, day)), Fraction()) for day in starts),
        default=Fraction(),
    )


def holds(part: Owned, day: str) -> bool:
    """Whether the part holds on the ISO day; the empty day lies before all others."""
    return (part.from_date or "") <= day and (part.to_date is None or day <= part.to_date)


def read_share(text: str) -> Fraction | None:
    """`1/2`, `50%`, `0.5` and `33.3 %` as a fraction above 0 and up to 1; None when it is no such thing."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("⁄", "/")
    if match := re.fullmatch(r"(\d{1,6})/(\d{1,6})", plain):
        if int(match[2]) == 0:
            return None
        share = Fraction(int(match[1]), int(match[2]))
    elif match := re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)%", plain):
        share = Fraction(match[1]) / 100
    elif re.fullmatch(r"[01](\.\d{1,6})?|\.\d{1,6}", plain):
        share = Fraction(plain)
    else:
        return None
    return share if 0 < share <= 1 else None


def show_share(num: int | None, den: int | None) -> str:
    """`1/2`; the whole is `1`; nothing when no share is recorded."""
    if num is None or den is None:
        return ""
    return "1" if num == den else f"{num}/{den}"


def is_current(from_date: str | None, to_date: str | None, day: date) -> bool:
    """Whether somebody with these days lives or owns there on `day`."""
    iso = day.isoformat()
    return (from_date is None or from_date <= iso) and (to_date is None or to_date >= iso)


def needs_guardian(birth_year: int | None, on: date) -> bool:
    """Whether somebody may be under 14 on this day; of the birthday only the year is known, so the doubt protects."""
    return birth_year is not None and on.year - birth_year <= CONSENT_AGE


def mask_code(code: str) -> str:
    """A home's code on a page that anybody can open: `3-2-501` is `3-2-5**`."""
    return f"{code[:-2]}**" if len(code) > 3 else "**"
