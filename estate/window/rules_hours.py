"""When the office is open: the week, days with hours of their own, days off. Pure; times are those of the community."""

import re
import unicodedata
from collections.abc import Mapping, Set
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

LOOK_AHEAD = 60
"""Days in which the next opening is looked for: longer than any holiday; further on nothing is promised."""


class Span(NamedTuple):
    """From opening to closing on one day."""

    opens: time
    closes: time


class Hours(NamedTuple):
    """The office's hours. week: by weekday, 0 is Monday. exceptions: days with spans of their own, none for closed.

    days_off: closed unless an exception says otherwise. What is not named is closed.
    """

    week: Mapping[int, tuple[Span, ...]]
    exceptions: Mapping[date, tuple[Span, ...]] = {}
    days_off: Set[date] = frozenset()

    @property
    def known(self) -> bool:
        """Whether the office has said anything at all."""
        return any(self.week.values())


class Standing(NamedTuple):
    """Whether the office is open at a moment: until when, or else when it opens next (None: not in the coming weeks)."""

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None


def spans_on(hours: Hours, day: date) -> tuple[Span, ...]:
    """When the office is open on a day, in order."""
    if day in hours.exceptions:
        found = hours.exceptions[day]
    elif day in hours.days_off:
        found = ()
    else:
        found = hours.week.get(day.weekday(), ())
    return tuple(sorted(found))


def standing(hours: Hours, at: datetime) -> Standing:
    """How the office stands at a local moment; at the minute of closing it is closed.

    Spans that touch count as one: from 8:30 to 12:00 and on to 17:30 is open until 17:30.
    """
    for span in _joined(spans_on(hours, at.date())):
        if at.time() < span.opens:
            return Standing(False, opens=_on(at, at.date(), span.opens))
        if at.time() < span.closes:
            return Standing(True, until=_on(at, at.date(), span.closes))
    for ahead in range(1, LOOK_AHEAD + 1):
        day = at.date() + timedelta(days=ahead)
        for span in spans_on(hours, day):
            return Standing(False, opens=_on(at, day, span.opens))
    return Standing(False)


def read_spans(text: str) -> tuple[Span, ...]:
    """`8:30-12:00, 13:30–17:30` as people type it; nothing is closed. ValueError for what is none, or lies over another."""
    plain = unicodedata.normalize("NFKC", text).strip()
    spans: list[Span] = []
    for part in re.split(r"[,;、]+|(?<=\d)\s+(?=\d{1,2}[:.])", plain) if plain else []:
        match = re.fullmatch(r"\s*(\d{1,2})[:.](\d{2})\s*(?:[-–—~]|至|to)\s*(\d{1,2})[:.](\d{2})\s*", part)
        if not match:
            raise ValueError(part)
        one, two, three, four = (int(number) for number in match.groups())
        spans.append(Span(time(one, two), time(three, four)))  # time() refuses 25:00
    if overlap(tuple(spans)):
        raise ValueError(text)
    return tuple(sorted(spans))


def overlap(spans: tuple[Span, ...]) -> bool:
    """Whether two spans of one day lie over each other, or one ends before it begins."""
    ordered = sorted(spans)
    return any(one.closes <= one.opens for one in ordered) or any(
        later.opens < one.closes for one, later in pairwise(ordered)
    )


def _joined(spans: tuple[Span, ...]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.opens <= joined[-1].closes:
            joined[-1] = Span(joined[-1].opens, max(span.closes, joined[-1].closes))
        else:
            joined.append(span)
    return joined


def _on(at: datetime, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, at.tzinfo)
