"""Nobody is led to a page that does not exist or is closed to them, or that has stayed English for who reads Chinese: every
link of every page is followed."""

import re
from collections import Counter
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.access.permissions import ROLES
from estate.data import read
from estate.settings import Settings
from tests.application import application
from tests.chinese import english, makers_words
from tests.conftest import Community
from tests.crawl import Answer, crawl

MANY = 4
"""Pages of one kind that are followed: the page of one home is like that of the next."""


TRANSFER_CODE = re.compile(r"\b[A-Z]{6}\b")
IN_ENGLISH = re.compile(r"/letters/texts/\w+/en\b")
"""Pages of the English letters themselves."""


def doubled_ids(page: str) -> list[str]:
    """Names that two parts of a page bear: a link, a label or a swap would find the first of them."""
    shown = re.sub(r"<template\b.*?</template>", "", page, flags=re.S)
    return [name for name, count in Counter(re.findall(r'<[^>]*?\sid="([^"]+)"', shown)).items() if count > 1]


def left_english(page: str, names: set[str]) -> list[str]:
    """Texts that hold English words other than names and the codes of transfers."""
    return english(page, names | set(TRANSFER_CODE.findall(page)))


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_somewhere(role: str, community: Community) -> None:
    settings = Settings(data=str(community.folder), open_browser=False)
    with TestClient(application(settings), raise_server_exceptions=False) as one:
        one.headers.update({"sec-fetch-site": "same-origin", "accept-language": "zh-CN"})
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
    with read() as db:
        names = {login.name for login in community.logins.values()} | makers_words(db)
    assert {
        one.address: texts
        for one in visits
        if not IN_ENGLISH.search(one.address) and (texts := left_english(one.answer.page or "", names))
    } == {}
    assert len(visits) > 3
