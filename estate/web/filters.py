"""How values are written on a page: money, areas, dates, masked numbers; Babel knows the language's habits."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime

from estate.data import clock
from estate.i18n import gettext, lazy, locale
from estate.web.masking import mask_id_number, mask_name, mask_phone, mask_plate

THIN_SPACE = "\u202f"


def money(fen: int | None) -> str:
    """Fen as yuan with two decimals and thin thousands: 166056 is `1 660.56`; None is a dash."""
    if fen is None:
        return "–"
    yuan, rest = divmod(abs(fen), 100)
    text = f"{yuan:,}".replace(",", THIN_SPACE) + f".{rest:02d}"
    return f"−{text}" if fen < 0 else text


def plain_money(fen: int) -> str:
    """Fen as a form field holds it: 166056 is `1660.56`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def area(dm2: int | None) -> str:
    """Hundredths of a square metre as m²: 8976 is `89.76`."""
    return "–" if dm2 is None else f"{dm2 // 100}.{dm2 % 100:02d}"


def price(price_e4: int | None) -> str:
    """Ten-thousandths of a yuan, at least two decimals: 18500 is `1.85`, 4883 is `0.4883`."""
    if price_e4 is None:
        return "–"
    whole, rest = divmod(price_e4, 10_000)
    decimals = f"{rest:04d}".rstrip("0").ljust(2, "0")
    return f"{whole}.{decimals}"


def reading(e3: int | None) -> str:
    """Thousandths of a meter's unit without trailing zeros: 34200 is `34.2`."""
    return scaled(e3, 3)


def used(e6: int | None) -> str:
    """Millionths of a meter's unit without trailing zeros; what runs backwards has a minus."""
    return scaled(e6, 6)


def scaled(value: int | None, places: int) -> str:
    """A scaled whole number as plain decimals."""
    if value is None:
        return "–"
    whole, rest = divmod(abs(value), 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0")
    text = f"{whole}.{decimals}" if decimals else str(whole)
    return f"−{text}" if value < 0 else text


def day(value: date | str | None, form: str = "medium") -> str:
    """A date as people of this language write it."""
    return _day(_date(value), form, locale()) if value else "–"


@lru_cache(maxsize=10_000)  # a page names the same days again and again
def _day(value: date, form: str, language: str) -> str:
    return format_date(value, form, locale=_babel(language))


def month(value: date | str | None) -> str:
    """The month of a date: `2026年11月`, `Nov 2026`."""
    if not value:
        return "–"
    text = value if isinstance(value, str) else value.isoformat()
    pattern = "y年M月" if locale() == "zh_CN" else "MMM y"
    return _day(date.fromisoformat(f"{text[:7]}-01"), pattern, locale())


def instant(value: str | datetime | None, form: str = "short") -> str:
    """A UTC instant as the community's local time."""
    if not value:
        return "–"
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return format_datetime(when, form, tzinfo=clock.zone(), locale=_babel(locale()))


def moment(value: str) -> str:
    """A UTC instant as people say when something happens: the day with its weekday, hour and minute."""
    pattern = "y年M月d日EEE HH:mm" if locale() == "zh_CN" else "EEE d MMM y, HH:mm"
    return instant(value, pattern)


@lru_cache(maxsize=8)
def _babel(language: str) -> Locale:
    """Babel's locale of a language; to look it up by its name each time costs more than the formatting."""
    return Locale.parse(language)


DEVICES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}
BROWSERS = {
    "MicroMessenger": "WeChat",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}


def device(agent: str) -> str:
    """A browser's own long name as people know it: `Chrome, Windows`; an unknown one as it calls itself."""
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "")
    system = next((name for sign, name in DEVICES.items() if sign in agent), "")
    return ", ".join(part for part in (browser, system) if part) or agent[:40] or "–"


def _date(value: date | str) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


ACTORS = {
    "worker": lazy("the system"),
    "session": lazy("the system"),
    "sign-in": lazy("at sign-in"),
    "join": lazy("by invitation"),
    "scan": lazy("by a scanned label"),
    "complainer": lazy("the complainer"),
    "first run": lazy("at set-up"),
    "command line": lazy("command line"),
    "demo": lazy("invented data"),
}


def span(minutes: int) -> str:
    """A time in words, by its two largest units: `2 h 5 min`."""
    days, rest = divmod(abs(minutes), 1440)
    hours, left = divmod(rest, 60)
    if days:
        return gettext("%(d)s d %(h)s h", d=days, h=hours) if hours else gettext("%(d)s d", d=days)
    if hours:
        return gettext("%(h)s h %(m)s min", h=hours, m=left) if left else gettext("%(h)s h", h=hours)
    return gettext("%(m)s min", m=left)


def actor(name: str | None) -> str:
    """Who did something: a person's name as it is, a part of the program in the reader's language."""
    return str(ACTORS.get(name or "", name or "–"))


ALL: dict[str, Any] = {
    "money": money,
    "plain_money": plain_money,
    "area": area,
    "price": price,
    "reading": reading,
    "used": used,
    "day": day,
    "month": month,
    "instant": instant,
    "moment": moment,
    "span": span,
    "actor": actor,
    "device": device,
    "masked_phone": mask_phone,
    "masked_name": mask_name,
    "masked_id_number": mask_id_number,
    "masked_plate": mask_plate,
}
