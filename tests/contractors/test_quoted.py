"""A firm that has an order with an open quote waits for the owner, and its link ends when the work is taken up again."""

from typing import Any

from litestar.testing import TestClient

from estate.contractors import actions
from estate.contractors.actions import Firm
from tests.contractors.test_work import CLERK, phone
from tests.materials.conftest import BY, Shop, clocked, shop, site

__all__ = ["clocked", "phone", "shop", "site"]


def test_a_firm_is_not_offered_to_go_on_before_the_owner_answered(shop: Shop, phone: TestClient[Any]) -> None:
    order_id = shop.working()
    firm = actions.save(Firm("Dry Roofs Ltd", "13900002222"), CLERK)
    token = actions.hand_out(order_id, firm, "k", CLERK, days=7, contact=False).token
    phone.post(f"/work/{token}/steps/accept", data={"key": "a"})
    quote_id = shop.quote(order_id, (shop.hour, 1000))
    shown = phone.get(f"/work/{token}").text
    assert "The owner has not answered the quote yet" in shown and "Go on" not in shown
    assert phone.post(f"/work/{token}/steps/resume", data={"key": "r"}).status_code == 422
    shop.answer(quote_id, "accepted")
    for step, more in (("arrive", {}), ("finish", {"note": "sealed"})):
        phone.post(f"/work/{token}/steps/{step}", data={"key": step, **more})
    assert "The work is done" in phone.get(f"/work/{token}").text
    shop.site.step(order_id, "reopen", "owner", BY, reason="drips again")
    ended = phone.get(f"/work/{token}")
    assert ended.status_code == 410 and "This link has ended" in ended.text
