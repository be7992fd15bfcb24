"""An owner finds the office's phone and every way to it on one page."""

from collections.abc import Callable
from typing import Any

from litestar.testing import TestClient

from estate.data import write
from estate.data.store import System
from estate.web.navigation import OWNER
from tests.conftest import Community


def test_the_phone_and_every_way_to_the_office_stand_on_one_page(
    resident: TestClient[Any], community: Community
) -> None:
    with write(System("test")) as tx:
        tx.run("UPDATE office SET phone = '021-5555 0101', address = 'Gatehouse, ground floor'")
    page = resident.get("/my/office").text
    assert 'href="tel:021-5555 0101"' in page and "Gatehouse, ground floor" in page
    reach = next(room for room in OWNER if room.key == "my-office")
    for tab in reach.tabs[1:]:
        assert f'class="entry" href="{tab.href}"' in page


def test_it_is_the_owners_page(sign_in: Callable[[str], TestClient[Any]]) -> None:
    assert sign_in("cashier").get("/my/office").status_code == 403
