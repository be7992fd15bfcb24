"""The page of a settlement as an office walks through it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.community.actions_parking import ParkingSpec, add_parking_space
from estate.data import read, write
from estate.documents import records as documents
from estate.meters.actions import MeterSpec, add_meter
from estate.people.queries import residents_of
from estate.settlement import records
from estate.settlement.paper import protocol
from estate.settlement.plan import view
from tests.billing.ledger import posted
from tests.billing.place import by_area
from tests.settlement.conftest import BY, live

Browser = TestClient[Any]
SignIn = Callable[[str], Browser]


def key_of(html: str) -> str:
    found = re.search(r'name="idempotency_key" value="([^"]*)"', html)
    assert found
    return found[1]


def begin(browser: Browser, home: int, **more: str) -> Any:
    html = browser.get(f"/homes/{home}/settlement").text
    form = {"on": "2026-09-16", "name_1": "Zhou Jie", "phone_1": "13600000001", **more}
    return browser.post(
        f"/homes/{home}/settlement", data=form | {"idempotency_key": key_of(html)}, follow_redirects=False
    )


@pytest.fixture
def sold(home: int) -> int:
    """The home with a fee for September, a meter and a parking space."""
    with write(BY) as tx:
        by_area(tx, 18495, proration="daily_actual")
        add_parking_space(tx, ParkingSpec("A-1", "owned", home_id=home))
    add_meter(MeterSpec(home, "water", "W-1", date(2026, 1, 1)), BY)
    posted(date(2026, 9, 1))
    return home


def test_the_walk_from_the_day_to_the_protocol(sign_in: SignIn, sold: int) -> None:
    manager = sign_in("manager")
    assert f"/homes/{sold}/settlement" in manager.get(f"/homes/{sold}/residents").text
    place = begin(manager, sold).headers["location"]
    walk = manager.get(place).text
    assert "83.01" in walk and "83.00" in walk and "charged anew" in walk
    assert walk.count('class="badge waiting"') >= 4
    assert manager.get(f"/homes/{sold}/settlement", follow_redirects=False).headers["location"] == place

    refused = manager.post(f"{place}/completion", data={})
    assert refused.status_code == 422 and "Not every step is done" in refused.text

    with read() as db:
        (meter,) = records.finals(db, sold, "2026-09-15")
    asked = manager.post(f"{place}/readings/{meter.id}", data={"value": "0"})
    assert asked.status_code == 422 and "Look again, then confirm" in asked.text
    manager.post(f"{place}/readings/{meter.id}", data={"value": "12.5"})
    assert "Read on Sep 15, 2026" in manager.get(place).text
    manager.post(f"{place}/things", data={"access": "three cards"})
    done = manager.post(f"{place}/completion", data={})
    assert done.status_code == 200 and "GH2026-000001" in done.text
    assert [one[-1] for one in live(sold)] == [8301, 8300]
    paper = manager.get("/documents/GH2026-000001")
    assert paper.headers["content-type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    with read() as db:
        assert [one.kind for one in documents.documents_of_home(db, sold)] == ["protocol"]
    assert "Handover protocol" in manager.get(f"/homes/{sold}/documents").text


def test_a_clerk_prepares_and_a_manager_completes(sign_in: SignIn, sold: int) -> None:
    clerk = sign_in("clerk")
    place = begin(clerk, sold).headers["location"]
    assert "A manager completes it" in clerk.get(place).text
    assert clerk.post(f"{place}/completion", data={"all_the_same": "y"}).status_code == 403
    manager = sign_in("manager")
    assert manager.post(f"{place}/completion", data={"all_the_same": "y"}).status_code == 200


def test_it_can_be_changed_and_dropped_and_begun_anew(sign_in: SignIn, sold: int) -> None:
    manager = sign_in("manager")
    place = begin(manager, sold).headers["location"]
    manager.post(f"{place}/day", data={"on": "2026-09-11", "name_1": "Zhou Jie"})
    assert "55.34" in manager.get(place).text  # ten days of thirty
    assert manager.post(f"{place}/day", data={"on": "2026-09-11"}).status_code == 422
    manager.post(f"{place}/dropping")
    assert manager.get(place).status_code == 404
    assert begin(manager, sold).status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("on", "", "Fill this in"),
        ("on", "2019-01-01", "Nobody owned this home"),
        ("name_1", "", "Name at least one new owner"),
        ("share_1", "1/2", "The shares make 1/2 together"),
        ("share_1", "3/2", "Write the share like 1/2"),
    ],
)
def test_a_bad_entry_is_told_beside_its_field(
    sign_in: SignIn, sold: int, field: str, value: str, word: str
) -> None:
    answer = begin(sign_in("manager"), sold, **{field: value})
    assert answer.status_code == 422 and word in answer.text and f'id="{field}-error"' in answer.text


def test_a_home_and_a_settlement_that_are_not_there_are_not_found(sign_in: SignIn, sold: int) -> None:
    manager = sign_in("manager")
    assert manager.get("/homes/999/settlement").status_code == 404
    for path in ("", "/day", "/money", "/things", "/completion", "/readings/1", "/dropping", "/payout"):
        answer = manager.post(f"/settlements/999{path}") if path else manager.get("/settlements/999")
        assert answer.status_code == 404, path


THREE = {
    "share_1": "1/2",
    "name_2": "Zhou Min",
    "phone_2": "13600000002",
    "share_2": "1/3",
    "name_3": "Zhou Hao",
    "share_3": "1/6",
}


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"share_3": "0.1666"}, "share_1", "The shares make 14999/15000 together"),
        ({"share_2": ""}, "share_2", "Give every owner a share"),
        ({"name_3": ""}, "name_3", "Name who holds this share"),
        ({"name_2": "Zhou Jie", "phone_2": "13600000001"}, "name_2", "stands here already"),
    ],
)
def test_shares_that_do_not_fit_are_told_beside_their_field(
    sign_in: SignIn, sold: int, change: dict[str, str], field: str, word: str
) -> None:
    answer = begin(sign_in("manager"), sold, **(THREE | change))
    assert answer.status_code == 422 and word in answer.text and f'id="{field}-error"' in answer.text


def test_several_co_owners_take_over_with_their_shares_and_the_protocol_names_them(
    sign_in: SignIn, sold: int
) -> None:
    manager = sign_in("manager")
    place = begin(manager, sold, **THREE).headers["location"]
    named = "Zhou Jie 1/2, Zhou Min 1/3, Zhou Hao 1/6"
    walk = manager.get(place).text
    assert named in walk and 'value="1/6"' in walk
    done = manager.post(f"{place}/completion", data={"all_the_same": "y"})
    assert done.status_code == 200 and named in done.text
    with read() as db:
        owners = [(one.name, one.role, one.share) for one in residents_of(db, sold)]
        settlement = records.settlement(db, int(place.rpartition("/")[2]))
        assert settlement
        paper = protocol(db, view(db, settlement))
    assert owners == [
        ("Zhou Jie", "owner", "1/2"),
        ("Zhou Min", "co_owner", "1/3"),
        ("Zhou Hao", "co_owner", "1/6"),
    ]
    assert ["Takes over", named] in paper.content["facts"]


def test_the_list_names_those_under_way_and_those_completed(sign_in: SignIn, sold: int) -> None:
    clerk = sign_in("clerk")
    assert "/settlements" in clerk.get("/homes").text
    assert "No handover is under way" in clerk.get("/settlements").text
    place = begin(clerk, sold).headers["location"]
    listed = clerk.get("/settlements").text
    assert place in listed and "0 / 1" in listed and "166.01" in listed and "can be completed" in listed
    sign_in("manager").post(f"{place}/completion", data={"all_the_same": "y"})
    listed = clerk.get("/settlements").text
    assert "No handover is under way" in listed and "GH2026-000001" in listed
    assert sign_in("patrol").get("/settlements").status_code == 403
