"""What the pattern pages show: made up, the same at every call."""

from datetime import date
from typing import Any

from wtforms import BooleanField, FileField, HiddenField, PasswordField, RadioField, TextAreaField

from estate.arrears.queries import Mark
from estate.data import clock
from estate.data.edits import Change, Overtaken
from estate.i18n import gettext as _
from estate.i18n import lazy
from estate.web import Posted
from estate.web.filters import money
from estate.web.forms import (
    AreaField,
    ChangeForm,
    ChoiceField,
    CountField,
    DayField,
    MoneyField,
    PhoneField,
    TextField,
    required,
)

USAGES = [
    ("residential", lazy("Residential")),
    ("shop", lazy("Shop")),
    ("office", lazy("Office use")),
    ("garage", lazy("Garage")),
]
METHODS = [
    ("cash", lazy("Cash")),
    ("wechat", lazy("WeChat")),
    ("alipay", lazy("Alipay")),
    ("transfer", lazy("Transfer")),
]


class SampleForm(ChangeForm):
    """One field of each kind."""

    home = HiddenField()
    name = TextField(lazy("Name"), [required()], description=lazy("As it stands in the contract."))
    phone = PhoneField(lazy("Phone"), [required()])
    amount = MoneyField(lazy("Amount"), [required()])
    area = AreaField(lazy("Built area"))
    floors = CountField(lazy("Floors"))
    day = DayField(lazy("Handed over on"))
    usage = ChoiceField(lazy("Usage"), choices=USAGES)
    method = RadioField(lazy("Paid by"), [required()], choices=METHODS)
    password = PasswordField(lazy("Password"), [required()])
    remark = TextAreaField(lazy("Remark"))
    photo = FileField(lazy("Photo"))
    receipt = BooleanField(lazy("Print the receipt at once"))
    remind = BooleanField(lazy("Remind by message"))


def blank() -> SampleForm:
    """The form before anybody typed."""
    return SampleForm(data={"home": "3-2-501", "usage": "residential", "method": "cash", "receipt": True})


def refused(posted: Posted) -> SampleForm:
    """The form with what was typed, what is wrong with it, and who was quicker."""
    form = SampleForm(posted)
    form.validate()
    form.refuse(Overtaken(Change(1, None, clock.stamp(), None, _("Li Jianguo"))))
    return form


def everything() -> dict[str, Any]:
    """The context of the staff's pattern page."""
    return {
        "form": blank(),
        "mark": Mark(0, 49818, "2026-09-25", 60),
        "handed_over": date(2019, 6, 1),
        "figures": [
            {"label": _("Billed"), "value": money(41290640)},
            {
                "label": _("Received"),
                "value": money(35622118),
                "state": "settled",
                "note": _("Most of the month"),
            },
            {
                "label": _("Overdue"),
                "value": money(5668522),
                "state": "overdue",
                "note": _("41 homes"),
                "href": "?state=overdue",
            },
            {"label": _("Promised"), "value": money(812000), "state": "waiting", "note": _("until Friday")},
        ],
        "bills": bills(),
        "total_fen": sum(bill["owed_fen"] for bill in bills()),
        "entrances": entrances(),
        "legend": [
            {"state": "settled", "word": _("Paid"), "count": 16},
            {"state": "waiting", "word": _("Due soon"), "count": 4},
            {"state": "overdue", "word": _("Overdue"), "count": 2},
            {"state": "info", "word": _("Let"), "count": 3},
            {"state": "neutral", "word": _("Vacant"), "count": 2},
        ],
        "course": course(),
        "steps": [
            {"label": _("Reported"), "state": "done", "note": "08:12"},
            {"label": _("Accepted"), "state": "done", "note": "08:20"},
            {"label": _("At the place"), "state": "now"},
            {"label": _("Done"), "state": "todo"},
            {"label": _("Settled"), "state": "skipped"},
        ],
        "photos": photos(),
        "found": [
            {
                "label": _("Homes"),
                "items": [
                    {
                        "href": "#",
                        "title": "3-2-501",
                        "note": _("Wang Xiuying"),
                        "state": "overdue",
                        "word": _("Overdue"),
                    },
                    {
                        "href": "#",
                        "title": "3-2-502",
                        "note": _("Li Jianguo"),
                        "state": "settled",
                        "word": _("Paid"),
                    },
                ],
            },
            {
                "label": _("People"),
                "items": [{"href": "#", "title": _("Wang Xiuying"), "note": "138****5678"}],
            },
        ],
    }


def bills() -> list[dict[str, Any]]:
    """Lines of a table: homes, people, sums in fen and where they stand."""
    rows = [
        ("3-2-501", _("Wang Xiuying"), 8976, 16606, 49818, "overdue", _("Overdue")),
        ("3-2-502", _("Li Jianguo"), 10450, 19333, 0, "settled", _("Paid")),
        ("3-2-601", _("Zhang Wei"), 8976, 16606, 16606, "waiting", _("Due on the 25th")),
        ("3-2-602", _("Hangzhou Greenleaf Trading Co."), 25600, 128000, -16606, "info", _("In advance")),
        ("3-3-101", _("Ouyang Mingyue"), 13320, 24642, 124642, "overdue", _("Overdue")),
    ]
    keys = ("home", "name", "area_dm2", "month_fen", "owed_fen", "state", "word")
    return [dict(zip(keys, row, strict=True)) for row in rows]


def entrances() -> list[dict[str, Any]]:
    """A small building: two entrances, five floors, each state at least once."""
    states = {
        (1, 5, 1): ("overdue", _("Overdue"), money(124642)),
        (1, 4, 2): ("waiting", _("Due soon"), "166.06"),
        (1, 2, 1): ("info", _("Let"), ""),
        (1, 1, 3): ("neutral", _("Vacant"), ""),
        (2, 3, 2): ("overdue", _("Overdue"), "498.18"),
        (2, 4, 1): ("waiting", _("Due soon"), "193.33"),
        (2, 2, 3): ("info", _("Let"), ""),
    }
    return [
        {
            "label": _("Entrance %(n)s", n=entrance),
            "floors": [
                {"label": f"{floor}F", "homes": [_home(entrance, floor, room, states) for room in (1, 2, 3)]}
                for floor in range(5, 0, -1)
            ],
        }
        for entrance in (1, 2)
    ]


def _home(entrance: int, floor: int, room: int, states: dict[Any, tuple[str, str, str]]) -> dict[str, str]:
    state, word, note = states.get((entrance, floor, room), ("settled", _("Paid"), ""))
    code = f"3-{entrance}-{floor}0{room}"
    return {
        "code": code,
        "label": f"{floor}0{room}",
        "href": "#map",
        "state": state,
        "word": word,
        "note": note,
    }


def course() -> list[dict[str, Any]]:
    """A work order's timeline, newest first."""
    return [
        {
            "when": "10:45",
            "when_exact": "2026-11-24 10:45:12",
            "who": _("Chen Gang"),
            "what": _("Arrived"),
            "state": "info",
        },
        {
            "when": "10:02",
            "who": _("Chen Gang"),
            "what": _("Waiting for a part"),
            "text": _("The valve under the basin is cracked; the shop brings a DN15 ball valve at eleven."),
            "state": "waiting",
            "photos": photos()[:2],
        },
        {"when": "08:20", "who": _("Chen Gang"), "what": _("Accepted"), "state": "settled"},
        {
            "when": "08:12",
            "who": _("Wang Xiuying"),
            "what": _("Water on the kitchen floor"),
            "state": "overdue",
        },
    ]


def photos() -> list[dict[str, str]]:
    """Small drawings in place of photos."""
    tones = ("b9c6ce", "c9bfa8", "a9bba6")
    picture = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'><rect width='4' height='3' fill='%23{}'/></svg>"
    captions = (_("Kitchen, 08:12"), _("Valve, 10:02"), _("After, 11:20"))
    return [
        {
            "src": f"data:image/svg+xml,{picture.format(tone)}",
            "alt": _("Photo of the order"),
            "caption": caption,
        }
        for tone, caption in zip(tones, captions, strict=True)
    ]


def at_home() -> dict[str, Any]:
    """The context of the owner's pattern page."""
    return {"homes": own_homes(), "nav_sample": owner_rooms(), "due_on": date(2026, 11, 25)}


def own_homes() -> list[dict[str, Any]]:
    """Two homes of one owner."""
    return [
        {"code": "3-2-501", "label": "3-2-501", "href": "#1", "active": True},
        {"code": "B1-027", "label": _("Parking %(code)s", code="B1-027"), "href": "#2", "active": False},
    ]


def owner_rooms() -> list[dict[str, Any]]:
    """The owner's bottom bar."""
    rooms = [
        ("bills", _("Bills"), "/patterns/home", "receipt"),
        ("history", _("History"), "#history", "history"),
    ]
    rooms.append(("me", _("Me"), "#me", "user"))
    return [
        {"key": key, "label": label, "href": href, "icon": icon, "active": key == "bills"}
        for key, label, href, icon in rooms
    ]


def receipt() -> dict[str, Any]:
    """A receipt of three lines."""
    return {
        "number": "SJ2026-000123",
        "taken_on": date(2026, 11, 24),
        "lines": [
            {"what": _("Property fee"), "period": "2026-09", "how": "89.76 m² × 1.85", "fen": 16606},
            {"what": _("Property fee"), "period": "2026-10", "how": "89.76 m² × 1.85", "fen": 16606},
            {"what": _("Parking fee"), "period": "2026-11", "how": _("1 space × 300.00"), "fen": 30000},
        ],
        "sum_fen": 63212,
    }
