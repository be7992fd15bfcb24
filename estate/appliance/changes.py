"""What an entry of the change log says in the reader's words: `Amount: ¥166.06`, not the names of columns."""

import json
import re
from fractions import Fraction
from typing import Any, NamedTuple, cast

from estate.appliance.words import PAPERS_OF, SUBJECTS
from estate.appliance.words_facts import FACTS, VALUES
from estate.appliance.words_subjects import WORDS, Words
from estate.billing.rules_tiers import Tier, plain, read_tiers
from estate.i18n import gettext
from estate.papers.subjects import every_kind
from estate.web.filters import area, day, instant, money, price

_PARTS = {"payable_e4": 100, "cap_bp": 100, "lpr_bp": 100, "rate_e7": 100_000}
"""How many of its unit are one percent."""
_ALWAYS = ["1900-01-01", "2999-12-31"]


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_SCALE = re.compile(r"_e(\d)$")
_NO_WORDS = Words({}, {})


class Fact(NamedTuple):
    name: str
    value: str


def facts(kept: str | None, subject: str = "") -> list[Fact]:
    """The facts of one side of an entry, as kept in JSON; those that say nothing are left out."""
    told: dict[str, Any] = json.loads(kept or "{}")
    return [
        Fact(name_of(subject, key) or key.replace("_", " "), _said(subject, key, value))
        for key, value in told.items()
        if value not in (None, "", [], {}) and not (key == "days" and value == _ALWAYS)
    ]


def name_of(subject: str, key: str) -> str:
    """What a fact of a subject is called; empty where nobody has named it."""
    return str(WORDS.get(subject, _NO_WORDS).names.get(key) or FACTS.get(key, ""))


def _said(subject: str, key: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return gettext(", ").join(_said(subject, key, one) for one in _first_of(value))  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, dict):
        parts = cast(dict[str, Any], value)
        return gettext("; ").join(f"{one}{gettext(': ')}{_said(subject, key, parts[one])}" for one in parts)
    words = WORDS.get(subject, _NO_WORDS).values.get(key) or VALUES.get(key, {})
    if str(value) in words:
        return str(words[str(value)])
    return _number(subject, key, value) if isinstance(value, int) else _text(subject, key, str(value))


def _first_of(values: list[Any]) -> list[Any]:
    """What has parts is told by the first of them, its name."""
    return [one[0] if isinstance(one, list) and one else one for one in values]  # pyright: ignore[reportUnknownVariableType]


def _number(subject: str, key: str, value: int) -> str:
    if key.endswith("_fen") or key == "fen":
        return f"¥{money(value)}"
    if key.endswith("_dm2") or (subject, key) == ("votes", "area"):
        return f"{area(value)} m²"
    if key in _PARTS:
        return f"{plain(Fraction(value, _PARTS[key]))}%"
    if key == "price_e4":
        return f"¥{price(value)}"
    scale = _SCALE.search(key)
    return plain(Fraction(value, 10 ** int(scale[1]))) if scale else str(value)


def _text(subject: str, key: str, value: str) -> str:
    if key == "tiers":
        return gettext(", ").join(_tier(one) for one in read_tiers(value).tiers)
    if key in ("sha", "hash"):
        return f"{value[:12]}…"  # enough to compare by eye, and no wider than a column
    if subject == "papers" and key == "of":
        code, _space, number = value.rpartition(" ")
        return f"{SUBJECTS.get(PAPERS_OF.get(code, ''), code)} {number}"
    if subject == "papers" and key == "kind":
        return str(every_kind().get(value, value))
    if _DAY.fullmatch(value) or key in ("days", "period", "effective_from"):
        return day(value)
    return instant(value) if _INSTANT.fullmatch(value) else value


def _tier(tier: Tier) -> str:
    return (
        f"≤ {plain(tier.upto)}: ¥{plain(tier.price)}" if tier.upto is not None else f"… ¥{plain(tier.price)}"
    )
