"""Nobody is led to a page that does not exist or is closed to them: every link of every page is followed."""

import re
from collections import Counter
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


def doubled_ids(page: str) -> list[str]:
    """Names that two parts of a page bear: a link, a label or a swap would find the first of them."""
    shown = re.sub(r"<template\b.*?</template>", "", page, flags=re.S)
    return [name for name, count in Counter(re.findall(r'<[^>]*?\sid="([^"]+)"', shown)).items() if count > 1]


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
    assert {one.address: doubled for one in visits if (doubled := doubled_ids(one.answer.page or ""))} == {}
    assert len(visits) > 3
