"""What the office and its people decide about messages: switches, habits, wishes of a person."""

from collections.abc import Mapping
from typing import NamedTuple

from estate.data import Actor, audit, clock, write
from estate.i18n import gettext as _
from estate.messages import events, records, records_settings, words
from estate.messages.records import Habits
from estate.messages.rules import LADDER


class Wishes(NamedTuple):
    """How a person wants to be told; *_off: not by this channel. quiet_from, quiet_to: None for the office's."""

    mail: str
    push_off: bool
    mail_off: bool
    sms_off: bool
    paper_off: bool
    language: str
    quiet_from: str | None
    quiet_to: str | None
    marketing: str


def set_modes(chosen: Mapping[tuple[str, str], str], by: Actor) -> None:
    """Decide how events go by channels; what is not named stays. LookupError for an event or channel there is none of."""
    for event, channel in chosen:
        if channel not in LADDER:
            raise LookupError(channel)
        events.of(event)
    with write(by) as tx:
        now = {event: records.modes(tx, events.of(event)) for event in {event for event, _channel in chosen}}
        changed = {key: mode for key, mode in chosen.items() if now[key[0]].get(key[1], "off") != mode}
        if changed:
            records_settings.put_modes(tx, changed)
            told = [
                f"{events.of(event).name}{_(': ')}{words.CHANNELS[channel]} {words.MODES[mode]}"
                for (event, channel), mode in changed.items()
            ]
            audit.record(tx, "message_settings.changed", "message_settings", after={"switches": told})


def set_habits(habits: Habits, by: Actor) -> None:
    """Decide when to be quiet, how long to wait and when to remind."""
    with write(by) as tx:
        before = records.habits(tx)
        if before != habits:
            records_settings.put_habits(tx, habits)
            audit.record(
                tx,
                "message_habits.changed",
                "message_habits",
                before=before._asdict(),
                after=habits._asdict(),
            )


def set_wishes(person_id: int, wishes: Wishes, by: Actor) -> None:
    """Keep how a person wants to be told."""
    with write(by) as tx:
        before = records_settings.wishes(tx, person_id)
        records_settings.put_wishes(tx, person_id, wishes._asdict(), clock.stamp(), by.name)
        secret = {"mail"}
        audit.record(
            tx,
            "message_preferences.changed",
            "people",
            person_id,
            before={k: v for k, v in before._asdict().items() if k not in secret} if before else None,
            after={k: v for k, v in wishes._asdict().items() if k not in secret},
        )
