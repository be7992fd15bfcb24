"""The rail has at most nine rooms; what does not fit stands in the account menu, so that nobody loses a room."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.access.permissions import STAFF_ROLES


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_the_rail_has_at_most_nine_rooms(sign_in: Callable[[str], TestClient[Any]], role: str) -> None:
    page = sign_in(role).get("/account").text
    rail = page[page.index('class="rail') : page.index('class="topbar')]
    assert 1 <= rail.count("<li>") <= 9


def test_the_administrator_finds_the_office(sign_in: Callable[[str], TestClient[Any]]) -> None:
    page = sign_in("administrator").get("/account").text
    assert 'href="/office"' in page
