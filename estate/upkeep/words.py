"""How upkeep is called on the screens."""

from fractions import Fraction

from estate.announcements.suggested import suggested
from estate.equipment.rules import faults_of
from estate.equipment.words import place as place
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.i18n import ngettext
from estate.upkeep.queries import Due, Plan
from estate.upkeep.rules_life import Advice
from estate.upkeep.rules_records import Answer
from estate.web.filters import day

RHYTHMS: dict[str, str] = {
    "calendar": _("By the calendar"),
    "seasonal": _("In a part of the year"),
    "counter": _("By a counter"),
}
UNITS: dict[str, str] = {"day": _("days"), "week": _("weeks"), "month": _("months"), "year": _("years")}
COUNTERS: dict[str, str] = {"hours": _("Running hours"), "starts": _("Starts"), "km": _("Kilometres")}
METERS: dict[str, str] = {
    "meter_electricity": _("Its own electricity meter (kWh)"),
    "meter_water": _("Its own water meter (m³)"),
    "meter_gas": _("Its own gas meter (m³)"),
    "meter_heat": _("Its own heat meter"),
    "meter_other": _("Its own meter of another kind"),
}
"""The meters that a piece is linked with in the register, as counters of a plan."""
COUNTS_FROM: dict[str, str] = {
    "plan": _("On fixed days"),
    "done": _("From the day of the last service"),
}
WORKS: dict[str, str] = {
    "service": _("Service work"),
    "inspection": _("Inspection with a certificate"),
    "repair": _("Repair"),
}
DONE_BY: dict[str, str] = {"crew": _("Our own people"), "company": _("The maintenance company")}
LADDERS: dict[str, str] = {"": _("None"), "lift": _("Services of lifts")}
LEVELS: dict[int, str] = {
    1: _("Half-month service"),
    2: _("Quarter service"),
    3: _("Half-year service"),
    4: _("Year service"),
}
OUTCOMES: dict[str, tuple[str, str]] = {
    "in_order": ("settled", _("In order")),
    "mended": ("info", _("Put right")),
    "fault": ("overdue", _("Still at fault")),
}
DUE_STATES: dict[str, tuple[str, str]] = {
    "planned": ("neutral", _("Foreseen")),
    "ordered": ("info", _("Work order made")),
    "done": ("settled", _("Done")),
    "closed_by_deeper": ("settled", _("Done with the deeper service")),
    "missed": ("overdue", _("Not done in time")),
}
ITEM_KINDS: dict[str, str] = {
    "yes_no": _("Yes or no"),
    "number": _("Number"),
    "text": _("Words"),
    "photo": _("Photo"),
}
ANSWERS: dict[str, str] = {"yes": _("Yes"), "no": _("No"), "none": _("Does not apply")}
SIDES: dict[str, str] = {
    "user": _("Safety officer of the user"),
    "company": _("For the maintenance company"),
}


def often(plan: Plan) -> str:
    """How often a plan falls due."""
    if plan.rhythm == "counter":
        return _t(
            "every %(step)s, %(counter)s",
            step=number(plan.step_value or 0),
            counter=(COUNTERS | METERS)[plan.counter or "hours"],
        )
    count = plan.every or 1
    text = {
        "day": ngettext("every %(n)s day", "every %(n)s days", count),
        "week": ngettext("every %(n)s week", "every %(n)s weeks", count),
        "month": ngettext("every %(n)s month", "every %(n)s months", count),
        "year": ngettext("every %(n)s year", "every %(n)s years", count),
    }[plan.unit or "day"]
    if plan.rhythm == "seasonal":
        return _t(
            "%(often)s from %(start)s to %(end)s", often=text, start=plan.season_from, end=plan.season_to
        )
    return text


def number(thousandths: int) -> str:
    """A number with up to three decimals."""
    sign, rest = ("-" if thousandths < 0 else ""), abs(thousandths)
    whole, part = divmod(rest, 1000)
    return f"{sign}{whole}.{part:03d}".rstrip("0").rstrip(".")


def limits(low: int | None, high: int | None, unit: str = "") -> str:
    """The limits of a number, as people say them."""
    if low is not None and high is not None:
        return f"{number(low)}–{number(high)} {unit}".strip()
    if low is not None:
        return f"≥ {number(low)} {unit}".strip()
    return f"≤ {number(high)} {unit}".strip() if high is not None else ""


def said(one: Answer) -> str:
    """An answer as people say it."""
    if one.kind == "number":
        return f"{number(int(one.answer))} {one.unit}".strip()
    if one.kind == "photo":
        return _t("Photo")
    return str(ANSWERS.get(one.answer, one.answer)) if one.kind == "yes_no" else one.answer


def when(due: Due, today: str) -> tuple[str, str]:
    """The badge of a due: its day, red with its sign when it is overdue; or that it is due today."""
    if due.due_on < today:
        return "overdue", day(due.due_on)
    if due.due_on == today:
        return "waiting", _t("due today")
    return "neutral", day(due.due_on)


VERDICTS: dict[str, tuple[str, str]] = {
    "keep": ("settled", _("Repair and keep")),
    "watch": ("waiting", _("Watch")),
    "replace": ("overdue", _("Better replaced")),
    "unknown": ("neutral", _("Not known")),
}
CONDITIONS: dict[str, str] = {"good": _("good"), "worn": _("worn"), "bad": _("badly worn")}
_REASONS: dict[str, str] = {
    "half_price": _("A year's upkeep costs half of a new one or more."),
    "past_and_dear": _("It is past its design life, and keeping it costs more a year than a new one."),
    "past": _(
        "It is past its design life; keeping it is still cheaper than a new one, as far as the records tell."
    ),
    "dear": _("Keeping it costs more a year than a new one would."),
    "failures": _("It fails often."),
    "cheap": _("Keeping it is cheaper than a new one."),
    "unknown": _("Enter when it was installed, its design life and what it cost."),
}


def reason(advice: Advice) -> str:
    """Why a piece is to be kept, watched or replaced."""
    return str(_REASONS[advice.reason])


def percent(part: Fraction) -> str:
    """A part of one in percent with two decimals, rounded down: 100 % says that it was never out of service."""
    hundredths = int(part * 10000)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def left(months: int | None) -> str:
    """How much life is left, in years and months."""
    if months is None:
        return "–"
    years, rest = divmod(months, 12)
    if not years:
        return ngettext("%(n)s month", "%(n)s months", rest)
    return _t("%(years)s years %(months)s months", years=years, months=rest)


def announcement(one: Due, today: str) -> str:
    """The announcement that a due suggests, on its day or today; empty where the work cuts nobody off."""
    fault, where = faults_of(one.category, one.equipment)[0], place(one.location, one.building, one.entrance)
    on = max(one.due_on, today)
    return suggested(
        fault,
        where,
        on,
        building_id=one.building_id,
        entrance_id=one.entrance_id,
        what=f"{one.equipment} · {one.plan}",
        order_id=one.order_id,
        equipment_id=one.equipment_id,
    )
