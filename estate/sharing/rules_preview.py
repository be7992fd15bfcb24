"""A batch worked out: every home of the places named, what it weighs, what it bears, who pays, and what stands in the way.

Nothing is ever spread anew because a payer is missing: such a share is counted and stays with the office.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from estate.billing.rules_stretches import DAY, Liable, by_payer, days_in
from estate.billing.rules_who import Place
from estate.sharing.rules import Floors, Method, NoWeight, by_days, quantity, share_formula, shares, weight_e6


class PlaceRule(NamedTuple):
    """Who takes part. scope: all, zone, building, entrance, usage, home; key: which one. reason: why it is excepted."""

    scope: str
    key: int | str | None = None
    excluded: bool = False
    reason: str = ""


class Home(NamedTuple):
    """A home as it may take part. used_e6: what its meters counted, None when not known. taken: charged already."""

    id: int
    code: str
    place: Place
    area_dm2: int
    floor: int | None
    delivered_on: date | None
    liable: tuple[Liable, ...]
    used_e6: int | None = None
    taken: bool = False


class Terms(NamedTuple):
    """What a batch says. pool_formula: how the pool came about; empty where it was entered. problem: why there is none."""

    method: Method
    first: date
    last: date
    pool_fen: int
    pool_formula: str
    floors: tuple[Floors, ...]
    rules: tuple[PlaceRule, ...]
    problem: str = ""


class Payment(NamedTuple):
    """What one payer of a home is charged for these days."""

    payer_id: int
    payer_name: str
    first: date
    last: date
    amount_fen: int
    quantity: str
    formula: str


class Share(NamedTuple):
    """What a home bears. weight_e6 and share_fen are None for who is no member; why says so: excluded, no_floor,
    no_factor, no_reading. kept_fen: the part that nobody has to pay, left with the office."""

    home: Home
    weight_e6: int | None
    share_fen: int | None
    quantity: str = ""
    formula: str = ""
    payments: tuple[Payment, ...] = ()
    kept_fen: int = 0
    why: str = ""
    reason: str = ""


class Preview(NamedTuple):
    """All of it. whole_e6: the sum of the weights. problems: what keeps it from being posted, each with its homes."""

    pool_fen: int
    pool_formula: str
    whole_e6: int
    shares: tuple[Share, ...]
    problems: dict[str, list[str]]

    @property
    def members(self) -> int:
        """How many homes bear a part."""
        return sum(share.share_fen is not None for share in self.shares)

    @property
    def charged_fen(self) -> int:
        return sum(payment.amount_fen for share in self.shares for payment in share.payments)

    @property
    def kept_fen(self) -> int:
        return sum(share.kept_fen for share in self.shares)

    @property
    def mark(self) -> str:
        """Changes whenever anything of it does: what was looked at is what is posted."""
        return hashlib.blake2b(repr(self).encode(), digest_size=16).hexdigest()


UNKNOWN = ("no_floor", "no_factor", "no_reading")
"""Why a home cannot be weighed: it has to be mended, or the home excepted by somebody, with a reason."""


def work_out(terms: Terms, homes: Sequence[Home]) -> Preview:
    """Spread the pool over these homes, which come in the order of rooms."""
    found = [_weighed(terms, home) for home in homes if takes_part(terms.rules, home.place)]
    problems: dict[str, list[str]] = {}
    if terms.problem:
        problems[terms.problem] = []
    whole = sum(share.weight_e6 or 0 for share in found)
    try:
        spread = shares(terms.pool_fen, [share.weight_e6 for share in found])
    except NoWeight:
        problems["no_weight"] = []
        spread = [None] * len(found)
    if terms.pool_fen < 0:
        problems["correction"] = []
    if terms.pool_fen == 0 and not terms.problem:
        problems["nothing"] = []
    done = [_paid(terms, share, part, whole) for share, part in zip(found, spread, strict=True)]
    for share in done:
        if share.why in UNKNOWN:
            problems.setdefault(share.why, []).append(share.home.code)
        elif share.share_fen is not None and share.home.taken:
            problems.setdefault("taken", []).append(share.home.code)
    return Preview(terms.pool_fen, terms.pool_formula, whole, tuple(done), problems)


def takes_part(rules: Sequence[PlaceRule], place: Place) -> bool:
    """Whether a rule names this place, excepted or not."""
    return any(not rule.excluded and applies(rule, place) for rule in rules)


def applies(rule: PlaceRule, place: Place) -> bool:
    """Whether a rule speaks of this place."""
    return {
        "all": True,
        "zone": place.zone_id == rule.key,
        "building": place.building_id == rule.key,
        "entrance": place.entrance_id == rule.key,
        "usage": place.usage == rule.key,
        "home": place.home_id == rule.key,
    }[rule.scope]


def _weighed(terms: Terms, home: Home) -> Share:
    excepted = next((rule for rule in terms.rules if rule.excluded and applies(rule, home.place)), None)
    if excepted:
        return Share(home, None, None, why="excluded", reason=excepted.reason)
    weight = weight_e6(terms.method, home.area_dm2, home.floor, home.used_e6, terms.floors)
    if isinstance(weight, str):
        return Share(home, None, None, why=weight)
    return Share(home, weight, None)


def _paid(terms: Terms, share: Share, share_fen: int | None, whole: int) -> Share:
    if share_fen is None or share.weight_e6 is None:
        return share
    home = share.home
    part = quantity(terms.method, home.area_dm2, home.floor, share.weight_e6, whole, terms.floors)
    told = share_formula(terms.pool_fen, part, share_fen)
    formula = f"{terms.pool_formula}; {told}" if terms.pool_formula else told
    stretches = _stretches(_liable(home), terms.first, terms.last)
    parts = by_days(share_fen, [days_in((first, last)) for first, last, _payer in stretches])
    payments: list[Payment] = []
    kept_fen = 0
    for (first, last, payer), (amount, text) in zip(stretches, parts, strict=True):
        if payer is None:
            kept_fen += amount
        elif amount:
            line = f"{formula}; {text}" if text else formula
            days = f" × {days_in((first, last))}/{days_in((terms.first, terms.last))}" if text else ""
            payments.append(Payment(payer.person_id, payer.name, first, last, amount, part + days, line))
    why = "no_payer" if kept_fen else ""
    return share._replace(
        share_fen=share_fen,
        quantity=part,
        formula=formula,
        payments=tuple(payments),
        kept_fen=kept_fen,
        why=why,
    )


def _liable(home: Home) -> tuple[Liable, ...]:
    """Until the home is handed over nobody but the developer pays for it."""
    if (delivered := home.delivered_on) is None:
        return home.liable
    return tuple(
        payer if payer.company else payer._replace(first=max(payer.first, delivered)) for payer in home.liable
    )


def _stretches(payers: tuple[Liable, ...], first: date, last: date) -> list[tuple[date, date, Liable | None]]:
    """All the days, in order, each with who pays; None for nobody."""
    found: list[tuple[date, date, Liable | None]] = []
    day = first
    for start, end, payer in by_payer(payers, first, last):
        if start > day:
            found.append((day, start - DAY, None))
        found.append((start, end, payer))
        day = end + DAY
    if day <= last:
        found.append((day, last, None))
    return found
