"""A firm carries out an order by its link: from accepting to done, and what ends the link."""

import io
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
import time_machine
from litestar.testing import TestClient
from PIL import Image

from estate.contractors import actions, queries
from estate.contractors.actions import Firm
from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.papers import queries as papers
from estate.refusal import Refused
from estate.repairs import actions as repairs
from estate.repairs import queries as orders
from estate.repairs.actions import Report
from estate.repairs.details import Details
from estate.settings import Settings
from tests.application import application

SignIn = Callable[[str], TestClient[Any]]
CLERK = System("Sun Yan")


class Site(NamedTuple):
    order: int
    firm: int


@pytest.fixture
def site(store: Store) -> Site:
    """A leaking roof, and a firm that mends roofs."""
    with write(CLERK) as tx:
        told = Report(
            "clerk",
            "masonry",
            "normal",
            "The roof leaks",
            location="Roof of building 3",
            reporter_name="Wang Xiuying",
            reporter_phone="13812345678",
        )
        order = repairs.report(tx, told, "r")
    return Site(order, actions.save(Firm("Dry Roofs Ltd", "13900002222", "Roofs"), CLERK))


@pytest.fixture
def phone(settings: Settings) -> Iterator[TestClient[Any]]:
    """The firm's phone, without a session."""
    with TestClient(application(settings), raise_server_exceptions=False) as one:
        one.headers.update({"sec-fetch-site": "same-origin", "accept-language": "en"})
        yield one


def hand(site: Site, *, contact: bool = False, days: int = 14, key: str = "k") -> str:
    return actions.hand_out(site.order, site.firm, key, CLERK, days=days, contact=contact).token


def photo() -> tuple[str, bytes, str]:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(made, "JPEG")
    return ("p.jpg", made.getvalue(), "image/jpeg")


def key_of(text: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', text)
    assert found
    return found[1]


def test_a_firm_carries_an_order_out_by_its_link(site: Site, phone: TestClient[Any]) -> None:
    url = f"/work/{hand(site)}"
    shown = phone.get(url)
    assert shown.status_code == 200 and "The roof leaks" in shown.text and "Roof of building 3" in shown.text
    assert "13812345678" not in shown.text and "Wang" not in shown.text
    assert shown.headers["cache-control"] == "no-store" and shown.headers["referrer-policy"] == "no-referrer"
    for step in ("accept", "set_out", "arrive"):
        shown = phone.post(f"{url}/steps/{step}", data={"key": key_of(shown.text)})
        assert shown.status_code == 200
    phone.post(f"{url}/steps/start", data={"key": "s"}, files={"paper_files": photo()})
    shown = phone.post(f"{url}/steps/wait", data={"key": "w", "waiting_for": "parts", "note": "tar paper"})
    assert "Go on" in shown.text
    assert 'name="note"' not in shown.text
    shown = phone.post(f"{url}/steps/resume", data={"key": "x"})
    assert 'name="note"' in shown.text and 'name="paper_files"' in shown.text
    assert phone.post(f"{url}/steps/finish", data={"key": "f"}).status_code == 422  # without what was done
    done = phone.post(f"{url}/steps/finish", data={"key": "g", "note": "sealed"})
    assert done.status_code == 410 and "The work is done" in done.text
    with read() as db:
        order, steps = orders.order(db, site.order), orders.steps(db, site.order)
        assert order and order.state == "done" and order.contractor_id == site.firm
        assert [one.who for one in steps[2:]] == ["Dry Roofs Ltd"] * 7
        assert [one.kind for one in papers.of(db, "order", site.order)] == ["before"]


def test_a_step_sent_twice_is_taken_once(site: Site, phone: TestClient[Any]) -> None:
    url = f"/work/{hand(site)}"
    for _again in range(2):
        assert phone.post(f"{url}/steps/accept", data={"key": "a"}).status_code == 200
    with read() as db:
        assert [one.step for one in orders.steps(db, site.order)] == ["report", "assign", "accept"]


def test_a_page_without_its_key_and_a_step_out_of_turn_are_refused(
    site: Site, phone: TestClient[Any]
) -> None:
    url = f"/work/{hand(site)}"
    assert phone.post(f"{url}/steps/accept", data={}).status_code == 422
    for step in ("start", "sign_off", "cancel", "assign", "take"):
        assert phone.post(f"{url}/steps/{step}", data={"key": step, "reason": "r"}).status_code == 422, step
    assert phone.post(f"{url}/steps/nonsense", data={"key": "n"}).status_code == 404


def test_whom_to_call_is_shown_only_where_the_office_says_so(site: Site, phone: TestClient[Any]) -> None:
    shown = phone.get(f"/work/{hand(site, contact=True)}").text
    assert "13812345678" in shown and "Wang Xiuying" in shown


def test_a_strangers_token_opens_nothing(site: Site, phone: TestClient[Any]) -> None:
    hand(site)
    assert phone.get("/work/" + "a" * 32).status_code == 404
    assert phone.post("/work/" + "a" * 32 + "/steps/accept", data={"key": "a"}).status_code == 404


def test_the_records_hold_no_token_that_works(site: Site) -> None:
    token = hand(site)
    with read() as db:
        assert db.value("SELECT token_hash FROM work_links") == actions.hash_token(token)
        assert token not in "".join(db.values("SELECT ifnull(after, '') FROM audit"))


@pytest.mark.parametrize("how", ["revoked", "renewed", "expired", "taken away", "cancelled"])
def test_a_link_that_has_ended_shows_and_does_nothing(site: Site, phone: TestClient[Any], how: str) -> None:
    url = f"/work/{hand(site)}"
    later = timedelta()
    if how == "revoked":
        actions.revoke(site.order, CLERK)
    elif how == "renewed":
        hand(site, key="again")
    elif how == "expired":
        later = timedelta(days=14, minutes=1)
    else:
        with write(CLERK) as tx:
            zhou = int(tx.value("SELECT id FROM accounts WHERE login = 'repairer'"))
            step, details = {
                "taken away": ("assign", Details(assignee_id=zhou)),
                "cancelled": ("cancel", Details(reason="sold")),
            }[how]
            repairs.step(tx, site.order, step, "k2", {"office"}, details)
    with time_machine.travel(clock.now() + later):
        shown = phone.get(url)
        assert shown.status_code == 410 and "The roof leaks" not in shown.text
        assert phone.post(f"{url}/steps/accept", data={"key": "a"}).status_code == 410
    with read() as db:
        assert "accept" not in [one.step for one in orders.steps(db, site.order)]


def test_a_new_link_for_the_same_firm_is_no_new_assignment(site: Site, phone: TestClient[Any]) -> None:
    hand(site)
    token = hand(site, key="again")
    assert phone.get(f"/work/{token}").status_code == 200
    with read() as db:
        assert [one.step for one in orders.steps(db, site.order)] == ["report", "assign"]


def test_photos_of_the_order_open_by_its_link_alone(site: Site, phone: TestClient[Any]) -> None:
    token = hand(site)
    phone.post(f"/work/{token}/steps/accept", data={"key": "a"})
    phone.post(f"/work/{token}/steps/arrive", data={"key": "b"}, files={"paper_files": photo()})
    with read() as db:
        [paper] = papers.of(db, "order", site.order)
    assert phone.get(f"/work/{token}/photos/{paper.id}").headers["content-type"] == "image/jpeg"
    assert phone.get(f"/work/{token}/photos/999").status_code == 404
    assert phone.get(f"/work/{'b' * 32}/photos/{paper.id}").status_code == 404
    actions.revoke(site.order, CLERK)
    assert phone.get(f"/work/{token}/photos/{paper.id}").status_code == 404


def test_the_database_holds_one_living_link_and_its_hash(site: Site) -> None:
    hand(site)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"), write(CLERK) as tx:
        tx.run("""
            INSERT INTO work_links (order_id, contractor_id, token_hash, contact, made_at, who, expires_at)
            SELECT order_id, contractor_id, randomblob(32), 0, made_at, who, expires_at FROM work_links
        """)
    with pytest.raises(sqlite3.IntegrityError, match="revoked"), write(CLERK) as tx:
        tx.run("UPDATE work_links SET expires_at = '2999'")


def test_a_firm_with_orders_stays_and_a_retired_one_gets_none(site: Site) -> None:
    hand(site)
    with pytest.raises(Refused):
        actions.retire(site.firm, CLERK)
    other = actions.save(Firm("Old Roofs", "13900003333"), CLERK)
    actions.retire(other, CLERK)
    with pytest.raises(Refused):
        actions.hand_out(site.order, other, "o", CLERK, days=3, contact=False)
    with pytest.raises(Refused):
        actions.save(Firm("old roofs", "13900003333"), CLERK)
    with read() as db:
        assert [one.name for one in queries.contractors(db)] == ["Dry Roofs Ltd"]


def test_the_clerk_hands_an_order_to_a_firm_and_sees_the_link_once(sign_in: SignIn, site: Site) -> None:
    client = sign_in("clerk")
    path = f"/contractors/orders/{site.order}"
    assert f'href="{path}"' in client.get(f"/repairs/{site.order}").text
    asked = client.get(path)
    data = {"key": key_of(asked.text), "contractor": str(site.firm), "days": "7"}
    assert client.post(path, data={**data, "days": "0"}).status_code == 422
    made = client.post(path, data=data)
    assert made.status_code == 200 and "/work/" in made.text and "<svg" in made.text
    assert made.headers["cache-control"] == "no-store"
    again = client.get(path).text
    assert "/work/" not in again and "Revoke the link" in again
    assert "Revoke the link" not in client.post(f"{path}/revocation").text


def test_the_clerk_keeps_the_register(sign_in: SignIn, site: Site) -> None:
    client = sign_in("clerk")
    data = {"name": "Lift Care", "phone": "0571-88886666", "trade": "Lifts", "papers_until": "2020-01-31"}
    shown = client.post("/contractors", data=data)
    assert shown.status_code == 200 and "have ended" in shown.text
    assert client.post("/contractors", data=data).status_code == 422
    assert client.post("/contractors", data={**data, "name": "X", "phone": "1"}).status_code == 422
    number = str(shown.url).rsplit("/", 1)[1]
    assert client.post(f"/contractors/{number}", data={**data, "papers_until": ""}).status_code == 200
    assert "Retired on" in client.post(f"/contractors/{number}/retirement").text
    assert "Lift Care" in client.get("/contractors?state=retired").text
    assert "Retired on" not in client.post(f"/contractors/{number}/retirement", data={"back": "yes"}).text


@pytest.mark.parametrize("role", ["repairer", "patrol", "cashier"])
def test_only_who_may_hands_orders_to_firms(sign_in: SignIn, site: Site, role: str) -> None:
    client = sign_in(role)
    for path in ("/contractors", f"/contractors/{site.firm}", f"/contractors/orders/{site.order}"):
        assert client.get(path).status_code == 403 and client.post(path, data={}).status_code == 403
    assert client.post(f"/contractors/orders/{site.order}/revocation").status_code == 403
    assert client.post(f"/contractors/{site.firm}/retirement").status_code == 403
