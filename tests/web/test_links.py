"""Nobody is led to a page that does not exist or is closed to them: every link of every page is followed."""

import re
from collections import deque
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from litestar.testing import TestClient

from estate.access.permissions import ROLES
from estate.app import create_app
from estate.appliance.practice import Practice
from estate.settings import Settings
from tests.conftest import Community

MANY = 4
"""Pages of one kind that are followed: the page of one home is like that of the next."""


def kind_of(path: str) -> str:
    """The path without its numbers, which tells one kind of page from another."""
    address = urlsplit(path)
    names = sorted(re.findall(r"(\w+)=", address.query))
    return f"{re.sub(r'[^/]*[0-9][^/]*', '#', address.path)}?{','.join(names)}"


def links(page: str, base: str) -> list[str]:
    """The addresses inside this house that a page links to."""
    found = [
        urldefrag(urljoin(base, unescape(href))).url for href in re.findall(r'<a [^>]*href="([^"]+)"', page)
    ]
    return [address for address in found if address.startswith("http://testserver.local/")]


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_somewhere(role: str, community: Community) -> None:
    settings = Settings(data=str(community.folder), open_browser=False)
    broken: list[str] = []
    with TestClient(create_app(settings, practice=Practice(settings)), raise_server_exceptions=False) as one:
        one.headers["sec-fetch-site"] = "same-origin"
        login = community.logins[role]
        one.post("/sign-in", data={"login": login.name, "password": login.password})
        start = str(one.get("/").url)
        waiting, seen, kinds = deque([(start, "/")]), {start}, dict[str, int]()
        while waiting:
            address, origin = waiting.popleft()
            answer: Any = one.get(address)
            if answer.status_code >= 400:
                broken.append(f"{origin} → {address}: {answer.status_code}")
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            for link in links(answer.text, str(answer.url)):
                kind = kind_of(link)
                if link not in seen and kinds.get(kind, 0) < MANY:
                    seen.add(link)
                    kinds[kind] = kinds.get(kind, 0) + 1
                    waiting.append((link, address))
    assert broken == []
    assert len(seen) > 3
