"""Votes on paper: ballots, one to a page with a receipt to tear off, and the certificate of the count."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response as LitestarResponse

from estate.data import clock
from estate.documents.typeset import typeset
from estate.i18n import gettext as _
from estate.office.identity import Identity
from estate.settings import Settings
from estate.votes import words
from estate.votes.records import Counted, Extension, Motion, Vote
from estate.votes.records_roll import Entry
from estate.votes.rules import MEASURES, Test
from estate.votes.rules_codes import serial
from estate.web import Response
from estate.web.filters import area, day, instant
from estate.web.lan import qr_svg

AT_ONCE = 200
"""Ballots in one file: about two seconds."""
HOMES_NAMED = 12
"""Homes that a ballot names one by one."""


def ballots(
    office: Identity,
    found: Vote,
    motions: Sequence[Motion],
    whose: str,
    coded: Sequence[tuple[Entry, str]],
    homes: Mapping[int, Sequence[str]],
    url: str,
    settings: Settings,
) -> bytes:
    """A PDF of paper ballots. coded: units with the codes of their ballots; homes: the codes of the homes of each."""
    closes = instant(found.closes_at, "medium")
    return typeset(
        "vote-ballots",
        _common(office, found, settings)
        | {
            "whose": whose,
            "text": found.text,
            "until": _("To be handed in by %(when)s.", when=closes),
            "how": _(
                "Mark one field for each motion, sign, and hand in the upper part. Nothing marked is an abstention."
            ),
            "secret": found.secret,
            "secrecy": _(
                "Secret: the records keep no link from this number to its choices. Who opens and enters this paper sees both."
            )
            if found.secret
            else _("Who sees it: %(who)s", who=words.SECRECY[found.secrecy]),
            "motions": [
                {
                    "title": f"{one.position}. {one.title}",
                    "text": one.text,
                    "matter": str(words.MATTERS[one.matter]),
                }
                for one in motions
            ],
            "choices": [str(word) for word in words.CHOICES.values()],
            "words": {
                "ballot": _("Ballot"),
                "homes": _("Homes"),
                "area": _("Area"),
                "owners": _("Owners"),
                "signature": _("Signature of the owner or proxy"),
                "day": _("Date"),
                "receipt": _("Receipt for the owner"),
                "code": _("Receipt code"),
                "check": _(
                    "After the count this code finds your ballot in the published list: under Votes, or on the notice board."
                ),
            },
            "ballots": [_ballot(found, unit, code, homes[unit.id], url) for unit, code in coded],
        },
        for_screens=False,
    )


def _ballot(found: Vote, unit: Entry, code: str, homes: Sequence[str], url: str) -> dict[str, Any]:
    number = serial(found.number or "", unit.seq)
    more = len(homes) - HOMES_NAMED
    named = _(", ").join(homes[:HOMES_NAMED])
    address = f"{url}/ballots/{number}/{code.replace('-', '')}"
    return {
        "serial": number,
        "homes": _("%(homes)s and %(n)s more", homes=named, n=more) if more > 0 else named,
        "area": f"{area(unit.area_dm2)} m²",
        "owners": unit.owners or _("Owner not on record"),
        "code": code,
        "qr": str(qr_svg(address, scale=1)),
    }


def certificate(
    office: Identity,
    found: Vote,
    results: Sequence[Counted],
    whose: str,
    extensions: Sequence[Extension],
    objections: int,
    settings: Settings,
) -> bytes:
    """The certificate of a count: every figure, the hash of the list, fields for signatures and seal."""
    part = results[0].sums.taken_part
    entitled = results[0].sums.entitled
    facts = [
        (_("Number of the vote"), found.number or ""),
        (_("Who was entitled"), f"{whose} · {words.usages(found.usages)}"),
        (_("Open from"), instant(found.opened_at, "medium")),
        (_("Open until"), instant(found.closes_at, "medium")),
        *((_("Longer than announced"), words.longer(one)) for one in extensions),
        (_("Counting"), str(words.CONVENTIONS[found.convention])),
        (_("Votes for co-owners"), str(words.CO_OWNERS[found.co_owners])),
        (_("Secrecy"), str(words.SECRECY_SHORT[found.secrecy])),
        (_("Silence"), found.silence_basis or _("counts for nothing")),
        (_("Entitled"), _("%(area)s m², %(n)s owners", area=area(entitled.area), n=entitled.number)),
        (_("Taking part"), _("%(area)s m², %(n)s owners", area=area(part.area), n=part.number)),
        (_("Objections of co-owners"), str(objections)),
    ]
    return typeset(
        "vote-certificate",
        _common(office, found, settings)
        | {
            "heading": _("Certificate of an owners' vote"),
            "date": day(clock.day_of(found.closed_at or found.closes_at)),
            "facts": [[label, value] for label, value in facts],
            "results": [result_table(one) for one in results],
            "head": [_("Measure"), _("Figures"), _("Needed"), _("Met")],
            "law": _(
                "Civil Code §278: at least two thirds of the area and of the number take part; of these more than half of both "
                "approve, for nos. 6 to 8 at least three quarters of both."
            ),
            "list": [
                [_("Ballots in the list"), str(found.ballots)],
                [_("SHA-256 of the list"), found.list_hash],
            ],
            "check": _(
                "Each line of the list begins with the SHA-256 of “number:receipt code” (the code without hyphens). The whole "
                "list as a file has the SHA-256 above; the owners were told it with the result. A list that was changed "
                "afterwards has another."
            ),
            "signs": [_("Counted by"), _("Owners' committee"), _("Witness"), _("Seal and date")],
        },
    )


def result_table(one: Counted) -> dict[str, Any]:
    """The arithmetic of one motion in rows, for the certificate."""
    rows: list[list[str]] = []
    for label, tests in (
        (_("Taking part"), one.decision.participation),
        (_("In favour"), one.decision.approval),
    ):
        rows += [
            [
                f"{label} · {words.MEASURES[test.measure]}",
                f"{figure(test, test.part)} / {figure(test, test.whole)} = {words.percent(test.part, test.whole)}",
                f"{words.threshold(test)} ({figure(test, test.least)})",
                _("yes") if test.met else _("no"),
            ]
            for test in tests
        ]
    cast = [
        f"{word}: {area(weight.area)} m², {weight.number}"
        for word, weight in zip(
            words.CHOICES.values(), (one.sums.in_favour, one.sums.against, one.sums.abstained), strict=True
        )
    ]
    return {
        "title": words.outcome(one),
        "passed": one.decision.passed,
        "matter": str(words.MATTERS[one.motion.matter]),
        "text": one.motion.text,
        "cast": " · ".join(cast),
        "silent": words.silent(one),
        "rows": rows,
        "why": str(words.WHY[one.decision.why]),
    }


def figure(test: Test, value: int) -> str:
    """A figure of a measure: an area in m², or a number."""
    return area(value) if test.measure == MEASURES[0] else str(value)


def pdf(content: bytes, name: str) -> Response:
    response: Response = LitestarResponse(content, media_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _common(office: Identity, found: Vote, settings: Settings) -> dict[str, Any]:
    return {
        "lang": "zh" if office.locale == "zh_CN" else "en",
        "office": office.letterhead or office.company or office.community_name,
        "community": office.community_name,
        "practice": _("PRACTICE – not valid") if settings.practice else "",
        "number": found.number or "",
        "title": found.title,
    }
