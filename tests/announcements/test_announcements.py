"""Announcements until they are published: everybody is told once, what was published stays, they go out at their time."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from estate.announcements import (
    actions,
    actions_published,
    actions_telling,
    records,
    records_readers,
    words,
)
from estate.announcements.tasks import publish_due
from estate.audience.actions import Aim
from estate.data import clock, read, write
from estate.i18n import speaking
from estate.refusal import Refused
from tests.announcements.conftest import BY, Neighbours
from tests.announcements.notices import WATER, announce, part, state_of


def test_everybody_is_told_once_even_when_the_worker_starts_over(
    neighbours: Neighbours, account_of: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Wang", "Li", "Qian"):
        account_of(name)
    monkeypatch.setattr(actions_telling, "AT_ONCE", 1)
    made = announce(Aim("all"), publish=False)
    actions.publish(made, BY)
    with pytest.raises(KeyboardInterrupt):
        actions_telling.tell(made, 1, _stop_after(2))
    actions_telling.tell(made, 1, lambda done, of: None)
    actions_telling.tell(made, 1, lambda done, of: None)
    with read() as db:
        told = db.values("SELECT person_id FROM messages WHERE event = 'announcement' ORDER BY person_id")
        assert told == sorted(neighbours.people[name] for name in ("Wang", "Li", "Qian"))
        assert records_readers.reach(db, made) == (
            4,
            3,
            0,
            0,
        )  # Zhao has no account and no channel: the notice board


def _stop_after(times: int) -> Callable[[int, int], None]:
    def progress(done: int, of: int) -> None:
        if done == times:
            raise KeyboardInterrupt

    return progress


def test_what_was_published_stays_word_for_word(neighbours: Neighbours) -> None:
    made = announce(Aim("all"))
    for change in (
        "UPDATE announcement_versions SET text = 'x'",
        "DELETE FROM announcement_versions",
        "UPDATE announcements SET kind = 'other'",
        "DELETE FROM announcements",
        "DELETE FROM audience_targets",
        "INSERT INTO audience_targets (audience_id, scope) VALUES (1, 'all')",
        "DELETE FROM announcement_readers",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.run(change)
    with pytest.raises(Refused):
        actions.change(made, WATER, BY)
    with pytest.raises(Refused):
        actions.discard(made, BY)
    with pytest.raises(Refused):
        actions.publish(made, BY)


def test_how_many_it_was_for_and_how_many_opened_it_stand_beside_it(neighbours: Neighbours) -> None:
    made = announce(part("building", "2"))
    with write(BY) as tx:
        records_readers.add_readers(tx, made, [(neighbours.people["Li"], neighbours.homes["1-1-201"])])
    for name in ("Wang", "Li", "Li"):
        actions_published.mark_read(made, neighbours.people[name], BY)
    actions_published.correct(made, "No water on Saturday", "From ten.", "another day", BY, tell=True)
    actions_published.mark_read(made, neighbours.people["Wang"], BY)
    with read() as db:
        found = records.announcement(db, made)
        assert found is not None
        assert (found.people_count, found.read_count) == (2, 2) == records_readers.reach(db, made)[::2]


def test_nothing_is_published_for_nobody(neighbours: Neighbours) -> None:
    made = announce(publish=False)
    with pytest.raises(Refused):
        actions.publish(made, BY)


def test_it_is_published_at_its_time_once(neighbours: Neighbours) -> None:
    made = announce(Aim("all"), publish=False)
    at = clock.now() + timedelta(hours=3)
    actions.schedule(made, at, BY)
    publish_due()
    assert state_of(made) == "scheduled"
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        publish_due()
        publish_due()
        assert state_of(made) == "published"
    with read() as db:
        assert db.value("SELECT count(*) FROM outbox WHERE kind = :kind", kind=actions.TELL) == 1


def test_a_time_that_is_past_is_refused(neighbours: Neighbours) -> None:
    made = announce(Aim("all"), publish=False)
    with pytest.raises(Refused):
        actions.schedule(made, clock.now() - timedelta(minutes=1), BY)


def test_no_time_after_its_last_day_is_taken(neighbours: Neighbours) -> None:
    made = announce(Aim("all"), given=WATER._replace(expires_on=clock.today().isoformat()), publish=False)
    with pytest.raises(Refused):
        actions.schedule(made, clock.now() + timedelta(days=2), BY)
    assert state_of(made) == "draft"


def test_what_was_put_off_while_the_worker_began_is_not_published(neighbours: Neighbours) -> None:
    made = announce(Aim("all"), publish=False)
    actions.schedule(made, clock.now() + timedelta(hours=1), BY)
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        with read() as db:
            waiting = records.due(db)
        assert waiting == [made]
        actions.unschedule(made, BY)
        actions.publish_one_due(made, BY)
        assert state_of(made) == "draft"


def test_of_what_ends_on_the_day_on_which_it_begins_the_day_stands_once(neighbours: Neighbours) -> None:
    nine, noon, next_day = "2026-11-28T01:00:00.000Z", "2026-11-28T04:00:00.000Z", "2026-11-28T16:30:00.000Z"
    with speaking("en"):
        assert words.when(nine, noon) == "Sat 28 Nov 2026, 09:00 to 12:00"
        assert words.when(nine, next_day) == "Sat 28 Nov 2026, 09:00 to Sun 29 Nov 2026, 00:30"
        assert words.when(nine, None) == "From Sat 28 Nov 2026, 09:00"


def test_who_goes_back_to_the_form_of_a_draft_and_saves_again_changes_it(neighbours: Neighbours) -> None:
    made = actions.draft(WATER, "back", BY)
    assert actions.draft(WATER, "back", BY) == made
    again = WATER._replace(title="No water on Monday", whom="owners", urgent=True)
    assert actions.draft(again, "back", BY) == made
    with read() as db:
        found = records.announcement(db, made)
        assert found and (found.title, found.urgent, found.version) == ("No water on Monday", 1, 1)
        assert db.value("SELECT count(*) FROM audit WHERE action = :did", did="announcement.changed") == 1
    actions.aim(made, Aim("all"), BY)
    actions.publish(made, BY)
    assert actions.draft(again, "back", BY) == made  # sent twice: as it was
    with pytest.raises(Refused):
        actions.draft(WATER, "back", BY)
