"""Votes for the notice board: the notice (what, who, until when, by which rules) and the roll by homes, without names.

Whoever scans the code and signs in sees their own entry of the roll with its owners; the paper names nobody.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from estate.data import Reader, clock
from estate.documents.content import common
from estate.documents.typeset import typeset
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.votes import records, records_roll, words
from estate.votes.records import Vote
from estate.votes.records_roll import OnBoard, Summary
from estate.votes.rules import PARTICIPATION, share_of
from estate.web.filters import area, day, instant
from estate.web.lan import qr_svg

TOGETHER, UNDELIVERED, UNKNOWN = "*", "†", "?"
"""Marks beside a home; none says whose it is."""


def notice(db: Reader, found: Vote, whose: str, url: str, *, practice: bool) -> bytes:
    """The PDF of the notice. url: the vote's page, which the code opens."""
    roll = records_roll.summary(db, found.id)
    sheet = _sheet(found, whose, url, roll, _("Notice of an owners' vote"))
    sheet["facts"] += [
        [_("Longer than announced"), words.longer(one)] for one in records.extensions(db, found.id)
    ]
    made = sheet | {
        "text": found.text,
        "motions": [
            {
                "title": f"{one.position}. {one.title}",
                "text": one.text,
                "matter": str(words.MATTERS[one.matter]),
                "needed": _needed(one.matter),
            }
            for one in records.motions(db, found.id)
        ],
        "sides": [
            [{"title": _("How to vote"), "lines": _ways(found)}],
            [
                {"title": _("How it is counted"), "lines": _rules(found)},
                *(
                    [{"title": _("Check the roll"), "lines": _to_check(identity(db).phone)}]
                    if found.state == "checking"
                    else []
                ),
            ],
        ],
        "law": _(
            "Civil Code §278: at least two thirds of the area and of the number take part; of these more than half of both "
            "approve, for nos. 6 to 8 at least three quarters of both."
        ),
        "signs": [_("Who calls the vote"), _("Owners' committee"), _("Seal and date")],
    }
    return typeset("vote-notice", {"common": common(db, practice=practice), "sheets": [made]})


def roll(db: Reader, found: Vote, whose: str, url: str, *, practice: bool) -> bytes:
    """The PDF of the roll: homes by building with their areas and marks."""
    homes = records_roll.for_board(db, found.id)
    marks = {_mark(one) for one in homes}
    made = _sheet(found, whose, url, records_roll.summary(db, found.id), _("Roll of an owners' vote")) | {
        "text": _(
            "Every home that has a vote, with the area that it counts with. Is something of yours missing or not right, tell "
            "the office. Names are not posted up: your own entry is on your phone and at the office."
        ),
        "legend": [[mark, said] for mark, said in _legend() if mark in marks],
        "buildings": [_building(name, list(some)) for name, some in groupby(homes, lambda one: one.building)],
    }
    return typeset(
        "vote-roll", {"common": common(db, practice=practice), "sheets": [made]}, for_screens=False
    )


def _sheet(found: Vote, whose: str, url: str, drawn: Summary, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "number": found.number or "",
        "running": f"{found.number} · {found.title}",
        "date": day(clock.today()),
        "vote": found.title,
        "qr": str(qr_svg(url, scale=1)),
        "facts": [
            [_("Whose homes"), f"{whose} · {words.usages(found.usages)}"],
            [_("Open until"), instant(found.closes_at)],
            [
                _("Entitled"),
                _(
                    "%(homes)s homes, %(area)s m², counted as %(n)s owners",
                    homes=drawn.homes,
                    area=area(drawn.area),
                    n=drawn.units,
                ),
            ],
        ],
    }


def _needed(matter: str) -> str:
    share, strict = share_of(matter)
    part = f"{PARTICIPATION.numerator}/{PARTICIPATION.denominator}"
    least = f"{share.numerator}/{share.denominator}"
    approval = _("more than %(share)s", share=least) if strict else _("at least %(share)s", share=least)
    return _(
        "Needed, by area and by number: at least %(part)s take part, %(approval)s of these approve",
        part=part,
        approval=approval,
    )


def _to_check(phone: str) -> list[str]:
    where = _(
        "Look at your homes, your area and your owners: on your phone, on the roll beside this, or at the office."
    )
    tell = _("Is something not right, tell the office before the vote opens.")
    return [where, f"{tell} {phone}".strip()]


def _ways(found: Vote) -> list[str]:
    return [
        _("On your phone: scan the code, sign in, choose for each motion."),
        _("On paper: the office hands out ballots with a code and a receipt; sign yours and hand it in."),
        _("By proxy: with your signed authority, which the office checks."),
        _("Owners of one home together: %(rule)s", rule=words.CO_OWNERS[found.co_owners]),
        _("Keep the receipt code: after the count it finds your ballot in the published list."),
    ]


def _rules(found: Vote) -> list[str]:
    silent = (
        _("counts with the majority: %(basis)s", basis=found.silence_basis)
        if found.silence_basis
        else _("counts for nothing")
    )
    return [
        str(words.CONVENTIONS[found.convention]),
        str(words.SECRECY[found.secrecy]),
        _("What is not returned %(silent)s", silent=silent),
        _(
            "The area is that of the land register; where there is none yet, as surveyed, else by the contract of sale."
        ),
    ]


def _building(name: str, homes: Sequence[OnBoard]) -> dict[str, Any]:
    total = area(sum(one.area_dm2 for one in homes))
    return {
        "title": _("Building %(name)s", name=name),
        "sums": _("%(homes)s homes, %(area)s m²", homes=len(homes), area=total),
        "homes": [[one.code, area(one.area_dm2), _mark(one)] for one in homes],
    }


def _mark(one: OnBoard) -> str:
    if one.developer:
        return UNDELIVERED
    if one.unknown:
        return UNKNOWN
    return TOGETHER if one.together > 1 else ""


def _legend() -> Iterable[tuple[str, str]]:
    return (
        (TOGETHER, _("counts together with other homes of the same owner")),
        (UNDELIVERED, _("not handed over yet: counts for the developer")),
        (UNKNOWN, _("owner not on record: please come to the office")),
    )
