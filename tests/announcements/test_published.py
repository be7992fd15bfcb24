"""Announcements that are published: corrected, withdrawn, reminded of, read and confirmed; whom they are for finds them."""

from collections.abc import Callable
from datetime import timedelta

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
from estate.audience.actions import Aim
from estate.data import clock, read, write
from estate.jobs import outbox
from estate.refusal import Refused
from tests.announcements.conftest import BY, Neighbours
from tests.announcements.notices import WATER, announce


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


def test_who_was_told_of_it_is_told_of_its_withdrawal_once_and_why(
    neighbours: Neighbours, account_of: Callable[[str], str]
) -> None:
    account_of("Wang")
    made = announce(Aim("all"))
    actions_published.withdraw(made, "The pump came today", BY, tell=True)
    outbox.drain()
    actions_telling.take_back(made, lambda done, of: None)  # a crash made it begin again
    with read() as db:
        told = db.tuples(
            "SELECT person_id, subject, text FROM messages WHERE event = 'announcement.withdrawn'"
        )
    assert [(person, subject) for person, subject, _text in told] == [
        (neighbours.people["Wang"], "Withdrawn: No water on Friday")
    ]
    assert "The pump came today" in told[0][2]


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
