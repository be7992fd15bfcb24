"""A complaint that disputes bills: those rest, named on its page alone, until it is closed."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from estate.complaints import actions
from estate.complaints.details import Received
from estate.data import clock, read, write
from estate.data.store import System
from estate.dunning import queries as dunning
from tests.cashier.conftest import Place, owed, place
from tests.complaints.conftest import Browser, step

__all__ = ["place"]


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel("2026-11-26T04:00:00+00:00"):
        yield


def complain(place: Place, *, unnamed: bool = False) -> int:
    """Wang disputes a bill."""
    who = place.wang
    told = Received(
        "owner", "fees", "Billed twice", reporter_id=who.payer_id, home_id=who.home_id, unnamed=unnamed
    )
    with write(System("complainer")) as tx:
        return actions.receive(tx, told, "fees")


def test_only_the_bills_that_are_ticked_rest_and_they_count_again_when_it_is_closed(
    place: Place, sign_in: Callable[..., Browser]
) -> None:
    one, until = complain(place), clock.today() + timedelta(days=30)
    office = sign_in("clerk")
    step(office, one, "take")
    bills = owed(place.wang)
    foreign = {"key": "f", "until": until.isoformat(), "charges": str(owed(place.li)[0].charge_id)}
    assert "not open any more" in office.post(f"/complaints/{one}/steps/pause", data=foreign).text
    page = office.get(f"/complaints/{one}").text
    assert all(f'name="charges" type="checkbox" value="{each.charge_id}"' in page for each in bills)
    step(office, one, "pause", until=until.isoformat(), charges=str(bills[1].charge_id))

    def rest() -> set[int]:
        with read() as db:
            return dunning.disputed(db, *place.wang, clock.today().isoformat())

    assert rest() == {bills[1].charge_id}
    assert "Of 1 disputed bill; the others go on." in office.get(f"/complaints/{one}").text
    step(office, one, "close", outcome="explained", cause="billing", text="The bill is right.")
    assert rest() == set()


def test_of_who_stays_unnamed_no_bill_is_shown_and_all_of_them_rest(
    place: Place, sign_in: Callable[..., Browser]
) -> None:
    one, until = complain(place, unnamed=True), (clock.today() + timedelta(days=30)).isoformat()
    boss = sign_in("manager")
    step(boss, one, "take")
    assert 'name="charges"' not in boss.get(f"/complaints/{one}").text
    tried = {"key": "t", "until": until, "charges": str(owed(place.wang)[0].charge_id)}
    assert boss.post(f"/complaints/{one}/steps/pause", data=tried).status_code == 422
    step(boss, one, "pause", until=until)
    with read() as db:
        assert dunning.resting_by(db, "complaints", one) == (until, 0)
