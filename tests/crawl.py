"""Follow the links of the house as a person may, breadth first, a few pages of each kind."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit


class Answer(NamedTuple):
    """What an address led to: where it ended after redirections, and its text if it is a page."""

    url: str
    status: int
    page: str | None


class Visit(NamedTuple):
    """One address that was opened, and the address of the page that links to it."""

    address: str
    origin: str
    answer: Answer


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
    return [address for address in found if urlsplit(address)[:2] == urlsplit(base)[:2]]


def path_of(path: str) -> str:
    """The kind of page without what it is asked for: a list is the same page however it is sorted."""
    return kind_of(path).partition("?")[0]


def crawl(
    start: str, visit: Callable[[str], Answer], many: int, kind: Callable[[str], str] = kind_of
) -> Iterator[Visit]:
    """Open the start and all that it leads to; many: how many addresses of one kind are followed."""
    waiting, seen, kinds = deque([(start, "/")]), {start}, dict[str, int]()
    while waiting:
        address, origin = waiting.popleft()
        answer = visit(address)
        yield Visit(address, origin, answer)
        for link in links(answer.page or "", answer.url):
            if link not in seen and kinds.get(kind(link), 0) < many:
                seen.add(link)
                kinds[kind(link)] = kinds.get(kind(link), 0) + 1
                waiting.append((link, address))
