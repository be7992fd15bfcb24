"""Keeping skills, shifts and absences of the crew; one transaction each, audited."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from estate.crew import queries, records
from estate.crew.queries import Member
from estate.crew.rules_shifts import Hours
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.refusal import Refused
from estate.repairs.words import CATEGORIES

LONGEST = timedelta(366)
"""An absence is entered for at most a year."""


class Away(NamedTuple):
    """An absence from the first to the last day. kind: leave, sick, training or other."""

    kind: str
    first: date
    last: date
    note: str = ""


def set_skills(account_id: int, levels: Mapping[str, int], by: Actor) -> None:
    """What somebody can do: the level by category, 0 for none. LookupError for a category that there is not."""
    if not set(levels) <= set(CATEGORIES):
        raise LookupError(f"no such category among {sorted(levels)}")
    with write(by) as tx:
        require(tx, account_id)
        before, after = records.skills_of(tx, account_id), {one: n for one, n in levels.items() if n}
        if after != before:
            records.put_skills(tx, account_id, after)
            _note(tx, "crew.skills", account_id, _by_level(before), _by_level(after))


def set_week(account_id: int, week: Mapping[int, Hours], by: Actor) -> None:
    """The usual hours by weekday, Monday 0; days that are not in it are free."""
    with write(by) as tx:
        require(tx, account_id)
        before = records.week_of(tx, account_id)
        if dict(week) != before:
            records.put_week(tx, account_id, week)
            _note(tx, "crew.week", account_id, _told(before), _told(week))


def add_day(account_id: int, day: date, hours: Hours, by: Actor) -> None:
    """Hours on one day in the place of the week's; more than once for a broken day. Refused where they overlap."""
    with write(by) as tx:
        require(tx, account_id)
        known = [
            one for one in records.days_of(tx, account_id, day.isoformat()) if one.day == day.isoformat()
        ]
        if any(one.starts < hours.ends and hours.starts < one.ends for one in known):
            raise Refused(_("These hours overlap with others of this day."), "from_time")
        tx.insert(
            "crew_days", account_id=account_id, day=day.isoformat(), starts=hours.starts, ends=hours.ends
        )
        _note(tx, "crew.day", account_id, None, {"day": day.isoformat(), "shift_hours": hours.text})


def remove_day(account_id: int, day_id: int, by: Actor) -> None:
    """Take a single day out: the week holds again. Again changes nothing."""
    with write(by) as tx:
        found = records.day(tx, day_id, account_id)
        if found:
            records.remove(tx, "crew_days", [day_id])
            _note(tx, "crew.day", account_id, {"day": found.day, "shift_hours": found.text}, None)


def add_absence(account_id: int, away: Away, by: Actor) -> None:
    """Somebody is away from the first to the last day. Refused for days that run backwards, too long or overlapping."""
    if away.last < away.first:
        raise Refused(_("The last day is before the first."), "to_day")
    if away.last - away.first > LONGEST:
        raise Refused(_("At most a year at a time."), "to_day")
    with write(by) as tx:
        require(tx, account_id)
        known = records.absences_of(tx, account_id, away.first.isoformat())
        if any(one.from_day <= away.last.isoformat() for one in known):
            raise Refused(_("An absence of these days is entered already."), "from_day")
        tx.insert(
            "crew_absences",
            account_id=account_id,
            kind=away.kind,
            from_day=away.first.isoformat(),
            to_day=away.last.isoformat(),
            note=away.note.strip(),
            at=clock.stamp(),
            who=by.name,
        )
        told = _away(away.kind, away.first.isoformat(), away.last.isoformat())
        _note(tx, "crew.absence", account_id, None, told)


def remove_absence(account_id: int, absence_id: int, by: Actor) -> None:
    """Take an absence out. Again changes nothing."""
    with write(by) as tx:
        found = records.absence(tx, absence_id, account_id)
        if found:
            records.remove(tx, "crew_absences", [absence_id])
            _note(tx, "crew.absence", account_id, _away(found.kind, found.from_day, found.to_day), None)


def require(tx: Tx, account_id: int) -> Member:
    """One of the crew; LookupError for anybody else."""
    found = queries.member(tx, account_id)
    if found is None:
        raise LookupError(f"account {account_id} does not belong to the crew")
    return found


def _note(tx: Tx, action: str, account_id: int, before: object, after: object) -> None:
    audit.record(tx, action, "accounts", account_id, before=before, after=after)
    signals.tell(tx, "crew")


def _told(week: Mapping[int, Hours]) -> dict[str, str]:
    return {f"shift_{weekday}": one.text for weekday, one in week.items()}


def _by_level(levels: Mapping[str, int]) -> dict[str, list[str]]:
    return {f"skills_{n}": [one for one, level in levels.items() if level == n] for n in (3, 2, 1)}


def _away(kind: str, first: str, last: str) -> dict[str, str]:
    return {"absence": kind, "from_day": first, "to_day": last}
