"""A small community that is asked: twelve homes in two buildings, an owner each, two of the first with a co-owner."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from litestar.testing import TestClient

from estate.access import accounts
from estate.access.me import Me
from estate.audience.actions import Aim
from estate.data import Store, clock, write
from estate.data.store import System
from estate.surveys import actions, actions_running
from estate.surveys.actions import Draft
from estate.surveys.rules import Option, Question

BY = System("test")
PASSWORD = "correct horse"
TITLE = "How are we doing?"
QUESTIONS = (
    Question(
        "single", "Have you reported a repair?", required=True, options=(Option("Yes"), Option("No", 3))
    ),
    Question("scale", "How good was it?", least=1, most=5, low="Poor", high="Good"),
    Question("multiple", "What is missing?", options=(Option("Lights"), Option("Trees")), other=True, most=2),
    Question("text", "What else?"),
)


class Asked(NamedTuple):
    """Home ids by code, person ids by name (`Owner 1-1-101`)."""

    homes: dict[str, int]
    people: dict[str, int]


@pytest.fixture
def neighbours(store: Store) -> Asked:
    return settle(2, 6)


def settle(buildings: int, of_each: int) -> Asked:
    """So many buildings of one entrance with so many homes, an owner each; in 1-1-101 a co-owner too."""
    homes: dict[str, int] = {}
    people: dict[str, int] = {}
    with write(BY) as tx:
        for number in range(1, buildings + 1):
            building = tx.insert("buildings", code=str(number), sort=number)
            entrance = tx.insert("entrances", building_id=building, code="1")
            for floor in range(1, of_each + 1):
                code = f"{number}-1-{floor}01"
                homes[code] = tx.insert(
                    "homes",
                    entrance_id=entrance,
                    room=f"{floor}01",
                    code=code,
                    sort=f"{number:03d}-{floor:03d}",
                    floor=floor,
                    area_dm2=8000,
                    usage="residential",
                    state="occupied",
                )
                for role in ("owner", *(["co_owner"] if code == "1-1-101" else [])):
                    name = f"{role.title().replace('_', '-')} {code}"
                    people[name] = tx.insert(
                        "people",
                        name=name,
                        initials="o",
                        pinyin="o",
                        created_at=clock.stamp(),
                        birth_year=1980,
                    )
                    tx.insert(
                        "residencies",
                        home_id=homes[code],
                        person_id=people[name],
                        role=role,
                        created_at=clock.stamp(),
                    )
    return Asked(homes, people)


@pytest.fixture
def account_of(neighbours: Asked) -> Callable[[str], str]:
    """Let somebody sign in; answers their sign-in name."""

    def made(name: str) -> str:
        return signed_up(neighbours, name)[0]

    return made


def signed_up(asked: Asked, name: str) -> tuple[str, Me]:
    """An account of somebody: the sign-in name, and themselves."""
    login = name.lower().replace(" ", "")
    with write(BY) as tx:
        account = accounts.create(tx, login, name, PASSWORD, ["owner"], locale="en")
        tx.update("accounts", account, person_id=asked.people[name])
    return login, me_of(asked, name, account)


def me_of(asked: Asked, name: str, account: int) -> Me:
    return Me(account, name, frozenset({"owner"}), frozenset(), "en", asked.people[name])


def given(**more: object) -> Draft:
    """A survey per home of everybody, by name."""
    return Draft(TITLE, "", "home", "everybody", False, False, 5, "", None)._replace(**more)


def drafted(draft: Draft, questions: tuple[Question, ...] = QUESTIONS, key: str = "k") -> int:
    made = actions.draft(draft, key, BY)
    actions.aim(made, Aim("all"), BY)
    for question in questions:
        actions.put_question(made, 0, question, BY)
    return made


def opened(draft: Draft, questions: tuple[Question, ...] = QUESTIONS, key: str = "k") -> int:
    made = drafted(draft, questions, key)
    actions_running.open_now(made, BY)
    return made


def fill(browser: TestClient[Any], place: str, *pages: dict[str, Any]) -> Any:
    """Send one page after the other, each with what the page before carried along."""
    answer = browser.get(f"{place}&at=1" if "?" in place else f"{place}?at=1")
    home = re.search(r'name="home" value="(\d+)"', answer.text)
    assert home, answer.text
    for page in pages:
        carried = re.search(r'name="carried" value="([^"]*)"', answer.text)
        more = {"carried": carried[1].replace("&#34;", '"')} if carried else {}
        answer = browser.post(place.split("?")[0], data={"home": home[1], "go": "next"} | more | page)
    return answer
