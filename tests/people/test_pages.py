"""The pages of people, as staff see them."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import audit, read
from tests.people.conftest import Estate

Browser = TestClient[Any]
SignIn = Callable[[str], Browser]
HTMX = {"hx-request": "true"}


def entries(subject: str, subject_id: int) -> list[str]:
    with read() as db:
        return [one.action for one in audit.of_subject(db, subject, subject_id)]


PAGES = [
    "/people",
    "/people?q=wxy",
    "/people?role=owner&page=2",
    "/people?role=former",
    "/people?role=company",
    "/people/new",
    "/people/{wang}",
    "/people/{developer}",
    "/people/{wang}/edit",
    "/people/{wang}/care/new",
    "/homes/{home}/residents",
    "/homes/{home}/residents/new?q=13812345678",
    "/homes/{home}/residents/new?person={sun}",
    "/homes/{home}/handover",
    "/residencies/1",
    "/invitations",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows(path: str, estate: Estate, sign_in: SignIn) -> None:
    ids = {
        "wang": estate.wang,
        "developer": estate.developer,
        "sun": estate.sun,
        "home": estate.homes["3-2-501"],
    }
    answer = sign_in("manager").get(path.format(**ids))
    assert answer.status_code == 200, answer.text
    assert "13812345678" not in answer.text.replace("q=13812345678", "").replace('value="13812345678"', "")
