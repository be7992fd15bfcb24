"""Texts in the reader's language: English in the source, Chinese in the catalogue, Babel for numbers and dates."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import Any, cast

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy

from estate.resources import resource

LOCALES = {"zh_CN": "中文", "en": "English"}
DEFAULT_LOCALE = "zh_CN"

_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT_LOCALE)


def locale() -> str:
    """The language of the person who reads now: `zh_CN` or `en`."""
    return _locale.get()


def use_locale(name: str) -> None:
    """Speak this language from here on in this task or request; an unknown one is the default."""
    _locale.set(name if name in LOCALES else DEFAULT_LOCALE)


@contextmanager
def speaking(name: str) -> Generator[None]:
    """Speak this language inside, whatever the request's is: papers are in the office's."""
    token = _locale.set(name if name in LOCALES else DEFAULT_LOCALE)
    try:
        yield
    finally:
        _locale.reset(token)


def best_locale(accept_language: str) -> str:
    """The language a browser asks for first among ours, else the default."""
    for wish in accept_language.split(","):
        tag = wish.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh_CN"
        if tag.startswith("en"):
            return "en"
    return DEFAULT_LOCALE


def gettext(message: str, **values: Any) -> str:
    """The text in the reader's language, with `%(name)s` filled in."""
    text = _catalogue(locale()).gettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """The text for `n` things in the reader's language."""
    return _catalogue(locale()).ngettext(one, many, n) % {"n": n, "num": n, **values}


def plain_gettext(message: str) -> str:
    """The text unfilled; templates fill and escape it themselves."""
    return _catalogue(locale()).gettext(message)


def plain_ngettext(one: str, many: str, n: int) -> str:
    """The text for `n` things, unfilled."""
    return _catalogue(locale()).ngettext(one, many, n)


def lazy(message: str, **values: Any) -> str:
    """A text that is looked up when it is shown, for labels that are made at import time."""
    return cast(str, LazyProxy(gettext, message, enable_cache=False, **values))


@lru_cache(maxsize=8)
def _catalogue(name: str) -> NullTranslations:
    """The compiled catalogue; compiled here when the source is newer, so a stale one is never shown."""
    po = resource("locale") / name / "LC_MESSAGES" / "estate.po"
    mo = po.with_suffix(".mo")
    if mo.is_file() and (not po.is_file() or mo.stat().st_mtime >= po.stat().st_mtime):
        with mo.open("rb") as file:
            return GNUTranslations(file)
    if not po.is_file():
        return NullTranslations()
    with po.open("rb") as file:
        catalogue = read_po(file, locale=name)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
