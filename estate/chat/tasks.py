"""What the worker does for conversations: tell the office who waits, carry answers that were not seen, end silent ones."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from estate.access.permissions import CHAT_ANSWER
from estate.chat import actions_desk, records
from estate.chat.rules import alert_at
from estate.data import Reader, Tx, clock, read, write
from estate.i18n import gettext as _
from estate.jobs.daily import daily
from estate.jobs.outbox import WORKER
from estate.jobs.rounds import each_round
from estate.messages.actions import Telling, tell, tell_many, tell_staff
from estate.window import queries as window

NAMED = 3
"""Names that one message to the office has; the others are counted."""
MOST = 200
PATIENCE = 4
"""Times the minutes of the settings until somebody else may answer what its clerk has not."""


class _Waiting(NamedTuple):
    id: int
    clerk_id: int | None
    owner_name: str
    home_code: str
    waiting_since: str
    waiting_id: int


class _Unseen(NamedTuple):
    id: int
    person_id: int
    home_id: int
    message_id: int
    text: str


@each_round("chat")
def look() -> None:
    """Who waits, and who has not seen their answer."""
    release_unanswered()
    tell_who_waits()
    carry_answers()


@daily("chat")
def end_silent(day: date) -> None:
    """End conversations in which nobody has written for some days."""
    with read() as db:
        days = records.settings(db).silent_days
        before = clock.stamp_of(clock.now() - timedelta(days=days))
        silent = db.values(
            "SELECT id FROM conversations WHERE ended_at IS NULL AND last_at < :before AND waiting_since IS NULL",
            before=before,
        )
    for conversation_id in silent:
        actions_desk.end_silent(conversation_id, before, WORKER)


def release_unanswered() -> None:
    """Put back into the queue what waits for somebody who does not come: who may not answer any more at once, else
    after some times the minutes after which they were told."""
    with read() as db:
        held = _waiting(db, "c.clerk_id IS NOT NULL", since=f"max(c.waiting_since, {_HELD_SINCE})")
        able = {account_id for account_id, _name in actions_desk.colleagues(db)} if held else set[int]()
        late = {one.id for one in _due(db, held, times=PATIENCE)}
    for one in held:
        if one.clerk_id and (one.clerk_id not in able or one.id in late):
            actions_desk.release(one.id, one.clerk_id, WORKER)


def tell_who_waits() -> None:
    """Tell the office, once for each, of owners who wait longer than the settings say; whoever wrote while it was
    closed, on opening. In one message to each who can answer."""
    with read() as db:
        due = _due(db, _waiting(db, "c.waiting_id > c.alerted_id"))
    if not due:
        return
    with write(WORKER) as tx:
        parties: dict[int | None, list[_Waiting]] = defaultdict(list)
        for one in due:
            parties[one.clerk_id].append(one)
        for clerk_id, waiting in parties.items():
            _tell_office(tx, clerk_id, waiting)
        tx.many(
            "UPDATE conversations SET alerted_id = :waiting_id WHERE id = :id AND waiting_id = :waiting_id",
            [{"id": one.id, "waiting_id": one.waiting_id} for one in due],
        )


def carry_answers() -> None:
    """Send answers that their owners have not seen for some minutes as messages, each once."""
    with read() as db:
        unseen = _unseen(db)
    if not unseen:
        return
    with write(WORKER) as tx:
        tell_many(
            tx,
            "chat.answer",
            [
                Telling(
                    f"chat.answer:{one.message_id}",
                    {"text": one.text[:300] or _("Photo")},
                    person_id=one.person_id,
                    home_id=one.home_id,
                    link=f"/my/chat/{one.id}",
                )
                for one in unseen
            ],
        )
        tx.many(
            "UPDATE conversations SET away_told_id = :message_id WHERE id = :id AND away_told_id < :message_id",
            [{"id": one.id, "message_id": one.message_id} for one in unseen],
        )


_HELD_SINCE = """
    ifnull((SELECT max(m.at) FROM chat_messages AS m
             WHERE m.conversation_id = c.id AND m.mark IN ('taken', 'handed')), '')
"""
"""When its clerk got a conversation `c`: who has only just taken it is given time."""


def _waiting(db: Reader, where: str, since: str = "c.waiting_since") -> list[_Waiting]:
    return db.rows(
        _Waiting,
        f"""
        SELECT c.id, c.clerk_id, c.owner_name, h.code AS home_code, {since} AS waiting_since, c.waiting_id
          FROM conversations AS c JOIN homes AS h ON h.id = c.home_id
         WHERE c.waiting_since IS NOT NULL AND {where} ORDER BY c.waiting_since LIMIT {MOST}
        """,
    )


def _due(db: Reader, waiting: list[_Waiting], times: int = 1) -> list[_Waiting]:
    """Those that wait longer than so many times the minutes of the settings, in the office's hours."""
    if not waiting:
        return []
    hours, minutes, now = window.hours(db), records.settings(db).alert_minutes * times, window.local_now()
    found: list[_Waiting] = []
    for one in waiting:
        since = datetime.fromisoformat(one.waiting_since).astimezone(clock.zone())
        at = alert_at(hours, since, minutes)
        if at is not None and at <= now:
            found.append(one)
    return found


def _tell_office(tx: Tx, clerk_id: int | None, waiting: list[_Waiting]) -> None:
    names = ", ".join(f"{one.owner_name} {one.home_code}" for one in waiting[:NAMED])
    if len(waiting) > NAMED:
        names = _("%(names)s and %(n)s more", names=names, n=len(waiting) - NAMED)
    key = f"chat.waiting:{max(one.waiting_id for one in waiting)}:{clerk_id or 'queue'}"
    link = f"/chat/{waiting[0].id}" if len(waiting) == 1 else "/chat"
    if clerk_id is None:
        tell_staff(tx, "chat.waiting", key, permission=CHAT_ANSWER, values={"who": names}, link=link)
    else:
        tell(tx, "chat.waiting", key, account_id=clerk_id, values={"who": names}, link=link)


def _unseen(db: Reader) -> list[_Unseen]:
    """The latest answer of each conversation whose first unseen answer is old enough."""
    minutes = records.settings(db).away_minutes
    return db.rows(
        _Unseen,
        f"""
        WITH late AS (
            SELECT c.id, c.person_id, c.home_id, max(m.id) AS message_id
              FROM conversations AS c
              JOIN chat_messages AS m ON m.conversation_id = c.id AND m.id > max(c.owner_seen_id, c.away_told_id)
             WHERE c.last_at >= :week AND m.side = 'office' AND m.kind = 'said' AND m.withdrawn_at IS NULL
             GROUP BY c.id HAVING min(m.at) <= :before LIMIT {MOST})
        SELECT late.*, t.text FROM late JOIN chat_messages AS t ON t.id = late.message_id
        """,
        week=clock.stamp_of(clock.now() - timedelta(days=7)),
        before=clock.stamp_of(clock.now() - timedelta(minutes=minutes)),
    )
