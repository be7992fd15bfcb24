"""The usual plans, most of them asked for by law, to apply to all equipment that they are for with one touch.

Sources: DOMAIN B. What has no source there is marked as usual practice: the office checks the rules of its place.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from estate.data import Reader, Tx, clock
from estate.equipment import queries as equipment
from estate.i18n import lazy as _
from estate.i18n import speaking
from estate.office.identity import identity
from estate.refusal import Refused
from estate.upkeep import actions_lists, actions_plans, planner, queries, usual_lists
from estate.upkeep.actions_plans import PlanSpec
from estate.upkeep.rules_dues import Interval, later


class Usual(NamedTuple):
    """A plan as it is usual. statutory: the class by law that it is for; else words: parts of the categories' names.

    checks: its check list in usual_lists. every, unit, season: as in a plan.
    """

    code: str
    name: str
    basis: str
    every: int
    unit: str
    statutory: str = ""
    words: tuple[str, ...] = ()
    checks: str = ""
    work: str = "service"
    legal: bool = True
    lead_days: int = 3
    done_by: str = "company"
    counts_from: str = "done"
    level: int = 0
    season: tuple[str, str] | None = None


_LIFT = _("Special Equipment Safety Law §39, 45; TSG T5002: at least every 15 days; records for 4 years")
_FIRE = _("Fire Protection Law §16: a full test at least once a year; records for 5 years")
_USUAL = _("usual practice; check the rules of your place")

USUAL: tuple[Usual, ...] = (
    Usual("lift-15", _("Half-month service of lifts"), _LIFT, 15, "day", "lift", checks="lift", level=1),
    Usual(
        "lift-quarter",
        _("Quarter service of lifts"),
        _LIFT,
        3,
        "month",
        "lift",
        checks="lift_deep",
        level=2,
        lead_days=7,
    ),
    Usual(
        "lift-half",
        _("Half-year service of lifts"),
        _LIFT,
        6,
        "month",
        "lift",
        checks="lift_deep",
        level=3,
        lead_days=7,
    ),
    Usual(
        "lift-year",
        _("Year service of lifts"),
        _LIFT,
        1,
        "year",
        "lift",
        checks="lift_deep",
        level=4,
        lead_days=14,
    ),
    Usual(
        "lift-inspection",
        _("Inspection of lifts"),
        _("Special Equipment Safety Law §40: to be applied for a month before it runs out"),
        1,
        "year",
        "lift",
        work="inspection",
        lead_days=30,
    ),
    Usual(
        "boiler-inspection",
        _("Inspection of boilers"),
        _("Special Equipment Safety Law §40: to be applied for a month before it runs out"),
        1,
        "year",
        "boiler",
        work="inspection",
        lead_days=30,
    ),
    Usual(
        "vessel-inspection",
        _("Inspection of pressure vessels"),
        _("Special Equipment Safety Law §40: to be applied for a month before it runs out"),
        1,
        "year",
        "pressure_vessel",
        work="inspection",
        lead_days=30,
    ),
    Usual(
        "fire-month",
        _("Monthly check of fire protection"),
        _("Local fire rules: high-rise homes at least once a month; records for 5 years"),
        1,
        "month",
        "fire",
        checks="fire",
        done_by="crew",
        counts_from="plan",
    ),
    Usual(
        "fire-year",
        _("Yearly test of fire protection"),
        _FIRE,
        1,
        "year",
        "fire",
        checks="fire_test",
        lead_days=30,
    ),
    Usual(
        "tank-half",
        _("Cleaning of the drinking water supply"),
        _USUAL,
        6,
        "month",
        "water",
        checks="tank",
        lead_days=14,
    ),
    Usual(
        "lightning-year",
        _("Test of lightning protection"),
        _USUAL,
        1,
        "year",
        "lightning",
        checks="lightning",
        lead_days=30,
    ),
    Usual(
        "transformer-year",
        _("Preventive test of power supply"),
        _USUAL,
        1,
        "year",
        words=("供配电", "配电", "供电", "power"),
        checks="power",
        legal=False,
        lead_days=30,
    ),
    Usual(
        "flood",
        _("Check of pumps before and in the rainy season"),
        _USUAL,
        15,
        "day",
        words=("排水", "drainage"),
        checks="pump",
        legal=False,
        done_by="crew",
        counts_from="plan",
        season=("05-15", "09-30"),
    ),
)
_BY_CODE = {one.code: one for one in USUAL}


class Offer(NamedTuple):
    """A usual plan for this register. pieces: how many it would be for; applied: there is a plan of its name."""

    usual: Usual
    pieces: int
    applied: bool


def offers(db: Reader) -> list[Offer]:
    """The usual plans with how many pieces of this register each is for; those for none come last."""
    names, categories = queries.plan_names(db), equipment.categories(db)
    with speaking(identity(db).locale):
        called = {one.code: str(one.name) for one in USUAL}
    found: list[Offer] = []
    for one in USUAL:
        fitting = _categories(one, categories)
        pieces = sum(queries.matching(db, category, one.statutory) for category in fitting)
        found.append(Offer(one, pieces, any(name.startswith(called[one.code]) for name in names)))
    return sorted(found, key=lambda offer: offer.pieces == 0)


def apply(tx: Tx, codes: Sequence[str]) -> int:
    """Make these usual plans, each with its check list, in the office's language; answers how many.

    What is applied already is left as it is.
    Refused: none chosen, or none that there is equipment for.
    """
    chosen = [_BY_CODE[code] for code in codes if code in _BY_CODE]
    if not chosen:
        raise Refused(_("Choose at least one plan."))
    with speaking(identity(tx).locale):
        made = _make(tx, chosen)
    if made:
        planner.foresee(tx, clock.today())
    return made


def _make(tx: Tx, chosen: Sequence[Usual]) -> int:
    names, categories, made = queries.plan_names(tx), equipment.categories(tx), 0
    for one in chosen:
        fitting = [
            category
            for category in _categories(one, categories)
            if queries.matching(tx, category, one.statutory)
        ]
        for category in fitting:
            name = str(one.name) if len(fitting) == 1 else f"{one.name} · {category}"
            if name not in names:
                actions_plans.insert(tx, _spec(tx, one, name, category))
                made += 1
    return made


def _categories(one: Usual, categories: Sequence[str]) -> list[str]:
    if one.statutory:
        return [""]
    return [category for category in categories if any(word in category.lower() for word in one.words)]


def _spec(tx: Tx, one: Usual, name: str, category: str) -> PlanSpec:
    interval, today = Interval(one.every, one.unit), clock.today()
    first = later(today, interval) if interval.days > 31 else today + timedelta(days=min(7, interval.days))
    return PlanSpec(
        name,
        category=category,
        statutory=one.statutory,
        work=one.work,
        legal=one.legal,
        basis=str(one.basis),
        rhythm="seasonal" if one.season else "calendar",
        every=one.every,
        unit=one.unit,
        counts_from=one.counts_from,
        first_due=first.isoformat(),
        season_from=one.season[0] if one.season else None,
        season_to=one.season[1] if one.season else None,
        lead_days=one.lead_days,
        ladder="lift" if one.level else "",
        level=one.level,
        list_id=_list(tx, one.checks) if one.checks else None,
        done_by=one.done_by,
    )


def _list(tx: Tx, code: str) -> int:
    name, items = usual_lists.LISTS[code]
    known = queries.list_of_name(tx, str(name))
    return known or actions_lists.keep(tx, str(name), usual_lists.items(items))
