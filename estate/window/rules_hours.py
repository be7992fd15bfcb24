"""When the office is open: the week, days with hours of their own, days off. Pure; times are those of the community."""

import re
import unicodedata
from collections.abc import Mapping, Set
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

LOOK_AHEAD = 60
"""Days in which the next opening is looked for: longer than any holiday; further on nothing is promised."""


class Span(NamedTuple):
    """From opening to closing. What does not close after it opens closes on the next day: 20:00 to 8:00 is a night,
    0:00 to 0:00 a whole day."""

    opens: time
    closes: time

    @property
    def past_midnight(self) -> bool:
        """Whether it goes on to the next day, or to its very beginning."""
        return self.closes <= self.opens


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
    """Whether the office is open at a moment: until when (None: it never closes), or else when it opens next (None: not in
    the coming weeks)."""

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

    Spans that touch or lie over each other count as one: from 8:30 to 12:00 and on to 17:30 is open until 17:30, a night
    that ends at 8:00 and a day that begins then are one. A night belongs to the day that it begins on.
    """
    until: datetime | None = None
    for ahead in range(-1, LOOK_AHEAD + 1):
        for opens, closes in _on(hours, at.date() + timedelta(days=ahead), at.tzinfo):
            if closes <= at:
                continue
            if until is None and opens > at:
                return Standing(False, opens=opens)
            if until is not None and opens > until:
                return Standing(True, until=until)
            until = max(until or closes, closes)
    if until is None:
        return Standing(False)
    return Standing(True, until=until if until - at < timedelta(days=LOOK_AHEAD) else None)


def read_spans(text: str) -> tuple[Span, ...]:
    """`8:30-12:00, 13:30–17:30` as people type it; nothing is closed. `20:00-8:00` ends on the next day, `0:00-24:00` is the
    whole day. ValueError for what is none, begins when it ends, or lies over another."""
    plain = unicodedata.normalize("NFKC", text).strip()
    spans: list[Span] = []
    for part in re.split(r"[,;、]+|(?<=\d)\s+(?=\d{1,2}[:.])", plain) if plain else []:
        match = re.fullmatch(r"\s*(\d{1,2})[:.](\d{2})\s*(?:[-–—~]|至|to)\s*(\d{1,2})[:.](\d{2})\s*", part)
        if not match:
            raise ValueError(part)
        one, two, three, four = (int(number) for number in match.groups())
        midnight = (three, four) == (24, 0)
        span = Span(time(one, two), time() if midnight else time(three, four))  # time() refuses 25:00
        if span.opens == span.closes and not midnight:
            raise ValueError(part)
        spans.append(span)
    if overlap(tuple(spans)):
        raise ValueError(text)
    return tuple(sorted(spans))


def overlap(spans: tuple[Span, ...]) -> bool:
    """Whether two spans of one day lie over each other; one that goes on past midnight is the last of its day."""
    return any(one.past_midnight or later.opens < one.closes for one, later in pairwise(sorted(spans)))


def _on(hours: Hours, day: date, zone: tzinfo | None) -> list[tuple[datetime, datetime]]:
    """The spans that begin on a day, with the moments at which they begin and end."""
    return [
        (
            datetime.combine(day, one.opens, zone),
            datetime.combine(day + timedelta(days=one.past_midnight), one.closes, zone),
        )
        for one in spans_on(hours, day)
    ]
