"""What votes, their rules and results are called."""

from estate.community.words import USAGE_NAMES
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.votes.records import Counted, Extension
from estate.votes.records_ballots import Conflict, Pending
from estate.votes.records_roll import Entry, Listed
from estate.votes.records_voters import Proxy
from estate.votes.rules import Test
from estate.web.filters import area, instant

STATES: dict[str, tuple[str, str]] = {
    "draft": ("neutral", _("Draft")),
    "checking": ("info", _("Roll being checked")),
    "open": ("waiting", _("Voting is open")),
    "counting": ("waiting", _("Being counted")),
    "closed": ("settled", _("Votes counted")),
    "cancelled": ("overdue", _("Called off")),
}

MATTERS: dict[str, str] = {
    "procedure": _("Rules of procedure of the owners' meeting (no. 1)"),
    "covenant": _("Management covenant (no. 2)"),
    "committee": _("Election of the owners' committee (no. 3)"),
    "manager": _("Hiring or dismissing the management company (no. 4)"),
    "use_funds": _("Using the repair fund (no. 5)"),
    "raise_funds": _("Raising money for the repair fund (no. 6)"),
    "rebuild": _("Altering or rebuilding the building (no. 7)"),
    "common_parts": _("Changing the use of common parts, or business with them (no. 8)"),
    "other": _("Another important matter of all owners (no. 9)"),
}

CHOICES: dict[str, str] = {"for": _("In favour"), "against": _("Against"), "abstain": _("Abstain")}
CHOICE_STATES: dict[str, str] = {"for": "settled", "against": "overdue", "abstain": "neutral"}

CONVENTIONS: dict[str, str] = {
    "per_owner": _(
        "Several homes of the same owner count as one person (Supreme Court's interpretation, §9)"
    ),
    "per_home": _("One home, one vote (where the rules of procedure say so)"),
}
CONVENTIONS_SHORT: dict[str, str] = {
    "per_owner": _("several homes of one owner count as one person"),
    "per_home": _("one home, one vote"),
}

CO_OWNERS: dict[str, str] = {
    "representative": _("Whom the co-owners named; else the first of them who votes"),
    "first": _("The first of them who votes"),
    "agree": _("All of them, with the same choice"),
}

SECRECY: dict[str, str] = {
    "open": _("Open: after the count the owners see who voted how"),
    "office": _("For the office: only it sees who voted how"),
    "secret": _("Secret: nobody can see who voted how"),
}
SECRECY_SHORT: dict[str, str] = {"open": _("open"), "office": _("for the office only"), "secret": _("secret")}

WAYS: dict[str, str] = {"phone": _("on the phone"), "paper": _("on paper")}
MEASURES: dict[str, str] = {"area": _("By area"), "number": _("By number of owners")}

WHY: dict[str, str] = {
    "passed": _("Enough took part, and enough of them approved, by area and by number."),
    "participation_area": _("Too little area took part: at least two thirds are needed."),
    "participation_number": _("Too few owners took part: at least two thirds are needed."),
    "participation_both": _(
        "Too few owners with too little area took part: at least two thirds of both are needed."
    ),
    "approval_area": _("The approval is not enough by area."),
    "approval_number": _("The approval is not enough by number of owners."),
    "approval_both": _("The approval is not enough, neither by area nor by number of owners."),
}

PROXY_STATES: dict[str, tuple[str, str]] = {
    "waiting": ("waiting", _("Waits for the second person")),
    "checked": ("settled", _("Proxy checked")),
    "refused": ("overdue", _("Does not hold")),
}

FILTERS: dict[str, str] = {
    "unknown": _("Owner not on record"),
    "several": _("Several homes"),
    "developer": _("Developer's homes"),
    "voted": _("Has voted"),
    "silent": _("Has not voted"),
}


def unit(one: Entry | Listed | Pending | Conflict | Proxy) -> str:
    """A unit by its first home: `1-1-101`, `1-1-101 and 2 more`."""
    if one.homes == 1:
        return one.label
    return _t("%(home)s and %(n)s more", home=one.label, n=one.homes - 1)


def longer(one: Extension) -> str:
    """Why a vote is open longer than announced, and from when to when."""
    return (
        _t("From %(old)s to %(new)s", old=instant(one.closed_at_before), new=instant(one.closes_at))
        + _t(": ")
        + one.reason
    )


def usages(codes: str) -> str:
    """Which kinds of homes vote."""
    return _t(", ").join(str(USAGE_NAMES[code]) for code in codes.split(","))


def threshold(test: Test) -> str:
    """What a comparison asks: `at least 2/3`, `more than 1/2`."""
    share = f"{test.share.numerator}/{test.share.denominator}"
    return _t("more than %(share)s", share=share) if test.strict else _t("at least %(share)s", share=share)


def percent(part: int, whole: int) -> str:
    """A share for the eye, cut off after two decimals so that what lies below a border never looks as if it reached it."""
    if not whole:
        return "–"
    hundredths = part * 10_000 // whole
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def outcome(one: Counted) -> str:
    """A motion's result in one line."""
    place, title = one.motion.position, one.motion.title
    if one.decision.passed:
        return _t("%(place)s. %(title)s: passed", place=place, title=title)
    return _t("%(place)s. %(title)s: not passed", place=place, title=title)


def silent(one: Counted) -> str:
    """What the unreturned ballots added, and to which choice; nothing where they added nothing."""
    added = one.decision.silent
    if not one.decision.silent_to:
        return ""
    return _t(
        "Not returned, counted with the majority (%(choice)s): %(area)s m², %(n)s owners",
        choice=CHOICES[one.decision.silent_to],
        area=area(added.area),
        n=added.number,
    )


__all__ = [
    "CHOICES",
    "MATTERS",
    "STATES",
    "WHY",
    "longer",
    "outcome",
    "percent",
    "silent",
    "threshold",
    "unit",
    "usages",
]
