"""A small community that votes: several homes of one owner, co-owners, a developer's homes, one owner not on record."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple

import pytest
import time_machine

from estate.access import accounts
from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.votes import actions, actions_ballots, records, records_roll
from estate.votes.actions import Draft
from estate.votes.records_roll import Entry
from estate.votes.rules_codes import new_code
from estate.votes.tasks import end_due

BY = System("test")
PASSWORD = "correct horse"
KEYS = count()
Travel = Callable[[timedelta], None]


class Somebody(NamedTuple):
    """Somebody of the office who enters paper ballots."""

    account_id: int
    name: str


class Voters(NamedTuple):
    """Home ids by code, person ids by name, two people of the office and a third."""

    homes: dict[str, int]
    people: dict[str, int]
    staff: tuple[Somebody, Somebody, Somebody]


HOMES = {
    "1-1-101": (8000, "occupied", ("Wang",)),
    "1-1-102": (12000, "occupied", ("Li", "Qian")),
    "1-1-201": (5000, "vacant", ("Wang",)),
    "1-1-202": (9000, "occupied", ("Zhao",)),
    "1-2-101": (6000, "occupied", ("Sun",)),
    "1-2-102": (7000, "unsold", ("Builders",)),
    "1-2-201": (7500, "sold", ("Zhou",)),
    "1-2-202": (5500, "vacant", ()),
}
"""Units: Wang's two (13000), Li and Qian (12000), Zhao (9000), Sun (6000), the developer's two (14500), one unknown (5500):
six of 60000 dm²."""


@pytest.fixture
def voters(store: Store) -> Voters:
    homes: dict[str, int] = {}
    people: dict[str, int] = {}
    with write(BY) as tx:
        building = tx.insert("buildings", code="1", sort=1)
        entrances = {code: tx.insert("entrances", building_id=building, code=code) for code in ("1", "2")}
        for name in ("Wang", "Li", "Qian", "Zhao", "Sun", "Zhou", "Builders"):
            people[name] = tx.insert(
                "people",
                kind="company" if name == "Builders" else "person",
                name=name,
                initials=name[0].lower(),
                pinyin=name.lower(),
                created_at=clock.stamp(),
            )
        for code, (area, state, owners) in HOMES.items():
            homes[code] = tx.insert(
                "homes",
                entrance_id=entrances[code.split("-")[1]],
                room=code.split("-")[2],
                code=code,
                sort=code,
                floor=int(code.split("-")[2]) // 100,
                area_dm2=area,
                usage="residential",
                state=state,
            )
            for nth, name in enumerate(owners):
                tx.insert(
                    "residencies",
                    home_id=homes[code],
                    person_id=people[name],
                    role="co_owner" if nth else "owner",
                    created_at=clock.stamp(),
                )
        staff = [
            Somebody(int(tx.value("SELECT id FROM accounts WHERE login = :login", login=login)), login)
            for login in ("clerk", "cashier", "manager")
        ]
    return Voters(homes, people, (staff[0], staff[1], staff[2]))


@pytest.fixture
def account_of(voters: Voters) -> Callable[[str], str]:
    """Let somebody sign in; answers their sign-in name."""

    def made(name: str) -> str:
        with write(BY) as tx:
            account = accounts.create(tx, name.lower(), name, PASSWORD, ["owner"], locale="en")
            tx.update("accounts", account, person_id=voters.people[name])
        return name.lower()

    return made


@pytest.fixture
def travel() -> Iterator[Callable[[timedelta], None]]:
    """Move the clock on by so much, as often as one likes."""
    with time_machine.travel(datetime.now().astimezone(), tick=True) as traveller:
        yield traveller.shift


DAYS = 20


def draft(**more: object) -> Draft:
    given = Draft(
        "Hire the managers again",
        "Their contract ends with the year.",
        ("residential", "shop", "office"),
        "per_owner",
        "representative",
        "office",
        "",
        15,
        clock.stamp_of(clock.now() + timedelta(days=DAYS)),
        (("Hire them for three years", "", "manager"), ("Rent the roof to an aerial", "", "common_parts")),
    )
    return given._replace(**more)


def drafted(**more: object) -> int:
    return actions.draft(draft(**more), f"vote-{next(KEYS)}", BY)


def opened(**more: object) -> int:
    """A vote that is open."""
    vote_id = drafted(**more)
    actions.draw_up(vote_id, BY)
    actions.open_vote(vote_id, BY)
    return vote_id


def found(vote_id: int) -> records.Vote:
    with read() as db:
        one = records.vote(db, vote_id)
    assert one is not None
    return one


def unit_of(vote_id: int, voters: Voters, home: str) -> Entry:
    with read() as db:
        one = records_roll.unit_of_home(db, vote_id, voters.homes[home])
    assert one is not None
    return one


def choices(vote_id: int, *chosen: str) -> dict[int, str]:
    """Choices in the order of the motions; one for all where only one is given."""
    with read() as db:
        motions = [one.id for one in records.motions(db, vote_id)]
    return dict(zip(motions, chosen if len(chosen) > 1 else chosen * len(motions), strict=True))


__all__ = ["BY", "PASSWORD", "Somebody", "Voters", "new_code"]


def cast(vote_id: int, voters: Voters, home: str, name: str, *chosen: str, code: str = "") -> str:
    unit = unit_of(vote_id, voters, home)
    return actions_ballots.cast(
        vote_id, unit.id, voters.people[name], choices(vote_id, *chosen), code or new_code(), BY
    )


def paper(vote_id: int, voters: Voters, home: str) -> str:
    unit = unit_of(vote_id, voters, home)
    [(_unit, code)] = actions_ballots.print_papers(vote_id, [unit], BY)
    return code


def enter(vote_id: int, voters: Voters, home: str, who: int, *chosen: str, code: str = "") -> str:
    unit = unit_of(vote_id, voters, home)
    return actions_ballots.enter(vote_id, unit.id, choices(vote_id, *chosen), code, None, voters.staff[who])


def ended(vote_id: int, travel: Travel) -> None:
    travel(timedelta(days=DAYS, seconds=1))
    end_due()
    assert found(vote_id).state == "counting"
