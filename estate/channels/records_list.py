"""What would have gone by SMS on a day, had there been a provider."""

import json
from collections.abc import Collection
from typing import NamedTuple

from estate.data import Reader

_MOBILE = "1[3-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"


class Listed(NamedTuple):
    """One message of the list. given: JSON, the values of its variables."""

    message_id: int
    event: str
    language: str
    short: str
    given: str
    recipient: str
    home_code: str
    number: str


def silent_events(db: Reader) -> set[str]:
    """The events that the office has switched off for SMS."""
    return set(db.values("SELECT event FROM message_settings WHERE channel = 'sms' AND mode = 'off'"))


def loud_events(db: Reader) -> set[str]:
    """The events that the office has switched on for SMS."""
    return set(db.values("SELECT event FROM message_settings WHERE channel = 'sms' AND mode <> 'off'"))


def unsent(db: Reader, day: str, events: Collection[str]) -> list[Listed]:
    """Messages of these events told on a business day to people with a mobile number who want SMS, and not seen yet."""
    return db.rows(
        Listed,
        f"""
        SELECT m.id AS message_id, m.event, m.language, m.short, m.given, m.recipient, m.home_code,
               (SELECT f.number FROM phones AS f WHERE f.person_id = m.person_id AND f.number GLOB '{_MOBILE}'
                 ORDER BY f.rank, f.id LIMIT 1) AS number
          FROM messages AS m
          LEFT JOIN message_preferences AS w ON w.person_id = m.person_id
         WHERE m.told_on = :day AND m.person_id IS NOT NULL AND m.category <> 'marketing' AND m.read_at IS NULL
           AND m.event IN (SELECT value FROM json_each(:events)) AND coalesce(w.sms_off, 0) = 0
           AND NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE d.message_id = m.id AND d.channel = 'sms'
                            AND d.state IN ('submitted', 'accepted', 'delivered'))
           AND EXISTS (SELECT 1 FROM phones AS f WHERE f.person_id = m.person_id AND f.number GLOB '{_MOBILE}')
           AND NOT EXISTS (SELECT 1 FROM dead_addresses AS x JOIN phones AS f ON f.number = x.to_address
                            WHERE f.person_id = m.person_id AND x.channel = 'sms' AND x.dead_at IS NOT NULL)
         ORDER BY m.id
        """,
        day=day,
        events=json.dumps(sorted(events)),
    )
