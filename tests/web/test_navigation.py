"""The rail has at most nine rooms; what does not fit stands in the account menu, so that nobody loses a room."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.access.permissions import STAFF_ROLES
from estate.web.navigation import OWNER, STAFF


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_the_rail_has_at_most_nine_rooms(sign_in: Callable[[str], TestClient[Any]], role: str) -> None:
    page = sign_in(role).get("/account").text
    rail = page[page.index('class="rail') : page.index('class="topbar')]
    assert 1 <= rail.count("<li>") <= 9


def test_the_administrator_finds_the_office(sign_in: Callable[[str], TestClient[Any]]) -> None:
    page = sign_in("administrator").get("/account").text
    assert 'href="/office"' in page


def test_a_room_stands_once() -> None:
    for rooms in (STAFF, OWNER):
        keys = [room.key for room in rooms]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("path", ["/equipment", "/upkeep", "/upkeep/forecast"])
def test_a_room_within_another_leads_to_its_own_lists(
    sign_in: Callable[[str], TestClient[Any]], path: str
) -> None:
    page = sign_in("manager").get(path).text
    lists = page[page.index('class="tabs"') :].split("</nav>")[0]
    for href in ("/equipment", "/upkeep", "/upkeep/plans", "/upkeep/records", "/upkeep/forecast"):
        assert f'href="{href}"' in lists


def test_a_room_opens_at_the_first_list_that_somebody_may_see(
    sign_in: Callable[[str], TestClient[Any]],
) -> None:
    for role in STAFF_ROLES:
        one = sign_in(role)
        page = one.get("/account").text
        rail = page[page.index('class="rail') : page.index('class="topbar')]
        for href in re.findall(r'<li><a href="([^"]+)"', rail):
            assert one.get(href).status_code == 200, (role, href)


def test_what_a_guard_opens_all_day_stands_first(sign_in: Callable[[str], TestClient[Any]]) -> None:
    def rail(role: str) -> list[str]:
        page = sign_in(role).get("/account").text
        shown = page[page.index('class="rail') : page.index('class="topbar')]
        return re.findall(r'<li><a href="([^"]+)"', shown)

    assert rail("patrol")[:2] == ["/patrol/rounds", "/gate"]
    assert rail("manager")[0] == "/today"
