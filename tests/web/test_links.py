"""Nobody is led to a page that does not exist or is closed to them: every link of every page is followed."""

from typing import Any

import pytest
from litestar.testing import TestClient

from estate.access.permissions import ROLES
from estate.settings import Settings
from tests.application import application
from tests.conftest import Community
from tests.crawl import Answer, crawl

MANY = 4
"""Pages of one kind that are followed: the page of one home is like that of the next."""


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_somewhere(role: str, community: Community) -> None:
    settings = Settings(data=str(community.folder), open_browser=False)
    with TestClient(application(settings), raise_server_exceptions=False) as one:
        one.headers["sec-fetch-site"] = "same-origin"
        login = community.logins[role]
        one.post("/sign-in", data={"login": login.name, "password": login.password})

        def visit(address: str) -> Answer:
            answer: Any = one.get(address)
            is_page = "text/html" in answer.headers.get("content-type", "")
            return Answer(str(answer.url), answer.status_code, answer.text if is_page else None)

        visits = list(crawl(str(one.get("/").url), visit, MANY))
    broken = [
        f"{one.origin} → {one.address}: {one.answer.status}" for one in visits if one.answer.status >= 400
    ]
    assert broken == []
    assert len(visits) > 3
