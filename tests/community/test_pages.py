"""The pages of homes and buildings, through the real application."""

from collections.abc import Callable
from typing import Any

from litestar.testing import TestClient

from estate.community import queries, queries_lists
from estate.data import read

SignIn = Callable[[str], TestClient[Any]]

PLAN = {"code": "10", "zone_id": "0", "entrances": "1-2", "floors": "1-18", "skip": "4, 14", "per_floor": "4",
        "areas": "89.76 120.50 120.50 89.76", "usage": "residential", "state": "delivered"}  # fmt: skip


def test_the_list_filters_and_pages(homes: dict[str, int], sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    page = browser.get("/homes?room=3-2").text
    assert "3-2-501" in page and "3-1-501" not in page
    assert browser.get("/homes?building=x&page=-1&sort=nonsense&state=nonsense&zone=0").status_code == 200


def test_a_home_shows_its_facts_and_leads_to_its_neighbours(homes: dict[str, int], sign_in: SignIn) -> None:
    page = sign_in("manager").get(f"/homes/{homes['3-2-201']}").text
    assert (
        "89.76 m²" in page and f"/homes/{homes['3-2-102']}" in page and f"/homes/{homes['3-2-202']}" in page
    )
    assert "Nothing owed" in page and "Change the facts" in page


def test_a_repairer_sees_the_home_but_neither_money_nor_people(
    homes: dict[str, int], sign_in: SignIn
) -> None:
    browser = sign_in("repairer")
    for path in (f"/homes/{homes['3-2-501']}", "/homes", "/buildings", "/parking", "/zones"):
        page = browser.get(path)
        assert page.status_code == 200
        assert (
            "Owed" not in page.text and "Household" not in page.text and "Change the facts" not in page.text
        )
    assert browser.get(f"/homes/{homes['3-2-501']}/edit").status_code == 403


def test_a_home_is_changed_or_the_form_says_why_not(homes: dict[str, int], sign_in: SignIn) -> None:
    browser, path = sign_in("clerk"), f"/homes/{homes['3-2-501']}"
    assert 'value="89.76"' in browser.get(f"{path}/edit").text
    facts = {
        "room": "501",
        "floor": "5",
        "area_dm2": "９０．５",
        "usage": "shop",
        "delivered_on": "2019-03",
        "note": "corner",
    }
    refused = browser.post(path, data={**facts, "area_dm2": "large", "delivered_on": "spring"})
    assert refused.status_code == 422 and "This is no area" in refused.text and "spring" in refused.text
    taken = browser.post(path, data={**facts, "room": "502"})
    assert taken.status_code == 422 and "There is a home 3-2-502 already." in taken.text
    assert browser.post(path, data=facts, follow_redirects=False).headers["location"] == path
    with read() as db:
        home = queries.home(db, homes["3-2-501"])
    assert home is not None
    assert (home.area_dm2, home.usage, home.delivered_on, home.delivered_precision) == (
        9050,
        "shop",
        "2019-03-01",
        "month",
    )
    shown = browser.get(path).text
    assert "Built area: 89.76 m² → 90.50 m²" in shown and "Usage: Residential → Shop" in shown


def test_a_state_is_set_with_its_day(homes: dict[str, int], sign_in: SignIn) -> None:
    browser, path = sign_in("clerk"), f"/homes/{homes['3-2-501']}"
    assert browser.post(f"{path}/state", data={"state": "let", "from_date": "2999-01-01"}).status_code == 422
    assert (
        browser.post(f"{path}/state", data={"state": "castle", "from_date": "2026-01-01"}).status_code == 422
    )
    answer = browser.post(
        f"{path}/state", data={"state": "let", "from_date": "2026-01-01"}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert "Let" in browser.get(path).text


def test_a_building_is_previewed_before_it_is_made(homes: dict[str, int], sign_in: SignIn) -> None:
    browser = sign_in("manager")
    preview = browser.post("/buildings", data={**PLAN, "act": "preview"})
    assert preview.status_code == 200 and "Make 128 homes" in preview.text and "1801" in preview.text
    fragment = browser.post("/buildings", data={**PLAN, "act": "preview"}, headers={"HX-Request": "true"})
    assert fragment.text.lstrip().startswith('<div id="generator"')
    with read() as db:
        assert len(queries.buildings(db)) == 1
    made = browser.post("/buildings", data=PLAN, follow_redirects=False)
    with read() as db:
        building = queries.buildings(db)[-1]
    assert made.headers["location"] == f"/buildings/{building.id}" and building.homes == 128
    again = browser.post("/buildings", data=PLAN)
    assert again.status_code == 422 and "There is a building 10 already." in again.text


def test_a_plan_that_does_not_fit_together_is_not_made(sign_in: SignIn) -> None:
    browser = sign_in("manager")
    for wrong, said in (
        ({"areas": "89.76 120"}, "These are 2 values for 4 homes on a floor."),
        ({"areas": "large"}, "Write areas"),
        ({"floors": "4", "skip": "4"}, "No floor is left."),
        ({"floors": "18-1"}, "Write the floors"),
        ({"entrances": "1 1"}, "Write the entrances"),
        ({"one_digit": "y", "per_floor": "12", "areas": "80"}, "need two digits"),
        ({"floors": "1-150", "per_floor": "60", "areas": "80"}, "a building has 1 to 5000"),
    ):
        answer = browser.post("/buildings", data={**PLAN, **wrong})
        assert answer.status_code == 422 and said in answer.text, wrong
    with read() as db:
        assert queries.buildings(db) == []


def test_the_map_shows_every_home_and_its_legend_counts_them(homes: dict[str, int], sign_in: SignIn) -> None:
    with read() as db:
        path = f"/buildings/{queries.buildings(db)[0].id}"
    money = sign_in("cashier").get(path).text
    assert all(f'href="/homes/{home_id}"' in money for home_id in homes.values())
    assert "Settled" in money and "Entrance 2" in money
    assert "Settled" not in sign_in("patrol").get(path).text


def test_a_home_is_added_to_a_building_and_deleted(homes: dict[str, int], sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    with read() as db:
        building = queries.buildings(db)[0].id
    facts = {"entrance": "3", "room": "101", "area_dm2": "60", "usage": "garage", "state": "sold"}
    assert browser.post(f"/buildings/{building}/homes", data={**facts, "area_dm2": ""}).status_code == 422
    path = browser.post(f"/buildings/{building}/homes", data=facts, follow_redirects=False).headers[
        "location"
    ]
    assert "3-3-101" in browser.get(path).text
    assert browser.post(f"{path}/removal", follow_redirects=False).status_code == 303
    assert browser.get(path).status_code == 404


def test_a_parking_space_finds_its_home_in_any_spelling(homes: dict[str, int], sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    space = {"code": "b1-012", "kind": "owned", "home": "3栋2单元501", "area_dm2": "12.5"}
    assert "Several homes fit" in browser.post("/parking", data={**space, "home": "501"}).text
    assert "There is no such home" in browser.post("/parking", data={**space, "home": "9-9-999"}).text
    assert browser.post("/parking", data=space, follow_redirects=False).status_code == 303
    assert "B1-012" in browser.get(f"/homes/{homes['3-2-501']}").text
    with read() as db:
        found = queries_lists.parking_page(db).spaces[0]
    assert found.home_code == "3-2-501"
    late = browser.post(f"/parking/{found.id}", data={**space, "home": "", "since": "2999-01-01"})
    assert late.status_code == 422
    assert "Check the year" in late.text
    freed = {**space, "home": "", "since": "2026-03-10"}
    assert browser.post(f"/parking/{found.id}", data=freed, follow_redirects=False).status_code == 303
    assert "until Mar 9, 2026" in browser.get(f"/parking/{found.id}").text
    assert "B1-012" in browser.get("/parking?free=yes").text
    assert browser.post(f"/parking/{found.id}/removal", follow_redirects=False).status_code == 303


def test_zones_are_named_renamed_and_deleted_while_empty(homes: dict[str, int], sign_in: SignIn) -> None:
    browser = sign_in("manager")
    browser.post("/zones", data={"name": "East"})
    with read() as db:
        zone, building = queries.zones(db)[0], queries.buildings(db)[0]
    browser.post(f"/zones/{zone.id}", data={"name": "South"})
    assert browser.post(f"/zones/{zone.id}", data={"name": ""}).status_code == 422
    changed = browser.post(
        f"/buildings/{building.id}", data={"code": "3", "name": "", "zone_id": str(zone.id)}
    )
    assert changed.status_code == 200 and "South" in changed.text
    assert browser.post(f"/zones/{zone.id}/removal").status_code == 409
    browser.post(f"/buildings/{building.id}", data={"code": "3", "name": "", "zone_id": "0"})
    assert browser.post(f"/zones/{zone.id}/removal", follow_redirects=False).status_code == 303
    with read() as db:
        assert queries.zones(db) == []
