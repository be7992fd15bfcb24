"""Equipment in pure rules: what a number is, where a place in words lies, what a category implies by law."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import NamedTuple

SPECIAL = frozenset(("lift", "boiler", "pressure_vessel", "pressure_pipe", "hoist", "vehicle"))
"""Special equipment, which bears a registration number. Source: 特种设备安全法 §2."""

SOON_DAYS = 30
"""An inspection is to be applied for a month before it is due. Source: 特种设备安全法 §40 (DOMAIN B)."""

_STATUTORY: tuple[tuple[str, str], ...] = (
    ("lift", r"电梯|扶梯|自动人行道|升降机|\blifts?\b|elevator|escalator"),
    ("boiler", r"锅炉|\bboilers?\b"),
    ("pressure_vessel", r"压力容器|气压罐|储气罐|pressure vessel"),
    ("pressure_pipe", r"压力管道|pressure pipe"),
    ("hoist", r"起重|行车|桥吊|\bhoists?\b|\bcranes?\b"),
    ("fire", r"消防|消火栓|灭火|喷淋|火灾|防火|防排烟|烟感|\bfire\b|sprinkler|extinguisher|hydrant"),
    ("lightning", r"防雷|避雷|lightning"),
    ("water", r"二次供水|生活水泵|生活水箱|饮用水|drinking water"),
)
_FAULTS: tuple[tuple[str, str], ...] = (
    ("elevator", r"电梯|扶梯|升降机|\blifts?\b|elevator|escalator"),
    ("fire", r"消防|消火栓|灭火|喷淋|火灾|防火|排烟|\bfire\b|sprinkler|extinguisher|hydrant"),
    ("garage", r"道闸|车场|车库|停车|卷帘|gate|barrier|parking"),
    ("access", r"门禁|对讲|监控|弱电|摄像|access|intercom|camera"),
    ("lighting", r"照明|路灯|灯具|\blight"),
    ("plumbing", r"给排水|供水|水泵|排污|污水|水箱|阀|pump|water|drain|sewage"),
    ("electrical", r"供配电|配电|变压器|发电|电气|开关柜|充电|power|transformer|generator|switch"),
)
_BUILDING = re.compile(r"(?<![\dA-Za-z])([A-Za-z]{0,2}\d{1,3}[A-Za-z]?|[A-Za-z])\s*(?:号楼|[栋幢座#])")
_ENTRANCE = re.compile(r"^[-\s]*(\d{1,2}|[A-Za-z])\s*(?:号?单元|号?[门梯])")
_BUILDING_EN = re.compile(r"\bbuilding\s+([A-Za-z]?\d{1,3}[A-Za-z]?|[A-Za-z])\b", re.I)
_ENTRANCE_EN = re.compile(r"^[,\s]*entrance\s+(\d{1,2}|[A-Za-z])\b", re.I)


class Spot(NamedTuple):
    """Codes of the building and the entrance in which a place lies; None where the words do not say it."""

    building: str | None = None
    entrance: str | None = None


def canonical_code(text: str) -> str:
    """A number as it is kept: full-width signs and spaces do not matter."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().upper()


def spot_in(words: str, known: Mapping[str, Collection[str]]) -> Spot:
    """Where a place in words lies, among the buildings there are (code to the codes of its entrances).

    Nothing when it names none of them, or several: a pump room of 1栋 and 2栋 lies in neither.
    """
    text = unicodedata.normalize("NFKC", words)
    for building, entrance in ((_BUILDING, _ENTRANCE), (_BUILDING_EN, _ENTRANCE_EN)):
        named = [one for one in building.finditer(text) if _code(one[1], known)]
        if len({_code(one[1], known) for one in named}) != 1:
            continue
        code = _code(named[0][1], known)
        behind = entrance.match(text[named[0].end() :])
        return Spot(code, _code(behind[1], known[code or ""]) if behind else None)
    return Spot()


def statutory_of(category: str, name: str) -> str:
    """What the law calls a piece of this name and category, as a proposal; `none` where nothing says it."""
    for text in (name, category):
        for found, pattern in _STATUTORY:
            if re.search(pattern, text, re.I):
                return found
    return "none"


def faults_of(category: str, name: str) -> tuple[str, ...]:
    """The categories of repairs that faults of a piece are of, the likeliest first."""
    for text in (name, category):
        for found, pattern in _FAULTS:
            if re.search(pattern, text, re.I):
                return (found, "other")
    return ("other", "electrical")


def due_state(due: date | None, today: date) -> str:
    """`overdue`, `soon` within 30 days, `later`, or '' without a day."""
    if due is None:
        return ""
    if due < today:
        return "overdue"
    return "soon" if due <= today + timedelta(days=SOON_DAYS) else "later"


def end_of_life(installed: date | None, life_years: int | None) -> date | None:
    """The day on which a piece has served the years it was meant for; of 29 February the 28th."""
    if installed is None or life_years is None:
        return None
    try:
        return installed.replace(year=installed.year + life_years)
    except ValueError:
        return installed.replace(year=installed.year + life_years, day=28)


def _code(text: str, known: Collection[str]) -> str | None:
    wanted = text.upper().lstrip("0") or "0"
    return next((code for code in known if code.upper().lstrip("0") == wanted), None)
