"""The link goes to the firm's mobile phone by SMS, through the office's messages."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from litestar.testing import TestClient

from estate.contractors import actions
from estate.contractors.actions import Firm, Handed
from estate.data import read
from estate.labels.actions import set_address
from estate.messages.actions_delivery import deliver
from tests.channels.conftest import gateway, sms
from tests.channels.servers import Gateway
from tests.contractors.test_work import CLERK, Site, key_of, phone, photo, site
from tests.repairs.test_own import drawn

__all__ = ["gateway", "phone", "site", "sms"]
SignIn = Callable[[str], TestClient[Any]]
HOUSE = "https://wx.example.com"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def hand(order_id: int, firm_id: int, key: str = "k") -> Handed:
    return actions.hand_out(order_id, firm_id, key, CLERK, days=7, contact=False, address=HOUSE)


def test_the_firm_gets_its_link_by_sms_once(site: Site, sms: Gateway) -> None:
    with time_machine.travel(NOON, tick=False):
        handed = hand(site.order, site.firm)
        assert handed.texted
        assert deliver() == 1 and deliver() == 0
    [sent] = [one.json["content"] for one in sms.requests if one.body]
    assert (
        f"{HOUSE}/work/{handed.token}" in sent and "The roof leaks" in sent and "Roof of building 3" in sent
    )
    with read() as db:
        [row] = db.tuples("SELECT recipient, person_id, account_id, event FROM messages")
        assert row == ("Dry Roofs Ltd", None, None, "repair.handed")
        assert db.tuples("SELECT to_address, state FROM deliveries") == [("13900002222", "accepted")]


def test_without_a_mobile_number_or_a_channel_the_clerk_sends_it(site: Site) -> None:
    assert not hand(site.order, site.firm).texted
    with read() as db:
        assert db.value("SELECT count(*) FROM messages") == 0


def test_a_landline_gets_no_sms(site: Site, sms: Gateway) -> None:
    landline = actions.save(Firm("Lift Care", "0571-88886666"), CLERK)
    assert not hand(site.order, landline).texted


@pytest.mark.parametrize("wanted", [True, False])
def test_the_clerk_decides_and_is_told(sign_in: SignIn, site: Site, sms: Gateway, wanted: bool) -> None:
    set_address(HOUSE, CLERK)
    client, path = sign_in("clerk"), f"/contractors/orders/{site.order}"
    data = {"key": key_of(client.get(path).text), "contractor": str(site.firm), "days": "7"}
    shown = client.post(path, data=data | ({"sms": "y"} if wanted else {})).text
    assert ("The link goes to 13900002222 by SMS" in shown) == wanted
    assert ("Send it now" in shown) != wanted
    with read() as db:
        assert db.value("SELECT count(*) FROM messages") == int(wanted)
    manager = sign_in("manager")
    assert "To outside firms" in manager.get("/messages/settings").text
    if wanted:
        assert "Dry Roofs Ltd" in manager.get("/messages").text
        assert manager.get("/messages/1").status_code == 200


def test_the_firm_sees_what_is_broken_and_not_who_signed(
    site: Site, phone: TestClient[Any], sign_in: SignIn
) -> None:
    token = hand(site.order, site.firm).token
    desk = sign_in("manager")
    for kind, name in (("signature", "s.jpg"), ("before", "b.jpg")):
        color = photo() if kind == "before" else ("s.png", drawn_png(), "image/png")
        answer = desk.post(
            f"/papers/of/order/{site.order}",
            data={"paper_kind": kind},
            files={"paper_files": (name, color[1], color[2])},
            follow_redirects=False,
        )
        assert answer.status_code == 303
    shown = phone.get(f"/work/{token}").text
    assert "/photos/2" in shown and "/photos/1" not in shown
    assert phone.get(f"/work/{token}/photos/1").status_code == 404
    assert phone.get(f"/work/{token}/photos/2").status_code == 200


def drawn_png() -> bytes:
    return base64.b64decode(drawn().partition(",")[2])


def test_what_is_too_long_is_told_and_not_cut(site: Site, phone: TestClient[Any], sign_in: SignIn) -> None:
    url = f"/work/{hand(site.order, site.firm).token}"
    for step in ("accept", "arrive"):
        phone.post(f"{url}/steps/{step}", data={"key": step})
    refused = phone.post(f"{url}/steps/finish", data={"key": "f", "note": "x" * 2001})
    assert refused.status_code == 422 and "x" * 2001 in refused.text
    refused = phone.post(f"{url}/steps/give_back", data={"key": "g", "reason": "x" * 201})
    assert refused.status_code == 422
    firm = {"name": "A", "phone": "13900001111", "note": "x" * 501}
    assert sign_in("clerk").post("/contractors", data=firm).status_code == 422
