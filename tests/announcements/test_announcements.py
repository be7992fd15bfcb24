"""Announcements: whom they are for, that everybody is told once, that what was published stays, who has read."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
import time_machine

from estate.access.me import Me
from estate.announcements import (
    actions,
    actions_published,
    actions_telling,
    queries,
    records,
    records_readers,
)
from estate.announcements.actions import Draft
from estate.announcements.tasks import publish_due
from estate.audience import queries as audiences
from estate.audience.actions import Aim
from estate.data import clock, read, write
from estate.jobs import outbox
from estate.refusal import Refused
from tests.announcements.conftest import BY, Neighbours

KEYS = count()
WATER = Draft(
    "water",
    "everybody",
    "No water on Friday",
    "From **nine** to twelve.",
    False,
    False,
    False,
    None,
    None,
    None,
)


def announce(*aims: Aim, given: Draft = WATER, publish: bool = True) -> int:
    made = actions.draft(given, f"key-{next(KEYS)}", BY)
    for one in aims:
        actions.aim(made, one, BY)
    if publish:
        actions.publish(made, BY)
        outbox.drain()
    return made


def state_of(announcement_id: int) -> str:
    with read() as db:
        found = records.announcement(db, announcement_id)
    assert found is not None
    return found.state


def audience_of(announcement_id: int) -> int:
    with read() as db:
        found = records.announcement(db, announcement_id)
    assert found is not None
    return found.audience_id


def names(announcement_id: int, neighbours: Neighbours) -> set[str]:
    with read() as db:
        found = {person for person, _home in audiences.people(db, audience_of(announcement_id))}
    return {name for name, person in neighbours.people.items() if person in found}


def part(scope: str, name: str) -> Aim:
    table = {"zone": "zones", "building": "buildings"}[scope]
    with read() as db:
        return Aim(
            scope,
            str(
                db.value(f"SELECT id FROM {table} WHERE {'name' if scope == 'zone' else 'code'} = :n", n=name)
            ),
        )


@pytest.mark.parametrize(
    ("aims", "who"),
    [
        (lambda: [Aim("all")], {"Wang", "Li", "Qian", "Zhao"}),
        (lambda: [part("zone", "East")], {"Wang"}),
        (lambda: [part("building", "1")], {"Wang", "Li", "Qian", "Zhao"}),
        (lambda: [Aim("entrance", "2")], {"Zhao"}),
        (lambda: [part("building", "1")._replace(floor_from=1, floor_to=1)], {"Wang"}),
        (lambda: [Aim("entrance", "1", 2, 3)], {"Li", "Qian"}),
        (lambda: [Aim("usage", "shop")], {"Wang"}),
        (lambda: [Aim("usage", "shop"), Aim("entrance", "2")], {"Wang", "Zhao"}),
    ],
    ids=["all", "zone", "building", "entrance", "floor", "floors of an entrance", "usage", "two parts"],
)
def test_it_is_for_those_who_own_or_rent_there_today(
    neighbours: Neighbours, aims: Callable[[], list[Aim]], who: set[str]
) -> None:
    assert names(announce(*aims(), publish=False), neighbours) == who


def test_single_homes_are_named_by_a_list(neighbours: Neighbours) -> None:
    made = announce(Aim("homes", label="Leaks", home_ids=[neighbours.homes["1-1-201"]]), publish=False)
    assert names(made, neighbours) == {"Li", "Qian"}


@pytest.mark.parametrize(
    ("whom", "who"), [("owners", {"Li"}), ("residents", {"Qian"}), ("everybody", {"Li", "Qian"})]
)
def test_owners_or_those_who_live_there(neighbours: Neighbours, whom: str, who: set[str]) -> None:
    here = Aim("homes", label="Here", home_ids=[neighbours.homes["1-1-201"]])
    assert names(announce(here, given=WATER._replace(whom=whom), publish=False), neighbours) == who


def test_the_person_and_the_whole_ask_the_same(neighbours: Neighbours) -> None:
    for aims in ([Aim("all")], [part("building", "1")], [Aim("usage", "shop")], [Aim("entrance", "1", 1, 1)]):
        made = announce(*aims)
        with read() as db:
            all_of = {person for person, _home in audiences.people(db, audience_of(made))}
            one_by_one = {
                p for p in neighbours.people.values() if audiences.home_of(db, audience_of(made), p)
            }
        assert all_of == one_by_one


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


def test_a_correction_is_a_further_version_and_told_once_more(
    neighbours: Neighbours, account_of: Callable[[str], str]
) -> None:
    account_of("Wang")
    made = announce(Aim("all"))
    actions_published.mark_read(made, neighbours.people["Wang"], BY)
    actions_published.correct(
        made, "No water on Saturday", "From nine to twelve.", "Wrong day", BY, tell=True
    )
    outbox.drain()
    with read() as db:
        assert [one.number for one in records.versions(db, made)] == [2, 1]
        assert db.values("SELECT subject FROM messages WHERE event = 'announcement' ORDER BY id") == [
            "No water on Friday",
            "No water on Saturday",
        ]
        own = queries.own(db, _me(neighbours.people["Wang"]), made)
        assert own is not None
        assert own.unread


def test_nobody_is_told_of_what_was_withdrawn_before_the_worker_came(
    neighbours: Neighbours, account_of: Callable[[str], str]
) -> None:
    account_of("Wang")
    made = announce(Aim("all"), publish=False)
    actions.publish(made, BY)
    actions_published.withdraw(made, "The pump came today", BY)
    outbox.drain()
    with read() as db:
        assert db.value("SELECT count(*) FROM messages WHERE event = 'announcement'") == 0
        own = queries.own(db, _me(neighbours.people["Wang"]), made)
        assert own is not None
        assert own.withdrawn_why == "The pump came today"


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


def test_who_has_not_read_is_reminded_once_a_day(
    neighbours: Neighbours, account_of: Callable[[str], str]
) -> None:
    account_of("Wang")
    account_of("Li")
    made = announce(Aim("all"))
    actions_published.mark_read(made, neighbours.people["Li"], BY)
    actions_published.remind(made, BY)
    outbox.drain()
    with pytest.raises(Refused):
        actions_published.remind(made, BY)
    with read() as db:
        assert db.values("SELECT person_id FROM messages WHERE event = 'announcement.reminder'") == [
            neighbours.people["Wang"]
        ]
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        actions_published.remind(made, BY)
        outbox.drain()
    with read() as db:
        assert db.value("SELECT count(*) FROM messages WHERE event = 'announcement.reminder'") == 2


def test_taking_note_is_kept_with_the_version(neighbours: Neighbours) -> None:
    made = announce(Aim("all"), given=WATER._replace(must_confirm=True))
    wang = neighbours.people["Wang"]
    actions_published.confirm(made, wang, BY)
    with read() as db:
        own = queries.own(db, _me(wang), made)
        assert own is not None
        assert not own.to_confirm
        assert records_readers.reach(db, made) == (4, 0, 1, 1)
    actions_published.correct(made, "Title", "Other words", "Words", BY, tell=False)
    with read() as db:
        own = queries.own(db, _me(wang), made)
        assert own is not None
        assert own.to_confirm


def test_who_confirmed_an_earlier_version_is_reminded_and_who_has_moved_out_is_not(
    neighbours: Neighbours, account_of: Callable[[str], str]
) -> None:
    for name in ("Wang", "Li"):
        account_of(name)
    made = announce(Aim("all"), given=WATER._replace(must_confirm=True))
    for name in ("Wang", "Li"):
        actions_published.confirm(made, neighbours.people[name], BY)
    with pytest.raises(Refused):
        actions_published.remind(made, BY)
    actions_published.correct(made, "Title", "Other words", "Words", BY, tell=False)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    with write(BY) as tx:
        tx.run(
            "UPDATE residencies SET to_date = :day WHERE person_id = :li",
            day=yesterday,
            li=neighbours.people["Li"],
        )
    actions_published.remind(made, BY)
    outbox.drain()
    with read() as db:
        assert records_readers.reach(db, made).confirmed == 0
        assert db.values("SELECT person_id FROM messages WHERE event = 'announcement.reminder'") == [
            neighbours.people["Wang"]
        ]


def test_a_quiet_correction_tells_nobody_who_found_it_by_themselves(
    neighbours: Neighbours, account_of: Callable[[str], str]
) -> None:
    account_of("Sun")
    made = announce(Aim("all"))
    with write(BY) as tx:
        tx.insert(
            "residencies",
            home_id=neighbours.homes["2-1-201"],
            person_id=neighbours.people["Sun"],
            role="tenant",
            created_at=clock.stamp(),
        )
    actions_published.mark_read(made, neighbours.people["Sun"], BY)
    actions_published.correct(made, "Title", "Other words", "Words", BY, tell=False)
    outbox.drain()
    with read() as db:
        assert db.value("SELECT count(*) FROM messages WHERE event = 'announcement'") == 0


def test_whom_it_is_not_for_does_not_find_it(neighbours: Neighbours) -> None:
    made = announce(Aim("entrance", "2"))
    with read() as db:
        for name in ("Wang", "Li", "Qian", "Sun"):
            assert queries.own(db, _me(neighbours.people[name]), made) is None
            assert queries.live(db, _me(neighbours.people[name])) == []
        assert [one.id for one in queries.live(db, _me(neighbours.people["Zhao"]))] == [made]


def test_who_moves_in_later_finds_what_holds(neighbours: Neighbours) -> None:
    made = announce(Aim("all"))
    with write(BY) as tx:
        tx.insert(
            "residencies",
            home_id=neighbours.homes["2-1-201"],
            person_id=neighbours.people["Sun"],
            role="tenant",
            created_at=clock.stamp(),
        )
    with read() as db:
        assert [one.id for one in queries.live(db, _me(neighbours.people["Sun"]))] == [made]
    actions_published.mark_read(made, neighbours.people["Sun"], BY)
    with read() as db:
        assert records_readers.reach(db, made) == (5, 0, 1, 0)


def test_past_its_day_it_no_longer_holds(neighbours: Neighbours) -> None:
    until = clock.today() + timedelta(days=1)
    made = announce(Aim("all"), given=WATER._replace(expires_on=until.isoformat(), pinned=True))
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False), read() as db:
        me = _me(neighbours.people["Wang"])
        assert queries.live(db, me) == []
        assert [one.id for one in queries.past(db, me)] == [made]


def _me(person_id: int) -> Me:
    return Me(0, "", frozenset({"owner"}), frozenset(), "en", person_id)


def test_a_quiet_correction_before_everybody_was_told_leaves_nobody_out(
    neighbours: Neighbours, account_of: Callable[[str], str]
) -> None:
    account_of("Wang")
    account_of("Li")
    made = announce(Aim("all"), publish=False)
    actions.publish(made, BY)
    actions_published.correct(
        made, "No water on Saturday", "From nine to twelve.", "Wrong day", BY, tell=False
    )
    outbox.drain()
    with read() as db:
        told = db.values("SELECT subject FROM messages WHERE event = 'announcement' ORDER BY id")
    assert told == ["No water on Saturday"] * 2


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


def test_who_moved_out_is_not_told_of_a_correction(
    neighbours: Neighbours, account_of: Callable[[str], str]
) -> None:
    account_of("Zhao")
    made = announce(Aim("all"))
    with write(BY) as tx:
        tx.run(
            "UPDATE residencies SET to_date = :day WHERE person_id = :person",
            day=(clock.today() - timedelta(days=1)).isoformat(),
            person=neighbours.people["Zhao"],
        )
    actions_published.correct(
        made, "No water on Saturday", "From nine to twelve.", "Wrong day", BY, tell=True
    )
    outbox.drain()
    with read() as db:
        assert db.value("SELECT count(*) FROM messages WHERE event = 'announcement'") == 1
