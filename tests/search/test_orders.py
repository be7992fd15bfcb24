"""Work orders are found by their number in the one search box, by those who may see them."""

from collections.abc import Callable
from typing import Any

from litestar.testing import TestClient

from estate.data import write
from estate.data.store import System
from estate.repairs import actions
from estate.repairs.actions import Report


def test_an_order_is_found_by_its_number_or_the_beginning_of_it(
    sign_in: Callable[[str], TestClient[Any]],
) -> None:
    with write(System("test")) as tx:
        told = Report("clerk", "lighting", "normal", "Lamp dark", location="East gate", join=False)
        order_id = actions.report(tx, told, "one")
        number = actions.require(tx, order_id).number
    browser = sign_in("clerk")
    for typed in (number, number.lower(), number[:8]):
        shown = browser.get("/search", params={"q": typed}).text
        assert f'href="/repairs/{order_id}"' in shown, typed
    assert f'href="/repairs/{order_id}"' not in sign_in("patrol").get("/search", params={"q": number}).text
