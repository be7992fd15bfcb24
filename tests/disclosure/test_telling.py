"""That a disclosure was published, the owners hear: each once, of a correction once more, and nobody where it is off."""

from collections.abc import Callable
from typing import Any

import pytest

from estate.access import accounts
from estate.data import clock, read, write
from estate.data.store import System
from estate.disclosure import actions, actions_telling
from estate.disclosure.actions_telling import CORRECTED, PUBLISHED
from estate.disclosure.rules_periods import Period, ended
from estate.jobs import outbox
from estate.messages.actions_settings import set_modes
from tests.conftest import Community

BY = System("test")


def _publish(period: Period) -> int:
    made = actions.draft(period, BY)
    actions.publish(made, "http://house", BY, practice=False)
    return made


def _told(event: str, made: int) -> list[tuple[Any, ...]]:
    with read() as db:
        return db.tuples(
            "SELECT person_id FROM messages WHERE event = :event AND key LIKE :key ORDER BY person_id",
            event=event,
            key=f"{event}:{made}:%",
        )


def _owners_with_an_account() -> list[tuple[Any, ...]]:
    """The community's owner, the last two of today's owners; and a former one, whom it concerns no more."""
    with write(BY) as tx:
        owners = tx.values(
            """
            SELECT r.person_id FROM residencies AS r WHERE r.role IN ('owner', 'co_owner') GROUP BY r.person_id
            HAVING count(*) = 1 AND max(ifnull(r.to_date, '9999')) = '9999' ORDER BY r.person_id DESC LIMIT 3
            """
        )
        for person in owners:
            account = accounts.create(tx, f"owner{person}", f"Owner {person}", "correct horse", ["owner"])
            tx.update("accounts", account, person_id=person)
        former = owners.pop()
        tx.run("UPDATE residencies SET to_date = '2020-01-01' WHERE person_id = :former", former=former)
        first = tx.value("SELECT person_id FROM accounts WHERE person_id IS NOT NULL ORDER BY id LIMIT 1")
    return [(one,) for one in sorted([first, *owners])]


def _stop_after(times: int) -> Callable[[int, int], None]:
    def progress(done: int, of: int) -> None:
        if done >= times:
            raise KeyboardInterrupt

    return progress


def test_owners_are_told_once_and_once_of_a_correction(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions_telling, "AT_ONCE", 20)
    owners, period = _owners_with_an_account(), ended("year", clock.today())[0]
    made = _publish(period)
    with pytest.raises(KeyboardInterrupt):
        actions_telling.tell(made, _stop_after(20))
    some = _told(PUBLISHED, made)
    outbox.drain()  # the worker begins anew
    outbox.drain()
    assert some == owners[:1]
    assert _told(PUBLISHED, made) == owners
    corrected = _publish(period)
    actions_telling.tell(made, _stop_after(0))  # of the first nobody hears any more
    outbox.drain()
    assert _told(CORRECTED, corrected) == owners
    assert _told(PUBLISHED, corrected) == []
    with read() as db:
        [(text, link)] = db.tuples(
            "SELECT text, link FROM messages WHERE key = :key", key=f"{CORRECTED}:{corrected}:{owners[0][0]}"
        )
        token = db.value("SELECT token FROM disclosures WHERE id = :id", id=corrected)
    assert str(period.first.year) in text and link == f"/disclosed/{token}"


def test_nobody_is_told_of_a_draft_or_where_the_office_does_not_tell(community: Community) -> None:
    draft = actions.draft(ended("half", clock.today())[0], BY)
    actions_telling.tell(draft, _stop_after(0))
    set_modes({(PUBLISHED, channel): "off" for channel in ("in_app", "push", "mail", "sms", "paper")}, BY)
    made = _publish(ended("year", clock.today())[0])
    outbox.drain()
    assert _told(PUBLISHED, draft) == _told(PUBLISHED, made) == []
