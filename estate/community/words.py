"""How usages, states and kinds of parking are called on screens, and the colour that goes with them."""

from typing import Any, NamedTuple

import msgspec

from estate.arrears.queries import Mark
from estate.billing.queries import OwedByHome, OwedSummary
from estate.community.queries import Holding, Home, HomeState
from estate.data.audit import Entry
from estate.i18n import gettext
from estate.i18n import lazy as _
from estate.web.filters import actor, area, day, instant, money

USAGE_NAMES: dict[str, str] = {
    "residential": _("Residential"),
    "shop": _("Shop"),
    "office": _("Office space"),
    "garage": _("Garage"),
    "storage": _("Storage room"),
}

STATE_NAMES: dict[str, str] = {
    "unsold": _("Unsold"),
    "sold": _("Sold"),
    "delivered": _("Delivered"),
    "occupied": _("Occupied"),
    "let": _("Let"),
    "vacant": _("Vacant"),
}

STATE_COLOURS: dict[str, str] = {"unsold": "info", "sold": "info", "vacant": "info"}

STATE_ICONS: dict[str, str] = {
    "unsold": "key",
    "sold": "signature",
    "delivered": "check",
    "occupied": "home",
    "let": "users",
    "vacant": "door",
}

PARKING_NAMES: dict[str, str] = {
    "owned": _("Owned"),
    "rented": _("Rented"),
    "public": _("Public"),
}

HISTORY_WORDS: dict[str, str] = {
    "homes.added": _("Home entered"),
    "home.changed": _("Facts changed"),
    "home.state_set": _("State set"),
}

FACT_NAMES: dict[str, str] = {
    "room": _("Room"),
    "floor": _("Floor"),
    "area_dm2": _("Built area"),
    "inner_area_dm2": _("Inner area"),
    "layout": _("Layout"),
    "usage": _("Usage"),
    "delivered_on": _("Delivered on"),
    "note": _("Note"),
    "state": _("State"),
    "state_since": _("Since"),
    "from": _("From"),
}


class Figure(NamedTuple):
    """A key figure of a page's head."""

    label: str
    value: str
    state: str = ""
    note: str = ""
    href: str = ""


class Sign(NamedTuple):
    """What a home shows on the map: the colour's state, its word, and a second line."""

    state: str
    word: str
    note: str = ""


def building_title(code: str, name: str) -> str:
    """`Building 3`, or with its own name `Building 3 · Osmanthus House`."""
    title = gettext("Building %(code)s", code=code)
    return f"{title} · {name}" if name else title


def owed_sign(state: str, owed: OwedByHome | None, late: Mark | None) -> Sign:
    """What is owed decides the colour, with how much of it is late for how long; else whether somebody lives there."""
    lives = str(STATE_NAMES[state])
    if late:
        return Sign("overdue", gettext("Overdue %(days)s d", days=late.days), f"¥{money(late.overdue_fen)}")
    if owed:
        return Sign("waiting", gettext("Owes"), lives)
    if state in STATE_COLOURS:
        return Sign("info", lives)
    return Sign("settled", gettext("Settled"), lives)


def occupancy_sign(home: Home) -> Sign:
    """For those who do not see money: only who lives there."""
    return Sign(STATE_COLOURS.get(home.state, "neutral"), str(STATE_NAMES[home.state]))


def place_of(home: Home) -> str:
    """Where a home is and what it is, in one line."""
    parts = [
        home.zone,
        building_title(home.building, home.building_name),
        gettext("entrance %(code)s", code=home.entrance),
    ]
    if home.floor is not None:
        parts.append(gettext("floor %(n)s", n=home.floor))
    parts += [f"{area(home.area_dm2)} m²", str(USAGE_NAMES[home.usage])]
    return " · ".join(part for part in parts if part)


def state_figure(home: Home) -> Figure:
    """In which state it is, since when."""
    note = gettext("since %(day)s", day=day(home.state_since)) if home.state_since else ""
    return Figure(gettext("State"), str(STATE_NAMES[home.state]), note=note)


def owed_figure(owed: OwedSummary) -> Figure:
    """What is owed, and the word for how pressing it is."""
    label, value = gettext("Owed"), f"¥{money(owed.balance_fen)}"
    if owed.overdue_fen:
        since = day(owed.oldest_due_on)
        return Figure(
            label,
            value,
            "overdue",
            gettext("%(sum)s overdue since %(day)s", sum=money(owed.overdue_fen), day=since),
        )
    if owed.balance_fen:
        return Figure(label, value, "waiting", gettext("due on %(day)s", day=day(owed.next_due_on)))
    return Figure(label, value, "settled", gettext("nothing owed"))


def course(states: list[HomeState]) -> list[dict[str, str]]:
    """A home's states as the timeline shows them, the newest first."""
    return [
        {
            "what": str(STATE_NAMES[one.state]),
            "when": day(one.from_date) if one.from_date else gettext("date not known"),
            "when_exact": instant(one.at),
            "who": actor(one.who),
            "text": one.note,
            "state": "settled" if number == 0 else "neutral",
        }
        for number, one in enumerate(states)
    ]


def holdings(held: list[Holding]) -> list[dict[str, str]]:
    """The homes that a parking space belonged to as the timeline shows them, the latest first."""
    return [
        {
            "what": one.home_code,
            "when": _stretch(one.from_date, one.to_date),
            "when_exact": instant(one.at),
            "who": actor(one.who),
            "state": "neutral" if one.to_date else "settled",
        }
        for one in held
    ]


def _stretch(first: str | None, last: str | None) -> str:
    if first and last:
        return gettext("%(first)s to %(last)s", first=day(first), last=day(last))
    if last:
        return gettext("until %(day)s", day=day(last))
    return gettext("since %(day)s", day=day(first)) if first else gettext("date not known")


def log(entries: list[Entry]) -> list[dict[str, str]]:
    """Entries of the change log as the timeline shows them: who, when, from what to what."""
    return [
        {
            "what": str(HISTORY_WORDS.get(entry.action, entry.action)),
            "when": instant(entry.at),
            "who": actor(entry.who),
            "text": _differences(
                msgspec.json.decode(entry.before or "{}"), msgspec.json.decode(entry.after or "{}")
            ),
        }
        for entry in entries
    ]


def _differences(before: dict[str, Any], after: dict[str, Any]) -> str:
    colon = gettext(": ")
    return " · ".join(
        f"{name}{colon}{_said(key, before[key])} → {_said(key, after[key])}"
        if key in before
        else f"{name}{colon}{_said(key, after[key])}"
        for key, name in FACT_NAMES.items()
        if key in after and after[key] != ""
    )


def _said(key: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if key.endswith("_dm2"):
        return f"{area(int(value))} m²"
    names = {"usage": USAGE_NAMES, "state": STATE_NAMES}.get(key, {})
    return str(names.get(value, value))
