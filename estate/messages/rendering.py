"""Texts as a recipient reads them: the template of the event in their language, filled with values as they write them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from estate.billing.words import period
from estate.data import Reader
from estate.i18n import speaking
from estate.messages import events, records
from estate.messages.event import Event
from estate.messages.records import Texts
from estate.messages.rules_text import fill, variables
from estate.office.identity import Identity
from estate.web.filters import day, money


class Rendered(NamedTuple):
    """What is told, word for word."""

    subject: str
    text: str
    short: str


def template(db: Reader, event: Event, language: str) -> Texts:
    """The text that holds for an event in a language: the office's own, else the program's."""
    return records.texts(db, event.code, language) or built_in(event.code, language)


@lru_cache(maxsize=64)
def built_in(code: str, language: str) -> Texts:
    """The text that comes with the program."""
    event = events.of(code)
    with speaking(language):
        return Texts(None, str(event.subject), str(event.text), str(event.short))


def common_values(office: Identity, name: str, home_code: str) -> dict[str, str]:
    """What every text can name."""
    return {
        "name": name,
        "home": home_code,
        "community": office.community_name,
        "office": office.letterhead or office.company or office.community_name,
        "phone": office.phone or office.company or office.community_name,
    }


def spoken(event: Event, values: Mapping[str, Any], language: str) -> dict[str, str]:
    """An event's values as people of a language write them; a value that comes as another kind is taken as it is.

    LookupError for a value that is not given: every text may name it.
    """
    with speaking(language):
        return {one.name: _written(one.kind, values[one.name]) for one in event.variables}


def render(texts: Texts, values: Mapping[str, str]) -> Rendered:
    """The texts filled."""
    return Rendered(fill(texts.subject, values), fill(texts.text, values), fill(texts.short, values))


def params(short: str, values: Mapping[str, str]) -> dict[str, str]:
    """The values that a short text names, in its order."""
    return {name: values[name] for name in variables(short)}


def _written(kind: str, value: Any) -> str:
    if kind == "money" and isinstance(value, int):
        return money(value).replace("\u202f", ",")  # a thin space may not be in an SMS's alphabet
    if kind == "day" and value:
        return day(str(value), "long")
    if kind == "period" and "/" in str(value):
        first, _slash, last = str(value).partition("/")
        return period(first, last)
    return str(value)
