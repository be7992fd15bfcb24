"""What people see before they sign in and what a form refuses is Chinese; pages behind links are read by web/test_links."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import read
from estate.settings import Settings
from tests.application import application
from tests.chinese import english
from tests.conftest import Community

OPEN_PAGES = ["/sign-in", "/join", "/join/ABCD2345", "/no-such-page"]
FORMS = {
    "/account/password": {"old": "wrong", "password": "short", "again": "other"},
    "/users": {"name": "", "login": "x", "roles": "king", "password": "a", "again": "b"},
    "/buildings": {"entrances": "what", "floors": "x"},
    "/people": {"kind": "animal", "name": "", "phone": "12", "id_number": "1"},
    "/fee-items": {"name": "", "kind": "?", "amount": "x"},
    "/homes/{home}/residents": {"role": "king", "from_date": "x", "share": "2"},
    "/homes/{home}/charges": {"amount": "", "on": "13"},
    "/homes/{home}/handover": {"from_date": "x"},
    "/parking": {"kind": "?", "area_dm2": "x"},
    "/receipts/{receipt}/reversal": {"reason": ""},
    "/counter/{home}": {"amount": "0", "method": "gold"},
    "/fee-items/{item}/penalty": {"rate": "king"},
    "/days-off": {"day": "what"},
    "/shared-costs": {"first": "what", "amount_fen": "king", "pool_kind": "?"},
    "/channels/smtp": {"host": "/", "port": "x", "security": "none", "from_address": "a"},
    "/channels/aliyun": {"url": "ftp://x"},
    "/imports": {},
    "/meters/imports": {},
}


@contextmanager
def browser(community: Community, role: str = "") -> Iterator[TestClient[Any]]:
    """A Chinese browser in the community, signed in where a role is given."""
    settings = Settings(data=str(community.folder), open_browser=False)
    with TestClient(application(settings), raise_server_exceptions=False) as one:
        one.headers.update({"sec-fetch-site": "same-origin", "accept-language": "zh-CN"})
        if role:
            login = community.logins[role]
            data = {"login": login.name, "password": login.password}
            assert one.post("/sign-in", data=data, follow_redirects=False).status_code == 303
        yield one


@pytest.fixture
def numbers(community: Community) -> dict[str, Any]:
    """One of each thing, to fill the addresses."""
    with read() as db:
        return {
            "home": db.value("SELECT max(home_id) FROM charges"),
            "receipt": db.value("SELECT max(number) FROM receipts WHERE kind = 'receipt'"),
            "item": db.value("SELECT min(id) FROM fee_items"),
        }


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_a_stranger_reads_chinese(address: str, community: Community) -> None:
    with browser(community) as one:
        answer = one.get(address)
    assert answer.status_code < 500 and english(answer.text, set()) == []


@pytest.mark.parametrize("address", FORMS)
def test_what_a_form_refuses_is_said_in_chinese(
    address: str, community: Community, numbers: dict[str, Any]
) -> None:
    typed = {"king", "gold", "animal", "what", *(one.name for one in community.logins.values())}
    with browser(community, "administrator") as one:
        answer = one.post(address.format(**numbers), data=FORMS[address], follow_redirects=False)
    assert answer.status_code in (409, 422), answer.text
    assert english(answer.text, typed) == []
