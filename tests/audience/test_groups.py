"""Groups of homes as the office keeps them: naming, filling, taking out, retiring; who may; what the change log says."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.data import read
from tests.audience.conftest import Odd

SignIn = Callable[[str], TestClient[Any]]


def made(browser: TestClient[Any], name: str = "Wet cellars") -> str:
    answer = browser.post("/home-groups", data={"name": name, "note": "After rain"}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def codes(group: str) -> set[str]:
    with read() as db:
        return set(
            db.values(
                "SELECT h.code FROM home_group_homes AS m JOIN homes AS h ON h.id = m.home_id WHERE m.group_id = :id",
                id=int(group.rsplit("/", 1)[1]),
            )
        )


def test_a_group_is_named_filled_and_thinned_out(odd: Odd, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    group = made(browser)
    browser.post(f"{group}/homes", data={"homes": "１-1-101，1-1-0201\n1-1-101"})
    assert codes(group) == {"1-1-101", "1-1-201"}
    browser.post(f"{group}/parts", data={"target": f"building:{odd.buildings['2']}", "floor_from": "2"})
    assert codes(group) == {"1-1-101", "1-1-201", "2-1-201", "2-1-202"}
    browser.post(f"{group}/parts", data={"target": "usage:shop"})
    assert "2-1-101" in codes(group)
    browser.post(f"{group}/homes/{odd.homes['1-1-101']}/removal")
    assert "1-1-101" not in codes(group)
    shown = browser.get(group).text
    assert "Wet cellars" in shown
    assert ">2-1-202<" in shown
    assert "Wang" in shown  # who owns the shop
    browser.post(group, data={"name": "Cellars", "note": ""})
    assert "Cellars" in browser.get("/home-groups").text
    with read() as db:
        log = db.values(
            "SELECT action FROM audit WHERE subject = 'home_groups' AND who = 'Sun Yan' ORDER BY id"
        )
    assert log == [
        "home_group.made",
        "home_group.larger",
        "home_group.larger",
        "home_group.larger",
        "home_group.smaller",
        "home_group.changed",
    ]


def test_a_retired_group_is_offered_no_more_until_it_is_used_again(odd: Odd, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    group = made(browser)
    draft = {"kind": "other", "whom": "everybody", "title": "Pumps", "text": "Soon.", "key": "k"}
    place = browser.post("/announcements", data=draft, follow_redirects=False).headers["location"]
    assert "Group Wet cellars" in browser.get(place).text
    browser.post(f"{group}/retirement")
    assert "Group Wet cellars" not in browser.get(place).text
    assert "Wet cellars" in browser.get("/home-groups?state=retired").text
    assert browser.post(f"{group}/homes", data={"homes": "1-1-101"}).status_code == 422
    other = made(browser)  # the name is free again
    assert browser.post(f"{group}/return", follow_redirects=False).status_code == 409
    browser.post(other, data={"name": "Others", "note": ""})
    browser.post(f"{group}/return")
    assert "Group Wet cellars" in browser.get(place).text


def test_an_announcement_goes_to_a_group(odd: Odd, sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    group = made(browser)
    browser.post(f"{group}/homes", data={"homes": "1-1-201"})
    draft = {"kind": "other", "whom": "everybody", "title": "Pumps", "text": "Soon.", "key": "k"}
    place = browser.post("/announcements", data=draft, follow_redirects=False).headers["location"]
    browser.post(f"{place}/targets", data={"target": f"group:{group.rsplit('/', 1)[1]}"})
    shown = browser.get(place).text
    assert "Group Wet cellars, 1 home" in shown
    assert "2 people in 1 home" in shown
    assert browser.post(f"{place}/publication", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    ("url", "given", "error"),
    [
        ("", {"name": ""}, "name-error"),
        ("", {"name": "Old meters"}, "name-error"),
        ("/homes", {"homes": "9-9-999"}, "homes-error"),
        ("/homes", {"homes": ""}, "homes-error"),
        ("/parts", {"target": "building:999"}, "target-error"),
        ("/parts", {"target": "usage:shop", "floor_from": "2"}, "target-error"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    odd: Odd, sign_in: SignIn, url: str, given: dict[str, str], error: str
) -> None:
    browser = sign_in("clerk")
    answer = browser.post(made(browser) + url, data=given)
    assert (answer.status_code, f'id="{error}"' in answer.text) == (422, True)


def test_who_may_not_edit_groups_only_looks(odd: Odd, sign_in: SignIn) -> None:
    group = made(sign_in("clerk"))
    browser = sign_in("cashier")
    assert browser.get(group).status_code == 200
    assert "Add these homes" not in browser.get(group).text
    for act in ("", "/homes", "/parts", "/retirement", "/return"):
        assert browser.post(group + act).status_code == 403
